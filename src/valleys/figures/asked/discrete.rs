//! Discrete against continuous: one Δ_S and one optimisation time at learning rates from small to large.

use super::certainty::{CountedWalkers, signed};
use super::unanswered;
use crate::chart::axis::evenly;
use crate::chart::{
    Axis, Dash, Dot, Figure, Ink, Mark, Numbers, Panel, Pen, Shape, Symbol, format_number, format_whole,
};
use crate::job::Progress;
use crate::say;
use crate::valleys::experiments::difference::{Certainty, Difference};
use crate::valleys::experiments::discrete::{Discrete, discrete};
use crate::valleys::experiments::family::Member;
use crate::valleys::experiments::held::Share;
use crate::valleys::experiments::questions::Question;
use crate::valleys::figures::entry::{About, Asked, Entry, Kind, Leads, Reads};
use crate::valleys::figures::source::Source;
use crate::valleys::figures::{notes, pens};
use crate::valleys::model::{Scenario, Valley};
use crate::valleys::theory::widening;
use crate::valleys::words;

pub const ENTRY: Entry = Entry {
    name: "discrete",
    kind: Kind::Asked(Asked {
        called: || say!("figure.discrete.called"),
        asks: || say!("figure.discrete.asks"),
        tells: || say!("figure.discrete.tells"),
        about: About::Noise,
        question: Question::Discrete,
        reads: Reads::Start,
        own_walkers: false,
        leads: Leads::Nowhere,
    }),
    title: || say!("figure.discrete.title"),
    make,
};

/// Walkers at each learning rate, at least.
const WALKERS: u32 = 4_000;

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let question = &source.questions.discrete;
    let walkers = source.walkers(source.scenario.walkers.max(WALKERS));
    let scenario = Scenario { walkers, ..source.scenario.clone() };
    let logs = evenly(question.eta.map(f64::log10), question.points.max(2) as usize - 1);
    let etas: Vec<f64> = logs.iter().map(|log| 10_f64.powf(*log)).collect();
    let found = match discrete(&scenario, &etas, source.insists, progress) {
        Ok(found) => found?,
        Err(why) => return Some(unanswered::figure(&ENTRY, why)),
    };
    let mut notes = vec![
        say!(
            "figure.discrete.runs",
            delta_s = format_number(found.delta_s),
            time = format_number(found.time),
            y = format_number(scenario.start_y()),
            walkers = walkers,
            seeds = notes::seeds(scenario.seed, found.runs.len())
        ),
        say!("figure.discrete.bars").into(),
    ];
    let mut ends = found.runs.iter().filter_map(|run| run.density_ends);
    if let Some(why) = ends.next() {
        notes.push(say!("figure.discrete.ended", count = 1 + ends.count(), why = words::why(why)));
    }
    let lost = found.runs.iter().filter(|run| run.summary.p_flat.is_none()).count();
    if lost == found.runs.len() {
        return Some(unanswered::figure(&ENTRY, say!("figure.diverged")));
    }
    let diverged: u32 = found.runs.iter().map(|run| run.summary.diverged).sum();
    if diverged > 0 {
        let walkers = format_whole(f64::from(diverged));
        notes.push(say!("figure.discrete.lost", count = lost, walkers = walkers));
    }
    let full = source.scenario.walkers.max(WALKERS);
    let behind = CountedWalkers::new(source, walkers, full, found.runs.iter().map(|run| &run.scenario));
    notes.extend(notes::as_started(source));
    notes.extend(notes::quickly(source, say!("note.quickly.eta", walkers = walkers)));
    let unstable = scenario.landscape.flatness(Valley::Sharp, scenario.start_y());
    let last = etas[etas.len() - 1];
    // The limit is shown as long as it does not squeeze the rest.
    let right = if unstable < 2.5 * last { last.max(unstable) } else { last };
    let range = [etas[0].log10() - 0.06, right.log10() + 0.06];
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: caption(&found, &behind),
        notes,
        aspect: 0.95,
        panels: vec![shares(&found, range, unstable), times(&found, range, unstable)],
    })
}

fn caption(found: &Discrete, behind: &CountedWalkers) -> String {
    let told = |run: Option<&Member>| {
        let run = run?;
        let share = Share::at_end(&run.summary, run.scenario.walkers)?;
        Some(side(&Difference::from(share, found.limit?), behind))
    };
    let distance = match (told(found.runs.first()), told(found.runs.last())) {
        (Some(first), Some(last)) => say!("figure.discrete.distance", first = first, last = last),
        _ if found.limit.is_none() => say!("figure.discrete.no-level").into(),
        _ => String::new(),
    };
    let answer = if distance.is_empty() { distance } else { format!("**{distance}** ") };
    say!("figure.discrete.caption", answer = answer, width = width(found))
}

