//! When a walker can hop no more: a bound on its chance of another hop in what is left of a run, so that runs of which
//! nothing but hops and valleys is asked need not be followed to their end.
//!
//! Across its valley a walker is a first-order autoregression around the floor s: u′ = s + a (u − s) + noise, with
//! a = 1 − ηh/x_i². From a share r of the way to the ridge it is after k steps a normal number of mean s (1 − r aᵏ) and
//! variance sd² (1 − a²ᵏ), so with z = |a|ᵏ it is beyond the ridge with the chance Q(m (1 − r z)/√(1 − z²)), m = s/sd.
//! These chances, added up over the steps that are left, bound that of a hop. y climbs meanwhile, and m with it; the bound
//! has it climb at nine tenths of its mean speed, from the lowest walker of the block. Left out: the noise of y.

use super::lanes::{Block, LANES};
use crate::valleys::model::{Landscape, NoiseLaw, Scenario, Valley};

/// The chance of another hop, for each walker, below which a block stops.
const NEGLIGIBLE: f64 = 1e-9;
/// The share of its mean speed at which y is taken to climb.
const SLOWED: f64 = 0.9;
/// Steps between two looks: at least so many, and this share of what is left.
const LOOK_EVERY: u32 = 64;
const LOOKS: u32 = 64;
/// Points of the climb, dense at its beginning.
const KNOTS: usize = 256;

/// The next step after this one at which blocks are looked at: the same for any split of the run into calls.
pub fn next_look(step: u32, steps: u32) -> u32 {
    step.saturating_add((steps.saturating_sub(step) / LOOKS).max(LOOK_EVERY))
}

/// What the bound needs of a scenario.
pub struct HopBound {
    landscape: Landscape,
    steps: f64,
    flat: Climb,
    sharp: Climb,
}

/// The mean way of y along one valley, with what it takes to leave it on the way.
struct Climb(Vec<Knot>);

struct Knot {
    y: f64,
    /// m = s/sd.
    height: f64,
    /// |a|.
    memory: f64,
}

impl HopBound {
    /// None where the bound does not hold: η or σ change, or y does not climb.
    pub fn of(scenario: &Scenario) -> Option<Self> {
        if !(scenario.eta.is_constant() && scenario.sigma.is_constant()) {
            return None;
        }
        let climb = |valley| Climb::of(scenario, valley);
        let (flat, sharp) = (climb(Valley::Flat)?, climb(Valley::Sharp)?);
        Some(Self { landscape: scenario.landscape, steps: f64::from(scenario.steps), flat, sharp })
    }

    /// Whether no walker of the block hops in so many steps, but with a negligible chance.
    pub fn holds(&self, block: &Block, left: u32) -> bool {
        self.bound(block, left, NEGLIGIBLE) <= NEGLIGIBLE
    }

    /// A bound on the chance that a walker of the block hops in so many steps. Past `enough` it is not added up to its end.
    fn bound(&self, block: &Block, left: u32, enough: f64) -> f64 {
        let bound = |climb: &Climb, lanes: &[usize]| {
            let lowest = lanes.iter().map(|&lane| f64::from(block.y[lane])).fold(f64::INFINITY, f64::min);
            let Some(time) = climb.time(lowest, self.steps) else { return 1.0 };
            // Most looks are too early by far, and need no more than this.
            let first = tail(climb.knot(time, self.steps).height);
            if first > enough {
                return first;
            }
            let way = |&lane: &usize| {
                let (u, y) = (f64::from(block.w[lane].abs()), f64::from(block.y[lane]));
                let floor = y / (y + self.landscape.y_b);
                (u - floor).abs() / floor
            };
            let share = lanes.iter().map(way).fold(0.0, f64::max);
            if share < 1.0 { self.chance(climb, time, share, left, enough) } else { 1.0 }
        };
        let live = (0..LANES).filter(|&lane| !block.w[lane].is_nan());
        let (sharp, flat): (Vec<_>, Vec<_>) = live.partition(|&lane| block.w[lane] < 0.0);
        [(&self.flat, flat), (&self.sharp, sharp)]
            .iter()
            .filter(|(_, lanes)| !lanes.is_empty())
            .map(|(climb, lanes)| bound(climb, lanes))
            .fold(0.0, f64::max)
    }

