//! What is picked out in all panels of the networks.

/// What is picked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picked {
    /// A test digit.
    Digit(u32),
    /// Two branches, by their t_c.
    Pair([u32; 2]),
}
