//! Every hop of some walkers in one picture, and the last ones of all walkers against their law.

use std::collections::BTreeSet;

use super::unanswered;
use crate::chart::axis::evenly;
use crate::chart::{Axis, Dash, Figure, Map, Mark, Numbers, Panel, Pen, Shape, format_whole};
use crate::job::Progress;
use crate::say;
use crate::valleys::experiments::hops::{Trails, trails};
use crate::valleys::experiments::live::{LastHop, Picture, Snapshot};
use crate::valleys::experiments::questions::Question;
use crate::valleys::figures::entry::{About, Asked, Entry, Kind, Leads, Reads};
use crate::valleys::figures::source::{Effort, Source};
use crate::valleys::figures::{notes, valleys};
use crate::valleys::model::{Landscape, Scenario, Valley};
use crate::valleys::theory::{LastHopBin, LastHops, Patience, Why, density_and_last_hops};
use crate::valleys::words;

pub const ENTRY: Entry = Entry {
    name: "raster",
    kind: Kind::Asked(Asked {
        called: || say!("figure.raster.called"),
        asks: || say!("figure.raster.asks"),
        tells: || say!("figure.raster.tells"),
        about: About::Run,
        question: Question::None,
        reads: Reads::Moment,
        own_walkers: false,
        leads: Leads::ToWalkers,
    }),
    title: || say!("figure.raster.title"),
    make,
};

/// Walkers whose hops are drawn.
const WALKERS: u32 = 400;
/// Moments that can be told apart along a row: hops of a walker within one are one dot.
const MOMENTS: f64 = 500.0;
const BINS: usize = 40;

/// A quantity of last hops, and how its panel is set out.
struct ShownRows {
    top: f64,
    height: f64,
    axis: Axis,
    measured: fn(&LastHop) -> f64,
    predicted: fn(&LastHopBin) -> [f64; 2],
}

/// The walkers whose hops are drawn, by their rows from below, told from where all walkers are at that moment.
pub fn rows(now: &Picture, effort: Effort) -> Vec<u32> {
    let drawn = effort.walkers(WALKERS) as usize;
    let live = now.x.iter().zip(0..).take(drawn).filter(|(x, _)| !x.is_nan());
    let mut rows: Vec<u32> = live.map(|(_, walker)| walker).collect();
    rows.sort_by_key(|walker| now.step - now.age[*walker as usize]);
    rows
}

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let run = source.run(&|done| progress(0.4 * done))?;
    if run.summary.p_flat.is_none() {
        return Some(unanswered::figure(&ENTRY, say!("figure.diverged")));
    }
    let walkers = source.walkers(WALKERS);
    let Source { scenario, changes, step, .. } = source;
    let trails = trails(scenario, changes, *step, walkers, &|done| progress(0.4 + 0.3 * done))?;
    let latest = run.last_hops.iter().map(|hop| hop.step).max().unwrap_or(*step).max(1);
    let highest = run.last_hops.iter().map(|hop| f64::from(hop.y)).fold(0.0, f64::max);
    let lowest = run.last_hops.iter().map(|hop| f64::from(hop.y)).fold(f64::INFINITY, f64::min);
    let time = [0.0, (1.06 * f64::from(latest)).min(f64::from((*step).max(1)))];
    let times = ShownRows {
        top: 0.56,
        height: 0.2,
        axis: Axis::new(say!("axis.step"), time, Numbers::Thousands),
        measured: |hop| f64::from(hop.step) + 1.0,
        predicted: |bin| [f64::from(bin.from_step), f64::from(bin.to_step)],
    };
    let height =
        if lowest < highest { [(lowest - 0.02 * highest).max(0.0), 1.02 * highest] } else { [0.0, 10.0] };
    let heights = ShownRows {
        top: 0.76,
        height: 0.24,
        axis: Axis::new(say!("figure.raster.height"), height, Numbers::Plain),
        measured: |hop| f64::from(hop.y),
        predicted: |bin| [bin.from_y, bin.to_y],
    };
    let law = law(source, &|done| progress(0.7 + 0.3 * done))?;
    let predicted = law.as_ref().and_then(|law| law.as_ref().ok()).map(|law| &law.bins[..]);
    let all = source.scenario.walkers;
    let distribution = |shown: &ShownRows| distribution(source, &run.last_hops, predicted, shown, all);
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: {
            let told = match predicted {
                Some(_) => say!("figure.raster.caption-predicted"),
                None => say!("figure.raster.caption"),
            };
            match answer(&run) {
                Some(answer) => format!("**{answer}** {told}"),
                None => told.into(),
            }
        },
        notes: notes_of(
            source,
            &trails,
            run.summary.diverged,
            law.as_ref().and_then(|law| law.as_ref().err()),
        ),
        aspect: 1.3,
        panels: vec![raster(source, &trails, time), distribution(&times), distribution(&heights)],
    })
}