    /// The bound from a time of the climb and a share of the way to the ridge.
    fn chance(&self, climb: &Climb, time: f64, share: f64, left: u32, enough: f64) -> f64 {
        let (mut chance, mut gone, mut memory) = (0.0, 0, 1.0);
        while gone < left && chance <= enough {
            // Ever longer stretches, each with what is worst in it.
            let steps = (gone / 8).clamp(1, left - gone);
            let knot = climb.knot(time + SLOWED * f64::from(gone), self.steps);
            // Q grows with z until z = r, and falls after that.
            let z = f64::min(memory, share);
            chance += f64::from(steps) * tail(knot.height * (1.0 - share * z) / (1.0 - z * z).sqrt());
            memory *= knot.memory.powi(steps as i32);
            gone += steps;
        }
        chance
    }

    /// Lets y climb by its mean over so many steps.
    pub fn lift(&self, block: &mut Block, steps: u32) {
        for (climb, sharp) in [(&self.flat, false), (&self.sharp, true)] {
            let here = |w: f32| if sharp { w < 0.0 } else { w >= 0.0 };
            let (mut sum, mut count) = (0.0, 0.0);
            for lane in 0..LANES {
                if here(block.w[lane]) {
                    sum += f64::from(block.y[lane]);
                    count += 1.0;
                }
            }
            let mean = sum / count;
            let Some(time) = climb.time(mean, self.steps) else { continue };
            let climbed = (climb.y(time + f64::from(steps), self.steps) - climb.y(time, self.steps)) as f32;
            for lane in 0..LANES {
                block.y[lane] += if here(block.w[lane]) { climbed } else { 0.0 };
            }
        }
    }
}

impl Climb {
    fn of(scenario: &Scenario, valley: Valley) -> Option<Self> {
        let (eta, sigma) = (scenario.eta.at(0), scenario.sigma.at(0));
        let at = |y| across(&scenario.landscape, scenario.noise, valley, y, eta, sigma);
        let mut y = scenario.start_y();
        let mut knots = Vec::with_capacity(KNOTS + 1);
        for knot in 0..=KNOTS {
            let Across { height, memory, speed } = at(y);
            if memory >= 1.0 || height.is_nan() || speed < 0.0 {
                return None;
            }
            knots.push(Knot { y, height, memory });
            if scenario.hold_y.is_none() {
                let share = |knot: usize| (knot as f64 / KNOTS as f64).powi(2);
                let time = f64::from(scenario.steps) * (share(knot + 1) - share(knot));
                y += time * at(y + 0.5 * time * speed).speed;
            }
        }
        Some(Self(knots))
    }

    /// The time at which the climb comes to y; none below its start, as near as f32 knows.
    fn time(&self, y: f64, steps: f64) -> Option<f64> {
        let start = self.0[0].y;
        let y = if (y - start).abs() <= 1e-6 * start { start } else { y };
        let after = self.0.partition_point(|knot| knot.y <= y);
        let before = after.checked_sub(1)?;
        let within =
            self.0.get(after).map_or(0.0, |next| (y - self.0[before].y) / (next.y - self.0[before].y));
        Some(steps * ((before as f64 + within) / KNOTS as f64).powi(2))
    }

    /// Where the climb is at a time, between two knots; beyond its end it stays there.
    fn place(time: f64, steps: f64) -> (usize, f64) {
        let place = (time / steps).max(0.0).sqrt() * KNOTS as f64;
        let before = (place as usize).min(KNOTS - 1);
        (before, (place - before as f64).min(1.0))
    }

