//! `frostline network fork`: the noise is switched off along a run, and where each descent leads is read off three ways
//! and by two clocks.

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde::Serialize;

use super::fork_means::Means;
use super::numbers::{Placed, columns, short, time};
use super::setup;
use super::train::{metered, repeat, repeat_flag};
use super::values::{self, List};
use crate::cli::report::{Meter, print};
use crate::cli::{Failure, Outcome, flags};
use crate::networks::experiments::clocks::{Barriers, Children, Similarity, children};
use crate::networks::experiments::continuation::{Branch, Plan, ReadOut};
use crate::networks::experiments::reading::Bends;
use crate::networks::experiments::repeated::{ForkedRun, Repeated};
use crate::networks::experiments::run::Along;
use crate::networks::model::Setup;
use crate::platform::clock::Instant;
use crate::say;

/// Test digits that the paper compares.
pub const PAPERS_DIGITS: u32 = 200;

pub fn command() -> Command {
    setup::with_setup(&[], Command::new("fork"))
        .about(say!("cli.network.fork.about"))
        .arg(repeat_flag())
        .arg(values::whole("repeats", 1..=1000, say!("cli.network.fork.repeats")).default_value("1"))
        .arg(values::whole("branches", 2..=1001, say!("cli.network.fork.branches")).default_value("21"))
        .arg(values::list("at", 0.0..=1e8, true, say!("cli.network.fork.at")).conflicts_with("branches"))
        .arg(values::whole("equal", 0..=100_000_000, say!("cli.network.fork.equal")))
        .arg(
            Arg::new("children")
                .long("children")
                .action(ArgAction::SetTrue)
                .help(say!("cli.network.fork.children")),
        )
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help(say!("cli.network.json")))
        .after_help(say!("cli.network.fork.examples"))
}

/// Everything there is to say, in the order of the JSON.
#[derive(Serialize)]
struct Report<'a> {
    branches: Vec<Told>,
    jaccard: Jaccard,
    barrier: Barrier,
    children: Option<Vec<Pair>>,
    /// Of all repeats, where there are several: what stands above is of the first that did not diverge.
    means: Option<Means>,
    widths: &'a [usize],
    repeat: u64,
    steps: u32,
    threads: usize,
    seconds: f64,
    setup: &'a Setup,
}

/// One descent and its three ends; what it did not come to is null.
#[derive(Serialize)]
struct Told {
    t_c: u32,
    eta_t_c: f64,
    eta: f64,
    diverged: bool,
    matched: Option<Placed>,
    horizon: Option<Placed>,
    equal: Option<Placed>,
}

/// The clock of Eqs. 2 and 3: ends that err on the same digits.
#[derive(Serialize)]
struct Jaccard {
    /// At ends of one loss, on all test digits,
    #[serde(flatten)]
    matched: Alike,
    /// and as in the paper: at the fixed horizon, on its 200.
    paper: Alike,
}

#[derive(Serialize)]
struct Alike {
    read_out: &'static str,
    digits: u32,
    agreement: f64,
    freezing_step: Option<u32>,
    eta_t_f: Option<f64>,
    /// As the authors' code has it: every end against the last.
    freezing_step_by_the_last: Option<u32>,
    /// Branches that have such an end,
    steps: Vec<u32>,
    /// and how alike their mistakes are, pair by pair.
    matrix: Vec<Vec<f64>>,
}

/// The clock of the barriers: no hill on the straight line from an end to the last branch's, at one loss.
#[derive(Serialize)]
struct Barrier {
    threshold: f64,
    freezing_step: Option<u32>,
    eta_t_f: Option<f64>,
    steps: Vec<u32>,
    heights: Vec<f64>,
}

#[derive(Serialize)]
struct Pair {
    t_c: u32,
    barrier: Option<f64>,
}

pub fn main(matches: &ArgMatches) -> Outcome {
    let prepared = setup::prepared(matches)?;
    let plan = plan(matches, &prepared.setup)?;
    let pool = flags::pool(matches)?;
    let start = Instant::now();
    let (first, count) = (repeat(matches), matches.get_one::<u32>("repeats").copied().unwrap_or(1));
    let meter = Meter::new("fork");
    let show = |share: f64| meter.show(share);
    let repeated = pool.install(|| Repeated::of(&prepared, first, count, &plan, &ReadOut::ALL, &show));
    let mut repeated = repeated.expect("nothing cancels it");
    meter.clear();
    let means = (count > 1).then(|| Means::of(&prepared.setup, &repeated));
    if repeated.forks.is_empty() {
        // Says by which step the first of them diverged.
        metered(&prepared, first, &Along::default())?;
    }
    let ForkedRun { run, branches, barriers } = repeated.forks.swap_remove(0);
    let pairs = matches.get_flag("children").then(|| {
        let pairs = pool.install(|| children(&prepared, &run, &plan.at, &show));
        meter.clear();
        pairs.expect("nothing cancels it")
    });
    let setup = &prepared.setup;
    let report = Report {
        branches: branches.iter().map(|branch| told(setup, branch)).collect(),
        jaccard: Jaccard {
            matched: alike(setup, &branches, ReadOut::Matched, setup.test_digits),
            paper: alike(setup, &branches, ReadOut::Horizon, PAPERS_DIGITS.min(setup.test_digits)),
        },
        barrier: barrier(setup, barriers),
        children: pairs.map(|pairs| {
            pairs.into_iter().map(|Children { step, barrier }| Pair { t_c: step, barrier }).collect()
        }),
        means,
        widths: prepared.start.shape.widths(),
        repeat: run.repeat,
        steps: run.end.step,
        threads: pool.size(),
        seconds: start.elapsed().as_secs_f64(),
        setup,
    };
    if matches.get_flag("json") {
        return print(&(serde_json::to_string_pretty(&report).expect("a report is plain data") + "\n"));
    }
    print(&report.means.as_ref().map_or_else(|| people(&report), |means| means.people(&prepared.setup)))
}

