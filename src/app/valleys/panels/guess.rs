//! What a student guesses, in the panels where the answer will be: a height as the line that is pulled on the stage, and
//! a share over the height that is drawn in the panel itself with the mouse or the arrow keys.

use egui::accesskit::Role as Access;
use egui::{CursorIcon, Key, Pos2, Response, Sense, Stroke, Ui, WidgetInfo};

use crate::app::desk::classroom::Prediction;
use crate::app::desk::classroom::guess::{FINE_GUESS, GUESS_STEP, Guess, GuessState, GuessedShares};
use crate::app::desk::command::{Command, LessonCommand};
use crate::app::desk::scene::Scene;
use crate::app::kit::plots::Plotted;
use crate::app::kit::theme::{fade, space};
use crate::app::kit::widgets::{arrows, leave_space_alone};
use crate::chart::{Ink, Mark, Panel, Shape, format_number};
use crate::lessons::Sketch;
use crate::say;
use crate::valleys::figures::pens;

/// Heights that the arrow keys stop at.
const STOPS: usize = 15;
/// The area between a guess and what came.
const GAP: f64 = 0.13;

/// Adds the height that is guessed to a panel over heights, and those that it is compared with.
pub(super) fn add_height(panel: &mut Panel, scene: &Scene<'_>) {
    let Some(Guess::Height(guess)) = scene.guess else { return };
    let top = panel.y.range[0] + 0.85 * (panel.y.range[1] - panel.y.range[0]);
    let mut upright = |y: f64, pen, name: &str| {
        let [low, high] = &mut panel.x.range;
        // The axis makes room for it.
        (*low, *high) = (low.min(y - 0.02 * (*high - *low)), high.max(y + 0.02 * (*high - *low)));
        let line = Mark::curve(vec![[y, panel.y.range[0]], [y, top]], pen);
        panel.marks.push(line.named(name, 0.95));
    };
    if let Some(heights) = guess.heights {
        upright(heights.swarm, pens::MEASURED, say!("panel.guess.mean"));
    }
    if let Some(y) = guess.line(scene.view.stage_y).filter(|_| guess.y.is_some()) {
        upright(y, pens::GUESS, say!("panel.guess.yours"));
    }
}

/// Adds the run of an earlier page of the lesson.
pub(super) fn add_beside(panel: &mut Panel, scene: &Scene<'_>) {
    let Some((other, page)) = scene.beside else { return };
    let sigma = format_number(other.scenario.sigma.at(0));
    let course = Mark::curve(other.course.clone(), pens::later(pens::MEASURED));
    let low = other.course.iter().map(|[_, share]| *share).fold(panel.y.range[0], f64::min);
    widen(panel, [low, panel.y.range[1]]);
    panel.marks.insert(0, course.named(say!("panel.guess.beside", step = page, sigma = sigma), 0.6));
}

/// Gives a panel of shares a wider axis; areas that filled it go on to its ends.
fn widen(panel: &mut Panel, range: [f64; 2]) {
    let before = panel.y.range;
    for mark in &mut panel.marks {
        if let Shape::Area { outline, .. } = &mut mark.shape {
            for [_, share] in outline {
                let end = (0..2).find(|&end| *share == before[end]);
                *share = end.map_or(*share, |end| range[end]);
            }
        }
    }
    panel.y.range = range;
}

/// Adds the share that is drawn, and the area between it and what came.
pub(super) fn add_shares(panel: &mut Panel, scene: &Scene<'_>) {
    let Some(guess) = shares(scene) else { return };
    // All of what can be drawn is there.
    widen(panel, [0.0, 1.0]);
    panel.x.range = [panel.x.range[0].min(guess.range[0]), panel.x.range[1].max(guess.range[1])];
    let Some(sketch) = guess.sketch else { return };
    let between = guess.measured.iter().filter_map(|&[y, share]| {
        let drawn = sketch.at(y)?;
        Some([y, share.min(drawn), share.max(drawn)])
    });
    let between: Vec<[f64; 3]> = between.collect();
    if between.len() > 1 {
        panel.marks.push(Shape::Band { points: between, ink: Ink::Strong, opacity: GAP }.into());
    }
    let drawn = Mark::curve(sketch.points.clone(), pens::GUESS).named(say!("panel.guess.yours"), 0.2);
    if !drawn.shape.is_empty() {
        panel.marks.push(drawn);
    }
}

fn shares<'a>(scene: &Scene<'a>) -> Option<GuessedShares<'a>> {
    match scene.guess? {
        Guess::Shares(shares) => Some(shares),
        Guess::Height(_) => None,
    }
}

