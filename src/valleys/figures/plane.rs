//! The plane of noise and height with the session's own landscape, noise law and calibration: Eq. 9 as a map, the frost
//! line between hopping and frozen, the paper's Eq. 11 beside it, and the swarm on its way up.

use super::entry::{Entry, Kind};
use super::fig4c::{Y, steady};
use super::frost::frost_and_eq11;
use super::predicted::{self, Point};
use super::seen::{Moment, Seen, strengths};
use super::source::Source;
use super::{notes, pens};
use crate::chart::axis::{evenly, round_step};
use crate::chart::contours::Heights;
use crate::chart::{
    Axis, ColourBar, Dash, Dot, Figure, Ink, Map, Mark, Numbers, Panel, Pen, Shape, Symbol, format_number,
};
use crate::job::Progress;
use crate::say;
use crate::valleys::model::{Landscape, NoiseLaw};
use crate::valleys::sim::{RECENT, Sample};
use crate::valleys::theory::{Why, p_ss, y_freeze};
use crate::valleys::words;

pub const ENTRY: Entry = Entry { name: "plane", kind: Kind::Run, title: || say!("figure.plane.title"), make };

/// Shares with a line of their own; the last is crowded against the boundary and has no name.
const LEVELS: [f64; 4] = [0.7, 0.8, 0.9, 0.99];
/// The shares between which colours run.
pub const SHARES: [f64; 2] = [0.6, 1.0];
/// Points of the boundary, and of the net from which lines of equal share are drawn.
const BOUNDARY: usize = 96;
const NET: [usize; 2] = [64, 60];
/// Share of walkers still hopping below which the swarm counts as frozen.
const FROZEN: f64 = 0.01;
/// From the swarm's way to the bar that tells where it froze, as a share of the panel.
const ASIDE: f64 = 0.03;

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let moment = Moment::foreseen(source, &|done| progress(0.3 * done))?;
    let moment = moment.with_frost_across(source, &|done| progress(0.3 + 0.7 * done))?;
    let seen = moment.seen();
    let caption = say!("figure.plane.caption", lines = frost_and_eq11(&seen));
    let mut notes = notes::of_run(source);
    notes.push(format!(
        "$Δ_S$ = {}, $εΦ$ = {}",
        format_number(seen.curves.delta_s),
        format_number(seen.curves.calibration.epsilon_phi)
    ));
    let ground = Ground::new(&seen.scenario.landscape, seen.scenario.noise, part(&seen, 0.0));
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption,
        notes,
        aspect: 0.85,
        panels: vec![panel(&seen, &ground, &Boundary::new(&seen, ground.part()[0]))],
    })
}

/// The part of the plane that is shown, log₁₀ Δ_S and y: Fig. 4c's, widened to hold the swarm and another height.
pub fn part(seen: &Seen<'_>, height: f64) -> [[f64; 2]; 2] {
    let frozen = froze(seen).map_or(0.0, |([_, y], sd)| y + sd);
    let reach = height.max(seen.shown.mean_y).max(seen.scenario.y_i).max(frozen);
    let step = round_step(0.2 * reach);
    let top = if reach > 0.97 * Y[1] { (1.08 * reach / step).ceil() * step } else { Y[1] };
    [strengths(seen.curves.delta_s), [0.0, top]]
}

/// Eq. 9 over a part of the plane: what takes a moment, and changes with landscape, law and part only.
pub struct Ground {
    made_for: (Landscape, NoiseLaw, [[f64; 2]; 2]),
    marks: Vec<Mark>,
}

