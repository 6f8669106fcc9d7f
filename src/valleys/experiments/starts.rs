//! What a run remembers of its start, and what it has chosen: the same run with all walkers on the steep side at first,
//! as it is, and with all of them on the flat one.

use serde::{Deserialize, Serialize};

use super::run::{checked, finish};
use crate::job::Progress;
use crate::valleys::model::Scenario;
use crate::valleys::sim::{Swarm, wilson};

/// A run beside what becomes of it from either side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Starts {
    pub scenario: Scenario,
    /// Mean height and share of the flat valley on the way, of the run as it is.
    pub course: Vec<[f64; 2]>,
    /// Shares of the flat valley at the end, from the steep side, as it is, and from the flat side.
    pub ends: [EndShare; 3],
}

/// A share of the flat valley with its 95 % band.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EndShare {
    pub share: f64,
    pub band: (f64, f64),
}

/// Runs a scenario from its three starts; `None` if cancelled.
pub fn starts(scenario: &Scenario, progress: &Progress<'_>) -> Option<Starts> {
    let mut ends = [EndShare::default(); 3];
    let mut course = Vec::new();
    for (turn, flat_share) in [0.0, scenario.flat_share, 1.0].into_iter().enumerate() {
        let scenario = Scenario { flat_share, ..scenario.clone() };
        let swarm = finish(Swarm::new(&checked(&scenario)), &|done| progress((turn as f64 + done) / 3.0))?;
        let samples = &swarm.record().samples;
        if let Some(last) = samples.last() {
            ends[turn] = EndShare { share: last.p_flat().unwrap_or(0.0), band: wilson(last.flat, last.live) };
        }
        if turn == 1 {
            let points = samples.iter().filter_map(|sample| Some([sample.mean_y?, sample.p_flat()?]));
            course = points.collect();
        }
    }
    Some(Starts { scenario: scenario.clone(), course, ends })
}

impl Starts {
    /// How much of the end the start decides: 1 if nobody has chosen anything, 0 if everything is forgotten.
    pub fn memory(&self) -> f64 {
        (self.ends[2].share - self.ends[0].share).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::settings::Adjustable;
    use crate::valleys::model::{Parameter, Preset};

    fn of(sigma: f64) -> Starts {
        let mut scenario = Preset::Fig3.scenario();
        for (parameter, value) in
            [(Parameter::Sigma, sigma), (Parameter::Eta, 0.01), (Parameter::Walkers, 600.0)]
        {
            parameter.set(&mut scenario, value).expect("it is in range");
        }
        starts(&scenario, &|_| ControlFlow::Continue(())).expect("nothing breaks it off")
    }

    #[test]
    fn weak_noise_remembers_everything_and_strong_noise_little() {
        let (weak, strong) = (of(0.01), of(0.1));
        assert_eq!(weak.memory(), 1.0, "{:?}", weak.ends);
        assert!((weak.ends[1].share - 0.5).abs() < 1e-9);
        assert!(strong.memory() < 0.2, "{:?}", strong.ends);
        let [from, own, to] = strong.ends;
        assert!(from.share < own.share && own.share < to.share && strong.course.len() > 20);
    }

    #[test]
    fn it_can_be_broken_off() {
        assert_eq!(starts(&Preset::Fig3.scenario(), &|_| ControlFlow::Break(())), None);
    }
}