fn plan(matches: &ArgMatches, setup: &Setup) -> Result<Plan, Failure> {
    let steps = setup.steps();
    let branches = matches.get_one::<u32>("branches").copied().unwrap_or(2);
    let mut plan = Plan::first_half(steps, branches, Bends::BOTH);
    if let Some(List(at)) = matches.get_one::<List>("at") {
        plan.at = at.iter().map(|&step| step as u32).collect();
        if let Some(step) = plan.at.iter().find(|step| **step > steps) {
            return Err(Failure::input(say!("cli.network.fork.too-late", step = step, steps = steps)));
        }
        plan.at.sort_unstable();
        plan.at.dedup();
    }
    plan.equal = matches.get_one::<u32>("equal").copied().unwrap_or(plan.equal);
    Ok(plan)
}

fn told(setup: &Setup, branch: &Branch) -> Told {
    let end = |at: ReadOut| {
        branch.end(at).map(|reading| Placed::of(reading, branch.eta * f64::from(reading.steps)))
    };
    Told {
        t_c: branch.step,
        eta_t_c: time(setup, branch.step),
        eta: branch.eta,
        diverged: branch.diverged,
        matched: end(ReadOut::Matched),
        horizon: end(ReadOut::Horizon),
        equal: end(ReadOut::Equal),
    }
}

fn alike(setup: &Setup, branches: &[Branch], at: ReadOut, digits: u32) -> Alike {
    let similarity = Similarity::of(branches, at, digits);
    let freezing_step = similarity.freezing_step(setup.agreement);
    Alike {
        read_out: match at {
            ReadOut::Matched => "matched",
            ReadOut::Horizon => "horizon",
            ReadOut::Equal => "equal",
        },
        digits,
        agreement: setup.agreement,
        freezing_step,
        eta_t_f: freezing_step.map(|step| time(setup, step)),
        freezing_step_by_the_last: similarity.freezing_step_by_the_last(setup.agreement),
        steps: similarity.steps,
        matrix: similarity.matrix,
    }
}

fn barrier(setup: &Setup, Barriers { steps, heights }: Barriers) -> Barrier {
    // A tenth of the loss that the ends have in common.
    let threshold = setup.target_loss / 10.0;
    let barriers = Barriers { steps, heights };
    let freezing_step = barriers.freezing_step(threshold);
    let eta_t_f = freezing_step.map(|step| time(setup, step));
    Barrier { threshold, freezing_step, eta_t_f, steps: barriers.steps, heights: barriers.heights }
}

fn people(report: &Report<'_>) -> String {
    let head = [
        "t_c",
        "ηt_c",
        say!("cli.network.fork.steps"),
        "F₂",
        "F",
        "λ₁",
        say!("cli.network.fork.test-loss"),
        say!("cli.network.fork.wrong"),
        say!("cli.network.fork.barrier"),
        say!("cli.network.fork.horizon-loss"),
        "F₂",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for branch in &report.branches {
        let matched = branch.matched.as_ref();
        let of = |number: &dyn Fn(&Placed) -> Option<f64>| short(matched.and_then(number));
        let place = report.barrier.steps.iter().position(|step| *step == branch.t_c);
        let horizon = branch.horizon.as_ref().map(|end| &end.numbers);
        rows.push(vec![
            branch.t_c.to_string(),
            short(Some(branch.eta_t_c)),
            matched.map_or_else(|| short(None), |end| end.steps.to_string()),
            of(&|end| end.numbers.flatness_layer2),
            of(&|end| end.numbers.flatness_all),
            of(&|end| end.numbers.sharpness()),
            of(&|end| Some(end.numbers.test_loss)),
            matched.map_or_else(|| short(None), |end| end.numbers.wrong.len().to_string()),
            short(place.map(|place| report.barrier.heights[place])),
            short(horizon.map(|end| end.train_loss)),
            short(horizon.and_then(|end| end.flatness_layer2)),
        ]);
    }
    let frozen = |step: Option<u32>, time: Option<f64>| match step {
        Some(step) => say!("cli.network.fork.frozen", step = step, time = short(time)),
        None => say!("cli.network.fork.not-frozen").to_owned(),
    };
    let (alike, paper, barrier) = (&report.jaccard.matched, &report.jaccard.paper, &report.barrier);
    let said = say!(
        "cli.network.fork.said",
        loss = report.setup.target_loss,
        agreement = alike.agreement,
        digits = alike.digits,
        jaccard = frozen(alike.freezing_step, alike.eta_t_f),
        papers = paper.digits,
        paper = frozen(paper.freezing_step, paper.eta_t_f),
        threshold = short(Some(barrier.threshold)),
        barrier = frozen(barrier.freezing_step, barrier.eta_t_f),
    );
    let children = report.children.iter().flatten().map(|pair| {
        say!("cli.network.fork.children-said", step = pair.t_c, barrier = short(pair.barrier)) + "\n"
    });
    let none = report.branches.iter().filter(|branch| branch.matched.is_none()).count();
    let left_out = match none {
        0 => String::new(),
        _ => say!("cli.network.fork.left-out", count = none) + "\n",
    };
    format!("{}\n{said}\n{left_out}{}", columns(&rows), children.collect::<String>())
}
