//! N walkers under one scenario. The same seed gives the same bits on any number of threads and for any
//! split of the steps into calls.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::frozen::{HopBound, next_look};
use super::lanes::{Block, LANES, Scratch, StepSpan};
use super::record::{Hop, HopLog, Record, TRACERS, Tally, next_sample, wilson};
use super::summary::{Census, Moments, Summary, Walker};
use super::terrain::{Pace, Paces, Terrain};
use crate::platform::simd::SimdPath;
use crate::settings::{Checked, Invalid, Settings};
use crate::valleys::model::{NoiseLaw, Scenario, Valley};

/// Walkers in motion, and the record of what they did.
#[derive(Clone, Serialize, Deserialize)]
pub struct Swarm {
    scenario: Scenario,
    step: u32,
    blocks: Vec<Block>,
    record: Record,
    /// Hops and time at x > 0 since the last sample.
    pending: Pending,
    /// Whether blocks stop that can hop no more.
    stopping: Option<Stopping>,
    #[serde(skip, default = "fastest")]
    path: SimdPath,
}

#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct Pending {
    hops: u64,
    flat_time: u64,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Stopping {
    /// The step at which blocks are looked at next.
    look: u32,
    /// Blocks that go on in any case: the first.
    followed: usize,
}

/// Why a saved state cannot be gone on with.
#[derive(Clone, Debug, PartialEq)]
pub enum Spoiled {
    /// Something else, or cut short.
    NoSwarm,
    Invalid(Invalid),
    WalkersMissing,
}

fn fastest() -> SimdPath {
    SimdPath::fastest()
}

impl Swarm {
    /// The swarm at step 0.
    pub fn new(scenario: &Checked<Scenario>) -> Self {
        let blocks = (0..scenario.walkers.div_ceil(LANES as u32))
            .map(|index| start_block(scenario, index * LANES as u32))
            .collect();
        let mut swarm = Self { blocks, ..Self::bare(Scenario::clone(scenario)) };
        let tally = swarm.tally();
        swarm.record.push(0, tally);
        swarm
    }

    /// At step 0 the walkers that are worked on together with one of them, and no others: what each of them does does not
    /// depend on the rest. The one asked for is the one whose place among them is given, too.
    pub fn about(scenario: &Checked<Scenario>, walker: u32) -> (Self, usize) {
        let lanes = LANES as u32;
        let first = walker.min(scenario.walkers.saturating_sub(1)) / lanes * lanes;
        let alone = Scenario { walkers: (scenario.walkers - first).min(lanes), ..Scenario::clone(scenario) };
        let mut swarm = Self { blocks: vec![start_block(scenario, first)], ..Self::bare(alone) };
        let tally = swarm.tally();
        swarm.record.push(0, tally);
        (swarm, (walker - first) as usize)
    }

    /// Without walkers.
    fn bare(scenario: Scenario) -> Self {
        Self {
            scenario,
            step: 0,
            blocks: Vec::new(),
            record: Record::default(),
            pending: Pending::default(),
            stopping: None,
            path: fastest(),
        }
    }

    /// The same on a chosen SIMD path.
    pub fn on_path(mut self, path: SimdPath) -> Self {
        self.path = path;
        self
    }

    /// Writes down every hop from now on.
    pub fn logging_hops(mut self) -> Self {
        self.record.hops = Some(HopLog::default());
        self
    }

    /// Follows walkers no farther than they may hop: a block stops for good once no walker of it hops in the rest of the
    /// run but with a chance below 1e-9 (see `frozen`). Hops, valleys, t_f, y_freeze and times at x > 0 have the same bits
    /// as in the whole run; y goes on along its mean, and x stays where it was. The first `followed` walkers go on as ever,
    /// as do all where η or σ change over the run.
    pub fn until_frozen(mut self, followed: u32) -> Self {
        self.stop_frozen(followed);
        self
    }

    /// The same from this step on.
    pub fn stop_frozen(&mut self, followed: u32) {
        let followed = followed.div_ceil(LANES as u32) as usize;
        self.stopping = Some(Stopping { look: next_look(self.step, self.scenario.steps), followed });
    }

