//! What a block of walkers adds to a sample: counted at every sample, so in short runs as often as they step.

use super::lanes::{Block, LANES};
use super::record::{RECENT, Tally};
use crate::platform::simd::{Isa, SimdPath};

/// Lanes that are summed side by side; their order is fixed, and so is the result.
const WIDTH: usize = 8;

impl Tally {
    /// Adds a block's walkers as they are at this step, having given up those whose height is out of all bounds.
    pub fn sample(&mut self, path: SimdPath, block: &mut Block, step: u32) {
        let sums = match path.isa() {
            // SAFETY: a path is only ever made by `SimdPath::available`, which has checked the features.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx512 => unsafe { sample_avx512(block, step) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2 => unsafe { sample_avx2(block, step) },
            Isa::Baseline => sample(block, step),
        };
        self.add(&sums);
    }

    /// Adds a block's walkers as they are, between two samples.
    pub fn look(&mut self, block: &Block, step: u32) {
        self.add(&count(block, step));
    }

    fn add(&mut self, sums: &Sums) {
        self.live += sums.live.iter().sum::<u32>();
        self.hopping += sums.hopping.iter().sum::<u32>();
        self.flat += sums.flat.iter().sum::<u32>();
        self.add_y(sums.y.iter().sum());
    }
}

#[derive(Default)]
struct Sums {
    live: [u32; WIDTH],
    hopping: [u32; WIDTH],
    flat: [u32; WIDTH],
    y: [f64; WIDTH],
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw,avx2,fma")]
fn sample_avx512(block: &mut Block, step: u32) -> Sums {
    sample(block, step)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn sample_avx2(block: &mut Block, step: u32) -> Sums {
    sample(block, step)
}

#[inline(always)]
fn sample(block: &mut Block, step: u32) -> Sums {
    block.drop_strays();
    count(block, step)
}

/// Over whole rows of lanes and with masks for choices, so that the compiler turns it into SIMD.
#[inline(always)]
fn count(block: &Block, step: u32) -> Sums {
    let mut sums = Sums::default();
    for row in (0..LANES).step_by(WIDTH) {
        for lane in 0..WIDTH {
            let (w, hop) = (block.w[row + lane], block.last_hop[row + lane]);
            let live = u32::from(!w.is_nan());
            let recent = u32::from(hop > 0) & u32::from(step.wrapping_sub(hop) < RECENT);
            sums.live[lane] += live;
            sums.flat[lane] += u32::from(w >= 0.0);
            sums.hopping[lane] += recent & live;
        }
        for lane in 0..WIDTH {
            let (w, y) = (block.w[row + lane], block.y[row + lane]);
            sums.y[lane] += f64::from(if w.is_nan() { 0.0 } else { y });
        }
    }
    sums
}
