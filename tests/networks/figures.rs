//! The figures of networks: that each is made, says what it shows in numbers, and shows what was measured.

use std::ops::ControlFlow::{self, Break, Continue};

use frostline::chart::markup::plain;
use frostline::chart::{Figure, Ink, Map, Shape};
use frostline::networks::experiments::continuation::{Plan, ReadOut, continuation, continuation_to};
use frostline::networks::experiments::course::{Course, CoursePlan};
use frostline::networks::experiments::grid::Mean;
use frostline::networks::experiments::prepared::Prepared;
use frostline::networks::experiments::reading::{Bends, Reading};
use frostline::networks::experiments::repeated::Repeated;
use frostline::networks::experiments::row::{Row, farthest_apart, with_temperature};
use frostline::networks::experiments::run::{Along, run};
use frostline::networks::figures::{CATALOGUE, Effort, Source, named};
use frostline::networks::model::{Length, Setup};
use frostline::settings::Schedule;

fn go(_: f64) -> ControlFlow<()> {
    Continue(())
}

/// A network that is trained in no time.
fn small() -> Setup {
    Setup {
        hidden: vec![20, 16],
        digits: 100,
        test_digits: 300,
        batch: Schedule::Constant(20.0),
        length: Length::Steps(300),
        target_loss: 0.02,
        ..Setup::default()
    }
}

fn prepared() -> Prepared {
    Prepared::shipped(small()).unwrap()
}

fn figure(source: &Source, name: &str) -> Figure {
    (named(name).unwrap().make)(source, &go).unwrap_or_else(|| panic!("{name} has nothing to draw"))
}

#[test]
fn every_figure_is_made_and_says_what_it_shows() {
    let source = Source::new(prepared(), Effort::Quick);
    for entry in CATALOGUE {
        let figure = figure(&source, entry.name);
        assert!(figure.is_sound() && figure.name == entry.name, "{}", entry.name);
        assert!(figure.panels.iter().all(|panel| !panel.marks.is_empty()), "{}", entry.name);
        let said = plain(&figure.caption);
        assert!(said.contains(|letter: char| letter.is_ascii_digit()), "{}: no number: {said}", entry.name);
        for text in [&figure.title, &figure.caption].into_iter().chain(&figure.notes) {
            // Powers of ten are set in braces; a hole that nothing filled would be left in plain words, too.
            let text = plain(text);
            assert!(!text.contains("NaN") && !text.contains("inf") && !text.contains('{'), "{text}");
        }
        assert!(figure.notes.iter().any(|note| note.contains("quickly")), "{}", entry.name);
        for shape in figure.panels.iter().flat_map(|panel| &panel.marks).map(|mark| &mark.shape) {
            if let Shape::Dots { dots, .. } = shape {
                assert!(
                    dots.iter().all(|dot| dot.at[0].is_finite() && dot.at[1].is_finite()),
                    "{}",
                    entry.name
                );
            }
        }
        // Whoever cancels gets none, and what was not finished is not kept.
        let fresh = Source::new(prepared(), Effort::Quick);
        assert!((entry.make)(&fresh, &|_| Break(())).is_none(), "{} went on", entry.name);
    }
}

#[test]
fn what_figures_share_is_the_same_in_all() {
    let source = Source::new(prepared(), Effort::Quick);
    let course = source.course(&go).unwrap();
    assert!(std::sync::Arc::ptr_eq(&course, &source.course(&|_| Break(())).unwrap()), "it is computed once");
    let [barrier, frozen] = course.clocks(&source.prepared);
    let matrix = figure(&source, "fig1d");
    let Shape::Cells { values, map: Map::Share, .. } = &matrix.panels[0].marks[0].shape else { panic!() };
    let expected: Vec<f64> = course.similarity.matrix.iter().flatten().copied().collect();
    assert_eq!(values, &expected);
    for name in ["fig1a", "fig1b", "fig1c"] {
        let said = plain(&figure(&source, name).caption);
        for step in [barrier, frozen].into_iter().flatten() {
            assert!(said.contains(&format!("= {step} (")), "{name}: no {step} in {said}");
        }
    }
    // Branches have the ramp's colours, the run itself has not.
    let ways = figure(&source, "fig1c");
    let inks: Vec<Ink> = ways.panels[0]
        .marks
        .iter()
        .filter_map(|mark| match &mark.shape {
            Shape::Curve { pen, .. } => Some(pen.ink),
            _ => None,
        })
        .collect();
    assert_eq!(inks.iter().filter(|ink| matches!(ink, Ink::Age(_))).count(), course.ways.len());
    assert!(inks.contains(&Ink::Strong));
}

