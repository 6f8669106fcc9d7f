//! A map: cells over η and B on logarithmic axes, with the mean in each, its runs as dots, and what is still to come.

use egui::{Align2, Key, Rect, Response, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::app::desk::Desk;
use crate::app::desk::command::{Command, NetworkCommand};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::plots::inks::Inks;
use crate::app::kit::plots::readout::{Readout, Row};
use crate::app::kit::theme::{Role, Scale, Theme, fade, space};
use crate::app::kit::widgets::{arrows, leave_space_alone};
use crate::app::networks::menu;
use crate::chart::{format_number, format_whole};
use crate::networks::experiments::field::Scheme;
use crate::networks::figures::grid_scope::GridScope;
use crate::networks::figures::measure::Measure;
use crate::networks::figures::panes::Pane;
use crate::say;

/// The title's row, room for the batch sizes at the left and for the learning rates below.
const TITLE: f32 = 22.0;
const LEFT: f32 = 30.0;
const BELOW: f32 = 22.0;
/// Radii of a run that is in, and of one to come; and from a cell's edge to them.
const RUN: f32 = 1.5;
const TO_COME: f32 = 1.4;
const INSET: f32 = 6.0;
/// A dash of a line of equal η/B and what follows it.
const DASH: (f32, f32) = (1.5, 3.0);
/// From one line of equal η/B to the next, as a factor.
pub(super) const APART: f64 = 3.0;

/// Where cells are.
struct Axes {
    rect: Rect,
    /// Columns and rows with their values, and edges between them as logarithms.
    columns: Vec<(usize, f64)>,
    rows: Vec<(usize, f64)>,
    edges: [Vec<f64>; 2],
}

impl Axes {
    fn of(scheme: &Scheme, rect: Rect) -> Self {
        let (columns, rows): (Vec<_>, Vec<_>) = (scheme.columns().collect(), scheme.rows().collect());
        let edges = [&columns, &rows].map(|axis| edges(axis));
        Self { rect, columns, rows, edges }
    }

    /// Noise grows to the right with η, and upwards as batches get smaller.
    fn x(&self, log: f64) -> f32 {
        self.rect.left() + self.rect.width() * share(&self.edges[0], log)
    }

    fn y(&self, log: f64) -> f32 {
        self.rect.top() + self.rect.height() * share(&self.edges[1], log)
    }

    fn cell(&self, column: usize, row: usize) -> Rect {
        let [x, y] = &self.edges;
        let (across, up) = (self.x(x[column])..=self.x(x[column + 1]), self.y(y[row])..=self.y(y[row + 1]));
        Rect::from_x_y_ranges(across, up)
    }

    /// The number of every cell, and where it is.
    fn cells(&self) -> impl Iterator<Item = (usize, Rect)> + '_ {
        let rows = self.rows.iter().enumerate();
        rows.flat_map(move |(up, (row, _))| {
            let columns = self.columns.iter().enumerate();
            columns.map(move |(across, (column, _))| (Scheme::cell(*column, *row), self.cell(across, up)))
        })
    }

    /// The cell beside another one; at the edge itself.
    fn neighbour(&self, cell: Option<usize>, [right, down]: [i32; 2]) -> usize {
        let [column, row] = cell.map_or([self.columns[0].0, self.rows[0].0], Scheme::place);
        let step = |values: &[(usize, f64)], at: usize, by: i32| {
            let place = values.iter().position(|(known, _)| *known == at).unwrap_or(0) as i32;
            values[(place + by).clamp(0, values.len() as i32 - 1) as usize].0
        };
        Scheme::cell(step(&self.columns, column, right), step(&self.rows, row, down))
    }
}

fn share(edges: &[f64], log: f64) -> f32 {
    ((log - edges[0]) / (edges[edges.len() - 1] - edges[0])) as f32
}

