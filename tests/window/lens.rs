//! The swarm under the lens: it is seen, most of all where it freezes, and on the stage no walker is beyond a line that
//! it is not beyond.

use std::ops::ControlFlow;

use egui::{Rect, pos2};
use frostline::app::desk::follow::fitted;
use frostline::app::desk::scene::Forecast;
use frostline::lessons::{FIRST_MINUTE, SHIPPED, read};
use frostline::session::Session;
use frostline::valleys::experiments::run::fresh;
use frostline::valleys::figures::lens::{Lens, Underlay};
use frostline::valleys::model::{Preset, Scenario};
use frostline::valleys::sim::Swarm;
use frostline::valleys::theory::Patience;

use crate::support::run::Run;

/// The stage of a window at 1,280 × 800.
fn stage() -> Rect {
    Rect::from_min_max(pos2(268.0, 92.0), pos2(904.0, 692.0))
}

/// The narrowest that a swarm may be, and at its frost line, in points.
const SEEN: f32 = 24.0;
const AT_THE_LINE: f32 = 40.0;
/// Before that a swarm has only begun to spread.
const BEGUN: u32 = 1_000;

struct Watched {
    swarm: Swarm,
    forecast: Forecast,
    view: [f64; 2],
}

impl Watched {
    fn new(scenario: &Scenario) -> Self {
        let go_on = &mut |_| ControlFlow::Continue(());
        let forecast = Forecast::of(scenario, Patience::ENDLESS, go_on).expect("nobody broke it off");
        let swarm = fresh(scenario);
        let mut watched = Self { swarm, forecast, view: [0.0; 2] };
        watched.view = watched.fitted();
        watched
    }

    fn fitted(&self) -> [f64; 2] {
        let mut run = Run::of(&self.swarm);
        run.frost = self.forecast.frost.clone();
        fitted(&run.scene()).0
    }

    fn advance(&mut self, to: u32) {
        self.swarm.advance(to - self.swarm.step());
        let y = self.swarm.summary().mean_y.expect("walkers");
        // As the window follows.
        if y > self.view[0] + 0.88 * (self.view[1] - self.view[0]) {
            self.view = self.fitted();
        }
    }

    fn underlay(&self) -> Underlay {
        let stage = stage();
        let per_y = stage.width() / (self.view[1] - self.view[0]) as f32;
        Underlay {
            across: [stage.left(), stage.right()],
            rows: [stage.top(), stage.bottom()],
            per_y,
            marks: 1.0,
        }
    }

    fn across(&self, y: f64) -> f32 {
        let share = (y - self.view[0]) / (self.view[1] - self.view[0]);
        stage().left() + share as f32 * stage().width()
    }

    fn lens(&self) -> Lens {
        let widest = self.forecast.frost.widest(self.view[1]).expect("it has been worked out");
        let centre = self.across(self.swarm.summary().mean_y.expect("walkers"));
        let underlay = self.underlay();
        Lens::new(&underlay, centre, Lens::factor(&underlay, widest as f32), false).expect("a lens")
    }

    /// Places of the walkers in the middle of the lens.
    fn places(&self, row: f32) -> Vec<[f64; 2]> {
        let lens = self.lens();
        let walkers = self.swarm.walkers();
        walkers
            .map(|walker| {
                [f64::from(walker.y), f64::from(lens.across(self.across(f64::from(walker.y)), row))]
            })
            .collect()
    }

    fn width(&self) -> f32 {
        let places = self.places(400.0);
        let [low, high] = places
            .iter()
            .fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], [_, at]| [low.min(*at), high.max(*at)]);
        (high - low) as f32
    }
}

/// Watches a run: how wide its swarm is drawn on the way, and at its frost line, if it comes there.
fn seen_all_along(what: &str, scenario: &Scenario) -> bool {
    let mut watched = Watched::new(&Scenario { walkers: 1_000, ..scenario.clone() });
    let Some(line) = watched.forecast.frost.y() else { return false };
    let mut crossed = false;
    let steps = watched.swarm.scenario().steps;
    for step in (BEGUN..=steps).step_by((steps as usize / 100).max(1)) {
        watched.advance(step);
        let width = watched.width();
        assert!(width >= SEEN, "{what}: {width} wide at step {step}");
        let y = watched.swarm.summary().mean_y.expect("walkers");
        if !crossed && y >= line {
            crossed = true;
            println!("{what}: {width} wide at its frost line, × {}", watched.lens().factor);
            assert!(width >= AT_THE_LINE, "{what}: {width} wide at its frost line, step {step}");
        }
    }
    crossed
}

#[test]
fn the_swarm_is_wide_where_it_freezes_and_never_a_thread() {
    for preset in Preset::ALL {
        let crossed = seen_all_along(&format!("{preset:?}"), &preset.scenario());
        assert!(crossed, "{preset:?} never comes to its line");
    }
}

#[test]
fn so_it_is_in_every_lesson_where_it_comes_to_its_line() {
    let mut known: Vec<Scenario> = Vec::new();
    let mut crossed = 0;
    for (name, text) in SHIPPED.into_iter().chain([("first-minute", FIRST_MINUTE)]) {
        let mut scenario = Session::default().scenario;
        for (page, step) in read(text).expect("a lesson").steps.iter().enumerate() {
            for settings in [&step.settings, &step.solution] {
                settings.iter().for_each(|setting| setting.apply(&mut scenario));
                let seed = Scenario::default().seed;
                let run = Scenario { seed, walkers: 1_000, ..scenario.clone() };
                if run.hold_y.is_some() || known.contains(&run) {
                    continue;
                }
                crossed += u32::from(seen_all_along(&format!("{name}, page {}", page + 1), &run));
                known.push(run);
            }
        }
    }
    assert!(crossed > 5, "{crossed} of {} runs come to their lines", known.len());
}

#[test]
fn no_walker_is_drawn_beyond_a_line_that_it_is_not_beyond() {
    let mut watched = Watched::new(&Scenario { walkers: 3_000, ..Preset::Fig4.scenario() });
    watched.advance(18_150);
    let lens = watched.lens();
    for row in [210.0, 225.0, 400.0, 600.0, 620.0] {
        for line in [4.4, 4.48, 4.4931, 4.5, 4.51, 4.6] {
            let drawn = lens.across(watched.across(line), row);
            for [y, at] in watched.places(row) {
                // Heights are kept to seven digits.
                let same = (y - line).abs() < 1e-6 * line || (at as f32) == drawn;
                assert!(
                    same || (y < line) == ((at as f32) < drawn),
                    "{y} at {at}, the line {line} at {drawn}"
                );
            }
        }
    }
}
