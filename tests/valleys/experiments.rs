//! Questions asked of the model, answered with their physics.

use std::ops::ControlFlow;
use std::sync::Mutex;
use std::time::Instant;

use frostline::settings::{Schedule, Settings};
use frostline::valleys::experiments::alpha::{alpha, height_gained, share_gained};
use frostline::valleys::experiments::compare::compare;
use frostline::valleys::experiments::courses::{Course, ranked, take};
use frostline::valleys::experiments::difference::Certainty;
use frostline::valleys::experiments::discrete::discrete;
use frostline::valleys::experiments::fork::{End, fork, fork_steps};
use frostline::valleys::experiments::jitter::jitter;
use frostline::valleys::experiments::phase::{Measured, Phase, Quantity, RunTheory, refine};
use frostline::valleys::experiments::questions::AlphaQuestion;
use frostline::valleys::experiments::run::Follow;
use frostline::valleys::experiments::sweep::Grid;
use frostline::valleys::model::{NoiseLaw, Preset, Scenario};
use frostline::valleys::sim::{Examples, Summary};

fn go_on(_: f64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn constant(eta: f64, sigma: f64) -> Scenario {
    Scenario { eta: Schedule::Constant(eta), sigma: Schedule::Constant(sigma), ..Scenario::default() }
}

#[test]
fn forks_agree_once_the_swarm_is_frozen() {
    let scenario = Scenario { walkers: 2_000, ..constant(0.01, 0.1) };
    let fork =
        fork(&scenario, &fork_steps(scenario.steps, 20), Follow::default(), &go_on).expect("not cancelled");
    let last = fork.branches.len() - 1;
    for (row, alike) in fork.agreement.iter().enumerate() {
        assert!((alike[row].share - 1.0).abs() < 1e-12 && (alike[row].kappa - 1.0).abs() < 1e-9);
        assert!(alike.iter().all(|alike| (0.0..=1.0).contains(&alike.share) && alike.kappa <= alike.share));
    }
    // At the start the ends are told by chance alone, though more than half are alike.
    let first = fork.agreement[0][last];
    assert!(first.share > 0.45 && first.kappa.abs() < 0.07, "{first:?}");
    // From the start one ends anywhere; from the frozen swarm, where one is.
    assert!(fork.agreement[0][last].share < 0.7 && fork.agreement[last - 1][last].share > 0.999);
    let (early, _) = fork.branches[0].p_flat();
    let (late, _) = fork.branches[last].p_flat();
    let error = (early * (1.0 - early) / 2000.0 + late * (1.0 - late) / 2000.0).sqrt();
    assert!(late - early > 4.0 * error, "{early} {late}");
    assert!(fork.branches[last].flatness > fork.branches[0].flatness);
    let by_agreement = fork.freezing_step(0.99, |alike| alike.share).expect("it freezes");
    let by_kappa = fork.freezing_step(0.99, |alike| alike.kappa).expect("it freezes");
    assert!(by_kappa >= by_agreement);
    assert!(f64::from(by_agreement) > 0.5 * fork.summary.mean_freezing_step.expect("some live"));
}

#[test]
fn the_freezing_time_by_forks_tends_to_that_of_the_last_hop() {
    let scenario = Scenario { walkers: 640, ..constant(0.01, 0.1) };
    let both = |count: u32| {
        let fork = fork(&scenario, &fork_steps(scenario.steps, count), Follow::default(), &go_on)
            .expect("not cancelled");
        (fork.mean_freezing_step().expect("some live"), fork.summary.mean_freezing_step.expect("some live"))
    };
    let [(few, _), (many, by_last_hop)] = [12, 400].map(both);
    // What hops there and back between two forks is not seen: more forks see more.
    assert!(
        few < many && many < 1.03 * by_last_hop && many > 0.9 * by_last_hop,
        "{few} {many} {by_last_hop}"
    );
}

#[test]
fn a_walker_falls_into_the_valley_it_stands_over() {
    let scenario = Scenario { walkers: 500, steps: 2_000, ..constant(0.01, 0.1) };
    let fork = fork(&scenario, &[10, 2_000], Follow::default(), &go_on).expect("not cancelled");
    for branch in &fork.branches {
        for (x, end) in branch.x.iter().zip(&branch.ends) {
            assert_eq!(*end, if *x >= 0.0 { End::Flat } else { End::Sharp });
        }
    }
}

#[test]
fn a_large_swarm_forks_twenty_times_in_five_seconds() {
    let scenario = Scenario { walkers: 100_000, steps: 2_000, ..constant(0.01, 0.1) };
    let start = Instant::now();
    fork(&scenario, &fork_steps(scenario.steps, 20), Follow::default(), &go_on).expect("not cancelled");
    let seconds = start.elapsed().as_secs_f64();
    println!("100,000 walkers forked 20 times: {seconds:.2} s");
    // Twice the bound: other tests run at the same time.
    assert!(seconds < 10.0, "{seconds}");
}

#[test]
fn equal_scenarios_on_the_same_numbers_are_equal_to_the_bit() {
    let a = Scenario { walkers: 300, steps: 3_000, ..constant(0.03, 0.05) };
    let same = compare(&a, &Scenario { seed: 7, walkers: 5, ..a.clone() }, &go_on).expect("not cancelled");
    assert_eq!(same.differing().count(), 0);
    assert_eq!(same.a.record, same.b.record);
    assert_eq!(same.a.summary, same.b.summary);
    let difference = same.fates().difference().expect("pairs");
    assert!(difference.value == 0.0 && difference.certainty() == Certainty::Untold);
}

#[test]
fn more_noise_moves_walkers_to_the_flat_valley() {
    let quiet = Scenario { walkers: 2_000, ..Preset::Fig3.scenario() };
    let quiet = Scenario { eta: Schedule::Constant(0.03), sigma: Schedule::Constant(0.02), ..quiet };
    let loud = Scenario { sigma: Schedule::Constant(0.06), ..quiet.clone() };
    let comparison = compare(&quiet, &loud, &go_on).expect("not cancelled");
    let fates = comparison.fates();
    assert_eq!(fates.both + fates.only_a + fates.only_b + fates.neither + fates.lost, 2_000);
    let difference = fates.difference().expect("pairs");
    assert!(difference.value > 4.0 * difference.error, "{difference:?}");
    let shares = [&comparison.a, &comparison.b].map(|run| run.summary.p_flat.expect("live"));
    assert!((shares[1] - shares[0] - difference.value).abs() < 1e-9);
}

#[test]
fn swarms_leave_the_langevin_limit_as_eta_grows() {
    let base = Scenario { walkers: 8_000, steps: 40_000, ..constant(0.01, 0.1) };
    let discrete =
        discrete(&base, &[0.002, 0.01, 0.05, 0.15], false, &go_on).expect("valid").expect("not cancelled");
    let limit = discrete.limit.expect("there is noise");
    let gaps: Vec<f64> = discrete.runs.iter().map(|run| limit - run.summary.p_flat.expect("live")).collect();
    println!("limit {limit:.4}, gaps {gaps:.4?}");
    for run in &discrete.runs {
        let (density, swarm) = (run.density.expect("a value"), run.summary.p_flat.expect("live"));
        let error = (swarm * (1.0 - swarm) / 8_000.0).sqrt();
        assert!((density - swarm).abs() < 4.0 * error + 0.01, "{density} against {swarm}");
        println!("η = {:?}: swarm {swarm:.4} ± {error:.4}, density {density:.4}", run.scenario.eta);
    }
    let error = (limit * (1.0 - limit) / 8_000.0).sqrt();
    assert!(gaps[0].abs() < 4.0 * error + 0.004, "{gaps:?}");
    // Close to the steep valley's stability limit (η = f₂) steps overshoot, and it empties.
    assert!(gaps[3] < -4.0 * 1.5 * error, "{gaps:?}");
}

#[test]
fn noise_that_grows_faster_with_the_curvature_selects_more_and_freezes_lower() {
    let base = Scenario { walkers: 4_000, ..Scenario::default() };
    let question = AlphaQuestion { alpha: [0.0, 2.0], points: 5 };
    let runs = alpha(&base, &question, false, &go_on).expect("valid").expect("not cancelled");
    for run in &runs {
        let (density, swarm) = (run.density.expect("a value"), run.summary.p_flat.expect("live"));
        let (y, error) = (run.summary.mean_freezing_y, (swarm * (1.0 - swarm) / 4_000.0).sqrt());
        println!("α = {:?}: swarm {swarm:.4}, density {density:.4}, y {y:?}", run.scenario.noise.alpha());
        assert!((density - swarm).abs() < 4.0 * error + 0.01, "{density} against {swarm}");
    }
    for pair in runs.windows(2) {
        let share = share_gained(&pair[0], &pair[1]).expect("live");
        let height = height_gained(&pair[0], &pair[1]).expect("live");
        assert!(share.errors() > 3.0, "{share:?}");
        assert!(height.errors() < 0.0, "{height:?}");
    }
    let whole = height_gained(&runs[0], &runs[4]).expect("live");
    assert!(whole.errors() < -10.0, "{whole:?}");
}

#[test]
fn a_jittering_landscape_is_the_squared_law_for_many_examples_in_a_batch() {
    let apart = |count: u32, batch: u32| {
        let scenario = Scenario { walkers: 600, y_i: 0.5, ..Preset::FigS6.scenario() };
        let scenario =
            Scenario { eta: Schedule::Constant(0.03), sigma: Schedule::Constant(0.0002), ..scenario };
        let jitter = jitter(&scenario, count, batch, &go_on).expect("not cancelled");
        assert_eq!(jitter.scenario.noise, NoiseLaw::HessianSquared);
        let (ours, _) = jitter.p_flat().expect("live");
        let gaussian = jitter.gaussian.p_flat.expect("live");
        let error = ((ours * (1.0 - ours) + gaussian * (1.0 - gaussian)) / 600.0).sqrt();
        (ours - gaussian) / error
    };
    assert!(apart(1_000, 16).abs() < 4.0);
    // Two examples, one at a time: no Gaussian, and half of the steps look across the ridge.
    assert!(apart(2, 1) < -4.0);
}

#[test]
fn offsets_have_the_covariance_asked_for() {
    for (count, batch, sigma) in [(3, 1, 0.01), (50, 4, 0.002), (1_000, 16, 0.1)] {
        let offsets = Examples::drawn(count, batch, sigma, 5).offsets;
        let n = f64::from(count);
        let mean = offsets.iter().sum::<nalgebra::Vector2<f64>>() / n;
        let covariance = offsets.iter().map(|a| a * a.transpose()).sum::<nalgebra::Matrix2<f64>>() / n;
        let wanted = nalgebra::Matrix2::identity() * (2.0 * sigma * f64::from(batch));
        assert!(mean.norm() < 1e-12 && (covariance - wanted).norm() < 1e-9, "{count} {batch} {sigma}");
    }
}

#[test]
fn a_cancelled_experiment_gives_nothing() {
    let stop = |_: f64| ControlFlow::Break(());
    let scenario = Scenario { walkers: 10_000, ..Scenario::default() };
    let start = Instant::now();
    assert!(fork(&scenario, &fork_steps(scenario.steps, 20), Follow::default(), &stop).is_none());
    assert!(compare(&scenario, &scenario, &stop).is_none());
    assert!(discrete(&scenario, &[0.01, 0.02], false, &stop).expect("valid").is_none());
    assert!(jitter(&scenario, 10, 1, &stop).is_none());
    assert!(alpha(&scenario, &AlphaQuestion::default(), false, &stop).expect("valid").is_none());
    assert!(start.elapsed().as_secs_f64() < 3.0);
}

fn grid(count: usize, walkers: u32, steps: u32) -> Grid {
    let base = Scenario { walkers, steps, ..Preset::Fig3.scenario() };
    let axis = |name: &str| format!("{name}=0.01:0.1:{count}:log").parse().expect("an axis");
    Grid::new(base, axis("eta"), axis("sigma")).expect("a grid")
}

/// Fills a phase diagram in, up to so many cells; how many were handed over.
fn fill(grid: &Grid, phase: &mut Phase, most: usize) -> usize {
    let filled = Mutex::new((std::mem::replace(phase, Phase::new(grid)), 0));
    let known = filled.lock().unwrap().0.clone();
    let finished = |index: usize, cell: Measured| {
        let mut filled = filled.lock().unwrap();
        filled.0.cells[index] = Some(cell);
        filled.1 += 1;
    };
    let go_on = |_: f64| match filled.lock().unwrap().1 {
        count if count < most => ControlFlow::Continue(()),
        _ => ControlFlow::Break(()),
    };
    let _ = refine(grid, &known, Follow::default(), &go_on, &finished);
    let (filled, count) = filled.into_inner().unwrap();
    *phase = filled;
    count
}

#[test]
fn a_phase_diagram_is_there_at_once_and_sharpens() {
    let grid = grid(10, 2_000, 20_000);
    let mut phase = Phase::new(&grid);
    let start = Instant::now();
    fill(&grid, &mut phase, 100);
    let first = start.elapsed().as_secs_f64();
    assert!((0..10).all(|row| (0..10).all(|column| phase.near(&grid, column, row).is_some())));
    assert!(!phase.is_complete(&grid));
    fill(&grid, &mut phase, usize::MAX);
    let whole = start.elapsed().as_secs_f64();
    println!("first picture after {first:.2} s, complete after {whole:.2} s");
    assert!(phase.is_complete(&grid));
    // Twice the bounds: other tests run at the same time.
    assert!(first < 2.0 && whole < 20.0, "{first} {whole}");
    // A complete cell is the sweep's own.
    let cell = phase.cells[37].as_ref().expect("complete");
    let alone =
        |follow: Follow| follow.run(&grid.cell(37).unwrap(), &go_on).expect("not cancelled").summary();
    assert_eq!(cell.summary, alone(Follow::default()));
    // Followed to the end it is the same, but for y after the last hops.
    let whole = Summary { mean_y: cell.summary.mean_y, ..alone(Follow::ToTheEnd) };
    assert_eq!(cell.summary, whole);
}

#[test]
fn finished_cells_are_not_computed_again() {
    let grid = grid(6, 256, 500);
    let mut phase = Phase::new(&grid);
    let first = fill(&grid, &mut phase, 50);
    let text = serde_json::to_string(&phase).unwrap();
    let mut restored: Phase = serde_json::from_str(&text).unwrap();
    assert_eq!(restored, phase);
    let second = fill(&grid, &mut restored, usize::MAX);
    assert!(restored.is_complete(&grid));
    // 36 cells twice; cells that were under way when it was cut off may be among those done again.
    assert!((50..=52).contains(&first) && first + second == 72, "{first} {second}");
    let mut at_once = Phase::new(&grid);
    fill(&grid, &mut at_once, usize::MAX);
    assert_eq!(restored, at_once);
}

#[test]
fn predictions_stand_on_the_same_axes() {
    let grid = grid(2, 4_000, 20_000);
    let mut phase = Phase::new(&grid);
    fill(&grid, &mut phase, usize::MAX);
    // η = 0.1, σ = 0.01: a cell where the swarm hops long enough.
    let (scenario, cell) = (grid.cell(1).unwrap(), phase.cells[1].as_ref().expect("complete"));
    let measured = Quantity::PFlat.of(&scenario, cell).expect("live");
    for (theory, off) in [(RunTheory::Density, 0.015), (RunTheory::TwoState, 0.11), (RunTheory::Eq12, 0.2)] {
        let value = theory.p_flat(&scenario, false, &go_on).expect("not cancelled").value.expect("a value");
        assert!((value - measured.value).abs() < off, "{theory:?}: {value} against {measured:?}");
    }
    let time = Quantity::FreezingTime.of(&scenario, cell).expect("live");
    let steps = cell.summary.mean_freezing_step.expect("live");
    assert!((time.value - 0.1 * steps).abs() < 1e-9 * steps && time.error > 0.0);
}

#[test]
fn courses_spend_the_same_optimisation_time() {
    let base = Scenario { walkers: 2_000, ..constant(0.02, 0.05) };
    let time = 0.02 * f64::from(base.steps);
    for course in Course::ALL {
        let scenario = course.scenario(&base);
        scenario.validate().expect("valid");
        let spent: f64 = (0..scenario.steps).map(|step| scenario.eta.at(step)).sum();
        assert!((spent / time - 1.0).abs() < 1e-3, "{course:?}: {spent} against {time}");
    }
    let short = Scenario { steps: 8_000, ..base };
    let taken = take(&short, &[Course::Constant, Course::BatchGrowth], &go_on).expect("not cancelled");
    let heights: Vec<f64> = taken.iter().map(|taken| taken.summary.mean_y.expect("live")).collect();
    // The same time climbs to the same height; less noise at the end freezes earlier.
    assert!((heights[0] / heights[1] - 1.0).abs() < 0.1, "{heights:?}");
    let frozen: Vec<f64> = taken.iter().map(|taken| taken.summary.mean_freezing_y.expect("live")).collect();
    assert!(frozen[1] < frozen[0], "{frozen:?}");
}

#[test]
fn forks_of_a_swarm_that_diverged_are_never_settled() {
    let scenario = Scenario { walkers: 50, steps: 1_000, ..constant(0.6, 0.1) };
    let fork =
        fork(&scenario, &fork_steps(scenario.steps, 20), Follow::default(), &go_on).expect("not cancelled");
    assert_eq!(fork.lost(), [50, 50]);
    assert_eq!((fork.freezing_step(0.5, |alike| alike.share), fork.mean_freezing_step()), (None, None));
}

#[test]
fn a_course_that_lost_its_walkers_has_no_rank() {
    let scenario = Scenario { walkers: 20, steps: 100, ..constant(0.6, 0.1) };
    let taken = take(&scenario, &[Course::Constant, Course::BatchGrowth], &go_on).expect("not cancelled");
    assert!(ranked(&taken).is_empty() && taken[0].ahead_of(&taken[1]).is_none(), "{:?}", taken[0].summary);
    // Courses draw the same numbers: walker by walker they are told apart better than share by share.
    let base = Scenario { walkers: 1_000, steps: 8_000, ..constant(0.02, 0.05) };
    let taken = take(&base, &[Course::Constant, Course::Cosine], &go_on).expect("not cancelled");
    let order = ranked(&taken);
    let lead = order[0].0.ahead_of(order[1].0).expect("pairs");
    assert!(lead.value >= 0.0 && (order[0].1 - order[1].1 - lead.value).abs() < 1e-9, "{lead:?}");
}

#[test]
fn a_question_with_a_slow_prediction_tells_true_progress() {
    let told = Mutex::new(Vec::new());
    let progress = |share: f64| {
        told.lock().unwrap().push(share);
        ControlFlow::Continue(())
    };
    let scenario = Scenario { walkers: 64, steps: 20_000, ..constant(0.01, 0.1) };
    discrete(&scenario, &[0.005, 0.01, 0.02], false, &progress).expect("valid").expect("not cancelled");
    let told = told.into_inner().unwrap();
    let late = told.iter().filter(|share| **share > 0.999).count();
    assert!(told.iter().all(|share| (0.0..=1.0 + 1e-9).contains(share)), "{told:?}");
    assert!(told.len() > 50 && late < told.len() / 10, "{late} of {}", told.len());
}
