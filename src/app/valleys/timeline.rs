//! The foot of the window: play, the step, the speed, and the whole run as a track to scrub in.

use egui::{Align2, Key, Mesh, PointerButton, Pos2, Rect, Sense, Shape, Stroke, Ui, UiBuilder, pos2, vec2};

use crate::app::desk::command::{Command, RunCommand, ViewCommand};
use crate::app::desk::{Desk, RATES};
use crate::app::kit::hand::{self, Touch};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, fade, space};
use crate::app::kit::widgets::{
    Button, PlayButton, Quantity, Slider, format_number, format_whole, leave_space_alone,
};
use crate::say;
use crate::valleys::sim::Sample;
use crate::valleys::theory::TracePoint;

/// The speed's slider: steps a second.
const RATE: Quantity = Quantity::logarithmic(*RATES.start()..=*RATES.end(), 2_000.0);

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    track: egui::Rangef,
    desk: &Desk,
    scale: Scale,
    commands: &mut Vec<Command>,
) {
    let theme = Theme::of(ui.ctx());
    let line = ui.painter().round_to_pixel_center(rect.top());
    ui.painter().hline(rect.x_range(), line, Stroke::new(1.0, theme.hair));
    transport(ui, rect, desk, scale, commands);
    let track = Rect::from_x_y_ranges(track, rect.center().y - 18.0..=rect.center().y + 3.0);
    let heading = Rect::from_x_y_ranges(track.x_range(), rect.top()..=track.top());
    course(ui, [heading, track], desk, scale, commands);
}

/// Play button, step count and speed.
fn transport(ui: &mut Ui, rect: Rect, desk: &Desk, scale: Scale, commands: &mut Vec<Command>) {
    let theme = Theme::of(ui.ctx());
    let radius = scale.px(space::PLAY_RADIUS);
    let centre = pos2(rect.left() + space::MARGIN + radius, rect.center().y);
    let mut place = ui.new_child(
        UiBuilder::new()
            .max_rect(Rect::from_center_size(centre, vec2(2.0 * radius, 2.0 * radius)))
            .id_salt("play"),
    );
    // First the student guesses what the swarm will do.
    place.add_enabled_ui(!desk.lessons.asks_first(), |ui| {
        if PlayButton::new(desk.run.playing(), scale).show(ui).clicked() {
            commands.push(RunCommand::TogglePlay.into());
        }
    });
    let x = centre.x + radius + scale.px(14.0);
    let count = Style::new(Role::StepCount, scale, theme.strong);
    let note = Style::new(Role::Tick, scale, theme.mute);
    let shown = desk.run.shown();
    let step = format_whole(f64::from(shown.step));
    maths::layout(ui.ctx(), &step, count).paint(
        ui.painter(),
        pos2(x, centre.y - scale.px(8.0)),
        Align2::LEFT_CENTER,
    );
    let steps = f64::from(desk.run.scenario.steps);
    // Up to the speed's button there is room for six digits.
    let steps = if steps < 1e6 { format_whole(steps) } else { format!("{} M", format_number(steps / 1e6)) };
    let of = say!("timeline.of-steps", steps = steps);
    maths::layout(ui.ctx(), &of, note).paint(
        ui.painter(),
        pos2(x, centre.y + scale.px(9.0)),
        Align2::LEFT_CENTER,
    );
    if !desk.look.presenting {
        speed(ui, pos2(rect.left() + space::MARGIN + space::CONTROLS + 14.0, centre.y), desk, commands);
    }
}

