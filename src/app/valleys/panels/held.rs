//! P_flat while y is held: the steady state as it forms, beside what three theories say it will be.

use std::collections::HashMap;

use egui::{Align2, Rect, Ui, pos2};

use super::predictions::Kind;
use super::{share_range, steps_range};
use crate::app::desk::scene::Scene;
use crate::app::kit::maths;
use crate::app::kit::plots::ink::{Dash, Pen, band, curve, on_screen};
use crate::app::kit::plots::labels::{Placer, beside_level, lead};
use crate::app::kit::plots::{Frame, Plotted, well};
use crate::app::kit::theme::{Role, Scale, fade};
use crate::chart::{Axis, Numbers};
use crate::say;
use crate::valleys::model::NoiseLaw;
use crate::valleys::theory::{Prediction, p_ss, p_ss_approximate, p_steady};

/// Heights this close are the held one: walkers keep theirs in single precision.
const SAME: f64 = 1e-4;

/// A share, and all that predict it.
struct Level {
    /// What it is called, and what where there is less room.
    names: Vec<String>,
    share: f64,
    colour: egui::Color32,
    pen: Pen,
}

/// The predictions that have a share at one height; of those that agree the first has the line.
const KINDS: [Kind; 5] = [Kind::Eq9, Kind::Eq9Approximate, Kind::Ito, Kind::Boltzmann, Kind::Equilibrium];

/// Draws the share against the steps since y was held; `labels` says where its names stood in the frame before.
pub(super) fn show(
    ui: &mut Ui,
    rect: Rect,
    scene: &Scene<'_>,
    y: f64,
    labels: &mut HashMap<String, Option<usize>>,
) {
    let (theme, scale) = (&scene.theme, scene.scale);
    let measured = measured(scene, y);
    let levels = levels(scene, y);
    let least = measured.iter().map(|sample| sample[2]).chain(levels.iter().map(|level| level.share));
    let steps = steps_range(scene, measured.first().map_or(0.0, |sample| sample[0]));
    let description = describe(&levels, measured.last().map(|sample| sample[1]), y);
    let frame = Frame {
        name: if scene.scenario.landscape.flat_is_right() {
            say!("panel.held.plot")
        } else {
            say!("panel.held.plot-steeper")
        },
        description: &description,
        theme,
        scale,
        x: Axis::new(say!("panel.step"), steps, Numbers::Thousands),
        y: Axis::new("", share_range(scene, least.fold(0.5, f64::min)), Numbers::Plain),
        grid: true,
    };
    let plotted = frame.show(ui, well(rect, scale), |plot| {
        let bounds = measured.iter().map(|sample| [sample[0], sample[2], sample[3]]).collect();
        plot.add(band(bounds, fade(theme.strong, 0.2)));
        for level in &levels {
            plot.add(curve(steps.map(|step| [step, level.share]).to_vec(), level.pen, scale));
        }
        let points = measured.iter().map(|sample| [sample[0], sample[1]]).collect();
        plot.add(curve(points, Pen::new(theme.strong, 2.2, Dash::Solid), scale));
    });
    name(&plotted, &levels, &measured, labels, scale);
}

/// The shares that are predicted and switched on. The approximation of Eq. 9 comes with it: at one height there is room for
/// both. For a law that Eq. 9 is not derived for it is not there to be compared with.
fn levels(scene: &Scene<'_>, y: f64) -> Vec<Level> {
    let (scenario, curves, on) = (scene.scenario, scene.curves, &scene.view.predictions);
    let at = |theory: fn(&_, _, f64, f64) -> Prediction| {
        theory(&scenario.landscape, scenario.noise, y, curves.delta_s)
    };
    let mut levels: Vec<Level> = Vec::new();
    for kind in KINDS {
        let (shown, prediction, name, short) = match kind {
            Kind::Eq9 => (on.eq9, at(p_ss), say!("equation.eq9"), say!("equation.eq9")),
            Kind::Eq9Approximate => {
                let name = say!("prediction.label.eq9-approximate");
                (on.eq9 || on.eq9_approximate, at(p_ss_approximate), name, "≈")
            }
            Kind::Ito => (on.ito, at(p_steady), say!("prediction.ito-short"), say!("prediction.ito-short")),
            Kind::Boltzmann => {
                let name = say!("prediction.boltzmann");
                (on.boltzmann, curves.boltzmann.clone(), name, name)
            }
            Kind::Equilibrium => {
                let name = say!("panel.held.equilibrium");
                (on.equilibrium, curves.equilibrium.clone(), name, name)
            }
            Kind::TwoState | Kind::Density => continue,
        };
        let foreign = matches!(kind, Kind::Eq9 | Kind::Eq9Approximate) && scenario.noise != NoiseLaw::Hessian;
        let Some(share) = prediction.value.filter(|_| shown && !foreign && !scene.withheld) else { continue };
        let written = |share: f64| format!("{share:.3}");
        match levels.iter_mut().find(|level| written(level.share) == written(share)) {
            // One line for the eye: it has both names.
            Some(same) => {
                for (names, other) in same.names.iter_mut().zip([name, short]) {
                    *names = format!("{names}, {other}");
                }
            }
            None => {
                let pen = kind.pen(&scene.theme);
                // A level is a reference to compare with, whatever it was derived for.
                let holds = prediction.domain.is_valid() || kind.is_level();
                levels.push(Level {
                    names: [name, short, short].map(str::to_owned).to_vec(),
                    share,
                    colour: if kind.is_level() { scene.theme.text } else { pen.colour },
                    pen: if holds { pen } else { pen.outside() },
                });
            }
        }
    }
    levels
}

