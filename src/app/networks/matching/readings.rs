//! The three readings side by side: F at each, and below it the train loss at which that was read.

use egui::{Align2, Rect, Sense, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};

use super::plot::{TITLE, plated, plot, write};
use crate::app::desk::Desk;
use crate::app::desk::command::{Command, NetworkCommand};
use crate::app::kit::maths;
use crate::app::kit::plots::chart::Chart;
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::networks::menu;
use crate::networks::experiments::continuation::ReadOut;
use crate::networks::figures::panel_matching::{loss_of_reading, ratio, read_out, reading_title, told_ratio};
use crate::networks::figures::panes::Pane;
use crate::networks::figures::scope::Scope;
use crate::say;

#[derive(Default)]
pub(super) struct Readings {
    flatness: [Chart; 3],
    losses: [Chart; 3],
}

/// The part of a reading that is F's, and between two readings.
const UPPER: f32 = 0.62;
const GAP: f32 = 18.0;

impl Readings {
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        desk: &Desk,
        scope: &Scope<'_>,
        scale: Scale,
        commands: &mut Vec<Command>,
    ) {
        let width = (rect.width() - 2.0 * scale.px(GAP)) / 3.0;
        for (index, at) in ReadOut::ALL.into_iter().enumerate() {
            let left = rect.left() + index as f32 * (width + scale.px(GAP));
            let place = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
            self.reading(ui, place, at, desk, scope, scale, commands);
        }
    }

    pub(super) fn reading(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        at: ReadOut,
        desk: &Desk,
        scope: &Scope<'_>,
        scale: Scale,
        commands: &mut Vec<Command>,
    ) {
        let theme = Theme::of(ui.ctx());
        let mut ui = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(("reading", at as usize)));
        let name = reading_title(scope, at);
        let chosen = scope.read_at == at;
        let row = Rect::from_min_size(rect.min, vec2(rect.width(), scale.px(TITLE)));
        let choice = row.with_max_x(row.right() - menu::WIDTH);
        let response = ui.interact(choice, ui.scope_id().with("choose"), Sense::click());
        response.widget_info(|| {
            egui::WidgetInfo::selected(egui::accesskit::Role::RadioButton, true, chosen, maths::plain(&name))
        });
        if response.clicked() {
            commands.push(NetworkCommand::ReadAt(at).into());
        }
        if response.hovered() || response.has_focus() {
            let fill = choice.shrink2(vec2(0.0, 2.0));
            ui.painter().rect_filled(fill, f32::from(space::PLOT_RADIUS), theme.hover);
        }
        menu::show(&ui, row, Pane::Read(at), desk, commands);
        let style = (Role::Title, if chosen { theme.strong } else { theme.text });
        write(&ui, &name, style, scale, row.left_center() + vec2(scale.px(4.0), 0.0), Align2::LEFT_CENTER);
        let body = rect.with_min_y(row.bottom());
        let middle = body.top() + UPPER * body.height();
        let own = desk.networks.averages.own();
        let flatness = read_out(scope, at);
        let label = say!("network.matching.flatness-of", reading = maths::plain(&name));
        let upper =
            plot(&mut ui, body.with_max_y(middle), &mut self.flatness[index(at)], &flatness, &label, scale);
        let losses = loss_of_reading(scope, at);
        let label = say!("network.matching.loss-of", reading = maths::plain(&name));
        let lower =
            plot(&mut ui, body.with_min_y(middle), &mut self.losses[index(at)], &losses, &label, scale);
        let corner = upper.well.right_bottom() - vec2(scale.px(6.0), scale.px(10.0));
        if let Some((averaged, ratio)) = own.and_then(|own| Some((own, ratio(own, at)?))) {
            let text = say!("network.matching.of-runs", ratio = told_ratio(ratio), runs = averaged.runs);
            plated(&ui, &text, (Role::Direct, theme.text), scale, corner, Align2::RIGHT_CENTER);
        }
        let top = lower.well.right_top() + vec2(-scale.px(6.0), scale.px(9.0));
        plated(
            &ui,
            say!("network.matching.loss"),
            (Role::Small, theme.text),
            scale,
            top,
            Align2::RIGHT_CENTER,
        );
        if chosen {
            let frame = Rect::from_min_max(
                pos2(rect.left(), body.top() - 2.0),
                pos2(upper.well.right() + 4.0, lower.well.bottom() + 3.0),
            );
            let stroke = Stroke::new(scale.px(1.4), theme.strong);
            ui.painter().rect_stroke(frame, 3.0, stroke, StrokeKind::Middle);
        }
    }
}

fn index(at: ReadOut) -> usize {
    at as usize
}
