//! What repeats of the run say: how much F gains from the first branch to the last, whether it does where plain descent is
//! stable, and whether fewer test digits are taken for others.

use egui::{Align2, Rect, Stroke, Ui, pos2, vec2};

use super::plot::{TITLE, plated, plot, title, write};
use crate::app::desk::Desk;
use crate::app::desk::command::Command;
use crate::app::kit::maths::{self, Style};
use crate::app::kit::plots::chart::Chart;
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::networks::{menu, repeats};
use crate::chart::{format_number, format_whole};
use crate::networks::experiments::averaged::Averaged;
use crate::networks::experiments::grid::Mean;
use crate::networks::figures::panel_matching::{
    Gain, all_gains, on_test_digits, still_so, told_change, told_ratio, verdict,
};
use crate::networks::figures::panes::Pane;
use crate::networks::figures::scope::Scope;
use crate::say;

#[derive(Default)]
pub(super) struct Beside {
    control: Chart,
    loss: Chart,
    errors: Chart,
}

/// What of the column the ratios, the control and the test digits have.
const PANES: [Pane; 3] = [Pane::Gains, Pane::Stable, Pane::TestDigits];
const SHARES: [f32; 3] = [0.27, 0.31, 0.25];
const GAP: f32 = 14.0;
/// Ratios that have a tick.
const TICKS: [f64; 6] = [1.0, 1.5, 2.0, 3.0, 5.0, 10.0];

impl Beside {
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        desk: &Desk,
        scope: &Scope<'_>,
        scale: Scale,
        commands: &mut Vec<Command>,
    ) {
        let averages = &desk.networks.averages;
        let Some(own) = averages.own() else {
            repeats::large(ui, rect.with_max_y(rect.top() + 0.5 * rect.height()), desk, scale, commands);
            return;
        };
        // All of them, or the one that has the whole column.
        let alone = desk.networks.bench.enlarged.filter(|pane| PANES.contains(pane));
        let mut top = rect.top();
        let mut places =
            PANES.into_iter().zip(SHARES).filter(|(pane, _)| alone.is_none_or(|alone| alone == *pane));
        let mut place = |share: f32| {
            let height = if alone.is_some() { 1.2 * rect.width() } else { share * rect.height() };
            let place = Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), height));
            top = place.bottom() + scale.px(GAP);
            place
        };
        for (pane, share) in &mut places {
            let place = place(share);
            let row = place.with_max_y(place.top() + scale.px(16.0));
            menu::show(ui, row, pane, desk, commands);
            match pane {
                Pane::Gains => gains(ui, place, own, scope, scale),
                Pane::Stable => self.stable(ui, place, own, averages.control(), averages.share(), scale),
                _ => self.test_digits(ui, place, own, scope, scale),
            }
        }
        let rest = rect.with_min_y(top);
        let style = Style::new(Role::Tick, scale, Theme::of(ui.ctx()).text);
        let lines = maths::layout_wrapped(ui.ctx(), &verdict(own, scope.read_at), style, rect.width());
        let row = scale.px(15.0);
        // Half of it would say something else.
        if lines.len() as f32 * row < rest.height() + scale.px(4.0) {
            for (index, line) in lines.iter().enumerate() {
                let at = pos2(rest.left(), rest.top() + row * index as f32);
                line.paint(ui.painter(), at, Align2::LEFT_CENTER);
            }
        }
    }

    /// F at equal loss over ηt_c, here and where descent is stable.
    fn stable(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        own: &Averaged,
        control: Option<&Averaged>,
        share: Option<f64>,
        scale: Scale,
    ) {
        let theme = Theme::of(ui.ctx());
        let note = say!("network.matching.at-equal-loss", loss = format_number(own.setup.target_loss));
        title(ui, rect, say!("network.matching.stable"), &note, scale);
        let body = rect.with_min_y(rect.top() + scale.px(TITLE));
        let panel = still_so(own, control);
        let plotted = plot(ui, body, &mut self.control, &panel, say!("network.matching.stable"), scale);
        let mut y = plotted.well.bottom() - scale.px(28.0);
        for (averaged, colour) in [(Some(own), theme.strong), (control, theme.eq9)] {
            let at = pos2(plotted.well.right() - scale.px(6.0), y);
            let text = match averaged {
                Some(averaged) => edge(averaged),
                None => match share {
                    Some(share) => say!("network.matching.control-working", share = (100.0 * share).floor()),
                    None => continue,
                },
            };
            plated(ui, &text, (Role::Small, colour), scale, at, Align2::RIGHT_CENTER);
            y += scale.px(15.0);
        }
    }

    /// Test loss and errors over t_c.
    fn test_digits(&mut self, ui: &mut Ui, rect: Rect, own: &Averaged, scope: &Scope<'_>, scale: Scale) {
        let theme = Theme::of(ui.ctx());
        let note = say!("network.matching.runs", runs = own.runs);
        title(ui, rect, say!("network.matching.err-less"), &note, scale);
        let body = rect.with_min_y(rect.top() + scale.px(TITLE));
        let width = 0.5 * (body.width() - scale.px(8.0));
        let read = &own.read[scope.read_at as usize];
        for (index, (name, change)) in
            [(say!("network.read.test-loss"), read.test_loss), (say!("network.read.errors"), read.errors)]
                .into_iter()
                .enumerate()
        {
            let left = body.left() + index as f32 * (width + scale.px(8.0));
            let place = Rect::from_min_size(pos2(left, body.top()), vec2(width, body.height()));
            let panel = on_test_digits(own, scope.read_at, index == 1);
            let chart = if index == 1 { &mut self.errors } else { &mut self.loss };
            let plotted = plot(ui, place, chart, &panel, name, scale);
            let corner = plotted.well.right_top() + vec2(-scale.px(5.0), scale.px(9.0));
            plated(ui, name, (Role::Small, theme.text), scale, corner, Align2::RIGHT_CENTER);
            let (number, _) = told_change(change);
            let below = corner + vec2(0.0, scale.px(14.0));
            plated(
                ui,
                &format!("**{number}**"),
                (Role::Small, theme.text),
                scale,
                below,
                Align2::RIGHT_CENTER,
            );
        }
    }
}

