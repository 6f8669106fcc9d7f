//! The fast swarm against the oracle, and its promises: the same bits on every thread count, split and
//! SIMD path; divergence counted; nothing lost when retuned or saved.

use frostline::settings::{Piece, Schedule, Shape};
use frostline::valleys::experiments::run::{checked, fresh};
use frostline::valleys::model::{Landscape, NoiseLaw, Preset, Scenario};
use frostline::valleys::sim::{ReferenceWalker, SimdPath, Summary, Swarm};
use rayon::prelude::*;

/// Everything a walker is, as bits.
fn bits(swarm: &Swarm) -> Vec<(u32, u32, u32, u32, u32)> {
    swarm.walkers().map(|w| (w.x.to_bits(), w.y.to_bits(), w.last_hop, w.hop_y.to_bits(), w.hops)).collect()
}

fn hopping() -> Scenario {
    Scenario { walkers: 1_000, steps: 3_000, ..Scenario::default() }
}

#[test]
fn the_same_bits_on_any_number_of_threads() {
    let scenario = hopping();
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let mut swarm = fresh(&scenario).logging_hops();
        pool.install(|| swarm.advance(scenario.steps));
        (bits(&swarm), swarm.record().clone())
    };
    let one = run(1);
    assert!(one.1.hops.as_ref().unwrap().hops.len() > 10_000, "the run must hop to mean anything");
    for threads in [2, 3, 8] {
        assert!(run(threads) == one, "{threads} threads differ from 1");
    }
}

#[test]
fn the_same_bits_for_any_split_of_the_steps() {
    let mut scenario = hopping();
    scenario.eta = Schedule::Pieces(vec![
        Piece { steps: 1_000, from: 0.002, to: 0.02, shape: Shape::Linear },
        Piece { steps: 1_500, from: 0.02, to: 0.005, shape: Shape::Cosine },
    ]);
    let mut whole = fresh(&scenario);
    whole.advance(scenario.steps);
    for piece in [1, 7, 64, 999] {
        let mut split = fresh(&scenario);
        while split.step() < scenario.steps {
            split.advance(piece.min(scenario.steps - split.step()));
        }
        assert!(bits(&split) == bits(&whole), "walkers differ in calls of {piece}");
        assert!(split.record() == whole.record(), "records differ in calls of {piece}");
    }
}

/// Every law there is to choose, and some bent.
fn laws() -> impl Iterator<Item = NoiseLaw> {
    NoiseLaw::ALL.into_iter().chain([0.0, 0.6, 2.0].map(NoiseLaw::with_alpha))
}

#[test]
fn the_same_bits_on_every_path_with_fused_multiply_add() {
    for noise in laws() {
        for y_b in [1.0, 30.0] {
            let landscape = Landscape { y_b, ..Landscape::default() };
            let scenario = Scenario { noise, landscape, ..hopping() };
            let mut runs = SimdPath::available().into_iter().filter(|path| path.fused()).map(|path| {
                let mut swarm = fresh(&scenario).on_path(path);
                swarm.advance(scenario.steps);
                (path, bits(&swarm))
            });
            let Some((_, first)) = runs.next() else { return };
            for (path, other) in runs {
                assert!(other == first, "{} differs at y_b = {y_b}, {noise:?}", path.name());
            }
        }
    }
}

/// All that is asked of a swarm which stops where nothing hops any more, as bits.
fn fates(swarm: &Swarm) -> Vec<(bool, u32, u32, u32)> {
    swarm.walkers().map(|w| (w.x < 0.0, w.last_hop, w.hop_y.to_bits(), w.hops)).collect()
}

