//! Gradients against differences, and the promise that a run has the same bits wherever it is taken up, on any number of
//! threads and on any path.

use frostline::networks::model::{Digits, Setup, Shipped, Stream, Weights};
use frostline::networks::training::{
    Checkpoint, Dataset, Descending, Descent, Order, Place, Sgd, descend, descend_abreast,
};
use frostline::platform::simd::SimdPath;
use frostline::settings::{Piece, Schedule, Settings, Shape as Way};
use rayon::prelude::*;

use crate::oracle::{in_f64, off, slopes};

/// The digits of a setup, and the weights of its run after so many steps.
pub fn trained(setup: &Setup, steps: u32) -> (Weights, Digits) {
    let digits = setup.trained_on(&Digits::shipped(Shipped::Train).unwrap()).unwrap();
    let setup =
        Setup { batch: Schedule::Constant(setup.batch.at(0).min(f64::from(setup.digits))), ..setup.clone() };
    let start = Weights::initial(setup.shape(digits.inputs()).unwrap(), setup.seed);
    let dataset = Dataset::new(digits.clone());
    let mut sgd = Sgd::from(Checkpoint::start(start), &setup.checked().unwrap(), 0, &dataset);
    sgd.advance(steps);
    assert!(!sgd.diverged());
    (sgd.weights().clone(), digits)
}

#[test]
fn the_gradient_is_the_difference_of_the_loss() {
    for (hidden, digits) in [(vec![13, 11], 70), (vec![9], 130), (vec![8, 7, 6], 33)] {
        let setup = Setup { hidden, pooling: 4, digits, ..Setup::default() };
        let (weights, digits) = trained(&setup, 50);
        let places: Vec<usize> = (0..weights.values.len()).step_by(7).collect();
        let expected = slopes(&in_f64(&weights), &weights.shape, &digits, &places);
        for path in SimdPath::available() {
            let dataset = Dataset::new(digits.clone()).on_path(path);
            let mut descent = Descent::new(&dataset, weights.clone());
            let tally = descent.look();
            let loss = crate::oracle::loss(&in_f64(&weights), &weights.shape, &digits);
            assert!((tally.loss / loss - 1.0).abs() < 1e-6, "{} against {loss}", tally.loss);
            let found: Vec<f64> = places.iter().map(|&place| f64::from(descent.gradient()[place])).collect();
            let off = off(&found, &expected);
            println!("{}: off by {off:.1e}", path.name());
            assert!(off < 1e-5, "{}: {off:e}", path.name());
        }
    }
}

/// Where all threads share every step it is the same descent.
#[test]
fn abreast_a_descent_has_the_same_bits() {
    // One panel, several, and a last one of few digits.
    for digits in [60, 300, 500, 1_000] {
        let (start, digits) = trained(&Setup { digits, ..Setup::default() }, 20);
        for path in SimdPath::available() {
            let dataset = Dataset::new(digits.clone()).on_path(path);
            let went = |way: Descending| {
                let since = std::time::Instant::now();
                let mut losses = Vec::new();
                let end = way(&dataset, start.clone(), 0.05, &mut |tally, _| {
                    losses.push((tally.loss.to_bits(), tally.right));
                    losses.len() < 60
                });
                (losses, end, since.elapsed())
            };
            let [(losses, end, alone), (others, other, abreast)] = [descend, descend_abreast].map(went);
            println!("{} digits, {}: {alone:.1?} alone, {abreast:.1?} abreast", digits.len(), path.name());
            assert!(losses == others && end == other, "{} digits, {}", digits.len(), path.name());
        }
    }
}

/// A run in which the learning rate falls, batches grow over more than a panel and epochs end within batches.
fn changing() -> Setup {
    let piece = |steps, from, to| Piece { steps, from, to, shape: Way::Linear };
    Setup {
        digits: 300,
        eta: Schedule::Pieces(vec![piece(60, 0.1, 0.02)]),
        batch: Schedule::Pieces(vec![piece(60, 7.0, 170.0)]),
        ..Setup::default()
    }
}

fn bits(weights: &Weights) -> Vec<u32> {
    weights.values.iter().map(|value| value.to_bits()).collect()
}

fn start(setup: &Setup, digits: &Digits) -> Checkpoint {
    Checkpoint::start(Weights::initial(setup.shape(digits.inputs()).unwrap(), setup.seed))
}

#[test]
fn a_run_has_the_same_bits_from_any_checkpoint_on_any_number_of_threads() {
    let setup = changing();
    let digits = setup.trained_on(&Digits::shipped(Shipped::Train).unwrap()).unwrap();
    let dataset = Dataset::new(digits.clone());
    let checked = setup.clone().checked().unwrap();
    let run = |checkpoint: Checkpoint, repeat: u64, steps: u32| {
        let mut sgd = Sgd::from(checkpoint, &checked, repeat, &dataset);
        sgd.advance(steps);
        sgd.checkpoint()
    };
    let whole: Vec<Checkpoint> = (0..4).map(|repeat| run(start(&setup, &digits), repeat, 60)).collect();
    assert!(whole.iter().skip(1).all(|other| bits(&other.weights) != bits(&whole[0].weights)));
    for threads in [1, 2, 3, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            (0..16_usize).into_par_iter().with_max_len(1).for_each(|index| {
                let (repeat, cut) = ((index % 4) as u64, [0, 1, 23, 59][index / 4]);
                let taken_up = run(run(start(&setup, &digits), repeat, cut), repeat, 60 - cut);
                assert!(taken_up == whole[index % 4], "taken up at {cut} on {threads} threads");
            });
        });
    }
}

