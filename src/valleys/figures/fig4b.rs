//! Fig. 4b: paths over the landscape for three strengths of noise, and the share of the flat valley on the way.

use super::entry::{Entry, Kind};
use super::predicted::{self, Point};
use super::source::Source;
use super::{notes, pens};
use crate::chart::axis::evenly;
use crate::chart::contours::Heights;
use crate::chart::{Axis, Dash, Figure, Ink, Mark, Numbers, Panel, Pen, Shape};
use crate::job::Progress;
use crate::say;
use crate::valleys::experiments::run::each;
use crate::valleys::model::{Landscape, NoiseLaw, Preset, Scenario, Valley};
use crate::valleys::theory::{Prediction, p_equilibrium, p_ito, p_ss};

pub const ENTRY: Entry =
    Entry { name: "fig4b", kind: Kind::Paper(Preset::Fig4), title: || say!("figure.fig4b.title"), make };

/// The published stretch of y, and what the paths need of x.
const Y: [f64; 2] = [1.0, 10.0];
const X: [f64; 2] = [-0.32, 0.38];
/// The published figure has 1,000 walkers for each noise strength.
const WALKERS: u32 = 4_000;
/// Least distance in y between points that are drawn.
const APART: f64 = 0.025;
/// L from contour to contour.
const CONTOURS_APART: f64 = 0.05;
/// Heights of a strip of paths, and of what is beneath, as shares of the figure.
const STRIP: f64 = 0.165;

/// One of the three noise strengths.
struct Strength {
    preset: Preset,
    ink: Ink,
    name: &'static str,
}

/// The loudest first.
const STRENGTHS: [Strength; 3] = [
    Strength { preset: Preset::Fig4, ink: Ink::Noise(255), name: "$Δ_S = 10^{-3}$" },
    Strength { preset: Preset::Fig4Middle, ink: Ink::Text, name: "$Δ_S = 5*10^{-4}$" },
    Strength { preset: Preset::Fig4Quiet, ink: Ink::Noise(0), name: "$Δ_S = 10^{-4}$" },
];

/// A run as far as it is drawn.
struct StrengthRun {
    scenario: Scenario,
    /// Mean y, share, and the ends of its 95 % band.
    shares: Vec<[f64; 4]>,
    /// A path that ends in either valley, where there is one.
    paths: Vec<Vec<[f64; 2]>>,
}

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let runs = runs(source, progress)?;
    let last = runs.iter().filter_map(|run| run.shares.last()).map(|[_, share, ..]| *share);
    let [low, high] = last.fold([1.0_f64, 0.0], |[low, high], share| [low.min(share), high.max(share)]);
    let mut panels: Vec<Panel> = STRENGTHS
        .iter()
        .zip(&runs)
        .enumerate()
        .map(|(index, (strength, run))| strip(index, strength, run))
        .collect();
    panels.push(shares(&runs));
    let Scenario { walkers, steps, seed, .. } = runs[0].scenario;
    let mut notes = vec![
        say!("figure.fig4b.runs", size = notes::size(walkers, steps), seed = notes::seeds(seed, 1)),
        say!("figure.fig4b.bands").into(),
    ];
    notes.extend(notes::until_frozen(source));
    notes.extend(notes::quickly(source, say!("note.quickly.noise", walkers = walkers)));
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: say!(
            "figure.fig4b.caption",
            low = format_args!("{low:.2}"),
            high = format_args!("{high:.2}")
        ),
        notes,
        aspect: 1.25,
        panels,
    })
}

fn runs(source: &Source, progress: &Progress<'_>) -> Option<Vec<StrengthRun>> {
    let scenarios = STRENGTHS.map(|strength| Scenario {
        walkers: source.walkers(WALKERS),
        seed: source.scenario.seed,
        ..strength.preset.scenario()
    });
    let swarms = each(&scenarios, source.follow, progress)?;
    let runs = swarms.iter().map(|swarm| {
        let record = swarm.record();
        let mut shares: Vec<[f64; 4]> = Vec::new();
        for sample in &record.samples {
            let (Some(y), Some(share)) = (sample.mean_y, sample.p_flat()) else { continue };
            let far = shares.last().is_none_or(|[last, ..]| y - last >= APART);
            if far && shows(y) {
                let (low, high) = sample.band();
                shares.push([y, share, low, high]);
            }
        }
        let path = |walker: usize| -> Vec<[f64; 2]> {
            let points = record.tracers.iter().map(|sample| sample[walker].map(f64::from));
            points.map(|[x, y]| [y, x]).filter(|[y, _]| shows(*y)).collect()
        };
        let ends = record.tracers.last().map_or(&[][..], |last| &last[..]);
        let paths = Valley::BOTH.iter().filter_map(|&valley| {
            ends.iter().position(|[x, _]| !x.is_nan() && Valley::of(f64::from(*x)) == valley).map(path)
        });
        StrengthRun { scenario: swarm.scenario().clone(), shares, paths: paths.collect() }
    });
    Some(runs.collect())
}

