//! A small swarm: a disc for every walker, in order of index so that no colour lies on top.

use std::sync::Arc;

use egui::{Color32, ColorImage, Context, Mesh, Pos2, TextureHandle, TextureOptions};

use super::frame::Frame;
use super::inks::Inks;
use super::swarm::Crowd;
use crate::app::kit::plots::fills;

/// Radius of a walker's disc, and of one that hopped lately, at scale 1.
const RADIUS: f32 = 1.45;
const WARM_RADIUS: f32 = 1.7;
/// Positions on the ramp below this are warm.
const WARM: u8 = 77;
/// The number of walkers from which on discs shrink, to keep them apart.
const CROWD: f32 = 4_000.0;

/// How much smaller discs are drawn in a crowd.
pub fn shrunk(walkers: usize) -> f32 {
    (CROWD / walkers.max(1) as f32).sqrt().clamp(0.34, 1.0)
}

/// The radius of an ordinary disc, in pixels.
pub fn radius(walkers: usize, frame: &Frame, pixels_per_point: f32) -> f32 {
    RADIUS * frame.marks * pixels_per_point * shrunk(walkers)
}

/// The picture of one disc.
#[derive(Default)]
pub struct Disc {
    made: Option<(f32, TextureHandle)>,
}

impl Disc {
    /// A texture of a disc with a given radius in pixels, a pixel of margin round it.
    fn texture(&mut self, ctx: &Context, radius: f32) -> &TextureHandle {
        if self.made.as_ref().is_some_and(|(made, _)| *made != radius) {
            self.made = None;
        }
        let (_, texture) = self.made.get_or_insert_with(|| {
            let texture = ctx.load_texture("walker", Arc::new(disc(radius)), TextureOptions::LINEAR);
            (radius, texture)
        });
        texture
    }

    /// The discs of all walkers.
    pub fn mesh(&mut self, ctx: &Context, walkers: &Crowd<'_>, frame: &Frame, inks: &Inks) -> Mesh {
        let Crowd { picture, fates } = *walkers;
        let ppp = ctx.pixels_per_point();
        let marks = frame.marks * shrunk(picture.x.len());
        let warm = WARM_RADIUS * marks;
        let texture = self.texture(ctx, warm * ppp);
        // The disc and its margin, as drawn for a warm walker and for any other.
        let half = texture.size()[0] as f32 / (2.0 * ppp);
        let halves = [half, half * RADIUS / WARM_RADIUS];
        let mut mesh = Mesh::with_texture(texture.id());
        mesh.vertices.reserve(3 * picture.x.len());
        mesh.indices.reserve(3 * picture.x.len());
        let visible = frame.rect.expand(half);
        for (index, ((&x, &y), &age)) in picture.x.iter().zip(&picture.y).zip(&picture.age).enumerate() {
            let centre = frame.walker([index, picture.x.len()], [y, x]);
            if !visible.contains(centre) {
                continue;
            }
            let position = match fates {
                Some(fates) => inks.until_last_hop(age, picture.step, fates.get(index)),
                None => inks.position(x, age),
            };
            fills::round(&mut mesh, centre, halves[usize::from(position >= WARM)], inks.dot(position));
        }
        mesh
    }
}

impl Disc {
    /// Discs of one colour and radius at some places.
    pub fn plain(
        &mut self,
        ctx: &Context,
        places: impl Iterator<Item = Pos2>,
        radius: f32,
        colour: Color32,
    ) -> Mesh {
        let ppp = ctx.pixels_per_point();
        let texture = self.texture(ctx, radius * ppp);
        let half = texture.size()[0] as f32 / (2.0 * ppp);
        let mut mesh = Mesh::with_texture(texture.id());
        for place in places {
            fills::round(&mut mesh, place, half, colour);
        }
        mesh
    }
}

fn disc(radius: f32) -> ColorImage {
    let size = 2 * (radius.ceil() as usize + 1);
    let middle = size as f32 / 2.0;
    let pixels = (0..size * size).map(|index| {
        let (column, row) = ((index % size) as f32 + 0.5, (index / size) as f32 + 0.5);
        let away = (column - middle).hypot(row - middle);
        let cover = (radius + 0.5 - away).clamp(0.0, 1.0);
        Color32::from_white_alpha((255.0 * cover).round() as u8)
    });
    ColorImage::new([size, size], pixels.collect())
}
