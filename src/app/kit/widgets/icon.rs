//! Small pictures painted as shapes, so that they are sharp at every size.

use std::f32::consts::{FRAC_PI_2, TAU};

use egui::{Align2, Color32, Painter, Pos2, Shape, Stroke, pos2, vec2};

use crate::app::kit::theme::Face;

/// A picture on a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Icon {
    /// A half-filled disc: dark or light.
    Theme,
    /// A question mark in a circle.
    Help,
    /// Set going.
    Play,
    /// Hold.
    Pause,
    /// A little further, then hold.
    Step,
    /// Back to the start.
    Restart,
    /// Something lies to the left.
    ChevronLeft,
    /// Something lies to the right, or is folded away.
    ChevronRight,
    /// A list opens below.
    ChevronDown,
    /// Away with it.
    Close,
}

impl Icon {
    /// Paints the picture about `centre`; at `size` 1 it fits a square of 16 points.
    pub fn paint(self, painter: &Painter, centre: Pos2, size: f32, colour: Color32) {
        let at = |x: f32, y: f32| pos2(centre.x + size * x, centre.y + size * y);
        let line = Stroke::new(1.5 * size, colour);
        match self {
            Self::Theme => {
                painter.circle_stroke(centre, 6.0 * size, line);
                let half =
                    (0..=24).map(|i| at_angle(centre, 6.0 * size, FRAC_PI_2 * (i as f32 / 12.0 - 1.0)));
                painter.add(Shape::convex_polygon(half.collect(), colour, Stroke::NONE));
            }
            Self::Help => {
                painter.circle_stroke(centre, 7.5 * size, line);
                painter.text(centre, Align2::CENTER_CENTER, "?", Face::SemiBold.at(11.0 * size), colour);
            }
            Self::Play => {
                let corners = vec![at(-4.0, -5.5), at(6.0, 0.0), at(-4.0, 5.5)];
                painter.add(Shape::convex_polygon(corners, colour, Stroke::NONE));
            }
            Self::Pause => {
                for x in [-3.0, 3.0] {
                    painter.rect_filled(bar(at(x, 0.0), size), 0.5, colour);
                }
            }
            Self::Step => {
                let corners = vec![at(-5.0, -5.0), at(3.0, 0.0), at(-5.0, 5.0)];
                painter.add(Shape::convex_polygon(corners, colour, Stroke::NONE));
                painter.line_segment([at(4.75, -5.0), at(4.75, 5.0)], Stroke::new(2.0 * size, colour));
            }
            Self::Restart => {
                let arc = (0..=30)
                    .map(|i| at_angle(centre, 5.5 * size, TAU * (0.83 * i as f32 / 30.0) - FRAC_PI_2 + 0.35));
                let arc: Vec<Pos2> = arc.collect();
                let tail = arc[arc.len() - 1];
                painter.add(Shape::line(arc, line));
                let tip = tail + size * vec2(4.2, -1.4);
                let corners = vec![tail + size * vec2(-0.6, -3.6), tip, tail + size * vec2(1.0, 2.6)];
                painter.add(Shape::convex_polygon(corners, colour, Stroke::NONE));
            }
            Self::ChevronLeft => {
                painter.add(Shape::line(vec![at(2.0, -4.0), at(-2.0, 0.0), at(2.0, 4.0)], line));
            }
            Self::ChevronRight => {
                painter.add(Shape::line(vec![at(-2.0, -4.0), at(2.0, 0.0), at(-2.0, 4.0)], line));
            }
            Self::ChevronDown => {
                painter.add(Shape::line(vec![at(-4.0, -2.0), at(0.0, 2.0), at(4.0, -2.0)], line));
            }
            Self::Close => {
                for side in [-4.0, 4.0] {
                    painter.line_segment([at(side, -4.0), at(-side, 4.0)], line);
                }
            }
        }
    }
}

fn at_angle(centre: Pos2, radius: f32, angle: f32) -> Pos2 {
    centre + radius * vec2(angle.cos(), angle.sin())
}

/// One bar of the pause sign.
fn bar(centre: Pos2, size: f32) -> egui::Rect {
    egui::Rect::from_center_size(centre, size * vec2(3.0, 10.0))
}
