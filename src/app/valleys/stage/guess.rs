//! The height at which a student guesses that the swarm freezes: a line to be pulled, which stays; and when all is
//! revealed the gap between it and the swarm.

use egui::accesskit::Role as Access;
use egui::{
    Align2, CornerRadius, CursorIcon, EventFilter, Key, Mesh, Painter, Pos2, Rangef, Rect, Sense, Shape,
    Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::frame::Frame;
use super::words::Words;
use crate::app::desk::classroom::Prediction;
use crate::app::desk::classroom::guess::{FINE_GUESS, GUESS_STEP, Guess, GuessState, GuessedHeight};
use crate::app::desk::classroom::verdict::Heights;
use crate::app::desk::command::{Command, LessonCommand};
use crate::app::desk::scene::Scene;
use crate::app::kit::maths::{self, Line, Style};
use crate::app::kit::theme::{Role, fade, space};
use crate::app::kit::widgets::leave_space_alone;
use crate::say;

/// The line, its dashes, and how much of it the hand has to meet.
const WIDTH: f32 = 1.6;
const DASH: [f32; 2] = [9.0, 5.0];
const GRAB: f32 = 8.0;
/// The lines of a class.
const CLASS: f32 = 0.4;
/// The handle: its height, room beside its words, and its middle from the top of the stage.
const HANDLE: f32 = 26.0;
const BESIDE: f32 = 22.0;
const DOWN: f32 = 137.0;
/// The last hops at the foot of the stage.
const HOPS: f32 = 84.0;
const HOPS_INK: f32 = 0.75;
/// From the row where a name is wanted to those where it may be, from the nearest on.
const ROWS: [f32; 13] =
    [0.0, 20.0, -20.0, 40.0, 60.0, 80.0, 110.0, 140.0, 170.0, -95.0, -115.0, 250.0, 330.0];
/// The brackets above them: from the foot of the stage, between the two, and their ends.
const BRACKET: f32 = 160.0;
const NEXT: f32 = 32.0;
const END: f32 = 12.0;
/// From a bracket to the plate of its words: above it, and beside the line at its end.
const ABOVE: f32 = 12.0;
const APART: f32 = 8.0;

/// The height that is guessed on this stage.
fn guessed<'a>(scene: &Scene<'a>) -> Option<GuessedHeight<'a>> {
    match scene.guess? {
        Guess::Height(height) => Some(height),
        Guess::Shares(_) => None,
    }
}

/// Where the line of a student is, if there is one.
pub fn height(scene: &Scene<'_>, frame: &Frame) -> Option<f64> {
    guessed(scene)?.line(frame.y)
}

/// Whether a guess is made: the last hops lie at the foot of the stage.
pub fn is_given(scene: &Scene<'_>) -> bool {
    guessed(scene).is_some_and(|guess| guess.state != GuessState::Open)
}

/// Whether what came of a guess is on show.
pub fn is_judged(scene: &Scene<'_>) -> bool {
    guessed(scene).is_some_and(|guess| guess.heights.is_some())
}

