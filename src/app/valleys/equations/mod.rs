//! Eqs. 5 to 12 on a page, with the numbers of the moment in them. A symbol under the pointer, or with the keyboard, lights up
//! its slider, its curve and its place on the stage, and the other way round.

mod lines;

use egui::accesskit::Role as Access;
use egui::{
    Align2, CornerRadius, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use crate::app::desk::Desk;
use crate::app::desk::command::{Command, WindowCommand};
use crate::app::desk::symbol::Symbol;
use crate::app::kit::maths::{self, Line, Style};
use crate::app::kit::theme::{Role, Scale, Theme, fade, space};
use crate::app::kit::whole;
use crate::app::kit::widgets::Button;
use crate::say;
use lines::{Equation, Part, equations};

/// From line to line, and between equations, at scale 1.
const LEADING: f32 = 24.0;
const APART: f32 = 11.0;
const HEAD: f32 = 24.0;
/// Room for the scroll bar.
const BAR: f32 = 12.0;

pub fn show(ui: &mut Ui, rect: Rect, desk: &Desk, scale: Scale, commands: &mut Vec<Command>) {
    let theme = Theme::of(ui.ctx());
    let head = rect.with_max_y(rect.top() + scale.px(HEAD));
    let style = Style::new(Role::Title, scale, theme.strong);
    maths::layout(ui.ctx(), say!("equation.heading"), style).paint(
        ui.painter(),
        head.left_center(),
        Align2::LEFT_CENTER,
    );
    // Its words end at the edge of the page, and what it fills under the pointer beyond.
    let right = rect.right() + scale.px(space::TITLE_GAP);
    let place =
        Rect::from_min_max(pos2(right - scale.px(80.0), rect.top() - 3.0), pos2(right, head.bottom()));
    let layout = egui::Layout::right_to_left(egui::Align::Center);
    let mut corner = ui.new_child(UiBuilder::new().max_rect(place).layout(layout).id_salt("close"));
    if scale.show(&mut corner, |ui| Button::ghost(say!("equation.close")).show(ui)).clicked() {
        commands.push(WindowCommand::ToggleEquations.into());
    }
    let line = ui.painter().round_to_pixel_center(rect.bottom());
    ui.painter().hline(rect.x_range(), line, Stroke::new(1.0, theme.hair));
    let body = rect.with_min_y(head.bottom() + space::UNIT);
    let mut column = ui.new_child(UiBuilder::new().max_rect(body).id_salt("equations"));
    // What the edge would cut is left out instead.
    column.spacing_mut().scroll.fade.strength = 0.0;
    ScrollArea::vertical().id_salt("equations").auto_shrink(false).show(&mut column, |ui| {
        ui.set_width(body.width() - BAR);
        ui.spacing_mut().item_spacing.y = 0.0;
        for equation in equations(desk) {
            one(ui, &equation, desk, scale, commands);
            ui.add_space(scale.px(APART));
        }
    });
}

/// Its name and what it says, the formula, and the same in numbers.
fn one(ui: &mut Ui, equation: &Equation, desk: &Desk, scale: Scale, commands: &mut Vec<Command>) {
    let theme = Theme::of(ui.ctx());
    let note = Style::new(Role::Tick, scale, theme.mute).emphasis(theme.text);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), scale.px(18.0)), Sense::hover());
    let text = format!("**{}**  {}", equation.name, equation.about);
    // A name without its formula would be left over at the edge.
    if whole::fits(ui, rect.with_max_y(rect.bottom() + scale.px(LEADING))) {
        set(ui, &maths::layout(ui.ctx(), &text, note), rect);
    }
    let formula: String = equation.formula.iter().map(|part| part.text.as_str()).collect();
    let said = maths::plain(&format!(
        "{}, {}: {formula}; {}",
        equation.name,
        equation.about,
        equation.numbers.join("; ")
    ));
    response.widget_info(|| WidgetInfo::labeled(Access::Label, true, &said));
    flow(ui, equation.name, &equation.formula, desk, scale, commands);
    let numbers = Style::new(Role::Label, scale, theme.text).emphasis(theme.strong);
    for line in &equation.numbers {
        for line in maths::layout_wrapped(ui.ctx(), line, numbers, ui.available_width()) {
            let size = vec2(ui.available_width(), scale.px(LEADING - 3.0));
            let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
            set(ui, &line, rect);
        }
    }
}

/// Sets a line in its row, unless the edge of the page would cut it.
fn set(ui: &Ui, line: &Line, row: Rect) {
    if whole::fits(ui, row) {
        line.paint(ui.painter(), row.left_center(), Align2::LEFT_CENTER);
    }
}

/// The parts of a formula one after the other, on as many lines as they need.
fn flow(ui: &mut Ui, name: &str, parts: &[Part], desk: &Desk, scale: Scale, commands: &mut Vec<Command>) {
    let theme = Theme::of(ui.ctx());
    let style = Style::new(Role::Prose, scale, theme.strong);
    let width = ui.available_width();
    let leading = scale.px(LEADING);
    let lines: Vec<_> = parts.iter().map(|part| maths::layout(ui.ctx(), &part.text, style)).collect();
    let mut places = Vec::new();
    let (mut x, mut row) = (0.0, 0);
    for line in &lines {
        if x > 0.0 && x + line.size().x > width {
            (x, row) = (0.0, row + 1);
        }
        if x > 0.0 {
            x += line.lead();
        }
        places.push((x, row));
        x += line.size().x;
    }
    let (rect, _) = ui.allocate_exact_size(vec2(width, leading * (row + 1) as f32), Sense::hover());
    for ((part, line), (x, row)) in parts.iter().zip(&lines).zip(places) {
        let at = pos2(rect.left() + x, rect.top() + leading * (row as f32 + 0.5));
        if let Some(symbol) = part.symbol {
            let place =
                Rect::from_center_size(at + vec2(0.5 * line.size().x, 0.0), vec2(line.size().x, leading));
            light(ui, place, name, symbol, desk, commands);
        }
        set(ui, line, Rect::from_min_size(at - vec2(0.0, 0.5 * leading), vec2(line.size().x, leading)));
    }
}

/// Makes a symbol answer to the pointer and the keyboard.
fn light(ui: &Ui, place: Rect, equation: &str, symbol: Symbol, desk: &Desk, commands: &mut Vec<Command>) {
    let theme = Theme::of(ui.ctx());
    let response = ui.interact(place, ui.scope_id().with((equation, symbol)), Sense::click());
    let said = say!("equation.symbol", symbol = symbol.name(), equation = equation);
    response.widget_info(|| WidgetInfo::labeled(Access::Button, true, &said));
    if response.hovered() || response.has_focus() {
        commands.push(WindowCommand::Highlight(symbol).into());
    }
    let radius = CornerRadius::same(space::PLOT_RADIUS);
    if desk.around.highlight.is_some_and(|lit| symbol.is_lit_by(lit)) {
        ui.painter().rect_filled(place, radius, fade(theme.strong, 0.16));
    }
    if response.has_focus() {
        ui.painter().rect_stroke(
            place,
            radius,
            Stroke::new(space::FOCUS_RING, theme.ice),
            StrokeKind::Outside,
        );
    }
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    response.on_hover_text(symbol.meaning());
}
