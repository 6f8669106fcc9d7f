//! The source itself: who may import whom, what is said, and what it is built from.

#[path = "../support/paths.rs"]
mod paths;
#[path = "../support/sources.rs"]
mod sources;

mod architecture;
mod given_away;
mod left_out;
mod licences;
mod numbers;
mod sent;
mod words;