/// Lets the share be drawn.
pub(super) fn draw(ui: &Ui, plotted: &Plotted, scene: &Scene<'_>, commands: &mut Vec<Command>) {
    let Some(guess) = shares(scene).filter(|guess| guess.state == GuessState::Open) else { return };
    let response = ui.interact(plotted.well, ui.scope_id().with("drawn"), Sense::click_and_drag());
    let response = response.on_hover_cursor(CursorIcon::Crosshair);
    let before = guess.sketch.cloned().unwrap_or_default();
    let mut sketch = before.clone();
    pointer(ui, &response, plotted, &guess, &mut sketch);
    let cursor = keys(ui, &response, &guess, &mut sketch);
    if sketch != before {
        commands.push(LessonCommand::Draft(Prediction::Sketch(sketch.clone())).into());
    }
    let enter = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if enter && !sketch.points.is_empty() {
        commands.push(LessonCommand::Predict(Prediction::Sketch(sketch.clone())).into());
    }
    for end in guess.range {
        let across = plotted.place([end, 0.0]).x;
        let pen = Stroke::new(1.0, fade(scene.theme.mute, 0.6));
        plotted.painter.vline(across, plotted.well.y_range(), pen);
    }
    if let Some(stop) = cursor {
        let y = self::stop(&guess, stop);
        let at = plotted.place([y, sketch.at(y).unwrap_or(0.5)]);
        plotted.painter.circle_filled(at, scene.scale.px(4.0), scene.theme.strong);
    }
    if response.has_focus() {
        let ring = Stroke::new(space::FOCUS_RING, scene.theme.ice);
        let corner = f32::from(space::PLOT_RADIUS);
        ui.painter().rect_stroke(plotted.well, corner, ring, egui::StrokeKind::Outside);
    }
    let said = describe(&sketch, cursor, &guess);
    response.widget_info(|| WidgetInfo::labeled(Access::Canvas, true, &said));
}

/// Draws along with the pointer.
fn pointer(ui: &Ui, response: &Response, plotted: &Plotted, guess: &GuessedShares<'_>, sketch: &mut Sketch) {
    let Some(now) = response.interact_pointer_pos() else { return };
    if !(response.dragged() || response.is_pointer_button_down_on()) {
        return;
    }
    let before = if response.drag_started() { now } else { now - ui.input(|input| input.pointer.delta()) };
    let value = |place: Pos2| {
        let at = plotted.transform.value_from_position(place);
        [at.x.clamp(guess.range[0], guess.range[1]), at.y.clamp(0.0, 1.0)]
    };
    sketch.draw(value(before), value(now));
    response.request_focus();
}

/// Left and right go from stop to stop, up and down move the curve there; says which stop has the keyboard.
fn keys(ui: &Ui, response: &Response, guess: &GuessedShares<'_>, sketch: &mut Sketch) -> Option<usize> {
    if !response.has_focus() {
        return None;
    }
    leave_space_alone(ui, response.id);
    let mut stop: usize = ui.data(|data| data.get_temp(response.id)).unwrap_or(0);
    let ([along, up], modifiers) = arrows(ui, response);
    let at = |stop: usize| self::stop(guess, stop);
    if along != 0 {
        let next = (stop as i32 + along).clamp(0, STOPS as i32 - 1) as usize;
        let from = sketch.at(at(stop)).unwrap_or(0.5);
        // The curve is drawn on at its height to where there is none yet.
        if sketch.at(at(next)).is_none() {
            sketch.draw([at(stop), from], [at(next), from]);
        }
        stop = next;
    }
    if up != 0 {
        let step = if modifiers.shift { FINE_GUESS * GUESS_STEP } else { GUESS_STEP };
        let moved = (sketch.at(at(stop)).unwrap_or(0.5) + step * f64::from(up)).clamp(0.0, 1.0);
        let here = [at(stop), moved];
        sketch.draw(here, here);
    }
    ui.data_mut(|data| data.insert_temp(response.id, stop));
    Some(stop)
}

fn stop(guess: &GuessedShares<'_>, index: usize) -> f64 {
    let [from, to] = guess.range;
    from + (to - from) * index as f64 / (STOPS - 1) as f64
}

/// What is drawn for those who hear it.
fn describe(sketch: &Sketch, cursor: Option<usize>, guess: &GuessedShares<'_>) -> String {
    let help = say!("lesson.sketch.help");
    let Some(stop) = cursor else { return help.to_owned() };
    let y = self::stop(guess, stop);
    let height = format!("{y:.2}");
    let here = match sketch.at(y) {
        Some(share) => say!("lesson.sketch.at", y = height, share = format_args!("{share:.2}")),
        None => say!("lesson.sketch.nothing-at", y = height),
    };
    format!("{help} {here}")
}
