//! The stage: the plane as it is described for paper, with the handle of the branch that is held.

use egui::{Align2, Color32, Rect, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};

use super::key;
use super::pointer;
use super::track::Track;
use crate::app::desk::Desk;
use crate::app::desk::command::{Command, NetworkCommand};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::plots::chart::Chart;
use crate::app::kit::plots::{Frame, PLATE, words};
use crate::app::kit::theme::{Role, Scale, Theme, fade, space};
use crate::chart::axis::round_step;
use crate::chart::{format_number, format_whole};
use crate::networks::figures::panel_plane::{Aim, plane};
use crate::networks::figures::scope::Scope;
use crate::say;

/// The stage, and the textures of what is drawn on it.
#[derive(Default)]
pub struct PlaneStage {
    chart: Chart,
}

/// Room about the run: left, right, above and below.
const ROOM: [f32; 4] = [46.0, 150.0, 62.0, 92.0];
/// From so wide on a stage has room for all its words.
const WIDE: f32 = 600.0;
/// The least distance of two ticks.
const APART: f32 = 66.0;
/// How visible the run before is.
const FADED: f32 = 0.25;
/// The tab of the branch that is held, and from the run to its middle.
const TAB: egui::Vec2 = vec2(62.0, 20.0);
const STEM: f32 = 36.0;
/// What the names of lines of equal loss take at the top, and half a tab.
const LOSSES: f32 = 34.0;
const GRIP: f32 = 5.0;
const HEAD: f32 = 7.5;
/// From a tab to what is said of its branch: past the arrow.
const BESIDE: f32 = 24.0;

impl PlaneStage {
    pub fn show(&mut self, ui: &mut Ui, rect: Rect, desk: &Desk, scale: Scale, commands: &mut Vec<Command>) {
        self.draw(ui, rect, desk, (scale, true), commands);
    }

    /// The same without its key, where colours are told elsewhere.
    pub fn show_plain(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        desk: &Desk,
        scale: Scale,
        commands: &mut Vec<Command>,
    ) {
        self.draw(ui, rect, desk, (scale, false), commands);
    }

    fn draw(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        desk: &Desk,
        (scale, keyed): (Scale, bool),
        commands: &mut Vec<Command>,
    ) {
        let theme = Theme::of(ui.ctx());
        let radius = f32::from(space::STAGE_RADIUS);
        ui.painter().rect_filled(rect, radius, theme.scales.stage_band(4));
        let scope = desk.networks.scope();
        let traced = scope.filter(|scope| scope.sight.traces.is_some());
        let Some(scope) = traced else {
            words(ui.painter(), rect, say!("network.stage.waiting"), &theme, scale);
            return;
        };
        let aim = aimed(desk, &scope, rect, scale);
        if desk.networks.on_show() != Some(aim.view) {
            commands.push(NetworkCommand::See(aim.view).into());
        }
        // Distances between words are those of their size.
        let written = Aim { unit: aim.unit / f64::from(scale.0), ..aim };
        let panel = plane(&scope, desk.networks.relief(), desk.networks.sprout(), &written);
        let name = say!("network.stage.name");
        let frame = Frame::of(&panel, name, "", &theme, scale);
        let mut inside = ui.new_child(UiBuilder::new().max_rect(rect).id_salt("plane"));
        inside.set_clip_rect(rect.intersect(ui.clip_rect()));
        if desk.networks.is_fading() {
            inside.set_opacity(FADED);
        }
        self.chart.show_still(&inside, rect, &frame, &panel);
        // What lies under the corners is the window.
        ui.painter().rect_stroke(rect, radius, Stroke::new(2.0, theme.bg), StrokeKind::Outside);
        axes(ui, rect, &aim, &theme, scale);
        let track = Track { rect, aim };
        if keyed {
            key::show(ui, rect, &scope, &theme, scale);
        }
        let hovered = pointer::act(ui, &track, desk, &scope, commands);
        handle(&inside, &track, desk, &scope, (&theme, scale), commands);
        pointer::read(ui, &track, &scope, hovered, &theme);
    }
}

