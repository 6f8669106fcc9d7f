//! What came of a page: the guess among what it is compared with, what two runs remember of their starts, and how the
//! lesson stands.

use egui::accesskit::Role as Access;
use egui::{Align2, Color32, Rect, Sense, Shape, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::prose::paragraph;
use super::styles::Styles;
use crate::app::desk::Desk;
use crate::app::desk::classroom::Running;
use crate::app::desk::classroom::verdict::Heights;
use crate::app::desk::command::{Command, LessonCommand};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, fade, space};
use crate::app::kit::whole;
use crate::app::kit::widgets::Button;
use crate::chart::format_number;
use crate::lessons::filled;
use crate::say;
use crate::valleys::experiments::starts::Starts;
use crate::words::per_cent;

/// A row of the plots: its height, the room for its name and for its number, and its dot.
const ROW: f32 = 30.0;
const NAME: f32 = 92.0;
const NUMBER: f32 = 44.0;
const DOT: f32 = 4.5;

/// Everything that is revealed; says where it begins.
pub(super) fn show(
    ui: &mut Ui,
    running: &Running,
    desk: &Desk,
    styles: &Styles,
    commands: &mut Vec<Command>,
) -> Rect {
    let gap = styles.scale.px(space::GAP);
    let verdict = running.page.verdict.as_ref();
    let top = ui.cursor();
    if let Some(heights) = verdict.and_then(|verdict| verdict.heights) {
        among(ui, &heights, styles);
        ui.add_space(gap);
    }
    told(ui, running, desk, styles);
    if let Some(beside) = &running.beside {
        match beside.pair() {
            Some([other, own]) => remembered(ui, [other, own], styles),
            None => {
                paragraph(ui, say!("lesson.memory.on-its-way"), styles.note, Role::Tick.size(styles.scale));
            }
        }
        ui.add_space(gap);
    }
    if verdict.is_some() {
        ui.add_space(gap);
        standing(ui, running, styles, commands);
    }
    Rect::from_min_size(top.min, vec2(1.0, 1.0))
}

/// The words of it, beside a line that sets them apart.
fn told(ui: &mut Ui, running: &Running, desk: &Desk, styles: &Styles) {
    let facts = desk.facts();
    let whole = ui.available_rect_before_wrap();
    let inset = styles.scale.px(space::TITLE_GAP);
    let builder = UiBuilder::new().max_rect(whole.with_min_x(whole.left() + inset));
    let inner = ui.scope_builder(builder, |ui| {
        if let Some(verdict) = &running.page.verdict {
            styles.prose(ui, &verdict.words);
        }
        for text in &running.step().reveal {
            styles.prose(ui, &filled(text, &facts));
        }
    });
    let rect = inner.response.rect;
    let stroke = Stroke::new(styles.scale.px(2.0), styles.theme.track);
    let bottom = rect.bottom() - styles.scale.px(space::GAP);
    ui.painter().vline(whole.left() + styles.scale.px(1.0), rect.top()..=bottom, stroke);
}

/// A row of a plot: what it is of, where its dot is, and its number.
struct Row<'a> {
    name: &'a str,
    at: f64,
    number: String,
    ink: Color32,
    hollow: bool,
}

/// The guess among what it is compared with.
fn among(ui: &mut Ui, heights: &Heights, styles: &Styles) {
    let theme = &styles.theme;
    let row = |name, at: f64, ink, hollow| Row { name, at, number: format!("{at:.2}"), ink, hollow };
    let mut rows = vec![row(say!("lesson.among.swarm"), heights.swarm, theme.strong, false)];
    rows.extend(heights.guess.map(|y| row(say!("lesson.among.guess"), y, theme.strong, true)));
    rows.extend(heights.eq11.map(|y| row(say!("equation.eq11"), y, theme.ice, false)));
    rows.extend(heights.frost.map(|y| row(say!("lesson.among.frost"), y, theme.ice, false)));
    let [low, high] = rows
        .iter()
        .fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], row| [low.min(row.at), high.max(row.at)]);
    let room = (0.25 * (high - low)).max(heights.spread);
    for (index, row) in rows.iter().enumerate() {
        let own = (index > 0).then_some(heights.swarm);
        let (rect, place) = one(ui, row, [low - room, high + room], styles);
        if !whole::fits(ui, rect) {
            continue;
        }
        let at = place(row.at);
        if let Some(swarm) = own {
            let gap = [pos2(place(swarm), rect.center().y), pos2(at, rect.center().y)];
            ui.painter().line_segment(gap, Stroke::new(styles.scale.px(1.6), row.ink));
        }
        let upright = [pos2(place(heights.swarm), rect.top()), pos2(place(heights.swarm), rect.bottom())];
        let pen = Stroke::new(1.0, fade(theme.strong, 0.5));
        ui.painter().extend(Shape::dotted_line(&upright, pen.color, 4.0, 0.7));
        dot(ui, pos2(at, rect.center().y), row, styles);
    }
}

