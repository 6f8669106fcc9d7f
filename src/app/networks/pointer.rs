//! What the pointer and the keyboard do on the stage: lead the held branch along the run, hold another one, move and
//! zoom, and read off what lies below.

use egui::{Key, PointerButton, Pos2, Rect, Sense, Ui, vec2};

use super::track::Track;
use crate::app::desk::Desk;
use crate::app::desk::command::{Command, NetworkCommand};
use crate::app::kit::plots::readout::{Readout, Row};
use crate::app::kit::theme::Theme;
use crate::app::kit::widgets::arrows;
use crate::chart::{format_number, format_whole};
use crate::networks::experiments::continuation::ReadOut;
use crate::networks::figures::scope::Scope;
use crate::say;

/// How near the run or an end the pointer means it.
const NEAR: f32 = 14.0;
/// A step of the wheel.
const ZOOM: f64 = 0.0015;

/// Acts on the pointer and the keys; what is pointed at.
pub(super) fn act(
    ui: &mut Ui,
    track: &Track,
    desk: &Desk,
    scope: &Scope<'_>,
    commands: &mut Vec<Command>,
) -> Option<(egui::Response, Pos2)> {
    let id = ui.scope_id().with("plane-stage");
    let response = ui.interact(track.rect, id, Sense::click_and_drag());
    let name = say!("network.stage.name");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Figure, true, name));
    let grabbed = id.with("grabbed");
    if response.drag_started_by(PointerButton::Primary) {
        let at = ui.input(|input| input.pointer.press_origin());
        let grips = at.is_some_and(|at| is_grip(track, scope, at));
        ui.data_mut(|data| data.insert_temp(grabbed, grips));
    }
    if response.dragged_by(PointerButton::Primary)
        && let Some(at) = response.interact_pointer_pos()
    {
        if ui.data(|data| data.get_temp(grabbed)).unwrap_or(false) {
            let near = track.nearest(scope, at).map(|(step, _)| step);
            if near.is_some() && near != scope.held {
                commands.push(NetworkCommand::Hold(near).into());
            }
        } else {
            let moved = response.drag_delta();
            let [x, y] = [-f64::from(moved.x), f64::from(moved.y)].map(|moved| moved / track.aim.unit);
            let [across, upright] = track.aim.view;
            let view = [across.map(|value| value + x), upright.map(|value| value + y)];
            commands.push(NetworkCommand::Aim(Some(view)).into());
        }
    }
    if response.double_clicked() {
        commands.push(NetworkCommand::Aim(None).into());
    } else if response.clicked()
        && let Some(at) = response.interact_pointer_pos()
    {
        let end = end_at(track, scope, at);
        let on_run = track.nearest(scope, at).filter(|(_, far)| *far < NEAR).map(|(step, _)| step);
        commands.extend(end.or(on_run).map(|step| NetworkCommand::Hold(Some(step)).into()));
    }
    zoom(ui, &response, track, commands);
    keys(ui, &response, track, desk, scope, commands);
    let pointer = response.hover_pos()?;
    Some((response, pointer))
}

/// Whether a press takes the held branch along: on the run, or on the tab.
fn is_grip(track: &Track, scope: &Scope<'_>, at: Pos2) -> bool {
    let on_run = track.nearest(scope, at).is_some_and(|(_, far)| far < NEAR);
    let held = scope.held.zip(scope.sight.traces.as_ref()).and_then(|(step, traces)| {
        traces.sgd.iter().rfind(|(known, _)| *known <= step).map(|(_, place)| track.place(*place))
    });
    let on_tab = held
        .is_some_and(|held| Rect::from_center_size(held - vec2(0.0, 26.0), vec2(66.0, 56.0)).contains(at));
    on_run || on_tab
}

/// t_c of the branch whose end lies at a place.
fn end_at(track: &Track, scope: &Scope<'_>, at: Pos2) -> Option<u32> {
    let traces = scope.sight.traces.as_ref()?;
    let ends = scope.drawn().filter_map(|twig| {
        let end = traces.twig(twig.step)?.ends[scope.read_at as usize]?;
        Some((twig.step, track.place(end).distance(at)))
    });
    ends.min_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, far)| *far < 0.8 * NEAR).map(|(step, _)| step)
}

