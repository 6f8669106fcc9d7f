//! Runs, continuations, clocks, planes and grids: their bookkeeping on small networks, and what the paper says of larger.

use std::ops::ControlFlow::{self, Break, Continue};
use std::sync::Mutex;

use frostline::networks::curvature::Part;
use frostline::networks::experiments::clocks::{Barriers, Similarity, children, jaccard};
use frostline::networks::experiments::continuation::{Plan, ReadOut, continuation};
use frostline::networks::experiments::grid::{self, Cell, CellPlan, Grid, Mean, axes, rank_correlation};
use frostline::networks::experiments::line::Line;
use frostline::networks::experiments::plane::{Lattice, Plane};
use frostline::networks::experiments::prepared::Prepared;
use frostline::networks::experiments::reading::Bends;
use frostline::networks::experiments::run::{Along, run};
use frostline::networks::model::{Digits, Length, Setup, Shipped, Weights};
use frostline::networks::training::{Checkpoint, Checkpoints, Descent, Sgd};
use frostline::settings::Schedule;

fn go(_: f64) -> ControlFlow<()> {
    Continue(())
}

/// A network that is trained in no time.
fn small() -> Setup {
    let (eta, batch) = (Schedule::Constant(0.05), Schedule::Constant(20.0));
    Setup {
        hidden: vec![20, 16],
        pooling: 2,
        digits: 100,
        eta,
        batch,
        length: Length::Steps(300),
        ..Setup::default()
    }
}

fn prepared(setup: Setup) -> Prepared {
    Prepared::shipped(setup).unwrap()
}

#[test]
fn checkpoints_are_bounded_and_lead_to_the_same_bits() {
    let prepared = prepared(small());
    let start = Checkpoint::start(prepared.start.clone());
    let mut kept = Checkpoints::new(start.clone(), 3, 8);
    let mut sgd = Sgd::from(start, &prepared.setup, 2, &prepared.train);
    let mut states = vec![sgd.checkpoint()];
    for _ in 0..200 {
        sgd.advance(1);
        kept.offer(&sgd);
        states.push(sgd.checkpoint());
        assert!(kept.kept().len() <= 8);
    }
    assert!(kept.kept().len() >= 4 && kept.kept()[0].step == 0);
    for step in [0, 1, 47, 96, 137, 200] {
        assert!(kept.at(step, &prepared.setup, 2, &prepared.train) == states[step as usize], "step {step}");
    }
}

#[test]
fn a_run_is_read_off_where_it_was_asked() {
    let prepared = prepared(small());
    let along = Along { at: vec![0, 7, 100, 300], bends: Bends { layer: true, all: false } };
    let read = run(&prepared, 0, &along, &go).unwrap();
    assert!(!read.diverged && read.end.step == 300);
    let steps: Vec<u32> = read.readings.iter().map(|reading| reading.steps).collect();
    assert_eq!(steps, along.at);
    for reading in &read.readings {
        assert!(reading.weights == read.at(reading.steps, &prepared).weights);
        assert!(reading.layer.is_some() && reading.all.is_none());
    }
    assert!(read.readings[3].train.loss < 0.5 * read.readings[0].train.loss);
    assert!(read.checkpoints.kept().len() <= 101);
    assert!(run(&prepared, 0, &along, &|_| Break(())).is_none());
}

