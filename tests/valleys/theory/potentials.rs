//! Eqs. 7, 8 and the exact potential.

use super::*;

#[test]
fn effective_loss_is_loss_plus_correction_and_meets_the_baseline_at_the_ridge() {
    let landscape = Landscape::default();
    let root = landscape.gamma().sqrt();
    for (x, stretch) in [(0.3, root), (-0.4, 1.0 / root), (1.1, root)] {
        let l_eff = value(&effective_loss(&landscape, HESSIAN, x, 40.0));
        let l = landscape.value(x, 40.0);
        let eq7 = stretch * l + (1.0 - stretch) * landscape.baseline(40.0);
        assert!((l_eff - eq7).abs() < 1e-14);
        let l_sgd = value(&sgd_correction(&landscape, HESSIAN, x, 40.0));
        assert!((l + l_sgd - l_eff).abs() < 1e-14);
    }
    assert!(
        (value(&effective_loss(&landscape, HESSIAN, 0.0, 40.0)) - landscape.baseline(40.0)).abs() < 1e-14
    );
    assert!(value(&sgd_correction(&landscape, HESSIAN, 0.4, 40.0)) < 0.0);
    assert!(value(&sgd_correction(&landscape, HESSIAN, -0.3, 40.0)) > 0.0);
}

/// ∫ e^{−U/T} over a side, by Simpson's rule.
fn weight(landscape: &Landscape, noise: NoiseLaw, valley: Valley, y: f64, delta_s: f64) -> f64 {
    let [d1, d2] = Valley::BOTH.map(|side| noise.diffusion(landscape, side, y, delta_s));
    let temperature = (d1 * d2).sqrt();
    let (count, reach) = (4000, 2.0);
    let step = reach / f64::from(count);
    let density = |u: f64| {
        // From just beside the ridge, where the potential has a step.
        let x = valley.sign() * u.max(1e-12);
        let potential = value(&ito_potential(landscape, noise, x, y, delta_s));
        ((landscape.baseline(y) - potential) / temperature).exp()
    };
    (0..=count)
        .map(|i| {
            let factor = if i == 0 || i == count { 1.0 } else { f64::from(2 + 2 * (i % 2)) };
            factor * step / 3.0 * density(step * f64::from(i))
        })
        .sum()
}

#[test]
fn the_ito_potential_integrates_to_the_exact_share() {
    let landscape = Landscape::default();
    for noise in [NoiseLaw::Hessian, NoiseLaw::HessianSquared, NoiseLaw::Uniform] {
        for (y, delta_s) in [(2.0, 1e-3), (10.0, 4e-3), (5.0, 1e-2)] {
            let [flat, sharp] = Valley::BOTH.map(|valley| weight(&landscape, noise, valley, y, delta_s));
            let exact = value(&p_steady(&landscape, noise, y, delta_s));
            assert!((flat / (flat + sharp) - exact).abs() < 1e-7, "{noise:?} at {y}, {delta_s}");
        }
    }
}

#[test]
fn the_ito_potential_is_the_loss_itself_for_equal_noise() {
    let landscape = Landscape::default();
    for x in [-0.7, -0.1, 0.2, 0.9] {
        let potential = value(&ito_potential(&landscape, NoiseLaw::Uniform, x, 12.0, 2e-3));
        assert!((potential - landscape.value(x, 12.0)).abs() < 1e-13);
    }
}

#[test]
fn the_hessian_laws_potential_is_eq7_but_for_a_step_at_the_ridge() {
    let landscape = Landscape::default();
    let half_step = 0.5 * effective_temperature(&landscape, 8.0, 2e-3) * landscape.gamma().ln();
    for x in [-0.3, 0.4] {
        let difference = value(&ito_potential(&landscape, HESSIAN, x, 8.0, 2e-3))
            - value(&effective_loss(&landscape, HESSIAN, x, 8.0));
        assert!((difference + half_step * Valley::of(x).sign()).abs() < 1e-13);
    }
}
