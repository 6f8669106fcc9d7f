//! What a frame may read of the desk.

use super::Desk;
use super::scene::{Scene, Withheld};
use crate::app::kit::theme::{Scale, Theme};
use crate::valleys::view::Colouring;

impl Desk {
    /// What a frame may read, once there is a run to show.
    pub fn scene(&self, theme: Theme, scale: Scale) -> Option<Scene<'_>> {
        let seen = self.run.seen()?;
        Some(Scene {
            theme,
            scale,
            reduced_motion: self.look.reduced_motion,
            view: &self.view,
            seen,
            playing: seen.run.playing,
            highlight: self.around.highlight,
            withheld: Withheld { curves: self.lessons.withholds(), map: self.lessons.withholds_map() },
            guess: self.lessons.guess(),
            beside: self.lessons.beside(),
            fates: self.run.fates().filter(|_| self.view.colouring == Colouring::LastHop),
            looked_ahead: self.run.looked_ahead(),
            put_away: self.lessons.withholds_freezing().is_some(),
            watched: self.run.watched(),
            ghost: self.run.ghost_seen(),
        })
    }
}
