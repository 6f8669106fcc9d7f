//! Results as plain descriptions of figures, and the catalogue of them.
//!
//! A [`Figure`] is panels with axes and marks, in the units of the model; neither window nor paper is known here.

pub mod axis;
pub mod colour;
mod description;
pub mod markup;
mod number;
mod source;

pub use axis::{Axis, Numbers};
pub use colour::{Colours, Ink, Map, Rgb};
pub use description::{ColourBar, Dash, Dot, Figure, Mark, Name, NameAt, Panel, Patch, Pen, Shape, Symbol};
pub use number::{format_number, format_whole, parse_number};
pub use source::{Effort, Look, Source};