/// Names the levels beside their lines, off the measured curve: it is what they are compared with.
fn name(
    plotted: &Plotted,
    levels: &[Level],
    measured: &[[f64; 4]],
    labels: &mut HashMap<String, Option<usize>>,
    scale: Scale,
) {
    let mut placer = Placer::new(plotted.well);
    let column = |at: usize| measured.iter().map(|sample| [sample[0], sample[at]]).collect::<Vec<_>>();
    for (at, weight) in [(1, 3.0), (2, 1.0), (3, 1.0)] {
        placer.line(&on_screen(&column(at), &plotted.transform), weight);
    }
    let upright = |share: f64| plotted.transform.position_from_point_y(share);
    let mut named: Vec<&Level> = levels.iter().collect();
    for level in levels {
        let y = upright(level.share);
        placer.line(&[pos2(plotted.well.left(), y), pos2(plotted.well.right(), y)], 1.0);
    }
    // A level between others has the fewest places for its name.
    let outer = |share: f64| {
        levels.iter().all(|other| other.share <= share) || levels.iter().all(|other| other.share >= share)
    };
    named.sort_by_key(|level| outer(level.share));
    for (index, level) in named.iter().enumerate() {
        let others = named.iter().enumerate().filter(|(other, _)| *other != index);
        let others: Vec<f32> = others.map(|(_, other)| upright(other.share)).collect();
        let share = level.share;
        for name in &level.names {
            let style = maths::Style::new(Role::Direct, scale, level.colour);
            let line = maths::layout(plotted.painter.ctx(), &format!("{name} {share:.3}"), style);
            let spots =
                beside_level(upright(share), &others, line.size(), plotted.well.shrink(scale.px(5.0)));
            let had = labels.entry(format!("held {name}")).or_default();
            if let Some(spot) = placer.place(line.size(), &spots, had) {
                let rect = spot.rect(line.size());
                lead(&plotted.painter, &spot, rect, fade(level.colour, 0.7), scale);
                line.paint(&plotted.painter, rect.left_center(), Align2::LEFT_CENTER);
                break;
            }
        }
    }
    plotted.part_grid(placer.labels());
}

/// Step, share and its band since y has been where it is held, up to the moment looked at.
fn measured(scene: &Scene<'_>, y: f64) -> Vec<[f64; 4]> {
    let samples = &scene.record.samples;
    let seen = &samples[..samples.len().min(scene.shown.sample + 1)];
    let held = |mean: Option<f64>| mean.is_some_and(|mean| (mean - y).abs() < SAME * y.max(1.0));
    let from = seen.iter().rposition(|sample| !held(sample.mean_y)).map_or(0, |before| before + 1);
    seen[from..]
        .iter()
        .filter_map(|sample| {
            let (low, high) = sample.band();
            Some([f64::from(sample.step), sample.p_flat()?, low, high])
        })
        .collect()
}

fn describe(levels: &[Level], measured: Option<f64>, y: f64) -> String {
    let levels = levels.iter().map(|level| format!("{} {:.3}", level.names[0], level.share));
    let levels = levels.collect::<Vec<_>>().join(", ");
    let y = format!("{y:.2}");
    match measured {
        Some(share) => {
            say!("panel.held.said", y = y, share = format_args!("{share:.3}"), levels = levels)
        }
        None => say!("panel.held.said-unmeasured", y = y, levels = levels),
    }
}
