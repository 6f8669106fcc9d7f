//! The theories that predict P_flat: their names, their pens, and their curves over the height.

use super::pens;
use super::predicted::Point;
use super::seen::Seen;
use crate::chart::Pen;
use crate::say;
use crate::valleys::model::{Landscape, NoiseLaw, Scenario};
use crate::valleys::theory::{self, Prediction, Reading, Trace};
use crate::valleys::words;

/// A share on a landscape, by a noise law, at a height and a Δ_S.
pub type AtHeight = fn(&Landscape, NoiseLaw, f64, f64) -> Prediction;

/// What predicts a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theory {
    Equilibrium,
    Eq9,
    Eq9Approximate,
    Ito,
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
    pub const ALL: [Self; 11] = [
        Self::Equilibrium,
        Self::Eq9,
        Self::Eq9Approximate,
        Self::Ito,
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

    /// Whether it is of another process than Eq. 6, or of another start: for the eye to compare with, and not on paper.
    pub const fn is_of_another_run(self) -> bool {
        matches!(self, Self::Stratonovich | Self::AntiIto | Self::FromSteep | Self::FromFlat)
    }

    /// The formula that has a share at a height; what predicts whole runs has none.
    pub const fn formula(self) -> Option<AtHeight> {
        match self {
            Self::Equilibrium => Some(|landscape, law, _, _| theory::p_equilibrium(landscape, law)),
            Self::Boltzmann => Some(|landscape, law, _, _| theory::p_boltzmann(landscape, law)),
            Self::Eq9 => Some(theory::p_ss),
            Self::Eq9Approximate => Some(theory::p_ss_approximate),
            Self::Ito => Some(theory::p_steady),
            Self::Stratonovich => Some(|landscape, law, y, delta_s| {
                theory::p_steady_read(landscape, law, Reading::Stratonovich, y, delta_s)
            }),
            Self::AntiIto => Some(|landscape, law, y, delta_s| {
                theory::p_steady_read(landscape, law, Reading::AntiIto, y, delta_s)
            }),
            Self::TwoState | Self::Density | Self::FromSteep | Self::FromFlat => None,
        }
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
            Self::Ito | Self::Stratonovich | Self::AntiIto => self.name().into(),
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
            Self::Stratonovich | Self::AntiIto => {
                let Scenario { landscape, noise, .. } = seen.scenario;
                let formula = self.formula()?;
                let at = |y: &f64| formula(landscape, *noise, *y, over.delta_s);
                self.over(seen, &over.y.iter().map(at).collect::<Vec<_>>(), top)
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
        let scenario = seen.scenario;
        let further = (1..=BEYOND).map(|index| end + (top - end) * index as f64 / BEYOND as f64);
        let further: Vec<(f64, Prediction)> = further
            .filter(|_| top > end)
            .filter_map(|y| {
                let formula = self.formula()?;
                Some((y, formula(&scenario.landscape, scenario.noise, y, seen.curves.delta_s)))
            })
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
