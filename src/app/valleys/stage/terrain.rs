//! The landscape: bands of equal height above the ridge's, with the lines between them, at the heights of [`Levels`].

use egui::epaint::RectShape;
use egui::{Color32, ColorImage, CornerRadius, Painter, TextureId, Vec2, vec2};
use rayon::prelude::*;

use super::frame::Frame;
use super::frost::tints;
use super::kept::{Kept, WHOLE};
use crate::app::kit::theme::{Mode, STAGE_BANDS, Theme, space};
use crate::valleys::figures::{BANDS, Levels};
use crate::valleys::model::{Landscape, Valley};

/// The band above an edge.
pub fn band_above(edge: i32) -> u8 {
    (edge - BANDS[0]).clamp(0, BANDS[1] - BANDS[0]) as u8
}

/// The picture of the landscape, and the same without its lines and with the tint upon it, for what words stand on.
#[derive(Default)]
pub struct TerrainPicture {
    lined: Kept<TerrainKey>,
    bare: Kept<TerrainKey>,
}

#[derive(Clone, Copy, PartialEq)]
struct TerrainKey {
    landscape: Landscape,
    y: [f64; 2],
    x: [f64; 2],
    size: [usize; 2],
    /// How wide lines are, in pixels.
    line: Option<f32>,
    /// From where on there is frost upon it.
    frost: Option<f64>,
    mode: Mode,
}

impl TerrainPicture {
    /// Draws the landscape, and returns its pictures, with its lines and without them but with frost from a line on.
    pub fn paint(
        &mut self,
        painter: &Painter,
        theme: &Theme,
        landscape: &Landscape,
        frame: &Frame,
        frost: Option<f64>,
    ) -> [TextureId; 2] {
        let pixels = painter.pixels_per_point();
        let key = |size: Vec2, line: Option<f32>, frost: Option<f64>| TerrainKey {
            landscape: *landscape,
            y: frame.y,
            x: frame.x,
            size: [size.x.max(1.0) as usize, size.y.max(1.0) as usize],
            line,
            frost,
            mode: theme.mode,
        };
        let size = (frame.rect.size() * pixels).round();
        let lined = key(size, Some(pixels * frame.marks.sqrt()), None);
        let lined = self.lined.of(painter.ctx(), "terrain", lined, |key| draw(theme, key));
        let corners = CornerRadius::same(space::STAGE_RADIUS);
        let shape = RectShape::filled(frame.rect, corners, Color32::WHITE);
        painter.add(shape.with_texture(lined, WHOLE));
        // Under words nobody sees that the edges of its bands are soft; under the glass they are as sharp as its frost.
        let bare = key(vec2(size.x, (size.y / 2.0).round()), None, frost);
        [lined, self.bare.of(painter.ctx(), "bare-terrain", bare, |key| draw(theme, key))]
    }
}

/// The parts of L − L0 = u (u − g)/f that depend on y only, with their change from pixel to pixel.
struct Columns {
    g: Vec<f32>,
    w: Vec<f32>,
    dg: Vec<f32>,
    dw: Vec<f32>,
}

impl Columns {
    fn new(landscape: &Landscape, valley: Valley, y: [f64; 2], count: usize) -> Self {
        let pixel = (y[1] - y[0]) / count as f64;
        let spread = |y: f64| landscape.spread(valley, y);
        let stiffness = |y: f64| landscape.flatness(valley, y).recip();
        let of = |formula: &dyn Fn(f64) -> f64| -> Vec<f32> {
            (0..count).map(|column| formula(y[0] + (column as f64 + 0.5) * pixel) as f32).collect()
        };
        let step = |f: &dyn Fn(f64) -> f64, y: f64| f(y + 0.5 * pixel) - f(y - 0.5 * pixel);
        Self {
            g: of(&spread),
            w: of(&stiffness),
            dg: of(&|y| step(&spread, y)),
            dw: of(&|y| step(&stiffness, y)),
        }
    }
}

