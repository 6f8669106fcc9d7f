//! Fig. 1 in the model: the swarm is forked on its way, the noise switched off, and every walker falls into a valley.

use super::moments::{self, TimedShare};
use super::unanswered;
use crate::chart::{
    Axis, ColourBar, Dash, Dot, Figure, Ink, Map, Mark, Numbers, Panel, Pen, Shape, Symbol, format_number,
    format_whole,
};
use crate::job::Progress;
use crate::say;
use crate::valleys::experiments::fork::{Branch, End, Fork, fork_steps, kept_fork};
use crate::valleys::experiments::questions::Question;
use crate::valleys::figures::entry::{About, Asked, Entry, Kind, Leads, Reads};
use crate::valleys::figures::source::Source;
use crate::valleys::figures::{notes, pens, valleys};
use crate::valleys::model::{Landscape, Scenario, Valley};

pub const ENTRY: Entry = Entry {
    name: "fork",
    kind: Kind::Asked(Asked {
        called: || say!("figure.fork.called"),
        asks: || say!("figure.fork.asks"),
        tells: || say!("figure.fork.tells"),
        about: About::Run,
        question: Question::Fork,
        reads: Reads::Start,
        own_walkers: false,
        leads: Leads::Nowhere,
    }),
    title: || say!("figure.fork.title"),
    make,
};

/// What tells when the ends are settled.
struct SettledBy {
    /// Eq. 3: from this fork on all later ends agree.
    by_agreement: Option<f64>,
    /// The same without what chance alone would have alike.
    by_kappa: Option<f64>,
    by_walker: Option<f64>,
    by_last_hop: Option<f64>,
}

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let question = &source.questions.fork;
    let walkers = source.walkers(source.scenario.walkers);
    let scenario = Scenario { walkers, ..source.scenario.clone() };
    let at = fork_steps(scenario.steps, question.forks);
    let fork = kept_fork(&scenario, &at, source.follow, progress)?;
    let [lost, lost_in_falls] = fork.lost();
    if fork.branches.iter().all(|branch| branch.ends.iter().all(|end| *end == End::Lost)) {
        return Some(unanswered::figure(&ENTRY, say!("figure.diverged")));
    }
    let settled = SettledBy {
        by_agreement: fork.freezing_step(question.threshold, |alike| alike.share).map(f64::from),
        by_kappa: fork.freezing_step(question.threshold, |alike| alike.kappa).map(f64::from),
        by_walker: fork.mean_freezing_step(),
        by_last_hop: fork.summary.mean_freezing_step,
    };
    let mut notes = notes::of_start(&scenario);
    notes.push(say!(
        "figure.fork.forks",
        forks = fork.branches.len(),
        share = format_number(100.0 * question.threshold)
    ));
    notes.extend(notes::diverged(lost, walkers));
    if lost_in_falls > lost {
        notes.push(say!("figure.fork.lost", count = lost_in_falls, walkers = walkers));
    }
    if fork.agreement.iter().flatten().any(|alike| alike.share.is_nan()) {
        notes.push(say!("figure.fork.hatched").into());
    }
    notes.extend(notes::as_started(source));
    notes.extend(notes::quickly(source, say!("note.quickly.walkers", walkers = walkers)));
    let [above, below] = swarms(&fork, &settled);
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: caption(&settled),
        notes,
        aspect: 1.5,
        panels: vec![agreement(&fork, &settled), above, below, shares(&fork, &settled), flatness(&fork)],
    })
}

fn caption(settled: &SettledBy) -> String {
    let step = |step: Option<f64>| match step {
        Some(step) => say!("figure.fork.step", step = format_whole(step)),
        None => say!("figure.fork.no-step").into(),
    };
    say!(
        "figure.fork.caption",
        agreement = step(settled.by_agreement),
        kappa = step(settled.by_kappa),
        walker = step(settled.by_walker),
        hop = step(settled.by_last_hop)
    )
}

/// log₁₀ of the fork's step.
fn log(step: u32) -> f64 {
    f64::from(step.max(1)).log10()
}

