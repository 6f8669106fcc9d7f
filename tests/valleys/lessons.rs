//! Every lesson that ships is well formed, and what it claims is true.

use std::ops::ControlFlow;

use frostline::labs::Lab;
use frostline::lessons::{Check, Fact, Facts, Lesson, SHIPPED, Setting, Step, fill, read};
use frostline::valleys::experiments::run::{checked, fresh, run};
use frostline::valleys::model::{Preset, Scenario};
use frostline::valleys::sim::Swarm;
use frostline::valleys::theory::Calibration;
use frostline::valleys::theory::{Frost, Patience, density_and_last_hops};

fn lessons() -> Vec<(&'static str, Lesson)> {
    let read = |(name, text): &(&'static str, &str)| {
        (*name, read(text).unwrap_or_else(|mistake| panic!("{name}.lesson, {mistake}")))
    };
    SHIPPED.iter().map(read).filter(|(_, lesson)| lesson.laboratory == Lab::Valleys).collect()
}

#[test]
fn lessons_are_whole() {
    for (name, lesson) in lessons() {
        assert!((5..=10).contains(&lesson.steps.len()), "{name}: {} steps", lesson.steps.len());
        assert!(lesson.steps.iter().any(|step| step.predict.is_some()), "{name}: nothing to predict");
        assert!(lesson.steps.iter().any(|step| step.task.is_some()), "{name}: nothing to do");
        let mut titles: Vec<&str> = lesson.steps.iter().map(|step| step.title.as_str()).collect();
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), lesson.steps.len(), "{name}: two steps of one title");
        for step in &lesson.steps {
            assert!(!step.prose.is_empty(), "{name}, {}: no words", step.title);
            assert!(
                step.predict.is_none() || !step.reveal.is_empty(),
                "{name}, {}: nothing revealed",
                step.title
            );
            let words: usize =
                step.prose.iter().chain(&step.reveal).map(|paragraph| paragraph.split(' ').count()).sum();
            assert!(words <= 160, "{name}, {}: {words} words do not fit beside the stage", step.title);
        }
    }
}

/// Numbers in prose are facts: a bare one must be small, a parameter that the step sets, or part of a name.
#[test]
fn prose_has_no_loose_results() {
    for (name, lesson) in lessons() {
        for step in &lesson.steps {
            for paragraph in step.prose.iter().chain(&step.reveal) {
                for part in fill(paragraph, Lab::Valleys).expect("read before") {
                    let frostline::lessons::Filled::Words(words) = part else { continue };
                    let loose = words.split(|c: char| !c.is_ascii_digit() && c != '.').find(|number| {
                        number.split_once('.').is_some_and(|(whole, part)| {
                            part.len() >= 3 && !whole.is_empty() && part.bytes().all(|b| b.is_ascii_digit())
                        })
                    });
                    assert_eq!(loose, None, "{name}, {}: write it as a fact in braces", step.title);
                }
            }
        }
    }
}

