//! What the law of the noise is worth: the run under noise that grows as the α-th power of the curvature, all else the
//! same. The geometric mean of both valleys' noise is the same at every α.

use super::difference::Difference;
use super::family::{Member, family};
use super::held::Share;
use super::questions::AlphaQuestion;
use crate::job::Progress;
use crate::settings::{Adjustable, Invalid, Settings};
use crate::valleys::model::{NoiseLaw, Parameter, Scenario};

/// Runs of noise from the Hessian, from the smallest α to the largest, each with a seed of its own; `None` if cancelled, an
/// error if one cannot be run. Who insists gets every prediction.
pub fn alpha(
    scenario: &Scenario,
    question: &AlphaQuestion,
    insists: bool,
    progress: &Progress<'_>,
) -> Result<Option<Vec<Member>>, Invalid> {
    let [from, to] = question.alpha;
    let last = question.points.max(2) - 1;
    let scenarios = (0..=last).map(|index| {
        let mut at = Scenario { noise: NoiseLaw::Hessian, ..scenario.clone() };
        Parameter::Alpha.set(&mut at, from + (to - from) * f64::from(index) / f64::from(last))?;
        at.reseed(u64::from(index));
        at.validate()?;
        Ok(at)
    });
    Ok(family(scenarios.collect::<Result<_, Invalid>>()?, insists, progress))
}

/// How much more of its walkers one run has in the flat valley than another.
pub fn share_gained(from: &Member, to: &Member) -> Option<Difference> {
    let [less, more] = [from, to].map(|run| Share::at_end(&run.summary, run.scenario.walkers));
    Some(Difference::between(more?, less?))
}

/// How much higher its walkers freeze, in the mean.
pub fn height_gained(from: &Member, to: &Member) -> Option<Difference> {
    let mean = |run: &Member| {
        let live = run.summary.live(run.scenario.walkers);
        Some((run.summary.mean_freezing_y?, run.summary.sd_freezing_y? / f64::from(live).sqrt()))
    };
    let ((lower, error), (higher, other)) = (mean(from)?, mean(to)?);
    Some(Difference { value: higher - lower, error: error.hypot(other) })
}
