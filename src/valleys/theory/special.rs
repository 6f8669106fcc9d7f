//! Dawson's function and logarithms of erfi and 1 + erf, stable far beyond the range in which erfi itself fits an f64.
//!
//! erfi(z) = (2/√π) e^{z²} D(z) overflows near z = 26, D never does: the series of §7.6 and the expansion of §7.12
//! of the NIST Handbook of Mathematical Functions, each where it converges.

use std::f64::consts::{FRAC_2_SQRT_PI, PI};

/// By how much of a step's standard deviation a walk overshoots a line that it crosses on average: −ζ(½)/√(2π).
pub const OVERSHOOT: f64 = 0.582_597_157_939_010_7;

/// Above this z the asymptotic expansion reaches f64 precision before it starts to diverge (at term z²).
const ASYMPTOTIC_FROM: f64 = 6.5;

/// Dawson's function D(z) = e^{−z²} ∫₀^z e^{t²} dt, to about 1e-15 relative.
pub fn dawson(z: f64) -> f64 {
    z * dawson_ratio(z)
}

/// D(z)/z: 1 at z = 0, 1/(2z²) far out.
pub fn dawson_ratio(z: f64) -> f64 {
    if z.abs() < ASYMPTOTIC_FROM { ratio_by_series(z) } else { ratio_by_expansion(z) }
}

/// erfi(z); ±∞ beyond |z| ≈ 26.6, where [`ln_erfi`] goes on.
pub fn erfi(z: f64) -> f64 {
    FRAC_2_SQRT_PI * (z * z).exp() * dawson(z)
}

/// ln erfi(z) for z > 0; −∞ at 0.
pub fn ln_erfi(z: f64) -> f64 {
    z * z + (FRAC_2_SQRT_PI * dawson(z)).ln()
}

/// ln(erfi(a·u)/erfi(b·u)) for a, b > 0 and u ≥ 0; its limit ln(a/b) at u = 0.
pub fn ln_erfi_ratio(a: f64, b: f64, u: f64) -> f64 {
    (a - b) * u * (a + b) * u + (a / b).ln() + (dawson_ratio(a * u) / dawson_ratio(b * u)).ln()
}

/// ln(1 + erf z), for z far below 0 too.
pub fn ln_one_plus_erf(z: f64) -> f64 {
    if z >= 0.0 {
        libm::erf(z).ln_1p()
    } else if z > -20.0 {
        libm::erfc(-z).ln()
    } else {
        // erfc(t) = e^{−t²}/(t√π) · (1 − 1/(2t²) + 3/(4t⁴) − 15/(8t⁶) + 105/(16t⁸) …)
        let s = 0.5 / (z * z);
        -z * z - (-z * PI.sqrt()).ln() + (-s * (1.0 - 3.0 * s * (1.0 - 5.0 * s * (1.0 - 7.0 * s)))).ln_1p()
    }
}

/// ∫₀^z e^{s²} erfc s ds for z ≥ 0, to about 1e-10: z near 0, and (ln 2z + C/2)/√π with Euler's C far out.
pub fn settling(z: f64) -> f64 {
    // Simpson's rule over ln(1 + s), in which the integrand never gets steep.
    let height = |t: f64| {
        let s = t.exp_m1();
        (s * s + ln_one_plus_erf(-s) + t).exp()
    };
    let h = z.ln_1p() / f64::from(SETTLING_PARTS);
    let inner = (1..SETTLING_PARTS).map(|part| {
        let weight = if part % 2 == 1 { 4.0 } else { 2.0 };
        weight * height(h * f64::from(part))
    });
    h / 3.0 * (height(0.0) + inner.sum::<f64>() + height(z.ln_1p()))
}

/// An even number.
const SETTLING_PARTS: u32 = 200;

/// 1/(1 + e^t) without overflow: a probability from the logarithm of the odds against it.
pub fn probability_from_ln_odds_against(t: f64) -> f64 {
    if t > 0.0 {
        let odds_for = (-t).exp();
        odds_for / (1.0 + odds_for)
    } else {
        1.0 / (1.0 + t.exp())
    }
}

/// e^{−z²} Σ z^{2k}/(k!(2k+1)): every term positive, so nothing cancels.
fn ratio_by_series(z: f64) -> f64 {
    let square = z * z;
    // What rounding took from z², for e^{−z²} to be good to the last bit.
    let lost = z.mul_add(z, -square);
    let (mut power, mut sum, mut k) = (1.0, 1.0, 0.0);
    loop {
        k += 1.0;
        power *= square / k;
        let term = power / (2.0 * k + 1.0);
        sum += term;
        // At z = 6.5 it takes some 150 terms.
        if term <= 1e-17 * sum || k > 300.0 {
            return sum * (-square).exp() * (1.0 - lost);
        }
    }
}

/// 1/(2z²) · Σ (2k−1)!!/(2z²)^k.
fn ratio_by_expansion(z: f64) -> f64 {
    let s = 0.5 / (z * z);
    let (mut term, mut sum, mut k) = (1.0, 1.0, 1.0);
    while term > 1e-17 && k < 2.0 / s {
        term *= k * s;
        sum += term;
        k += 2.0;
    }
    s * sum
}

#[cfg(test)]
#[allow(clippy::excessive_precision, reason = "the digits are as computed, more than an f64 holds")]
mod tests {
    use super::*;

