//! The density prediction: the distribution of x pushed through the exact one-step Gaussian kernel, with no fitted
//! constant and with the effects of a finite η.
//!
//! Per step, x' = x − η ∂_xL(x, y) + N(0, 2η Δ_S C_xx) at the ensemble's mean height y, while y moves by −η⟨∂_yL⟩
//! over the current distribution. What is left out: that walkers differ in y, noise along y, and the small part that
//! H₁₂ adds to C_xx (`NoiseLaw::diffusion`). Steps shorter than the lattice can resolve are joined: n steps of η on one
//! side are one Gaussian again, exactly, and only crossings within the n steps are missed, an error that falls with
//! √(nη). Where nothing crosses any more the valleys go on apart, any number of steps at once ([`Settled`]).

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::lattice::{Kernel, Lattice, Spacing};
use super::patience::{Budget, Patience};
use super::settled::{self, Settled, Situation, mean_slope};
use super::sides::{SIDES, Sides};
use super::stretch::alike;
use super::transient::{Trace, TracePoint};
use super::validity::Domain;
use super::why::Why;
use super::x_density::XDensity;
use crate::valleys::model::{Scenario, Valley};

/// A predicted run with the density of x at each of its points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DensityTrace {
    pub trace: Trace,
    /// One for each point of the trace.
    pub slices: Vec<XDensity>,
    /// Whether patience was at its end before the last point.
    pub cut_short: bool,
}

/// Pushes the density through all steps and samples it at the given ones (ascending; those past the end are left out).
///
/// `progress` is told the share done, often; `None` if it breaks off. Where walkers diverge, or patience is at its end, the
/// trace ends, and its domain says why.
pub fn density(
    scenario: &Scenario,
    at: &[u32],
    patience: Patience,
    progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
) -> Option<DensityTrace> {
    pushed(DensityRun::new(scenario), at, patience, progress)
}

fn pushed(
    mut run: DensityRun<'_>,
    at: &[u32],
    patience: Patience,
    progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
) -> Option<DensityTrace> {
    let at: Vec<u32> = at.iter().copied().filter(|&step| step <= run.scenario.steps).collect();
    let last = at.last().copied().unwrap_or(0);
    let mut effort = Budget::new(patience);
    let mut result = DensityTrace {
        trace: Trace { points: Vec::with_capacity(at.len()), domain: Domain::Valid },
        slices: Vec::with_capacity(at.len()),
        cut_short: false,
    };
    let mut pushes = 0_u32;
    for target in at {
        while run.step < target {
            if pushes.is_multiple_of(PROGRESS_EVERY)
                && progress(f64::from(run.step) / f64::from(last)).is_break()
            {
                return None;
            }
            pushes += 1;
            let pushed = run.advance(target).and_then(|work| {
                let spent = effort.spend(work, run.step, last);
                result.cut_short = spent.is_err();
                spent
            });
            if let Err(why) = pushed {
                result.trace.domain = Domain::Outside(why);
                return Some(result);
            }
        }
        result.trace.points.push(run.point());
        result.slices.push(run.slice());
    }
    Some(result)
}

/// Pushes between two looks at whether the valleys have come apart.
const SETTLE_EVERY: u32 = 16;

/// Pushes between two reports of progress.
const PROGRESS_EVERY: u32 = 32;

/// Points per standard deviation of a step, and of the distribution within a valley.
const POINTS_PER_STEP_SD: f64 = 2.5;
const POINTS_PER_VALLEY_SD: f64 = 6.0;
/// The narrowest kernel a lattice carries, in spacings.
const NARROWEST: f64 = 1.5;
/// At most about so many points where there is mass, and on the whole lattice.
const MOST_ACTIVE: f64 = 1600.0;
const MOST_POINTS: f64 = 20_000.0;
/// The reach of a valley's distribution, in standard deviations.
const REACH_SD: f64 = 9.0;

/// A kernel serves until η or σ has changed by this share, or y has climbed as far as its sides bear.
const SCHEDULE_CHANGE: f64 = 0.001;
/// Joined steps relax by at most this share.
const MOST_RELAXATION: f64 = 0.5;

/// What a push costs, in nanoseconds: for each mass moved to a point, for each weight of a kernel that is computed, for each
/// point with mass, for each point of a new lattice, and besides.
const MOVE: f64 = 0.5;
const WEIGHT: f64 = 2.0;
const POINT: f64 = 10.0;
const ROOM: f64 = 1.0;
const PUSH: f64 = 300.0;
/// A step of plain descent.
const DESCENT: f64 = 100.0;

