//! What is kept of a run: counts over time, bounded however long it gets, and tracer paths.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::lanes::LANES;

/// A swarm's history: samples dense at first, then at even steps, thinned when there are too many.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub samples: Vec<Sample>,
    /// Paths of the first walkers, sample by sample: `tracers[sample][walker]` is (x, y), NaN once diverged. Whoever
    /// publishes a record copies none of them.
    pub tracers: Vec<Arc<[[f32; 2]]>>,
    /// Every hop, where asked for.
    pub hops: Option<HopLog>,
}

/// The swarm at one step, and what it did since the sample before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    pub step: u32,
    /// Walkers at x > 0.
    pub flat: u32,
    /// Walkers that have not diverged.
    pub live: u32,
    /// None when every walker has diverged.
    pub mean_y: Option<f64>,
    /// Live walkers whose last hop is less than [`RECENT`] steps ago.
    pub hopping: u32,
    /// Hops since the sample before.
    pub hops: u64,
    /// Walker-steps at x > 0 since the sample before; 0 if a walker diverged in between, for how long it lived is not
    /// known.
    pub flat_time: u64,
    /// Steps since the sample before.
    pub span: u32,
}

/// One hop of one walker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Hop {
    pub step: u32,
    pub walker: u32,
}

/// Hops in order of step and walker, up to a limit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HopLog {
    pub hops: Vec<Hop>,
    /// Hops beyond the limit, counted only.
    pub dropped: u64,
}

/// What some walkers add to a sample. Whole numbers, so that the order of adding does not matter.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub flat: u32,
    pub live: u32,
    pub hopping: u32,
    /// Σ y in units of 2⁻²⁴.
    pub y: i128,
    pub hops: u64,
    pub flat_time: u64,
    /// Positions of the tracers, from the one block that holds them.
    pub tracers: Vec<[f32; 2]>,
}

/// More samples than this are thinned to half. Even, so that the last of one more is kept.
const MOST_SAMPLES: usize = 4096;
/// Even samples aimed at over a run.
const EVEN_SAMPLES: u32 = 1000;
/// A walker that hopped less than this many steps ago counts as hopping.
pub const RECENT: u32 = 1_000;
/// Walkers whose path is kept.
pub const TRACERS: usize = LANES;
/// Hops kept of a run.
const MOST_HOPS: usize = 4_000_000;

impl Sample {
    /// Share of live walkers at x > 0; none when all have diverged.
    pub fn p_flat(&self) -> Option<f64> {
        (self.live > 0).then(|| f64::from(self.flat) / f64::from(self.live))
    }

    /// The Wilson 95 % band of that share.
    pub fn band(&self) -> (f64, f64) {
        wilson(self.flat, self.live)
    }
}

/// The Wilson score interval at 95 %.
pub fn wilson(hits: u32, of: u32) -> (f64, f64) {
    const Z: f64 = 1.959_963_984_540_054;
    if of == 0 {
        return (0.0, 1.0);
    }
    let n = f64::from(of);
    let p = f64::from(hits) / n;
    let centre = p + Z * Z / (2.0 * n);
    let reach = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    (((centre - reach) / scale).max(0.0), ((centre + reach) / scale).min(1.0))
}

impl Tally {
    /// Adds a block's Σ y, in steps of 2⁻²⁴: below the resolution of f32 wherever y > 1.
    pub fn add_y(&mut self, sum: f64) {
        // 64 heights below `DIVERGED_ABOVE` are far from filling an i64.
        self.y = self.y.saturating_add(i128::from((sum * 16_777_216.0) as i64));
    }

    pub fn mean_y(&self) -> Option<f64> {
        (self.live > 0).then(|| self.y as f64 / 16_777_216.0 / f64::from(self.live))
    }

    pub fn merge(mut self, other: Self) -> Self {
        self.flat += other.flat;
        self.live += other.live;
        self.hopping += other.hopping;
        self.y = self.y.saturating_add(other.y);
        self.hops += other.hops;
        self.flat_time += other.flat_time;
        if self.tracers.is_empty() {
            self.tracers = other.tracers;
        }
        self
    }
}

/// The first sampling step after `step` in a run of `steps`: 1, 2, … 64, then growing to an even stride;
/// the middle and the end of the run are always among them.
pub(super) fn next_sample(step: u32, steps: u32) -> u32 {
    let stride = (steps / EVEN_SAMPLES).max(1);
    let gap = (step / 64).clamp(1, stride);
    let mut next = step.saturating_add(gap);
    if gap == stride {
        next -= next % stride;
    }
    for landmark in [steps / 2, steps] {
        if step < landmark {
            next = next.min(landmark);
        }
    }
    next
}

