//! What may be said of a difference: how many standard errors it is from nothing, told by one rule for every question.

use super::held::Share;
use crate::valleys::sim::Summary;

/// A difference between two results, or a slope, and its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    pub value: f64,
    pub error: f64,
}

/// How sure one can be of the side that it lies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// It is so.
    Clear,
    /// It seems to be so.
    Seeming,
    /// It cannot be told.
    Untold,
}

/// Beyond so many standard errors a difference is clear, and from so many on it seems to be one.
const CLEAR: f64 = 3.0;
const SEEMING: f64 = 2.0;

impl Difference {
    /// How much more the first of two independent shares is than the second.
    pub fn between(more: Share, less: Share) -> Self {
        Self { value: more.share - less.share, error: more.error.hypot(less.error) }
    }

    /// How much more a share is than what is known without an error.
    pub fn from(share: Share, level: f64) -> Self {
        Self { value: share.share - level, error: share.error }
    }

    /// How much more often the second of two happens than the first, to pairs that share their random numbers: `more` have
    /// only the second, `less` only the first (McNemar). As in [`Share::of`] the error never is 0.
    pub fn of_pairs(more: u32, less: u32, pairs: u32) -> Option<Self> {
        let (differing, pairs_count) = (f64::from((more + less).max(1)), f64::from(pairs));
        let value = (f64::from(more) - f64::from(less)) / pairs_count;
        let variance = (differing / pairs_count - value * value).max(1.0 / pairs_count.powi(2));
        (pairs > 0).then(|| Self { value, error: (variance / pairs_count).sqrt() })
    }

    /// How many standard errors it is from nothing, with its sign.
    pub fn errors(&self) -> f64 {
        self.value / self.error
    }

    pub fn certainty(&self) -> Certainty {
        match self.errors().abs() {
            errors if errors > CLEAR => Certainty::Clear,
            errors if errors >= SEEMING => Certainty::Seeming,
            _ => Certainty::Untold,
        }
    }

    /// How many walkers would make it clear where so many do not, if it is as large as it looks.
    pub fn walkers_to_tell(&self, walkers: u32) -> f64 {
        f64::from(walkers) * (CLEAR / self.errors()).powi(2)
    }
}

impl Share {
    /// A share of so many walkers. Its error never is 0: one walker more on either side is thought of.
    pub fn of(count: u32, live: u32) -> Option<Self> {
        let (count, all) = (f64::from(count), f64::from(live));
        let careful = (count + 1.0) / (all + 2.0);
        (live > 0).then(|| Self { share: count / all, error: (careful * (1.0 - careful) / all).sqrt() })
    }

    /// The share of the flat valley at the end of a run.
    pub fn at_end(summary: &Summary, walkers: u32) -> Option<Self> {
        let live = summary.live(walkers);
        Self::of((summary.p_flat? * f64::from(live)).round() as u32, live)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_rule_tells_what_may_be_said() {
        for (errors, certainty) in [
            (0.0, Certainty::Untold),
            (-1.9, Certainty::Untold),
            (2.0, Certainty::Seeming),
            (-3.0, Certainty::Seeming),
            (3.1, Certainty::Clear),
            (-9.0, Certainty::Clear),
            (f64::NAN, Certainty::Untold),
        ] {
            let difference = Difference { value: 0.01 * errors, error: 0.01 };
            assert_eq!(difference.certainty(), certainty, "{errors}");
        }
    }

    #[test]
    fn no_error_is_nothing() {
        let all = Share::of(50, 50).expect("walkers");
        assert!(all.share == 1.0 && all.error > 0.01, "{all:?}");
        assert_eq!(Share::of(0, 0), None);
        let same = Difference::of_pairs(0, 0, 100).expect("pairs");
        assert!(same.value == 0.0 && (same.error - 0.01).abs() < 1e-12, "{same:?}");
        let everyone = Difference::of_pairs(100, 0, 100).expect("pairs");
        assert!(everyone.error > 0.0 && everyone.certainty() == Certainty::Clear, "{everyone:?}");
        assert_eq!(Difference::of_pairs(0, 0, 0), None);
    }

    #[test]
    fn more_walkers_tell_a_smaller_difference() {
        let unclear = Difference { value: 0.01, error: 0.01 };
        assert!((unclear.walkers_to_tell(100) - 900.0).abs() < 1e-9);
    }
}