struct DensityRun<'a> {
    scenario: &'a Scenario,
    step: u32,
    y: f64,
    /// How the walkers are shared out over x.
    ensemble: Ensemble,
    lattice: Lattice,
    spare: Lattice,
    mover: Option<Mover>,
    pushes: u32,
    /// Whether valleys come apart once nothing hops between them: a test compares with those that never do.
    settles: bool,
}

#[derive(Clone, Copy)]
enum Ensemble {
    /// Every walker at one of two points: the start, and all that follows until there is noise.
    Atoms([(f64, f64); 2]),
    /// As the lattice has it.
    Lattice,
    /// Each valley for itself.
    Settled(Settled),
}

/// A kernel and what it was made for.
struct Mover {
    kernel: Kernel,
    /// How many steps it makes at once.
    steps: u32,
    /// Whether it may be used again: it leads onto the lattice it comes from, and is not the rest of a stretch.
    lasting: bool,
    eta: f64,
    sigma: f64,
    y: f64,
    /// How far the actual y may be from the kernel's.
    tolerance: f64,
}

impl<'a> DensityRun<'a> {
    fn new(scenario: &'a Scenario) -> Self {
        let nothing = Spacing { h: 1.0, zero: 1, len: 2 };
        let share = scenario.flat_share;
        Self {
            scenario,
            step: 0,
            y: scenario.start_y(),
            ensemble: Ensemble::Atoms([(-scenario.x_i, 1.0 - share), (scenario.x_i, share)]),
            lattice: Lattice::empty(nothing),
            spare: Lattice::empty(nothing),
            mover: None,
            pushes: 0,
            settles: true,
        }
    }

    /// One push, not past `target`, and its work; an error says why there is no further one.
    fn advance(&mut self, target: u32) -> Result<f64, Why> {
        let (eta, sigma) = (self.scenario.eta.at(self.step), self.scenario.sigma.at(self.step));
        match self.ensemble {
            Ensemble::Atoms(atoms) if self.is_noiseless(eta * sigma) => self.descend(atoms, eta, sigma),
            Ensemble::Atoms(_) | Ensemble::Lattice => self.push(eta, sigma, target),
            Ensemble::Settled(settled) => self.climb(settled, eta, sigma, target),
        }
    }

    fn push(&mut self, eta: f64, sigma: f64, target: u32) -> Result<f64, Why> {
        let mut work = PUSH;
        let mut mover = match self.mover.take() {
            Some(mover) if mover.serves(eta, sigma, self.y) => mover,
            _ => {
                let mover = self.new_mover(eta, sigma, target)?;
                work += ROOM * mover.kernel.room() as f64;
                mover
            }
        };
        let steps = mover.steps.min(target - self.step);
        // The first k of n joined steps: every k-th of n walkers moves by all n. To first order in the change per push.
        let share = f64::from(steps) / f64::from(mover.steps);
        let slope = self.mean_slope();
        let computed = mover.kernel.computed();
        if let Ensemble::Atoms(atoms) = self.ensemble {
            self.lattice = Lattice::from_atoms(&atoms, &mut mover.kernel);
            self.ensemble = Ensemble::Lattice;
        } else {
            work += MOVE * self.lattice.push(&mut mover.kernel, share, &mut self.spare) as f64;
            std::mem::swap(&mut self.lattice, &mut self.spare);
        }
        work += WEIGHT * (mover.kernel.computed() - computed) as f64 + POINT * self.lattice.points() as f64;
        if !self.lattice.is_whole() {
            return Err(Why::TooWide { y: self.y });
        }
        if self.scenario.hold_y.is_none() {
            self.y -= f64::from(steps) * eta * slope;
        }
        self.step += steps;
        self.mover = Some(mover).filter(|mover| mover.lasting);
        self.pushes += 1;
        if self.settles && self.pushes.is_multiple_of(SETTLE_EVERY) {
            self.settle(eta, sigma);
        }
        Ok(work)
    }

    /// Takes the valleys apart, if nothing hops between them any more.
    fn settle(&mut self, eta: f64, sigma: f64) {
        let Ok(sides) = Sides::at(self.scenario, self.y, eta, sigma) else { return };
        let told = |valley, reach| (self.lattice.moments(valley), self.lattice.mass_within(valley, reach));
        if let Some(settled) = Settled::of(self.scenario, self.place(), &sides, told) {
            self.ensemble = Ensemble::Settled(settled);
            self.mover = None;
        }
    }

