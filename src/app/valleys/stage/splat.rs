//! A large swarm: walkers counted in the pixels they fall on, then toned.
//!
//! A pixel's colour is that of the mean position on the ramp of the walkers there, so that none lies on top; its
//! opacity grows with their number, by the logarithm when they are many.

use std::sync::Arc;

use egui::epaint::RectShape;
use egui::{Color32, ColorImage, Context, Rect, Shape, TextureHandle, TextureOptions, pos2};

use super::dots;
use super::extent::Extent;
use super::frame::Frame;
use super::inks::Inks;
use super::swarm::Crowd;
use crate::app::kit::theme::fade;
use crate::valleys::view::Colouring;

/// Opacity of the fullest pixel.
const FULLEST: f32 = 0.94;
/// Opacity that a lone walker keeps in the largest crowd.
const LONELY: f32 = 0.2;
/// Radius in points of the smoothing of a density.
const SMOOTHING: f32 = 5.0;
/// Walkers are placed in chunks, so that the arithmetic runs in lanes.
const CHUNK: usize = 256;
/// The floats from here to twice this are the whole numbers.
const WHOLE: f32 = 8_388_608.0;
const WHOLE_BITS: u32 = 1 << 23;
/// Opacities are looked up for counts below this, in steps of an eighth.
const LOOKED_UP: f32 = 64.0;
/// Textures grow by this many pixels at a time.
const GRAIN: usize = 128;

/// The buffers and the texture, used again from frame to frame.
#[derive(Default)]
pub struct Splat {
    /// Number of walkers in the upper half, sum of their positions in the lower.
    counts: Vec<u64>,
    /// The same spread over discs.
    spread: Vec<[f32; 2]>,
    texture: Option<TextureHandle>,
}

/// The pixels that are counted: a window of the stage, from its left top corner.
#[derive(Clone, Copy)]
struct Window {
    left: f32,
    top: f32,
    width: usize,
    height: usize,
}

impl Splat {
    /// The swarm as one textured rectangle; none when no walker is in view.
    pub fn draw(
        &mut self,
        ctx: &Context,
        walkers: &Crowd<'_>,
        frame: &Frame,
        extent: &Extent,
        (inks, colouring): (&Inks, Colouring),
    ) -> Option<Shape> {
        let ppp = ctx.pixels_per_point();
        let radius = match colouring {
            Colouring::Density => SMOOTHING * frame.marks * ppp,
            _ => dots::radius(walkers.picture.x.len(), frame, ppp),
        };
        let window = Window::around(frame, extent, radius, ppp)?;
        self.count(walkers, frame, inks, &window, ppp);
        self.spread(&window, radius, colouring);
        let image = self.tone(&window, inks, colouring);
        Some(self.shape(ctx, image, &window, ppp))
    }

    fn count(&mut self, walkers: &Crowd<'_>, frame: &Frame, inks: &Inks, window: &Window, ppp: f32) {
        let Crowd { picture, fates } = *walkers;
        let cells = window.width * window.height;
        self.counts.clear();
        // One more cell takes the walkers that are out of view, and one more row those rounded over the edge.
        let nowhere = cells + window.width;
        self.counts.resize(nowhere + 1, 0);
        let [per_y, per_x] = frame.points_per_unit();
        let (left, bottom) = (f64::from(frame.rect.left()), frame.rect.bottom());
        // Places are taken from the middle of the lens, as those across may be large against the width of a swarm.
        let lens = frame.lens;
        let centre = lens.map_or(left, |lens| f64::from(lens.centre));
        let middle = frame.y[0] + (centre - left) / f64::from(per_y);
        let (middle, centre, low) = (middle as f32, centre as f32, frame.x[0] as f32);
        let of = picture.x.len() as f32;
        let (width, height) = (window.width as f32, window.height as f32);
        let cell = |offset: f32, upright: f32| {
            let (column, row) = ((centre + offset) * ppp - window.left, upright * ppp - window.top);
            // False for NaN.
            let inside = (column >= 0.0) & (column < width) & (row >= 0.0) & (row < height);
            // Whole numbers by adding and taking away: unlike a cast, this runs in lanes.
            let whole = |at: f32| (at - 0.5 + WHOLE) - WHOLE;
            let cell = (whole(row) * width + whole(column) + WHOLE).to_bits() & (WHOLE_BITS - 1);
            if inside { cell } else { nowhere as u32 }
        };
        let mut places = [0_u32; CHUNK];
        let ages = picture.age.chunks(CHUNK);
        let chunks = picture.x.chunks(CHUNK).zip(picture.y.chunks(CHUNK)).zip(ages);
        for (chunk, ((xs, ys), ages)) in chunks.enumerate() {
            let upright = |x: f32| bottom - per_x * (x - low);
            let each = places.iter_mut().zip(xs).zip(ys);
            match lens {
                None => each.for_each(|((at, &x), &y)| *at = cell(per_y * (y - middle), upright(x))),
                Some(lens) if lens.numbered => {
                    let first = (chunk * CHUNK) as f32 + 0.5;
                    for (index, ((at, &x), _)) in each.enumerate() {
                        let weight = lens.weight(upright(x));
                        *at = cell(lens.in_turn((first + index as f32) / of, weight), upright(x));
                    }
                }
                Some(lens) => each.for_each(|((at, &x), &y)| {
                    let weight = lens.weight(upright(x));
                    *at = cell(lens.drawn(per_y * (y - middle), weight), upright(x));
                }),
            }
            let each = places.iter().zip(xs).zip(ages);
            match fates.map(|fates| fates.get(chunk * CHUNK..).unwrap_or_default()) {
                None => each.for_each(|((&place, &x), &age)| {
                    self.counts[place as usize] += (1 << 32) | u64::from(inks.position(x, age));
                }),
                Some(fates) => each.enumerate().for_each(|(index, ((&place, _), &age))| {
                    let position = inks.until_last_hop(age, picture.step, fates.get(index));
                    self.counts[place as usize] += (1 << 32) | u64::from(position);
                }),
            }
        }
        self.counts.truncate(cells);
    }

