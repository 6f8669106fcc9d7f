//! What a step of training costs, beside what the machine could do at best: descent and products with the Hessian as shares
//! of the peak of multiply-adds, SGD, and Fig. 1 at live size on one thread and two. Run with `cargo bench --bench networks`.
//!
//! Every figure is the best of many short runs on the clock: other work on the machine only ever slows a run down. A figure
//! that misses its bar is marked, and the benchmark then ends with exit code 1.

use std::hint::black_box;
use std::ops::ControlFlow;
use std::time::Instant;

use frostline::networks::curvature::{Hessian, Part};
use frostline::networks::experiments::continuation::{Plan, continuation};
use frostline::networks::experiments::prepared::Prepared;
use frostline::networks::experiments::reading::Bends;
use frostline::networks::experiments::run::{Along, run};
use frostline::networks::model::{Digits, Setup, Shipped, Weights};
use frostline::networks::training::{Checkpoint, Dataset, Descent, Sgd};
use frostline::platform::simd::SimdPath;
use frostline::settings::{Schedule, Settings};

/// Seconds that every figure is tried for, at least.
const TRIED: f64 = 1.5;

fn main() {
    let mut missed = false;
    let mut report = |what: &str, value: f64, unit: &str, bar: Option<(f64, bool)>| {
        let (words, holds) = match bar {
            None => (String::new(), true),
            Some((least, true)) => (format!("  (bar: at least {least})"), value >= least),
            Some((most, false)) => (format!("  (bar: at most {most})"), value <= most),
        };
        println!("{what:<52} {value:9.3} {unit}{words}{}", if holds { "" } else { "  MISSED" });
        missed |= !holds;
    };

    for path in SimdPath::available() {
        let peak = peak(path);
        if let Some(peak) = peak {
            report(&format!("{}: multiply-adds at best", path.name()), peak, "Gflop/s", None);
        }
        for (pooling, hidden, digits) in [(1, 50, 1_000), (2, 50, 1_000), (2, 32, 500)] {
            let net = Net::new(pooling, hidden, digits, path);
            let name = |what: &str| {
                format!("{}, {}-{hidden}-{hidden}-10, {digits}: {what}", path.name(), net.inputs())
            };
            let seconds = net.descent();
            report(&name("descent"), 1e3 * seconds, "ms", None);
            if let Some(peak) = peak {
                // The bar is that of the paper's size.
                let bar = (path.name() == "AVX-512" && pooling == 1).then_some((55.0, true));
                report(&name("share"), 100.0 * net.work() / seconds / (1e9 * peak), "%", bar);
            }
            // A product passes the hidden layers twice where a descent does once: with few inputs that alone is 1.3.
            let bar = (pooling == 1).then_some((1.3, false));
            report(&name("product"), net.product() / seconds, "descents", bar);
            for batch in [50, 10] {
                report(&name(&format!("SGD, B = {batch}")), 1e6 * net.sgd(batch), "µs", None);
            }
        }
    }

    let [one, two] = [1, 2].map(fig1);
    report("Fig. 1 at live size, two threads", two, "s", Some((6.0, false)));
    report("one thread against two", one / two, "times", Some((1.8, true)));
    if missed {
        std::process::exit(1);
    }
}

/// Seconds of the fastest of as many runs as there is time for.
fn best(mut work: impl FnMut()) -> f64 {
    let (begun, mut best) = (Instant::now(), f64::INFINITY);
    while begun.elapsed().as_secs_f64() < TRIED {
        let start = Instant::now();
        work();
        best = best.min(start.elapsed().as_secs_f64());
    }
    best
}

/// A network with its digits.
struct Net {
    dataset: Dataset,
    weights: Weights,
    setup: Setup,
}

impl Net {
    fn new(pooling: u32, hidden: u32, digits: u32, path: SimdPath) -> Self {
        let setup = Setup { hidden: vec![hidden; 2], pooling, digits, ..Setup::default() };
        let trained_on =
            setup.trained_on(&Digits::shipped(Shipped::Train).unwrap()).expect("there are so many");
        let shape = setup.shape(trained_on.inputs()).expect("a network");
        Self { weights: Weights::initial(shape, 1), dataset: Dataset::new(trained_on).on_path(path), setup }
    }