impl Ground {
    pub fn new(landscape: &Landscape, noise: NoiseLaw, part: [[f64; 2]; 2]) -> Self {
        let mut marks = Vec::new();
        if noise != NoiseLaw::None {
            marks.push(steady(landscape, noise, part, SHARES).into());
            let [x, y] = part;
            let share =
                |log: f64, y: f64| p_ss(landscape, noise, y, 10_f64.powf(log)).value.unwrap_or(f64::NAN);
            let heights = Heights::new(evenly(x, NET[0]), evenly(y, NET[1]), share);
            // Faint enough for a name to interrupt its own line.
            let pen = Pen::new(Ink::Eq9, 0.48, Dash::Solid).faded(0.6);
            for level in LEVELS {
                let line = Mark::from(Shape::Curve { paths: heights.contours(level), pen });
                marks.push(if level < LEVELS[3] { line.named(format!("{level}"), 0.95) } else { line });
            }
            marks.retain(|mark| !mark.shape.is_empty());
            if noise != NoiseLaw::Hessian {
                // Eq. 9 is not about this swarm, and paler.
                let outline = vec![[x[0], y[0]], [x[1], y[0]], [x[1], y[1]], [x[0], y[1]]];
                marks.push(Shape::Area { outline, ink: Ink::Ground, opacity: 0.55 }.into());
            }
        }
        Self { made_for: (*landscape, noise, part), marks }
    }

    /// Nothing but the room for a swarm.
    pub fn bare(landscape: &Landscape, noise: NoiseLaw, part: [[f64; 2]; 2]) -> Self {
        Self { made_for: (*landscape, noise, part), marks: Vec::new() }
    }

    /// The part of the plane that it covers.
    pub fn part(&self) -> [[f64; 2]; 2] {
        self.made_for.2
    }

    /// Whether it is the ground for these.
    pub fn is_for(&self, landscape: &Landscape, noise: NoiseLaw, part: [[f64; 2]; 2]) -> bool {
        self.made_for == (*landscape, noise, part)
    }
}

/// The plane with the swarm in it.
pub fn panel(seen: &Seen<'_>, ground: &Ground, boundary: &Boundary) -> Panel {
    let [x, y] = ground.part();
    // The frost covers the lines: beyond the boundary Eq. 9 no longer speaks.
    let mut marks = ground.marks.clone();
    marks.extend(boundary.marks(y));
    marks.extend(swarm(seen, [x, y]));
    let bar =
        ColourBar { map: Map::Backdrop, axis: Axis::new(say!("axis.p-flat-eq9"), SHARES, Numbers::Plain) };
    Panel {
        place: [0.0, 0.0, 1.0, 1.0],
        title: String::new(),
        x: Axis::new("$Δ_S = ησ$", x, Numbers::Powers),
        y: Axis::new("$y$", y, Numbers::Plain),
        bar: (!ground.marks.is_empty()).then_some(bar),
        marks,
    }
}

/// Where walkers freeze across the plane, and where the paper's Eq. 11 has that.
pub struct Boundary {
    /// log₁₀ Δ_S, and the height of the frost line there, or why there is none.
    points: Vec<(f64, Result<f64, Why>)>,
    eq11: Vec<Point>,
    /// Where the plane begins.
    from: f64,
}

impl Boundary {
    pub fn new(seen: &Seen<'_>, x: [f64; 2]) -> Self {
        let scenario = seen.scenario;
        let eq11 = |x: f64| {
            let calibration = &seen.curves.calibration;
            Point::of(x, &y_freeze(&scenario.landscape, scenario.noise, 10_f64.powf(x), calibration))
        };
        let eq11 = evenly(x, BOUNDARY).into_iter().filter_map(eq11).collect();
        Self { points: frost_line(seen, x), eq11, from: x[0] }
    }

    /// None at all.
    pub fn unknown() -> Self {
        Self { points: Vec::new(), eq11: Vec::new(), from: 0.0 }
    }

    /// The heights of the frost line that exist.
    pub fn heights(&self) -> Vec<[f64; 2]> {
        self.points.iter().filter_map(|(x, height)| Some([*x, (*height).ok()?])).collect()
    }

    /// Those of Eq. 11.
    pub fn eq11(&self) -> Vec<[f64; 2]> {
        self.eq11.iter().map(|point| point.at).collect()
    }

    /// The height of the frost line at log₁₀ Δ_S.
    pub fn at(&self, x: f64) -> Option<f64> {
        height_at(&self.points, x)
    }

