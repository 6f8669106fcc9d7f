//! Why hopping freezes: the times to relax, to drift and to escape along the climb, which part ways by orders of
//! magnitude.

use super::entry::{Entry, Kind};
use super::predicted::{self, Point};
use super::source::Source;
use super::{freezing, notes, pens, valleys};
use crate::chart::axis::evenly;
use crate::chart::{Axis, Dash, Figure, Ink, Mark, Numbers, Panel, Pen, Shape, format_number};
use crate::job::Progress;
use crate::say;
use crate::valleys::experiments::live::LastHop;
use crate::valleys::model::{Landscape, Scenario, Valley};
use crate::valleys::theory::{Domain, Prediction, drift_time, escape_time, relaxation_time, y_freeze_solved};

pub const ENTRY: Entry =
    Entry { name: "timescales", kind: Kind::Run, title: || say!("figure.timescales.title"), make: make };

/// Points of a curve.
const POINTS: usize = 240;
/// Decades above the drift's time that are shown.
const ABOVE: f64 = 3.0;

const DRIFT: Pen = Pen::new(Ink::Strong, 1.2, Dash::Solid);

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let run = source.run(progress)?;
    let scenario = source.scenario_at(source.step);
    let delta_s = scenario.delta_s(source.step);
    let eq11 = freezing::predicted(source);
    let epsilon = source.calibration().epsilon();
    let solved = y_freeze_solved(&scenario.landscape, scenario.noise, delta_s, epsilon);
    let frozen = mean(&run.last_hops);
    let top = 2.2 * eq11.value.or(frozen.map(|[mean, _]| mean)).unwrap_or(5.0).clamp(0.5, 200.0);
    let heights: Vec<f64> = evenly([0.0, top], POINTS).into_iter().skip(1).collect();
    let range = range(&scenario.landscape, &heights);

    let mut marks = Vec::new();
    if let Some([mean, sd]) = frozen {
        let outline = [(mean - sd, 0), (mean + sd, 0), (mean + sd, 1), (mean - sd, 1)];
        let outline = outline.map(|(y, end)| [y.clamp(0.0, top), range[end]]).to_vec();
        marks.push(Mark::from(Shape::Area { outline, ink: Ink::Strong, opacity: 0.08 }));
        let pen = Pen::new(Ink::Strong, 0.8, Dash::Solid);
        marks.push(Mark::from(Shape::Upright { x: mean, pen }).in_key(say!("figure.timescales.hops")));
    }
    let upright = |prediction: &Prediction, dash: Dash, name: &dyn Fn(&str) -> String| {
        let y = prediction.value.filter(|y| *y <= top)?;
        let mark = Mark::from(Shape::Upright { x: y, pen: Pen { dash, ..pens::FROST } });
        Some(mark.in_key(name(&format!("{y:.2}"))))
    };
    marks.extend(upright(&eq11, Dash::Solid, &|y| say!("curve.eq11-at", y = y)));
    marks.extend(upright(&solved, Dash::Dashed, &|y| say!("figure.timescales.solved", y = y)));
    marks.extend(curves(scenario, delta_s, &heights, range));
    let mut notes = notes::of_run(source);
    notes.push(say!(
        "figure.timescales.scale",
        delta_s = format_number(delta_s),
        epsilon = format_number(epsilon)
    ));
    Some(Figure {
        name: "timescales".into(),
        title: say!("figure.timescales.title").into(),
        caption: say!("figure.timescales.caption").into(),
        notes,
        aspect: 0.9,
        panels: vec![Panel {
            place: [0.0, 0.0, 1.0, 1.0],
            title: String::new(),
            x: Axis::new("$y$", [0.0, top], Numbers::Plain),
            y: Axis::new(say!("axis.time"), range, Numbers::Powers),
            marks,
            bar: None,
        }],
    })
}

/// Mean and standard deviation of the heights of last hops.
fn mean(hops: &[LastHop]) -> Option<[f64; 2]> {
    let n = hops.len() as f64;
    let mean = hops.iter().map(|hop| f64::from(hop.y)).sum::<f64>() / n;
    let variance = hops.iter().map(|hop| (f64::from(hop.y) - mean).powi(2)).sum::<f64>() / n;
    (!hops.is_empty()).then(|| [mean, variance.sqrt()])
}

/// log₁₀ of the times shown: from below the relaxation to well above the drift.
fn range(landscape: &Landscape, heights: &[f64]) -> [f64; 2] {
    let relaxation = heights.iter().map(|&y| {
        relaxation_time(landscape, Valley::Sharp, y).min(relaxation_time(landscape, Valley::Flat, y))
    });
    let drift = heights.iter().filter_map(|&y| drift_time(landscape, y).value);
    let low = relaxation.fold(f64::INFINITY, f64::min).log10().floor();
    let high = drift.fold(1.0, f64::max).log10().ceil();
    [low, high.max(low) + ABOVE]
}

fn curves(scenario: &Scenario, delta_s: f64, heights: &[f64], range: [f64; 2]) -> Vec<Mark> {
    let Scenario { landscape, noise, .. } = scenario;
    let curve = |pen: Pen, name: &str, along: f64, time: &dyn Fn(f64) -> Prediction| {
        let point = |&y: &f64| {
            Point::of(y, &time(y).map(f64::log10))
                .filter(|point| (range[0]..=range[1]).contains(&point.at[1]))
        };
        let points: Vec<Point> = heights.iter().filter_map(point).collect();
        predicted::curve(&points, pen, Some((name, along)))
    };
    let mut marks = curve(DRIFT, say!("curve.drift"), 0.85, &|y| drift_time(landscape, y));
    for (valley, [relaxes, escapes], at) in
        [(Valley::Flat, ["$τ_x$", "$1/k^+$"], 0.8), (Valley::Sharp, ["$τ_x$", "$1/k^-$"], 0.55)]
    {
        let (_, ink) = valleys::called(landscape, valley);
        let side = valleys::briefly(landscape, valley);
        let relaxation = |y| Prediction::new(relaxation_time(landscape, valley, y), Domain::Valid);
        let escape = |y| escape_time(landscape, *noise, valley, y, delta_s);
        marks.extend(curve(Pen::new(ink, 1.0, Dash::Dashed), &format!("{relaxes}, {side}"), at, &relaxation));
        marks.extend(curve(Pen::new(ink, 1.3, Dash::Solid), &format!("{escapes}, {side}"), 0.8, &escape));
    }
    marks
}
