//! The laboratory of the window, in the background: what it publishes is what the experiments say, to the bit, whatever it is
//! asked meanwhile.

use std::ops::ControlFlow::Continue;
use std::sync::Arc;
use std::time::{Duration, Instant};

use frostline::job::{Job, Precedence};
use frostline::networks::experiments::clocks::Barriers;
use frostline::networks::experiments::continuation::{Plan, ReadOut, continuation};
use frostline::networks::experiments::live::{
    Ask, Lab, Probe, Ranks, STATES, Sight, Sprout, equal_steps, probe, start,
};
use frostline::networks::experiments::prepared::Prepared;
use frostline::networks::experiments::reading::Bends;
use frostline::networks::experiments::run::{Along, run};
use frostline::networks::figures::relief::{Ground, Relief, relief};
use frostline::networks::figures::scope::Scope;
use frostline::networks::model::{Length, Setup};
use frostline::settings::Schedule;

/// A network that is trained in no time.
fn small() -> Setup {
    let (eta, batch) = (Schedule::Constant(0.05), Schedule::Constant(20.0));
    let length = Length::Steps(200);
    Setup {
        hidden: vec![12, 10],
        digits: 60,
        test_digits: 400,
        eta,
        batch,
        length,
        target_loss: 0.05,
        ..Setup::default()
    }
}

