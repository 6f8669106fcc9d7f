//! Answers that are kept, each with what it was asked of: what there is to see of them, and how long another will take.

use std::sync::Arc;

use super::making::Made;
use super::origin::Origin;
use super::{Present, Standing, Studio};
use crate::chart::Figure;
use crate::session::{Answer, Session};
use crate::valleys::figures::{Diagram, Effort, Entry, cost};

/// Answers that are kept at the most: the oldest goes.
const MOST_ANSWERS: usize = 40;
/// Of those to other runs a session keeps so many, the latest, that are no larger together.
const MOST_ELSEWHERE: usize = 12;
const MOST_ELSEWHERE_BYTES: usize = 2 << 20;

impl Studio {
    /// Lets what is asked wait for a step of the run.
    pub(super) fn wait_for(&mut self, step: u32) {
        self.awaited = Some(step);
    }

    /// Whether the run has come as far as what is asked needs it.
    pub(super) fn has_come_to(&self, step: u32) -> bool {
        self.asked.is_none() || self.awaited.is_none_or(|awaited| step >= awaited)
    }

    /// Takes over the answers of a session, those that still answer what is asked.
    pub fn recall(&mut self, session: &Session) {
        self.older = 0;
        self.asking.clear();
        self.kept.retain(|made| !made.entry.is_experiment());
        for answer in &session.answers {
            if let Some(elsewhere) = &answer.of {
                match Made::recalled(answer, &Origin::of_elsewhere(elsewhere)) {
                    Some(made) => self.keep(made),
                    None => self.older += 1,
                }
                continue;
            }
            let efforts = [self.options.effort, Effort::Quick, Effort::Full];
            let recalled = efforts.into_iter().find_map(|effort| {
                Made::recalled(answer, &Origin::of_session(session, effort)).map(|made| (effort, made))
            });
            match recalled {
                Some((effort, made)) => {
                    self.options.effort = effort;
                    self.keep(made);
                }
                None => self.older += 1,
            }
        }
    }

    /// The answers that still answer what is asked, to be kept, after the latest of those that other runs gave.
    pub fn answers(&self, origin: &Origin) -> Vec<Answer> {
        let experiments = self.kept.iter().filter(|made| made.entry.is_experiment());
        let origin = |effort| Origin { effort, ..origin.clone() };
        let (current, others): (Vec<&Made>, Vec<&Made>) = experiments
            .filter(|made| made.answer().is_some())
            .partition(|made| made.origin == origin(made.origin.effort).behind(made.entry));
        let mut room = MOST_ELSEWHERE_BYTES;
        let mut kept: Vec<Answer> = others
            .into_iter()
            .rev()
            .take(MOST_ELSEWHERE)
            .filter_map(|made| Some(made.answer()?.of(made.origin.elsewhere())))
            .take_while(|answer| {
                let fits = answer.found.bytes() <= room;
                room = room.saturating_sub(answer.found.bytes());
                fits
            })
            .collect();
        kept.reverse();
        kept.extend(current.into_iter().filter_map(Made::answer).cloned());
        kept
    }

    /// Whether there is an answer to the chosen experiment, be it to this very question or not.
    pub fn is_answered(&self) -> bool {
        self.kept.iter().any(|made| made.entry == self.chosen)
    }

    /// What there is to see of the chosen figure: of an experiment, an answer in part, or to what was asked before.
    pub fn shown(&self, present: &Present) -> Option<(&Arc<Figure>, Standing)> {
        let recalled =
            |made: &&Made| made.entry == self.chosen && Some(&made.origin) == self.recalled.as_ref();
        if let Some(made) = self.kept.iter().find(recalled).filter(|made| made.origin != self.origin(present))
        {
            return Some((&made.figure, Standing::Stale));
        }
        if let Some(made) = self.made(present) {
            let standing = if made.is_whole() { Standing::Answer } else { Standing::Part };
            return Some((&made.figure, standing));
        }
        if !self.chosen.is_experiment() {
            return None;
        }
        let own = |made: &&Made| made.entry == self.chosen;
        let latest = self.kept.iter().rev().find(own)?;
        // One that is being made for the question as it stands is no old one, though nothing of it is there yet.
        Some((&latest.figure, Standing::Stale))
    }

    /// The diagram behind the figure on show, if it is one.
    pub fn diagram(&self) -> Option<&Arc<Diagram>> {
        let own = |made: &&Made| made.entry == self.chosen;
        let recalled = |made: &&Made| own(made) && Some(&made.origin) == self.recalled.as_ref();
        let looked_at = self.kept.iter().find(recalled);
        looked_at.or_else(|| self.kept.iter().rev().find(own))?.diagram.as_ref()
    }

    pub(super) fn keep(&mut self, made: Made) {
        let asked = made.entry.is_experiment();
        let replaced = |kept: &Made| {
            kept.entry == made.entry
                && if asked { kept.origin == made.origin } else { kept.origin.effort == made.origin.effort }
        };
        self.kept.retain(|kept| !replaced(kept));
        self.kept.push(made);
        let answers = self.kept.iter().filter(|kept| kept.entry.is_experiment()).count();
        if let Some(oldest) = self.kept.iter().position(|kept| kept.entry.is_experiment())
            && answers > MOST_ANSWERS
        {
            self.kept.remove(oldest);
        }
    }

    /// Answers that are kept, the latest first, each with its place and the run that it was asked of.
    pub fn answered(&self) -> impl Iterator<Item = (usize, &Made)> {
        self.kept.iter().enumerate().rev().filter(|(_, made)| made.entry.is_experiment() && made.is_whole())
    }

    /// Looks at one of them again.
    pub(in crate::app::desk) fn look_again(&mut self, place: usize) {
        let Some(made) = self.kept.get(place).filter(|made| made.entry.is_experiment()) else { return };
        let (entry, origin) = (made.entry, made.origin.clone());
        self.choose(entry);
        self.recalled = Some(origin);
    }

    /// The last answer to an experiment, whatever it was asked of.
    pub fn last_answer(&self, entry: &Entry) -> Option<&Arc<Figure>> {
        let own = |made: &&Made| made.entry == entry && made.is_whole();
        self.kept.iter().rev().find(own).map(|made| &made.figure)
    }

    /// How far an experiment is that is being asked.
    pub fn share_of(&self, entry: &Entry) -> Option<f64> {
        self.asking.iter().find(|making| making.entry == entry).map(|making| making.task.share())
    }

    /// Whether there is an answer to an experiment as it would be asked now.
    pub fn has_answer(&self, entry: &'static Entry, present: &Present) -> bool {
        let origin = present.origin.behind(entry);
        self.kept.iter().any(|made| made.entry == entry && made.origin == origin && made.is_whole())
    }

    /// How many seconds an answer will take, after those before it on this machine.
    pub fn seconds(&self, entry: &'static Entry, present: &Present, effort: Effort) -> f64 {
        let Origin { scenario, questions, .. } = &present.origin;
        let counted = cost::seconds(entry, scenario, questions, effort);
        let of = |effort| self.pace.get(&(entry.name, effort)).copied();
        let other = if effort == Effort::Full { Effort::Quick } else { Effort::Full };
        counted * of(effort).or_else(|| of(other)).unwrap_or(1.0)
    }

    /// What is known already of a diagram that is asked for: its cells may have been coloured otherwise.
    pub(super) fn rephrased(&self, origin: &Origin) -> Option<Diagram> {
        self.diagram()?.rephrased(&origin.questions.phase, &origin.scenario)
    }
}