    /// Advances by a number of steps, on the current rayon pool.
    pub fn advance(&mut self, steps: u32) {
        let end = self.step.saturating_add(steps);
        while self.step < end {
            // Bounds the table of paces and the memory of a long call.
            let stop = end.min(self.step.saturating_add(8192));
            self.advance_to(stop);
        }
    }

    fn advance_to(&mut self, end: u32) {
        let start = self.step;
        let sampled = self.record.samples.last().map_or(0, |sample| sample.step);
        // Without a bound there is nothing to look for.
        let frost = self.stopping.and_then(|_| HopBound::of(&self.scenario));
        let followed = self.stopping.map_or(0, |stopping| stopping.followed);
        let look = self.stopping.as_mut().filter(|_| frost.is_some()).map(|stopping| &mut stopping.look);
        let segments = segments(sampled, look, start, end, self.scenario.steps);
        let stretch = Advance {
            start,
            steps: self.scenario.steps,
            segments: &segments,
            terrain: Terrain::new(
                &self.scenario.landscape,
                self.scenario.noise,
                self.scenario.hold_y.is_some(),
            ),
            paces: self.paces(start, end),
            noise: self.scenario.noise,
            path: self.path,
            reaches: self.reaches(),
            logging: self.record.hops.is_some(),
            frost,
            followed,
        };
        let group = self.blocks.len().div_ceil(4 * rayon::current_num_threads()).clamp(1, 256);

        let (tallies, hops) = self
            .blocks
            .par_chunks_mut(group)
            .enumerate()
            .map(|(chunk, blocks)| {
                let mut tallies = vec![Tally::default(); segments.len()];
                let mut hops = Vec::new();
                let mut scratch = Scratch::blank();
                for (number, block) in (chunk * group..).zip(blocks) {
                    stretch.advance(number, block, &mut tallies, &mut hops, &mut scratch);
                }
                (tallies, hops)
            })
            .reduce_with(|(mut left, mut hops), (right, more)| {
                for (a, b) in left.iter_mut().zip(right) {
                    *a = std::mem::take(a).merge(b);
                }
                hops.extend(more);
                (left, hops)
            })
            .expect("a swarm has at least one block");

        if let Some(log) = &mut self.record.hops {
            log.extend(hops);
        }
        for (segment, mut tally) in segments.iter().zip(tallies) {
            tally.hops += self.pending.hops;
            tally.flat_time += self.pending.flat_time;
            if segment.sampled {
                self.record.push(segment.end, tally);
                self.pending = Pending::default();
            } else {
                self.pending = Pending { hops: tally.hops, flat_time: tally.flat_time };
            }
        }
        self.step = end;
    }

