//! The page of questions: what can be asked, what the answer looks like, and how long it takes.

use std::collections::HashMap;

use egui::accesskit::Role as Access;
use egui::{Align2, CornerRadius, Rect, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::app::desk::Desk;
use crate::app::desk::command::{Command, FigureCommand, QuestionCommand};
use crate::app::desk::studio::{Options, Present};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::plots::Frame;
use crate::app::kit::plots::chart::Chart;
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::widgets::Segmented;
use crate::chart::{Figure, Mark, Panel, Shape, duration};
use crate::say;
use crate::valleys::figures::{About, EXPERIMENTS, Effort, Entry, sketch};

/// What the page keeps from frame to frame: what its sketches are drawn with.
#[derive(Default)]
pub(super) struct AskPage {
    charts: HashMap<&'static str, Chart>,
}

/// Cards side by side, between them, and from a group's name to its cards.
const ACROSS: usize = 4;
const GUTTER: f32 = 24.0;
const HEAD: f32 = 22.0;
/// The heading of the page.
const TOP: f32 = 36.0;
/// The words of a card: its question and the sentence below.
const QUESTION: f32 = 26.0;
const LINE: f32 = 17.0;
const WORDS: f32 = QUESTION + 2.0 * LINE + 8.0;
/// The largest sketch, and how far the field under the pointer reaches beyond a card.
const SKETCH: f32 = 160.0;
const BEYOND: f32 = 10.0;
const SWITCH: f32 = 192.0;

impl AskPage {
    pub(super) fn show(&mut self, ui: &mut Ui, rect: Rect, desk: &Desk, commands: &mut Vec<Command>) {
        let Some(present) = desk.present() else { return };
        heading(ui, rect.with_max_y(rect.top() + TOP), desk, commands);
        let groups = [
            (About::Run, say!("ask.of-run")),
            (About::Noise, say!("ask.of-noise")),
            (About::Model, say!("ask.of-model")),
        ];
        let body = rect.with_min_y(rect.top() + TOP);
        let pitch = body.height() / groups.len() as f32;
        let width = (rect.width() - GUTTER * (ACROSS - 1) as f32) / ACROSS as f32;
        for (row, (about, name)) in groups.into_iter().enumerate() {
            let top = body.top() + pitch * row as f32;
            group(ui, Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), HEAD)), name);
            let entries =
                EXPERIMENTS.into_iter().filter(|entry| entry.asked().is_some_and(|it| it.about == about));
            for (place, entry) in entries.enumerate() {
                let left = rect.left() + (width + GUTTER) * place as f32;
                let size = vec2(width, pitch - HEAD - 14.0);
                let card = Rect::from_min_size(pos2(left, top + HEAD + 4.0), size);
                self.card(ui, card, entry, (desk, &present), commands);
            }
        }
    }

    fn card(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        entry: &'static Entry,
        (desk, present): (&Desk, &Present),
        commands: &mut Vec<Command>,
    ) {
        let Some(asked) = entry.asked() else { return };
        let theme = Theme::of(ui.ctx());
        let response = ui.interact(rect, ui.scope_id().with(entry.name), Sense::click());
        let (question, sentence) = ((asked.asks)(), (asked.tells)());
        let cost = cost(desk, present, entry);
        let said = maths::plain(&format!("{question} {sentence} {cost}"));
        response.widget_info(|| WidgetInfo::labeled(Access::Button, true, &said));
        let field = rect.expand(BEYOND);
        let corner = CornerRadius::same(space::STAGE_RADIUS);
        if response.hovered() {
            ui.painter().rect_filled(field, corner, theme.hover);
        }
        if response.has_focus() {
            let ring = Stroke::new(space::FOCUS_RING, theme.ice);
            ui.painter().rect_stroke(field, corner, ring, StrokeKind::Inside);
        }
        let high = (rect.height() - WORDS).clamp(24.0, SKETCH);
        let well = rect.with_max_y(rect.top() + high);
        ui.painter().rect_filled(well, CornerRadius::same(space::PLOT_RADIUS), theme.well);
        // An answer from here, or what it looked like elsewhere.
        let own = desk.studio.last_answer(entry);
        if let Some(panel) = own.and_then(|figure| sketched(figure)).or_else(|| sketch(entry).cloned()) {
            let chart = self.charts.entry(entry.name).or_default();
            let mut room = ui.new_child(UiBuilder::new().max_rect(well.shrink(6.0)).id_salt(entry.name));
            room.set_clip_rect(well.intersect(ui.clip_rect()));
            let frame = Frame::of(&panel, entry.name, "", &theme, Scale::WINDOW);
            chart.show_still(&room, well.shrink(6.0), &frame, &panel);
        }
        let style = Style::new(Role::Prose, Scale::WINDOW, theme.strong).emphasis(theme.strong);
        let middle = well.bottom() + 0.5 * QUESTION + 2.0;
        let line = maths::layout(ui.ctx(), &format!("**{question}**"), style);
        line.paint(ui.painter(), pos2(rect.left(), middle), Align2::LEFT_CENTER);
        let note = Style::new(Role::Direct, Scale::WINDOW, theme.mute);
        let cost = maths::layout(ui.ctx(), &cost, note);
        cost.paint(ui.painter(), pos2(rect.right(), middle), Align2::RIGHT_CENTER);
        let text = Style::new(Role::Label, Scale::WINDOW, theme.text);
        let lines = maths::layout_wrapped(ui.ctx(), sentence, text, rect.width());
        for (row, line) in lines.iter().take(2).enumerate() {
            let y = well.bottom() + QUESTION + LINE * (row as f32 + 0.5);
            line.paint(ui.painter(), pos2(rect.left(), y), Align2::LEFT_CENTER);
        }
        if response.clicked() {
            commands.push(QuestionCommand::Experiment(entry).into());
            commands.push(QuestionCommand::Ask.into());
        }
    }
}

