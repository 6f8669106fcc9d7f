//! The column of the grid: its stretch of η and B, what all runs have in common, and how far it is.

use egui::{Align2, Rect, ScrollArea, Sense, Ui, UiBuilder, vec2};

use crate::app::desk::Desk;
use crate::app::desk::command::{Command, NetworkCommand};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::whole;
use crate::app::kit::widgets::{Button, Quantity, Slider, Stretch, ValueRow};
use crate::app::networks::controls::{self, hair, pages, row_text};
use crate::chart::{format_number, format_whole};
use crate::networks::experiments::field::{MOST_BRANCHES, MOST_REPEATS, Scheme};
use crate::networks::experiments::live_grid::{BATCHES, ETAS};
use crate::networks::model::Parameter;
use crate::say;
use crate::settings::Adjustable;

const REPEATS: Quantity = Quantity::linear(1.0..=MOST_REPEATS as f64, 6.0).whole();
const BRANCHES: Quantity = Quantity::linear(2.0..=MOST_BRANCHES as f64, 21.0).whole();
const TIME: Quantity = Quantity::logarithmic(10.0..=200.0, 40.0);
const DIGITS: Quantity = Quantity::logarithmic(50.0..=1_000.0, 300.0).whole();
const DESCENT: Quantity = Quantity::logarithmic(0.01..=0.1, 0.05);
/// Height of a row, of the foot, and of the bar in it.
const ROW: f32 = 25.0;
const FOOT: f32 = 106.0;
const BAR: f32 = 3.0;

