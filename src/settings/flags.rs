//! Settings as the flags of a command line: what has to be said for some to become others.

use super::adjustable::{Adjustable, Settings};
use super::schedule::{Piece, Schedule, Shape};

/// Digits in which a number is told that follows from others, where they give it back exactly.
const DIGITS: usize = 11;

/// The flags that turn `base` into `wanted`, each with its value; none where no flags do.
pub fn flags<S: Settings>(base: &S, wanted: &S) -> Option<Vec<[String; 2]>> {
    let mut made = base.clone();
    let mut flags = Vec::new();
    for &parameter in S::Parameter::ALL {
        let schedule = parameter.schedule(wanted);
        if let Some(schedule @ Schedule::Pieces(pieces)) = schedule {
            if parameter.schedule(&made) != Some(schedule) {
                let pieces: Vec<String> = pieces.iter().map(in_fields).collect();
                flags.push([format!("{}-schedule", flag(parameter)), pieces.join(",")]);
                parameter.schedule_mut(&mut made)?.clone_from(schedule);
            }
        } else if !parameter.is_relative() && !is_told_by_another(parameter) {
            tell(parameter, &mut made, wanted, &mut flags)?;
        }
    }
    // A ratio says more than what follows from it, where it says as much.
    for &parameter in S::Parameter::ALL.iter().filter(|parameter| parameter.is_relative()) {
        let Some(value) = parameter.get(wanted).filter(|_| made != *wanted) else { continue };
        let round = format!("{value:.DIGITS$e}").parse().unwrap_or(value);
        let exactly = [round, value].into_iter().find(|value| {
            let mut tried = made.clone();
            parameter.set(&mut tried, *value).is_ok() && tried == *wanted
        });
        if let Some(value) = exactly {
            parameter.set(&mut made, value).ok()?;
            flags.push([flag(parameter), number(value)]);
        }
    }
    for &parameter in S::Parameter::ALL.iter().filter(|parameter| is_told_by_another(**parameter)) {
        tell(parameter, &mut made, wanted, &mut flags)?;
    }
    (made == *wanted).then_some(flags)
}

/// Says what a parameter is, if it is not so yet.
fn tell<P: Adjustable>(
    parameter: P,
    made: &mut P::Settings,
    wanted: &P::Settings,
    flags: &mut Vec<[String; 2]>,
) -> Option<()> {
    if parameter.get(made) == parameter.get(wanted) && parameter.schedule(made) == parameter.schedule(wanted)
    {
        return Some(());
    }
    // What it has none of may be told by another: in the end all must be as it is wanted.
    let Some(value) = parameter.get(wanted) else { return Some(()) };
    parameter.set(made, value).ok()?;
    flags.push([flag(parameter), number(value)]);
    Some(())
}

/// Whether it follows from one that is relative to others.
fn is_told_by_another<P: Adjustable>(parameter: P) -> bool {
    P::ALL.iter().any(|other| other.is_relative() && other.clashes(parameter))
}

fn flag(parameter: impl Adjustable) -> String {
    format!("--{}", parameter.about().name.replace('_', "-"))
}

/// A number that reads back as the same.
fn number(value: f64) -> String {
    if value == 0.0 || (1e-5..1e7).contains(&value.abs()) { value.to_string() } else { format!("{value:e}") }
}

/// `SHAPE:STEPS:FROM:TO`.
fn in_fields(piece: &Piece) -> String {
    let Piece { steps, from, to, shape } = piece;
    let shape = match shape {
        Shape::Constant => "constant".to_owned(),
        Shape::Linear => "linear".to_owned(),
        Shape::Exponential => "exponential".to_owned(),
        Shape::Cosine => "cosine".to_owned(),
        Shape::Stairs(stairs) => format!("stairs-{stairs}"),
    };
    format!("{shape}:{steps}:{}:{}", number(*from), number(*to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_read_back_as_they_were() {
        let piece = |steps, from, to, shape| Piece { steps, from, to, shape };
        let pieces = vec![
            piece(1_000, 1e-7, 0.1, Shape::Linear),
            piece(3, 0.1, 0.3, Shape::Stairs(3)),
            piece(5, 0.3, 0.2, Shape::Cosine),
            piece(7, 0.2, 1.0 / 3.0, Shape::Exponential),
            piece(9, 1.0, 2.0, Shape::Constant),
        ];
        let written: Vec<String> = pieces.iter().map(in_fields).collect();
        assert_eq!(written.join(",").parse(), Ok(Schedule::Pieces(pieces)));
    }
}
