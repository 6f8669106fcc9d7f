//! Scenes with real data for the tests of the panels.

#![allow(dead_code, reason = "every test binary uses its own part of this")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Rect, Ui};
use frostline::app::desk::command::Command;
use frostline::app::desk::scene::{Curves, Forecast, FrostLine, Scene, Seen, Shown};
use frostline::app::kit::theme::{Scale, Theme};
use frostline::app::valleys::panels::Panels;
use frostline::valleys::experiments::live::{self, Snapshot};
use frostline::valleys::model::Scenario;
use frostline::valleys::panel::Panel;
use frostline::valleys::theory::Patience;
use frostline::valleys::view::View;

/// A run and a way of looking at it, from which scenes are made.
pub struct Stand {
    pub scenario: Scenario,
    pub snapshot: Arc<Snapshot>,
    pub shown: Shown,
    pub view: View,
    pub forecast: Option<Forecast>,
    pub curves: Curves,
    pub frost: FrostLine,
}

impl Stand {
    /// Runs a scenario to a step, and looks at an earlier one if asked to.
    pub fn new(scenario: Scenario, step: u32, look_at: Option<u32>) -> Self {
        let mut live = live::start(&scenario, Vec::new(), step, 2, || ());
        let deadline = Instant::now() + Duration::from_secs(300);
        let snapshot = loop {
            if let Some(snapshot) = live.latest().filter(|snapshot| snapshot.now.step >= step) {
                break Arc::clone(snapshot);
            }
            assert!(Instant::now() < deadline, "the swarm did not get to step {step}");
            std::thread::sleep(Duration::from_millis(5));
        };
        let shown = Shown::of(&snapshot, look_at);
        let curves = Curves::new(&scenario, shown.step, None);
        let frost = FrostLine::new(&scenario, None);
        Self { scenario, snapshot, shown, view: View::default(), forecast: None, curves, frost }
    }

    /// The run of the look: 3,000 walkers, seen at step 16,800 of 100,000.
    pub fn of_the_look() -> Self {
        let scenario = Scenario { walkers: 3_000, ..Scenario::default() };
        Self::new(scenario, 100_000, Some(16_800))
    }

    /// A short run to click about in.
    pub fn small() -> Self {
        Self::new(Scenario { walkers: 200, steps: 4_000, ..Scenario::default() }, 2_000, None)
    }

    pub fn predict(&mut self) {
        let go_on = &mut |_| std::ops::ControlFlow::Continue(());
        let forecast = Forecast::of(&self.scenario, Patience::ENDLESS, go_on).expect("nobody broke it off");
        self.frost = forecast.frost.clone();
        self.forecast = Some(forecast);
    }

    pub fn scene(&self, theme: Theme, scale: Scale) -> Scene<'_> {
        let seen = Seen {
            scenario: &self.scenario,
            curves: &self.curves,
            frost: &self.frost,
            forecast: self.forecast.as_ref(),
            run: &self.snapshot,
            shown: &self.shown,
        };
        Scene::alone(theme, scale, &self.view, seen)
    }

    /// Draws a panel and hands back what it asked for.
    pub fn show(
        &self,
        panels: &mut Panels,
        panel: Panel,
        ui: &mut Ui,
        rect: Rect,
        theme: Theme,
        scale: Scale,
    ) -> Vec<Command> {
        let mut commands = Vec::new();
        panels.show(panel, ui, rect, &self.scene(theme, scale), &mut commands);
        commands
    }
}
