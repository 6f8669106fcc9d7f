//! The page of figures and experiments: all of them at the left, the chosen one in the middle, at the right what is asked
//! and what it is put on.

mod answered;
mod ask;
mod gaps;
mod links;
mod list;
mod options;
mod paper;
mod questions;

use std::sync::Arc;

use egui::{Align2, Key, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use crate::app::desk::Desk;
use crate::app::desk::around::Overlay;
use crate::app::desk::command::{Command, FigureCommand, QuestionCommand};
use crate::app::desk::studio::{Side, Standing, answer};
use crate::app::kit::maths::{self, Line, Style};
use crate::app::kit::plots::figure::{Drawing, Told};
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::widgets::{Button, ProgressBar, Segmented};
use crate::chart::{Figure, Shape};
use crate::say;
use links::Links;
use paper::Paper;

/// What the page keeps from frame to frame.
#[derive(Default)]
pub struct Gallery {
    drawing: Drawing,
    paper: Paper,
    ask: ask::AskPage,
}

/// Widths of the columns at the sides, and of the switch between them.
const LIST: f32 = 216.0;
const OPTIONS: f32 = 208.0;
const SWITCH: f32 = 176.0;
/// Between the columns.
const GUTTER: f32 = 28.0;
/// Narrower than this the page is the figure alone, and lower than this it has no words beneath.
const ROOMY: [f32; 2] = [760.0, 420.0];
/// The most that the words below a figure take of the height.
const WORDS: f32 = 0.3;
/// Height of a line of prose.
const LINE: f32 = 16.0;
/// How much wider than in print a figure may be.
const WIDENED: f32 = 1.5;
/// The bar of a figure on its way.
const BAR: f32 = 240.0;

impl Gallery {
    pub fn show(&mut self, ui: &mut Ui, rect: Rect, desk: &Desk, commands: &mut Vec<Command>) {
        let mut middle = rect.shrink2(vec2(space::MARGIN, space::WIDE_GAP));
        if desk.studio.browsing {
            self.ask.show(ui, middle, desk, commands);
            return;
        }
        enter(ui, desk, commands);
        if rect.width() >= ROOMY[0] {
            let left = middle.with_max_x(middle.left() + LIST);
            let right = middle.with_min_x(middle.right() - OPTIONS);
            middle = Rect::from_x_y_ranges(left.right() + GUTTER..=right.left() - GUTTER, middle.y_range());
            let mut column = ui.new_child(UiBuilder::new().max_rect(left).id_salt("list"));
            list::show(&mut column, desk, commands);
            let mut column = ui.new_child(UiBuilder::new().max_rect(right).id_salt("options"));
            options::show(&mut column, desk, commands);
        }
        let top = middle.with_max_y(middle.top() + space::BUTTON);
        self.heading(ui, top, desk, commands);
        let mut body = middle.with_min_y(top.bottom() + space::TITLE_GAP);
        if desk.studio.chosen().is_experiment() {
            body = answered::show(ui, body, desk, commands);
        }
        let Some((figure, standing)) = desk.shown_figure() else {
            on_its_way(ui, body, rect.width() < ROOMY[0], desk, commands);
            return;
        };
        if rect.height() >= ROOMY[1] {
            body = words(ui, body, &figure);
        }
        if standing == Standing::Stale {
            let style = Style::new(Role::Tick, Scale::WINDOW, Theme::of(ui.ctx()).mute);
            let line = maths::layout(ui.ctx(), say!("gallery.stale"), style);
            line.paint(ui.painter(), body.left_top(), Align2::LEFT_CENTER);
            body.min.y += LINE;
        }
        match desk.studio.side {
            Side::Explore => self.explore(ui, body, (&figure, standing), desk, commands),
            Side::Paper => self.paper.show(ui, body, &figure, desk),
        }
    }

    /// The figure to be read, and to be followed to where its places lead.
    fn explore(
        &mut self,
        ui: &mut Ui,
        body: Rect,
        (figure, standing): (&Arc<Figure>, Standing),
        desk: &Desk,
        commands: &mut Vec<Command>,
    ) {
        let theme = Theme::of(ui.ctx());
        let place = roomy(body, figure);
        let links = Links::of(desk, standing);
        let told = Told { more: &|spot| links.told(spot), lit: links.lit(desk.view.selected) };
        let clicked = self.drawing.show_told(ui, place, figure, (&theme, Scale::WINDOW), &told);
        commands.extend(clicked.and_then(|spot| links.command(spot)));
    }

    /// The figure's title, and the switch between the two ways to look at it.
    fn heading(&self, ui: &mut Ui, rect: Rect, desk: &Desk, commands: &mut Vec<Command>) {
        let theme = Theme::of(ui.ctx());
        let switch = Rect::from_center_size(
            pos2(rect.right() - 0.5 * SWITCH, rect.center().y),
            vec2(SWITCH, space::SEGMENTED),
        );
        let title = desk.shown_figure().map(|(figure, _)| figure.title.clone());
        let title = match desk.studio.chosen().asked() {
            Some(asked) => (asked.asks)().to_owned(),
            None => title.unwrap_or_else(|| desk.studio.chosen().title().to_owned()),
        };
        let style = Style::new(Role::Status, Scale::WINDOW, theme.strong).emphasis(theme.strong);
        let line = maths::layout(ui.ctx(), &format!("**{title}**"), style);
        let room = rect.with_max_x(switch.left() - space::WIDE_GAP);
        line.paint(&ui.painter().with_clip_rect(room), rect.left_center(), Align2::LEFT_CENTER);
        let mut place = ui.new_child(UiBuilder::new().max_rect(switch).id_salt("side"));
        let mut side = desk.studio.side;
        let sides = [(Side::Explore, say!("gallery.explore")), (Side::Paper, say!("gallery.on-paper"))];
        if Segmented::new(say!("gallery.side"), &mut side, &sides).show(&mut place).changed() {
            commands.push(FigureCommand::Side(side).into());
        }
    }
}

/// Enter asks the experiment that is looked at, unless a control has the keyboard.
fn enter(ui: &Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let free = desk.around.overlay == Overlay::None && list::has_keyboard(ui);
    let waits = desk.studio.chosen().is_experiment() && desk.figure().is_none();
    if free && waits && ui.input(|input| input.key_pressed(Key::Enter)) {
        commands.push(QuestionCommand::Ask.into());
    }
}

/// The largest place of the figure's proportions, from the top.
fn fitted(rect: Rect, aspect: f64) -> Rect {
    let aspect = if aspect.is_finite() { aspect.clamp(0.1, 10.0) as f32 } else { 1.0 };
    let width = rect.width().min(rect.height() / aspect).max(1.0);
    Rect::from_center_size(
        pos2(rect.center().x, rect.top() + 0.5 * width * aspect),
        vec2(width, width * aspect),
    )
}

/// The same with more width, where there is some: what is read on screen need not keep the proportions of print, unless
/// it is seen in perspective.
fn roomy(rect: Rect, figure: &Figure) -> Rect {
    let place = fitted(rect, figure.aspect);
    let mut shapes = figure.panels.iter().flat_map(|panel| &panel.marks).map(|mark| &mark.shape);
    if shapes.any(|shape| matches!(shape, Shape::Surface { .. })) {
        return place;
    }
    let size = vec2((WIDENED * place.width()).min(rect.width()), place.height());
    Rect::from_center_size(place.center(), size)
}

/// Caption and notes at the foot; what is left above them.
fn words(ui: &mut Ui, rect: Rect, figure: &Figure) -> Rect {
    let theme = Theme::of(ui.ctx());
    let set = |text: &str, role, colour| -> Vec<Line> {
        let style = Style::new(role, Scale::WINDOW, colour).emphasis(theme.strong);
        maths::layout_wrapped(ui.ctx(), text, style, rect.width().min(720.0))
    };
    // What is answered stands above the figure.
    let caption = answer(figure).1;
    let mut lines = set(caption, Role::Label, theme.text);
    lines.extend(set(&figure.notes.join("; "), Role::Tick, theme.mute));
    let whole = LINE * lines.len() as f32;
    let height = whole.min(WORDS * rect.height());
    let foot = rect.with_min_y(rect.bottom() - height);
    let mut place = ui.new_child(UiBuilder::new().max_rect(foot).id_salt("words"));
    ScrollArea::vertical().id_salt("words").show(&mut place, |ui| {
        let (rect, response) = ui.allocate_exact_size(vec2(foot.width(), whole), egui::Sense::hover());
        for (row, line) in lines.iter().enumerate() {
            let at = pos2(rect.left(), rect.top() + LINE * (row as f32 + 0.5));
            line.paint(ui.painter(), at, Align2::LEFT_CENTER);
        }
        let said = maths::plain(&format!("{} {}", figure.caption, figure.notes.join("; ")));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, &said));
    });
    rect.with_max_y(foot.top() - space::WIDE_GAP)
}

