//! The column on the left: the four controls that matter first, then the run, then everything else folded; at its
//! foot what follows from them.

mod curve;
mod schedule;

use egui::{Align2, Rect, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};

use crate::app::desk::Desk;
use crate::app::desk::classroom::class::locked;
use crate::app::desk::command::{Command, RunCommand, ViewCommand, WindowCommand};
use crate::app::desk::symbol::Symbol;
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, fade, space};
use crate::app::kit::whole;
use crate::app::kit::widgets::{Button, Foldout, Quantity, Segmented, Slider, ValueRow, format_number};
use crate::say;
use crate::settings::Adjustable;
use crate::valleys::model::{Parameter, Scenario};
use crate::valleys::panel::Panel;
use crate::valleys::words;

/// Which groups are unfolded.
#[derive(Default)]
pub struct Controls {
    landscape: bool,
    schedule: bool,
    view: bool,
    /// The pulse that reheats.
    pulse: schedule::Heat,
}

const ETA: Quantity = Quantity::logarithmic(1e-4..=1.0, 0.01);
const SIGMA: Quantity = Quantity::logarithmic(1e-3..=10.0, 0.1);
const ALPHA: Quantity = Quantity::linear(0.0..=2.0, 1.0);
const GAMMA: Quantity = Quantity::linear(0.5..=4.0, 0.64 / 0.4225);
const Y_B: Quantity = Quantity::logarithmic(1.0..=1000.0, 30.0);
const Y_I: Quantity = Quantity::linear(0.0..=200.0, 1.0);
const WALKERS: Quantity = Quantity::logarithmic(100.0..=1e6, 3000.0).whole();
const STEPS: Quantity = Quantity::logarithmic(100.0..=1e8, 100_000.0).whole();
/// Whole numbers that f64 holds exactly.
const SEED: Quantity = Quantity::linear(0.0..=9_007_199_254_740_992.0, 42.0).whole();

/// Height of the read-outs and the button at the foot of the column.
const FOOT: f32 = 174.0;
/// The label of a row stands so much lower than that of a slider.
const LABEL_DROP: f32 = 6.0;
/// Room for the scroll bar beside two columns.
const BAR: f32 = 8.0;

impl Controls {
    pub fn show(&mut self, ui: &mut Ui, rect: Rect, desk: &Desk, scale: Scale, commands: &mut Vec<Command>) {
        if rect.width() >= 2.0 * space::CONTROLS {
            // As large as two columns have room for.
            let room = (rect.width() - BAR) / (2.0 * space::CONTROLS + space::WIDE_GAP);
            let scale = Scale(scale.0.min(room).max(Scale::WINDOW.0));
            scale.show(ui, |ui| self.side_by_side(ui, rect, desk, scale, commands));
            return;
        }
        let upper = Rect::from_min_max(rect.min, pos2(rect.right(), rect.bottom() - FOOT));
        let mut column =
            ui.new_child(UiBuilder::new().max_rect(upper.expand2(vec2(6.0, 0.0))).id_salt("controls"));
        ScrollArea::vertical().id_salt("controls").show(&mut column, |ui| {
            egui::Frame::new().inner_margin(egui::Margin::symmetric(6, 0)).show(ui, |ui| {
                ui.set_width(space::CONTROLS);
                ui.spacing_mut().item_spacing.y = 0.0;
                self.all(ui, desk, commands);
            });
        });
        let lower = Rect::from_min_max(pos2(rect.left(), rect.bottom() - FOOT), rect.max);
        read_outs(ui, lower, desk, commands);
    }

