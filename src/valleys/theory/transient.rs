//! P_flat as a function of the step: what both predictions of the transient hand back.

use serde::{Deserialize, Serialize};

use super::validity::{Domain, Prediction};
use super::why::Why;

/// A predicted run, sampled at the steps asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    pub points: Vec<TracePoint>,
    /// Whether the prediction's assumptions hold all along; if not, where they fail first.
    pub domain: Domain,
}

/// The ensemble after a number of steps.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TracePoint {
    pub step: u32,
    /// Mean height.
    pub y: f64,
    pub p_flat: f64,
    /// Whether the prediction's assumptions hold at this point.
    pub in_domain: bool,
}

impl Trace {
    /// The last point; none if no step was asked for, or none could be predicted.
    pub fn last(&self) -> Option<&TracePoint> {
        self.points.last()
    }

    /// P_flat where the prediction ends.
    pub fn end(&self) -> Prediction {
        match self.last() {
            Some(last) => Prediction::new(last.p_flat, self.domain),
            None => Prediction::absent(self.domain.why().unwrap_or(Why::NothingToPredict)),
        }
    }
}

/// About `count` evenly spaced steps from 0 to the last, both included: where to sample a trace.
pub fn even_steps(last: u32, count: u32) -> Vec<u32> {
    let intervals = count.saturating_sub(1).clamp(1, last.max(1));
    (0..=intervals).map(|i| (u64::from(last) * u64::from(i) / u64::from(intervals)) as u32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn even_steps_include_both_ends() {
        assert_eq!(even_steps(100, 5), [0, 25, 50, 75, 100]);
        assert_eq!(even_steps(3, 100), [0, 1, 2, 3]);
        assert_eq!(even_steps(u32::MAX, 2), [0, u32::MAX]);
    }
}
