//! The curves of P_flat that theory draws: their names, their pens, and which are on.

use crate::app::desk::scene::Scene;
use crate::app::desk::symbol::Symbol;
use crate::app::kit::plots::ink::{Dash, Pen};
use crate::app::kit::theme::Theme;
use crate::say;
use crate::valleys::model::NoiseLaw;
use crate::valleys::theory::{self, Prediction, Trace};
use crate::valleys::view::Predictions;
use crate::valleys::words;

/// One predicted curve over y.
pub(super) struct Curve {
    pub kind: Kind,
    /// What it is called on the curve.
    pub label: String,
    pub pen: Pen,
    /// Height, share, and whether the prediction holds there.
    pub points: Vec<(f64, f64, bool)>,
    /// Why it does not hold where it does not, in one clause.
    pub why: Option<String>,
}

/// A prediction that can be switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Equilibrium,
    Eq9,
    Eq9Approximate,
    Ito,
    Boltzmann,
    TwoState,
    Density,
}

/// Points of a curve beyond the heights that the scene has computed.
const BEYOND: usize = 60;

impl Kind {
    pub(super) const ALL: [Self; 7] = [
        Self::Equilibrium,
        Self::Eq9,
        Self::Eq9Approximate,
        Self::Ito,
        Self::Boltzmann,
        Self::TwoState,
        Self::Density,
    ];

    /// Its name where it is switched on.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Equilibrium => say!("prediction.equilibrium"),
            Self::Eq9 => say!("equation.eq9"),
            Self::Eq9Approximate => say!("prediction.eq9-approximate"),
            Self::Ito => say!("prediction.ito"),
            Self::Boltzmann => say!("prediction.boltzmann"),
            Self::TwoState => say!("prediction.two-state"),
            Self::Density => say!("prediction.density"),
        }
    }

    /// Its switch.
    pub(super) fn switch(self, predictions: &mut Predictions) -> &mut bool {
        match self {
            Self::Equilibrium => &mut predictions.equilibrium,
            Self::Eq9 => &mut predictions.eq9,
            Self::Eq9Approximate => &mut predictions.eq9_approximate,
            Self::Ito => &mut predictions.ito,
            Self::Boltzmann => &mut predictions.boltzmann,
            Self::TwoState => &mut predictions.two_state,
            Self::Density => &mut predictions.density,
        }
    }

    pub(super) fn is_on(self, predictions: &Predictions) -> bool {
        *self.switch(&mut predictions.clone())
    }

    pub(super) fn pen(self, theme: &Theme) -> Pen {
        match self {
            Self::Equilibrium => Pen::new(theme.mute, 1.0, Dash::Dotted),
            Self::Eq9 => Pen::new(theme.eq9, 1.5, Dash::Solid),
            Self::Eq9Approximate => Pen::new(theme.eq9, 1.3, Dash::Tight),
            Self::Ito => Pen::new(theme.ito, 1.4, Dash::DashDot),
            Self::Boltzmann => Pen::new(theme.mute, 1.2, Dash::Dashed),
            Self::TwoState => Pen::new(theme.text, 1.2, Dash::DashDot),
            Self::Density => Pen::new(theme.text, 1.2, Dash::Fine),
        }
    }

    /// Whether the curve is the same at every height.
    pub(super) fn is_level(self) -> bool {
        matches!(self, Self::Equilibrium | Self::Boltzmann)
    }

    fn label(self, points: &[(f64, f64, bool)], noise: NoiseLaw) -> String {
        let level = format!("{:.3}", points.first().map_or(0.0, |point| point.1));
        match self {
            Self::Equilibrium => say!("prediction.label.equilibrium", share = level),
            Self::Boltzmann => say!("prediction.label.boltzmann", share = level),
            Self::Eq9 => say!("equation.eq9").into(),
            Self::Eq9Approximate => say!("prediction.label.eq9-approximate").into(),
            // For uniform noise the exact share is Boltzmann's, not Itô's.
            Self::Ito if noise == NoiseLaw::Uniform => say!("prediction.label.exact").into(),
            Self::Ito => say!("prediction.ito").into(),
            Self::TwoState => say!("prediction.label.two-state").into(),
            Self::Density => say!("prediction.label.density").into(),
        }
    }
}

