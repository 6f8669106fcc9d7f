//! Draws egui's triangles on the processor: pictures of the window with no
//! display and no graphics driver, for `screenshot` and for tests.
//!
//! It follows egui's OpenGL painter: colours are multiplied, interpolated and
//! blended as the bytes they are stored in ("gamma space") with premultiplied
//! alpha, a pixel belongs to the triangle that holds its centre, and vertices
//! snap to 1/256 of a pixel. Dithering is left out, so that equal input gives
//! equal bytes. Paint callbacks have no triangles and are not drawn.

mod texture;
mod triangle;

use std::collections::HashMap;

use egui::epaint::{ImageDelta, Primitive, Vertex};
use egui::{
    ClippedPrimitive, Color32, ColorImage, Context, FullOutput, ImageData, Mesh, Pos2, RawInput, Rect,
    TextureId, TexturesDelta, Ui, Vec2, ViewportId, ViewportInfo,
};
use rayon::prelude::*;

use texture::Texture;
use triangle::{Clip, Triangle};

/// Rows of pixels that one task draws: few enough to share out, many enough to be worth it.
const BAND: usize = 32;
/// Keeps the textures that egui hands out, and draws with them.
#[derive(Default)]
pub struct Rasteriser {
    textures: HashMap<TextureId, Texture>,
}

impl Rasteriser {
    /// Takes over new and changed textures; those to be freed stay in `delta` for [`Self::free`].
    pub fn update(&mut self, delta: &mut TexturesDelta) {
        for (id, changes) in delta.set.drain() {
            for change in changes {
                self.change(id, change);
            }
        }
    }

    /// Forgets the textures that egui no longer needs; call it after painting.
    pub fn free(&mut self, delta: &mut TexturesDelta) {
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    fn change(&mut self, id: TextureId, change: ImageDelta) {
        let ImageData::Color(image) = change.image;
        match (change.pos, self.textures.get_mut(&id)) {
            (Some(corner), Some(texture)) => texture.patch(corner, &image),
            _ => {
                self.textures.insert(id, Texture { image, options: change.options });
            }
        }
    }

    /// Draws a frame of `size` pixels.
    #[must_use]
    pub fn paint(
        &self,
        size: [usize; 2],
        pixels_per_point: f32,
        primitives: &[ClippedPrimitive],
        background: Color32,
    ) -> ColorImage {
        let [width, height] = size;
        let mut image = ColorImage::filled(size, background);
        if width == 0 || height == 0 {
            return image;
        }
        let triangles: Vec<Triangle<'_>> = primitives
            .par_iter()
            .flat_map_iter(|clipped| self.triangles(clipped, pixels_per_point, size))
            .collect();
        let mut bands: Vec<Vec<u32>> = vec![Vec::new(); height.div_ceil(BAND)];
        for (index, triangle) in triangles.iter().enumerate() {
            for band in &mut bands[triangle.rows.start / BAND..=(triangle.rows.end - 1) / BAND] {
                band.push(index as u32);
            }
        }
        image.pixels.par_chunks_mut(BAND * width).zip(&bands).enumerate().for_each(
            |(band, (pixels, indices))| {
                let top = band * BAND;
                for &index in indices {
                    triangles[index as usize].draw(pixels, top, width);
                }
            },
        );
        image
    }

    /// The visible triangles of one primitive, in order.
    fn triangles<'a>(
        &'a self,
        clipped: &'a ClippedPrimitive,
        pixels_per_point: f32,
        size: [usize; 2],
    ) -> impl Iterator<Item = Triangle<'a>> {
        let clip = Clip::new(clipped.clip_rect, pixels_per_point, size);
        let mesh = match &clipped.primitive {
            Primitive::Mesh(mesh) => Some(mesh),
            Primitive::Callback(_) => None,
        };
        let textured = mesh.and_then(|mesh| Some((mesh, self.textures.get(&mesh.texture_id)?)));
        textured.into_iter().flat_map(move |(mesh, texture)| {
            let clip = clip.clone();
            corners(mesh).filter_map(move |corners| Triangle::new(corners, pixels_per_point, &clip, texture))
        })
    }
}

/// Runs a user interface with no window and draws its last frame.
///
/// The first frame of an interface is seldom its final one: sizes settle and textures
/// load over the next, so ask for three or more.
#[must_use]
pub fn screenshot(
    ctx: &Context,
    size: Vec2,
    pixels_per_point: f32,
    frames: usize,
    interface: impl FnMut(&mut Ui),
) -> ColorImage {
    Screen::new(ctx.clone(), size, pixels_per_point).shoot(frames, interface)
}

/// A screen that is nowhere: what runs on it can be drawn again and again.
pub struct Screen {
    ctx: Context,
    size: Vec2,
    pixels_per_point: f32,
    rasteriser: Rasteriser,
    /// Frames run so far: time goes by them.
    frames: u32,
    /// Textures that the last frame was the last to use.
    outdated: TexturesDelta,
}

impl Screen {
    /// A screen of a size in points, for a context that nothing was drawn with before.
    #[must_use]
    pub fn new(ctx: Context, size: Vec2, pixels_per_point: f32) -> Self {
        let (rasteriser, outdated) = (Rasteriser::default(), TexturesDelta::default());
        Self { ctx, size, pixels_per_point, rasteriser, frames: 0, outdated }
    }

    /// Runs some frames and draws the last.
    pub fn shoot(&mut self, frames: usize, mut interface: impl FnMut(&mut Ui)) -> ColorImage {
        let mut last: Option<FullOutput> = None;
        for _ in 0..frames.max(1) {
            let mut output = self.ctx.run_ui(self.input(), &mut interface);
            self.frames += 1;
            self.rasteriser.update(&mut output.textures_delta);
            self.rasteriser.free(&mut self.outdated);
            self.outdated.free = std::mem::take(&mut output.textures_delta.free);
            last = Some(output);
        }
        let output = last.expect("at least one frame was run");
        let primitives = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let pixels = (self.size * output.pixels_per_point).round();
        let background = self.ctx.global_style().visuals.panel_fill;
        let size = [pixels.x as usize, pixels.y as usize];
        self.rasteriser.paint(size, output.pixels_per_point, &primitives, background)
    }

    fn input(&self) -> RawInput {
        let window =
            ViewportInfo { native_pixels_per_point: Some(self.pixels_per_point), ..ViewportInfo::default() };
        RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, self.size)),
            time: Some(f64::from(self.frames) * 0.25),
            focused: true,
            viewports: [(ViewportId::ROOT, window)].into_iter().collect(),
            ..RawInput::default()
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.outdated.clear();
    }
}

/// The triples of vertices that a mesh's indices name.
fn corners(mesh: &Mesh) -> impl Iterator<Item = [Vertex; 3]> {
    mesh.indices.chunks_exact(3).map(|i| [i[0], i[1], i[2]].map(|i| mesh.vertices[i as usize]))
}
