//! Words on the stage, in order of importance: a word that finds no free place is left out.

use egui::epaint::Vertex;
use egui::{Align2, Color32, Mesh, Painter, Pos2, Rect, Shape, TextureId, vec2};

use crate::app::kit::maths::Line;

/// Where words and what they must not cover already are.
pub struct Words {
    bounds: Rect,
    taken: Vec<Rect>,
    written: Vec<Rect>,
    margin: f32,
    /// Where no line of the landscape and no trail runs through what is written.
    bare: Vec<Bare>,
}

/// A place whose ground shows no lines.
struct Bare {
    corners: [Pos2; 4],
    /// Its ground has one colour all over.
    even: bool,
}

impl Words {
    pub fn new(bounds: Rect, margin: f32) -> Self {
        Self { bounds, taken: Vec::new(), written: Vec::new(), margin, bare: Vec::new() }
    }

    /// Keeps words away from something drawn.
    pub fn keep_clear(&mut self, rect: Rect) {
        self.taken.push(rect);
    }

    pub fn is_free(&self, rect: Rect) -> bool {
        let wide = rect.expand(self.margin);
        // Words in one row read as one phrase unless they are well apart.
        let apart = rect.expand2(vec2(2.4, 1.0) * self.margin);
        self.bounds.contains_rect(rect)
            && !self.taken.iter().any(|taken| taken.intersects(wide))
            && !self.written.iter().any(|written| written.intersects(apart))
    }

    /// Takes a rectangle if it is free.
    pub fn claim(&mut self, rect: Rect) -> bool {
        let free = self.is_free(rect);
        if free {
            self.written.push(rect);
        }
        free
    }

    /// Has the lines of the landscape end before what is written in a rectangle.
    pub fn bare(&mut self, rect: Rect) {
        self.bare_within(corners(rect.expand2(vec2(0.4, 0.2) * self.margin)));
    }

    /// The same for what has much to read: its ground has one colour.
    pub fn plate(&mut self, rect: Rect) {
        self.bare.push(Bare { corners: corners(rect), even: true });
    }

    /// The same for what is written aslant.
    pub fn bare_within(&mut self, corners: [Pos2; 4]) {
        self.bare.push(Bare { corners, even: false });
    }

    /// The bare places, cut out of a picture of the ground that fills the stage.
    pub fn ground(&self, stage: Rect, picture: TextureId) -> Shape {
        let mut mesh = Mesh::with_texture(picture);
        self.bare.iter().for_each(|place| cut(&mut mesh, stage, place));
        Shape::mesh(mesh)
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

fn corners(rect: Rect) -> [Pos2; 4] {
    [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom()]
}

/// Adds the part of a picture of the whole stage that lies at a place.
fn cut(mesh: &mut Mesh, stage: Rect, Bare { corners, even }: &Bare) {
    let area = Rect::from_points(corners);
    // The colour of its outer side: about the valleys the ground is darker.
    let outer = if area.center().y > stage.center().y { area.center_bottom() } else { area.center_top() };
    let first = mesh.vertices.len() as u32;
    for &pos in corners {
        let from = if *even { outer } else { pos };
        let uv = ((from - stage.min) / stage.size()).to_pos2();
        mesh.vertices.push(Vertex { pos, uv, color: Color32::WHITE });
    }
    mesh.indices.extend([0, 1, 2, 0, 2, 3].map(|corner| first + corner));
}