/// Sets a row's words and the line that its dot stands on; says how a value lies along that.
fn one(
    ui: &mut Ui,
    row: &Row<'_>,
    [low, high]: [f64; 2],
    styles: &Styles,
) -> (Rect, impl Fn(f64) -> f32 + use<>) {
    let scale = styles.scale;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), scale.px(ROW)), Sense::hover());
    let said = maths::plain(&format!("{}: {}", row.name, row.number));
    response.widget_info(|| WidgetInfo::labeled(Access::Label, true, &said));
    let line = rect.left() + scale.px(NAME)..=rect.right() - scale.px(NUMBER);
    let (from, to) = (*line.start(), *line.end());
    if whole::fits(ui, rect) {
        let style = |role, ink| Style::new(role, scale, ink);
        let name_ink = if row.ink == styles.theme.ice { row.ink } else { styles.theme.text };
        let name = maths::layout(ui.ctx(), row.name, style(Role::Label, name_ink));
        name.paint(ui.painter(), rect.left_center(), Align2::LEFT_CENTER);
        let number = maths::layout(ui.ctx(), &row.number, style(Role::Value, styles.theme.strong));
        number.paint(ui.painter(), rect.right_center(), Align2::RIGHT_CENTER);
        ui.painter().hline(line, rect.center().y, Stroke::new(1.0, styles.theme.track));
    }
    (rect, move |value: f64| from + ((value - low) / (high - low)) as f32 * (to - from))
}

fn dot(ui: &Ui, at: egui::Pos2, row: &Row<'_>, styles: &Styles) {
    let radius = styles.scale.px(DOT);
    if row.hollow {
        let ring = Stroke::new(styles.scale.px(1.6), row.ink);
        ui.painter().circle(at, radius, styles.theme.bg, ring);
    } else {
        ui.painter().circle_filled(at, radius, row.ink);
    }
}

/// Two runs together: where they end from either side, which is what they remember, and where they end as they are.
fn remembered(ui: &mut Ui, runs: [&Starts; 2], styles: &Styles) {
    let (theme, scale) = (&styles.theme, styles.scale);
    styles.prose(ui, say!("lesson.memory.title"));
    for run in runs {
        let [steep, own, flat] = run.ends.map(|end| end.share);
        let name = format!("$σ$ = {}", format_number(run.scenario.sigma.at(0)));
        let row = Row {
            name: &name,
            at: own,
            number: say!("lesson.memory.share", share = per_cent(own)),
            ink: theme.strong,
            hollow: false,
        };
        let (rect, place) = one(ui, &row, [0.0, 1.0], styles);
        if whole::fits(ui, rect) {
            let bar = Rect::from_x_y_ranges(
                place(steep.min(flat))..=place(flat.max(steep)),
                rect.center().y - scale.px(6.0)..=rect.center().y + scale.px(6.0),
            );
            ui.painter().rect_filled(bar, 2.0, fade(theme.strong, 0.16));
            for (end, ink) in [(steep, theme.ember), (flat, theme.ice)] {
                ui.painter().vline(place(end), bar.y_range(), Stroke::new(scale.px(2.0), ink));
            }
            dot(ui, pos2(place(own), rect.center().y), &row, styles);
        }
        let words = say!(
            "lesson.memory.row",
            steep = per_cent(steep),
            flat = per_cent(flat),
            memory = per_cent(run.memory())
        );
        paragraph(ui, &words, styles.note, Role::Tick.size(scale));
    }
}

/// How the lesson stands, and the page once more.
fn standing(ui: &mut Ui, running: &Running, styles: &Styles, commands: &mut Vec<Command>) {
    let scale = styles.scale;
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), scale.px(space::GAP)), Sense::hover());
    let y = ui.painter().round_to_pixel_center(line.top());
    ui.painter().hline(line.x_range(), y, Stroke::new(1.0, styles.theme.hair));
    for sentence in running.tally.sentences() {
        paragraph(ui, &sentence, styles.note, Role::Tick.size(scale));
    }
    if running.to_come() > 0 {
        let more = say!("lesson.tally.to-come", count = running.to_come());
        paragraph(ui, &more, styles.note, Role::Tick.size(scale));
    }
    if let Some(sigma) = running.next_round() {
        ui.add_space(scale.px(space::GAP));
        let word = say!("lesson.again", sigma = format_number(sigma));
        let shown = scale.show(ui, |ui| Button::outline(&word).show(ui));
        if shown.clicked() {
            commands.push(LessonCommand::Again.into());
        }
        whole::cover_if_cut(ui, shown.rect);
    }
}