    /// The same in two columns, beneath the page of a lesson.
    fn side_by_side(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        desk: &Desk,
        scale: Scale,
        commands: &mut Vec<Command>,
    ) {
        let builder = UiBuilder::new().max_rect(rect.expand2(vec2(6.0, 0.0))).id_salt("controls");
        let mut whole = ui.new_child(builder);
        // What the edge would cut is left out instead.
        whole.spacing_mut().scroll.fade.strength = 0.0;
        ScrollArea::vertical().id_salt("controls").auto_shrink(false).show(&mut whole, |ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            ui.horizontal_top(|ui| {
                for right in [false, true] {
                    ui.add_space(if right { scale.px(space::WIDE_GAP) } else { 6.0 });
                    ui.vertical(|ui| {
                        let width = scale.px(space::CONTROLS);
                        ui.set_width(width);
                        if right {
                            self.settings(ui, desk, commands);
                            return;
                        }
                        // The first label stands beside the first at the right.
                        ui.add_space(scale.px(LABEL_DROP));
                        sliders(ui, desk, commands);
                        let (foot, _) = ui.allocate_exact_size(vec2(width, scale.px(FOOT)), Sense::hover());
                        read_outs(ui, foot, desk, commands);
                    });
                }
            });
        });
    }

    fn all(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        sliders(ui, desk, commands);
        hair(ui);
        self.settings(ui, desk, commands);
    }

    /// What the run begins with, and the folded groups.
    fn settings(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        row(ui, say!("controls.start-y"), Parameter::YI, Y_I, desk, commands);
        hold(ui, desk, commands);
        if !desk.lessons.is_hidden("noise") {
            usable(ui, desk, "noise", |ui| noise(ui, desk, commands));
        }
        row(ui, say!("controls.walkers"), Parameter::Walkers, WALKERS, desk, commands);
        row(ui, say!("controls.steps"), Parameter::Steps, STEPS, desk, commands);
        seed(ui, desk, commands);
        hair(ui);
        let scenario = &desk.run.scenario;
        let parameters = say!("controls.all-parameters");
        foldout(ui, say!("controls.landscape"), parameters, &mut self.landscape, |ui| {
            landscape(ui, desk, commands);
        });
        let constant = scenario.eta.is_constant() && scenario.sigma.is_constant();
        let note = if constant { say!("controls.constant") } else { say!("controls.changing") };
        foldout(ui, say!("controls.schedule"), note, &mut self.schedule, |ui| {
            schedule::show(ui, desk, &mut self.pulse, commands);
        });
        let note =
            if desk.view.restart_on_change { say!("controls.restarts") } else { say!("controls.acts-live") };
        foldout(ui, say!("controls.view"), note, &mut self.view, |ui| view(ui, desk, commands));
    }
}

/// A folded group.
fn foldout(ui: &mut Ui, name: &str, note: &str, open: &mut bool, group: impl FnOnce(&mut Ui)) {
    let (response, _) = Foldout::new(name, note, open).show(ui, group);
    whole::cover_if_cut(ui, response.rect);
}

/// Shows a control by its name in files, disabled if a teacher has locked it.
fn usable<R>(ui: &mut Ui, desk: &Desk, name: &str, show: impl FnOnce(&mut Ui) -> R) -> R {
    ui.add_enabled_ui(!desk.lessons.is_locked(name), show).inner
}

/// Says why a control that a teacher has locked cannot be used.
fn explain_lock(response: &egui::Response) {
    response.clone().on_disabled_hover_text(locked());
    response.ctx.accesskit_node_builder(response.id, |node| node.set_description(locked()));
}

fn seed(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    if desk.lessons.is_hidden("seed") {
        return;
    }
    let mut seed = desk.run.scenario.seed as f64;
    let (response, gesture) =
        usable(ui, desk, "seed", |ui| ValueRow::new(say!("controls.seed"), &mut seed, SEED).show(ui));
    if desk.lessons.is_locked("seed") {
        explain_lock(&response);
    }
    whole::cover_if_cut(ui, response.rect);
    response.on_hover_text(say!("controls.seed-hint"));
    if gesture.changed {
        commands.push(RunCommand::SetSeed(seed as u64).into());
    }
}

fn sliders(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let unstable = unstable(desk);
    slider(ui, say!("controls.eta"), Parameter::Eta, ETA, desk, unstable.as_deref(), commands);
    slider(ui, say!("controls.sigma"), Parameter::Sigma, SIGMA, desk, None, commands);
    slider(ui, say!("controls.gamma"), Parameter::Gamma, GAMMA, desk, None, commands);
    slider(ui, say!("controls.y-b"), Parameter::YB, Y_B, desk, None, commands);
}

