//! The page while a lesson is under way on it: the lesson's own column at the left, the panels that its page names, what is
//! kept back until the guess, and a figure where a page shows one in the place of the run.

use std::sync::Arc;

use egui::{Rangef, Rect, Ui, pos2, vec2};

use super::panes::LEAST;
use super::{Laboratory, Places, controls, digits};
use crate::app::desk::Desk;
use crate::app::desk::classroom::{Aside, Running};
use crate::app::desk::command::{Command, NetworkCommand};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::plots::figure::Drawing;
use crate::app::kit::plots::words;
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::whole;
use crate::app::kit::widgets::{Quantity, ValueRow};
use crate::chart::Figure;
use crate::labs::Lab;
use crate::lessons::{Handle, Step};
use crate::networks::figures::panes::Pane;
use crate::networks::figures::veil::Piece;
use crate::say;

/// From the bar at the top to the lesson's page, from its foot to the timeline, and from it to the stage.
const ABOVE: f32 = 15.0;
const BELOW: f32 = 6.0;
const BESIDE: [f32; 2] = [56.0, 32.0];
/// The foot of a stage with nothing but its numbers below.
const TICKS: f32 = 35.0;
/// The share of a presentation that the page has, and of what is left of its height that the stage has.
const PAGE: f32 = 0.42;
const STAGE: f32 = 0.5;
/// A panel is no higher than this share of its width; and from one to the next.
const UPRIGHT: f32 = 0.72;
const GAP: f32 = 14.0;
/// A control is no wider than a hand reaches without looking.
const WIDEST: f32 = 280.0;
/// Lines below a figure: their height, and how many there are at most.
const LINE: f32 = 17.0;
const LINES: usize = 7;

/// Where the lesson's page is, while there is one.
pub fn leaf(rect: Rect, desk: &Desk, scale: Scale) -> Option<Rect> {
    desk.lessons.running_in(Lab::Networks)?;
    let timeline = timeline(rect, desk, scale);
    Some(if desk.look.presenting {
        let columns = rect.left() + scale.px(24.0)..=rect.left() + PAGE * rect.width();
        Rect::from_x_y_ranges(columns, rect.top() + scale.px(16.0)..=timeline.top() - scale.px(8.0))
    } else {
        let left = rect.left() + space::MARGIN;
        Rect::from_x_y_ranges(left..=left + space::LESSON, rect.top() + ABOVE..=timeline.top() - BELOW)
    })
}

fn timeline(rect: Rect, desk: &Desk, scale: Scale) -> Rect {
    let height = if desk.look.presenting { scale.px(super::PRESENTED) } else { space::TIMELINE };
    rect.with_min_y(rect.bottom() - height)
}

/// Where everything else is, beside the lesson's page.
pub(super) fn places(rect: Rect, leaf: Rect, desk: &Desk, scale: Scale) -> Places {
    let timeline = timeline(rect, desk, scale);
    let px = |length: f32| scale.px(length);
    if desk.look.presenting {
        let across = leaf.right() + px(56.0)..=rect.right() - px(20.0);
        let top = rect.top() + px(65.0);
        let middle = top + STAGE * (timeline.top() - top);
        let panes = leaf.right() + px(28.0)..=*across.end();
        return Places {
            controls: Rect::NOTHING,
            status: pos2(*across.start(), rect.top() + px(36.0)),
            stage: Rect::from_x_y_ranges(across, top..=middle),
            digits: Rect::NOTHING,
            panes: Rect::from_x_y_ranges(panes, middle + px(36.0)..=timeline.top() - px(4.0)),
            timeline,
            track: Rangef::new(rect.left() + px(174.0), rect.right() - px(27.0)),
            shelf: None,
        };
    }
    let right = rect.right() - space::MARGIN;
    let width = super::panes_width(rect);
    let panes = Rect::from_min_max(pos2(right - width, rect.top() + 10.0), pos2(right, timeline.top() - 8.0));
    let across = Rangef::new(leaf.right() + BESIDE[0], panes.left() - BESIDE[1]);
    let rows = digits::height(rect.height(), digits::ROWS, scale);
    let has_digits =
        desk.lessons.running.as_ref().is_some_and(|running| running.step().parts().contains(&Piece::Digits));
    let foot = if has_digits { timeline.top() - 8.0 - rows } else { timeline.top() - 8.0 };
    Places {
        controls: Rect::NOTHING,
        status: pos2(across.min, rect.top() + 26.0),
        stage: Rect::from_x_y_ranges(across, rect.top() + 52.0..=foot - TICKS),
        digits: Rect::from_x_y_ranges(across, foot..=timeline.top() - 8.0),
        panes,
        timeline,
        track: Rangef::new(across.min, panes.right()),
        shelf: None,
    }
}

