//! The moment of a run that is looked at, and what is read off it.

use std::sync::Arc;

use super::live::{Picture, Snapshot};
use super::measures::Measures;
use crate::valleys::model::Scenario;
use crate::valleys::sim::wilson;

/// The moment looked at: now, or a step of the past.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    pub step: u32,
    /// Whether it lies in the past: then the picture holds only some of the walkers.
    pub scrubbed: bool,
    pub picture: Arc<Picture>,
    /// Index of the last sample of the record at or before this step.
    pub sample: usize,
    /// Share of walkers at x > 0 with its 95 % band; none when all have diverged.
    pub p_flat: Option<f64>,
    pub band: (f64, f64),
    pub mean_y: f64,
    /// Standard deviation of y over the walkers.
    pub sd_y: f64,
    /// Share of walkers whose last hop is less than [`crate::valleys::sim::RECENT`] steps ago: the middle of the walker ramp.
    pub hopping: f64,
    pub diverged: u32,
    /// Whether the run has seen other numbers than those of the moment: what they predict is not its past.
    pub varied: bool,
}

impl Shown {
    /// The present, or the last picture at or before a step.
    pub fn of(snapshot: &Snapshot, scrub: Option<u32>) -> Self {
        let past = scrub.and_then(|step| {
            let index = snapshot.past.partition_point(|picture| picture.step <= step);
            snapshot.past.get(index.saturating_sub(1))
        });
        let picture = past.unwrap_or(&snapshot.now);
        let step = scrub.unwrap_or(picture.step).min(snapshot.now.step);
        let samples = &snapshot.record.samples;
        let sample = samples.partition_point(|sample| sample.step <= step).saturating_sub(1);
        let Scenario { eta, sigma, .. } = &snapshot.scenario;
        let scheduled = !(eta.is_constant() && sigma.is_constant());
        let mut shown = Self {
            step,
            varied: scheduled || !snapshot.changes.is_empty(),
            scrubbed: past.is_some(),
            picture: Arc::clone(picture),
            sample,
            diverged: snapshot.summary.diverged,
            ..Self::default()
        };
        shown.measure();
        if let (true, Some(sample)) = (shown.scrubbed, samples.get(sample)) {
            // The record counts every walker, the picture only some.
            shown.p_flat = sample.p_flat();
            shown.band = sample.band();
            shown.hopping = f64::from(sample.hopping) / f64::from(sample.live.max(1));
            shown.mean_y = sample.mean_y.unwrap_or(shown.mean_y);
            shown.diverged = snapshot.scenario.walkers - sample.live;
        }
        shown
    }

    fn measure(&mut self) {
        let Measures { live, flat, hopping, mean_y, sd_y, .. } = *self.picture.measures();
        let n = f64::from(live.max(1));
        (self.mean_y, self.sd_y) = (mean_y, sd_y);
        self.hopping = f64::from(hopping) / n;
        self.p_flat = (live > 0).then(|| f64::from(flat) / n);
        self.band = wilson(flat, live);
    }
}
