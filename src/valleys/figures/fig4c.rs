//! Fig. 4c: the paradox and its resolution. At a fixed height stronger noise prefers the flat valley less; along the
//! boundary at which hopping freezes, more.

use super::entry::{Entry, Kind};
use super::predicted::{self, Point};
use super::source::Source;
use super::{notes, pens};
use crate::chart::axis::evenly;
use crate::chart::{Axis, ColourBar, Dash, Dot, Figure, Ink, Map, Mark, Numbers, Panel, Pen, Shape, Symbol};
use crate::job::Progress;
use crate::say;
use crate::settings::Schedule;
use crate::valleys::experiments::run::each;
use crate::valleys::experiments::sweep;
use crate::valleys::model::{Landscape, NoiseLaw, Preset, Scenario};
use crate::valleys::theory::{Calibration, Prediction, kramers_from, p_ito, p_ss, p_transient, y_freeze};

pub const ENTRY: Entry =
    Entry { name: "fig4c", kind: Kind::Paper(Preset::Fig4), title: || say!("figure.fig4c.title"), make };

/// log₁₀ Δ_S and y of the published plane; 6e-3 is its right end.
pub const DELTA_S: [f64; 2] = [-4.0, -2.221_848_749_616_356];
pub const Y: [f64; 2] = [0.0, 15.0];
const FIXED_Y: f64 = 5.0;
const COLUMNS: usize = 64;
const ROWS: usize = 60;
/// The noise strengths that are simulated, with the published figure's ends, at its learning rate.
const SIMULATED: &str = "sigma=0.01:0.4:6:log";
/// The published figure has 40 or more for each.
const WALKERS: u32 = 2_000;
const LAW: NoiseLaw = NoiseLaw::Hessian;
/// Colours run from the equilibrium's share upwards.
const SHARES: [f64; 2] = [0.6, 1.0];

/// What a run at one noise strength came to.
struct FrozenRun {
    /// log₁₀ Δ_S.
    delta_s: f64,
    y: f64,
    sd: f64,
    p_flat: f64,
    band: [f64; 2],
    censored: f64,
}

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let landscape = Landscape::default();
    let (frozen, base) = simulated(source, progress)?;
    let calibration = Calibration::figure(&landscape);
    let boundary = boundary(&landscape, &calibration);
    let Scenario { walkers, steps, seed, .. } = base;
    let censored = frozen.iter().map(|run| run.censored).fold(0.0, f64::max);
    let mut notes = vec![
        say!(
            "figure.fig4c.runs",
            strengths = frozen.len(),
            size = notes::size(walkers, steps),
            seed = notes::seeds(seed, 1)
        ),
        say!("figure.fig4c.bars", share = format_args!("{:.1}", 100.0 * censored)),
    ];
    notes.extend(notes::quickly(source, say!("note.quickly.noise", walkers = walkers)));
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: caption(&landscape, &calibration),
        notes,
        aspect: 1.3,
        panels: vec![
            plane(&landscape, &calibration, &boundary, &frozen),
            slice(&landscape, &boundary, &frozen),
        ],
    })
}

fn caption(landscape: &Landscape, calibration: &Calibration) -> String {
    let end = last_value(landscape, &Calibration::as_printed(landscape));
    say!(
        "figure.fig4c.caption",
        scale = format_args!("{:.1}", 1e4 * calibration.epsilon_phi),
        end = format_args!("{end:.3}")
    )
}

/// The largest Δ_S for which Eq. 11 has a value.
fn last_value(landscape: &Landscape, calibration: &Calibration) -> f64 {
    let has_value = |log: f64| y_freeze(landscape, LAW, 10_f64.powf(log), calibration).value.is_some();
    let (mut below, mut above) = (DELTA_S[0], 0.0);
    for _ in 0..50 {
        let middle = 0.5 * (below + above);
        if has_value(middle) { below = middle } else { above = middle }
    }
    10_f64.powf(below)
}

fn simulated(source: &Source, progress: &Progress<'_>) -> Option<(Vec<FrozenRun>, Scenario)> {
    let axis: sweep::Axis = SIMULATED.parse().expect("a fixed axis");
    let base =
        Scenario { seed: source.scenario.seed, walkers: source.walkers(WALKERS), ..Preset::Fig4.scenario() };
    let scenarios: Vec<Scenario> = axis
        .values
        .iter()
        .map(|&sigma| Scenario { sigma: Schedule::Constant(sigma), ..base.clone() })
        .collect();
    let swarms = each(&scenarios, source.follow, progress)?;
    let frozen = swarms.iter().filter_map(|swarm| {
        let summary = swarm.summary();
        Some(FrozenRun {
            delta_s: swarm.scenario().delta_s(0).log10(),
            y: summary.mean_freezing_y?,
            sd: summary.sd_freezing_y?,
            p_flat: summary.p_flat?,
            band: [summary.p_flat_low, summary.p_flat_high],
            censored: summary.censored?,
        })
    });
    Some((frozen.collect(), base))
}

/// Eq. 11 over the noise strengths.
fn boundary(landscape: &Landscape, calibration: &Calibration) -> Vec<(f64, Prediction)> {
    let at = |log: f64| (log, y_freeze(landscape, LAW, 10_f64.powf(log), calibration));
    evenly(DELTA_S, 120).into_iter().map(at).collect()
}

