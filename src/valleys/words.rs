//! What the model and the theory are called, and why a formula does not hold, in words. Both of them say nothing
//! themselves.

use crate::chart::{duration, format_number};
use crate::say;
use crate::valleys::model::{NoiseLaw, Preset};
use crate::valleys::theory::{Formula, TEMPERATURES, Why};
use crate::words::per_cent;

/// Why a formula does not hold, as one plain clause, with its symbols set as mathematics.
pub fn why(why: Why) -> String {
    match why {
        Why::TooLarge => say!("theory.too-large").into(),
        Why::NothingToPredict => say!("theory.nothing").into(),
        Why::TooLong { seconds } => say!("theory.too-long", time = duration(seconds.max(1.0))),
        Why::Law { formula, law } => other_law(formula, law),
        Why::NoNoise => say!("theory.law.none").into(),
        Why::Quiet { delta_s } => say!("theory.no-noise", delta_s = delta_s),
        Why::NoDiffusion => say!("theory.no-diffusion").into(),
        Why::NoDrift { y } => say!("theory.no-drift", y = decimals(y)),
        Why::NoBarrier { y } => say!("theory.barrier.none", y = decimals(y)),
        Why::LowBarrier { y, barrier } => {
            let barrier = format_args!("{barrier:.3}");
            say!("theory.barrier.low", y = decimals(y), barrier = barrier, least = TEMPERATURES)
        }
        Why::BarrierNeverHigh { delta_s } => {
            say!("theory.barrier.never", delta_s = scientific(delta_s), least = TEMPERATURES)
        }
        Why::OneValley { y } => say!("theory.one-valley", y = y),
        Why::NotFlatter { gamma } => say!("theory.freezing.gamma", gamma = decimals(gamma)),
        Why::ScaleNotPositive { scale } => say!("theory.freezing.scale", scale = scientific(scale)),
        Why::BelowScale { square, scale } => {
            say!("theory.freezing.below", square = scientific(square), scale = scientific(scale))
        }
        Why::BeyondReach { square, limit } => {
            say!("theory.freezing.above", square = decimals(square), limit = decimals(limit))
        }
        Why::NeverFreezes { delta_s, epsilon } => {
            let epsilon = format_args!("{epsilon:.3}");
            say!("theory.freezing.never", delta_s = scientific(delta_s), epsilon = epsilon)
        }
        Why::StableEverywhere { eta } => say!("theory.stable", eta = eta),
        Why::UnstableEverywhere { eta } => say!("theory.unstable", eta = eta),
        Why::TooWide { y } => say!("theory.density.wide", y = scientific(y)),
        Why::FellOut { y } => say!("theory.density.fell", y = decimals(y)),
        Why::Overshoots { y, eta, flatness } => say!(
            "theory.density.overshoots",
            y = decimals(y),
            eta = decimals(eta),
            flatness = decimals(flatness)
        ),
        Why::LongSteps { y, eta, flatness } => {
            say!("theory.long-steps", y = decimals(y), eta = decimals(eta), flatness = decimals(flatness))
        }
        Why::StepsAtRidge { y, eta, flatness } => {
            say!("theory.steps-at-ridge", y = decimals(y), eta = decimals(eta), flatness = decimals(flatness))
        }
        Why::Misses { expected } => say!("theory.misses", expected = format_args!("{expected:.3}")),
        Why::NotConstant => say!("theory.not-constant").into(),
        Why::NotHeld => say!("theory.not-held").into(),
        Why::Held => say!("theory.held").into(),
        Why::PutAway => say!("theory.put-away").into(),
        Why::NoHops => say!("theory.frost.no-hops").into(),
        Why::StillHopping { share } => say!("theory.frost.still-hopping", share = per_cent(share)),
    }
}

fn other_law(formula: Formula, noise: NoiseLaw) -> String {
    let law = law(noise);
    match formula {
        Formula::Eq9 => say!("theory.law.eq9", law = law),
        Formula::Ito => say!("theory.law.ito", law = law),
        Formula::Eqs7And8 => say!("theory.law.eqs7-8", law = law),
        Formula::Freezing => say!("theory.law.freezing", law = law),
        Formula::A32 => say!("theory.law.a32", law = law),
        Formula::Boltzmann => say!("theory.law.boltzmann", law = law),
    }
}

/// The noise laws to choose from, with their names.
pub fn laws() -> [(NoiseLaw, &'static str); 4] {
    NoiseLaw::ALL.map(|noise| (noise, choice(noise)))
}

/// A noise law as its control names it.
pub fn choice(noise: NoiseLaw) -> &'static str {
    match noise {
        NoiseLaw::Hessian | NoiseLaw::Power { .. } => "$H$",
        NoiseLaw::HessianSquared => "$H^2$",
        NoiseLaw::Uniform => say!("controls.noise-uniform"),
        NoiseLaw::None => say!("controls.noise-none"),
    }
}

/// A noise law in a sentence.
pub fn law(noise: NoiseLaw) -> String {
    match noise {
        NoiseLaw::Power { alpha } => say!("model.noise.power", alpha = format_number(alpha)),
        _ => choice(noise).to_owned(),
    }
}

/// The same by its name in files.
pub fn law_in_files(noise: NoiseLaw) -> String {
    match noise {
        NoiseLaw::Power { alpha } => say!("model.noise.power-in-files", alpha = format_number(alpha)),
        _ => noise.name().to_owned(),
    }
}

/// What a preset is called where there is room for words.
pub fn title(preset: Preset) -> &'static str {
    match preset {
        Preset::Fig3 => say!("model.preset.fig3"),
        Preset::Fig4 => say!("model.preset.fig4"),
        Preset::Fig4Middle => say!("model.preset.fig4-middle"),
        Preset::Fig4Quiet => say!("model.preset.fig4-quiet"),
        Preset::FigS6 => say!("model.preset.figs6"),
    }
}

fn decimals(value: f64) -> String {
    signed(format!("{value:.4}"))
}

fn scientific(value: f64) -> String {
    signed(format!("{value:.3e}"))
}

/// A number with the sign that is as wide as a plus.
fn signed(digits: String) -> String {
    match digits.strip_prefix('-') {
        Some(magnitude) => format!("−{magnitude}"),
        None => digits,
    }
}