/// By how much F grows from the first branch to the last: every run a dot, and the mean.
fn gains(ui: &Ui, rect: Rect, own: &Averaged, scope: &Scope<'_>, scale: Scale) {
    let theme = Theme::of(ui.ctx());
    let last = own.at.last().copied().unwrap_or(0);
    title(ui, rect, &say!("network.matching.gains", step = format_whole(f64::from(last))), "", scale);
    let body = rect.with_min_y(rect.top() + scale.px(TITLE));
    let rows = all_gains(own, scope.read_at);
    let style = |chosen| if chosen { (Role::Value, theme.strong) } else { (Role::Label, theme.text) };
    let wide = |gain: &Gain<'_>| {
        let (role, ink) = style(gain.chosen);
        maths::layout(ui.ctx(), &gain.name, Style::new(role, scale, ink)).size().x
    };
    let names = rows.iter().map(wide).fold(0.0, f32::max);
    let well = Rect::from_min_max(
        pos2(body.left() + names + scale.px(8.0), body.top()),
        body.right_bottom() - vec2(0.0, scale.px(18.0)),
    );
    ui.painter().rect_filled(well, f32::from(space::PLOT_RADIUS), theme.well);
    let ratios = || rows.iter().flat_map(|row| row.ratios).copied();
    let (least, most) = (0.92 * ratios().fold(1.0, f64::min), 1.15 * ratios().fold(2.0, f64::max));
    let x = |ratio: f64| {
        let share = (ratio / least).ln() / (most / least).ln();
        well.left() + well.width() * share.clamp(0.0, 1.0) as f32
    };
    for tick in TICKS.into_iter().filter(|tick| *tick < most) {
        let at = ui.painter().round_to_pixel_center(x(tick));
        let colour = if tick == 1.0 { theme.outline } else { theme.hair };
        ui.painter().vline(at, well.y_range(), Stroke::new(1.0, colour));
        let text = say!("network.matching.times", ratio = format_number(tick));
        let below = pos2(at, well.bottom() + scale.px(10.0));
        write(ui, &text, (Role::Small, theme.mute), scale, below, Align2::CENTER_CENTER);
    }
    let row = well.height() / rows.len() as f32;
    for (index, gain) in rows.iter().enumerate() {
        let y = well.top() + row * (index as f32 + 0.5);
        write(ui, &gain.name, style(gain.chosen), scale, pos2(rect.left(), y), Align2::LEFT_CENTER);
        for ratio in gain.ratios {
            ui.painter().circle_filled(pos2(x(*ratio), y + scale.px(5.0)), scale.px(1.5), theme.mute);
        }
        let Some(mean) = Mean::of(gain.ratios.iter().copied()) else { continue };
        let centre = pos2(x(mean.mean), y - scale.px(3.0));
        let radius = scale.px(if gain.chosen { 4.0 } else { 3.2 });
        ui.painter().circle_filled(centre, radius, theme.strong);
        let room = centre.x < well.center().x + 0.1 * well.width();
        let side = if room { 1.0 } else { -1.0 };
        let align = if room { Align2::LEFT_CENTER } else { Align2::RIGHT_CENTER };
        let style = if gain.chosen { (Role::Value, theme.strong) } else { (Role::Tick, theme.text) };
        plated(ui, &told_ratio(mean), style, scale, centre + vec2(side * scale.px(10.0), 0.0), align);
    }
}

/// How near to the edge of stability runs come.
fn edge(averaged: &Averaged) -> String {
    let [eta, batch] = [averaged.setup.eta.at(0), averaged.setup.batch.at(0)];
    say!(
        "network.matching.edge",
        eta = format_number(eta),
        batch = format_whole(batch),
        sharpest = averaged.sharpest.map_or("–".to_owned(), |sharpest| format!("{sharpest:.0}")),
        edge = format_number(2.0 / eta),
    )
}
