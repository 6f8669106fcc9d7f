//! The foot of the page: play, the step, the speed, and the run as a track in the colours of t_c with its two clocks. Its
//! scale is that of the square root: most happens early.

use egui::{Align2, Color32, Key, PointerButton, Pos2, Rect, Sense, Stroke, Ui, UiBuilder, pos2, vec2};

use super::key::ramp_strip;
use crate::app::desk::Desk;
use crate::app::desk::command::{Command, NetworkCommand};
use crate::app::desk::networks::Picked;
use crate::app::kit::maths::{self, Line, Style};
use crate::app::kit::theme::{Role, Scale, Theme, fade, space};
use crate::app::kit::widgets::{Button, PlayButton, Quantity, Slider, leave_space_alone};
use crate::chart::format_whole;
use crate::networks::figures::scope::Scope;
use crate::networks::figures::veil::Piece;
use crate::say;

/// Steps a second.
const RATE: Quantity = Quantity::logarithmic(10.0..=1e5, 400.0);
/// The heights that barriers have on the track, as decimal logarithms, and the range of agreement.
const BARRIERS: [f64; 2] = [-5.0, -1.0];
const AGREEMENT: [f64; 2] = [0.7, 1.0];
/// Ticks in steps of a run of 2,000.
const TICKS: [u32; 6] = [0, 20, 100, 500, 1_000, 2_000];

/// Where a step is on the track.
#[derive(Clone, Copy)]
struct TimeCourse {
    rect: Rect,
    steps: f64,
}

impl TimeCourse {
    fn x(&self, step: f64) -> f32 {
        self.rect.left() + self.rect.width() * (step / self.steps).max(0.0).sqrt() as f32
    }

    fn step(&self, x: f32) -> f64 {
        let share = f64::from((x - self.rect.left()) / self.rect.width()).clamp(0.0, 1.0);
        self.steps * share * share
    }
}

pub(super) fn show(
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
    let base = rect.top() + scale.px(40.0);
    let rect = Rect::from_x_y_ranges(track, base - scale.px(26.0)..=base);
    let steps = f64::from(desk.networks.bench.setup.steps());
    let course = TimeCourse { rect, steps };
    match desk.networks.scope() {
        Some(scope) => {
            let ends = curves(ui, &course, &scope, &theme, scale);
            strip(ui, &course, &scope, &theme, scale);
            let taken = clocks(ui, &course, &scope, &theme, scale);
            names(ui, &course, ends, &taken, scale);
            if let Some(Picked::Digit(digit)) = desk.networks.picked {
                known(ui, &course, &scope, digit, &theme, scale);
            }
        }
        None => {
            let bar = Rect::from_x_y_ranges(rect.x_range(), base - 1.0..=base + 1.0);
            ui.painter().rect_filled(bar, 0.0, theme.track);
        }
    }
    let held = held(ui, &course, desk, &theme, scale);
    ticks(ui, &course, held.as_ref().map(|(_, plate)| *plate), &theme, scale);
    knobs(ui, &course, desk, held, (&theme, scale), commands);
}

/// Play button, step and speed.
fn transport(ui: &mut Ui, rect: Rect, desk: &Desk, scale: Scale, commands: &mut Vec<Command>) {
    let theme = Theme::of(ui.ctx());
    let radius = scale.px(space::PLAY_RADIUS);
    let centre = pos2(rect.left() + space::MARGIN + radius, rect.center().y);
    let place = Rect::from_center_size(centre, vec2(2.0 * radius, 2.0 * radius));
    let mut button = ui.new_child(UiBuilder::new().max_rect(place).id_salt("play"));
    if PlayButton::new(desk.networks.playing, scale).show(&mut button).clicked() {
        commands.push(NetworkCommand::TogglePlay.into());
    }
    let x = centre.x + radius + scale.px(14.0);
    let paint = |text: &str, role, colour, y: f32| {
        let style = Style::new(role, scale, colour);
        maths::layout(ui.ctx(), text, style).paint(ui.painter(), pos2(x, y), Align2::LEFT_CENTER);
    };
    let step = format_whole(f64::from(desk.networks.until()));
    paint(&step, Role::StepCount, theme.strong, centre.y - scale.px(8.0));
    let steps = format_whole(f64::from(desk.networks.bench.setup.steps()));
    paint(&say!("timeline.of-steps", steps = steps), Role::Tick, theme.mute, centre.y + scale.px(9.0));
    if desk.look.presenting {
        return;
    }
    let width = 74.0;
    let right = rect.left() + space::MARGIN + space::CONTROLS + 14.0;
    let corner = pos2(right - width, centre.y - 0.5 * space::BUTTON);
    let place = Rect::from_min_size(corner, vec2(width, space::BUTTON));
    let mut speed = ui.new_child(UiBuilder::new().max_rect(place).id_salt("speed"));
    let mut rate = desk.networks.bench.rate;
    let text = say!("network.timeline.rate", rate = format_whole(rate));
    let button = Button::outline(&text).width(width).arrow().show(&mut speed);
    egui::Popup::menu(&button).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(220.0);
        let (_, gesture) = Slider::new(say!("timeline.rate"), &mut rate, RATE).show(ui);
        if gesture.changed {
            commands.push(NetworkCommand::Rate(rate).into());
        }
    });
}

