//! What a student predicts before seeing it: a sketched curve, a height, or one of some answers; and how good it was.

use super::wrong::Wrong;
use crate::labs::Lab;

/// What is to be predicted.
#[derive(Clone, Debug, PartialEq)]
pub enum Predict {
    /// P_flat over y, sketched with the mouse: `p-flat from 1 to 8`.
    Curve { from: f64, to: f64 },
    /// The mean height at which the swarm freezes: `freezing-height from 0 to 12`.
    Height { from: f64, to: f64 },
    /// One of some answers, the right one marked: `choice it falls | it stays | * it rises`.
    Choice { answers: Vec<String>, right: usize },
}

/// A sketched curve: shares at heights, in rising order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sketch {
    pub points: Vec<[f64; 2]>,
}

/// How good a prediction was: 1 is right, 0 is as good as none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    pub share: f64,
    /// What it is off by, in the units of what was predicted; nothing for a choice.
    pub off: f64,
}

/// A sketch that is off by so much everywhere, or a height by such a share of the truth, scores nothing.
const CURVE_TOLERANCE: f64 = 0.25;
const HEIGHT_TOLERANCE: f64 = 0.8;

impl Predict {
    /// Reads what follows `predict:`; the error shows the forms there are.
    pub fn read(text: &str, lab: Lab) -> Result<Self, Wrong> {
        let text = text.trim();
        let form = || Wrong::PredictForm(text.to_owned());
        if lab == Lab::Networks && !text.starts_with("choice") {
            return Err(Wrong::PredictChoice(text.to_owned()));
        }
        if let Some(answers) = text.strip_prefix("choice") {
            let answers: Vec<&str> = answers.split('|').map(str::trim).collect();
            let starred: Vec<usize> = (0..answers.len()).filter(|&i| answers[i].starts_with('*')).collect();
            let [right] = starred[..] else {
                return Err(Wrong::PredictStarred(text.to_owned()));
            };
            let answers: Vec<String> =
                answers.iter().map(|answer| answer.trim_start_matches('*').trim().to_owned()).collect();
            if answers.len() < 2 || answers.iter().any(String::is_empty) {
                return Err(Wrong::PredictAnswers(text.to_owned()));
            }
            return Ok(Self::Choice { answers, right });
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let [what, "from", from, "to", to] = words[..] else { return Err(form()) };
        let number = |text: &str| text.parse::<f64>().ok().filter(|y| (0.0..=1e4).contains(y));
        let (Some(from), Some(to)) = (number(from), number(to)) else {
            return Err(Wrong::PredictHeights(text.to_owned()));
        };
        if from >= to {
            return Err(Wrong::PredictOrder(text.to_owned()));
        }
        match what {
            "p-flat" => Ok(Self::Curve { from, to }),
            "freezing-height" => Ok(Self::Height { from, to }),
            _ => Err(form()),
        }
    }

    /// Scores a choice.
    pub fn score_choice(&self, chosen: usize) -> Option<Score> {
        let Self::Choice { right, .. } = self else { return None };
        let share = f64::from(u8::from(chosen == *right));
        Some(Score { share, off: 0.0 })
    }

    /// Scores a height against the swarm's.
    pub fn score_height(&self, predicted: f64, measured: f64) -> Option<Score> {
        let Self::Height { .. } = self else { return None };
        let off = predicted - measured;
        Some(Score { share: (1.0 - (off / measured).abs() / HEIGHT_TOLERANCE).clamp(0.0, 1.0), off })
    }
}

impl Sketch {
    /// Draws on: what was sketched before between the last point and this one is replaced.
    pub fn draw(&mut self, from: [f64; 2], to: [f64; 2]) {
        let (low, high) = if from[0] <= to[0] { (from, to) } else { (to, from) };
        self.points.retain(|point| point[0] < low[0] || point[0] > high[0]);
        let at = self.points.partition_point(|point| point[0] < low[0]);
        let new = if low[0] == high[0] { vec![to] } else { vec![low, high] };
        self.points.splice(at..at, new);
    }

    /// The sketched share at a height; none beyond its ends.
    pub fn at(&self, y: f64) -> Option<f64> {
        let after = self.points.partition_point(|point| point[0] < y);
        let right = self.points.get(after)?;
        if right[0] == y {
            return Some(right[1]);
        }
        let left = self.points.get(after.checked_sub(1)?)?;
        Some(left[1] + (right[1] - left[1]) * (y - left[0]) / (right[0] - left[0]))
    }

    /// Scores it against measured heights and shares: the mean distance over where both are, less for what was left out.
    pub fn score(&self, measured: &[[f64; 2]]) -> Option<Score> {
        let off: Vec<f64> =
            measured.iter().filter_map(|&[y, share]| Some((self.at(y)? - share).abs())).collect();
        if off.is_empty() {
            return None;
        }
        let mean = off.iter().sum::<f64>() / off.len() as f64;
        let covered = off.len() as f64 / measured.len() as f64;
        Some(Score { share: (1.0 - mean / CURVE_TOLERANCE).clamp(0.0, 1.0) * covered, off: mean })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sketch_is_what_was_drawn_last() {
        let mut sketch = Sketch::default();
        sketch.draw([1.0, 0.5], [1.0, 0.5]);
        sketch.draw([1.0, 0.5], [3.0, 0.9]);
        assert_eq!(sketch.at(2.0), Some(0.7));
        sketch.draw([2.5, 0.6], [1.5, 0.6]);
        assert_eq!(sketch.at(2.0), Some(0.6));
        assert_eq!(sketch.at(0.5), None);
        assert!(sketch.points.is_sorted_by(|a, b| a[0] <= b[0]), "{sketch:?}");
    }

    #[test]
    fn a_right_sketch_scores_one_and_a_wrong_one_nothing() {
        let measured: Vec<[f64; 2]> =
            (10..=80).map(|i| [f64::from(i) / 10.0, 0.5 + f64::from(i) / 200.0]).collect();
        let mut right = Sketch::default();
        right.draw([1.0, 0.55], [8.0, 0.9]);
        assert!(right.score(&measured).unwrap().share > 0.99);
        let mut wrong = Sketch::default();
        wrong.draw([1.0, 0.1], [8.0, 0.1]);
        assert_eq!(wrong.score(&measured).unwrap().share, 0.0);
        let mut half = Sketch::default();
        half.draw([1.0, 0.55], [4.5, 0.725]);
        assert!((half.score(&measured).unwrap().share - 0.5).abs() < 0.02);
        assert_eq!(Sketch::default().score(&measured), None);
    }
}
