//! The Langevin limit: what the dynamics tends to as η → 0 at fixed Δ_S, against optimisation time t = Ση.
//!
//! The distribution of x at the mean height y obeys ∂_t p = ∂_x(L′p + ∂_x(Dp)), the Itô form of Eq. 6 with D± of
//! either side; at the ridge Dp is continuous, p is not. y climbs by −⟨∂_yL⟩. Left out, as in the density prediction:
//! that walkers differ in y, and noise along y. What the density prediction says beyond this is the effect of a finite η.
//!
//! Finite volumes with exponentially fitted fluxes (Scharfetter and Gummel): whatever the cells, a steady state is exact.
//! Backward steps in time: no step is too stiff, and no density falls below 0.

use super::patience::{Budget, Patience};
use super::stretch::Stretch;
use super::transient::{Trace, TracePoint};
use super::validity::Domain;
use super::why::Why;
use crate::valleys::model::{Landscape, NoiseLaw, Scenario, Valley};

/// Integrates the limit and samples it at the given steps (ascending; those past the end are left out). When patience is
/// at its end the trace ends, and its domain says why.
pub fn langevin(scenario: &Scenario, at: &[u32], patience: Patience) -> Trace {
    let mut run = LangevinRun::new(scenario, Budget::new(patience));
    let last = at.iter().copied().filter(|&step| step <= scenario.steps).max().unwrap_or(0);
    let mut trace = Trace { points: Vec::with_capacity(at.len()), domain: Domain::Valid };
    for &target in at.iter().filter(|&&step| step <= scenario.steps) {
        while run.step < target {
            if let Err(why) = run.advance(target, last) {
                trace.domain = Domain::Outside(why);
                return trace;
            }
        }
        let point = TracePoint { step: run.step, y: run.y, p_flat: run.p_flat(), in_domain: true };
        trace.points.push(point);
    }
    trace
}

/// Cells per standard deviation of the narrower valley, and the most there may be.
const CELLS_PER_SD: f64 = 8.0;
const MOST_CELLS: f64 = 6_000.0;
/// The grid ends this many standard deviations beyond the farthest floor.
const REACH_SD: f64 = 9.0;
/// y may change by this share of its scale in a step of time, and time by this share of what has passed.
const HEIGHT_CHANGE: f64 = 0.002;
const TIME_CHANGE: f64 = 0.02;
/// What a cell costs in a step of time, in nanoseconds.
const CELL: f64 = 40.0;
/// The first step of time, in relaxation times of the steep valley.
const FIRST_STEP: f64 = 0.02;

struct LangevinRun<'a> {
    scenario: &'a Scenario,
    step: u32,
    time: f64,
    y: f64,
    /// Width of a cell; the ridge lies between cells `ridge − 1` and `ridge`.
    h: f64,
    ridge: usize,
    /// Probability in each cell.
    masses: Vec<f64>,
    matrix: Tridiagonal,
    effort: Budget,
}

/// A matrix of three diagonals, and room to solve with it.
#[derive(Default)]
struct Tridiagonal {
    below: Vec<f64>,
    diagonal: Vec<f64>,
    above: Vec<f64>,
}

/// A valley at one height: the loss across it is stiffness · u (u − g), diffusion is constant.
#[derive(Clone, Copy)]
struct Side {
    g: f64,
    stiffness: f64,
    diffusion: f64,
}

impl Side {
    fn new(scenario: &Scenario, valley: Valley, y: f64, delta_s: f64) -> Self {
        let Scenario { landscape, noise, .. } = scenario;
        Self {
            g: landscape.spread(valley, y),
            stiffness: 1.0 / landscape.flatness(valley, y),
            diffusion: noise.diffusion(landscape, valley, y, delta_s),
        }
    }

    /// L − L0 at a distance u from the ridge.
    fn loss(&self, u: f64) -> f64 {
        self.stiffness * u * (u - self.g)
    }

    /// Standard deviation about the floor: D f/2.
    fn sd(&self) -> f64 {
        (0.5 * self.diffusion / self.stiffness).sqrt()
    }
}

impl<'a> LangevinRun<'a> {
    fn new(scenario: &'a Scenario, effort: Budget) -> Self {
        let y = scenario.start_y();
        let sides = sides(scenario, y, scenario.delta_s(0));
        let finest = sides.iter().map(Side::sd).fold(f64::INFINITY, f64::min) / CELLS_PER_SD;
        let widest = scenario.landscape.x1 + scenario.landscape.x2;
        let h = finest.max(2.0 * widest / MOST_CELLS);
        let cell = (scenario.x_i / h) as usize;
        let mut masses = vec![0.0; 2 * (cell + 1)];
        let ridge = cell + 1;
        masses[0] = 1.0 - scenario.flat_share;
        masses[2 * cell + 1] = scenario.flat_share;
        Self { scenario, step: 0, time: 0.0, y, h, ridge, masses, matrix: Tridiagonal::default(), effort }
    }

    /// Some whole steps, not past `target`, in as many steps of time as they need.
    fn advance(&mut self, target: u32, last: u32) -> Result<(), Why> {
        if self.scenario.noise == NoiseLaw::None || self.scenario.delta_s(self.step) <= 0.0 {
            return Err(Why::NoDiffusion);
        }
        let allowed = self.allowed_time();
        let Stretch { steps, time, delta_s } =
            Stretch::from(self.scenario, self.step, target - self.step, allowed);
        let parts = (time / allowed).ceil().clamp(1.0, 1e4);
        for _ in 0..parts as u32 {
            self.advance_time(time / parts, delta_s);
            self.effort.spend(CELL * self.masses.len() as f64, self.step, last)?;
        }
        self.step += steps;
        Ok(())
    }

