//! The column on the left: the run, where branches are read, and at its foot the two clocks.

use egui::{Align2, Rect, Response, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};

use crate::app::desk::Desk;
use crate::app::desk::command::{Command, NetworkCommand, WindowCommand};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::whole;
use crate::app::kit::widgets::{Button, Gesture, Icon, Quantity, Segmented, Slider, ValueRow};
use crate::chart::{format_number, format_scientific, format_whole};
use crate::networks::bench::Page;
use crate::networks::experiments::continuation::ReadOut;
use crate::networks::model::{Parameter, Preset, Setup};
use crate::say;
use crate::settings::{Adjustable, Schedule};

const ETA: Quantity = Quantity::logarithmic(2e-3..=0.5, 0.05);
const WIDTH: Quantity = Quantity::logarithmic(2.0..=128.0, 32.0).whole();
const LAYERS: Quantity = Quantity::linear(1.0..=3.0, 2.0).whole();
const DIGITS: Quantity = Quantity::logarithmic(50.0..=1_000.0, 500.0).whole();
const TEST_DIGITS: Quantity = Quantity::logarithmic(200.0..=2_000.0, 2_000.0).whole();
const STEPS: Quantity = Quantity::logarithmic(200.0..=10_000.0, 2_000.0).whole();
const SEED: Quantity = Quantity::linear(0.0..=9_007_199_254_740_992.0, 1.0).whole();
pub(super) const TARGET: Quantity = Quantity::logarithmic(5e-3..=0.05, 0.01);
pub(super) const AGREEMENT: Quantity = Quantity::linear(0.65..=1.0, 0.9);
/// Height of a row, of the foot, and of the buttons in it.
const ROW: f32 = 24.0;
const FOOT: f32 = 184.0;

pub(super) fn show(ui: &mut Ui, rect: Rect, desk: &Desk, commands: &mut Vec<Command>) {
    let upper = rect.with_max_y(rect.bottom() - FOOT);
    let place = upper.expand2(vec2(6.0, 0.0));
    let mut column = ui.new_child(UiBuilder::new().max_rect(place).id_salt("network-controls"));
    ScrollArea::vertical().id_salt("network-controls").show(&mut column, |ui| {
        egui::Frame::new().inner_margin(egui::Margin::symmetric(6, 0)).show(ui, |ui| {
            ui.set_width(space::CONTROLS);
            ui.spacing_mut().item_spacing.y = 0.0;
            the_run(ui, desk, commands);
            hair(ui);
            reading(ui, desk, commands);
        });
    });
    foot(ui, rect.with_min_y(rect.bottom() - FOOT), desk, commands);
}

fn the_run(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let setup = &desk.networks.bench.setup;
    preset(ui, setup, commands);
    pages(ui, desk, commands);
    ui.add_space(6.0);
    // As they are at the step that is looked at.
    let at = desk.networks.until();
    let [eta, batch] = [setup.eta.at(at), setup.batch.at(at)];
    let now = Setup { eta: Schedule::Constant(eta), batch: Schedule::Constant(batch), ..setup.clone() };
    slider(ui, say!("network.controls.eta"), Parameter::Eta, ETA, &now, commands);
    let batches = batches(f64::from(setup.digits));
    slider(ui, say!("network.controls.batch"), Parameter::Batch, batches, &now, commands);
    let noise = row_text(ui, say!("network.controls.noise"), &format_scientific(eta / batch.max(1.0)));
    noise.on_hover_text(maths::plain(say!("network.controls.noise-note")));
    let mut acts = desk.networks.bench.acts;
    let choices = [(true, say!("controls.change-acts")), (false, say!("network.controls.begins"))];
    let chosen = Segmented::new(say!("controls.change"), &mut acts, &choices).show(ui);
    whole::cover_if_cut(ui, chosen.rect);
    if chosen.changed() {
        commands.push(NetworkCommand::Act(acts).into());
    }
    chosen.on_hover_text(maths::plain(say!("network.controls.acts-hint")));
    hair(ui);
    layers(ui, setup, commands);
    for (label, parameter, quantity) in [
        (say!("network.controls.digits"), Parameter::Digits, DIGITS),
        (say!("network.controls.test-digits"), Parameter::TestDigits, TEST_DIGITS),
        (say!("controls.steps"), Parameter::Steps, STEPS),
    ] {
        row(ui, label, parameter, quantity, setup, commands);
    }
    let mut seed = setup.seed as f64;
    let (response, gesture) = ValueRow::new(say!("controls.seed"), &mut seed, SEED).show(ui);
    whole::cover_if_cut(ui, response.rect);
    if gesture.changed {
        commands.push(NetworkCommand::SetSeed(seed as u64).into());
    }
}

