//! Triangles, filled row by row.

use std::ops::Range;

use egui::epaint::Vertex;
use egui::{Color32, Rect, TextureFilter, TextureOptions};

use super::texture::Texture;

/// Positions of a vertex within a pixel, as on common hardware.
const SUBPIXELS: f32 = 256.0;

/// The pixels that a primitive may touch.
#[derive(Clone)]
pub(super) struct Clip {
    columns: Range<usize>,
    rows: Range<usize>,
}

impl Clip {
    pub(super) fn new(rect: Rect, pixels_per_point: f32, [width, height]: [usize; 2]) -> Self {
        let whole = |at: f32, limit: usize| ((at * pixels_per_point).round().max(0.0) as usize).min(limit);
        Self {
            columns: whole(rect.left(), width)..whole(rect.right(), width),
            rows: whole(rect.top(), height)..whole(rect.bottom(), height),
        }
    }
}

/// What a triangle's pixels are multiplied with.
enum Ink<'a> {
    /// The same texel everywhere, already part of the colours.
    Plain,
    /// A piece of a texture.
    Textured { texture: &'a Texture, filter: TextureFilter, uv: Plane<2> },
}

/// Numbers that change evenly over the plane.
struct Plane<const N: usize> {
    origin: [f32; N],
    per_column: [f32; N],
    per_row: [f32; N],
}

impl<const N: usize> Plane<N> {
    /// The plane through three values at three points.
    fn through(points: &[[f32; 2]; 3], values: [[f32; N]; 3]) -> Self {
        let [[ax, ay], [bx, by], [cx, cy]] = *points;
        let (abx, aby, acx, acy) = (bx - ax, by - ay, cx - ax, cy - ay);
        let area = abx * acy - acx * aby;
        let [mut origin, mut per_column, mut per_row] = [[0.0; N]; 3];
        for i in 0..N {
            let (ab, ac) = (values[1][i] - values[0][i], values[2][i] - values[0][i]);
            per_column[i] = (ab * acy - ac * aby) / area;
            per_row[i] = (ac * abx - ab * acx) / area;
            origin[i] = values[0][i] - per_column[i] * ax - per_row[i] * ay;
        }
        Self { origin, per_column, per_row }
    }

    fn at(&self, x: f32, y: f32) -> [f32; N] {
        std::array::from_fn(|i| self.origin[i] + self.per_column[i] * x + self.per_row[i] * y)
    }
}

/// A triangle in pixels, ready to be filled row by row.
pub(super) struct Triangle<'a> {
    /// Corners from top to bottom.
    points: [[f32; 2]; 3],
    pub(super) rows: Range<usize>,
    columns: Range<usize>,
    colour: Plane<4>,
    /// Set where every pixel has the same colour.
    flat: Option<[f32; 4]>,
    ink: Ink<'a>,
}

impl<'a> Triangle<'a> {
    /// `None` where nothing would be drawn.
    pub(super) fn new(
        mut corners: [Vertex; 3],
        pixels_per_point: f32,
        clip: &Clip,
        texture: &'a Texture,
    ) -> Option<Self> {
        if corners.iter().all(|corner| corner.color == Color32::TRANSPARENT) {
            return None;
        }
        for corner in &mut corners {
            corner.pos =
                (corner.pos.to_vec2() * pixels_per_point * SUBPIXELS).round().to_pos2() * (1.0 / SUBPIXELS);
        }
        corners.sort_by(|a, b| (a.pos.y, a.pos.x).partial_cmp(&(b.pos.y, b.pos.x)).expect("finite"));
        let points = corners.map(|corner| [corner.pos.x, corner.pos.y]);
        let [[ax, ay], [bx, by], [cx, cy]] = points;
        if (bx - ax) * (cy - ay) == (cx - ax) * (by - ay) {
            return None;
        }
        let first_centre = |edge: f32| (edge - 0.5).ceil().max(0.0) as usize;
        let rows = first_centre(ay).max(clip.rows.start)..first_centre(cy).min(clip.rows.end);
        let left = ax.min(bx).min(cx);
        let right = ax.max(bx).max(cx);
        let columns = first_centre(left).max(clip.columns.start)..first_centre(right).min(clip.columns.end);
        if rows.is_empty() || columns.is_empty() {
            return None;
        }
        let [width, height] = texture.image.size;
        let uv = corners.map(|corner| [corner.uv.x * width as f32, corner.uv.y * height as f32]);
        let mut colours = corners.map(|corner| corner.color.to_array().map(f32::from));
        let ink = if uv[0] == uv[1] && uv[1] == uv[2] {
            let texel = texture.sample(texture.options.magnification, uv[0]);
            for colour in &mut colours {
                *colour = std::array::from_fn(|i| colour[i] * texel[i] / 255.0);
            }
            Ink::Plain
        } else {
            let uv = Plane::through(&points, uv);
            let filter = filter(texture.options, &uv);
            Ink::Textured { texture, filter, uv }
        };
        let flat = (colours[0] == colours[1] && colours[1] == colours[2]).then_some(colours[0]);
        let colour = Plane::through(&points, colours);
        Some(Self { points, rows, columns, colour, flat, ink })
    }

