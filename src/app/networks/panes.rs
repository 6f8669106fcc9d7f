//! The panels at the right, each drawn from its description: losses with branches, F along the run and at the ends, how
//! alike mistakes are, and the largest curvature against 2/η.

use std::collections::HashMap;

use egui::{Align2, Rect, Ui, UiBuilder, pos2, vec2};

use super::{menu, readouts, repeats};
use crate::app::desk::Desk;
use crate::app::desk::command::{Command, NetworkCommand};
use crate::app::desk::networks::Picked;
use crate::app::kit::maths::{self, Style};
use crate::app::kit::plots::chart::Chart;
use crate::app::kit::plots::labels::Placer;
use crate::app::kit::plots::names::{Names, along_mark};
use crate::app::kit::plots::{Frame, Plotted, well, words};
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::widgets::Slider;
use crate::chart::{Panel, format_number, format_whole};
use crate::networks::figures::panel_curves as curves;
use crate::networks::figures::panel_ends::pair_at;
use crate::networks::figures::panes::Pane;
use crate::networks::figures::scope::Scope;
use crate::networks::figures::veil::Piece;
use crate::networks::model::Parameter;
use crate::say;

/// What the panels keep from frame to frame.
#[derive(Default)]
pub(super) struct Panes {
    drawn: HashMap<Pane, (Chart, Names)>,
}

/// A title's row, between a title and its plot, and between two panels.
const TITLE: f32 = 18.0;
const BELOW: f32 = 6.0;
const GAP: egui::Vec2 = vec2(10.0, 12.0);
/// What stands below the panels, and under those of the last row.
const NOTES: f32 = 84.0;
/// Nothing is read off a panel lower than this.
pub(super) const LEAST: f32 = 60.0;

impl Panes {
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        desk: &Desk,
        scale: Scale,
        commands: &mut Vec<Command>,
    ) {
        let Some(scope) = desk.networks.scope() else { return };
        if desk.look.presenting {
            let middle = rect.top() + 0.45 * rect.height();
            let upper = rect.with_max_y(middle - scale.px(14.0));
            let lower = rect.with_min_y(middle).with_max_y(rect.bottom() - scale.px(4.0));
            self.pane(ui, upper, Pane::Ends, desk, &scope, scale, commands);
            self.pane(ui, lower, Pane::Similarity, desk, &scope, scale, commands);
            return;
        }
        let body = rect.with_max_y(rect.bottom() - NOTES);
        let ours = |pane: &Pane| Pane::OF_THE_RUN.contains(pane);
        if let Some(pane) = desk.networks.bench.enlarged.filter(ours) {
            let height = body.height().min(1.1 * body.width());
            self.pane(ui, body.with_max_y(body.top() + height), pane, desk, &scope, scale, commands);
        } else {
            let size = vec2((body.width() - GAP.x) / 2.0, (body.height() - 2.0 * GAP.y) / 3.0);
            for (index, pane) in Pane::OF_THE_RUN.into_iter().enumerate() {
                let place =
                    vec2((index % 2) as f32 * (size.x + GAP.x), (index / 2) as f32 * (size.y + GAP.y));
                let place = Rect::from_min_size(body.min + place, size);
                self.pane(ui, place, pane, desk, &scope, scale, commands);
            }
        }
        let notes = rect.with_min_y(body.bottom() + 4.0).with_max_y(rect.bottom() - 6.0);
        threshold(ui, notes.with_max_x(rect.center().x - 0.5 * GAP.x), desk, commands);
        remarks(ui, notes, &scope, scale);
    }

    pub(super) fn pane(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        pane: Pane,
        desk: &Desk,
        scope: &Scope<'_>,
        scale: Scale,
        commands: &mut Vec<Command>,
    ) {
        let theme = Theme::of(ui.ctx());
        let mut ui = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(("pane", pane)));
        let name = pane.title(scope.read_at);
        let row = rect.with_max_y(rect.top() + scale.px(TITLE));
        let style = Style::new(Role::Title, scale, theme.strong);
        maths::layout(ui.ctx(), name, style).paint(ui.painter(), row.left_center(), Align2::LEFT_CENTER);
        menu::show(&ui, row, pane, desk, commands);
        if pane == Pane::Ends && !desk.look.presenting {
            repeats::small(&ui, row.with_max_x(row.right() - menu::WIDTH), desk, scale, commands);
        }
        let mut body = well(rect.with_min_y(rect.top() + scale.px(TITLE + BELOW)), scale);
        if pane == Pane::Similarity {
            // As wide as high: it is symmetric.
            let side = body.width().min(body.height());
            body = Rect::from_min_size(body.min, vec2(side, side));
        }
        if body.height() < LEAST {
            return;
        }
        if scope.veil.hides(Piece::Pane(pane)) {
            ui.painter().rect_filled(body, f32::from(space::PLOT_RADIUS), theme.well);
            words(ui.painter(), body, say!("lesson.put-away"), &theme, scale);
            return;
        }
        let Some(panel) = pane.panel(scope) else { return };
        let plain = maths::plain(name);
        let mut frame = Frame::of(&panel, &plain, "", &theme, scale);
        if pane != Pane::Similarity {
            frame = frame.with_grid();
        }
        let (chart, names) = self.drawn.entry(pane).or_default();
        let plotted = chart.show(&mut ui, body, &frame, &panel, &|_| false);
        let mut placer = Placer::new(plotted.well);
        plotted.note(&panel, &mut placer);
        names.beside(&plotted, &frame, &panel, &along_mark, &mut placer);
        match pane {
            Pane::Similarity => {
                block_name(&plotted, &panel, &theme, scale);
                matrix(&ui, &plotted, scope, &theme, commands);
            }
            Pane::Ends => near_end(&ui, &plotted, scope, &theme, commands),
            _ => {
                let moment = |steps: f64| readouts::moment(pane, scope, steps, &theme);
                if let Some(at) = plotted.response.hover_pos() {
                    let steps = plotted.transform.value_from_position(at).x;
                    if let Some(readout) = moment(steps.max(0.0)) {
                        let x = at.x.min(plotted.well.right()).max(plotted.well.left());
                        let hair = egui::Stroke::new(1.0, theme.outline);
                        plotted.painter.vline(x, plotted.well.y_range(), hair);
                        readout.show_at(&ui, &plotted.response, &theme, at);
                    }
                }
            }
        }
    }
}

