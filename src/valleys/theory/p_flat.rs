//! The share of the flat valley at fixed y: the paper's (Eq. 9, A32) and the exact quasi-steady one of the update.

use std::f64::consts::{FRAC_2_SQRT_PI, SQRT_2};

use super::kramers::{barrier_scale, hessian_law_only, kramers_domain, ln_rate_ratio, some_noise};
use super::special::{OVERSHOOT, ln_one_plus_erf, probability_from_ln_odds_against};
use super::validity::{Domain, Prediction};
use super::why::{Formula, Why};
use crate::valleys::model::{Landscape, NoiseLaw, Valley};

/// Eq. 9, P_ss = [1 + γ⁻¹ erfi(z₂)/erfi(z₁)]⁻¹.
pub fn p_ss(landscape: &Landscape, noise: NoiseLaw, y: f64, delta_s: f64) -> Prediction {
    eq9(landscape, noise, y, delta_s, ln_rate_ratio)
}

/// The right-hand side of Eq. 9, [1 + γ^{−1/2} e^{z₂² − z₁²}]⁻¹.
pub fn p_ss_approximate(landscape: &Landscape, noise: NoiseLaw, y: f64, delta_s: f64) -> Prediction {
    eq9(landscape, noise, y, delta_s, |landscape, y, delta_s| {
        barrier_difference(landscape, y, delta_s) - 0.5 * landscape.gamma().ln()
    })
}

/// A32, P_eq = γ/(1 + γ): the paper's reference, Kramers' ratio for the same noise in both valleys.
pub fn p_equilibrium(landscape: &Landscape, noise: NoiseLaw) -> Prediction {
    let domain = uniform_law_only(noise, Formula::A32);
    Prediction::new(probability_from_ln_odds_against(-landscape.gamma().ln()), domain)
}

/// Where within a step noise that changes from place to place is taken, in the limit of small steps. The three are
/// processes of their own: Eq. 6 as written is the first, the paper's A10 and A15 to A18 are the last, and Eq. 9 has
/// the power of γ of the one between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// At the start.
    Ito,
    /// Half at the start and half at the end.
    Stratonovich,
    /// At the end.
    AntiIto,
}

impl Reading {
    pub const ALL: [Self; 3] = [Self::Ito, Self::Stratonovich, Self::AntiIto];

    /// a, the part of the noise that is taken at the end.
    pub fn a(self) -> f64 {
        match self {
            Self::Ito => 0.0,
            Self::Stratonovich => 0.5,
            Self::AntiIto => 1.0,
        }
    }
}

/// The exact quasi-steady share of small η, for every law with noise.
pub fn p_steady(landscape: &Landscape, noise: NoiseLaw, y: f64, delta_s: f64) -> Prediction {
    p_steady_read(landscape, noise, Reading::Ito, y, delta_s)
}

/// The same as the noise is read: without a current p ∝ D^{a−1} e^{−∫L′/D}, so each side weighs D±^{a−1} ∫ e^{−L/D±}
/// dx. For the Hessian law the odds are γ^{1−a} e^{z₁² − z₂²} (1 + erf z₁)/(1 + erf z₂).
pub fn p_steady_read(
    landscape: &Landscape,
    noise: NoiseLaw,
    reading: Reading,
    y: f64,
    delta_s: f64,
) -> Prediction {
    if let Domain::Outside(why) = some_noise(noise, delta_s) {
        return Prediction::absent(why);
    }
    let [flat, sharp] = Valley::BOTH.map(|valley| {
        let (f, g) = (landscape.flatness(valley, y), landscape.spread(valley, y));
        let diffusion = noise.diffusion(landscape, valley, y, delta_s);
        ln_weight(f, g, diffusion) + (reading.a() - 1.0) * diffusion.ln()
    });
    Prediction::new(probability_from_ln_odds_against(sharp - flat), Domain::Valid)
}

