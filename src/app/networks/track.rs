//! Where places of the plane are on screen, and which steps of the run can be branched off from.

use egui::{Pos2, Rect, pos2};

use crate::networks::figures::panel_plane::Aim;
use crate::networks::figures::scope::Scope;

/// The plane as it lies on the stage.
#[derive(Clone, Copy)]
pub(super) struct Track {
    pub(super) rect: Rect,
    pub(super) aim: Aim,
}

impl Track {
    pub(super) fn place(&self, [x, y]: [f64; 2]) -> Pos2 {
        let [[left, right], [low, high]] = self.aim.view;
        pos2(
            self.rect.left() + self.rect.width() * ((x - left) / (right - left)) as f32,
            self.rect.bottom() - self.rect.height() * ((y - low) / (high - low)) as f32,
        )
    }

    pub(super) fn value(&self, at: Pos2) -> [f64; 2] {
        let [[left, right], [low, high]] = self.aim.view;
        [
            left + (right - left) * f64::from((at.x - self.rect.left()) / self.rect.width()),
            high - (high - low) * f64::from((at.y - self.rect.top()) / self.rect.height()),
        ]
    }

    /// The kept step of the run that lies nearest to a place, and how far it is.
    pub(super) fn nearest(&self, scope: &Scope<'_>, at: Pos2) -> Option<(u32, f32)> {
        let traces = scope.sight.traces.as_ref()?;
        let reached = traces.sgd.iter().filter(|(step, _)| *step <= scope.until);
        let distance = reached.map(|(step, place)| (*step, self.place(*place).distance(at)));
        distance.min_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// The kept step after one, or before it.
    pub(super) fn neighbour(&self, scope: &Scope<'_>, step: u32, later: bool) -> u32 {
        let Some(traces) = &scope.sight.traces else { return step };
        let mut steps = traces.sgd.iter().map(|(step, _)| *step).filter(|step| *step <= scope.until);
        let found =
            if later { steps.find(|known| *known > step) } else { steps.rfind(|known| *known < step) };
        found.unwrap_or(step)
    }
}
