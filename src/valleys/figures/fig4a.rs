//! Fig. 4a: what the noise makes of a slice through the landscape.

use super::entry::{Entry, Kind};
use super::pens;
use super::source::Source;
use crate::chart::axis::evenly;
use crate::chart::{Axis, Dash, Dot, Figure, Ink, Mark, Numbers, Panel, Pen, Shape, Symbol};
use crate::job::Progress;
use crate::say;
use crate::valleys::model::{Landscape, NoiseLaw, Preset, Valley};
use crate::valleys::theory::{Prediction, effective_loss, sgd_correction};

pub const ENTRY: Entry =
    Entry { name: "fig4a", kind: Kind::Paper(Preset::Fig4), title: || say!("figure.fig4a.title"), make };

/// The published slice.
const HEIGHT: f64 = 40.0;
const X: [f64; 2] = [-0.8, 1.2];

const LOSS: Pen = Pen::new(Ink::Strong, 1.2, Dash::Solid);
const EFFECTIVE: Pen = Pen::new(Ink::Eq9, 1.2, Dash::Dashed);
const CORRECTION: Pen = Pen::new(Ink::Ito, 1.1, Dash::DashDot);
const GUIDE: Pen = Pen::new(Ink::Hair, 0.6, Dash::Solid);

fn make(_: &Source, progress: &Progress<'_>) -> Option<Figure> {
    if progress(0.0).is_break() {
        return None;
    }
    let landscape = Landscape::default();
    let [flat, steep] = Valley::BOTH
        .map(|valley| sgd_correction(&landscape, NoiseLaw::Hessian, landscape.floor(valley, HEIGHT), HEIGHT));
    let change = |prediction: &Prediction| prediction.value.map_or(0.0, f64::abs);
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: say!(
            "figure.fig4a.caption",
            deeper = format_args!("{:.2}", change(&flat)),
            higher = format_args!("{:.2}", change(&steep)),
        ),
        notes: vec![say!("figure.fig4a.note").into()],
        aspect: 0.95,
        panels: vec![losses(&landscape), corrections(&landscape)],
    })
}

fn losses(landscape: &Landscape) -> Panel {
    let loss = |x: f64| landscape.value(x, HEIGHT);
    let effective =
        |x: f64| effective_loss(landscape, NoiseLaw::Hessian, x, HEIGHT).value.unwrap_or(f64::NAN);
    let mut marks: Vec<Mark> = guides(landscape).collect();
    marks.extend([
        sampled(loss, LOSS).named("$L$", 0.93),
        sampled(effective, EFFECTIVE).named("$L_{eff}$", 0.97),
    ]);
    for (valley, text, ink) in [
        (Valley::Flat, say!("valley.flat.briefly"), Ink::Flat),
        (Valley::Sharp, say!("valley.steep.briefly"), Ink::Steep),
    ] {
        let floor = landscape.floor(valley, HEIGHT);
        let [from, to] = [loss(floor), effective(floor)];
        marks.push(Mark::curve(vec![[floor, from], [floor, to]], Pen::new(ink, 1.4, Dash::Solid)));
        let dots = vec![Dot::new([floor, to])];
        marks.push(Shape::Dots { dots, ink, symbol: Symbol::Disc, size: 2.6 }.into());
        let below = from.min(to) - 0.05;
        marks.push(Shape::Words { at: [floor, below], align: [0.0, 1.0], text: text.into(), ink }.into());
    }
    Panel {
        place: [0.0, 0.0, 1.0, 0.62],
        title: String::new(),
        x: Axis::new("", X, Numbers::Plain),
        y: Axis::new(say!("figure.fig4a.loss"), [0.9, 2.6], Numbers::Plain),
        marks,
        bar: None,
    }
}

fn corrections(landscape: &Landscape) -> Panel {
    let correction =
        |x: f64| sgd_correction(landscape, NoiseLaw::Hessian, x, HEIGHT).value.unwrap_or(f64::NAN);
    Panel {
        place: [0.0, 0.62, 1.0, 0.38],
        title: String::new(),
        x: Axis::new("$x$", X, Numbers::Plain),
        y: Axis::new(say!("figure.fig4a.difference"), [-0.15, 0.2], Numbers::Plain),
        marks: guides(landscape)
            .chain([
                Shape::Level { y: 0.0, pen: pens::REFERENCE }.into(),
                sampled(correction, CORRECTION).named("$L_{SGD} = L_{eff} - L$", 0.75),
            ])
            .collect(),
        bar: None,
    }
}

/// Uprights at the ridge and at both floors.
fn guides(landscape: &Landscape) -> impl Iterator<Item = Mark> {
    let [flat, steep] = Valley::BOTH.map(|valley| landscape.floor(valley, HEIGHT));
    [steep, 0.0, flat].into_iter().map(|x| Shape::Upright { x, pen: GUIDE }.into())
}

/// A function over the slice, with a point on the ridge, where it has a kink.
fn sampled(function: impl Fn(f64) -> f64, pen: Pen) -> Mark {
    Mark::curve(evenly(X, 200).into_iter().map(|x| [x, function(x)]).collect(), pen)
}
