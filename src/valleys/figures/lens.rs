//! The lens on the stage: about the swarm's mean height heights are drawn apart, so that a swarm a pixel wide is seen as
//! a crowd.
//!
//! It is a continuous and rising map of places along y, one for each row: whatever is drawn on the stage goes through
//! it, so a walker is right of a line if and only if it is. Inside the glass heights are stretched by a factor that stays
//! while the run goes on; to both sides the ground is pressed together to make room; above and below, in two funnels,
//! the glass runs together to a slit as wide as what is inside truly is.

/// A lens on a stage, in points from anywhere: x to the right, rows downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lens {
    /// Where the mean height truly is.
    pub centre: f32,
    pub factor: f32,
    /// Walkers stand side by side by their number instead of by height: they are all at one.
    pub numbered: bool,
    /// The rows between which it is.
    pub rows: [f32; 2],
    funnel: f32,
    /// Offsets from the centre: from the left the end of the pressed ground, the two edges of the glass, and the end.
    from: [f32; 4],
    to: [f32; 4],
    /// How much wider than it is each part between them is drawn.
    slopes: [f32; 3],
}

/// The stage that a lens lies on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Underlay {
    pub across: [f32; 2],
    pub rows: [f32; 2],
    /// Points to a unit of y.
    pub per_y: f32,
    /// How much larger everything is than in the window.
    pub marks: f32,
}

/// Half of the glass, and how far the pressed ground reaches, from the centre.
const GLASS: f32 = 70.0;
const REACH: f32 = 104.0;
/// From the end of the stage to the glass.
const INSET: f32 = 8.0;
/// From the top and from the foot of the stage to the lens, and how tall its funnels are; of a low stage, too.
const BELOW: [f32; 2] = [112.0, 62.0];
const FUNNEL: f32 = 30.0;
const LOW: f32 = 400.0;
const BELOW_LOW: [f32; 2] = [112.0, 40.0];
const FUNNEL_LOW: f32 = 22.0;
/// The factors that it may have.
const FACTORS: [f32; 9] = [100.0, 60.0, 40.0, 25.0, 15.0, 10.0, 5.0, 2.0, 1.0];
/// So many standard deviations fill half of the glass at the most.
const DEVIATIONS: f32 = 2.8;
/// The slit where walkers stand by number.
const SLIT: f32 = 0.01;
/// How much of the glass they fill then.
const FILLED: f32 = 0.94;

impl Lens {
    /// The largest factor by which a swarm of this standard deviation in y at its widest stays within the glass.
    pub fn factor(underlay: &Underlay, sd: f32) -> f32 {
        let room = GLASS * underlay.marks / (DEVIATIONS * underlay.per_y * sd);
        FACTORS.into_iter().find(|factor| *factor <= room).unwrap_or(1.0)
    }

    /// About a place across the stage; none where nothing is stretched, or there is no room.
    pub fn new(underlay: &Underlay, centre: f32, factor: f32, numbered: bool) -> Option<Self> {
        let Underlay { across: [left, right], rows: [top, bottom], marks, .. } = *underlay;
        let stretches = numbered || factor > 1.0;
        if !(stretches && (left..=right).contains(&centre)) {
            return None;
        }
        let low = bottom - top < LOW * marks;
        let (below, funnel) = if low { (BELOW_LOW, FUNNEL_LOW) } else { (BELOW, FUNNEL) };
        let rows = [top + below[0] * marks, bottom - below[1] * marks];
        let funnel = funnel * marks;
        let (glass, reach) = (GLASS * marks, REACH * marks);
        if rows[1] - rows[0] < 3.0 * funnel || right - left < 2.0 * reach {
            return None;
        }
        let slit = if numbered { SLIT } else { glass / factor };
        let [before, after] = [centre - left, right - centre];
        // At the ends of the stage the glass is pushed inwards.
        let push = |room: f32| (glass + INSET * marks - room).max(0.0);
        let pushed = push(before) - push(after);
        let start = before.min(reach + (-pushed).max(0.0)).max(slit + 1.0);
        let end = after.min(reach + pushed.max(0.0)).max(slit + 1.0);
        let from = [-start, -slit, slit, end];
        let to = [-start, pushed - glass, pushed + glass, end];
        let slopes = [0, 1, 2].map(|part| (to[part + 1] - to[part]) / (from[part + 1] - from[part]));
        Some(Self { centre, factor, numbered, rows, funnel, from, to, slopes })
    }

    /// How much of the lens there is in a row: 0 outside, 1 in the glass.
    pub fn weight(&self, row: f32) -> f32 {
        let inside = ((row - self.rows[0]).min(self.rows[1] - row) / self.funnel).clamp(0.0, 1.0);
        inside * inside * (3.0 - 2.0 * inside)
    }

    /// Where a place across the stage is drawn in a row.
    pub fn across(&self, across: f32, row: f32) -> f32 {
        self.centre + self.drawn(across - self.centre, self.weight(row))
    }

