//! The two valleys: model, engine, theory, experiments and figures, with no window.

mod asked;
mod engine;
mod experiments;
mod figures;
mod jobs;
mod lessons;
mod model;
mod paper;
mod passages;
mod physics;
mod theory;