    /// Takes over another scenario's landscape, noise, schedules, held y and length, from this step on.
    /// Walkers keep their x and y (a newly held y moves them there); number, start and seed stay.
    pub fn retune(&mut self, scenario: &Checked<Scenario>) {
        let before = self.reaches();
        let held = self.scenario.hold_y;
        self.scenario.landscape = scenario.landscape;
        self.scenario.noise = scenario.noise;
        self.scenario.eta = scenario.eta.clone();
        self.scenario.sigma = scenario.sigma.clone();
        self.scenario.hold_y = scenario.hold_y;
        self.scenario.steps = scenario.steps;
        // Whoever stopped goes on from there: the bound was for another run.
        self.stopping = None;
        for block in &mut self.blocks {
            block.lose_track();
            block.still = None;
        }
        let after = self.reaches();
        let factor = [before[0] / after[0], before[1] / after[1]];
        if before != after {
            for w in self.blocks.iter_mut().flat_map(|block| &mut block.w) {
                *w *= factor[usize::from(*w < 0.0)];
            }
        }
        if let Some(y) = scenario.hold_y.filter(|&y| held != Some(y)) {
            for block in &mut self.blocks {
                block.hold(y as f32);
            }
        }
    }

    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    pub fn step(&self) -> u32 {
        self.step
    }

    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Every walker in order of index.
    pub fn walkers(&self) -> impl Iterator<Item = Walker> + '_ {
        let x = self.reaches();
        let count = self.scenario.walkers as usize;
        self.blocks
            .iter()
            .flat_map(move |block| (0..LANES).map(move |lane| walker(block, lane, x)))
            .take(count)
    }

    /// x, y and steps since the last hop (or the start) of the first walkers, appended column by column: what
    /// `walkers` tells, many times as fast.
    pub fn columns(&self, most: usize, x: &mut Vec<f32>, y: &mut Vec<f32>, age: &mut Vec<u32>) {
        let [flat, sharp] = self.reaches();
        let mut left = (self.scenario.walkers as usize).min(most);
        for block in &self.blocks {
            let count = left.min(LANES);
            x.extend(block.w[..count].iter().map(|&w| w * if w < 0.0 { sharp } else { flat }));
            y.extend_from_slice(&block.y[..count]);
            age.extend(block.last_hop[..count].iter().map(|&hop| self.step - hop));
            left -= count;
            if left == 0 {
                return;
            }
        }
    }

    /// Where the walkers are at this very step.
    pub fn census(&self) -> Census {
        let tally = self.tally();
        Census { flat: tally.flat, live: tally.live, mean_y: tally.mean_y() }
    }

    /// The run so far in numbers.
    pub fn summary(&self) -> Summary {
        let Census { flat, live, mean_y } = self.census();
        let (p_flat_low, p_flat_high) = wilson(flat, live);
        let late = self.step - self.step / 100;
        let (mut time, mut survival, mut height) = <(Moments, Moments, Moments)>::default();
        let mut censored = 0_u32;
        for walker in self.walkers().filter(|walker| !walker.x.is_nan()) {
            let hops = walker.last_hop > late;
            time.add(f64::from(walker.last_hop) + 1.0);
            // All that are censored are so after the last that is not: the product of Kaplan and Meier is this mean.
            survival.add(f64::from(if hops { self.step } else { walker.last_hop }) + 1.0);
            height.add(f64::from(walker.hop_y));
            censored += u32::from(hops);
        }
        let share = |count: u32| (live > 0).then(|| f64::from(count) / f64::from(live));
        Summary {
            p_flat: share(flat),
            p_flat_low,
            p_flat_high,
            mean_freezing_step: time.mean(),
            sem_freezing_step: time.deviation().map(|deviation| deviation / f64::from(live).sqrt()),
            kaplan_meier_freezing_step: survival.mean(),
            mean_freezing_y: height.mean(),
            sd_freezing_y: height.deviation(),
            occupancy: self.record.occupancy_after(self.step / 2),
            occupancy_error: self.record.occupancy_error_after(self.step / 2),
            censored: share(censored),
            diverged: self.scenario.walkers - live,
            mean_y,
        }
    }

    /// The whole state, to go on from another time.
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(self).expect("a swarm is plain data")
    }

    /// A state saved by `to_bytes`.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Spoiled> {
        let swarm: Self = postcard::from_bytes(bytes).map_err(|_| Spoiled::NoSwarm)?;
        swarm.scenario.validate().map_err(Spoiled::Invalid)?;
        if swarm.blocks.len() != swarm.scenario.walkers.div_ceil(LANES as u32) as usize {
            return Err(Spoiled::WalkersMissing);
        }
        Ok(swarm)
    }

    #[cfg(test)]
    pub(super) fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    fn reaches(&self) -> [f32; 2] {
        Valley::BOTH.map(|valley| self.scenario.landscape.reach(valley) as f32)
    }

    fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for block in &self.blocks {
            tally.look(block, self.step);
        }
        tally.tracers = tracers(&self.blocks[0], self.reaches());
        tally
    }

    fn paces(&self, start: u32, end: u32) -> Paces {
        let Scenario { eta, sigma, noise, landscape, .. } = &self.scenario;
        let last = if eta.is_constant() && sigma.is_constant() { start + 1 } else { end };
        Paces((start..last).map(|step| Pace::new(eta.at(step), sigma.at(step), *noise, landscape)).collect())
    }
}