    /// Spreads every count over the disc of a walker.
    fn spread(&mut self, window: &Window, radius: f32, colouring: Colouring) {
        let Window { width, height, .. } = *window;
        self.spread.clear();
        let parts = |count: u64| [(count >> 32) as f32, (count & 0xffff_ffff) as f32];
        if radius < 0.75 {
            self.spread.extend(self.counts.iter().map(|&count| parts(count)));
            return;
        }
        self.spread.resize(width * height, [0.0; 2]);
        let kernel = kernel(radius, width, colouring);
        let margin = (radius.ceil() as usize) + 1;
        for row in margin..height.saturating_sub(margin) {
            for column in margin..width.saturating_sub(margin) {
                let index = row * width + column;
                if self.counts[index] == 0 {
                    continue;
                }
                let [count, sum] = parts(self.counts[index]);
                for &(offset, weight) in &kernel {
                    let cell = &mut self.spread[(index as isize + offset) as usize];
                    cell[0] += weight * count;
                    cell[1] += weight * sum;
                }
            }
        }
    }

    fn tone(&self, window: &Window, inks: &Inks, colouring: Colouring) -> ColorImage {
        let fullest = self.spread.iter().fold(0.0_f32, |most, cell| most.max(cell[0])).max(1e-6);
        let scale = FULLEST / (1.0 + fullest.max(1.0)).ln();
        let alpha = |count: f32| match colouring {
            Colouring::Density => FULLEST * (count / fullest).sqrt(),
            Colouring::Age | Colouring::Valley | Colouring::LastHop => {
                let crowd = scale * (1.0 + count).ln();
                crowd.max(LONELY * count.min(1.0)).min(1.0 - (1.0 - inks.alpha).powf(count))
            }
        };
        let table: Vec<f32> =
            (0..=(8.0 * LOOKED_UP) as usize).map(|index| alpha(index as f32 / 8.0)).collect();
        let pixels = self.spread.iter().map(|&[count, sum]| {
            if count <= 0.0 {
                return Color32::TRANSPARENT;
            }
            let fine = colouring == Colouring::Density || count >= LOOKED_UP;
            let alpha = if fine { alpha(count) } else { table[(8.0 * count + 0.5) as usize] };
            let position = (sum / count + 0.5) as usize;
            fade(inks.colours[position.min(255)], alpha)
        });
        ColorImage::new([window.width, window.height], pixels.collect())
    }

    fn shape(&mut self, ctx: &Context, image: ColorImage, window: &Window, ppp: f32) -> Shape {
        let needed = image.size;
        if self.texture.as_ref().is_some_and(|texture| {
            let [width, height] = texture.size();
            width < needed[0] || height < needed[1]
        }) {
            self.texture = None;
        }
        let texture = self.texture.get_or_insert_with(|| {
            let room = needed.map(|side| side.div_ceil(GRAIN) * GRAIN);
            let blank = Arc::new(ColorImage::filled(room, Color32::TRANSPARENT));
            ctx.load_texture("swarm", blank, TextureOptions::NEAREST)
        });
        texture.set_partial([0, 0], image, TextureOptions::NEAREST);
        let [width, height] = texture.size();
        let (across, down) = (needed[0] as f32, needed[1] as f32);
        let uv = Rect::from_min_max(pos2(0.0, 0.0), pos2(across / width as f32, down / height as f32));
        let corner = pos2(window.left, window.top);
        let rect = Rect::from_min_max(corner / ppp, pos2(corner.x + across, corner.y + down) / ppp);
        let shape = RectShape::filled(rect, 0.0, Color32::WHITE).with_texture(texture.id(), uv);
        Shape::Rect(shape.with_round_to_pixels(true))
    }
}

impl Window {
    /// The whole pixels of the stage that the swarm can reach.
    fn around(frame: &Frame, extent: &Extent, radius: f32, ppp: f32) -> Option<Self> {
        let margin = (radius.ceil() + 2.0) / ppp;
        let reached = extent.on_screen(frame).expand(margin);
        let seen = reached.intersect(frame.rect.expand(margin));
        if !seen.is_positive() {
            return None;
        }
        let (left, top) = ((seen.left() * ppp).floor(), (seen.top() * ppp).floor());
        let width = (seen.right() * ppp).ceil() - left;
        let height = (seen.bottom() * ppp).ceil() - top;
        Some(Self { left, top, width: width as usize, height: height as usize })
    }
}

/// The pixels of a disc by their offset, with their share; a density's share falls off to the rim and sums to 1.
fn kernel(radius: f32, width: usize, colouring: Colouring) -> Vec<(isize, f32)> {
    let reach = radius.ceil() as isize;
    let mut kernel = Vec::new();
    for row in -reach..=reach {
        for column in -reach..=reach {
            let away = (row as f32).hypot(column as f32);
            let weight = match colouring {
                Colouring::Density => (1.0 - (away / radius).powi(2)).max(0.0).powi(2),
                _ => (radius + 0.5 - away).clamp(0.0, 1.0),
            };
            if weight > 0.0 {
                kernel.push((row * width as isize + column, weight));
            }
        }
    }
    if colouring == Colouring::Density {
        let sum: f32 = kernel.iter().map(|(_, weight)| weight).sum();
        kernel.iter_mut().for_each(|(_, weight)| *weight /= sum);
    }
    kernel
}
