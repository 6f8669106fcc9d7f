//! Eq. 9 over the (Δ_S, y) plane as a picture, with its iso-lines.
//!
//! For the Hessian law Eq. 9 depends on y and Δ_S only through u = y/((y + y_b)√(2Δ_S)) (z_i = x_i u). So one table over u
//! gives the whole picture, and an iso-line is u = constant: y = y_b r/(1 − r) with r = u√(2Δ_S).

use egui::{Color32, ColorImage, Context, Mesh, Pos2, Rect, Shape, TextureHandle, TextureOptions, pos2};
use egui_plot::PlotTransform;

use crate::app::kit::theme::Theme;
use crate::valleys::model::{Landscape, NoiseLaw};
use crate::valleys::theory;

/// Shares with a line of their own; the last is crowded against the boundary and has no label.
pub(super) const LEVELS: [f64; 4] = [0.7, 0.8, 0.9, 0.99];

const COLUMNS: usize = 96;
const ROWS: usize = 64;
const TABLE: usize = 256;

/// The part of the plane that is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Window {
    /// log10 Δ_S.
    pub x: [f64; 2],
    pub y: [f64; 2],
}

impl Window {
    /// Where a point of the plane lies in a picture of this part.
    pub(super) fn share(&self, x: f64, y: f64) -> Pos2 {
        let ([x0, x1], [y0, y1]) = (self.x, self.y);
        pos2(((x - x0) / (x1 - x0)) as f32, ((y1 - y) / (y1 - y0)) as f32)
    }
}

/// The picture and what it was made for.
pub(super) struct PlaneMap {
    made_for: (Landscape, Theme, Window),
    /// Eq. 9, and the same under the frost.
    pub hopping: TextureHandle,
    pub frozen: TextureHandle,
    /// u at each of the levels that Eq. 9 reaches.
    levels: Vec<(f64, f64)>,
}

impl PlaneMap {
    /// The map for these, made anew only if they differ from what it was made for.
    pub(super) fn update(map: &mut Option<Self>, ctx: &Context, made_for: (Landscape, Theme, Window)) {
        if map.as_ref().is_none_or(|map| map.made_for != made_for) {
            *map = Some(Self::new(ctx, made_for));
        }
    }

    fn new(ctx: &Context, made_for: (Landscape, Theme, Window)) -> Self {
        let (landscape, theme, window) = made_for;
        let share = ShareOfU::new(&landscape, &window);
        let ramp = |colour: &dyn Fn(f32) -> Color32| -> Vec<Color32> {
            (0..TABLE).map(|index| colour(index as f32 / (TABLE - 1) as f32)).collect()
        };
        let ramps = [ramp(&|p| theme.scales.heat(p)), ramp(&|p| theme.scales.heat_frozen(p))];
        let mut images = [0, 1].map(|_| ColorImage::filled([COLUMNS, ROWS], Color32::TRANSPARENT));
        for column in 0..COLUMNS {
            let [from, to] = window.x;
            let delta_s = 10_f64.powf(from + (to - from) * (column as f64 + 0.5) / COLUMNS as f64);
            for row in 0..ROWS {
                let [from, to] = window.y;
                let y = to + (from - to) * (row as f64 + 0.5) / ROWS as f64;
                let p = share.at(u_of(&landscape, y, delta_s));
                let index = (p * (TABLE - 1) as f64).round() as usize;
                for (image, ramp) in images.iter_mut().zip(&ramps) {
                    image.pixels[row * COLUMNS + column] = ramp[index.min(TABLE - 1)];
                }
            }
        }
        let [hopping, frozen] = images;
        let load = |name: &str, image| ctx.load_texture(name, image, TextureOptions::LINEAR);
        Self {
            made_for,
            hopping: load("plane-hopping", hopping),
            frozen: load("plane-frozen", frozen),
            levels: LEVELS.iter().filter_map(|&level| Some((level, share.u_at(level)?))).collect(),
        }
    }

