//! Rates that are rates: from floor to floor, for every noise law, as η → 0.
//!
//! A28 is the time to the ridge, where a high barrier lets two integrals of A23 and A24 part; and of those who stand
//! on the ridge many fall back. Here both integrals stand as they are, in z = √(ΔL/D) and with no barrier assumed: the
//! time to the ridge is (√π/2) f ∫₀^z e^{s²}(1 + erf s) ds, and carried on as far as the other floor the same double
//! integral is the whole passage. Its scale function e^{(L − L(0))/D} is continuous at the ridge, in Itô's reading of
//! Eq. 6, so on the ridge a walker comes to a floor first with a chance in proportion to the integral of it over the
//! other side.

use std::f64::consts::{LN_2, PI};

use super::kramers::{barrier_root, kramers_domain, some_noise};
use super::special::{dawson, ln_erfi, ln_one_plus_erf, settling};
use super::validity::{Domain, Prediction};
use super::why::Why;
use crate::valleys::model::{Landscape, NoiseLaw, Valley};

/// Mean time from the floor of a valley to the ridge (A23, A24): A28 without its approximation.
pub fn ridge_time(
    landscape: &Landscape,
    noise: NoiseLaw,
    valley: Valley,
    y: f64,
    delta_s: f64,
) -> Prediction {
    with_passage(landscape, noise, valley, y, delta_s, |passage| passage.near.ln_ridge_time().exp())
}

/// The chance of a walker on the ridge to come to the floor of the other valley before it falls back to that of this
/// one: for the Hessian law and a high barrier x₁/(x₁ + x₂) from the steep and x₂/(x₁ + x₂) from the flat valley.
pub fn chance_across(
    landscape: &Landscape,
    noise: NoiseLaw,
    valley: Valley,
    y: f64,
    delta_s: f64,
) -> Prediction {
    with_passage(landscape, noise, valley, y, delta_s, |passage| {
        passage.near.resistance() / (passage.near.resistance() + passage.far.resistance())
    })
}

/// Mean time from the floor of a valley to that of the other: A23 and A24 carried on from the ridge. At high barriers
/// it is [`ridge_time`] over [`chance_across`].
pub fn passage_time(
    landscape: &Landscape,
    noise: NoiseLaw,
    valley: Valley,
    y: f64,
    delta_s: f64,
) -> Prediction {
    with_passage(landscape, noise, valley, y, delta_s, |passage| passage.ln_time().exp())
}

/// The rate at which walkers of a valley pass into the other, 1/[`passage_time`]. It is one number for all of them
/// where they forget between two visits to the ridge which was the last: where the barrier is high.
pub fn passage_rate(
    landscape: &Landscape,
    noise: NoiseLaw,
    valley: Valley,
    y: f64,
    delta_s: f64,
) -> Prediction {
    let rate = with_passage(landscape, noise, valley, y, delta_s, |passage| (-passage.ln_time()).exp());
    Prediction { domain: rate.domain.and(|| kramers_domain(landscape, noise, y, delta_s)), ..rate }
}

/// 1/|d ln k/dt|, the time in which the climb (A12) changes the rate of passage out of a valley by e. Hopping ends
/// about where passages take longer than that; τ_y, the time to climb by 1, depends on the unit of y.
pub fn fading_time(
    landscape: &Landscape,
    noise: NoiseLaw,
    valley: Valley,
    y: f64,
    delta_s: f64,
) -> Prediction {
    let climb = landscape.drift(y);
    if climb == 0.0 {
        return Prediction::absent(Why::NoDrift { y });
    }
    let apart = DISTANCE * y;
    let fading = with_passage(landscape, noise, valley, y, delta_s, |_| {
        let ln_time = |y| Passage::at(landscape, noise, valley, y, delta_s).ln_time();
        let slope = (ln_time(y + apart) - ln_time(y - apart)) / (2.0 * apart);
        1.0 / (slope * climb).abs()
    });
    Prediction { domain: fading.domain.and(|| kramers_domain(landscape, noise, y, delta_s)), ..fading }
}