/// The curves that are on and have values, up to a height.
pub(super) fn curves(scene: &Scene<'_>, top: f64) -> Vec<Curve> {
    let shown = Kind::ALL.into_iter().filter(|kind| !scene.withheld && kind.is_on(&scene.view.predictions));
    shown.filter_map(|kind| curve(kind, scene, top)).collect()
}

fn curve(kind: Kind, scene: &Scene<'_>, top: f64) -> Option<Curve> {
    let over = &scene.curves;
    let (points, why) = match kind {
        Kind::Equilibrium => level(&over.equilibrium, top),
        Kind::Boltzmann => level(&over.boltzmann, top),
        Kind::Eq9 => formula(scene, &over.eq9, top, theory::p_ss),
        Kind::Eq9Approximate => formula(scene, &over.eq9_approximate, top, theory::p_ss_approximate),
        Kind::Ito => formula(scene, &over.ito, top, theory::p_steady),
        Kind::TwoState => trace(&scene.forecast?.two_state),
        Kind::Density => trace(&scene.forecast?.density.trace),
    };
    let pen = kind.pen(&scene.theme);
    let lit = kind == Kind::Eq9 && scene.highlight == Some(Symbol::SteadyShare);
    (!points.is_empty()).then(|| Curve {
        label: kind.label(&points, scene.scenario.noise),
        pen: pen.lit(lit),
        kind,
        points,
        why,
    })
}

type Points = (Vec<(f64, f64, bool)>, Option<String>);

fn level(prediction: &Prediction, top: f64) -> Points {
    let valid = prediction.domain.is_valid();
    let points = prediction.value.map_or(Vec::new(), |p| vec![(0.0, p, valid), (top, p, valid)]);
    (points, prediction.why().map(words::why))
}

/// A formula as the scene has computed it, and beyond that for a swarm that has climbed further.
fn formula(
    scene: &Scene<'_>,
    computed: &[Prediction],
    top: f64,
    formula: impl Fn(&crate::valleys::model::Landscape, NoiseLaw, f64, f64) -> Prediction,
) -> Points {
    let mut points = Vec::with_capacity(computed.len() + BEYOND);
    let mut why = None;
    let mut add = |y: f64, prediction: &Prediction| {
        if let Some(value) = prediction.value {
            points.push((y, value, prediction.domain.is_valid()));
        }
        if why.is_none() {
            why = prediction.why().map(words::why);
        }
    };
    for (y, prediction) in scene.curves.y.iter().zip(computed) {
        add(*y, prediction);
    }
    let end = scene.curves.top();
    if top > end {
        let scenario = scene.scenario;
        for index in 1..=BEYOND {
            let y = end + (top - end) * index as f64 / BEYOND as f64;
            add(y, &formula(&scenario.landscape, scenario.noise, y, scene.curves.delta_s));
        }
    }
    (points, why)
}

fn trace(trace: &Trace) -> Points {
    let points = trace.points.iter().map(|point| (point.y, point.p_flat, point.in_domain)).collect();
    (points, trace.domain.why().map(words::why))
}

impl Curve {
    /// The predicted share at a height, and whether it holds; none beyond the curve's ends.
    pub(super) fn at(&self, y: f64) -> Option<(f64, bool)> {
        self.points.windows(2).find_map(|pair| {
            let ((y0, p0, valid0), (y1, p1, valid1)) = (pair[0], pair[1]);
            let inside = (y0.min(y1)..=y0.max(y1)).contains(&y) && y0 != y1;
            inside.then(|| (p0 + (p1 - p0) * (y - y0) / (y1 - y0), valid0 && valid1))
        })
    }

    /// The stretches over which it does or does not hold, joined end to end.
    pub(super) fn stretches(&self) -> Vec<(bool, Vec<[f64; 2]>)> {
        let mut stretches: Vec<(bool, Vec<[f64; 2]>)> = Vec::new();
        for &(y, p, valid) in &self.points {
            match stretches.last_mut() {
                Some((same, points)) if *same == valid => points.push([y, p]),
                last => {
                    // A stretch begins where the one before ends, so that no gap shows.
                    let joint = last.and_then(|(_, points)| points.last().copied());
                    stretches.push((valid, joint.into_iter().chain([[y, p]]).collect()));
                }
            }
        }
        stretches
    }
}
