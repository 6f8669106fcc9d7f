//! The swarm against the published cells of Figs. 3c and 3d, or of Fig. S6: how many standard errors apart, cell by cell.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::unanswered;
use crate::chart::{Axis, Dash, Figure, Ink, Map, Mark, Numbers, Panel, Patch, Pen, Shape};
use crate::job::Progress;
use crate::say;
use crate::valleys::experiments::check::{Comparison, Judged, Reference, Scores, Spread, Verdict, check};
use crate::valleys::experiments::questions::Question;
use crate::valleys::figures::entry::{About, Asked, Entry, Kind, Leads, Reads};
use crate::valleys::figures::notes;
use crate::valleys::figures::source::Source;
use crate::valleys::model::{Preset, Scenario};

pub const ENTRY: Entry = Entry {
    name: "phase-published",
    kind: Kind::Asked(Asked {
        called: || say!("figure.phase-published.called"),
        asks: || say!("figure.phase-published.asks"),
        tells: || say!("figure.phase-published.tells"),
        about: About::Model,
        question: Question::Against,
        reads: Reads::Start,
        own_walkers: false,
        leads: Leads::Nowhere,
    }),
    title: || say!("figure.phase-published.title"),
    make,
};

/// Twice as many as stand behind the published cells.
const WALKERS: u32 = 4_000;
/// Half of a cell's side: nine of them make a decade.
const HALF: f64 = 1.0 / 18.0;
/// The logarithm of nothing has no place.
const LEAST: f64 = 1e-6;
/// The z at which the colours end.
const REACH: f64 = 4.0;

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let Scenario { noise, landscape, seed, .. } = source.scenario;
    let figure = Reference::figure_of(noise);
    let protocol =
        Scenario { walkers: source.walkers(WALKERS), seed, ..figure.unwrap_or(Preset::Fig3).scenario() };
    let (reference, base) = match source.questions.against.as_deref().map(Reference::read) {
        None => match figure.and_then(Reference::published) {
            Some(reference) => (reference, protocol),
            None => return Some(unanswered::figure(&ENTRY, say!("figure.phase-published.law"))),
        },
        Some(Ok(reference)) => (reference, Scenario { noise, landscape, ..protocol }),
        Some(Err(line)) => return Some(unanswered::figure(&ENTRY, line)),
    };
    let walkers = base.walkers;
    let count = AtomicUsize::new(0);
    let share = || count.load(Ordering::Relaxed) as f64 / reference.len() as f64;
    let done = || {
        count.fetch_add(1, Ordering::Relaxed);
        progress(share())
    };
    let verdict = check(&reference, &base, source.follow, &|_| progress(share()), &done)?;
    if verdict.passes().is_none() {
        return Some(unanswered::figure(&ENTRY, say!("experiment.check.none")));
    }
    let cells = verdict.cells.len();
    let mut notes = vec![
        say!("figure.phase-published.cells", size = notes::size(walkers, base.steps)),
        notes::seeds(seed, cells),
    ];
    if base.landscape != landscape {
        notes.push(say!("figure.phase-published.landscape").into());
    }
    if verdict.rare() > 0 {
        notes.push(say!("experiment.check.rare", count = verdict.rare(), cells = cells));
    }
    if verdict.unjudged() > 0 {
        notes.push(say!("experiment.check.unjudged", count = verdict.unjudged(), cells = cells));
    }
    notes.extend(notes::quickly(source, say!("note.quickly.cell", walkers = walkers)));
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: caption(&verdict, figure.filter(|_| source.questions.against.is_none())),
        notes,
        aspect: 1.7,
        panels: vec![
            panel(&verdict, 0.0, say!("figure.phase-published.z-p-flat"), |z| z.p_flat),
            panel(&verdict, 0.5, say!("figure.phase-published.z-time"), |z| z.freezing_step),
        ],
    })
}

/// What was found beside the cells of a published figure, or of a table.
fn caption(verdict: &Verdict, figure: Option<Preset>) -> String {
    let spread = |spread: Option<Spread>| {
        let Some(Spread { rms, worst }) = spread else { return say!("figure.phase-published.no-z").into() };
        let [rms, worst] = [rms, worst].map(|z| format!("{z:.2}"));
        say!("figure.phase-published.spread", rms = rms, worst = worst)
    };
    let (p_flat, time) = (spread(verdict.p_flat()), spread(verdict.freezing_step()));
    let cells = verdict.cells.len();
    let cells = match figure {
        Some(figure) => say!(
            "figure.phase-published.authors",
            cells = cells,
            figure = if figure == Preset::Fig3 { "Figs. 3c, 3d" } else { "Fig. S6" }
        ),
        None => say!("figure.phase-published.table", cells = cells),
    };
    let difference = say!("figure.phase-published.difference", cells = cells, p_flat = p_flat, time = time);
    say!(
        "figure.phase-published.caption",
        difference = difference,
        rms = format_args!("{:.2}", verdict.rms_bound()),
        worst = format_args!("{:.2}", verdict.worst_bound())
    )
}

fn panel(verdict: &Verdict, top: f64, title: &str, of: fn(&Scores) -> f64) -> Panel {
    let z = |cell: &Comparison| cell.z().as_ref().map(of);
    let range = [-REACH, REACH];
    // The smallest σ is drawn for none.
    let centre = |cell: &Comparison| [cell.eta, cell.sigma].map(|value| value.max(LEAST).log10());
    // The decade of the published cells, and farther where a table goes farther.
    let log = |axis: usize| {
        let places = verdict.cells.iter().map(|cell| centre(cell)[axis]);
        let [low, high] = places.fold([-2.0_f64, -1.0], |[low, high], at| [low.min(at), high.max(at)]);
        [low - HALF, high + HALF]
    };
    let patch = |cell: &Comparison| {
        let [x, y] = centre(cell);
        let corner = |(right, up): (f64, f64)| [x + right * HALF, y + up * HALF];
        let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(corner);
        Patch { corners, value: z(cell).unwrap_or(0.0) }
    };
    let edge = Some(Pen::new(Ink::Hair, 0.5, Dash::Solid));
    let patches = verdict.cells.iter().map(patch).collect();
    let mut marks = vec![Mark::from(Shape::Surface { patches, map: Map::Difference, range, edge })];
    marks.extend(verdict.cells.iter().map(|cell| {
        let (text, ink) = match cell.judged {
            Judged::Scored(scores) => {
                (signed(of(&scores)), if scores.few_hop { Ink::Mute } else { Ink::Strong })
            }
            Judged::Not => ("–".into(), Ink::Mute),
        };
        Mark::from(Shape::Words { at: centre(cell), align: [0.0, 0.0], text, ink })
    }));
    Panel {
        place: [0.0, top, 1.0, 0.5],
        title: title.into(),
        x: Axis::new(say!("axis.learning-rate"), log(0), Numbers::Powers),
        y: Axis::new(say!("axis.noise-strength"), log(1), Numbers::Powers),
        marks,
        // The numbers stand in the cells: a bar would only take their room.
        bar: None,
    }
}

/// With one decimal and a true minus.
fn signed(z: f64) -> String {
    format!("{z:.1}").replace('-', "−")
}
