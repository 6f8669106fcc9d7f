//! The page of the laboratory of networks: controls, the plane with run and branches, the digits that are taken for others,
//! panels, and a timeline with two clocks.

mod controls;
mod digits;
mod grid;
mod key;
mod lesson;
mod matching;
mod menu;
mod panes;
mod pointer;
mod readouts;
mod repeats;
mod shelf;
mod stage;
mod status;
pub mod table;
mod tables;
mod timeline;
mod track;

pub use lesson::{leaf, needed};
pub use stage::PlaneStage;

use egui::{Rangef, Rect, Ui, pos2, vec2};

use crate::app::desk::Desk;
use crate::app::desk::command::Command;
use crate::app::kit::theme::{Scale, space};
use crate::labs::Lab;
use crate::networks::bench::Page;
use crate::networks::figures::panes::Pane;

/// What the page keeps from frame to frame.
#[derive(Default)]
pub struct Laboratory {
    stage: stage::PlaneStage,
    panes: panes::Panes,
    digits: digits::DigitRows,
    grid: grid::GridPage,
    matching: matching::MatchingPage,
    aside: lesson::AsideStage,
}

/// Where everything goes.
struct Places {
    controls: Rect,
    status: egui::Pos2,
    stage: Rect,
    digits: Rect,
    panes: Rect,
    timeline: Rect,
    track: Rangef,
    shelf: Option<Rect>,
}

/// Heights of the timeline in a presentation, and of the ticks below the stage.
const PRESENTED: f32 = 62.0;
const TICKS: f32 = 35.0;
/// The column of panels takes a third of what a larger window adds, up to its most.
const PANES: (f32, f32) = (324.0, 480.0);
/// From the stage to the numbers at its left.
const LEFT: f32 = 56.0;

impl Laboratory {
    /// Draws the page below the bar at the top; says where a notice has room.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        desk: &Desk,
        scale: Scale,
        commands: &mut Vec<Command>,
    ) -> egui::Pos2 {
        let presenting = desk.look.presenting;
        let rows = if presenting { digits::PRESENTED } else { digits::ROWS };
        let places = match leaf(rect, desk, scale) {
            Some(leaf) => lesson::places(rect, leaf, desk, scale),
            None if presenting => presentation(rect, scale, rows),
            None => window(rect, rows),
        };
        status::show(ui, places.status, places.panes.left() - places.status.x - 20.0, desk, scale);
        if let Some(running) = desk.lessons.running_in(Lab::Networks) {
            self.taught(ui, &places, running, desk, scale, commands);
            timeline::show(ui, places.timeline, places.track, desk, scale, commands);
            return pos2(places.stage.center().x, places.stage.bottom() - 12.0);
        }
        match desk.networks.bench.page {
            Page::Matching => self.matching.show(ui, &places, desk, scale, commands),
            Page::Grid => self.grid.show(ui, &places, desk, scale, commands),
            Page::Run => {
                if !presenting {
                    controls::show(ui, places.controls, desk, commands);
                }
                let above = Rect::from_min_max(
                    places.stage.left_top() - vec2(0.0, 24.0),
                    places.stage.right_top() - vec2(0.0, 2.0),
                );
                menu::show(ui, above, Pane::Plane, desk, commands);
                if desk.networks.bench.enlarged == Some(Pane::Plane) && !presenting {
                    let whole = places.stage.with_max_y(places.digits.bottom() - TICKS + 8.0);
                    self.stage.show(ui, whole, desk, scale, commands);
                } else {
                    self.stage.show(ui, places.stage, desk, scale, commands);
                    self.digits.show(ui, places.digits, rows, desk, scale, commands);
                }
                self.panes.show(ui, places.panes, desk, scale, commands);
            }
        }
        timeline::show(ui, places.timeline, places.track, desk, scale, commands);
        if let Some(place) = places.shelf {
            shelf::show(ui, place, desk, commands);
        }
        pos2(places.stage.center().x, places.stage.bottom() - 12.0)
    }
}

fn panes_width(rect: Rect) -> f32 {
    (PANES.0 + (rect.width() - 1280.0) / 3.0).clamp(PANES.0, PANES.1)
}

fn window(rect: Rect, rows: usize) -> Places {
    let timeline = rect.with_min_y(rect.bottom() - space::TIMELINE);
    let left = rect.left() + space::MARGIN;
    let controls =
        Rect::from_min_max(pos2(left, rect.top() + 14.0), pos2(left + space::CONTROLS, timeline.top()));
    let width = panes_width(rect);
    let right = rect.right() - space::MARGIN;
    let panes = Rect::from_min_max(pos2(right - width, rect.top() + 10.0), pos2(right, timeline.top()));
    let across = Rangef::new(controls.right() + LEFT, panes.left() - 32.0);
    let digits = digits::height(rect.height(), rows, Scale::WINDOW);
    let digits = Rect::from_x_y_ranges(across, timeline.top() - 8.0 - digits..=timeline.top() - 8.0);
    let stage = Rect::from_x_y_ranges(across, rect.top() + 52.0..=digits.top() - TICKS);
    Places {
        controls,
        status: pos2(stage.left(), rect.top() + 26.0),
        stage,
        digits,
        panes,
        timeline,
        track: stage.x_range(),
        shelf: Some(Rect::from_x_y_ranges(panes.x_range(), timeline.y_range())),
    }
}

fn presentation(rect: Rect, scale: Scale, rows: usize) -> Places {
    let px = |length: f32| scale.px(length);
    let timeline = rect.with_min_y(rect.bottom() - px(PRESENTED));
    let across = Rangef::new(rect.left() + px(49.0), rect.left() + 0.647 * rect.width());
    let digits = digits::height(rect.height() / scale.0, rows, scale);
    let digits = Rect::from_x_y_ranges(across, timeline.top() - px(6.0) - digits..=timeline.top() - px(6.0));
    let stage = Rect::from_x_y_ranges(across, rect.top() + px(65.0)..=digits.top() - px(31.0));
    let panes = Rect::from_min_max(
        pos2(across.max + px(34.0), stage.top() - px(2.0)),
        pos2(rect.right() - px(24.0), timeline.top()),
    );
    Places {
        controls: Rect::NOTHING,
        status: pos2(stage.left(), rect.top() + px(36.0)),
        stage,
        digits,
        panes,
        timeline,
        track: Rangef::new(rect.left() + px(174.0), rect.right() - px(27.0)),
        shelf: None,
    }
}