#[test]
fn a_swarm_that_stops_where_nothing_hops_is_the_whole_run_to_the_bit() {
    let mut stopped = 0;
    for noise in laws() {
        for (eta, sigma, hold_y) in
            [(0.01, 0.01, None), (0.036, 0.036, None), (0.1, 0.1, None), (0.02, 0.02, Some(9.0))]
        {
            let scenario = Scenario {
                noise,
                hold_y,
                eta: Schedule::Constant(eta),
                sigma: Schedule::Constant(sigma),
                walkers: 200,
                ..Preset::Fig3.scenario()
            };
            let name = format!("η {eta} σ {sigma} {hold_y:?} {noise:?}");
            let mut whole = fresh(&scenario);
            whole.advance(scenario.steps);
            let mut swarm = fresh(&scenario).until_frozen(0);
            let mut split = fresh(&scenario).until_frozen(0);
            swarm.advance(scenario.steps);
            while split.step() < scenario.steps {
                split.advance(1_777.min(scenario.steps - split.step()));
            }
            assert!(fates(&swarm) == fates(&whole), "{name}: fates");
            assert!(bits(&swarm) == bits(&split) && swarm.record() == split.record(), "{name}: splits");
            let (summary, other) = (swarm.summary(), whole.summary());
            let (y, true_y) = (summary.mean_y.unwrap(), other.mean_y.unwrap());
            assert!((y / true_y - 1.0).abs() < 0.01, "{name}: mean y {y}, of the whole run {true_y}");
            assert!(Summary { mean_y: None, ..summary } == Summary { mean_y: None, ..other }, "{name}");
            let counts = |swarm: &Swarm| -> Vec<_> {
                let samples = swarm.record().samples.iter();
                samples.map(|s| (s.step, s.flat, s.live, s.hopping, s.hops, s.flat_time)).collect()
            };
            assert!(counts(&swarm) == counts(&whole), "{name}: samples");
            stopped += u32::from(bits(&swarm) != bits(&whole));
            // The first walkers go on as ever.
            let mut first = fresh(&scenario).until_frozen(64);
            first.advance(scenario.steps);
            assert!(bits(&first)[..64] == bits(&whole)[..64], "{name}: the first");
        }
    }
    assert!(stopped >= 15, "only {stopped} of 28 swarms stopped: the test says little");
}

#[test]
fn a_fork_and_a_saved_swarm_go_on_alike() {
    let scenario = hopping();
    let mut swarm = fresh(&scenario);
    swarm.advance(1_234);
    let mut fork = swarm.clone();
    let saved = swarm.to_bytes();
    let mut loaded = Swarm::from_bytes(&saved).unwrap();
    for other in [&mut swarm, &mut fork, &mut loaded] {
        other.advance(1_000);
    }
    assert!(bits(&fork) == bits(&swarm) && fork.record() == swarm.record());
    assert!(bits(&loaded) == bits(&swarm) && loaded.record() == swarm.record());
    assert!(Swarm::from_bytes(&saved[..saved.len() / 2]).is_err());
}

#[test]
fn retuning_keeps_every_walker_in_its_place() {
    let scenario = hopping();
    let mut swarm = fresh(&scenario);
    swarm.advance(500);
    let before: Vec<_> = swarm.walkers().collect();
    let retuned = Scenario {
        landscape: scenario.landscape.with_gamma(3.0),
        noise: NoiseLaw::Uniform,
        ..scenario.clone()
    };
    swarm.retune(&checked(&retuned));
    for (now, then) in swarm.walkers().zip(&before) {
        assert!((now.x - then.x).abs() <= 2e-7 * then.x.abs() && now.y == then.y);
    }
    swarm.retune(&checked(&Scenario { hold_y: Some(4.0), ..retuned.clone() }));
    swarm.advance(100);
    assert!(swarm.walkers().all(|walker| walker.y == 4.0));
    swarm.retune(&checked(&retuned));
    swarm.advance(100);
    assert!(swarm.walkers().any(|walker| walker.y != 4.0));
}

