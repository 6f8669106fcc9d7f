//! A figure's description drawn in the window: its panels in their places, to be zoomed, dragged and read.

use std::sync::Arc;

use egui::epaint::Vertex;
use egui::{Align2, Mesh, Rect, Shape as Drawn, Stroke, Ui, pos2, vec2};

use super::chart::Chart;
use super::cursor::Cursor;
use super::inks::Inks;
use super::names::{self, Names, Writing};
use super::{Frame, Plotted, reading, upright_spacing};
use crate::app::kit::maths::{self, Line, Style};
use crate::app::kit::theme::{Role, Scale, Theme, fade};
use crate::chart::{Axis, ColourBar, Figure, Panel};
use crate::say;

/// What a drawn figure keeps from frame to frame: textures, and where names went.
#[derive(Default)]
pub struct Drawing {
    made_for: Option<(Arc<Figure>, Theme)>,
    panels: Vec<(Chart, Names)>,
    /// Where the keyboard reads.
    cursor: Option<Cursor>,
}

/// A place of a figure: its panel, and where in the units of its axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    pub panel: usize,
    pub at: [f64; 2],
}

/// What whoever shows a figure knows beyond it.
pub struct Told<'a> {
    /// More to say of a place.
    pub more: &'a dyn Fn(Spot) -> Vec<String>,
    /// The stretch of y that is lit up in the first panel.
    pub lit: Option<[f64; 2]>,
}

/// Room about a well: titles, numbers, labels, and the gaps between them.
const TITLE: f32 = 24.0;
const NUMBERS: f32 = 20.0;
const LABEL: f32 = 18.0;
const GAP: f32 = 8.0;
/// The strip of a colour bar.
const BAR: f32 = 10.0;
const SHADES: u32 = 48;

impl Drawing {
    /// Draws a figure into a rectangle, whatever its own proportions.
    pub fn show(&mut self, ui: &mut Ui, rect: Rect, figure: &Arc<Figure>, theme: &Theme, scale: Scale) {
        let nothing = Told { more: &|_| Vec::new(), lit: None };
        self.show_told(ui, rect, figure, (theme, scale), &nothing);
    }

    /// The same with more to say of the place under the pointer or the keyboard's cross; gives the place clicked.
    pub fn show_told(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        figure: &Arc<Figure>,
        (theme, scale): (&Theme, Scale),
        told: &Told<'_>,
    ) -> Option<Spot> {
        let inks = Inks::new(theme, scale);
        self.renew(figure, theme);
        let writing = Writing { theme, scale, inks: &inks };
        let mut clicked = None;
        for (index, well) in wells(ui, rect, figure, &writing).into_iter().enumerate() {
            let place = placed(rect, &figure.panels[index]);
            ui.push_id((figure.name.as_str(), index), |ui| {
                let plotted = self.panel(ui, [place, well], figure, index, &writing);
                if let (0, Some(lit)) = (index, told.lit) {
                    light(&plotted, lit, theme);
                }
                clicked = clicked.or(self.read(ui, &plotted, figure, index, (&inks, theme), told));
            });
        }
        clicked
    }

    /// Reads a panel at the pointer, or at the keyboard's cross; the place clicked, or chosen with Enter.
    fn read(
        &mut self,
        ui: &Ui,
        plotted: &Plotted,
        figure: &Figure,
        index: usize,
        (inks, theme): (&Inks, &Theme),
        told: &Told<'_>,
    ) -> Option<Spot> {
        let panel = &figure.panels[index];
        let more = |at: [f64; 2]| (told.more)(Spot { panel: index, at });
        let cursor = Cursor::of(self.cursor, ui, plotted, panel, index);
        self.cursor = cursor.or(self.cursor);
        if let Some(pointer) = plotted.response.hover_pos() {
            reading::show(ui, plotted, panel, inks, theme, (pointer, &more));
        } else if let Some(cursor) = &cursor {
            let place = cursor.paint(plotted, theme);
            let said = reading::show(ui, plotted, panel, inks, theme, (place, &more));
            ui.ctx().accesskit_node_builder(plotted.response.id, |node| node.set_value(said));
        }
        if !plotted.response.clicked() {
            return None;
        }
        // A click without a pointer is the Enter key's.
        let at = match plotted.response.interact_pointer_pos() {
            Some(pointer) => {
                let at = plotted.transform.value_from_position(pointer);
                [at.x, at.y]
            }
            None => cursor?.at,
        };
        Some(Spot { panel: index, at })
    }

