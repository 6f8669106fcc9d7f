//! Do instabilities favour flat places (Wang and Roberts)? λ₁ and the turn of its direction after descents below and above
//! 2/λ₁.

use super::axes::{around, dot, panel};
use super::entry::Entry;
use super::source::Source;
use super::told;
use crate::chart::{Axis, Dash, Dot, Figure, Ink, Mark, Numbers, Panel, Pen, Shape, Symbol, format_whole};
use crate::job::Progress;
use crate::networks::experiments::grid::Mean;
use crate::networks::experiments::instability::{Asked, Fork, Forked, from_starts};
use crate::say;

pub const ENTRY: Entry =
    Entry { name: "instability", title: || say!("network.figure.instability.title"), make };

/// What is read of a fork.
type Of = fn(&Fork) -> Option<f64>;

const RATIO: Of = |fork| fork.ratio;
const TURN: Of = |fork| fork.turn;
const PLANE: Of = |fork| fork.plane_turn;

/// All starts, and what was asked of them.
struct Starts {
    asked: Asked,
    forked: Vec<Forked>,
}

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let asked = Asked::default();
    let forked = from_starts(&source.prepared, source.many(8, 3), &asked, progress)?;
    let starts = Starts { asked, forked };
    let asked = &starts.asked;
    let mut notes = source.notes(starts.forked.len() as u64);
    notes.push(say!(
        "network.figure.instability.note",
        time = asked.fork,
        eta = asked.eta,
        look = asked.look
    ));
    let diverged = starts.forked.iter().flat_map(|forked| &forked.forks).filter(|fork| fork.ratio.is_none());
    let diverged = diverged.count();
    if diverged > 0 {
        notes.push(say!("network.figure.diverged", runs = diverged));
    }
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: starts.caption(),
        notes,
        aspect: 1.1,
        panels: vec![starts.ratios()?, starts.turns()?],
    })
}

impl Starts {
    fn mean(&self, fork: usize, of: Of) -> Option<Mean> {
        Mean::of(self.forked.iter().filter_map(|forked| of(&forked.forks[fork])))
    }

    /// How much more its direction turns at one f than at another, start by start.
    fn more(&self, from: usize, to: usize) -> Option<Mean> {
        let more = |forked: &Forked| Some(forked.forks[to].turn? - forked.forks[from].turn?);
        Mean::of(self.forked.iter().filter_map(more))
    }

    fn caption(&self) -> String {
        let last = self.asked.factors.len() - 1;
        let [low, high] = [0, last].map(|fork| self.mean(fork, RATIO));
        let more = self.more(0, last);
        let clear = (1..=last).filter(|&fork| told::is_clearly_more(self.more(fork - 1, fork)));
        say!(
            "network.figure.instability.caption",
            sharpness = told::spoken_or_none(Mean::of(self.forked.iter().map(|forked| forked.sharpness))),
            starts = format_whole(self.forked.len() as f64),
            low = self.asked.factors[0],
            low_ratio = told::spoken_or_none(low),
            low_side = told::side(low, 1.0),
            high = self.asked.factors[last],
            high_ratio = told::spoken_or_none(high),
            high_side = told::side(high, 1.0),
            way = told::change(more),
            more = told::spoken_or_none(more),
            clear = clear.count(),
            steps = last,
        )
    }

    fn ratios(&self) -> Option<Panel> {
        let y = around(self.all(RATIO).chain([1.0]))?;
        let one = Shape::Level { y: 1.0, pen: Pen::new(Ink::Mute, 0.7, Dash::Dotted) };
        let mut marks = vec![edge().named("$η = 2/λ_0$", 0.9), one.into(), self.singles(RATIO)];
        marks.extend(self.curve(RATIO, Ink::Strong, Symbol::Disc));
        Some(panel([0.0, 0.5], self.factors("")?, Axis::new("$λ_1 / λ_0$", y, Numbers::Plain), marks))
    }

    fn turns(&self) -> Option<Panel> {
        let y = around(self.all(TURN).chain(self.all(PLANE)).chain([0.0]))?;
        let mut marks = vec![edge(), self.singles(TURN)];
        for (of, ink, symbol, name) in [
            (TURN, Ink::Strong, Symbol::Disc, say!("network.figure.instability.direction")),
            (PLANE, Ink::Ice, Symbol::Ring, say!("network.figure.instability.plane")),
        ] {
            let [line, dots] = self.curve(of, ink, symbol);
            marks.extend([line.in_key(name), dots]);
        }
        let x = self.factors(say!("network.figure.instability.factor"))?;
        let y = Axis::new(say!("network.figure.instability.turn"), y, Numbers::Plain);
        Some(panel([0.5, 0.5], x, y, marks))
    }

    fn factors(&self, label: &str) -> Option<Axis> {
        Some(Axis::new(label, around(self.asked.factors.iter().copied())?, Numbers::Plain))
    }

    fn all(&self, of: Of) -> impl Iterator<Item = f64> + '_ {
        self.forked.iter().flat_map(move |forked| forked.forks.iter().filter_map(of))
    }

    /// Means with their standard errors, joined.
    fn curve(&self, of: Of, ink: Ink, symbol: Symbol) -> [Mark; 2] {
        let factors = self.asked.factors.iter().enumerate();
        let dots: Vec<Dot> = factors
            .filter_map(|(fork, factor)| Some(dot(*factor, self.mean(fork, of)?, |value| value)))
            .collect();
        let line = dots.iter().map(|dot| dot.at).collect();
        let line = Mark::curve(line, Pen::new(ink, 1.1, Dash::Solid));
        [line, Shape::Dots { dots, ink, symbol, size: 3.4 }.into()]
    }

    /// Every start by itself.
    fn singles(&self, of: Of) -> Mark {
        let place = |fork: &Fork| Some(Dot::new([fork.factor, of(fork)?]));
        let dots = self.forked.iter().flat_map(|forked| forked.forks.iter().filter_map(place)).collect();
        Shape::Dots { dots, ink: Ink::Mute, symbol: Symbol::Disc, size: 1.6 }.into()
    }
}

/// Where descent loses its footing.
fn edge() -> Mark {
    Shape::Upright { x: 1.0, pen: Pen::new(Ink::Mute, 0.7, Dash::Dashed) }.into()
}