/// The speed and its menu.
fn speed(ui: &mut Ui, right: Pos2, desk: &Desk, commands: &mut Vec<Command>) {
    let width = 66.0;
    let place =
        Rect::from_min_size(pos2(right.x - width, right.y - space::BUTTON / 2.0), vec2(width, space::BUTTON));
    let mut ui = ui.new_child(UiBuilder::new().max_rect(place).id_salt("speed"));
    let text = if desk.view.rate > 0.0 { short(desk.view.rate) } else { say!("timeline.fastest").to_owned() };
    let button = Button::outline(&text).width(width).arrow().show(&mut ui);
    button.widget_info(|| {
        egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, say!("timeline.speed", rate = text))
    });
    egui::Popup::menu(&button).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(220.0);
        let mut rate = if desk.view.rate > 0.0 { desk.view.rate } else { *RATES.end() };
        let (_, gesture) = Slider::new(say!("timeline.rate"), &mut rate, RATE).show(ui);
        if gesture.changed {
            commands.push(RunCommand::Rate(rate).into());
        }
        ui.add_space(space::UNIT);
        if Button::outline(say!("timeline.as-fast-as-it-goes")).width(220.0).show(ui).clicked() {
            commands.push(RunCommand::Rate(f64::INFINITY).into());
        }
        ui.add_space(space::UNIT);
        let ends = desk.view.ends_frozen;
        if ui.selectable_label(ends, say!("timeline.ends-frozen")).clicked() {
            commands.push(ViewCommand::ToggleEndsFrozen.into());
        }
        if let Some(snapshot) = desk.run.snapshot().filter(|snapshot| snapshot.speed > 0.0) {
            ui.add_space(space::UNIT);
            let walkers = f64::from(desk.run.scenario.walkers);
            ui.label(say!(
                "timeline.speed-now",
                steps = format_whole(snapshot.speed),
                millions = format_args!("{:.0}", snapshot.speed * walkers / 1e6)
            ));
        }
    });
}

/// A rate in few characters.
fn short(rate: f64) -> String {
    match rate {
        rate if rate >= 1e6 => format!("{:.0}M/s", rate / 1e6),
        rate if rate >= 1e4 => format!("{:.0}k/s", rate / 1e3),
        rate if rate >= 1e3 => format!("{:.1}k/s", rate / 1e3),
        rate => format!("{rate:.0}/s"),
    }
}

/// P_flat over the whole run, the predicted freezing with its name above it, and the place in it.
fn course(ui: &mut Ui, [heading, rect]: [Rect; 2], desk: &Desk, scale: Scale, commands: &mut Vec<Command>) {
    let theme = Theme::of(ui.ctx());
    let shown = desk.run.shown();
    let now = desk.run.snapshot().map_or(0, |snapshot| snapshot.now.step);
    let steps = f64::from(desk.run.scenario.steps.max(now).max(1));
    let x = |step: f64| rect.left() + rect.width() * (step / steps) as f32;
    let base = rect.bottom();

    let samples = desk.run.snapshot().map_or(&[][..], |snapshot| snapshot.record.samples.as_slice());
    let height = |sample: &Sample| {
        // From 0.4 up, so that the climb is seen.
        let share = ((sample.p_flat().unwrap_or(0.5) - 0.4) / 0.6).clamp(0.0, 1.0) as f32;
        base - 1.0 - share * (rect.height() - 3.0)
    };
    let points = smoothed(samples.iter().map(|sample| pos2(x(f64::from(sample.step)), height(sample))));
    let looked = x(f64::from(shown.step));
    let seen = &points[..points.partition_point(|point| point.x <= looked)];
    area(ui, &points, base, fade(theme.text, 0.10));
    area(ui, seen, base, fade(theme.text, 0.16));
    ui.painter().line(points.clone(), Stroke::new(1.2, fade(theme.strong, 0.55)));
    ui.painter().line(seen.to_vec(), Stroke::new(scale.px(1.6), theme.strong));

    if let Some(ghost) = desk.run.ghost() {
        let from = ghost.fork.unwrap_or(0);
        let later = ghost.samples().iter().filter(|sample| sample.step >= from);
        let points = smoothed(later.map(|sample| pos2(x(f64::from(sample.step)), height(sample))));
        ui.painter().line(points, Stroke::new(scale.px(1.2), fade(theme.strong, 0.42)));
    }

    let track = scale.px(1.0);
    ui.painter().rect_filled(
        Rect::from_x_y_ranges(rect.x_range(), base - track..=base + track),
        0.0,
        theme.track,
    );
    let reached = rect.left()..=x(f64::from(now));
    ui.painter().rect_filled(Rect::from_x_y_ranges(reached, base - track..=base + track), 0.0, theme.mute);
    ui.painter().rect_filled(
        Rect::from_x_y_ranges(rect.left()..=looked, base - track..=base + track),
        0.0,
        theme.strong,
    );
    if let Some((step, spread)) = freezing(desk) {
        if let Some(sd) = spread {
            let ends = [step - sd, step + sd].map(|step| x(step.clamp(0.0, steps)));
            let band = Rect::from_x_y_ranges(ends[0]..=ends[1], base - 2.0 * track..=base + 2.0 * track);
            ui.painter().rect_filled(band, 0.0, fade(theme.ice, 0.55));
        }
        if step <= steps {
            freezing_mark(ui, [heading, rect], x(step), scale);
        }
    }
    if let Some(fork) = desk.run.ghost().and_then(|ghost| ghost.fork) {
        fork_mark(ui, rect, x(f64::from(fork)), scale);
    }
    ticks(ui, rect, x, steps, scale);
    let knob = pos2(x(f64::from(shown.step)), base);
    ui.painter().circle(knob, scale.px(6.0), theme.strong, Stroke::new(1.5, theme.bg));
    scrub(ui, rect, steps, now, desk, commands);
}