/// For a slope by differences, as a share of y.
const DISTANCE: f64 = 1e-4;

/// A valley at one height, in what the integrals need of it.
struct WaySide {
    f: f64,
    diffusion: f64,
    z: f64,
}

impl WaySide {
    /// ∫ e^{(L − L(0))/D} dx from ridge to floor.
    fn resistance(&self) -> f64 {
        self.width() * dawson(self.z)
    }

    /// ln of (1/D) ∫ e^{−(L − L(0))/D} dx over the side: how long walkers stay for each that comes to the ridge.
    fn ln_stay(&self) -> f64 {
        (0.5 * PI.sqrt() * self.width() / self.diffusion).ln() + self.z * self.z + ln_one_plus_erf(self.z)
    }

    /// With 1 + erf s = 2 − erfc s: A28 and what it counts too much.
    fn ln_ridge_time(&self) -> f64 {
        let ln_of_a28 = LN_2 + self.ln_erfi_integral();
        self.ln_relaxation() + ln_of_a28 + (-settling(self.z) * (-ln_of_a28).exp()).ln_1p()
    }

    /// ln of the time from the ridge to the floor that a walker takes which never leaves this side: (√π/2) f ∫₀^z
    /// e^{s²}(erf z − erf s) ds.
    fn ln_descent(&self) -> f64 {
        let beyond = (ln_one_plus_erf(-self.z) + self.ln_erfi_integral()).exp();
        self.ln_relaxation() + (settling(self.z) - beyond).ln()
    }

    /// ln ∫₀^z e^{s²} ds.
    fn ln_erfi_integral(&self) -> f64 {
        (0.5 * PI.sqrt()).ln() + ln_erfi(self.z)
    }

    fn ln_relaxation(&self) -> f64 {
        (0.5 * PI.sqrt() * self.f).ln()
    }

    fn width(&self) -> f64 {
        (self.f * self.diffusion).sqrt()
    }
}

/// The way out of one valley into the other.
struct Passage {
    near: WaySide,
    far: WaySide,
}

impl Passage {
    fn at(landscape: &Landscape, noise: NoiseLaw, valley: Valley, y: f64, delta_s: f64) -> Self {
        let side = |valley| WaySide {
            f: landscape.flatness(valley, y),
            diffusion: noise.diffusion(landscape, valley, y, delta_s),
            z: barrier_root(landscape, noise, valley, y, delta_s),
        };
        let other = if valley == Valley::Flat { Valley::Sharp } else { Valley::Flat };
        Self { near: side(valley), far: side(other) }
    }

    /// To the ridge, back to the near side for each fall from it, and down on the far side: three terms above 0, of
    /// which the first two grow with e^{z²}.
    fn ln_time(&self) -> f64 {
        let terms = [
            self.near.ln_ridge_time(),
            self.far.resistance().ln() + self.near.ln_stay(),
            self.far.ln_descent(),
        ];
        let largest = terms.into_iter().fold(f64::NEG_INFINITY, f64::max);
        largest + terms.map(|term| (term - largest).exp()).iter().sum::<f64>().ln()
    }
}

/// A number of the way out of a valley; absent without a barrier or without noise.
fn with_passage(
    landscape: &Landscape,
    noise: NoiseLaw,
    valley: Valley,
    y: f64,
    delta_s: f64,
    formula: impl FnOnce(&Passage) -> f64,
) -> Prediction {
    if let Domain::Outside(why) = some_noise(noise, delta_s) {
        return Prediction::absent(why);
    }
    if y <= 0.0 {
        return Prediction::absent(Why::NoBarrier { y });
    }
    Prediction::new(formula(&Passage::at(landscape, noise, valley, y, delta_s)), Domain::Valid)
}