pub(super) fn show(ui: &mut Ui, rect: Rect, desk: &Desk, commands: &mut Vec<Command>) {
    let upper = rect.with_max_y(rect.bottom() - FOOT);
    let place = upper.expand2(vec2(6.0, 0.0));
    let mut column = ui.new_child(UiBuilder::new().max_rect(place).id_salt("grid-controls"));
    ScrollArea::vertical().id_salt("grid-controls").show(&mut column, |ui| {
        egui::Frame::new().inner_margin(egui::Margin::symmetric(6, 0)).show(ui, |ui| {
            ui.set_width(space::CONTROLS);
            ui.spacing_mut().item_spacing.y = 0.0;
            let theme = Theme::of(ui.ctx());
            let (title, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
            let style = Style::new(Role::Title, Scale::WINDOW, theme.strong);
            let line = maths::layout(ui.ctx(), say!("network.grid.title"), style);
            line.paint(ui.painter(), title.left_center(), Align2::LEFT_CENTER);
            pages(ui, desk, commands);
            let before = &desk.networks.bench.scheme;
            let mut scheme = before.clone();
            stretches(ui, &mut scheme);
            shared(ui, &mut scheme);
            if scheme != *before {
                commands.push(NetworkCommand::Scheme(Box::new(scheme)).into());
            }
        });
    });
    foot(ui, rect.with_min_y(rect.bottom() - FOOT), desk, commands);
}

/// The stretch of η and of B.
fn stretches(ui: &mut Ui, scheme: &mut Scheme) {
    ui.add_space(6.0);
    let values = ETAS.map(format_number);
    let ends = [say!("network.grid.eta-from"), say!("network.grid.eta-to")];
    let shown = Stretch::new(say!("network.grid.etas"), &mut scheme.etas, &values, ends).show(ui);
    whole::cover_if_cut(ui, shown.rect);
    let values = BATCHES.map(format_whole);
    let ends = [say!("network.grid.batch-from"), say!("network.grid.batch-to")];
    let shown = Stretch::new(say!("network.grid.batches"), &mut scheme.batches, &values, ends).show(ui);
    whole::cover_if_cut(ui, shown.rect);
}

/// What all runs have in common.
fn shared(ui: &mut Ui, scheme: &mut Scheme) {
    let count = |ui: &mut Ui, label: &str, value: &mut u32, quantity: Quantity| {
        let mut number = f64::from(*value);
        let (response, gesture) = ValueRow::new(label, &mut number, quantity).show(ui);
        whole::cover_if_cut(ui, response.rect);
        if gesture.changed {
            *value = number.round() as u32;
        }
    };
    count(ui, say!("network.grid.repeats"), &mut scheme.repeats, REPEATS);
    parameter(ui, say!("network.grid.length"), Parameter::Time, TIME, scheme, false);
    parameter(ui, say!("network.controls.digits"), Parameter::Digits, DIGITS, scheme, false);
    let inputs = (28 / scheme.base.pooling.max(1)).pow(2);
    let widths = [inputs].into_iter().chain(scheme.base.hidden.iter().copied()).chain([10]);
    let widths = widths.map(|width| width.to_string()).collect::<Vec<_>>().join(" · ");
    row_text(ui, say!("network.controls.layers"), &widths);
    count(ui, say!("network.grid.branches"), &mut scheme.branches, BRANCHES);
    parameter(ui, say!("network.grid.descent"), Parameter::DescentEta, DESCENT, scheme, false);
    hair(ui);
    parameter(ui, say!("network.controls.target"), Parameter::TargetLoss, controls::TARGET, scheme, true);
    parameter(
        ui,
        say!("network.controls.agreement"),
        Parameter::Agreement,
        controls::AGREEMENT,
        scheme,
        true,
    );
}

/// A slider or a row that sets what all runs have in common.
fn parameter(
    ui: &mut Ui,
    label: &str,
    parameter: Parameter,
    quantity: Quantity,
    scheme: &mut Scheme,
    slider: bool,
) {
    let mut value = parameter.get(&scheme.base).unwrap_or(quantity.default_value());
    let (response, gesture) = match slider {
        true => Slider::new(label, &mut value, quantity).show(ui),
        false => ValueRow::new(label, &mut value, quantity).show(ui),
    };
    whole::cover_if_cut(ui, response.rect);
    if gesture.changed {
        // What is out of range is said when it is asked for.
        let _ = parameter.set(&mut scheme.base, value);
    }
    response.on_hover_text(parameter.about().meaning());
}

/// How far it is, with what holds and what clears it.
fn foot(ui: &mut Ui, rect: Rect, desk: &Desk, commands: &mut Vec<Command>) {
    let theme = Theme::of(ui.ctx());
    let line = ui.painter().round_to_pixel_center(rect.top() + 4.0);
    ui.painter().hline(rect.x_range(), line, egui::Stroke::new(1.0, theme.hair));
    let [done, all] = desk.networks.farmland.scope().map_or([0, 0], |scope| scope.done());
    let rests = desk.networks.bench.grid_rests;
    let complete = desk.networks.farmland.is_complete();
    let how = match (complete, rests) {
        (true, _) => say!("network.grid.complete"),
        (false, true) => say!("network.grid.held"),
        (false, false) => say!("network.grid.in-background"),
    };
    let middle = rect.top() + 20.0;
    let style = Style::new(Role::Label, Scale::WINDOW, theme.text).emphasis(theme.strong);
    let text = say!("network.grid.progress", done = done, all = all);
    let said = maths::layout(ui.ctx(), &text, style);
    said.paint(ui.painter(), egui::pos2(rect.left(), middle), Align2::LEFT_CENTER);
    let mute = Style::new(Role::Tick, Scale::WINDOW, theme.mute);
    maths::layout(ui.ctx(), how, mute).paint(
        ui.painter(),
        egui::pos2(rect.right(), middle),
        Align2::RIGHT_CENTER,
    );
    let bar = Rect::from_min_size(egui::pos2(rect.left(), middle + 13.0), vec2(rect.width(), BAR));
    let response = ui.interact(bar.expand(4.0), ui.scope_id().with("grid-progress"), Sense::hover());
    let name = say!("network.grid.progress-said", done = done, all = all);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::ProgressIndicator, true, &name));
    ui.painter().rect_filled(bar, 0.5 * BAR, theme.track);
    let share = done as f32 / all.max(1) as f32;
    ui.painter().rect_filled(bar.with_max_x(bar.left() + share * bar.width()), 0.5 * BAR, theme.strong);
    if !complete {
        let note = egui::pos2(rect.left(), bar.bottom() + 13.0);
        let hollow = maths::layout(ui.ctx(), say!("network.grid.hollow"), mute);
        hollow.paint(ui.painter(), note, Align2::LEFT_CENTER);
    }
    let buttons = rect.with_min_y(rect.bottom() - 40.0);
    let mut place = ui.new_child(UiBuilder::new().max_rect(buttons).id_salt("grid-buttons"));
    let width = 0.5 * (rect.width() - space::GAP);
    place.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::GAP;
        let word = if rests { say!("network.grid.resume") } else { say!("network.grid.pause") };
        let hold = ui.add_enabled_ui(!complete, |ui| Button::outline(word).width(width).show(ui));
        if hold.inner.clicked() {
            commands.push(NetworkCommand::HoldGrid.into());
        }
        if Button::outline(say!("network.grid.clear")).width(width).show(ui).clicked() {
            commands.push(NetworkCommand::ClearGrid.into());
        }
    });
}
