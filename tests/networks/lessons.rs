//! Every lesson of networks is well formed, and what it claims is true: of several runs from other starts with other
//! batches, and of the experiments where it speaks of other papers.

use std::sync::Arc;
use std::time::{Duration, Instant};

use frostline::labs::{Bench, Lab};
use frostline::lessons::{Check, Fact, Lesson, NetworkFact, NetworkFacts, SHIPPED, Setting, read};
use frostline::networks::experiments::brownian::{Jittery, simulated_growth, simulated_variance};
use frostline::networks::experiments::convex::{Draw, dimensions};
use frostline::networks::experiments::grid::Mean;
use frostline::networks::experiments::live::{self, Ask, Sight};
use frostline::networks::model::Setup;

fn lessons() -> Vec<(&'static str, Lesson)> {
    let read = |(name, text): &(&'static str, &str)| {
        (*name, read(text).unwrap_or_else(|mistake| panic!("{name}.lesson, {mistake}")))
    };
    SHIPPED.iter().map(read).filter(|(_, lesson)| lesson.laboratory == Lab::Networks).collect()
}

fn bench(settings: &[Setting]) -> Bench {
    let mut bench = Bench::default();
    for setting in settings {
        let Setting::Network(setting) = setting else { panic!("{setting:?} is none of networks") };
        setting.apply(&mut bench);
    }
    bench
}

fn facts<'a>(bench: &'a Bench, sight: Option<&'a Sight>) -> NetworkFacts<'a> {
    NetworkFacts { bench, sight, step: bench.setup.steps(), playing: false, read: true }
}

/// Runs from other starts, with other batches.
fn runs(setup: &Setup, count: u64) -> Vec<live::Lab> {
    let run = |number: u64| {
        let setup = Setup { seed: setup.seed + number, ..setup.clone() };
        live::start(setup, number, Vec::new(), live::Ranks::default(), || ())
    };
    (0..count).map(run).collect()
}

fn at_rest(lab: &mut live::Lab, target: f64) -> Arc<Result<Sight, String>> {
    let since = Instant::now();
    lab.send(Ask::Target(target));
    loop {
        if let Some(sight) = lab.latest()
            && sight.as_ref().as_ref().is_ok_and(|sight| sight.rests && sight.target == target)
        {
            return Arc::clone(sight);
        }
        assert!(since.elapsed() < Duration::from_secs(900), "waited in vain for a run");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Numbers in prose are facts: a bare one must be a setting of the page, or part of a name.
#[test]
fn lessons_are_whole() {
    let lessons = lessons();
    assert_eq!(lessons.len(), 5);
    for (name, lesson) in lessons {
        assert!((4..=8).contains(&lesson.steps.len()), "{name}: {} steps", lesson.steps.len());
        let mut titles: Vec<&str> = lesson.steps.iter().map(|step| step.title.as_str()).collect();
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), lesson.steps.len(), "{name}: two steps of one title");
        for step in &lesson.steps {
            let what = format!("{name}, {}", step.title);
            assert!(!step.prose.is_empty(), "{what}: no words");
            let asks = step.predict.is_some();
            assert!(!asks || !step.reveal.is_empty(), "{what}: nothing revealed");
            let words: usize =
                step.prose.iter().chain(&step.reveal).map(|paragraph| paragraph.split(' ').count()).sum();
            assert!(words <= 170, "{what}: {words} words do not fit beside the stage");
            let shown = step.figure().is_some() || !step.parts().is_empty();
            assert!(shown, "{what}: nothing beside the words");
            // What is trained for a task must be there before it is asked, or be played.
            assert!(step.waits() || step.figure().is_some() || step.until.is_some(), "{what}: never ready");
        }
    }
}

/// What look-3 has in its column "not", of everything that lessons say.
#[test]
fn lessons_claim_no_more_than_is_known() {
    const NOT: [&str; 12] = [
        "hopping stops",
        "hops over barriers",
        "same minimum",
        "same basin",
        "at convergence",
        "on average",
        "generalises better",
        "noise flattens",
        "depends only on",
        "test accuracy",
        "valley floor",
        "solution",
    ];
    for (name, lesson) in lessons() {
        for step in &lesson.steps {
            let texts = step.prose.iter().chain(&step.reveal).chain(&step.task);
            for text in texts.map(|text| text.to_lowercase()) {
                let wrong: Vec<_> = NOT.iter().filter(|not| text.contains(**not)).collect();
                assert!(wrong.is_empty(), "{name}, {}: {wrong:?}", step.title);
            }
        }
    }
}

