//! Where plain gradient descent leaves a valley by itself: steps across it overshoot ever farther once η exceeds f_i,
//! because the curvature 2/f_i is then beyond 2/η. A selection of flat valleys with no noise at all, to be told from
//! freezing.

use super::validity::Prediction;
use super::why::Why;
use crate::valleys::model::{Landscape, Valley};

/// The height below which a valley is unstable at this learning rate: f_i(y) = η.
///
/// Both valleys flatten with y, towards (x_i/x0)² f0. Absent where η is above that (unstable everywhere) or the valley
/// is stable from y = 0 on.
pub fn unstable_below(landscape: &Landscape, valley: Valley, eta: f64) -> Prediction {
    let Landscape { y_b, y_f, .. } = *landscape;
    // f_i = f_i(∞) ((y + y_f)/(y + y_b))² = η.
    let at_infinity = landscape.f0 * (landscape.reach(valley) / landscape.x0).powi(2);
    let ratio = (eta / at_infinity).sqrt();
    let end = y_f / y_b;
    if ratio <= end.min(1.0) {
        return Prediction::absent(Why::StableEverywhere { eta });
    }
    if ratio >= end.max(1.0) {
        return Prediction::absent(Why::UnstableEverywhere { eta });
    }
    Prediction::new((ratio * y_b - y_f) / (1.0 - ratio), super::Domain::Valid)
}

/// Whether steps across a valley overshoot ever farther at this height.
pub fn is_unstable(landscape: &Landscape, valley: Valley, y: f64, eta: f64) -> bool {
    eta > landscape.flatness(valley, y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_where_flatness_equals_the_learning_rate() {
        let landscape = Landscape::default();
        for valley in Valley::BOTH {
            for eta in [0.2, 0.3, 0.4, 0.6] {
                if let Some(y) = unstable_below(&landscape, valley, eta).value {
                    assert!((landscape.flatness(valley, y) - eta).abs() < 1e-12, "{valley:?} {eta}");
                    assert!(is_unstable(&landscape, valley, 0.99 * y, eta));
                    assert!(!is_unstable(&landscape, valley, 1.01 * y, eta));
                }
            }
        }
        let why = |eta| unstable_below(&landscape, Valley::Sharp, eta).why();
        assert_eq!(why(0.18), Some(Why::StableEverywhere { eta: 0.18 }));
        assert_eq!(why(0.5), Some(Why::UnstableEverywhere { eta: 0.5 }));
    }
}
