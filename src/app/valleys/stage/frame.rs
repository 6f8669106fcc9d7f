//! Where y and x lie on the screen.

use egui::{Pos2, Rect, pos2};

use crate::app::desk::follow::limited;
use crate::app::desk::scene::Scene;
use crate::app::kit::theme::Scale;

/// The part of the landscape in view and the rectangle that shows it; y runs to the right and x upwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    pub rect: Rect,
    pub y: [f64; 2],
    pub x: [f64; 2],
    /// How much larger marks are than in the window.
    pub marks: f32,
    pub scale: Scale,
}

impl Frame {
    pub fn new(rect: Rect, scene: &Scene<'_>) -> Self {
        let (y, x) = limited(&scene.seen.scenario.landscape, scene.view.stage_y, scene.view.stage_x);
        Self { rect, y, x, marks: scene.scale.0, scale: scene.scale }
    }

    /// The horizontal place of a height y.
    pub fn across(&self, y: f64) -> f32 {
        let share = (y - self.y[0]) / (self.y[1] - self.y[0]);
        self.rect.left() + (share * f64::from(self.rect.width())) as f32
    }

    /// The vertical place of an x.
    pub fn upright(&self, x: f64) -> f32 {
        let share = (x - self.x[0]) / (self.x[1] - self.x[0]);
        self.rect.bottom() - (share * f64::from(self.rect.height())) as f32
    }

    pub fn at(&self, y: f64, x: f64) -> Pos2 {
        pos2(self.across(y), self.upright(x))
    }

    pub fn y_at(&self, across: f32) -> f64 {
        self.y[0] + f64::from((across - self.rect.left()) / self.rect.width()) * (self.y[1] - self.y[0])
    }

    pub fn x_at(&self, upright: f32) -> f64 {
        self.x[0] + f64::from((self.rect.bottom() - upright) / self.rect.height()) * (self.x[1] - self.x[0])
    }

    /// Points of the screen to a unit of y and of x.
    pub fn points_per_unit(&self) -> [f32; 2] {
        let span = |range: [f64; 2]| (range[1] - range[0]) as f32;
        [self.rect.width() / span(self.y), self.rect.height() / span(self.x)]
    }

    pub fn shows_y(&self, y: f64) -> bool {
        (self.y[0]..=self.y[1]).contains(&y)
    }

    pub fn shows_x(&self, x: f64) -> bool {
        (self.x[0]..=self.x[1]).contains(&x)
    }

    /// The ranges moved along with a hand that has dragged by so many points.
    pub fn panned(&self, by: egui::Vec2) -> ([f64; 2], [f64; 2]) {
        let [per_y, per_x] = self.points_per_unit();
        let (dy, dx) = (f64::from(by.x / per_y), f64::from(by.y / per_x));
        (self.y.map(|y| y - dy), self.x.map(|x| x + dx))
    }

    /// The ranges seen `factor` times as large, the point under the cursor staying where it is.
    pub fn zoomed(&self, factor: f64, cursor: Pos2) -> ([f64; 2], [f64; 2]) {
        let (y, x) = (self.y_at(cursor.x), self.x_at(cursor.y));
        (self.y.map(|edge| y + (edge - y) / factor), self.x.map(|edge| x + (edge - x) / factor))
    }
}
