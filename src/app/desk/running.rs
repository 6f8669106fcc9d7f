//! What the commands of the run do: parameters set, runs started, play and pause.

use super::command::RunCommand;
use super::{Desk, waker};
use crate::say;
use crate::session::Session;
use crate::settings::{Adjustable, Settings};
use crate::valleys::experiments::live::{self, Order};
use crate::valleys::model::{Parameter, Preset, Scenario};
use crate::valleys::theory::Calibration;

impl Desk {
    /// Carries out what is done to the run.
    pub(super) fn steer(&mut self, command: RunCommand) {
        match command {
            RunCommand::Set(parameter, value) => self.set(parameter, value),
            RunCommand::Place(parameter, value) if self.shown.step == 0 => self.set(parameter, value),
            RunCommand::Place(..) => self.tell(say!("window.under-way")),
            RunCommand::Release => self.change(|scenario| scenario.hold_y = None),
            RunCommand::ToggleHold => self.toggle_hold(),
            RunCommand::SetCourse(course) => self.change(|scenario| *scenario = course.scenario(scenario)),
            RunCommand::Reheat(pulse) => self.reheat(pulse),
            RunCommand::SetNoise(noise) => self.change(|scenario| scenario.noise = noise),
            RunCommand::SetSchedule(parameter, schedule) => self.change(|scenario| match parameter {
                Parameter::Eta => scenario.eta = schedule,
                _ => scenario.sigma = schedule,
            }),
            RunCommand::SetSeed(seed) => {
                self.scenario.seed = seed;
                self.restart();
            }
            RunCommand::Preset(preset) => self.preset(preset),
            RunCommand::Restart => self.restart(),
            RunCommand::NewRun => {
                self.scenario.seed = self.scenario.seed.wrapping_add(1);
                self.restart();
            }
            RunCommand::TogglePlay => self.toggle_play(),
            RunCommand::Play => {
                self.back_to_now();
                self.live.send(Order::Play);
            }
            RunCommand::Pause => self.live.send(Order::Pause),
            RunCommand::StepOnce => {
                self.back_to_now();
                self.live.send(Order::Step(1));
            }
            RunCommand::RunTo(step) => {
                self.back_to_now();
                let now = self.fresh_snapshot().map_or(0, |snapshot| snapshot.now.step);
                self.live.send(Order::Step(step.saturating_sub(now)));
            }
            RunCommand::Rate(rate) => {
                self.view.rate = if rate.is_finite() { rate } else { 0.0 };
                self.live.send(Order::Rate(self.rate()));
            }
            RunCommand::Scrub(step) => {
                let now = self.snapshot.as_ref().map_or(0, |snapshot| snapshot.now.step);
                self.scrub = step.filter(|&step| step < now);
                if self.scrub.is_some() {
                    self.live.send(Order::Pause);
                }
                self.look_at();
            }
        }
    }

    pub(super) fn set(&mut self, parameter: Parameter, value: f64) {
        let mut scenario = self.scenario.clone();
        if let Err(invalid) = parameter.set(&mut scenario, value) {
            self.warn(invalid.to_string());
            return;
        }
        self.apply(scenario);
    }

    pub(super) fn change(&mut self, change: impl FnOnce(&mut Scenario)) {
        let mut scenario = self.scenario.clone();
        change(&mut scenario);
        match scenario.validate() {
            Ok(()) => self.apply(scenario),
            Err(invalid) => self.warn(invalid.to_string()),
        }
    }

    /// Lets a scenario act on the running swarm where it can, or starts it again.
    pub(super) fn apply(&mut self, scenario: Scenario) {
        if scenario == self.scenario {
            return;
        }
        let start = |s: &Scenario| (s.walkers, s.seed, s.y_i, s.x_i, s.flat_share);
        let anew = self.view.restart_on_change || start(&scenario) != start(&self.scenario);
        self.scenario = scenario;
        self.forecaster.send(Box::new(self.scenario.clone()));
        if anew {
            self.restart();
        } else {
            self.back_to_now();
            self.live.send(Order::Retune(Box::new(self.scenario.clone())));
        }
    }

    /// A new swarm under the controls as they stand; it plays on if the old one did.
    pub(super) fn restart(&mut self) {
        self.follow.another_run();
        let playing = self.playing();
        self.start = self.scenario.clone();
        self.launch(Session { scenario: self.start.clone(), ..Session::default() });
        if playing {
            self.live.send(Order::Play);
        }
    }

    pub(super) fn launch(&mut self, session: Session) {
        self.awaited = Some((session.changes.clone(), session.step));
        self.live =
            live::start(&session.scenario, session.changes, session.step, self.threads, waker(&self.wake));
        self.live.send(Order::Rate(self.rate()));
        self.forecaster.send(Box::new(self.scenario.clone()));
        self.scrub = None;
        self.fresh = false;
    }

    pub(super) fn preset(&mut self, preset: Preset) {
        let session = Session::of(preset);
        self.name = session.name;
        self.file = None;
        self.scenario = session.scenario;
        self.view.epsilon_phi = None;
        self.restart();
        // What is on show still is the run before.
        self.snapshot = None;
        self.follow.fit = true;
    }

    pub(super) fn toggle_play(&mut self) {
        let ended = self.snapshot.as_ref().is_some_and(|now| now.now.step >= now.scenario.steps);
        if self.playing() {
            self.live.send(Order::Pause);
        } else if ended && self.scrub.is_some() {
            // Nothing more to run: what was looked back from is shown again.
            self.back_to_now();
        } else if ended {
            self.restart();
            self.live.send(Order::Play);
        } else {
            self.back_to_now();
            self.live.send(Order::Play);
        }
    }

    pub(super) fn back_to_now(&mut self) {
        if self.scrub.take().is_some() {
            self.look_at();
        }
    }

    pub(super) fn fit_calibration(&mut self) {
        let measured = self.snapshot.as_ref().and_then(|snapshot| snapshot.summary.mean_freezing_y);
        let fitted = measured.and_then(|y| {
            Calibration::fit(&self.scenario.landscape, self.scenario.delta_s(self.shown.step), y)
        });
        match fitted {
            Some(calibration) => self.view.epsilon_phi = Some(calibration.epsilon_phi),
            None => self.warn(say!("window.no-fit").to_owned()),
        }
    }
}
