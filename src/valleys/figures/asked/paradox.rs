//! At a height held still more noise lowers the share of the flat valley; free, it raises it.

use super::certainty::{BothRuns, CountedWalkers, signed};
use crate::chart::axis::evenly;
use crate::chart::{
    Axis, Dot, Figure, Ink, Mark, Numbers, Panel, Pen, Shape, Symbol, format_number, format_whole,
};
use crate::job::Progress;
use crate::say;
use crate::valleys::experiments::difference::Difference;
use crate::valleys::experiments::held::{Sampling, Share, WALKERS};
use crate::valleys::experiments::paradox::{AtNoise, Paradox, paradox};
use crate::valleys::experiments::questions::Question;
use crate::valleys::figures::entry::{About, Asked, Entry, Kind, Leads, Reads};
use crate::valleys::figures::predicted::{self, Point};
use crate::valleys::figures::source::{Effort, Source};
use crate::valleys::figures::{notes, pens};
use crate::valleys::model::{Landscape, NoiseLaw, Scenario};
use crate::valleys::theory::{Prediction, p_ito, p_ss, p_ss_approximate, p_transient_closed};
use crate::valleys::words;

pub const ENTRY: Entry = Entry {
    name: "paradox",
    kind: Kind::Asked(Asked {
        called: || say!("figure.paradox.called"),
        asks: || say!("figure.paradox.asks"),
        tells: || say!("figure.paradox.tells"),
        about: About::Noise,
        question: Question::Paradox,
        reads: Reads::Start,
        own_walkers: false,
        leads: Leads::Nowhere,
    }),
    title: || say!("figure.paradox.title"),
    make,
};

/// Walkers of a free run.
const FREE_WALKERS: u32 = 4_000;
const LAW: NoiseLaw = NoiseLaw::Hessian;
/// Where the start matters less than this to the share, it is forgotten.
const FORGOTTEN: f64 = 0.02;

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let question = &source.questions.paradox;
    let in_full = Sampling { swarms: 16, relaxations: 28 };
    let sampling = match source.effort {
        Effort::Full => in_full,
        Effort::Quick => Sampling { swarms: 8, relaxations: 6 },
    };
    let walkers = source.walkers(FREE_WALKERS);
    let scenario = Scenario { walkers, ..source.scenario.clone() };
    let paradox = paradox(&scenario, question, sampling, source.insists, progress)?;
    let mut notes = vec![
        say!(
            "figure.paradox.held",
            eta = format_number(paradox.eta),
            swarms = sampling.swarms,
            walkers = WALKERS,
            relaxations = sampling.relaxations
        ),
        say!(
            "figure.paradox.free",
            size = notes::size(walkers, scenario.steps),
            y = format_number(scenario.y_i)
        ),
        say!(
            "figure.paradox.bars",
            seeds = notes::seeds(scenario.seed, paradox.points.len() * sampling.swarms as usize)
        ),
    ];
    if scenario.noise != LAW {
        notes.push(say!("figure.paradox.law", law = words::law_in_files(scenario.noise)));
    }
    notes.extend(missing(&paradox));
    notes.extend(notes::as_started(source));
    notes.extend(notes::quickly(source, say!("note.quickly.free", walkers = walkers)));
    // Where y is held, independent swarms are looked at again and again: their walkers are counted, not their steps.
    let runs = || paradox.points.iter().map(|point| &point.scenario);
    let held = CountedWalkers::new(source, WALKERS * sampling.swarms, WALKERS * in_full.swarms, runs());
    let free = CountedWalkers::new(source, walkers, FREE_WALKERS, runs());
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: say!(
            "figure.paradox.caption",
            y = format_number(paradox.hold_y),
            answer = answer(&paradox, [&held, &free]),
            held = told(paradox.held_slope(), &held),
            closest = closest(&paradox),
            free = told(paradox.free_slope(), &free),
            memory = memory(&paradox)
        ),
        notes,
        aspect: 0.8,
        panels: vec![panel(&paradox, source)],
    })
}

/// What may be said of both slopes.
fn answer(paradox: &Paradox, [held, free]: [&CountedWalkers; 2]) -> String {
    let goes = |slope: Option<Difference>, behind| {
        slope.map_or_else(|| say!("figure.paradox.no-slope").to_owned(), |slope| goes(&slope, behind))
    };
    let y = format_number(paradox.hold_y);
    let (held, free) = (goes(paradox.held_slope(), held), goes(paradox.free_slope(), free));
    say!("figure.paradox.answer", y = y, held = held, free = free)
}

/// Which way the share goes with the noise.
fn goes(slope: &Difference, behind: &CountedWalkers) -> String {
    let sides = BothRuns {
        clear: [say!("figure.paradox.rises"), say!("figure.paradox.falls")],
        seeming: [say!("figure.paradox.seems-to-rise"), say!("figure.paradox.seems-to-fall")],
    };
    let told = sides.of(slope);
    told.map_or_else(|| say!("figure.paradox.untold", cannot = behind.cannot_tell(slope)), str::to_owned)
}

fn told(slope: Option<Difference>, behind: &CountedWalkers) -> String {
    let Some(slope) = slope else { return say!("figure.paradox.no-slope").into() };
    say!(
        "figure.paradox.trend",
        told = goes(&slope, behind),
        slope = signed(slope.value, 4),
        error = format_args!("{:.4}", slope.error),
        errors = format_args!("{:.1}", slope.errors().abs())
    )
}

