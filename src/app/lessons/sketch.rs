//! P_flat over y, sketched with the mouse or the arrow keys; the swarm's own curve is laid over it when it is revealed.

use egui::accesskit::Role as Access;
use egui::{
    Align2, CornerRadius, Key, Mesh, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

use super::page::Styles;
use super::prose::set_in_row;
use crate::app::desk::classroom::{Page, Prediction};
use crate::app::desk::command::{Command, LessonCommand};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, fade, space};
use crate::app::kit::whole;
use crate::app::kit::widgets::{arrows, format_number};
use crate::lessons::Sketch;
use crate::say;

/// Height of the plot with the numbers below it.
const HEIGHT: f32 = 150.0;
/// Room for the numbers beside the plot.
const LEFT: f32 = 30.0;
const BELOW: f32 = 18.0;
/// Heights that the arrow keys stop at, and how far a press moves the share.
const STOPS: usize = 15;
const NUDGE: f64 = 0.02;

/// The plot on screen.
struct Plot {
    well: Rect,
    heights: [f64; 2],
    /// Whether the valley at x > 0, whose share is sketched, is the flat one.
    flat_right: bool,
}

pub(super) fn show(
    ui: &mut Ui,
    heights: [f64; 2],
    (page, flat_right): (&Page, bool),
    styles: &Styles,
    commands: &mut Vec<Command>,
) {
    let scale = styles.scale;
    let size = vec2(ui.available_width(), scale.px(HEIGHT));
    let open = page.verdict.is_none();
    let sense = if open { Sense::click_and_drag() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(size, sense);
    let well =
        Rect::from_min_max(rect.min + vec2(scale.px(LEFT), 4.0), rect.max - vec2(4.0, scale.px(BELOW)));
    let plot = Plot { well, heights, flat_right };
    let mut sketch = match &page.draft {
        Some(Prediction::Sketch(sketch)) => sketch.clone(),
        _ => Sketch::default(),
    };
    let mut cursor = None;
    if open {
        let before = sketch.clone();
        pointer(ui, &response, &plot, &mut sketch);
        cursor = keys(ui, &response, &plot, &mut sketch);
        if sketch != before {
            commands.push(LessonCommand::Draft(Prediction::Sketch(sketch.clone())).into());
        }
        if response.has_focus()
            && ui.input(|input| input.key_pressed(Key::Enter))
            && !sketch.points.is_empty()
        {
            commands.push(LessonCommand::Predict(Prediction::Sketch(sketch.clone())).into());
        }
    }
    plot.paint(ui, &response, &sketch, page, styles, cursor);
    let said = describe(&sketch, cursor, &plot);
    response.widget_info(|| WidgetInfo::labeled(Access::Canvas, open, &said));
}

/// Draws along with the pointer.
fn pointer(ui: &Ui, response: &Response, plot: &Plot, sketch: &mut Sketch) {
    let Some(now) = response.interact_pointer_pos() else { return };
    if !(response.dragged() || response.is_pointer_button_down_on()) {
        return;
    }
    let before = if response.drag_started() { now } else { now - ui.input(|input| input.pointer.delta()) };
    sketch.draw(plot.value(before), plot.value(now));
    response.request_focus();
}

/// Left and right go from stop to stop, up and down move the curve there; says which stop has the keyboard.
fn keys(ui: &Ui, response: &Response, plot: &Plot, sketch: &mut Sketch) -> Option<usize> {
    if !response.has_focus() {
        return None;
    }
    let mut stop: usize = ui.data(|data| data.get_temp(response.id)).unwrap_or(0);
    let ([along, up], _) = arrows(ui, response);
    let share = |sketch: &Sketch, stop: usize| sketch.at(plot.stop(stop));
    if along != 0 {
        let next = (stop as i32 + along).clamp(0, STOPS as i32 - 1) as usize;
        let from = share(sketch, stop).unwrap_or(0.5);
        // The curve is drawn on at its height to where there is none yet.
        if share(sketch, next).is_none() {
            sketch.draw([plot.stop(stop), from], [plot.stop(next), from]);
        }
        stop = next;
    }
    if up != 0 {
        let moved = (share(sketch, stop).unwrap_or(0.5) + NUDGE * f64::from(up)).clamp(0.0, 1.0);
        let at = [plot.stop(stop), moved];
        sketch.draw(at, at);
    }
    ui.data_mut(|data| data.insert_temp(response.id, stop));
    Some(stop)
}

impl Plot {
    fn stop(&self, index: usize) -> f64 {
        let [from, to] = self.heights;
        from + (to - from) * index as f64 / (STOPS - 1) as f64
    }

    /// The height and share under a place, kept within the plot.
    fn value(&self, place: Pos2) -> [f64; 2] {
        let along = f64::from((place.x - self.well.left()) / self.well.width()).clamp(0.0, 1.0);
        let up = f64::from((self.well.bottom() - place.y) / self.well.height()).clamp(0.0, 1.0);
        let [from, to] = self.heights;
        [from + along * (to - from), up]
    }

    fn place(&self, [y, share]: [f64; 2]) -> Pos2 {
        let [from, to] = self.heights;
        let along = ((y - from) / (to - from)) as f32;
        pos2(
            self.well.left() + along * self.well.width(),
            self.well.bottom() - share as f32 * self.well.height(),
        )
    }

    fn paint(
        &self,
        ui: &Ui,
        response: &Response,
        sketch: &Sketch,
        page: &Page,
        styles: &Styles,
        cursor: Option<usize>,
    ) {
        let (theme, scale) = (&styles.theme, styles.scale);
        let radius = CornerRadius::same(space::PLOT_RADIUS);
        ui.painter().rect_filled(self.well, radius, theme.well);
        if response.has_focus() {
            let ring = Stroke::new(space::FOCUS_RING, theme.ice);
            ui.painter().rect_stroke(self.well, radius, ring, StrokeKind::Outside);
        }
        self.ticks(ui, styles);
        let painter = ui.painter().with_clip_rect(self.well.expand(2.0));
        let on_screen =
            |points: &[[f64; 2]]| points.iter().map(|&point| self.place(point)).collect::<Vec<_>>();
        let measured = page.verdict.as_ref().map_or(&[][..], |verdict| &verdict.measured);
        self.gap_between(&painter, sketch, measured, fade(theme.strong, 0.13));
        let pen = Stroke::new(scale.px(1.6), theme.text);
        painter.add(Shape::line(on_screen(&sketch.points), pen));
        painter.add(Shape::line(on_screen(measured), Stroke::new(scale.px(2.2), theme.strong)));
        if let Some(stop) = cursor {
            let y = self.stop(stop);
            let at = self.place([y, sketch.at(y).unwrap_or(0.5)]);
            painter.circle_filled(at, scale.px(4.0), theme.strong);
        }
        if sketch.points.is_empty() && cursor.is_none() {
            let style = Style::new(Role::Direct, scale, theme.mute);
            let words =
                if self.flat_right { say!("lesson.sketch.draw") } else { say!("lesson.sketch.draw-right") };
            // Clear of the line at one half.
            let above = self.well.center() - vec2(0.0, 0.25 * self.well.height());
            let line = maths::layout(ui.ctx(), words, style);
            set_in_row(ui, &line, above - vec2(0.5 * line.size().x, 0.0), line.size().y);
        }
        if let Some(end) = measured.last() {
            self.name(ui, say!("lesson.sketch.swarm"), *end, Style::new(Role::Direct, scale, theme.strong));
            let start =
                sketch.points.first().map(|first| [first[0], sketch.at(first[0]).unwrap_or(first[1])]);
            if let Some(start) = start {
                self.name(
                    ui,
                    say!("lesson.sketch.yours"),
                    start,
                    Style::new(Role::Direct, scale, theme.text),
                );
            }
        }
    }

    /// A name at an end of its curve: below it, or above where there is no room below.
    fn name(&self, ui: &Ui, name: &str, end: [f64; 2], style: Style) {
        let line = maths::layout(ui.ctx(), name, style);
        let at = self.place(end);
        let away = 0.5 * line.size().y + 4.0;
        let low = at.y + 2.0 * away > self.well.bottom();
        let y = if low { at.y - away } else { at.y + away };
        let left = self.well.left() + 4.0;
        let x = (at.x - 0.5 * line.size().x).clamp(left, self.well.right() - line.size().x - 4.0);
        set_in_row(ui, &line, pos2(x, y), line.size().y);
    }

    /// The area between the sketch and what was measured.
    fn gap_between(&self, painter: &Painter, sketch: &Sketch, measured: &[[f64; 2]], tint: egui::Color32) {
        let mut mesh = Mesh::default();
        let pairs = measured.iter().filter_map(|&[y, share]| Some((y, share, sketch.at(y)?)));
        for (index, (y, share, sketched)) in pairs.enumerate() {
            mesh.colored_vertex(self.place([y, share]), tint);
            mesh.colored_vertex(self.place([y, sketched]), tint);
            if index > 0 {
                let corner = 2 * index as u32;
                mesh.add_triangle(corner - 2, corner - 1, corner);
                mesh.add_triangle(corner - 1, corner, corner + 1);
            }
        }
        painter.add(Shape::mesh(mesh));
    }

    fn ticks(&self, ui: &Ui, styles: &Styles) {
        let (theme, scale) = (&styles.theme, styles.scale);
        let [from, to] = self.heights;
        let style = Style::new(Role::Tick, scale, theme.mute);
        let write = |text: &str, at: Pos2, align: Align2| {
            let line = maths::layout(ui.ctx(), text, style);
            if whole::fits(ui, align.anchor_size(at, line.size())) {
                line.paint(ui.painter(), at, align);
            }
        };
        for share in [0.0, 0.5, 1.0] {
            let at = self.place([from, share]);
            ui.painter().hline(self.well.x_range(), at.y, Stroke::new(1.0, theme.hair));
            write(&format_number(share), at - vec2(scale.px(6.0), 0.0), Align2::RIGHT_CENTER);
        }
        let below = vec2(0.0, scale.px(4.0));
        write(&format_number(from), self.place([from, 0.0]) + below, Align2::LEFT_TOP);
        write("$y$", self.place([0.5 * (from + to), 0.0]) + below, Align2::CENTER_TOP);
        write(&format_number(to), self.place([to, 0.0]) + below, Align2::RIGHT_TOP);
    }
}

/// The plot for those who hear it.
fn describe(sketch: &Sketch, cursor: Option<usize>, plot: &Plot) -> String {
    let help = say!("lesson.sketch.help");
    let Some(stop) = cursor else { return help.to_owned() };
    let y = plot.stop(stop);
    let height = format!("{y:.2}");
    let here = match sketch.at(y) {
        Some(share) => say!("lesson.sketch.at", y = height, share = format_args!("{share:.2}")),
        None => say!("lesson.sketch.nothing-at", y = height),
    };
    format!("{help} {here}")
}
