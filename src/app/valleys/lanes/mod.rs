//! How η and σ go over the run, drawn large over the timeline's own steps: a lane for each, and one of the height that
//! the swarm is at, beside that from which Eq. 11 has it frozen.

mod axis;
mod buttons;
mod height;
mod lane;
mod pieces;

use egui::{Align2, Rangef, Rect, Stroke, Ui, UiBuilder, pos2, vec2};

use crate::app::desk::Desk;
use crate::app::desk::command::{Command, RunCommand, WindowCommand};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, fade, space};
use crate::app::kit::widgets::{Icon, IconButton, Quantity, Tabs, ValueRow};
use crate::app::valleys::controls::{ETA, SIGMA};
use crate::say;
use crate::settings::Adjustable;
use crate::valleys::model::Parameter;
use axis::{LaneAxis, Rise};
use height::Heights;

/// What the lanes keep from frame to frame.
#[derive(Default)]
pub struct Lanes {
    /// How the values of η and of σ run up their lanes: straight at first, so that a straight course is one.
    rises: [Rise; 2],
    heights: Heights,
    heat: buttons::Heat,
}

/// What is below the lanes: the buttons and the line that reads out.
const BELOW: f32 = 56.0;
/// The lanes, as shares of what is above that.
const LANES: [[f32; 2]; 3] = [[0.088, 0.32], [0.376, 0.608], [0.664, 1.0]];
/// Middles of the rows beside a lane, from its top.
const NAME: f32 = 8.0;
const NOTE: f32 = 25.0;
const HERE: f32 = 46.0;
/// Width of what stands beside the lanes, and of a number there.
const BESIDE: f32 = space::CONTROLS;
const NUMBER: f32 = 88.0;
/// The dot of the step looked at.
const DOT: f32 = 3.4;
/// From the rule to the button that closes them.
const CLOSE: f32 = 11.0;

impl Lanes {
    pub fn show(
        &mut self,
        ui: &mut Ui,
        place: Rect,
        track: Rangef,
        desk: &Desk,
        commands: &mut Vec<Command>,
    ) {
        let theme = Theme::of(ui.ctx());
        let rule = ui.painter().round_to_pixel_center(place.top());
        ui.painter().hline(place.x_range(), rule, Stroke::new(1.0, theme.hair));
        let height = place.height() - BELOW;
        let [eta, sigma, y] = LANES.map(|rows| {
            let [top, bottom] = rows.map(|share| place.top() + share * height);
            Rect::from_x_y_ranges(track, top..=bottom)
        });
        let step = desk.run.shown().step;
        let steps = desk.run.scenario.steps.max(1);
        let across = egui::lerp(track, (f64::from(step) / f64::from(steps)).min(1.0) as f32);
        let line = ui.painter().round_to_pixel_center(across);
        let mut dots = Vec::new();
        let lanes = [(eta, Parameter::Eta, ETA), (sigma, Parameter::Sigma, SIGMA)];
        for ((lane, parameter, quantity), rise) in lanes.into_iter().zip(&mut self.rises) {
            let Some(schedule) = parameter.schedule(&desk.run.scenario) else { continue };
            let name = say!("lanes.schedule-of", symbol = parameter.about().symbol);
            let mut axis = LaneAxis::new(*rise, schedule, lane, steps);
            let drawn = lane::show(ui, desk, &name, (parameter, &quantity), &mut axis);
            if let Some(drawn) = drawn {
                commands.push(RunCommand::SetSchedule(parameter, drawn).into());
            }
            dots.push(pos2(line, axis.place(step, schedule.at(step)).y));
            beside(ui, place.left(), lane, desk, (parameter, quantity, rise), commands);
        }
        dots.extend(self.heights.show(ui, y, place.left(), desk).map(|at| pos2(line, at)));
        // The step looked at runs through all of them.
        let through = Stroke::new(1.0, fade(theme.strong, 0.55));
        ui.painter().vline(line, eta.top() - space::GAP..=y.bottom() + space::GAP, through);
        for dot in dots {
            ui.painter().circle_filled(dot, DOT, theme.strong);
        }
        let foot = Rect::from_min_size(
            pos2(place.left(), y.bottom() + space::TITLE_GAP),
            vec2(BESIDE, space::BUTTON),
        );
        buttons::show(ui, foot, &mut self.heat, commands);
        let corner = pos2(place.right() - 0.5 * space::BUTTON, place.top() + CLOSE);
        let corner = Rect::from_center_size(corner, egui::Vec2::splat(space::BUTTON));
        let mut corner = ui.new_child(UiBuilder::new().max_rect(corner).id_salt("close-lanes"));
        if IconButton::new(Icon::Close, say!("lanes.close")).show(&mut corner).clicked() {
            commands.push(WindowCommand::ToggleSchedule.into());
        }
    }
}

/// What stands beside a lane: what it is of, its course, how its values run, and the value at the step looked at.
fn beside(
    ui: &mut Ui,
    left: f32,
    lane: Rect,
    desk: &Desk,
    (parameter, quantity, rise): (Parameter, Quantity, &mut Rise),
    commands: &mut Vec<Command>,
) {
    let Some(schedule) = parameter.schedule(&desk.run.scenario) else { return };
    let theme = Theme::of(ui.ctx());
    let title = match parameter {
        Parameter::Eta => say!("controls.eta"),
        _ => say!("controls.sigma"),
    };
    let style = Style::new(Role::Title, Scale::WINDOW, theme.strong);
    maths::layout(ui.ctx(), title, style).paint(
        ui.painter(),
        pos2(left, lane.top() + NAME),
        Align2::LEFT_CENTER,
    );
    let symbol = parameter.about().symbol;
    let row = |middle: f32, from: f32, to: f32| {
        let rows =
            lane.top() + middle - 0.5 * space::VALUE_ROW..=lane.top() + middle + 0.5 * space::VALUE_ROW;
        Rect::from_x_y_ranges(left + from..=left + to, rows)
    };
    let mut note =
        ui.new_child(UiBuilder::new().max_rect(row(NOTE, 0.0, BESIDE)).id_salt(("pieces", symbol)));
    pieces::show(&mut note, desk, (parameter, symbol, schedule, quantity), commands);
    let name = say!("lanes.schedule-of", symbol = symbol);
    let step = desk.run.shown().step;
    let mut here = schedule.at(step);
    let mut number =
        ui.new_child(UiBuilder::new().max_rect(row(HERE, 0.0, NUMBER)).id_salt(("here", symbol)));
    if ValueRow::new(say!("lanes.here"), &mut here, quantity).of(&name).show(&mut number).1.changed {
        commands.push(RunCommand::Point(parameter, step, here).into());
    }
    let layout = egui::Layout::right_to_left(egui::Align::Center);
    let place = UiBuilder::new().max_rect(row(HERE, NUMBER, BESIDE)).layout(layout).id_salt(("axis", symbol));
    let mut axis = ui.new_child(place);
    let choices = [(Rise::Linear, say!("lanes.linear")), (Rise::Logarithmic, say!("lanes.logarithmic"))];
    let axis_name = say!("lanes.axis-of", symbol = symbol);
    Tabs::small(&axis_name, rise, &choices).show(&mut axis);
}
