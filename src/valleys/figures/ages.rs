//! The swarm's histogram in x, coloured by the steps since each walker's last hop.

use std::sync::Arc;

use crate::chart::axis::round_step;
use crate::valleys::experiments::live::Picture;

/// log₁₀ of a walker's age, from hopping to frozen: the ends of the walker ramp.
pub const DECADES: [f64; 2] = [2.0, 4.0];
/// Classes of age, a quarter of a decade each from 100 to 10,000 steps, as the walker ramp runs.
pub const CLASSES: usize = 9;
/// Most bins in x; one more takes what lies outside.
const MOST_BINS: usize = 128;
/// Bins aimed at.
const BINS: f64 = 96.0;
/// An age's class is looked up by its exponent and seven bits of its mantissa: to better than a hundredth.
const SHIFT: u32 = 16;
const ENTRIES: usize = 1 << 15;
/// Counters side by side, so that walkers in one bin do not wait for each other.
const LANES: usize = 4;

type Counts = [[u32; MOST_BINS + 1]; CLASSES];

/// Counts by bin and class of one picture.
pub struct Ages {
    picture: Arc<Picture>,
    class_of: Vec<u8>,
    lanes: Box<[Counts; LANES]>,
    pub first: f64,
    pub width: f64,
    /// For each bin the walkers of each class, youngest first.
    pub bins: Vec<[u32; CLASSES]>,
    /// Walkers in all bins.
    pub total: u64,
    /// Walkers beyond the last bins on both sides.
    pub outside: u64,
}

impl Default for Ages {
    fn default() -> Self {
        Self {
            picture: Arc::default(),
            class_of: class_table(),
            lanes: Box::new([[[0; MOST_BINS + 1]; CLASSES]; LANES]),
            first: 0.0,
            width: 1.0,
            bins: Vec::new(),
            total: 0,
            outside: 0,
        }
    }
}

impl Ages {
    /// Counts again if the picture is another one, or the stretch of x asks for other bins.
    pub fn update(&mut self, picture: &Arc<Picture>, [low, high]: [f64; 2]) {
        let width = round_step((high - low) / BINS);
        let first = (low / width).floor() * width;
        let count = (((high - first) / width).ceil() as usize).clamp(1, MOST_BINS);
        let same = Arc::ptr_eq(&self.picture, picture)
            && (first, width, count) == (self.first, self.width, self.bins.len());
        if !same {
            (self.first, self.width) = (first, width);
            self.picture = Arc::clone(picture);
            self.count(count);
        }
    }

    fn count(&mut self, count: usize) {
        for lane in self.lanes.iter_mut() {
            for class in lane {
                class[..=count].fill(0);
            }
        }
        let Picture { x, age, .. } = &*self.picture;
        let (first, per_x) = (self.first as f32, (1.0 / self.width) as f32);
        let class_of: &[u8; ENTRIES] = self.class_of.as_slice().try_into().expect("the table is whole");
        let add = |lane: &mut Counts, x: f32, age: u32| {
            let place = (x - first) * per_x;
            // NaN, a diverged walker, compares false.
            let bin = if place >= 0.0 && place < count as f32 { place as usize } else { count };
            let class = class_of[((age as f32).to_bits() >> SHIFT) as usize & (ENTRIES - 1)];
            // A table of the right length and a class from it are in range; the minimum tells the compiler.
            lane[usize::from(class).min(CLASSES - 1)][bin.min(MOST_BINS)] += 1;
        };
        let lanes = &mut *self.lanes;
        let (xs, ages) = (x.chunks_exact(LANES), age.chunks_exact(LANES));
        for (x, age) in xs.remainder().iter().zip(ages.remainder()) {
            add(&mut lanes[0], *x, *age);
        }
        for (x, age) in xs.zip(ages) {
            for lane in 0..LANES {
                add(&mut lanes[lane], x[lane], age[lane]);
            }
        }
        let of =
            |bin: usize| std::array::from_fn(|class| self.lanes.iter().map(|lane| lane[class][bin]).sum());
        self.bins = (0..count).map(of).collect();
        let sum = |bin: &[u32; CLASSES]| bin.iter().map(|&walkers| u64::from(walkers)).sum::<u64>();
        self.total = self.bins.iter().map(sum).sum();
        let diverged = self.picture.x.iter().filter(|x| x.is_nan()).count() as u64;
        self.outside = sum(&of(count)) - diverged;
    }

    /// The place of a class on the walker ramp, 0 to 1.
    pub fn ramp_position(class: usize) -> f64 {
        class as f64 / (CLASSES - 1) as f64
    }
}

/// The class of every age, by the leading bits of the age as a floating-point number.
fn class_table() -> Vec<u8> {
    (0..ENTRIES as u32)
        .map(|bits| {
            let age = f32::from_bits(bits << SHIFT);
            let quarter_decades = (age.max(1.0) / 100.0).log10() * 4.0 + 0.5;
            quarter_decades.clamp(0.0, (CLASSES - 1) as f32) as u8
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture() -> Picture {
        let mut picture = Picture { step: 20_000, ..Picture::default() };
        for index in 0..1003_u32 {
            picture.x.push(if index % 97 == 0 { f32::NAN } else { (index as f32 * 0.37).sin() * 0.3 });
            picture.y.push(1.0);
            picture.age.push(index * 19);
        }
        picture
    }

    #[test]
    fn every_live_walker_is_counted_once() {
        let mut ages = Ages::default();
        let picture = Arc::new(picture());
        let live = picture.x.iter().filter(|x| !x.is_nan()).count() as u64;
        ages.update(&picture, [-0.31, 0.31]);
        assert_eq!((ages.total, ages.outside), (live, 0));
        ages.update(&picture, [-0.1, 0.1]);
        assert_eq!(ages.total + ages.outside, live);
        assert!(ages.outside > 0);
        let inside = picture.x.iter().filter(|&&x| {
            f64::from(x) >= ages.first && f64::from(x) < ages.first + ages.width * ages.bins.len() as f64
        });
        assert!((inside.count() as i64 - ages.total as i64).abs() <= 1);
    }

    #[test]
    fn classes_follow_the_ramp() {
        let class_of = class_table();
        let class = |age: u32| class_of[((age as f32).to_bits() >> SHIFT) as usize];
        assert_eq!((class(0), class(100), class(1000), class(10_000), class(u32::MAX)), (0, 0, 4, 8, 8));
        for (class, age) in [(0, 1.0), (4, 1000.0), (8, 10_000.0)] {
            let along = (f64::log10(age) - DECADES[0]) / (DECADES[1] - DECADES[0]);
            let exact = along.clamp(0.0, 1.0);
            assert!((Ages::ramp_position(class) - exact).abs() < 1e-6);
        }
    }
}
