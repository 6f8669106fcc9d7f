//! What the commands of a lesson do to the desk: pages set up the run, and are attended to as the swarm moves.

use std::sync::Arc;

use super::verdict::{Heights, Tally, Verdict};
use super::{Asked, Classroom, Page, Prediction, Running};
use crate::app::desk::Desk;
use crate::app::desk::around::{Overlay, toggled};
use crate::app::desk::command::{
    Command, LessonCommand, NetworkCommand, RunCommand, ViewCommand, WindowCommand,
};
use crate::labs::{Bench, Lab};
use crate::lessons::{Fact, Facts, Lesson, Predict, Setting, Step};
use crate::say;
use crate::valleys::theory;
use crate::valleys::view::View;

impl Desk {
    /// Carries out what concerns lessons.
    pub fn teach(&mut self, command: LessonCommand) {
        match command {
            LessonCommand::ToggleLessons => {
                self.around.overlay = toggled(self.around.overlay, Overlay::Lessons);
            }
            LessonCommand::Begin(place) => {
                if let Some(lesson) = self.lessons.lessons.get(place).map(Arc::clone) {
                    self.begin(lesson);
                }
            }
            LessonCommand::Tour => {
                if let Some(tour) = self.lessons.tour.clone() {
                    self.begin(tour);
                }
            }
            LessonCommand::NetworksTour => {
                if let Some(tour) = self.lessons.networks_tour.clone() {
                    self.begin(tour);
                }
            }
            LessonCommand::Leave => self.leave(),
            LessonCommand::Stay => self.lessons.running = None,
            LessonCommand::Back => self.page(false),
            LessonCommand::Next if self.lessons.page_is_finished() => self.page(true),
            LessonCommand::Next if self.lessons.asks_first() => self.urge(),
            LessonCommand::Next => {}
            LessonCommand::Skip => self.page(true),
            LessonCommand::Again => self.again(),
            LessonCommand::AddGuess(y) => {
                if !self.lessons.take_guess(y) {
                    self.tell(say!("lesson.class.full"));
                }
            }
            LessonCommand::ForgetGuesses => self.lessons.forget_guesses(),
            LessonCommand::Draft(prediction) => self.predict(prediction, false),
            LessonCommand::Predict(prediction) => self.predict(prediction, true),
        }
    }

    pub fn begin(&mut self, lesson: Arc<Lesson>) {
        let in_networks = lesson.laboratory == Lab::Networks;
        // One lesson after another still leads back to the run before them all.
        let before = match self.lessons.running.take() {
            Some(running) => running.before,
            None => Box::new((self.session(), self.files.file.take())),
        };
        self.around.overlay = Overlay::None;
        self.around.bridge = false;
        self.studio.turn(false);
        self.networks.open = in_networks;
        if in_networks {
            // Behind the other page the run stands still.
            self.run.pause();
        } else {
            self.view = View { colouring: self.view.colouring, ..View::default() };
        }
        self.lessons.running = Some(Running {
            lesson,
            index: 0,
            page: Page::awaiting(0),
            round: 0,
            tally: Tally::default(),
            class_guesses: Vec::new(),
            beside: None,
            aside: None,
            ended: false,
            before,
        });
        self.open_page();
    }

    fn leave(&mut self) {
        let Some(running) = self.lessons.running.take() else { return };
        let (session, file) = *running.before;
        // The answers given since stay.
        let class = self.lessons.class.take();
        self.adopt(session);
        (self.files.file, self.lessons.class) = (file, class);
    }

    /// On to the next page, and after the last to the lesson's end, where its swarm stays; or one back.
    pub(super) fn turn_page(&mut self, on: bool) {
        let next = self.lessons.next_lesson();
        let Some(running) = &mut self.lessons.running else { return };
        match (on, running.ended) {
            (false, true) => running.ended = false,
            (true, true) => match next {
                Some(lesson) => self.begin(lesson),
                None => self.lessons.running = None,
            },
            (true, false) if running.is_last() => running.ended = true,
            (false, false) if running.index == 0 => {}
            (on, false) => {
                running.index = if on { running.index + 1 } else { running.index - 1 };
                running.round = 0;
                self.open_page();
            }
        }
    }

