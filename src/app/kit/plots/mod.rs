//! The frame that all plots share: a well, ticks at round numbers outside of it, hairlines, and egui_plot within for
//! dragging, zooming and the transform. A double click fits the plot again.

pub mod chart;
mod cursor;
pub mod figure;
pub mod fills;
pub mod inks;
pub mod labels;
mod marks;
pub mod names;
pub mod paths;
mod reading;
pub mod readout;

use egui::accesskit::Role as Access;
use egui::epaint::StrokeKind;
use egui::layers::ShapeIdx;
use egui::{
    Align2, CornerRadius, Painter, Pos2, Rangef, Rect, Response, Sense, Shape, Stroke, Ui, UiBuilder, Vec2b,
    WidgetInfo, pos2, vec2,
};
use egui_plot::{Plot, PlotBounds, PlotTransform};

use self::labels::Placer;
use super::maths;
use super::theme::{Role, Scale, Theme, space};
use crate::chart::{Axis, Panel};

/// Room for tick labels left of a well and below it.
const LEFT: f32 = 26.0;
const BELOW: f32 = 20.0;
/// From a well to the tick labels beside it.
const LABEL_GAP: f32 = 6.0;
/// Least distances between ticks, and the most ticks along a large plot.
const X_SPACING: f32 = 44.0;
const Y_SPACING: f32 = 26.0;
const MOST_TICKS: f32 = 9.0;

/// What a plot is called, how large its marks are and what its axes say.
pub struct Frame<'a> {
    /// Tells plots apart and names this one to a screen reader.
    pub name: &'a str,
    /// Its numbers in a sentence, for a screen reader.
    pub description: &'a str,
    pub theme: &'a Theme,
    pub scale: Scale,
    pub x: Axis,
    pub y: Axis,
    /// Whether hairlines run across at the ticks of y.
    pub grid: bool,
}

/// A plot that has been drawn, to be written on.
pub struct Plotted {
    pub transform: PlotTransform,
    pub response: Response,
    /// Clipped to the well.
    pub painter: Painter,
    scale: Scale,
    /// For what may stand over the edge of the well.
    over: Painter,
    pub well: Rect,
    grid: Grid,
}

/// The hairlines across a plot.
struct Grid {
    /// Where they lie among what is painted: below the curves.
    shape: ShapeIdx,
    rows: Vec<f32>,
    ink: Stroke,
}

/// How far the hairlines keep from a word on either side.
const BESIDE_WORDS: f32 = 3.0;
/// How opaque a plate is that keeps what is drawn off words.
pub const PLATE: f32 = 0.92;

/// The part of a rectangle that is left for the plot when the ticks have their room.
#[must_use]
pub fn well(rect: Rect, scale: Scale) -> Rect {
    let min = pos2(rect.left() + scale.px(LEFT), rect.top());
    let max = pos2(rect.right(), rect.bottom() - scale.px(BELOW));
    Rect::from_min_max(min.round(), max.round().max(min.round() + vec2(8.0, 8.0)))
}

/// Says in words why there is nothing to draw, or what is still missing, on a plate that keeps lines off them; where
/// they went.
pub fn words(painter: &Painter, rect: Rect, text: &str, theme: &Theme, scale: Scale) -> Rect {
    let style = maths::Style::new(Role::Direct, scale, theme.text);
    let lines = maths::layout_wrapped(painter.ctx(), text, style, rect.width() - scale.px(24.0));
    let height = lines.first().map_or(0.0, |line| line.size().y) * 1.25;
    let mut y = rect.center().y - 0.5 * height * (lines.len() as f32 - 1.0);
    let mut whole = Rect::NOTHING;
    for line in lines {
        let middle = pos2(rect.center().x, y);
        let plate = Rect::from_center_size(middle, line.size() + scale.px(1.0) * vec2(8.0, 2.0));
        painter.rect_filled(plate, CornerRadius::same(space::PLOT_RADIUS), theme.well);
        line.paint(painter, middle, Align2::CENTER_CENTER);
        whole |= plate;
        y += height;
    }
    whole
}

impl Plotted {
    /// A panel's own room, where nothing can be dragged.
    fn still(ui: &Ui, room: Rect, panel: &Panel, scale: Scale) -> Self {
        let [low, high] = [0, 1].map(|end| [panel.x.range[end], panel.y.range[end]]);
        let painter = ui.painter().clone();
        Self {
            transform: PlotTransform::new(room, PlotBounds::from_min_max(low, high), false),
            response: ui.interact(room, ui.scope_id().with("still"), Sense::hover()),
            grid: Grid { shape: painter.add(Shape::Noop), rows: Vec::new(), ink: Stroke::NONE },
            over: painter.clone(),
            scale,
            well: room,
            painter,
        }
    }

    /// Where a point lies on screen.
    pub fn place(&self, at: [f64; 2]) -> Pos2 {
        marks::on(&self.transform, at)
    }

