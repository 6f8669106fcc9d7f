//! What the closed forms say of a run, each held against the best that is known of the run at once.
//!
//! A derivation says where it may be used, not how good it is there: Eq. 9 is off by √γ in its odds at every height,
//! and Eqs. 10 to 12 hang on the fitted εΦ. So a value counts as valid where its derivation holds and it also comes
//! near to what needs no fit: at a held y the share at this step ([`p_steady_at`]), else two states ([`two_state`],
//! [`two_state_last_hops`]).

use super::at_once::two_state_last_hops;
use super::freezing::{Calibration, p_transient, p_transient_closed, y_freeze, y_freeze_solved};
use super::p_flat::{p_boltzmann, p_equilibrium, p_ito, p_ss, p_ss_approximate, p_steady_at};
use super::two_state::two_state;
use super::validity::{Domain, Prediction};
use super::why::Why;
use crate::valleys::model::Scenario;

/// What is said of one run at once.
#[derive(Clone, Copy, Debug)]
pub struct AtAGlance {
    /// A32, for noise that is equal in both valleys,
    pub equilibrium: Prediction,
    /// and the exact share for it.
    pub boltzmann: Prediction,
    pub eq9: Prediction,
    pub eq9_approximate: Prediction,
    pub ito: Prediction,
    /// Eq. 11, and its criterion A34 solved.
    pub y_freeze_eq11: Prediction,
    pub y_freeze_a34: Prediction,
    pub p_flat_eq10: Prediction,
    pub p_flat_eq12: Prediction,
    pub p_flat_two_state: Prediction,
}

/// How far a share, and a height as a share of it, may be from the best that is known at once. That is itself off by
/// up to 0.03 and 4 %: what is valid is right within 0.05 and 10 %.
const SHARE: f64 = 0.02;
const HEIGHT: f64 = 0.06;

impl AtAGlance {
    pub fn of(scenario: &Scenario, calibration: &Calibration) -> Self {
        let Scenario { landscape, noise, hold_y, steps, .. } = scenario;
        let (noise, delta_s) = (*noise, scenario.delta_s(0));
        let constant = scenario.eta.is_constant() && scenario.sigma.is_constant();
        let two_state = two_state(scenario, &[*steps]).end();
        let share = match hold_y {
            Some(y) if constant => p_steady_at(landscape, noise, *y, delta_s, scenario.eta.at(0)),
            _ => two_state,
        };
        let near = |said: Prediction| judged(said, share, SHARE);
        // Eqs. 9 ff. are of one y and one Δ_S; Eqs. 10 to 12 of a free y and one Δ_S.
        let held = |formula: &dyn Fn(f64) -> Prediction| match hold_y {
            Some(_) if !constant => Prediction::absent(Why::NotConstant),
            Some(y) => near(formula(*y)),
            None => Prediction::absent(Why::NotHeld),
        };
        let free = |formula: &dyn Fn() -> Prediction| match hold_y {
            Some(_) => Prediction::absent(Why::Held),
            None if !constant => Prediction::absent(Why::NotConstant),
            None => formula(),
        };
        let height = last_hop(scenario);
        let near_height = |said: Prediction| judged(said, height, HEIGHT * height.value.unwrap_or(0.0));
        let eq11 = free(&|| y_freeze(landscape, noise, delta_s, calibration));
        Self {
            equilibrium: near(p_equilibrium(landscape, noise)),
            boltzmann: near(p_boltzmann(landscape, noise)),
            eq9: held(&|y| p_ss(landscape, noise, y, delta_s)),
            eq9_approximate: held(&|y| p_ss_approximate(landscape, noise, y, delta_s)),
            ito: held(&|y| p_ito(landscape, noise, y, delta_s)),
            y_freeze_eq11: near_height(eq11),
            y_freeze_a34: near_height(free(&|| {
                y_freeze_solved(landscape, noise, delta_s, calibration.epsilon())
            })),
            p_flat_eq10: near(p_transient(landscape, noise, delta_s, &eq11)),
            p_flat_eq12: near(free(&|| p_transient_closed(landscape, noise, delta_s, calibration))),
            p_flat_two_state: two_state,
        }
    }
}

/// The mean height of the last hop of walkers that hop, as two states have it.
fn last_hop(scenario: &Scenario) -> Prediction {
    match two_state_last_hops(scenario) {
        Ok(law) => law
            .hopped
            .map_or(Prediction::absent(Why::NoHops), |hopped| Prediction::new(hopped.y, Domain::Valid)),
        Err(why) => Prediction::absent(why),
    }
}

/// What a formula says, valid if it also comes near to what is expected, and that is known.
fn judged(said: Prediction, expected: Prediction, most: f64) -> Prediction {
    let Some(value) = said.value else { return said };
    let near = || match expected.value {
        Some(expected) => Domain::when((value - expected).abs() <= most, || Why::Misses { expected }),
        None => expected.domain,
    };
    Prediction { domain: said.domain.and(|| expected.domain).and(near), ..said }
}
