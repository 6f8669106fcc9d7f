//! Escape over the ridge: Kramers' times and rates (A28, A29), the time scales they are compared with (A11, A12), and
//! where they hold (A25).
//!
//! A26 and A27 use nothing about the noise but its diffusion constant D± on each side, so the rates are given for every
//! noise law, with that law's D±. For the Hessian law z = √(ΔL/D) is the paper's √(ΔL f/(2Δ_S)).

use std::f64::consts::{FRAC_PI_2, PI};

use super::special::{dawson_ratio, ln_erfi, ln_erfi_ratio};
use super::validity::{Domain, Prediction};
use super::why::{Formula, Why};
use crate::valleys::model::{Landscape, NoiseLaw, Valley};

/// Kramers' forms are called valid from this many noise temperatures of barrier upwards (our reading of A25's «≪»).
pub const TEMPERATURES: f64 = 3.0;

/// Mean time to escape from a valley, τ = (π/2) f erfi(z) (A28).
pub fn escape_time(
    landscape: &Landscape,
    noise: NoiseLaw,
    valley: Valley,
    y: f64,
    delta_s: f64,
) -> Prediction {
    ln_escape_time(landscape, noise, valley, y, delta_s).map(f64::exp)
}

/// k = 1/τ (A28): k⁺ out of the flat valley, k⁻ out of the sharp one.
pub fn escape_rate(
    landscape: &Landscape,
    noise: NoiseLaw,
    valley: Valley,
    y: f64,
    delta_s: f64,
) -> Prediction {
    ln_escape_time(landscape, noise, valley, y, delta_s).map(|time| (-time).exp())
}

/// ln τ (A28), where τ itself may be beyond every number.
pub fn ln_escape_time(
    landscape: &Landscape,
    noise: NoiseLaw,
    valley: Valley,
    y: f64,
    delta_s: f64,
) -> Prediction {
    with_barrier(landscape, noise, valley, y, delta_s, |z, f| (FRAC_PI_2 * f).ln() + ln_erfi(z))
}

/// The rate for a high barrier, k = 2z e^{−z²}/(√π f) (A29; there z is spelt out).
pub fn escape_rate_large_barrier(
    landscape: &Landscape,
    noise: NoiseLaw,
    valley: Valley,
    y: f64,
    delta_s: f64,
) -> Prediction {
    with_barrier(landscape, noise, valley, y, delta_s, |z, f| 2.0 * z * (-z * z).exp() / (PI.sqrt() * f))
}

/// τ_x = f/2, the time to relax within a valley (A11).
pub fn relaxation_time(landscape: &Landscape, valley: Valley, y: f64) -> f64 {
    0.5 * landscape.flatness(valley, y)
}

/// τ_y = |dy/dt|⁻¹, the time scale of the drift (A12).
pub fn drift_time(landscape: &Landscape, y: f64) -> Prediction {
    let drift = landscape.drift(y);
    if drift == 0.0 {
        return Prediction::absent(Why::NoDrift { y });
    }
    Prediction::new(1.0 / drift.abs(), Domain::Valid)
}

/// z = √(ΔL/D): the barrier of a valley in noise temperatures is z².
pub fn barrier_root(landscape: &Landscape, noise: NoiseLaw, valley: Valley, y: f64, delta_s: f64) -> f64 {
    (landscape.barrier(y) / noise.diffusion(landscape, valley, y, delta_s)).sqrt()
}

/// Where Kramers' forms hold (A25): the barrier is at least [`TEMPERATURES`] noise temperatures in both valleys, which
/// for the Hessian law reads (x₂ y/(y + y_b))² ≥ 6Δ_S.
pub fn kramers_domain(landscape: &Landscape, noise: NoiseLaw, y: f64, delta_s: f64) -> Domain {
    some_noise(noise, delta_s).and(|| {
        let barrier = Valley::BOTH
            .map(|valley| barrier_root(landscape, noise, valley, y, delta_s).powi(2))
            .into_iter()
            .fold(f64::INFINITY, f64::min);
        Domain::when(barrier >= TEMPERATURES, || Why::LowBarrier { y, barrier })
    })
}

