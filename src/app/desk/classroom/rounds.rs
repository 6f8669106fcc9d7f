//! A page once more under other noise, and what comes after a lesson's last page.

use std::sync::Arc;

use super::beside::scenario_of;
use super::{Classroom, Running};
use crate::lessons::{Lesson, Predict, Setting};
use crate::settings::Schedule;
use crate::valleys::model::Parameter;

/// What the noise of a page is taken times in its rounds: always less, so that its swarm freezes before the page ends.
const ROUNDS: [f64; 2] = [0.5, 0.75];

impl Running {
    /// The noise strength of the next round; none where the page guesses no height, or all rounds are over.
    pub fn next_round(&self) -> Option<f64> {
        let judged = self.page.verdict.as_ref().is_some_and(|verdict| verdict.heights.is_some());
        self.sigma_of(self.round + 1).filter(|_| judged && !self.ended)
    }

    fn sigma_of(&self, round: u32) -> Option<f64> {
        let Some(Predict::Height { .. }) = self.step().predict else { return None };
        let factor = *ROUNDS.get(round.checked_sub(1)? as usize)?;
        match scenario_of(self.step()).sigma {
            Schedule::Constant(sigma) => Some(sigma * factor),
            Schedule::Pieces(_) => None,
        }
    }

    /// What brings the page about in its round.
    pub(super) fn settings(&self) -> Vec<Setting> {
        let mut settings = self.step().settings.clone();
        if let Some(sigma) = self.sigma_of(self.round) {
            let noise = Setting::Parameter(Parameter::Sigma, sigma);
            match settings.iter().position(|setting| *setting == Setting::Restart) {
                Some(restart) => settings.insert(restart, noise),
                None => settings.extend([noise, Setting::Restart]),
            }
        }
        settings
    }
}

impl Classroom {
    /// The lesson that follows on the one under way.
    pub fn next_lesson(&self) -> Option<Arc<Lesson>> {
        let title = &self.running.as_ref()?.lesson.title;
        let place = self.lessons.iter().position(|lesson| lesson.title == *title);
        // After the tour, or a lesson from elsewhere, begins the first.
        self.lessons.get(place.map_or(0, |place| place + 1)).map(Arc::clone)
    }
}