/// How much wider the longest steps leave the valleys where the runs start.
fn width(found: &Discrete) -> String {
    let Some(Member { scenario: longest, .. }) = found.runs.last() else { return String::new() };
    let (y, eta) = (longest.start_y(), longest.eta.at(0));
    match Valley::BOTH.map(|valley| widening(&longest.landscape, valley, y, eta)) {
        [Ok(flat), Ok(steep)] => {
            let [flat, steep] = [flat, steep].map(|widening| format!("{widening:.2}"));
            say!("figure.discrete.width", y = format_number(y), flat = flat, steep = steep)
        }
        _ => say!("figure.discrete.no-width").into(),
    }
}

/// On which side of the level a swarm lies.
fn side(off: &Difference, behind: &CountedWalkers) -> String {
    let distance = format!("{} ± {:.3}", signed(off.value, 3), off.error);
    match (off.certainty(), off.value > 0.0) {
        (Certainty::Clear, true) => say!("figure.discrete.above", distance = distance),
        (Certainty::Clear, false) => say!("figure.discrete.below", distance = distance),
        (Certainty::Seeming, true) => say!("figure.discrete.seems-above", distance = distance),
        (Certainty::Seeming, false) => say!("figure.discrete.seems-below", distance = distance),
        (Certainty::Untold, _) => {
            say!("figure.discrete.untold", distance = distance, cannot = behind.cannot_tell(off))
        }
    }
}

fn log(run: &Member) -> f64 {
    run.scenario.eta.at(0).log10()
}

/// The steep valley's limit, where it is in view.
fn limit(range: [f64; 2], unstable: f64, name: Option<&str>) -> Option<Mark> {
    let x = unstable.log10();
    let mark = Mark::from(Shape::Upright { x, pen: Pen::new(Ink::Steep, 1.0, Dash::Dashed) });
    let mark = match name {
        Some(name) => mark.in_key(name),
        None => mark,
    };
    (range[0]..=range[1]).contains(&x).then_some(mark)
}

fn shares(found: &Discrete, range: [f64; 2], unstable: f64) -> Panel {
    let mut marks: Vec<Mark> = limit(range, unstable, Some("$η = f_2(y_i)$")).into_iter().collect();
    if let Some(y) = found.limit {
        marks.push(Mark::from(Shape::Level { y, pen: pens::ITO }).named(say!("figure.discrete.limit"), 0.3));
    }
    let density = found.runs.iter().filter(|run| run.density_ends.is_none());
    let density: Vec<[f64; 2]> = density.filter_map(|run| Some([log(run), run.density?])).collect();
    let mut lowest = density.iter().map(|point| point[1]).chain(found.limit).fold(0.9, f64::min);
    if density.len() > 1 {
        marks.push(Mark::curve(density, pens::DENSITY).named(say!("curve.density"), 0.6));
    }
    let dot = |run: &Member| {
        let share = run.summary.p_flat?;
        Some(Dot::new([log(run), share]).between(run.summary.p_flat_low, run.summary.p_flat_high))
    };
    let dots: Vec<Dot> = found.runs.iter().filter_map(dot).collect();
    lowest = dots.iter().filter_map(|dot| dot.y).map(|[low, _]| low).fold(lowest, f64::min);
    let swarms = Shape::Dots { dots, ink: Ink::Strong, symbol: Symbol::Disc, size: 3.4 };
    marks.push(Mark::from(swarms).in_key(say!("curve.swarm")));
    Panel {
        place: [0.0, 0.0, 1.0, 0.54],
        title: String::new(),
        x: Axis::new("", range, Numbers::Powers),
        y: Axis::new("$P_{flat}$", [(lowest * 20.0).floor() / 20.0, 1.0], Numbers::Plain),
        marks,
        bar: None,
    }
}

fn times(found: &Discrete, range: [f64; 2], unstable: f64) -> Panel {
    let dot = |run: &Member| {
        let eta = run.scenario.eta.at(0);
        let [time, error] =
            [run.summary.mean_freezing_step?, run.summary.sem_freezing_step?].map(|steps| eta * steps);
        Some(Dot::new([log(run), time]).between(time - 2.0 * error, time + 2.0 * error))
    };
    let dots: Vec<Dot> = found.runs.iter().filter_map(dot).collect();
    let highest = dots.iter().filter_map(|dot| dot.y).map(|[_, high]| high).fold(0.0, f64::max);
    let mut marks: Vec<Mark> = limit(range, unstable, None).into_iter().collect();
    let points = dots.iter().map(|dot| dot.at).collect();
    marks.push(Mark::curve(points, Pen { width: 0.8, ..pens::MEASURED }));
    marks.push(Shape::Dots { dots, ink: Ink::Strong, symbol: Symbol::Disc, size: 3.4 }.into());
    Panel {
        place: [0.0, 0.54, 1.0, 0.46],
        title: String::new(),
        x: Axis::new(say!("axis.learning-rate"), range, Numbers::Powers),
        y: Axis::new("$η⟨t_f⟩$", [0.0, if highest > 0.0 { 1.1 * highest } else { 1.0 }], Numbers::Plain),
        marks,
        bar: None,
    }
}