/// Whether a height is among those published: walkers start at the lowest, and some step below it at first.
fn shows(y: f64) -> bool {
    (Y[0]..=Y[1]).contains(&y)
}

/// Paths of one strength over the contours.
fn strip(index: usize, strength: &Strength, run: &StrengthRun) -> Panel {
    let landscape = &run.scenario.landscape;
    let mut marks = contours(landscape);
    marks.push(Mark::curve(vec![[Y[0], 0.0], [Y[1], 0.0]], pens::RIDGE));
    let pen = Pen::new(strength.ink, 0.5, Dash::Solid);
    marks.push(Shape::Curve { paths: run.paths.clone(), pen }.into());
    let text = format!("**{}**", strength.name);
    marks.push(
        Shape::Words { at: [Y[0] + 0.12, X[1] - 0.02], align: [-1.0, 1.0], text, ink: strength.ink }.into(),
    );
    if index == 0 {
        for (x, text) in [(0.3, say!("valley.flat")), (-0.26, say!("valley.steep"))] {
            let at = [Y[1] - 0.1, x];
            marks.push(Shape::Words { at, align: [1.0, 0.0], text: text.into(), ink: Ink::Text }.into());
        }
    }
    Panel {
        place: [0.0, STRIP * index as f64, 1.0, STRIP],
        title: String::new(),
        x: Axis::new("", Y, Numbers::Hidden),
        y: Axis::new("$x$", X, Numbers::Plain),
        marks,
        bar: None,
    }
}

fn contours(landscape: &Landscape) -> Vec<Mark> {
    let heights = Heights::new(evenly(Y, 90), evenly(X, 70), |y, x| landscape.value(x, y));
    let levels = (30..120).map(|index| CONTOURS_APART * f64::from(index));
    let paths: Vec<Vec<[f64; 2]>> = levels.flat_map(|level| heights.contours(level)).collect();
    vec![Shape::Curve { paths, pen: pens::CONTOUR }.into()]
}

fn shares(runs: &[StrengthRun]) -> Panel {
    let landscape = &runs[0].scenario.landscape;
    let mut marks = Vec::new();
    if let Some(level) = p_equilibrium(landscape, NoiseLaw::Uniform).value {
        let name = say!("figure.fig4b.equilibrium", share = format_args!("{level:.3}"));
        marks.push(Mark::from(Shape::Level { y: level, pen: pens::EQUILIBRIUM }).named(name, 0.85));
    }
    for (strength, run) in STRENGTHS.iter().zip(runs) {
        marks.extend(steady_states(strength, run));
    }
    for (strength, run) in STRENGTHS.iter().zip(runs) {
        let points = run.shares.iter().map(|&[y, _, low, high]| [y, low, high]).collect();
        marks.push(Shape::Band { points, ink: strength.ink, opacity: 0.22 }.into());
        let points = run.shares.iter().map(|&[y, share, ..]| [y, share]).collect();
        let pen = Pen { ink: strength.ink, ..pens::MEASURED };
        // The three end on top of each other: there is no room beside them.
        marks.push(Mark::curve(points, pen).in_key(strength.name));
    }
    let lowest = runs.iter().flat_map(|run| &run.shares).map(|[_, _, low, _]| *low).fold(0.5, f64::min);
    let top = STRIP * STRENGTHS.len() as f64;
    Panel {
        place: [0.0, top, 1.0, 1.0 - top],
        title: String::new(),
        x: Axis::new("$y$", Y, Numbers::Plain),
        y: Axis::new("$P_{flat}$", [(lowest * 20.0).floor() / 20.0, 1.0], Numbers::Plain),
        marks,
        bar: None,
    }
}

/// Eq. 9 and the exact quasi-steady share.
fn steady_states(strength: &Strength, run: &StrengthRun) -> Vec<Mark> {
    let Scenario { landscape, noise, .. } = &run.scenario;
    let delta_s = run.scenario.delta_s(0);
    let curve = |formula: fn(&Landscape, NoiseLaw, f64, f64) -> Prediction, dash: Dash| {
        let heights = evenly(Y, 180).into_iter();
        let points: Vec<Point> =
            heights.filter_map(|y| Point::of(y, &formula(landscape, *noise, y, delta_s))).collect();
        let pen = Pen::new(strength.ink, 0.6, dash).faded(0.8);
        predicted::curve(&points, pen, None)
    };
    [curve(p_ss, Dash::Solid), curve(p_ito, Dash::DashDot)].concat()
}