    /// Any number of steps with the valleys apart, or none and the lattice again where noise brings them together.
    fn climb(&mut self, mut settled: Settled, eta: f64, sigma: f64, target: u32) -> Result<f64, Why> {
        self.look_down()?;
        let sides = Sides::at(self.scenario, self.y, eta, sigma)?;
        if !settled.holds(self.scenario, self.place(), &sides) {
            let spacing = self.spacing_for(&sides);
            let sd = settled.sd.map(|sd| sd.max(NARROWEST * spacing.h));
            self.lattice = Lattice::from_gaussians(settled.masses, sides.floor, sd, spacing);
            self.ensemble = Ensemble::Lattice;
            return Ok(POINT * spacing.len as f64);
        }
        let (stretch, y) = settled.climb(self.scenario, self.place(), target - self.step);
        self.step += stretch.steps;
        self.y = y;
        settled.sd = sides.valley_sd();
        self.ensemble = Ensemble::Settled(settled);
        Ok(settled::WORK)
    }

    fn place(&self) -> Situation {
        Situation { step: self.step, y: self.y }
    }

    fn is_noiseless(&self, delta_s: f64) -> bool {
        let Scenario { landscape, noise, .. } = self.scenario;
        Valley::BOTH.iter().all(|&valley| noise.diffusion(landscape, valley, self.y, delta_s) == 0.0)
    }

    /// One step of plain gradient descent of both atoms.
    fn descend(&mut self, atoms: [(f64, f64); 2], eta: f64, sigma: f64) -> Result<f64, Why> {
        Sides::at(self.scenario, self.y, eta, sigma)?;
        let slope = self.mean_slope();
        let gradient = |x: f64| self.scenario.landscape.gradient(x, self.y).x;
        self.ensemble = Ensemble::Atoms(atoms.map(|(x, mass)| (x - eta * gradient(x), mass)));
        if self.scenario.hold_y.is_none() {
            self.y -= eta * slope;
        }
        self.step += 1;
        Ok(DESCENT)
    }

    /// ⟨∂_yL⟩.
    fn mean_slope(&self) -> f64 {
        let Scenario { landscape, .. } = self.scenario;
        match self.ensemble {
            Ensemble::Atoms(atoms) => {
                atoms.iter().map(|(x, mass)| mass * landscape.gradient(*x, self.y).y).sum()
            }
            Ensemble::Lattice => mean_slope(landscape, self.y, |valley| self.lattice.moments(valley)),
            Ensemble::Settled(settled) => -settled.drift(landscape, self.y),
        }
    }

    /// An error where y has fallen out of the landscape.
    fn look_down(&self) -> Result<(), Why> {
        let Scenario { landscape, .. } = self.scenario;
        if self.y <= -0.5 * landscape.y_b.min(landscape.y_f) {
            return Err(Why::FellOut { y: self.y });
        }
        Ok(())
    }

    /// A kernel for the present, on a lattice that suits it.
    fn new_mover(&mut self, eta: f64, sigma: f64, target: u32) -> Result<Mover, Why> {
        let Scenario { landscape, hold_y, .. } = self.scenario;
        self.look_down()?;
        let here = Sides::at(self.scenario, self.y, eta, sigma)?;
        // The kernel of a y half-way through its service is right to second order.
        let tolerance = if hold_y.is_some() { 0.0 } else { here.serviceable_climb(landscape, self.y) };
        let slope = self.mean_slope();
        let y = self.y - (0.5 * tolerance).copysign(slope);
        let sides = Sides::at(self.scenario, y, eta, sigma)?;

        let wanted = self.spacing_for(&sides);
        let current = self.lattice.spacing;
        let outgrown = wanted.reach().iter().zip(current.reach()).any(|(wanted, has)| *wanted > has);
        let spread = !matches!(self.ensemble, Ensemble::Atoms(_));
        let keep = spread && !outgrown && (0.5 * wanted.h..1.2 * wanted.h).contains(&current.h);
        let onto = if keep { current } else { wanted };
        if !keep && spread && onto.h < current.h {
            // A finer lattice takes over the density as it is; a coarser one only after the step has smoothed it.
            self.lattice = self.lattice.resampled(onto);
        }
        let lasting = spread && onto == self.lattice.spacing;
        // Within joined steps y climbs at one speed, so not far.
        let climbable = if hold_y.is_some() { f64::INFINITY } else { tolerance / (eta * slope.abs()) };
        let (joined, resolved) = self.joined_steps(&sides, onto.h, climbable);
        // A part of a push needs a kernel onto its own lattice that is no wider than true.
        let whole = lasting && resolved;
        let steps = if whole { joined } else { joined.min(target - self.step) };
        let [sharp, flat] = sides.joined(steps, NARROWEST * onto.h);
        let kernel = Kernel::new(flat, sharp, self.lattice.spacing.len, onto);
        let lasting = lasting && steps == joined;
        Ok(Mover { kernel, steps, lasting, eta, sigma, y, tolerance: 0.6 * tolerance })
    }

