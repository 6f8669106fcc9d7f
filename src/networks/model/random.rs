//! Random numbers by key: a stream is determined by what it is for, whoever draws from it and wherever.

/// SplitMix64 from a place that a key tells.
#[derive(Clone, Debug)]
pub struct Stream {
    state: u64,
}

impl Stream {
    /// The stream of a key, such as (seed, purpose, repeat, epoch).
    pub fn of<const N: usize>(key: [u64; N]) -> Self {
        // Each word is mixed before the next comes in, so that no two keys meet by adding up.
        let state =
            key.iter().fold(0x6A09_E667_F3BC_C908, |state, word| mix(state ^ mix(word.wrapping_add(GOLDEN))));
        Self { state }
    }

    pub fn next_word(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN);
        mix(self.state)
    }

    /// From 0 to below `count`.
    pub fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.next_word()) * count as u128) >> 64) as usize
    }

    /// Standard normal, by Box and Muller. The functions are libm's, which are the same on every machine.
    pub fn normal(&mut self) -> f64 {
        // 53 bits, within (0, 1].
        let unit = |word: u64| ((word >> 11) + 1) as f64 / (1_u64 << 53) as f64;
        let (radius, angle) = (unit(self.next_word()), unit(self.next_word()));
        (-2.0 * libm::log(radius)).sqrt() * libm::cos(std::f64::consts::TAU * angle)
    }

    /// 0 to `count` − 1 in random order (Fisher and Yates).
    pub fn permutation(&mut self, count: usize) -> Vec<u32> {
        let mut order: Vec<u32> = (0..count as u32).collect();
        for index in (1..count).rev() {
            order.swap(index, self.below(index + 1));
        }
        order
    }
}

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_of_neighbouring_keys_have_nothing_in_common() {
        let mut seen = std::collections::HashSet::new();
        for seed in 0..40 {
            for epoch in 0..40 {
                let mut stream = Stream::of([seed, 1, epoch]);
                seen.extend((0..10).map(|_| stream.next_word()));
            }
        }
        assert_eq!(seen.len(), 16_000);
    }

    #[test]
    fn normals_have_their_moments() {
        let mut stream = Stream::of([7]);
        let count = 200_000;
        let mut sums = [0.0; 4];
        for _ in 0..count {
            let normal = stream.normal();
            for (power, sum) in (1..).zip(&mut sums) {
                *sum += normal.powi(power) / f64::from(count);
            }
        }
        // Five standard errors: the k-th power has the variance (2k − 1)!! less its mean's square.
        let bound = |variance: f64| 5.0 * (variance / f64::from(count)).sqrt();
        for (moment, mean, variance) in
            [(sums[0], 0.0, 1.0), (sums[1], 1.0, 2.0), (sums[2], 0.0, 15.0), (sums[3], 3.0, 96.0)]
        {
            assert!((moment - mean).abs() < bound(variance), "{sums:?}");
        }
    }

    #[test]
    fn every_order_is_as_likely() {
        let mut stream = Stream::of([3]);
        let mut counts = std::collections::BTreeMap::new();
        for _ in 0..24_000 {
            *counts.entry(stream.permutation(4)).or_insert(0_i32) += 1;
        }
        assert_eq!(counts.len(), 24);
        // Five standard deviations of 1,000.
        assert!(counts.values().all(|count| (count - 1_000).abs() < 160), "{counts:?}");
    }
}
