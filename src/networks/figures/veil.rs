//! What of a laboratory is kept back, so that it can be guessed first.

use super::panes::Pane;

/// Something that tells what a run came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    Pane(Pane),
    /// Both clocks, and the curves that they are read off.
    Clocks,
    /// The digits that branches take for others.
    Digits,
    /// A figure in the place of the run.
    Figure,
}

/// Parts that are not to be seen yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Veil([bool; PIECES]);

const PIECES: usize = Piece::ALL.len();

impl Piece {
    pub const ALL: [Self; 9] = [
        Self::Pane(Pane::TrainLoss),
        Self::Pane(Pane::TestLoss),
        Self::Pane(Pane::Flatness),
        Self::Pane(Pane::Ends),
        Self::Pane(Pane::Similarity),
        Self::Pane(Pane::Sharpness),
        Self::Clocks,
        Self::Digits,
        Self::Figure,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Pane(pane) => pane.name(),
            Self::Clocks => "clocks",
            Self::Digits => "digits",
            Self::Figure => "figure",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    /// None of what no page keeps back.
    fn place(self) -> Option<usize> {
        Self::ALL.iter().position(|part| *part == self)
    }
}

impl Veil {
    pub fn over(parts: impl IntoIterator<Item = Piece>) -> Self {
        let mut veil = Self::default();
        parts.into_iter().filter_map(Piece::place).for_each(|place| veil.0[place] = true);
        veil
    }

    pub fn hides(&self, part: Piece) -> bool {
        part.place().is_some_and(|place| self.0[place])
    }

    /// Whether it hides anything at all.
    pub fn is_drawn(&self) -> bool {
        self.0.contains(&true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_a_name_and_a_place_of_its_own() {
        for part in Piece::ALL {
            assert_eq!(Piece::named(part.name()), Some(part));
            let veil = Veil::over([part]);
            assert!(Piece::ALL.into_iter().all(|other| veil.hides(other) == (other == part)));
        }
    }
}
