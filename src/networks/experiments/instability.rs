//! Do instabilities favour flat minima (Wang and Roberts, Neural Networks 201, 108874)? From one state plain descent goes on
//! at learning rates below and above 2/λ₁, where it loses its footing, and λ₁ and its direction are followed.

use rayon::prelude::*;

use super::prepared::Prepared;
use crate::job::{Parts, Progress};
use crate::networks::curvature::{Hessian, Part, Spectrum, Wanted, lanczos, turn, turn_of_plane};
use crate::networks::model::{Length, Weights};
use crate::networks::training::Descent;

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// ηt of the state that is forked,
    pub fork: f64,
    /// and the learning rate of the descent that leads there: so small that it is stable all the way.
    pub eta: f64,
    /// Learning rates of the forks, in units of 2/λ₁.
    pub factors: Vec<f64>,
    /// How long each goes on: so many steps, or so much ηt.
    pub length: Length,
    /// Steps between two looks at the Hessian.
    pub look: u32,
}

impl Default for Asked {
    fn default() -> Self {
        let factors = vec![0.5, 0.9, 1.1, 1.3, 1.6, 2.0, 2.5];
        Self { fork: 2.0, eta: 0.02, factors, length: Length::Steps(40), look: 2 }
    }
}

/// The state that was forked, and its forks.
#[derive(Clone, Debug, PartialEq)]
pub struct Forked {
    /// λ₁ at the fork.
    pub sharpness: f64,
    /// λ₂ there: where the two are close the leading direction is anyone's, and the plane should be looked at.
    pub second: f64,
    pub forks: Vec<Fork>,
}

/// One fork.
#[derive(Clone, Debug, PartialEq)]
pub struct Fork {
    pub factor: f64,
    pub eta: f64,
    /// Steps, loss and λ₁ at every look.
    pub looks: Vec<(u32, f64, f64)>,
    /// λ₁ at the end over λ₁ at the fork; none if it diverged, as what follows.
    pub ratio: Option<f64>,
    /// Mean turn of the leading eigenvector from look to look,
    pub turn: Option<f64>,
    /// and of the plane of the leading two.
    pub plane_turn: Option<f64>,
}

/// Forks the runs of plain descent from so many starts, that of the setup the first; `None` if cancelled. Starts whose
/// state does not bend upwards cannot be forked, and are left out.
pub fn from_starts(
    prepared: &Prepared,
    starts: u32,
    question: &Asked,
    progress: &Progress<'_>,
) -> Option<Vec<Forked>> {
    let parts = Parts::after(0.0, &vec![1.0; starts as usize], progress);
    let forked = |number: u32| {
        let start = Weights::initial(
            prepared.start.shape.clone(),
            prepared.setup.seed.wrapping_add(u64::from(number)),
        );
        from_start(prepared, start, question, &|done| parts.report(number as usize, done))
    };
    let forked: Vec<Forked> =
        (0..starts).into_par_iter().with_max_len(1).map(forked).collect::<Option<_>>()?;
    Some(forked.into_iter().filter(|forked| forked.sharpness.is_finite() && forked.sharpness > 0.0).collect())
}

/// Forks the run of plain descent; `None` if cancelled.
pub fn instability(prepared: &Prepared, question: &Asked, progress: &Progress<'_>) -> Option<Forked> {
    from_start(prepared, prepared.start.clone(), question, progress)
}

fn from_start(
    prepared: &Prepared,
    start: Weights,
    question: &Asked,
    progress: &Progress<'_>,
) -> Option<Forked> {
    let eta = question.eta;
    let mut descent = Descent::new(&prepared.train, start);
    for _ in 0..(question.fork / eta).round() as u32 {
        descent.look();
        descent.step(eta);
    }
    let state = descent.weights();
    let start = leading(prepared, state);
    let sharpness = start.values[0];
    let parts = Parts::after(0.0, &vec![1.0; question.factors.len()], progress);
    let forks = question.factors.par_iter().enumerate().with_max_len(1).map(|(part, &factor)| {
        let eta = factor * 2.0 / sharpness;
        fork(prepared, state, &start, factor, eta, question, &|done| parts.report(part, done))
    });
    // A state that is no network any more has not even the first.
    let second = start.values.get(1).copied().unwrap_or(f64::NAN);
    Some(Forked { sharpness, second, forks: forks.collect::<Option<_>>()? })
}

fn leading(prepared: &Prepared, weights: &Weights) -> Spectrum {
    let mut hessian = Hessian::at(weights, &prepared.train);
    let wanted = Wanted { values: 2, ..Wanted::default() };
    lanczos(hessian.dimension(Part::All), wanted, prepared.train.path(), |direction, out| {
        hessian.product(Part::All, direction, out);
    })
}

fn fork(
    prepared: &Prepared,
    state: &Weights,
    start: &Spectrum,
    factor: f64,
    eta: f64,
    question: &Asked,
    progress: &Progress<'_>,
) -> Option<Fork> {
    let steps = match question.length {
        Length::Steps(steps) => steps,
        Length::Time(time) => (time / eta).round() as u32,
    };
    let mut descent = Descent::new(&prepared.train, state.clone());
    let (mut before, mut looks, mut turns) = (start.clone(), Vec::new(), Vec::new());
    for step in 0..=steps {
        let loss = descent.look().loss;
        if step % question.look.max(1) == 0 || step == steps {
            if progress(f64::from(step) / f64::from(steps.max(1))).is_break() {
                return None;
            }
            let now = if step == 0 { start.clone() } else { leading(prepared, descent.weights()) };
            looks.push((step, loss, now.values[0]));
            if now.vectors.len() < 2 {
                break;
            }
            if step > 0 {
                let plane = |spectrum: &Spectrum| -> [Vec<f32>; 2] {
                    std::array::from_fn(|of| spectrum.vectors[of].clone())
                };
                let (old, new) = (plane(&before), plane(&now));
                let turned = turn_of_plane([&old[0], &old[1]], [&new[0], &new[1]]);
                turns.push((turn(&old[0], &new[0]), turned));
            }
            before = now;
        }
        descent.step(eta);
    }
    let last =
        looks.last().filter(|(step, loss, sharpness)| *step == steps && (loss * sharpness).is_finite());
    let ratio = last.map(|(_, _, sharpness)| sharpness / start.values[0]);
    let mean = |of: &dyn Fn(&(f64, f64)) -> f64| {
        ratio.filter(|_| !turns.is_empty()).map(|_| turns.iter().map(of).sum::<f64>() / turns.len() as f64)
    };
    let (turn, plane_turn) = (mean(&|turn| turn.0), mean(&|turn| turn.1));
    Some(Fork { factor, eta, looks, ratio, turn, plane_turn })
}
