//! Lines and shapes inside a plot, as egui_plot items: dash patterns that egui_plot itself does not have, in the order
//! in which they are added.

use egui::epaint::Vertex;
use egui::{Color32, Mesh, Pos2, Rect, Shape, Stroke, Ui, pos2};
use egui_plot::{PlotBounds, PlotGeometry, PlotItem, PlotItemBase, PlotTransform};

use crate::app::kit::theme::{LIT, Scale, fade};

/// The dash patterns of the look, in points at scale 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dash {
    Solid,
    /// 6 4
    Dashed,
    /// 4 4
    Even,
    /// 5 3
    Tight,
    /// 2 2
    Fine,
    /// 1.5 3
    Dotted,
    /// 7 3 1.5 3
    DashDot,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pen {
    pub colour: Color32,
    pub width: f32,
    pub dash: Dash,
}

impl Pen {
    pub const fn new(colour: Color32, width: f32, dash: Dash) -> Self {
        Self { colour, width, dash }
    }

    /// The pen for where a formula has a value but does not hold.
    #[must_use]
    pub fn outside(self) -> Self {
        Self { colour: fade(self.colour, 0.6), width: self.width.min(1.2), dash: Dash::Dotted }
    }

    /// The pen of a line whose symbol is lit up, or not.
    #[must_use]
    pub fn lit(self, lit: bool) -> Self {
        Self { width: if lit { LIT * self.width } else { self.width }, ..self }
    }

    /// Strokes a path on screen.
    pub fn stroke(self, path: &[Pos2], scale: Scale, shapes: &mut Vec<Shape>) {
        let stroke = Stroke::new(scale.px(self.width), self.colour);
        let (dashes, gaps): (&[f32], &[f32]) = match self.dash {
            Dash::Solid => {
                shapes.push(Shape::line(path.to_vec(), stroke));
                return;
            }
            Dash::Dashed => (&[6.0], &[4.0]),
            Dash::Even => (&[4.0], &[4.0]),
            Dash::Tight => (&[5.0], &[3.0]),
            Dash::Fine => (&[2.0], &[2.0]),
            Dash::Dotted => (&[1.5], &[3.0]),
            Dash::DashDot => (&[7.0, 1.5], &[3.0, 3.0]),
        };
        let [dashes, gaps] = [dashes, gaps].map(|part| part.iter().map(|&length| scale.px(length)).collect());
        let (dashes, gaps): (Vec<f32>, Vec<f32>) = (dashes, gaps);
        shapes.extend(Shape::dashed_line_with_offset(path, stroke, &dashes, &gaps, 0.0));
    }
}

/// Anything drawn with the transform of a plot. It takes no part in fitting the plot, nor in hovering.
pub struct Ink<F> {
    base: PlotItemBase,
    draw: F,
}

impl<F: Fn(&PlotTransform, &mut Vec<Shape>)> Ink<F> {
    pub fn new(draw: F) -> Self {
        Self { base: PlotItemBase::new(String::new()), draw }
    }
}

impl<F: Fn(&PlotTransform, &mut Vec<Shape>)> PlotItem for Ink<F> {
    fn shapes(&self, _ui: &Ui, transform: &PlotTransform, shapes: &mut Vec<Shape>) {
        (self.draw)(transform, shapes);
    }

    fn initialize(&mut self, _x_range: std::ops::RangeInclusive<f64>) {}

    fn color(&self) -> Color32 {
        Color32::TRANSPARENT
    }

    fn allow_hover(&self) -> bool {
        false
    }

    fn geometry(&self) -> PlotGeometry<'_> {
        PlotGeometry::None
    }

    fn bounds(&self) -> PlotBounds {
        PlotBounds::NOTHING
    }

    fn base(&self) -> &PlotItemBase {
        &self.base
    }

    fn base_mut(&mut self) -> &mut PlotItemBase {
        &mut self.base
    }
}

/// A polyline in the plot's coordinates, cut where it leaves the plot.
pub fn curve(points: Vec<[f64; 2]>, pen: Pen, scale: Scale) -> impl PlotItem {
    Ink::new(move |transform: &PlotTransform, shapes: &mut Vec<Shape>| {
        for run in visible(&on_screen(&points, transform), transform.frame().expand(scale.px(4.0))) {
            pen.stroke(&run, scale, shapes);
        }
    })
}