#[test]
fn divergence_is_counted_and_never_averaged_in() {
    for (eta, sigma) in [(10.0, 0.1), (0.5, 100.0), (2.0, 0.0)] {
        let mut scenario = Scenario { walkers: 100, steps: 2_000, ..Scenario::default() };
        scenario.eta = Schedule::Constant(eta);
        scenario.sigma = Schedule::Constant(sigma);
        let mut swarm = fresh(&scenario);
        swarm.advance(scenario.steps);
        let summary = swarm.summary();
        assert_eq!(summary.diverged, 100 - swarm.census().live, "η = {eta}, σ = {sigma}");
        assert!(
            summary.p_flat.is_none_or(f64::is_finite) && summary.mean_freezing_y.is_none_or(f64::is_finite)
        );
        assert!(swarm.record().samples.iter().all(|sample| sample.mean_y.is_none_or(f64::is_finite)));
    }
    let mut scenario = Scenario { walkers: 100, steps: 2_000, ..Scenario::default() };
    scenario.eta = Schedule::Constant(10.0);
    let mut swarm = fresh(&scenario);
    swarm.advance(scenario.steps);
    assert!(swarm.summary().diverged > 50, "η = 10 is far past stability");
}

/// What a record adds up to must be what the walkers did, however often it was thinned.
fn record_is_bounded_and_whole(swarm: &Swarm) {
    let samples = &swarm.record().samples;
    assert!(samples.len() <= 4_096, "{} samples", samples.len());
    assert_eq!(swarm.record().tracers.len(), samples.len());
    assert!(samples.is_sorted_by_key(|sample| sample.step));
    assert_eq!(samples.last().unwrap().step, swarm.step(), "the present is sampled");
    assert_eq!(samples.iter().map(|sample| u64::from(sample.span)).sum::<u64>(), u64::from(swarm.step()));
    let hops: u64 = swarm.walkers().map(|walker| u64::from(walker.hops)).sum();
    assert_eq!(samples.iter().map(|sample| sample.hops).sum::<u64>(), hops);
}

#[test]
fn a_record_is_bounded_however_long_the_run() {
    // A million steps of a held swarm that never stops hopping, or of a free one that does.
    for hold_y in [Some(2.0), None] {
        let scenario = Scenario { walkers: 3, steps: 1_000_000, hold_y, ..Scenario::default() };
        let mut swarm = fresh(&scenario);
        swarm.advance(scenario.steps);
        record_is_bounded_and_whole(&swarm);
        assert!(swarm.record().samples.len() > 1_000, "a curve has points enough");
        assert!(swarm.record().samples.iter().any(|sample| sample.step == 500_000), "the middle is sampled");
    }
}

#[test]
fn a_record_thinned_again_and_again_loses_no_hop_and_no_time() {
    // A short length samples every step; going on past it, and changing it, must not break the account.
    let short = Scenario { walkers: 70, steps: 900, hold_y: Some(2.0), ..Scenario::default() };
    let mut swarm = fresh(&short);
    let mut flat_time = 0.0;
    for steps in [900, 30_000, 500, 2_000_000, 900] {
        swarm.retune(&checked(&Scenario { steps, ..short.clone() }));
        for _ in 0..4 {
            swarm.advance(5_003);
        }
        flat_time = swarm.record().occupancy_after(0).unwrap();
    }
    // The last, partial span is still pending: up to the last sample all is accounted for.
    let last = swarm.record().samples.last().unwrap().step;
    assert!(swarm.record().samples.len() <= 4_096 && last <= swarm.step());
    let spans: u64 = swarm.record().samples.iter().map(|sample| u64::from(sample.span)).sum();
    assert_eq!(spans, u64::from(last));
    swarm.retune(&checked(&short));
    swarm.advance(1);
    record_is_bounded_and_whole(&swarm);
    // At held y = 2 the share is P_ito's 0.7: far from what lost time would give.
    assert!((flat_time - 0.7).abs() < 0.03, "{flat_time}");
}

