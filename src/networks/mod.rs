//! The laboratory of networks: the paper's other half, small networks on handwritten digits that are trained, forked and
//! measured.

pub mod bench;
pub mod curvature;
pub mod experiments;
pub mod figures;
pub mod leaf;
pub mod model;
pub mod training;
