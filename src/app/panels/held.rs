//! P_flat while y is held: the steady state as it forms, beside what three theories say it will be.

use egui::{Align2, Rect, Ui, pos2, vec2};
use egui_plot::PlotPoint;

use crate::app::maths;
use crate::app::plots::ink::{Dash, Pen, band, curve};
use crate::app::plots::{Frame, well};
use crate::app::scene::Scene;
use crate::app::theme::{Role, fade};
use crate::figures::axis::{Axis, Numbers};
use crate::say;
use crate::theory::{Prediction, p_ss, p_ss_approximate, p_steady};

/// Heights this close are the held one: walkers keep theirs in single precision.
const SAME: f64 = 1e-4;
/// From one name of a level to the next, in points at scale 1.
const APART: f32 = 80.0;

/// Draws the share against the steps since y was held.
pub(super) fn show(ui: &mut Ui, rect: Rect, scene: &Scene<'_>, y: f64) {
    let (theme, scale) = (&scene.theme, scene.scale);
    let measured = measured(scene, y);
    let scenario = scene.scenario;
    let told = |theory: fn(&_, _, f64, f64) -> Prediction| {
        let predicted = theory(&scenario.landscape, scenario.noise, y, scene.curves.delta_s).value;
        predicted.filter(|_| !scene.withheld)
    };
    let levels = [
        (say!("equation.eq9"), told(p_ss), theme.eq9, Dash::Solid),
        ("≈", told(p_ss_approximate), fade(theme.eq9, 0.7), Dash::Dashed),
        (say!("prediction.ito-short"), told(p_steady), theme.ito, Dash::DashDot),
    ];
    let least = measured.iter().map(|sample| sample[2]).chain(levels.iter().filter_map(|level| level.1));
    let low = ((least.fold(0.5, f64::min) - 0.01) * 10.0).floor() / 10.0;
    let [first, last] = [measured.first(), measured.last()].map(|sample| sample.map_or(0.0, |s| s[0]));
    let description = describe(&levels, measured.last().map(|sample| sample[1]), y);
    let frame = Frame {
        name: say!("panel.held.plot"),
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
        for (_, level, colour, dash) in &levels {
            if let Some(level) = level {
                let ends = vec![[first, *level], [last.max(first + 1.0), *level]];
                plot.add(curve(ends, Pen::new(*colour, 1.5, *dash), scale));
            }
        }
        let points = measured.iter().map(|sample| [sample[0], sample[1]]).collect();
        plot.add(curve(points, Pen::new(theme.strong, 2.2, Dash::Solid), scale));
    });
    // Each on its own line, side by side: the lines may lie close.
    let names = levels.iter().filter_map(|level| Some((level.0, level.1?, level.2)));
    for (column, (name, level, colour)) in names.enumerate() {
        let at = plotted.transform.position_from_point(&PlotPoint::new(first, level)).y;
        let style = maths::Style::new(Role::Direct, scale, colour);
        let line = maths::layout(ui.ctx(), &format!("{name} {level:.3}"), style);
        let place = pos2(plotted.well.right() - scale.px(6.0 + APART * column as f32), at);
        let ground =
            Align2::RIGHT_CENTER.anchor_size(place, line.size()).expand2(scale.px(1.0) * vec2(3.0, 0.0));
        plotted.painter.rect_filled(ground, 0.0, theme.well);
        line.paint(&plotted.painter, place, Align2::RIGHT_CENTER);
    }
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

fn describe(levels: &[(&str, Option<f64>, egui::Color32, Dash); 3], measured: Option<f64>, y: f64) -> String {
    let levels = levels.iter().filter_map(|(name, level, ..)| Some(format!("{name} {:.3}", (*level)?)));
    let levels = levels.collect::<Vec<_>>().join(", ");
    let y = format!("{y:.2}");
    match measured {
        Some(share) => {
            say!("panel.held.said", y = y, share = format_args!("{share:.3}"), levels = levels)
        }
        None => say!("panel.held.said-unmeasured", y = y, levels = levels),
    }
}