    /// The knot before a time: lower, and easier to leave.
    fn knot(&self, time: f64, steps: f64) -> &Knot {
        &self.0[Self::place(time, steps).0]
    }

    fn y(&self, time: f64, steps: f64) -> f64 {
        let (before, share) = Self::place(time, steps);
        self.0[before].y + share * (self.0[before + 1].y - self.0[before].y)
    }
}

/// The autoregression across a valley at a height, and the mean speed of y a step.
struct Across {
    height: f64,
    memory: f64,
    speed: f64,
}

fn across(landscape: &Landscape, noise: NoiseLaw, valley: Valley, y: f64, eta: f64, sigma: f64) -> Across {
    let floor = landscape.floor(valley, y);
    let taken = eta * 2.0 / landscape.flatness(valley, y);
    // Of ξ_x in Eq. 6, whose part from H_xy is at most as much as this.
    let hessian = landscape.hessian(floor, y);
    let tilt = hessian[(0, 1)] / hessian[(0, 0)];
    let variance = 2.0 * noise.diffusion(landscape, valley, y, sigma) * (1.0 + tilt * tilt);
    let sd = eta * (variance / (1.0 - (1.0 - taken).powi(2))).sqrt();
    // ∂_yL is quadratic in x on a side, so two points give its mean over the valley.
    let slope = 0.5 * [sd, -sd].map(|aside| landscape.gradient(floor + aside, y).y).iter().sum::<f64>();
    Across { height: floor.abs() / sd, memory: (1.0 - taken).abs(), speed: -eta * slope }
}

/// Q(m), from above.
fn tail(m: f64) -> f64 {
    let bell = (-0.5 * m * m).exp();
    if m > 1.0 { bell / (m * (2.0 * std::f64::consts::PI).sqrt()) } else { bell }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Schedule, Settings};
    use crate::valleys::model::Preset;
    use crate::valleys::sim::Swarm;

    /// At several steps of a run: how many walkers hop later, and how many the bound allows at most.
    fn later_hops(scenario: &Scenario) -> Vec<(f64, f64)> {
        let frost = HopBound::of(scenario).unwrap();
        let checked = scenario.clone().checked().unwrap();
        let mut whole = Swarm::new(&checked);
        whole.advance(scenario.steps);
        let mut swarm = Swarm::new(&checked);
        let looks = [400, 800, 1_200, 1_600, 2_400];
        looks
            .map(|step| {
                swarm.advance(step - swarm.step());
                let hops = whole.walkers().filter(|walker| walker.last_hop > step).count();
                let bounds =
                    swarm.blocks().iter().map(|block| frost.bound(block, scenario.steps - step, 1.0));
                (hops as f64, bounds.map(|bound| LANES as f64 * bound.min(1.0)).sum())
            })
            .to_vec()
    }

    #[test]
    fn no_more_walkers_hop_than_the_bound_allows_and_it_is_no_empty_one() {
        let (mut hops, mut allowed) = (0.0, 0.0);
        for noise in [NoiseLaw::Hessian, NoiseLaw::HessianSquared, NoiseLaw::Uniform] {
            for (eta, sigma) in [(0.02, 0.05), (0.05, 0.02), (0.036, 0.036)] {
                let (eta, sigma) = (Schedule::Constant(eta), Schedule::Constant(sigma));
                let scenario = Scenario { noise, eta, sigma, walkers: 2_048, ..Preset::Fig3.scenario() };
                for (later, bound) in later_hops(&scenario) {
                    assert!(later <= bound + 3.0 * bound.sqrt(), "{later} hop later, allowed are {bound}");
                    if bound < 1_000.0 {
                        (hops, allowed) = (hops + later, allowed + bound);
                    }
                }
            }
        }
        assert!(
            hops > 100.0 && allowed < 100.0 * hops,
            "{hops} of {allowed} allowed: the bound says nothing"
        );
    }
}