    /// How long landscape and distribution stay nearly as they are.
    fn allowed_time(&self) -> f64 {
        let landscape = &self.scenario.landscape;
        let scale = self.y + landscape.y_b.min(landscape.y_f);
        let climb = match self.scenario.hold_y {
            Some(_) => f64::INFINITY,
            None => HEIGHT_CHANGE * scale / self.mean_slope().abs(),
        };
        let first = FIRST_STEP * landscape.flatness(Valley::Sharp, self.y);
        climb.min(first.max(TIME_CHANGE * self.time))
    }

    fn advance_time(&mut self, time: f64, delta_s: f64) {
        let moved = if self.scenario.hold_y.is_some() { 0.0 } else { -self.mean_slope() * time };
        // Landscape and noise at the middle of the step.
        let sides = sides(self.scenario, self.y + 0.5 * moved, delta_s);
        self.make_room(&sides);
        self.diffuse(&sides, time);
        self.y += moved;
        self.time += time;
    }

    /// ⟨∂_yL⟩.
    fn mean_slope(&self) -> f64 {
        let landscape: &Landscape = &self.scenario.landscape;
        let ridge = self.ridge as f64;
        let cells = self.masses.iter().enumerate().filter(|(_, mass)| **mass > 1e-14);
        cells
            .map(|(cell, mass)| mass * landscape.gradient((cell as f64 + 0.5 - ridge) * self.h, self.y).y)
            .sum()
    }

    fn p_flat(&self) -> f64 {
        self.masses[self.ridge..].iter().sum()
    }

    /// Adds empty cells until both valleys fit.
    fn make_room(&mut self, sides: &[Side; 2]) {
        let [flat, sharp] =
            sides.map(|side| ((0.5 * side.g + REACH_SD * side.sd()) / self.h).ceil() as usize);
        if sharp > self.ridge {
            // A little more than needed, so that it is not needed again at once.
            let more = sharp + sharp / 8 - self.ridge;
            self.masses.splice(0..0, std::iter::repeat_n(0.0, more));
            self.ridge += more;
        }
        if self.ridge + flat > self.masses.len() {
            self.masses.resize(self.ridge + flat + flat / 8, 0.0);
        }
    }

    /// A backward step of ∂_t p = −∂_x J.
    fn diffuse(&mut self, sides: &[Side; 2], time: f64) {
        let (n, h) = (self.masses.len(), self.h);
        self.matrix.reset(n);
        let [flat, sharp] = sides;
        let centre = |cell: usize| {
            if cell >= self.ridge {
                cell as f64 + 0.5 - self.ridge as f64
            } else {
                self.ridge as f64 - cell as f64 - 0.5
            }
        };
        for face in 1..n {
            let (left, right) = if face == self.ridge {
                across_the_ridge(sharp, flat, h)
            } else {
                let side = if face > self.ridge { flat } else { sharp };
                let rise = side.loss(centre(face) * h) - side.loss(centre(face - 1) * h);
                let v = rise / side.diffusion;
                let rate = side.diffusion / (h * h);
                (rate * bernoulli(v), rate * bernoulli(-v))
            };
            self.matrix.exchange(face, time * left, time * right);
        }
        self.matrix.solve(&mut self.masses);
    }
}

fn sides(scenario: &Scenario, y: f64, delta_s: f64) -> [Side; 2] {
    Valley::BOTH.map(|valley| Side::new(scenario, valley, y, delta_s))
}

/// Rates from the last steep cell to the first flat one and back: Dp is the same on both sides of the ridge.
fn across_the_ridge(sharp: &Side, flat: &Side, h: f64) -> (f64, f64) {
    let a = -sharp.loss(0.5 * h) / sharp.diffusion;
    let b = flat.loss(0.5 * h) / flat.diffusion;
    let shared = 2.0 / (h * h) / (bernoulli(-a) + bernoulli(b));
    (
        shared * sharp.diffusion * bernoulli(a) * bernoulli(b),
        shared * flat.diffusion * bernoulli(-a) * bernoulli(-b),
    )
}

/// v/(e^v − 1), 1 at 0.
fn bernoulli(v: f64) -> f64 {
    if v.abs() < 1e-8 { 1.0 - 0.5 * v } else { v / v.exp_m1() }
}

impl Tridiagonal {
    /// The identity.
    fn reset(&mut self, n: usize) {
        for (diagonal, value) in [(&mut self.below, 0.0), (&mut self.diagonal, 1.0), (&mut self.above, 0.0)] {
            diagonal.clear();
            diagonal.resize(n, value);
        }
    }

    /// Mass goes over a face to the right and back in these shares of what is there.
    fn exchange(&mut self, face: usize, right: f64, left: f64) {
        self.diagonal[face - 1] += right;
        self.below[face] -= right;
        self.diagonal[face] += left;
        self.above[face - 1] -= left;
    }

    /// Gauss' elimination without pivots: the diagonal outweighs each column.
    fn solve(&mut self, vector: &mut [f64]) {
        let n = vector.len();
        for row in 1..n {
            let factor = self.below[row] / self.diagonal[row - 1];
            self.diagonal[row] -= factor * self.above[row - 1];
            vector[row] -= factor * vector[row - 1];
        }
        vector[n - 1] /= self.diagonal[n - 1];
        for row in (0..n - 1).rev() {
            vector[row] = (vector[row] - self.above[row] * vector[row + 1]) / self.diagonal[row];
        }
    }
}