fn zoom(ui: &Ui, response: &egui::Response, track: &Track, commands: &mut Vec<Command>) {
    let Some(at) = response.hover_pos() else { return };
    let (wheel, pinch) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
    let factor = (-f64::from(wheel) * ZOOM).exp() / f64::from(pinch);
    if (factor - 1.0).abs() < 1e-4 {
        return;
    }
    let [x, y] = track.value(at);
    let about = |range: [f64; 2], middle: f64| range.map(|end| middle + factor * (end - middle));
    let view = [about(track.aim.view[0], x), about(track.aim.view[1], y)];
    if (1e-4..1e4).contains(&(view[0][1] - view[0][0])) {
        commands.push(NetworkCommand::Aim(Some(view)).into());
    }
}

/// Arrows lead the held branch along the run.
fn keys(
    ui: &Ui,
    response: &egui::Response,
    track: &Track,
    desk: &Desk,
    scope: &Scope<'_>,
    commands: &mut Vec<Command>,
) {
    let ([right, _], _) = arrows(ui, response);
    if response.has_focus() {
        crate::app::kit::widgets::leave_space_alone(ui, response.id);
        let theme = Theme::of(ui.ctx());
        let ring = egui::Stroke::new(crate::app::kit::theme::space::FOCUS_RING, theme.ice);
        ui.painter().rect_stroke(track.rect, 6.0, ring, egui::StrokeKind::Outside);
        if ui.input(|input| input.key_pressed(Key::Enter)) {
            commands.push(NetworkCommand::KeepBranch.into());
        }
    }
    if right == 0 {
        return;
    }
    let mut step = desk.networks.bench.held.unwrap_or(0);
    for _ in 0..right.abs() {
        step = track.neighbour(scope, step, right > 0);
    }
    commands.push(NetworkCommand::Hold(Some(step)).into());
}

/// Reads off the end, or the step of the run, that is pointed at.
pub(super) fn read(
    ui: &Ui,
    track: &Track,
    scope: &Scope<'_>,
    hovered: Option<(egui::Response, Pos2)>,
    theme: &Theme,
) {
    let Some((response, at)) = hovered.filter(|(response, _)| !response.dragged()) else { return };
    // What an end came to is not read off it while it is to be guessed.
    let readout = match end_at(track, scope, at).filter(|_| !scope.veil.is_drawn()) {
        Some(step) => of_end(scope, step, theme),
        None => track
            .nearest(scope, at)
            .filter(|(_, far)| *far < NEAR)
            .map(|(step, _)| of_run(scope, step, theme)),
    };
    if let Some(readout) = readout {
        readout.show_at(ui, &response, theme, at);
    }
}

pub(super) fn of_end(scope: &Scope<'_>, step: u32, theme: &Theme) -> Option<Readout> {
    let end = scope.sight.twig(step)?.end(scope.read_at)?;
    let colour = theme.strong;
    let row = |name: &str, cell: String| Row { name: name.to_owned(), colour, cell };
    let mut rows = vec![
        row(say!("network.read.flatness"), end.flatness.map_or("–".to_owned(), |flat| format!("{flat:.2}"))),
        row(say!("network.read.train-loss"), format_number(end.loss)),
        row(say!("network.read.test-loss"), format_number(end.test_loss)),
        row(say!("network.read.errors"), format_whole(end.wrong.len() as f64)),
    ];
    if scope.read_at == ReadOut::Matched
        && let Some(barriers) = &scope.sight.barriers
        && let Some(place) = barriers.steps.iter().position(|known| *known == step)
    {
        rows.push(row(say!("network.read.barrier"), format_number(barriers.heights[place])));
    }
    let heading = say!(
        "network.read.end",
        step = format_whole(f64::from(step)),
        steps = format_whole(f64::from(end.steps))
    );
    Some(Readout { heading, rows, notes: vec![say!("network.read.layer").to_owned()] })
}

fn of_run(scope: &Scope<'_>, step: u32, theme: &Theme) -> Readout {
    let losses = scope.sight.trained.loss_at(step).unwrap_or([f64::NAN; 2]);
    let names = [say!("network.read.train-loss"), say!("network.read.test-loss")];
    let rows = names.into_iter().zip(losses).map(|(name, loss)| Row {
        name: name.to_owned(),
        colour: theme.strong,
        cell: format_number(loss),
    });
    Readout {
        heading: say!("network.read.run", step = format_whole(f64::from(step))),
        rows: rows.collect(),
        notes: vec![say!("network.read.drag").to_owned()],
    }
}
