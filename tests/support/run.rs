//! A run at a moment, as panels read it, without the thread that would run it.

use std::sync::Arc;

use frostline::app::desk::scene::{Curves, FrostLine, Scene, Seen, Shown};
use frostline::app::kit::theme::{Mode, Scale, Theme, Vision};
use frostline::valleys::experiments::changes::Changes;
use frostline::valleys::experiments::live::{Picture, Snapshot};
use frostline::valleys::experiments::run::fresh;
use frostline::valleys::model::Scenario;
use frostline::valleys::sim::Swarm;
use frostline::valleys::view::View;

/// Everything a scene borrows.
pub struct Run {
    pub scenario: Scenario,
    pub view: View,
    pub theme: Theme,
    pub scale: Scale,
    curves: Curves,
    pub frost: FrostLine,
    snapshot: Snapshot,
    shown: Shown,
}

impl Run {
    /// A scenario advanced by some steps.
    pub fn new(scenario: &Scenario, steps: u32) -> Self {
        let mut swarm = fresh(scenario);
        swarm.advance(steps);
        Self::of(&swarm)
    }

    pub fn of(swarm: &Swarm) -> Self {
        let step = swarm.step();
        let mut picture = Picture { step, ..Picture::default() };
        for walker in swarm.walkers() {
            picture.x.push(walker.x);
            picture.y.push(walker.y);
            picture.age.push(step - walker.last_hop);
        }
        let snapshot = Snapshot {
            scenario: swarm.scenario().clone(),
            changes: Changes::default(),
            due: Changes::default(),
            playing: false,
            speed: 0.0,
            record: Arc::new(swarm.record().clone()),
            summary: Arc::new(swarm.summary()),
            now: Arc::new(picture),
            past: Vec::new(),
            freezing: Arc::default(),
            last_hops: Arc::default(),
        };
        Self {
            scenario: swarm.scenario().clone(),
            view: View::default(),
            theme: Theme::new(Mode::Dark, Vision::Typical),
            scale: Scale::WINDOW,
            curves: Curves::new(swarm.scenario(), step, None),
            frost: FrostLine::new(swarm.scenario(), None),
            shown: Shown::of(&snapshot, None),
            snapshot,
        }
    }

    /// Publishes the same walkers anew, as a running swarm does every frame.
    pub fn renew(&mut self) {
        self.shown.picture = Arc::new(Picture::clone(&self.shown.picture));
    }

    pub fn scene(&self) -> Scene<'_> {
        let seen = Seen {
            scenario: &self.scenario,
            curves: &self.curves,
            frost: &self.frost,
            forecast: None,
            run: &self.snapshot,
            shown: &self.shown,
        };
        Scene::alone(self.theme, self.scale, &self.view, seen)
    }
}
