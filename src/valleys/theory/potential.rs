//! The loss that the noise makes of the landscape: Eqs. 7 and 8, and the exact potential of the Itô update.

use super::kramers::{hessian_law_only, some_noise};
use super::validity::{Domain, Prediction};
use super::why::Formula;
use crate::valleys::model::{Landscape, NoiseLaw, Valley};

/// T_eff(y) = 2Δ_S/√(f1 f2) (A19), the geometric mean of the two valleys' D = Δ_S·2/f.
pub fn effective_temperature(landscape: &Landscape, y: f64, delta_s: f64) -> f64 {
    temperature(landscape, NoiseLaw::Hessian, y, delta_s)
}

/// L_eff±(x, y) = γ^{±1/2} L + (1 − γ^{±1/2}) L0 (Eq. 7): independent of Δ_S.
pub fn effective_loss(landscape: &Landscape, noise: NoiseLaw, x: f64, y: f64) -> Prediction {
    sgd_correction(landscape, noise, x, y).map(|correction| landscape.value(x, y) + correction)
}

/// L_SGD±(x, y) = (γ^{±1/2} − 1)(L − L0) (Eq. 8).
pub fn sgd_correction(landscape: &Landscape, noise: NoiseLaw, x: f64, y: f64) -> Prediction {
    let stretch = landscape.gamma().powf(0.5 * Valley::of(x).sign());
    let value = (stretch - 1.0) * (landscape.value(x, y) - landscape.baseline(y));
    Prediction::new(value, hessian_law_only(noise, Formula::Eqs7And8))
}

/// −T ln p of the exact quasi-steady density p ∝ (1/D±) e^{−L/D±}, with T = √(D₊D₋) (T_eff for the Hessian law).
///
/// The noise jumps at the ridge and p with it, so the potential has a step of T ln(D₋/D₊) there, which Eq. 7 (after
/// the matching condition A16) leaves out. It is normalised so that the two sides of the step average to L0; with equal
/// noise on both sides there is no step, and the potential is L itself.
pub fn ito_potential(landscape: &Landscape, noise: NoiseLaw, x: f64, y: f64, delta_s: f64) -> Prediction {
    match some_noise(noise, delta_s) {
        Domain::Valid => {}
        Domain::Outside(why) => return Prediction::absent(why),
    }
    let mean = temperature(landscape, noise, y, delta_s);
    let relative = noise.diffusion(landscape, Valley::of(x), y, delta_s) / mean;
    let baseline = landscape.baseline(y);
    let well = (landscape.value(x, y) - baseline) / relative;
    Prediction::new(baseline + well + mean * relative.ln(), Domain::Valid)
}

/// √(D₊D₋).
fn temperature(landscape: &Landscape, noise: NoiseLaw, y: f64, delta_s: f64) -> f64 {
    let [flat, sharp] = Valley::BOTH.map(|valley| noise.diffusion(landscape, valley, y, delta_s));
    flat.sqrt() * sharp.sqrt()
}
