//! The frost line and the paper's Eq. 11 in words.

use super::seen::Seen;
use crate::say;
use crate::valleys::words;

/// The frost line, and how far Eq. 11 is off it.
pub fn frost_and_eq11(seen: &Seen<'_>) -> String {
    format!("{} {}", frost(seen), eq11(seen))
}

/// Where the law of the last hop has the frost line.
pub fn frost(seen: &Seen<'_>) -> String {
    match &seen.frost.here {
        Ok(frost) => say!(
            "figure.frost.at",
            y = format_args!("{:.2}", frost.at.y),
            sd = format_args!("{:.2}", frost.at.y_sd)
        ),
        Err(why) => say!("figure.frost.none", why = words::why(*why)),
    }
}

/// Where Eq. 11 is, beside the frost line if there is one.
pub fn eq11(seen: &Seen<'_>) -> String {
    let Some(eq11) = seen.curves.y_freeze.value else { return say!("figure.frost.without-eq11").into() };
    let y = format!("{eq11:.2}");
    let Some(off) = seen.frost.y().map(|frost| 100.0 * (eq11 / frost - 1.0)) else {
        return say!("figure.frost.eq11", y = y);
    };
    let by = format!("{:.0}", off.abs());
    match off {
        off if off.abs() < 0.5 => say!("figure.frost.eq11-on", y = y),
        off if off > 0.0 => say!("figure.frost.eq11-above", y = y, off = by),
        _ => say!("figure.frost.eq11-below", y = y, off = by),
    }
}