/// The area between two curves over the same x, as one mesh: `[x, low, high]`.
pub fn band(points: Vec<[f64; 3]>, fill: Color32) -> impl PlotItem {
    Ink::new(move |transform: &PlotTransform, shapes: &mut Vec<Shape>| {
        let mut mesh = Mesh::default();
        for (index, [x, low, high]) in points.iter().enumerate() {
            let x = transform.position_from_point_x(*x);
            for y in [low, high] {
                mesh.colored_vertex(pos2(x, transform.position_from_point_y(*y)), fill);
            }
            if index > 0 {
                let corner = 2 * index as u32;
                mesh.add_triangle(corner - 2, corner - 1, corner);
                mesh.add_triangle(corner - 1, corner, corner + 1);
            }
        }
        shapes.push(Shape::mesh(mesh));
    })
}

/// The whole of a mesh's texture in a rectangle.
pub fn quad(mesh: &mut Mesh, rect: Rect, color: Color32) {
    let first = mesh.vertices.len() as u32;
    let corner = |pos, u, v| Vertex { pos, uv: pos2(u, v), color };
    mesh.vertices.extend([
        corner(rect.left_top(), 0.0, 0.0),
        corner(rect.right_top(), 1.0, 0.0),
        corner(rect.right_bottom(), 1.0, 1.0),
        corner(rect.left_bottom(), 0.0, 1.0),
    ]);
    mesh.indices.extend([0, 1, 2, 0, 2, 3].map(|corner| first + corner));
}

/// Where points of a plot are on screen; those closer than half a pixel to the one before are left out.
pub fn on_screen(points: &[[f64; 2]], transform: &PlotTransform) -> Vec<Pos2> {
    let mut path: Vec<Pos2> = Vec::with_capacity(points.len().min(1024));
    for [x, y] in points {
        let place = pos2(transform.position_from_point_x(*x), transform.position_from_point_y(*y));
        let crowded = path.last().is_some_and(|last| (place - *last).abs().max_elem() < 0.5);
        if place.is_finite() && !crowded {
            path.push(place);
        }
    }
    path
}

/// The stretches of a path within a rectangle.
pub fn visible(path: &[Pos2], rect: Rect) -> Vec<Vec<Pos2>> {
    let mut runs: Vec<Vec<Pos2>> = Vec::new();
    let mut open = false;
    for pair in path.windows(2) {
        let Some([from, to]) = clip(pair[0], pair[1], rect) else {
            open = false;
            continue;
        };
        match runs.last_mut() {
            Some(run) if open => run.push(to),
            _ => runs.push(vec![from, to]),
        }
        open = to == pair[1];
    }
    runs
}

/// The part of a segment within a rectangle (Liang and Barsky).
pub fn clip(from: Pos2, to: Pos2, rect: Rect) -> Option<[Pos2; 2]> {
    let along = to - from;
    let (mut start, mut end) = (0.0_f32, 1.0_f32);
    let edges = [
        (-along.x, from.x - rect.left()),
        (along.x, rect.right() - from.x),
        (-along.y, from.y - rect.top()),
        (along.y, rect.bottom() - from.y),
    ];
    for (slope, room) in edges {
        if slope == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if slope < 0.0 {
            start = start.max(room / slope);
        } else {
            end = end.min(room / slope);
        }
    }
    (start < end).then(|| {
        let cut = if end < 1.0 { from + end * along } else { to };
        [from + start * along, cut]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_cut_where_it_leaves() {
        let rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(10.0, 10.0));
        let path = [pos2(-5.0, 5.0), pos2(5.0, 5.0), pos2(5.0, 15.0), pos2(8.0, 15.0), pos2(8.0, 5.0)];
        let runs = visible(&path, rect);
        assert_eq!(runs.len(), 2);
        assert_eq!(runs[0], [pos2(0.0, 5.0), pos2(5.0, 5.0), pos2(5.0, 10.0)]);
        assert_eq!(runs[1], [pos2(8.0, 10.0), pos2(8.0, 5.0)]);
    }
}
