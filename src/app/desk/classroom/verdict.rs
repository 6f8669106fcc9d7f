//! A prediction beside what came of it: how far off it was, who came nearer, and what a lesson adds up to.

use std::collections::BTreeMap;

use crate::lessons::{Score, Sketch};
use crate::say;
use crate::words::per_cent;

/// A prediction beside what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    pub words: String,
    /// None where nothing could be measured, or nothing was predicted.
    pub score: Option<Score>,
    pub outcome: Outcome,
    /// What the swarm did, where a curve was sketched: heights and shares.
    pub measured: Vec<[f64; 2]>,
    /// What was guessed and what came, where it was a height.
    pub heights: Option<Heights>,
}

/// How a prediction did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// One of some answers was chosen.
    Right,
    Wrong,
    /// Against what the paper says of the same: the student came nearer, the paper did, or nobody can tell.
    Nearer,
    Farther,
    Even,
    /// Something was measured, and the paper says nothing of it, or nothing was measured.
    Alone,
    /// The student did not know.
    Passed,
}

/// A guessed height among those that it is compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heights {
    pub guess: Option<f64>,
    /// The swarm's mean with its standard error, and the spread of its walkers.
    pub swarm: f64,
    pub error: f64,
    pub spread: f64,
    /// Eq. 11, and the frost line.
    pub eq11: Option<f64>,
    pub frost: Option<f64>,
}

/// What a lesson's predictions came to, by page and round; the first word counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    outcomes: BTreeMap<(usize, u32), Outcome>,
}

/// Two gaps that differ by fewer standard errors cannot be told apart.
const CLEAR: f64 = 3.0;

impl Outcome {
    /// Of a gap beside the paper's, with the standard error of both.
    fn of_gaps(own: f64, paper: Option<f64>, error: f64) -> Self {
        match paper.map(|paper| paper - own) {
            None => Self::Alone,
            Some(ahead) if ahead.abs() <= CLEAR * error => Self::Even,
            Some(ahead) if ahead > 0.0 => Self::Nearer,
            Some(_) => Self::Farther,
        }
    }
}

impl Heights {
    /// How far the guess is from the swarm's mean.
    pub fn off(&self) -> Option<f64> {
        self.guess.map(|guess| guess - self.swarm)
    }

    /// The same of Eq. 11.
    pub fn eq11_off(&self) -> Option<f64> {
        self.eq11.map(|y| y - self.swarm)
    }

    fn outcome(&self) -> Outcome {
        let off = |off: f64| off.abs();
        match self.off().map(off) {
            None => Outcome::Passed,
            Some(own) => Outcome::of_gaps(own, self.eq11_off().map(off), self.error),
        }
    }
}

impl Tally {
    /// Takes down how a page's prediction did, unless it has been made before.
    pub(super) fn add(&mut self, page: usize, round: u32, outcome: Outcome) {
        self.outcomes.entry((page, round)).or_insert(outcome);
    }

    pub fn count(&self, wanted: Outcome) -> usize {
        self.outcomes.values().filter(|outcome| **outcome == wanted).count()
    }

    pub fn is_empty(&self) -> bool {
        self.outcomes.is_empty()
    }

    /// What it comes to, a sentence for each kind of prediction.
    pub fn sentences(&self) -> Vec<String> {
        let [right, wrong, nearer, farther, even, alone, passed] = [
            Outcome::Right,
            Outcome::Wrong,
            Outcome::Nearer,
            Outcome::Farther,
            Outcome::Even,
            Outcome::Alone,
            Outcome::Passed,
        ]
        .map(|outcome| self.count(outcome));
        let mut sentences = Vec::new();
        if right + wrong > 0 {
            sentences.push(say!("lesson.tally.choices", right = right, all = right + wrong));
        }
        if nearer + farther + even > 0 {
            sentences.push(say!("lesson.tally.duels", you = nearer, paper = farther, even = even));
        }
        if alone > 0 {
            sentences.push(say!("lesson.tally.alone", count = alone));
        }
        if passed > 0 {
            sentences.push(say!("lesson.tally.passed", count = passed));
        }
        sentences
    }
}

