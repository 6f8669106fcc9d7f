//! The theories that predict P_flat: their names, their pens, and their curves over the height.

use super::pens;
use super::predicted::Point;
use super::seen::Seen;
use crate::chart::Pen;
use crate::say;
use crate::valleys::model::{NoiseLaw, Scenario};
use crate::valleys::theory::{self, Prediction, Reading, Trace};
use crate::valleys::words;

/// What predicts a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theory {
    Equilibrium,
    Eq9,
    Eq9Approximate,
    Ito,
    /// The same for steps as long as they are.
    AtEta,
    /// The share that the noise would have read otherwise.
    Stratonovich,
    AntiIto,
    Boltzmann,
    TwoState,
    Density,
    /// The density of a run whose walkers all start on one side: the start's memory lasts until both are one.
    FromSteep,
    FromFlat,
}

/// One predicted curve over y.
pub struct Curve {
    pub theory: Theory,
    pub points: Vec<Point>,
    /// Why it does not hold where it does not, in one clause.
    pub why: Option<String>,
}

/// Points of a curve beyond the heights that are computed already.
const BEYOND: usize = 60;

impl Theory {
    pub const ALL: [Self; 12] = [
        Self::Equilibrium,
        Self::Eq9,
        Self::Eq9Approximate,
        Self::Ito,
        Self::AtEta,
        Self::Stratonovich,
        Self::AntiIto,
        Self::Boltzmann,
        Self::TwoState,
        Self::Density,
        Self::FromSteep,
        Self::FromFlat,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Equilibrium => say!("prediction.equilibrium"),
            Self::Eq9 => say!("equation.eq9"),
            Self::Eq9Approximate => say!("prediction.eq9-approximate"),
            Self::Ito => say!("prediction.ito"),
            Self::AtEta => say!("prediction.at-eta"),
            Self::Stratonovich => say!("prediction.stratonovich"),
            Self::AntiIto => say!("prediction.anti-ito"),
            Self::Boltzmann => say!("prediction.boltzmann"),
            Self::TwoState => say!("prediction.two-state"),
            Self::Density => say!("prediction.density"),
            Self::FromSteep => say!("prediction.from-steep"),
            Self::FromFlat => say!("prediction.from-flat"),
        }
    }

    pub const fn pen(self) -> Pen {
        match self {
            Self::Equilibrium => pens::EQUILIBRIUM,
            Self::Eq9 => pens::EQ9,
            Self::Eq9Approximate => pens::EQ9_APPROXIMATE,
            Self::Ito => pens::ITO,
            Self::AtEta => pens::AT_ETA,
            Self::Stratonovich => pens::STRATONOVICH,
            Self::AntiIto => pens::ANTI_ITO,
            Self::Boltzmann => pens::BOLTZMANN,
            Self::TwoState => pens::TWO_STATE,
            Self::Density => pens::DENSITY,
            Self::FromSteep => pens::FROM_STEEP,
            Self::FromFlat => pens::FROM_FLAT,
        }
    }

    /// Whether its share is the same at every height: a reference to compare with, whatever it was derived for.
    pub const fn is_level(self) -> bool {
        matches!(self, Self::Equilibrium | Self::Boltzmann)
    }

    /// Whether it is for the eye to compare with, and not on paper: of another process than Eq. 6, of another start, or the
    /// same as another but for a little.
    pub const fn is_aside(self) -> bool {
        matches!(self, Self::AtEta | Self::Stratonovich | Self::AntiIto | Self::FromSteep | Self::FromFlat)
    }

    /// Its share at a height, with the noise and the steps of a moment; what predicts whole runs has none.
    pub fn share(self, scenario: &Scenario, step: u32, y: f64) -> Option<Prediction> {
        let Scenario { landscape, noise, .. } = scenario;
        let (noise, delta_s) = (*noise, scenario.delta_s(step));
        let read = |reading| theory::p_steady_read(landscape, noise, reading, y, delta_s);
        match self {
            Self::Equilibrium => Some(theory::p_equilibrium(landscape, noise)),
            Self::Boltzmann => Some(theory::p_boltzmann(landscape, noise)),
            Self::Eq9 => Some(theory::p_ss(landscape, noise, y, delta_s)),
            Self::Eq9Approximate => Some(theory::p_ss_approximate(landscape, noise, y, delta_s)),
            Self::Ito => Some(read(Reading::Ito)),
            Self::Stratonovich => Some(read(Reading::Stratonovich)),
            Self::AntiIto => Some(read(Reading::AntiIto)),
            Self::AtEta => Some(theory::p_steady_at(landscape, noise, y, delta_s, scenario.eta.at(step))),
            Self::TwoState | Self::Density | Self::FromSteep | Self::FromFlat => None,
        }
    }

    /// Whether it predicts a whole run, and not the share at a height.
    pub const fn is_of_runs(self) -> bool {
        matches!(self, Self::TwoState | Self::Density | Self::FromSteep | Self::FromFlat)
    }

    /// What its curve is called beside it.
    pub fn label(self, seen: &Seen<'_>) -> String {
        let share = |prediction: &Prediction| format!("{:.3}", prediction.value.unwrap_or(0.0));
        match self {
            Self::Equilibrium => {
                say!("prediction.label.equilibrium", share = share(&seen.curves.equilibrium))
            }
            Self::Boltzmann => say!("prediction.label.boltzmann", share = share(&seen.curves.boltzmann)),
            Self::Eq9 => say!("equation.eq9").into(),
            Self::Eq9Approximate => say!("prediction.label.eq9-approximate").into(),
            // For uniform noise the exact share is Boltzmann's, not Itô's.
            Self::Ito if seen.scenario.noise == NoiseLaw::Uniform => say!("prediction.label.exact").into(),
            Self::Ito | Self::AtEta | Self::Stratonovich | Self::AntiIto => self.name().into(),
            Self::TwoState => say!("prediction.label.two-state").into(),
            Self::Density => say!("prediction.label.density").into(),
            Self::FromSteep => say!("prediction.label.from-steep").into(),
            Self::FromFlat => say!("prediction.label.from-flat").into(),
        }
    }

    /// Its curve up to a height; none without a value.
    pub fn curve(self, seen: &Seen<'_>, top: f64) -> Option<Curve> {
        let over = seen.curves;
        let (points, why) = match self {
            Self::Equilibrium => level(&over.equilibrium, top),
            Self::Boltzmann => level(&over.boltzmann, top),
            Self::Eq9 => self.over(seen, &over.eq9, top),
            Self::Eq9Approximate => self.over(seen, &over.eq9_approximate, top),
            Self::Ito => self.over(seen, &over.ito, top),
            Self::AtEta | Self::Stratonovich | Self::AntiIto => {
                let at = |y: &f64| self.share(seen.scenario, seen.shown.step, *y);
                self.over(seen, &over.y.iter().filter_map(at).collect::<Vec<_>>(), top)
            }
            Self::TwoState => traced(&seen.forecast?.two_state),
            Self::Density => traced(&seen.forecast?.density.trace),
            Self::FromSteep => traced(&seen.forecast?.memory.as_ref()?[0]),
            Self::FromFlat => traced(&seen.forecast?.memory.as_ref()?[1]),
        };
        (!points.is_empty()).then_some(Curve { theory: self, points, why })
    }

    /// A formula as far as it is computed, and beyond that for a swarm that has climbed further.
    fn over(self, seen: &Seen<'_>, computed: &[Prediction], top: f64) -> Points {
        let end = seen.curves.top();
        let further = (1..=BEYOND).map(|index| end + (top - end) * index as f64 / BEYOND as f64);
        let further: Vec<(f64, Prediction)> = further
            .filter(|_| top > end)
            .filter_map(|y| Some((y, self.share(seen.scenario, seen.shown.step, y)?)))
            .collect();
        let all = || {
            let further = further.iter().map(|(y, prediction)| (*y, prediction));
            seen.curves.y.iter().copied().zip(computed).chain(further)
        };
        let why = all().find_map(|(_, prediction)| prediction.why()).map(words::why);
        (all().filter_map(|(y, prediction)| Point::of(y, prediction)).collect(), why)
    }
}

type Points = (Vec<Point>, Option<String>);

fn level(prediction: &Prediction, top: f64) -> Points {
    let points = [0.0, top].into_iter().filter_map(|y| Point::of(y, prediction)).collect();
    (points, prediction.why().map(words::why))
}

fn traced(trace: &Trace) -> Points {
    let points =
        trace.points.iter().map(|point| Point { at: [point.y, point.p_flat], holds: point.in_domain });
    (points.collect(), trace.domain.why().map(words::why))
}