/// What is said while there is no figure yet.
fn on_its_way(ui: &mut Ui, rect: Rect, alone: bool, desk: &Desk, commands: &mut Vec<Command>) {
    let width = BAR.min(rect.width());
    let place = Rect::from_center_size(rect.center(), vec2(width, 96.0));
    let mut ui = ui.new_child(
        UiBuilder::new()
            .max_rect(place)
            .layout(egui::Layout::top_down(egui::Align::Center))
            .id_salt("making"),
    );
    if desk.studio.chosen().is_experiment() && !alone {
        // Bar and buttons are at the right.
        let asked = desk.studio.progress().is_some();
        ui.label(if asked { say!("gallery.asking") } else { say!("gallery.not-asked") });
        return;
    }
    if desk.studio.chosen().is_experiment() && desk.studio.progress().is_none() {
        ui.label(say!("gallery.not-asked"));
        ui.add_space(space::GAP);
        if Button::primary(say!("gallery.ask")).show(&mut ui).clicked() {
            commands.push(QuestionCommand::Ask.into());
        }
        return;
    }
    if desk.studio.stopped() {
        ui.label(say!("gallery.not-made"));
        ui.add_space(space::GAP);
        if Button::outline(say!("gallery.make")).show(&mut ui).clicked() {
            commands.push(FigureCommand::MakeFigure.into());
        }
        return;
    }
    let (share, left) = desk.studio.progress().unwrap_or((0.0, None));
    ProgressBar::new(say!("gallery.making"), share, left).show(&mut ui);
    ui.add_space(space::UNIT);
    if Button::ghost(say!("window.cancel")).show(&mut ui).clicked() {
        commands.push(FigureCommand::StopFigure.into());
    }
}