    /// The lattice that resolves a step wherever there is, or will soon be, mass.
    fn spacing_for(&self, sides: &Sides) -> Spacing {
        let valley_sd = sides.valley_sd();
        let extents = self.extents();
        let [mut occupied, mut finest] = [0.0, f64::INFINITY];
        let mut reach = [0.0; 2];
        for side in 0..2 {
            let (near, far) = extents[side].unwrap_or((sides.floor[side], sides.floor[side]));
            occupied += (far - near).max(2.0 * REACH_SD * valley_sd[side]);
            finest =
                finest.min(sides.sd[side] / POINTS_PER_STEP_SD).min(valley_sd[side] / POINTS_PER_VALLEY_SD);
            reach[side] =
                far.max(sides.floor[side].abs() + REACH_SD * valley_sd[side]) + REACH_SD * sides.sd[side];
        }
        let h = finest
            .max(occupied / MOST_ACTIVE)
            .max((reach[0] + reach[1]) / MOST_POINTS)
            .max(f64::MIN_POSITIVE);
        Spacing::reaching(reach, h)
    }

    /// Where there is mass: on the sharp side, and on the flat side.
    fn extents(&self) -> [Option<(f64, f64)>; 2] {
        match self.ensemble {
            Ensemble::Atoms(atoms) => {
                let far = atoms[0].0.abs().max(atoms[1].0.abs());
                [Some((far, far)); 2]
            }
            Ensemble::Lattice => SIDES.map(|valley| self.lattice.extent(valley)),
            Ensemble::Settled(_) => [None; 2],
        }
    }

    /// How many steps to join for the narrower kernel to be as wide as the lattice carries, and whether it then is.
    fn joined_steps(&self, sides: &Sides, h: f64, climbable: f64) -> (u32, bool) {
        let wanted = (NARROWEST * h / sides.sd[0].min(sides.sd[1])).powi(2).ceil();
        let most = (MOST_RELAXATION / sides.relaxation[0].max(sides.relaxation[1])).floor();
        let steps = wanted.min(most).min(climbable).max(1.0) as u32;
        // Joined steps are joined for one value of η and σ.
        let joined = alike(self.scenario, self.step, steps, 0.0);
        (joined, f64::from(joined) >= wanted)
    }

    fn point(&self) -> TracePoint {
        let p_flat = match self.ensemble {
            Ensemble::Atoms(atoms) => {
                atoms.iter().filter(|(x, _)| Valley::of(*x) == Valley::Flat).map(|(_, mass)| mass).sum()
            }
            Ensemble::Lattice => self.lattice.moments(Valley::Flat).mass,
            Ensemble::Settled(settled) => settled.masses[1],
        };
        TracePoint { step: self.step, y: self.y, p_flat, in_domain: true }
    }

    fn slice(&self) -> XDensity {
        match self.ensemble {
            Ensemble::Atoms(atoms) => XDensity::of_atoms(atoms),
            Ensemble::Lattice => XDensity::of(&self.lattice),
            Ensemble::Settled(Settled { masses, sd }) => {
                let floor = SIDES.map(|valley| 0.5 * self.scenario.landscape.spread(valley, self.y));
                let reach = [0, 1].map(|side| floor[side] + REACH_SD * sd[side]);
                let finest = sd[0].min(sd[1]) / POINTS_PER_VALLEY_SD;
                let h = finest.max((reach[0] + reach[1]) / MOST_POINTS);
                let spacing = Spacing::reaching(reach, h);
                XDensity::of(&Lattice::from_gaussians(masses, floor, sd.map(|sd| sd.max(h)), spacing))
            }
        }
    }
}

