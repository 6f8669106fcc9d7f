//! The density prediction: the distribution of x pushed through the exact one-step Gaussian kernel, with no fitted
//! constant and with the effects of a finite η.
//!
//! Per step, x' = x − η ∂_xL(x, y) + N(0, 2η Δ_S C_xx) at the ensemble's mean height y, while y moves by −η⟨∂_yL⟩
//! over the current distribution. What is left out: that walkers differ in y, noise along y, and the small part that
//! H₁₂ adds to C_xx (`NoiseLaw::diffusion`). Steps shorter than the lattice can resolve are joined: n steps of η on one
//! side are one Gaussian again, exactly, and only crossings within the n steps are missed, an error that falls with
//! √(nη).

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::lattice::{Kernel, Lattice, SideStep, Spacing};
use super::transient::{Trace, TracePoint};
use super::validity::Domain;
use crate::model::{Landscape, Scenario, Valley};
use crate::say;

/// A predicted run with the density of x at each of its points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DensityTrace {
    pub trace: Trace,
    /// One for each point of the trace.
    pub slices: Vec<XDensity>,
}

/// The density of x at one time, at equally spaced points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct XDensity {
    pub first_x: f64,
    pub dx: f64,
    pub density: Vec<f64>,
}

/// Pushes the density through all steps and samples it at the given ones (ascending; those past the end are left out).
///
/// `progress` is told the share done, often; `None` if it breaks off. Where walkers diverge the trace ends, and its domain
/// says why.
pub fn density(
    scenario: &Scenario,
    at: &[u32],
    progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
) -> Option<DensityTrace> {
    let at: Vec<u32> = at.iter().copied().filter(|&step| step <= scenario.steps).collect();
    let end = f64::from(at.last().copied().unwrap_or(0).max(1));
    let mut run = Run::new(scenario);
    let mut result = DensityTrace {
        trace: Trace { points: Vec::with_capacity(at.len()), domain: Domain::Valid },
        slices: Vec::with_capacity(at.len()),
    };
    let mut pushes = 0_u32;
    for target in at {
        while run.step < target {
            if pushes.is_multiple_of(PROGRESS_EVERY) && progress(f64::from(run.step) / end).is_break() {
                return None;
            }
            pushes += 1;
            if let Err(why) = run.advance(target) {
                result.trace.domain = Domain::Outside(why);
                return Some(result);
            }
        }
        result.trace.points.push(run.point());
        result.slices.push(run.slice());
    }
    Some(result)
}

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

/// A kernel serves until the floor has moved by this share of √2 sd, more generously once nothing hops any more ...
const FLOOR_SHIFT: f64 = 0.03;
const FLOOR_SHIFT_FROZEN: f64 = 0.1;
const FROZEN_FROM: f64 = 6.0;
/// ... or y by this share of its scale, or η or σ by this share.
const HEIGHT_CHANGE: f64 = 0.005;
const SCHEDULE_CHANGE: f64 = 0.001;
/// Joined steps relax by at most this share.
const MOST_RELAXATION: f64 = 0.5;
/// Slices have at most so many points.
const MOST_SLICE_POINTS: usize = 1024;

struct Run<'a> {
    scenario: &'a Scenario,
    step: u32,
    y: f64,
    /// Every walker at one of two points: the start, and all that follows until there is noise.
    atoms: Option<[(f64, f64); 2]>,
    lattice: Lattice,
    spare: Lattice,
    mover: Option<Mover>,
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

/// The single step on both sides, [sharp, flat], before steps are joined.
struct Sides {
    floor: [f64; 2],
    /// The share of the distance to the floor that a step takes away: 2η/f, below 2.
    relaxation: [f64; 2],
    sd: [f64; 2],
}

const SIDES: [Valley; 2] = [Valley::Sharp, Valley::Flat];

impl<'a> Run<'a> {
    fn new(scenario: &'a Scenario) -> Self {
        let nothing = Spacing { h: 1.0, zero: 1, len: 2 };
        let share = scenario.flat_share;
        Self {
            scenario,
            step: 0,
            y: scenario.start_y(),
            atoms: Some([(-scenario.x_i, 1.0 - share), (scenario.x_i, share)]),
            lattice: Lattice::empty(nothing),
            spare: Lattice::empty(nothing),
            mover: None,
        }
    }