/// Lets the line be pulled, or moved with the arrow keys.
pub fn show(ui: &Ui, scene: &Scene<'_>, frame: &Frame, commands: &mut Vec<Command>) {
    let Some(guess) = guessed(scene).filter(|guess| guess.state == GuessState::Open) else { return };
    let Some(y) = guess.line(frame.y) else { return };
    let at = place(frame, y);
    let strip = Rect::from_x_y_ranges(
        Rangef::new(at - GRAB * frame.marks, at + GRAB * frame.marks),
        frame.rect.y_range(),
    );
    let grip = handle(ui.painter(), scene, frame, y).0;
    let id = ui.scope_id().with("guess");
    // The handle is part of the line.
    let line = ui.interact(strip.intersect(frame.rect), id.with("line"), Sense::DRAG);
    let response = ui.interact(grip, id, Sense::click_and_drag());
    let response = response.on_hover_cursor(CursorIcon::ResizeHorizontal);
    let line = line.on_hover_cursor(CursorIcon::ResizeHorizontal);
    if response.clicked() || response.dragged() || line.dragged() {
        response.request_focus();
    }
    let mut wanted = None;
    if let (true, Some(pointer)) = (
        response.dragged() || line.dragged(),
        response.interact_pointer_pos().or(line.interact_pointer_pos()),
    ) {
        // Along the axis, not through the lens: the handle lies above it.
        let pulled = frame.y_at(pointer.x.clamp(frame.rect.left(), frame.rect.right()));
        wanted = Some((pulled * 100.0).round() / 100.0);
    } else if response.has_focus() {
        leave_space_alone(ui, response.id);
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let (presses, fine) = ui.input(|input| {
            let presses = |key| input.num_presses(key) as f64;
            let by = presses(Key::ArrowRight) + presses(Key::ArrowUp)
                - presses(Key::ArrowLeft)
                - presses(Key::ArrowDown);
            (by, input.modifiers.shift)
        });
        let step = if fine { FINE_GUESS * GUESS_STEP } else { GUESS_STEP };
        wanted = (presses != 0.0).then_some(y + presses * step);
    }
    if let Some(wanted) = wanted {
        let [low, high] = guess.range;
        commands.push(LessonCommand::Draft(Prediction::Height(wanted.clamp(low, high))).into());
    }
    response.widget_info(|| WidgetInfo::slider(true, y, say!("stage.guess.handle")));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Access::Slider);
        node.set_min_numeric_value(guess.range[0]);
        node.set_max_numeric_value(guess.range[1]);
        node.set_numeric_value_step(GUESS_STEP);
    });
    if response.has_focus() {
        let ring = Stroke::new(space::FOCUS_RING, scene.theme.ice);
        let corner = CornerRadius::same(space::BUTTON_RADIUS + 2);
        ui.painter().rect_stroke(grip.expand(space::FOCUS_RING), corner, ring, StrokeKind::Middle);
    }
}

/// Where a height's handle and names lie along the stage.
fn place(frame: &Frame, y: f64) -> f32 {
    frame.across(y.clamp(frame.y[0], frame.y[1]))
}

/// The handle of the line and what it says.
fn handle(painter: &Painter, scene: &Scene<'_>, frame: &Frame, y: f64) -> (Rect, Line) {
    let style = Style::new(Role::Label, frame.scale, scene.theme.text).emphasis(scene.theme.strong);
    let said = say!("stage.guess.at", y = format_args!("{y:.2}"));
    let line = maths::layout(painter.ctx(), &said, style);
    let size = vec2(line.size().x + 2.0 * BESIDE * frame.marks, HANDLE * frame.marks);
    let room = frame.rect.shrink(4.0 * frame.marks);
    let half = 0.5 * size.x;
    let middle = place(frame, y).clamp(room.left() + half, (room.right() - half).max(room.left() + half));
    // Below the colour key, wherever that is.
    let down = (DOWN * frame.marks).min(0.72 * frame.rect.height());
    (Rect::from_center_size(pos2(middle, frame.rect.top() + down), size), line)
}

