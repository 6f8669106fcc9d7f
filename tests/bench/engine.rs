//! Nanoseconds per walker-step of every SIMD path this machine has, beside the oracle; how the work scales over
//! threads; the published phase diagram; the density prediction and the law of the last hop. Run with `cargo bench --bench engine`.
//!
//! Every figure is the best of several runs: other work on the machine only ever slows a run down. What one thread
//! costs is its processor time where the system tells it (Linux), else the time on the clock. A figure that misses
//! its bar is marked, and the benchmark then ends with exit code 1.

use std::ops::ControlFlow;
use std::time::Instant;

use frostline::valleys::experiments::run::fresh;
use frostline::valleys::experiments::sweep::{Axis, Grid};
use frostline::valleys::model::{NoiseLaw, Preset, Scenario};
use frostline::valleys::sim::{ReferenceWalker, SimdPath, Swarm};
use frostline::valleys::theory::{Patience, density, density_and_last_hops};
use rayon::prelude::*;

/// Repetitions of every measurement.
const TRIES: u32 = 7;

fn main() {
    let mut missed = false;
    let mut report = |what: &str, value: f64, unit: &str, bar: Option<Bar>| {
        let (verdict, ok) = match bar {
            None => (String::new(), true),
            Some(bar) => (format!("  (bar: {})", bar.words()), bar.holds(value)),
        };
        println!("{what:<44} {value:8.2} {unit}{verdict}{}", if ok { "" } else { "  MISSED" });
        missed |= !ok;
    };

    let scenario = Scenario { walkers: 2_048, ..Preset::Fig3.scenario() };
    for path in SimdPath::available() {
        let bar = match path.name() {
            "AVX-512" => Some(Bar::AtMost(2.2)),
            "AVX2" => Some(Bar::AtMost(3.5)),
            _ => Some(Bar::AtMost(9.0)),
        };
        let nanos = 1e9 * one_thread(&scenario, path) / size(&scenario);
        report(&format!("{}, 1 thread", path.name()), nanos, "ns per walker-step", bar);
    }
    for path in SimdPath::available() {
        let of = |steps, walkers| Scenario { steps, walkers, ..scenario.clone() };
        // As many walker-steps each; a short run is sampled at every step, a long one hardly ever.
        let per_step = |scenario: &Scenario| one_thread(scenario, path) / size(scenario);
        let recorded = per_step(&of(1_000, 65_536)) / per_step(&of(64_000, 1_024));
        report(
            &format!("{}, 1,000 steps, all recorded", path.name()),
            recorded,
            "steps",
            Some(Bar::AtMost(1.6)),
        );
        let logged = logging(&scenario, path) / one_thread(&scenario, path);
        report(&format!("{}, every hop logged", path.name()), logged, "steps", Some(Bar::AtMost(1.03)));
        for alpha in [0.0, 0.5, 1.5, 2.0] {
            let bent = Scenario { noise: NoiseLaw::with_alpha(alpha), ..scenario.clone() };
            let ratio = one_thread(&bent, path) / one_thread(&scenario, path);
            let what = format!("{}, α = {alpha} against 1", path.name());
            report(&what, ratio, "times", Some(Bar::AtMost(1.03)));
        }
    }
    report("oracle", oracle(&scenario), "ns per walker-step", None);
    for path in SimdPath::available() {
        let pace = swarm(&scenario, path, 1) / swarm(&scenario, path, 2);
        report(&format!("{}, 2 threads against 1", path.name()), pace, "times", Some(Bar::AtLeast(1.8)));
    }
    for walkers in [1_000, 10_000, 100_000, 1_000_000] {
        let scenario = Scenario { walkers, steps: 40_000_000 / walkers, ..scenario.clone() };
        let nanos = 1e9 * one_thread(&scenario, SimdPath::available()[0]) / size(&scenario);
        report(&format!("{walkers} walkers, 1 thread"), nanos, "ns per walker-step", None);
    }
    for path in SimdPath::available() {
        let bar = (path.name() == "AVX2").then_some(Bar::AtMost(8.0));
        let seconds = best(2, || phase_diagram(&|scenario| fresh(scenario).on_path(path)));
        report(&format!("published phase diagram, {}, 2 threads", path.name()), seconds, "s", bar);
    }
    let seconds = best(2, || phase_diagram(&|scenario| fresh(scenario).until_frozen(0)));
    report("the same until frozen, as in a sweep", seconds, "s", None);
    let seconds = best(TRIES, || predict_density(&scenario));
    report("density prediction of 20,000 steps", seconds, "s", Some(Bar::AtMost(1.0)));
    for (what, preset, most) in [("Fig. 3", Preset::Fig3, 0.25), ("Fig. 4", Preset::Fig4, 0.8)] {
        let scenario = preset.scenario();
        let [alone, both] = in_turns(|| predict_density(&scenario), || predict_last_hops(&scenario));
        report(&format!("density and last hops of {what}"), both, "s", Some(Bar::AtMost(most)));
        report("the same against the density alone", both / alone, "times", Some(Bar::AtMost(2.2)));
    }
    if missed {
        std::process::exit(1);
    }
}

