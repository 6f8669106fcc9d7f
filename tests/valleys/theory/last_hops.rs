//! The law of the last hop against swarms, and what it says at once against what it says.

use frostline::valleys::experiments::run::Follow;
use frostline::valleys::theory::{Correction, LastHops, density_and_last_hops, two_state_last_hops};

use super::*;

fn law(scenario: &Scenario) -> Result<LastHops, Why> {
    let go_on = &mut |_| ControlFlow::Continue(());
    density_and_last_hops(scenario, &[], Patience::ENDLESS, go_on).expect("not broken off").1
}

/// Scenarios in which enough walkers hop, and few at the end: γ, y_b, law, Δ_S, schedules, start and length at random.
fn scenarios(seed: u64, count: usize) -> Vec<(Scenario, LastHops)> {
    let mut random = StdRng::seed_from_u64(seed);
    let mut found = Vec::new();
    while found.len() < count {
        let drawn: Vec<Scenario> = (0..count).map(|_| anywhere(&mut random)).collect();
        let fit = drawn.into_par_iter().filter_map(|scenario| {
            let law = law(&scenario).ok()?;
            (law.never <= 0.85 && law.still <= 0.05).then_some((scenario, law))
        });
        found.extend(fit.collect::<Vec<_>>());
    }
    found.truncate(count);
    found
}

/// γ, y_b, law, η, Δ_S, start, length and schedules at random.
pub fn anywhere(random: &mut StdRng) -> Scenario {
    let mut between = |from: f64, to: f64| from * (to / from).powf(random.random::<f64>());
    let landscape =
        Landscape { y_b: between(5.0, 150.0), ..Landscape::default() }.with_gamma(between(0.7, 4.0));
    let (eta, delta_s, start) = (between(0.003, 0.1), between(1e-4, 4e-3), between(0.5, 8.0));
    let steps = (between(100.0, 1000.0) / eta).clamp(2_000.0, 40_000.0) as u32;
    let noise = match random.random_range(0..4) {
        0 => HESSIAN,
        1 => NoiseLaw::HessianSquared,
        2 => NoiseLaw::Uniform,
        _ => NoiseLaw::with_alpha(random.random_range(0.0..2.0)),
    };
    let mut schedule = |value: f64| {
        let shape = match random.random_range(0..6) {
            0 => Shape::Linear,
            1 => Shape::Exponential,
            2 => Shape::Cosine,
            _ => return Schedule::Constant(value),
        };
        let to = value * 10_f64.powf(random.random_range(-1.0..0.3));
        Schedule::Pieces(vec![Piece { steps, from: value, to, shape }])
    };
    Scenario {
        landscape,
        noise,
        eta: schedule(eta),
        sigma: schedule(delta_s / eta),
        y_i: start,
        flat_share: [0.0, 0.5, 1.0][random.random_range(0..3)],
        walkers: 20_000,
        steps,
        seed: random.random::<u32>().into(),
        ..Scenario::default()
    }
}

/// Mean and standard deviation over walkers, each with its standard error.
struct Measured {
    mean: f64,
    error: f64,
    sd: f64,
    sd_error: f64,
}

impl Measured {
    fn of(values: &[f64]) -> Self {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let moment = |power: i32| values.iter().map(|value| (value - mean).powi(power)).sum::<f64>() / n;
        let sd = moment(2).sqrt();
        // Where few walkers hop late the spread is known from few.
        let sd_error = ((moment(4) - sd.powi(4)).max(0.0) / n).sqrt() / (2.0 * sd);
        Self { mean, error: sd / n.sqrt(), sd, sd_error }
    }
}