/// The mean point of every two pixels: what is drawn is the course, not the noise of counting.
fn smoothed(points: impl Iterator<Item = Pos2>) -> Vec<Pos2> {
    let mut means: Vec<(Pos2, f32)> = Vec::new();
    for point in points {
        match means.last_mut() {
            Some((mean, count)) if (mean.x / 2.0).floor() == (point.x / 2.0).floor() => {
                *count += 1.0;
                *mean += (point - *mean) / *count;
            }
            _ => means.push((point, 1.0)),
        }
    }
    means.into_iter().map(|(mean, _)| mean).collect()
}

fn area(ui: &Ui, points: &[Pos2], base: f32, fill: egui::Color32) {
    let mut mesh = Mesh::default();
    for point in points {
        mesh.colored_vertex(*point, fill);
        mesh.colored_vertex(pos2(point.x, base), fill);
        let count = mesh.vertices.len() as u32;
        if count >= 4 {
            mesh.add_triangle(count - 4, count - 3, count - 2);
            mesh.add_triangle(count - 3, count - 2, count - 1);
        }
    }
    ui.painter().add(Shape::mesh(mesh));
}

/// A mark through the course, and its name above.
fn freezing_mark(ui: &Ui, [heading, rect]: [Rect; 2], x: f32, scale: Scale) {
    let theme = Theme::of(ui.ctx());
    let at = ui.painter().round_to_pixel_center(x);
    ui.painter().vline(at, rect.top() - 1.0..=rect.bottom() + 5.0, Stroke::new(scale.px(1.5), theme.ice));
    let style = Style::new(Role::Tick, scale, theme.ice);
    let line = maths::layout(ui.ctx(), say!("timeline.freezing"), style);
    let half = 0.5 * line.size().x;
    let middle = at.clamp(heading.left() + half, (heading.right() - half).max(heading.left() + half));
    line.paint(ui.painter(), pos2(middle, heading.center().y), Align2::CENTER_CENTER);
}

/// Where the run went another way than its ghost.
fn fork_mark(ui: &Ui, rect: Rect, x: f32, scale: Scale) {
    let ink = Theme::of(ui.ctx()).strong;
    let (top, half) = (rect.top() - scale.px(5.0), scale.px(4.0));
    let corners = vec![pos2(x - half, top), pos2(x + half, top), pos2(x, top + scale.px(6.0))];
    ui.painter().vline(x, top..=rect.bottom(), Stroke::new(1.0, fade(ink, 0.45)));
    ui.painter().add(Shape::convex_polygon(corners, ink, Stroke::NONE));
}

/// The step at which walkers freeze in the mean, and the spread about it if it is known: predicted, or of a run that was
/// changed on the way and has frozen, its own.
fn freezing(desk: &Desk) -> Option<(f64, Option<f64>)> {
    let frost = desk.run.frost().here.ok()?;
    let snapshot = desk.run.snapshot()?;
    if snapshot.changes.is_empty() {
        return Some((frost.at.step, Some(frost.at.step_sd)));
    }
    let now = snapshot.record.samples.last()?;
    let y = now.mean_y?;
    if y >= frost.at.y {
        return Some((snapshot.summary.mean_freezing_step?, None));
    }
    let way = &desk.run.forecast()?.two_state.points;
    Some((f64::from(now.step) + steps_between(way, y, frost.at.y)?, None))
}

/// How many steps a climb takes from one height to another.
fn steps_between(way: &[TracePoint], from: f64, to: f64) -> Option<f64> {
    let step = |y: f64| {
        let (low, high) = way.iter().zip(way.get(1..)?).find(|(low, high)| (low.y..=high.y).contains(&y))?;
        let share = if high.y > low.y { (y - low.y) / (high.y - low.y) } else { 0.0 };
        Some(f64::from(low.step) + share * f64::from(high.step - low.step))
    };
    Some(step(to)? - step(from)?)
}

