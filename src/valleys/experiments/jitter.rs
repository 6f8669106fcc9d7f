//! SGD as descent on a landscape that jitters, beside the Gaussian H² law of the same covariance: alike for small offsets,
//! and not alike where batches reach across the ridge.

use super::held::Share;
use super::run::{finish, fresh};
use crate::job::Progress;
use crate::valleys::model::{NoiseLaw, Scenario};
use crate::valleys::sim::{Examples, JitterSwarm, Sample, Summary, wilson};

/// Both swarms at the end, and on the way.
#[derive(Clone, Debug)]
pub struct Jitter {
    /// The Gaussian swarm's scenario: the H² law at the asked strength.
    pub scenario: Scenario,
    pub examples: Examples,
    /// Step, mean y, walkers at x > 0 and walkers left of the jittering swarm.
    pub path: Vec<(u32, f64, u32, u32)>,
    pub gaussian: Summary,
    /// The Gaussian swarm's P_flat on its way: mean y, share and the ends of its 95 % band.
    pub gaussian_path: Vec<[f64; 4]>,
    /// Mean over walkers of the step of the last hop + 1.
    pub mean_freezing_step: Option<f64>,
}

/// Samples of the way.
const SAMPLES: u32 = 200;

/// Runs both; the scenario's σ sets the covariance, Cov(a)/B = 2σ. `None` if cancelled.
pub fn jitter(scenario: &Scenario, count: u32, batch: u32, progress: &Progress<'_>) -> Option<Jitter> {
    let scenario = Scenario { noise: NoiseLaw::HessianSquared, ..scenario.clone() };
    let gaussian = finish(fresh(&scenario), &|share| progress(0.1 * share))?;
    let examples = Examples::drawn(count, batch, scenario.sigma.at(0), scenario.seed);
    let mut swarm = JitterSwarm::new(&scenario);
    let mut path = vec![sample(&swarm)];
    for index in 1..=SAMPLES {
        let step = (u64::from(scenario.steps) * u64::from(index) / u64::from(SAMPLES)) as u32;
        swarm.advance(&scenario, &examples, step - swarm.step);
        path.push(sample(&swarm));
        if progress(0.1 + 0.9 * f64::from(index) / f64::from(SAMPLES)).is_break() {
            return None;
        }
    }
    let live: Vec<f64> = swarm
        .walkers
        .iter()
        .filter(|walker| !walker.diverged)
        .map(|walker| f64::from(walker.last_hop) + 1.0)
        .collect();
    let moment = |sample: &Sample| {
        let (low, high) = sample.band();
        Some([sample.mean_y?, sample.p_flat()?, low, high])
    };
    Some(Jitter {
        gaussian_path: gaussian.record().samples.iter().filter_map(moment).collect(),
        gaussian: gaussian.summary(),
        mean_freezing_step: (!live.is_empty()).then(|| live.iter().sum::<f64>() / live.len() as f64),
        scenario,
        examples,
        path,
    })
}

fn sample(swarm: &JitterSwarm) -> (u32, f64, u32, u32) {
    let (flat, live) = swarm.census();
    // One after the other, so that the sum is the same on any number of threads.
    let sum: f64 =
        swarm.walkers.iter().filter(|walker| !walker.diverged).map(|walker| walker.position.y).sum();
    (swarm.step, sum / f64::from(live.max(1)), flat, live)
}

impl Jitter {
    /// P_flat of the jittering swarm at the end, with its 95 % band; none when all are lost.
    pub fn p_flat(&self) -> Option<(f64, (f64, f64))> {
        let &(_, _, flat, live) = self.path.last()?;
        (live > 0).then(|| (f64::from(flat) / f64::from(live), wilson(flat, live)))
    }

    /// The same share with its standard error.
    pub fn share(&self) -> Option<Share> {
        self.path.last().and_then(|&(_, _, flat, live)| Share::of(flat, live))
    }

    /// P_flat of the jittering swarm on its way, as the Gaussian one's.
    pub fn jittering_path(&self) -> Vec<[f64; 4]> {
        let living = self.path.iter().filter(|(_, _, _, live)| *live > 0);
        living
            .map(|&(_, y, flat, live)| {
                let (low, high) = wilson(flat, live);
                [y, f64::from(flat) / f64::from(live), low, high]
            })
            .collect()
    }
}