/// Edges half-way between forks on the logarithmic axis.
fn edges(fork: &Fork) -> Vec<f64> {
    let at: Vec<f64> = fork.branches.iter().map(|branch| log(branch.step)).collect();
    let (first, last) = (at[0], at[at.len() - 1]);
    let [before, after] = if at.len() > 1 {
        [first - 0.5 * (at[1] - first), last + 0.5 * (last - at[at.len() - 2])]
    } else {
        [first - 0.5, last + 0.5]
    };
    let between = at.windows(2).map(|pair| 0.5 * (pair[0] + pair[1]));
    std::iter::once(before).chain(between).chain([after]).collect()
}

fn range(fork: &Fork) -> [f64; 2] {
    let edges = edges(fork);
    [edges[0], edges[edges.len() - 1]]
}

fn agreement(fork: &Fork, settled: &SettledBy) -> Panel {
    let edges = edges(fork);
    let share = [0.5, 1.0];
    let values = fork.agreement.iter().flatten().map(|alike| alike.share).collect();
    let cells = Shape::Cells { x: edges.clone(), y: edges.clone(), values, map: Map::Share, range: share };
    let mut marks = vec![Mark::from(cells)];
    let settled = settled.by_agreement.and_then(|at| {
        let first = fork.branches.iter().position(|branch| f64::from(branch.step) >= at)?;
        Some((edges[first], edges[edges.len() - 1]))
    });
    if let Some((from, to)) = settled {
        let corners = vec![[from, from], [to, from], [to, to], [from, to], [from, from]];
        marks.push(
            Mark::curve(corners, Pen::new(Ink::Ember, 1.6, Dash::Solid)).named(say!("figure.fork.eq3"), 0.0),
        );
    }
    let axis = || Axis::new(say!("figure.fork.at"), range(fork), Numbers::Powers);
    Panel {
        place: [0.0, 0.0, 0.54, 0.46],
        title: String::new(),
        x: axis(),
        y: axis(),
        marks,
        bar: Some(ColourBar {
            map: Map::Share,
            axis: Axis::new(say!("figure.fork.alike"), share, Numbers::Plain),
        }),
    }
}

/// The walkers of one fork, half-way to the mean last hop: by where they fall from it, and by where the run ends.
fn swarms(fork: &Fork, settled: &SettledBy) -> [Panel; 2] {
    let wanted = 0.5 * settled.by_last_hop.unwrap_or(f64::from(fork.scenario.steps));
    let off = |branch: &&Branch| (f64::from(branch.step) - wanted).abs();
    let at = fork.branches.iter().min_by(|a, b| off(a).total_cmp(&off(b))).expect("a fork at the end");
    let last = fork.branches.last().expect("a fork at the end");
    let step = format_whole(f64::from(at.step));
    let mut above = swarm(at, &at.ends, say!("figure.fork.forked", step = step));
    let mut below = swarm(at, &last.ends, say!("figure.fork.ends").into());
    above.place = [0.54, 0.0, 0.46, 0.22];
    above.x.label = String::new();
    above.marks.extend(names(&fork.scenario.landscape, &above));
    below.place = [0.54, 0.22, 0.46, 0.24];
    [above, below]
}

/// What the colours of both panels stand for, each name on its side of the ridge.
fn names(landscape: &Landscape, panel: &Panel) -> [Mark; 2] {
    let [left, right] = panel.x.range;
    [(Valley::Flat, 1.0), (Valley::Sharp, -1.0)].map(|(valley, up)| {
        let (name, ink) = valleys::called(landscape, valley);
        let at = [right - 0.02 * (right - left), panel.y.range[usize::from(up > 0.0)]];
        Shape::Words { at, align: [1.0, up], text: name.into(), ink }.into()
    })
}

