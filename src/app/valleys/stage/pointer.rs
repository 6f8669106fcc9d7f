//! The hand on the stage: drag to pan, scroll or pinch to zoom, click to set the start, double-click to fit, and the
//! menu of the other button.

use egui::{Response, Sense, Ui};

use super::frame::Frame;
use super::frost;
use crate::app::desk::command::{
    Command, FigureCommand, FilmCommand, RunCommand, ViewCommand, WindowCommand,
};
use crate::app::desk::follow::limited;
use crate::app::desk::scene::Scene;
use crate::app::kit::maths;
use crate::say;
use crate::settings::Adjustable;
use crate::valleys::model::Parameter;
use crate::valleys::view::Colouring;

/// Scrolled points that zoom by a factor of e.
const SCROLL: f64 = 240.0;
/// A click so near a dot means it.
const MEANT: f32 = 4.0;

/// What the hand was about when the last frame ended.
#[derive(Default)]
pub struct Pointer {
    /// A click that may turn out to be half of a double click: when, and at which y.
    clicked: Option<(f64, f64)>,
    /// y and x under the menu.
    menu_at: [f64; 2],
}

impl Pointer {
    pub fn show(
        &mut self,
        ui: &Ui,
        scene: &Scene<'_>,
        frame: &Frame,
        commands: &mut Vec<Command>,
    ) -> Response {
        let response = ui.interact(frame.rect, ui.scope_id().with("stage"), Sense::click_and_drag());
        if response.dragged_by(egui::PointerButton::Primary) && response.drag_delta() != egui::Vec2::ZERO {
            look(scene, frame.panned(response.drag_delta()), commands);
        }
        zoom(ui, scene, frame, &response, commands);
        self.click(ui, scene, frame, &response, commands);
        if response.secondary_clicked()
            && let Some(place) = response.interact_pointer_pos()
        {
            self.menu_at = [frame.y_under(place), frame.x_at(place.y)];
        }
        let place = self.menu_at;
        response.context_menu(|ui| menu(ui, scene, place, commands));
        response
    }

    /// A click sets the start once it is too late for a second one, which would fit the view instead.
    fn click(
        &mut self,
        ui: &Ui,
        scene: &Scene<'_>,
        frame: &Frame,
        response: &Response,
        commands: &mut Vec<Command>,
    ) {
        let now = ui.input(|input| input.time);
        let patience = ui.ctx().options(|options| options.input_options.max_double_click_delay);
        if response.double_clicked() {
            self.clicked = None;
            commands.push(ViewCommand::FitStage.into());
        } else if response.clicked()
            && let Some(place) = response.interact_pointer_pos()
            && let Some(walker) = under(scene, frame, place)
        {
            self.clicked = None;
            let watched = scene.view.selected == Some(walker);
            commands.push(ViewCommand::Select((!watched).then_some(walker)).into());
        } else if response.clicked()
            && let Some(place) = response.interact_pointer_pos()
        {
            self.clicked = Some((now, frame.y_under(place)));
        }
        if response.drag_started() {
            self.clicked = None;
        }
        if let Some((when, y)) = self.clicked {
            let left = when + patience - now;
            if left <= 0.0 {
                self.clicked = None;
                let (parameter, y) = start_at(scene, y);
                commands.push(RunCommand::Place(parameter, y).into());
            } else {
                ui.ctx().request_repaint_after_secs(left as f32 + 0.01);
            }
        }
    }
}

/// What starts the run at a height: to a hundredth, and within the allowed range.
pub fn start_at(scene: &Scene<'_>, y: f64) -> (Parameter, f64) {
    let parameter = if scene.seen.scenario.hold_y.is_some() { Parameter::HoldY } else { Parameter::YI };
    let about = parameter.about();
    let round = (y * 100.0).round() / 100.0;
    (parameter, round.clamp(about.min, about.max))
}

/// The walker whose dot a click means, if it means one.
fn under(scene: &Scene<'_>, frame: &Frame, place: egui::Pos2) -> Option<u32> {
    let picture = &scene.seen.shown.picture;
    let of = picture.x.len();
    let away = picture.x.iter().zip(&picture.y).enumerate().filter_map(|(index, (x, y))| {
        let dot = frame.walker([index, of], [*y, *x]);
        let away = dot.distance(place);
        (away <= MEANT * frame.marks.sqrt()).then_some((away, index as u32))
    });
    away.min_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, walker)| walker)
}

