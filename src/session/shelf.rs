//! Runs put aside with a session, to be gone back to and compared.

use serde::{Deserialize, Serialize};

use crate::chart::format_number;
use crate::labs::Leaf;
use crate::say;
use crate::settings::Adjustable;
use crate::valleys::experiments::changes::Changes;
use crate::valleys::experiments::story::Story;
use crate::valleys::figures::Behind;
use crate::valleys::model::{NoiseLaw, Parameter, Scenario};
use crate::valleys::sim::Sample;
use crate::valleys::words::law;

/// A run as the shelf has it: all that it takes to come to it again, and a small picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stamp {
    /// As its owner calls it; none is called after what sets it apart.
    #[serde(default)]
    pub name: Option<String>,
    pub scenario: Scenario,
    #[serde(default)]
    pub changes: Changes,
    pub step: u32,
    /// Mean heights and shares of the flat valley on its way.
    #[serde(default)]
    pub curve: Vec<[f32; 2]>,
}

/// What can be put on a shelf.
pub trait Shelved {
    /// As its owner calls it; none is called after what sets it apart.
    fn name(&self) -> Option<&String>;

    fn call(&mut self, name: Option<String>);

    /// Its small picture, to be kept small.
    fn curve(&mut self) -> &mut Vec<[f32; 2]>;
}

macro_rules! shelved {
    ($($run:ty),+) => {
        $(impl Shelved for $run {
            fn name(&self) -> Option<&String> {
                self.name.as_ref()
            }

            fn call(&mut self, name: Option<String>) {
                self.name = name;
            }

            fn curve(&mut self) -> &mut Vec<[f32; 2]> {
                &mut self.curve
            }
        })+
    };
}

shelved!(Stamp, Leaf);

/// The runs put aside, from the left, and where among them the one under way has its place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, bound(deserialize = "S: Deserialize<'de>"))]
pub struct Shelf<S = Stamp> {
    pub stamps: Vec<S>,
    pub place: usize,
    /// What the owner calls the run under way.
    pub name: Option<String>,
}

impl<S> Default for Shelf<S> {
    fn default() -> Self {
        Self { stamps: Vec::new(), place: 0, name: None }
    }
}

/// Places on the shelf, the one of the run under way included.
pub const PLACES: usize = 4;
/// Points of a stamp's curve, and letters of its name.
pub const MOST_POINTS: usize = 64;
pub const MOST_LETTERS: usize = 24;

impl Stamp {
    pub fn story(&self) -> Story {
        Story { start: self.scenario.clone(), changes: self.changes.clone() }
    }

    /// As a figure shows it behind another run.
    pub fn behind(&self) -> Behind {
        Behind { name: self.name.clone().unwrap_or_default(), story: self.story() }
    }

    /// A curve of so few points that a session stays small.
    pub fn curve_of(samples: &[Sample]) -> Vec<[f32; 2]> {
        let places = samples.iter().filter_map(|sample| Some([sample.mean_y?, sample.p_flat()?]));
        let places: Vec<[f32; 2]> = places.map(|place| place.map(|value| value as f32)).collect();
        let stretch =
            places.first().zip(places.last()).map_or(0.0, |(first, last)| (last[0] - first[0]).abs());
        let apart = stretch / (MOST_POINTS - 2) as f32;
        let mut curve: Vec<[f32; 2]> = Vec::new();
        for (index, place) in places.iter().enumerate() {
            let near = curve.last().is_some_and(|last| (place[0] - last[0]).abs() < apart);
            if !near || (index + 1 == places.len() && curve.len() < MOST_POINTS) {
                curve.push(*place);
            }
        }
        curve.truncate(MOST_POINTS);
        curve
    }
}

impl<S: Shelved> Shelf<S> {
    pub fn is_empty(&self) -> bool {
        self.stamps.is_empty() && self.name.is_none()
    }

    /// The run at a place; none is the one under way, or nobody's.
    pub fn at(&self, place: usize) -> Option<&S> {
        self.index(place).and_then(|index| self.stamps.get(index))
    }

    fn index(&self, place: usize) -> Option<usize> {
        match place.cmp(&self.here()) {
            std::cmp::Ordering::Less => Some(place),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(place - 1),
        }
    }

    /// The place of the run under way.
    pub fn here(&self) -> usize {
        self.place.min(self.stamps.len())
    }

