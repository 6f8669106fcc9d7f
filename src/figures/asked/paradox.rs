//! At a height held still more noise lowers the share of the flat valley; free, it raises it.

use crate::experiments::held::{Sampling, Share, WALKERS};
use crate::experiments::paradox::{AtNoise, Paradox, Slope, paradox};
use crate::experiments::run::Progress;
use crate::figures::axis::{Axis, Numbers, evenly};
use crate::figures::colour::Ink;
use crate::figures::description::{Dot, Figure, Mark, Panel, Pen, Shape, Symbol};
use crate::figures::number::format_number;
use crate::figures::predicted::{self, Point};
use crate::figures::source::{Effort, Source};
use crate::figures::{notes, pens};
use crate::model::{Landscape, NoiseLaw, Scenario};
use crate::theory::{Prediction, p_ito, p_ss, p_ss_approximate, p_transient_closed};

pub const TITLE: &str = "Held still more noise lowers the share of the flat valley; free, it raises it";

/// Walkers of a free run.
const FREE_WALKERS: u32 = 4_000;
const LAW: NoiseLaw = NoiseLaw::Hessian;

pub fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let question = &source.questions.paradox;
    let sampling = match source.effort {
        Effort::Full => Sampling { swarms: 16, relaxations: 28 },
        Effort::Quick => Sampling { swarms: 8, relaxations: 6 },
    };
    let walkers = source.walkers(FREE_WALKERS);
    let scenario = Scenario { walkers, ..source.scenario.clone() };
    let paradox = paradox(&scenario, question, sampling, progress)?;
    let y = format_number(paradox.hold_y);
    let mut notes = vec![
        format!(
            "$η$ = {}; held: each point {} swarms of {WALKERS} walkers over {} relaxation times",
            format_number(paradox.eta),
            sampling.swarms,
            sampling.relaxations
        ),
        format!(
            "free: each point {} from $y$ = {}",
            notes::size(walkers, scenario.steps),
            format_number(scenario.y_i)
        ),
        format!(
            "{}; bars: two standard errors either way",
            notes::seeds(scenario.seed, paradox.points.len() * sampling.swarms as usize)
        ),
    ];
    if scenario.noise != LAW {
        notes.push(format!("noise from the Hessian, not the session's law ({})", scenario.noise.name()));
    }
    notes.extend(notes::as_started(source));
    notes.extend(notes::quickly(source, &format!("{walkers} walkers a free run")));
    Some(Figure {
        name: "paradox",
        title: TITLE.into(),
        caption: format!(
            "Share in the flat valley against the noise. Held at $y$ = {y}, the steady state is the less flat the stronger \
             the noise ({}). {} Free to climb, \
             stronger noise freezes later, where the preference is stronger, and the share rises ({}). Dotted where a formula \
             is not derived.",
            told(paradox.held_slope()),
            closest(&paradox),
            told(paradox.free_slope())
        ),
        notes,
        aspect: 0.8,
        panels: vec![panel(&paradox, source)],
    })
}

fn told(slope: Option<Slope>) -> String {
    match slope {
        Some(Slope { slope, error }) => format!(
            "$dP$/d ln $Δ_S$ = {} ± {error:.4}, {:.0} standard errors",
            format!("{slope:+.4}").replace('-', "−"),
            (slope / error).abs()
        ),
        None => "no slope can be told".into(),
    }
}

/// Which formula the held swarms come closest to, and how close.
fn closest(paradox: &Paradox) -> String {
    type Formula = fn(&Landscape, NoiseLaw, f64, f64) -> Prediction;
    let formulas: [(&str, Formula); 3] =
        [("Eq. 9", p_ss), ("its approximation", p_ss_approximate), ("the exact (Itô) share", p_ito)];
    let off = |formula: Formula| {
        let squares: Vec<f64> = paradox
            .points
            .iter()
            .filter_map(|point| {
                let landscape = &point.scenario.landscape;
                let predicted = formula(landscape, LAW, paradox.hold_y, point.delta_s).value?;
                Some((point.held?.share - predicted).powi(2))
            })
            .collect();
        (!squares.is_empty()).then(|| (squares.iter().sum::<f64>() / squares.len() as f64).sqrt())
    };
    let told: Vec<String> = formulas
        .into_iter()
        .filter_map(|(name, formula)| Some(format!("{:.3} off {name}", off(formula)?)))
        .collect();
    if told.is_empty() {
        return "Hopping there is too slow to be sampled.".into();
    }
    format!("At this $η$ the swarms are {} (rms); as $η$ → 0 they tend to the exact share.", told.join(", "))
}