impl Record {
    pub(super) fn push(&mut self, step: u32, tally: Tally) {
        let before = self.samples.last().copied().unwrap_or_default();
        let whole = tally.live == before.live;
        self.samples.push(Sample {
            step,
            flat: tally.flat,
            live: tally.live,
            mean_y: tally.mean_y(),
            hopping: tally.hopping,
            hops: tally.hops,
            flat_time: if whole { tally.flat_time } else { 0 },
            span: step - before.step,
        });
        self.tracers.push(tally.tracers.into());
        if self.samples.len() > MOST_SAMPLES {
            self.thin();
        }
    }

    /// Drops every other sample; what happened in between goes to the one after.
    fn thin(&mut self) {
        let mut kept = Vec::with_capacity(MOST_SAMPLES);
        let mut carried = Sample::default();
        for (index, sample) in self.samples.iter().enumerate() {
            carried.hops += sample.hops;
            carried.flat_time += sample.flat_time;
            carried.span += sample.span;
            if index % 2 == 0 {
                let Sample { hops, flat_time, span, .. } = std::mem::take(&mut carried);
                kept.push(Sample { hops, flat_time, span, ..*sample });
            }
        }
        self.samples = kept;
        self.tracers = std::mem::take(&mut self.tracers).into_iter().step_by(2).collect();
    }

    /// Share of walker-time at x > 0 after a step; `None` when there is none. Spans in which a walker diverged
    /// are left out: how long it lived is not known.
    pub fn occupancy_after(&self, step: u32) -> Option<f64> {
        let mut flat = 0_u64;
        let mut all = 0_u64;
        for pair in self.samples.windows(2) {
            let [before, sample] = [pair[0], pair[1]];
            if sample.step > step && sample.live == before.live {
                flat += sample.flat_time;
                all += u64::from(sample.span) * u64::from(sample.live);
            }
        }
        (all > 0).then(|| flat as f64 / all as f64)
    }
}

impl Record {
    /// The standard error of that share, for walkers that go their ways independently. N of them make a share scatter
    /// by p(1 − p)/N at a moment, and what is left of it in the mean over time depends on how long they remember where
    /// they were: half of the mean square difference between two moments, over that scatter, is what they have
    /// forgotten in between.
    pub fn occupancy_error_after(&self, step: u32) -> Option<f64> {
        let samples = || self.samples.iter().filter(|sample| sample.step > step);
        let shares: Vec<f64> = samples().filter_map(Sample::p_flat).collect();
        let n = shares.len();
        let live = samples().map(|sample| sample.live).min().filter(|live| *live > 0)?;
        let mean = self.occupancy_after(step)?;
        let scatter = mean * (1.0 - mean) / f64::from(live);
        let seen = shares.iter().map(|share| (share - mean).powi(2)).sum::<f64>() / n as f64;
        // Of a run that has seen its whole scatter its own is the measure; one that remembers all along has seen
        // little.
        let whole = if 2.0 * seen > scatter { seen } else { scatter };
        if n < LEAST_MOMENTS || scatter == 0.0 {
            return None;
        }
        let mut variance = 1.0 / n as f64;
        let (mut remembered, mut memory) = (1.0, 0.5);
        for lag in 1..n {
            // Pairs farther apart than half of the time are too few to tell; beyond five times the memory there is
            // only noise.
            if lag as f64 > WINDOW * memory {
                break;
            }
            if lag <= n / 2 {
                let squares = shares.windows(lag + 1).map(|pair| (pair[lag] - pair[0]).powi(2));
                remembered = 1.0 - 0.5 * squares.sum::<f64>() / (n - lag) as f64 / whole;
                memory += remembered;
            }
            variance += 2.0 * (n - lag) as f64 / (n as f64).powi(2) * remembered;
        }
        let variance = variance.max(1.0 / n as f64);
        Some((scatter * variance).sqrt())
    }
}

/// Fewer samples do not tell how long walkers remember.
const LEAST_MOMENTS: usize = 16;
/// How many times the memory, the sum of what is remembered, is looked at.
const WINDOW: f64 = 5.0;

impl HopLog {
    pub(super) fn extend(&mut self, mut hops: Vec<Hop>) {
        // Each block's are in order already, which a stable sort makes use of.
        hops.sort();
        let room = MOST_HOPS - self.hops.len().min(MOST_HOPS);
        self.dropped += hops.len().saturating_sub(room) as u64;
        hops.truncate(room);
        self.hops.append(&mut hops);
    }
}