    /// With no more than there is room for, whoever wrote the file.
    #[must_use]
    pub(super) fn within_bounds(mut self) -> Self {
        self.stamps.truncate(PLACES - 1);
        self.place = self.here();
        for stamp in &mut self.stamps {
            stamp.curve().truncate(MOST_POINTS);
        }
        self
    }

    /// Puts the run under way aside; the next one has the place after the last. Of too many the first goes that is not
    /// `kept`.
    pub fn put_aside(&mut self, mut stamp: S, kept: impl Fn(&S) -> bool) {
        stamp.call(self.name.take());
        let here = self.here();
        self.stamps.insert(here, stamp);
        let first = self.stamps.iter().position(|stamp| !kept(stamp));
        if let Some(first) = first.filter(|_| self.stamps.len() >= PLACES) {
            self.stamps.remove(first);
        }
        self.place = self.stamps.len();
    }

    /// Takes a run from its place, which from then on is that of the run under way; the one that was stays at its own, if
    /// there is something of it.
    pub fn take(&mut self, place: usize, here: Option<S>) -> Option<S> {
        self.at(place)?;
        let before = self.here();
        let mut all: Vec<Option<S>> = std::mem::take(&mut self.stamps).into_iter().map(Some).collect();
        let name = self.name.take();
        all.insert(before, here);
        all[before].iter_mut().for_each(|stamp| stamp.call(name.clone()));
        let taken = all[place].take();
        self.name = taken.as_ref().and_then(|stamp| stamp.name().cloned());
        self.place = all[..place].iter().flatten().count();
        self.stamps = all.into_iter().flatten().collect();
        taken
    }

    pub fn remove(&mut self, place: usize) {
        let Some(index) = self.index(place).filter(|index| *index < self.stamps.len()) else { return };
        self.stamps.remove(index);
        if index < self.place {
            self.place -= 1;
        }
    }

    /// Calls the run at a place something; nothing calls it after what sets it apart again.
    pub fn call(&mut self, place: usize, name: &str) {
        let name: String =
            name.trim().chars().filter(|letter| !letter.is_control()).take(MOST_LETTERS).collect();
        let name = Some(name).filter(|name| !name.is_empty());
        match self.index(place) {
            Some(index) => {
                if let Some(stamp) = self.stamps.get_mut(index) {
                    stamp.call(name);
                }
            }
            None => self.name = name,
        }
    }

    /// What the runs are called, from the left, the one under way among them: as their owner does, or after what sets them
    /// apart.
    pub fn called(&self, apart: Vec<String>) -> Vec<String> {
        let mut names: Vec<_> = self.stamps.iter().map(|stamp| stamp.name().cloned()).collect();
        names.insert(self.here(), self.name.clone());
        names.into_iter().zip(apart).map(|(name, apart)| name.unwrap_or(apart)).collect()
    }
}

impl Shelf {
    /// The same of runs of the two valleys, given the story of the one under way.
    pub fn names(&self, here: &Story) -> Vec<String> {
        let mut stories: Vec<Story> = self.stamps.iter().map(Stamp::story).collect();
        stories.insert(self.here(), here.clone());
        self.called(told_apart(&stories))
    }
}

/// Calls runs after the first setting in which they are not all alike, else after their law or their seed.
fn told_apart(stories: &[Story]) -> Vec<String> {
    let runs: Vec<(&Scenario, u32)> =
        stories.iter().map(Story::last).map(|last| (last, last.steps)).collect();
    if let Some(names) = called_apart::<Parameter>(&runs) {
        return names;
    }
    let laws: Vec<NoiseLaw> = runs.iter().map(|(last, _)| last.noise).collect();
    if laws.iter().any(|law| *law != laws[0]) {
        return laws.into_iter().map(law).collect();
    }
    if stories.len() == 1 {
        return vec![say!("shelf.this").to_owned()];
    }
    stories.iter().map(|story| say!("shelf.seed", seed = story.start.seed)).collect()
}