#[test]
fn branches_have_the_same_bits_on_any_number_of_threads_and_end_where_they_should() {
    let prepared = prepared(small());
    let parent = run(&prepared, 0, &Along::default(), &go).unwrap();
    let plan = Plan { at: vec![0, 30, 90, 150], bends: Bends::BOTH, equal: 120, patience: 5_000, trail: 5 };
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| continuation(&prepared, &parent, &plan, &go)).unwrap()
    };
    let branches = on(1);
    for threads in [2, 3, 8] {
        assert!(on(threads) == branches, "{threads} threads differ from 1");
    }
    let target = prepared.setup.target_loss;
    for branch in &branches {
        let [matched, horizon, equal] = ReadOut::ALL.map(|at| branch.end(at).unwrap());
        assert_eq!((horizon.steps, equal.steps), (300 - branch.step, 120));
        assert!(matched.train.loss <= target && matched.train.wrong.is_empty());
        // No step before was as far.
        let mut descent = Descent::new(&prepared.train, parent.at(branch.step, &prepared).weights);
        for step in 0..=matched.steps {
            let tally = descent.look();
            let there = tally.loss <= target && tally.right == 100;
            assert_eq!(there, step == matched.steps, "t_c = {}, step {step}", branch.step);
            descent.step(branch.eta);
        }
        assert_eq!(branch.trail.len(), 5);
        assert_eq!(branch.trail[4].0, (300 - branch.step).max(120));
        assert!(branch.trail[0].1 == parent.at(branch.step, &prepared).weights);
    }
    assert!(continuation(&prepared, &parent, &plan, &|_| Break(())).is_none());
}

#[test]
fn a_matched_end_has_all_digits_right_however_high_the_loss_may_be() {
    let prepared = prepared(Setup { target_loss: 1.5, ..small() });
    let parent = run(&prepared, 0, &Along::default(), &go).unwrap();
    let plan = Plan { at: vec![0], bends: Bends::NONE, equal: 0, patience: 5_000, trail: 0 };
    let branches = continuation(&prepared, &parent, &plan, &go).unwrap();
    let matched = branches[0].end(ReadOut::Matched).unwrap();
    let mut descent = Descent::new(&prepared.train, prepared.start.clone());
    for step in 0..=matched.steps {
        let tally = descent.look();
        assert_eq!(tally.right == 100, step == matched.steps, "step {step}");
        assert!(step + 50 < matched.steps || tally.loss < 1.5, "the loss was low long before");
        descent.step(branches[0].eta);
    }
}

#[test]
fn sets_are_compared_as_the_paper_says() {
    assert_eq!(jaccard(&[], &[]), 1.0);
    assert_eq!(jaccard(&[1], &[]), 0.0);
    assert_eq!(jaccard(&[1, 3, 5], &[3, 5, 9, 11]), 0.4);
    let matrix = vec![
        vec![1.0, 0.9, 0.2, 0.9],
        vec![0.9, 1.0, 0.9, 0.8],
        vec![0.2, 0.9, 1.0, 0.95],
        vec![0.9, 0.8, 0.95, 1.0],
    ];
    let similarity = Similarity { steps: vec![0, 10, 20, 30], matrix };
    let pairwise = [0.8, 0.85, 0.95, 0.96].map(|threshold| similarity.freezing_step(threshold));
    assert_eq!(pairwise, [Some(10), Some(20), Some(20), None]);
    let by_the_last = [0.8, 0.85, 0.96].map(|threshold| similarity.freezing_step_by_the_last(threshold));
    assert_eq!(by_the_last, [Some(0), Some(20), None]);
    let barriers = Barriers { steps: vec![0, 10, 20], heights: vec![0.5, 0.001, 0.002] };
    let clock = [1.0, 0.1, 0.002, 0.001].map(|threshold| barriers.freezing_step(threshold));
    assert_eq!(clock, [Some(0), Some(10), Some(10), None]);
    assert_eq!(Line { losses: vec![0.1, 0.5, 0.2] }.barrier(), 0.3);
    assert_eq!(Line { losses: vec![0.3, 0.1, 0.2] }.barrier(), 0.0);
}

