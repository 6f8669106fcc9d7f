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

use super::lattice::{Lattice, Spacing};
use super::mover::{MOST_POINTS, Mover, NARROWEST, POINTS_PER_VALLEY_SD, REACH_SD};
use super::patience::{Budget, Patience};
use super::settled::{self, Settled, Situation, mean_slope};
use super::sides::{SIDES, Sides};
use super::tape::{Leg, Mark, Shares, Tape};
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
/// `progress` is told the share done, often; `None` if it breaks off. Where walkers diverge, or patience is at its end,
/// the trace ends, and its domain says why.
pub fn density(
    scenario: &Scenario,
    at: &[u32],
    patience: Patience,
    progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
) -> Option<DensityTrace> {
    let mut run = DensityRun::new(scenario);
    let until = at.iter().copied().filter(|&step| step <= scenario.steps).max().unwrap_or(0);
    pushed(&mut run, at, until, &mut Budget::new(patience), progress)
}

/// Pushes a run's density to a step, and samples it at the given ones before.
pub(super) fn pushed(
    run: &mut DensityRun<'_>,
    at: &[u32],
    until: u32,
    effort: &mut Budget,
    progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
) -> Option<DensityTrace> {
    let mut result = DensityTrace {
        trace: Trace { points: Vec::with_capacity(at.len()), domain: Domain::Valid },
        slices: Vec::with_capacity(at.len()),
        cut_short: false,
    };
    let mut pushes = 0_u32;
    let mut asked = at.iter().copied().filter(|&step| step <= until).peekable();
    loop {
        while asked.next_if_eq(&run.step).is_some() {
            result.trace.points.push(run.point());
            result.slices.push(run.slice());
        }
        if run.step >= until {
            return Some(result);
        }
        if pushes.is_multiple_of(PROGRESS_EVERY)
            && progress(f64::from(run.step) / f64::from(until)).is_break()
        {
            return None;
        }
        pushes += 1;
        let pushed = run.advance(asked.peek().copied().unwrap_or(until)).and_then(|work| {
            let spent = effort.spend(work, run.step, until);
            result.cut_short = spent.is_err();
            spent
        });
        if let Err(why) = pushed {
            result.trace.domain = Domain::Outside(why);
            return Some(result);
        }
    }
}

/// Pushes between two looks at whether the valleys have come apart.
const SETTLE_EVERY: u32 = 16;

/// Pushes between two reports of progress.
pub(super) const PROGRESS_EVERY: u32 = 32;

/// What a push costs, in nanoseconds: for each mass moved to a point, for each weight of a kernel that is computed, for
/// each point with mass, for each point of a new lattice, and besides.
pub(super) const MOVE: f64 = 0.5;
pub(super) const WEIGHT: f64 = 2.0;
pub(super) const POINT: f64 = 10.0;
pub(super) const ROOM: f64 = 1.0;
pub(super) const PUSH: f64 = 300.0;
/// A step of plain descent.
pub(super) const DESCENT: f64 = 100.0;

pub(super) struct DensityRun<'a> {
    pub scenario: &'a Scenario,
    pub step: u32,
    pub y: f64,
    /// How the walkers are shared out over x.
    pub ensemble: Ensemble,
    pub lattice: Lattice,
    spare: Lattice,
    mover: Option<Mover>,
    pushes: u32,
    /// Whether valleys come apart once nothing hops between them: a test compares with those that never do.
    settles: bool,
    /// What is written down for the way back, if anyone is to go it.
    tape: Option<Tape>,
}

#[derive(Clone, Copy)]
pub(super) enum Ensemble {
    /// Every walker at one of two points: the start, and all that follows until there is noise.
    Atoms([(f64, f64); 2]),
    /// As the lattice has it.
    Lattice,
    /// Each valley for itself.
    Settled(Settled),
}

