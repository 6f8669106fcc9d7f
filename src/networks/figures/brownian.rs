//! SGD is not Brownian motion (Ignashin et al.): the stationary variance where curvature fluctuates from example to example,
//! against the exact one and Langevin's.

use super::axes::{around, dot, ends_of_bar, panel};
use super::entry::Entry;
use super::source::Source;
use super::told;
use crate::chart::axis::evenly;
use crate::chart::{
    Axis, Dash, Dot, Figure, Ink, Mark, Numbers, Panel, Pen, Shape, Symbol, format_number, format_whole,
};
use crate::job::{Parts, Progress};
use crate::networks::experiments::brownian::{Jittery, simulated_variance};
use crate::networks::experiments::grid::Mean;
use crate::say;

pub const ENTRY: Entry = Entry { name: "brownian", title: || say!("network.figure.brownian.title"), make };

/// Learning rates at which it is simulated: below where a variance has no standard error any more.
const ETAS: [f64; 7] = [0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3];
const WALKERS: [u32; 2] = [8_000, 1_000];
/// Points of a curve.
const POINTS: usize = 200;

/// What was simulated at each learning rate.
struct Variances {
    valley: Jittery,
    found: Vec<(f64, Mean)>,
}

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let valley = Jittery::default();
    let walkers = source.many(WALKERS[0], WALKERS[1]);
    let seed = source.prepared.setup.seed;
    let parts = Parts::after(0.0, &ETAS.map(|eta| 1.0 / eta), progress);
    let simulate = |(part, eta): (usize, f64)| {
        let found = simulated_variance(&valley, eta, walkers, seed, &|done| parts.report(part, done))?;
        Some((eta, found))
    };
    let found = ETAS.into_iter().enumerate().map(simulate).collect::<Option<_>>()?;
    let variances = Variances { valley, found };
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: variances.caption(),
        notes: notes(source, &valley, walkers),
        aspect: 1.1,
        panels: vec![variances.over_langevin(), variances.over_exact()?],
    })
}

impl Variances {
    /// What was found as a multiple of what is known.
    fn over(&self, known: impl Fn(f64) -> Option<f64>) -> Vec<(f64, Mean)> {
        let over = |(eta, Mean { mean, error, count }): (f64, Mean)| {
            let known = known(eta)?;
            Some((eta, Mean { mean: mean / known, error: error.map(|error| error / known), count }))
        };
        self.found.iter().copied().filter_map(over).collect()
    }

    fn caption(&self) -> String {
        let exact = self.over(|eta| self.valley.variance(eta));
        let off = |(_, mean): &(f64, Mean)| Some(((mean.mean - 1.0) / mean.error?).abs());
        let langevin = self.over(|eta| Some(self.valley.langevin(eta)));
        let is_above =
            |(_, mean): &&(f64, Mean)| told::is_clearly_more(Some(Mean { mean: mean.mean - 1.0, ..*mean }));
        let first = langevin.iter().find(is_above);
        let last = langevin[langevin.len() - 1];
        say!(
            "network.figure.brownian.caption",
            worst = format!("{:.1}", exact.iter().filter_map(off).fold(0.0, f64::max)),
            count = exact.len(),
            first = first.map_or_else(|| "–".to_owned(), |(eta, _)| eta.to_string()),
            last = last.0,
            factor = told::spoken(last.1),
            blow_up = format!("{:.3}", self.valley.blow_up()),
            plain = format_number(2.0 / self.valley.curvature),
        )
    }

    fn etas(&self, label: &str) -> Axis {
        Axis::new(label, [0.0, 1.08 * self.valley.blow_up()], Numbers::Plain)
    }

    fn over_langevin(&self) -> Panel {
        let (valley, blow_up) = (&self.valley, self.valley.blow_up());
        let (x, y) = (self.etas(""), [-0.05, 1.0]);
        let exact = |eta: f64| Some([eta, (valley.variance(eta)? / valley.langevin(eta)).log10()]);
        let exact = evenly([1e-3, blow_up * (1.0 - 1e-6)], POINTS).into_iter().filter_map(exact).collect();
        let exact = Mark::curve(exact, Pen::new(Ink::Ito, 1.2, Dash::Solid)).within([x.range, y]);
        let langevin = Shape::Level { y: 0.0, pen: Pen::new(Ink::Ember, 1.0, Dash::Dashed) };
        let simulated = dots(&self.over(|eta| Some(valley.langevin(eta))), f64::log10);
        let [fourth, square] = self.edges();
        let marks = vec![
            fourth.named(say!("network.figure.brownian.fourth"), 0.5),
            square.named(say!("network.figure.brownian.blow-up"), 0.3),
            Mark::from(langevin).named(say!("network.figure.brownian.langevin"), 0.75),
            exact.named(say!("network.figure.brownian.exact"), 0.6),
            simulated.in_key(say!("network.figure.brownian.simulated")),
        ];
        panel(
            [0.0, 0.6],
            x,
            Axis::new(say!("network.figure.brownian.over-langevin"), y, Numbers::Powers),
            marks,
        )
    }

    fn over_exact(&self) -> Option<Panel> {
        let over = self.over(|eta| self.valley.variance(eta));
        let y = around(over.iter().flat_map(|(_, mean)| ends_of_bar(Some(*mean))).chain([1.0]))?;
        let exact = Shape::Level { y: 1.0, pen: Pen::new(Ink::Ito, 1.0, Dash::Solid) };
        let [fourth, square] = self.edges();
        let marks = vec![exact.into(), fourth, square, dots(&over, |value| value)];
        let y = Axis::new(say!("network.figure.brownian.over-exact"), y, Numbers::Plain);
        Some(panel([0.6, 0.4], self.etas("$η$"), y, marks))
    }

    /// Where the fourth power, and where the mean square, grows without bound.
    fn edges(&self) -> [Mark; 2] {
        [(self.valley.fourth_blow_up(), Dash::Dotted), (self.valley.blow_up(), Dash::Dashed)]
            .map(|(x, dash)| Shape::Upright { x, pen: Pen::new(Ink::Mute, 0.7, dash) }.into())
    }
}

fn dots(means: &[(f64, Mean)], scale: fn(f64) -> f64) -> Mark {
    let dots: Vec<Dot> = means.iter().map(|(eta, mean)| dot(*eta, *mean, scale)).collect();
    Shape::Dots { dots, ink: Ink::Strong, symbol: Symbol::Disc, size: 3.4 }.into()
}

fn notes(source: &Source, valley: &Jittery, walkers: u32) -> Vec<String> {
    let mut notes = vec![say!(
        "network.figure.brownian.note",
        curvature = valley.curvature,
        jitter = valley.jitter,
        noise = valley.noise,
        batch = valley.batch,
        walkers = format_whole(f64::from(walkers)),
        seed = source.prepared.setup.seed,
    )];
    notes.extend(source.quickly());
    notes
}