#[test]
fn a_line_runs_from_end_to_end() {
    let prepared = prepared(small());
    let [one, other] = [3, 4].map(|seed| Weights::initial(prepared.start.shape.clone(), seed));
    let line = Line::between(&prepared, &one, &other, 5);
    for (loss, end) in [(line.losses[0], &one), (line.losses[4], &other)] {
        assert_eq!(loss, prepared.train.measure(end).loss);
    }
    let mut middle = one.clone();
    middle
        .values
        .iter_mut()
        .zip(other.values.iter())
        .for_each(|(value, other)| *value = 0.5 * (*value + other));
    assert!((line.losses[2] / prepared.train.measure(&middle).loss - 1.0).abs() < 1e-5);
}

#[test]
fn a_plane_holds_the_networks_that_lie_on_it() {
    let prepared = prepared(small());
    let base = &prepared.start;
    let [u, v] = [8, 9].map(|seed| Weights::initial(base.shape.clone(), seed));
    for part in [Part::All, Part::SECOND] {
        let range = part.range(base);
        let at = |x: f32, y: f32| {
            let mut weights = base.clone();
            for place in range.clone() {
                weights.values[place] += x * u.values[place] + y * v.values[place];
            }
            weights
        };
        let networks = [at(2.0, 0.0), at(-1.5, 0.4), at(0.3, -0.8), at(0.1, 0.2)];
        let plane = Plane::of(&networks.iter().collect::<Vec<_>>(), part, base);
        assert!(plane.shares[0] >= plane.shares[1] && (plane.shares[0] + plane.shares[1] - 1.0).abs() < 1e-5);
        for weights in &networks {
            let back = plane.network(plane.shadow(weights));
            let off =
                back.values.iter().zip(weights.values.iter()).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(off < 1e-5, "{off}");
        }
        let coarse = Lattice::new(&prepared, &plane, [[-3.0, 3.0], [-1.0, 2.0]], 3, &go).unwrap();
        let fine = coarse.finer(&prepared, &plane, &go).unwrap();
        assert_eq!(fine, Lattice::new(&prepared, &plane, [[-3.0, 3.0], [-1.0, 2.0]], 5, &go).unwrap());
        assert_eq!(fine.losses[5 + 3], prepared.train.measure(&plane.network([1.5, -0.25])).loss);
        assert!(coarse.finer(&prepared, &plane, &|_| Break(())).is_none());
    }
}

fn grid(base: Setup, etas: &[f64], batches: &[f64]) -> Grid {
    let [x, y] = axes(etas, batches);
    Grid::new(base, x, y).unwrap()
}

fn cells(grid: &Grid, which: &[usize], plan: CellPlan) -> Vec<Cell> {
    let done = Mutex::new(Vec::new());
    let digits = [Shipped::Train, Shipped::Test].map(|which| Digits::shipped(which).unwrap());
    let finished = |cell| done.lock().unwrap().push(cell);
    grid::compute(grid, which, plan, [&digits[0], &digits[1]], &|| true, &finished).unwrap();
    let mut cells = done.into_inner().unwrap();
    cells.sort_by_key(|cell: &Cell| cell.index);
    cells
}

#[test]
fn a_cell_is_the_same_whoever_computes_it_and_what_does_not_converge_is_grey() {
    let base = Setup { length: Length::Time(30.0), descent_eta: Some(0.05), ..small() };
    let grid = grid(base, &[0.02, 0.05, 5.0], &[25.0, 10.0]);
    let plan = CellPlan { repeats: 3, branches: 4, compared: 200 };
    let all = cells(&grid, &[0, 1, 2, 3, 4, 5], plan);
    assert_eq!(all.len(), 6);
    assert_eq!(cells(&grid, &[3, 1], plan), [all[1].clone(), all[3].clone()]);
    for (index, cell) in all.iter().enumerate() {
        let wild = index % 3 == 2;
        assert_eq!(cell.is_grey(), wild, "{cell:?}");
        assert_eq!(cell.spread.is_none(), wild);
        let told = [cell.eta_t_f(), cell.flatness_matched(), cell.flatness_raw(), cell.accuracy()];
        assert!(!wild || told.iter().all(Option::is_none), "{cell:?}");
        assert!((cell.setup.steps(), cell.setup.seed) == (if wild { 6 } else { [1_500, 600][index % 3] }, 1));
    }
    assert!(all[0].flatness_matched().unwrap().count == 3);
    assert!(all[3].spread > all[0].spread, "smaller batches scatter more");
}

