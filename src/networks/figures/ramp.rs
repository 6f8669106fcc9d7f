//! The colours of branches by where their steps stand between the two clocks: warm while a barrier is left, cold once they
//! end in the same mistakes.

use crate::chart::Ink;

/// Steps at the five colours of the walker ramp, as logarithms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ramp([f64; 5]);

impl Ramp {
    /// Between the clock of the barriers and t_f; what is not known of them is taken from a whole run. Where the first is
    /// not the earlier, nothing lies between the two.
    pub fn between([barrier, frozen]: [Option<u32>; 2], steps: u32) -> Self {
        let frozen = f64::from(frozen.unwrap_or(steps).max(1));
        let barrier = f64::from(barrier.unwrap_or(steps).max(1)).min(frozen);
        Self([0.1 * barrier, barrier, (barrier * frozen).sqrt(), frozen, 3.2 * frozen].map(f64::log10))
    }

    /// The colour of a step.
    pub fn ink(self, step: u32) -> Ink {
        Ink::Age((255.0 * self.place(step)).round() as u8)
    }

    /// From 0 at the first colour to 1 at the last.
    pub fn place(self, step: u32) -> f64 {
        let Self(stops) = self;
        // The start of the run has no logarithm.
        let log = if step == 0 { stops[0] } else { f64::from(step).log10() };
        let passed = stops.iter().filter(|stop| **stop <= log).count();
        match passed {
            0 => 0.0,
            5 => 1.0,
            _ => {
                let [from, to] = [stops[passed - 1], stops[passed]];
                (passed as f64 - 1.0 + (log - from) / (to - from)) / 4.0
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_change_between_the_clocks() {
        let ramp = Ramp::between([Some(60), Some(225)], 2_000);
        let places = [0, 6, 60, 116, 225, 720, 2_000].map(|step| ramp.place(step));
        for (place, expected) in places.into_iter().zip([0.0, 0.0, 0.25, 0.5, 0.75, 1.0, 1.0]) {
            assert!((place - expected).abs() < 5e-3, "{places:?}");
        }
    }

    #[test]
    fn without_a_time_between_them_the_clocks_are_one() {
        for clocks in [[Some(100), Some(100)], [Some(300), Some(100)], [None, Some(100)]] {
            let ramp = Ramp::between(clocks, 2_000);
            assert!((ramp.place(99) - 0.25).abs() < 5e-3 && (ramp.place(101) - 0.75).abs() < 5e-3);
        }
        assert!(Ramp::between([None, None], 2_000).place(1_000) < 0.25);
        assert!(Ramp::between([Some(0), Some(0)], 2_000).place(5) > 0.9);
    }
}