/// A curve's name, where the curve ends, and its colour.
struct Ending {
    name: &'static str,
    at: Pos2,
    ink: Color32,
}

/// The barrier to the last end, and the least agreement with later branches, over t_c; where each ends.
fn curves(ui: &Ui, course: &TimeCourse, scope: &Scope<'_>, theme: &Theme, scale: Scale) -> Vec<Ending> {
    let Some(barriers) = scope.sight.barriers.as_ref().filter(|_| !scope.veil.hides(Piece::Clocks)) else {
        return Vec::new();
    };
    let place = |step: u32, value: f64, [low, high]: [f64; 2]| {
        let share = ((value - low) / (high - low)).clamp(0.0, 1.0) as f32;
        let up = scale.px(3.0) + share * (course.rect.height() - scale.px(4.0));
        pos2(course.x(f64::from(step)), course.rect.bottom() - up)
    };
    let similarity = &scope.sight.similarity[scope.read_at as usize];
    let rows = similarity.steps.iter().zip(&similarity.matrix).enumerate();
    let agreement = rows.filter(|(row, _)| row + 1 < similarity.steps.len()).map(|(row, (step, values))| {
        place(*step, values[row + 1..].iter().copied().fold(1.0, f64::min), AGREEMENT)
    });
    let heights = barriers.steps.iter().zip(&barriers.heights);
    let heights = heights.map(|(step, height)| place(*step, height.max(1e-9).log10(), BARRIERS));
    let drawn: [(Vec<Pos2>, _, _, _); 2] = [
        (agreement.collect(), theme.strong, say!("network.timeline.agreement"), theme.text),
        (heights.collect(), theme.ember, say!("network.timeline.barrier"), theme.ember),
    ];
    let ends = drawn.into_iter().filter_map(|(path, pen, name, ink)| {
        let at = *path.last()?;
        ui.painter().line(path, Stroke::new(scale.px(1.4), pen));
        Some(Ending { name, at, ink })
    });
    ends.collect()
}

/// Names the curves where they end, unless a clock or its words are there.
fn names(ui: &Ui, course: &TimeCourse, ends: Vec<Ending>, taken: &[Rect], scale: Scale) {
    for Ending { name, at, ink } in ends {
        let line = maths::layout(ui.ctx(), name, Style::new(Role::Small, scale, ink));
        let middle = at.y.clamp(course.rect.top() + scale.px(2.0), course.rect.bottom() - scale.px(6.0));
        let at = pos2(at.x + scale.px(8.0), middle);
        let room = Align2::LEFT_CENTER.anchor_size(at, line.size());
        if room.right() < course.rect.right() && !taken.iter().any(|taken| taken.intersects(room)) {
            line.paint(ui.painter(), at, Align2::LEFT_CENTER);
        }
    }
}

/// The track: the ramp as far as the run is shown.
fn strip(ui: &Ui, course: &TimeCourse, scope: &Scope<'_>, theme: &Theme, scale: Scale) {
    let y = course.rect.bottom() - scale.px(1.25)..=course.rect.bottom() + scale.px(1.25);
    let whole = Rect::from_x_y_ranges(course.rect.x_range(), y);
    ui.painter().rect_filled(whole, 0.0, theme.track);
    let shown = whole.with_max_x(course.x(f64::from(scope.until)));
    let until = f64::from(scope.until);
    ramp_strip(ui.painter(), shown, &scope.ramp, theme, |share| until * f64::from(share * share));
}

