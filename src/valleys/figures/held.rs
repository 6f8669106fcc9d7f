//! P_flat while y is held: the steady state as it forms, beside what the theories say it will be.

use super::pens;
use super::seen::Seen;
use super::spans::{of_shares, of_steps};
use super::theories::Theory;
use crate::chart::{Axis, Ink, Mark, Numbers, Panel, Pen, Shape, format_whole};
use crate::say;
use crate::valleys::model::NoiseLaw;

/// Heights this close are the held one: walkers keep theirs in single precision.
const SAME: f64 = 1e-4;
/// The predictions that have a share at one height; of those that agree the first has the line.
const THEORIES: [Theory; 8] = [
    Theory::Eq9,
    Theory::Eq9Approximate,
    Theory::Ito,
    Theory::AtEta,
    Theory::Stratonovich,
    Theory::AntiIto,
    Theory::Boltzmann,
    Theory::Equilibrium,
];

/// A share, and all that predict it.
pub struct Level {
    /// What it is called, and what where there is less room.
    pub names: Vec<String>,
    pub share: f64,
    pub pen: Pen,
}

/// The share over the steps since y was held.
pub fn panel(seen: &Seen<'_>, y: f64, shows: &dyn Fn(Theory) -> bool) -> Panel {
    let (measured, levels) = (measured(seen, y), levels(seen, y, shows));
    let least = measured.iter().map(|sample| sample[2]).chain(levels.iter().map(|level| level.share));
    let shares = of_shares(seen, least.fold(0.5, f64::min));
    let steps = of_steps(seen, measured.first().map_or(0.0, |sample| sample[0]));
    let points = measured.iter().map(|sample| [sample[0], sample[2], sample[3]]).collect();
    let mut marks = vec![Shape::Band { points, ink: Ink::Strong, opacity: 0.2 }.into()];
    for Level { names, share, pen } in levels {
        let name = format!("{} {share:.3}", names[0]);
        marks.push(Mark::from(Shape::Level { y: share, pen }).named(name, 0.9));
    }
    let name = say!("figure.p-flat.swarm", walkers = format_whole(f64::from(seen.scenario.walkers)));
    let points = measured.iter().map(|sample| [sample[0], sample[1]]).collect();
    marks.push(Mark::curve(points, pens::MEASURED).in_key(name));
    Panel {
        place: [0.0, 0.0, 1.0, 1.0],
        title: String::new(),
        x: Axis::new(say!("axis.step"), steps, Numbers::Thousands),
        y: Axis::new("$P_{flat}$", shares, Numbers::Plain),
        marks,
        bar: None,
    }
}

/// The shares that are predicted and to be shown. The approximation of Eq. 9 comes with it: at one height there is room for
/// both. For a law that Eq. 9 is not derived for it is not there to be compared with.
pub fn levels(seen: &Seen<'_>, y: f64, shows: &dyn Fn(Theory) -> bool) -> Vec<Level> {
    let scenario = seen.scenario;
    let mut levels: Vec<Level> = Vec::new();
    for theory in THEORIES {
        let is_eq9 = matches!(theory, Theory::Eq9 | Theory::Eq9Approximate);
        let shown = shows(theory) || is_eq9 && shows(Theory::Eq9);
        let foreign = is_eq9 && scenario.noise != NoiseLaw::Hessian;
        let predicted = theory.share(scenario, seen.shown.step, y).filter(|_| shown && !foreign);
        let Some(prediction) = predicted else { continue };
        let Some(share) = prediction.value else { continue };
        let [name, short] = names(theory);
        let written = |share: f64| format!("{share:.3}");
        match levels.iter_mut().find(|level| written(level.share) == written(share)) {
            // One line for the eye: it has both names.
            Some(same) => {
                for (names, other) in same.names.iter_mut().zip([name, short]) {
                    *names = format!("{names}, {other}");
                }
            }
            None => {
                // A level is a reference to compare with, whatever it was derived for.
                let holds = prediction.domain.is_valid() || theory.is_level();
                let pen = if holds { theory.pen() } else { pens::outside(theory.pen()) };
                levels.push(Level { names: [name, short, short].map(str::to_owned).to_vec(), share, pen });
            }
        }
    }
    levels
}

/// What a theory is called beside its level, and what where there is less room.
fn names(theory: Theory) -> [&'static str; 2] {
    match theory {
        Theory::Eq9Approximate => [say!("prediction.label.eq9-approximate"), "≈"],
        Theory::Ito => [say!("prediction.ito-short"); 2],
        Theory::Equilibrium => [say!("panel.held.equilibrium"); 2],
        other => [other.name(); 2],
    }
}

/// Step, share and its band since y has been where it is held, up to the moment looked at.
pub fn measured(seen: &Seen<'_>, y: f64) -> Vec<[f64; 4]> {
    let samples = &seen.run.record.samples;
    let until = &samples[..samples.len().min(seen.shown.sample + 1)];
    let held = |mean: Option<f64>| mean.is_some_and(|mean| (mean - y).abs() < SAME * y.max(1.0));
    let from = until.iter().rposition(|sample| !held(sample.mean_y)).map_or(0, |before| before + 1);
    until[from..]
        .iter()
        .filter_map(|sample| {
            let (low, high) = sample.band();
            Some([f64::from(sample.step), sample.p_flat()?, low, high])
        })
        .collect()
}