#[test]
fn a_height_out_of_all_bounds_is_divergence() {
    // y starts beyond the landscape's end, where the slope throws it away.
    let landscape = Landscape { y_b: 1e-3, y_f: 1e-3, ..Landscape::default() };
    let mut scenario = Scenario { landscape, walkers: 200, steps: 500, y_i: 0.0, ..Scenario::default() };
    scenario.eta = Schedule::Constant(0.5);
    let mut swarm = fresh(&scenario);
    for _ in 0..scenario.steps {
        swarm.advance(1);
        assert!(swarm.walkers().filter(|walker| !walker.x.is_nan()).all(|walker| walker.y.abs() < 1e9));
    }
    assert!(swarm.summary().mean_y.is_none_or(|y| y.abs() < 1e9));
}

/// What a walker of either engine ends as; `None` once diverged.
type Fate = Option<[f64; 6]>;

const FIGURES: [&str; 6] = ["P_flat", "time at x > 0", "hops", "last hop", "final y", "y at the last hop"];

fn fast(scenario: &Scenario) -> Vec<Fate> {
    let mut swarm = fresh(scenario);
    swarm.advance(scenario.steps);
    let flat_time: u64 = swarm.record().samples.iter().map(|sample| sample.flat_time).sum();
    let live = swarm.census().live.max(1);
    let mean_time = flat_time as f64 / f64::from(live) / f64::from(scenario.steps);
    let fate = |w: frostline::valleys::sim::Walker| {
        let flat = f64::from(u8::from(w.x > 0.0));
        let figures = [flat, mean_time, w.hops.into(), w.last_hop.into(), w.y.into(), w.hop_y.into()];
        (!w.x.is_nan()).then_some(figures)
    };
    swarm.walkers().map(fate).collect()
}

fn oracle(scenario: &Scenario, walkers: u32) -> Vec<Fate> {
    let fate = |index| {
        let mut walker = ReferenceWalker::new(scenario, index);
        for _ in 0..scenario.steps {
            walker.advance(scenario);
        }
        let flat = f64::from(u8::from(walker.position.x > 0.0));
        let time = f64::from(walker.flat_time) / f64::from(scenario.steps);
        let figures =
            [flat, time, walker.hops.into(), walker.last_hop.into(), walker.position.y, walker.hop_y];
        (!walker.diverged).then_some(figures)
    };
    (0..walkers).into_par_iter().map(fate).collect()
}

