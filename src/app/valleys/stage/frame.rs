//! Where y and x lie on the screen.

use egui::{Pos2, Rect, pos2};

use crate::app::desk::follow::limited;
use crate::app::desk::scene::Scene;
use crate::app::kit::theme::Scale;
use crate::valleys::figures::lens::{Lens, Underlay};

/// How much nearer the edges of a low stage a lens comes that has no key above it.
const WITHOUT_KEY: [f32; 2] = [84.0, 14.0];

/// The part of the landscape in view and the rectangle that shows it; y runs to the right and x upwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    pub rect: Rect,
    pub y: [f64; 2],
    pub x: [f64; 2],
    /// How much larger marks are than in the window.
    pub marks: f32,
    pub scale: Scale,
    /// Whether the colour key is put away.
    pub keyless: bool,
    /// What everything on the stage goes through; the axes do not.
    pub lens: Option<Lens>,
}

impl Frame {
    pub fn new(rect: Rect, scene: &Scene<'_>) -> Self {
        let (y, x) = limited(&scene.seen.scenario.landscape, scene.view.stage_y, scene.view.stage_x);
        Self { rect, y, x, marks: scene.scale.0, scale: scene.scale, keyless: false, lens: None }
    }

    /// What a lens lies on. Without the key it has the key's room, too.
    pub fn underlay(&self) -> Underlay {
        let [above, below] = if self.keyless { WITHOUT_KEY } else { [0.0; 2] };
        Underlay {
            across: [self.rect.left(), self.rect.right()],
            rows: [self.rect.top() - above * self.marks, self.rect.bottom() + below * self.marks],
            per_y: self.points_per_unit()[0],
            marks: self.marks,
        }
    }

    /// The horizontal place of a height y on the axis.
    pub fn across(&self, y: f64) -> f32 {
        let share = (y - self.y[0]) / (self.y[1] - self.y[0]);
        self.rect.left() + (share * f64::from(self.rect.width())) as f32
    }

    /// The vertical place of an x.
    pub fn upright(&self, x: f64) -> f32 {
        let share = (x - self.x[0]) / (self.x[1] - self.x[0]);
        self.rect.bottom() - (share * f64::from(self.rect.height())) as f32
    }

    /// Where a point of the landscape is drawn.
    pub fn at(&self, y: f64, x: f64) -> Pos2 {
        self.bent(pos2(self.across(y), self.upright(x)))
    }

    /// Where a walker is drawn, the first number being which of how many it is.
    pub fn walker(&self, [index, of]: [usize; 2], [y, x]: [f32; 2]) -> Pos2 {
        let place = pos2(self.across(f64::from(y)), self.upright(f64::from(x)));
        let turn = (index as f32 + 0.5) / of as f32;
        self.lens.map_or(place, |lens| pos2(lens.walker(place.x, turn, place.y), place.y))
    }

    /// Where a place is drawn that lies there without the lens.
    pub fn bent(&self, place: Pos2) -> Pos2 {
        match &self.lens {
            Some(lens) => pos2(lens.across(place.x, place.y), place.y),
            None => place,
        }
    }

    /// A path of y and x as it is drawn, with a corner wherever the lens bends it.
    pub fn path(&self, points: &[[f64; 2]]) -> Vec<Pos2> {
        let places = points.iter().map(|[y, x]| pos2(self.across(*y), self.upright(*x)));
        let Some(lens) = &self.lens else { return places.collect() };
        let mut path: Vec<Pos2> = Vec::with_capacity(points.len() + 4);
        let mut before: Option<Pos2> = None;
        for place in places {
            if let Some(before) = before {
                let cuts = lens.cuts(before.x, place.x);
                path.extend(cuts.map(|share| self.bent(before + share * (place - before))));
            }
            path.push(self.bent(place));
            before = Some(place);
        }
        path
    }

    /// The line at a place on the axis, from the top of the stage to its foot.
    pub fn line(&self, across: f32) -> Vec<Pos2> {
        let [top, foot] = [self.rect.top(), self.rect.bottom()].map(|row| pos2(across, row));
        let lens = self.lens.iter().flat_map(|lens| lens_line(lens, across));
        std::iter::once(top).chain(lens).chain([foot]).collect()
    }

    /// The height that is drawn at a place.
    pub fn y_under(&self, place: Pos2) -> f64 {
        self.y_at(self.lens.map_or(place.x, |lens| lens.back(place.x, place.y)))
    }

    /// The height at a place on the axis.
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

/// The line at a place across the stage, through a lens.
pub fn lens_line(lens: &Lens, across: f32) -> Vec<Pos2> {
    lens.bends().map(|row| pos2(lens.across(across, row), row)).collect()
}
