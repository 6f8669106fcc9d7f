//! The points by which a schedule is taken hold of: where its pieces meet, and its ends.

use super::schedule::{Piece, Schedule, Shape};

/// A point of a schedule. Where it jumps, two lie at one step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Knot {
    pub step: u32,
    pub value: f64,
    at: At,
}

/// A knot as near as this share of the run to a step is the one there: a value moved while the run goes on must not leave
/// one at every step.
const NEAR: f64 = 0.005;

/// What of the pieces lies at a knot.
#[derive(Clone, Copy, Debug, PartialEq)]
enum At {
    /// The beginning of a piece.
    Start(usize),
    /// The end of a piece.
    End(usize),
    /// The end of a piece and the beginning of the next, at one value.
    Joint(usize),
}

impl Schedule {
    /// The points to take hold of; a constant has the two ends of the run.
    pub fn knots(&self, steps: u32) -> Vec<Knot> {
        let pieces = self.pieces(steps);
        let mut knots = Vec::new();
        let mut step: u32 = 0;
        for (index, piece) in pieces.iter().enumerate() {
            if !is_joined(&pieces, index) {
                knots.push(Knot { step, value: piece.from, at: At::Start(index) });
            }
            step = step.saturating_add(piece.steps);
            let at = if is_joined(&pieces, index + 1) { At::Joint(index) } else { At::End(index) };
            knots.push(Knot { step, value: piece.to, at });
        }
        knots
    }

    /// The same in pieces: a constant is one over the whole run.
    pub fn pieces(&self, steps: u32) -> Vec<Piece> {
        match self {
            Self::Constant(value) => {
                vec![Piece { steps: steps.max(1), from: *value, to: *value, shape: Shape::Constant }]
            }
            Self::Pieces(pieces) => pieces.clone(),
        }
    }

    /// One constant piece is a constant.
    pub fn of_pieces(pieces: Vec<Piece>) -> Self {
        match pieces.as_slice() {
            [Piece { from, to, shape: Shape::Constant, .. }] if from == to => Self::Constant(*from),
            _ => Self::Pieces(pieces),
        }
    }

    /// The same with a knot elsewhere. It stays between its neighbours; what was joined and what was level stay so.
    #[must_use]
    pub fn with_knot_at(&self, knot: Knot, step: u32, value: f64, steps: u32) -> Self {
        let mut pieces = self.pieces(steps);
        lift(&mut pieces, knot.at, value);
        let begins = |index: usize| -> u32 { pieces[..index].iter().map(|piece| piece.steps).sum() };
        // The beginning of a piece that is not joined is the end of the one before.
        let before = match knot.at {
            At::Start(index) => index.checked_sub(1),
            At::End(index) | At::Joint(index) => Some(index),
        };
        if let (Some(index), false) = (before, self.is_constant()) {
            let start = begins(index);
            match pieces.get(index + 1).map(|next| next.steps) {
                Some(next) => {
                    let both = pieces[index].steps + next;
                    pieces[index].steps = step.clamp(start + 1, (start + both - 1).max(start + 1)) - start;
                    pieces[index + 1].steps = (both - pieces[index].steps).max(1);
                }
                None => pieces[index].steps = step.max(start + 1) - start,
            }
        }
        Self::of_pieces(pieces)
    }

    /// The same led through a new point.
    #[must_use]
    pub fn with_point(&self, step: u32, value: f64, steps: u32) -> Self {
        let mut pieces = self.pieces(steps);
        let mut start = 0;
        for index in 0..pieces.len() {
            let piece = pieces[index];
            let sloped = if piece.shape == Shape::Constant { Shape::Linear } else { piece.shape };
            if step > start && step < start + piece.steps {
                let (before, after) = (step - start, start + piece.steps - step);
                pieces[index] = Piece { steps: before, to: value, shape: sloped, ..piece };
                pieces.insert(index + 1, Piece { steps: after, from: value, shape: sloped, ..piece });
                return Self::of_pieces(pieces);
            }
            start += piece.steps;
        }
        if let Some(last) = pieces.last().filter(|_| step > start) {
            let from = last.to;
            pieces.push(Piece { steps: step - start, from, to: value, shape: Shape::Linear });
        }
        Self::of_pieces(pieces)
    }

    /// The same with a value at a step: the knot that lies there is moved, else the way is led through a new one.
    #[must_use]
    pub fn through(&self, step: u32, value: f64, steps: u32) -> Self {
        let near = (f64::from(steps) * NEAR) as u32;
        let knots = self.knots(steps);
        let at = |knot: &&Knot| knot.step.abs_diff(step) <= near;
        match knots.iter().filter(at).min_by_key(|knot| knot.step.abs_diff(step)) {
            // The ends of a constant are its value: it bends only in between.
            Some(&knot) => self.with_knot_at(knot, knot.step, value, steps),
            None => self.with_point(step, value, steps),
        }
    }