    /// One push, not past `target`; an error says why there is no further one.
    fn advance(&mut self, target: u32) -> Result<(), String> {
        let (eta, sigma) = (self.scenario.eta.at(self.step), self.scenario.sigma.at(self.step));
        if let Some(atoms) = self.atoms.filter(|_| self.is_noiseless(eta * sigma)) {
            return self.descend(atoms, eta, sigma);
        }
        let mut mover = match self.mover.take() {
            Some(mover) if mover.serves(eta, sigma, self.y) => mover,
            _ => self.new_mover(eta, sigma, target)?,
        };
        let steps = mover.steps.min(target - self.step);
        // The first k of n joined steps: every k-th of n walkers moves by all n. To first order in the change per push.
        let share = f64::from(steps) / f64::from(mover.steps);
        let slope = self.mean_slope();
        if let Some(atoms) = self.atoms.take() {
            self.lattice = Lattice::from_atoms(&atoms, &mut mover.kernel);
        } else {
            self.lattice.push(&mut mover.kernel, share, &mut self.spare);
            std::mem::swap(&mut self.lattice, &mut self.spare);
        }
        if !self.lattice.is_whole() {
            return Err(say!("theory.density.wide", y = format_args!("{:.4e}", self.y)));
        }
        if self.scenario.hold_y.is_none() {
            self.y -= f64::from(steps) * eta * slope;
        }
        self.step += steps;
        self.mover = Some(mover).filter(|mover| mover.lasting);
        Ok(())
    }

    fn is_noiseless(&self, delta_s: f64) -> bool {
        let Scenario { landscape, noise, .. } = self.scenario;
        Valley::BOTH.iter().all(|&valley| noise.diffusion(landscape, valley, self.y, delta_s) == 0.0)
    }

    /// One step of plain gradient descent of both atoms.
    fn descend(&mut self, atoms: [(f64, f64); 2], eta: f64, sigma: f64) -> Result<(), String> {
        Sides::at(self.scenario, self.y, eta, sigma)?;
        let slope = self.mean_slope();
        let gradient = |x: f64| self.scenario.landscape.gradient(x, self.y).x;
        self.atoms = Some(atoms.map(|(x, mass)| (x - eta * gradient(x), mass)));
        if self.scenario.hold_y.is_none() {
            self.y -= eta * slope;
        }
        self.step += 1;
        Ok(())
    }

    /// ⟨∂_yL⟩: on each side ∂_yL is quadratic in |x|, so moments suffice.
    fn mean_slope(&self) -> f64 {
        let Scenario { landscape, .. } = self.scenario;
        if let Some(atoms) = self.atoms {
            return atoms.iter().map(|(x, mass)| mass * landscape.gradient(*x, self.y).y).sum();
        }
        let at_ridge = landscape.gradient(0.0, self.y).y;
        Valley::BOTH
            .iter()
            .map(|&valley| {
                let r = landscape.reach(valley);
                let [near, far] =
                    [r, 2.0 * r].map(|u| landscape.gradient(valley.sign() * u, self.y).y - at_ridge);
                let (linear, quadratic) = ((2.0 * near - 0.5 * far) / r, (0.5 * far - near) / (r * r));
                let moments = self.lattice.moments(valley);
                moments.mass * at_ridge + moments.first * linear + moments.second * quadratic
            })
            .sum()
    }

    /// A kernel for the present, on a lattice that suits it.
    fn new_mover(&mut self, eta: f64, sigma: f64, target: u32) -> Result<Mover, String> {
        let Scenario { landscape, hold_y, .. } = self.scenario;
        if self.y <= -0.5 * landscape.y_b.min(landscape.y_f) {
            return Err(say!("theory.density.fell", y = format_args!("{:.4}", self.y)));
        }
        let here = Sides::at(self.scenario, self.y, eta, sigma)?;
        // The kernel of a y half-way through its service is right to second order.
        let tolerance = if hold_y.is_some() { 0.0 } else { here.serviceable_climb(landscape, self.y) };
        let slope = self.mean_slope();
        let y = self.y - (0.5 * tolerance).copysign(slope);
        let sides = Sides::at(self.scenario, y, eta, sigma)?;

        let wanted = self.spacing_for(&sides);
        let current = self.lattice.spacing;
        let outgrown = wanted.reach().iter().zip(current.reach()).any(|(wanted, has)| *wanted > has);
        let keep = self.atoms.is_none() && !outgrown && (0.5 * wanted.h..1.2 * wanted.h).contains(&current.h);
        let onto = if keep { current } else { wanted };
        if !keep && self.atoms.is_none() && onto.h < current.h {
            // A finer lattice takes over the density as it is; a coarser one only after the step has smoothed it.
            self.lattice = self.lattice.resampled(onto);
        }
        let lasting = self.atoms.is_none() && onto == self.lattice.spacing;
        // Within joined steps y climbs at one speed, so not far.
        let climbable = if hold_y.is_some() { f64::INFINITY } else { tolerance / (eta * slope.abs()) };
        let (joined, resolved) = self.joined_steps(&sides, eta, sigma, onto.h, climbable);
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
        let [sharp, flat] = reach.map(|reach| (reach / h).ceil() as usize + 4);
        Spacing { h, zero: sharp, len: sharp + flat }
    }

    /// Where there is mass: on the sharp side, and on the flat side.
    fn extents(&self) -> [Option<(f64, f64)>; 2] {
        match self.atoms {
            Some(atoms) => {
                let far = atoms[0].0.abs().max(atoms[1].0.abs());
                [Some((far, far)); 2]
            }
            None => SIDES.map(|valley| self.lattice.extent(valley)),
        }
    }

