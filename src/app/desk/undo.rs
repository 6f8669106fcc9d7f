//! Undo and redo of the scenario, of what is shown of it and of what is asked, one step a drag.

use super::command::Command;
use crate::session::View;
use crate::valleys::experiments::questions::Questions;
use crate::valleys::model::Scenario;

/// States to go back to, and to come forward to again.
#[derive(Default)]
pub struct Undo {
    past: Vec<State>,
    future: Vec<State>,
    /// The control and the gesture that the last step belongs to.
    last: Option<(&'static str, u64)>,
}

/// What is undone.
#[derive(Clone, PartialEq)]
pub struct State {
    pub scenario: Scenario,
    pub view: View,
    pub questions: Questions,
}

const MOST_STEPS: usize = 200;

impl Undo {
    /// A gesture that nothing goes on from.
    pub const ALONE: u64 = u64::MAX;

    /// The control that a command belongs to, if it is worth a step.
    pub fn key(command: &Command) -> Option<&'static str> {
        Some(match command {
            Command::Set(parameter, _) | Command::Place(parameter, _) => parameter.about().name,
            Command::Release => "release",
            Command::ToggleHold => "hold",
            Command::SetCourse(_) => "course",
            Command::Reheat { .. } => "reheat",
            Command::ToggleStabilityLine => "stability-line",
            Command::SetNoise(_) => "noise",
            Command::SetSchedule(parameter, _) => parameter.about().name,
            Command::SetSeed(_) | Command::NewRun => "seed",
            Command::Preset(_) => "preset",
            Command::Colour(_) => "colour",
            Command::Calibrate(_) | Command::FitCalibration => "calibrate",
            Command::Show(_) => "show",
            Command::ToggleBinned => "binned",
            Command::TogglePanel(_) | Command::Enlarge(_) => "panel",
            Command::ToggleRestartOnChange => "restart-on-change",
            Command::Question(_) => "question",
            Command::LoadCell(_) => "cell",
            _ => return None,
        })
    }

    /// Keeps the state before a change, unless the change goes on from the one before.
    pub fn remember(&mut self, key: &'static str, gesture: u64, here: State) {
        if gesture != Self::ALONE && self.last == Some((key, gesture)) {
            return;
        }
        self.last = Some((key, gesture));
        self.future.clear();
        self.past.push(here);
        if self.past.len() > MOST_STEPS {
            self.past.remove(0);
        }
    }

    pub fn undo(&mut self, here: State) -> Option<State> {
        travel(&mut self.past, &mut self.future, here, &mut self.last)
    }

    pub fn redo(&mut self, here: State) -> Option<State> {
        travel(&mut self.future, &mut self.past, here, &mut self.last)
    }
}

/// Goes to the last state of one list that differs from where we are, leaving that on the other.
fn travel(
    from: &mut Vec<State>,
    to: &mut Vec<State>,
    here: State,
    last: &mut Option<(&'static str, u64)>,
) -> Option<State> {
    *last = None;
    while let Some(mut state) = from.pop() {
        let View { stage_x, stage_y, slice_y, fixed_y, rate, .. } = here.view;
        // Pan, zoom, slice and speed are not undone.
        state.view = View { stage_x, stage_y, slice_y, fixed_y, rate, ..state.view };
        if state != here {
            to.push(here);
            return Some(state);
        }
    }
    None
}