/// What of the laboratory is open.
pub(super) fn pages(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let mut page = desk.networks.bench.page;
    let choices = [
        (Page::Run, say!("network.page.run")),
        (Page::Matching, say!("network.page.matching")),
        (Page::Grid, say!("network.page.grid")),
    ];
    let chosen = Segmented::new(say!("network.page.name"), &mut page, &choices).show(ui);
    whole::cover_if_cut(ui, chosen.rect);
    if chosen.changed() {
        commands.push(NetworkCommand::Open(page).into());
    }
}

/// The size of the experiment, and which of its runs.
fn preset(ui: &mut Ui, setup: &Setup, commands: &mut Vec<Command>) {
    let known = Preset::ALL.into_iter().find(|preset| {
        let its = preset.setup();
        (&its.hidden, its.pooling, its.digits) == (&setup.hidden, setup.pooling, setup.digits)
    });
    let name = known.map_or(say!("network.preset.own"), preset_name);
    let theme = Theme::of(ui.ctx());
    let (rect, button) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    if button.hovered() || button.has_focus() {
        ui.painter().rect_filled(rect.expand2(vec2(4.0, 0.0)), f32::from(space::BUTTON_RADIUS), theme.hover);
    }
    let line = maths::layout(ui.ctx(), name, Style::new(Role::Title, Scale::WINDOW, theme.strong));
    line.paint(ui.painter(), rect.left_center(), Align2::LEFT_CENTER);
    Icon::ChevronDown.paint(ui.painter(), rect.right_center() - vec2(6.0, 0.0), 0.9, theme.mute);
    button.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, name));
    whole::cover_if_cut(ui, rect);
    egui::Popup::menu(&button).show(|ui| {
        for preset in Preset::ALL {
            if ui.button(preset_name(preset)).clicked() {
                commands.push(NetworkCommand::Size(preset).into());
                ui.close();
            }
        }
    });
}

fn preset_name(preset: Preset) -> &'static str {
    match preset {
        Preset::Live => say!("network.preset.live"),
        Preset::Paper => say!("network.preset.paper"),
    }
}

/// Widths from the inputs to the classes; a click opens what sets them.
fn layers(ui: &mut Ui, setup: &Setup, commands: &mut Vec<Command>) {
    let inputs = (28 / setup.pooling.max(1)).pow(2);
    let widths = [inputs].into_iter().chain(setup.hidden.iter().copied()).chain([10]);
    let text = widths.map(|width| width.to_string()).collect::<Vec<_>>().join(" · ");
    let response = row_text(ui, say!("network.controls.layers"), &text);
    let response = response.interact(Sense::click());
    let name = say!("network.controls.layers-are", widths = text);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, &name));
    egui::Popup::menu(&response).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(200.0);
        row(ui, say!("network.controls.hidden"), Parameter::Layers, LAYERS, setup, commands);
        row(ui, say!("network.controls.width"), Parameter::Width, WIDTH, setup, commands);
    });
}

fn reading(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let setup = &desk.networks.bench.setup;
    read_at(ui, desk, commands);
    ui.add_space(space::GAP);
    slider(ui, say!("network.controls.target"), Parameter::TargetLoss, TARGET, setup, commands);
    row(ui, say!("network.controls.agreement"), Parameter::Agreement, AGREEMENT, setup, commands);
}

/// Where branches are read.
pub(super) fn read_at(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let scale = Scale::of(ui);
    let style = Style::new(Role::Label, scale, Theme::of(ui.ctx()).text);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), scale.px(ROW)), Sense::hover());
    maths::layout(ui.ctx(), say!("network.controls.read-at"), style).paint(
        ui.painter(),
        rect.left_center(),
        Align2::LEFT_CENTER,
    );
    whole::cover_if_cut(ui, rect);
    let mut at = desk.networks.bench.read_at;
    let choices = [
        (ReadOut::Matched, say!("network.controls.matched")),
        (ReadOut::Horizon, say!("network.controls.horizon")),
        (ReadOut::Equal, say!("network.controls.equal")),
    ];
    let chosen = Segmented::new(say!("network.controls.read-at"), &mut at, &choices).show(ui);
    whole::cover_if_cut(ui, chosen.rect);
    if chosen.changed() {
        commands.push(NetworkCommand::ReadAt(at).into());
    }
    // What it mostly is may be what is to be guessed.
    if at == ReadOut::Equal && !desk.networks.veil().is_drawn() {
        note(ui, say!("network.controls.mostly-loss"));
    }
}