/// What a figure has to be.
#[derive(Clone, Copy)]
enum Bar {
    AtMost(f64),
    AtLeast(f64),
}

impl Bar {
    fn holds(self, value: f64) -> bool {
        match self {
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
        }
    }

    fn words(self) -> String {
        match self {
            Self::AtMost(most) => format!("at most {most}"),
            Self::AtLeast(least) => format!("at least {least}"),
        }
    }
}

fn size(scenario: &Scenario) -> f64 {
    f64::from(scenario.walkers) * f64::from(scenario.steps)
}

/// Seconds of the fastest of several runs of either, which take turns.
fn in_turns(one: impl Fn(), other: impl Fn()) -> [f64; 2] {
    let seconds = (0..TRIES).map(|_| [best(1, &one), best(1, &other)]);
    seconds.fold([f64::INFINITY; 2], |least, these| [0, 1].map(|run| least[run].min(these[run])))
}

/// Seconds of the fastest of several runs.
fn best(tries: u32, run: impl Fn()) -> f64 {
    let seconds = |_| {
        let start = Instant::now();
        run();
        start.elapsed().as_secs_f64()
    };
    (0..tries).map(seconds).fold(f64::INFINITY, f64::min)
}

fn pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a thread pool")
}

/// Processor seconds of a run on one thread, statistics on.
fn one_thread(scenario: &Scenario, path: SimdPath) -> f64 {
    processor_time(scenario, &|| fresh(scenario).on_path(path))
}

/// The same with every hop written down.
fn logging(scenario: &Scenario, path: SimdPath) -> f64 {
    processor_time(scenario, &|| fresh(scenario).on_path(path).logging_hops())
}

fn processor_time(scenario: &Scenario, start: &(dyn Fn() -> Swarm + Sync)) -> f64 {
    let seconds = |_| {
        let mut swarm = start();
        let before = busy();
        swarm.advance(scenario.steps);
        let seconds = busy() - before;
        assert!(swarm.summary().p_flat >= Some(0.4));
        seconds
    };
    pool(1).install(|| (0..TRIES).map(seconds).fold(f64::INFINITY, f64::min))
}

/// Seconds this thread has been at work.
fn busy() -> f64 {
    let nanos = std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    nanos.map_or_else(|| START.get_or_init(Instant::now).elapsed().as_secs_f64(), |nanos| nanos * 1e-9)
}

/// Seconds of a run on the clock, statistics on.
fn swarm(scenario: &Scenario, path: SimdPath, threads: usize) -> f64 {
    let pool = pool(threads);
    best(TRIES, || {
        let mut swarm = fresh(scenario).on_path(path);
        pool.install(|| swarm.advance(scenario.steps));
        assert!(swarm.summary().p_flat >= Some(0.4));
    })
}

/// The 100 × 2000 × 20,000 of Figs. 3c and 3d.
fn phase_diagram(start: &(dyn Fn(&Scenario) -> Swarm + Sync)) {
    let axis = |text: &str| text.parse::<Axis>().expect("an axis");
    let grid = Grid::new(Preset::Fig3.scenario(), axis("eta=0.01:0.1:10:log"), axis("sigma=0.01:0.1:10:log"))
        .expect("a grid");
    let flat: f64 = pool(2).install(|| {
        (0..grid.len())
            .into_par_iter()
            .with_max_len(1)
            .map(|index| {
                let scenario = grid.cell(index).expect("a valid cell");
                let mut swarm = start(&scenario);
                swarm.advance(scenario.steps);
                swarm.summary().p_flat.expect("walkers live")
            })
            .sum()
    });
    assert!((70.0..100.0).contains(&flat), "the mean P_flat of the diagram is about 0.8");
}

fn predict_density(scenario: &Scenario) {
    let predicted =
        density(scenario, &[scenario.steps], Patience::ENDLESS, &mut |_| ControlFlow::Continue(()));
    assert!(predicted.is_some_and(|density| density.trace.points.len() == 1));
}

fn predict_last_hops(scenario: &Scenario) {
    let steps = [scenario.steps];
    let predicted =
        density_and_last_hops(scenario, &steps, Patience::ENDLESS, &mut |_| ControlFlow::Continue(()));
    assert!(predicted.is_some_and(|(_, hops)| hops.is_ok_and(|hops| hops.hopped.is_some())));
}

/// Nanoseconds of one step of one walker.
fn oracle(scenario: &Scenario) -> f64 {
    let steps = 100_000_u32;
    let seconds = best(3, || {
        let mut walker = ReferenceWalker::new(scenario, 0);
        for _ in 0..steps {
            walker.advance(scenario);
        }
        assert!(!walker.diverged);
    });
    1e9 * seconds / f64::from(steps)
}
