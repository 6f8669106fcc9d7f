//! A slice through the session's landscape at one height: the loss, what the noise makes of it, and where walkers are.

use super::entry::{Entry, Kind};
use super::freezing::shares;
use super::predicted::{self, Point};
use super::source::Source;
use super::{notes, pens, valleys};
use crate::chart::axis::evenly;
use crate::chart::{Axis, Dash, Figure, Ink, Mark, Numbers, Panel, Pen, Shape, format_number};
use crate::job::Progress;
use crate::say;
use crate::valleys::model::{Scenario, Valley};
use crate::valleys::theory::{Prediction, effective_loss, sgd_correction};

pub const ENTRY: Entry =
    Entry { name: "slice", kind: Kind::Run, title: || say!("figure.slice.title"), make: make };

const LOSS: Pen = Pen::new(Ink::Strong, 1.2, Dash::Solid);
const EFFECTIVE: Pen = Pen::new(Ink::Eq9, 1.2, Dash::Dashed);
const CORRECTION: Pen = Pen::new(Ink::Ito, 1.1, Dash::DashDot);
const BINS: usize = 60;
/// Height of the tallest bar against the panel's.
const TALLEST: f64 = 0.42;

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let run = source.run(progress)?;
    let scenario = source.scenario_at(source.step);
    let live: Vec<f64> = run.now.x.iter().filter(|x| !x.is_nan()).map(|&x| f64::from(x)).collect();
    let y = source.look.slice_y.or(run.summary.mean_y).unwrap_or(scenario.start_y()).max(0.0);
    let height = format_number((100.0 * y).round() / 100.0);
    let mut notes = notes::of_run(source);
    let mean = run.summary.mean_y.map_or("–".to_owned(), |y| format!("{y:.2}"));
    notes.push(say!("figure.slice.bars", mean = mean));
    Some(Figure {
        name: "slice".into(),
        title: say!("figure.slice.title").into(),
        caption: say!("figure.slice.caption", height = height),
        notes,
        aspect: 0.75,
        panels: vec![panel(scenario, y, &live)],
    })
}

fn panel(scenario: &Scenario, y: f64, walkers: &[f64]) -> Panel {
    let Scenario { landscape, noise, .. } = scenario;
    // Both floors and as much beyond them, and every walker.
    let floors = Valley::BOTH.map(|valley| 2.4 * landscape.floor(valley, y));
    let ends = walkers.iter().copied().chain(floors).chain([-1e-3, 1e-3]);
    let [low, high] = ends.fold([0.0_f64; 2], |[low, high], x| [low.min(x), high.max(x)]);
    let (x, ridge) = (evenly([low, high], 240), landscape.baseline(y));
    let curve = |formula: &dyn Fn(f64) -> Prediction, pen, name| {
        let points: Vec<Point> = x.iter().filter_map(|&x| Point::of(x, &formula(x))).collect();
        predicted::curve(&points, pen, Some(name))
    };
    let effective = |x: f64| effective_loss(landscape, *noise, x, y).map(|loss| loss - ridge);
    let barrier = landscape.barrier(y).max(1e-6);
    let range = [-2.1 * barrier, 1.4 * barrier];
    let mut marks = Vec::new();
    let edges = evenly([low, high], BINS);
    // Bars stand on the panel's floor: as a band, for they do not begin at a loss of 0.
    let tallest = shares(walkers, &edges, walkers.len()).into_iter().fold(1e-9, f64::max);
    let scale = TALLEST * (range[1] - range[0]) / tallest;
    for valley in Valley::BOTH {
        let (name, ink) = valleys::called(landscape, valley);
        let there: Vec<f64> = walkers.iter().copied().filter(|x| Valley::of(*x) == valley).collect();
        let heights = shares(&there, &edges, walkers.len());
        let share: f64 = heights.iter().sum();
        let points = edges.windows(2).zip(&heights).flat_map(|(x, height)| {
            x.iter().map(|&x| [x, range[0], range[0] + scale * height]).collect::<Vec<_>>()
        });
        let band = Shape::Band { points: points.collect(), ink, opacity: 0.35 };
        marks.push(Mark::from(band).in_key(format!("{name}, {:.0}\u{202F}%", 100.0 * share)));
    }
    marks.push(Shape::Upright { x: 0.0, pen: pens::RIDGE }.into());
    marks.push(Shape::Level { y: 0.0, pen: pens::REFERENCE }.into());
    let loss = x.iter().map(|&x| [x, landscape.value(x, y) - ridge]).collect();
    marks.push(Mark::curve(loss, LOSS).named("$L$", 0.05));
    marks.extend(curve(&effective, EFFECTIVE, ("$L_{eff}$", 0.93)));
    marks.extend(curve(&|x| sgd_correction(landscape, *noise, x, y), CORRECTION, ("$L_{SGD}$", 0.2)));
    Panel {
        place: [0.0, 0.0, 1.0, 1.0],
        title: String::new(),
        x: Axis::new("$x$", [low, high], Numbers::Plain),
        y: Axis::new(say!("figure.slice.loss"), range, Numbers::Plain),
        marks,
        bar: None,
    }
}