/// What is chosen to be seen, or the whole run with room for words.
fn aimed(desk: &Desk, scope: &Scope<'_>, rect: Rect, scale: Scale) -> Aim {
    let size = [f64::from(rect.width()), f64::from(rect.height())];
    let whole = scale.0 < 1.1 && rect.width() > WIDE;
    if let Some([x, y]) = desk.networks.view {
        let unit = size[0] / (x[1] - x[0]);
        let (middle, half) = (0.5 * (y[0] + y[1]), 0.5 * size[1] / unit);
        return Aim { view: [x, [middle - half, middle + half]], unit, whole };
    }
    let extent = scope.sight.traces.as_ref().map_or([[-1.0, 1.0]; 2], |traces| traces.extent());
    let [left, right, above, below] = ROOM.map(|room| f64::from(scale.px(room)));
    let span = extent.map(|[low, high]| (high - low).max(1e-6));
    // A low stage has its words over the run.
    let room = [size[0] - left - right, (size[1] - above - below).max(0.4 * size[1])];
    let unit = (room[0] / span[0]).min(room[1] / span[1]).max(1e-6);
    // What is left over is shared out at both sides.
    let spare = [0, 1].map(|axis| 0.5 * (room[axis] - unit * span[axis]));
    let x0 = extent[0][0] - (left + spare[0]) / unit;
    let y0 = extent[1][0] - (below + spare[1]) / unit;
    Aim { view: [[x0, x0 + size[0] / unit], [y0, y0 + size[1] / unit]], unit, whole }
}

/// Numbers below the stage and at its left.
fn axes(ui: &Ui, rect: Rect, aim: &Aim, theme: &Theme, scale: Scale) {
    let style = Style::new(Role::Tick, scale, theme.mute);
    let stroke = Stroke::new(1.0, theme.outline);
    let step = round_step(f64::from(scale.px(APART)) / aim.unit);
    let ticks = |[low, high]: [f64; 2]| {
        let (first, last) = ((low / step).ceil() as i64, (high / step).floor() as i64);
        (first..=last).map(move |index| index as f64 * step)
    };
    let track = Track { rect, aim: *aim };
    let painter = ui.painter();
    let mut last = rect.left();
    for value in ticks(aim.view[0]) {
        let x = painter.round_to_pixel_center(track.place([value, 0.0]).x);
        painter.vline(x, rect.bottom() + 2.0..=rect.bottom() + scale.px(5.0), stroke);
        let at = pos2(x, rect.bottom() + scale.px(15.0));
        let line = maths::layout(ui.ctx(), &format_number(value), style);
        if x + line.size().x < rect.right() + 8.0 {
            last = line.paint(painter, at, Align2::CENTER_CENTER).right();
        }
    }
    let name = maths::layout(ui.ctx(), say!("network.stage.distance"), style);
    let at = pos2(rect.right(), rect.bottom() + scale.px(15.0));
    if last + name.size().x + scale.px(12.0) < rect.right() {
        name.paint(painter, at, Align2::RIGHT_CENTER);
    }
    for value in ticks(aim.view[1]) {
        let y = track.place([0.0, value]).y;
        let line = maths::layout(ui.ctx(), &format_number(value), style);
        if (rect.top() + 6.0..=rect.bottom() - 6.0).contains(&y) {
            line.paint(painter, pos2(rect.left() - scale.px(8.0), y), Align2::RIGHT_CENTER);
        }
    }
}