fn slider(
    ui: &mut Ui,
    label: &str,
    parameter: Parameter,
    quantity: Quantity,
    desk: &Desk,
    warning: Option<&str>,
    commands: &mut Vec<Command>,
) {
    if desk.lessons.is_hidden(parameter.about().name) {
        return;
    }
    let mut value = value_now(desk, parameter);
    let (response, gesture) = usable(ui, desk, parameter.about().name, |ui| {
        let was =
            desk.run.ghost().map(|ghost| value_in(ghost.scenario(desk.run.shown().step), parameter, desk));
        Slider::new(label, &mut value, quantity).warning(warning).was(was).show(ui)
    });
    if gesture.changed {
        commands.push(RunCommand::Set(parameter, value).into());
    }
    // On the page of equations slider and symbol light each other up.
    let symbol = Symbol::Parameter(parameter);
    if desk.around.highlight.is_some_and(|lit| symbol.is_lit_by(lit)) {
        let theme = Theme::of(ui.ctx());
        let place = response.rect.expand2(vec2(space::UNIT, 0.0));
        ui.painter().rect_filled(place, f32::from(space::BUTTON_RADIUS), fade(theme.strong, 0.12));
    }
    if desk.around.equations && (response.hovered() || response.has_focus()) {
        commands.push(WindowCommand::Highlight(symbol).into());
    }
    if desk.lessons.is_locked(parameter.about().name) {
        explain_lock(&response);
    }
    whole::cover_if_cut(ui, response.rect);
    explain(response, parameter, &quantity);
}

fn row(
    ui: &mut Ui,
    label: &str,
    parameter: Parameter,
    quantity: Quantity,
    desk: &Desk,
    commands: &mut Vec<Command>,
) {
    if desk.lessons.is_hidden(parameter.about().name) {
        return;
    }
    let mut value = value_now(desk, parameter);
    let (response, gesture) =
        usable(ui, desk, parameter.about().name, |ui| ValueRow::new(label, &mut value, quantity).show(ui));
    if gesture.changed {
        commands.push(RunCommand::Set(parameter, value).into());
    }
    if desk.lessons.is_locked(parameter.about().name) {
        explain_lock(&response);
    }
    whole::cover_if_cut(ui, response.rect);
    explain(response, parameter, &quantity);
}

/// Symbol, meaning and equation, as the table of parameters has them.
fn explain(response: egui::Response, parameter: Parameter, quantity: &Quantity) {
    let about = parameter.about();
    response.on_hover_ui(|ui| {
        let theme = Theme::of(ui.ctx());
        let style = Style::new(Role::Label, Scale::WINDOW, theme.text);
        for text in [
            format!("${}$: {}", about.symbol, about.meaning()),
            say!(
                "controls.range",
                from = format_number(*quantity.range().start()),
                to = format_number(*quantity.range().end())
            ),
        ] {
            let line = maths::layout(ui.ctx(), &text, style);
            let (rect, _) = ui.allocate_exact_size(line.size(), Sense::hover());
            line.paint(ui.painter(), rect.left_top(), Align2::LEFT_TOP);
        }
    });
}

/// η and σ of a schedule are shown as they are at the step looked at.
fn value_now(desk: &Desk, parameter: Parameter) -> f64 {
    value_in(&desk.run.scenario, parameter, desk)
}

fn value_in(scenario: &Scenario, parameter: Parameter, desk: &Desk) -> f64 {
    let step = desk.run.shown().step;
    match parameter {
        Parameter::Eta => scenario.eta.at(step),
        Parameter::Sigma => scenario.sigma.at(step),
        _ => parameter.get(scenario).unwrap_or(desk.run.shown().mean_y),
    }
}

/// The law, headed by its name; with its exponent if it has one.
fn noise(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let scale = Scale::of(ui);
    let top = ui.cursor().min;
    let mut law = desk.run.scenario.noise.unbent();
    if law.alpha().is_some() && !desk.lessons.is_hidden(Parameter::Alpha.about().name) {
        row(ui, say!("controls.noise-law-alpha"), Parameter::Alpha, ALPHA, desk, commands);
    } else {
        let label = Style::new(Role::Label, scale, Theme::of(ui.ctx()).text);
        let size = vec2(ui.available_width(), scale.px(space::VALUE_ROW));
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        maths::layout(ui.ctx(), say!("controls.noise-law-c"), label).paint(
            ui.painter(),
            rect.left_center(),
            Align2::LEFT_CENTER,
        );
    }
    let chosen = Segmented::new(say!("controls.noise-law"), &mut law, &words::laws()).show(ui);
    if chosen.changed() {
        commands.push(RunCommand::SetNoise(law).into());
    }
    // The label goes with its choices.
    whole::cover_if_cut(ui, chosen.rect.union(Rect::from_min_size(top, vec2(1.0, 1.0))));
    ui.add_space(scale.px(space::UNIT));
}

