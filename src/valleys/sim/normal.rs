//! Pairs of standard normal numbers for 64 walkers at once: one xoshiro128++ generator a walker, and
//! Box–Muller with polynomials in place of the transcendental functions.

use serde::{Deserialize, Serialize};
use serde_big_array::BigArray;

use super::lanes::LANES;

/// One xoshiro128++ generator a lane, word by word.
#[derive(Clone, Serialize, Deserialize)]
#[repr(C, align(64))]
pub struct Generators {
    #[serde(with = "BigArray")]
    a: [u32; LANES],
    #[serde(with = "BigArray")]
    b: [u32; LANES],
    #[serde(with = "BigArray")]
    c: [u32; LANES],
    #[serde(with = "BigArray")]
    d: [u32; LANES],
}

impl Generators {
    /// Generators `first..first + 64` of a seed: each its own stream, whatever block it lands in.
    pub fn seeded(seed: u64, first: u64) -> Self {
        let mut all = Self { a: [0; LANES], b: [0; LANES], c: [0; LANES], d: [0; LANES] };
        for lane in 0..LANES {
            let mut state =
                split_mix(&mut seed.clone()) ^ (first + lane as u64).wrapping_mul(0x9E6C_63D0_876A_3F6B);
            let (low, high) = (split_mix(&mut state), split_mix(&mut state));
            // All four words 0 is the one state to avoid.
            all.a[lane] = low as u32 | 1;
            all.b[lane] = (low >> 32) as u32;
            all.c[lane] = high as u32;
            all.d[lane] = (high >> 32) as u32;
        }
        all
    }

    /// Two random words of one lane.
    #[inline(always)]
    pub fn next_two(&mut self, lane: usize) -> (u32, u32) {
        let (mut a, mut b, mut c, mut d) = (self.a[lane], self.b[lane], self.c[lane], self.d[lane]);
        let mut next = || {
            let word = a.wrapping_add(d).rotate_left(7).wrapping_add(a);
            let shifted = b << 9;
            c ^= a;
            d ^= b;
            b ^= c;
            a ^= d;
            c ^= shifted;
            d = d.rotate_left(11);
            word
        };
        let words = (next(), next());
        (self.a[lane], self.b[lane], self.c[lane], self.d[lane]) = (a, b, c, d);
        words
    }
}

/// SplitMix64: spreads a seed over independent-looking words.
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// a·b + c, fused where the path has it.
#[inline(always)]
pub fn fma<const FMA: bool>(a: f32, b: f32, c: f32) -> f32 {
    if FMA { a.mul_add(b, c) } else { a * b + c }
}

/// Two independent standard normals from two random words: radius √(−2 ln U) and a uniform angle.
#[inline(always)]
pub fn normal_pair<const FMA: bool>((radius_word, angle_word): (u32, u32)) -> (f32, f32) {
    // U in (0, 1] from 31 bits; |n| reaches 6.7.
    let u = fma::<FMA>((radius_word >> 1) as i32 as f32, 1.0 / 2_147_483_648.0, 0.5 / 2_147_483_648.0);
    let radius = minus_two_ln::<FMA>(u).sqrt();
    // 30 bits of angle in ±π/4; of the two bits left, one turns by π and one mirrors at 45°.
    let angle = (angle_word << 2) as i32 as f32 * (std::f32::consts::FRAC_PI_4 / 2_147_483_648.0);
    let signed = f32::from_bits(radius.to_bits() ^ (angle_word & 0x8000_0000));
    let square = angle * angle;
    let sine = angle * fma::<FMA>(fma::<FMA>(0.008_150_056, square, -0.166_623_82), square, 0.999_998_5);
    let cosine = fma::<FMA>(
        fma::<FMA>(fma::<FMA>(-0.001_357_940_4, square, 0.041_654_42), square, -0.499_998_42),
        square,
        1.0,
    );
    let mirrored = angle_word & 0x4000_0000 != 0;
    (signed * if mirrored { sine } else { cosine }, signed * if mirrored { cosine } else { sine })
}

/// −2 ln u to 1e-6 relative, for normal u in (0, 1].
#[inline(always)]
fn minus_two_ln<const FMA: bool>(u: f32) -> f32 {
    // Splits off the exponent so that the mantissa lies in [√½, √2).
    const SQRT_HALF_BITS: u32 = 0x3F35_04F3;
    let shifted = u.to_bits().wrapping_sub(SQRT_HALF_BITS);
    let exponent = (shifted as i32) >> 23;
    let mantissa = f32::from_bits((shifted & 0x007F_FFFF).wrapping_add(SQRT_HALF_BITS));
    let z = mantissa - 1.0;
    let mut p = -0.237_921_07_f32;
    p = fma::<FMA>(p, z, 0.373_356_7);
    p = fma::<FMA>(p, z, -0.409_926_7);
    p = fma::<FMA>(p, z, 0.498_194_93);
    p = fma::<FMA>(p, z, -0.666_290_17);
    p = fma::<FMA>(p, z, 1.000_022_3);
    p = fma::<FMA>(p, z, -2.000_002);
    fma::<FMA>(z, p, exponent as f32 * (-2.0 * std::f32::consts::LN_2))
}
