//! The frost line and the paper's Eq. 11 in words.

use super::plane::frost_line;
use super::predicted::{Point, value_at};
use super::seen::Seen;
use crate::say;
use crate::valleys::theory::{Frost, Why};
use crate::valleys::words;
use crate::words::per_cent;

/// From this share of walkers on that hop to the end of the run it is said.
pub const NOTABLE: f64 = 0.05;

/// The frost line, and how far Eq. 11 is off it.
pub fn frost_and_eq11(seen: &Seen<'_>) -> String {
    format!("{} {}", frost(seen), eq11(seen))
}

/// Where the law of the last hop has the frost line.
pub fn frost(seen: &Seen<'_>) -> String {
    match &seen.frost.here {
        Ok(Frost { at, still, .. }) => {
            let at =
                say!("figure.frost.at", y = format_args!("{:.2}", at.y), sd = format_args!("{:.2}", at.y_sd));
            match *still > NOTABLE {
                true => format!("{at} {}", say!("figure.frost.still", share = per_cent(*still))),
                false => at,
            }
        }
        Err(why) => say!("figure.frost.none", why = words::why(*why)),
    }
}

/// Where Eq. 11 is, beside the frost line if there is one.
fn eq11(seen: &Seen<'_>) -> String {
    match (seen.curves.y_freeze.value, off(seen)) {
        (None, _) => say!("figure.frost.without-eq11").into(),
        (Some(y), None) => say!("figure.frost.eq11", y = format_args!("{y:.2}")),
        (Some(y), Some(off)) => say!("figure.frost.eq11-off", y = format_args!("{y:.2}"), off = off),
    }
}

/// How far Eq. 11 is off the frost line, where there are both.
pub fn off(seen: &Seen<'_>) -> Option<String> {
    let off = 100.0 * (seen.curves.y_freeze.value? / seen.frost.y()? - 1.0);
    let by = format!("{:.0}", off.abs());
    Some(match off {
        off if off.abs() < 0.5 => say!("figure.frost.on").into(),
        off if off > 0.0 => say!("figure.frost.above", off = by),
        _ => say!("figure.frost.below", off = by),
    })
}

/// The Δ_S, as it is now, with which the frost line would be at a height: within the strengths that it is known for.
pub fn noise_for(seen: &Seen<'_>, y: f64) -> Option<f64> {
    let line = frost_line(seen, [f64::NEG_INFINITY, f64::INFINITY]);
    // The other way round: the strength over the height.
    let point =
        |(log, height): &(f64, Result<f64, Why>)| Some(Point { at: [(*height).ok()?, *log], holds: true });
    let known: Vec<Point> = line.iter().filter_map(point).collect();
    let [first, last] = [known.first()?, known.last()?].map(|point| point.at[0]);
    let (log, _) = value_at(&known, y.clamp(first.min(last), last.max(first)))?;
    Some(10_f64.powf(log))
}