/// What sets one number, as a page of a lesson has it.
pub(super) fn number(ui: &mut Ui, parameter: Parameter, desk: &Desk, commands: &mut Vec<Command>) {
    let setup = &desk.networks.bench.setup;
    let most = f64::from(setup.digits);
    let (label, quantity) = match parameter {
        Parameter::Eta => (say!("network.controls.eta"), ETA),
        Parameter::Batch => (say!("network.controls.batch"), batches(most)),
        Parameter::TargetLoss => (say!("network.controls.target"), TARGET),
        Parameter::Agreement => (say!("network.controls.agreement"), AGREEMENT),
        Parameter::Digits => (say!("network.controls.digits"), DIGITS),
        Parameter::TestDigits => (say!("network.controls.test-digits"), TEST_DIGITS),
        Parameter::Steps => (say!("controls.steps"), STEPS),
        Parameter::Layers => (say!("network.controls.hidden"), LAYERS),
        Parameter::Width => (say!("network.controls.width"), WIDTH),
        // These have no control on the page of the networks.
        Parameter::Time | Parameter::Pooling | Parameter::DescentEta => return,
    };
    slider(ui, label, parameter, quantity, setup, commands);
}

/// Batches from so many digits.
fn batches(most: f64) -> Quantity {
    Quantity::logarithmic(1.0..=most.max(2.0), 50.0_f64.min(most)).whole()
}

/// The two clocks, and 2/η beside the largest curvature where the run is looked at.
fn foot(ui: &mut Ui, rect: Rect, desk: &Desk, commands: &mut Vec<Command>) {
    let theme = Theme::of(ui.ctx());
    let y = ui.painter().round_to_pixel_center(rect.top() + 4.0);
    ui.painter().hline(rect.x_range(), y, egui::Stroke::new(1.0, theme.hair));
    let scope = desk.networks.scope().filter(|_| !desk.networks.is_fading());
    let steps = |clock: Option<u32>| match (clock, scope.is_some_and(|scope| scope.sight.barriers.is_some()))
    {
        (Some(step), _) => say!("network.controls.steps", steps = format_whole(f64::from(step))),
        (None, true) => say!("network.controls.never").to_owned(),
        (None, false) => "–".to_owned(),
    };
    let [barrier, jaccard] = scope.map_or([None, None], |scope| scope.clocks());
    let setup = &desk.networks.bench.setup;
    let edge = 2.0 / setup.eta.at(0);
    let curvature = scope.and_then(|scope| {
        let mut stations = scope.sight.trained.stations.iter();
        stations.rfind(|station| station.steps <= scope.until)?.sharpness
    });
    let sharpest = match curvature {
        Some(curvature) => say!("network.controls.sharpest", curvature = format_args!("{curvature:.1}")),
        None => "–".to_owned(),
    };
    let lines = [
        (
            say!("network.controls.barrier-clock"),
            steps(barrier),
            match scope.and_then(|scope| scope.sight.children_clock()) {
                Some(step) => say!("network.controls.children", step = format_whole(f64::from(step))),
                None => say!("network.controls.barrier-note").to_owned(),
            },
        ),
        (
            say!("network.controls.jaccard-clock"),
            steps(jaccard),
            say!("network.controls.jaccard-note").to_owned(),
        ),
        (say!("controls.stability-limit"), format_number(edge), sharpest),
    ];
    let label = Style::new(Role::Label, Scale::WINDOW, theme.text);
    let value = Style::new(Role::Value, Scale::WINDOW, theme.strong);
    let small = Style::new(Role::Tick, Scale::WINDOW, theme.mute);
    for (index, (name, number, words)) in lines.iter().enumerate() {
        let y = rect.top() + 18.0 + 40.0 * index as f32;
        let paint = |text: &str, style, at, align| {
            maths::layout(ui.ctx(), text, style).paint(ui.painter(), at, align)
        };
        paint(name, label, pos2(rect.left(), y), Align2::LEFT_CENTER);
        paint(number, value, pos2(rect.right(), y), Align2::RIGHT_CENTER);
        paint(words, small, pos2(rect.left(), y + 16.0), Align2::LEFT_CENTER);
    }
    let buttons = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 40.0), rect.right_bottom());
    let mut place = ui.new_child(UiBuilder::new().max_rect(buttons).id_salt("network-buttons"));
    // As wide as their words need.
    let widths = [0.36, 0.26, 0.38].map(|share| share * (rect.width() - space::GAP));
    place.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.5 * space::GAP;
        let again = Button::outline(say!("controls.new-run")).width(widths[0]).show(ui);
        if again.on_hover_text(say!("network.controls.new-run-hint")).clicked() {
            commands.push(NetworkCommand::NewRun.into());
        }
        let keep = ui.add_enabled_ui(is_new(desk), |ui| {
            Button::outline(say!("network.controls.keep"))
                .width(widths[1])
                .called(say!("network.controls.keep-branch"))
                .show(ui)
        });
        if keep.inner.on_hover_text(say!("network.controls.keep-hint")).clicked() {
            commands.push(NetworkCommand::KeepBranch.into());
        }
        let model = Button::outline(say!("network.controls.model")).width(widths[2]).show(ui);
        if model.on_hover_text(say!("network.controls.model-hint")).clicked() {
            commands.push(WindowCommand::ToggleBridge.into());
        }
    });
}