/// Where the walkers hopped last in the mean; none if none did.
fn answer(run: &Snapshot) -> Option<String> {
    let summary = &run.summary;
    let (y, sd) = (summary.mean_freezing_y?, summary.sd_freezing_y?);
    let step = summary.mean_freezing_step.filter(|_| !run.last_hops.is_empty())?;
    let [y, sd] = [y, sd].map(|height| format!("{height:.2}"));
    Some(say!("figure.raster.answer", y = y, sd = sd, step = format_whole(step.round())))
}

/// The law of the last hop of what has been run, unless somebody changed it; `None` if cancelled.
fn law(source: &Source, progress: &Progress<'_>) -> Option<Option<Result<LastHops, Why>>> {
    if !source.changes.is_empty() {
        return Some(None);
    }
    let scenario = Scenario { steps: source.step.max(1), ..source.scenario.clone() };
    let patience = Patience::beside([&scenario]).unless(source.insists);
    Some(Some(density_and_last_hops(&scenario, &[], patience, &mut |done| progress(done))?.1))
}

fn notes_of(source: &Source, trails: &Trails, diverged: u32, no_law: Option<&Why>) -> Vec<String> {
    let mut notes = notes::of_run(source);
    let hops: usize = trails.trails.iter().map(|trail| trail.hops.len()).sum();
    notes.push(say!(
        "figure.raster.hops",
        walkers = trails.trails.len(),
        hops = format_whole(hops as f64),
        steps = format_whole((f64::from(source.step) / MOMENTS).ceil())
    ));
    if trails.dropped > 0 {
        notes.push(say!("figure.raster.dropped", hops = format_whole(trails.dropped as f64)));
    }
    notes.extend(notes::diverged(diverged, source.scenario.walkers));
    if !source.changes.is_empty() {
        notes.push(say!("figure.raster.changed").into());
    }
    notes.extend(no_law.map(|why| say!("figure.raster.no-law", why = words::why(*why))));
    notes.extend(notes::quickly(source, say!("note.quickly.hops", walkers = trails.trails.len())));
    notes
}

fn raster(source: &Source, trails: &Trails, time: [f64; 2]) -> Panel {
    let mut sorted: Vec<_> = trails.trails.iter().filter(|trail| !trail.diverged).collect();
    sorted.sort_by_key(|trail| trail.freezing_step());
    let (mut points, mut values) = (Vec::new(), Vec::new());
    let moment = (time[1] / MOMENTS).max(1.0);
    for (row, trail) in sorted.iter().enumerate() {
        let mut seen = BTreeSet::new();
        // The last hop is told exactly; of the others what can be told apart.
        for (index, &step) in trail.hops.iter().enumerate().rev() {
            if seen.insert((f64::from(step) / moment) as u32) {
                points.push([step as f32, row as f32 + 0.5]);
                values.push(if trail.leads_into(index) == Valley::Flat { 1.0 } else { 0.0 });
            }
        }
    }
    let rows = sorted.len().max(1) as f64;
    let landscape = &source.scenario_at(source.step).landscape;
    let mut marks = vec![Mark::from(Shape::Swarm { points, values, map: Map::Valley, size: 1.0 })];
    for (place, valley) in [(0.1, Valley::Flat), (0.04, Valley::Sharp)] {
        let (name, ink) = valleys::called(landscape, valley);
        let at = [time[0] + 0.98 * (time[1] - time[0]), place * rows];
        let text = say!("figure.raster.hops-into", valley = name);
        marks.push(Shape::Words { at, align: [1.0, 0.0], text, ink }.into());
    }
    Panel {
        place: [0.0, 0.0, 1.0, 0.56],
        title: String::new(),
        x: Axis::new("", time, Numbers::Thousands),
        y: Axis::new(say!("figure.raster.walkers"), [0.0, rows], Numbers::Plain),
        marks,
        bar: None,
    }
}

