//! A landscape that jitters from batch to batch against the law H² of the same covariance.

use super::certainty::{BothRuns, CountedWalkers, signed};
use super::moments::{self, TimedShare};
use crate::chart::{Axis, Dash, Dot, Figure, Ink, Mark, Numbers, Panel, Pen, Shape, Symbol, format_number};
use crate::job::Progress;
use crate::say;
use crate::valleys::experiments::difference::Difference;
use crate::valleys::experiments::held::Share;
use crate::valleys::experiments::jitter::{Jitter, jitter};
use crate::valleys::experiments::questions::Question;
use crate::valleys::figures::entry::{About, Asked, Entry, Kind, Leads, Reads};
use crate::valleys::figures::source::Source;
use crate::valleys::figures::{notes, pens, valleys};
use crate::valleys::model::{Scenario, Valley};

pub const ENTRY: Entry = Entry {
    name: "jitter",
    kind: Kind::Asked(Asked {
        called: || say!("figure.jitter.called"),
        asks: || say!("figure.jitter.asks"),
        tells: || say!("figure.jitter.tells"),
        about: About::Noise,
        question: Question::Jitter,
        reads: Reads::Start,
        own_walkers: true,
        leads: Leads::Nowhere,
    }),
    title: || say!("figure.jitter.title"),
    make,
};

/// Examples that are drawn.
const DRAWN: usize = 600;

const GAUSSIAN: Pen = Pen::new(Ink::Ito, 1.3, Dash::DashDot);

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let question = &source.questions.jitter;
    let walkers = source.walkers(question.walkers);
    let scenario = Scenario { walkers, ..source.scenario.clone() };
    let jitter = jitter(&scenario, question.examples, question.batch, progress)?;
    let behind = CountedWalkers::new(source, walkers, question.walkers, [&jitter.scenario]);
    let mut notes = notes::of_start(&jitter.scenario);
    notes.push(say!(
        "figure.jitter.examples",
        examples = question.examples,
        batch = question.batch,
        offset = format_number(reach(&jitter))
    ));
    let lost = jitter.path.last().map_or(0, |(.., live)| walkers - live.min(&walkers));
    if lost + jitter.gaussian.diverged > 0 {
        notes.push(say!("figure.jitter.diverged", jittering = lost, law = jitter.gaussian.diverged));
    }
    notes.extend(notes::as_started(source));
    notes.extend(notes::quickly(source, say!("note.quickly.walkers", walkers = walkers)));
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: caption(&jitter, &behind),
        notes,
        aspect: 0.62,
        panels: vec![shares(&jitter), examples(&jitter)],
    })
}

/// Standard deviation of the offsets along either axis.
fn reach(jitter: &Jitter) -> f64 {
    let offsets = &jitter.examples.offsets;
    let square: f64 = offsets.iter().map(nalgebra::Matrix::norm_squared).sum();
    (0.5 * square / offsets.len().max(1) as f64).sqrt()
}

fn caption(jitter: &Jitter, behind: &CountedWalkers) -> String {
    let told = |share: f64, low: f64, high: f64| {
        let [share, low, high] = [share, low, high].map(|share| format!("{share:.3}"));
        say!("figure.jitter.share", share = share, low = low, high = high)
    };
    let gaussian = &jitter.gaussian;
    let shares = [jitter.share(), Share::at_end(gaussian, jitter.scenario.walkers)];
    let mut answer = say!("figure.jitter.lost").to_owned();
    let ends = match (jitter.p_flat(), shares) {
        (Some((ours, (low, high))), [Some(jittering), Some(law)]) => {
            let difference = Difference::between(jittering, law);
            let sides = BothRuns {
                clear: [say!("figure.jitter.more"), say!("figure.jitter.less")],
                seeming: [say!("figure.jitter.seems-more"), say!("figure.jitter.seems-less")],
            };
            let verdict = sides.of(&difference).map_or_else(
                || say!("figure.jitter.untold", cannot = behind.cannot_tell(&difference)),
                str::to_owned,
            );
            answer = say!("figure.jitter.answer", told = verdict);
            say!(
                "figure.jitter.apart",
                ours = told(ours, low, high),
                theirs = told(law.share, gaussian.p_flat_low, gaussian.p_flat_high),
                told = verdict,
                errors = signed(difference.errors(), 1)
            )
        }
        _ => say!("figure.jitter.lost").into(),
    };
    say!("figure.jitter.caption", answer = answer, ends = ends)
}

fn shares(jitter: &Jitter) -> Panel {
    let (ours, theirs) = (jitter.jittering_path(), &jitter.gaussian_path);
    let heights = || ours.iter().chain(theirs).map(|moment| moment[0]).filter(|y| y.is_finite());
    let (low, high) = (heights().fold(f64::INFINITY, f64::min), heights().fold(f64::NEG_INFINITY, f64::max));
    let range = if high - low > 1e-3 { [low, high] } else { [low - 0.5, low + 0.5] };
    let thinned = |moments: &[TimedShare]| moments::thinned(moments.iter().copied(), range);
    let (ours, theirs) = (thinned(&ours), thinned(theirs));
    let mut marks = Vec::new();
    for (moments, pen, name, along) in [
        (&theirs, GAUSSIAN, say!("figure.jitter.gaussian"), 0.4),
        (&ours, pens::MEASURED, say!("figure.jitter.jittering"), 0.7),
    ] {
        let [band, curve] = moments::curve(moments, pen);
        marks.extend([band, curve.named(name, along)]);
    }
    Panel {
        place: [0.0, 0.0, 0.64, 1.0],
        title: String::new(),
        x: Axis::new(say!("figure.jitter.mean"), range, Numbers::Plain),
        y: Axis::new("$P_{flat}$", moments::range(ours.iter().chain(&theirs)), Numbers::Plain),
        marks,
        bar: None,
    }
}

/// The offsets of the examples, and how far apart the valleys' floors are where the swarm ends.
fn examples(jitter: &Jitter) -> Panel {
    let dots: Vec<Dot> =
        jitter.examples.offsets.iter().take(DRAWN).map(|offset| Dot::new([offset.x, offset.y])).collect();
    let landscape = &jitter.scenario.landscape;
    let y = jitter.path.last().map(|(_, y, ..)| *y).filter(|y| y.is_finite()).unwrap_or(0.0).max(0.0);
    let floors = Valley::BOTH.map(|valley| (valley, landscape.floor(valley, y)));
    let farthest = dots.iter().flat_map(|dot| dot.at).chain(floors.map(|(_, x)| x)).map(f64::abs);
    let reach = 1.1 * farthest.fold(1e-6, f64::max);
    let mut marks: Vec<Mark> = floors
        .into_iter()
        .map(|(valley, x)| {
            let (_, ink) = valleys::called(landscape, valley);
            Shape::Upright { x, pen: Pen::new(ink, 1.0, Dash::Dashed) }.into()
        })
        .collect();
    marks.push(Shape::Dots { dots, ink: Ink::Strong, symbol: Symbol::Disc, size: 1.6 }.into());
    Panel {
        place: [0.64, 0.0, 0.36, 1.0],
        title: say!("figure.jitter.offsets").into(),
        x: Axis::new(say!("figure.jitter.offset-x"), [-reach, reach], Numbers::Plain),
        y: Axis::new(say!("figure.jitter.offset-y"), [-reach, reach], Numbers::Plain),
        marks,
        bar: None,
    }
}