    /// How many steps to join for the narrower kernel to be as wide as the lattice carries, and whether it then is.
    fn joined_steps(&self, sides: &Sides, eta: f64, sigma: f64, h: f64, climbable: f64) -> (u32, bool) {
        let wanted = (NARROWEST * h / sides.sd[0].min(sides.sd[1])).powi(2).ceil();
        let most = (MOST_RELAXATION / sides.relaxation[0].max(sides.relaxation[1])).floor();
        let steps = wanted.min(most).min(climbable).max(1.0) as u32;
        let Scenario { eta: etas, sigma: sigmas, .. } = self.scenario;
        let joined = if etas.is_constant() && sigmas.is_constant() {
            steps
        } else {
            let same = |step| etas.at(step) == eta && sigmas.at(step) == sigma;
            1 + (1..steps).take_while(|&ahead| same(self.step.saturating_add(ahead))).count() as u32
        };
        (joined, f64::from(joined) >= wanted)
    }

    fn point(&self) -> TracePoint {
        let p_flat = match self.atoms {
            Some(atoms) => {
                atoms.iter().filter(|(x, _)| Valley::of(*x) == Valley::Flat).map(|(_, mass)| mass).sum()
            }
            None => self.lattice.moments(Valley::Flat).mass,
        };
        TracePoint { step: self.step, y: self.y, p_flat, in_domain: true }
    }

    fn slice(&self) -> XDensity {
        if let Some([a, b]) = self.atoms {
            // Two spikes, as wide as they are apart.
            let (left, right) = if a.0 <= b.0 { (a, b) } else { (b, a) };
            let dx = (right.0 - left.0).max(1e-9);
            return XDensity { first_x: left.0, dx, density: vec![left.1 / dx, right.1 / dx] };
        }
        let (first, masses) = self.lattice.occupied();
        let group = masses.len().div_ceil(MOST_SLICE_POINTS).max(1);
        let h = self.lattice.spacing.h;
        let dx = h * group as f64;
        let density = masses.chunks(group).map(|group| group.iter().sum::<f64>() / dx).collect();
        XDensity { first_x: first + 0.5 * (dx - h), dx, density }
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

impl Sides {
    /// x' = x − η ∂_xL + N(0, 2η Δ_S C_xx) on both sides; an error where it throws walkers ever farther.
    fn at(scenario: &Scenario, y: f64, eta: f64, sigma: f64) -> Result<Self, String> {
        let Scenario { landscape, noise, .. } = scenario;
        let flatness = SIDES.map(|valley| landscape.flatness(valley, y));
        if !flatness.iter().all(|f| eta < *f) {
            return Err(say!(
                "theory.density.overshoots",
                y = format_args!("{y:.4}"),
                eta = format_args!("{eta:.4}"),
                flatness = format_args!("{:.4}", flatness[0].min(flatness[1]))
            ));
        }
        Ok(Self {
            floor: SIDES.map(|valley| 0.5 * landscape.spread(valley, y)),
            relaxation: flatness.map(|f| 2.0 * eta / f),
            sd: SIDES.map(|valley| (2.0 * eta * noise.diffusion(landscape, valley, y, eta * sigma)).sqrt()),
        })
    }

    /// The standard deviation within each valley, were it alone: s/√(1 − (1 − relaxation)²).
    fn valley_sd(&self) -> [f64; 2] {
        [0, 1].map(|side| {
            let relaxation = self.relaxation[side];
            self.sd[side] / (relaxation * (2.0 - relaxation)).sqrt()
        })
    }

    /// How far y may climb before the kernel is out of date.
    fn serviceable_climb(&self, landscape: &Landscape, y: f64) -> f64 {
        let valley_sd = self.valley_sd();
        let scale = HEIGHT_CHANGE * (y + landscape.y_b.min(landscape.y_f));
        [0, 1].into_iter().fold(scale, |climb, side| {
            let width = 2.0_f64.sqrt() * valley_sd[side];
            let shift = if self.floor[side] > FROZEN_FROM * width { FLOOR_SHIFT_FROZEN } else { FLOOR_SHIFT };
            let slope = landscape.reach(SIDES[side]) * landscape.y_b / (y + landscape.y_b).powi(2);
            // Without noise there is no width to compare with: y's own scale decides.
            if width > 0.0 { climb.min(shift * width / slope) } else { climb }
        })
    }

    /// n steps on one side as one Gaussian, at least as wide as the lattice carries.
    fn joined(&self, steps: u32, narrowest: f64) -> [SideStep; 2] {
        let valley_sd = self.valley_sd();
        [0, 1].map(|side| {
            let single = 1.0 - self.relaxation[side];
            let contraction = single.powi(steps as i32);
            // 1 − contraction², good for the slightest relaxation too.
            let ln_single = if single > 0.5 { (-self.relaxation[side]).ln_1p() } else { single.abs().ln() };
            let sd = valley_sd[side] * (-(2.0 * f64::from(steps) * ln_single).exp_m1()).sqrt();
            SideStep { floor: self.floor[side], contraction, sd: sd.max(narrowest) }
        })
    }
}