#[test]
fn a_course_is_that_of_the_run_and_its_branches() {
    let prepared = prepared();
    let plan = CoursePlan { branches: 4, followed: vec![0, 40], places: 9, trail: 5 };
    let course = Course::of(&prepared, 1, &plan, &go).unwrap();
    let whole = run(&prepared, 1, &Along::default(), &go).unwrap();
    assert!(course.run.end == whole.end);
    for reading in &course.run.readings {
        assert!(reading.weights == whole.at(reading.steps, &prepared).weights);
    }
    let even = Plan::first_half(300, 4, Bends::NONE);
    let branches = continuation(&prepared, &whole, &even, &go).unwrap();
    for (ours, theirs) in course.branches.iter().zip(&branches) {
        for at in [ReadOut::Matched, ReadOut::Horizon] {
            assert!(ours.end(at) == theirs.end(at), "t_c = {}", ours.step);
        }
        assert!(ours.end(ReadOut::Equal).is_none());
    }
    for (way, step) in course.ways.iter().zip([0, 40]) {
        let steps: Vec<u32> = way.readings.iter().map(|reading| reading.steps).collect();
        assert_eq!((way.step, steps.len(), steps[0], steps[4]), (step, 5, step, 300));
        assert!(way.readings.iter().all(|reading| reading.layer.is_some()));
        assert!(way.readings[0].weights == whole.at(step, &prepared).weights);
    }
}

#[test]
fn descents_that_are_read_at_one_place_end_there() {
    let prepared = prepared();
    let parent = run(&prepared, 0, &Along::default(), &go).unwrap();
    let plan = Plan { trail: 3, ..Plan::first_half(300, 3, Bends::NONE) };
    let all = continuation(&prepared, &parent, &plan, &go).unwrap();
    for at in ReadOut::ALL {
        let alone = continuation_to(&prepared, &parent, &plan, &[at], &go).unwrap();
        for (alone, all) in alone.iter().zip(&all) {
            assert!(alone.end(at) == all.end(at) && alone.ends.iter().flatten().count() == 1);
        }
    }
    // It did not go on to the horizon, whose way it would have kept.
    let matched = continuation_to(&prepared, &parent, &plan, &[ReadOut::Matched], &go).unwrap();
    assert!(matched.iter().all(|branch| branch.trail.len() == 1), "{:?}", matched[0].trail.len());
}

#[test]
fn repeats_are_told_in_means_of_their_own_ends() {
    let prepared = prepared();
    let plan = Plan { at: vec![0, 60, 150], ..Plan::first_half(300, 3, Bends { layer: true, all: false }) };
    let read = [ReadOut::Matched];
    let repeated = Repeated::of(&prepared, 4, 3, &plan, &read, &go).unwrap();
    assert_eq!((repeated.forks.len(), repeated.diverged), (3, 0));
    let loss = |reading: &Reading| Some(reading.test.loss);
    let mut changes = Vec::new();
    for (fork, number) in repeated.forks.iter().zip(4..) {
        let parent = run(&prepared, number, &Along::default(), &go).unwrap();
        let branches = continuation_to(&prepared, &parent, &plan, &read, &go).unwrap();
        assert!(fork.run.end == parent.end && fork.branches == branches);
        let ends: Vec<f64> =
            branches.iter().map(|branch| branch.end(ReadOut::Matched).unwrap().test.loss).collect();
        changes.push(ends[2] - ends[0]);
    }
    assert_eq!(repeated.change(ReadOut::Matched, loss), Mean::of(changes));
    let middle = repeated.forks.iter().map(|fork| fork.branches[1].end(ReadOut::Matched).unwrap().test.loss);
    assert_eq!(repeated.mean(1, ReadOut::Matched, loss), Mean::of(middle));
    assert!(repeated.barrier(2).is_none() && repeated.barrier(0).unwrap().count == 3);
    // Runs that diverge are counted, and averaged in nowhere.
    let [eta, batch] = [10.0, 1.0].map(Schedule::Constant);
    let wild = Setup { eta, batch, hidden: vec![32, 32, 32], digits: 500, ..small() };
    let wild = Prepared::shipped(wild).unwrap();
    let repeated = Repeated::of(&wild, 0, 1, &plan, &read, &go).unwrap();
    assert_eq!((repeated.forks.len(), repeated.diverged), (0, 1));
    assert_eq!(repeated.mean(0, ReadOut::Matched, loss), None);
}

