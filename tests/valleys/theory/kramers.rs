//! Rates, their balance, limits and domain.

use super::*;

#[test]
fn rates_balance_in_eq9() {
    let landscape = Landscape::default();
    for (y, delta_s, ..) in HELD {
        let [out, back] =
            Valley::BOTH.map(|valley| value(&escape_rate(&landscape, HESSIAN, valley, y, delta_s)));
        assert!((back / (out + back) - value(&p_ss(&landscape, HESSIAN, y, delta_s))).abs() < 1e-13);
        let time = value(&escape_time(&landscape, HESSIAN, Valley::Flat, y, delta_s));
        assert!((time * out - 1.0).abs() < 1e-13);
    }
}

#[test]
fn equal_noise_balances_in_a32_for_high_barriers() {
    let landscape = Landscape::default();
    let [out, back] =
        Valley::BOTH.map(|valley| value(&escape_rate(&landscape, NoiseLaw::Uniform, valley, 9.0, 1e-3)));
    let a32 = value(&p_equilibrium(&landscape, NoiseLaw::Uniform));
    assert!((back / (out + back) - a32).abs() < 1e-13);
}

#[test]
fn the_large_barrier_form_is_approached() {
    let landscape = Landscape::default();
    let error = |y| {
        let exact = value(&escape_rate(&landscape, HESSIAN, Valley::Sharp, y, 1e-3));
        value(&escape_rate_large_barrier(&landscape, HESSIAN, Valley::Sharp, y, 1e-3)) / exact - 1.0
    };
    for y in [10.0, 20.0, 30.0] {
        // erfi(z) = e^{z²}/(√π z) (1 + 1/(2z²) + …).
        let z = barrier_root(&landscape, HESSIAN, Valley::Sharp, y, 1e-3);
        assert!((error(y) - 0.5 / (z * z)).abs() < 1.5 / z.powi(4), "at {y}: {}", error(y));
    }
}

#[test]
fn the_domain_begins_where_it_says() {
    let landscape = Landscape::default();
    for noise in [NoiseLaw::Hessian, NoiseLaw::HessianSquared, NoiseLaw::Uniform] {
        let from = value(&kramers_from(&landscape, noise, 1e-3));
        assert!(kramers_domain(&landscape, noise, 1.000_001 * from, 1e-3).is_valid());
        assert!(!kramers_domain(&landscape, noise, 0.999_999 * from, 1e-3).is_valid());
    }
    let reach = 0.65 * 5.0 / 35.0_f64;
    let edge = reach * reach / 6.0;
    assert!(kramers_domain(&landscape, HESSIAN, 5.0, 0.999 * edge).is_valid());
    let outside = kramers_domain(&landscape, HESSIAN, 5.0, 1.001 * edge);
    assert!(outside.why().is_some_and(|why| matches!(why, Why::LowBarrier { .. })));
    assert_eq!(kramers_from(&landscape, HESSIAN, 0.1).value, None);
}

#[test]
fn without_noise_or_barrier_there_is_no_rate() {
    let landscape = Landscape::default();
    let cases = [(HESSIAN, 0.0, 1e-3), (HESSIAN, 5.0, 0.0), (NoiseLaw::None, 5.0, 1e-3)];
    for (noise, y, delta_s) in cases {
        let rate = escape_rate(&landscape, noise, Valley::Flat, y, delta_s);
        assert_eq!(rate.value, None);
        assert!(rate.why().is_some());
    }
    // A time beyond every number is absent, its logarithm is not.
    assert_eq!(escape_time(&landscape, HESSIAN, Valley::Flat, 100.0, 1e-5).value, None);
    assert!(ln_escape_time(&landscape, HESSIAN, Valley::Flat, 100.0, 1e-5).valid().is_some());
    assert_eq!(escape_rate(&landscape, HESSIAN, Valley::Flat, 100.0, 1e-5).valid(), Some(0.0));
}
