//! The page that asks whether an end is flat, or only far trained: F over the train loss, three readings of the same
//! branches side by side, and what repeats of the run say of it.

mod beside;
mod plot;
mod readings;
mod stage;

use egui::{Rect, Ui, pos2};

use super::{Places, controls};
use crate::app::desk::Desk;
use crate::app::desk::command::Command;
use crate::app::kit::theme::Scale;
use crate::networks::figures::panes::Pane;

/// What the page keeps from frame to frame.
#[derive(Default)]
pub(super) struct MatchingPage {
    stage: stage::LossStage,
    readings: readings::Readings,
    beside: beside::Beside,
}

/// Room for the numbers below the stage, and for the tab of L*; the readings' least height.
const TICKS: f32 = 44.0;
const READINGS: f32 = 186.0;

impl MatchingPage {
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        places: &Places,
        desk: &Desk,
        scale: Scale,
        commands: &mut Vec<Command>,
    ) {
        if !desk.look.presenting {
            controls::show(ui, places.controls, desk, commands);
        }
        let across = places.stage.x_range();
        let bottom = places.digits.bottom();
        let height = scale.px(READINGS).max(0.26 * (bottom - places.stage.top()));
        let readings = Rect::from_x_y_ranges(across, bottom - height..=bottom);
        let stage = Rect::from_min_max(places.stage.min, pos2(across.max, readings.top() - scale.px(TICKS)));
        let Some(scope) = desk.networks.scope() else { return };
        let whole = stage.union(readings);
        match desk.networks.bench.enlarged.filter(|_| !desk.look.presenting) {
            Some(Pane::Losses) => {
                let whole = whole.with_max_y(whole.bottom() - scale.px(0.5 * TICKS));
                self.stage.show(ui, whole, desk, &scope, scale, commands);
            }
            Some(Pane::Read(at)) => self.readings.reading(ui, whole, at, desk, &scope, scale, commands),
            _ => {
                self.stage.show(ui, stage, desk, &scope, scale, commands);
                self.readings.show(ui, readings, desk, &scope, scale, commands);
            }
        }
        self.beside.show(ui, places.panes, desk, &scope, scale, commands);
    }
}
