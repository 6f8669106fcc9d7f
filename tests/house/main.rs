//! The source itself: who may import whom, and what is said.

#[path = "../support/paths.rs"]
mod paths;
#[path = "../support/sources.rs"]
mod sources;

mod architecture;
mod words;
