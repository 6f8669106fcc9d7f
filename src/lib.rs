//! Frostline shows why noisy gradient descent settles in flat valleys: walkers on a two-valley loss hop between
//! a sharp and a flat valley until the barrier that grows between them freezes the hopping.
//!
//! # The map
//!
//! | folder | what it is | may import |
//! |---|---|---|
//! | [`model`] | the equations: landscape, noise laws, schedules, a whole [`model::Scenario`]; pure, cannot fail | – |
//! | [`theory`] | the paper's closed forms, the exact ones and small solvers; pure | `model` |
//! | [`sim`] | the stochastic dynamics: a fast [`sim::Swarm`] and the slow oracle its tests trust | `model` |
//! | [`job`] | a background thread that publishes its latest result and is never waited for | – |
//! | [`experiments`] | questions asked of the model: a run, a live run, a sweep, the check against the paper | `model`, `theory`, `sim`, `job` |
//! | [`figures`] | results as plain descriptions of figures, and the catalogue of them | `model`, `theory`, `experiments` |
//! | [`lessons`] | what a teacher writes, read and checked | `model`, `theory` |
//! | [`session`] | reading and writing files, whole or not at all; what a session keeps, and a window of its run | `model`, `experiments`, `export` (figures carry sessions) |
//! | [`export`] | figures as files: SVG, PDF, PNG, CSV and moving pictures | `figures` |
//! | [`words`] | what the program says, in one file: `assets/words/english.words` | – (all others import it) |
//! | [`cli`] | the command line | all but `app` |
//! | [`app`] | the window, and its picture without one | all but `cli` |
//!
//! # The rules
//!
//! A test (`tests/architecture.rs`) reads every source file and names the line that breaks one of these:
//!
//! - A folder imports what the table lets it, and nothing else of ours.
//! - `theory` and `sim` never see each other: that they agree is evidence only while they are independent.
//! - Files are touched in `session`, `export` and `cli` alone; egui is named under `app` alone.
//!
//! # One run
//!
//! A [`model::Scenario`] determines everything, to the bit. [`sim::Swarm`] advances it, any number of steps a call
//! on any number of threads, and keeps a bounded [`sim::Record`]; [`sim::Swarm::summary`] is the run in numbers.
//!
//! # One frame
//!
//! Keys and controls send a [`app::command::Command`], the [`app::desk::Desk`] carries it out: the closed forms
//! follow at once, the [`experiments::live`] swarm and the slower predictions on threads of their own. Then stage
//! and panels draw the [`app::scene::Scene`] that results, and answer with commands. The worker advances fixed
//! numbers of steps and publishes: wall-clock time changes what is shown, never a result.
//!
//! # One export
//!
//! A session goes through the same [`experiments`] call on the calling thread, becomes a figure's description,
//! and the description becomes a file: what is exported is what is seen.

pub mod app;
pub mod chart;
pub mod cli;
pub mod export;
pub mod job;
pub mod lessons;
pub mod platform;
pub mod session;
pub mod settings;
pub mod valleys;
pub mod words;
