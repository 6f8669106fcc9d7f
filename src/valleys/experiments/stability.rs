//! What plain gradient descent does on both sides of the line η = f_i(y): no noise, so whoever leaves a valley is driven
//! out of it by its own overshooting steps.

use rayon::prelude::*;

use crate::job::Progress;
use crate::valleys::model::{Landscape, Valley};
use crate::valleys::sim::{DIVERGED_ABOVE, DIVERGED_BEYOND};

/// A walker that descends without noise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Descent {
    /// The valley, height and learning rate that it starts with.
    pub start: Valley,
    pub y: f64,
    pub eta: f64,
    pub end: Landing,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Landing {
    /// It rests in a valley.
    In(Valley),
    /// It has hopped within the last tenth of its steps.
    Restless,
    /// It left every bound, as a walker of a swarm may.
    Diverged,
}

/// Steps of a descent: wherever it settles, it does so much sooner.
pub const STEPS: u32 = 2_000;
/// Where it starts, as a share of the way from the ridge to the floor: on the floor itself nothing moves across.
pub const OFF_THE_FLOOR: f64 = 0.7;

/// Descends from both valleys, at each of the heights with each of the learning rates; `None` if cancelled.
pub fn descents(
    landscape: &Landscape,
    heights: &[f64],
    etas: &[f64],
    progress: &Progress<'_>,
) -> Option<Vec<Descent>> {
    let starts: Vec<(Valley, f64, f64)> = Valley::BOTH
        .into_iter()
        .flat_map(|valley| etas.iter().map(move |&eta| (valley, eta)))
        .flat_map(|(valley, eta)| heights.iter().map(move |&y| (valley, y, eta)))
        .collect();
    let descend = |&(start, y, eta): &(Valley, f64, f64)| {
        progress(0.5).is_continue().then(|| Descent { start, y, eta, end: descend(landscape, start, y, eta) })
    };
    starts.par_iter().map(descend).collect()
}

/// θ ← θ − η∇L.
fn descend(landscape: &Landscape, start: Valley, y: f64, eta: f64) -> Landing {
    let (mut x, mut y) = (OFF_THE_FLOOR * landscape.floor(start, y), y);
    let mut last_hop = 0;
    for step in 1..=STEPS {
        let slope = landscape.gradient(x, y);
        let before = Valley::of(x);
        (x, y) = (x - eta * slope.x, y - eta * slope.y);
        let valley = Valley::of(x);
        if valley != before {
            last_hop = step;
        }
        let bound = f64::from(DIVERGED_BEYOND) * landscape.reach(valley);
        // Written so that NaN is not within; below y = 0 there are no valleys.
        let within = x.abs() < bound && y > -1.0 && y < f64::from(DIVERGED_ABOVE);
        if !within {
            return Landing::Diverged;
        }
    }
    if last_hop > STEPS - STEPS / 10 { Landing::Restless } else { Landing::In(Valley::of(x)) }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::valleys::theory::is_unstable;

    fn ends(heights: &[f64], etas: &[f64]) -> Vec<Descent> {
        descents(&Landscape::default(), heights, etas, &|_| ControlFlow::Continue(())).expect("not cancelled")
    }

    #[test]
    fn below_both_lines_nobody_leaves() {
        let landscape = Landscape::default();
        for descent in ends(&[0.5, 2.0, 5.0, 20.0], &[0.02, 0.1, 0.17]) {
            let Descent { start, y, eta, end } = descent;
            assert!(!is_unstable(&landscape, Valley::Sharp, y, eta));
            assert_eq!(end, Landing::In(start), "{start:?} {y} {eta}");
        }
    }

    #[test]
    fn between_the_lines_the_steep_valley_empties_into_the_flat_one() {
        let landscape = Landscape::default();
        for descent in ends(&[1.0, 2.0, 5.0], &[0.22, 0.25, 0.27]) {
            let Descent { start, y, eta, end } = descent;
            assert!(is_unstable(&landscape, Valley::Sharp, y, eta), "{y} {eta}");
            assert!(!is_unstable(&landscape, Valley::Flat, y, eta), "{y} {eta}");
            assert_eq!(end, Landing::In(Valley::Flat), "{start:?} {y} {eta}");
        }
    }

    #[test]
    fn far_beyond_both_lines_some_are_lost() {
        let descents = ends(&[1.0, 5.0, 20.0], &[2.0, 5.0]);
        let lost = descents.iter().filter(|descent| descent.end == Landing::Diverged).count();
        println!("{lost} of {} diverged: {descents:?}", descents.len());
        assert!(lost > 0);
        assert_eq!(descents.len(), 12);
    }
}