/// The tab on the run that the held branch starts from, and the ring about the head of one that grows.
fn handle(
    ui: &Ui,
    track: &Track,
    desk: &Desk,
    scope: &Scope<'_>,
    (theme, scale): (&Theme, Scale),
    commands: &mut Vec<Command>,
) {
    let Some((step, at)) = scope.held.zip(scope.sight.traces.as_ref()).and_then(|(step, traces)| {
        let known = traces.sgd.iter().rfind(|(known, _)| *known <= step)?;
        (step <= scope.until).then_some((step, track.place(known.1)))
    }) else {
        return;
    };
    let painter = ui.painter();
    // Above the run, and below it where that would be over what the lines of equal loss are called.
    let above = at.y - scale.px(STEM) > track.rect.top() + scale.px(LOSSES);
    let tab = at + vec2(0.0, scale.px(if above { -STEM } else { STEM }));
    painter.line_segment([at, tab], Stroke::new(1.0, theme.strong));
    let ink = theme.scales.ramp(scope.ramp.place(step) as f32);
    painter.circle(at, scale.px(GRIP), ink, Stroke::new(1.2, theme.strong));
    let plate = Rect::from_center_size(tab, TAB * scale.0);
    painter.rect_filled(plate, f32::from(space::SEGMENT_RADIUS), theme.strong);
    let style = Style::new(Role::Value, scale, theme.on_strong);
    let text = say!("network.stage.held-at", step = format_whole(f64::from(step)));
    maths::layout(ui.ctx(), &text, style).paint(painter, tab, Align2::CENTER_CENTER);
    for (side, target) in
        [(-1.0_f32, track.neighbour(scope, step, false)), (1.0, track.neighbour(scope, step, true))]
    {
        let centre = tab + vec2(side * (0.5 * plate.width() + scale.px(9.0)), 0.0);
        let place = Rect::from_center_size(centre, vec2(16.0, 20.0) * scale.0);
        let response = ui.interact(place, ui.scope_id().with(("chevron", side > 0.0)), egui::Sense::click());
        let word = if side > 0.0 { say!("network.stage.later") } else { say!("network.stage.earlier") };
        response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, word));
        let icon = match side > 0.0 {
            true => crate::app::kit::widgets::Icon::ChevronRight,
            false => crate::app::kit::widgets::Icon::ChevronLeft,
        };
        let colour: Color32 = if response.hovered() { theme.strong } else { theme.text };
        icon.paint(painter, centre, 0.8 * scale.0, colour);
        if response.clicked() {
            commands.push(NetworkCommand::Hold(Some(target)).into());
        }
    }
    growing(ui, track, desk, (plate, above), (theme, scale));
}

/// What becomes of a branch that grows under the hand, beside its tab.
fn growing(ui: &Ui, track: &Track, desk: &Desk, (tab, above): (Rect, bool), (theme, scale): (&Theme, Scale)) {
    let Some(sprout) = desk.networks.sprout().filter(|sprout| sprout.twig.growing) else { return };
    let Some((_, head)) = sprout.trace.path.last() else { return };
    let at = track.place(*head);
    ui.painter().circle_stroke(at, scale.px(HEAD), Stroke::new(1.2, theme.strong));
    let loss = sprout.twig.losses.last().copied().unwrap_or(f64::NAN);
    let text = say!(
        "network.stage.grows",
        step = format_whole(f64::from(sprout.twig.now())),
        loss = format_number((1e3 * loss).round() / 1e3)
    );
    let style = Style::new(Role::Direct, scale, theme.text);
    let line = maths::layout(ui.ctx(), &text, style);
    let (beside, room) = (scale.px(BESIDE), track.rect.x_range().shrink(0.5 * line.size().x + scale.px(8.0)));
    let right = tab.right() + beside + line.size().x < track.rect.right();
    let (at, align) = match (above, right) {
        // Names of ends are beside a tab that is below the run.
        (false, _) => {
            (pos2(room.clamp(tab.center().x), tab.bottom() + scale.px(14.0)), Align2::CENTER_CENTER)
        }
        (true, true) => (tab.right_center() + vec2(beside, 0.0), Align2::LEFT_CENTER),
        (true, false) => (tab.left_center() - vec2(beside, 0.0), Align2::RIGHT_CENTER),
    };
    let plate = align.anchor_size(at, line.size()).expand2(vec2(4.0, 1.0) * scale.0);
    ui.painter().rect_filled(plate, f32::from(space::PLOT_RADIUS), fade(theme.well, PLATE));
    line.paint(ui.painter(), at, align);
}