    /// Keeps labels off every mark of a panel.
    pub fn note(&self, panel: &Panel, placer: &mut Placer) {
        for mark in &panel.marks {
            names::note(&mark.shape, self, placer);
        }
    }

    /// Parts the hairlines of the grid where words stand.
    pub fn part_grid(&self, words: &[Rect]) {
        let Grid { shape, rows, ink } = &self.grid;
        let lines = rows.iter().flat_map(|&y| {
            let across = words.iter().filter(|rect| rect.y_range().contains(y));
            let free = parted(self.well.x_range(), across.map(|rect| rect.x_range().expand(BESIDE_WORDS)));
            free.into_iter().map(move |x| Shape::line_segment([pos2(x.min, y), pos2(x.max, y)], *ink))
        });
        self.painter.set(*shape, Shape::Vec(lines.collect()));
    }
}

/// What is left of a line between the gaps in it.
pub fn parted(line: Rangef, gaps: impl Iterator<Item = Rangef>) -> Vec<Rangef> {
    let mut gaps: Vec<Rangef> = gaps.collect();
    gaps.sort_by(|a, b| a.min.total_cmp(&b.min));
    let mut from = line.min;
    let mut left = Vec::with_capacity(gaps.len() + 1);
    for gap in gaps.into_iter().chain([Rangef::new(line.max, line.max)]) {
        left.push(Rangef::new(from, gap.min.min(line.max)));
        from = from.max(gap.max);
    }
    left.retain(|part| part.span() > 0.0);
    left
}

impl<'a> Frame<'a> {
    /// The frame of a panel; what its upright axis is, its title says.
    pub fn of(panel: &Panel, name: &'a str, description: &'a str, theme: &'a Theme, scale: Scale) -> Self {
        let y = Axis { label: String::new(), ..panel.y.clone() };
        Self { name, description, theme, scale, x: panel.x.clone(), y, grid: false }
    }

    /// With hairlines across at the ticks of y.
    #[must_use]
    pub fn with_grid(self) -> Self {
        Self { grid: true, ..self }
    }

    /// Draws the frame into a well.
    pub fn show(&self, ui: &mut Ui, well: Rect) -> Plotted {
        let painter = ui.painter().clone();
        painter.rect_filled(well, CornerRadius::same(space::PLOT_RADIUS), self.theme.well);
        // The lines of the grid lie below the curves but are known only after the plot.
        let grid = painter.add(Shape::Noop);
        let mut inside = ui.new_child(UiBuilder::new().max_rect(well).id_salt(self.name));
        let drawn = self.plot(well).show(&mut inside, |_| {});
        let plotted = Plotted {
            grid: Grid {
                shape: grid,
                rows: self.grid_rows(&painter, well, &drawn.transform),
                ink: Stroke::new(1.0, self.theme.hair),
            },
            transform: drawn.transform,
            response: drawn.response,
            painter: ui.painter().with_clip_rect(well.intersect(ui.clip_rect())),
            over: painter.clone(),
            scale: self.scale,
            well,
        };
        self.describe(ui, &plotted.response);
        if plotted.response.has_focus() {
            let ring = Stroke::new(space::FOCUS_RING, self.theme.ice);
            painter.rect_stroke(well, f32::from(space::PLOT_RADIUS), ring, StrokeKind::Outside);
        }
        plotted.part_grid(&[]);
        self.x_ticks(&painter, &plotted);
        self.y_ticks(&painter, &plotted);
        plotted
    }

    fn plot<'p>(&self, well: Rect) -> Plot<'p> {
        let ([x0, x1], [y0, y1]) = (self.x.range, self.y.range);
        Plot::new(self.name)
            .width(well.width())
            .height(well.height())
            .min_size(vec2(8.0, 8.0))
            .include_x(x0)
            .include_x(x1)
            .include_y(y0)
            .include_y(y1)
            .set_margin_fraction(vec2(0.0, 0.0))
            .auto_bounds(Vec2b::TRUE)
            .sense(Sense::click_and_drag())
            .show_axes(false)
            .show_grid(false)
            .show_background(false)
            .show_x(false)
            .show_y(false)
            .label_formatter(|_| None)
            // A turn of the wheel belongs to what the plot lies in; with Ctrl it zooms.
            .allow_scroll(false)
            .allow_boxed_zoom(false)
            .allow_axis_zoom_drag(false)
    }

