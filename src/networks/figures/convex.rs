//! Flat minima need not generalise (after Schliserman et al.): the risk, the curvature and the chance of a minimum along a
//! coordinate that no example shows.

use super::axes::{dot, panel};
use super::entry::Entry;
use super::source::Source;
use super::told;
use crate::chart::{Axis, Dash, Dot, Figure, Ink, Mark, Numbers, Pen, Shape, Symbol, format_whole};
use crate::job::Progress;
use crate::networks::experiments::convex::{Draw, FREE, Minimum, chance_of_a_flat_minimum, dimensions};
use crate::networks::experiments::grid::Mean;
use crate::say;

pub const ENTRY: Entry = Entry { name: "convex", title: || say!("network.figure.convex.title"), make };

/// Numbers of examples.
const COUNTS: [u32; 6] = [2, 4, 6, 8, 10, 12];
const DRAWS: [u32; 2] = [400, 100];

/// So many examples, drawn again and again.
struct Drawn {
    examples: u32,
    flat: Vec<Minimum>,
    sharp: Vec<Minimum>,
}

#[derive(Clone, Copy)]
enum Kind {
    Flat,
    Sharp,
}

impl Drawn {
    fn minima(&self, kind: Kind) -> &[Minimum] {
        match kind {
            Kind::Flat => &self.flat,
            Kind::Sharp => &self.sharp,
        }
    }
}

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let draws = source.many(DRAWS[0], DRAWS[1]);
    let seed = source.prepared.setup.seed;
    let mut all = Vec::new();
    for (index, examples) in COUNTS.into_iter().enumerate() {
        if progress(index as f64 / COUNTS.len() as f64).is_break() {
            return None;
        }
        let draw = |number: u32| Draw::of(examples, seed.wrapping_add(u64::from(number)));
        let drawn: Vec<Draw> = (0..draws).map(draw).collect();
        let flat = drawn.iter().filter_map(Draw::flat).collect();
        all.push(Drawn { examples, flat, sharp: drawn.iter().map(Draw::sharp).collect() });
    }
    let x = [1.0, f64::from(COUNTS[COUNTS.len() - 1]) + 1.0];
    let axis = |label: &str| Axis::new(label, x, Numbers::Plain);
    let panels = vec![
        panel(
            [0.0, 0.35],
            axis(""),
            Axis::new(say!("network.figure.convex.risk"), [-0.02, 0.2], Numbers::Plain),
            both(&all, |minimum| minimum.risk, true),
        ),
        panel(
            [0.35, 0.3],
            axis(""),
            Axis::new(say!("network.figure.convex.curvature"), [-0.12, 1.12], Numbers::Plain),
            both(&all, |minimum| minimum.sharpness, false),
        ),
        panel(
            [0.65, 0.35],
            axis(say!("network.figure.convex.examples")),
            Axis::new(say!("network.figure.convex.share"), [0.9, 1.005], Numbers::Plain),
            shares(&all, draws),
        ),
    ];
    let most = all.last()?;
    let mean =
        |minima: &[Minimum], of: fn(&Minimum) -> f64| told::spoken_or_none(Mean::of(minima.iter().map(of)));
    let loss = all
        .iter()
        .flat_map(|drawn| drawn.flat.iter().chain(&drawn.sharp))
        .map(|minimum| minimum.train_loss)
        .fold(0.0, f64::max);
    let mut notes = vec![say!(
        "network.figure.convex.note",
        free = FREE,
        draws = format_whole(f64::from(draws)),
        seed = seed
    )];
    notes.extend(source.quickly());
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: say!(
            "network.figure.convex.caption",
            examples = most.examples,
            dimensions = format_whole(dimensions(most.examples) as f64),
            loss = loss,
            flat_risk = mean(&most.flat, |minimum| minimum.risk),
            sharp_risk = mean(&most.sharp, |minimum| minimum.risk),
            sharp_curvature = mean(&most.sharp, |minimum| minimum.sharpness),
        ),
        notes,
        aspect: 1.25,
        panels,
    })
}

/// The flat minimum and the sharp one.
fn both(all: &[Drawn], of: fn(&Minimum) -> f64, named: bool) -> Vec<Mark> {
    let drawn = |kind: Kind| {
        let (ink, symbol, name) = match kind {
            Kind::Flat => (Ink::Flat, Symbol::Disc, say!("network.figure.convex.flat")),
            Kind::Sharp => (Ink::Steep, Symbol::Square, say!("network.figure.convex.sharp")),
        };
        let mean = |drawn: &Drawn| {
            Some(dot(f64::from(drawn.examples), Mean::of(drawn.minima(kind).iter().map(of))?, |value| value))
        };
        let dots: Vec<Dot> = all.iter().filter_map(mean).collect();
        let line = Mark::curve(dots.iter().map(|dot| dot.at).collect(), Pen::new(ink, 1.0, Dash::Solid));
        let line = if named { line.named(name, 0.7) } else { line };
        [line, Shape::Dots { dots, ink, symbol, size: 3.4 }.into()]
    };
    [Kind::Flat, Kind::Sharp].into_iter().flat_map(drawn).collect()
}

/// The share of draws that leave a coordinate unseen, against the chance of it.
fn shares(all: &[Drawn], draws: u32) -> Vec<Mark> {
    let seen = |drawn: &Drawn| {
        let (count, draws) = (drawn.flat.len() as f64, f64::from(draws));
        let share = count / draws;
        // One draw more on either side is thought of: no error is 0.
        let careful = (count + 1.0) / (draws + 2.0);
        let error = (careful * (1.0 - careful) / draws).sqrt();
        Dot::new([f64::from(drawn.examples), share]).between(share - error, (share + error).min(1.0))
    };
    let chance = COUNTS.map(|examples| [f64::from(examples), chance_of_a_flat_minimum(examples)]);
    let dots = all.iter().map(seen).collect();
    vec![
        Mark::curve(chance.to_vec(), Pen::new(Ink::Mute, 0.8, Dash::Dashed))
            .named(say!("network.figure.convex.chance"), 0.5),
        Shape::Dots { dots, ink: Ink::Strong, symbol: Symbol::Disc, size: 3.4 }.into(),
    ]
}