#[test]
fn what_lessons_claim_is_true() {
    let mut claims = 0;
    let mut wrong = Vec::new();
    for (name, lesson) in lessons() {
        for check in lesson.steps.iter().flat_map(|step| &step.checks) {
            let mut scenario = Preset::Fig4.scenario();
            check.settings.iter().for_each(|setting| setting.apply(&mut scenario));
            let value = value(check.fact, &scenario);
            let [low, high] = check.range;
            if !value.is_some_and(|value| (low..=high).contains(&value)) {
                let Check { line, fact, .. } = check;
                wrong.push(format!(
                    "{name}.lesson, line {line}: {fact:?} is {value:?}, not from {low} to {high}"
                ));
            }
            claims += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(claims >= lessons().len(), "lessons must have claims to hold");
}

/// What a lesson asks for is not done when its page opens, and can be done: by its solution, and by playing on for no longer
/// than a student waits.
#[test]
fn every_task_can_be_done() {
    const PATIENCE: f64 = 15.0;
    for (name, lesson) in lessons() {
        for step in lesson.steps.iter().filter(|step| step.task.is_some()) {
            let seconds = Attempt::opened(step).seconds_to_finish(step, PATIENCE);
            assert!(seconds.is_some(), "{name}, {}: not done in {PATIENCE} s", step.title);
        }
    }
}

/// A student's run of one page.
struct Attempt {
    scenario: Scenario,
    swarm: Swarm,
    /// Steps a second.
    rate: f64,
    epsilon_phi: Option<f64>,
}

impl Attempt {
    /// As the page sets it up, whatever was there before.
    fn opened(step: &Step) -> Self {
        let mut scenario = Scenario { walkers: 1, seed: 1, ..Preset::FigS6.scenario() };
        let (mut rate, mut start) = (0.0, 0);
        for setting in &step.settings {
            setting.apply(&mut scenario);
            match setting {
                Setting::Rate(steps) => rate = if *steps > 0.0 { *steps } else { 10_000.0 },
                Setting::RunTo(step) => start = *step,
                _ => {}
            }
        }
        let mut swarm = fresh(&scenario);
        swarm.advance(start);
        Self { scenario, swarm, rate, epsilon_phi: None }
    }

    fn solve(&mut self, step: &Step) {
        for setting in &step.solution {
            let start_y = self.scenario.y_i;
            setting.apply(&mut self.scenario);
            if *setting == Setting::Fit {
                let measured = self.swarm.summary().mean_freezing_y.expect("a swarm that has hopped");
                let fitted = Calibration::fit(&self.scenario.landscape, self.scenario.delta_s(0), measured);
                self.epsilon_phi = fitted.map(|calibration| calibration.epsilon_phi);
            }
            if start_y == self.scenario.y_i {
                self.swarm.retune(&checked(&self.scenario));
            } else {
                self.swarm = fresh(&self.scenario);
            }
        }
    }

    fn seconds_to_finish(mut self, step: &Step, most: f64) -> Option<f64> {
        let until = step.until.as_ref().expect("a task has an end");
        assert!(!until.holds(&self.facts()), "{}: done before it is begun", step.title);
        self.solve(step);
        let mut seconds = 0.0;
        while !until.holds(&self.facts()) {
            let left = self.scenario.steps.saturating_sub(self.swarm.step());
            let burst = ((0.05 * self.rate).ceil() as u32).min(left);
            if burst == 0 || seconds > most {
                return None;
            }
            self.swarm.advance(burst);
            seconds += f64::from(burst) / self.rate;
        }
        Some(seconds)
    }

    fn facts(&self) -> Facts<'_> {
        Facts { epsilon_phi: self.epsilon_phi, ..measured(&self.scenario, &self.swarm) }
    }
}

/// A fact at the end of a run, or of the theory where it needs no run.
fn value(fact: Fact, scenario: &Scenario) -> Option<f64> {
    if fact == Fact::Frost {
        let law =
            density_and_last_hops(scenario, &[], Patience::ENDLESS, &mut |_| ControlFlow::Continue(()))?.1;
        return law.and_then(|law| Frost::exact(scenario, &law)).map(|frost| frost.at.y).ok();
    }
    let of_a_run = matches!(
        fact,
        Fact::PFlat | Fact::Hopping | Fact::FrozenY | Fact::FrozenStep | Fact::Occupancy | Fact::Y
    );
    let swarm = if of_a_run { run(scenario, &|_| ControlFlow::Continue(()))? } else { fresh(scenario) };
    fact.of(&measured(scenario, &swarm))
}

/// What there is to know of a swarm as it stands.
fn measured<'a>(scenario: &'a Scenario, swarm: &Swarm) -> Facts<'a> {
    let summary = swarm.summary();
    let last = swarm.record().samples.last().expect("a record begins with its start");
    Facts {
        scenario,
        epsilon_phi: None,
        step: swarm.step(),
        y: summary.mean_y.unwrap_or(f64::NAN),
        p_flat: summary.p_flat,
        hopping: f64::from(last.hopping) / f64::from(last.live.max(1)),
        playing: false,
        frozen_y: summary.mean_freezing_y,
        frozen_step: summary.mean_freezing_step,
        occupancy: summary.occupancy,
        frost: None,
        networks: None,
    }
}
