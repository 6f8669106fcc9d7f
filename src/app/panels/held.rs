//! P_flat while y is held: the steady state as it forms, beside what three theories say it will be.

use std::collections::HashMap;

use egui::{Align2, Rect, Ui, pos2};

use crate::app::maths;
use crate::app::plots::ink::{Dash, Pen, band, curve, on_screen};
use crate::app::plots::labels::{Placer, beside_level, lead};
use crate::app::plots::{Frame, Plotted, well};
use crate::app::scene::Scene;
use crate::app::theme::{Role, Scale, fade};
use crate::figures::axis::{Axis, Numbers};
use crate::say;
use crate::theory::{Prediction, p_ss, p_ss_approximate, p_steady};

/// Heights this close are the held one: walkers keep theirs in single precision.
const SAME: f64 = 1e-4;

/// A predicted share.
struct Level {
    name: &'static str,
    /// What it is called where there is no room for its name.
    short: &'static str,
    share: Option<f64>,
    colour: egui::Color32,
    pen: Pen,
}

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
    let scenario = scene.scenario;
    let told = |theory: fn(&_, _, f64, f64) -> Prediction| {
        let predicted = theory(&scenario.landscape, scenario.noise, y, scene.curves.delta_s).value;
        predicted.filter(|_| !scene.withheld)
    };
    let level = |name, short, theory, colour, opacity, dash| Level {
        name,
        short,
        share: told(theory),
        colour,
        pen: Pen::new(fade(colour, opacity), 1.5, dash),
    };
    let (eq9, ito) = (say!("equation.eq9"), say!("prediction.ito-short"));
    let approximate = say!("prediction.label.eq9-approximate");
    let levels = [
        level(eq9, eq9, p_ss, theme.eq9, 1.0, Dash::Solid),
        level(approximate, "≈", p_ss_approximate, theme.eq9, 0.7, Dash::Dashed),
        level(ito, ito, p_steady, theme.ito, 1.0, Dash::DashDot),
    ];
    let least = measured.iter().map(|sample| sample[2]).chain(levels.iter().filter_map(|level| level.share));
    let low = ((least.fold(0.5, f64::min) - 0.01) * 10.0).floor() / 10.0;
    let [first, last] = [measured.first(), measured.last()].map(|sample| sample.map_or(0.0, |s| s[0]));
    let description = describe(&levels, measured.last().map(|sample| sample[1]), y);
    let frame = Frame {
        name: if scenario.landscape.flat_is_right() {
            say!("panel.held.plot")
        } else {
            say!("panel.held.plot-steeper")
        },
        description: &description,
        theme,
        scale,
        x: Axis::new(say!("panel.step"), [first, last.max(first + 1.0)], Numbers::Thousands),
        y: Axis::new("", [low.max(0.0), 1.0], Numbers::Plain),
        grid: true,
    };
    let plotted = frame.show(ui, well(rect, scale), |plot| {
        let bounds = measured.iter().map(|sample| [sample[0], sample[2], sample[3]]).collect();
        plot.add(band(bounds, fade(theme.strong, 0.2)));
        for level in &levels {
            if let Some(share) = level.share {
                let ends = vec![[first, share], [last.max(first + 1.0), share]];
                plot.add(curve(ends, level.pen, scale));
            }
        }
        let points = measured.iter().map(|sample| [sample[0], sample[1]]).collect();
        plot.add(curve(points, Pen::new(theme.strong, 2.2, Dash::Solid), scale));
    });
    name(&plotted, &levels, &measured, labels, scale);
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
    let mut named: Vec<(&Level, f64)> =
        levels.iter().filter_map(|level| Some((level, level.share?))).collect();
    for (_, share) in &named {
        let y = upright(*share);
        placer.line(&[pos2(plotted.well.left(), y), pos2(plotted.well.right(), y)], 1.0);
    }
    // A level between others has the fewest places for its name.
    let shares: Vec<f64> = named.iter().map(|(_, share)| *share).collect();
    let outer =
        |share: f64| shares.iter().all(|other| *other <= share) || shares.iter().all(|other| *other >= share);
    named.sort_by_key(|(_, share)| outer(*share));
    for (index, (level, share)) in named.iter().enumerate() {
        let others = named.iter().enumerate().filter(|(other, _)| *other != index);
        let others: Vec<f32> = others.map(|(_, (_, share))| upright(*share)).collect();
        for name in [level.name, level.short] {
            let style = maths::Style::new(Role::Direct, scale, level.colour);
            let line = maths::layout(plotted.painter.ctx(), &format!("{name} {share:.3}"), style);
            let spots =
                beside_level(upright(*share), &others, line.size(), plotted.well.shrink(scale.px(5.0)));
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
    let levels = levels.iter().filter_map(|level| Some(format!("{} {:.3}", level.name, level.share?)));
    let levels = levels.collect::<Vec<_>>().join(", ");
    let y = format!("{y:.2}");
    match measured {
        Some(share) => {
            say!("panel.held.said", y = y, share = format_args!("{share:.3}"), levels = levels)
        }
        None => say!("panel.held.said-unmeasured", y = y, levels = levels),
    }
}
