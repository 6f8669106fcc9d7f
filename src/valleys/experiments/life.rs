//! One walker's whole way, hop by hop, and the crowd that it is one of: what somebody sees who sees the model first.

use serde::{Deserialize, Serialize};

use super::live::Picture;
use super::run::fresh;
use crate::job::Progress;
use crate::valleys::model::Scenario;

/// A walker followed closely, among the others.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Life {
    pub scenario: Scenario,
    /// Which walker it is.
    pub walker: usize,
    pub path: Vec<LivedMoment>,
    /// The step of its last hop.
    pub last_hop: u32,
    /// Everybody, at the end of its path.
    pub crowd: Picture,
}

/// The walker at one step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LivedMoment {
    pub step: u32,
    pub y: f32,
    pub x: f32,
    /// Hops so far.
    pub hops: u32,
}

/// Walkers that one is chosen from.
const CHOICE: usize = 48;
/// Where in its path the chosen one hops last.
const LAST_HOP: f64 = 0.8;

/// Follows the walkers of a scenario for so many steps, and keeps the one that hops last four fifths of the way along;
/// `None` if cancelled.
pub fn life(scenario: &Scenario, steps: u32, stride: u32, progress: &Progress<'_>) -> Option<Life> {
    let mut swarm = fresh(scenario);
    let choice = CHOICE.min(scenario.walkers as usize);
    let mut paths = vec![Vec::new(); choice];
    loop {
        let step = swarm.step();
        for (path, walker) in paths.iter_mut().zip(swarm.walkers()) {
            path.push(LivedMoment { step, y: walker.y, x: walker.x, hops: walker.hops });
        }
        if progress(f64::from(step) / f64::from(steps)).is_break() {
            return None;
        }
        if step >= steps {
            break;
        }
        swarm.advance(stride.min(steps - step));
    }
    let wanted = LAST_HOP * f64::from(steps);
    let last_hops: Vec<u32> = swarm.walkers().take(choice).map(|walker| walker.last_hop).collect();
    let off = |walker: &usize| (f64::from(last_hops[*walker]) - wanted).abs();
    let walker = (0..choice).min_by(|a, b| off(a).total_cmp(&off(b)))?;
    let mut crowd = Picture { step: swarm.step(), ..Picture::default() };
    swarm.columns(usize::MAX, &mut crowd.x, &mut crowd.y, &mut crowd.age);
    Some(Life {
        scenario: scenario.clone(),
        walker,
        path: paths.swap_remove(walker),
        last_hop: last_hops[walker],
        crowd,
    })
}

impl Life {
    /// The moments up to a step.
    pub fn until(&self, step: f64) -> &[LivedMoment] {
        let count = self.path.partition_point(|moment| f64::from(moment.step) <= step);
        &self.path[..count.max(1)]
    }

    /// Mean and standard deviation of the crowd's heights.
    pub fn heights(&self) -> [f64; 2] {
        let heights = || self.crowd.y.iter().filter(|y| !y.is_nan()).map(|y| f64::from(*y));
        let count = heights().count().max(1) as f64;
        let mean = heights().sum::<f64>() / count;
        let square = heights().map(|y| (y - mean).powi(2)).sum::<f64>() / count;
        [mean, square.sqrt()]
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::valleys::model::Preset;

    #[test]
    fn the_one_that_is_followed_hops_and_then_no_more() {
        let scenario = Scenario { walkers: 200, ..Preset::Fig4.scenario() };
        let life =
            life(&scenario, 24_000, 60, &|_| ControlFlow::Continue(())).expect("nothing breaks it off");
        let (first, last) = (life.path[0], life.path[life.path.len() - 1]);
        assert_eq!((first.step, first.hops, last.step), (0, 0, 24_000));
        assert!((100..2_000).contains(&last.hops), "{} hops", last.hops);
        assert!((14_000..23_000).contains(&life.last_hop), "last hop at {}", life.last_hop);
        let after = life.path.iter().filter(|moment| moment.step > life.last_hop);
        assert!(
            after.into_iter().all(|moment| moment.hops == last.hops && (moment.x > 0.0) == (last.x > 0.0))
        );
        assert!(life.path.is_sorted_by(|a, b| a.hops <= b.hops) && life.crowd.x.len() == 200);
        assert_eq!(life.crowd.x[life.walker], last.x);
        let [mean, spread] = life.heights();
        assert!((4.0..8.0).contains(&mean) && (0.001..1.0).contains(&spread), "{mean} ± {spread}");
    }
}
