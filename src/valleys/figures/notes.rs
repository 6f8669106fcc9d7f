//! What a reader must know of the data behind a figure, in notes that are worded alike.

use super::source::{Effort, Source};
use crate::chart::{format_number, format_whole};
use crate::say;
use crate::valleys::experiments::run::Follow;
use crate::valleys::model::{NoiseLaw, Scenario};
use crate::valleys::words;

/// `2,000 walkers, 20,000 steps`.
pub fn size(walkers: u32, steps: u32) -> String {
    say!("note.size", walkers = walkers_of(walkers), steps = format_whole(f64::from(steps)))
}

/// `seed 42`, or `seeds 42 to 141`.
pub fn seeds(first: u64, count: usize) -> String {
    let last = first.wrapping_add(count as u64 - 1);
    if count == 1 { say!("note.seed", seed = first) } else { say!("note.seeds", first = first, last = last) }
}

/// The note that a figure was made quickly, where it was.
pub fn quickly(source: &Source, note: String) -> Option<String> {
    (source.effort == Effort::Quick).then_some(note)
}

/// That the mean of y is no longer the walkers' own once they can hop no more, where that is so.
pub fn until_frozen(source: &Source) -> Option<String> {
    (source.follow == Follow::UntilFrozen).then(|| say!("note.until-frozen").into())
}

/// The session's run: its size, its seed, how far it has come, its parameters, and whether they were changed under way.
pub fn of_run(source: &Source) -> Vec<String> {
    let Scenario { walkers, steps, seed, .. } = &source.scenario;
    let mut notes = vec![say!(
        "note.run",
        walkers = walkers_of(*walkers),
        seed = seed,
        step = format_whole(f64::from(source.step)),
        steps = format_whole(f64::from(*steps))
    )];
    notes.extend(parameters(&source.scenario));
    match source.changes.len() {
        0 => {}
        1 => notes.push(say!("note.changed-once").into()),
        count => notes.push(say!("note.changed-often", count = count)),
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

/// How many of the walkers diverged, where any did.
pub fn diverged(count: u32, walkers: u32) -> Option<String> {
    let [few, all] = [count, walkers].map(|count| format_whole(f64::from(count)));
    (count > 0).then(|| say!("note.diverged", count = few, walkers = all))
}

/// That an experiment asks about the run as it was started, where it was changed since.
pub fn as_started(source: &Source) -> Option<String> {
    (!source.changes.is_empty()).then(|| say!("note.as-started").into())
}

/// η and σ, and the noise law where it is not the usual one.
pub fn parameters(scenario: &Scenario) -> Vec<String> {
    let Scenario { eta, sigma, noise, .. } = scenario;
    let [first_eta, first_sigma] = [eta, sigma].map(|schedule| format_number(schedule.at(0)));
    let mut notes = vec![if eta.is_constant() && sigma.is_constant() {
        format!("$η$ = {first_eta}, $σ$ = {first_sigma}")
    } else {
        say!("note.scheduled", eta = first_eta, sigma = first_sigma)
    }];
    if *noise != NoiseLaw::Hessian {
        notes.push(say!("note.noise-law", law = words::law_in_files(*noise)));
    }
    notes
}

fn walkers_of(count: u32) -> String {
    match count {
        1 => say!("note.walkers-one").into(),
        _ => say!("note.walkers-many", count = format_whole(f64::from(count))),
    }
}