/// A claim with the lesson it stands in, and the bench that it is made of.
struct Claim {
    lesson: &'static str,
    check: Check,
    fact: NetworkFact,
    bench: Bench,
}

fn claims() -> Vec<Claim> {
    let mut claims = Vec::new();
    for (lesson, read) in lessons() {
        for check in read.steps.into_iter().flat_map(|step| step.checks) {
            let Fact::Network(fact) = check.fact else { panic!("{lesson}: {check:?}") };
            let bench = bench(&check.settings);
            claims.push(Claim { lesson, check, fact, bench });
        }
    }
    claims
}

impl Claim {
    /// Whether it is about a run, and not about an example of another paper.
    fn is_of_a_run(&self) -> bool {
        self.fact.of(&facts(&self.bench, None)).is_none()
    }

    /// What is wrong with it, if every value and their mean with three standard errors do not lie where it says.
    fn judged(&self, values: &[Option<f64>]) -> Option<String> {
        let Self { lesson, check: Check { line, fact, range: [low, high], .. }, .. } = self;
        let within = |value: f64| (*low..=*high).contains(&value);
        let all: Option<Vec<f64>> = values.iter().copied().collect();
        let mean = all.as_ref().and_then(|all| Mean::of(all.iter().copied()));
        let error = mean.and_then(|mean| mean.error).unwrap_or(0.0);
        // What cannot be below 0 has no error there.
        let low_enough = |mean: &Mean| *low == 0.0 || mean.mean - 3.0 * error >= *low;
        let fine = all.is_some_and(|all| all.into_iter().all(within))
            && mean.is_some_and(|mean| low_enough(&mean) && mean.mean + 3.0 * error <= *high);
        println!("{lesson}, line {line}: {fact:?} {values:.4?}");
        (!fine).then(|| {
            format!("{lesson}.lesson, line {line}: {fact:?} is {values:?}, not from {low} to {high}")
        })
    }
}

/// Runs that every claim is held against.
const RUNS: u64 = 4;