    fn inputs(&self) -> usize {
        self.weights.shape.inputs()
    }

    /// Operations of a step of descent: forward and gradient of every layer, and back through all but the first.
    fn work(&self) -> f64 {
        let layers = self.weights.shape.layers().enumerate();
        let products =
            layers.map(|(index, layer)| layer.inputs * layer.outputs * if index == 0 { 2 } else { 3 });
        2.0 * self.dataset.len() as f64 * products.sum::<usize>() as f64
    }

    fn descent(&self) -> f64 {
        let mut descent = Descent::new(&self.dataset, self.weights.clone());
        best(|| {
            descent.look();
            descent.step(1e-4);
        })
    }

    fn sgd(&self, batch: u32) -> f64 {
        let batch = Schedule::Constant(f64::from(batch));
        let setup = Setup { batch, eta: Schedule::Constant(1e-4), ..self.setup.clone() };
        let start = Checkpoint::start(self.weights.clone());
        let mut sgd = Sgd::from(start, &setup.checked().expect("valid"), 0, &self.dataset);
        best(|| sgd.advance(10)) / 10.0
    }

    fn product(&self) -> f64 {
        let mut hessian = Hessian::at(&self.weights, &self.dataset);
        let mut out = vec![0.0; self.weights.values.len()];
        best(|| hessian.product(Part::All, &self.weights.values, &mut out))
    }
}

/// Seconds of a run and 21 branches with all that is read off them.
fn fig1(threads: usize) -> f64 {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
    let prepared = Prepared::shipped(Setup::default()).expect("valid");
    let go = |_| ControlFlow::Continue(());
    let seconds = || {
        let start = Instant::now();
        let parent = run(&prepared, 0, &Along::default(), &go).expect("not cancelled");
        let plan = Plan::first_half(prepared.setup.steps(), 21, Bends::BOTH);
        let branches = pool.install(|| continuation(&prepared, &parent, &plan, &go)).expect("not cancelled");
        assert!(branches.len() == 21);
        start.elapsed().as_secs_f64()
    };
    (0..2).map(|_| seconds()).fold(f64::INFINITY, f64::min)
}

/// Gflop/s of independent multiply-adds that touch no memory, where the path has vectors of its own.
fn peak(path: SimdPath) -> Option<f64> {
    const ROUNDS: u32 = 50_000;
    let (lanes, chains): (f64, Box<dyn FnMut()>) = match path.name() {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: a path is only ever made where the machine has it.
        "AVX-512" => (16.0, Box::new(|| _ = black_box(unsafe { chains_avx512(ROUNDS) }))),
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        "AVX2" => (8.0, Box::new(|| _ = black_box(unsafe { chains_avx2(ROUNDS) }))),
        _ => return None,
    };
    Some(2.0 * lanes * CHAINS as f64 * f64::from(ROUNDS) / best(chains) / 1e9)
}

/// As many as the machine has under way, and no more than it has registers.
const CHAINS: usize = 12;

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn chains_avx512(rounds: u32) -> [std::arch::x86_64::__m512; CHAINS] {
    use std::arch::x86_64::{_mm512_fmadd_ps, _mm512_set1_ps};
    let (factor, term) = (_mm512_set1_ps(black_box(0.9)), _mm512_set1_ps(black_box(0.1)));
    let mut sums = [term; CHAINS];
    for _ in 0..rounds {
        for sum in &mut sums {
            *sum = _mm512_fmadd_ps(*sum, factor, term);
        }
    }
    sums
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn chains_avx2(rounds: u32) -> [std::arch::x86_64::__m256; CHAINS] {
    use std::arch::x86_64::{_mm256_fmadd_ps, _mm256_set1_ps};
    let (factor, term) = (_mm256_set1_ps(black_box(0.9)), _mm256_set1_ps(black_box(0.1)));
    let mut sums = [term; CHAINS];
    for _ in 0..rounds {
        for sum in &mut sums {
            *sum = _mm256_fmadd_ps(*sum, factor, term);
        }
    }
    sums
}
