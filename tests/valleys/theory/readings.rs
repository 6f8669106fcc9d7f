//! Three readings of one noise, each against walkers that read it so.

use frostline::valleys::theory::{Reading, p_steady_read};

use super::*;

/// The published height y = 3 at Δ_S = 1e-3.
#[test]
fn three_processes_have_three_shares() {
    let landscape = Landscape::default();
    let shares = Reading::ALL.map(|reading| value(&p_steady_read(&landscape, HESSIAN, reading, 3.0, 1e-3)));
    for (share, expected) in shares.into_iter().zip([0.792, 0.755, 0.715]) {
        assert!((share - expected).abs() < 5e-4, "{shares:?}");
    }
    // With the same noise on both sides there is nothing to read.
    for reading in Reading::ALL {
        let even = p_steady_read(&landscape, NoiseLaw::Uniform, reading, 3.0, 1e-3);
        assert!((value(&even) - value(&p_boltzmann(&landscape, NoiseLaw::Uniform))).abs() < 1e-12);
    }
}

/// Far up, where A28's rates are exact, the right-hand side of Eq. 9 has the share of the middle reading, and so odds that
/// are √γ off those of Eq. 6.
#[test]
fn eq_9_is_the_middle_reading() {
    for gamma in [0.66, 1.2, 1.515, 3.0] {
        let landscape = Landscape::default().with_gamma(gamma);
        let odds = |share: f64| share / (1.0 - share);
        let eq9 = odds(value(&p_ss_approximate(&landscape, HESSIAN, 12.0, 1e-3)));
        let of = |reading| odds(value(&p_steady_read(&landscape, HESSIAN, reading, 12.0, 1e-3)));
        assert!((eq9 / of(Reading::Stratonovich) - 1.0).abs() < 1e-3, "{gamma}");
        assert!((of(Reading::Ito) / eq9 / gamma.sqrt() - 1.0).abs() < 1e-3, "{gamma}");
    }
}

/// D(x) that goes from one side's to the other's within a width.
struct Smooth {
    landscape: Landscape,
    y: f64,
    ln_d: [f64; 2],
    width: f64,
}

impl Smooth {
    fn new(noise: NoiseLaw, width: f64) -> Self {
        let (landscape, y, delta_s) = (Landscape::default(), 2.0, 1e-3);
        let ln_d = Valley::BOTH.map(|valley| noise.diffusion(&landscape, valley, y, delta_s).ln());
        Self { landscape, y, ln_d, width }
    }

    fn diffusion(&self, x: f64) -> f64 {
        let flat = 0.5 + 0.5 * (x / self.width).tanh();
        (flat * self.ln_d[0] + (1.0 - flat) * self.ln_d[1]).exp()
    }

    /// The share of x > 0 of p ∝ D^{a−1} e^{−∫L′/D}, summed up point by point.
    fn exact(&self, a: f64) -> f64 {
        let (h, points) = (2e-6, 300_000);
        let weight = |side: f64| {
            let (mut exponent, mut sum) = (0.0, 0.0);
            for point in 0..points {
                let x = side * (f64::from(point) + 0.5) * h;
                let d = self.diffusion(x);
                let push = side * self.landscape.gradient(x, self.y).x * h / d;
                sum += d.powf(a - 1.0) * (-exponent - 0.5 * push).exp();
                exponent += push;
            }
            sum
        };
        let [flat, sharp] = [1.0, -1.0].map(weight);
        flat / (flat + sharp)
    }

    /// The share of time at x > 0 of walkers whose noise is taken at the start and, for a part a of it, at the end of
    /// the step; and its error.
    fn walked(&self, a: f64) -> (f64, f64) {
        const STEP: f64 = 1e-4;
        const WALKERS: u64 = 128;
        let shares: Vec<f64> = (0..WALKERS)
            .into_par_iter()
            .map(|walker| {
                let mut generator = StdRng::seed_from_u64(walker);
                let mut x = self.landscape.floor(Valley::BOTH[usize::from(walker % 2 == 1)], self.y);
                let mut flat = 0_u32;
                let (forgetting, steps) = (40_000, 1_000_000);
                for step in 0..forgetting + steps {
                    let normal: f64 = generator.sample(StandardNormal);
                    let drifted = x - STEP * self.landscape.gradient(x, self.y).x;
                    let kick = |at: f64| (2.0 * self.diffusion(at) * STEP).sqrt() * normal;
                    let start = kick(x);
                    let end = kick(drifted + start);
                    x = drifted + (1.0 - a) * start + a * end;
                    flat += u32::from(step >= forgetting && x > 0.0);
                }
                f64::from(flat) / f64::from(steps)
            })
            .collect();
        let n = WALKERS as f64;
        let mean = shares.iter().sum::<f64>() / n;
        let variance = shares.iter().map(|share| (share - mean).powi(2)).sum::<f64>() / (n - 1.0);
        (mean, (variance / n).sqrt())
    }
}

#[test]
#[ignore = "takes long; .ci/run runs it"]
fn walkers_that_read_the_noise_so_have_the_share_of_the_reading() {
    let smooth = Smooth::new(HESSIAN, 0.015);
    for reading in Reading::ALL {
        let (share, error) = smooth.walked(reading.a());
        let exact = smooth.exact(reading.a());
        println!("{reading:?}: {share:.4} ± {error:.4} → {exact:.4}");
        assert!(
            error < 0.006 && (share - exact).abs() < 3.5 * error,
            "{reading:?}: {share} ± {error}, not {exact}"
        );
        for other in Reading::ALL.into_iter().filter(|other| *other != reading) {
            let other = smooth.exact(other.a());
            assert!(
                (share - other).abs() > 5.0 * error,
                "{reading:?}: {share} ± {error} would pass for {other}"
            );
        }
    }
}

/// As the step between the sides' noise steepens, what the walkers obey becomes the closed form.
#[test]
fn a_steep_step_of_the_noise_is_the_closed_form() {
    for noise in [HESSIAN, NoiseLaw::HessianSquared, NoiseLaw::with_alpha(0.5)] {
        for reading in Reading::ALL {
            let closed = value(&p_steady_read(&Landscape::default(), noise, reading, 2.0, 1e-3));
            // What the width is worth falls with it.
            let [broad, steep] = [0.0008, 0.0004].map(|width| Smooth::new(noise, width).exact(reading.a()));
            let limit = 2.0 * steep - broad;
            assert!((limit - closed).abs() < 1e-4, "{noise:?} {reading:?}: {broad}, {steep}, not {closed}");
        }
    }
}
