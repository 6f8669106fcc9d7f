//! The page of the grid: four maps over η and B that fill from coarse to fine, the same over η/B, and the runs of a cell.

mod controls;
mod map;
mod runs;
mod scatters;

use egui::{Rect, Ui, pos2, vec2};

use super::Places;
use crate::app::desk::Desk;
use crate::app::desk::command::Command;
use crate::app::kit::maths::{self, Style};
use crate::app::kit::plots::words;
use crate::app::kit::theme::{Role, Scale, Theme};
use crate::networks::figures::measure::Measure;
use crate::networks::figures::panes::Pane;
use crate::say;

/// What the page keeps from frame to frame.
#[derive(Default)]
pub(super) struct GridPage {
    scatters: scatters::Scatters,
}

/// Between two maps, beside and below; and the line below them that says what dots are.
const GAPS: egui::Vec2 = vec2(34.0, 16.0);
const LEGEND: f32 = 24.0;
/// The part of the column at the right that is the curves', and the rest the runs'.
const CURVES: f32 = 0.60;

impl GridPage {
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        places: &Places,
        desk: &Desk,
        scale: Scale,
        commands: &mut Vec<Command>,
    ) {
        let presenting = desk.look.presenting;
        if !presenting {
            controls::show(ui, places.controls, desk, commands);
        }
        let theme = Theme::of(ui.ctx());
        let whole = places.stage.union(places.digits);
        let Some(scope) = desk.networks.farmland.scope() else {
            words(ui.painter(), whole, say!("network.grid.waiting"), &theme, scale);
            return;
        };
        let legend = if presenting { 0.0 } else { LEGEND };
        let maps = whole.with_max_y(whole.bottom() - legend);
        let gaps = GAPS * scale.0;
        let size = vec2(0.5 * (maps.width() - gaps.x), 0.5 * (maps.height() - gaps.y));
        let enlarged = desk.networks.bench.enlarged;
        for (index, measure) in Measure::ALL.into_iter().enumerate() {
            let corner = vec2((index % 2) as f32 * (size.x + gaps.x), (index / 2) as f32 * (size.y + gaps.y));
            let rect = match enlarged {
                Some(Pane::Map(one)) if one == measure => maps,
                Some(Pane::Map(_)) => continue,
                _ => Rect::from_min_size(maps.min + corner, size),
            };
            map::show(ui, rect, measure, &scope, desk, scale, commands);
        }
        if !presenting {
            let style = Style::new(Role::Tick, scale, theme.mute);
            let line = maths::layout(ui.ctx(), &say!("network.grid.legend", apart = map::APART), style);
            line.paint(ui.painter(), pos2(whole.left(), whole.bottom() - 6.0), egui::Align2::LEFT_CENTER);
        }
        let share = if presenting { 0.94 } else { CURVES };
        let curves = places.panes.with_max_y(places.panes.top() + share * places.panes.height());
        self.scatters.show(ui, curves, &scope, desk, scale, commands);
        if !presenting {
            runs::show(ui, places.panes.with_min_y(curves.bottom() + 10.0), &scope, desk, commands);
        }
    }
}
