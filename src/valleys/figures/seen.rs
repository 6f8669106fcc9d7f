//! What the figures of a run are drawn from: the run at the moment looked at, and the curves that go with it. The window
//! has it anew in every frame, paper once.

use serde::{Deserialize, Serialize};

use std::ops::ControlFlow;
use std::sync::Arc;

use super::fig4c;
use super::source::Source;
use crate::job::Progress;
use crate::valleys::experiments::live::Snapshot;
use crate::valleys::experiments::shown::Shown;
use crate::valleys::model::{Landscape, NoiseLaw, Scenario};
use crate::valleys::theory::{
    self, Calibration, Correction, DensityTrace, Frost, FrostAcross, Patience, Prediction, Trace, Why,
};

/// Everything that a panel of a run may be drawn from.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// The scenario in force.
    pub scenario: &'a Scenario,
    pub curves: &'a Curves,
    pub frost: &'a FrostLine,
    /// The slower predictions, when they are there.
    pub forecast: Option<&'a Forecast>,
    /// The whole run with its recording; `shown.sample` is how far it is looked at.
    pub run: &'a Snapshot,
    pub shown: &'a Shown,
}

/// The same of a run that has come to its step, as paper has it.
pub struct Moment {
    scenario: Scenario,
    curves: Curves,
    frost: FrostLine,
    pub forecast: Option<Arc<Forecast>>,
    pub run: Arc<Snapshot>,
    pub shown: Shown,
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

/// Where the walkers freeze, if the run is under the scenario in force from its start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrostLine {
    /// At the noise as it is, or why not.
    pub here: Result<Frost, Why>,
    /// Over the strength of the noise, once that has been worked out.
    pub across: Option<FrostAcross>,
    /// Mean and standard deviation of y over the walkers of one time, along the run; empty until they are worked out.
    pub widths: Arc<[[f64; 2]]>,
}

/// The predictions that take a moment.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Forecast {
    /// The run they are of, from its start.
    pub scenario: Scenario,
    pub two_state: Trace,
    pub density: DensityTrace,
    pub frost: FrostLine,
    /// What two states' law of the last hop is off.
    pub correction: Correction,
    /// The same of runs whose walkers all start on the steep side, or all on the flat one.
    pub memory: Option<[Trace; 2]>,
}

/// Points of the curves over y.
const CURVE_POINTS: usize = 241;

impl Curves {
    pub fn new(scenario: &Scenario, step: u32, epsilon_phi: Option<f64>) -> Self {
        let calibration = Calibration::chosen(&scenario.landscape, epsilon_phi);
        let freezing =
            theory::y_freeze(&scenario.landscape, scenario.noise, scenario.delta_s(step), &calibration);
        // 2.4 times the freezing height puts it a little left of the middle.
        let top = round_up((2.4 * freezing.value.unwrap_or(5.0)).clamp(4.0, 400.0));
        Self::up_to(top, scenario, step, epsilon_phi)
    }

