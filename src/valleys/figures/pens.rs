//! The pens of curves that several figures draw: one hue for a theory, and dashes that carry the difference where
//! hue fails.

use crate::chart::{Dash, Ink, Pen};

/// What was measured.
pub const MEASURED: Pen = Pen::new(Ink::Strong, 1.5, Dash::Solid);
pub const EQ9: Pen = Pen::new(Ink::Eq9, 1.1, Dash::Solid);
pub const EQ9_APPROXIMATE: Pen = Pen::new(Ink::Eq9, 0.9, Dash::Tight);
pub const ITO: Pen = Pen::new(Ink::Ito, 1.0, Dash::DashDot);
pub const EQUILIBRIUM: Pen = Pen::new(Ink::Mute, 0.8, Dash::Dotted);
pub const BOLTZMANN: Pen = Pen::new(Ink::Mute, 0.8, Dash::Dashed);
pub const TWO_STATE: Pen = Pen::new(Ink::Text, 0.8, Dash::DashDot);
pub const DENSITY: Pen = Pen::new(Ink::Text, 0.9, Dash::Tight);
/// Eq. 11, where hopping freezes.
pub const FROST: Pen = Pen::new(Ink::Ice, 1.3, Dash::Solid);
/// The floor of a valley, and the ridge between the two.
pub const FLOOR: Pen = Pen::new(Ink::Text, 0.8, Dash::Solid);
pub const RIDGE: Pen = Pen::new(Ink::Text, 0.6, Dash::Dashed);
pub const CONTOUR: Pen = Pen::new(Ink::Mute, 0.4, Dash::Solid).faded(0.6);
/// A value that the eye may compare with.
pub const REFERENCE: Pen = Pen::new(Ink::Mute, 0.6, Dash::Solid);

/// How a theory's pen draws where the theory does not hold.
pub const fn outside(pen: Pen) -> Pen {
    Pen { dash: Dash::Dotted, ..pen.faded(0.5) }
}

/// A broad stroke of ground beneath a curve that crosses colours, so that it is seen on all of them.
pub const fn casing(pen: Pen) -> Pen {
    Pen { opacity: 0.75, ..Pen::new(Ink::Ground, pen.width + 1.4, Dash::Solid) }
}
