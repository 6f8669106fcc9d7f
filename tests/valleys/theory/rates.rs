//! Times and rates from floor to floor: against the double integrals as they are printed, their limits, their clock.

use frostline::valleys::theory::{
    chance_across, density_and_last_hops, fading_time, passage_rate, passage_time, ridge_time,
};

use super::*;

/// (1/D) e^{…} integrated as A23 and A24 have it, by the midpoint rule along x: from the floor of a valley to an end,
/// inner integrals from far behind the floor on. D and the loss are those of the place.
fn by_quadrature(
    landscape: &Landscape,
    noise: NoiseLaw,
    from: Valley,
    y: f64,
    delta_s: f64,
    end: f64,
) -> f64 {
    const PARTS: u32 = 200_000;
    let sign = from.sign();
    // Towards the other valley, from a place that far behind the floor nobody comes to.
    let floor = landscape.floor(from, y);
    let start = floor * (1.0 + 6.0 / barrier_root(landscape, noise, from, y, delta_s));
    let h = (end - start) / f64::from(PARTS);
    let (mut inner, mut time) = (0.0, 0.0);
    for part in 0..PARTS {
        let x = start + h * (f64::from(part) + 0.5);
        let diffusion = noise.diffusion(landscape, Valley::of(x), y, delta_s);
        let exponent = (landscape.value(x, y) - landscape.baseline(y)) / diffusion;
        let stay = (-exponent).exp() / diffusion * h.abs();
        inner += stay;
        if sign * x < sign * floor {
            time += exponent.exp() * (inner - 0.5 * stay) * h.abs();
        }
    }
    time
}

const LAWS: [NoiseLaw; 4] =
    [HESSIAN, NoiseLaw::HessianSquared, NoiseLaw::Uniform, NoiseLaw::Power { alpha: 1.6 }];

#[test]
fn the_times_are_the_integrals_of_a23_and_a24() {
    for (gamma, y_b) in [(1.514_8, 30.0), (0.8, 12.0), (3.0, 60.0)] {
        let landscape = Landscape { y_b, ..Landscape::default() }.with_gamma(gamma);
        for (noise, y, delta_s) in
            LAWS.into_iter().flat_map(|noise| [(noise, 0.2 * y_b, 4e-3), (noise, 0.1 * y_b, 1e-3)])
        {
            for valley in Valley::BOTH {
                let other = if valley == Valley::Flat { Valley::Sharp } else { Valley::Flat };
                let to = |end| by_quadrature(&landscape, noise, valley, y, delta_s, end);
                let (ridge, whole) = (to(0.0), to(landscape.floor(other, y)));
                let ours = [ridge_time, passage_time]
                    .map(|time| value(&time(&landscape, noise, valley, y, delta_s)));
                let off = [ours[0] / ridge - 1.0, ours[1] / whole - 1.0];
                assert!(off.iter().all(|off| off.abs() < 2e-4), "{noise:?} {valley:?} γ = {gamma}: {off:?}");
            }
        }
    }
}

#[test]
fn a28_is_near_the_time_to_the_ridge_where_kramers_forms_hold() {
    let landscape = Landscape::default();
    let edge = value(&kramers_from(&landscape, HESSIAN, 1e-3));
    let excess = |valley, y| {
        let [a28, exact] =
            [escape_time, ridge_time].map(|time| value(&time(&landscape, HESSIAN, valley, y, 1e-3)));
        a28 / exact - 1.0
    };
    let at_edge = [excess(Valley::Sharp, edge), excess(Valley::Flat, edge)];
    println!("A28 at the edge of its domain: {at_edge:+.4?}");
    assert!((0.06..0.07).contains(&at_edge[0]) && (0.015..0.025).contains(&at_edge[1]), "{at_edge:?}");
    let farther: Vec<f64> = (1..12).map(|y| excess(Valley::Sharp, f64::from(y))).collect();
    assert!(farther.is_sorted_by(|a, b| a >= b) && farther[10] < 1e-5, "{farther:?}");
}

/// "About half of the time it falls back": the ridge factor, and what it makes of high barriers.
#[test]
fn from_the_ridge_walkers_fall_as_x1_to_x2() {
    let landscape = Landscape::default();
    let Landscape { x1, x2, .. } = landscape;
    let chance = |valley, y| value(&chance_across(&landscape, HESSIAN, valley, y, 1e-3));
    for (valley, limit) in [(Valley::Sharp, x1 / (x1 + x2)), (Valley::Flat, x2 / (x1 + x2))] {
        assert!((chance(valley, 20.0) - limit).abs() < 2e-3, "{}", chance(valley, 20.0));
        assert!((chance(valley, 2.0) - 0.5).abs() < 0.02);
        let of = |time: fn(&Landscape, NoiseLaw, Valley, f64, f64) -> Prediction| {
            value(&time(&landscape, HESSIAN, valley, 12.0, 1e-3))
        };
        assert!((of(passage_time) * chance(valley, 12.0) / of(ridge_time) - 1.0).abs() < 1e-4);
    }
    assert!((chance(Valley::Sharp, 3.0) + chance(Valley::Flat, 3.0) - 1.0).abs() < 1e-12);
}

#[test]
fn passages_balance_in_the_exact_share() {
    let landscape = Landscape::default();
    for noise in LAWS {
        let y = 3.0 * value(&kramers_from(&landscape, noise, 1e-3));
        let [flat, sharp] =
            Valley::BOTH.map(|valley| value(&passage_rate(&landscape, noise, valley, y, 1e-3)));
        let exact = value(&p_steady(&landscape, noise, y, 1e-3));
        assert!(
            (sharp / (flat + sharp) - exact).abs() < 1e-4,
            "{noise:?}: {} {exact}",
            sharp / (flat + sharp)
        );
    }
}

/// "About where the two cross hopping ends", without a fit.
#[test]
fn hopping_ends_about_where_passages_take_longer_than_their_rate_takes_to_fall() {
    let landscape = Landscape::default();
    let ratios: Vec<f64> = FREEZING
        .par_iter()
        .map(|&(delta_s, ..)| {
            let of = |time: fn(&Landscape, NoiseLaw, Valley, f64, f64) -> Prediction, y| {
                value(&time(&landscape, HESSIAN, Valley::Flat, y, delta_s))
            };
            let crossing = (1..4_000)
                .map(|i| 0.005 * f64::from(i))
                .find(|&y| of(passage_time, y) > of(fading_time, y))
                .expect("they cross");
            let scenario = Scenario { sigma: Schedule::Constant(100.0 * delta_s), ..Scenario::default() };
            let go_on = &mut |_| ControlFlow::Continue(());
            let (_, law) =
                density_and_last_hops(&scenario, &[], Patience::ENDLESS, go_on).expect("not broken off");
            crossing / law.expect("a law").all.y
        })
        .collect();
    println!("where they cross over the mean last hop: {ratios:.3?}");
    assert!(ratios.iter().all(|ratio| (0.85..0.95).contains(ratio)), "{ratios:?}");
}
