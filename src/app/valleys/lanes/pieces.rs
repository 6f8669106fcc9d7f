//! The pieces of a schedule one after the other, with their shapes and numbers: a list behind the words beside its lane.

use egui::accesskit::Role as Access;
use egui::{Align2, CornerRadius, Popup, PopupCloseBehavior, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use crate::app::desk::Desk;
use crate::app::desk::command::{Command, RunCommand};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::widgets::{Button, Foldout, Icon, Quantity, Segmented, ValueRow, format_whole};
use crate::app::valleys::controls::STEPS;
use crate::say;
use crate::settings::{Piece, Schedule, Shape};
use crate::valleys::model::Parameter;

/// Stairs that a piece gets.
const STAIRS: u32 = 5;
/// Shapes that are named one by one; of more their number is told.
const NAMED: usize = 3;
/// Size of the list.
const WIDTH: f32 = 220.0;
const HEIGHT: f32 = 320.0;
/// Height of the words.
const ROW: f32 = 18.0;

/// The shapes that a piece can have.
fn shapes() -> [(Shape, &'static str); 5] {
    [
        (Shape::Constant, say!("lanes.shape-constant")),
        (Shape::Linear, say!("lanes.shape-linear")),
        (Shape::Exponential, say!("lanes.shape-exponential")),
        (Shape::Cosine, say!("lanes.shape-cosine")),
        (Shape::Stairs(STAIRS), say!("lanes.shape-stairs")),
    ]
}

/// The course in words, which open the list of its pieces.
pub(super) fn show(
    ui: &mut Ui,
    desk: &Desk,
    (parameter, symbol, schedule, quantity): (Parameter, &str, &Schedule, Quantity),
    commands: &mut Vec<Command>,
) {
    let theme = Theme::of(ui.ctx());
    let line = maths::layout(ui.ctx(), &course(schedule), Style::new(Role::Tick, Scale::WINDOW, theme.mute));
    let place = Align2::LEFT_CENTER.anchor_size(ui.max_rect().left_center(), vec2(line.size().x + 14.0, ROW));
    let response = ui.interact(place, ui.scope_id().with("words"), Sense::click());
    let open = Popup::is_id_open(ui.ctx(), Popup::default_response_id(&response));
    if response.hovered() || response.has_focus() || open {
        let radius = CornerRadius::same(space::PLOT_RADIUS);
        ui.painter().rect_filled(place.expand2(vec2(space::UNIT, 0.0)), radius, theme.hover);
    }
    line.paint(ui.painter(), place.left_center(), Align2::LEFT_CENTER);
    Icon::ChevronDown.paint(ui.painter(), place.right_center() - vec2(4.0, 0.0), 0.7, theme.mute);
    response
        .widget_info(|| WidgetInfo::labeled(Access::Button, true, say!("lanes.pieces-of", symbol = symbol)));
    let list = Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    list.show(|ui| {
        ui.set_width(WIDTH);
        ScrollArea::vertical().max_height(HEIGHT).show(ui, |ui| {
            ui.push_id(symbol, |ui| list_of(ui, desk, (parameter, symbol, schedule, quantity), commands));
        });
    });
}

/// A schedule in a few words.
fn course(schedule: &Schedule) -> String {
    let Schedule::Pieces(pieces) = schedule else { return say!("lanes.constant").to_owned() };
    if pieces.len() > NAMED {
        return say!("lanes.pieces", count = pieces.len());
    }
    let name = |piece: &Piece| match piece.shape {
        Shape::Constant => say!("lanes.course-constant"),
        Shape::Linear => say!("lanes.course-linear"),
        Shape::Exponential => say!("lanes.course-exponential"),
        Shape::Cosine => say!("lanes.course-cosine"),
        Shape::Stairs(_) => say!("lanes.course-stairs"),
    };
    let names: Vec<&str> = pieces.iter().map(name).collect();
    names.join(&format!(", {} ", say!("lanes.then")))
}

fn list_of(
    ui: &mut Ui,
    desk: &Desk,
    (parameter, symbol, schedule, quantity): (Parameter, &str, &Schedule, Quantity),
    commands: &mut Vec<Command>,
) {
    let name = say!("lanes.schedule-of", symbol = symbol);
    let steps = desk.run.scenario.steps;
    let mut pieces = schedule.pieces(steps);
    let before = pieces.clone();
    let mut removed = None;
    for (index, piece) in pieces.iter_mut().enumerate() {
        let title = say!("lanes.piece", number = index + 1, symbol = symbol);
        let id = ui.make_persistent_id((symbol, index));
        let mut open: bool = ui.data_mut(|data| *data.get_temp_mut_or(id, false));
        let note = say!("lanes.piece-steps", steps = format_whole(f64::from(piece.steps)));
        ui.push_id(index, |ui| {
            Foldout::new(&title, &note, &mut open).show(ui, |ui| {
                let called = say!("lanes.schedule-piece", schedule = name, number = index + 1);
                if edit(ui, &called, piece, quantity) {
                    removed = Some(index);
                }
            });
        });
        ui.data_mut(|data| data.insert_temp(id, open));
    }
    if let Some(index) = removed {
        pieces.remove(index);
    }
    let add = say!("lanes.add-piece", symbol = symbol);
    if Button::outline(&add).width(ui.available_width()).show(ui).clicked() {
        let from = before.last().map_or(quantity.default_value(), |last| last.to);
        // The new one needs steps to act in.
        if let (true, Some(only)) = (schedule.is_constant(), pieces.first_mut()) {
            only.steps = (steps / 2).max(1);
        }
        pieces.push(Piece { steps: (steps / 2).max(1), from, to: from / 10.0, shape: Shape::Exponential });
    }
    if pieces != before {
        let schedule = if pieces.is_empty() {
            Schedule::Constant(quantity.default_value())
        } else {
            Schedule::of_pieces(pieces)
        };
        commands.push(RunCommand::SetSchedule(parameter, schedule).into());
    }
}

/// The numbers of a piece; whether it is to go.
fn edit(ui: &mut Ui, name: &str, piece: &mut Piece, quantity: Quantity) -> bool {
    let mut shape = match piece.shape {
        Shape::Stairs(_) => Shape::Stairs(STAIRS),
        shape => shape,
    };
    let called = say!("lanes.piece-shape", piece = name);
    if Segmented::new(&called, &mut shape, &shapes()).told_apart().show(ui).changed() {
        // What was constant shows what it has become.
        if piece.from == piece.to && shape != Shape::Constant {
            piece.to = piece.from / 10.0;
        }
        piece.shape = shape;
    }
    ValueRow::new(say!("controls.from"), &mut piece.from, quantity).of(name).show(ui);
    ValueRow::new(say!("controls.to"), &mut piece.to, quantity).of(name).show(ui);
    let mut steps = f64::from(piece.steps);
    if ValueRow::new(say!("lanes.over-steps"), &mut steps, STEPS).of(name).show(ui).1.changed {
        piece.steps = steps as u32;
    }
    let remove = say!("controls.one-of", group = name, one = say!("lanes.remove-piece"));
    Button::ghost(say!("lanes.remove-piece")).called(&remove).show(ui).clicked()
}