    /// Forgets what was made for another figure or theme.
    fn renew(&mut self, figure: &Arc<Figure>, theme: &Theme) {
        let same = |(made, worn): &(Arc<Figure>, Theme)| Arc::ptr_eq(made, figure) && worn == theme;
        if !self.made_for.as_ref().is_some_and(same) {
            self.panels = figure.panels.iter().map(|_| <(Chart, Names)>::default()).collect();
            self.made_for = Some((Arc::clone(figure), *theme));
        }
    }

    fn panel(
        &mut self,
        ui: &mut Ui,
        [place, well]: [Rect; 2],
        figure: &Figure,
        index: usize,
        writing: &Writing<'_>,
    ) -> Plotted {
        let panel = &figure.panels[index];
        let name = if panel.title.is_empty() { &figure.title } else { &panel.title };
        let name = say!("plots.panel", figure = maths::plain(name), number = index + 1);
        let description = describe(panel);
        let frame = Frame {
            name: &name,
            description: &description,
            theme: writing.theme,
            scale: writing.scale,
            x: Axis { label: String::new(), ..panel.x.clone() },
            y: Axis { label: String::new(), ..panel.y.clone() },
            grid: !panel.marks.iter().any(|mark| names::covers(&mark.shape)),
        };
        let (chart, names) = &mut self.panels[index];
        let plotted = chart.show(ui, well, &frame, panel, &|_| false);
        names::words(&plotted, panel, writing);
        names.write(&plotted, panel, writing);
        labels(ui, place, well, panel, writing);
        if let Some(bar) = &panel.bar {
            colour_bar(ui, well, bar, writing);
        }
        plotted
    }
}

/// Lights up a stretch of y.
fn light(plotted: &Plotted, lit: [f64; 2], theme: &Theme) {
    let [low, high] = lit.map(|y| plotted.transform.position_from_point_y(y));
    // However thin the stretch, it is seen.
    let middle = 0.5 * (low + high);
    let y = high.min(middle - 1.0)..=low.max(middle + 1.0);
    let band = Rect::from_x_y_ranges(plotted.well.x_range(), y);
    plotted.painter.rect_filled(band, 0.0, fade(theme.ice, 0.45));
}

/// Room left, above, right and below of a panel's well, for title, numbers, labels and colour bar.
fn room(ui: &Ui, place: Rect, panel: &Panel, writing: &Writing<'_>) -> [f32; 4] {
    let px = |length: f32| writing.scale.px(length);
    let given = |wanted: bool, length: f32| if wanted { px(length) } else { 0.0 };
    let above = given(!panel.title.is_empty(), TITLE) + px(GAP);
    let below =
        given(!panel.x.is_hidden(), NUMBERS) + given(!panel.x.label.is_empty(), LABEL) + px(0.5 * GAP);
    let height = place.height() - above - below;
    let left =
        widest(ui, &panel.y, height, writing) + given(!panel.y.label.is_empty(), LABEL) + px(1.5 * GAP);
    let right = match &panel.bar {
        Some(bar) => {
            let numbers = widest(ui, &bar.axis, height, writing);
            px(BAR + 3.0 * GAP) + numbers + given(!bar.axis.label.is_empty(), LABEL)
        }
        None => px(2.0 * GAP),
    };
    [left, above, right, below]
}

/// The wells of a figure's panels: those above one another stand flush left.
fn wells(ui: &Ui, rect: Rect, figure: &Figure, writing: &Writing<'_>) -> Vec<Rect> {
    let places: Vec<Rect> = figure.panels.iter().map(|panel| placed(rect, panel)).collect();
    let rooms: Vec<[f32; 4]> =
        figure.panels.iter().zip(&places).map(|(panel, place)| room(ui, *place, panel, writing)).collect();
    let flush = |place: &Rect| {
        let column = places.iter().zip(&rooms).filter(|(other, _)| (other.left() - place.left()).abs() < 1.0);
        column.fold(0.0_f32, |most, (_, room)| most.max(room[0]))
    };
    let well = |(place, &[_, above, right, below]): (&Rect, &[f32; 4])| {
        let min = pos2(place.left() + flush(place), place.top() + above).round();
        let max = pos2(place.right() - right, place.bottom() - below).round();
        Rect::from_min_max(min, max.max(min + vec2(8.0, 8.0)))
    };
    places.iter().zip(&rooms).map(well).collect()
}

fn placed(rect: Rect, panel: &Panel) -> Rect {
    let [left, top, width, height] = panel.place.map(|share| share as f32);
    Rect::from_min_size(
        rect.min + vec2(left * rect.width(), top * rect.height()),
        vec2(width * rect.width(), height * rect.height()),
    )
}

/// Width of the widest number along an upright axis.
fn widest(ui: &Ui, axis: &Axis, height: f32, writing: &Writing<'_>) -> f32 {
    let marks = axis.marks(axis.range, height, upright_spacing(writing.scale, height));
    let labels = marks.iter().filter_map(|mark| mark.label.as_deref());
    labels.fold(0.0, |widest: f32, label| widest.max(number(ui, label, writing).size().x))
}

