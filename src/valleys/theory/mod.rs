//! The paper's theory, and the exact one of the update beside it: pure, no input or output.
//!
//! Every formula says where it holds: it gives a [`Prediction`], a value (or none) with its [`Domain`].
//!
//! | equation | function |
//! |---|---|
//! | Eq. 7, Eq. 8, T_eff (A19) | [`effective_loss`], [`sgd_correction`], [`effective_temperature`] |
//! | exact potential of the Itô update | [`ito_potential`] |
//! | A28, A29 | [`escape_time`], [`escape_rate`], [`ln_escape_time`], [`escape_rate_large_barrier`] |
//! | A23, A24 as they stand, and the ridge factor | [`ridge_time`], [`chance_across`] |
//! | both in one, from floor to floor | [`passage_time`], [`passage_rate`] |
//! | changes of sign, as steps of η make them | [`hop_rate`] |
//! | A11, A12, and the clock of the rates | [`relaxation_time`], [`drift_time`], [`fading_time`] |
//! | A25 | [`kramers_domain`], [`kramers_from`] |
//! | Eq. 9 (A31), its right-hand side, A32 | [`p_ss`], [`p_ss_approximate`], [`p_equilibrium`] |
//! | exact quasi-steady share: any law, Hessian, uniform | [`p_steady`], [`p_ito`], [`p_boltzmann`] |
//! | the same as noise is read (a = 0, ½, 1), and for steps of η | [`p_steady_read`], [`p_steady_at`], [`widening`] |
//! | Φ (A37), εΦ and its fit | [`phi`], [`Calibration`] |
//! | Eq. 11 (A40), A34 and A34 solved | [`y_freeze`], [`freezing_criterion`], [`y_freeze_solved`] |
//! | Eq. 10 (A33), Eq. 12 (A41) | [`p_transient`], [`p_transient_closed`] |
//! | the law of the last hop, and nearly so at once | [`density_and_last_hops`], [`two_state_last_hops`] |
//! | the frost line, its mean, and over the strength of the noise | [`Frost`], [`FrostAcross`] |
//! | all that is said of a run at once, held against what needs no fit | [`AtAGlance`] |
//! | where plain descent is unstable, η > f_i | [`unstable_below`] |
//! | A30 along A12 | [`two_state`] |
//! | the discrete master equation of x | [`density`] |
//! | its limit η → 0 | [`langevin`] |
//!
//! Solvers that step through a run take no more work than their [`Patience`] lets them.
//!
//! Special functions are in [`special`].

mod at_a_glance;
mod at_once;
mod density;
mod doubts;
mod freezing;
mod frost;
mod kernel;
mod kramers;
mod langevin;
mod last_hop;
mod lattice;
mod mover;
mod p_flat;
mod passages;
mod patience;
mod potential;
mod rates;
mod settled;
mod sides;
pub mod special;
mod spread;
mod stability;
mod stretch;
mod tape;
mod transient;
mod two_state;
mod validity;
mod why;
mod x_density;

pub use at_a_glance::AtAGlance;
pub use at_once::{Correction, two_state_last_hops};
pub use density::{DensityTrace, density};
pub use freezing::{
    Calibration, freezing_criterion, p_transient, p_transient_closed, phi, y_freeze, y_freeze_solved,
};
pub use frost::{Frost, FrostAcross};
pub use kramers::{
    TEMPERATURES, barrier_root, drift_time, escape_rate, escape_rate_large_barrier, escape_time,
    kramers_domain, kramers_from, ln_escape_time, relaxation_time,
};
pub use langevin::langevin;
pub use last_hop::{Freezing, LastHopBin, LastHops, density_and_last_hops};
pub use p_flat::{
    Reading, p_boltzmann, p_equilibrium, p_ito, p_ss, p_ss_approximate, p_steady, p_steady_at, p_steady_read,
    widening,
};
pub use passages::hop_rate;
pub use patience::{Patience, swarm_time};
pub use potential::{effective_loss, effective_temperature, ito_potential, sgd_correction};
pub use rates::{chance_across, fading_time, passage_rate, passage_time, ridge_time};
pub use stability::{is_unstable, unstable_below};
pub use transient::{Trace, TracePoint, even_steps};
pub use two_state::two_state;
pub use validity::{Domain, Prediction};
pub use why::{Formula, Why};
pub use x_density::XDensity;