fn ticks(ui: &Ui, rect: Rect, x: impl Fn(f64) -> f32, steps: f64, scale: Scale) {
    let theme = Theme::of(ui.ctx());
    let style = Style::new(Role::Small, scale, theme.mute);
    let apart = steps * f64::from(scale.px(130.0) / rect.width().max(1.0));
    let power = 10_f64.powf(apart.log10().floor());
    let stride = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|round| round * power)
        .find(|&s| s >= apart)
        .unwrap_or(apart)
        .max(1.0);
    let mut step = 0.0;
    while step <= steps * 1.0001 {
        let at = ui.painter().round_to_pixel_center(x(step));
        ui.painter().vline(at, rect.bottom() + 5.0..=rect.bottom() + 8.0, Stroke::new(1.0, theme.outline));
        let align = if step == 0.0 {
            Align2::LEFT_CENTER
        } else if at > rect.right() - 20.0 {
            Align2::RIGHT_CENTER
        } else {
            Align2::CENTER_CENTER
        };
        let text = format_whole(step);
        let place = pos2(at, rect.bottom() + scale.px(15.0));
        maths::layout(ui.ctx(), &text, style).paint(ui.painter(), place, align);
        step += stride;
    }
}

/// Drag or click the track to look back; the arrow keys do it from the keyboard; the end is now.
fn scrub(ui: &mut Ui, rect: Rect, steps: f64, now: u32, desk: &Desk, commands: &mut Vec<Command>) {
    let target = rect.expand2(vec2(8.0, 8.0));
    let response = ui.interact(target, ui.scope_id().with("timeline"), Sense::click_and_drag());
    let step_at = |at: f32| (f64::from((at - rect.left()) / rect.width()).clamp(0.0, 1.0) * steps) as u32;
    if (response.dragged_by(PointerButton::Primary) || response.clicked())
        && let Some(pointer) = response.interact_pointer_pos()
    {
        commands.push(RunCommand::Scrub(Some(step_at(pointer.x))).into());
    }
    if response.double_clicked() {
        commands.push(RunCommand::Scrub(None).into());
    }
    if response.has_focus() {
        leave_space_alone(ui, response.id);
        let theme = Theme::of(ui.ctx());
        ui.painter().rect_stroke(
            target.shrink(2.0),
            f32::from(space::PLOT_RADIUS),
            Stroke::new(space::FOCUS_RING, theme.ice),
            egui::StrokeKind::Middle,
        );
        let filter = egui::EventFilter { horizontal_arrows: true, ..egui::EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let presses = ui.input(|input| {
            input.num_presses(Key::ArrowRight) as i64 - input.num_presses(Key::ArrowLeft) as i64
        });
        if presses != 0 {
            let stride = (steps / 100.0).max(1.0) as i64;
            let step = (i64::from(desk.run.shown().step) + presses * stride).clamp(0, i64::from(now));
            commands.push(RunCommand::Scrub(Some(step as u32)).into());
        }
    }
    let shown = desk.run.shown().step;
    response.widget_info(|| egui::WidgetInfo::slider(true, f64::from(shown), say!("timeline.name")));
    if let Some(touch) = Touch::of(&response) {
        let pointer = response.hover_pos().or(response.interact_pointer_pos());
        let step = pointer.map_or(shown, |at| step_at(at.x));
        let at = say!("timeline.at", step = format_whole(f64::from(step)));
        hand::says(ui.ctx(), touch, vec![at, say!("timeline.hint").to_owned()]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::valleys::model::Scenario;
    use crate::valleys::theory;

    #[test]
    fn a_climb_takes_as_long_as_it_does_at_any_time() {
        let at: Vec<u32> = (0..=500).map(|index| 200 * index).collect();
        let way = theory::two_state(&Scenario::default(), &at).points;
        let (low, high) = (&way[20], &way[70]);
        let steps = steps_between(&way, low.y, high.y).expect("both are passed");
        assert!((steps - 10_000.0).abs() < 1.0, "{steps}");
        assert_eq!(steps_between(&way, low.y, 1e6), None);
    }
}
