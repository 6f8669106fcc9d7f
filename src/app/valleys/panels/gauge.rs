//! The gauge of time scales at the swarm's y: to relax, to drift and to escape. While escapes are quicker than the
//! drift walkers hop; where they cross (A34), hopping ends.

use egui::{Align2, Color32, Rect, Sense, Stroke, Ui, WidgetInfo, pos2};

use super::title::Title;
use crate::app::desk::command::Command;
use crate::app::desk::scene::Scene;
use crate::app::kit::maths::{self, Style};
use crate::app::kit::plots::words;
use crate::app::kit::theme::Role;
use crate::app::kit::widgets::format_number;
use crate::say;
use crate::valleys::model::Valley;
use crate::valleys::panel::Panel;
use crate::valleys::theory::{Prediction, drift_time, escape_time, freezing_criterion, relaxation_time};
use crate::valleys::words;

/// Height of a row at scale 1, and the widths of its name and its number.
const ROW: f32 = 20.0;
const NAME: f32 = 66.0;
const NUMBER: f32 = 62.0;
/// The decades that the dots run over.
const DECADES: [f64; 2] = [-2.0, 6.0];

/// A time with its name and its colour; none where there is no such time.
struct Time {
    name: &'static str,
    value: Prediction,
    colour: Color32,
}

pub(super) fn show(ui: &mut Ui, rect: Rect, scene: &Scene<'_>, commands: &mut Vec<Command>) {
    let mut title = Title::show(ui, Panel::Gauge, say!("panel.gauge.name"), rect, scene, commands, |_, _| {});
    title.note(ui, say!("panel.gauge.unit"));
    let body = title.body(rect);
    if scene.shown.p_flat.is_none() {
        words(ui.painter(), body, say!("swarm.diverged"), &scene.theme, scene.scale);
        return;
    }
    let ratio = ratio(scene);
    let times = times(scene);
    let rows = times.len() as f32 + 1.0;
    let height = scene.scale.px(ROW).min(body.height() / rows);
    let middle = |row: usize| body.top() + height * (row as f32 + 0.5);
    for (row, time) in times.iter().enumerate() {
        dot(ui, body, middle(row), scene, time);
    }
    criterion(ui, body, middle(times.len()), scene, &ratio);
    let told: Vec<String> =
        times.iter().map(|time| format!("{} {}", time.name, number(&time.value))).collect();
    let response = ui.interact(body, ui.scope_id().with("gauge"), Sense::hover());
    let said = say!("panel.gauge.said", times = told.join(", "), ratio = number(&ratio));
    let said = maths::plain(&said);
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Figure, true, &said));
    if let Some(why) = ratio.why() {
        response.on_hover_text(maths::plain(&words::why(why)));
    }
}

fn times(scene: &Scene<'_>) -> [Time; 5] {
    let (scenario, y, theme) = (scene.scenario, scene.shown.mean_y, &scene.theme);
    let escape = |valley| escape_time(&scenario.landscape, scenario.noise, valley, y, scene.curves.delta_s);
    let relax = |valley| {
        Prediction::new(
            relaxation_time(&scenario.landscape, valley, y),
            crate::valleys::theory::Domain::Valid,
        )
    };
    [
        Time { name: say!("panel.gauge.relax-steep"), value: relax(Valley::Sharp), colour: theme.text },
        Time { name: say!("panel.gauge.relax-flat"), value: relax(Valley::Flat), colour: theme.text },
        Time { name: "$1/k^-$", value: escape(Valley::Sharp), colour: theme.ember },
        Time { name: "$1/k^+$", value: escape(Valley::Flat), colour: theme.ember },
        Time {
            name: say!("panel.gauge.drift"),
            value: drift_time(&scenario.landscape, y),
            colour: theme.ice,
        },
    ]
}

/// The two sides of A34: above 1 hopping keeps up with the drift.
fn ratio(scene: &Scene<'_>) -> Prediction {
    let scenario = scene.scenario;
    let epsilon = scene.curves.calibration.epsilon();
    freezing_criterion(&scenario.landscape, scenario.noise, scene.shown.mean_y, scene.curves.delta_s, epsilon)
}

fn number(value: &Prediction) -> String {
    match value.value {
        Some(value) if !(1e-2..1e5).contains(&value) => super::calibration::scientific(value),
        Some(value) => format_number((value * 100.0).round() / 100.0),
        None => "–".to_owned(),
    }
}

/// A row: name, dot on a line of decades, number.
fn dot(ui: &Ui, body: Rect, middle: f32, scene: &Scene<'_>, time: &Time) {
    let (theme, px) = (&scene.theme, |length| scene.scale.px(length));
    let painter = ui.painter();
    let write = |text: &str, role, colour, at, align: Align2| {
        maths::layout(ui.ctx(), text, Style::new(role, scene.scale, colour)).paint(painter, at, align);
    };
    write(time.name, Role::Label, theme.text, pos2(body.left(), middle), Align2::LEFT_CENTER);
    let line = (body.left() + px(NAME))..=(body.right() - px(NUMBER));
    painter.hline(line.clone(), painter.round_to_pixel_center(middle), Stroke::new(1.0, theme.hair));
    if let Some(value) = time.value.value.filter(|value| *value > 0.0) {
        let share = (value.log10() - DECADES[0]) / (DECADES[1] - DECADES[0]);
        let at = egui::lerp(line, share.clamp(0.0, 1.0) as f32);
        // Hollow where Kramers' forms do not hold.
        if time.value.domain.is_valid() {
            painter.circle_filled(pos2(at, middle), px(3.5), time.colour);
        } else {
            painter.circle_stroke(pos2(at, middle), px(3.0), Stroke::new(1.2, time.colour));
        }
    }
    let number = number(&time.value);
    write(&number, Role::Value, theme.strong, pos2(body.right(), middle), Align2::RIGHT_CENTER);
}

fn criterion(ui: &Ui, body: Rect, middle: f32, scene: &Scene<'_>, ratio: &Prediction) {
    let theme = &scene.theme;
    let (words, colour) = match ratio.value {
        Some(value) if value > 1.0 => (say!("panel.gauge.hopping"), theme.ember),
        Some(_) => (say!("panel.gauge.drifting"), theme.ice),
        None => (say!("panel.gauge.nothing"), theme.mute),
    };
    let write = |text: &str, role, colour, x, align: Align2| {
        let line = maths::layout(ui.ctx(), text, Style::new(role, scene.scale, colour));
        line.paint(ui.painter(), pos2(x, middle), align);
    };
    write(words, Role::Label, colour, body.left(), Align2::LEFT_CENTER);
    write(&number(ratio), Role::Value, theme.strong, body.right(), Align2::RIGHT_CENTER);
}
