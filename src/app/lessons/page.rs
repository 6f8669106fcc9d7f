//! A page of the lesson under way: what to read, what to predict, what to do, and then what came of it.

use egui::accesskit::Role as Access;
use egui::{
    Align2, CornerRadius, Pos2, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo,
    pos2, vec2,
};

use super::prose::{LEADING, paragraph};
use super::styles::Styles;
use super::{answer, class, end, reveal};
use crate::app::desk::Desk;
use crate::app::desk::classroom::verdict::Verdict;
use crate::app::desk::classroom::{Asked, Running};
use crate::app::desk::command::{Command, LessonCommand};
use crate::app::kit::maths;
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::whole;
use crate::app::kit::widgets::{Button, format_whole};
use crate::labs::Lab;
use crate::lessons::{Step, filled};
use crate::platform::clock::Instant;
use crate::say;

/// Height of the row above the page, and of its buttons' row below.
const HEAD: f32 = 22.0;
const FOOT: f32 = 40.0;
/// What the way out takes of the first.
const LEAVE: f32 = 44.0;
/// The dashes that tell how far the lesson is: their length, their pitch, and how thick they are.
const DASH: f32 = 11.0;
const PITCH: f32 = 16.0;
const THICK: f32 = 2.5;
/// What the page asks in the window.
const QUESTION: f32 = 18.0;
/// The mark before a task.
const MARK: f32 = 7.0;
/// From the edge to the scroll bar, which must not lie on the text.
const BAR: f32 = 12.0;

/// Draws the controls that a page's task needs.
type Tools = fn(&mut Ui, &Step, &Desk, &mut Vec<Command>);

/// The page, with its title above and its buttons below; in a presentation the remote control turns pages, too.
pub fn show(ui: &mut Ui, rect: Rect, desk: &Desk, scale: Scale, tools: Tools, commands: &mut Vec<Command>) {
    let Some(running) = &desk.lessons.running else { return };
    let styles = Styles::new(Theme::of(ui.ctx()), scale);
    let presenting = desk.look.presenting;
    let head = rect.with_max_y(rect.top() + scale.px(HEAD));
    self::head(ui, head, running, &styles, presenting, commands);
    let body = rect.with_min_y(head.bottom()).with_max_y(rect.bottom() - scale.px(FOOT));
    if running.ended {
        end::show(ui, rect.with_min_y(head.bottom()), (running, desk), &styles, commands);
        return;
    }
    let mut column = ui.new_child(UiBuilder::new().max_rect(body).id_salt(("page", running.index)));
    // What the edge would cut is left out instead.
    column.spacing_mut().scroll.fade.strength = 0.0;
    let shown = (&*running.lesson.title, running.index);
    ScrollArea::vertical().id_salt(shown).auto_shrink(false).show(&mut column, |ui| {
        ui.set_width(body.width() - BAR);
        ui.spacing_mut().item_spacing.y = 0.0;
        self::body(ui, (running, desk), &styles, tools, commands);
    });
    let foot = rect.with_min_y(body.bottom());
    scale.show(ui, |ui| buttons(ui, foot, running, desk, scale, commands));
}