impl Verdict {
    /// Of a sketched curve; the paper's shares are compared over the heights where it is sketched.
    pub(super) fn of_sketch(
        sketch: &Sketch,
        measured: Vec<[f64; 2]>,
        walkers: u32,
        paper: impl Fn(f64) -> Option<f64>,
    ) -> Self {
        let score = sketch.score(&measured);
        let under: Vec<&[f64; 2]> = measured.iter().filter(|[y, _]| sketch.at(*y).is_some()).collect();
        let covered = under.len() as f64 / measured.len().max(1) as f64;
        // Both are compared where the paper's is derived.
        let gaps =
            |&&[y, share]: &&[f64; 2]| Some([(sketch.at(y)? - share).abs(), (paper(y)? - share).abs()]);
        let gaps: Vec<[f64; 2]> = under.iter().filter_map(gaps).collect();
        let mean = |of: usize| gaps.iter().map(|gap| gap[of]).sum::<f64>() / gaps.len() as f64;
        let [own, paper] = [0, 1].map(|of| (!gaps.is_empty()).then(|| mean(of)));
        let Some(score) = score else {
            let words = say!("lesson.verdict.unmeasured").to_owned();
            return Self { words, score, outcome: Outcome::Alone, measured, heights: None };
        };
        let off = format!("{:.2}", score.off);
        let mut words = if covered > 0.95 {
            say!("lesson.verdict.sketch", off = off)
        } else {
            say!("lesson.verdict.sketch-in-part", off = off, covered = per_cent(covered))
        };
        // The error of a share of so many walkers, at its largest.
        let error = 0.5 / f64::from(walkers.max(1)).sqrt() / CLEAR;
        let outcome = Outcome::of_gaps(own.unwrap_or(score.off), paper, error);
        if let (Some(paper), Some(own)) = (paper, own) {
            let [off, own] = [paper, own].map(|off| format!("{off:.2}"));
            words.push(' ');
            words.push_str(&match outcome {
                Outcome::Nearer => say!("lesson.verdict.sketch-nearer", off = off, own = own),
                Outcome::Farther => say!("lesson.verdict.sketch-farther", off = off, own = own),
                _ => say!("lesson.verdict.sketch-even", off = off, own = own),
            });
        }
        Self { words, score: Some(score), outcome, measured, heights: None }
    }

    pub(super) fn of_height(heights: Option<Heights>, score: Option<Score>) -> Self {
        let Some(heights) = heights else {
            let words = say!("lesson.verdict.no-hops").to_owned();
            return Self { words, score: None, outcome: Outcome::Alone, measured: Vec::new(), heights: None };
        };
        let outcome = heights.outcome();
        let mut words = match heights.off() {
            None => say!(
                "lesson.verdict.height-passed",
                y = format_args!("{:.2}", heights.swarm),
                spread = format_args!("{:.2}", heights.spread)
            ),
            Some(off) => {
                let far = format!("{:.2}", off.abs());
                let spreads = format!("{:.1}", off.abs() / heights.spread.max(1e-9));
                let spread = format!("{:.2}", heights.spread);
                match off {
                    off if off.abs() < 0.005 => say!("lesson.verdict.height-same").to_owned(),
                    off if off > 0.0 => {
                        say!("lesson.verdict.height-above", off = far, spreads = spreads, spread = spread)
                    }
                    _ => say!("lesson.verdict.height-below", off = far, spreads = spreads, spread = spread),
                }
            }
        };
        if let Some(off) = heights.eq11_off() {
            let off = format!("{:.2}", off.abs());
            words.push(' ');
            words.push_str(&match outcome {
                Outcome::Nearer => say!("lesson.verdict.height-yours", off = off),
                Outcome::Farther => say!("lesson.verdict.height-papers", off = off),
                Outcome::Even => say!("lesson.verdict.height-even", off = off),
                _ => say!("lesson.verdict.height-eq11", off = off),
            });
        }
        Self { words, score, outcome, measured: Vec::new(), heights: Some(heights) }
    }