    /// The place that is drawn there.
    pub fn back(&self, drawn: f32, row: f32) -> f32 {
        let weight = self.weight(row);
        let knots = self.knots(weight);
        let offset = drawn - self.centre;
        let part = (0..3).find(|&part| (knots[part]..=knots[part + 1]).contains(&offset));
        self.centre
            + part.map_or(offset, |part| {
                let share = (offset - knots[part]) / (knots[part + 1] - knots[part]).max(f32::MIN_POSITIVE);
                self.from[part] + share * (self.from[part + 1] - self.from[part])
            })
    }

    /// Where a walker is drawn, its turn among all of them being from 0 to 1.
    pub fn walker(&self, across: f32, turn: f32, row: f32) -> f32 {
        if !self.numbered {
            return self.across(across, row);
        }
        self.centre + self.in_turn(turn, self.weight(row))
    }

    /// The offset at which a walker stands by its turn.
    pub fn in_turn(&self, turn: f32, weight: f32) -> f32 {
        let middle = 0.5 * (self.to[1] + self.to[2]);
        let half = 0.5 * FILLED * (self.to[2] - self.to[1]);
        weight * (middle + half * (2.0 * turn - 1.0))
    }

    /// The offset at which an offset is drawn.
    pub fn drawn(&self, offset: f32, weight: f32) -> f32 {
        // Sums of parts between bounds run in lanes.
        let within = |low: f32, high: f32| offset.max(low).min(high);
        let mut drawn = offset - within(self.from[0], self.from[3]) + self.to[0];
        for part in 0..3 {
            let low = self.from[part];
            drawn += self.slopes[part] * (within(low, self.from[part + 1]) - low);
        }
        offset + weight * (drawn - offset)
    }

    /// Where the ends of the ground and the edges of the glass are drawn, from the centre.
    pub fn knots(&self, weight: f32) -> [f32; 4] {
        std::array::from_fn(|knot| self.from[knot] + weight * (self.to[knot] - self.from[knot]))
    }

    /// Where the edges of the glass truly are.
    pub fn slit(&self) -> [f32; 2] {
        [self.centre + self.from[1], self.centre + self.from[2]]
    }

    /// The same as offsets, with those of the ground.
    pub fn true_knots(&self) -> [f32; 4] {
        self.from
    }

    /// Where on the way from one place across to another the lens bends it, as shares of the way in their order.
    pub fn cuts(&self, from: f32, to: f32) -> impl Iterator<Item = f32> {
        let share = |knot: f32| (self.centre + knot - from) / (to - from);
        let mut shares = self.from.map(share);
        shares.sort_by(f32::total_cmp);
        shares.into_iter().filter(|share| *share > 0.0 && *share < 1.0)
    }

    /// The rows that a line across them has to bend at.
    pub fn bends(&self) -> impl Iterator<Item = f32> {
        let [top, bottom] = self.rows;
        let steps = self.funnel.ceil().max(1.0) as usize;
        let step = self.funnel / steps as f32;
        let upper = (0..=steps).map(move |row| top + step * row as f32);
        upper.chain((0..=steps).rev().map(move |row| bottom - step * row as f32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNDERLAY: Underlay =
        Underlay { across: [268.0, 904.0], rows: [92.0, 692.0], per_y: 70.67, marks: 1.0 };

    #[test]
    fn the_map_rises_everywhere_and_back_undoes_it() {
        for centre in [268.5, 290.0, 420.0, 640.0, 880.0, 903.0] {
            let lens = Lens::new(&UNDERLAY, centre, 25.0, false).expect("a lens");
            for row in [100.0, 202.0, 207.0, 215.0, 230.0, 400.0, 612.0, 631.0] {
                let mut before = f32::NEG_INFINITY;
                for step in 0..=6_360 {
                    let across = 268.0 + 0.1 * step as f32;
                    let drawn = lens.across(across, row);
                    assert!(drawn > before, "at {across} in row {row}, about {centre}");
                    before = drawn;
                    let back = lens.back(drawn, row);
                    assert!((back - across).abs() < 0.01, "{back}, not {across} in row {row}");
                }
            }
        }
    }

    #[test]
    fn it_changes_nothing_beyond_itself() {
        let lens = Lens::new(&UNDERLAY, 500.0, 25.0, false).expect("a lens");
        assert_eq!(lens.across(501.0, 150.0), 501.0);
        assert_eq!(lens.across(300.0, 400.0), 300.0);
        assert!((lens.across(501.0, 400.0) - 525.0).abs() < 1e-3);
    }

    #[test]
    fn the_swarm_of_the_look_is_seen_twenty_five_times_as_wide() {
        assert_eq!(Lens::factor(&UNDERLAY, 0.0135), 25.0);
        assert_eq!(Lens::factor(&UNDERLAY, 1.0), 1.0);
        assert_eq!(Lens::new(&UNDERLAY, 500.0, 1.0, false), None);
    }

    #[test]
    fn walkers_at_one_height_stand_in_their_order() {
        let lens = Lens::new(&UNDERLAY, 500.0, 1.0, true).expect("a lens");
        let places = [0.0, 0.25, 0.5, 0.75, 1.0].map(|turn| lens.walker(500.0, turn, 400.0));
        assert!(places.is_sorted() && (places[2] - 500.0).abs() < 1e-3, "{places:?}");
        assert!((places[4] - places[0] - 2.0 * 0.94 * 70.0).abs() < 0.1, "{places:?}");
    }
}
