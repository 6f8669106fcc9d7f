//! What a change did: a flow of all walkers from the valley that they would have ended in to the one that they end in now.

use egui::accesskit::Role as Access;
use egui::{Align2, Color32, Mesh, Pos2, Rect, Sense, Shape, Ui, WidgetInfo, lerp, pos2};

use super::title::Title;
use crate::app::desk::command::Command;
use crate::app::desk::scene::{GhostSeen, Scene};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::plots::well;
use crate::app::kit::theme::{Role, fade, space};
use crate::chart::format_whole;
use crate::say;
use crate::valleys::experiments::ahead::Parted;
use crate::valleys::figures::briefly;
use crate::valleys::model::Valley;
use crate::valleys::panel::Panel;

/// Where the bars of both runs stand, as shares of the width, and how wide they are.
const BARS: [f32; 2] = [0.28, 0.72];
const BAR: f32 = 7.0;
/// Above the bars; between them, and below for a line of words.
const ABOVE: f32 = 12.0;
const BETWEEN: f32 = 26.0;
const BELOW: f32 = 30.0;
/// The thinnest that a ribbon of any walkers is, and the steps in which it bends.
const LEAST: f32 = 1.5;
const BENDS: usize = 24;
/// Ribbons of walkers that end elsewhere, and of all others.
const CHANGED: f32 = 0.75;
const SAME: f32 = 0.22;
/// From a bar to its words, and between their lines.
const BESIDE: f32 = 8.0;
const LEADING: f32 = 16.0;

/// Whether there is a change to tell of.
pub(super) fn is_known(scene: &Scene<'_>) -> bool {
    scene.ghost.is_some_and(|ghost| ghost.parted.is_some())
}

pub(super) fn show(ui: &mut Ui, rect: Rect, scene: &Scene<'_>, commands: &mut Vec<Command>) {
    let Some(ghost @ GhostSeen { parted: Some(parted), .. }) = scene.ghost else { return };
    let text = say!("panel.change.title");
    let mut title = Title::show(ui, Panel::Slice, text, rect, scene, commands, |_, _| {});
    let all = format_whole(f64::from(parted.all()));
    title.note(ui, &say!("panel.change.of", walkers = all));
    let well = well(title.body(rect), scene.scale);
    let flow = Flow::new(well, parted, scene);
    let painter = ui.painter().with_clip_rect(ui.clip_rect().intersect(rect));
    painter.rect_filled(well, f32::from(space::PLOT_RADIUS), scene.theme.well);
    painter.add(Shape::mesh(flow.mesh(scene)));
    flow.words(&painter, scene, &ghost);
    let response = ui.interact(well, ui.scope_id().with("change"), Sense::hover());
    let [flat, steep] = [Valley::Flat, Valley::Sharp].map(|valley| named(scene, valley));
    let said = say!(
        "panel.change.said",
        into_flat = parted.into_flat,
        into_steep = parted.into_steep,
        stayed = parted.stayed[0] + parted.stayed[1],
        flat = flat,
        steep = steep
    );
    response.widget_info(|| WidgetInfo::labeled(Access::Image, true, &said));
}

fn named(scene: &Scene<'_>, valley: Valley) -> &'static str {
    briefly(&scene.seen.scenario.landscape, valley)
}

/// The bars of both runs, the upper and the lower valley each, and how tall a walker is.
struct Flow<'a> {
    well: Rect,
    parted: &'a Parted,
    marks: f32,
    tall: f32,
}

impl<'a> Flow<'a> {
    fn new(well: Rect, parted: &'a Parted, scene: &Scene<'_>) -> Self {
        let marks = scene.scale.px(1.0);
        let room = well.height() - marks * (ABOVE + BETWEEN + BELOW);
        Self { well, parted, marks, tall: room.max(1.0) / parted.all().max(1) as f32 }
    }

    /// Walkers from one valley to another: of the upper one first.
    fn count(&self, from: usize, to: usize) -> u32 {
        match (from, to) {
            (0, 1) => self.parted.into_steep,
            (1, 0) => self.parted.into_flat,
            (same, _) => self.parted.stayed[same],
        }
    }

    fn thick(&self, count: u32) -> f32 {
        if count == 0 { 0.0 } else { (self.tall * count as f32).max(LEAST * self.marks) }
    }

    fn across(&self, run: usize) -> f32 {
        lerp(self.well.x_range(), BARS[run])
    }

    /// Where a bar begins and ends.
    fn bar(&self, run: usize, valley: usize) -> [f32; 2] {
        let all = |valley: usize| -> f32 {
            let part = |other| if run == 0 { self.count(valley, other) } else { self.count(other, valley) };
            (0..2).map(|other| self.thick(part(other))).sum()
        };
        let top = self.well.top() + self.marks * ABOVE;
        let top = if valley == 0 { top } else { top + all(0) + self.marks * BETWEEN };
        [top, top + all(valley)]
    }