    /// Fills the rows of one band, whose first row is `top`.
    pub(super) fn draw(&self, band: &mut [Color32], top: usize, width: usize) {
        let bottom = top + band.len() / width;
        for row in self.rows.start.max(top)..self.rows.end.min(bottom) {
            let y = row as f32 + 0.5;
            let columns = self.span(y);
            if columns.is_empty() {
                continue;
            }
            let start = (row - top) * width;
            let pixels = &mut band[start + columns.start..start + columns.end];
            self.fill(pixels, columns.start as f32 + 0.5, y);
        }
    }

    /// The pixels of a row whose centres lie within the triangle.
    ///
    /// An edge is computed alike by the two triangles that share it, so that no pixel
    /// between them is drawn twice or not at all.
    fn span(&self, y: f32) -> Range<usize> {
        let [a, b, c] = self.points;
        let long = crossing(a, c, y);
        let short = if y < b[1] { crossing(a, b, y) } else { crossing(b, c, y) };
        let first_centre = |edge: f32| (edge - 0.5).ceil().max(0.0) as usize;
        let (left, right) = if long < short { (long, short) } else { (short, long) };
        first_centre(left).max(self.columns.start)..first_centre(right).min(self.columns.end)
    }

    fn fill(&self, pixels: &mut [Color32], x: f32, y: f32) {
        match (&self.ink, self.flat) {
            (Ink::Plain, Some(colour)) => {
                if colour[3] >= 255.0 {
                    pixels.fill(blend(Color32::TRANSPARENT, colour));
                } else {
                    for pixel in pixels {
                        *pixel = blend(*pixel, colour);
                    }
                }
            }
            (Ink::Plain, None) => {
                let mut colour = self.colour.at(x, y);
                for pixel in pixels {
                    *pixel = blend(*pixel, colour);
                    step(&mut colour, &self.colour.per_column);
                }
            }
            (Ink::Textured { texture, filter, uv }, _) => {
                let mut colour = self.colour.at(x, y);
                let mut place = uv.at(x, y);
                for pixel in pixels {
                    let texel = texture.sample(*filter, place);
                    if texel[3] > 0.0 || texel[0] > 0.0 || texel[1] > 0.0 || texel[2] > 0.0 {
                        let ink = std::array::from_fn(|i| colour[i] * texel[i] * (1.0 / 255.0));
                        *pixel = blend(*pixel, ink);
                    }
                    step(&mut colour, &self.colour.per_column);
                    step(&mut place, &uv.per_column);
                }
            }
        }
    }
}

/// Whether texels are larger or smaller than pixels decides between the two filters.
fn filter(options: TextureOptions, uv: &Plane<2>) -> TextureFilter {
    let across = uv.per_column[0].hypot(uv.per_column[1]);
    let down = uv.per_row[0].hypot(uv.per_row[1]);
    // A hair above one, so that rounding does not turn text drawn one to one into minified text.
    if across.max(down) > 1.001 { options.minification } else { options.magnification }
}

/// Where the edge from `from` down to `to` crosses a height.
fn crossing([x0, y0]: [f32; 2], [x1, y1]: [f32; 2], y: f32) -> f32 {
    x0 + (y - y0) * ((x1 - x0) / (y1 - y0))
}

fn step<const N: usize>(values: &mut [f32; N], per_column: &[f32; N]) {
    for (value, change) in values.iter_mut().zip(per_column) {
        *value += change;
    }
}

/// Lays a premultiplied colour, in bytes but not yet rounded, over a pixel.
fn blend(under: Color32, over: [f32; 4]) -> Color32 {
    let [r, g, b, a] = under.to_array();
    let through = 1.0 - over[3] * (1.0 / 255.0);
    // Adding a half and cutting off is rounding, as nothing here is negative.
    let lay = |under: u8, over: f32| (f32::from(under) * through + over + 0.5) as u8;
    Color32::from_rgba_premultiplied(lay(r, over[0]), lay(g, over[1]), lay(b, over[2]), lay(a, over[3]))
}