    /// The stretches of Δ_S where nothing freezes, each with the reason.
    pub fn gaps(&self) -> Vec<([f64; 2], String)> {
        let mut gaps: Vec<([f64; 2], String)> = Vec::new();
        let mut open = false;
        for (x, height) in &self.points {
            match (gaps.last_mut(), height) {
                (Some(([_, to], _)), Err(_)) if open => *to = *x,
                (_, Err(why)) => gaps.push(([*x, *x], words::why(*why))),
                (_, Ok(_)) => {}
            }
            open = height.is_err();
        }
        gaps
    }

    /// Frost above the line; hatching where there is none.
    fn marks(&self, [foot, top]: [f64; 2]) -> Vec<Mark> {
        let mut marks = Vec::new();
        let heights = self.heights();
        // With less noise than anybody hops at all are frozen from the start.
        let still = self.points.iter().take_while(|(_, height)| matches!(height, Err(Why::NoHops)));
        let still = still.map(|(x, _)| [*x, foot]);
        // A line of the scenario before may begin within the plane: until the new one is there it goes on to the edge.
        let first = self.points.first().filter(|(x, _)| *x > self.from);
        let edge = first.and_then(|(_, height)| Some([self.from, (*height).ok()?]));
        let known = edge.iter().chain(&heights).map(|[x, y]| [*x, y.clamp(foot, top)]);
        let within: Vec<[f64; 2]> = still.chain(known).collect();
        if let (true, Some(first), Some(last)) = (within.len() > 1, within.first(), within.last()) {
            let outline = within.iter().copied().chain([[last[0], top], [first[0], top]]);
            let outline: Vec<[f64; 2]> = outline.collect();
            for (ink, opacity) in [(Ink::Ground, 0.88), (Ink::Ice, 0.12)] {
                marks.push(Shape::Area { outline: outline.clone(), ink, opacity }.into());
            }
        }
        for ([from, to], _) in self.gaps().into_iter().filter(|([from, to], _)| from < to) {
            let outline = vec![[from, foot], [to, foot], [to, top], [from, top]];
            marks.push(Shape::Hatch { outline, ink: Ink::Mute }.into());
        }
        let frost: Vec<Point> = heights.into_iter().map(|at| Point { at, holds: true }).collect();
        for (points, pen, name) in [
            (&self.eq11, Pen { width: 1.1, ..pens::EQ11 }, (say!("curve.eq11"), 0.9)),
            (&frost, Pen { width: 1.8, ..pens::FROST }, (say!("curve.frost"), 0.7)),
        ] {
            let points = up_to(points, top);
            marks.push(Mark::curve(points.iter().map(|point| point.at).collect(), pens::casing(pen)));
            marks.extend(predicted::curve(&points, pen, Some(name)));
        }
        marks.retain(|mark| !mark.shape.is_empty());
        marks
    }
}

/// The frost line over log₁₀ Δ_S as it is now. While the scenario changes under the hand it is the one before, put right
/// by what that is off at the present noise.
pub(super) fn frost_line(seen: &Seen<'_>, x: [f64; 2]) -> Vec<(f64, Result<f64, Why>)> {
    let Some(across) = &seen.frost.across else { return Vec::new() };
    let [start, now] = [seen.scenario.delta_s(0), seen.curves.delta_s].map(f64::log10);
    let heights = across.points.iter().map(|(log, frost)| (*log, frost.map(|frost| frost.at.y)));
    let mut line: Vec<(f64, Result<f64, Why>)> = heights.collect();
    let right = seen.frost.y().zip(height_at(&line, start)).map_or(1.0, |(here, before)| here / before);
    // A schedule's noise has the line of its start.
    for (log, height) in &mut line {
        *log += now - start;
        *height = height.map(|height| right * height);
    }
    line.retain(|(log, _)| (x[0]..=x[1]).contains(log));
    line
}

/// The height between two strengths of the noise that have one.
fn height_at(line: &[(f64, Result<f64, Why>)], x: f64) -> Option<f64> {
    line.windows(2).find_map(|pair| {
        let [(x0, Ok(y0)), (x1, Ok(y1))] = pair else { return None };
        let share = (x - x0) / (x1 - x0);
        (0.0..=1.0).contains(&share).then(|| y0 + share * (y1 - y0))
    })
}

