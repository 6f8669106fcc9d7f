//! The digits that branches take for others, one row to a branch and one column to a digit: what freezes are the columns.

use egui::{
    Align2, Color32, ColorImage, Mesh, Rect, Sense, Stroke, TextureHandle, TextureOptions, Tooltip, Ui, pos2,
    vec2,
};

use crate::app::desk::Desk;
use crate::app::desk::command::{Command, NetworkCommand};
use crate::app::desk::networks::Picked;
use crate::app::kit::maths::{self, Style};
use crate::app::kit::plots::words;
use crate::app::kit::theme::{Role, Scale, Theme, fade, space};
use crate::chart::{format_number, format_whole};
use crate::networks::experiments::continuation::ReadOut;
use crate::networks::experiments::live::{End, Sight};
use crate::networks::figures::scope::Scope;
use crate::networks::figures::veil::Piece;
use crate::networks::model::Digits;
use crate::say;

/// The rows, and what their picture was made of.
#[derive(Default)]
pub(super) struct DigitRows {
    atlas: Option<(Vec<u32>, TextureHandle)>,
}

/// Rows in the window and in a presentation.
pub(super) const ROWS: usize = 9;
pub(super) const PRESENTED: usize = 5;
/// Heights: of the title, of the groups' names, of a row in a small window and in a large one.
const TITLE: f32 = 20.0;
const GROUPS: f32 = 26.0;
const PITCH: (f32, f32) = (17.0, 24.0);
/// Room for t_c at the left, and for how many changed at the right.
const LEFT: f32 = 40.0;
const RIGHT: f32 = 60.0;
/// Test digits that have a place.
const FIRST: u32 = 200;
/// Pictures in a row of the texture.
const PER_ROW: usize = 32;
/// A picture's edge in a row, as a share of its pitch, and the enlarged one's.
const FILL: f32 = 0.9;
const ENLARGED: f32 = 84.0;
/// How visible rows and digits are that are not picked out.
const DIMMED: f32 = 0.25;

/// What the rows take of a window so high.
pub(super) fn height(window: f32, rows: usize, scale: Scale) -> f32 {
    scale.px(TITLE + GROUPS) + rows as f32 * scale.px(pitch(window))
}

fn pitch(window: f32) -> f32 {
    (PITCH.0 + (window - 760.0) / 60.0).clamp(PITCH.0, PITCH.1)
}

/// A digit with a column of its own.
struct Standing {
    digit: u32,
    /// In which rows it is taken for another.
    wrong: Vec<bool>,
}

/// Columns in their places, and where the groups part: wrong on every branch, wrong in the end, right in the end.
struct Columns {
    standings: Vec<Standing>,
    always: usize,
    end_wrong: usize,
}

impl Columns {
    fn of(ends: &[(u32, &End)], pictures: &Digits) -> Self {
        let mut digits: Vec<u32> =
            ends.iter().flat_map(|(_, end)| &end.wrong).copied().filter(|digit| *digit < FIRST).collect();
        digits.sort_unstable();
        digits.dedup();
        let standing = |digit: u32| Standing {
            digit,
            wrong: ends.iter().map(|(_, end)| end.wrong.binary_search(&digit).is_ok()).collect(),
        };
        let mut standings: Vec<Standing> = digits.into_iter().map(standing).collect();
        let group =
            |standing: &Standing| match (standing.wrong.iter().all(|wrong| *wrong), standing.wrong.last()) {
                (true, _) => 0,
                (false, Some(true)) => 1,
                _ => 2,
            };
        // By class where it never changes, else by when it last did.
        let order = |standing: &Standing| match group(standing) {
            0 => usize::from(pictures.labels[standing.digit as usize]),
            _ => {
                let last = standing.wrong.last().copied().unwrap_or_default();
                standing.wrong.iter().rposition(|wrong| *wrong != last).unwrap_or(0)
            }
        };
        standings.sort_by_key(|standing| (group(standing), order(standing), standing.digit));
        let count = |wanted: usize| standings.iter().filter(|standing| group(standing) == wanted).count();
        let (always, end_wrong) = (count(0), count(1));
        Self { standings, always, end_wrong }
    }
}

/// The ends that have a row: at even distances of t_c, as far as there are.
fn rows_of<'a>(scope: &Scope<'a>, rows: usize) -> Vec<(u32, &'a End)> {
    let steps = scope.sight.steps();
    let sight: &'a Sight = scope.sight;
    // Every second of those that share the first half of the run, or the nearest that has an end.
    let wanted = (0..rows).map(|row| match rows {
        ROWS => row as u32 * steps / 20,
        _ => [0, 1, 2, 4, 8][row.min(4)] * steps / 20,
    });
    let found = wanted.filter_map(|step| {
        let nearest = sight.twigs.iter().min_by_key(|twig| twig.step.abs_diff(step))?;
        let near = nearest.step.abs_diff(step) <= steps / 100;
        near.then_some((nearest.step, nearest.end(scope.read_at)?))
    });
    found.collect()
}