    /// (z, D(z), ln erfi(z)) to 20 digits, from 50-digit arithmetic.
    const PINNED: [(f64, f64, f64); 20] = [
        (1e-8, 9.999_999_999_999_999_542_6e-9, -18.299_898_506_317_120_196),
        (0.001, 0.000_999_999_333_333_600_020_74, -6.786_972_708_013_514_031_1),
        (0.1, 0.099_335_992_397_852_866_591, -2.178_465_074_761_981_849_5),
        (0.5, 0.424_436_383_502_022_295_93, -0.486_210_909_011_998_027_72),
        (0.924_138_873_004_591_6, 0.541_044_224_635_181_698_47, 0.360_560_636_847_665_688_85),
        (1.0, 0.538_079_506_912_768_419_14, 0.501_033_290_261_895_048_06),
        (1.5, 0.428_249_071_085_398_625_48, 1.522_731_926_760_761_096_2),
        (2.0, 0.301_340_388_923_791_966_03, 2.921_267_444_673_164_29),
        (3.0, 0.178_271_030_610_558_287_34, 7.396_331_994_777_921_862_2),
        (4.25, 0.121_221_594_294_323_656_97, 16.073_147_187_163_044_792),
        (5.0, 0.102_134_074_424_276_835_44, 22.839_313_363_937_480_361),
        (6.0, 0.084_542_688_974_543_852_239, 33.650_283_560_413_238_668),
        (6.45, 0.078_486_848_628_916_469_522, 39.178_458_036_016_588_172),
        (6.55, 0.077_258_604_423_591_843_542, 40.462_685_252_352_375_976),
        (7.0, 0.072_180_974_658_236_292_028, 46.492_203_460_938_627_2),
        (10.0, 0.050_253_847_187_598_528_033, 97.130_114_063_608_887_951),
        (26.0, 0.019_245_024_851_840_634_084, 672.170_279_536_728_105_12),
        (100.0, 0.005_000_250_037_509_378_282_7, 9_994.822_514_877_338_750_8),
        (1e4, 0.000_050_000_000_250_000_003_75, 99_999_990.217_294_690_099),
        (1e6, 5.000_000_000_002_5e-7, 999_999_999_985.612_124_5),
    ];

    #[test]
    fn dawson_is_exact_to_1e_14() {
        for (z, expected, _) in PINNED {
            assert!((dawson(z) / expected - 1.0).abs() < 1e-14, "D({z}) = {}", dawson(z));
            assert_eq!(dawson(-z), -dawson(z));
        }
        assert_eq!(dawson(0.0), 0.0);
    }

    #[test]
    fn ln_erfi_agrees_with_pinned_digits() {
        for (z, _, expected) in PINNED {
            let error = (ln_erfi(z) - expected).abs();
            assert!(error < 1e-14 * expected.abs().max(1.0), "ln erfi({z}) off by {error:e}");
        }
        assert_eq!(ln_erfi(0.0), f64::NEG_INFINITY);
        assert!((erfi(1.0) - 1.650_425_758_797_542_876).abs() < 1e-14);
    }

    #[test]
    fn erfi_ratio_has_its_limits() {
        assert_eq!(ln_erfi_ratio(0.65, 0.8, 0.0), (0.65_f64 / 0.8).ln());
        for u in [1e-9, 0.3, 2.0, 7.0, 20.0] {
            let direct = ln_erfi(0.65 * u) - ln_erfi(0.8 * u);
            assert!((ln_erfi_ratio(0.65, 0.8, u) - direct).abs() < 1e-13 * direct.abs().max(1.0));
        }
        assert!(ln_erfi_ratio(0.65, 0.8, 1e6).is_finite());
    }

    #[test]
    fn ln_one_plus_erf_agrees_with_pinned_digits() {
        for (z, expected) in [
            (-1e3, -1_000_007.480_120_721_906_2_f64),
            (-30.0, -903.974_117_110_643_878_08),
            (-10.0, -102.879_889_024_844_888_57),
            (-5.0, -27.200_889_545_537_434_422),
            (-1.0, -1.849_605_509_933_248_248_6),
            (-0.1, -0.119_304_973_737_395_605_32),
            (0.0, 0.0),
            (0.3, 0.284_145_897_141_398_250_02),
            (1.0, 0.611_232_317_678_070_494_64),
            (5.0, 0.693_147_180_559_176_579_52),
            (100.0, std::f64::consts::LN_2),
        ] {
            let error = (ln_one_plus_erf(z) - expected).abs();
            assert!(error < 1e-14 * expected.abs().max(1.0), "at {z}: off by {error:e}");
        }
    }

    /// (z, ∫₀^z e^{s²} erfc s ds) from 80-digit arithmetic.
    const PINNED_SETTLING: [(f64, f64); 7] = [
        (0.001, 0.000_999_436_143_561_822_332_4),
        (0.1, 0.094_673_583_306_152_550_624_8),
        (0.5, 0.391_358_244_827_425_899_604_5),
        (1.0, 0.647_259_225_165_388_397_772_4),
        (3.0, 1.188_277_933_981_286_034_818_7),
        (5.0, 1.467_406_940_340_774_721_998_2),
        (6.5, 1.613_228_584_648_571_275_810_9),
    ];

    #[test]
    fn settling_agrees_with_pinned_digits() {
        for (z, expected) in PINNED_SETTLING {
            assert!((settling(z) / expected - 1.0).abs() < 1e-9, "at {z}: {}", settling(z));
        }
        assert_eq!(settling(0.0), 0.0);
        let euler = 0.577_215_664_901_532_9;
        let far = ((2e4_f64).ln() + 0.5 * euler) / PI.sqrt();
        assert!((settling(1e4) / far - 1.0).abs() < 1e-8);
    }

    #[test]
    fn probabilities_from_odds_never_overflow() {
        assert_eq!(probability_from_ln_odds_against(0.0), 0.5);
        assert_eq!(probability_from_ln_odds_against(1e6), 0.0);
        assert_eq!(probability_from_ln_odds_against(-1e6), 1.0);
        assert_eq!(probability_from_ln_odds_against(f64::NEG_INFINITY), 1.0);
    }
}
