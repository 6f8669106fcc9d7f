//! What a frame shows: the run at the moment looked at, and the curves that go with it. Panels read a [`Scene`]
//! and answer with commands; nothing else passes between them.

use std::sync::Arc;

use super::symbol::Symbol;
use crate::app::kit::theme::{Scale, Theme};
use crate::valleys::experiments::live::{Histogram, Picture, Snapshot};
use crate::valleys::model::{Landscape, NoiseLaw, Scenario};
use crate::valleys::sim::{RECENT, Record, Summary, wilson};
use crate::valleys::theory::{self, Calibration, DensityTrace, Prediction, Trace};
use crate::valleys::view::View;

/// Everything a panel may read.
pub struct Scene<'a> {
    pub theme: Theme,
    pub scale: Scale,
    pub reduced_motion: bool,
    /// The scenario as it is now, the slider under the hand included.
    pub scenario: &'a Scenario,
    pub view: &'a View,
    pub curves: &'a Curves,
    /// The slower predictions, when they are there.
    pub forecast: Option<&'a Forecast>,
    /// The whole recording; `shown.sample` is how far it is looked at.
    pub record: &'a Record,
    pub shown: &'a Shown,
    /// y at the last hop over the walkers that have hopped.
    pub freezing: &'a Histogram,
    pub summary: &'a Summary,
    pub playing: bool,
    /// The symbol whose curve or line is lit up.
    pub highlight: Option<Symbol>,
    /// Whether predicted curves are kept back: a student is to predict first.
    pub withheld: bool,
}

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
    /// Share of walkers whose last hop is less than [`RECENT`] steps ago: the middle of the walker ramp.
    pub hopping: f64,
    pub diverged: u32,
    /// Whether the run has seen other numbers than those of the moment: what they predict is not its past.
    pub varied: bool,
}

/// The closed forms that belong to a scenario and a calibration, recomputed in the frame that changes them.
#[derive(Clone, Debug, PartialEq)]
pub struct Curves {
    pub landscape: Landscape,
    pub noise: NoiseLaw,
    pub delta_s: f64,
    pub calibration: Calibration,
    /// Eq. 11.
    pub y_freeze: Prediction,
    /// The height from which Kramers' forms hold.
    pub kramers_from: Prediction,
    pub equilibrium: Prediction,
    pub boltzmann: Prediction,
    /// Heights of the curves below, from 0 to a round number beyond freezing.
    pub y: Vec<f64>,
    pub eq9: Vec<Prediction>,
    pub eq9_approximate: Vec<Prediction>,
    /// The exact quasi-steady share: Itô's for noise from the Hessian, Boltzmann's for uniform noise.
    pub ito: Vec<Prediction>,
}

/// The predictions that take a moment.
#[derive(Clone, Debug)]
pub struct Forecast {
    /// The run they are of, from its start.
    pub scenario: Scenario,
    pub two_state: Trace,
    pub density: DensityTrace,
}

/// Points of the curves over y.
const CURVE_POINTS: usize = 241;

impl Curves {
    pub fn new(scenario: &Scenario, step: u32, epsilon_phi: Option<f64>) -> Self {
        let Scenario { landscape, noise, .. } = scenario;
        let (noise, delta_s) = (*noise, scenario.delta_s(step));
        let calibration = Calibration::chosen(landscape, epsilon_phi);
        let y_freeze = theory::y_freeze(landscape, noise, delta_s, &calibration);
        // 2.4 times the freezing height puts it a little left of the middle.
        let top = round_up((2.4 * y_freeze.value.unwrap_or(5.0)).clamp(4.0, 400.0));
        let y: Vec<f64> =
            (0..CURVE_POINTS).map(|index| top * index as f64 / (CURVE_POINTS - 1) as f64).collect();
        let over = |formula: &dyn Fn(f64) -> Prediction| y.iter().map(|&y| formula(y)).collect();
        Self {
            landscape: *landscape,
            noise,
            delta_s,
            calibration,
            kramers_from: theory::kramers_from(landscape, noise, delta_s),
            equilibrium: theory::p_equilibrium(landscape, noise),
            boltzmann: theory::p_boltzmann(landscape, noise),
            eq9: over(&|y| theory::p_ss(landscape, noise, y, delta_s)),
            eq9_approximate: over(&|y| theory::p_ss_approximate(landscape, noise, y, delta_s)),
            ito: over(&|y| theory::p_steady(landscape, noise, y, delta_s)),
            y_freeze,
            y,
        }
    }

    /// The end of the curves' heights.
    pub fn top(&self) -> f64 {
        self.y.last().copied().unwrap_or(1.0)
    }
}

/// The next of 1, 1.2, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten.
fn round_up(value: f64) -> f64 {
    let power = 10_f64.powf(value.log10().floor());
    let steps = [1.0, 1.2, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    // A hair of tolerance keeps 12.1 at 12.
    steps.into_iter().map(|step| step * power).find(|&round| round >= 0.98 * value).unwrap_or(10.0 * power)
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
        let Picture { x, y, age, .. } = &*self.picture;
        let (mut live, mut flat, mut hopping) = (0_u32, 0_u32, 0_u32);
        let (mut sum, mut squares) = (0.0, 0.0);
        // Around the first height, so that the squares do not cancel.
        let origin = y.iter().copied().find(|y| !y.is_nan()).unwrap_or(0.0);
        for ((x, y), age) in x.iter().zip(y).zip(age) {
            if x.is_nan() {
                continue;
            }
            live += 1;
            flat += u32::from(*x >= 0.0);
            // A walker that never hopped is as old as the run: it is not hopping.
            hopping += u32::from(*age < RECENT && *age < self.picture.step);
            let offset = f64::from(y - origin);
            sum += offset;
            squares += offset * offset;
        }
        let n = f64::from(live.max(1));
        let mean = sum / n;
        self.mean_y = f64::from(origin) + mean;
        self.sd_y = (squares / n - mean * mean).max(0.0).sqrt();
        self.hopping = f64::from(hopping) / n;
        self.p_flat = (live > 0).then(|| f64::from(flat) / n);
        self.band = wilson(flat, live);
    }
}