/// Shares of all walkers whose last hop is in each bin, by valley, and what is predicted of them.
fn distribution(
    source: &Source,
    hops: &[LastHop],
    predicted: Option<&[LastHopBin]>,
    shown: &ShownRows,
    walkers: u32,
) -> Panel {
    let landscape: &Landscape = &source.scenario_at(source.step).landscape;
    let edges = evenly(shown.axis.range, BINS);
    let mut marks = Vec::new();
    let mut highest = 1e-3_f64;
    for valley in Valley::BOTH {
        let (name, ink) = valleys::called(landscape, valley);
        let of_valley = hops.iter().filter(|hop| hop.flat == (valley == Valley::Flat));
        let heights = shared_out(
            of_valley.map(|hop| {
                let at = (shown.measured)(hop);
                ([at, at], 1.0 / f64::from(walkers))
            }),
            &edges,
        );
        highest = heights.iter().copied().fold(highest, f64::max);
        marks.push(
            Mark::from(Shape::Bars { edges: edges.clone(), heights, ink, opacity: 0.35 })
                .in_key(say!("figure.raster.into", valley = name)),
        );
        let Some(predicted) = predicted else { continue };
        let share = |bin: &LastHopBin| if valley == Valley::Flat { bin.into_flat } else { bin.into_steep };
        let heights = shared_out(predicted.iter().map(|bin| ((shown.predicted)(bin), share(bin))), &edges);
        highest = heights.iter().copied().fold(highest, f64::max);
        let middles = edges.windows(2).zip(heights).map(|(edge, height)| [0.5 * (edge[0] + edge[1]), height]);
        let curve = Mark::curve(middles.collect(), Pen::new(ink, 1.2, Dash::Solid));
        marks.push(curve.in_key(say!("figure.raster.predicted", valley = name)));
    }
    Panel {
        place: [0.0, shown.top, 1.0, shown.height],
        title: String::new(),
        x: shown.axis.clone(),
        y: Axis::new(say!("figure.raster.share"), [0.0, 1.3 * highest], Numbers::Plain),
        marks,
        bar: None,
    }
}

/// Shares in bins: each is spread evenly over its stretch, and what lies outside of all bins is left out.
fn shared_out(shares: impl Iterator<Item = ([f64; 2], f64)>, edges: &[f64]) -> Vec<f64> {
    let bins = edges.len() - 1;
    let [low, high] = [edges[0], edges[bins]];
    let place = |at: f64| (at - low) / (high - low) * bins as f64;
    let mut heights = vec![0.0; bins];
    for ([from, to], share) in shares {
        let (from, to) = (place(from), place(to));
        if to - from < 1e-9 {
            if (0.0..=bins as f64).contains(&from) {
                heights[(from as usize).min(bins - 1)] += share;
            }
            continue;
        }
        for bin in from.max(0.0) as usize..(to.max(0.0).ceil() as usize).min(bins) {
            let within = (to.min(bin as f64 + 1.0) - from.max(bin as f64)).max(0.0);
            heights[bin] += share * within / (to - from);
        }
    }
    heights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_keep_their_sum_within_the_bins() {
        let edges = evenly([0.0, 10.0], 5);
        let heights =
            shared_out([([1.0, 5.0], 0.4), ([7.0, 7.0], 0.1), ([9.0, 11.0], 0.2)].into_iter(), &edges);
        let wanted = [0.1, 0.2, 0.1, 0.1, 0.1];
        for (height, wanted) in heights.iter().zip(wanted) {
            assert!((height - wanted).abs() < 1e-12, "{heights:?}");
        }
    }
}