fn plane(
    landscape: &Landscape,
    calibration: &Calibration,
    boundary: &[(f64, Prediction)],
    frozen: &[FrozenRun],
) -> Panel {
    let mut marks = vec![
        steady(landscape, LAW, [DELTA_S, Y], SHARES).into(),
        Shape::Hatch { outline: outside_kramers(landscape), ink: Ink::Mute }.into(),
        Mark::curve(
            vec![[DELTA_S[0], FIXED_Y], [DELTA_S[1], FIXED_Y]],
            Pen::new(Ink::Strong, 0.7, Dash::Dashed),
        )
        .named(say!("figure.fig4c.fixed"), 0.08),
    ];
    let printed = self::boundary(landscape, &Calibration::as_printed(landscape));
    let name = say!("figure.fig4c.eq11", scale = format_args!("{:.1}", 1e4 * calibration.epsilon_phi));
    for (boundary, pen, name, at) in [
        (&printed[..], Pen { dash: Dash::Dashed, ..pens::FROST }, say!("figure.fig4c.printed"), 0.5),
        (boundary, Pen { width: 1.8, ..pens::FROST }, &name, 0.85),
    ] {
        let points = inside(boundary);
        marks.push(Mark::curve(points.iter().map(|point| point.at).collect(), pens::casing(pen)));
        marks.extend(predicted::curve(&points, pen, Some((name, at))));
    }
    let dots =
        frozen.iter().map(|run| Dot::new([run.delta_s, run.y]).between(run.y - run.sd, run.y + run.sd));
    let dots = Shape::Dots { dots: dots.collect(), ink: Ink::Strong, symbol: Symbol::Ring, size: 4.0 };
    marks.push(Mark::from(dots).in_key(say!("figure.fig4c.simulated")));
    Panel {
        place: [0.0, 0.0, 1.0, 0.58],
        title: String::new(),
        x: Axis::new("", DELTA_S, Numbers::Powers),
        y: Axis::new("$y$", Y, Numbers::Plain),
        marks,
        bar: Some(ColourBar {
            map: Map::Backdrop,
            axis: Axis::new(say!("axis.p-flat-eq9"), SHARES, Numbers::Plain),
        }),
    }
}

/// Eq. 9 over log₁₀ Δ_S and y.
pub fn steady(landscape: &Landscape, noise: NoiseLaw, [x, y]: [[f64; 2]; 2], range: [f64; 2]) -> Shape {
    let (x, y) = (evenly(x, COLUMNS), evenly(y, ROWS));
    let middles =
        |edges: &[f64]| -> Vec<f64> { edges.windows(2).map(|pair| 0.5 * (pair[0] + pair[1])).collect() };
    let columns = middles(&x);
    let share = |y: f64, log: f64| p_ss(landscape, noise, y, 10_f64.powf(log)).value.unwrap_or(f64::NAN);
    let values =
        middles(&y).into_iter().flat_map(|y| columns.iter().map(move |&log| share(y, log))).collect();
    Shape::Cells { x, y, values, map: Map::Backdrop, range }
}

/// The part of a boundary within the plane, up to where it leaves it.
fn inside(boundary: &[(f64, Prediction)]) -> Vec<Point> {
    boundary
        .iter()
        .filter_map(|(log, y)| Point::of(*log, y))
        .take_while(|point| point.at[1] <= Y[1])
        .collect()
}

/// Where the barrier is too low for Eq. 9: beneath A25's height.
fn outside_kramers(landscape: &Landscape) -> Vec<[f64; 2]> {
    let edge = evenly(DELTA_S, 60).into_iter().map(|log| {
        let height = kramers_from(landscape, LAW, 10_f64.powf(log)).value.unwrap_or(Y[1]);
        [log, height.min(Y[1])]
    });
    edge.chain([[DELTA_S[1], Y[0]], [DELTA_S[0], Y[0]]]).collect()
}

/// Shares against noise: at the fixed height, and along the boundary.
fn slice(landscape: &Landscape, boundary: &[(f64, Prediction)], frozen: &[FrozenRun]) -> Panel {
    let fixed = |formula: fn(&Landscape, NoiseLaw, f64, f64) -> Prediction| -> Vec<Point> {
        let logs = evenly(DELTA_S, 120).into_iter();
        logs.filter_map(|log| Point::of(log, &formula(landscape, LAW, FIXED_Y, 10_f64.powf(log)))).collect()
    };
    let along: Vec<Point> = boundary
        .iter()
        .filter_map(|(log, y)| Point::of(*log, &p_transient(landscape, LAW, 10_f64.powf(*log), y)))
        .collect();
    let mut marks = predicted::curve(&fixed(p_ito), pens::ITO, Some((say!("figure.fig4c.exact"), 0.85)));
    marks.extend(predicted::curve(&fixed(p_ss), pens::EQ9, Some((say!("figure.fig4c.eq9"), 0.45))));
    marks.extend(predicted::curve(&along, pens::FROST, Some((say!("figure.fig4c.eq10"), 0.25))));
    let dots = frozen.iter().map(|run| Dot::new([run.delta_s, run.p_flat]).between(run.band[0], run.band[1]));
    let dots = Shape::Dots { dots: dots.collect(), ink: Ink::Strong, symbol: Symbol::Ring, size: 4.0 };
    marks.push(Mark::from(dots).named(say!("figure.fig4c.end"), 0.9));
    Panel {
        place: [0.0, 0.58, 1.0, 0.42],
        title: String::new(),
        x: Axis::new("$Δ_S = ησ$", DELTA_S, Numbers::Powers),
        y: Axis::new("$P_{flat}$", [0.6, 1.0], Numbers::Plain),
        marks,
        bar: None,
    }
}