fn swarm(at: &Branch, ends: &[End], title: String) -> Panel {
    let placed =
        || at.x.iter().zip(&at.y).zip(ends).filter(|((x, _), end)| !x.is_nan() && **end != End::Lost);
    let points: Vec<[f32; 2]> = placed().map(|((x, y), _)| [*y, *x]).collect();
    let values = placed().map(|(_, end)| if *end == End::Flat { 1.0 } else { 0.0 }).collect();
    let spread = |index: usize| {
        let values = points.iter().map(|point| f64::from(point[index]));
        let [low, high] =
            values.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], v| [low.min(v), high.max(v)]);
        let room = (0.15 * (high - low)).max(1e-3);
        if low <= high { [low - room, high + room] } else { [0.0, 1.0] }
    };
    let (y, x) = (spread(0), spread(1));
    let mut marks = vec![Mark::from(Shape::Level { y: 0.0, pen: pens::RIDGE })];
    marks.push(Shape::Swarm { points, values, map: Map::Valley, size: 1.6 }.into());
    Panel {
        place: [0.0; 4],
        title,
        x: Axis::new("$y$", y, Numbers::Plain),
        y: Axis::new("$x$", x, Numbers::Plain),
        marks,
        bar: None,
    }
}

fn shares(fork: &Fork, settled: &SettledBy) -> Panel {
    let moment = |branch: &Branch| -> TimedShare {
        let (share, (low, high)) = branch.p_flat();
        [log(branch.step), share, low, high]
    };
    let left = |branch: &&Branch| branch.ends.iter().any(|end| *end != End::Lost);
    let moments: Vec<TimedShare> = fork.branches.iter().filter(left).map(moment).collect();
    let mut marks = moments::curve(&moments, pens::MEASURED).to_vec();
    let dots = moments.iter().map(|&[at, share, ..]| Dot::new([at, share])).collect();
    marks.push(Shape::Dots { dots, ink: Ink::Strong, symbol: Symbol::Disc, size: 2.4 }.into());
    marks.extend(uprights(fork, settled));
    Panel {
        place: [0.0, 0.46, 1.0, 0.29],
        title: String::new(),
        x: Axis::new("", range(fork), Numbers::Powers),
        y: Axis::new(say!("axis.p-flat-end"), moments::range(moments.iter()), Numbers::Plain),
        marks,
        bar: None,
    }
}

fn flatness(fork: &Fork) -> Panel {
    let points: Vec<[f64; 2]> = fork
        .branches
        .iter()
        .map(|branch| [log(branch.step), branch.flatness])
        .filter(|point| point[1].is_finite())
        .collect();
    let [low, high] =
        points.iter().fold([f64::INFINITY, 0.0], |[low, high], p| [low.min(p[1]), high.max(p[1])]);
    let room = (0.1 * (high - low)).max(1e-3);
    let dots = points.iter().map(|&at| Dot::new(at)).collect();
    Panel {
        place: [0.0, 0.75, 1.0, 0.25],
        title: String::new(),
        x: Axis::new(say!("figure.fork.at"), range(fork), Numbers::Powers),
        y: Axis::new(
            say!("figure.fork.flatness"),
            if low <= high { [low - room, high + room] } else { [0.0, 1.0] },
            Numbers::Plain,
        ),
        marks: vec![
            Mark::curve(points, pens::MEASURED),
            Shape::Dots { dots, ink: Ink::Strong, symbol: Symbol::Disc, size: 2.4 }.into(),
        ],
        bar: None,
    }
}

/// The freezing times.
fn uprights(fork: &Fork, settled: &SettledBy) -> Vec<Mark> {
    let view = range(fork);
    let times = [
        (settled.by_agreement, say!("figure.fork.eq3"), Pen::new(Ink::Ember, 1.2, Dash::Solid)),
        (settled.by_kappa, say!("figure.fork.by-kappa"), Pen::new(Ink::Ember, 1.0, Dash::Dashed)),
        (settled.by_walker, say!("figure.fork.by-walker"), Pen::new(Ink::Ice, 1.0, Dash::Dashed)),
        (settled.by_last_hop, say!("figure.fork.by-last-hop"), Pen::new(Ink::Ice, 1.2, Dash::Solid)),
    ];
    let upright = |(step, name, pen): (Option<f64>, &str, Pen)| {
        let x = step?.max(1.0).log10();
        let mark = Mark::from(Shape::Upright { x, pen });
        let in_view = (view[0]..=view[1]).contains(&x);
        in_view.then(|| mark.in_key(name))
    };
    times.into_iter().filter_map(upright).collect()
}
