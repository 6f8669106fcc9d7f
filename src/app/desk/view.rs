//! What the commands of the view do.

use super::Desk;
use super::command::ViewCommand;
use crate::say;
use crate::valleys::panel::Panel;
use crate::valleys::theory::Calibration;

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
            ViewCommand::TogglePanel(panel) => self.toggle_panel(panel),
            ViewCommand::Panels(panels) => (view.panels, view.enlarged) = (panels, None),
            ViewCommand::Use(panel) => self.use_panel(panel),
            ViewCommand::Enlarge(panel) => view.enlarged = panel,
            ViewCommand::ToggleEndsFrozen => view.ends_frozen ^= true,
            ViewCommand::ToggleWatch => {
                view.selected = if view.selected.is_some() { None } else { Some(0) };
            }
            ViewCommand::ToggleRestartOnChange => view.restart_on_change ^= true,
        }
    }

    /// The panels beside the stage, from the top: no more than there is room for, and of more those used last.
    pub fn shown_panels(&self) -> Vec<Panel> {
        let mut shown = self.view.panels.clone();
        while shown.len() > self.around.room.max(1) {
            let Some(oldest) = self.used_longest_ago(&shown) else { break };
            shown.retain(|panel| *panel != oldest);
        }
        shown
    }

    /// The one that the hand has not been at for the longest: never is longest, and of those the last.
    fn used_longest_ago(&self, panels: &[Panel]) -> Option<Panel> {
        let when = |panel: &Panel| self.around.used.iter().position(|used| used == panel);
        panels.iter().rev().copied().min_by_key(when)
    }

    fn use_panel(&mut self, panel: Panel) {
        self.around.used.retain(|used| *used != panel);
        self.around.used.push(panel);
    }

    /// Shows a panel or puts it away. Where there is no room for another, it takes the place of the one used longest ago.
    fn toggle_panel(&mut self, panel: Panel) {
        self.view.enlarged = None;
        let mut shown = self.shown_panels();
        if shown.contains(&panel) {
            shown.retain(|shown| *shown != panel);
        } else {
            self.use_panel(panel);
            if shown.len() >= self.around.room.max(1)
                && let Some(oldest) = self.used_longest_ago(&shown)
            {
                shown.retain(|shown| *shown != oldest);
            }
            shown.push(panel);
            shown.sort_by_key(|panel| Panel::ALL.iter().position(|known| known == panel));
        }
        self.view.panels = shown;
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
