//! Results as plain descriptions of figures, and the catalogue of them.
//!
//! A [`Figure`] is panels with axes and marks, in the units of the model; neither window nor paper is known here.
//!
//! Figures called `fig…` follow the paper's protocol on the paper's landscape, whatever the session is about; of the
//! session they take only the seed. The others show the session's own run, and the experiments what is asked of it.

mod asked;
pub mod axis;
mod catalogue;
pub mod colour;
mod contours;
mod description;
mod fig3b;
mod fig4a;
mod fig4b;
mod fig4c;
mod freezing;
mod levels;
pub mod markup;
mod notes;
mod number;
mod p_flat;
mod pens;
mod plane;
mod predicted;
mod slice;
mod source;
mod stage;
mod sweeps;
mod timescales;
mod valleys;
mod verdict;

pub use asked::raster::rows as raster_rows;
pub use asked::{Diagram, Known, phase_figure};
pub use axis::{Axis, Numbers};
pub use catalogue::{CATALOGUE, EXPERIMENTS, Entry, every, named, nearest};
pub use colour::{Colours, Ink, Map, Rgb};
pub use description::{ColourBar, Dash, Dot, Figure, Mark, Name, NameAt, Panel, Patch, Pen, Shape, Symbol};
pub use levels::Levels;
pub use number::{format_number, format_whole, parse_number};
pub use source::{Effort, Look, Source};