    /// The iso-lines in the plot's coordinates, each with its level.
    pub(super) fn lines(&self) -> Vec<(f64, Vec<[f64; 2]>)> {
        let (landscape, _, Window { x: [from, to], .. }) = self.made_for;
        let line = |u: f64| {
            (0..=64).filter_map(move |index| {
                let x = from + (to - from) * f64::from(index) / 64.0;
                let r = u * (2.0 * 10_f64.powf(x)).sqrt();
                (r < 1.0).then(|| [x, landscape.y_b * r / (1.0 - r)])
            })
        };
        self.levels.iter().map(|&(level, u)| (level, line(u).collect())).collect()
    }

    /// The map itself in a part of the plot, over whatever is drawn there.
    pub(super) fn ground(&self, part: Rect, transform: &PlotTransform, tint: Color32) -> Shape {
        let (_, theme, window) = self.made_for;
        let share = |corner: Pos2| {
            let at = transform.value_from_position(corner);
            window.share(at.x, at.y)
        };
        let mut mesh = Mesh::with_texture(self.hopping.id());
        mesh.add_rect_with_uv(part, Rect::from_min_max(share(part.min), share(part.max)), tint);
        Shape::Vec(vec![Shape::rect_filled(part, 0.0, theme.well), Shape::mesh(mesh)])
    }
}

fn u_of(landscape: &Landscape, y: f64, delta_s: f64) -> f64 {
    y / ((y + landscape.y_b) * (2.0 * delta_s).sqrt())
}

/// Eq. 9 as a table over u.
struct ShareOfU {
    step: f64,
    shares: Vec<f64>,
}

impl ShareOfU {
    fn new(landscape: &Landscape, window: &Window) -> Self {
        let most = u_of(landscape, window.y[1], 10_f64.powf(window.x[0])).max(1.0);
        let step = most / (TABLE - 1) as f64;
        // Small enough for every u in the table to be reached at some y.
        let delta_s = 0.125 / (most * most);
        let shares = (0..TABLE).map(|index| {
            let r = index as f64 * step * (2.0 * delta_s).sqrt();
            let y = landscape.y_b * r / (1.0 - r);
            theory::p_ss(landscape, NoiseLaw::Hessian, y, delta_s).value.unwrap_or(0.5)
        });
        Self { step, shares: shares.collect() }
    }

    fn at(&self, u: f64) -> f64 {
        let place = (u.max(0.0) / self.step).min((TABLE - 2) as f64);
        let index = place as usize;
        let [low, high] = [self.shares[index], self.shares[index + 1]];
        low + (high - low) * (place - index as f64).min(1.0)
    }

    /// The u at which the share first reaches a level from below.
    fn u_at(&self, level: f64) -> Option<f64> {
        let index = self.shares.windows(2).position(|pair| pair[0] < level && level <= pair[1])?;
        let [low, high] = [self.shares[index], self.shares[index + 1]];
        Some((index as f64 + (level - low) / (high - low)) * self.step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_over_u_is_eq_9() {
        let landscape = Landscape::default();
        let window = Window { x: [-4.0, 6e-3_f64.log10()], y: [0.0, 15.0] };
        let share = ShareOfU::new(&landscape, &window);
        for (y, delta_s) in [(0.5, 1e-4), (4.2, 1e-3), (10.0, 4e-3), (14.0, 6e-3), (1.0, 5e-3)] {
            let exact = theory::p_ss(&landscape, NoiseLaw::Hessian, y, delta_s).value.expect("has a value");
            let tabled = share.at(u_of(&landscape, y, delta_s));
            assert!((tabled - exact).abs() < 1e-3, "{y} {delta_s}: {tabled} is not {exact}");
        }
        let u = share.u_at(0.8).expect("is reached");
        assert!((share.at(u) - 0.8).abs() < 1e-9);
    }
}
