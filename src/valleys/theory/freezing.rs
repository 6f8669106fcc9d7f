//! Where hopping stops: the freezing height of Eq. 11 with its calibration, the criterion A34 solved without
//! approximation, and the final share of the flat valley (Eqs. 10, 12).

use serde::{Deserialize, Serialize};

use super::kramers::{
    hessian_law_only, kramers_domain, ln_escape_time, ln_rate_ratio, ln_rate_ratio_slope, some_noise,
};
use super::p_flat::p_ss_approximate;
use super::special::probability_from_ln_odds_against;
use super::validity::{Domain, Prediction};
use super::why::{Formula, Why};
use crate::valleys::model::{Landscape, NoiseLaw, Valley};

/// The product εΦ, the one fitted number of the freezing theory.
///
/// Not a constant of nature: the curve of Fig. 4c uses ε = 0.01 and multiplies A37's Φ by 3000. The fields say what is
/// used and what the paper's ε times Φ as printed would be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// εΦ as used.
    pub epsilon_phi: f64,
    /// ε = 0.01 times Φ as A37 prints it.
    pub unscaled: f64,
}

impl Calibration {
    /// The small constant of Fig. 4c.
    pub const EPSILON: f64 = 0.01;
    /// The factor on Φ in Fig. 4c.
    pub const FIGURE_FACTOR: f64 = 3000.0;

    /// The paper's figure: εΦ ≈ 4.0e-4 on the default landscape.
    pub fn figure(landscape: &Landscape) -> Self {
        Self::new(landscape, Self::EPSILON * Self::FIGURE_FACTOR * phi_formula(landscape))
    }

    /// With a value that was chosen or fitted, or else the paper's figure.
    pub fn chosen(landscape: &Landscape, epsilon_phi: Option<f64>) -> Self {
        epsilon_phi.map_or_else(|| Self::figure(landscape), |value| Self::new(landscape, value))
    }

    /// Φ as printed, with no factor.
    pub fn as_printed(landscape: &Landscape) -> Self {
        Self::new(landscape, Self::EPSILON * phi_formula(landscape))
    }

    /// A chosen εΦ.
    pub fn new(landscape: &Landscape, epsilon_phi: f64) -> Self {
        Self { epsilon_phi, unscaled: Self::EPSILON * phi_formula(landscape) }
    }

    /// The εΦ with which Eq. 11 gives a measured freezing height: its inverse, √Δ_S e^{−r²/(2Δ_S)} with
    /// r = x₂ y/(y + y_b).
    pub fn fit(landscape: &Landscape, delta_s: f64, y_freeze: f64) -> Option<Self> {
        let r = landscape.x2 * y_freeze / (y_freeze + landscape.y_b);
        let epsilon_phi = delta_s.sqrt() * (-r * r / (2.0 * delta_s)).exp();
        (y_freeze > 0.0 && epsilon_phi > 0.0 && epsilon_phi.is_finite())
            .then(|| Self::new(landscape, epsilon_phi))
    }

    /// εΦ over εΦ as printed: 3000 in the paper's figure.
    pub fn factor(&self) -> f64 {
        self.epsilon_phi / self.unscaled
    }

    /// The ε that this calibration means where Φ is not a constant but A34's own expression.
    pub fn epsilon(&self) -> f64 {
        Self::EPSILON * self.factor()
    }
}

/// Φ = 2(x₁² − x₂²)/(27 y_b) · (L_d/y_d + 8x₀²/(27 y_f)) (A37); for f0 ≠ 1 its x₀² is the depth x₀²/f₀ of A12.
pub fn phi(landscape: &Landscape) -> Prediction {
    Prediction::new(phi_formula(landscape), flat_side_flatter(landscape))
}

/// Eq. 11, y_freeze = y_b r/(x₂ − r) with r = √(Δ_S ln(Δ_S/(εΦ)²)), for 0 < r² < x₂².
pub fn y_freeze(
    landscape: &Landscape,
    noise: NoiseLaw,
    delta_s: f64,
    calibration: &Calibration,
) -> Prediction {
    let scale = calibration.epsilon_phi;
    if let Domain::Outside(why) = freezing_domain(landscape, noise, delta_s, scale) {
        return Prediction::absent(why);
    }
    let square = delta_s * 2.0 * ln_noise_over_scale(delta_s, scale);
    let x2 = landscape.x2;
    if square <= 0.0 {
        return Prediction::absent(Why::BelowScale { square, scale });
    }
    if square >= x2 * x2 {
        return Prediction::absent(Why::BeyondReach { square, limit: x2 * x2 });
    }
    let r = square.sqrt();
    let y = landscape.y_b * r / (x2 - r);
    Prediction::new(y, kramers_domain(landscape, noise, y, delta_s))
}

/// The criterion A34 itself, k⁻ = −ε (1 + k⁺/k⁻)⁻¹ d(k⁺/k⁻)/dt with A28's rates and A12's drift, solved for y.
///
/// Its last crossing from hopping to freezing counts. Far up, where the drift dies out and the barrier saturates, the
/// criterion says "hopping" again; that later crossing is not a freezing point.
pub fn y_freeze_solved(landscape: &Landscape, noise: NoiseLaw, delta_s: f64, epsilon: f64) -> Prediction {
    if let Domain::Outside(why) = freezing_domain(landscape, noise, delta_s, epsilon) {
        return Prediction::absent(why);
    }
    let excess = |y: f64| hopping_excess(landscape, y, delta_s, epsilon);
    let heights = (0..=SCAN_POINTS)
        .map(|i| landscape.y_b * 10_f64.powf(SCAN_DECADES * (2.0 * i as f64 / SCAN_POINTS as f64 - 1.0)));
    let mut below = 0.0;
    let mut crossing = None;
    let mut was_hopping = true;
    for y in heights {
        let hopping = excess(y) > 0.0;
        if was_hopping && !hopping {
            crossing = Some((below, y));
        }
        (below, was_hopping) = (y, hopping);
    }
    match crossing {
        Some((below, above)) => {
            let y = bisect(excess, below, above);
            Prediction::new(y, kramers_domain(landscape, noise, y, delta_s))
        }
        None => Prediction::absent(Why::NeverFreezes { delta_s, epsilon }),
    }
}

