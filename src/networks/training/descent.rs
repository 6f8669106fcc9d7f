//! Full-batch gradient descent: training without noise.

use std::sync::{Mutex, PoisonError, RwLock};

use super::dataset::Dataset;
use super::pass::{Pass, add_gathered};
use super::softmax::Tally;
use crate::networks::model::{Aligned, Weights};
use crate::platform::threads;

/// A network on its way down.
#[derive(Debug)]
pub struct Descent<'a> {
    dataset: &'a Dataset,
    weights: Weights,
    pass: Pass,
    gradient: Aligned,
}

impl<'a> Descent<'a> {
    pub fn new(dataset: &'a Dataset, weights: Weights) -> Self {
        let pass = dataset.pass(&weights.shape);
        let gradient = Aligned::zeros(weights.values.len());
        Self { dataset, weights, pass, gradient }
    }

    /// The mean loss where it is, with the number of digits that are right; the gradient is kept for the step.
    pub fn look(&mut self) -> Tally {
        self.dataset.gradient(&self.weights, &mut self.pass, &mut self.gradient)
    }

    /// θ ← θ − η ∇L(θ), with the gradient of the last look.
    pub fn step(&mut self, eta: f64) {
        step(&mut self.weights, &self.gradient, eta);
    }

    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    pub fn into_weights(self) -> Weights {
        self.weights
    }

    /// The gradient of the last look.
    pub fn gradient(&self) -> &[f32] {
        &self.gradient
    }
}

/// Is told the loss before every step, and where that is; says whether there is another step after this one.
pub type Onlooker<'a> = dyn FnMut(Tally, &Weights) -> bool + 'a;
/// A way to go down with an η; what it comes to.
pub type Descending = fn(&Dataset, Weights, f64, &mut Onlooker<'_>) -> Weights;

/// On one thread.
pub fn descend(dataset: &Dataset, weights: Weights, eta: f64, looked: &mut Onlooker<'_>) -> Weights {
    let mut descent = Descent::new(dataset, weights);
    loop {
        let tally = descent.look();
        let goes_on = looked(tally, descent.weights());
        descent.step(eta);
        if !goes_on {
            return descent.into_weights();
        }
    }
}

/// On all threads there are, which share every step: for one descent that somebody waits for. They have the digits panel by
/// panel, and what these ask for is added in the order that it has on one thread: the same bits.
pub fn descend_abreast(dataset: &Dataset, weights: Weights, eta: f64, looked: &mut Onlooker<'_>) -> Weights {
    let room = || Room {
        pass: dataset.pass(&weights.shape),
        gradient: Aligned::zeros(weights.values.len()),
        tally: Tally::default(),
    };
    let rooms: Vec<Mutex<Room>> = dataset.panels().iter().map(|_| Mutex::new(room())).collect();
    let mut gradient = Aligned::zeros(weights.values.len());
    let scale = 1.0 / dataset.len() as f32;
    let here = RwLock::new(weights);
    let look = |index: usize| {
        let weights = here.read().unwrap_or_else(PoisonError::into_inner);
        let mut room = rooms[index].lock().unwrap_or_else(PoisonError::into_inner);
        let (room, panel) = (&mut *room, &dataset.panels()[index]);
        room.tally = room.pass.forward_and_back(&weights, panel);
        room.gradient.fill(0.0);
        room.pass.add_gradient(panel, 1.0, &mut room.gradient);
    };
    threads::in_rounds(rooms.len(), look, |round| {
        loop {
            round();
            let mut weights = here.write().unwrap_or_else(PoisonError::into_inner);
            gradient.fill(0.0);
            let mut sum = Tally::default();
            for room in &rooms {
                let room = room.lock().unwrap_or_else(PoisonError::into_inner);
                add_gathered(dataset.path(), &weights.shape, &room.gradient, scale, &mut gradient);
                sum.loss += room.tally.loss;
                sum.right += room.tally.right;
            }
            let mean = Tally { loss: sum.loss / dataset.len() as f64, ..sum };
            let goes_on = looked(mean, &weights);
            step(&mut weights, &gradient, eta);
            if !goes_on {
                return;
            }
        }
    });
    here.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// What a panel makes of the weights.
struct Room {
    pass: Pass,
    /// Of its summed loss.
    gradient: Aligned,
    tally: Tally,
}

fn step(weights: &mut Weights, gradient: &[f32], eta: f64) {
    let eta = eta as f32;
    for (weight, slope) in weights.values.iter_mut().zip(gradient) {
        *weight -= eta * slope;
    }
}