impl DigitRows {
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        rows: usize,
        desk: &Desk,
        scale: Scale,
        commands: &mut Vec<Command>,
    ) {
        let Some(scope) = desk.networks.scope() else { return };
        let theme = Theme::of(ui.ctx());
        let ends = rows_of(&scope, rows);
        title(ui, rect, &scope, scale, &theme);
        if scope.veil.hides(Piece::Digits) {
            let well = rect.with_min_y(rect.top() + scale.px(TITLE));
            ui.painter().rect_filled(well, f32::from(space::PLOT_RADIUS), theme.well);
            words(ui.painter(), well, say!("lesson.put-away"), &theme, scale);
            return;
        }
        if ends.is_empty() {
            return;
        }
        let columns = Columns::of(&ends, &scope.sight.pictures);
        let top = rect.top() + scale.px(TITLE);
        let pitch = (rect.height() - scale.px(TITLE + GROUPS)) / rows as f32;
        let well = Rect::from_min_max(
            pos2(rect.left() + scale.px(LEFT), top),
            pos2(rect.right() - scale.px(RIGHT), top + pitch * ends.len() as f32),
        );
        ui.painter().rect_filled(well, f32::from(space::PLOT_RADIUS), theme.well);
        let place = DigitGrid { well, pitch, count: columns.standings.len() };
        let texture = self.atlas(ui, &columns, &scope.sight.pictures);
        labels(ui, rect, &place, &ends, &scope, desk, (&theme, scale), commands);
        pictures(ui, &place, &columns, &ends, &scope, desk, &theme, texture);
        groups(ui, &place, &columns, (&theme, scale));
        hover(ui, &place, &columns, &ends, &scope, desk, texture, &theme, commands);
    }

    /// The pictures of all columns, row by row: a texture has its limits either way.
    fn atlas(&mut self, ui: &Ui, columns: &Columns, pictures: &Digits) -> egui::TextureId {
        let digits: Vec<u32> = columns.standings.iter().map(|standing| standing.digit).collect();
        if let Some((made_of, texture)) = &self.atlas
            && *made_of == digits
        {
            return texture.id();
        }
        let side = pictures.side;
        let size = [side * PER_ROW, side * digits.len().div_ceil(PER_ROW).max(1)];
        let mut image = ColorImage::filled(size, Color32::TRANSPARENT);
        for (column, digit) in digits.iter().enumerate() {
            let corner = column / PER_ROW * side * size[0] + column % PER_ROW * side;
            for (place, ink) in pictures.image(*digit as usize).iter().enumerate() {
                let at = corner + place / side * size[0] + place % side;
                image.pixels[at] = Color32::from_white_alpha((127.5 * (ink + 1.0)) as u8);
            }
        }
        let texture = ui.ctx().load_texture("digits", image, TextureOptions::LINEAR);
        let id = texture.id();
        self.atlas = Some((digits, texture));
        id
    }
}

/// Where rows and columns are.
#[derive(Clone, Copy)]
struct DigitGrid {
    well: Rect,
    pitch: f32,
    count: usize,
}

impl DigitGrid {
    fn width(&self) -> f32 {
        ((self.well.width() - 8.0) / self.count.max(1) as f32).min(1.05 * self.pitch)
    }

    fn cell(&self, row: usize, column: usize) -> Rect {
        let centre = pos2(
            self.well.left() + 4.0 + (column as f32 + 0.5) * self.width(),
            self.well.top() + (row as f32 + 0.5) * self.pitch,
        );
        let side = FILL * self.pitch.min(1.2 * self.width());
        Rect::from_center_size(centre, vec2(side, side))
    }

    fn at(&self, at: egui::Pos2) -> Option<[usize; 2]> {
        let column = ((at.x - self.well.left() - 4.0) / self.width()).floor();
        let row = ((at.y - self.well.top()) / self.pitch).floor();
        (column >= 0.0 && row >= 0.0 && (column as usize) < self.count)
            .then_some([row as usize, column as usize])
    }
}