/// The last hops at the foot of the stage, below everything else; where they are.
pub fn hops(painter: &Painter, scene: &Scene<'_>, frame: &Frame, words: &mut Words) -> Rect {
    if !is_given(scene) {
        return Rect::NOTHING;
    }
    let histogram = &scene.seen.run.freezing;
    let tallest = histogram.counts.iter().copied().max().unwrap_or(0);
    if tallest == 0 {
        return Rect::NOTHING;
    }
    let bins = histogram.counts.len() as f64;
    let edge =
        |bin: usize| frame.across(histogram.from + (histogram.to - histogram.from) * bin as f64 / bins);
    let foot = frame.rect.bottom();
    let high = (HOPS * frame.marks).min(0.25 * frame.rect.height());
    let mut mesh = Mesh::default();
    let mut all = Rect::NOTHING;
    for (bin, &count) in histogram.counts.iter().enumerate() {
        let top = foot - high * count as f32 / tallest as f32;
        let bar = Rect::from_min_max(pos2(edge(bin), top), pos2(edge(bin + 1), foot));
        let bar =
            Rect::from_x_y_ranges(bar.left()..=bar.right() - 0.5_f32.min(0.2 * bar.width()), bar.y_range());
        let bar = bar.intersect(frame.rect);
        if count > 0 && bar.is_positive() {
            mesh.add_colored_rect(bar, fade(scene.theme.ice, HOPS_INK));
            all |= bar;
        }
    }
    painter.add(Shape::mesh(mesh));
    words.keep_clear(all);
    all
}

/// Says what the bars at the foot are, once the lens has had its say.
pub fn name_hops(painter: &Painter, scene: &Scene<'_>, frame: &Frame, words: &mut Words, all: Rect) {
    let revealed = guessed(scene).is_some_and(|guess| guess.state == GuessState::Revealed);
    if revealed && all.is_positive() {
        let style = Style::new(Role::Tick, frame.scale, scene.theme.text);
        let line = maths::layout(painter.ctx(), say!("stage.guess.last-hops"), style);
        let row = all.top() + 0.5 * all.height();
        let places = [
            (pos2(all.left() - 8.0 * frame.marks, row), Align2::RIGHT_CENTER),
            (pos2(all.right() + 8.0 * frame.marks, row), Align2::LEFT_CENTER),
            (pos2(all.center().x, all.top() - 10.0 * frame.marks), Align2::CENTER_CENTER),
        ];
        words.place(painter, &line, places);
    }
}

/// The lines: of the class, of the student, and of what came.
pub fn paint(painter: &Painter, scene: &Scene<'_>, frame: &Frame, words: &mut Words, hidden: Rect) {
    let Some(guess) = guessed(scene) else { return };
    let theme = &scene.theme;
    let upright = |y: f64| below(frame.line(frame.across(y)), hidden);
    for &y in guess.class.iter().filter(|y| frame.shows_y(**y)) {
        let pen = Stroke::new(frame.marks, fade(theme.strong, CLASS));
        painter.line(upright(y), pen);
    }
    if let Some(y) = guess.line(frame.y).filter(|&y| frame.shows_y(y)) {
        let [dash, gap] = DASH.map(|part| part * frame.marks);
        let pen = Stroke::new(WIDTH * frame.marks, theme.strong);
        painter.extend(Shape::dashed_line(&upright(y), pen, dash, gap));
        keep_clear(frame, words, y);
    }
    match guess.heights {
        Some(heights) => revealed(painter, scene, frame, words, (heights, hidden)),
        None if guess.state == GuessState::Open => {
            if let Some(y) = guess.line(frame.y) {
                grip(painter, scene, frame, y, words);
            }
        }
        None => {
            if let Some(y) = guess.y {
                let row = frame.rect.top() + DOWN * frame.marks;
                name(painter, frame, words, (y, row), &own(y), theme.strong);
            }
        }
    }
    if let Some(median) = guess.median() {
        let row = frame.rect.top() + (DOWN + 3.0 * NEXT) * frame.marks;
        let text = say!("stage.guess.median", y = format_args!("{median:.2}"), count = guess.class.len() + 1);
        name(painter, frame, words, (median, row), &text, theme.strong);
    }
}

fn own(y: f64) -> String {
    say!("stage.guess.yours", y = format_args!("{y:.2}"))
}

/// A line from the top of the stage, which begins below what hides its top.
fn below(mut line: Vec<Pos2>, hidden: Rect) -> Vec<Pos2> {
    if let Some(top) = line.first_mut().filter(|top| hidden.x_range().contains(top.x)) {
        top.y = top.y.max(hidden.bottom());
    }
    line
}

