//! The networks: digits, engine, curvature and experiments, with no window.

mod curvature;
mod engine;
mod experiments;
mod field;
mod figures;
mod lessons;
mod live;
mod model;
mod oracle;
mod papers;
mod reference;
