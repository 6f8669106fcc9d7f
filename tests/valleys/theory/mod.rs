//! The theory against the published numbers, against itself, and at the ends of its domain.

mod densities;
mod everywhere;
mod flags;
mod freezing;
mod kramers;
mod langevins;
mod last_hops;
mod potentials;
mod rates;
mod readings;
mod tables;
mod two_states;

use std::ops::ControlFlow;

use frostline::settings::{Adjustable, Piece, Schedule, Shape};
use frostline::valleys::model::{Landscape, NoiseLaw, Parameter, Preset, Scenario, Valley};
use frostline::valleys::theory::{
    Calibration, DensityTrace, Formula, Patience, Prediction, Why, barrier_root, density, drift_time,
    effective_loss, effective_temperature, escape_rate, escape_rate_large_barrier, escape_time, even_steps,
    freezing_criterion, ito_potential, kramers_domain, kramers_from, ln_escape_time, p_boltzmann,
    p_equilibrium, p_ito, p_ss, p_ss_approximate, p_steady, p_steady_at, p_transient, p_transient_closed,
    phi, relaxation_time, sgd_correction, two_state, y_freeze, y_freeze_solved,
};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use rand_distr::StandardNormal;
use rayon::prelude::*;

const HESSIAN: NoiseLaw = NoiseLaw::Hessian;

/// Held y: y, Δ_S, Eq. 9 with erfi, Eq. 9 approximate, P_ito (four digits).
#[allow(clippy::approx_constant, reason = "0.7071 is a computed share")]
const HELD: [(f64, f64, f64, f64, f64); 5] = [
    (2.0, 1e-3, 0.6914, 0.6530, 0.7081),
    (3.0, 1e-3, 0.7535, 0.7515, 0.7916),
    (4.0, 1e-3, 0.8383, 0.8472, 0.8729),
    (5.0, 4e-3, 0.7071, 0.6819, 0.7326),
    (10.0, 4e-3, 0.8622, 0.8707, 0.8927),
];
const FOUR_DIGITS: f64 = 0.5e-4 + 1e-9;

/// Freezing: Δ_S = 1e-4 · 40^(k/5), Eq. 11 with εΦ of the figure, Eq. 11 with Φ as printed, Eq. 10 = Eq. 12.
const FREEZING: [(f64, f64, f64, f64); 6] = [
    (1.00e-4, 1.219, 2.359, 0.866),
    (2.091_279e-4, 1.901, 3.600, 0.886),
    (4.373_448e-4, 2.986, 5.603, 0.904),
    (9.146_101e-4, 4.757, 9.015, 0.919),
    (1.912_705e-3, 7.792, 15.394, 0.932),
    (4.00e-3, 13.456, 29.699, 0.944),
];

/// Cells of Fig. 3c as the authors stored them: η, σ, P_flat of 2000 walkers after 20,000 steps.
const PUBLISHED: [(f64, f64, f64); 30] = [
    (0.01, 0.01, 0.5000),
    (0.01, 0.035_938_137, 0.5095),
    (0.01, 0.077_426_368, 0.7065),
    (0.012_915_496_65, 0.012_915_497, 0.5015),
    (0.012_915_496_65, 0.046_415_888, 0.5490),
    (0.016_681_005_37, 0.016_681_005, 0.5020),
    (0.016_681_005_37, 0.021_544_347, 0.4995),
    (0.016_681_005_37, 0.035_938_137, 0.5670),
    (0.016_681_005_37, 0.046_415_888, 0.6960),
    (0.016_681_005_37, 0.077_426_368, 0.9495),
    (0.021_544_346_9, 0.01, 0.5005),
    (0.021_544_346_9, 0.012_915_497, 0.5010),
    (0.027_825_594_02, 0.059_948_425, 0.9645),
    (0.027_825_594_02, 0.077_426_368, 0.9650),
    (0.035_938_136_64, 0.01, 0.5025),
    (0.035_938_136_64, 0.021_544_347, 0.7195),
    (0.046_415_888_34, 0.01, 0.5105),
    (0.046_415_888_34, 0.027_825_594, 0.9645),
    (0.046_415_888_34, 0.046_415_888, 0.9760),
    (0.046_415_888_34, 0.059_948_425, 0.9725),
    (0.046_415_888_34, 0.077_426_368, 0.9750),
    (0.046_415_888_34, 0.1, 0.9790),
    (0.059_948_425_03, 0.012_915_497, 0.8060),
    (0.059_948_425_03, 0.027_825_594, 0.9735),
    (0.059_948_425_03, 0.035_938_137, 0.9760),
    (0.059_948_425_03, 0.046_415_888, 0.9730),
    (0.059_948_425_03, 0.059_948_425, 0.9825),
    (0.077_426_368_27, 0.1, 0.9795),
    (0.1, 0.01, 0.9765),
    (0.1, 0.059_948_425, 0.9890),
];

fn value(prediction: &Prediction) -> f64 {
    prediction.value.expect("a value")
}

fn undisturbed(scenario: &Scenario, at: &[u32]) -> DensityTrace {
    density(scenario, at, Patience::ENDLESS, &mut |_| ControlFlow::Continue(())).expect("not broken off")
}

fn final_share(scenario: &Scenario) -> f64 {
    undisturbed(scenario, &[scenario.steps]).trace.last().expect("a last point").p_flat
}
