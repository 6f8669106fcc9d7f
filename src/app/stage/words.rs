//! Words on the stage, in order of importance: a word that finds no free place is left out.

use egui::epaint::Vertex;
use egui::{Align2, Color32, Mesh, Painter, Pos2, Rect, Shape, TextureId, vec2};

use crate::app::maths::Line;

/// Where words and what they must not cover already are.
pub struct Words {
    bounds: Rect,
    taken: Vec<Rect>,
    margin: f32,
    /// Corners of the places where no line of the landscape and no trail runs through what is written.
    bare: Vec<[Pos2; 4]>,
}

impl Words {
    pub fn new(bounds: Rect, margin: f32) -> Self {
        Self { bounds, taken: Vec::new(), margin, bare: Vec::new() }
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

    /// Has the lines of the landscape end before what is written in a rectangle.
    pub fn bare(&mut self, rect: Rect) {
        let wide = rect.expand2(vec2(0.4, 0.2) * self.margin);
        self.bare_within([wide.left_top(), wide.right_top(), wide.right_bottom(), wide.left_bottom()]);
    }

    /// The same for what is written aslant.
    pub fn bare_within(&mut self, corners: [Pos2; 4]) {
        self.bare.push(corners);
    }

    /// The bare places, cut out of pictures of the ground that fill the stage, each picture over the one before.
    pub fn ground(&self, stage: Rect, pictures: &[TextureId]) -> Shape {
        let places = self
            .bare
            .iter()
            .flat_map(|corners| pictures.iter().map(|&picture| Shape::mesh(cut(stage, picture, corners))));
        Shape::Vec(places.collect())
    }

    /// Draws a line at the first of some places that is free, and says where.
    pub fn place(
        &mut self,
        painter: &Painter,
        line: &Line,
        places: impl IntoIterator<Item = (Pos2, Align2)>,
    ) -> Option<Rect> {
        for (anchor, align) in places {
            let area = align.anchor_size(anchor, line.size());
            if self.claim(area) {
                self.bare(area);
                line.paint(painter, anchor, align);
                return Some(area);
            }
        }
        None
    }
}

/// The part of a picture of the whole stage that lies between four corners.
fn cut(stage: Rect, picture: TextureId, corners: &[Pos2; 4]) -> Mesh {
    let mut mesh = Mesh::with_texture(picture);
    for &pos in corners {
        let uv = ((pos - stage.min) / stage.size()).to_pos2();
        mesh.vertices.push(Vertex { pos, uv, color: Color32::WHITE });
    }
    mesh.indices.extend([0, 1, 2, 0, 2, 3]);
    mesh
}
