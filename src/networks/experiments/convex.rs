//! Flat minima need not generalise (Schliserman et al., arXiv 2511.03548), in an example of our own, and its first claim
//! only: f(w; z) = ½ Σ_j z_j [w_j − b]₊² with fair coins z_j in d = 4·2ⁿ dimensions, convex, at least 0 and 1-smooth, over
//! the unit ball. Among so many coordinates there is nearly always one that n examples never show: along it the train loss
//! is flat and 0, and the risk is that of every new example.

use crate::networks::model::Stream;

/// b, up to where nothing is lost.
pub const FREE: f64 = 0.2;
/// Examples at most: the coordinates double with each.
pub const MOST_EXAMPLES: u32 = 20;

/// What is seen of a coordinate in some examples: how often its coin was 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    pub examples: u32,
    /// For each coordinate.
    pub seen: Vec<u32>,
}

/// One minimum of the train loss.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Minimum {
    /// Its coordinate and its length: it lies along an axis.
    pub coordinate: usize,
    pub length: f64,
    pub train_loss: f64,
    /// The largest curvature of the train loss there, on the side where it is larger.
    pub sharpness: f64,
    /// The mean loss of a new example.
    pub risk: f64,
}

/// What coins are drawn for, among all that a seed is for.
const COINS: u64 = 0xC014;

impl Draw {
    /// So many examples.
    pub fn of(examples: u32, seed: u64) -> Self {
        let examples = examples.clamp(1, MOST_EXAMPLES);
        let mut seen = vec![0; dimensions(examples)];
        let mut stream = Stream::of([seed, COINS, u64::from(examples)]);
        for _ in 0..examples {
            for coins in seen.chunks_mut(64) {
                let word = stream.next_word();
                coins.iter_mut().enumerate().for_each(|(bit, seen)| *seen += u32::from(word >> bit & 1 == 1));
            }
        }
        Self { examples, seen }
    }

    /// e_J with a coordinate J that no example shows, if there is one: flat, and of no use.
    pub fn flat(&self) -> Option<Minimum> {
        let coordinate = self.seen.iter().position(|&seen| seen == 0)?;
        Some(self.along(coordinate, 1.0))
    }

    /// b e_i with the coordinate i that is shown most: at the edge of a slope, and without risk.
    pub fn sharp(&self) -> Minimum {
        let most = (0..self.seen.len()).max_by_key(|&coordinate| self.seen[coordinate]).unwrap_or(0);
        self.along(most, FREE)
    }

    fn along(&self, coordinate: usize, length: f64) -> Minimum {
        let share = f64::from(self.seen[coordinate]) / f64::from(self.examples);
        let beyond = (length - FREE).max(0.0);
        let sharpness = if length >= FREE { share } else { 0.0 };
        let train_loss = 0.5 * share * beyond * beyond;
        Minimum { coordinate, length, train_loss, sharpness, risk: 0.25 * beyond * beyond }
    }
}

/// d = 4·2ⁿ.
pub fn dimensions(examples: u32) -> usize {
    4 << examples
}

/// The chance that some coordinate is never shown, 1 − (1 − 2⁻ⁿ)^d.
pub fn chance_of_a_flat_minimum(examples: u32) -> f64 {
    1.0 - (1.0 - 0.5_f64.powi(examples as i32)).powf(dimensions(examples) as f64)
}
