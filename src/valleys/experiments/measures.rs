//! What takes a look at every walker of a picture, done once, by whoever takes the picture: with a million of them a frame of
//! the window has no time for it.

use super::live::Picture;
use crate::valleys::sim::RECENT;

/// A picture in numbers; walkers that have diverged are left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measures {
    pub live: u32,
    /// At x > 0.
    pub flat: u32,
    /// Whose last hop is less than [`RECENT`] steps ago.
    pub hopping: u32,
    pub mean_y: f64,
    /// Standard deviation of y over the walkers.
    pub sd_y: f64,
    /// The outermost places; none where there is no walker.
    pub y: Option<[f32; 2]>,
    pub x: Option<[f32; 2]>,
}

impl Measures {
    pub fn of(picture: &Picture) -> Self {
        let Picture { x, y, age, step, .. } = picture;
        let (mut live, mut flat, mut hopping) = (0_u32, 0_u32, 0_u32);
        let (mut sum, mut squares) = (0.0, 0.0);
        // Around the first height, so that the squares do not cancel.
        let origin = y.iter().copied().find(|y| !y.is_nan()).unwrap_or(0.0);
        for ((x, y), age) in x.iter().zip(y).zip(age) {
            if x.is_nan() {
                continue;
            }
            live += 1;
            flat += u32::from(*x >= 0.0);
            // A walker that never hopped is as old as the run: it is not hopping.
            hopping += u32::from(*age < RECENT && age < step);
            let offset = f64::from(y - origin);
            sum += offset;
            squares += offset * offset;
        }
        let n = f64::from(live.max(1));
        let mean = sum / n;
        Self {
            live,
            flat,
            hopping,
            mean_y: f64::from(origin) + mean,
            sd_y: (squares / n - mean * mean).max(0.0).sqrt(),
            y: bounds(y),
            x: bounds(x),
        }
    }
}

/// The smallest and the largest of some numbers, NaN left out; in lanes, as there may be millions.
fn bounds(values: &[f32]) -> Option<[f32; 2]> {
    const LANES: usize = 16;
    let (mut low, mut high) = ([f32::INFINITY; LANES], [f32::NEG_INFINITY; LANES]);
    let chunks = values.chunks_exact(LANES);
    for &value in chunks.remainder() {
        low[0] = low[0].min(value);
        high[0] = high[0].max(value);
    }
    for chunk in chunks {
        for lane in 0..LANES {
            // A comparison with NaN is false.
            low[lane] = if chunk[lane] < low[lane] { chunk[lane] } else { low[lane] };
            high[lane] = if chunk[lane] > high[lane] { chunk[lane] } else { high[lane] };
        }
    }
    let low = low.into_iter().fold(f32::INFINITY, f32::min);
    let high = high.into_iter().fold(f32::NEG_INFINITY, f32::max);
    (low <= high).then_some([low, high])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walkers_that_have_gone_are_passed_over() {
        let mut y: Vec<f32> = (0..100).map(|index| index as f32).collect();
        (y[7], y[99]) = (f32::NAN, f32::NAN);
        let x = y.iter().map(|y| y - 40.0).collect();
        let picture =
            Picture { step: 5_000, x, age: (0..100).map(|age| 20 * age).collect(), y, ..Picture::default() };
        let measured = picture.measures();
        assert_eq!((measured.y, measured.x), (Some([0.0, 98.0]), Some([-40.0, 58.0])));
        assert_eq!((measured.live, measured.flat, measured.hopping), (98, 59, 49));
        assert!((measured.mean_y - (4_950.0 - 7.0 - 99.0) / 98.0).abs() < 1e-9);
        assert_eq!(*Picture::default().measures(), Measures::default());
    }
}