/// Keeps words off a line that goes up the whole stage.
fn keep_clear(frame: &Frame, words: &mut Words, y: f64) {
    let across = frame.across(y);
    words.keep_clear(Rect::from_x_y_ranges(across - WIDTH..=across + WIDTH, frame.rect.y_range()));
}

fn grip(painter: &Painter, scene: &Scene<'_>, frame: &Frame, y: f64, words: &mut Words) {
    let (theme, marks) = (&scene.theme, frame.marks);
    let (rect, line) = handle(painter, scene, frame, y);
    let outline = Stroke::new(1.2 * marks, theme.strong);
    let corner = CornerRadius::same(space::BUTTON_RADIUS);
    painter.rect(rect, corner, theme.bg, outline, StrokeKind::Inside);
    line.paint(painter, rect.center(), Align2::CENTER_CENTER);
    for (side, edge) in [(-1.0, rect.left()), (1.0, rect.right())] {
        let tip = pos2(edge - side * 8.0 * marks, rect.center().y);
        let arm = vec2(-side * 4.0, 4.0) * marks;
        let chevron = vec![tip + arm, tip, tip + vec2(arm.x, -arm.y)];
        painter.line(chevron, Stroke::new(1.6 * marks, theme.strong));
    }
    words.keep_clear(rect);
}

/// Writes a line's name beside it, near a row.
fn name(
    painter: &Painter,
    frame: &Frame,
    words: &mut Words,
    (y, row): (f64, f32),
    text: &str,
    ink: egui::Color32,
) {
    if !frame.shows_y(y) {
        return;
    }
    let style = Style::new(Role::Direct, frame.scale, ink).emphasis(ink);
    let line = maths::layout(painter.ctx(), text, style);
    let (at, away) = (frame.across(y), 8.0 * frame.marks);
    let rows = ROWS.map(|down| row + down * frame.marks);
    let sides = rows.into_iter().flat_map(|row| {
        let on = frame.bent(pos2(at, row)).x;
        [(pos2(on + away, row), Align2::LEFT_CENTER), (pos2(on - away, row), Align2::RIGHT_CENTER)]
    });
    words.place(painter, &line, sides);
}

/// The swarm's mean, the paper's height, and the gaps between them.
fn revealed(
    painter: &Painter,
    scene: &Scene<'_>,
    frame: &Frame,
    words: &mut Words,
    (heights, hidden): (&Heights, Rect),
) {
    let (theme, marks) = (&scene.theme, frame.marks);
    let row = frame.rect.top() + DOWN * marks;
    for y in [Some(heights.swarm), heights.eq11].into_iter().flatten().filter(|&y| frame.shows_y(y)) {
        keep_clear(frame, words, y);
    }
    if frame.shows_y(heights.swarm) {
        let line = below(frame.line(frame.across(heights.swarm)), hidden);
        painter.line(line, Stroke::new(2.0 * marks, theme.strong));
    }
    if let Some(y) = heights.eq11.filter(|&y| frame.shows_y(y)) {
        let pen = Stroke::new(WIDTH * marks, theme.ice);
        let line = below(frame.line(frame.across(y)), hidden);
        painter.extend(Shape::dashed_line(&line, pen, 4.5 * marks, 3.0 * marks));
    }
    let foot = frame.rect.bottom() - (BRACKET * marks).min(0.45 * frame.rect.height());
    let gaps = [
        (heights.guess, heights.off(), theme.strong, foot, true),
        (heights.eq11, heights.eq11_off(), theme.ice, foot + NEXT * marks, false),
    ];
    let gaps = gaps.into_iter().filter_map(|(to, off, ink, row, own)| {
        let ends = [heights.swarm, to?].map(|y| place(frame, y));
        Some(Offset { ends, off: off?.abs(), row, ink, own })
    });
    let gaps: Vec<Offset> = gaps.collect();
    for gap in &gaps {
        words.keep_clear(bracket(painter, frame, gap));
    }
    // The lines at their ends, all of them.
    let across = gaps.iter().flat_map(|gap| gap.ends);
    let outermost =
        across.fold(Rangef::NOTHING, |range, at| Rangef::new(range.min.min(at), range.max.max(at)));
    for gap in &gaps {
        chip(painter, scene, frame, words, gap, outermost);
    }
    let names = [
        (
            Some(heights.swarm),
            say!("stage.guess.swarm", y = format_args!("{:.2}", heights.swarm)),
            theme.strong,
        ),
        (
            heights.eq11,
            heights.eq11.map(|y| say!("curve.eq11-at", y = format_args!("{y:.2}"))).unwrap_or_default(),
            theme.ice,
        ),
        (heights.guess, heights.guess.map(own).unwrap_or_default(), theme.strong),
    ];
    for (turn, (y, text, ink)) in names.into_iter().enumerate() {
        if let Some(y) = y {
            name(painter, frame, words, (y, row + turn as f32 * NEXT * marks), &text, ink);
        }
    }
}

