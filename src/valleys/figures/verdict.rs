//! Which formula is right at a height held still: Eq. 9, its right-hand side, or the exact share of one of three readings of
//! the noise. The swarm is the judge.

use super::entry::{Entry, Kind};
use super::predicted::{self, Point};
use super::source::{Effort, Source};
use super::theories::Theory;
use super::{eq9, notes, pens};
use crate::chart::axis::evenly;
use crate::chart::{Axis, Dot, Figure, Ink, Mark, Numbers, Panel, Pen, Shape, Symbol, format_number};
use crate::job::Progress;
use crate::say;
use crate::settings::Schedule;
use crate::valleys::experiments::held::{FORGETTING, Held, Sampling, Share, WALKERS};
use crate::valleys::model::{Landscape, NoiseLaw, Scenario, Valley};
use crate::valleys::theory::{Prediction, Why, barrier_root};

pub const ENTRY: Entry =
    Entry { name: "verdict", kind: Kind::Run, title: || say!("figure.verdict.title"), make };

/// The time steps of the approach to continuous time, with what they are drawn as.
const ETAS: [(f64, Symbol, Ink); 3] = [
    (0.01, Symbol::Triangle, Ink::Ember),
    (0.001, Symbol::Square, Ink::Ice),
    (0.000_2, Symbol::Disc, Ink::Strong),
];
/// Itô's share at their time steps, in their colours.
const AT_ETA: Pen = Pen { width: 0.7, ..pens::AT_ETA };
/// Heights at which swarms are held, from two to ten tenths of the highest.
const HEIGHTS: std::ops::RangeInclusive<u32> = 2..=10;
/// The barrier at the highest, in noise temperatures of the valley where it is higher: more is too slow to sample.
const BARRIER: f64 = 6.5;
/// Noise that can be sampled; outside of it the paper's takes the place of the session's.
const DELTA_S: std::ops::RangeInclusive<f64> = 1e-5..=2e-2;
const PAPERS: f64 = 1e-3;

/// A swarm held at a height.
struct MeasuredShare {
    y: f64,
    eta: f64,
    share: Share,
}

/// What is asked: the session's landscape and noise.
struct Trial {
    landscape: Landscape,
    noise: NoiseLaw,
    delta_s: f64,
    /// The highest of the heights.
    top: f64,
}

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let question = Trial::of(source);
    let sampling = match source.effort {
        Effort::Full => Sampling { swarms: 16, relaxations: 28 },
        Effort::Quick => Sampling { swarms: 8, relaxations: 6 },
    };
    let measured = question.measure(source.scenario.seed, sampling, progress)?;
    let worst = measured.iter().map(|one| one.share.error).fold(0.0, f64::max);
    let runs = HEIGHTS.count() * ETAS.len() * sampling.swarms as usize;
    let mut notes = vec![
        say!(
            "figure.verdict.points",
            delta_s = format_number(question.delta_s),
            swarms = sampling.swarms,
            walkers = WALKERS,
            relaxations = sampling.relaxations,
            forgetting = FORGETTING
        ),
        say!(
            "figure.verdict.bars",
            seeds = notes::seeds(source.scenario.seed, runs),
            worst = format_args!("{worst:.4}")
        ),
    ];
    let slow = HEIGHTS.count() * ETAS.len() - measured.len();
    if slow > 0 {
        notes.push(say!("figure.verdict.slow", points = slow));
    }
    notes.extend(notes::quickly(source, say!("note.quickly.point", walkers = sampling.swarms * WALKERS)));
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: question.caption(&measured),
        notes,
        aspect: 1.15,
        panels: vec![question.shares(&measured), question.differences(&measured)],
    })
}

