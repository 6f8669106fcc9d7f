//! Schedules as they are written: `linear:1000:0.001:0.1,cosine:…` piece by piece, or `0.4 to 0.01 over 40000` by equal
//! factors and `0.1 to 0.01 at 5000` at once.

use std::str::FromStr;

use super::schedule::{Piece, Schedule, Shape};

/// A text that is no schedule; which form was meant, the reader knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSchedule {
    /// The piece that reads otherwise.
    pub piece: String,
}

impl FromStr for Schedule {
    type Err = NoSchedule;

    fn from_str(text: &str) -> Result<Self, NoSchedule> {
        let piece = |text: &str| {
            let read = if text.contains(" to ") { in_a_sentence(text) } else { in_fields(text) };
            read.ok_or_else(|| NoSchedule { piece: text.to_owned() })
        };
        text.split(',').map(piece).collect::<Result<_, _>>().map(Self::Pieces)
    }
}

/// `SHAPE:STEPS:FROM:TO`.
fn in_fields(text: &str) -> Option<Piece> {
    let [shape, steps, from, to] = text.split(':').collect::<Vec<_>>()[..] else { return None };
    let shape = match shape {
        "constant" => Shape::Constant,
        "linear" => Shape::Linear,
        "exponential" => Shape::Exponential,
        "cosine" => Shape::Cosine,
        _ => Shape::Stairs(shape.strip_prefix("stairs-")?.parse().ok()?),
    };
    Some(Piece { steps: steps.parse().ok()?, from: from.parse().ok()?, to: to.parse().ok()?, shape })
}

/// `FROM to TO over STEPS` or `FROM to TO at STEPS`, both ends above 0.
fn in_a_sentence(text: &str) -> Option<Piece> {
    let (from, rest) = text.split_once(" to ")?;
    let over = rest.split_once(" over ").map(|parts| (parts, Shape::Exponential));
    let at = rest.split_once(" at ").map(|parts| (parts, Shape::Constant));
    let ((to, steps), shape) = over.or(at)?;
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let positive = |text: &str| number(text).filter(|value| *value > 0.0);
    let steps = number(steps).filter(|steps| (0.0..=f64::from(u32::MAX)).contains(steps))?;
    Some(Piece { steps: steps as u32, from: positive(from)?, to: positive(to)?, shape })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read() {
        let piece = |steps, from, to, shape| Piece { steps, from, to, shape };
        for (text, expected) in [
            ("0.4 to 0.01 over 40000", vec![piece(40_000, 0.4, 0.01, Shape::Exponential)]),
            ("0.1 to 0.01 at 5000", vec![piece(5_000, 0.1, 0.01, Shape::Constant)]),
            (
                "linear:10:0.1:0.2,stairs-3:4:1:2",
                vec![piece(10, 0.1, 0.2, Shape::Linear), piece(4, 1.0, 2.0, Shape::Stairs(3))],
            ),
        ] {
            assert_eq!(text.parse(), Ok(Schedule::Pieces(expected)));
        }
        for text in
            ["", "1 to 2", "1 to 0 over 10", "1 to 2 over -1", "linear:1:2", "stairs-:1:1:1", "flat:1:1:1"]
        {
            assert!(text.parse::<Schedule>().is_err(), "{text}");
        }
        assert_eq!("linear:1:1:2,what".parse::<Schedule>(), Err(NoSchedule { piece: "what".into() }));
    }
}
