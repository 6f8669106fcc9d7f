//! Undo and redo of the scenario and of what is shown of it, one step a drag.

use super::command::Command;
use crate::model::Scenario;
use crate::session::View;

/// States to go back to, and to come forward to again.
#[derive(Default)]
pub struct Undo {
    past: Vec<State>,
    future: Vec<State>,
    /// The control and the gesture that the last step belongs to.
    last: Option<(&'static str, u64)>,
}

type State = (Scenario, View);

const MOST_STEPS: usize = 200;

impl Undo {
    /// A gesture that nothing goes on from.
    pub const ALONE: u64 = u64::MAX;

    /// The control that a command belongs to, if it is worth a step.
    pub fn key(command: &Command) -> Option<&'static str> {
        Some(match command {
            Command::Set(parameter, _) | Command::Place(parameter, _) => parameter.about().name,
            Command::Release => "release",
            Command::SetNoise(_) => "noise",
            Command::SetSchedule(parameter, _) => parameter.about().name,
            Command::SetSeed(_) | Command::NewRun => "seed",
            Command::Preset(_) => "preset",
            Command::Colour(_) => "colour",
            Command::Calibrate(_) | Command::FitCalibration => "calibrate",
            Command::Show(_) => "show",
            Command::ToggleBinned => "binned",
            Command::TogglePanel(_) | Command::Enlarge(_) => "panel",
            Command::ToggleRestartOnChange => "restart on change",
            _ => return None,
        })
    }

    /// Keeps the state before a change, unless the change goes on from the one before.
    pub fn remember(&mut self, key: &'static str, gesture: u64, scenario: &Scenario, view: &View) {
        if gesture != Self::ALONE && self.last == Some((key, gesture)) {
            return;
        }
        self.last = Some((key, gesture));
        self.future.clear();
        self.past.push((scenario.clone(), view.clone()));
        if self.past.len() > MOST_STEPS {
            self.past.remove(0);
        }
    }

    pub fn undo(&mut self, scenario: &Scenario, view: &View) -> Option<State> {
        travel(&mut self.past, &mut self.future, scenario, view, &mut self.last)
    }

    pub fn redo(&mut self, scenario: &Scenario, view: &View) -> Option<State> {
        travel(&mut self.future, &mut self.past, scenario, view, &mut self.last)
    }
}

/// Goes to the last state of one list that differs from where we are, leaving that on the other.
fn travel(
    from: &mut Vec<State>,
    to: &mut Vec<State>,
    scenario: &Scenario,
    view: &View,
    last: &mut Option<(&'static str, u64)>,
) -> Option<State> {
    *last = None;
    let here = (scenario.clone(), view.clone());
    while let Some(mut state) = from.pop() {
        // Pan, zoom, slice and speed are not undone.
        state.1 = View {
            stage_x: view.stage_x,
            stage_y: view.stage_y,
            slice_y: view.slice_y,
            fixed_y: view.fixed_y,
            rate: view.rate,
            ..state.1
        };
        if state != here {
            to.push(here);
            return Some(state);
        }
    }
    None
}