impl Laboratory {
    /// Stage, digits and panels as the page has them, or its figure.
    pub(super) fn taught(
        &mut self,
        ui: &mut Ui,
        places: &Places,
        running: &Running,
        desk: &Desk,
        scale: Scale,
        commands: &mut Vec<Command>,
    ) {
        let presenting = desk.look.presenting;
        if running.step().figure().is_some() {
            let rect =
                Rect::from_min_max(places.stage.min, pos2(places.panes.right(), places.timeline.top()));
            self.aside.show(ui, rect, desk, scale);
            return;
        }
        self.stage.show(ui, places.stage, desk, scale, commands);
        let parts = running.step().parts();
        if parts.contains(&Piece::Digits) && !presenting {
            self.digits.show(ui, places.digits, digits::ROWS, desk, scale, commands);
        }
        let panes = parts.into_iter().filter_map(|part| match part {
            Piece::Pane(pane) => Some(pane),
            _ => None,
        });
        let panes: Vec<Pane> = panes.take(if presenting { 1 } else { Pane::OF_THE_RUN.len() }).collect();
        let Some(scope) = desk.networks.scope().filter(|_| !panes.is_empty()) else { return };
        let gap = scale.px(GAP);
        let count = panes.len() as f32;
        let room = (places.panes.height() - (count - 1.0) * gap) / count;
        let height = room.min(UPRIGHT * places.panes.width()).max(LEAST);
        for (index, pane) in panes.into_iter().enumerate() {
            let corner = places.panes.min + vec2(0.0, index as f32 * (height + gap));
            let place = Rect::from_min_size(corner, vec2(places.panes.width(), height));
            self.panes.pane(ui, place, pane, desk, &scope, scale, commands);
        }
    }
}

/// A figure in the place of the run, with what it says below.
#[derive(Default)]
pub(super) struct AsideStage {
    drawing: Drawing,
}

impl AsideStage {
    fn show(&mut self, ui: &mut Ui, rect: Rect, desk: &Desk, scale: Scale) {
        let theme = Theme::of(ui.ctx());
        let foot = scale.px(LINE) * LINES as f32;
        let body = rect.with_max_y(rect.bottom() - foot - scale.px(space::GAP));
        let aside = desk.lessons.aside();
        let put_away = desk.networks.veil().hides(Piece::Figure);
        match aside.and_then(|aside| aside.figure.as_ref()).filter(|_| !put_away) {
            Some(figure) => {
                self.drawing.show(ui, body, figure, &theme, scale);
                caption(ui, rect.with_min_y(body.bottom() + scale.px(space::GAP)), figure, &theme, scale);
            }
            None => {
                ui.painter().rect_filled(body, f32::from(space::STAGE_RADIUS), theme.well);
                let share = aside.map_or(0.0, Aside::share);
                let text = if put_away {
                    say!("lesson.put-away").to_owned()
                } else {
                    say!("lesson.figure-on-its-way", share = crate::words::per_cent(share))
                };
                words(ui.painter(), body, &text, &theme, scale);
            }
        }
    }
}

fn caption(ui: &Ui, rect: Rect, figure: &Arc<Figure>, theme: &Theme, scale: Scale) {
    let style = |colour| Style::new(Role::Tick, scale, colour).emphasis(theme.strong);
    let texts =
        [(&figure.caption, theme.text)].into_iter().chain(figure.notes.iter().map(|note| (note, theme.mute)));
    let lines = texts.flat_map(|(text, ink)| maths::layout_wrapped(ui.ctx(), text, style(ink), rect.width()));
    for (row, line) in lines.take(LINES).enumerate() {
        let at = pos2(rect.left(), rect.top() + scale.px(LINE) * (row as f32 + 0.5));
        line.paint(ui.painter(), at, egui::Align2::LEFT_CENTER);
    }
}

/// The controls that a page's task needs, and no others.
pub fn needed(ui: &mut Ui, step: &Step, desk: &Desk, commands: &mut Vec<Command>) {
    let width = ui.available_width().min(Scale::of(ui).px(WIDEST));
    for handle in step.handles() {
        ui.allocate_ui(vec2(width, 0.0), |ui| {
            ui.set_width(width);
            match handle {
                Handle::Parameter(parameter) => controls::number(ui, parameter, desk, commands),
                Handle::ReadAt => controls::read_at(ui, desk, commands),
                Handle::Held => held(ui, desk, commands),
            }
        });
        ui.add_space(Scale::of(ui).px(space::GAP));
    }
}

/// t_c of the branch that is held.
fn held(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let steps = f64::from(desk.networks.bench.setup.steps());
    let mut step = f64::from(desk.networks.bench.held.unwrap_or(0));
    let quantity = Quantity::linear(0.0..=0.5 * steps, 0.0).whole();
    let (response, gesture) = ValueRow::new(say!("lesson.held"), &mut step, quantity).show(ui);
    whole::cover_if_cut(ui, response.rect);
    if gesture.changed {
        commands.push(NetworkCommand::Hold(Some(step as u32)).into());
    }
}
