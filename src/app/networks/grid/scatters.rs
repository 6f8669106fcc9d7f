//! The four quantities over η/B, those of one η joined: were η/B all, the lines would lie on one another.

use std::collections::HashMap;

use egui::{Align2, Rect, Stroke, Ui, UiBuilder, pos2, vec2};

use crate::app::desk::Desk;
use crate::app::desk::command::Command;
use crate::app::kit::maths::{self, Style};
use crate::app::kit::plots::chart::Chart;
use crate::app::kit::plots::inks::Inks;
use crate::app::kit::plots::{Frame, well};
use crate::app::kit::theme::{Role, Scale, Theme};
use crate::app::networks::menu;
use crate::chart::{Mark, Shape, format_number};
use crate::networks::figures::grid_scope::GridScope;
use crate::networks::figures::measure::Measure;
use crate::networks::figures::panes::Pane;
use crate::say;

#[derive(Default)]
pub(super) struct Scatters {
    drawn: HashMap<Measure, Chart>,
}

/// A title's row, the key's, and between two panels.
const TITLE: f32 = 24.0;
const KEY: f32 = 26.0;
const GAPS: egui::Vec2 = vec2(10.0, 12.0);

impl Scatters {
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        scope: &GridScope<'_>,
        desk: &Desk,
        scale: Scale,
        commands: &mut Vec<Command>,
    ) {
        let theme = Theme::of(ui.ctx());
        let body = rect.with_max_y(rect.bottom() - scale.px(KEY));
        let gaps = GAPS * scale.0;
        let size = (body.size() - gaps) / 2.0;
        for (index, measure) in Measure::ALL.into_iter().enumerate() {
            let corner = vec2((index % 2) as f32, (index / 2) as f32) * (size + gaps);
            let place = match desk.networks.bench.enlarged {
                Some(Pane::Curves(one)) if one == measure => body,
                Some(Pane::Curves(_)) => continue,
                _ => Rect::from_min_size(body.min + corner, size),
            };
            self.panel(ui, place, measure, scope, desk, (&theme, scale), commands);
        }
        key(ui, rect.with_min_y(body.bottom()), scope, (&theme, scale));
    }

    fn panel(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        measure: Measure,
        scope: &GridScope<'_>,
        desk: &Desk,
        (theme, scale): (&Theme, Scale),
        commands: &mut Vec<Command>,
    ) {
        let mut ui = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(("scatter", measure)));
        let middle = rect.top() + scale.px(8.0);
        let set = |text: &str, role, colour| maths::layout(ui.ctx(), text, Style::new(role, scale, colour));
        let name = match measure {
            Measure::Accuracy => say!("network.grid.accuracy-short"),
            measure => measure.symbol(),
        };
        let name = set(name, Role::Title, theme.strong);
        let named = name.paint(ui.painter(), pos2(rect.left(), middle), Align2::LEFT_CENTER);
        if let Some(rank) = scope.rank(measure) {
            let rank = format!("{:.2}", rank.mean).replace('-', "−");
            let end = rect.right() - if desk.look.presenting { 0.0 } else { menu::WIDTH };
            let room = end - named.right() - scale.px(6.0);
            let texts =
                [say!("network.grid.rank", rank = rank), say!("network.grid.rank-short", rank = rank)];
            let lines = texts.map(|text| set(&text, Role::Tick, theme.mute));
            if let Some(line) = lines.into_iter().find(|line| line.size().x <= room) {
                line.paint(ui.painter(), pos2(end, middle), Align2::RIGHT_CENTER);
            }
        }
        let row = rect.with_max_y(rect.top() + scale.px(16.0));
        menu::show(&ui, row, Pane::Curves(measure), desk, commands);
        let Some(panel) = scope.against_temperature(measure) else { return };
        let inside = well(rect.with_min_y(rect.top() + scale.px(TITLE)), scale);
        let label = maths::plain(measure.over_noise());
        let frame = Frame::of(&panel, &label, "", theme, scale).with_grid();
        let plotted =
            self.drawn.entry(measure).or_default().show(&mut ui, inside, &frame, &panel, &|_| false);
        // The cell that is picked out, or the two of one η/B that differ most.
        let apart = scope.apart().map(|pair| pair.map(|(cell, _)| cell));
        let picked = desk.networks.bench.plot.map(|(cell, _)| cell);
        let rings = picked.into_iter().chain(apart.into_iter().flatten().filter(|_| picked.is_none()));
        for cell in rings {
            let Some(row) = scope.row(cell) else { continue };
            let Some(mean) = measure.of(row) else { continue };
            let at = plotted.place([row.temperature().log10(), mean.mean]);
            plotted.painter.circle_stroke(at, scale.px(5.0), Stroke::new(scale.px(1.2), theme.strong));
        }
    }
}

/// What colour stands for which learning rate.
fn key(ui: &Ui, rect: Rect, scope: &GridScope<'_>, (theme, scale): (&Theme, Scale)) {
    let inks = Inks::new(theme, scale);
    let style = Style::new(Role::Tick, scale, theme.text);
    let middle = rect.center().y;
    let words = maths::layout(ui.ctx(), say!("network.grid.joined"), style);
    let mut x = words.paint(ui.painter(), pos2(rect.left(), middle), Align2::LEFT_CENTER).right();
    let Some(panel) = scope.against_temperature(Measure::Accuracy) else { return };
    let known: Vec<(crate::chart::Ink, f64)> = inked(&panel.marks, scope);
    for (ink, eta) in known {
        let line = maths::layout(ui.ctx(), &format_number(eta), style);
        let needs = scale.px(22.0) + line.size().x;
        if x + needs > rect.right() {
            return;
        }
        let [from, to] = [x + scale.px(6.0), x + scale.px(18.0)];
        let colour = inks.ink(ink);
        ui.painter().hline(from..=to, middle, Stroke::new(scale.px(1.2), colour));
        ui.painter().circle_filled(pos2(0.5 * (from + to), middle), scale.px(2.2), colour);
        x = line.paint(ui.painter(), pos2(to + scale.px(3.0), middle), Align2::LEFT_CENTER).right();
    }
}

/// Inks of the learning rates that have a cell.
fn inked(marks: &[Mark], scope: &GridScope<'_>) -> Vec<(crate::chart::Ink, f64)> {
    let inks = marks.iter().filter_map(|mark| match &mark.shape {
        Shape::Dots { ink, .. } => Some(*ink),
        _ => None,
    });
    let mut etas: Vec<f64> =
        scope.rows.iter().filter(|(_, row)| row.best_accuracy.is_some()).map(|(_, row)| row.eta).collect();
    etas.sort_by(f64::total_cmp);
    etas.dedup();
    inks.zip(etas).collect()
}
