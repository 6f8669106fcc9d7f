//! What the commands of the view do.

use super::Desk;
use super::command::ViewCommand;
use crate::say;
use crate::valleys::panel::Panel;
use crate::valleys::theory::Calibration;
use crate::valleys::view::View;

impl Desk {
    /// Carries out what is done to the view.
    pub(super) fn watch(&mut self, command: ViewCommand) {
        let view = &mut self.view;
        match command {
            ViewCommand::FitStage => self.follow.whole_run(),
            ViewCommand::Stage(y, x) => {
                (view.stage_y, view.stage_x) = (y, x);
                self.follow.chosen();
            }
            ViewCommand::Colour(colouring) => view.colouring = colouring,
            ViewCommand::Slice(y) => view.slice_y = y.filter(|y| y.is_finite()).map(|y| y.max(0.0)),
            ViewCommand::FixedY(y) => view.fixed_y = y.filter(|y| y.is_finite()).map(|y| y.max(0.0)),
            ViewCommand::Calibrate(value) => {
                view.epsilon_phi = value.filter(|value| *value > 0.0 && value.is_finite());
            }
            ViewCommand::FitCalibration => self.fit_calibration(),
            ViewCommand::Show(predictions) => view.predictions = predictions,
            ViewCommand::ToggleStabilityLine => view.stability_line ^= true,
            ViewCommand::Select(walker) => view.selected = walker,
            ViewCommand::ToggleBinned => view.binned ^= true,
            ViewCommand::TogglePanel(panel) => toggle_panel(view, panel),
            ViewCommand::Panels(panels) => (view.panels, view.enlarged) = (panels, None),
            ViewCommand::Enlarge(panel) => view.enlarged = panel,
            ViewCommand::ToggleEndsFrozen => view.ends_frozen ^= true,
            ViewCommand::ToggleWatch => {
                view.selected = if view.selected.is_some() { None } else { Some(0) };
            }
            ViewCommand::ToggleRestartOnChange => view.restart_on_change ^= true,
        }
    }

    fn fit_calibration(&mut self) {
        let measured = self.run.snapshot.as_ref().and_then(|snapshot| snapshot.summary.mean_freezing_y);
        let fitted = measured.and_then(|y| {
            Calibration::fit(&self.run.scenario.landscape, self.run.scenario.delta_s(self.run.shown.step), y)
        });
        match fitted {
            Some(calibration) => self.view.epsilon_phi = Some(calibration.epsilon_phi),
            None => self.warn(say!("window.no-fit").to_owned()),
        }
    }
}

fn toggle_panel(view: &mut View, panel: Panel) {
    view.enlarged = None;
    if view.panels.contains(&panel) {
        view.panels.retain(|shown| *shown != panel);
    } else {
        view.panels.push(panel);
        view.panels.sort_by_key(|panel| Panel::ALL.iter().position(|known| known == panel));
    }
}
