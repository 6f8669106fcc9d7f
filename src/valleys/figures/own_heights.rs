//! P_flat among walkers of similar height: the swarm sorted into bins by each walker's own y.

use std::sync::Arc;

use crate::valleys::experiments::live::Picture;
use crate::valleys::sim::wilson;

const BINS: usize = 14;
/// Walkers in a bin for it to say anything.
const LEAST: u32 = 5;

/// The bins of one picture.
#[derive(Default)]
pub struct OwnHeights {
    picture: Arc<Picture>,
    pub bins: Vec<Bin>,
    /// The least and greatest height of a live walker.
    pub range: Option<(f64, f64)>,
}

/// Walkers between two heights.
pub struct Bin {
    pub y: f64,
    pub flat: u32,
    pub live: u32,
}

impl Bin {
    pub fn share(&self) -> f64 {
        f64::from(self.flat) / f64::from(self.live.max(1))
    }

    pub fn band(&self) -> (f64, f64) {
        wilson(self.flat, self.live)
    }
}

impl OwnHeights {
    /// Sorts again if the picture is another one.
    pub fn update(&mut self, picture: &Arc<Picture>) {
        if !Arc::ptr_eq(&self.picture, picture) {
            *self = Self::of(picture);
        }
    }

    fn of(picture: &Arc<Picture>) -> Self {
        let live = || picture.x.iter().zip(&picture.y).filter(|(x, _)| !x.is_nan());
        let (low, high) = live()
            .fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), (_, y)| (low.min(*y), high.max(*y)));
        if low > high {
            return Self { picture: Arc::clone(picture), ..Self::default() };
        }
        let per_y = BINS as f32 / (high - low).max(1e-6);
        let mut counts = [[0_u32; 2]; BINS];
        for (x, y) in live() {
            let bin = (((y - low) * per_y) as usize).min(BINS - 1);
            counts[bin][0] += u32::from(*x >= 0.0);
            counts[bin][1] += 1;
        }
        let bins = counts.iter().enumerate().filter(|(_, [_, live])| *live >= LEAST).map(
            |(index, &[flat, live])| Bin {
                y: f64::from(low) + (index as f64 + 0.5) / f64::from(per_y),
                flat,
                live,
            },
        );
        Self { bins: bins.collect(), range: Some((low.into(), high.into())), picture: Arc::clone(picture) }
    }
}