/// The part of a rising line below a height, up to where it gets there.
fn up_to(points: &[Point], top: f64) -> Vec<Point> {
    let inside = points.iter().take_while(|point| point.at[1] <= top).count();
    let mut part = points[..inside].to_vec();
    if let (Some(last), Some(next)) = (part.last().copied(), points.get(inside)) {
        let share = (top - last.at[1]) / (next.at[1] - last.at[1]);
        part.push(Point { at: [last.at[0] + share * (next.at[0] - last.at[0]), top], ..*next });
    }
    part
}

/// The swarm's way up so far and to come, and where it froze.
fn swarm(seen: &Seen<'_>, [x, y]: [[f64; 2]; 2]) -> Vec<Mark> {
    let [climbed, coming] = way(seen);
    let start = climbed.first().map(|start| Dot::new(*start));
    let climb = Pen { width: 1.5, ..pens::MEASURED };
    let mut marks = vec![
        Mark::curve(coming, Pen { width: 0.9, dash: Dash::Dotted, ..pens::MEASURED }),
        Mark::curve(climbed, climb),
    ];
    let dots = |dots: Vec<Dot>, symbol, size| Shape::Dots { dots, ink: Ink::Strong, symbol, size };
    marks.extend(start.map(|start| dots(vec![start], Symbol::Disc, 3.0).into()));
    if let Some(([log, mean], sd)) = froze(seen) {
        let dot = Dot::new([log - ASIDE * (x[1] - x[0]), mean]).between((mean - sd).max(y[0]), mean + sd);
        let [mean, sd] = [mean, sd].map(|height| format!("{height:.2}"));
        let frozen = Mark::from(dots(vec![dot], Symbol::Square, 4.0));
        marks.push(frozen.in_key(say!("figure.plane.hops", y = mean, sd = sd)));
    }
    if let Some(at) = place(seen) {
        let [ground, dot] = pens::now(at);
        let name = say!("figure.plane.swarm", y = format_args!("{:.2}", at[1]));
        marks.extend([ground, dot.in_key(name)]);
    }
    marks.retain(|mark| !mark.shape.is_empty());
    marks
}

/// The swarm's way up so far, and to come.
pub fn way(seen: &Seen<'_>) -> [Vec<[f64; 2]>; 2] {
    let samples = &seen.run.record.samples;
    let now = seen.shown.sample.min(samples.len().saturating_sub(1));
    // A frame asks for it, and most schedules stand still: logarithms are taken where there is a new one.
    let mut known = (f64::NAN, f64::NAN);
    let mut places = |samples: &[Sample]| {
        let mut places = Vec::with_capacity(samples.len());
        for sample in samples {
            let delta_s = seen.scenario.delta_s(sample.step);
            let Some(y) = sample.mean_y.filter(|_| delta_s > 0.0) else { continue };
            if known.0 != delta_s {
                known = (delta_s, delta_s.log10());
            }
            places.push([known.1, y]);
        }
        places
    };
    [places(&samples[..samples.len().min(now + 1)]), places(&samples[now..])]
}

/// Where the swarm is.
pub fn place(seen: &Seen<'_>) -> Option<[f64; 2]> {
    let delta_s = seen.curves.delta_s;
    (delta_s > 0.0 && seen.shown.p_flat.is_some()).then(|| [delta_s.log10(), seen.shown.mean_y])
}

/// Mean and standard deviation of the heights of the last hops, once hopping has ended or the run has.
pub fn froze(seen: &Seen<'_>) -> Option<([f64; 2], f64)> {
    let ended =
        seen.shown.hopping < FROZEN && seen.shown.step > RECENT || seen.shown.step >= seen.scenario.steps;
    let hopped = !seen.run.freezing.counts.is_empty();
    let delta_s = seen.curves.delta_s;
    let place = [delta_s.log10(), seen.run.summary.mean_freezing_y?];
    (ended && hopped && delta_s > 0.0).then_some((place, seen.run.summary.sd_freezing_y?))
}