/// How far a height is off the swarm's: where the two are along the stage, and the row that says it.
struct Offset {
    ends: [f32; 2],
    off: f64,
    row: f32,
    ink: egui::Color32,
    /// Of the student, not of Eq. 11.
    own: bool,
}

/// A line between the two with upright ends; where it is.
fn bracket(painter: &Painter, frame: &Frame, gap: &Offset) -> Rect {
    let stroke = Stroke::new(WIDTH * frame.marks, gap.ink);
    painter.line_segment(gap.ends.map(|end| pos2(end, gap.row)), stroke);
    let half = 0.5 * END * frame.marks;
    for end in gap.ends {
        painter.line_segment([pos2(end, gap.row - half), pos2(end, gap.row + half)], stroke);
    }
    let [left, right] = gap.ends;
    Rect::from_x_y_ranges(left.min(right)..=left.max(right), gap.row - half..=gap.row + half)
}

/// Its number on a ground of its own: above the bracket where that is wide enough, else beside it, else beside all lines; a
/// little lower where the colour key comes down to it.
fn chip(
    painter: &Painter,
    scene: &Scene<'_>,
    frame: &Frame,
    words: &mut Words,
    gap: &Offset,
    outermost: Rangef,
) {
    let marks = frame.marks;
    let off = format!("{:.2}", gap.off);
    let text =
        if gap.own { say!("stage.guess.off", off = off) } else { say!("stage.guess.eq11-off", off = off) };
    let style = Style::new(Role::Label, frame.scale, gap.ink).emphasis(gap.ink);
    let line = maths::layout(painter.ctx(), &text, style);
    let room = vec2(6.0, 3.0) * marks;
    let size = line.size() + 2.0 * room;
    let [a, b] = gap.ends;
    let above = pos2(0.5 * (a + b), gap.row - ABOVE * marks);
    let above = Align2::CENTER_BOTTOM.anchor_size(above, size);
    let beside = [0.0, 16.0, 32.0, 48.0].into_iter().flat_map(|down| {
        let row = gap.row + down * marks;
        [
            (a.min(b) - APART * marks, Align2::RIGHT_CENTER),
            (a.max(b) + APART * marks, Align2::LEFT_CENTER),
            (outermost.min - APART * marks, Align2::RIGHT_CENTER),
            (outermost.max + APART * marks, Align2::LEFT_CENTER),
        ]
        .map(|(at, align)| align.anchor_size(pos2(at, row), size))
    });
    let above = gap.own.then_some(above);
    let free = above.into_iter().chain(beside).find(|plate| words.is_free(*plate));
    // What finds no place is said beside the page.
    let Some(plate) = free else { return };
    painter.rect_filled(plate, CornerRadius::same(space::SEGMENT_RADIUS), fade(scene.theme.bg, 0.92));
    line.paint(painter, plate.center(), Align2::CENTER_CENTER);
    words.keep_clear(plate);
}