/// Edges half-way between values, as logarithms.
fn edges(values: &[(usize, f64)]) -> Vec<f64> {
    let logs: Vec<f64> = values.iter().map(|(_, value)| value.log10()).collect();
    let between: Vec<f64> = logs.windows(2).map(|pair| 0.5 * (pair[0] + pair[1])).collect();
    let half = |from: f64, to: Option<&f64>| to.map_or(0.15, |to| (from - to).abs());
    let (first, last) = (logs[0], logs[logs.len() - 1]);
    let before = first - half(first, between.first());
    let after = last + half(last, between.last());
    [before].into_iter().chain(between).chain([after]).collect()
}

pub(super) fn show(
    ui: &mut Ui,
    rect: Rect,
    measure: Measure,
    scope: &GridScope<'_>,
    desk: &Desk,
    scale: Scale,
    commands: &mut Vec<Command>,
) {
    let theme = Theme::of(ui.ctx());
    let mut ui = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(("map", measure)));
    heading(&mut ui, rect, measure, scope, desk, scale, commands);
    let inside = Rect::from_min_max(
        pos2(rect.left() + scale.px(LEFT), rect.top() + scale.px(TITLE)),
        pos2(rect.right(), rect.bottom() - scale.px(BELOW)),
    );
    let axes = Axes::of(scope.scheme, inside);
    if axes.columns.is_empty() || axes.rows.is_empty() {
        return;
    }
    let inks = Inks::new(&theme, scale);
    let range = scope.range(measure);
    for (cell, place) in axes.cells() {
        let value = scope.row(cell).and_then(|row| measure.of(row)).map(|mean| mean.mean);
        let fill = match (value, range, scope.row(cell)) {
            (Some(value), Some(range), _) => inks.valued(Measure::MAP, value, range),
            (None, _, None) => theme.well,
            _ => theme.raised,
        };
        ui.painter().rect_filled(place.shrink(0.5), 0.0, fill);
    }
    equal_noise(&ui, &axes, &theme, scale);
    for (cell, place) in axes.cells() {
        fill(&ui, place, cell, measure, scope, (&theme, scale));
    }
    ticks(&ui, &axes, &theme, scale);
    if let Some((cell, _)) = desk.networks.bench.plot
        && let Some((_, place)) = axes.cells().find(|(known, _)| *known == cell)
    {
        let frame = Stroke::new(scale.px(1.8), theme.strong);
        ui.painter().rect_stroke(place, 1.0, frame, StrokeKind::Middle);
    }
    act(&mut ui, &axes, measure, scope, desk, commands);
}

/// What stands in a cell: its mean, its runs as dots on the map's scale, those to come, and those that did not converge.
fn fill(
    ui: &Ui,
    place: Rect,
    cell: usize,
    measure: Measure,
    scope: &GridScope<'_>,
    (theme, scale): (&Theme, Scale),
) {
    let painter = ui.painter().with_clip_rect(place);
    let Some(row) = scope.row(cell) else { return };
    let low = place.height() < scale.px(30.0);
    let middle = place.center() - vec2(0.0, if low { 0.0 } else { scale.px(2.0) });
    match measure.of(row) {
        Some(mean) => {
            let style = Style::new(Role::Value, scale, theme.strong).size(Role::Tick.size(scale));
            let line = maths::layout(ui.ctx(), &scope.written(measure, mean.mean), style);
            line.paint(&painter, middle, Align2::CENTER_CENTER);
        }
        None if 2 * row.converged < row.repeats => {
            let style = Style::new(Role::Small, scale, theme.text).size(0.92 * Role::Small.size(scale));
            let lines = maths::layout_wrapped(
                ui.ctx(),
                say!("network.grid.not-converged"),
                style,
                place.width() - 6.0,
            );
            let height = lines.first().map_or(0.0, |line| line.size().y);
            let top = middle.y - 0.5 * height * (lines.len() as f32 - 1.0);
            for (index, line) in lines.iter().enumerate() {
                line.paint(&painter, pos2(middle.x, top + height * index as f32), Align2::CENTER_CENTER);
            }
        }
        None => {}
    }
    let singles = scope.singles(cell, measure);
    let inset = scale.px(INSET);
    if let Some([low, high]) = scope.range(measure) {
        let y = place.bottom() - inset;
        for single in singles.iter().filter_map(|single| single.value) {
            let share = ((single - low) / (high - low)).clamp(0.0, 1.0) as f32;
            let x = place.left() + inset + share * (place.width() - 2.0 * inset);
            painter.circle_filled(pos2(x, y), scale.px(RUN), theme.strong);
        }
    }
    let to_come = (scope.scheme.repeats as usize).saturating_sub(row.repeats);
    for index in 0..to_come {
        let at = pos2(place.right() - inset - scale.px(4.4) * index as f32, place.top() + inset);
        painter.circle_stroke(at, scale.px(TO_COME), Stroke::new(scale.px(0.7), fade(theme.strong, 0.75)));
    }
    for index in 0..row.repeats - row.converged {
        let at = pos2(place.left() + inset + scale.px(5.0) * index as f32, place.top() + inset);
        let arm = scale.px(1.7);
        for slant in [vec2(arm, arm), vec2(arm, -arm)] {
            painter.line_segment([at - slant, at + slant], Stroke::new(scale.px(0.8), theme.strong));
        }
    }
}