    fn describe(&self, ui: &Ui, response: &Response) {
        response.widget_info(|| WidgetInfo::labeled(Access::Figure, true, self.name));
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(self.description));
    }

    fn grid_rows(&self, painter: &Painter, well: Rect, transform: &PlotTransform) -> Vec<f32> {
        if !self.grid {
            return Vec::new();
        }
        let spacing = self.spacing(Y_SPACING, well.height());
        let marks = self.y.marks(bounds(transform, 1), well.height(), spacing);
        let named = marks.iter().filter(|mark| mark.label.is_some());
        named.map(|mark| painter.round_to_pixel_center(transform.position_from_point_y(mark.value))).collect()
    }

    fn x_ticks(&self, painter: &Painter, plotted: &Plotted) {
        let well = plotted.well;
        // An exponent ends below the ticks.
        let ticks = well.bottom() + self.scale.px(1.5)..=well.bottom() + self.scale.px(4.0);
        let middle = well.bottom() + self.scale.px(if self.x.is_logarithmic() { 13.0 } else { 11.5 });
        let ink = Stroke::new(1.0, self.theme.outline);
        let mut labels: Vec<(maths::Line, Rangef)> = Vec::new();
        let marks =
            self.x.marks(bounds(&plotted.transform, 0), well.width(), self.spacing(X_SPACING, well.width()));
        for mark in marks {
            let x = plotted.transform.position_from_point_x(mark.value);
            if self.x.is_logarithmic() {
                let x = painter.round_to_pixel_center(x).min(well.right() - 0.5);
                painter.vline(x, ticks.clone(), ink);
            }
            let Some(label) = mark.label else { continue };
            let line = self.line(painter, &label, self.theme.mute);
            let half = 0.5 * line.size().x;
            // Labels at the ends stay within the well's width.
            let centre = x.clamp(well.left() + half, (well.right() - half).max(well.left() + half));
            let span = Rangef::new(centre - half, centre + half);
            let room = labels.last().is_none_or(|(_, last)| last.max + self.scale.px(LABEL_GAP) < span.min);
            if room {
                labels.push((line, span));
            }
        }
        let symbol = self.line(painter, &self.x.label, self.theme.text);
        let spans: Vec<Rangef> = labels.iter().map(|(_, span)| *span).collect();
        let (place, replaced) = symbol_place(&spans, well.right(), symbol.size().x, self.scale.px(LABEL_GAP));
        for (index, (line, span)) in labels.iter().enumerate() {
            if self.x.label.is_empty() || replaced != Some(index) {
                line.paint(painter, pos2(span.min, middle), Align2::LEFT_CENTER);
            }
        }
        symbol.paint(painter, pos2(place, middle), Align2::CENTER_CENTER);
    }

    fn y_ticks(&self, painter: &Painter, plotted: &Plotted) {
        let well = plotted.well;
        let right = well.left() - self.scale.px(LABEL_GAP);
        let marks = self.y.marks(
            bounds(&plotted.transform, 1),
            well.height(),
            self.spacing(Y_SPACING, well.height()),
        );
        let mut places: Vec<f32> = Vec::new();
        for mark in marks {
            let Some(label) = mark.label else { continue };
            let y = plotted.transform.position_from_point_y(mark.value);
            let line = self.line(painter, &label, self.theme.mute);
            line.paint(painter, pos2(right, y), Align2::RIGHT_CENTER);
            places.push(y);
        }
        if self.y.label.is_empty() {
            return;
        }
        let symbol = self.line(painter, &self.y.label, self.theme.text);
        let place = match places.as_slice() {
            [.., below, above] if below - above > 2.0 * symbol.size().y => 0.5 * (below + above),
            _ => well.top() + 0.25 * well.height(),
        };
        symbol.paint(painter, pos2(right, place), Align2::RIGHT_CENTER);
    }

    fn spacing(&self, least: f32, length: f32) -> f32 {
        spacing(self.scale, least, length)
    }

    fn line(&self, painter: &Painter, text: &str, colour: egui::Color32) -> maths::Line {
        maths::layout(painter.ctx(), text, maths::Style::new(Role::Tick, self.scale, colour))
    }
}

fn spacing(scale: Scale, least: f32, length: f32) -> f32 {
    scale.px(least).max(length / MOST_TICKS)
}

/// Least distance between the ticks of an upright axis.
fn upright_spacing(scale: Scale, height: f32) -> f32 {
    spacing(scale, Y_SPACING, height)
}

/// The least and greatest value shown along a dimension.
fn bounds(transform: &PlotTransform, dimension: usize) -> [f64; 2] {
    [transform.bounds().min()[dimension], transform.bounds().max()[dimension]]
}

/// The middle of an axis symbol: past the last label, in the last gap that is wide enough, or in place of a label.
fn symbol_place(labels: &[Rangef], end: f32, width: f32, gap: f32) -> (f32, Option<usize>) {
    let needs = width + 2.0 * gap;
    let Some(last) = labels.last() else { return (end - 0.5 * width, None) };
    if end - last.max > width + gap {
        return (end - 0.5 * width, None);
    }
    let wide = labels.windows(2).rev().find(|pair| pair[1].min - pair[0].max > needs);
    match wide {
        Some(pair) => (0.5 * (pair[0].max + pair[1].min), None),
        None => {
            let index = labels.len().saturating_sub(2);
            (labels[index].center(), Some(index))
        }
    }
}
