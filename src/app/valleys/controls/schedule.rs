//! How η and σ go over the run: ready courses, pieces one after the other, and a pulse of heat.

use egui::{Align2, Sense, Ui, vec2};

use super::{ETA, SIGMA, STEPS, curve};
use crate::app::desk::Desk;
use crate::app::desk::command::{Command, Pulse, RunCommand};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::widgets::{Button, Foldout, Quantity, Segmented, ValueRow, format_whole};
use crate::say;
use crate::settings::{Piece, Schedule, Shape};
use crate::valleys::experiments::courses::Course;
use crate::valleys::model::Parameter;

/// Stairs that a piece gets.
const STAIRS: u32 = 5;

/// The shapes that a piece can have.
fn shapes() -> [(Shape, &'static str); 5] {
    [
        (Shape::Constant, say!("controls.shape-constant")),
        (Shape::Linear, say!("controls.shape-linear")),
        (Shape::Exponential, say!("controls.shape-exponential")),
        (Shape::Cosine, say!("controls.shape-cosine")),
        (Shape::Stairs(STAIRS), say!("controls.shape-stairs")),
    ]
}

/// What a pulse may be.
const FACTOR: Quantity = Quantity::logarithmic(0.1..=100.0, 4.0);
const PULSE: Quantity = Quantity::logarithmic(1.0..=1e7, 2_000.0).whole();

pub(super) fn show(ui: &mut Ui, desk: &Desk, pulse: &mut Heat, commands: &mut Vec<Command>) {
    ui.add_space(space::UNIT);
    let ready = Button::outline(say!("controls.ready-course")).arrow().width(ui.available_width()).show(ui);
    egui::Popup::menu(&ready).show(|ui| {
        for course in Course::ALL {
            if ui.button(course.name()).clicked() {
                commands.push(RunCommand::SetCourse(course).into());
                ui.close();
            }
        }
    });
    for (parameter, symbol, schedule, quantity) in [
        (Parameter::Eta, "η", &desk.run.scenario.eta, ETA),
        (Parameter::Sigma, "σ", &desk.run.scenario.sigma, SIGMA),
    ] {
        ui.push_id(symbol, |ui| one(ui, desk, (parameter, symbol, schedule, quantity), commands));
    }
    ui.add_space(space::UNIT);
    reheat(ui, pulse, commands);
    ui.add_space(space::GAP);
}

/// How much hotter, and for how long.
#[derive(Clone, Copy)]
pub(super) struct Heat {
    factor: f64,
    steps: f64,
}

impl Default for Heat {
    fn default() -> Self {
        Self { factor: FACTOR.default_value(), steps: PULSE.default_value() }
    }
}

fn reheat(ui: &mut Ui, pulse: &mut Heat, commands: &mut Vec<Command>) {
    ValueRow::new(say!("controls.reheat-factor"), &mut pulse.factor, FACTOR).show(ui);
    ValueRow::new(say!("controls.reheat-steps"), &mut pulse.steps, PULSE).show(ui);
    let Heat { factor, steps } = *pulse;
    let heat = Button::outline(say!("controls.reheat")).width(ui.available_width()).show(ui);
    if heat.on_hover_text(say!("controls.reheat-hint")).clicked() {
        commands.push(
            RunCommand::Reheat(Pulse { parameter: Parameter::Sigma, factor, steps: steps as u32 }).into(),
        );
    }
}

fn one(
    ui: &mut Ui,
    desk: &Desk,
    (parameter, symbol, schedule, quantity): (Parameter, &str, &Schedule, Quantity),
    commands: &mut Vec<Command>,
) {
    let name = say!("controls.schedule-of", symbol = symbol);
    label(ui, &name);
    if let Some(drawn) = curve::show(ui, desk, &name, schedule, &quantity) {
        commands.push(RunCommand::SetSchedule(parameter, drawn).into());
    }
    let steps = desk.run.scenario.steps;
    let mut pieces = schedule.pieces(steps);
    let before = pieces.clone();
    let mut removed = None;
    for (index, piece) in pieces.iter_mut().enumerate() {
        let title = say!("controls.piece", number = index + 1, symbol = symbol);
        let id = ui.make_persistent_id((symbol, index));
        let mut open: bool = ui.data_mut(|data| *data.get_temp_mut_or(id, false));
        let note = say!("controls.piece-steps", steps = format_whole(f64::from(piece.steps)));
        ui.push_id(index, |ui| {
            Foldout::new(&title, &note, &mut open).show(ui, |ui| {
                let called = say!("controls.schedule-piece", schedule = name, number = index + 1);
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
    let add = say!("controls.add-piece", symbol = symbol);
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
    let called = say!("controls.piece-shape", piece = name);
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
    if ValueRow::new(say!("controls.over-steps"), &mut steps, STEPS).of(name).show(ui).1.changed {
        piece.steps = steps as u32;
    }
    let remove = say!("controls.one-of", group = name, one = say!("controls.remove-piece"));
    Button::ghost(say!("controls.remove-piece")).called(&remove).show(ui).clicked()
}

fn label(ui: &mut Ui, text: &str) {
    let style = Style::new(Role::Label, Scale::of(ui), Theme::of(ui.ctx()).text);
    let (rect, _) = ui
        .allocate_exact_size(vec2(ui.available_width(), Scale::of(ui).px(space::VALUE_ROW)), Sense::hover());
    maths::layout(ui.ctx(), text, style).paint(ui.painter(), rect.left_center(), Align2::LEFT_CENTER);
}