/// The quasi-steady share at a learning rate that is not small, in closed form. Steps do two things to [`p_steady`].
///
/// They widen the valleys: in the exponent of a side D [`widening`] stands for D. And a step is taken under the noise
/// and down the slope of the side where it starts, also across the ridge: there p₊ D₊ is not p₋ D₋ (`ridge_tilt`).
pub fn p_steady_at(landscape: &Landscape, noise: NoiseLaw, y: f64, delta_s: f64, eta: f64) -> Prediction {
    if let Domain::Outside(why) = some_noise(noise, delta_s) {
        return Prediction::absent(why);
    }
    let sides = Valley::BOTH.map(|valley| -> Result<_, Why> {
        let (f, g) = (landscape.flatness(valley, y), landscape.spread(valley, y));
        let diffusion = noise.diffusion(landscape, valley, y, delta_s);
        let widening = widening(landscape, valley, y, eta)?;
        let weight = ln_weight(f, g, diffusion * widening) - diffusion.ln();
        let sd = (0.5 * f * diffusion * widening).sqrt();
        Ok((weight, Edge::of(0.5 * g, sd, (2.0 * eta * diffusion).sqrt())))
    });
    let [flat, sharp] = match sides {
        [Ok(flat), Ok(sharp)] => [flat, sharp],
        [Err(why), _] | [_, Err(why)] => return Prediction::absent(why),
    };
    let ((w1, flat), (w2, sharp)) = (flat, sharp);
    let odds = w2 - w1 + ridge_tilt(flat, sharp);
    Prediction::new(probability_from_ln_odds_against(odds), short_steps(landscape, y, eta))
}

/// The domain of what takes steps of η into account, but not steps that take walkers more than half-way to their floor.
pub(super) fn short_steps(landscape: &Landscape, y: f64, eta: f64) -> Domain {
    let flatness =
        Valley::BOTH.map(|valley| landscape.flatness(valley, y)).into_iter().fold(f64::INFINITY, f64::min);
    Domain::when(4.0 * eta <= flatness, || Why::LongSteps { y, eta, flatness })
}

/// A side at the ridge, in a quasi-steady valley.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    /// The standard deviation of a step.
    pub step: f64,
    /// k = |∂ₓ ln p|, the inverse of the length in which the density falls off towards the ridge.
    pub slope: f64,
    /// h, the density at the ridge of a walker of the side.
    pub density: f64,
}

impl Edge {
    /// Of a Gaussian about a floor so far from the ridge, cut off there.
    pub fn of(floor: f64, sd: f64, step: f64) -> Self {
        let z = floor / (SQRT_2 * sd);
        let density = FRAC_2_SQRT_PI / (SQRT_2 * sd) * (-z * z - ln_one_plus_erf(z)).exp();
        Self { step, slope: floor / (sd * sd), density }
    }
}

/// By how much what steps of s = √(2ηD) do at the ridge turns the logarithm of the odds against the flat side.
///
/// To first order in s the sides meet c (s₋ − s₊) on the flat side of the ridge, with c = −ζ(½)/√(2π), the constant of
/// a walk that is looked at step by step: the noisier side reaches farther across. So ln(p₋ D₋/(p₊ D₊)) is c (s₋ − s₊)
/// (k₊ + k₋), and on the way there are c (s₋ − s₊)(h₊ + h₋) more walkers on the one side and fewer on the other. The
/// second order is (b₋² − b₊²)/8 with b = ks, the step's own error in p ∝ e^{−L/D} where L is bent, which the ridge is
/// on neither side. The divisors let both last to b = 2. They are not derived, nor is what h has to do with the second
/// order: they follow the walk between two straight slopes and between two parabolas, worked out numerically, against
/// which a test holds them.
pub(super) fn ridge_tilt(flat: Edge, sharp: Edge) -> f64 {
    let steep = |edge: Edge| edge.slope + edge.density;
    let mean = 0.5 * (steep(flat) * flat.step + steep(sharp) * sharp.step);
    let reach = OVERSHOOT * (sharp.step - flat.step) * (steep(flat) + steep(sharp))
        / (1.0 + 0.75 * mean + 0.12 * mean * mean);
    let second = |edge: Edge| {
        let [b, c] = [edge.slope, edge.density].map(|length| length * edge.step);
        b * b / (8.0 + 3.0 * b) - c * (c / 3.0 + b / 6.0)
    };
    reach + second(sharp) - second(flat)
}

