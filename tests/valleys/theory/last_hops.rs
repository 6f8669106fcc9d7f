//! The law of the last hop against swarms.

use frostline::valleys::experiments::run::Follow;
use frostline::valleys::sim::Summary;
use frostline::valleys::theory::{LastHops, density_and_last_hops};

use super::*;

fn law(scenario: &Scenario) -> Result<LastHops, Why> {
    let go_on = &mut |_| ControlFlow::Continue(());
    density_and_last_hops(scenario, &[], Patience::ENDLESS, go_on).expect("not broken off").1
}

/// Scenarios in which enough walkers hop, and few at the end: γ, y_b, law, Δ_S, schedules, start and length at random.
fn scenarios(seed: u64) -> impl Iterator<Item = (Scenario, LastHops)> {
    let mut random = StdRng::seed_from_u64(seed);
    std::iter::repeat_with(move || anywhere(&mut random)).filter_map(|scenario| {
        let law = law(&scenario).ok()?;
        (law.never <= 0.85 && law.still <= 0.05).then_some((scenario, law))
    })
}

fn anywhere(random: &mut StdRng) -> Scenario {
    let mut between = |from: f64, to: f64| from * (to / from).powf(random.random::<f64>());
    let landscape = Landscape { y_b: between(5.0, 150.0), ..Landscape::default() }.with_gamma(between(0.7, 4.0));
    let (eta, delta_s, start) = (between(0.003, 0.1), between(1e-4, 4e-3), between(0.5, 8.0));
    let steps = (between(100.0, 1000.0) / eta).clamp(2_000.0, 40_000.0) as u32;
    let noise = [HESSIAN, NoiseLaw::HessianSquared, NoiseLaw::Uniform][random.random_range(0..3)];
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
        seed: random.random(),
        ..Scenario::default()
    }
}

#[test]
fn swarms_freeze_as_the_law_of_the_last_hop_has_it() {
    let go_on = &|_: f64| ControlFlow::Continue(());
    let tried: Vec<(Scenario, LastHops)> = scenarios(7).take(40).collect();
    let swarms: Vec<Summary> = tried
        .par_iter()
        .map(|(scenario, _)| Follow::UntilFrozen.run(scenario, go_on).expect("not cancelled").summary())
        .collect();
    let mut wrong = 0;
    for ((scenario, law), swarm) in tried.iter().zip(swarms) {
        let root = f64::from(scenario.walkers).sqrt();
        let (y, sd) = (swarm.mean_freezing_y.expect("walkers"), swarm.sd_freezing_y.expect("walkers"));
        let (step, error) = (swarm.mean_freezing_step.expect("walkers"), swarm.sem_freezing_step.expect("walkers"));
        let excess = [
            (law.all.y - y).abs() / (0.01 * y + 2.0 * sd / root),
            (law.all.step - step).abs() / (0.05 * step + 2.0 * error),
            (law.all.y_sd / sd - 1.0).abs() / 0.15,
        ];
        let misses = excess.iter().any(|excess| *excess > 1.0);
        wrong += u32::from(misses);
        println!(
            "{}γ {:.2} y_b {:5.1} {:?} η {:.4} Δ_S {:.1e} y_i {:.2} steps {}: y {:.4}|{y:.4} ({:+.4}, se {:.4}) sd {:.4}|{sd:.4} ({:+.3}) t {:.0}|{step:.0} ({:+.3}) never {:.3} still {:.3}|{:.3}",
            if misses { "** " } else { "   " },
            scenario.landscape.gamma(), scenario.landscape.y_b, scenario.noise, scenario.eta.at(0),
            scenario.delta_s(0), scenario.y_i, scenario.steps,
            law.all.y, law.all.y / y - 1.0, sd / root / y, law.all.y_sd, law.all.y_sd / sd - 1.0,
            law.all.step, law.all.step / step - 1.0, law.never, law.still, swarm.censored.unwrap_or(f64::NAN),
        );
    }
    assert_eq!(wrong, 0);
}