/// Where a column's picture is in the texture of so many.
fn uv(column: usize, count: usize) -> Rect {
    let size = vec2(1.0 / PER_ROW as f32, 1.0 / count.div_ceil(PER_ROW).max(1) as f32);
    let corner = vec2((column % PER_ROW) as f32, (column / PER_ROW) as f32) * size;
    Rect::from_min_size(corner.to_pos2(), size)
}

fn title(ui: &Ui, rect: Rect, scope: &Scope<'_>, scale: Scale, theme: &Theme) {
    let middle = rect.top() + scale.px(2.0);
    let style = Style::new(Role::Title, scale, theme.strong);
    let line = maths::layout(ui.ctx(), say!("network.digits.title"), style);
    let right = line.paint(ui.painter(), pos2(rect.left(), middle), Align2::LEFT_CENTER).right();
    let read = match scope.read_at {
        ReadOut::Matched => say!("network.digits.matched", loss = format_number(scope.sight.target)),
        ReadOut::Horizon => say!("network.digits.horizon").to_owned(),
        ReadOut::Equal => say!("network.digits.equal").to_owned(),
    };
    let note = Style::new(Role::Tick, scale, theme.mute);
    let text = say!("network.digits.note", read = read, first = FIRST);
    let tested = format_whole(f64::from(scope.sight.prepared.setup.test_digits));
    let changed = maths::layout(ui.ctx(), &say!("network.digits.changed", tested = tested), note);
    let end = changed.paint(ui.painter(), pos2(rect.right(), middle), Align2::RIGHT_CENTER).left();
    let line = maths::layout(ui.ctx(), &text, note);
    if right + scale.px(20.0) + line.size().x < end - scale.px(8.0) {
        line.paint(ui.painter(), pos2(right + scale.px(20.0), middle), Align2::LEFT_CENTER);
    }
}

/// t_c of every row at its left, and at its right how many digits changed since the row above.
fn labels(
    ui: &Ui,
    rect: Rect,
    place: &DigitGrid,
    ends: &[(u32, &End)],
    scope: &Scope<'_>,
    desk: &Desk,
    (theme, scale): (&Theme, Scale),
    commands: &mut Vec<Command>,
) {
    let mut above: Option<&End> = None;
    for (row, (step, end)) in ends.iter().enumerate() {
        let middle = place.cell(row, 0).center().y;
        let band = Rect::from_x_y_ranges(
            rect.left()..=place.well.left(),
            middle - 0.5 * place.pitch..=middle + 0.5 * place.pitch,
        );
        let response = ui.interact(band, ui.scope_id().with(("digit-row", row)), Sense::click());
        let number = format_whole(f64::from(*step));
        let name = say!("network.digits.row", step = number);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, &name));
        let held = desk.networks.bench.held == Some(*step);
        if held || response.hovered() || response.has_focus() {
            let fill = if held { theme.raised } else { theme.hover };
            ui.painter().rect_filled(band.shrink2(vec2(0.0, 1.0)), f32::from(space::PLOT_RADIUS), fill);
        }
        if response.clicked() {
            commands.push(NetworkCommand::Hold(Some(*step)).into());
        }
        let ink = theme.scales.ramp(scope.ramp.place(*step) as f32);
        ui.painter().circle_filled(pos2(rect.left() + scale.px(4.0), middle), scale.px(2.6), ink);
        let colour = if held { theme.strong } else { theme.text };
        let style = Style::new(Role::Tick, scale, colour);
        let at = pos2(place.well.left() - scale.px(6.0), middle);
        maths::layout(ui.ctx(), &number, style).paint(ui.painter(), at, Align2::RIGHT_CENTER);
        if let Some(above) = above {
            let changed = end.wrong.iter().filter(|digit| above.wrong.binary_search(digit).is_err()).count()
                + above.wrong.iter().filter(|digit| end.wrong.binary_search(digit).is_err()).count();
            let style = Style::new(Role::Tick, scale, theme.text);
            let at = pos2(place.well.right() + scale.px(26.0), middle);
            let number = format_whole(changed as f64);
            maths::layout(ui.ctx(), &number, style).paint(ui.painter(), at, Align2::RIGHT_CENTER);
        }
        above = Some(end);
    }
}

fn pictures(
    ui: &Ui,
    place: &DigitGrid,
    columns: &Columns,
    ends: &[(u32, &End)],
    scope: &Scope<'_>,
    desk: &Desk,
    theme: &Theme,
    texture: egui::TextureId,
) {
    let mut mesh = Mesh::with_texture(texture);
    for (row, (step, _)) in ends.iter().enumerate() {
        let ink = theme.scales.ramp(scope.ramp.place(*step) as f32);
        for (column, standing) in columns.standings.iter().enumerate() {
            if !standing.wrong[row] {
                continue;
            }
            let picked = match desk.networks.picked {
                None => true,
                Some(Picked::Digit(digit)) => digit == standing.digit,
                Some(Picked::Pair(pair)) => pair.contains(step),
            };
            let tint = if picked { ink } else { fade(ink, DIMMED) };
            mesh.add_rect_with_uv(place.cell(row, column), uv(column, place.count), tint);
        }
    }
    ui.painter().add(egui::Shape::mesh(mesh));
}

