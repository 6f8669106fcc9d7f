//! Selection without noise: where plain gradient descent overshoots ever farther, and what its walkers do there.

use crate::chart::axis::evenly;
use crate::chart::format_whole;
use crate::chart::{Axis, Dash, Dot, Figure, Ink, Mark, Numbers, Panel, Pen, Shape, Symbol};
use crate::job::Progress;
use crate::say;
use crate::valleys::experiments::questions::Question;
use crate::valleys::experiments::stability::{Descent, Landing, OFF_THE_FLOOR, STEPS, descents};
use crate::valleys::figures::entry::{About, Asked, Entry, Kind, Leads, Reads};
use crate::valleys::figures::source::{Effort, Source};
use crate::valleys::figures::{notes, valleys};
use crate::valleys::model::{Landscape, Valley};
use crate::valleys::theory::is_unstable;

pub const ENTRY: Entry = Entry {
    name: "stability",
    kind: Kind::Asked(Asked {
        called: || say!("figure.stability.called"),
        asks: || say!("figure.stability.asks"),
        tells: || say!("figure.stability.tells"),
        about: About::Model,
        question: Question::None,
        reads: Reads::Start,
        own_walkers: false,
        leads: Leads::Nowhere,
    }),
    title: || say!("figure.stability.title"),
    make,
};

/// The highest start, in units of y_b: from there on flatness hardly changes.
const HIGHEST: f64 = 2.0;
/// The largest learning rate, in units of the greatest flatness in view.
const LARGEST: f64 = 1.3;

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let landscape = source.scenario.landscape;
    let [columns, rows] = match source.effort {
        Effort::Full => [24, 20],
        Effort::Quick => [12, 10],
    };
    let top = HIGHEST * landscape.y_b;
    let flattest = Valley::BOTH
        .into_iter()
        .flat_map(|valley| [0.0, top].map(|y| landscape.flatness(valley, y)))
        .fold(0.0, f64::max);
    let ranges = [[0.0, top], [0.0, LARGEST * flattest]];
    let middles = |range: [f64; 2], count: usize| -> Vec<f64> {
        evenly(range, count).windows(2).map(|pair| 0.5 * (pair[0] + pair[1])).collect()
    };
    let (heights, etas) = (middles(ranges[0], columns), middles(ranges[1], rows));
    let descents = descents(&landscape, &heights, &etas, progress)?;
    let mut notes = vec![
        say!("figure.stability.walkers", walkers = columns * rows, steps = format_whole(f64::from(STEPS))),
        say!("figure.stability.start", start = OFF_THE_FLOOR),
    ];
    let count = |end: Landing| descents.iter().filter(|descent| descent.end == end).count();
    let (diverged, hopping) = (count(Landing::Diverged), count(Landing::Restless));
    notes.push(say!("figure.stability.ends", diverged = diverged, hopping = hopping));
    notes.extend(notes::quickly(source, say!("note.quickly.valley", walkers = columns * rows)));
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: caption(&landscape, &descents),
        notes,
        aspect: 0.6,
        panels: vec![
            panel(source, &descents, ranges, Valley::Sharp, 0.0),
            panel(source, &descents, ranges, Valley::Flat, 0.5),
        ],
    })
}

fn caption(landscape: &Landscape, descents: &[Descent]) -> String {
    let alone = |descent: &&Descent| {
        let unstable = |valley| is_unstable(landscape, valley, descent.y, descent.eta);
        unstable(descent.start) && Valley::BOTH.into_iter().filter(|valley| unstable(*valley)).count() == 1
    };
    let started: Vec<&Descent> = descents.iter().filter(alone).collect();
    let left = started.iter().filter(|descent| descent.end != Landing::In(descent.start)).count();
    say!("figure.stability.caption", walkers = started.len(), left = left)
}

fn panel(source: &Source, descents: &[Descent], [y, eta]: [[f64; 2]; 2], start: Valley, left: f64) -> Panel {
    let landscape = &source.scenario.landscape;
    let line = |valley: Valley| -> Vec<[f64; 2]> {
        evenly(y, 100).into_iter().map(|y| [y, landscape.flatness(valley, y)]).collect()
    };
    let (flat, sharp) = (line(Valley::Flat), line(Valley::Sharp));
    // Below γ = 1 the valley at x > 0 is the steeper one.
    let (upper, lower) = if landscape.flat_is_right() { (&flat, &sharp) } else { (&sharp, &flat) };
    let area = |from: &[[f64; 2]], to: &[[f64; 2]]| from.iter().chain(to.iter().rev()).copied().collect();
    let top = vec![[y[0], eta[1]], [y[1], eta[1]]];
    let mut marks: Vec<Mark> = vec![
        Shape::Area { outline: area(lower, upper), ink: Ink::Steep, opacity: 0.12 }.into(),
        Shape::Area { outline: area(upper, &top), ink: Ink::Ember, opacity: 0.12 }.into(),
    ];
    for (valley, line, name) in [(Valley::Flat, flat, "$η = f_1(y)$"), (Valley::Sharp, sharp, "$η = f_2(y)$")]
    {
        let ink = valleys::called(landscape, valley).1;
        marks.push(Mark::curve(line, Pen::new(ink, 1.4, Dash::Solid)).named(name, 0.85));
    }
    let ends = [
        (Landing::In(Valley::Flat), Symbol::Disc),
        (Landing::In(Valley::Sharp), Symbol::Square),
        (Landing::Restless, Symbol::Ring),
        (Landing::Diverged, Symbol::Triangle),
    ];
    for (end, symbol) in ends {
        let (name, ink) = match end {
            Landing::In(valley) => valleys::called(landscape, valley),
            Landing::Restless => (say!("figure.stability.hopping"), Ink::Text),
            Landing::Diverged => (say!("figure.stability.diverged"), Ink::Ember),
        };
        let ended = descents.iter().filter(|descent| descent.start == start && descent.end == end);
        let dots: Vec<Dot> = ended.map(|descent| Dot::new([descent.y, descent.eta])).collect();
        if !dots.is_empty() {
            marks.push(Mark::from(Shape::Dots { dots, ink, symbol, size: 2.0 }).in_key(name));
        }
    }
    let session = [source.scenario.start_y(), source.scenario.eta.at(0)];
    if session[0] <= y[1] && session[1] <= eta[1] {
        let shape = Shape::Dots {
            dots: vec![Dot::new(session)],
            ink: Ink::Strong,
            symbol: Symbol::Diamond,
            size: 4.0,
        };
        marks.push(Mark::from(shape).in_key(say!("curve.session")));
    }
    Panel {
        place: [left, 0.0, 0.5, 1.0],
        title: say!("figure.stability.from", valley = valleys::called(landscape, start).0),
        x: Axis::new(say!("figure.stability.height"), y, Numbers::Plain),
        y: Axis::new(say!("axis.learning-rate"), eta, Numbers::Plain),
        marks,
        bar: None,
    }
}