/// Calls runs, each with its last step, after the first setting in which they are not all alike at their ends; none where
/// they are alike in all.
pub fn called_apart<P: Adjustable>(runs: &[(&P::Settings, u32)]) -> Option<Vec<String>> {
    let value = |parameter: P, (settings, end): (&P::Settings, u32)| {
        let scheduled = parameter.schedule(settings).map(|schedule| schedule.at(end));
        scheduled.or_else(|| parameter.get(settings))
    };
    let bits = |parameter: P, index: usize| value(parameter, runs[index]).map(f64::to_bits);
    let differs = |&parameter: &P| (1..runs.len()).any(|index| bits(parameter, index) != bits(parameter, 0));
    let parameter = P::ALL.iter().copied().find(differs)?;
    let called = |run: &(&P::Settings, u32)| {
        let value = value(parameter, *run).map_or("–".to_owned(), format_number);
        say!("shelf.apart", symbol = parameter.about().symbol, value = value)
    };
    Some(runs.iter().map(called).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Session;
    use crate::valleys::model::Preset;

    fn stamp(seed: u64) -> Stamp {
        let scenario = Scenario { seed, ..Preset::Fig4.scenario() };
        Stamp {
            name: None,
            scenario,
            changes: Changes::default(),
            step: 100,
            curve: vec![[1.0, 0.5], [2.0, 0.6]],
        }
    }

    fn seeds(shelf: &Shelf) -> Vec<Option<u64>> {
        (0..PLACES).map(|place| shelf.at(place).map(|stamp| stamp.scenario.seed)).collect()
    }

    #[test]
    fn runs_keep_their_places_and_the_oldest_makes_room() {
        let mut shelf = Shelf::default();
        for seed in 1..=3 {
            shelf.put_aside(stamp(seed), |_| false);
        }
        assert_eq!((seeds(&shelf), shelf.here()), (vec![Some(1), Some(2), Some(3), None], 3));
        assert_eq!(shelf.take(1, Some(stamp(4))).map(|stamp| stamp.scenario.seed), Some(2));
        assert_eq!((seeds(&shelf), shelf.here()), (vec![Some(1), None, Some(3), Some(4)], 1));
        // The run under way, 2 again, makes room for a fifth; the first is kept.
        shelf.put_aside(stamp(2), |stamp| stamp.scenario.seed == 1);
        assert_eq!((seeds(&shelf), shelf.here()), (vec![Some(1), Some(3), Some(4), None], 3));
        shelf.remove(0);
        assert_eq!((seeds(&shelf), shelf.here()), (vec![Some(3), Some(4), None, None], 2));
        // Of a run that has not begun nothing stays.
        assert_eq!(shelf.take(1, None).map(|stamp| stamp.scenario.seed), Some(4));
        assert_eq!((seeds(&shelf), shelf.here()), (vec![Some(3), None, None, None], 1));
        assert_eq!(shelf.take(3, None), None);
    }

    #[test]
    fn a_session_keeps_its_shelf_and_refuses_a_run_that_cannot_be() {
        let mut session = Session::default();
        assert!(!session.to_text().contains("shelf"), "older programs read what they know");
        session.shelf.put_aside(stamp(7), |_| false);
        session.shelf.call(0, "  seven \n");
        let back = Session::from_text(&session.to_text()).expect("what was written");
        assert_eq!((&back.shelf, back.shelf.stamps[0].name.as_deref()), (&session.shelf, Some("seven")));
        assert!(session.clone().without_answers().shelf.is_empty(), "a figure is of one run");
        session.shelf.stamps[0].step = u32::MAX;
        assert!(Session::from_text(&session.to_text()).is_err());
    }

    #[test]
    fn runs_are_called_after_what_sets_them_apart() {
        let here =
            Story { start: Scenario { seed: 9, ..Preset::Fig4.scenario() }, changes: Changes::default() };
        let mut shelf = Shelf::default();
        assert_eq!(shelf.names(&here), ["this run"]);
        shelf.put_aside(stamp(7), |_| false);
        assert_eq!(shelf.names(&here), ["seed 7", "seed 9"]);
        Parameter::Gamma.set(&mut shelf.stamps[0].scenario, 2.0).expect("in range");
        assert_eq!(shelf.names(&here)[0], "$γ$ = 2");
        shelf.call(1, "mine");
        assert_eq!(shelf.names(&here)[1], "mine");
    }

    #[test]
    fn a_curve_is_short_and_keeps_its_ends() {
        let sample = |index: u32| Sample {
            step: index,
            live: 100,
            flat: index % 100,
            mean_y: Some(1.0 + f64::from(index) / 100.0),
            ..Sample::default()
        };
        let samples: Vec<Sample> = (0..2_000).map(sample).collect();
        let curve = Stamp::curve_of(&samples);
        assert!((MOST_POINTS / 2..=MOST_POINTS).contains(&curve.len()), "{}", curve.len());
        assert_eq!((curve[0][0], curve.last().expect("points")[0]), (1.0, 20.99));
    }
}
