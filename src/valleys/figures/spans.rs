//! What the axes of shares and of steps span, and how a share is said.

use super::seen::Seen;
use crate::chart::axis::round_step;

/// Beyond the ends of an axis of shares, as a part of it: a curve or a dot on an end does not lie on the well's edge.
const SHARE_ROOM: f64 = 0.05;
/// The fewest steps along an axis: a swarm that has not started has an axis of whole steps.
const FEWEST_STEPS: f64 = 100.0;

/// What an axis of shares spans, from `least` of what is drawn up to 1. With γ < 1 the share goes down, and the axis has
/// the room for it from the start.
pub fn of_shares(seen: &Seen<'_>, least: f64) -> [f64; 2] {
    let low = match least {
        _ if seen.scenario.landscape.gamma() < 1.0 => 0.0,
        // The start itself is a coin toss: it has the room below one half.
        least if least > 0.478 => 0.5,
        least => ((least - 0.01) * 10.0).floor().max(0.0) / 10.0,
    };
    let room = SHARE_ROOM * (1.0 - low);
    [low - room, 1.0 + room]
}

/// What an axis of steps spans that starts at `from`, for the part of the run so far: all of the run would press the early
/// part into a sliver.
pub fn of_steps(seen: &Seen<'_>, from: f64) -> [f64; 2] {
    let now = seen.run.record.samples.last().map_or(from, |sample| f64::from(sample.step));
    [from, end_of_steps(from, now, f64::from(seen.scenario.steps).max(now))]
}

/// The end of an axis of steps: a round number of them from its start, and not beyond the run's end.
fn end_of_steps(from: f64, now: f64, run: f64) -> f64 {
    let end = from + round_step((now - from).max(FEWEST_STEPS));
    // Where y is held only when the run is over no step of it is left.
    if run > from { end.min(run) } else { end }
}

/// A share as people say it: `86 %`, with a decimal where a whole number would say all or nothing.
pub fn percent(share: f64) -> String {
    let hundredths = 100.0 * share;
    let telling = share > 0.0 && share < 1.0 && !(0.95..=99.0).contains(&hundredths);
    if telling { format!("{hundredths:.1}\u{202F}%") } else { format!("{hundredths:.0}\u{202F}%") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_of_steps_ends_soon_after_the_steps_so_far() {
        let end = |from: f64, now: f64, run: f64| end_of_steps(from, now, run).round();
        assert_eq!(
            [0.0, 99.0, 101.0, 5_700.0].map(|now| end(0.0, now, 1e5)),
            [100.0, 100.0, 200.0, 10_000.0]
        );
        // The run's end is the end, also of a run shorter than any axis and of one that has been held at its end.
        assert_eq!([end(0.0, 70_000.0, 80_000.0), end(0.0, 0.0, 40.0)], [80_000.0, 40.0]);
        assert_eq!([end(300.0, 450.0, 1e5), end(1_000.0, 1_000.0, 1_000.0)], [500.0, 1_100.0]);
    }
}