/// Both clocks, each with its words; where they coincide one mark has both colours. Says what they cover.
fn clocks(ui: &Ui, course: &TimeCourse, scope: &Scope<'_>, theme: &Theme, scale: Scale) -> Vec<Rect> {
    let top = course.rect.top() - scale.px(9.0);
    let [barrier, jaccard] = scope.clocks();
    let mut covered = Vec::new();
    let mut mark = |step: u32, colour, shift: f32| {
        let x = ui.painter().round_to_pixel_center(course.x(f64::from(step))) + shift;
        let y = top..=course.rect.bottom() + scale.px(4.0);
        ui.painter().vline(x, y.clone(), Stroke::new(scale.px(1.5), colour));
        covered.push(Rect::from_x_y_ranges(x..=x, y));
        x
    };
    let number = |step: u32| format_whole(f64::from(step));
    let (both, earlier) = (barrier == jaccard, barrier.zip(jaccard).is_none_or(|(one, other)| one < other));
    let mut written = Vec::new();
    match (barrier, jaccard) {
        (Some(step), _) if both => {
            mark(step, theme.ember, -0.75 * scale.0);
            let x = mark(step, theme.ice, 0.75 * scale.0);
            written.push((say!("network.timeline.both", step = number(step)), theme.text, x, false));
        }
        _ => {
            // The earlier one has its words at the left, where there is room.
            if let Some(step) = barrier {
                let text = say!("network.timeline.barrier-clock", step = number(step));
                written.push((text, theme.ember, mark(step, theme.ember, 0.0), earlier));
            }
            if let Some(step) = jaccard {
                let text = say!("network.timeline.jaccard-clock", step = number(step));
                written.push((text, theme.ice, mark(step, theme.ice, 0.0), !earlier));
            }
        }
    }
    for (text, ink, x, left) in written {
        let line = maths::layout(ui.ctx(), &text, Style::new(Role::Small, scale, ink));
        let (beside, align) = match left && x - course.rect.left() > scale.px(92.0) {
            true => (-6.0, Align2::RIGHT_CENTER),
            false => (6.0, Align2::LEFT_CENTER),
        };
        let at = pos2(x + scale.px(beside), top + scale.px(4.0));
        let plate = align.anchor_size(at, line.size()).expand(1.0);
        ui.painter().rect_filled(plate, 2.0, fade(theme.bg, 0.8));
        line.paint(ui.painter(), at, align);
        covered.push(plate);
    }
    covered
}

/// Which branches know the digit that is picked out, over t_c: full where they do, hollow where they take it for another.
fn known(ui: &Ui, course: &TimeCourse, scope: &Scope<'_>, digit: u32, theme: &Theme, scale: Scale) {
    let y = course.rect.bottom() - scale.px(6.0);
    for twig in scope.twigs() {
        let Some(end) = twig.end(scope.read_at) else { continue };
        let at = pos2(course.x(f64::from(twig.step)), y);
        let ink = theme.scales.ramp(scope.ramp.place(twig.step) as f32);
        match end.taken_for(digit) {
            None => ui.painter().circle(at, scale.px(2.6), ink, Stroke::new(1.0, theme.bg)),
            Some(_) => ui.painter().circle(at, scale.px(2.6), theme.bg, Stroke::new(1.2, ink)),
        };
    }
}

/// What the branch that is held is called below the track, and the plate that it is on.
fn held(ui: &Ui, course: &TimeCourse, desk: &Desk, theme: &Theme, scale: Scale) -> Option<(Line, Rect)> {
    let step = held_step(desk)?;
    desk.networks.scope()?;
    let text = say!("network.stage.held-at", step = format_whole(f64::from(step)));
    let line = maths::layout(ui.ctx(), &text, Style::new(Role::Small, scale, theme.strong));
    let place = pos2(course.x(f64::from(step)), course.rect.bottom() + scale.px(16.0));
    let plate = Align2::CENTER_CENTER.anchor_size(place, line.size()).expand2(vec2(4.0, 1.0));
    Some((line, plate))
}

/// The step of the branch that is held, where the run has come to it.
fn held_step(desk: &Desk) -> Option<u32> {
    desk.networks.bench.held.filter(|held| *held <= desk.networks.until())
}