impl Trial {
    fn of(source: &Source) -> Self {
        let scenario = source.scenario_at(source.step);
        let landscape = scenario.landscape;
        // Without noise nothing hops: the paper's takes its place.
        let noise = if scenario.noise == NoiseLaw::None { NoiseLaw::Hessian } else { scenario.noise };
        let delta_s = Some(scenario.delta_s(source.step)).filter(|it| DELTA_S.contains(it)).unwrap_or(PAPERS);
        let barrier = |y: f64| {
            let root = |valley| barrier_root(&landscape, noise, valley, y, delta_s);
            Valley::BOTH.map(root).into_iter().fold(0.0, f64::max).powi(2)
        };
        // The last height below y_b where the barrier is not yet as high.
        let (mut low, mut high) = (0.0, landscape.y_b);
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if barrier(middle) < BARRIER { low = middle } else { high = middle }
        }
        let grain = 10_f64.powf(low.log10().floor() - 1.0);
        Self { landscape, noise, delta_s, top: (low / grain).round() * grain }
    }

    fn caption(&self, measured: &[MeasuredShare]) -> String {
        let off = |theory: Theory| {
            let smallest = measured.iter().filter(|one| one.eta == ETAS[2].0);
            let square =
                |one: &MeasuredShare| Some((one.share.share - self.at(theory, one.y).value?).powi(2));
            let squares: Vec<f64> = smallest.filter_map(square).collect();
            let distance = (squares.iter().sum::<f64>() / squares.len() as f64).sqrt();
            let distance = format!("{distance:.3}");
            (!squares.is_empty())
                .then(|| say!("figure.verdict.off", distance = distance, formula = theory.name()))
        };
        let told = [Theory::Ito, Theory::Stratonovich, Theory::Eq9];
        let distances: Vec<String> =
            told.into_iter().filter(|it| self.derives(*it)).filter_map(off).collect();
        let heights = evenly(self.range(), 120);
        let all = |theory| heights.iter().map(|y| self.at(theory, *y)).collect::<Vec<_>>();
        say!(
            "figure.verdict.caption",
            distances = if distances.is_empty() {
                say!("figure.verdict.slow-all").to_owned()
            } else {
                distances.join(", ")
            },
            eq9 = eq9::told(all(Theory::Eq9).iter().zip(&all(Theory::Ito)))
        )
    }

    /// Whether a formula was derived for the law.
    fn derives(&self, theory: Theory) -> bool {
        !matches!(self.at(theory, self.top).why(), Some(Why::Law { .. }))
    }

    fn at(&self, theory: Theory, y: f64) -> Prediction {
        theory.share(&self.scenario(ETAS[2].0), 0, y).expect("it has a share at a height")
    }

    /// The trial at a learning rate.
    fn scenario(&self, eta: f64) -> Scenario {
        let (eta, sigma) = (Schedule::Constant(eta), Schedule::Constant(self.delta_s / eta));
        Scenario { landscape: self.landscape, noise: self.noise, eta, sigma, ..Scenario::default() }
    }

    /// Every height at every time step; `None` if cancelled.
    fn measure(&self, seed: u64, sampling: Sampling, progress: &Progress<'_>) -> Option<Vec<MeasuredShare>> {
        let mut measured = Vec::new();
        let all = (HEIGHTS.count() * ETAS.len()) as f64;
        let tasks = ETAS.iter().flat_map(|(eta, ..)| HEIGHTS.map(move |tenth| (*eta, tenth)));
        for (index, (eta, tenth)) in tasks.enumerate() {
            let Self { landscape, noise, delta_s, top } = *self;
            let y = top * f64::from(tenth) / f64::from(*HEIGHTS.end());
            let seed = seed.wrapping_add(index as u64 * u64::from(sampling.swarms));
            let held = Held { landscape, noise, y, delta_s, eta, seed };
            let go_on = || progress(index as f64 / all).is_continue();
            if !go_on() {
                return None;
            }
            match held.share(sampling, &go_on) {
                Some(share) => measured.push(MeasuredShare { y, eta, share }),
                None if held.relaxation_steps().is_some() => return None,
                None => {}
            }
        }
        Some(measured)
    }

    fn shares(&self, measured: &[MeasuredShare]) -> Panel {
        let mut marks = self.curves(|_, p| p, true);
        marks.extend(dots(measured, |_, p| p, true));
        let [lowest, highest] = extent(&marks);
        let range = [(lowest * 20.0).floor() / 20.0, (highest * 20.0).ceil() / 20.0];
        Panel {
            place: [0.0, 0.0, 1.0, 0.6],
            title: String::new(),
            x: Axis::new("", self.range(), Numbers::Plain),
            y: Axis::new(say!("figure.verdict.share"), range, Numbers::Plain),
            marks,
            bar: None,
        }
    }

    fn differences(&self, measured: &[MeasuredShare]) -> Panel {
        let beyond = |y: f64, p: f64| p - self.exact(y);
        let mut marks = vec![Mark::from(Shape::Level { y: 0.0, pen: pens::ITO })];
        marks.extend(self.curves(beyond, false));
        marks.extend(dots(measured, beyond, false));
        let [lowest, highest] = extent(&marks);
        let range = [(lowest * 50.0).floor() / 50.0, (highest * 50.0).ceil() / 50.0];
        Panel {
            place: [0.0, 0.6, 1.0, 0.4],
            title: String::new(),
            x: Axis::new(say!("figure.verdict.held"), self.range(), Numbers::Plain),
            y: Axis::new(say!("figure.verdict.difference"), range, Numbers::Plain),
            marks,
            bar: None,
        }
    }

    fn range(&self) -> [f64; 2] {
        [0.1 * self.top, 1.05 * self.top]
    }

    fn exact(&self, y: f64) -> f64 {
        self.at(Theory::Ito, y).value.unwrap_or(f64::NAN)
    }

    /// The formulas that were derived for the law, as shown of height and share.
    fn curves(&self, shown: impl Fn(f64, f64) -> f64, named: bool) -> Vec<Mark> {
        let curve = |theory: Theory, eta: f64, pen: Pen, name: Option<(&str, f64)>| {
            let scenario = self.scenario(eta);
            let point = |y: f64| {
                let point = Point::of(y, &theory.share(&scenario, 0, y)?)?;
                Some(Point { at: [y, shown(y, point.at[1])], ..point })
            };
            let points: Vec<Point> = evenly(self.range(), 120).into_iter().filter_map(point).collect();
            predicted::curve(&points, pen, name)
        };
        let at_etas =
            ETAS.iter().map(|(eta, _, ink)| curve(Theory::AtEta, *eta, Pen { ink: *ink, ..AT_ETA }, None));
        let formulas = [
            (Theory::Eq9Approximate, 0.25),
            (Theory::Eq9, 0.8),
            (Theory::AntiIto, 0.45),
            (Theory::Stratonovich, 0.35),
            (Theory::Ito, 0.6),
        ];
        // Of the differences the exact one's is nothing: the level stands for it.
        let drawn = |(theory, _): &(Theory, f64)| self.derives(*theory) && (named || *theory != Theory::Ito);
        let formulas = formulas.into_iter().filter(drawn);
        let formulas = formulas
            .map(|(theory, at)| curve(theory, ETAS[2].0, theory.pen(), named.then_some((theory.name(), at))));
        at_etas.chain(formulas).flatten().collect()
    }
}