/// The lesson's name, the page's number, and the way out.
fn head(
    ui: &mut Ui,
    rect: Rect,
    running: &Running,
    styles: &Styles,
    presenting: bool,
    commands: &mut Vec<Command>,
) {
    let (index, steps) = (running.index, running.lesson.steps.len());
    let scale = styles.scale;
    let right = rect.right() - if presenting { 0.0 } else { LEAVE };
    let gap = scale.px(space::GAP);
    let count = say!("lesson.page-of", step = index + 1, steps = steps);
    let count = maths::layout(ui.ctx(), &count, styles.note);
    let name = shortened(ui, &running.lesson.title, right - rect.left() - gap - count.size().x, styles);
    let place = name.paint(ui.painter(), rect.left_center(), Align2::LEFT_CENTER);
    let mut end = place.right() + gap;
    let dashes = scale.px(PITCH * (steps - 1) as f32 + DASH);
    if end + dashes + gap + count.size().x <= right {
        for step in 0..steps {
            let left = end + scale.px(PITCH) * step as f32;
            let middle = pos2(left + 0.5 * scale.px(DASH), rect.center().y);
            let dash = Rect::from_center_size(middle, scale.px(1.0) * vec2(DASH, THICK));
            let ink = if step <= index { styles.theme.strong } else { styles.theme.track };
            ui.painter().rect_filled(dash, 0.5 * scale.px(THICK), ink);
        }
        end += dashes + gap;
    }
    let counted = count.paint(ui.painter(), pos2(end, rect.center().y), Align2::LEFT_CENTER);
    let response = ui.interact(place.union(counted), ui.scope_id().with("lesson"), Sense::hover());
    let said = say!("lesson.page", lesson = running.lesson.title, step = index + 1, steps = steps);
    let said = maths::plain(&said);
    response.widget_info(|| WidgetInfo::labeled(Access::Label, true, &said));
    if presenting {
        return;
    }
    // Its words end at the edge of the page, and what it fills under the pointer beyond.
    let right = rect.right() + space::TITLE_GAP;
    let place = Rect::from_min_max(pos2(right - 112.0, rect.top() - 3.0), pos2(right, rect.bottom()));
    let layout = egui::Layout::right_to_left(egui::Align::Center);
    let mut corner = ui.new_child(UiBuilder::new().max_rect(place).layout(layout).id_salt("leave"));
    let leave = Button::ghost(say!("lesson.leave")).called(say!("lesson.leave-this")).show(&mut corner);
    if leave.on_hover_text(say!("lesson.leave-hint")).clicked() {
        commands.push(LessonCommand::Leave.into());
    }
}

/// As many of a name's words as there is room for.
fn shortened(ui: &Ui, name: &str, room: f32, styles: &Styles) -> maths::Line {
    let mut words: Vec<&str> = name.split(' ').collect();
    let mut text = name.to_owned();
    loop {
        let line = maths::layout(ui.ctx(), &text, styles.note);
        if line.size().x <= room || words.len() < 2 {
            return line;
        }
        words.pop();
        text = format!("{}…", words.join(" ").trim_end_matches([':', ',']));
    }
}

fn body(
    ui: &mut Ui,
    (running, desk): (&Running, &Desk),
    styles: &Styles,
    tools: Tools,
    commands: &mut Vec<Command>,
) {
    let facts = desk.facts();
    let (step, gap) = (running.step(), styles.scale.px(space::GAP));
    ui.add_space(gap);
    let headline = running.page.verdict.as_ref().and_then(Verdict::headline);
    let text = headline.clone().unwrap_or_else(|| filled(&step.title, &facts));
    let size = Role::Status.size(styles.scale).max(QUESTION);
    let title = paragraph(ui, &format!("**{text}**"), styles.heading().size(size), size);
    let said = maths::plain(&text);
    title.widget_info(|| WidgetInfo::labeled(Access::Heading, true, &said));
    ui.add_space(gap);
    if headline.is_some() {
        // The answer is in the question's place.
        reveal::show(ui, running, desk, styles, commands);
        return;
    }
    let asked = running.page.asked.clone().unwrap_or_else(|| Asked::now(step, &facts));
    asked.prose.iter().for_each(|text| styles.prose(ui, text));
    if let Some(predict) = &step.predict {
        answer::show(ui, predict, (running, desk), styles, commands);
        class::show(ui, desk, styles, commands);
        ui.add_space(1.5 * gap);
    } else if asked.task.is_some() {
        // What is to be done stands apart from what is read.
        ui.add_space(0.5 * gap);
    }
    if let Some(task) = &asked.task {
        self::task(ui, task, running, styles);
    }
    styles.scale.show(ui, |ui| tools(ui, step, desk, commands));
    if !running.page.ready {
        note_on_the_way(ui, running, styles);
    }
    if running.is_revealed() && !(step.reveal.is_empty() && running.page.verdict.is_none()) {
        let top = reveal::show(ui, running, desk, styles, commands);
        // It appears below what is read: once it is there, it is brought into sight.
        let seen = ui.scope_id().with(("revealed", running.index));
        let known = ui.data(|data| data.get_temp::<Instant>(seen));
        if known != Some(running.page.opened) {
            ui.data_mut(|data| data.insert_temp(seen, running.page.opened));
            ui.scroll_to_rect(top, None);
        }
    }
}