#[test]
#[ignore = "takes long; .ci/run runs it"]
fn what_lessons_claim_of_networks_is_true() {
    let mut claims: Vec<Claim> = claims().into_iter().filter(Claim::is_of_a_run).collect();
    assert!(claims.len() > 20, "{}", claims.len());
    // One laboratory reads its branches at whatever L*, and S_th is asked of what it has read.
    let trained = |claim: &Claim| {
        let setup = Setup { target_loss: 0.01, agreement: 0.9, ..claim.bench.setup.clone() };
        format!("{setup:?}")
    };
    claims.sort_by_key(trained);
    let mut wrong = Vec::new();
    for group in claims.chunk_by(|a, b| trained(a) == trained(b)) {
        let mut labs = runs(&group[0].bench.setup, RUNS);
        for claim in group {
            let target = claim.bench.setup.target_loss;
            let sights: Vec<_> = labs.iter_mut().map(|lab| at_rest(lab, target)).collect();
            let value = |sight: &Arc<Result<Sight, String>>| {
                claim.fact.of(&facts(&claim.bench, sight.as_ref().as_ref().ok()))
            };
            wrong.extend(claim.judged(&sights.iter().map(value).collect::<Vec<_>>()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What lessons have from closed forms, by walkers and by draws.
#[test]
fn what_lessons_claim_of_other_papers_is_true() {
    let valley = Jittery::default();
    let spread = |valley: &Jittery, eta: f64, seed: u64| {
        let go_on = |_: f64| std::ops::ControlFlow::Continue(());
        simulated_variance(valley, eta, 4_000, seed, &go_on).expect("it settles").mean
    };
    let plain = Jittery { jitter: 0.0, ..valley };
    let draws = |examples: u32| (0..400).map(move |seed| Draw::of(examples, seed));
    let (mut wrong, mut count) = (Vec::new(), 0);
    for claim in claims().into_iter().filter(|claim| !claim.is_of_a_run()) {
        let simulated = |seed: u64| match claim.fact {
            NetworkFact::VarianceRatio(eta) => Some(spread(&valley, eta, seed) / valley.langevin(eta)),
            NetworkFact::HessianSpread(curvature) => {
                let stiff = Jittery { curvature, noise: curvature, ..plain };
                Some(spread(&stiff, 0.02, seed) / spread(&plain, 0.02, seed + 10))
            }
            NetworkFact::EvenSpread(curvature) => {
                let stiff = Jittery { curvature, ..plain };
                Some(spread(&stiff, 0.02, seed) / spread(&plain, 0.02, seed + 10))
            }
            // Below it the mean square shrinks in a few steps, above it grows.
            NetworkFact::BlowUp(batch) => {
                let valley = Jittery { batch: batch as u32, ..valley };
                let [low, high] = claim.check.range;
                let growth =
                    |eta: f64| simulated_growth(&valley, eta, 2, 400_000, seed).expect("walkers").mean;
                (growth(low) < 1.0 && growth(high) > 1.0).then(|| valley.blow_up())
            }
            NetworkFact::FlatRisk(examples) => {
                Mean::of(draws(examples).filter_map(|draw| Some(draw.flat()?.risk))).map(|mean| mean.mean)
            }
            NetworkFact::SharpRisk(examples) => {
                Mean::of(draws(examples).map(|draw| draw.sharp().risk)).map(|mean| mean.mean)
            }
            NetworkFact::SharpCurvature(examples) => {
                Mean::of(draws(examples).map(|draw| draw.sharp().sharpness)).map(|mean| mean.mean)
            }
            NetworkFact::FlatChance(examples) => {
                let flat = draws(examples).filter(|draw| draw.flat().is_some()).count() as f64 / 400.0;
                // Four hundred draws are uncertain by as much.
                let known = claim.fact.of(&facts(&claim.bench, None)).expect("a closed form");
                ((flat - known).abs() < 0.03).then_some(known)
            }
            NetworkFact::Dimensions(examples) => Some(dimensions(examples) as f64),
            other => panic!("nothing holds {other:?}"),
        };
        let values: Vec<_> = [1, 2, 3].map(simulated).into_iter().collect();
        let said = claim.fact.of(&facts(&claim.bench, None));
        wrong.extend(claim.judged(&values));
        wrong.extend(claim.judged(&[said]));
        count += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 12, "{count} claims");
}

#[test]
fn mistakes_in_lessons_of_networks_name_line_and_what_is_expected() {
    const SMALL: &str = "lesson: Small\nlaboratory: networks\nsummary: A test.\n\nstep: One\nWords with {f_matched at 0}.\n\
        set: wait, eta = 0.1, keep-back = clocks\npredict: choice up | * down\nreveal: So.\n\
        check: ratio_matched with eta = 0.1 from 1 to 2\n";
    assert_eq!(read(SMALL).unwrap().laboratory, Lab::Networks);
    let mistake = |from: &str, to: &str| {
        let text = SMALL.replace(from, to);
        assert_ne!(text, SMALL, "{from}");
        read(&text).expect_err(to).to_string()
    };
    for (from, to, expected) in [
        ("networks", "nets", "line 2: laboratory = nets: must be one of valleys, networks"),
        ("eta = 0.1, keep", "sigma = 0.1, keep", "line 7: 'sigma' cannot be set: must be one of eta"),
        ("eta = 0.1, keep", "eta = loud, keep", "line 7: eta = loud: must be a number"),
        ("eta = 0.1, keep", "eta = 100, keep", "line 7: eta = 100"),
        ("eta = 0.1, keep", "batch = 501, keep", "line 7: batch = 501"),
        ("= clocks", "= hands", "line 7: 'hands' is no panel: must be one of train-loss"),
        ("= clocks", "= clocks, read-at = end", "read-at = end: must be one of matched, horizon, steps"),
        ("= clocks", "= clocks, figure = fig9", "figure = fig9: must be one of fig1a"),
        ("{f_matched at 0}", "{p_flat}", "line 6: 'p_flat' is no number of networks: must be noise"),
        ("{f_matched at 0}", "{f_matched}", "line 6: 'f_matched' must name a whole number"),
        ("{f_matched at 0}", "{frozen_from at 0}", "line 6: 'frozen_from at 0' must name a number above 0"),
        ("choice up | * down", "p-flat from 1 to 8", "line 8: 'p-flat from 1 to 8' must be 'choice one"),
        ("ratio_matched with eta", "ratio with eta", "line 10: 'ratio' is no number of networks"),
        ("step: One", "step: One\nlaboratory: networks", "line 6: 'laboratory:' must stand above"),
        (
            "laboratory: networks",
            "laboratory: networks\nlaboratory: networks",
            "there is a 'laboratory:' already",
        ),
    ] {
        let said = mistake(from, to);
        assert!(said.contains(expected) && !said.contains('\n'), "{to}: {said}");
    }
    // Without it a lesson is one of the two valleys.
    let said = mistake("laboratory: networks\n", "");
    assert!(said.contains("'f_matched' has no height"), "{said}");
}