/// How much of a free run's share is memory of its start, at the least and at the most noise.
fn memory(paradox: &Paradox) -> String {
    let known: Vec<(f64, f64)> =
        paradox.points.iter().filter_map(|point| Some((point.delta_s, point.remembered()?))).collect();
    let [(least, at_least), .., (most, at_most)] = known[..] else { return String::new() };
    let Some(last) = known.iter().rposition(|(_, remembered)| *remembered >= FORGOTTEN) else {
        let apart = known.iter().map(|(_, remembered)| remembered.abs()).fold(0.0, f64::max);
        return say!("figure.paradox.forgotten", apart = format_args!("{apart:.3}")) + " ";
    };
    let told = match known.get(last + 1) {
        Some((delta_s, _)) => say!("figure.paradox.selection-from", noise = format_number(*delta_s)),
        None => say!("figure.paradox.all-memory").to_owned(),
    };
    let sentence = say!(
        "figure.paradox.memory",
        at_least = format_args!("{:.2}", at_least.abs()),
        least = format_number(least),
        at_most = format_args!("{:.2}", at_most.abs()),
        most = format_number(most),
        told = told
    );
    sentence + " "
}

/// What could not be measured or predicted.
fn missing(paradox: &Paradox) -> Vec<String> {
    let points = paradox.points.len();
    let mut notes = Vec::new();
    let unsampled = paradox.points.iter().filter(|point| point.held.is_none()).count();
    if unsampled > 0 {
        notes.push(say!("figure.paradox.unsampled", count = unsampled, points = points));
    }
    let diverged: u32 = paradox.points.iter().map(|point| point.diverged).sum();
    if diverged > 0 {
        notes.push(say!("figure.paradox.diverged", walkers = format_whole(f64::from(diverged))));
    }
    let mut ends = paradox.points.iter().filter_map(|point| point.density_ends);
    if let Some(why) = ends.next() {
        notes.push(say!(
            "figure.paradox.no-density",
            count = 1 + ends.count(),
            points = points,
            why = words::why(why)
        ));
    }
    notes
}

/// Which formula the held swarms come closest to, and how close.
fn closest(paradox: &Paradox) -> String {
    let off = |formula: fn(&Landscape, NoiseLaw, f64, f64) -> Prediction| {
        let squares: Vec<f64> = paradox
            .points
            .iter()
            .filter_map(|point| {
                let landscape = &point.scenario.landscape;
                let predicted = formula(landscape, LAW, paradox.hold_y, point.delta_s).value?;
                Some((point.held?.share - predicted).powi(2))
            })
            .collect();
        let mean = squares.iter().sum::<f64>() / squares.len() as f64;
        (!squares.is_empty()).then(|| format!("{:.3}", mean.sqrt()))
    };
    let told: Vec<String> = [
        off(p_ss).map(|distance| say!("figure.paradox.off-eq9", distance = distance)),
        off(p_ss_approximate).map(|distance| say!("figure.paradox.off-approximate", distance = distance)),
        off(p_ito).map(|distance| say!("figure.paradox.off-exact", distance = distance)),
    ]
    .into_iter()
    .flatten()
    .collect();
    if told.is_empty() {
        return say!("figure.paradox.slow").into();
    }
    say!("figure.paradox.closest", distances = told.join(", "))
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
            say!("figure.paradox.swarms-held", y = format_number(paradox.hold_y)),
            Ink::Ember,
            Symbol::Square,
            (|point| point.held) as fn(&AtNoise) -> Option<Share>,
        ),
        (say!("figure.paradox.swarms-free").into(), Ink::Strong, Symbol::Disc, |point| point.free),
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
    let mut marks = curve(pens::EQ9_APPROXIMATE, say!("curve.eq9-approximate"), 0.3, &|delta_s| {
        p_ss_approximate(landscape, LAW, y, delta_s)
    });
    marks.extend(curve(pens::EQ9, say!("curve.eq9"), 0.6, &|delta_s| p_ss(landscape, LAW, y, delta_s)));
    marks.extend(curve(pens::ITO, say!("curve.exact"), 0.8, &|delta_s| p_ito(landscape, LAW, y, delta_s)));
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
    let mut marks = predicted::curve(&eq12, pens::FROST, Some((say!("curve.eq12"), 0.2)));
    for (side, pen, name) in [
        (0, pens::FROM_STEEP, say!("prediction.label.from-steep")),
        (1, pens::FROM_FLAT, say!("prediction.label.from-flat")),
    ] {
        let at = |point: &AtNoise| Some([point.delta_s.log10(), point.from_either?[side]]);
        let ends: Vec<[f64; 2]> = paradox.points.iter().filter_map(at).collect();
        if ends.len() > 1 {
            marks.push(Mark::curve(ends, pen).named(name, 0.1));
        }
    }
    let whole = paradox.points.iter().filter(|point| point.density_ends.is_none());
    let density = whole.filter_map(|point| Some([point.delta_s.log10(), point.density?]));
    let density: Vec<[f64; 2]> = density.collect();
    if density.len() > 1 {
        marks.push(Mark::curve(density, pens::DENSITY).named(say!("curve.density"), 0.85));
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