/// Lines of one η/B each.
fn equal_noise(ui: &Ui, axes: &Axes, theme: &Theme, scale: Scale) {
    let [x, y] = &axes.edges;
    let painter = ui.painter().with_clip_rect(axes.rect);
    let (left, right) = (x[0], x[x.len() - 1]);
    let (first, last) = (left - y[y.len() - 1], right - y[0]);
    let step = APART.log10();
    // One of them is 10⁻⁴.
    let from = ((first + 4.0) / step).ceil() as i32;
    for index in from..=((last + 4.0) / step).floor() as i32 {
        let log = f64::from(index) * step - 4.0;
        let [start, end] = [left, right].map(|eta| pos2(axes.x(eta), axes.y(eta - log)));
        let stroke = Stroke::new(scale.px(1.0), fade(theme.strong, 0.30));
        let along = (end - start).normalized();
        for dash in 0..((end - start).length() / scale.px(DASH.0 + DASH.1)) as u32 {
            let from = start + along * (dash as f32 * scale.px(DASH.0 + DASH.1));
            // Numbers stand in the middle of cells.
            let on_words = axes.cells().any(|(_, cell)| {
                Rect::from_center_size(cell.center(), vec2(0.86 * cell.width(), scale.px(20.0)))
                    .contains(from)
            });
            if axes.rect.contains(from) && !on_words {
                painter.line_segment([from, from + along * scale.px(DASH.0)], stroke);
            }
        }
    }
}

fn ticks(ui: &Ui, axes: &Axes, theme: &Theme, scale: Scale) {
    let style = Style::new(Role::Tick, scale, theme.mute);
    let paint = |text: &str, at, align| maths::layout(ui.ctx(), text, style).paint(ui.painter(), at, align);
    let y = axes.rect.bottom() + scale.px(12.0);
    for (index, (_, eta)) in axes.columns.iter().enumerate() {
        let x = axes.cell(index, 0).center().x;
        let place = paint(&format_number(*eta), pos2(x, y), Align2::CENTER_CENTER);
        if index == 0 {
            paint("$η$", pos2(place.left() - scale.px(4.0), y), Align2::RIGHT_CENTER);
        }
    }
    for (index, (_, batch)) in axes.rows.iter().enumerate() {
        let at = pos2(axes.rect.left() - scale.px(6.0), axes.cell(0, index).center().y);
        paint(&format_whole(*batch), at, Align2::RIGHT_CENTER);
    }
}

