//! The key of last hops: how many walkers hop for the last time how many steps from now, or did so long ago. As the run goes
//! the hill walks over the line that is now.

use std::sync::Arc;

use egui::{Align2, Mesh, Painter, Rect, Shape, Stroke, pos2};

use super::frame::Frame;
use super::inks::Inks;
use super::key::{BARS_FOOT, BARS_TOP, RAMP, SIDES, TICKS, ends, snapped, strip};
use crate::app::desk::scene::Scene;
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::Role;
use crate::say;
use crate::valleys::experiments::ahead::Outcome;
use crate::words::per_cent;

/// Bars to either side of now, and the decades of steps that they span.
const BARS: usize = 17;
const FIRST: f32 = 2.0;
const DECADES: f32 = 2.0;
/// Between two bars, in widths of the key.
const PITCH: f32 = 0.5 / (BARS as f32 + 0.5);
const BAR: f32 = 0.8;
/// How far the line of now reaches above the bars.
const NOW: f32 = 6.0;

/// The last hops in bars, kept for the moment that they were counted at.
#[derive(Default)]
pub struct HopsKey {
    counted: Option<(Arc<[Outcome]>, u32, HopCounts)>,
}

/// From the left: far ahead, ahead, behind, far behind; and how many walkers have their last hop ahead, of how many.
#[derive(Clone, Copy)]
struct HopCounts {
    bars: [u32; 2 * BARS],
    ahead: u32,
    all: u32,
}

impl HopCounts {
    fn of(fates: &[Outcome], now: u32) -> Self {
        let mut counts = Self { bars: [0; 2 * BARS], ahead: 0, all: 0 };
        for fate in fates.iter().filter(|fate| fate.valley.is_some()) {
            let ahead = fate.last_hop > now;
            let steps = fate.last_hop.abs_diff(now).max(1) as f32;
            let along = (steps.log10() - FIRST) / DECADES * BARS as f32;
            let from_now = (along.max(0.0) as usize).min(BARS - 1);
            counts.bars[if ahead { BARS - 1 - from_now } else { BARS + from_now }] += 1;
            counts.ahead += u32::from(ahead);
            counts.all += 1;
        }
        counts
    }
}

impl HopsKey {
    fn count(&mut self, fates: &Arc<[Outcome]>, now: u32) -> HopCounts {
        match &self.counted {
            Some((of, at, counts)) if Arc::ptr_eq(of, fates) && *at == now => *counts,
            _ => {
                let counts = HopCounts::of(fates, now);
                self.counted = Some((Arc::clone(fates), now, counts));
                counts
            }
        }
    }

    pub fn paint(&mut self, painter: &Painter, scene: &Scene<'_>, frame: &Frame, area: Rect, inks: &Inks) {
        let Some(fates) = scene.fates else { return };
        let (theme, marks) = (&scene.theme, frame.marks);
        let counts = self.count(fates, scene.seen.shown.step);
        let fullest = counts.bars.iter().copied().max().unwrap_or(0).max(1) as f32;
        let [stays, settled] = [inks.colours[127], inks.colours[255]];
        let foot = area.top() + BARS_FOOT * marks;
        let pitch = PITCH * area.width();
        let middle = area.center().x;
        let mut mesh = Mesh::default();
        for (index, &count) in counts.bars.iter().enumerate().filter(|(_, count)| **count > 0) {
            let left = middle + (index as f32 - BARS as f32 + 0.5 * (1.0 - BAR)) * pitch;
            let tall = ((BARS_FOOT - BARS_TOP) * marks * count as f32 / fullest).max(1.0);
            let bar = Rect::from_x_y_ranges(left..=left + BAR * pitch, foot - tall..=foot);
            mesh.add_colored_rect(snapped(painter, bar), if index < BARS { stays } else { settled });
        }
        let strip = strip(area, marks);
        mesh.add_colored_rect(snapped(painter, strip.with_max_x(middle)), stays);
        mesh.add_colored_rect(snapped(painter, strip.with_min_x(middle)), settled);
        painter.add(Shape::mesh(mesh));
        let line = painter.round_to_pixel_center(middle);
        let top = area.top() + (BARS_TOP - NOW) * marks;
        painter.vline(line, top..=area.top() + RAMP.end * marks, Stroke::new(marks, theme.strong));
        let note = Style::new(Role::Small, frame.scale, theme.text);
        let most = say!("stage.key.most-steps", steps = "10,000");
        let ticks = [(0.0, most.as_str(), note), (1.0, most.as_str(), note)];
        ends(painter, frame, area, TICKS, ticks);
        let now = Style::new(Role::Small, frame.scale, theme.strong);
        let at = pos2(middle, area.top() + TICKS * marks);
        maths::layout(painter.ctx(), say!("stage.key.now"), now).paint(painter, at, Align2::CENTER_CENTER);
        let share = f64::from(counts.ahead) / f64::from(counts.all.max(1));
        let ahead = say!("stage.key.ahead", share = per_cent(share));
        let behind = say!("stage.key.behind", share = per_cent(1.0 - share));
        let [ember, ice] = [theme.ember, theme.ice].map(|ink| Style::new(Role::Small, frame.scale, ink));
        ends(painter, frame, area, SIDES, [(0.0, ahead.as_str(), ember), (1.0, behind.as_str(), ice)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::valleys::model::Valley;

    #[test]
    fn a_walker_walks_over_the_line_at_its_last_hop() {
        let fates = [5_000, 0, 70_000].map(|last_hop| Outcome { last_hop, valley: Some(Valley::Flat) });
        let ahead = |now: u32| HopCounts::of(&fates, now).ahead;
        assert_eq!([0, 4_999, 5_000, 69_999, 70_000].map(ahead), [2, 2, 1, 1, 0]);
        let counts = HopCounts::of(&fates, 4_000);
        assert_eq!((counts.all, counts.bars.iter().sum::<u32>()), (3, 3));
        // A thousand steps ahead is in the middle of its side.
        assert_eq!(counts.bars[BARS - 1 - BARS / 2], 1);
    }
}
