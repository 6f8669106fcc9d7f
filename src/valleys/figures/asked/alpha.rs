//! How much the law of the noise matters: P_flat and the freezing height against α, the power of the curvature that noise
//! grows with.

use super::certainty::{BothRuns, CountedWalkers, signed};
use super::unanswered;
use crate::chart::{
    Axis, Dash, Dot, Figure, Ink, Mark, Numbers, Panel, Pen, Shape, Symbol, format_number, format_whole,
};
use crate::job::Progress;
use crate::say;
use crate::valleys::experiments::alpha::{alpha, height_gained, share_gained};
use crate::valleys::experiments::difference::{Certainty, Difference};
use crate::valleys::experiments::family::Member;
use crate::valleys::experiments::questions::Question;
use crate::valleys::figures::entry::{About, Asked, Entry, Kind, Leads, Reads};
use crate::valleys::figures::source::Source;
use crate::valleys::figures::{notes, pens};
use crate::valleys::model::Scenario;
use crate::valleys::words;

pub const ENTRY: Entry = Entry {
    name: "alpha",
    kind: Kind::Asked(Asked {
        called: || say!("figure.alpha.called"),
        asks: || say!("figure.alpha.asks"),
        tells: || say!("figure.alpha.tells"),
        about: About::Model,
        question: Question::Alpha,
        reads: Reads::Start,
        own_walkers: false,
        leads: Leads::Nowhere,
    }),
    title: || say!("figure.alpha.title"),
    make,
};

/// Walkers at each α, at least.
const WALKERS: u32 = 4_000;

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let full = source.scenario.walkers.max(WALKERS);
    let walkers = source.walkers(full);
    let scenario = Scenario { walkers, ..source.scenario.clone() };
    let runs = match alpha(&scenario, &source.questions.alpha, source.insists, progress) {
        Ok(runs) => runs?,
        Err(why) => return Some(unanswered::figure(&ENTRY, why)),
    };
    if runs.iter().all(|run| run.summary.p_flat.is_none()) {
        return Some(unanswered::figure(&ENTRY, say!("figure.diverged")));
    }
    let behind = CountedWalkers::new(source, walkers, full, runs.iter().map(|run| &run.scenario));
    let range = [at(&runs[0]), at(&runs[runs.len() - 1])];
    let room = 0.04 * (range[1] - range[0]);
    let axis = [range[0] - room, range[1] + room];
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: caption(&runs, &behind),
        notes: notes(source, &scenario, &runs),
        aspect: 0.95,
        panels: vec![shares(&runs, axis), heights(&runs, axis)],
    })
}

fn at(run: &Member) -> f64 {
    run.scenario.noise.alpha().unwrap_or(f64::NAN)
}

fn caption(runs: &[Member], behind: &CountedWalkers) -> String {
    let (first, last) = (&runs[0], &runs[runs.len() - 1]);
    let sides = BothRuns {
        clear: [say!("figure.alpha.rises"), say!("figure.alpha.falls")],
        seeming: [say!("figure.alpha.seems-to-rise"), say!("figure.alpha.seems-to-fall")],
    };
    let told = |gained: Option<Difference>, digits: usize| {
        let Some(gained) = gained else { return say!("figure.alpha.lost").to_owned() };
        let told = sides.of(&gained).map_or_else(|| behind.cannot_tell(&gained), str::to_owned);
        let gained = format!("{} ± {:.digits$}", signed(gained.value, digits), gained.error);
        say!("figure.alpha.trend", told = told, gained = gained)
    };
    say!(
        "figure.alpha.caption",
        from = format_number(at(first)),
        to = format_number(at(last)),
        share = told(share_gained(first, last), 3),
        height = told(height_gained(first, last), 2),
        monotone = monotone(runs)
    )
}

/// How far the share keeps to one direction: from which α on it is clearly above that of the first, and whether it ever
/// clearly falls from one α to the next.
fn monotone(runs: &[Member]) -> String {
    let is_clear = |gained: Option<Difference>, rises: bool| {
        gained.is_some_and(|it| it.certainty() == Certainty::Clear && (it.value > 0.0) == rises)
    };
    let first = &runs[0];
    let above = runs.iter().rev().take_while(|run| is_clear(share_gained(first, run), true)).last();
    let fall = runs.windows(2).find(|pair| is_clear(share_gained(&pair[0], &pair[1]), false));
    let above = match above {
        Some(run) => {
            say!("figure.alpha.above", alpha = format_number(at(run)), first = format_number(at(first)))
        }
        None => say!("figure.alpha.none-above", first = format_number(at(first))),
    };
    match fall {
        Some([from, to]) => {
            let between = [from, to].map(|run| format_number(at(run)));
            say!("figure.alpha.falls-between", above = above, from = between[0], to = between[1])
        }
        _ => say!("figure.alpha.never-falls", above = above),
    }
}

