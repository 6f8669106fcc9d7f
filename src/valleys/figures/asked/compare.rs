//! A against B on the same random numbers: both shares on the way, and the walkers whose fate differs.

use super::certainty::{BothRuns, CountedWalkers, signed};
use super::moments::{self, TimedShare};
use crate::chart::axis::evenly;
use crate::chart::{
    Axis, Dash, Dot, Figure, Ink, Map, Mark, Numbers, Panel, Pen, Shape, Symbol, format_number, format_whole,
};
use crate::job::Progress;
use crate::say;
use crate::valleys::experiments::compare::{Fates, RivalRun, Rivals, compare};
use crate::valleys::experiments::questions::Question;
use crate::valleys::figures::entry::{About, Asked, Entry, Kind, Leads, Reads};
use crate::valleys::figures::source::Source;
use crate::valleys::figures::{notes, pens, valleys};
use crate::valleys::model::{Scenario, Valley};

pub const ENTRY: Entry = Entry {
    name: "compare",
    kind: Kind::Asked(Asked {
        called: || say!("figure.compare.called"),
        asks: || say!("figure.compare.asks"),
        tells: || say!("figure.compare.tells"),
        about: About::Run,
        question: Question::Compare,
        reads: Reads::Start,
        own_walkers: false,
        leads: Leads::Nowhere,
    }),
    title: || say!("figure.compare.title"),
    make,
};

const A: Pen = pens::MEASURED;
const B: Pen = Pen::new(Ink::Ember, 1.5, Dash::Dashed);

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let walkers = source.walkers(source.scenario.walkers);
    let a = Scenario { walkers, ..source.scenario.clone() };
    let comparison = compare(&a, &source.questions.rival(&a), progress)?;
    let fates = comparison.fates();
    let runs = [&comparison.a.scenario, &comparison.b.scenario];
    let behind = CountedWalkers::new(source, walkers, source.scenario.walkers, runs);
    let mut notes = vec![
        say!("figure.compare.numbers", seed = notes::seeds(a.seed, 1)),
        format!("A: {}", told(&comparison.a.scenario)),
        format!("B: {}", told(&comparison.b.scenario)),
    ];
    if fates.lost > 0 {
        notes.push(say!("figure.compare.lost", walkers = fates.lost));
    }
    notes.push(say!("note.bands").into());
    notes.extend(notes::as_started(source));
    notes.extend(notes::quickly(source, say!("note.quickly.walkers", walkers = walkers)));
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: caption(&fates, &behind),
        notes,
        aspect: 1.5,
        panels: panels(&comparison, &fates),
    })
}

/// Both shares; below them the two swarms side by side on the same axes; and the walkers counted.
fn panels(comparison: &Rivals, fates: &Fates) -> Vec<Panel> {
    let axes = reach(comparison);
    vec![
        shares(comparison),
        places(comparison, &comparison.a, &axes, (0.0, say!("figure.compare.end-a"))),
        places(comparison, &comparison.b, &axes, (0.5, say!("figure.compare.end-b"))),
        table(fates),
    ]
}

/// A run's size and parameters in one line.
fn told(scenario: &Scenario) -> String {
    let mut parts = notes::parameters(scenario);
    parts.insert(0, notes::size(scenario.walkers, scenario.steps));
    parts.push(say!("figure.compare.start", y = format_number(scenario.start_y())));
    parts.join(", ")
}

fn caption(fates: &Fates, behind: &CountedWalkers) -> String {
    let Some(difference) = fates.difference() else {
        let answer = say!("figure.compare.no-answer");
        return say!("figure.compare.caption", answer = answer, pairs = say!("figure.compare.no-pairs"));
    };
    let sides = BothRuns {
        clear: [say!("figure.compare.more"), say!("figure.compare.less")],
        seeming: [say!("figure.compare.seems-more"), say!("figure.compare.seems-less")],
    };
    let told = sides.of(&difference).map_or_else(
        || say!("figure.compare.untold", cannot = behind.cannot_tell(&difference)),
        str::to_owned,
    );
    let pairs = say!(
        "figure.compare.pairs",
        told = told,
        difference = signed(difference.value, 4),
        error = format_args!("{:.4}", difference.error),
        errors = format_args!("{:.1}", difference.errors().abs())
    );
    say!("figure.compare.caption", answer = told, pairs = pairs)
}

fn shares(comparison: &Rivals) -> Panel {
    let Rivals { a, b, .. } = comparison;
    let heights: Vec<f64> =
        [a, b].iter().flat_map(|run| run.record.samples.iter().filter_map(|sample| sample.mean_y)).collect();
    let [low, high] =
        heights.iter().fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], &y| [low.min(y), high.max(y)]);
    // A held height does not tell moments apart; steps do.
    let by_step = [a, b].iter().any(|run| run.scenario.hold_y.is_some()) || high - low < 1e-3;
    let longest = a.scenario.steps.max(b.scenario.steps);
    let axis = if by_step {
        Axis::new(say!("axis.step"), [0.0, f64::from(longest)], Numbers::Thousands)
    } else {
        Axis::new("$y$", [low, high], Numbers::Plain)
    };
    let moments = |run: &RivalRun| {
        let moment = run.record.samples.iter().filter_map(|sample| {
            let (low, high) = sample.band();
            let at = if by_step { f64::from(sample.step) } else { sample.mean_y? };
            Some([at, sample.p_flat()?, low, high])
        });
        moments::thinned(moment, axis.range)
    };
    let both: [Vec<TimedShare>; 2] = [moments(a), moments(b)];
    let mut marks = Vec::new();
    for (moments, pen, name, along) in [(&both[0], A, "A", 0.6), (&both[1], B, "B", 0.75)] {
        let [band, curve] = moments::curve(moments, pen);
        marks.extend([band, curve.named(name, along)]);
    }
    Panel {
        place: [0.0, 0.0, 1.0, 0.38],
        title: String::new(),
        y: Axis::new("$P_{flat}$", moments::range(both.iter().flatten()), Numbers::Plain),
        x: axis,
        marks,
        bar: None,
    }
}

