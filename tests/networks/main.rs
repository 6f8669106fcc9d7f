//! The networks: digits, engine, curvature and experiments, with no window.

mod curvature;
mod engine;
mod model;
mod oracle;
mod reference;
