//! P_flat while y is held: the steady state as it forms, beside what the theories say it will be.

use std::collections::HashMap;

use egui::{Align2, Rect, Ui};

use crate::app::desk::scene::Scene;
use crate::app::kit::hand;
use crate::app::kit::maths;
use crate::app::kit::plots::chart::Chart;
use crate::app::kit::plots::inks::Inks;
use crate::app::kit::plots::labels::{Placer, beside_level, lead};
use crate::app::kit::plots::{Frame, Plotted, well};
use crate::app::kit::theme::{Role, fade};
use crate::chart::{Ink, Panel};
use crate::say;
use crate::valleys::figures::Theory;
use crate::valleys::figures::held::{self, Level};

/// The plot, and where the names of the levels stood in the frame before.
#[derive(Default)]
pub(super) struct HeldPanel {
    chart: Chart,
    labels: HashMap<String, Option<usize>>,
}

impl HeldPanel {
    /// Draws the share against the steps since y was held.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        scene: &Scene<'_>,
        y: f64,
        shows: &dyn Fn(Theory) -> bool,
    ) -> Panel {
        let seen = scene.seen;
        let panel = held::panel(&seen, y, shows);
        let levels = held::levels(&seen, y, shows);
        let measured = held::measured(&seen, y);
        let description = describe(&levels, measured.last().map(|sample| sample[1]), y);
        let name = if scene.seen.scenario.landscape.flat_is_right() {
            say!("panel.held.plot")
        } else {
            say!("panel.held.plot-steeper")
        };
        let frame = Frame::of(&panel, name, &description, &scene.theme, scene.scale).with_grid();
        let plotted = self.chart.show(ui, well(rect, scene.scale), &frame, &panel, &|_| false);
        self.name(&plotted, &panel, &levels, scene);
        panel
    }

    /// Names the levels beside their lines, off the measured curve: it is what they are compared with.
    fn name(&mut self, plotted: &Plotted, panel: &Panel, levels: &[Level], scene: &Scene<'_>) {
        let (scale, inks) = (scene.scale, Inks::new(&scene.theme, scene.scale));
        let mut placer = Placer::new(plotted.well);
        plotted.note(panel, &mut placer);
        let upright = |share: f64| plotted.transform.position_from_point_y(share);
        // A level between others has the fewest places for its name.
        let outer = |share: f64| {
            levels.iter().all(|other| other.share <= share) || levels.iter().all(|other| other.share >= share)
        };
        let mut named: Vec<&Level> = levels.iter().collect();
        named.sort_by_key(|level| outer(level.share));
        for (index, level) in named.iter().enumerate() {
            let others = named.iter().enumerate().filter(|(other, _)| *other != index);
            let others: Vec<f32> = others.map(|(_, other)| upright(other.share)).collect();
            let colour = inks.ink(if level.pen.ink == Ink::Mute { Ink::Text } else { level.pen.ink });
            for name in &level.names {
                let style = maths::Style::new(Role::Direct, scale, colour);
                let text = format!("{name} {:.3}", level.share);
                let line = maths::layout(plotted.painter.ctx(), &text, style);
                let well = plotted.well.shrink(scale.px(5.0));
                let spots = beside_level(upright(level.share), &others, line.size(), well);
                let had = self.labels.entry(name.clone()).or_default();
                if let Some(spot) = placer.place(line.size(), &spots, had) {
                    let rect = spot.rect(line.size());
                    lead(&plotted.painter, &spot, rect, fade(colour, 0.7), scale);
                    line.paint(&plotted.painter, rect.left_center(), Align2::LEFT_CENTER);
                    hand::copies(&plotted.response, rect, &text);
                    break;
                }
            }
        }
        plotted.part_grid(placer.labels());
    }
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