    /// Where a ribbon leaves its bar, or comes to it: those that stay keep to the outside.
    fn end(&self, run: usize, from: usize, to: usize) -> [f32; 2] {
        let [top, foot] = self.bar(run, if run == 0 { from } else { to });
        let thick = self.thick(self.count(from, to));
        let upper = if run == 0 { to == 0 } else { from == 0 };
        if upper { [top, top + thick] } else { [foot - thick, foot] }
    }

    fn mesh(&self, scene: &Scene<'_>) -> Mesh {
        let mut mesh = Mesh::default();
        let (mute, strong) = (scene.theme.mute, scene.theme.strong);
        for (from, to) in [(0, 0), (1, 1), (0, 1), (1, 0)] {
            let ink = if from == to { fade(mute, SAME) } else { fade(strong, CHANGED) };
            if self.count(from, to) > 0 {
                self.ribbon(&mut mesh, self.end(0, from, to), self.end(1, from, to), ink);
            }
        }
        for run in 0..2 {
            for valley in 0..2 {
                let [top, foot] = self.bar(run, valley);
                let left = self.across(run) - 0.5 * self.marks * BAR;
                let place = Rect::from_min_max(pos2(left, top), pos2(left + self.marks * BAR, foot));
                mesh.add_colored_rect(place, scene.theme.text);
            }
        }
        mesh
    }

    fn ribbon(&self, mesh: &mut Mesh, left: [f32; 2], right: [f32; 2], ink: Color32) {
        let first = mesh.vertices.len() as u32;
        for bend in 0..=BENDS {
            let t = bend as f32 / BENDS as f32;
            let turned = t * t * (3.0 - 2.0 * t);
            let x = lerp(self.across(0)..=self.across(1), t);
            for edge in 0..2 {
                mesh.colored_vertex(pos2(x, lerp(left[edge]..=right[edge], turned)), ink);
            }
        }
        for bend in 0..BENDS as u32 {
            let corner = first + 2 * bend;
            mesh.add_triangle(corner, corner + 1, corner + 2);
            mesh.add_triangle(corner + 1, corner + 2, corner + 3);
        }
    }

    /// What ends where, what stays and what does not, and which bars are of which run.
    fn words(&self, painter: &egui::Painter, scene: &Scene<'_>, ghost: &GhostSeen<'_>) {
        let (theme, marks) = (&scene.theme, self.marks);
        let style = |role, ink| Style::new(role, scene.scale, ink).emphasis(theme.strong);
        let set = |text: &str, style: Style, at: Pos2, align: Align2| {
            maths::layout(painter.ctx(), text, style).paint(painter, at, align);
        };
        for run in 0..2 {
            let (side, align) = [(-1.0, Align2::RIGHT_CENTER), (1.0, Align2::LEFT_CENTER)][run];
            let x = self.across(run) + side * marks * (0.5 * BAR + BESIDE);
            for (index, valley) in [Valley::Flat, Valley::Sharp].into_iter().enumerate() {
                let [top, foot] = self.bar(run, index);
                let walkers = (0..2)
                    .map(|other| if run == 0 { self.count(index, other) } else { self.count(other, index) });
                let count = format_whole(f64::from(walkers.sum::<u32>()));
                let middle = 0.5 * (top + foot);
                let label = style(Role::Direct, theme.text);
                if foot - top > 2.0 * LEADING * marks {
                    set(named(scene, valley), label, pos2(x, middle - 0.5 * LEADING * marks), align);
                    set(&format!("**{count}**"), label, pos2(x, middle + 0.5 * LEADING * marks), align);
                } else {
                    set(&format!("{} **{count}**", named(scene, valley)), label, pos2(x, middle), align);
                }
            }
            let word = match (run, ghost.fork) {
                (0, Some(_)) => say!("panel.change.without"),
                (0, None) => ghost.name,
                _ => say!("panel.change.now"),
            };
            let at = pos2(self.across(run), self.well.bottom() + 10.0 * marks);
            set(word, style(Role::Tick, theme.mute), at, Align2::CENTER_CENTER);
        }
        let stayed = format_whole(f64::from(self.parted.stayed[0] + self.parted.stayed[1]));
        let [top, foot] = self.bar(0, 0);
        if foot - top > 1.5 * LEADING * marks {
            let at = pos2(self.well.center().x, 0.5 * (top + foot));
            let text = say!("panel.change.as-before", walkers = stayed);
            set(&text, style(Role::Direct, theme.text), at, Align2::CENTER_CENTER);
        }
        let text = say!(
            "panel.change.elsewhere",
            into = format_whole(f64::from(self.parted.into_flat)),
            out = format_whole(f64::from(self.parted.into_steep)),
            valley = named(scene, Valley::Flat)
        );
        let at = pos2(self.well.center().x, self.well.bottom() - 11.0 * marks);
        set(&text, style(Role::Direct, theme.text), at, Align2::CENTER_CENTER);
    }
}