    /// The same page under other noise.
    fn again(&mut self) {
        let Some(running) = &mut self.lessons.running else { return };
        if running.next_round().is_some() {
            running.round += 1;
            self.open_page();
        }
    }

    /// Asks for the guess that comes first.
    fn urge(&mut self) {
        self.tell(say!("lesson.guess-first"));
    }

    /// Whether a command has to wait for a guess, as it would show what is guessed; it is asked for then.
    pub(in crate::app::desk) fn waits_for_a_guess(&mut self, command: &Command) -> bool {
        let shows = matches!(
            command,
            Command::Run(
                RunCommand::TogglePlay | RunCommand::Play | RunCommand::StepOnce | RunCommand::RunTo(_)
            ) | Command::Figures(_)
                | Command::Questions(_)
                | Command::Films(_)
                | Command::Window(WindowCommand::ToggleBridge)
                | Command::Network(
                    NetworkCommand::TogglePlay
                        | NetworkCommand::Enlarge(_)
                        | NetworkCommand::ShowTable(_)
                        | NetworkCommand::Export(_)
                        | NetworkCommand::ExportPath(..)
                )
        );
        let waits = shows && self.lessons.asks_first();
        if waits {
            self.urge();
        }
        waits
    }

    /// Brings about what the page is to begin with, as one step of undo.
    fn open_page(&mut self) {
        let Some(running) = &mut self.lessons.running else { return };
        let settings = running.settings();
        let awaited = settings.iter().rev().find_map(|setting| match setting {
            Setting::RunTo(step) => Some(*step),
            _ => None,
        });
        running.page = Page::awaiting(awaited.unwrap_or(0));
        let guesses = self
            .lessons
            .running
            .as_ref()
            .filter(|running| running.round == 0)
            .map(|running| self.lessons.guesses_on(&running.lesson, running.step()));
        if let Some(running) = &mut self.lessons.running {
            running.class_guesses = guesses.unwrap_or_default();
        }
        self.begin_beside();
        self.begin_aside();
        let commands = match self.lessons.running_in(Lab::Networks) {
            Some(running) => in_networks(running.step()),
            None => {
                let stage = Command::View(ViewCommand::FitStage);
                settings.iter().filter_map(command).chain([stage]).collect()
            }
        };
        self.carry_out_as_one("lesson-page", commands);
    }

    fn predict(&mut self, prediction: Prediction, stands: bool) {
        let Some(running) = &mut self.lessons.running else { return };
        let fits = match (&running.step().predict, &prediction) {
            (Some(Predict::Curve { .. }), Prediction::Sketch(sketch)) => !sketch.points.is_empty(),
            (Some(Predict::Height { .. }), Prediction::Height(y)) => y.is_finite(),
            (Some(Predict::Choice { answers, .. }), Prediction::Choice(chosen)) => *chosen < answers.len(),
            (predict, Prediction::Unknown) => predict.is_some() && stands,
            _ => false,
        };
        // What the swarm begins to tell, or has told, cannot be predicted any more.
        if !fits || running.page.begun || running.page.verdict.is_some() {
            return;
        }
        if stands {
            running.page.prediction = Some(prediction.clone());
        }
        if prediction != Prediction::Unknown {
            running.page.draft = Some(prediction);
        }
        self.attend();
    }