fn row(eta: f64, batch: f64, value: f64, error: f64) -> Row {
    let mean = Some(Mean { mean: value, error: Some(error), count: 5 });
    Row {
        eta,
        batch,
        eta_t_f: mean,
        spread: Some(value),
        flatness_matched: mean,
        flatness_raw: mean,
        accuracy: mean,
        best_accuracy: Some(0.01 * value),
        converged: 5,
        repeats: 5,
        steps: 100,
        seed: 7,
    }
}

#[test]
fn a_grid_is_drawn_as_it_was_kept() {
    let mut rows = Vec::new();
    for (index, eta) in [0.02, 0.05, 0.1].into_iter().enumerate() {
        for (place, batch) in [10.0, 20.0, 50.0].into_iter().enumerate() {
            rows.push(row(eta, batch, 10.0 * index as f64 - 2.0 * place as f64 + 30.0, 0.5));
        }
    }
    rows[4] = Row {
        eta_t_f: None,
        spread: None,
        flatness_matched: None,
        best_accuracy: None,
        converged: 1,
        ..rows[4].clone()
    };
    let source = Source::new(prepared(), Effort::Full).with_rows(rows.clone());
    for name in ["fig2a", "fig2b", "fig2c", "fig2d"] {
        let figure = figure(&source, name);
        let Shape::Cells { values, x, y, .. } = &figure.panels[0].marks[0].shape else { panic!() };
        assert_eq!((x.len(), y.len()), (4, 4));
        // Columns are learning rates, rows batch sizes, from the smallest.
        assert!(
            (values[2] - 50.0).abs() < 1e-9 && (values[6] - 26.0).abs() < 1e-9 && values[4].is_nan(),
            "{values:?}"
        );
        assert!(figure.notes.iter().any(|note| note.contains("seed 7")), "{:?}", figure.notes);
        assert!(figure.notes.iter().any(|note| note.contains("in no mean: 4")), "{:?}", figure.notes);
        let said = plain(&figure.caption);
        assert!(said.contains("clearly rises") && said.contains("8 cells"), "{said}");
        // Single values have no error, and nothing is told of their difference.
        let not_all = said.contains("is not all");
        assert_eq!(not_all, matches!(name, "fig2a" | "fig2c"), "{said}");
    }
}

#[test]
fn a_grid_that_lacks_a_quantity_is_drawn_as_such() {
    let rows = [10.0, 20.0].map(|batch| Row { flatness_matched: None, ..row(0.1, batch, 3.0, 0.1) });
    let source = Source::new(prepared(), Effort::Full).with_rows(rows.to_vec());
    let figure = figure(&source, "fig2c");
    let Shape::Cells { values, .. } = &figure.panels[0].marks[0].shape else { panic!() };
    assert!(figure.is_sound() && figure.panels.len() == 1 && values.iter().all(|value| value.is_nan()));
}

#[test]
fn what_does_not_collapse_is_found() {
    let rows = [
        row(0.02, 10.0, 2.2, 0.4),
        row(0.1, 50.0, 10.8, 1.2),
        row(0.05, 25.0, 2.5, 0.5),
        row(0.1, 10.0, 99.0, 1.0),
    ];
    let [(one, _), (other, _)] = farthest_apart(&rows, |row| row.eta_t_f).unwrap();
    assert_eq!([one.eta, other.eta], [0.02, 0.1]);
    // Within three standard errors nothing is said.
    assert!(farthest_apart(&[rows[0].clone(), rows[2].clone()], |row| row.eta_t_f).is_none());
    let rank = with_temperature(&rows, |row| row.spread).unwrap();
    assert!(rank.count == 4 && rank.mean > 0.5 && rank.error.unwrap() > 0.0, "{rank:?}");
    assert!(with_temperature(&rows[..3], |row| row.spread).is_none());
}
