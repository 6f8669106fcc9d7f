//! The laboratory of the two valleys: the paper's model of why noise prefers the flat one, and why that freezes.

pub mod experiments;
pub mod figures;
pub mod model;
pub mod panel;
pub mod sim;
pub mod theory;
pub mod view;
pub mod words;
