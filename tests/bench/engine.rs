//! Nanoseconds per walker-step of every SIMD path this machine has, beside the oracle, and how the
//! work scales over threads. Run with `cargo bench --bench engine`.

use std::time::Instant;

use frostline::model::Scenario;
use frostline::sim::{ReferenceWalker, SimdPath, Swarm};

fn main() {
    let scenario = Scenario { walkers: 2_048, steps: 20_000, y_i: 5.0, ..Scenario::default() };
    for path in SimdPath::available() {
        println!("{:<10} {:6.2} ns per walker-step, 1 thread", path.name(), swarm(&scenario, path, 1));
    }
    let path = SimdPath::available()[0];
    let (one, two) = (swarm(&scenario, path, 1), swarm(&scenario, path, 2));
    println!("2 threads  {:6.2} times the speed of 1 ({})", one / two, path.name());
    for walkers in [1_000, 10_000, 100_000, 1_000_000] {
        let steps = (40_000_000 / walkers).max(2_000);
        let scenario = Scenario { walkers, steps, ..scenario.clone() };
        println!("{walkers:>9} walkers {:6.2} ns, 1 thread", swarm(&scenario, path, 1));
    }
    println!("{:<10} {:6.0} ns per walker-step", "oracle", oracle(&scenario));
}

/// The best of several runs: other work on the machine only ever slows a run down.
fn swarm(scenario: &Scenario, path: SimdPath, threads: usize) -> f64 {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a thread pool");
    (0..5)
        .map(|_| {
            let mut swarm = Swarm::new(scenario).on_path(path);
            let start = Instant::now();
            pool.install(|| swarm.advance(scenario.steps));
            let nanos = start.elapsed().as_nanos() as f64;
            assert!(swarm.summary().p_flat > Some(0.5));
            nanos / f64::from(scenario.walkers) / f64::from(scenario.steps)
        })
        .fold(f64::INFINITY, f64::min)
}

fn oracle(scenario: &Scenario) -> f64 {
    let steps = 200_000_u32;
    let mut walker = ReferenceWalker::new(scenario, 0);
    let start = Instant::now();
    for _ in 0..steps {
        walker.advance(scenario);
    }
    start.elapsed().as_nanos() as f64 / f64::from(steps)
}