    /// Of one of some answers, or of none.
    pub(super) fn of_choice(right: &str, score: Option<Score>) -> Self {
        let (words, outcome) = match score {
            Some(score) if score.share == 1.0 => (say!("lesson.verdict.right").to_owned(), Outcome::Right),
            Some(_) => (say!("lesson.verdict.wrong", right = right), Outcome::Wrong),
            None => (say!("lesson.verdict.passed", right = right), Outcome::Passed),
        };
        Self { words, score, outcome, measured: Vec::new(), heights: None }
    }

    /// Of a curve that was not sketched.
    pub(super) fn of_no_sketch(measured: Vec<[f64; 2]>) -> Self {
        let words = say!("lesson.verdict.curve-passed").to_owned();
        Self { words, score: None, outcome: Outcome::Passed, measured, heights: None }
    }

    /// What stands above the page once it is revealed: how far off a height was.
    pub fn headline(&self) -> Option<String> {
        let heights = self.heights?;
        let Some(off) = heights.off() else {
            return Some(say!("lesson.headline.swarm", y = format_args!("{:.2}", heights.swarm)));
        };
        let far = format!("{:.2}", off.abs());
        Some(match off {
            off if off.abs() < 0.005 => say!("lesson.headline.same").to_owned(),
            off if off > 0.0 => say!("lesson.headline.high", off = far),
            _ => say!("lesson.headline.low", off = far),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEASURED: Heights = Heights {
        guess: Some(6.2),
        swarm: 4.51,
        error: 0.01,
        spread: 0.71,
        eq11: Some(5.04),
        frost: Some(4.5),
    };

    #[test]
    fn who_came_nearer_is_said_only_where_it_can_be_told() {
        for (guess, expected) in [
            (6.2, Outcome::Farther),
            (4.6, Outcome::Nearer),
            (5.04, Outcome::Even),
            // As far below as Eq. 11 is above, to two standard errors.
            (4.51 - 0.53 - 0.02, Outcome::Even),
        ] {
            let heights = Heights { guess: Some(guess), ..MEASURED };
            assert_eq!(heights.outcome(), expected, "{guess}");
        }
        assert_eq!(Heights { guess: None, ..MEASURED }.outcome(), Outcome::Passed);
        assert_eq!(Heights { eq11: None, ..MEASURED }.outcome(), Outcome::Alone);
    }

    #[test]
    fn the_first_word_on_a_page_counts() {
        let mut tally = Tally::default();
        tally.add(1, 0, Outcome::Wrong);
        tally.add(1, 0, Outcome::Right);
        tally.add(1, 1, Outcome::Right);
        assert_eq!([Outcome::Right, Outcome::Wrong].map(|outcome| tally.count(outcome)), [1, 1]);
        assert_eq!(tally.sentences().len(), 1);
    }

    #[test]
    fn a_sketch_is_held_against_the_paper_where_it_was_drawn() {
        let measured: Vec<[f64; 2]> = (0..=10).map(|i| [f64::from(i), 0.7]).collect();
        let mut sketch = Sketch::default();
        sketch.draw([0.0, 0.75], [10.0, 0.75]);
        let of = |paper: f64| Verdict::of_sketch(&sketch, measured.clone(), 3_000, |_| Some(paper)).outcome;
        assert_eq!([of(0.9), of(0.7), of(0.755)], [Outcome::Nearer, Outcome::Farther, Outcome::Even]);
        let none = Verdict::of_sketch(&sketch, measured.clone(), 3_000, |_| None);
        assert_eq!(none.outcome, Outcome::Alone);
    }
}
