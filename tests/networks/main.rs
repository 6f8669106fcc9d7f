//! The networks: digits, engine, curvature and experiments, with no window.

mod curvature;
mod engine;
mod live;
mod experiments;
mod model;
mod oracle;
mod papers;
mod reference;
