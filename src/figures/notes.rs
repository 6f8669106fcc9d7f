//! What a reader must know of the data behind a figure, in notes that are worded alike.

use super::number::{format_number, format_whole};
use super::source::{Effort, Source};
use crate::model::{NoiseLaw, Scenario};

/// `2,000 walkers, 20,000 steps`.
pub fn size(walkers: u32, steps: u32) -> String {
    format!("{}, {} steps", walkers_of(walkers), format_whole(f64::from(steps)))
}

/// `seed 42`, or `seeds 42 to 141`.
pub fn seeds(first: u64, count: usize) -> String {
    let last = first.wrapping_add(count as u64 - 1);
    if count == 1 { format!("seed {first}") } else { format!("seeds {first} to {last}") }
}

/// `made quickly: 200 walkers a cell`, where it was.
pub fn quickly(source: &Source, what: &str) -> Option<String> {
    (source.effort == Effort::Quick).then(|| format!("made quickly: {what}"))
}

/// The session's run: its size, its seed, how far it has come, its parameters, and whether they were changed under way.
pub fn of_run(source: &Source) -> Vec<String> {
    let Scenario { walkers, steps, seed, .. } = &source.scenario;
    let step = format_whole(f64::from(source.step));
    let of = format_whole(f64::from(*steps));
    let mut notes = vec![format!("{}, seed {seed}, at step {step} of {of}", walkers_of(*walkers))];
    notes.extend(parameters(&source.scenario));
    match source.changes.len() {
        0 => {}
        1 => notes.push("changed once on the way".into()),
        count => notes.push(format!("changed {count} times on the way")),
    }
    notes
}

/// A whole run of its own: its size, its seed and its parameters.
pub fn of_start(scenario: &Scenario) -> Vec<String> {
    let Scenario { walkers, steps, seed, .. } = *scenario;
    let mut notes = vec![format!("{}, {}", size(walkers, steps), seeds(seed, 1))];
    notes.extend(parameters(scenario));
    notes
}

/// That an experiment asks about the run as it was started, where it was changed since.
pub fn as_started(source: &Source) -> Option<String> {
    (!source.changes.is_empty()).then(|| "the run as started: changes on the way are left out".into())
}

/// η and σ, and the noise law where it is not the usual one.
pub fn parameters(scenario: &Scenario) -> Vec<String> {
    let Scenario { eta, sigma, noise, .. } = scenario;
    let mut notes = vec![format!(
        "$η$ = {}, $σ$ = {}{}",
        format_number(eta.at(0)),
        format_number(sigma.at(0)),
        if eta.is_constant() && sigma.is_constant() { "" } else { " at the start of a schedule" }
    )];
    if *noise != NoiseLaw::Hessian {
        notes.push(format!("noise law: {}", noise.name()));
    }
    notes
}

fn walkers_of(count: u32) -> String {
    if count == 1 { "1 walker".into() } else { format!("{} walkers", format_whole(f64::from(count))) }
}