fn number(ui: &Ui, text: &str, writing: &Writing<'_>) -> Line {
    maths::layout(ui.ctx(), text, Style::new(Role::Tick, writing.scale, writing.theme.mute))
}

fn label(ui: &Ui, text: &str, writing: &Writing<'_>) -> Line {
    maths::layout(ui.ctx(), text, Style::new(Role::Label, writing.scale, writing.theme.text))
}

/// The panel's title, and what its axes are.
fn labels(ui: &Ui, place: Rect, well: Rect, panel: &Panel, writing: &Writing<'_>) {
    let px = |length: f32| writing.scale.px(length);
    let painter = ui.painter().with_clip_rect(place.intersect(ui.clip_rect()));
    if !panel.title.is_empty() {
        let style = Style::new(Role::Title, writing.scale, writing.theme.strong);
        let line = maths::layout(ui.ctx(), &panel.title, style);
        line.paint(&painter, pos2(well.left(), well.top() - px(0.5 * TITLE)), Align2::LEFT_CENTER);
    }
    let under = well.bottom() + if panel.x.is_hidden() { 0.0 } else { px(NUMBERS) } + px(0.5 * LABEL);
    label(ui, &panel.x.label, writing).paint(&painter, pos2(well.center().x, under), Align2::CENTER_CENTER);
    let beside = place.left() + px(0.5 * (GAP + LABEL));
    let line = label(ui, &panel.y.label, writing);
    // Where it is longer than the well it has what the panel leaves above and below.
    let room = place.y_range().shrink(0.5 * line.size().x.min(place.height()));
    line.paint_upwards(&painter, pos2(beside, room.clamp(well.center().y)));
}

/// The scale of a panel's colours, at its right.
fn colour_bar(ui: &Ui, well: Rect, bar: &ColourBar, writing: &Writing<'_>) {
    let px = |length: f32| writing.scale.px(length);
    let painter = ui.painter();
    let strip = Rect::from_min_size(pos2(well.right() + px(GAP), well.top()), vec2(px(BAR), well.height()));
    let mut mesh = Mesh::default();
    for shade in 0..=SHADES {
        let share = shade as f32 / SHADES as f32;
        let y = egui::lerp(strip.bottom()..=strip.top(), share);
        let color = writing.inks.map(bar.map, f64::from(share));
        for x in [strip.left(), strip.right()] {
            mesh.vertices.push(Vertex { pos: pos2(x, y), uv: egui::epaint::WHITE_UV, color });
        }
        if shade > 0 {
            let corner = 2 * shade;
            mesh.add_triangle(corner - 2, corner - 1, corner);
            mesh.add_triangle(corner - 1, corner, corner + 1);
        }
    }
    painter.add(Drawn::mesh(mesh));
    let [low, high] = bar.axis.range;
    let mut right = strip.right();
    let spacing = upright_spacing(writing.scale, strip.height());
    for mark in bar.axis.marks(bar.axis.range, strip.height(), spacing) {
        let share = ((mark.value - low) / (high - low)) as f32;
        let y = egui::lerp(strip.bottom()..=strip.top(), share);
        let tick = strip.right()..=strip.right() + px(3.0);
        painter.hline(tick, painter.round_to_pixel_center(y), Stroke::new(1.0, writing.theme.outline));
        if let Some(text) = &mark.label {
            let at = pos2(strip.right() + px(0.75 * GAP), y);
            right = right.max(number(ui, text, writing).paint(painter, at, Align2::LEFT_CENTER).right());
        }
    }
    let at = pos2(right + px(0.5 * (GAP + LABEL)), strip.center().y);
    label(ui, &bar.axis.label, writing).paint_upwards(painter, at);
}

/// The panel in a sentence, for a screen reader.
fn describe(panel: &Panel) -> String {
    let range = |axis: &Axis| {
        let ends = axis.range.map(|end| if axis.is_logarithmic() { 10_f64.powf(end) } else { end });
        say!(
            "plots.axis",
            axis = maths::plain(&axis.label),
            from = format_args!("{:.4}", ends[0]),
            to = format_args!("{:.4}", ends[1])
        )
    };
    let names: Vec<String> = panel
        .marks
        .iter()
        .filter_map(|mark| mark.name.as_ref())
        .map(|name| maths::plain(&name.text))
        .collect();
    let (x, y) = (range(&panel.x), range(&panel.y));
    if names.is_empty() {
        say!("plots.axes", x = x, y = y)
    } else {
        say!("plots.axes-and-names", x = x, y = y, names = names.join(", "))
    }
}