/// How long an answer takes, or that it is there.
fn cost(desk: &Desk, present: &Present, entry: &'static Entry) -> String {
    if let Some(share) = desk.studio.share_of(entry) {
        return say!("ask.under-way", share = (100.0 * share).floor());
    }
    if desk.studio.has_answer(entry, present) {
        return say!("ask.answered").to_owned();
    }
    seconds(desk.studio.seconds(entry, present, desk.studio.options.effort))
}

/// So many seconds, roughly.
pub(super) fn seconds(seconds: f64) -> String {
    match seconds {
        few if few < 1.0 => say!("ask.less-than-a-second").to_owned(),
        seconds => say!("ask.seconds", time = duration(seconds)),
    }
}

/// What is drawn of an answer where there is no room for its words.
fn sketched(figure: &Figure) -> Option<Panel> {
    let panel = figure.panels.first()?;
    let marks = panel.marks.iter().filter(|mark| !matches!(mark.shape, Shape::Words { .. }));
    let marks = marks.map(|mark| Mark { name: None, ..mark.clone() }).collect();
    Some(Panel { title: String::new(), marks, bar: None, ..panel.clone() })
}

fn heading(ui: &mut Ui, rect: Rect, desk: &Desk, commands: &mut Vec<Command>) {
    let theme = Theme::of(ui.ctx());
    let middle = rect.top() + 10.0;
    let head = Style::new(Role::Status, Scale::WINDOW, theme.strong).emphasis(theme.strong);
    let title = maths::layout(ui.ctx(), &format!("**{}**", say!("window.ask")), head.size(17.0));
    let place = title.paint(ui.painter(), pos2(rect.left(), middle), Align2::LEFT_CENTER);
    let response = ui.interact(place, ui.scope_id().with("ask"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Access::Heading, true, say!("window.ask")));
    let text = Style::new(Role::Label, Scale::WINDOW, theme.text).emphasis(theme.strong);
    let about = maths::layout(ui.ctx(), &say!("ask.of-the-run", run = desk.title()), text);
    let at = pos2(place.right() + 20.0, middle);
    let switch =
        Rect::from_center_size(pos2(rect.right() - 0.5 * SWITCH, middle), vec2(SWITCH, space::SEGMENTED));
    if at.x + about.size().x < switch.left() - 20.0 {
        about.paint(ui.painter(), at, Align2::LEFT_CENTER);
    }
    let mut effort = desk.studio.options.effort;
    let efforts = [(Effort::Quick, say!("gallery.quick")), (Effort::Full, say!("gallery.full"))];
    let mut room = ui.new_child(UiBuilder::new().max_rect(switch).id_salt("effort"));
    if Segmented::new(say!("gallery.effort"), &mut effort, &efforts).show(&mut room).changed() {
        let options = Options { effort, ..desk.studio.options.clone() };
        commands.push(FigureCommand::FigureOptions(options).into());
    }
}

fn group(ui: &Ui, rect: Rect, name: &str) {
    let theme = Theme::of(ui.ctx());
    let style = Style::new(Role::Title, Scale::WINDOW, theme.strong);
    let line = maths::layout(ui.ctx(), name, style);
    let place = line.paint(ui.painter(), rect.left_center(), Align2::LEFT_CENTER);
    let middle = ui.painter().round_to_pixel_center(rect.center().y);
    ui.painter().hline(place.right() + 16.0..=rect.right(), middle, Stroke::new(1.0, theme.hair));
}