fn notes(source: &Source, scenario: &Scenario, runs: &[Member]) -> Vec<String> {
    let mut notes = vec![
        say!(
            "figure.alpha.runs",
            size = notes::size(scenario.walkers, scenario.steps),
            delta_s = format_number(scenario.delta_s(0)),
            y = format_number(scenario.start_y()),
            seeds = notes::seeds(scenario.seed, runs.len())
        ),
        say!("figure.alpha.bars").into(),
    ];
    if scenario.noise.alpha().is_none() {
        notes.push(say!("figure.paradox.law", law = words::law_in_files(scenario.noise)));
    }
    let mut ends = runs.iter().filter_map(|run| run.density_ends);
    if let Some(why) = ends.next() {
        notes.push(say!("figure.alpha.ended", count = 1 + ends.count(), why = words::why(why)));
    }
    let diverged: u32 = runs.iter().map(|run| run.summary.diverged).sum();
    if diverged > 0 {
        notes.push(say!("figure.alpha.diverged", walkers = format_whole(f64::from(diverged))));
    }
    notes.extend(notes::as_started(source));
    notes.extend(notes::quickly(source, say!("note.quickly.point", walkers = scenario.walkers)));
    notes
}

/// Eq. 6's own law.
fn papers(name: Option<&str>) -> Mark {
    let mark = Mark::from(Shape::Upright { x: 1.0, pen: Pen::new(Ink::Mute, 0.8, Dash::Dashed) });
    name.map_or(mark.clone(), |name| mark.in_key(name))
}

fn shares(runs: &[Member], range: [f64; 2]) -> Panel {
    let mut marks: Vec<Mark> = is_within(range).then(|| papers(Some("Eq. 6"))).into_iter().collect();
    let density = runs.iter().filter(|run| run.density_ends.is_none());
    let density: Vec<[f64; 2]> = density.filter_map(|run| Some([at(run), run.density?])).collect();
    let dot = |run: &Member| {
        let dot = Dot::new([at(run), run.summary.p_flat?]);
        Some(dot.between(run.summary.p_flat_low, run.summary.p_flat_high))
    };
    let dots: Vec<Dot> = runs.iter().filter_map(dot).collect();
    let ends = dots.iter().filter_map(|dot| dot.y).map(|[low, _]| low);
    let lowest = density.iter().map(|point| point[1]).chain(ends).fold(0.5, f64::min);
    if density.len() > 1 {
        marks.push(Mark::curve(density, pens::DENSITY).named(say!("curve.density"), 0.3));
    }
    let swarms = Shape::Dots { dots, ink: Ink::Strong, symbol: Symbol::Disc, size: 3.4 };
    marks.push(Mark::from(swarms).in_key(say!("curve.swarm")));
    Panel {
        place: [0.0, 0.0, 1.0, 0.54],
        title: String::new(),
        x: Axis::new("", range, Numbers::Plain),
        y: Axis::new("$P_{flat}$", [(lowest * 20.0).floor() / 20.0, 1.0], Numbers::Plain),
        marks,
        bar: None,
    }
}

fn heights(runs: &[Member], range: [f64; 2]) -> Panel {
    let dot = |run: &Member| {
        let (y, sd) = (run.summary.mean_freezing_y?, run.summary.sd_freezing_y?);
        Some(Dot::new([at(run), y]).between((y - sd).max(0.0), y + sd))
    };
    let dots: Vec<Dot> = runs.iter().filter_map(dot).collect();
    let highest = dots.iter().filter_map(|dot| dot.y).map(|[_, high]| high).fold(0.0, f64::max);
    let mut marks: Vec<Mark> = is_within(range).then(|| papers(None)).into_iter().collect();
    let points = dots.iter().map(|dot| dot.at).collect();
    marks.push(Mark::curve(points, Pen { width: 0.8, ..pens::MEASURED }));
    marks.push(Shape::Dots { dots, ink: Ink::Strong, symbol: Symbol::Disc, size: 3.4 }.into());
    Panel {
        place: [0.0, 0.54, 1.0, 0.46],
        title: String::new(),
        x: Axis::new("$α$", range, Numbers::Plain),
        y: Axis::new("$⟨y_f⟩$", [0.0, if highest > 0.0 { 1.1 * highest } else { 1.0 }], Numbers::Plain),
        marks,
        bar: None,
    }
}

fn is_within(range: [f64; 2]) -> bool {
    (range[0]..=range[1]).contains(&1.0)
}
