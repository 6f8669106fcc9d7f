//! Which predictions are switched on.

use crate::app::desk::scene::Scene;
use crate::valleys::figures::Theory;
use crate::valleys::view::Predictions;

/// The switch of a theory.
pub(super) fn switch(theory: Theory, predictions: &mut Predictions) -> &mut bool {
    match theory {
        Theory::Equilibrium => &mut predictions.equilibrium,
        Theory::Eq9 => &mut predictions.eq9,
        Theory::Eq9Approximate => &mut predictions.eq9_approximate,
        Theory::Ito => &mut predictions.ito,
        Theory::AtEta => &mut predictions.at_eta,
        Theory::Stratonovich => &mut predictions.stratonovich,
        Theory::AntiIto => &mut predictions.anti_ito,
        Theory::Boltzmann => &mut predictions.boltzmann,
        Theory::TwoState => &mut predictions.two_state,
        Theory::Density => &mut predictions.density,
        Theory::FromSteep => &mut predictions.from_steep,
        Theory::FromFlat => &mut predictions.from_flat,
    }
}

/// Whether a theory's curve is drawn: none is while a student is to predict first.
pub(super) fn is_shown(theory: Theory, scene: &Scene<'_>) -> bool {
    !scene.withheld.curves && is_on(theory, &scene.view.predictions)
}

pub(super) fn is_on(theory: Theory, predictions: &Predictions) -> bool {
    *switch(theory, &mut predictions.clone())
}