impl Mover {
    fn serves(&self, eta: f64, sigma: f64, y: f64) -> bool {
        let near = |value: f64, made_for: f64| (value - made_for).abs() <= SCHEDULE_CHANGE * made_for;
        // Joined steps are joined for one value of η and σ.
        let unchanged = eta == self.eta && sigma == self.sigma;
        let suits = if self.steps > 1 { unchanged } else { near(eta, self.eta) && near(sigma, self.sigma) };
        suits && (y - self.y).abs() <= self.tolerance
    }
}

#[cfg(test)]
mod tests {
    use rayon::prelude::*;

    use super::super::lattice::SideMoments;
    use super::*;
    use crate::settings::Schedule;
    use crate::valleys::model::Preset;

    #[test]
    fn valleys_that_come_apart_keep_their_shares_and_their_climb() {
        let of = |preset: Preset, eta, sigma| {
            let (eta, sigma) = (Schedule::Constant(eta), Schedule::Constant(sigma));
            Scenario { eta, sigma, ..preset.scenario() }
        };
        let cells = [
            of(Preset::Fig3, 0.01, 0.01),
            of(Preset::Fig3, 0.0215, 0.0215),
            of(Preset::Fig3, 0.0359, 0.0359),
            of(Preset::Fig3, 0.1, 0.01),
            of(Preset::Fig4, 0.01, 0.01),
            of(Preset::Fig4, 0.01, 0.05),
            of(Preset::Fig4, 0.01, 0.1),
        ];
        let worst: Vec<[f64; 2]> = cells
            .par_iter()
            .map(|scenario| {
                let at = crate::valleys::theory::even_steps(scenario.steps, 9);
                let trace = |settles| {
                    let run = DensityRun { settles, ..DensityRun::new(scenario) };
                    let pushed = pushed(run, &at, Patience::ENDLESS, &mut |_| ControlFlow::Continue(()));
                    pushed.expect("not broken off").trace
                };
                let (apart, together) = (trace(true), trace(false));
                let off = |value: fn(&TracePoint) -> f64| {
                    let pairs = apart.points.iter().zip(&together.points);
                    pairs.map(|(a, b)| (value(a) - value(b)).abs()).fold(0.0, f64::max)
                };
                assert_eq!((apart.points.len(), together.points.len()), (9, 9));
                [off(|point| point.p_flat), off(|point| point.y)]
            })
            .collect();
        // Of the 4e-3 that y may differ by most is the lattice's: see the next test.
        assert!(worst.iter().all(|[share, y]| *share <= 1e-5 && *y <= 4e-3), "{worst:?}");
    }

    #[test]
    fn valleys_apart_climb_as_their_moments_do_step_by_step() {
        for (y, eta, sigma, share, steps) in [
            (1.5, 0.01, 0.01, 0.94, 100_000),
            (5.0, 0.01, 0.01, 0.5, 20_000),
            (15.0, 0.1, 0.01, 0.97, 15_000),
        ] {
            let (eta, sigma) = (Schedule::Constant(eta), Schedule::Constant(sigma));
            let scenario = Scenario { eta, sigma, y_i: y, steps, ..Scenario::default() };
            let sides =
                |y: f64| Sides::at(&scenario, y, scenario.eta.at(0), scenario.sigma.at(0)).expect("stable");
            let masses = [1.0 - share, share];
            let settled = Settled { masses, sd: sides(y).valley_sd() };
            let mut run = DensityRun { ensemble: Ensemble::Settled(settled), ..DensityRun::new(&scenario) };
            while run.step < steps {
                run.advance(steps).expect("a climb");
            }
            // Mean and variance of either side obey a closed recursion.
            let mut exact = y;
            let mut sides_now = [0, 1].map(|side| (sides(y).floor[side], settled.sd[side].powi(2)));
            for _ in 0..steps {
                let here = sides(exact);
                let slope = mean_slope(&scenario.landscape, exact, |valley| {
                    let side = usize::from(valley == Valley::Flat);
                    let (mean, variance) = sides_now[side];
                    let mass = masses[side];
                    SideMoments { mass, first: mass * mean, second: mass * (mean * mean + variance) }
                });
                for (side, (mean, variance)) in sides_now.iter_mut().enumerate() {
                    let contraction = 1.0 - here.relaxation[side];
                    *mean = here.floor[side] + contraction * (*mean - here.floor[side]);
                    *variance = contraction.powi(2) * *variance + here.sd[side].powi(2);
                }
                exact -= scenario.eta.at(0) * slope;
            }
            assert!((run.y - exact).abs() < 5e-4, "{} {exact}", run.y);
        }
    }
}