    /// The same without a knot: its neighbours meet. A schedule of one piece stays as it is.
    #[must_use]
    pub fn without_knot(&self, knot: Knot, steps: u32) -> Self {
        let mut pieces = self.pieces(steps);
        if pieces.len() < 2 {
            return self.clone();
        }
        let before = match knot.at {
            At::Start(0) => {
                pieces[1].steps += pieces[0].steps;
                pieces.remove(0);
                return Self::of_pieces(pieces);
            }
            At::Start(index) => index - 1,
            At::End(index) | At::Joint(index) => index,
        };
        if before + 1 == pieces.len() {
            pieces.pop();
            return Self::of_pieces(pieces);
        }
        let next = pieces.remove(before + 1);
        let piece = &mut pieces[before];
        piece.steps += next.steps;
        piece.to = next.to;
        if piece.shape == Shape::Constant && piece.from != piece.to {
            piece.shape = Shape::Linear;
        }
        Self::of_pieces(pieces)
    }
}

/// Whether a piece begins where the one before it ends.
fn is_joined(pieces: &[Piece], index: usize) -> bool {
    index > 0 && pieces.get(index).is_some_and(|piece| piece.from == pieces[index - 1].to)
}

/// Gives a knot another value, and with it all that a level piece or a joint binds to it.
fn lift(pieces: &mut [Piece], at: At, value: f64) {
    let joined: Vec<bool> = (0..pieces.len()).map(|index| is_joined(pieces, index)).collect();
    // From and to of every piece, whether they go along.
    let mut goes = vec![[false; 2]; pieces.len()];
    match at {
        At::Start(index) => goes[index][0] = true,
        At::End(index) | At::Joint(index) => goes[index][1] = true,
    }
    // What goes along takes its neighbours along, until nothing more does.
    loop {
        let before = goes.clone();
        for index in 0..pieces.len() {
            let level = pieces[index].shape == Shape::Constant && pieces[index].from == pieces[index].to;
            if level && goes[index] != [false; 2] {
                goes[index] = [true; 2];
            }
            if joined[index] && (goes[index][0] || goes[index - 1][1]) {
                (goes[index][0], goes[index - 1][1]) = (true, true);
            }
        }
        if goes == before {
            break;
        }
    }
    for (piece, [from, to]) in pieces.iter_mut().zip(goes) {
        if from {
            piece.from = value;
        }
        if to {
            piece.to = value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(steps: u32, from: f64, to: f64, shape: Shape) -> Piece {
        Piece { steps, from, to, shape }
    }

    fn places(schedule: &Schedule) -> Vec<(u32, f64)> {
        schedule.knots(1000).iter().map(|knot| (knot.step, knot.value)).collect()
    }

    #[test]
    fn knots_lie_where_pieces_meet() {
        assert_eq!(places(&Schedule::Constant(0.1)), [(0, 0.1), (1000, 0.1)]);
        let ramp = Schedule::Pieces(vec![
            piece(100, 0.0, 1.0, Shape::Linear),
            piece(300, 1.0, 1.0, Shape::Constant),
            piece(50, 0.5, 0.1, Shape::Exponential),
        ]);
        assert_eq!(places(&ramp), [(0, 0.0), (100, 1.0), (400, 1.0), (400, 0.5), (450, 0.1)]);
    }

    #[test]
    fn a_knot_stays_between_its_neighbours_and_takes_along_what_is_level() {
        let ramp = Schedule::Pieces(vec![
            piece(100, 0.0, 1.0, Shape::Linear),
            piece(300, 1.0, 1.0, Shape::Constant),
            piece(50, 1.0, 0.1, Shape::Exponential),
        ]);
        let knots = ramp.knots(1000);
        let lifted = ramp.with_knot_at(knots[1], 150, 2.0, 1000);
        assert_eq!(places(&lifted), [(0, 0.0), (150, 2.0), (400, 2.0), (450, 0.1)]);
        let pushed = ramp.with_knot_at(knots[1], 9999, 1.0, 1000);
        assert_eq!(places(&pushed), [(0, 0.0), (399, 1.0), (400, 1.0), (450, 0.1)]);
        let last = ramp.with_knot_at(knots[3], 800, 0.2, 1000);
        assert_eq!(places(&last)[3], (800, 0.2));
        assert_eq!(Schedule::Constant(0.1).with_knot_at(knots[0], 7, 0.3, 1000), Schedule::Constant(0.3));
    }

    #[test]
    fn points_are_added_and_taken_away() {
        let bent = Schedule::Constant(0.1).with_point(400, 0.3, 1000);
        assert_eq!(places(&bent), [(0, 0.1), (400, 0.3), (1000, 0.1)]);
        assert!((bent.at(200) - 0.2).abs() < 1e-12);
        let longer = bent.with_point(1500, 0.2, 1000);
        assert_eq!(places(&longer).last(), Some(&(1500, 0.2)));
        let straight = bent.without_knot(bent.knots(1000)[1], 1000);
        assert_eq!(places(&straight), [(0, 0.1), (1000, 0.1)]);
        let shorter = bent.without_knot(bent.knots(1000)[2], 1000);
        assert_eq!(places(&shorter), [(0, 0.1), (400, 0.3)]);
        let later = bent.without_knot(bent.knots(1000)[0], 1000);
        assert_eq!(places(&later), [(0, 0.3), (1000, 0.1)]);
    }
}
