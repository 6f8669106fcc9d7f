//! Words on the stage, in order of importance: a word that finds no free place is left out.

use egui::{Align2, Painter, Pos2, Rect};

use crate::app::maths::Line;

/// Where words and what they must not cover already are.
pub struct Words {
    bounds: Rect,
    taken: Vec<Rect>,
    margin: f32,
}

impl Words {
    pub fn new(bounds: Rect, margin: f32) -> Self {
        Self { bounds, taken: Vec::new(), margin }
    }

    /// Keeps words away from something drawn.
    pub fn keep_clear(&mut self, rect: Rect) {
        self.taken.push(rect);
    }

    pub fn is_free(&self, rect: Rect) -> bool {
        let wide = rect.expand(self.margin);
        self.bounds.contains_rect(rect) && !self.taken.iter().any(|taken| taken.intersects(wide))
    }

    /// How much of a rectangle is taken, as an area; where that overlaps it counts twice.
    pub fn covers(&self, rect: Rect) -> f32 {
        let overlaps = self.taken.iter().map(|taken| taken.intersect(rect)).filter(Rect::is_positive);
        overlaps.map(|overlap| overlap.area()).sum()
    }

    /// Takes a rectangle if it is free.
    pub fn claim(&mut self, rect: Rect) -> bool {
        let free = self.is_free(rect);
        if free {
            self.taken.push(rect);
        }
        free
    }

    /// Draws a line at the first of some places that is free.
    pub fn place(
        &mut self,
        painter: &Painter,
        line: &Line,
        places: impl IntoIterator<Item = (Pos2, Align2)>,
    ) -> bool {
        for (anchor, align) in places {
            if self.claim(align.anchor_size(anchor, line.size())) {
                line.paint(painter, anchor, align);
                return true;
            }
        }
        false
    }
}