/// A34's left side over its right at a height: above 1 the walkers still follow the steady state.
pub fn freezing_criterion(
    landscape: &Landscape,
    noise: NoiseLaw,
    y: f64,
    delta_s: f64,
    epsilon: f64,
) -> Prediction {
    let domain = freezing_domain(landscape, noise, delta_s, epsilon)
        .and(|| Domain::when(y > 0.0, || Why::OneValley { y }));
    if let Domain::Outside(why) = domain {
        return Prediction::absent(why);
    }
    let ratio = hopping_excess(landscape, y, delta_s, epsilon).exp();
    Prediction::new(ratio, kramers_domain(landscape, noise, y, delta_s))
}

/// Eq. 10: the right-hand side of Eq. 9 at the freezing height.
pub fn p_transient(
    landscape: &Landscape,
    noise: NoiseLaw,
    delta_s: f64,
    y_freeze: &Prediction,
) -> Prediction {
    let Some(y) = y_freeze.value else {
        return *y_freeze;
    };
    let p = p_ss_approximate(landscape, noise, y, delta_s);
    Prediction { value: p.value, domain: y_freeze.domain.and(|| p.domain) }
}

/// Eq. 12, P_tr = [1 + γ^{−1/2} (√Δ_S/(εΦ))^{1−γ}]⁻¹: Eq. 10 with Eq. 11 put in.
pub fn p_transient_closed(
    landscape: &Landscape,
    noise: NoiseLaw,
    delta_s: f64,
    calibration: &Calibration,
) -> Prediction {
    let scale = calibration.epsilon_phi;
    if let Domain::Outside(why) = freezing_domain(landscape, noise, delta_s, scale) {
        return Prediction::absent(why);
    }
    let gamma = landscape.gamma();
    let ln_odds = (1.0 - gamma) * ln_noise_over_scale(delta_s, scale) - 0.5 * gamma.ln();
    Prediction::new(
        probability_from_ln_odds_against(ln_odds),
        y_freeze(landscape, noise, delta_s, calibration).domain,
    )
}

/// How finely and how widely around y_b the criterion is scanned for a change of sign.
const SCAN_POINTS: u32 = 600;
const SCAN_DECADES: f64 = 6.0;

/// ln of A34's left side over its right: above 0 the walkers still follow the steady state.
fn hopping_excess(landscape: &Landscape, y: f64, delta_s: f64, epsilon: f64) -> f64 {
    let noise = NoiseLaw::Hessian;
    let Some(ln_time) = ln_escape_time(landscape, noise, Valley::Sharp, y, delta_s).value else {
        return f64::INFINITY;
    };
    // R/(1 + R) with R = k⁺/k⁻ is the share of the sharp valley; dR/dt = R · dln R/dy · dy/dt.
    let ln_ratio = ln_rate_ratio(landscape, y, delta_s);
    let ln_sharp = ln_ratio - ln_ratio.exp().ln_1p();
    let change = -ln_rate_ratio_slope(landscape, y, delta_s) * landscape.drift(y);
    if change > 0.0 { -ln_time - epsilon.ln() - ln_sharp - change.ln() } else { f64::INFINITY }
}

/// The height at which a function that is above 0 at `below` and not at `above` changes sign.
fn bisect(function: impl Fn(f64) -> f64, mut below: f64, mut above: f64) -> f64 {
    for _ in 0..80 {
        let middle = 0.5 * (below + above);
        if function(middle) > 0.0 {
            below = middle;
        } else {
            above = middle;
        }
    }
    0.5 * (below + above)
}

/// ln(√Δ_S/(εΦ)).
fn ln_noise_over_scale(delta_s: f64, epsilon_phi: f64) -> f64 {
    0.5 * delta_s.ln() - epsilon_phi.ln()
}

fn phi_formula(landscape: &Landscape) -> f64 {
    let squares = (landscape.x1 - landscape.x2) * (landscape.x1 + landscape.x2);
    let drift = landscape.l_d / landscape.y_d + 8.0 * landscape.depth() / (27.0 * landscape.y_f);
    2.0 * squares / (27.0 * landscape.y_b) * drift
}

/// What everything in this file needs: the Hessian law, noise, γ > 1 and a positive scale (εΦ or ε).
fn freezing_domain(landscape: &Landscape, noise: NoiseLaw, delta_s: f64, scale: f64) -> Domain {
    hessian_law_only(noise, Formula::Freezing)
        .and(|| some_noise(noise, delta_s))
        .and(|| flat_side_flatter(landscape))
        .and(|| Domain::when(scale > 0.0, || Why::ScaleNotPositive { scale }))
}

fn flat_side_flatter(landscape: &Landscape) -> Domain {
    let gamma = landscape.gamma();
    Domain::when(gamma > 1.0, || Why::NotFlatter { gamma })
}