fn landscape(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    for (label, parameter, default) in [
        (say!("controls.x-1"), Parameter::X1, 0.8),
        (say!("controls.x-2"), Parameter::X2, 0.65),
        (say!("controls.x-0"), Parameter::X0, 1.0),
        (say!("controls.f-0"), Parameter::F0, 1.0),
        (say!("controls.y-f"), Parameter::YF, 20.0),
        (say!("controls.l-d"), Parameter::LD, 1.0),
        (say!("controls.y-d"), Parameter::YD, 100.0),
        (say!("controls.x-i"), Parameter::XI, 0.01),
        (say!("controls.flat-share"), Parameter::FlatShare, 0.5),
    ] {
        let about = parameter.about();
        row(ui, label, parameter, Quantity::linear(about.min..=about.max, default), desk, commands);
    }
}

/// Holds y where the swarm is, or lets it go.
fn hold(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let held = desk.run.scenario.hold_y.is_some();
    let gap = Scale::of(ui).px(space::UNIT);
    ui.add_space(gap);
    let text = if held { say!("controls.release") } else { say!("controls.hold") };
    let button = Button::outline(text).width(ui.available_width()).show(ui);
    if button.clicked() {
        commands.push(RunCommand::ToggleHold.into());
    }
    whole::cover_if_cut(ui, button.rect);
    if held {
        row(
            ui,
            say!("controls.held-at"),
            Parameter::HoldY,
            Quantity::linear(0.0..=1000.0, 5.0),
            desk,
            commands,
        );
    }
    ui.add_space(gap);
}

fn view(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    use crate::valleys::view::Colouring;
    ui.add_space(space::UNIT);
    let mut colouring = desk.view.colouring;
    let choices = [
        (Colouring::Age, say!("controls.colour-age")),
        (Colouring::Valley, say!("controls.colour-valley")),
        (Colouring::Density, say!("controls.colour-density")),
    ];
    let chosen = Segmented::new(say!("controls.colour"), &mut colouring, &choices).show(ui);
    if chosen.changed() {
        commands.push(ViewCommand::Colour(colouring).into());
    }
    whole::cover_if_cut(ui, chosen.rect);
    ui.add_space(space::GAP);
    let mut restart = desk.view.restart_on_change;
    let choices = [(false, say!("controls.change-acts")), (true, say!("controls.change-restarts"))];
    let chosen = Segmented::new(say!("controls.change"), &mut restart, &choices).show(ui);
    if chosen.changed() {
        commands.push(ViewCommand::ToggleRestartOnChange.into());
    }
    whole::cover_if_cut(ui, chosen.rect);
    ui.add_space(space::GAP);
    for panel in Panel::ALL {
        let mut shown = desk.view.panels.contains(&panel);
        let ticked = ui.checkbox(&mut shown, panel.about().title);
        if ticked.changed() {
            commands.push(ViewCommand::TogglePanel(panel).into());
        }
        whole::cover_if_cut(ui, ticked.rect);
    }
    let mut line = desk.view.stability_line;
    let ticked = ui.checkbox(&mut line, say!("command.stability-line"));
    if ticked.changed() {
        commands.push(ViewCommand::ToggleStabilityLine.into());
    }
    whole::cover_if_cut(ui, ticked.rect);
    ui.add_space(space::GAP);
}

/// A hairline between groups.
fn hair(ui: &mut Ui) {
    let (rect, _) =
        ui.allocate_exact_size(vec2(ui.available_width(), Scale::of(ui).px(17.0)), Sense::hover());
    let colour = Theme::of(ui.ctx()).hair;
    let y = ui.painter().round_to_pixel_center(rect.center().y);
    ui.painter().hline(rect.x_range(), y, egui::Stroke::new(1.0, colour));
}

/// The sentence for a learning rate at which the steep valley throws its walkers out.
fn unstable(desk: &Desk) -> Option<String> {
    let eta = value_now(desk, Parameter::Eta);
    let curvature = desk.run.sharpest_curvature();
    let limit = 2.0 / eta;
    (curvature > limit).then(|| {
        say!(
            "controls.unstable",
            curvature = format_args!("{curvature:.1}"),
            limit = format_args!("{limit:.1}")
        )
    })
}