/// The walker at the x nearest to a place: walkers are as good as equal in y.
fn nearest(scene: &Scene<'_>, [_, x]: [f64; 2]) -> Option<u32> {
    let away = |walker: &f32| (f64::from(*walker) - x).abs();
    let live = scene.seen.shown.picture.x.iter().enumerate().filter(|(_, walker)| !walker.is_nan());
    let near = live.min_by(|(_, a), (_, b)| away(a).total_cmp(&away(b)));
    near.map(|(index, _)| index as u32)
}

fn look(scene: &Scene<'_>, (y, x): ([f64; 2], [f64; 2]), commands: &mut Vec<Command>) {
    let (y, x) = limited(&scene.seen.scenario.landscape, y, x);
    if (y, x) != (scene.view.stage_y, scene.view.stage_x) {
        commands.push(ViewCommand::Stage(y, x).into());
    }
}

fn zoom(ui: &Ui, scene: &Scene<'_>, frame: &Frame, response: &Response, commands: &mut Vec<Command>) {
    let Some(cursor) = response.hover_pos() else { return };
    let (scroll, pinch) = ui.input(|input| (input.smooth_scroll_delta(), input.zoom_delta()));
    let factor = f64::from(pinch) * (f64::from(scroll.y) / SCROLL).exp();
    if factor != 1.0 {
        look(scene, frame.zoomed(factor, cursor), commands);
    }
}

fn menu(ui: &mut Ui, scene: &Scene<'_>, place: [f64; 2], commands: &mut Vec<Command>) {
    let [y, _] = place;
    let (parameter, start) = start_at(scene, y);
    let entries = [
        (
            say!("stage.start-here", y = format_args!("{start:.2}")),
            Command::Run(RunCommand::Set(parameter, start)),
            false,
        ),
        (
            say!("stage.slice-here", y = format_args!("{y:.2}")),
            Command::View(ViewCommand::Slice(Some(y))),
            false,
        ),
        (
            say!("stage.slice-follows").to_owned(),
            Command::View(ViewCommand::Slice(None)),
            scene.view.slice_y.is_none(),
        ),
        (say!("stage.fit").to_owned(), Command::View(ViewCommand::FitStage), false),
    ];
    for (text, command, on) in entries {
        if ui.selectable_label(on, text).clicked() {
            commands.push(command);
            ui.close();
        }
    }
    let followed = scene.view.selected;
    let (text, command) = match followed {
        Some(walker) => (say!("stage.let-go", walker = walker + 1), Command::View(ViewCommand::Select(None))),
        None => (say!("stage.follow").to_owned(), Command::View(ViewCommand::Select(nearest(scene, place)))),
    };
    if ui.selectable_label(followed.is_some(), text).clicked() {
        commands.push(command);
        ui.close();
    }
    ui.separator();
    if let Ok(frost) = &scene.seen.frost.here
        && ui.button(say!("menu.copy-frost")).clicked()
    {
        commands.push(WindowCommand::CopyText(maths::plain(&frost::height(frost))).into());
        ui.close();
    }
    for (text, command) in [
        (say!("menu.export"), Command::Figures(FigureCommand::Export(None))),
        (say!("menu.copy"), Command::Figures(FigureCommand::Copy(None))),
        (say!("menu.animate"), Command::Films(FilmCommand::Animate(None))),
    ] {
        if ui.button(text).clicked() {
            commands.push(command);
            ui.close();
        }
    }
    ui.separator();
    for (text, colouring) in [
        (say!("stage.colour-by-last-hop"), Colouring::LastHop),
        (say!("stage.colour-by-age"), Colouring::Age),
        (say!("stage.colour-by-valley"), Colouring::Valley),
        (say!("stage.colour-by-density"), Colouring::Density),
    ] {
        if colouring == Colouring::LastHop && scene.put_away {
            continue;
        }
        if ui.selectable_label(scene.view.colouring == colouring, text).clicked() {
            commands.push(ViewCommand::Colour(colouring).into());
            ui.close();
        }
    }
}