/// The swarms with bars of two standard errors, as shown of height and share.
fn dots(measured: &[MeasuredShare], shown: impl Fn(f64, f64) -> f64, named: bool) -> Vec<Mark> {
    let mark = |(eta, symbol, ink): (f64, Symbol, Ink)| {
        let dots = measured.iter().filter(|one| one.eta == eta).map(|one| {
            let Share { share, error } = one.share;
            let [low, at, high] = [share - 2.0 * error, share, share + 2.0 * error].map(|p| shown(one.y, p));
            Dot::new([one.y, at]).between(low, high)
        });
        let mark = Mark::from(Shape::Dots { dots: dots.collect(), ink, symbol, size: 3.2 });
        if named { mark.in_key(say!("figure.verdict.swarm", eta = format_number(eta))) } else { mark }
    };
    ETAS.into_iter().map(mark).collect()
}

/// The least and the greatest value of curves and of dots with their bars.
fn extent(marks: &[Mark]) -> [f64; 2] {
    let values = marks.iter().flat_map(|mark| -> Vec<f64> {
        match &mark.shape {
            Shape::Curve { paths, .. } => paths.iter().flatten().map(|point| point[1]).collect(),
            Shape::Dots { dots, .. } => dots.iter().filter_map(|dot| dot.y).flatten().collect(),
            _ => Vec::new(),
        }
    });
    values.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| [low.min(value), high.max(value)])
}