    /// Looks whether the task is done, and reveals what is then to be revealed.
    pub fn attend(&mut self) {
        self.tend_beside();
        self.tend_aside();
        let Some(running) = self.lessons.running.as_ref().filter(|running| !running.ended) else { return };
        let Some(Moment { there, playing, moves }) = self.moment(running) else { return };
        let arrived = !running.page.ready && there;
        let ready = running.page.ready || arrived;
        let step = running.step();
        let done = running.page.done
            || (ready && step.until.as_ref().is_some_and(|until| until.holds(&self.facts())));
        let newly_done = done && !running.page.done;
        let settled = running.page.settled || (done && !playing);
        let asked = arrived.then(|| Asked::now(step, &self.facts()));
        let begun = running.page.begun || (ready && running.page.prediction.is_some() && moves);
        let Some(running) = &mut self.lessons.running else { return };
        running.page.begun = begun;
        (running.page.ready, running.page.done) = (ready, done);
        running.page.asked = asked.or(running.page.asked.take());
        running.page.settled = settled;
        if arrived {
            self.follow.fit = true;
        }
        if newly_done {
            // What is revealed speaks of this moment.
            self.carry_out_as_one("task", [Command::Run(RunCommand::Pause)]);
            self.networks.playing = false;
        }
        self.reveal();
    }

    /// How the run of a page stands; none while there is nothing of it to see.
    fn moment(&self, running: &Running) -> Option<Moment> {
        if running.lesson.laboratory == Lab::Networks {
            let networks = &self.networks;
            let there = if running.step().waits() { networks.is_read() } else { networks.is_there() };
            return Some(Moment { there, playing: networks.playing, moves: networks.playing });
        }
        let snapshot = self.run.fresh_snapshot()?;
        let (step, playing) = (snapshot.now.step, snapshot.playing);
        let awaited = running.page.awaited;
        Some(Moment { there: step >= awaited, playing, moves: playing || step > awaited })
    }

    fn reveal(&mut self) {
        let Some(running) = self.lessons.running.as_ref().filter(|running| running.is_revealed()) else {
            return;
        };
        let verdict = match (&running.page.verdict, &running.step().predict, &running.page.prediction) {
            (None, Some(predict), Some(prediction)) => Some(self.judge(predict, prediction)),
            _ => None,
        };
        let Classroom { running: Some(running), progress, .. } = &mut self.lessons else { return };
        if let Some(verdict) = verdict {
            running.tally.add(running.index, running.round, verdict.outcome);
            // What was put away is to be seen beside the guess.
            self.follow.fit |= verdict.heights.is_some();
            running.page.verdict = Some(verdict);
        }
        progress.finish(&running.lesson, running.index);
        if !std::mem::replace(&mut running.page.collected, true) {
            self.lessons.collect();
        }
    }

    /// How good a prediction was, against the swarm as it stands.
    fn judge(&self, predict: &Predict, prediction: &Prediction) -> Verdict {
        match (predict, prediction) {
            (Predict::Curve { from, to }, Prediction::Sketch(sketch)) => {
                let scenario = &self.run.scenario;
                let eq9 = |y: f64| {
                    let delta_s = scenario.delta_s(self.run.shown().step);
                    theory::p_ss(&scenario.landscape, scenario.noise, y, delta_s).valid()
                };
                Verdict::of_sketch(sketch, self.measured(*from, *to), scenario.walkers, eq9)
            }
            (Predict::Curve { from, to }, _) => Verdict::of_no_sketch(self.measured(*from, *to)),
            (Predict::Height { .. }, prediction) => {
                let guess = match prediction {
                    Prediction::Height(y) => Some(*y),
                    _ => None,
                };
                let heights = self.heights(guess);
                let score = heights.and_then(|heights| predict.score_height(guess?, heights.swarm));
                Verdict::of_height(heights, score)
            }
            (Predict::Choice { answers, right }, Prediction::Choice(chosen)) => {
                Verdict::of_choice(&answers[*right], predict.score_choice(*chosen))
            }
            (Predict::Choice { answers, right }, _) => Verdict::of_choice(&answers[*right], None),
        }
    }

