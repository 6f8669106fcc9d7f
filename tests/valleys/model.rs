//! The landscape's derivatives against finite differences of the landscape itself.

use frostline::valleys::model::{Landscape, Valley};
use proptest::prelude::*;

/// Parameters around the paper's, each up to a factor of three away.
fn landscapes() -> impl Strategy<Value = Landscape> {
    let factor = || -1.0..1.0_f64;
    [factor(), factor(), factor(), factor(), factor(), factor(), factor(), factor()].prop_map(|exponents| {
        let [x1, x2, x0, f0, y_b, y_f, l_d, y_d] = exponents.map(|exponent| 3_f64.powf(exponent));
        let paper = Landscape::default();
        Landscape {
            x1: x1 * paper.x1,
            x2: x2 * paper.x2,
            x0: x0 * paper.x0,
            f0: f0 * paper.f0,
            y_b: y_b * paper.y_b,
            y_f: y_f * paper.y_f,
            l_d: l_d * paper.l_d,
            y_d: y_d * paper.y_d,
        }
    })
}

/// Points on both sides of the ridge, clear of the kink at x = 0.
fn points() -> impl Strategy<Value = (f64, f64)> {
    (0.02..1.5_f64, any::<bool>(), 0.1..100.0_f64).prop_map(|(u, flat, y)| (if flat { u } else { -u }, y))
}

/// The fourth-order central difference: its error is far below 1e-7 for steps of 1e-2 of a scale.
fn slope(function: impl Fn(f64) -> f64, at: f64, step: f64) -> f64 {
    (8.0 * (function(at + step) - function(at - step)) - function(at + 2.0 * step)
        + function(at - 2.0 * step))
        / (12.0 * step)
}

/// Steps of the differences along x and y: small against the distance to the kink and against every scale of y.
const STEPS: (f64, f64) = (2e-3, 5e-3);

fn close(exact: f64, difference: f64, scale: f64) -> bool {
    (exact - difference).abs() <= 1e-7 * scale.max(1.0)
}

proptest! {
    #[test]
    fn gradient_is_the_slope_of_the_value(landscape in landscapes(), (x, y) in points()) {
        let gradient = landscape.gradient(x, y);
        let dx = slope(|x| landscape.value(x, y), x, STEPS.0);
        let dy = slope(|y| landscape.value(x, y), y, STEPS.1);
        prop_assert!(close(gradient.x, dx, gradient.norm()), "{} against {dx}", gradient.x);
        prop_assert!(close(gradient.y, dy, gradient.norm()), "{} against {dy}", gradient.y);
    }

    #[test]
    fn hessian_is_the_slope_of_the_gradient(landscape in landscapes(), (x, y) in points()) {
        let hessian = landscape.hessian(x, y);
        let scale = hessian.norm();
        let along_x = [0, 1].map(|row| slope(|x| landscape.gradient(x, y)[row], x, STEPS.0));
        let along_y = [0, 1].map(|row| slope(|y| landscape.gradient(x, y)[row], y, STEPS.1));
        for row in 0..2 {
            prop_assert!(close(hessian[(row, 0)], along_x[row], scale), "{hessian} against {along_x:?}");
            prop_assert!(close(hessian[(row, 1)], along_y[row], scale), "{hessian} against {along_y:?}");
        }
    }

    #[test]
    fn floors_are_flat_and_equally_deep(landscape in landscapes(), y in 0.1..100.0_f64) {
        for valley in Valley::BOTH {
            let floor = landscape.floor(valley, y);
            prop_assert!(landscape.gradient(floor, y).x.abs() < 1e-12 * landscape.hessian(floor, y)[(0, 0)]);
            let depth = landscape.baseline(y) - landscape.value(floor, y);
            prop_assert!((depth - landscape.barrier(y)).abs() < 1e-13 * landscape.baseline(y));
            // A12 is the descent along the floor.
            prop_assert!((landscape.drift(y) + landscape.gradient(floor, y).y).abs() < 1e-12);
        }
    }
}
