//! Every lesson that ships is well formed, and what it claims is true.

use std::ops::ControlFlow;

use frostline::experiments::run::run;
use frostline::lessons::{Fact, Facts, Lesson, SHIPPED, fill, read};
use frostline::model::{Preset, Scenario};

fn lessons() -> Vec<(&'static str, Lesson)> {
    SHIPPED
        .iter()
        .map(|(name, text)| (*name, read(text).unwrap_or_else(|mistake| panic!("{name}.lesson, {mistake}"))))
        .collect()
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
                for part in fill(paragraph).expect("read before") {
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
    for (name, lesson) in lessons() {
        for check in lesson.steps.iter().flat_map(|step| &step.checks) {
            let mut scenario = Preset::Fig4.scenario();
            check.settings.iter().for_each(|setting| setting.apply(&mut scenario));
            let value = value(check.fact, &scenario);
            let [low, high] = check.range;
            assert!(
                value.is_some_and(|value| (low..=high).contains(&value)),
                "{name}.lesson, line {}: {:?} is {value:?}, not from {low} to {high}",
                check.line,
                check.fact
            );
            claims += 1;
        }
    }
    assert!(claims >= SHIPPED.len(), "lessons must have claims to hold");
}

/// A fact at the end of a run, or of the theory where it needs no run.
fn value(fact: Fact, scenario: &Scenario) -> Option<f64> {
    let measured = matches!(
        fact,
        Fact::PFlat | Fact::Hopping | Fact::FrozenY | Fact::FrozenStep | Fact::Occupancy | Fact::Y
    );
    let still = Facts {
        scenario,
        epsilon_phi: None,
        step: 0,
        y: scenario.start_y(),
        p_flat: None,
        hopping: 0.0,
        playing: false,
        frozen_y: None,
        frozen_step: None,
        occupancy: None,
    };
    if !measured {
        return fact.of(&still);
    }
    let swarm = run(scenario, &|_| ControlFlow::Continue(()))?;
    let summary = swarm.summary();
    let last = swarm.record().samples.last()?;
    fact.of(&Facts {
        step: swarm.step(),
        y: summary.mean_y?,
        p_flat: summary.p_flat,
        hopping: f64::from(last.hopping) / f64::from(last.live.max(1)),
        frozen_y: summary.mean_freezing_y,
        frozen_step: summary.mean_freezing_step,
        occupancy: summary.occupancy,
        ..still
    })
}