    /// What a guessed height is compared with; none if nobody has hopped.
    fn heights(&self, guess: Option<f64>) -> Option<Heights> {
        let snapshot = self.run.fresh_snapshot()?;
        let (facts, summary) = (self.facts(), &snapshot.summary);
        let (swarm, spread) = (summary.mean_freezing_y?, summary.sd_freezing_y?);
        let live = f64::from(summary.live(snapshot.scenario.walkers).max(1));
        Some(Heights {
            guess,
            swarm,
            spread,
            error: spread / live.sqrt(),
            eq11: Fact::FreezingHeight.of(&facts),
            frost: self.run.frost_whatever_is_asked().y(),
        })
    }

    /// The recorded heights and shares between two heights.
    fn measured(&self, from: f64, to: f64) -> Vec<[f64; 2]> {
        let Some(snapshot) = self.run.fresh_snapshot() else { return Vec::new() };
        let samples = snapshot.record.samples.iter();
        samples
            .filter_map(|sample| Some([sample.mean_y?, sample.p_flat()?]))
            .filter(|[y, _]| (from..=to).contains(y))
            .collect()
    }

    /// The numbers that a lesson can speak of; those of a swarm still on its way are not there.
    pub fn facts(&self) -> Facts<'_> {
        let shown = self.run.shown();
        let there = Facts {
            scenario: &self.run.scenario,
            epsilon_phi: self.view.epsilon_phi,
            step: shown.step,
            y: shown.mean_y,
            p_flat: shown.p_flat,
            hopping: shown.hopping,
            playing: self.run.playing(),
            frozen_y: None,
            frozen_step: None,
            occupancy: None,
            frost: self.run.frost().y(),
            networks: self.lessons.running_in(Lab::Networks).map(|_| self.networks.facts()),
        };
        let ready = self.lessons.running.as_ref().is_none_or(|running| {
            let now = self.run.fresh_snapshot().map_or(0, |snapshot| snapshot.now.step);
            running.page.ready || now >= running.page.awaited
        });
        match self.run.fresh_snapshot().filter(|_| ready) {
            Some(snapshot) => Facts {
                frozen_y: snapshot.summary.mean_freezing_y,
                frozen_step: snapshot.summary.mean_freezing_step,
                occupancy: snapshot.summary.occupancy,
                ..there
            },
            None => Facts { step: 0, y: f64::NAN, p_flat: None, hopping: f64::NAN, playing: false, ..there },
        }
    }
}

/// How the run of a page stands.
struct Moment {
    /// Whether it has come to where the page begins.
    there: bool,
    playing: bool,
    /// Whether it goes on, or has gone on, from there.
    moves: bool,
}

/// What brings a page of the networks about.
fn in_networks(step: &Step) -> Vec<Command> {
    let bench = step.bench();
    let from = Some(0).filter(|_| step.plays());
    let laid = NetworkCommand::Lay(Box::new(Bench { step: from.or(bench.step), ..bench }));
    [laid].into_iter().chain(step.plays().then_some(NetworkCommand::TogglePlay)).map(Command::from).collect()
}

/// What brings a setting of the valleys about.
fn command(setting: &Setting) -> Option<Command> {
    Some(match setting {
        Setting::Preset(preset) => RunCommand::Preset(*preset).into(),
        Setting::Parameter(parameter, value) => RunCommand::Set(*parameter, *value).into(),
        Setting::Schedule(parameter, schedule) => {
            RunCommand::SetSchedule(*parameter, schedule.clone()).into()
        }
        Setting::Release => RunCommand::Release.into(),
        Setting::Noise(noise) => RunCommand::SetNoise(*noise).into(),
        Setting::Seed(seed) => RunCommand::SetSeed(*seed).into(),
        Setting::Panels(panels) => ViewCommand::Panels(panels.clone()).into(),
        Setting::Rate(rate) => RunCommand::Rate(*rate).into(),
        Setting::Restart => RunCommand::Restart.into(),
        Setting::Play => RunCommand::Play.into(),
        Setting::Pause => RunCommand::Pause.into(),
        Setting::RunTo(step) => RunCommand::RunTo(*step).into(),
        Setting::Fit => ViewCommand::FitCalibration.into(),
        Setting::Network(_) => return None,
    })
}
