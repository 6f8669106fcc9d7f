//! Undo and redo of the scenario, of what is shown of it and of what is asked, one step a drag.

use crate::networks::bench::Bench;
use crate::valleys::experiments::questions::Questions;
use crate::valleys::model::Scenario;
use crate::valleys::view::View;

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
    pub networks: Bench,
}

const MOST_STEPS: usize = 200;

impl Undo {
    /// A gesture that nothing goes on from.
    pub const ALONE: u64 = u64::MAX;

    /// Keeps the state before a change, unless the change goes on from the one before.
    pub fn remember(&mut self, control: &'static str, gesture: u64, here: State) {
        if gesture != Self::ALONE && self.last == Some((control, gesture)) {
            return;
        }
        self.last = Some((control, gesture));
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
        // Nor is where the run of the networks is looked at.
        let Bench { held, step, rate, page, plot, grid_rests, repeats_rest, .. } = here.networks;
        let looked = Bench { held, step, rate, page, plot, ..state.networks };
        state.networks = Bench { grid_rests, repeats_rest, ..looked };
        if state != here {
            to.push(here);
            return Some(state);
        }
    }
    None
}