/// The title with what it holds for, and a menu.
fn heading(
    ui: &mut Ui,
    rect: Rect,
    measure: Measure,
    scope: &GridScope<'_>,
    desk: &Desk,
    scale: Scale,
    commands: &mut Vec<Command>,
) {
    let theme = Theme::of(ui.ctx());
    let middle = rect.top() + scale.px(7.0);
    let mute = Style::new(Role::Tick, scale, theme.mute);
    let left = rect.left() + scale.px(LEFT);
    maths::layout(ui.ctx(), "$B$", mute).paint(
        ui.painter(),
        pos2(left - scale.px(6.0), middle),
        Align2::RIGHT_CENTER,
    );
    let title = maths::layout(ui.ctx(), measure.title(), Style::new(Role::Title, scale, theme.strong));
    let right = title.paint(ui.painter(), pos2(left, middle), Align2::LEFT_CENTER).right();
    let base = &scope.scheme.base;
    let note = match measure {
        Measure::Freezing => say!("network.grid.pairwise", agreement = format_number(base.agreement)),
        Measure::Spread => say!("network.grid.second-layer").to_owned(),
        Measure::Flatness => say!("network.grid.at-loss", loss = format_number(base.target_loss)),
        Measure::Accuracy => say!("network.grid.of-repeats").to_owned(),
    };
    let end = rect.right() - if desk.look.presenting { 0.0 } else { menu::WIDTH };
    let note = maths::layout(ui.ctx(), &note, mute);
    if right + scale.px(10.0) + note.size().x < end {
        note.paint(ui.painter(), pos2(end, middle), Align2::RIGHT_CENTER);
    }
    menu::show(ui, rect.with_max_y(rect.top() + scale.px(14.0)), Pane::Map(measure), desk, commands);
}

/// Reads a cell off, picks it out, and leads the choice with the arrows.
fn act(
    ui: &mut Ui,
    axes: &Axes,
    measure: Measure,
    scope: &GridScope<'_>,
    desk: &Desk,
    commands: &mut Vec<Command>,
) {
    let theme = Theme::of(ui.ctx());
    let response = ui.interact(axes.rect, ui.scope_id().with("cells"), Sense::click());
    let picked = desk.networks.bench.plot;
    let said = picked.and_then(|(cell, _)| Some(readout(scope, measure, cell, &theme)?.said()));
    let name = maths::plain(measure.title());
    let label = said.map_or(name.clone(), |said| format!("{name}: {said}"));
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Figure, true, &label));
    keys(ui, &response, axes, picked, commands);
    let Some(at) = response.hover_pos() else { return };
    let Some((cell, _)) = axes.cells().find(|(_, place)| place.contains(at)) else { return };
    if response.double_clicked() {
        commands.push(NetworkCommand::LoadPlot(cell, 0).into());
    } else if response.clicked() {
        commands.push(NetworkCommand::PickPlot(Some((cell, 0))).into());
    }
    if let Some(readout) = readout(scope, measure, cell, &theme) {
        readout.show_at(ui, &response, &theme, at);
    }
}

fn keys(
    ui: &Ui,
    response: &Response,
    axes: &Axes,
    picked: Option<(usize, u32)>,
    commands: &mut Vec<Command>,
) {
    let ([right, up], _) = arrows(ui, response);
    if !response.has_focus() {
        return;
    }
    leave_space_alone(ui, response.id);
    let ring = Stroke::new(space::FOCUS_RING, Theme::of(ui.ctx()).ice);
    ui.painter().rect_stroke(axes.rect, 2.0, ring, StrokeKind::Outside);
    if right != 0 || up != 0 {
        let cell = axes.neighbour(picked.map(|(cell, _)| cell), [right, -up]);
        commands.push(NetworkCommand::PickPlot(Some((cell, 0))).into());
    }
    if let Some((cell, number)) = picked
        && ui.input(|input| input.key_pressed(Key::Enter))
    {
        commands.push(NetworkCommand::LoadPlot(cell, number).into());
    }
}

/// A cell in numbers.
fn readout(scope: &GridScope<'_>, measure: Measure, cell: usize, theme: &Theme) -> Option<Readout> {
    let row = scope.row(cell)?;
    let written = match measure.of(row) {
        Some(mean) => scope.told(measure, mean),
        None => "–".to_owned(),
    };
    let value = |name: &str, cell: String| Row { name: name.to_owned(), colour: theme.strong, cell };
    let runs = say!("network.grid.runs-in", done = row.converged, all = scope.scheme.repeats);
    Some(Readout {
        heading: say!("network.grid.cell", eta = format_number(row.eta), batch = format_whole(row.batch)),
        rows: vec![value(measure.title(), written), value(say!("network.grid.converged"), runs)],
        notes: vec![say!("network.grid.hint").to_owned()],
    })
}