/// Δ_S, where Kramers holds, and how far from instability: with plain words when something fails.
fn read_outs(ui: &mut Ui, rect: Rect, desk: &Desk, commands: &mut Vec<Command>) {
    let (theme, scale) = (Theme::of(ui.ctx()), Scale::of(ui));
    let label = Style::new(Role::Label, scale, theme.text);
    let value = Style::new(Role::Value, scale, theme.strong);
    let note = Style::new(Role::Tick, scale, theme.mute);
    let warn = Style::new(Role::Tick, scale, theme.warn);
    let top = rect.top();
    let paint = |text: &str, style: Style, x: f32, y: f32, align: Align2| {
        let line = maths::layout(ui.ctx(), text, style);
        let at = pos2(x, top + scale.px(y));
        if whole::fits(ui, align.anchor_size(at, line.size())) {
            line.paint(ui.painter(), at, align);
        }
    };
    let (left, right) = (rect.left(), rect.right());
    let line = ui.painter().round_to_pixel_center(top + scale.px(4.0));
    // The line parts the read-outs from the sliders, so it goes with the first of them.
    if whole::fits(ui, rect.with_max_y(top + scale.px(28.0))) {
        ui.painter().hline(rect.x_range(), line, egui::Stroke::new(1.0, theme.hair));
    }

    let curves = desk.run.curves();
    paint("$Δ_S$ = $ησ$", label, left, 20.0, Align2::LEFT_CENTER);
    paint(&power(curves.delta_s), value, right, 20.0, Align2::RIGHT_CENTER);
    let (words, said, style) = match (curves.kramers_from.value, curves.kramers_from.why()) {
        (Some(y), _) if desk.run.shown().mean_y < y => {
            (format!("$y$ ≈ **{y:.1}**"), say!("controls.kramers-not-yet"), note)
        }
        (Some(y), _) => (format!("$y$ ≈ **{y:.1}**"), say!("controls.kramers-holds"), note),
        (None, _) => (say!("controls.kramers-never").to_owned(), say!("controls.kramers-no-barrier"), warn),
    };
    paint(say!("controls.kramers-above"), label, left, 46.0, Align2::LEFT_CENTER);
    paint(&words, Style::new(Role::Label, scale, theme.strong), right, 46.0, Align2::RIGHT_CENTER);
    paint(said, style, left, 62.0, Align2::LEFT_CENTER);

    let limit = 2.0 / value_now(desk, Parameter::Eta);
    let curvature = desk.run.sharpest_curvature();
    let sharpest = format_args!("{curvature:.1}");
    let (style, words) = if curvature > limit {
        (warn, say!("controls.steep-unstable", curvature = sharpest))
    } else {
        (note, say!("controls.sharpest", curvature = sharpest))
    };
    paint(say!("controls.stability-limit"), label, left, 88.0, Align2::LEFT_CENTER);
    paint(&format_number(limit), value, right, 88.0, Align2::RIGHT_CENTER);
    paint(&words, style, left, 104.0, Align2::LEFT_CENTER);
    let bar = Rect::from_min_size(pos2(left, top + scale.px(118.0)), vec2(rect.width(), scale.px(2.0)));
    ui.painter().rect_filled(bar, 0.0, theme.track);
    let share = (curvature / limit).clamp(0.0, 1.0) as f32;
    let fill = if curvature > limit { theme.warn } else { theme.text };
    ui.painter().rect_filled(bar.with_max_x(left + rect.width() * share), 0.0, fill);

    let place = Rect::from_min_size(
        pos2(left, rect.bottom() - scale.px(42.0)),
        vec2(rect.width(), scale.px(space::BUTTON)),
    );
    let mut foot = ui.new_child(UiBuilder::new().max_rect(place).id_salt("new-run"));
    let button = Button::outline(say!("controls.new-run")).width(rect.width()).show(&mut foot);
    whole::cover_if_cut(ui, button.rect);
    if button.on_hover_text(say!("controls.new-run-hint")).clicked() {
        commands.push(RunCommand::NewRun.into());
    }
}

/// A number with its power of ten, as Δ_S is written.
fn power(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let exponent = value.abs().log10().floor() as i32;
    format!("{:.1} × 10$^{{{exponent}}}$", value / 10_f64.powi(exponent))
}
