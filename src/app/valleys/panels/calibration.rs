//! εΦ, the one fitted number of the freezing theory: a slider, what the paper has, and a fit to this swarm.

use egui::{Ui, vec2};

use crate::app::desk::command::{Command, ViewCommand};
use crate::app::desk::scene::Scene;
use crate::app::kit::maths;
use crate::app::kit::theme::{Role, Scale, space};
use crate::app::kit::widgets::{Button, Quantity, Slider, format_number};
use crate::chart::format_scientific;
use crate::say;
use crate::valleys::theory::Calibration;

/// What the slider can reach.
const RANGE: (f64, f64) = (1e-6, 1e-1);
/// Width of the controls where they stand in a popup.
pub(super) const WIDTH: f32 = 236.0;

/// The slider, the factor on the paper's printed value, and the two buttons.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, commands: &mut Vec<Command>) {
    let calibration = scene.seen.curves.calibration;
    let figure = Calibration::figure(&scene.seen.scenario.landscape).epsilon_phi;
    slider(ui, calibration.epsilon_phi, figure, commands);
    let factor = say!(
        "panel.calibration.equals",
        factor = format_number(round(calibration.factor())),
        unscaled = format_scientific(calibration.unscaled),
    );
    sentence(ui, scene, &factor);
    if scene.view.epsilon_phi.is_none() {
        sentence(ui, scene, say!("panel.calibration.as-in-the-paper"));
    }
    ui.horizontal(|ui| {
        let measured = scene.seen.run.summary.mean_freezing_y.is_some();
        let fit = ui.add_enabled_ui(measured, |ui| Button::outline(say!("panel.calibration.fit")).show(ui));
        if fit.inner.clicked() {
            commands.push(ViewCommand::FitCalibration.into());
        }
        if scene.view.epsilon_phi.is_some()
            && Button::ghost(say!("panel.calibration.paper")).show(ui).clicked()
        {
            commands.push(ViewCommand::Calibrate(None).into());
        }
    });
}

/// The same on one line, below a plot that has room for it.
pub(super) fn show_inline(ui: &mut Ui, scene: &Scene<'_>, commands: &mut Vec<Command>) {
    let calibration = scene.seen.curves.calibration;
    let figure = Calibration::figure(&scene.seen.scenario.landscape).epsilon_phi;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::WIDE_GAP;
        ui.allocate_ui(vec2((0.4 * ui.available_width()).min(WIDTH), space::SLIDER), |ui| {
            slider(ui, calibration.epsilon_phi, figure, commands);
        });
        let measured = scene.seen.run.summary.mean_freezing_y.is_some();
        let fit = ui.add_enabled_ui(measured, |ui| Button::outline(say!("panel.calibration.fit")).show(ui));
        if fit.inner.clicked() {
            commands.push(ViewCommand::FitCalibration.into());
        }
        let factor = say!(
            "panel.calibration.factor",
            factor = format_number(round(calibration.factor())),
            unscaled = format_scientific(calibration.unscaled),
        );
        sentence(ui, scene, &factor);
    });
}

fn slider(ui: &mut Ui, now: f64, figure: f64, commands: &mut Vec<Command>) {
    let default = figure.clamp(RANGE.0, RANGE.1);
    let quantity = Quantity::logarithmic(RANGE.0..=RANGE.1, default).format(format_scientific);
    let mut value = now;
    let (_, gesture) = Slider::new(say!("panel.calibration.slider"), &mut value, quantity).show(ui);
    if gesture.changed {
        commands.push(ViewCommand::Calibrate((value != default).then_some(value)).into());
    }
}

fn sentence(ui: &mut Ui, scene: &Scene<'_>, text: &str) {
    let style = maths::Style::new(Role::Tick, Scale::WINDOW, scene.theme.mute);
    let line = maths::layout(ui.ctx(), text, style);
    let (_, rect) = ui.allocate_space(line.size() + vec2(0.0, 2.0));
    line.paint(ui.painter(), rect.left_center(), egui::Align2::LEFT_CENTER);
}

/// A factor to three digits.
fn round(factor: f64) -> f64 {
    let scale = 10_f64.powf(2.0 - factor.abs().max(1e-300).log10().floor());
    (factor * scale).round() / scale
}