fn waited<M: Send + 'static, R: Send + Sync + 'static>(
    job: &mut Job<M, R>,
    what: &str,
    done: impl Fn(&R) -> bool,
) -> Arc<R> {
    let since = Instant::now();
    loop {
        if let Some(result) = job.latest()
            && done(result)
        {
            return Arc::clone(result);
        }
        assert!(since.elapsed() < Duration::from_secs(600), "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn at_rest(lab: &mut Lab, target: f64) -> Sight {
    let rests = |sight: &Result<Sight, String>| {
        sight.as_ref().is_ok_and(|sight| sight.rests && sight.target == target)
    };
    let sight = waited(lab, "the laboratory at rest", rests);
    sight.as_ref().as_ref().unwrap().clone()
}

#[test]
fn what_is_published_is_what_the_experiments_say() {
    let setup = small();
    let mut lab = start(setup.clone(), 1, vec![33], Ranks::default(), || ());
    let sight = at_rest(&mut lab, setup.target_loss);
    let prepared = Prepared::shipped(setup.clone()).unwrap();
    let run = run(&prepared, 1, &Along::default(), &|_| Continue(())).unwrap();
    assert!(sight.trained.run.end == run.end, "the same run");
    assert!(sight.trained.run.checkpoints.kept().len() <= STATES);
    let at: Vec<u32> = sight.twigs.iter().map(|twig| twig.step).collect();
    assert!(at.contains(&33) && sight.drawn.contains(&33), "a branch of a person's own: {at:?}");
    let plan = Plan {
        at,
        bends: Bends { layer: true, all: false },
        equal: equal_steps(200),
        patience: 400,
        trail: 0,
    };
    let branches = continuation(&prepared, &run, &plan, &|_| Continue(())).unwrap();
    for (twig, branch) in sight.twigs.iter().zip(&branches) {
        for at in ReadOut::ALL {
            let already_below = at == ReadOut::Matched && twig.already_below;
            let (found, expected) = (twig.end(at), branch.end(at).filter(|_| !already_below));
            let step = twig.step;
            assert_eq!(found.map(|end| end.steps), expected.map(|end| end.steps), "{at:?} of {step}");
            if let (Some(found), Some(expected)) = (found, expected) {
                assert_eq!(found.flatness, expected.flatness_layer());
                assert_eq!(found.wrong, expected.test.wrong);
                assert_eq!(found.loss, expected.train.loss);
            }
        }
    }
    let matched = branches.iter().zip(&sight.twigs).filter(|(_, twig)| !twig.already_below);
    let matched: Vec<_> = matched.map(|(branch, _)| branch.clone()).collect();
    let barriers = Barriers::to_the_last(&prepared, &matched, ReadOut::Matched, &|_| Continue(())).unwrap();
    assert_eq!(*sight.barriers.unwrap(), barriers);
}

#[test]
fn another_loss_is_read_off_what_is_kept() {
    let setup = small();
    let mut lab = start(setup.clone(), 0, Vec::new(), Ranks::default(), || ());
    let before = at_rest(&mut lab, setup.target_loss);
    // Once lower, where descents have to go on, and back.
    lab.send(Ask::Target(0.02));
    let lower = at_rest(&mut lab, 0.02);
    assert!(Arc::ptr_eq(&before.trained.run, &lower.trained.run), "nothing is trained again");
    let mut other =
        start(Setup { target_loss: 0.02, ..setup.clone() }, 0, Vec::new(), Ranks::default(), || ());
    let fresh = at_rest(&mut other, 0.02);
    for (kept, fresh) in lower.twigs.iter().zip(&fresh.twigs) {
        assert_eq!(kept.ends, fresh.ends, "branch from {}", kept.step);
    }
    assert_eq!(lower.barriers, fresh.barriers);
    lab.send(Ask::Target(setup.target_loss));
    let back = at_rest(&mut lab, setup.target_loss);
    let ends = |sight: &Sight| sight.twigs.iter().map(|twig| twig.ends.clone()).collect::<Vec<_>>();
    assert!(ends(&back) == ends(&before));
}

#[test]
fn a_branch_on_demand_is_the_one_that_would_stay() {
    let setup = small();
    let mut lab = start(setup.clone(), 0, Vec::new(), Ranks::default(), || ());
    let sight = at_rest(&mut lab, setup.target_loss);
    let mut sprouts = probe(Precedence::default(), || ());
    let traces = sight.traces.as_ref().unwrap();
    let asked = |step| Probe {
        prepared: Arc::clone(&sight.prepared),
        trained: Arc::clone(&sight.trained),
        plane: Arc::clone(&traces.plane),
        step,
        target: setup.target_loss,
    };
    // The hand moves on: what was asked last is grown.
    [7, 11, 23].into_iter().for_each(|step| sprouts.send(asked(step)));
    let over = |sprout: &Sprout| sprout.twig.step == 23 && !sprout.twig.growing;
    let sprout = waited(&mut sprouts, "the branch", over);
    lab.send(Ask::Keep(23));
    let has = |sight: &Result<Sight, String>| {
        sight.as_ref().is_ok_and(|sight| sight.rests && sight.twig(23).is_some())
    };
    let kept = waited(&mut lab, "the branch that stays", has);
    let kept = kept.as_ref().as_ref().unwrap();
    let twig = kept.twig(23).unwrap();
    assert_eq!(twig.ends, sprout.twig.ends);
    assert_eq!(twig.losses, sprout.twig.losses);
    assert_eq!(kept.traces.as_ref().unwrap().twig(23), Some(&sprout.trace));
}

#[test]
fn the_plane_goes_through_the_last_point_and_the_relief_is_its_loss() {
    let setup = small();
    let mut lab = start(setup.clone(), 0, Vec::new(), Ranks::default(), || ());
    let sight = at_rest(&mut lab, setup.target_loss);
    let traces = sight.traces.as_ref().unwrap();
    let (last, place) = *traces.sgd.last().unwrap();
    assert_eq!((last, place), (200, [0.0, 0.0]));
    assert!(traces.sgd[0].1[0] < 0.0, "training goes to the right");
    assert!((0.5..=1.0).contains(&traces.held()) && traces.off > 0.0);
    let view = [[-0.5, 0.5], [-0.25, 0.25]];
    let mut reliefs = relief(Precedence::default(), || ());
    let (prepared, plane) = (Arc::clone(&sight.prepared), Arc::clone(&traces.plane));
    reliefs.send(Ground { prepared, plane, view });
    let finest = waited(&mut reliefs, "the relief", |relief: &Relief| relief.finest);
    let [columns, rows] = finest.size;
    let middle = finest.heights[rows / 2 * columns + columns / 2];
    let loss = sight.prepared.train.measure(&sight.trained.run.end.weights).loss;
    assert!((10_f64.powf(middle) - loss).abs() < 1e-6 * loss, "exact at the last point");
    assert!(!finest.lines.is_empty());
}

#[test]
fn clocks_follow_the_threshold_without_the_laboratory() {
    let setup = small();
    let mut lab = start(setup.clone(), 0, Vec::new(), Ranks::default(), || ());
    let sight = at_rest(&mut lab, setup.target_loss);
    let frozen = |agreement: f64| {
        let scope = Scope::new(&sight, ReadOut::Horizon, agreement, 200, None);
        scope.clocks()[1].unwrap_or(u32::MAX)
    };
    let steps = [0.0, 0.5, 0.8, 0.95, 1.0].map(frozen);
    assert!(steps.is_sorted() && steps[0] == 0, "a stricter threshold is never earlier: {steps:?}");
}

/// Small batches and a rate that no network bears.
#[test]
fn a_run_that_diverges_says_where() {
    let setup = Setup { eta: Schedule::Constant(8.0), ..small() };
    let mut lab = start(setup.clone(), 0, Vec::new(), Ranks::default(), || ());
    let sight = at_rest(&mut lab, setup.target_loss);
    if sight.trained.run.diverged {
        assert!(sight.trained.left_at().is_some_and(|step| step <= sight.trained.run.end.step));
    }
    assert!(sight.trained.over);
}

#[test]
fn a_setup_without_digits_is_refused_in_words() {
    let mut lab = start(Setup { digits: 5_000, ..small() }, 0, Vec::new(), Ranks::default(), || ());
    let said = waited(&mut lab, "the reason", |sight: &Result<Sight, String>| sight.is_err());
    assert!(said.as_ref().as_ref().err().is_some_and(|why| why.contains("5000")));
}