/// Brackets below the columns that name the groups.
fn groups(ui: &Ui, place: &DigitGrid, columns: &Columns, (theme, scale): (&Theme, Scale)) {
    let ends = [
        (0, columns.always, say!("network.digits.always", count = columns.always)),
        (columns.always, columns.end_wrong, say!("network.digits.end-wrong", count = columns.end_wrong)),
    ];
    let right = columns.standings.len() - columns.always - columns.end_wrong;
    let last = (columns.always + columns.end_wrong, right, say!("network.digits.end-right", count = right));
    let y = place.well.bottom() + scale.px(7.0);
    let stroke = Stroke::new(1.0, theme.outline);
    // Names keep off each other, and within the stage's width.
    let mut most = place.well.right() + scale.px(RIGHT);
    for (from, count, text) in ends.into_iter().chain([last]).rev().filter(|(_, count, _)| *count > 0) {
        let left = place.cell(0, from).center().x - 0.45 * place.width();
        let right = place.cell(0, from + count - 1).center().x + 0.45 * place.width();
        let path = [pos2(left, y - 3.0), pos2(left, y), pos2(right, y), pos2(right, y - 3.0)];
        ui.painter().line(path.to_vec(), stroke);
        let line = maths::layout(ui.ctx(), &text, Style::new(Role::Tick, scale, theme.text));
        let half = 0.5 * line.size().x;
        let middle = (0.5 * (left + right)).min(most - half);
        line.paint(ui.painter(), pos2(middle, y + scale.px(11.0)), Align2::CENTER_CENTER);
        most = middle - half - scale.px(10.0);
    }
}

/// The digit under the pointer, large, and from which branch on it is right.
#[expect(clippy::too_many_arguments, reason = "a place, what is in it, and where commands go")]
fn hover(
    ui: &Ui,
    place: &DigitGrid,
    columns: &Columns,
    ends: &[(u32, &End)],
    scope: &Scope<'_>,
    desk: &Desk,
    texture: egui::TextureId,
    theme: &Theme,
    commands: &mut Vec<Command>,
) {
    let response = ui.interact(place.well, ui.scope_id().with("digit-cells"), Sense::click());
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::accesskit::Role::Figure, true, say!("network.digits.title"))
    });
    let found = response.hover_pos().and_then(|at| place.at(at));
    let standing = found.and_then(|[_, column]| Some((column, columns.standings.get(column)?)));
    if response.clicked() {
        let next = standing.map(|(_, standing)| Picked::Digit(standing.digit));
        let next = next.filter(|next| desk.networks.picked != Some(*next));
        commands.push(NetworkCommand::Pick(next).into());
    }
    let Some((column, standing)) = standing else { return };
    let class = scope.sight.pictures.labels[standing.digit as usize];
    let list = |wanted: bool| {
        let steps = ends.iter().zip(&standing.wrong).filter(|(_, wrong)| **wrong == wanted);
        let told = steps.map(|((step, end), _)| match end.taken_for(standing.digit) {
            Some(class) => say!("network.digits.said", step = format_whole(f64::from(*step)), class = class),
            None => format_whole(f64::from(*step)),
        });
        told.collect::<Vec<_>>().join(", ")
    };
    let (wrong, right) = (list(true), list(false));
    Tooltip::always_open(
        ui.ctx().clone(),
        response.layer_id,
        response.id.with("digit"),
        egui::PopupAnchor::Pointer,
    )
    .gap(space::TITLE_GAP)
    .show(|ui| {
        ui.set_max_width(240.0);
        ui.strong(say!("network.digits.is", class = class, index = standing.digit));
        let (rect, _) = ui.allocate_exact_size(vec2(ENLARGED, ENLARGED), Sense::hover());
        let mut mesh = Mesh::with_texture(texture);
        mesh.add_rect_with_uv(rect, uv(column, place.count), theme.strong);
        ui.painter().add(egui::Shape::mesh(mesh));
        if !wrong.is_empty() {
            ui.label(say!("network.digits.wrong-on", steps = wrong));
        }
        if !right.is_empty() {
            ui.label(say!("network.digits.right-on", steps = right));
        }
    });
}