/// The smallest y from which Kramers' forms hold (A25), if there is one.
pub fn kramers_from(landscape: &Landscape, noise: NoiseLaw, delta_s: f64) -> Prediction {
    if let Domain::Outside(why) = some_noise(noise, delta_s) {
        return Prediction::absent(why);
    }
    let least =
        |reach: &dyn Fn(Valley) -> f64| Valley::BOTH.map(reach).into_iter().fold(f64::INFINITY, f64::min);
    let needed = 2.0 * TEMPERATURES * delta_s;
    // Each law makes the condition a polynomial in y: its smallest positive root.
    let from = match noise {
        NoiseLaw::Hessian | NoiseLaw::Power { .. } => {
            let bent = |valley| landscape.reach(valley) / noise.bend(landscape, valley).sqrt();
            reach_from(needed.sqrt() / least(&bent), landscape.y_b)
        }
        NoiseLaw::Uniform => reach_from((needed / (landscape.x1 * landscape.x2)).sqrt(), landscape.y_b),
        NoiseLaw::HessianSquared => {
            // ΔL f²/(4Δ_S) ≥ 3: with c = √(12Δ_S/f0) x0/steep², y(y + y_f) ≥ c (y + y_b)².
            let steep = least(&|valley| landscape.reach(valley));
            let c = (2.0 * needed / landscape.f0).sqrt() * landscape.x0 / (steep * steep);
            quadratic_from(1.0 - c, landscape.y_f - 2.0 * c * landscape.y_b, -c * landscape.y_b.powi(2))
        }
        NoiseLaw::None => None,
    };
    match from {
        Some(y) => Prediction::new(y, Domain::Valid),
        None => Prediction::absent(Why::BarrierNeverHigh { delta_s }),
    }
}

/// ln(k⁺/k⁻) = ln(γ⁻¹ erfi(z₂)/erfi(z₁)) for the Hessian law with A28's rates, where z_i = x_i u.
pub(super) fn ln_rate_ratio(landscape: &Landscape, y: f64, delta_s: f64) -> f64 {
    ln_erfi_ratio(landscape.x2, landscape.x1, barrier_scale(landscape, y, delta_s)) - landscape.gamma().ln()
}

/// d/dy of ln(k⁺/k⁻) for the Hessian law with A28's rates: z₂'/D(z₂) − z₁'/D(z₁), as dln erfi/dz = 1/D. For y > 0.
pub(super) fn ln_rate_ratio_slope(landscape: &Landscape, y: f64, delta_s: f64) -> f64 {
    let u = barrier_scale(landscape, y, delta_s);
    let relative_slope = landscape.y_b / (y * (y + landscape.y_b));
    relative_slope * (1.0 / dawson_ratio(landscape.x2 * u) - 1.0 / dawson_ratio(landscape.x1 * u))
}

/// u = y/((y + y_b)√(2Δ_S)): for the Hessian law z_i = x_i u.
pub(super) fn barrier_scale(landscape: &Landscape, y: f64, delta_s: f64) -> f64 {
    y / ((y + landscape.y_b) * (2.0 * delta_s).sqrt())
}

/// The domain of what the paper derives from D = Δ_S H, which is α = 1.
pub(super) fn hessian_law_only(law: NoiseLaw, formula: Formula) -> Domain {
    Domain::when(law.alpha() == Some(1.0), || Why::Law { formula, law })
}

/// The domain of everything that divides by the noise.
pub(super) fn some_noise(noise: NoiseLaw, delta_s: f64) -> Domain {
    Domain::when(noise != NoiseLaw::None, || Why::NoNoise)
        .and(|| Domain::when(delta_s > 0.0, || Why::Quiet { delta_s }))
}

/// A formula of z and f, absent without a barrier or without noise.
fn with_barrier(
    landscape: &Landscape,
    noise: NoiseLaw,
    valley: Valley,
    y: f64,
    delta_s: f64,
    formula: impl FnOnce(f64, f64) -> f64,
) -> Prediction {
    if let Domain::Outside(why) = some_noise(noise, delta_s) {
        return Prediction::absent(why);
    }
    if y <= 0.0 {
        return Prediction::absent(Why::NoBarrier { y });
    }
    let z = barrier_root(landscape, noise, valley, y, delta_s);
    let value = formula(z, landscape.flatness(valley, y));
    Prediction::new(value, kramers_domain(landscape, noise, y, delta_s))
}

/// The y at which y/(y + scale) reaches a share.
fn reach_from(share: f64, scale: f64) -> Option<f64> {
    (share < 1.0).then(|| scale * share / (1.0 - share))
}

/// The smallest positive root of a y² + b y + c with c < 0.
fn quadratic_from(a: f64, b: f64, c: f64) -> Option<f64> {
    let discriminant = b * b - 4.0 * a * c;
    if discriminant < 0.0 {
        return None;
    }
    // −2c/(b + √disc) is the root that stays finite as a → 0, and the smaller positive one for a < 0.
    let root = -2.0 * c / (b + discriminant.sqrt());
    (root > 0.0 && root.is_finite()).then_some(root)
}