    /// Over the heights up to one.
    pub fn up_to(top: f64, scenario: &Scenario, step: u32, epsilon_phi: Option<f64>) -> Self {
        let Scenario { landscape, noise, .. } = scenario;
        let (noise, delta_s) = (*noise, scenario.delta_s(step));
        let calibration = Calibration::chosen(landscape, epsilon_phi);
        let y_freeze = theory::y_freeze(landscape, noise, delta_s, &calibration);
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

/// Δ_S within this factor of an edge lie on it.
const ASIDE_OF_EDGE: f64 = 1.1;
/// Steps at which the slower predictions are sampled.
const FORECAST: u32 = 200;

impl FrostLine {
    /// In the time of a frame: after the latest forecast there is, which may be of another scenario.
    pub fn new(scenario: &Scenario, forecast: Option<&Forecast>) -> Self {
        match forecast {
            Some(forecast) if forecast.scenario == *scenario => forecast.frost.clone(),
            Some(forecast) => Self {
                here: Frost::at_once(scenario, &forecast.correction),
                across: forecast.frost.across.clone(),
                widths: Arc::clone(&forecast.frost.widths),
            },
            None => Self {
                here: Frost::at_once(scenario, &Correction::NONE),
                across: None,
                widths: Arc::default(),
            },
        }
    }

    pub fn y(&self) -> Option<f64> {
        self.here.map(|frost| frost.at.y).ok()
    }

    pub fn why(&self) -> Option<Why> {
        self.here.err()
    }

    /// The largest standard deviation that the swarm comes to below a height.
    pub fn widest(&self, top: f64) -> Option<f64> {
        let below = self.widths.iter().filter(|[y, _]| *y <= top).map(|[_, sd]| *sd);
        below.reduce(f64::max)
    }
}

/// Strengths of the noise that the line is worked out for, log₁₀ Δ_S, widened to hold what the noise is.
pub fn strengths(delta_s: f64) -> [f64; 2] {
    let [mut low, mut high] = fig4c::DELTA_S;
    // The edge must not cut the swarm's dot.
    if delta_s > 0.0 && (delta_s / ASIDE_OF_EDGE).log10() < low {
        low = (delta_s / ASIDE_OF_EDGE).log10().floor();
    }
    if (delta_s * ASIDE_OF_EDGE).log10() > high {
        high = (delta_s * ASIDE_OF_EDGE).log10().ceil();
    }
    [low, high]
}

impl Forecast {
    /// Predicts a run; `None` if cancelled.
    pub fn of(
        scenario: &Scenario,
        patience: Patience,
        progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
    ) -> Option<Self> {
        let at = theory::even_steps(scenario.steps, FORECAST);
        let (density, exact) = theory::density_and_last_hops(scenario, &at, patience, progress)?;
        let widths = exact.as_ref().map_or(Arc::default(), |law| law.widths().collect());
        let correction = Correction::of_laws(&exact, &theory::two_state_last_hops(scenario));
        // Where the exact law has no answer, two states may still have one.
        let here = match exact.map(|law| Frost::exact(scenario, &law)) {
            Ok(known) => known,
            Err(_) => Frost::at_once(scenario, &correction),
        };
        let across = Some(FrostAcross::at_once(scenario, strengths(scenario.delta_s(0)), &correction));
        Some(Self {
            two_state: theory::two_state(scenario, &at),
            density,
            frost: FrostLine { here, across, widths },
            correction,
            memory: None,
            scenario: scenario.clone(),
        })
    }

    /// With the frost line over the strength of the noise as the law of the last hop has it; `None` if cancelled.
    pub fn across(
        mut self,
        patience: Patience,
        progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
    ) -> Option<Self> {
        let range = strengths(self.scenario.delta_s(0));
        self.frost.across = Some(FrostAcross::of(&self.scenario, range, patience, progress)?);
        Some(self)
    }

    /// With what becomes of either start; `None` if cancelled.
    pub fn remembering(
        self,
        patience: Patience,
        progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
    ) -> Option<Self> {
        let at = theory::even_steps(self.scenario.steps, FORECAST);
        let mut of_start = |flat_share| {
            let scenario = Scenario { flat_share, ..self.scenario.clone() };
            Some(theory::density(&scenario, &at, patience, progress)?.trace)
        };
        let memory = Some([of_start(0.0)?, of_start(1.0)?]);
        Some(Self { memory, ..self })
    }
}

impl Moment {
    /// The source's run at its step; `None` if cancelled.
    pub fn of(source: &Source, progress: &Progress<'_>) -> Option<Self> {
        let run = source.run(progress)?;
        let scenario = source.scenario_at(source.step).clone();
        let shown = Shown::of(&run, None);
        let curves = Curves::new(&scenario, shown.step, source.look.epsilon_phi);
        let frost = FrostLine::new(&scenario, None);
        Some(Self { scenario, curves, frost, forecast: None, run, shown })
    }

    /// The same with what takes a moment to predict; `None` if cancelled.
    pub fn foreseen(source: &Source, progress: &Progress<'_>) -> Option<Self> {
        let moment = Self::of(source, &|done| progress(0.5 * done))?;
        let forecast = source.forecast(&|done| progress(0.5 + 0.5 * done))?;
        let frost = forecast.frost.clone();
        // A run that was changed on the way is not the one that is predicted.
        let forecast = source.changes.is_empty().then_some(forecast);
        Some(Self { frost, forecast, ..moment })
    }

    /// With the frost line over the strength of the noise as exact as can be; `None` if cancelled.
    pub fn with_frost_across(mut self, source: &Source, progress: &Progress<'_>) -> Option<Self> {
        let range = strengths(self.scenario.delta_s(0));
        let across = FrostAcross::of(&self.scenario, range, source.patience(), &mut |done| progress(done))?;
        self.frost.across = Some(across);
        Some(self)
    }

    pub fn seen(&self) -> Seen<'_> {
        Seen {
            scenario: &self.scenario,
            curves: &self.curves,
            frost: &self.frost,
            forecast: self.forecast.as_deref(),
            run: &self.run,
            shown: &self.shown,
        }
    }
}