/// Compares the law with swarms of 20,000 walkers, some seconds each.
fn judge(count: usize, seed: u64) {
    let wrong: Vec<String> = scenarios(seed, count)
        .par_iter()
        .filter_map(|(scenario, law)| {
            let go_on = &|_: f64| ControlFlow::Continue(());
            let swarm = Follow::UntilFrozen.run(scenario, go_on).expect("not cancelled");
            let live = || swarm.walkers().filter(|walker| !walker.x.is_nan());
            let y = Measured::of(&live().map(|walker| f64::from(walker.hop_y)).collect::<Vec<_>>());
            let step =
                Measured::of(&live().map(|walker| f64::from(walker.last_hop) + 1.0).collect::<Vec<_>>());
            let said = format!(
                "y {:.4}|{:.4} ± {:.4}, sd {:.4}|{:.4}, step {:.1}|{:.1} ± {:.1}: {scenario:?}",
                law.all.y, y.mean, y.error, law.all.y_sd, y.sd, law.all.step, step.mean, step.error
            );
            println!("{said}");
            let agrees = (law.all.y - y.mean).abs() <= 0.01 * y.mean + 2.0 * y.error
                && (law.all.step - step.mean).abs() <= 0.05 * step.mean + 2.0 * step.error
                && (law.all.y_sd - y.sd).abs() <= 0.15 * y.sd + 2.0 * y.sd_error;
            (!agrees).then_some(said)
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn swarms_freeze_as_the_law_of_the_last_hop_has_it() {
    judge(5, 3);
}

/// Takes a minute or two.
#[test]
#[ignore = "as the one above, at many more places"]
fn forty_swarms_freeze_as_the_law_of_the_last_hop_has_it() {
    judge(40, 7);
}

/// Mean height of the last hop over walkers that hop.
fn height(law: &LastHops) -> f64 {
    law.hopped.expect("some hop").y
}

#[test]
fn what_is_said_at_once_is_nearly_the_law() {
    let errors: Vec<[f64; 2]> = scenarios(7, 12)
        .par_iter()
        .map(|(scenario, exact)| {
            let at_once = two_state_last_hops(scenario).expect("it runs");
            // A slider moves on by little, and the exact law has not come yet.
            let gamma = 1.03 * scenario.landscape.gamma();
            let moved = Scenario { landscape: scenario.landscape.with_gamma(gamma), ..scenario.clone() };
            let said = Correction::between(exact, &at_once)
                .of(&two_state_last_hops(&moved).expect("it runs"))
                .expect("some hop");
            [height(&at_once) / height(exact) - 1.0, said.y / height(&law(&moved).expect("a law")) - 1.0]
        })
        .collect();
    println!("{errors:+.3?}");
    assert!(
        errors.iter().all(|[at_once, corrected]| at_once.abs() < 0.2 && corrected.abs() < 0.03),
        "{errors:?}"
    );
}

#[test]
fn shares_add_up() {
    for scenario in [
        Preset::Fig3.scenario(),
        Scenario { hold_y: Some(4.0), steps: 20_000, ..Scenario::default() },
        Scenario { noise: NoiseLaw::None, ..Preset::Fig3.scenario() },
        Scenario {
            sigma: Schedule::Constant(0.01).with_pulse(3_000, 3_000, 40.0),
            steps: 8_000,
            ..Preset::Fig3.scenario()
        },
    ] {
        let law = law(&scenario).expect("a law");
        let hops: f64 = law.bins.iter().map(|bin| bin.into_flat + bin.into_steep).sum();
        assert!((law.never + hops - 1.0).abs() < 1e-6, "{} {hops}", law.never);
        assert!((0.0..=1.0).contains(&law.still));
        assert!(law.hopped.is_some() == (scenario.noise != NoiseLaw::None));
        // Whoever never hops is frozen at the start.
        let never = law.never;
        let hopped = law.hopped.map_or(0.0, |hopped| (1.0 - never) * hopped.step);
        assert!((law.all.step - never - hopped).abs() < 1e-6 * law.all.step);
    }
}

#[test]
fn what_heats_up_last_freezes_last() {
    let pulse = |sigma: Schedule| {
        law(&Scenario { sigma, steps: 8_000, y_i: 5.0, ..Scenario::default() }).expect("a law")
    };
    let cold = pulse(Schedule::Constant(0.01));
    let heated = pulse(Schedule::Constant(0.01).with_pulse(3_000, 3_000, 40.0));
    assert!(cold.never > 0.99 && heated.never < 0.05, "{} {}", cold.never, heated.never);
    // As long as the pulse lasts they hop, and hardly later.
    let late: f64 = heated
        .bins
        .iter()
        .filter(|bin| bin.from_step >= 6_050)
        .map(|bin| bin.into_flat + bin.into_steep)
        .sum();
    assert!(heated.all.step > 4_000.0 && late < 0.02, "{} {late}", heated.all.step);
}