fn start_block(scenario: &Scenario, first: u32) -> Block {
    let present = (scenario.walkers - first).min(LANES as u32) as usize;
    let start = |lane: usize| {
        let valley = if scenario.starts_flat(first + lane as u32) { Valley::Flat } else { Valley::Sharp };
        (valley.sign() * scenario.x_i / scenario.landscape.reach(valley)) as f32
    };
    Block::new(scenario.seed, u64::from(first), present, start, scenario.start_y() as f32)
}

/// The steps of one call, and all that blocks need to know to make them.
struct Advance<'a> {
    start: u32,
    /// Of the whole run.
    steps: u32,
    segments: &'a [Segment],
    terrain: Terrain,
    paces: Paces,
    noise: NoiseLaw,
    path: SimdPath,
    reaches: [f32; 2],
    logging: bool,
    frost: Option<HopBound>,
    /// Blocks that never stop: the first.
    followed: usize,
}

impl Advance<'_> {
    /// Advances a block, and adds what it did to the tallies of the segments and to the hops.
    fn advance(
        &self,
        number: usize,
        block: &mut Block,
        tallies: &mut [Tally],
        hops: &mut Vec<Hop>,
        scratch: &mut Scratch,
    ) {
        let mut log = self.logging.then(Vec::new);
        let mut step = self.start;
        for (segment, tally) in self.segments.iter().zip(tallies) {
            let steps = segment.end - step;
            if let (Some(since), Some(frost)) = (block.still, &self.frost) {
                tally.flat_time += u64::from(block.flat()) * u64::from(steps);
                // At samples only, so that y does not depend on where calls end.
                if segment.sampled {
                    frost.lift(block, segment.end - since);
                    block.still = Some(segment.end);
                }
            } else {
                let span = StepSpan {
                    terrain: &self.terrain,
                    paces: &self.paces,
                    offset: (step - self.start) as usize,
                    step,
                    steps,
                    scratch,
                    log: log.as_mut(),
                };
                let burst = block.advance(self.path, self.noise, span);
                tally.hops += burst.hops;
                tally.flat_time += burst.flat_time;
            }
            step = segment.end;
            if segment.sampled {
                tally.sample(self.path, block, step);
                if number == 0 && block.still.is_none() {
                    tally.tracers = tracers(block, self.reaches);
                }
            }
            if segment.look && number >= self.followed && block.still.is_none() {
                let holds = self.frost.as_ref().is_some_and(|frost| frost.holds(block, self.steps - step));
                block.still = holds.then_some(step);
            }
        }
        let walker = |lane: u8| (number * LANES) as u32 + u32::from(lane);
        hops.extend(log.into_iter().flatten().map(|(step, lane)| Hop { step, walker: walker(lane) }));
    }
}

/// A stretch of steps that ends at a sample, at a look at whether blocks are frozen, or at the end of the call.
struct Segment {
    end: u32,
    sampled: bool,
    look: bool,
}

/// The segments of a call, given the step sampled last and that of the next look, if there are any: neither depends on
/// the calls.
fn segments(sampled: u32, mut look: Option<&mut u32>, start: u32, end: u32, steps: u32) -> Vec<Segment> {
    let mut segments = Vec::new();
    // A retuned length can put the next sample behind us.
    let mut next = next_sample(sampled, steps).max(start + 1);
    let mut step = start;
    while step < end {
        let at = look.as_deref().copied().filter(|at| *at > step).unwrap_or(u32::MAX);
        step = next.min(end).min(at);
        segments.push(Segment { end: step, sampled: step == next, look: step == at });
        if step == next {
            next = next_sample(step, steps);
        }
        if let Some(look) = look.as_deref_mut().filter(|_| step == at) {
            *look = next_look(step, steps);
        }
    }
    segments
}

fn tracers(block: &Block, x: [f32; 2]) -> Vec<[f32; 2]> {
    (0..TRACERS)
        .map(|lane| {
            let walker = walker(block, lane, x);
            [walker.x, walker.y]
        })
        .collect()
}

fn walker(block: &Block, lane: usize, x: [f32; 2]) -> Walker {
    let w = block.w[lane];
    Walker {
        x: w * x[usize::from(w < 0.0)],
        y: block.y[lane],
        last_hop: block.last_hop[lane],
        hop_y: block.hop_y[lane],
        hops: block.hops[lane],
    }
}