#[test]
fn the_spread_of_a_cell_is_that_of_its_runs_ends() {
    let base = Setup { length: Length::Time(60.0), ..small() };
    let grid = grid(base, &[0.05], &[50.0, 25.0]);
    let cell = &cells(&grid, &[1], CellPlan { repeats: 4, branches: 2, compared: 200 })[0];
    let prepared = prepared(cell.setup.clone());
    let ends: Vec<Weights> = (0..4)
        .map(|repeat| run(&prepared, 1 << 16 | repeat, &Along::default(), &go).unwrap().end.weights)
        .collect();
    assert_eq!(cell.converged().count(), 4);
    // Over all pairs: Σ |θ_a − θ_b|² = 4 Σ |θ − mean|².
    let second = Part::SECOND.range(&ends[0]);
    let apart = |a: &Weights, b: &Weights| -> f64 {
        let pairs = a.values[second.clone()].iter().zip(&b.values[second.clone()]);
        pairs.map(|(a, b)| (f64::from(*a) - f64::from(*b)).powi(2)).sum()
    };
    let pairs = (0..4).flat_map(|a| (0..a).map(move |b| (a, b)));
    let squares: f64 = pairs.map(|(a, b)| apart(&ends[a], &ends[b])).sum::<f64>() / 4.0;
    let expected = (squares / 3.0).sqrt();
    assert!((cell.spread.unwrap() / expected - 1.0).abs() < 1e-9, "{:?} against {expected}", cell.spread);
}

#[test]
fn ranks_are_correlated_as_spearman_says() {
    assert_eq!(rank_correlation(&[(1.0, 1.0), (2.0, 10.0), (3.0, 11.0)]), Some(1.0));
    assert_eq!(rank_correlation(&[(1.0, 5.0), (2.0, 4.0), (3.0, -1.0)]), Some(-1.0));
    let tied = rank_correlation(&[(1.0, 1.0), (1.0, 2.0), (2.0, 3.0), (3.0, 3.0)]).unwrap();
    assert!((tied - 8.0 / 9.0).abs() < 1e-12, "{tied}");
    assert_eq!(rank_correlation(&[(1.0, 1.0), (2.0, 2.0)]), None);
    let mean = Mean::of([1.0, 3.0]).unwrap();
    assert_eq!((mean.mean, mean.error, mean.count), (2.0, Some(1.0), 2));
}

/// Live size: with the noise on for longer, ends at one loss are flatter, and no barrier is left to the last.
#[test]
fn later_branches_end_flatter_at_the_same_loss_and_in_one_valley() {
    let (mut rose, mut early, mut late) = (0, 0.0, 0.0);
    let mut rises = Vec::new();
    for seed in 1..=8 {
        let prepared = prepared(Setup { seed, ..Setup::default() });
        let parent = run(&prepared, 0, &Along::default(), &go).unwrap();
        let bends = Bends { layer: true, all: false };
        let plan = Plan { at: vec![0, 100, 1_000], bends, equal: 0, patience: 20_000, trail: 0 };
        let branches = continuation(&prepared, &parent, &plan, &go).unwrap();
        let flatness =
            |index: usize| branches[index].end(ReadOut::Matched).unwrap().flatness_layer().unwrap();
        let rise = flatness(2) - flatness(0);
        rose += u32::from(rise > 0.0);
        rises.push(rise);
        let barriers = Barriers::to_the_last(&prepared, &branches, ReadOut::Matched, &go).unwrap();
        early += barriers.heights[0];
        late += barriers.heights[1];
    }
    println!("F rises by {rises:?}; barriers {} and {}", early / 8.0, late / 8.0);
    assert!(rose >= 7, "{rises:?}");
    assert!(early > 10.0 * late, "{early} {late}");
}

