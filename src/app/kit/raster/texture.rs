//! Textures and the colours between their texels.

use std::sync::Arc;

use egui::{ColorImage, TextureFilter, TextureOptions, TextureWrapMode};

/// A texture as egui described it.
pub(super) struct Texture {
    pub(super) image: Arc<ColorImage>,
    pub(super) options: TextureOptions,
}

impl Texture {
    pub(super) fn patch(&mut self, corner: [usize; 2], patch: &ColorImage) {
        let image = Arc::make_mut(&mut self.image);
        let stride = image.size[0];
        for (row, texels) in patch.pixels.chunks_exact(patch.size[0].max(1)).enumerate() {
            let start = (corner[1] + row) * stride + corner[0];
            image.pixels[start..start + texels.len()].copy_from_slice(texels);
        }
    }

    /// The texel that `index` names along an axis of `count` texels.
    fn wrap(&self, index: i64, count: usize) -> usize {
        let count = count as i64;
        let wrapped = match self.options.wrap_mode {
            TextureWrapMode::ClampToEdge => index.clamp(0, count - 1),
            TextureWrapMode::Repeat => index.rem_euclid(count),
            TextureWrapMode::MirroredRepeat => {
                let place = index.rem_euclid(2 * count);
                place.min(2 * count - 1 - place)
            }
        };
        wrapped as usize
    }

    fn texel(&self, x: i64, y: i64) -> [f32; 4] {
        let [width, height] = self.image.size;
        let texel = self.image.pixels[self.wrap(y, height) * width + self.wrap(x, width)];
        texel.to_array().map(f32::from)
    }

    /// The colour at a place measured in texels.
    pub(super) fn sample(&self, filter: TextureFilter, [u, v]: [f32; 2]) -> [f32; 4] {
        if filter == TextureFilter::Nearest {
            return self.texel(u.floor() as i64, v.floor() as i64);
        }
        let (u, v) = (u - 0.5, v - 0.5);
        let (left, top) = (u.floor(), v.floor());
        let (fx, fy) = (u - left, v - top);
        let (x, y) = (left as i64, top as i64);
        let [width, _] = self.image.size;
        let inside = x >= 0 && y >= 0 && x + 1 < width as i64 && y + 1 < self.image.size[1] as i64;
        let quad = if inside {
            let corner = y as usize * width + x as usize;
            let pixels = &self.image.pixels;
            [corner, corner + 1, corner + width, corner + width + 1]
                .map(|index| pixels[index].to_array().map(f32::from))
        } else {
            [self.texel(x, y), self.texel(x + 1, y), self.texel(x, y + 1), self.texel(x + 1, y + 1)]
        };
        let weights = [(1.0 - fx) * (1.0 - fy), fx * (1.0 - fy), (1.0 - fx) * fy, fx * fy];
        let mut sum = [0.0; 4];
        for (texel, weight) in quad.iter().zip(weights) {
            for (total, channel) in sum.iter_mut().zip(texel) {
                *total += weight * channel;
            }
        }
        sum
    }
}