/// The words that the panel of likeness says itself.
fn block_name(plotted: &Plotted, panel: &Panel, theme: &Theme, scale: Scale) {
    let words = panel.marks.iter().find_map(|mark| match &mark.shape {
        crate::chart::Shape::Words { at, text, .. } => Some((plotted.place(*at), text)),
        _ => None,
    });
    let Some((at, text)) = words else { return };
    let line =
        maths::layout(plotted.painter.ctx(), text, Style::new(Role::DirectStrong, scale, theme.strong));
    let plate = Align2::LEFT_TOP.anchor_size(at, line.size());
    if plotted.well.contains_rect(plate) {
        let veil = crate::app::kit::theme::fade(theme.well, 0.45);
        plotted.painter.rect_filled(plate.expand2(vec2(3.0, 2.0) * scale.0), 3.0, veil);
        line.paint(&plotted.painter, at, Align2::LEFT_TOP);
    }
}

/// Reads a pair off the panel of likeness, and picks it out where it is clicked.
fn matrix(ui: &Ui, plotted: &Plotted, scope: &Scope<'_>, theme: &Theme, commands: &mut Vec<Command>) {
    let Some(at) = plotted.response.hover_pos() else { return };
    let value = plotted.transform.value_from_position(at);
    let Some(pair) = pair_at(scope, [value.x, value.y]) else { return };
    if plotted.response.clicked() {
        commands.push(NetworkCommand::Pick(Some(Picked::Pair(pair))).into());
    }
    if let Some(readout) = readouts::pair(scope, pair, theme) {
        readout.show_at(ui, &plotted.response, theme, at);
    }
}

/// Reads the nearest end off the panel of ends, and holds its branch where it is clicked.
fn near_end(ui: &Ui, plotted: &Plotted, scope: &Scope<'_>, theme: &Theme, commands: &mut Vec<Command>) {
    let Some(at) = plotted.response.hover_pos() else { return };
    let ends = scope.twigs().filter_map(|twig| {
        let flatness = twig.end(scope.read_at)?.flatness?;
        Some((twig.step, plotted.place([f64::from(twig.step), flatness]).distance(at)))
    });
    let nearest = ends.min_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, far)| *far < 18.0);
    let Some((step, _)) = nearest else { return };
    if plotted.response.clicked() {
        commands.push(NetworkCommand::Hold(Some(step)).into());
    }
    if let Some(readout) = super::pointer::of_end(scope, step, theme) {
        readout.show_at(ui, &plotted.response, theme, at);
    }
}

/// S_th, which acts on what is kept: block, clock, ramp and timeline follow.
fn threshold(ui: &mut Ui, rect: Rect, desk: &Desk, commands: &mut Vec<Command>) {
    let mut place = ui.new_child(UiBuilder::new().max_rect(rect).id_salt("threshold"));
    let mut value = desk.networks.bench.setup.agreement;
    let slider = Slider::new(say!("network.controls.agreement"), &mut value, super::controls::AGREEMENT);
    let (response, gesture) = slider.show(&mut place);
    if gesture.changed {
        commands.push(NetworkCommand::Set(Parameter::Agreement, value).into());
    }
    response.on_hover_text(say!("network.controls.agreement-hint"));
}

/// What a reader must know of the curvatures, and of the digits.
fn remarks(ui: &Ui, rect: Rect, scope: &Scope<'_>, scale: Scale) {
    let theme = Theme::of(ui.ctx());
    let style = Style::new(Role::Tick, scale, theme.mute);
    let row = scale.px(15.0);
    let paint = |text: &str, left: f32, mut y: f32| {
        for line in maths::layout_wrapped(ui.ctx(), text, style, rect.right() - left) {
            line.paint(ui.painter(), pos2(left, y), Align2::LEFT_CENTER);
            y += row;
        }
    };
    let edge = curves::edge(scope);
    let plain = scope.sight.twigs.first().filter(|twig| twig.step == 0);
    let sharpest = plain.and_then(|twig| {
        let values = twig.stations.iter().filter_map(|station| station.sharpness);
        values.max_by(f64::total_cmp)
    });
    if let Some(sharpest) = sharpest {
        let text =
            if sharpest >= edge { say!("network.remark.edge") } else { say!("network.remark.below-edge") };
        paint(text, rect.center().x + 0.5 * GAP.x, rect.top() + 8.0);
    }
    let last = scope.sight.twigs.iter().rev().find_map(|twig| twig.end(scope.read_at));
    let tested = format_whole(f64::from(scope.sight.prepared.setup.test_digits));
    let text = match last {
        Some(end) => say!(
            "network.remark.digits",
            errors = format_whole(end.wrong.len() as f64),
            tested = tested,
            loss = format_number((1e4 * end.loss).round() / 1e4)
        ),
        None => say!("network.remark.writers").to_owned(),
    };
    paint(&text, rect.left(), rect.top() + 52.0);
}
