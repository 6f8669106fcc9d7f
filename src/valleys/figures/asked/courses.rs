//! Schedules at equal optimisation time: where each freezes, and what it selects.

use super::certainty::CountedWalkers;
use super::moments::{self, TimedShare};
use super::unanswered;
use crate::chart::{Axis, Dash, Dot, Figure, Ink, Mark, Numbers, Panel, Pen, Shape, Symbol, format_number};
use crate::job::Progress;
use crate::say;
use crate::settings::Schedule;
use crate::valleys::experiments::courses::{Taken, ranked, take};
use crate::valleys::experiments::difference::Certainty;
use crate::valleys::experiments::questions::Question;
use crate::valleys::figures::entry::{About, Asked, Entry, Kind, Leads, Reads};
use crate::valleys::figures::notes;
use crate::valleys::figures::source::Source;
use crate::valleys::model::Scenario;

pub const ENTRY: Entry = Entry {
    name: "courses",
    kind: Kind::Asked(Asked {
        called: || say!("figure.courses.called"),
        asks: || say!("figure.courses.asks"),
        tells: || say!("figure.courses.tells"),
        about: About::Noise,
        question: Question::Courses,
        reads: Reads::Start,
        own_walkers: false,
        leads: Leads::Nowhere,
    }),
    title: || say!("figure.courses.title"),
    make,
};

/// Points of a schedule.
const POINTS: u32 = 400;
/// Dashes in turn, as hues alone do not tell six courses apart.
const DASHES: [Dash; 3] = [Dash::Solid, Dash::Dashed, Dash::DashDot];

/// A course as it is drawn.
struct DrawnCourse<'a> {
    taken: &'a Taken,
    pen: Pen,
    symbol: Symbol,
    clock: Clock,
}

/// Optimisation time Ση by step: pairs of both, in order.
struct Clock(Vec<[f64; 2]>);

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let courses = &source.questions.courses.courses;
    if courses.is_empty() {
        return Some(unanswered::figure(&ENTRY, say!("figure.courses.none")));
    }
    let walkers = source.walkers(source.scenario.walkers);
    let base = Scenario { walkers, ..source.scenario.clone() };
    let taken = take(&base, courses, progress)?;
    if taken.iter().all(|taken| taken.summary.p_flat.is_none()) {
        return Some(unanswered::figure(&ENTRY, say!("figure.diverged")));
    }
    let runs = taken.iter().map(|taken| &taken.scenario);
    let behind = CountedWalkers::new(source, walkers, source.scenario.walkers, runs);
    let drawn: Vec<DrawnCourse<'_>> =
        taken.iter().enumerate().map(|course| DrawnCourse::new(course, taken.len())).collect();
    let time = drawn.iter().map(|course| course.clock.end()).fold(0.0, f64::max);
    let mut notes = notes::of_start(&base);
    notes.push(say!("figure.courses.steps", time = format_number(time)));
    let lost = taken.iter().filter(|taken| taken.summary.diverged > 0);
    let lost: Vec<String> =
        lost.map(|taken| format!("{} {}", taken.summary.diverged, taken.course.name())).collect();
    if !lost.is_empty() {
        notes.push(say!("figure.courses.diverged", courses = lost.join(", ")));
    }
    notes.extend(notes::as_started(source));
    notes.extend(notes::quickly(source, say!("note.quickly.course", walkers = walkers)));
    let axis = Axis::new(say!("figure.courses.time"), [0.0, time], Numbers::Plain);
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: caption(&taken, &behind),
        notes,
        aspect: 1.1,
        panels: vec![
            schedule(&drawn, 0.0, "$η$", &axis, |scenario| &scenario.eta),
            schedule(&drawn, 0.5, "$σ$", &axis, |scenario| &scenario.sigma),
            shares(&drawn, &axis),
            ends(&drawn),
        ],
    })
}

fn caption(taken: &[Taken], behind: &CountedWalkers) -> String {
    let ranked = ranked(taken);
    let mut answer = Vec::new();
    if let [first, second, ..] = ranked[..] {
        answer.extend(most([first, second], behind));
    }
    // Of two courses the one that leads says it all.
    if let [_, .., before, last] = ranked[..] {
        answer.extend(least([before, last], behind));
    }
    match answer.is_empty() {
        true => say!("figure.courses.caption").to_owned(),
        false => format!("**{}** {}", answer.join(" "), say!("figure.courses.caption")),
    }
}

/// A course and its share at the end.
type Ranked<'a> = (&'a Taken, f64);

fn told((taken, share): Ranked<'_>) -> String {
    format!("{} ({share:.3})", taken.course.name())
}