/// What is to be done, with a mark that is filled when it is.
fn task(ui: &mut Ui, text: &str, running: &Running, styles: &Styles) {
    let scale = styles.scale;
    let done = running.page.done;
    let inset = scale.px(2.0 * MARK + space::TITLE_GAP);
    let room = ui.available_rect_before_wrap();
    let builder = UiBuilder::new().max_rect(room.with_min_x(room.left() + inset));
    let inner = ui.scope_builder(builder, |ui| {
        let response = paragraph(ui, text, styles.strong, Role::Prose.size(scale));
        let task = maths::plain(text);
        let said = if done { say!("lesson.done", task = task) } else { say!("lesson.to-do", task = task) };
        response.widget_info(|| WidgetInfo::labeled(Access::Label, true, &said));
    });
    let leading = LEADING * Role::Prose.size(scale);
    let first = Rect::from_min_size(inner.response.rect.min, vec2(1.0, leading));
    if whole::fits(ui, first) {
        mark(ui, pos2(room.left() + scale.px(MARK), first.center().y), done, styles);
    }
    ui.add_space(scale.px(space::TITLE_GAP));
}

/// The mark before the first line of a task: a box, as answers have circles.
fn mark(ui: &Ui, centre: Pos2, done: bool, styles: &Styles) {
    let Styles { theme, scale, .. } = styles;
    let place = Rect::from_center_size(centre, Vec2::splat(2.0 * scale.px(MARK) - 2.0));
    let corner = CornerRadius::same(space::PLOT_RADIUS);
    if done {
        ui.painter().rect_filled(place, corner, theme.strong);
        let at = |x: f32, y: f32| centre + scale.px(1.0) * vec2(x, y);
        let check = vec![at(-3.2, 0.2), at(-0.8, 2.6), at(3.4, -2.6)];
        ui.painter().add(egui::Shape::line(check, Stroke::new(scale.px(1.6), theme.on_strong)));
    } else {
        let outline = Stroke::new(scale.px(1.2), theme.outline);
        ui.painter().rect_stroke(place, corner, outline, StrokeKind::Inside);
    }
}

/// While the run of the page is on its way.
fn note_on_the_way(ui: &mut Ui, running: &Running, styles: &Styles) {
    if running.lesson.laboratory == Lab::Networks {
        let text = say!("lesson.trained-first");
        paragraph(ui, text, styles.note, Role::Tick.size(styles.scale));
    } else if running.page.awaited > 0 {
        let text = say!("lesson.on-the-way", step = format_whole(f64::from(running.page.awaited)));
        paragraph(ui, &text, styles.note, Role::Tick.size(styles.scale));
    }
}

/// Back at the left; Skip and Next at the right.
fn buttons(
    ui: &mut Ui,
    rect: Rect,
    running: &Running,
    desk: &Desk,
    scale: Scale,
    commands: &mut Vec<Command>,
) {
    let theme = Theme::of(ui.ctx());
    let line = ui.painter().round_to_pixel_center(rect.top());
    ui.painter().hline(rect.x_range(), line, Stroke::new(1.0, theme.hair));
    let place = rect.with_min_y(rect.top() + scale.px(6.0));
    let mut left = ui.new_child(
        UiBuilder::new()
            .max_rect(place)
            .layout(egui::Layout::left_to_right(egui::Align::Center))
            .id_salt("back"),
    );
    left.add_enabled_ui(running.index > 0, |ui| {
        if Button::outline(say!("lesson.back")).show(ui).clicked() {
            commands.push(LessonCommand::Back.into());
        }
    });
    let mut right = ui.new_child(
        UiBuilder::new()
            .max_rect(place)
            .layout(egui::Layout::right_to_left(egui::Align::Center))
            .id_salt("next"),
    );
    let word = if running.is_last() { say!("lesson.finish") } else { say!("lesson.next") };
    right.add_enabled_ui(desk.lessons.page_is_finished(), |ui| {
        if Button::primary(word).show(ui).clicked() {
            commands.push(LessonCommand::Next.into());
        }
    });
    let step = running.step();
    // A page that asks nothing is left by the button beside.
    if step.predict.is_some() || step.task.is_some() {
        let skip = Button::ghost(say!("lesson.skip")).show(&mut right);
        if skip.on_hover_text(say!("lesson.skip-hint")).clicked() {
            commands.push(LessonCommand::Skip.into());
        }
    }
}