/// Mean and standard error of one figure over the walkers left.
fn mean(fates: &[Fate], figure: usize) -> (f64, f64) {
    let values: Vec<f64> = fates.iter().flatten().map(|figures| figures[figure]).collect();
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// Every figure within 4 standard errors of both sides, and as many walkers lost.
fn compare(name: &str, scenario: &Scenario, oracle_walkers: u32) {
    let (fast, slow) = (fast(scenario), oracle(scenario, oracle_walkers));
    let lost =
        |fates: &[Fate]| fates.iter().filter(|fate| fate.is_none()).count() as f64 / fates.len() as f64;
    let (lost_fast, lost_slow) = (lost(&fast), lost(&slow));
    let pooled = (lost_fast + lost_slow) / 2.0;
    let error = (pooled * (1.0 - pooled) / f64::from(oracle_walkers) * 2.0).sqrt();
    assert!(
        (lost_fast - lost_slow).abs() <= 4.0 * error + 1.0 / f64::from(oracle_walkers),
        "{name}: a share of {lost_fast} diverges, of the oracle's {lost_slow}"
    );
    if lost_slow > 0.9 {
        return;
    }
    for (index, figure) in FIGURES.iter().enumerate() {
        let ((a, sa), (b, sb)) = (mean(&fast, index), mean(&slow, index));
        // The fast side's time at x > 0 is known as a mean only: its error is the oracle's at most.
        let error = if index == 1 { std::f64::consts::SQRT_2 * sb } else { sa.hypot(sb) };
        // Where no walker of a small oracle hops, its error is 0: a rare event or an ulp of y is let pass.
        let floor = match index {
            0 | 1 => 1.0 / f64::from(oracle_walkers),
            4 | 5 => 2e-6 * b.abs().max(1.0),
            _ => 1.0,
        };
        assert!(
            (a - b).abs() <= 4.0 * error + floor,
            "{name}: {figure} is {a} ± {sa}, the oracle's {b} ± {sb}"
        );
    }
}

fn corner(eta: f64, sigma: f64, gamma: f64, y_b: f64, noise: NoiseLaw) -> Scenario {
    let landscape = Landscape { y_b, ..Landscape::default() }.with_gamma(gamma);
    Scenario {
        landscape,
        noise,
        eta: Schedule::Constant(eta),
        sigma: Schedule::Constant(sigma),
        walkers: 4_096,
        steps: 2_000,
        ..Scenario::default()
    }
}

#[test]
fn the_fast_path_is_the_oracle_over_the_corners() {
    let mut count = 0;
    for noise in NoiseLaw::ALL {
        for (eta, sigma) in [(1e-4, 1e-4), (1e-4, 0.5), (0.2, 1e-4), (0.2, 0.5), (0.02, 0.05)] {
            for (gamma, y_b) in [(1.0, 1.0), (4.0, 1.0), (1.0, 200.0), (4.0, 200.0), (1.515, 30.0)] {
                let scenario = corner(eta, sigma, gamma, y_b, noise);
                let name = format!("η {eta} σ {sigma} γ {gamma} y_b {y_b} {}", noise.name());
                compare(&name, &scenario, 300);
                count += 1;
            }
        }
    }
    assert_eq!(count, 100);
}

#[test]
fn the_fast_path_is_the_oracle_at_every_alpha() {
    for alpha in [0.0, 0.5, 1.5, 2.0] {
        for (eta, sigma, gamma, y_b) in
            [(0.2, 0.5, 4.0, 200.0), (0.02, 0.05, 4.0, 1.0), (0.02, 0.1, 1.515, 30.0), (0.05, 0.1, 0.6, 30.0)]
        {
            let scenario = corner(eta, sigma, gamma, y_b, NoiseLaw::with_alpha(alpha));
            compare(&format!("α {alpha} η {eta} σ {sigma} γ {gamma} y_b {y_b}"), &scenario, 600);
        }
    }
}

#[test]
fn the_fast_path_is_the_oracle_over_long_runs() {
    let shapes = [(1.0, 1.0), (4.0, 200.0), (4.0, 1.0), (1.515, 30.0), (1.0, 200.0)];
    for (shift, noise) in NoiseLaw::ALL.into_iter().enumerate() {
        let paces = [(1e-4, 1e-4), (1e-4, 0.5), (0.2, 1e-4), (0.2, 0.5), (0.01, 0.1)];
        for (index, (eta, sigma)) in paces.into_iter().enumerate() {
            let (gamma, y_b) = shapes[(index + shift) % shapes.len()];
            let mut scenario = corner(eta, sigma, gamma, y_b, noise);
            (scenario.walkers, scenario.steps) = (1_024, 100_000);
            let name = format!("1e5 steps, η {eta} σ {sigma} γ {gamma} y_b {y_b} {}", noise.name());
            compare(&name, &scenario, 60);
        }
    }
    // The smallest steps of y: without compensation f32 would lose them.
    let mut slow = Scenario { walkers: 1_024, y_i: 50.0, ..Scenario::default() };
    slow.eta = Schedule::Constant(1e-4);
    slow.sigma = Schedule::Constant(1e-3);
    compare("η = 1e-4 at y = 50, 1e5 steps", &slow, 30);
}

#[test]
fn the_fast_path_is_the_oracle_under_schedules() {
    let mut scenario = corner(0.02, 0.1, 1.515, 30.0, NoiseLaw::Hessian);
    scenario.steps = 4_000;
    scenario.eta = Schedule::Pieces(vec![
        Piece { steps: 500, from: 0.001, to: 0.03, shape: Shape::Linear },
        Piece { steps: 1_500, from: 0.03, to: 0.003, shape: Shape::Exponential },
        Piece { steps: 1_500, from: 0.02, to: 0.001, shape: Shape::Cosine },
    ]);
    scenario.sigma =
        Schedule::Pieces(vec![Piece { steps: 3_000, from: 0.2, to: 0.01, shape: Shape::Stairs(4) }]);
    compare("schedules", &scenario, 600);
    scenario.hold_y = Some(3.0);
    compare("schedules at held y", &scenario, 600);
}

/// What a swarm is after some steps, in one number: all bits of its walkers (FNV-1a).
fn told(swarm: &Swarm) -> u64 {
    let words =
        bits(swarm).into_iter().flat_map(|(x, y, last_hop, hop_y, hops)| [x, y, last_hop, hop_y, hops]);
    words
        .flat_map(u32::to_le_bytes)
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

/// What [`told`] says after 2,000 steps: on paths with fused multiply-add, and on those without.
const STORED: [(NoiseLaw, [u64; 2]); 4] = [
    (NoiseLaw::Hessian, [0xe9e9_4782_a186_89b4, 0x6eaf_9b69_f0b0_eae2]),
    (NoiseLaw::HessianSquared, [0xb96b_d50e_acd3_d190, 0x8c54_f295_a318_2bdb]),
    (NoiseLaw::Uniform, [0x3989_bb67_5865_862f, 0xa56b_72cb_0050_2db2]),
    (NoiseLaw::None, [0x5beb_5ef2_9cd9_3faf, 0x487a_9fe9_74eb_9fa8]),
];

#[test]
fn a_swarm_has_the_bits_that_were_stored() {
    // A later version, another compiler and another machine must have them, too.
    let mut others = Vec::new();
    for (noise, [fused, unfused]) in STORED {
        let scenario = Scenario { noise, walkers: 130, steps: 2_000, ..Scenario::default() };
        for path in SimdPath::available() {
            let mut swarm = fresh(&scenario).on_path(path);
            swarm.advance(scenario.steps);
            let (found, stored) = (told(&swarm), if path.fused() { fused } else { unfused });
            if found != stored {
                others.push(format!("{noise:?} on {}: {found:#018x}", path.name()));
            }
        }
    }
    assert!(others.is_empty(), "\n{}", others.join("\n"));
}

#[test]
fn walkers_that_still_hop_are_not_taken_for_settled() {
    let scenario = Scenario { walkers: 300, steps: 2_000, ..Scenario::default() };
    let mut swarm = fresh(&scenario);
    swarm.advance(scenario.steps);
    let summary = swarm.summary();
    let end = f64::from(scenario.steps) + 1.0;
    // Kaplan and Meier's product, walker by walker.
    let late = scenario.steps - scenario.steps / 100;
    let mut walkers: Vec<(f64, bool)> =
        swarm.walkers().map(|walker| (f64::from(walker.last_hop) + 1.0, walker.last_hop > late)).collect();
    walkers.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut mean, mut survival, mut before) = (0.0, 1.0, 0.0);
    for (index, (time, hops)) in walkers.iter().enumerate() {
        mean += survival * (time - before);
        before = *time;
        if !hops {
            survival *= 1.0 - 1.0 / (walkers.len() - index) as f64;
        }
    }
    mean += survival * (end - before);
    let told = summary.kaplan_meier_freezing_step.expect("walkers");
    assert!((told - mean).abs() < 1e-9 * mean, "{told} is not {mean}");
    let censored = summary.censored.expect("walkers");
    assert!(censored > 0.1 && told > summary.mean_freezing_step.expect("walkers"), "{censored}");
}
