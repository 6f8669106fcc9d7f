//! What a figure is, in plain data: panels with axes and marks, inks by their meaning, text with markup. Neither the
//! window nor paper is known here, nor what is drawn.

pub mod axis;
pub mod colour;
pub mod contours;
mod description;
pub mod geometry;
pub mod markup;
mod number;
pub mod placing;

pub use axis::{Axis, Numbers};
pub use colour::{Colours, Ink, Map, Rgb};
pub use description::{ColourBar, Dash, Dot, Figure, Mark, Name, NameAt, Panel, Patch, Pen, Shape, Symbol};
pub use number::{duration, format_number, format_scientific, format_whole, parse_number};