/// Two by two: A's fate from left to right, B's from below.
fn table(fates: &Fates) -> Panel {
    let pairs = f64::from((fates.both + fates.only_a + fates.only_b + fates.neither).max(1));
    let cells = [
        ([1.0, 1.0], fates.both, say!("figure.compare.both"), Ink::Flat),
        ([0.0, 0.0], fates.neither, say!("figure.compare.neither"), Ink::Steep),
        ([1.0, 0.0], fates.only_a, say!("figure.compare.only-a"), Ink::Ember),
        ([0.0, 1.0], fates.only_b, say!("figure.compare.only-b"), Ink::Ice),
    ];
    let cell = |([x, y], count, name, ink): ([f64; 2], u32, &str, Ink)| {
        let share = f64::from(count) / pairs;
        let outline = [[0.02, 0.02], [0.98, 0.02], [0.98, 0.98], [0.02, 0.98]];
        let outline = outline.map(|[right, up]| [x + right, y + up]).to_vec();
        let words = |up: f64, text: String, ink| {
            Mark::from(Shape::Words { at: [x + 0.5, y + up], align: [0.0, 0.0], text, ink })
        };
        [
            Shape::Area { outline, ink, opacity: 0.06 + 0.44 * share }.into(),
            words(0.66, name.into(), Ink::Text),
            words(
                0.32,
                format!("**{}**  {:.1}\u{202F}%", format_whole(f64::from(count)), 100.0 * share),
                Ink::Strong,
            ),
        ]
    };
    Panel {
        place: [0.0, 0.74, 1.0, 0.26],
        title: say!("figure.compare.fates").into(),
        x: Axis::hidden([0.0, 2.0]),
        y: Axis::hidden([0.0, 2.0]),
        marks: cells.into_iter().flat_map(cell).collect(),
        bar: None,
    }
}

/// The axes, y and x, over which the walkers of both runs lie at the end.
fn reach(comparison: &Rivals) -> [Axis; 2] {
    let of_both = |values: &dyn Fn(&RivalRun) -> Vec<f64>, least: f64| {
        let values: Vec<f64> = [&comparison.a, &comparison.b].into_iter().flat_map(values).collect();
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let room = (0.08 * (high - low)).max(least);
        if low <= high { [low - room, high + room] } else { [0.0, 1.0] }
    };
    let live = |run: &RivalRun| -> Vec<[f64; 2]> {
        let places = run.x.iter().zip(&run.y).filter(|(x, _)| !x.is_nan());
        places.map(|(x, y)| [f64::from(*y), f64::from(*x)]).collect()
    };
    let across = of_both(&|run| live(run).iter().map(|at| at[0]).collect(), 1e-3);
    let up = of_both(&|run| live(run).iter().map(|at| at[1]).chain([0.0]).collect(), 1e-3);
    [Axis::new("$y$", across, Numbers::Plain), Axis::new("$x$", up, Numbers::Plain)]
}

/// The walkers of one run at its end, and among them those whose fate differs in the other.
fn places(comparison: &Rivals, run: &RivalRun, axes: &[Axis; 2], (left, title): (f64, &str)) -> Panel {
    let RivalRun { scenario, x, y, .. } = run;
    let landscape = &scenario.landscape;
    let placed = || x.iter().zip(y).zip(&comparison.fates).filter(|((x, _), _)| !x.is_nan());
    let [across, up] = [axes[0].range, axes[1].range];
    let mut marks = vec![Mark::from(Shape::Level { y: 0.0, pen: pens::RIDGE })];
    for valley in Valley::BOTH {
        let floor = evenly(across, 60).into_iter().filter(|y| *y >= 0.0);
        let points: Vec<[f64; 2]> = floor
            .map(|y| [y, landscape.floor(valley, y)])
            .filter(|point| (up[0]..=up[1]).contains(&point[1]))
            .collect();
        marks.push(Mark::curve(points, pens::FLOOR).named(valleys::called(landscape, valley).0, 0.9));
    }
    let alike = || placed().filter(|(_, [a, b])| a == b);
    let points = alike().map(|((x, y), _)| [*y, *x]).collect();
    let values = alike().map(|(_, [_, b])| if *b == Some(Valley::Flat) { 1.0 } else { 0.0 }).collect();
    marks.push(Shape::Swarm { points, values, map: Map::Valley, size: 1.0 }.into());
    for (fate, name, ink) in [
        ([Some(Valley::Flat), Some(Valley::Sharp)], say!("figure.compare.only-a"), Ink::Ember),
        ([Some(Valley::Sharp), Some(Valley::Flat)], say!("figure.compare.only-b"), Ink::Ice),
    ] {
        let dots: Vec<Dot> = placed()
            .filter(|(_, both)| **both == fate)
            .map(|((x, y), _)| Dot::new([f64::from(*y), f64::from(*x)]))
            .collect();
        if !dots.is_empty() {
            let shape = Shape::Dots { dots, ink, symbol: Symbol::Ring, size: 2.2 };
            let mark = Mark::from(shape);
            // The key of the panel at the left serves both.
            marks.push(if left > 0.0 { mark } else { mark.in_key(name) });
        }
    }
    Panel {
        place: [left, 0.38, 0.5, 0.36],
        title: title.into(),
        x: axes[0].clone(),
        y: axes[1].clone(),
        marks,
        bar: None,
    }
}