/// 1/(1 − η/f), so many times as much noise as Δ_S a valley seems to have: steps that take away 2η/f of the distance
/// to the floor leave the variance D f/2 of small ones times this. An error where they throw walkers ever farther.
pub fn widening(landscape: &Landscape, valley: Valley, y: f64, eta: f64) -> Result<f64, Why> {
    let flatness = landscape.flatness(valley, y);
    if eta < flatness { Ok(1.0 / (1.0 - eta / flatness)) } else { Err(Why::Overshoots { y, eta, flatness }) }
}

/// ln of the integral of e^{−(L − L0)/D} over a side, but for what both sides share: (√(π f D)/2) e^{z²} (1 + erf z),
/// where z = floor/√(f D) carries the sign of y.
fn ln_weight(f: f64, g: f64, diffusion: f64) -> f64 {
    let spread = f * diffusion;
    let z = 0.5 * g / spread.sqrt();
    z * z + 0.5 * spread.ln() + ln_one_plus_erf(z)
}

/// [`p_steady`] of the Hessian law, P_ito = [1 + γ⁻¹ e^{z₂² − z₁²} (1 + erf z₂)/(1 + erf z₁)]⁻¹.
pub fn p_ito(landscape: &Landscape, noise: NoiseLaw, y: f64, delta_s: f64) -> Prediction {
    if let Domain::Outside(why) = some_noise(noise, delta_s) {
        return Prediction::absent(why);
    }
    let u = barrier_scale(landscape, y, delta_s);
    let ln_odds = barrier_difference(landscape, y, delta_s) - landscape.gamma().ln()
        + ln_one_plus_erf(landscape.x2 * u)
        - ln_one_plus_erf(landscape.x1 * u);
    let domain = hessian_law_only(noise, Formula::Ito);
    Prediction::new(probability_from_ln_odds_against(ln_odds), domain)
}

/// [`p_steady`] of uniform noise, P_boltzmann = √γ/(1 + √γ), whatever the temperature.
pub fn p_boltzmann(landscape: &Landscape, noise: NoiseLaw) -> Prediction {
    let domain = uniform_law_only(noise, Formula::Boltzmann);
    Prediction::new(probability_from_ln_odds_against(-0.5 * landscape.gamma().ln()), domain)
}

/// The domain of what needs the same noise in both valleys, which α = 0 also is.
fn uniform_law_only(law: NoiseLaw, formula: Formula) -> Domain {
    Domain::when(law == NoiseLaw::Uniform || law.alpha() == Some(0.0), || Why::Law { formula, law })
}

/// A form of Eq. 9 from the logarithm of its odds against the flat valley.
fn eq9(
    landscape: &Landscape,
    noise: NoiseLaw,
    y: f64,
    delta_s: f64,
    ln_odds_against: impl FnOnce(&Landscape, f64, f64) -> f64,
) -> Prediction {
    if let Domain::Outside(why) = some_noise(noise, delta_s) {
        return Prediction::absent(why);
    }
    let domain =
        hessian_law_only(noise, Formula::Eq9).and(|| kramers_domain(landscape, noise, y.max(0.0), delta_s));
    Prediction::new(probability_from_ln_odds_against(ln_odds_against(landscape, y, delta_s)), domain)
}

/// z₂² − z₁² = ΔL (f₂ − f₁)/(2Δ_S).
fn barrier_difference(landscape: &Landscape, y: f64, delta_s: f64) -> f64 {
    let u = barrier_scale(landscape, y, delta_s);
    (landscape.x2 - landscape.x1) * u * (landscape.x2 + landscape.x1) * u
}
