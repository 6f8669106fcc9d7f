//! Results as plain descriptions of figures, and the catalogue of them.
//!
//! A [`Figure`](crate::chart::Figure) is panels with axes and marks, in the units of the model; neither window nor paper is known here.
//!
//! Figures called `fig…` follow the paper's protocol on the paper's landscape, whatever the session is about; of the
//! session they take only the seed. The others show the session's own run, and the experiments what is asked of it.

pub mod ages;
mod asked;
mod behind;
mod catalogue;
pub mod colouring;
mod entry;
mod eq9;
mod fig3b;
mod fig4a;
mod fig4b;
mod fig4c;
pub mod freezing;
pub mod frost;
pub mod gaps;
pub mod held;
pub mod lens;
mod levels;
mod notes;
pub mod own_heights;
pub mod p_flat;
pub mod pens;
pub mod plane;
pub mod predicted;
mod seen;
mod sight;
mod sketches;
pub mod slice;
mod source;
mod spans;
pub mod stage;
mod sweeps;
pub mod theories;
pub mod timescales;
mod valleys;
mod verdict;

pub use asked::raster::rows as raster_rows;
pub use asked::{Diagram, Known, phase_figure};

pub use asked::{EXPERIMENTS, PHASE_PUBLISHED, cost};
pub use behind::Behind;
pub use catalogue::{CATALOGUE, every, named};
pub use colouring::Colouring;
pub use entry::{About, Asked, Entry, Kind, Leads, Reads};

pub use freezing::ENTRY as FREEZING;
pub use levels::{BANDS, Levels};
pub use p_flat::ENTRY as P_FLAT;
pub use plane::ENTRY as PLANE;
pub use sketches::{sketch, written as written_sketches};
pub use slice::ENTRY as SLICE;
pub use stage::ENTRY as STAGE;
pub use timescales::ENTRY as TIMESCALES;

pub use seen::{Curves, Forecast, FrostLine, Moment, Seen, strengths};
pub use valleys::{briefly, flatter};

pub use spans::percent;
pub use theories::Theory;

pub use source::{Effort, Look, Source};
