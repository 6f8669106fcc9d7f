//! Where the walkers of a run freeze: the frost line, which is the mean over those that hop, at their last hop. And the
//! same line over the strength of the noise.

use serde::{Deserialize, Serialize};

use std::ops::ControlFlow;

use super::at_once::{Correction, two_state_last_hops};
use super::last_hop::{Freezing, LastHops, density_and_last_hops};
use super::patience::Patience;
use super::why::Why;
use crate::valleys::model::Scenario;

/// The frost line of a run, with its spread.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frost {
    /// Over the walkers that hop.
    pub at: Freezing,
    /// Share of walkers that still hop at the end of the run.
    pub still: f64,
    /// By the law of the last hop; else by two states, put right by the last exact one that was known.
    pub exact: bool,
}

/// From this share of walkers on that still hop at its end, a run has not frozen.
const STILL_HOPPING: f64 = 0.5;
/// Where fewer walkers than this hop, nobody sees them freeze.
const HOPPERS: f64 = 1e-3;

impl Frost {
    /// By the law of the last hop.
    pub fn exact(scenario: &Scenario, law: &LastHops) -> Result<Self, Why> {
        Self::of(scenario, law, law.hopped, true)
    }

    /// In the time of a frame.
    pub fn at_once(scenario: &Scenario, correction: &Correction) -> Result<Self, Why> {
        let law = two_state_last_hops(scenario)?;
        Self::of(scenario, &law, correction.of(&law), false)
    }

    fn of(scenario: &Scenario, law: &LastHops, at: Option<Freezing>, exact: bool) -> Result<Self, Why> {
        if scenario.hold_y.is_some() {
            return Err(Why::Held);
        }
        match at.filter(|_| law.never < 1.0 - HOPPERS) {
            None => Err(Why::NoHops),
            Some(_) if law.still > STILL_HOPPING => Err(Why::StillHopping { share: law.still }),
            Some(at) => Ok(Self { at, still: law.still, exact }),
        }
    }

    /// From a standard deviation below the line to one above.
    pub fn band(&self) -> [f64; 2] {
        [(self.at.y - self.at.y_sd).max(0.0), self.at.y + self.at.y_sd]
    }
}

/// The frost line of runs that differ in the strength of their noise alone, their y free.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrostAcross {
    /// log₁₀ of Δ_S as it is at the start, evenly, and the line there.
    pub points: Vec<(f64, Result<Frost, Why>)>,
}

/// Strengths of the noise, and how many of them have their law of the last hop worked out: between those two states'
/// line is put right by what it is off at both.
const STRENGTHS: usize = 49;
const EXACT: usize = 5;

impl FrostAcross {
    /// Over log₁₀ Δ_S, by two states alone.
    pub fn at_once(scenario: &Scenario, range: [f64; 2], correction: &Correction) -> Self {
        Self::corrected(scenario, range, &|_| *correction)
    }

    /// By the law of the last hop at some strengths; `None` if `progress` breaks it off.
    pub fn of(
        scenario: &Scenario,
        range: [f64; 2],
        patience: Patience,
        progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
    ) -> Option<Self> {
        let mut corrections = Vec::new();
        for (index, log) in evenly(range, EXACT).enumerate() {
            let Some(scenario) = with_noise(scenario, log) else { continue };
            let done = |share: f64| (index as f64 + share) / EXACT as f64;
            let (_, exact) =
                density_and_last_hops(&scenario, &[], patience, &mut |share| progress(done(share)))?;
            corrections.push(Correction::of_laws(&exact, &two_state_last_hops(&scenario)));
        }
        let [from, to] = range;
        let correction = |log: f64| {
            let along = ((log - from) / (to - from)).clamp(0.0, 1.0) * (EXACT - 1) as f64;
            let before = (along as usize).min(EXACT - 2);
            corrections[before].towards(&corrections[before + 1], along - before as f64)
        };
        Some(Self::corrected(scenario, range, &correction))
    }

    fn corrected(scenario: &Scenario, range: [f64; 2], correction: &dyn Fn(f64) -> Correction) -> Self {
        let point = |log| Some((log, Frost::at_once(&with_noise(scenario, log)?, &correction(log))));
        Self { points: evenly(range, STRENGTHS).filter_map(point).collect() }
    }
}

fn evenly([from, to]: [f64; 2], count: usize) -> impl Iterator<Item = f64> {
    (0..count).map(move |index| from + (to - from) * index as f64 / (count - 1) as f64)
}

/// The run with all of its noise stronger or weaker, so that Δ_S starts at 10^log, and y free; none where it starts at
/// nothing.
fn with_noise(scenario: &Scenario, log: f64) -> Option<Scenario> {
    let start = scenario.delta_s(0);
    let sigma = || scenario.sigma.times(10_f64.powf(log) / start);
    (start > 0.0).then(|| Scenario { sigma: sigma(), hold_y: None, ..scenario.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Schedule;
    use crate::valleys::model::{Landscape, NoiseLaw, Preset};

    fn exact(scenario: &Scenario) -> Result<Frost, Why> {
        let go_on = &mut |_| ControlFlow::Continue(());
        let (_, law) = density_and_last_hops(scenario, &[], Patience::ENDLESS, go_on).expect("nothing");
        Frost::exact(scenario, &law.expect("a law"))
    }

    #[test]
    fn no_line_is_drawn_only_where_nothing_freezes() {
        let fig3 = Preset::Fig3.scenario();
        assert!(exact(&fig3).is_ok_and(|frost| frost.exact && frost.still < 0.05));
        // γ ≤ 1 has no Eq. 11, and freezes all the same.
        let mirrored = Landscape { x1: fig3.landscape.x2, x2: fig3.landscape.x1, ..fig3.landscape };
        let steeper = Scenario { landscape: mirrored, ..fig3.clone() };
        assert!(exact(&steeper).is_ok());
        let loud = Scenario { sigma: Schedule::Constant(1.0), steps: 20_000, ..Preset::Fig4.scenario() };
        let frost = exact(&loud);
        assert!(matches!(frost, Err(Why::StillHopping { share }) if share > 0.5), "{frost:?}");
        let held = Scenario { hold_y: Some(2.0), ..fig3.clone() };
        assert_eq!(exact(&held), Err(Why::Held));
        // Without noise walkers on a floor stay there.
        let quiet = Scenario { noise: NoiseLaw::None, x_i: 0.3, ..fig3 };
        assert_eq!(exact(&quiet), Err(Why::NoHops));
    }

    #[test]
    fn between_the_strengths_worked_out_the_line_is_within_three_per_cent() {
        let scenario = Preset::Fig4.scenario();
        let go_on = &mut |_| ControlFlow::Continue(());
        let across = FrostAcross::of(&scenario, [-4.0, -2.0], Patience::ENDLESS, go_on).expect("nothing");
        for (log, frost) in across.points.iter().skip(18).step_by(7) {
            let truth = exact(&with_noise(&scenario, *log).expect("noise")).expect("a line").at;
            let near = frost.expect("a line").at;
            assert!((near.y / truth.y - 1.0).abs() < 0.03, "10^{log}: {near:?}, exact {truth:?}");
        }
    }
}