/// Whether the branch that is held is none of those that stay.
fn is_new(desk: &Desk) -> bool {
    let Some((sight, step)) = desk.networks.sight().zip(desk.networks.bench.held) else { return false };
    !sight.drawn.contains(&step)
}

fn slider(
    ui: &mut Ui,
    label: &str,
    parameter: Parameter,
    quantity: Quantity,
    setup: &Setup,
    commands: &mut Vec<Command>,
) {
    control(ui, parameter, quantity, setup, commands, |ui, value| {
        Slider::new(label, value, quantity).show(ui)
    });
}

fn row(
    ui: &mut Ui,
    label: &str,
    parameter: Parameter,
    quantity: Quantity,
    setup: &Setup,
    commands: &mut Vec<Command>,
) {
    control(ui, parameter, quantity, setup, commands, |ui, value| {
        ValueRow::new(label, value, quantity).show(ui)
    });
}

/// What sets a parameter, as `show` draws it.
fn control(
    ui: &mut Ui,
    parameter: Parameter,
    quantity: Quantity,
    setup: &Setup,
    commands: &mut Vec<Command>,
    show: impl FnOnce(&mut Ui, &mut f64) -> (Response, Gesture),
) {
    let mut value = parameter.get(setup).unwrap_or(quantity.default_value());
    let (response, gesture) = show(ui, &mut value);
    whole::cover_if_cut(ui, response.rect);
    if gesture.changed {
        commands.push(NetworkCommand::Set(parameter, value).into());
    }
    response.on_hover_text(parameter.about().meaning());
}

/// A row that only says something.
pub(super) fn row_text(ui: &mut Ui, label: &str, value: &str) -> egui::Response {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let paint = |text: &str, role, colour, at, align| {
        maths::layout(ui.ctx(), text, Style::new(role, Scale::WINDOW, colour)).paint(ui.painter(), at, align);
    };
    paint(label, Role::Label, theme.text, rect.left_center(), Align2::LEFT_CENTER);
    paint(value, Role::Value, theme.strong, rect.right_center(), Align2::RIGHT_CENTER);
    whole::cover_if_cut(ui, rect);
    response
}

fn note(ui: &mut Ui, text: &str) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 15.0), Sense::hover());
    let style = Style::new(Role::Tick, Scale::WINDOW, Theme::of(ui.ctx()).mute);
    let at = pos2(rect.left(), rect.top() + 5.0);
    maths::layout(ui.ctx(), text, style).paint(ui.painter(), at, Align2::LEFT_CENTER);
    whole::cover_if_cut(ui, rect);
}

/// A hairline between groups.
pub(super) fn hair(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 11.0), Sense::hover());
    let y = ui.painter().round_to_pixel_center(rect.center().y);
    ui.painter().hline(rect.x_range(), y, egui::Stroke::new(1.0, Theme::of(ui.ctx()).hair));
}
