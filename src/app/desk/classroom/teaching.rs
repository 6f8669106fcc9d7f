//! What the commands of a lesson do to the desk: pages set up the run, and are attended to as the swarm moves.

use std::sync::Arc;

use super::{Asked, Classroom, Page, Prediction, Running, Verdict};
use crate::app::desk::Desk;
use crate::app::desk::around::{Overlay, toggled};
use crate::app::desk::command::{Command, LessonCommand, RunCommand, ViewCommand};
use crate::lessons::{Facts, Lesson, Predict, Setting};
use crate::say;
use crate::valleys::view::View;
use crate::words::per_cent;

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
            LessonCommand::Leave => self.leave(),
            LessonCommand::Back => self.page(false),
            LessonCommand::Next if !self.lessons.page_is_finished() => {}
            LessonCommand::Next | LessonCommand::Skip => self.page(true),
            LessonCommand::Draft(prediction) => self.predict(prediction, false),
            LessonCommand::Predict(prediction) => self.predict(prediction, true),
        }
    }

    pub fn begin(&mut self, lesson: Arc<Lesson>) {
        // Its tasks are set on the two valleys.
        self.networks.open = false;
        // One lesson after another still leads back to the run before them all.
        let before = match self.lessons.running.take() {
            Some(running) => running.before,
            None => Box::new((self.session(), self.files.file.take())),
        };
        self.around.overlay = Overlay::None;
        self.studio.turn(false);
        self.view = View { colouring: self.view.colouring, ..View::default() };
        self.lessons.running = Some(Running { lesson, index: 0, page: Page::awaiting(0), before });
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

    /// On to the next page, and out of the lesson after the last; or one back.
    pub(super) fn turn_page(&mut self, on: bool) {
        let Some(running) = &mut self.lessons.running else { return };
        if on && running.is_last() {
            self.leave();
            self.around.overlay = Overlay::Lessons;
        } else if on || running.index > 0 {
            running.index = if on { running.index + 1 } else { running.index - 1 };
            self.open_page();
        }
    }

    /// Brings about what the page is to begin with, as one step of undo.
    fn open_page(&mut self) {
        let Some(running) = &mut self.lessons.running else { return };
        let settings = running.step().settings.clone();
        let awaited = settings.iter().rev().find_map(|setting| match setting {
            Setting::RunTo(step) => Some(*step),
            _ => None,
        });
        running.page = Page::awaiting(awaited.unwrap_or(0));
        self.carry_out_as_one(
            "lesson-page",
            settings.iter().map(command).chain([Command::View(ViewCommand::FitStage)]),
        );
    }

    fn predict(&mut self, prediction: Prediction, stands: bool) {
        let Some(running) = &mut self.lessons.running else { return };
        let fits = match (&running.step().predict, &prediction) {
            (Some(Predict::Curve { .. }), Prediction::Sketch(sketch)) => !sketch.points.is_empty(),
            (Some(Predict::Height { .. }), Prediction::Height(y)) => y.is_finite(),
            (Some(Predict::Choice { answers, .. }), Prediction::Choice(chosen)) => *chosen < answers.len(),
            _ => false,
        };
        // What has been revealed cannot be predicted any more.
        if !fits || running.page.verdict.is_some() {
            return;
        }
        if stands {
            running.page.prediction = Some(prediction.clone());
        }
        running.page.draft = Some(prediction);
        self.attend();
    }

    /// Looks whether the task is done, and reveals what is then to be revealed.
    pub fn attend(&mut self) {
        let Some(running) = &self.lessons.running else { return };
        let Some(snapshot) = self.run.fresh_snapshot() else { return };
        let arrived = !running.page.ready && snapshot.now.step >= running.page.awaited;
        let ready = running.page.ready || arrived;
        let step = running.step();
        let done = running.page.done
            || (ready && step.until.as_ref().is_some_and(|until| until.holds(&self.facts())));
        let newly_done = done && !running.page.done;
        let settled = running.page.settled || (done && !snapshot.playing);
        let asked = arrived.then(|| Asked::now(step, &self.facts()));
        let Some(running) = &mut self.lessons.running else { return };
        (running.page.ready, running.page.done) = (ready, done);
        running.page.asked = asked.or(running.page.asked.take());
        running.page.settled = settled;
        if arrived {
            self.follow.fit = true;
        }
        if newly_done {
            // What is revealed speaks of this moment.
            self.carry_out_as_one("task", [Command::Run(RunCommand::Pause)]);
        }
        self.reveal();
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
        running.page.verdict = verdict.or(running.page.verdict.take());
        progress.finish(&running.lesson, running.index);
        if !std::mem::replace(&mut running.page.collected, true) {
            self.lessons.collect();
        }
    }

    /// How good a prediction was, against the swarm as it stands.
    fn judge(&self, predict: &Predict, prediction: &Prediction) -> Verdict {
        match (predict, prediction) {
            (Predict::Curve { from, to }, Prediction::Sketch(sketch)) => {
                let measured = self.measured(*from, *to);
                Verdict::of_sketch(sketch, measured)
            }
            (_, Prediction::Height(height)) => {
                let measured = self.facts().frozen_y;
                Verdict::of_height(*height, measured, |y| predict.score_height(*height, y))
            }
            (Predict::Choice { answers, right }, Prediction::Choice(chosen)) => {
                Verdict::of_choice(&answers[*right], predict.score_choice(*chosen))
            }
            _ => Verdict { words: String::new(), score: None, measured: Vec::new() },
        }
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

/// What brings a setting about.
fn command(setting: &Setting) -> Command {
    match setting {
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
    }
}

impl Verdict {
    fn of_sketch(sketch: &crate::lessons::Sketch, measured: Vec<[f64; 2]>) -> Self {
        let score = sketch.score(&measured);
        let sketched = measured.iter().filter(|[y, _]| sketch.at(*y).is_some()).count();
        let covered = sketched as f64 / measured.len().max(1) as f64;
        let words = match score {
            None => say!("lesson.verdict.unmeasured").to_owned(),
            Some(score) => {
                let off = format!("{:.2}", score.off);
                if covered > 0.95 {
                    say!("lesson.verdict.sketch", off = off)
                } else {
                    let covered = per_cent(covered);
                    say!("lesson.verdict.sketch-in-part", off = off, covered = covered)
                }
            }
        };
        Self { words, score, measured }
    }

    fn of_height(
        height: f64,
        measured: Option<f64>,
        score: impl FnOnce(f64) -> Option<crate::lessons::Score>,
    ) -> Self {
        let score = measured.and_then(score);
        let words = match (measured, score) {
            (Some(y), Some(score)) => {
                let (height, y) = (format!("{height:.1}"), format!("{y:.1}"));
                let off = format!("{:.1}", score.off.abs());
                if score.off.abs() < 0.05 {
                    say!("lesson.verdict.same", height = height, y = y)
                } else if score.off > 0.0 {
                    say!("lesson.verdict.too-high", height = height, y = y, off = off)
                } else {
                    say!("lesson.verdict.too-low", height = height, y = y, off = off)
                }
            }
            _ => say!("lesson.verdict.no-hops").to_owned(),
        };
        Self { words, score, measured: Vec::new() }
    }

    fn of_choice(right: &str, score: Option<crate::lessons::Score>) -> Self {
        let words = match score {
            Some(score) if score.share == 1.0 => say!("lesson.verdict.right").to_owned(),
            _ => say!("lesson.verdict.wrong", right = right),
        };
        Self { words, score, measured: Vec::new() }
    }
}