/// Numbers of steps below the track, but for those where the held branch has its name.
fn ticks(ui: &Ui, course: &TimeCourse, held: Option<Rect>, theme: &Theme, scale: Scale) {
    let style = Style::new(Role::Small, scale, theme.mute);
    let y = course.rect.bottom() + scale.px(16.0);
    let painter = ui.painter();
    for share in TICKS.map(|tick| f64::from(tick) / 2_000.0) {
        let step = (share * course.steps).round();
        let x = painter.round_to_pixel_center(course.x(step));
        painter.vline(
            x,
            course.rect.bottom() + 5.0..=course.rect.bottom() + 8.0,
            Stroke::new(1.0, theme.outline),
        );
        let align = match share {
            0.0 => Align2::LEFT_CENTER,
            1.0 => Align2::RIGHT_CENTER,
            _ => Align2::CENTER_CENTER,
        };
        let line = maths::layout(ui.ctx(), &format_whole(step), style);
        let place = align.anchor_size(pos2(x, y), line.size());
        if held.is_none_or(|held| !held.intersects(place)) {
            line.paint(painter, pos2(x, y), align);
        }
    }
    let scale_name = maths::layout(ui.ctx(), say!("network.timeline.scale"), style);
    let at = pos2(0.5 * (course.x(0.5 * course.steps) + course.x(course.steps)), y);
    scale_name.paint(painter, at, Align2::CENTER_CENTER);
}

/// The knob of the step that is shown, and the twin of the tab on the stage.
fn knobs(
    ui: &mut Ui,
    course: &TimeCourse,
    desk: &Desk,
    name: Option<(Line, Rect)>,
    (theme, scale): (&Theme, Scale),
    commands: &mut Vec<Command>,
) {
    let networks = &desk.networks;
    let until = networks.until();
    let base = course.rect.bottom();
    let shown = pos2(course.x(f64::from(until)), base);
    let held = held_step(desk);
    let tab = held.map(|step| pos2(course.x(f64::from(step)), base));
    let target = course.rect.expand2(vec2(8.0, 10.0));
    let response = ui.interact(target, ui.scope_id().with("network-timeline"), Sense::click_and_drag());
    let on_tab = response.id.with("on-tab");
    if response.drag_started_by(PointerButton::Primary) || response.is_pointer_button_down_on() {
        let at = ui.input(|input| input.pointer.press_origin());
        let near = |knob: egui::Pos2| at.map_or(f32::MAX, |at| knob.distance(at));
        let grips = tab.is_some_and(|tab| near(tab) < scale.px(12.0) && near(tab) <= near(shown));
        ui.data_mut(|data| data.insert_temp(on_tab, grips));
    }
    if (response.dragged_by(PointerButton::Primary) || response.clicked())
        && let Some(at) = response.interact_pointer_pos()
    {
        let step = course.step(at.x).round() as u32;
        if ui.data(|data| data.get_temp(on_tab)).unwrap_or(false) {
            commands.push(NetworkCommand::Hold(Some(kept(desk, step).min(until))).into());
        } else {
            commands.push(NetworkCommand::Scrub(Some(step)).into());
        }
    }
    if response.double_clicked() {
        commands.push(NetworkCommand::Scrub(None).into());
    }
    if response.has_focus() {
        leave_space_alone(ui, response.id);
        let ring = Stroke::new(space::FOCUS_RING, theme.ice);
        ui.painter().rect_stroke(target, 3.0, ring, egui::StrokeKind::Middle);
        let filter = egui::EventFilter { horizontal_arrows: true, ..egui::EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let presses = ui.input(|input| {
            input.num_presses(Key::ArrowRight) as i64 - input.num_presses(Key::ArrowLeft) as i64
        });
        if presses != 0 {
            let stride = (course.steps / 100.0).max(1.0) as i64;
            let step = (i64::from(until) + presses * stride).clamp(0, course.steps as i64);
            commands.push(NetworkCommand::Scrub(Some(step as u32)).into());
        }
    }
    let said = say!("network.timeline.name");
    response.widget_info(|| egui::WidgetInfo::slider(true, f64::from(until), said));
    if let (Some(at), Some(step), Some(scope)) = (tab, held, networks.scope()) {
        let ink = theme.scales.ramp(scope.ramp.place(step) as f32);
        ui.painter().circle(at, scale.px(5.0), ink, Stroke::new(1.2, theme.strong));
    }
    if let Some((line, plate)) = name {
        line.paint(ui.painter(), plate.center(), Align2::CENTER_CENTER);
    }
    ui.painter().circle(shown, scale.px(6.0), theme.strong, Stroke::new(1.5, theme.bg));
    response.on_hover_text(say!("network.timeline.hint"));
}

/// The step of the run that is kept and nearest to another.
fn kept(desk: &Desk, step: u32) -> u32 {
    let traces = desk.networks.sight().and_then(|sight| sight.traces.as_ref());
    let steps = traces.into_iter().flat_map(|traces| traces.sgd.iter()).map(|(step, _)| *step);
    steps.min_by_key(|known| known.abs_diff(step)).unwrap_or(step)
}