/// The colours of the bands and of the edges, and both ready to be mixed.
struct BandInks {
    bands: Vec<Color32>,
    fills: Vec<[f32; 3]>,
    /// Premultiplied, with its opacity.
    edge: ([f32; 3], f32),
}

impl BandInks {
    fn new(theme: &Theme) -> Self {
        let parts = |colour: Color32| [colour.r(), colour.g(), colour.b()].map(f32::from);
        let edge = theme.scales.stage_edge();
        let bands: Vec<Color32> = (0..STAGE_BANDS).map(|band| theme.scales.stage_band(band)).collect();
        Self {
            fills: bands.iter().copied().map(parts).collect(),
            bands,
            edge: (parts(edge), f32::from(edge.a()) / 255.0),
        }
    }

    fn mix(&self, edge: f32, cover: f32) -> Color32 {
        let band = usize::from(band_above(edge as i32));
        if cover == 0.0 {
            return self.bands[band];
        }
        let fill = &self.fills[band];
        let through = 1.0 - self.edge.1 * cover;
        let channel = |i: usize| (fill[i] * through + self.edge.0[i] * cover + 0.5) as u8;
        Color32::from_rgb(channel(0), channel(1), channel(2))
    }
}

fn draw(theme: &Theme, key: &TerrainKey) -> ColorImage {
    let [width, height] = key.size;
    let levels = Levels::new(&key.landscape, key.y[1]);
    let inks = BandInks::new(theme);
    let flat = Columns::new(&key.landscape, Valley::Flat, key.y, width);
    let steep = Columns::new(&key.landscape, Valley::Sharp, key.y, width);
    let pixel = (key.x[1] - key.x[0]) / height as f64;
    let frost: Option<Vec<Color32>> = key.frost.map(|line| tints(theme, line, key.y, width).collect());
    let mut image = ColorImage::filled(key.size, Color32::BLACK);
    image.pixels.par_chunks_mut(width).enumerate().for_each_init(
        || (vec![0.0; width], vec![0.0; width]),
        |(edges, covers), (row, pixels)| {
            let x = key.x[1] - (row as f64 + 0.5) * pixel;
            let columns = if x >= 0.0 { &flat } else { &steep };
            rule(columns, &levels, x.abs() as f32, pixel as f32, key.line.unwrap_or_default(), edges, covers);
            if key.line.is_none() {
                covers.fill(0.0);
            }
            for ((pixel, &edge), &cover) in pixels.iter_mut().zip(edges.iter()).zip(covers.iter()) {
                *pixel = inks.mix(edge, cover);
            }
            for (pixel, &tint) in pixels.iter_mut().zip(frost.iter().flatten()) {
                *pixel = pixel.blend(tint);
            }
        },
    );
    image
}

/// Edge number and share of line of every pixel of a row at a distance `u` from the ridge.
fn rule(
    columns: &Columns,
    levels: &Levels,
    u: f32,
    pixel: f32,
    line: f32,
    edges: &mut [f32],
    covers: &mut [f32],
) {
    let (k, lift) = (levels.k as f32, levels.lift as f32);
    // The maximum of the standard library is a call in a browser.
    let at_least = |value: f32, least: f32| if value > least { value } else { least };
    let parts = columns.g.iter().zip(&columns.w).zip(&columns.dg).zip(&columns.dw);
    for ((((&g, &w), &dg), &dw), (edge, cover)) in parts.zip(edges.iter_mut().zip(covers)) {
        let bowl = u * (u - g);
        let root = at_least(bowl * w + lift, 1e-9).sqrt();
        let across = bowl * dw - u * dg * w;
        let upright = (2.0 * u - g) * w * pixel;
        // Edges to a pixel.
        let slope = 0.5 * k * (across * across + upright * upright).sqrt() / root;
        *edge = k * root;
        let away = (*edge - (*edge + 0.5).floor()).abs() / at_least(slope, 1e-6);
        // Lines closer than a few pixels melt into their bands.
        let apart = ((0.45 - slope * line) * 4.0).clamp(0.0, 1.0);
        *cover = (0.5 + 0.5 * line - away).clamp(0.0, 1.0) * apart;
    }
}
