//! What draws anything and knows no state: widgets, the theme, maths, plots, and pictures without a screen.

pub mod hand;
pub mod maths;
pub mod plots;
pub mod raster;
mod recalled;
pub mod theme;
pub mod whole;
pub mod widgets;
