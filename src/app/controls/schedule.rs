//! How η and σ go over the run: ready courses, pieces one after the other, and a pulse of heat.

use egui::{Align2, Rect, Sense, Shape as Drawn, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::{ETA, SIGMA, STEPS};
use crate::app::command::{Command, REHEAT};
use crate::app::desk::Desk;
use crate::app::maths::{self, Style};
use crate::app::theme::{Role, Scale, Theme, space};
use crate::app::widgets::{Button, Foldout, Quantity, Segmented, ValueRow, format_whole};
use crate::experiments::courses::Course;
use crate::model::{Parameter, Piece, Schedule, Shape};

/// Height of the picture of a schedule, and the points of its curve.
const PICTURE: f32 = 44.0;
const POINTS: u32 = 96;
/// Stairs that a piece gets.
const STAIRS: u32 = 5;
/// The shapes that a piece can have.
const SHAPES: [(Shape, &str); 5] = [
    (Shape::Constant, "const"),
    (Shape::Linear, "line"),
    (Shape::Exponential, "exp"),
    (Shape::Cosine, "cos"),
    (Shape::Stairs(STAIRS), "stairs"),
];

pub(super) fn show(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    ui.add_space(space::UNIT);
    egui::Popup::menu(&Button::outline("A ready course").arrow().width(space::CONTROLS).show(ui)).show(
        |ui| {
            for course in Course::ALL {
                if ui.button(course.name()).clicked() {
                    commands.push(Command::SetCourse(course));
                    ui.close();
                }
            }
        },
    );
    for (parameter, symbol, schedule, quantity) in
        [(Parameter::Eta, "η", &desk.scenario.eta, ETA), (Parameter::Sigma, "σ", &desk.scenario.sigma, SIGMA)]
    {
        ui.push_id(symbol, |ui| one(ui, desk, (parameter, symbol, schedule, quantity), commands));
    }
    ui.add_space(space::UNIT);
    let heat = Button::outline("Reheat").width(space::CONTROLS).show(ui);
    if heat.on_hover_text("From now on σ × 4 over 2,000 steps").clicked() {
        commands.push(REHEAT);
    }
    ui.add_space(space::GAP);
}

fn one(
    ui: &mut Ui,
    desk: &Desk,
    (parameter, symbol, schedule, quantity): (Parameter, &str, &Schedule, Quantity),
    commands: &mut Vec<Command>,
) {
    let name = format!("Schedule of {symbol}");
    label(ui, &name);
    picture(ui, desk, &name, schedule);
    let steps = desk.scenario.steps;
    let mut pieces = match schedule {
        Schedule::Constant(value) => {
            vec![Piece { steps, from: *value, to: *value, shape: Shape::Constant }]
        }
        Schedule::Pieces(pieces) => pieces.clone(),
    };
    let before = pieces.clone();
    let mut removed = None;
    for (index, piece) in pieces.iter_mut().enumerate() {
        let title = format!("Piece {}", index + 1);
        let id = ui.make_persistent_id((symbol, index));
        let mut open: bool = ui.data_mut(|data| *data.get_temp_mut_or(id, false));
        let note = format!("{} steps", format_whole(f64::from(piece.steps)));
        ui.push_id(index, |ui| {
            Foldout::new(&title, &note, &mut open).show(ui, |ui| {
                if edit(ui, &format!("{name}, piece {}", index + 1), piece, quantity) {
                    removed = Some(index);
                }
            });
        });
        ui.data_mut(|data| data.insert_temp(id, open));
    }
    if let Some(index) = removed {
        pieces.remove(index);
    }
    if Button::outline(&format!("Add a piece to {symbol}")).width(space::CONTROLS).show(ui).clicked() {
        let from = before.last().map_or(quantity.default_value(), |last| last.to);
        // The new one needs steps to act in.
        if let (true, Some(only)) = (schedule.is_constant(), pieces.first_mut()) {
            only.steps = (steps / 2).max(1);
        }
        pieces.push(Piece { steps: (steps / 2).max(1), from, to: from / 10.0, shape: Shape::Exponential });
    }
    if pieces != before {
        commands.push(Command::SetSchedule(parameter, of_pieces(pieces, quantity)));
    }
}

/// One constant piece, or none, is a constant.
fn of_pieces(pieces: Vec<Piece>, quantity: Quantity) -> Schedule {
    match pieces.as_slice() {
        [] => Schedule::Constant(quantity.default_value()),
        [Piece { from, to, shape: Shape::Constant, .. }] if from == to => Schedule::Constant(*from),
        _ => Schedule::Pieces(pieces),
    }
}

/// The numbers of a piece; whether it is to go.
fn edit(ui: &mut Ui, name: &str, piece: &mut Piece, quantity: Quantity) -> bool {
    let mut shape = match piece.shape {
        Shape::Stairs(_) => Shape::Stairs(STAIRS),
        shape => shape,
    };
    if Segmented::new(&format!("{name}: shape"), &mut shape, &SHAPES).show(ui).changed() {
        // What was constant shows what it has become.
        if piece.from == piece.to && shape != Shape::Constant {
            piece.to = piece.from / 10.0;
        }
        piece.shape = shape;
    }
    ValueRow::new("from", &mut piece.from, quantity).show(ui);
    ValueRow::new("to", &mut piece.to, quantity).show(ui);
    let mut steps = f64::from(piece.steps);
    if ValueRow::new("over steps", &mut steps, STEPS).show(ui).1.changed {
        piece.steps = steps as u32;
    }
    Button::ghost("Remove").show(ui).clicked()
}

fn label(ui: &mut Ui, text: &str) {
    let style = Style::new(Role::Label, Scale::WINDOW, Theme::of(ui.ctx()).text);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    maths::layout(ui.ctx(), text, style).paint(ui.painter(), rect.left_center(), Align2::LEFT_CENTER);
}

/// The schedule over the whole run, with the moment looked at.
fn picture(ui: &mut Ui, desk: &Desk, name: &str, schedule: &Schedule) {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(space::CONTROLS, PICTURE), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Image, true, name));
    ui.painter().rect_filled(rect, f32::from(space::PLOT_RADIUS), theme.well);
    let inside = rect.shrink2(vec2(0.0, 5.0));
    let steps = desk.scenario.steps.max(1);
    let highest = schedule.corners().into_iter().fold(f64::MIN_POSITIVE, f64::max);
    let across = |step: f64| egui::lerp(inside.x_range(), (step / f64::from(steps)) as f32);
    let points = (0..=POINTS).map(|point| {
        let step = (u64::from(steps) * u64::from(point) / u64::from(POINTS)) as u32;
        let share = (schedule.at(step) / highest) as f32;
        pos2(across(f64::from(step)), egui::lerp(inside.bottom()..=inside.top(), share))
    });
    ui.painter().add(Drawn::line(points.collect(), Stroke::new(1.5, theme.text)));
    let now = across(f64::from(desk.shown().step.min(steps)));
    let line = Rect::from_x_y_ranges(now..=now, rect.y_range());
    ui.painter().vline(now, line.y_range(), Stroke::new(1.0, theme.ice));
}