impl<'a> DensityRun<'a> {
    pub(super) fn new(scenario: &'a Scenario) -> Self {
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
            tape: None,
        }
    }

    /// The same, written down as it goes.
    pub(super) fn recorded(scenario: &'a Scenario) -> Self {
        let mut run = Self { tape: Some(Tape::new(scenario.steps)), ..Self::new(scenario) };
        run.mark();
        run
    }

    /// What was written down.
    pub(super) fn into_tape(self) -> Tape {
        self.tape.unwrap_or_default()
    }

    pub(super) fn record(&mut self, leg: impl FnOnce() -> Leg) {
        if let Some(tape) = &mut self.tape {
            tape.add(leg());
        }
    }

    /// Writes down how the walkers are shared out, where the tape wants it.
    fn mark(&mut self) {
        let Some(last) = self.tape.as_ref().filter(|tape| tape.next_mark() == self.step).map(Tape::last_mark)
        else {
            return;
        };
        let time = f64::from(self.step - last.step) * self.scenario.eta.at(self.step);
        let y_variance = self.spread_after(last.y_variance, time);
        let shares = match self.ensemble {
            Ensemble::Atoms(atoms) => Shares::Each(atoms.map(|(x, mass)| (Valley::of(x), mass))),
            Ensemble::Lattice => Shares::Lattice(self.lattice.packed()),
            Ensemble::Settled(Settled { masses: [sharp, flat], .. }) => {
                Shares::Each([(Valley::Sharp, sharp), (Valley::Flat, flat)])
            }
        };
        let at = Mark { step: self.step, y: self.y, y_variance };
        if let Some(tape) = &mut self.tape {
            tape.mark(at, shares);
        }
    }

    /// One push, not past `target`, and its work; an error says why there is no further one.
    fn advance(&mut self, target: u32) -> Result<f64, Why> {
        let (eta, sigma) = (self.scenario.eta.at(self.step), self.scenario.sigma.at(self.step));
        let target = self.tape.as_ref().map_or(target, |tape| target.min(tape.next_mark()));
        let work = match self.ensemble {
            Ensemble::Atoms(atoms) if self.is_noiseless(eta * sigma) => self.descend(atoms, eta, sigma),
            Ensemble::Atoms(_) | Ensemble::Lattice => self.push(eta, sigma, target),
            Ensemble::Settled(settled) => self.climb(settled, eta, sigma, target),
        }?;
        self.mark();
        Ok(work)
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
        let by = *mover.kernel.made_for();
        if let Ensemble::Atoms(atoms) = self.ensemble {
            self.record(|| Leg::Spread { atoms: atoms.map(|(x, _)| x), by });
            self.lattice = Lattice::from_atoms(&atoms, &mut mover.kernel);
            self.ensemble = Ensemble::Lattice;
        } else {
            if let Some(tape) = &mut self.tape {
                tape.push(by, share, self.lattice.peopled());
            }
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
            let from = self.lattice.spacing;
            self.record(|| Leg::Apart { from });
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
            self.record(|| {
                Leg::Together(Lattice::from_gaussians([0.5; 2], sides.floor, sd, spacing).packed())
            });
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
        let descended = atoms.map(|(x, mass)| (x - eta * gradient(x), mass));
        let crossed = [0, 1].map(|atom| Valley::of(descended[atom].0) != Valley::of(atoms[atom].0));
        self.ensemble = Ensemble::Atoms(descended);
        self.record(|| Leg::Descent { crossed });
        if self.scenario.hold_y.is_none() {
            self.y -= eta * slope;
        }
        self.step += 1;
        Ok(DESCENT)
    }

    /// ⟨∂_yL⟩.
    pub(super) fn mean_slope(&self) -> f64 {
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
    pub(super) fn look_down(&self) -> Result<(), Why> {
        let Scenario { landscape, .. } = self.scenario;
        if self.y <= -0.5 * landscape.y_b.min(landscape.y_f) {
            return Err(Why::FellOut { y: self.y });
        }
        Ok(())
    }

    /// Where there is mass: on the sharp side, and on the flat side.
    pub(super) fn extents(&self) -> [Option<(f64, f64)>; 2] {
        match self.ensemble {
            Ensemble::Atoms(atoms) => {
                let far = atoms[0].0.abs().max(atoms[1].0.abs());
                [Some((far, far)); 2]
            }
            Ensemble::Lattice => SIDES.map(|valley| self.lattice.extent(valley)),
            Ensemble::Settled(_) => [None; 2],
        }
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
                    let mut run = DensityRun { settles, ..DensityRun::new(scenario) };
                    let endless = &mut Budget::new(Patience::ENDLESS);
                    let pushed =
                        pushed(&mut run, &at, scenario.steps, endless, &mut |_| ControlFlow::Continue(()));
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