#[test]
fn every_path_with_fused_multiply_add_gives_the_same_bits() {
    let setup = changing();
    let digits = setup.trained_on(&Digits::shipped(Shipped::Train).unwrap()).unwrap();
    let paths: Vec<SimdPath> = SimdPath::available().into_iter().filter(|path| path.fused()).collect();
    let ends = paths.iter().map(|&path| {
        let dataset = Dataset::new(digits.clone()).on_path(path);
        let mut sgd = Sgd::from(start(&setup, &digits), &setup.clone().checked().unwrap(), 0, &dataset);
        sgd.advance(60);
        let mut descent = Descent::new(&dataset, sgd.weights().clone());
        for _ in 0..5 {
            descent.look();
            descent.step(0.05);
        }
        (bits(descent.weights()), descent.look().loss.to_bits())
    });
    let ends: Vec<_> = ends.collect();
    assert!(ends.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn an_epoch_sees_every_digit_once() {
    let mut order = Order::from(Place::default(), 100, 1, 0);
    let mut epochs = Vec::new();
    for _ in 0..3 {
        let mut seen: Vec<u32> = Vec::new();
        while seen.len() < 100 {
            seen.extend(order.next(30));
        }
        epochs.push(seen.clone());
        seen.sort_unstable();
        assert!(seen.iter().zip(0..).all(|(seen, index)| *seen == index));
    }
    assert_ne!(epochs[0], epochs[1]);
    assert_ne!(epochs[1], epochs[2]);
}

#[test]
fn a_step_of_sgd_on_all_digits_is_a_step_of_descent() {
    let setup = Setup { digits: 100, batch: Schedule::Constant(100.0), ..Setup::default() };
    let digits = setup.trained_on(&Digits::shipped(Shipped::Train).unwrap()).unwrap();
    let dataset = Dataset::new(digits.clone());
    let mut sgd = Sgd::from(start(&setup, &digits), &setup.clone().checked().unwrap(), 0, &dataset);
    let mut descent = Descent::new(&dataset, start(&setup, &digits).weights);
    for _ in 0..20 {
        sgd.advance(1);
        descent.look();
        descent.step(0.05);
    }
    let [a, b] = [sgd.weights(), descent.weights()].map(in_f64);
    assert!(off(&a, &b) < 1e-5, "{}", off(&a, &b));
}

#[test]
fn the_mean_step_of_batches_is_the_step_of_all_digits() {
    let setup = Setup { digits: 120, batch: Schedule::Constant(7.0), ..Setup::default() };
    let digits = setup.trained_on(&Digits::shipped(Shipped::Train).unwrap()).unwrap();
    let dataset = Dataset::new(digits.clone());
    let from = start(&setup, &digits);
    let mut descent = Descent::new(&dataset, from.weights.clone());
    descent.look();
    let mut sum = vec![0.0; from.weights.values.len()];
    // The batches of one epoch, each from the same weights.
    let checked = setup.clone().checked().unwrap();
    let mut place = Place::default();
    while place.seen < 120 {
        let checkpoint = Checkpoint { step: 0, place, weights: from.weights.clone() };
        let mut sgd = Sgd::from(checkpoint, &checked, 0, &dataset);
        sgd.advance(1);
        let next = sgd.checkpoint().place;
        let share = (next.seen - place.seen) as f64 / 120.0;
        for (sum, (after, before)) in
            sum.iter_mut().zip(sgd.weights().values.iter().zip(from.weights.values.iter()))
        {
            *sum += share * f64::from(before - after) / 0.05;
        }
        place = next;
    }
    let gradient: Vec<f64> = descent.gradient().iter().map(|slope| f64::from(*slope)).collect();
    assert!(off(&sum, &gradient) < 1e-4, "{}", off(&sum, &gradient));
}

#[test]
fn a_run_that_diverges_says_so() {
    let setup = Setup { digits: 100, ..Setup::default() };
    let digits = setup.trained_on(&Digits::shipped(Shipped::Train).unwrap()).unwrap();
    let dataset = Dataset::new(digits.clone());
    for (factor, diverged) in [(1.0, false), (1e15, true)] {
        let mut from = start(&setup, &digits);
        from.weights.values.iter_mut().for_each(|value| *value *= factor);
        let mut sgd = Sgd::from(from, &setup.clone().checked().unwrap(), 0, &dataset);
        sgd.advance(20);
        assert_eq!(sgd.diverged(), diverged, "{factor}");
    }
}

#[test]
fn unlike_streams_order_unlike_epochs() {
    let mut one = Stream::of([1, 2]);
    let mut other = Stream::of([2, 1]);
    assert_ne!(one.permutation(50), other.permutation(50));
}