fn panel(paradox: &Paradox, source: &Source) -> Panel {
    let logs: Vec<f64> = paradox.points.iter().map(|point| point.delta_s.log10()).collect();
    let (first, last) = (logs[0], logs[logs.len() - 1]);
    let room = 0.04 * (last - first);
    let range = [first - room, last + room];
    let mut marks = held_curves(paradox, range);
    marks.extend(free_curves(paradox, source, range));
    for (name, ink, symbol, share) in [
        (
            format!("swarms held at $y$ = {}", format_number(paradox.hold_y)),
            Ink::Ember,
            Symbol::Square,
            (|point| point.held) as fn(&AtNoise) -> Option<Share>,
        ),
        ("free swarms, at the end".into(), Ink::Strong, Symbol::Disc, |point| point.free),
    ] {
        let dot = |point: &AtNoise| {
            let Share { share, error } = share(point)?;
            let at = [point.delta_s.log10(), share];
            Some(Dot::new(at).between((share - 2.0 * error).max(0.0), (share + 2.0 * error).min(1.0)))
        };
        let dots = paradox.points.iter().filter_map(dot).collect();
        marks.push(Mark::from(Shape::Dots { dots, ink, symbol, size: 3.4 }).in_key(name));
    }
    let lowest = lowest(&marks);
    Panel {
        place: [0.0, 0.0, 1.0, 1.0],
        title: String::new(),
        x: Axis::new("$Δ_S = ησ$", range, Numbers::Powers),
        y: Axis::new("$P_{flat}$", [(lowest * 10.0).floor() / 10.0, 1.0], Numbers::Plain),
        marks,
        bar: None,
    }
}

/// The steady states at the held height.
fn held_curves(paradox: &Paradox, range: [f64; 2]) -> Vec<Mark> {
    let landscape = &paradox.points[0].scenario.landscape;
    let y = paradox.hold_y;
    let curve = |pen: Pen, name: &str, at: f64, formula: &dyn Fn(f64) -> Prediction| {
        let points: Vec<Point> = evenly(range, 120)
            .into_iter()
            .filter_map(|log| Point::of(log, &formula(10_f64.powf(log))))
            .collect();
        predicted::curve(&points, pen, Some((name, at)))
    };
    let mut marks = curve(pens::EQ9_APPROXIMATE, "Eq. 9, approximation", 0.3, &|delta_s| {
        p_ss_approximate(landscape, LAW, y, delta_s)
    });
    marks.extend(curve(pens::EQ9, "Eq. 9", 0.6, &|delta_s| p_ss(landscape, LAW, y, delta_s)));
    marks.extend(curve(pens::ITO, "exact (Itô)", 0.8, &|delta_s| p_ito(landscape, LAW, y, delta_s)));
    marks
}

/// What is predicted of the free runs.
fn free_curves(paradox: &Paradox, source: &Source, range: [f64; 2]) -> Vec<Mark> {
    let landscape = &paradox.points[0].scenario.landscape;
    let calibration = source.calibration();
    let eq12: Vec<Point> = evenly(range, 120)
        .into_iter()
        .filter_map(|log| Point::of(log, &p_transient_closed(landscape, LAW, 10_f64.powf(log), &calibration)))
        .collect();
    let mut marks = predicted::curve(&eq12, pens::FROST, Some(("Eq. 12", 0.2)));
    let density = paradox.points.iter().filter_map(|point| Some([point.delta_s.log10(), point.density?]));
    let density: Vec<[f64; 2]> = density.collect();
    if density.len() > 1 {
        marks.push(Mark::curve(density, pens::DENSITY).named("density", 0.85));
    }
    marks
}

/// The least value drawn, and never above 0.9.
fn lowest(marks: &[Mark]) -> f64 {
    let values = marks.iter().flat_map(|mark| -> Vec<f64> {
        match &mark.shape {
            Shape::Curve { paths, .. } => paths.iter().flatten().map(|point| point[1]).collect(),
            Shape::Dots { dots, .. } => dots.iter().filter_map(|dot| dot.y).map(|[low, _]| low).collect(),
            _ => Vec::new(),
        }
    });
    values.fold(0.9, f64::min)
}