fn most([first, second]: [Ranked<'_>; 2], behind: &CountedWalkers) -> Option<String> {
    let lead = first.0.ahead_of(second.0)?;
    let (first, second) = (told(first), told(second));
    Some(match lead.certainty() {
        Certainty::Clear => say!("figure.courses.most", first = first, second = second),
        Certainty::Seeming => say!("figure.courses.seems-most", first = first, second = second),
        Certainty::Untold => {
            let cannot = behind.cannot_tell(&lead);
            say!("figure.courses.untold-most", first = first, second = second, cannot = cannot)
        }
    })
}

fn least([before, last]: [Ranked<'_>; 2], behind: &CountedWalkers) -> Option<String> {
    let lag = before.0.ahead_of(last.0)?;
    let (first, second) = (told(last), told(before));
    Some(match lag.certainty() {
        Certainty::Clear => say!("figure.courses.least", first = first, second = second),
        Certainty::Seeming => say!("figure.courses.seems-least", first = first, second = second),
        Certainty::Untold => {
            let cannot = behind.cannot_tell(&lag);
            say!("figure.courses.untold-least", first = first, second = second, cannot = cannot)
        }
    })
}

impl<'a> DrawnCourse<'a> {
    fn new((index, taken): (usize, &'a Taken), count: usize) -> Self {
        let share = index as f64 / (count - 1).max(1) as f64;
        let ink = Ink::Noise((255.0 * share) as u8);
        let symbols = [Symbol::Disc, Symbol::Square, Symbol::Diamond, Symbol::Triangle];
        Self {
            taken,
            pen: Pen::new(ink, 1.2, DASHES[index % DASHES.len()]),
            symbol: symbols[index % symbols.len()],
            clock: Clock::new(&taken.scenario),
        }
    }
}

impl Clock {
    fn new(scenario: &Scenario) -> Self {
        let every = (scenario.steps / POINTS).max(1);
        let mut pairs = vec![[0.0, 0.0]];
        let mut sum = 0.0;
        for step in 1..=scenario.steps {
            sum += scenario.eta.at(step - 1);
            if step % every == 0 || step == scenario.steps {
                pairs.push([f64::from(step), sum]);
            }
        }
        Self(pairs)
    }

    /// Even between the steps that are kept.
    fn at(&self, step: f64) -> f64 {
        let after = self.0.partition_point(|[kept, _]| *kept < step).clamp(1, self.0.len() - 1);
        let [[from, before], [to, sum]] = [self.0[after - 1], self.0[after]];
        before + (sum - before) * ((step - from) / (to - from)).clamp(0.0, 1.0)
    }

    fn end(&self) -> f64 {
        self.0[self.0.len() - 1][1]
    }
}

fn schedule(
    drawn: &[DrawnCourse<'_>],
    left: f64,
    label: &str,
    axis: &Axis,
    of: fn(&Scenario) -> &Schedule,
) -> Panel {
    let curve = |course: &DrawnCourse<'_>| {
        let Scenario { steps, .. } = course.taken.scenario;
        let last = steps.saturating_sub(1);
        let points = (0..=POINTS).map(|point| {
            let step = (u64::from(last) * u64::from(point) / u64::from(POINTS)) as u32;
            [course.clock.at(f64::from(step)), of(&course.taken.scenario).at(step)]
        });
        Mark::curve(points.collect(), course.pen)
    };
    let corners = drawn.iter().flat_map(|course| of(&course.taken.scenario).corners());
    let highest = corners.fold(0.0, f64::max);
    Panel {
        place: [left, 0.0, 0.5, 0.26],
        title: String::new(),
        x: Axis { label: String::new(), ..axis.clone() },
        y: Axis::new(label, [0.0, if highest > 0.0 { 1.12 * highest } else { 1.0 }], Numbers::Plain),
        marks: drawn.iter().map(curve).collect(),
        bar: None,
    }
}

fn shares(drawn: &[DrawnCourse<'_>], axis: &Axis) -> Panel {
    let mut marks = Vec::new();
    let mut all: Vec<TimedShare> = Vec::new();
    for course in drawn {
        let Taken { record, summary, .. } = course.taken;
        let moment = record.samples.iter().filter_map(|sample| {
            let (low, high) = sample.band();
            Some([course.clock.at(f64::from(sample.step)), sample.p_flat()?, low, high])
        });
        let moments = moments::thinned(moment, axis.range);
        let [band, curve] = moments::curve(&moments, course.pen);
        marks.extend([band, curve.in_key(course.taken.course.name())]);
        if let Some(step) = summary.mean_freezing_step {
            let at = course.clock.at(step);
            let share =
                moments.iter().rev().find(|[time, ..]| *time <= at).map_or(0.5, |[_, share, ..]| *share);
            let dots = vec![Dot::new([at, share])];
            marks.push(Shape::Dots { dots, ink: course.pen.ink, symbol: course.symbol, size: 4.5 }.into());
        }
        all.extend(moments);
    }
    Panel {
        place: [0.0, 0.26, 0.56, 0.74],
        title: String::new(),
        x: axis.clone(),
        y: Axis::new("$P_{flat}$", moments::range(all.iter()), Numbers::Plain),
        marks,
        bar: None,
    }
}

/// The shares at the end, one beside the other.
fn ends(drawn: &[DrawnCourse<'_>]) -> Panel {
    let count = drawn.len() as f64;
    let mut marks = Vec::new();
    let mut bounds = [1.0_f64, 0.0];
    for (index, course) in drawn.iter().enumerate() {
        let summary = &course.taken.summary;
        let Some(share) = summary.p_flat else { continue };
        let (low, high) = (summary.p_flat_low, summary.p_flat_high);
        bounds = [bounds[0].min(low), bounds[1].max(high)];
        // From the top down, as in the key.
        let row = count - index as f64;
        let dot = Dot { at: [share, row], x: Some([low, high]), y: None };
        let shape = Shape::Dots { dots: vec![dot], ink: course.pen.ink, symbol: course.symbol, size: 4.0 };
        marks.push(shape.into());
        let text = course.taken.course.name().into();
        let at = [share, row + 0.22];
        marks.push(Shape::Words { at, align: [0.0, -1.0], text, ink: Ink::Text }.into());
    }
    let room = (0.45 * (bounds[1] - bounds[0])).max(0.02);
    let range = if bounds[0] <= bounds[1] { [bounds[0] - room, bounds[1] + room] } else { [0.0, 1.0] };
    Panel {
        place: [0.56, 0.26, 0.44, 0.74],
        title: String::new(),
        x: Axis::new(say!("axis.p-flat-end"), range, Numbers::Plain),
        y: Axis::new("", [0.5, count + 0.8], Numbers::Hidden),
        marks,
        bar: None,
    }
}
