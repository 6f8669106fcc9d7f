//! The pens of curves that several figures draw: one hue for a theory, and dashes that carry the difference where
//! hue fails.

use crate::chart::{Dash, Dot, Ink, Mark, Pen, Shape, Symbol};

/// What was measured.
pub const MEASURED: Pen = Pen::new(Ink::Strong, 1.5, Dash::Solid);
pub const EQ9: Pen = Pen::new(Ink::Eq9, 1.1, Dash::Solid);
pub const EQ9_APPROXIMATE: Pen = Pen::new(Ink::Eq9, 0.9, Dash::Tight);
pub const ITO: Pen = Pen::new(Ink::Ito, 1.0, Dash::DashDot);
/// The same for steps that are not small.
pub const AT_ETA: Pen = Pen::new(Ink::Ito, 0.8, Dash::Solid);
pub const STRATONOVICH: Pen = Pen::new(Ink::Ito, 1.0, Dash::Dashed);
pub const ANTI_ITO: Pen = Pen::new(Ink::Ito, 1.0, Dash::Tight);
pub const EQUILIBRIUM: Pen = Pen::new(Ink::Mute, 0.8, Dash::Dotted);
pub const BOLTZMANN: Pen = Pen::new(Ink::Mute, 0.8, Dash::Dashed);
pub const TWO_STATE: Pen = Pen::new(Ink::Text, 0.8, Dash::DashDot);
pub const DENSITY: Pen = Pen::new(Ink::Text, 0.9, Dash::Tight);
pub const FROM_STEEP: Pen = Pen::new(Ink::Steep, 0.9, Dash::Tight);
pub const FROM_FLAT: Pen = Pen::new(Ink::Flat, 0.9, Dash::Tight);
/// Where walkers freeze, and where the paper's Eq. 11 has that.
pub const FROST: Pen = Pen::new(Ink::Ice, 1.3, Dash::Solid);
/// The same of the run behind.
pub const FROST_BEHIND: Pen = Pen::new(Ink::Ice, 0.8, Dash::Tight).faded(0.6);
pub const EQ11: Pen = Pen::new(Ink::Ice, 0.8, Dash::Dashed);
/// What a student guesses.
pub const GUESS: Pen = Pen::new(Ink::Strong, 1.2, Dash::Dashed);
/// The floor of a valley, and the ridge between the two.
pub const FLOOR: Pen = Pen::new(Ink::Text, 0.8, Dash::Solid);
pub const RIDGE: Pen = Pen::new(Ink::Text, 0.6, Dash::Dashed);
pub const CONTOUR: Pen = Pen::new(Ink::Mute, 0.4, Dash::Solid).faded(0.6);
/// A line that guides the eye.
pub const HAIR: Pen = Pen::new(Ink::Hair, 0.75, Dash::Solid);
/// A value that the eye may compare with.
pub const REFERENCE: Pen = Pen::new(Ink::Mute, 0.6, Dash::Solid);

/// The loss across the valleys, Eq. 7's and Eq. 8's.
pub const LOSS: Pen = Pen::new(Ink::Strong, 1.2, Dash::Solid);
pub const EFFECTIVE: Pen = Pen::new(Ink::Eq9, 1.1, Dash::Dashed);
pub const CORRECTION: Pen = Pen::new(Ink::Ito, 1.1, Dash::DashDot);
/// The exact potential of the slow dynamics.
pub const ITO_POTENTIAL: Pen = Pen::new(Ink::Ito, 1.0, Dash::Solid);

const OUTSIDE: f64 = 0.5;

/// How a theory's pen draws where the theory does not hold.
pub const fn outside(pen: Pen) -> Pen {
    Pen { dash: Dash::Dotted, ..pen.faded(OUTSIDE) }
}

/// Whether a pen draws where its theory does not hold.
pub fn is_outside(pen: &Pen) -> bool {
    pen.dash == Dash::Dotted && pen.opacity == OUTSIDE
}

/// What has been measured of the run after the moment looked at.
pub const fn later(pen: Pen) -> Pen {
    Pen { width: 0.6 * pen.width, ..pen.faded(0.55) }
}

/// A broad stroke of ground beneath a curve that crosses colours, so that it is seen on all of them.
pub const fn casing(pen: Pen) -> Pen {
    Pen { opacity: 0.75, ..Pen::new(Ink::Ground, pen.width + 1.4, Dash::Solid) }
}

/// Where the swarm is now: a dot with a ring of ground about it.
pub fn now(at: [f64; 2]) -> [Mark; 2] {
    [(Ink::Ground, 7.8), (Ink::Strong, 5.7)]
        .map(|(ink, size)| Shape::Dots { dots: vec![Dot::new(at)], ink, symbol: Symbol::Disc, size }.into())
}