/// Children of a later step are in one valley with each other.
#[test]
fn children_part_ways_at_the_start_and_not_later() {
    let (mut early, mut late) = (0.0, 0.0);
    for seed in 1..=4 {
        let prepared = prepared(Setup { seed, ..Setup::default() });
        let parent = run(&prepared, 0, &Along::default(), &go).unwrap();
        let pairs = children(&prepared, &parent, &[0, 100], &go).unwrap();
        early += pairs[0].barrier.unwrap();
        late += pairs[1].barrier.unwrap();
    }
    println!("barriers between children: {} and {}", early / 4.0, late / 4.0);
    assert!(early > 10.0 * late, "{early} {late}");
}

/// Networks.md's grid: two minutes.
#[test]
#[ignore = "minutes: the grid of Fig. 2 at live size"]
fn flatness_spread_and_freezing_follow_the_temperature() {
    let base = Setup { digits: 300, length: Length::Time(40.0), descent_eta: Some(0.05), ..Setup::default() };
    let grid = grid(base, &[0.02, 0.05, 0.1], &[150.0, 50.0, 20.0, 10.0]);
    let which: Vec<usize> = (0..grid.len()).collect();
    let cells = cells(&grid, &which, CellPlan::default());
    let along = |of: &dyn Fn(&Cell) -> Option<f64>| {
        let told = cells.iter().filter(|cell| !cell.is_grey());
        let pairs: Vec<(f64, f64)> = told.filter_map(|cell| Some((cell.temperature(), of(cell)?))).collect();
        rank_correlation(&pairs).unwrap()
    };
    let flatness = along(&|cell| Some(cell.flatness_matched()?.mean));
    let spread = along(&|cell| cell.spread);
    let freezing = along(&|cell| Some(cell.eta_t_f()?.mean));
    println!("rank correlations with η/B: F {flatness:.2}, r {spread:.2}, ηt_f {freezing:.2}");
    assert!(flatness >= 0.7 && spread >= 0.8 && freezing >= 0.6);
    // It is no collapse: at one η/B the learning rates differ by far.
    let frozen = |eta: f64, batch: f64| {
        let same = |cell: &&Cell| (cell.setup.eta.at(0), cell.setup.batch.at(0)) == (eta, batch);
        cells.iter().find(same).unwrap().eta_t_f().unwrap().mean
    };
    assert!(frozen(0.1, 50.0) > 3.0 * frozen(0.02, 10.0));
}

/// The paper's size: a quarter of an hour.
#[test]
#[ignore = "a quarter of an hour: Fig. 1 at the paper's size, five times"]
fn the_paper_is_right_at_its_own_size() {
    use frostline::networks::model::Preset;
    let mut rises = Vec::new();
    let prepared = prepared(Setup { target_loss: 0.005, ..Preset::Paper.setup() });
    for repeat in 0..5 {
        let parent = run(&prepared, repeat, &Along::default(), &go).unwrap();
        let plan = Plan { equal: 0, ..Plan::first_half(2_000, 51, Bends { layer: true, all: false }) };
        let branches = continuation(&prepared, &parent, &plan, &go).unwrap();
        let flatness =
            |index: usize| branches[index].end(ReadOut::Matched).unwrap().flatness_layer().unwrap();
        rises.push(flatness(branches.len() - 1) - flatness(0));
        let frozen = Similarity::of(&branches, ReadOut::Matched, 200).freezing_step(0.9);
        println!("F rises by {:.2}, frozen at {frozen:?}", rises[rises.len() - 1]);
        assert!(frozen.is_some_and(|step| (200..=800).contains(&step)), "{frozen:?}");
    }
    let rise = Mean::of(rises).unwrap();
    assert!(rise.mean > 5.0 * rise.error.unwrap(), "{rise:?}");
}
