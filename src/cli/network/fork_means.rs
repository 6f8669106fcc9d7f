//! Several runs forked alike: means of what their branches end with, and what may be said of these.

use serde::Serialize;

use super::fork::PAPERS_DIGITS;
use super::numbers::{columns, short, time};
use super::told::{Averaged, spoken, way};
use crate::networks::experiments::clocks::Similarity;
use crate::networks::experiments::continuation::ReadOut;
use crate::networks::experiments::grid::Mean;
use crate::networks::experiments::reading::Reading;
use crate::networks::experiments::repeated::{ForkedRun, Repeated};
use crate::networks::model::Setup;
use crate::say;

/// Everything of all runs, in the order of the JSON.
#[derive(Serialize)]
pub struct Means {
    branches: Vec<MeanBranch>,
    /// From the first t_c to the last, run by run, at one loss.
    change: MeanEnd,
    freezing: Clocks<Option<Averaged>>,
    /// Every run's own clocks.
    runs: Vec<Clocks<Option<u32>>>,
    diverged: u32,
}

#[derive(Serialize)]
struct MeanBranch {
    t_c: u32,
    eta_t_c: f64,
    matched: MeanEnd,
    horizon: MeanEnd,
    equal: MeanEnd,
    barrier: Option<Averaged>,
}

/// Means over the runs whose branch came so far; null where none did.
#[derive(Serialize)]
struct MeanEnd {
    train_loss: Option<Averaged>,
    test_loss: Option<Averaged>,
    wrong: Option<Averaged>,
    flatness_layer2: Option<Averaged>,
    flatness_all: Option<Averaged>,
    sharpness: Option<Averaged>,
}

/// Steps from which on a run is frozen: by mistakes of ends at one loss, as in the paper, and by barriers.
#[derive(Serialize)]
struct Clocks<T> {
    jaccard: T,
    paper: T,
    barrier: T,
}

/// What is read of an end.
type Of = fn(&Reading) -> Option<f64>;

impl MeanEnd {
    fn of(mean: impl Fn(Of) -> Option<Mean>) -> Self {
        let averaged = |of: Of| mean(of).map(Averaged::from);
        Self {
            train_loss: averaged(|end| Some(end.train.loss)),
            test_loss: averaged(|end| Some(end.test.loss)),
            wrong: averaged(|end| Some(end.test.wrong.len() as f64)),
            flatness_layer2: averaged(Reading::flatness_layer),
            flatness_all: averaged(Reading::flatness_all),
            sharpness: averaged(Reading::sharpness),
        }
    }
}

impl Means {
    pub fn of(setup: &Setup, repeated: &Repeated) -> Self {
        let branch = |(place, &t_c): (usize, &u32)| {
            let end = |at: ReadOut| MeanEnd::of(|of| repeated.mean(place, at, of));
            MeanBranch {
                t_c,
                eta_t_c: time(setup, t_c),
                matched: end(ReadOut::Matched),
                horizon: end(ReadOut::Horizon),
                equal: end(ReadOut::Equal),
                barrier: repeated.barrier(place).map(Averaged::from),
            }
        };
        let papers = PAPERS_DIGITS.min(setup.test_digits);
        let alike = |fork: &ForkedRun, at: ReadOut, digits: u32| {
            Similarity::of(&fork.branches, at, digits).freezing_step(setup.agreement)
        };
        let threshold = setup.target_loss / 10.0;
        let run = |fork: &ForkedRun| Clocks {
            jaccard: alike(fork, ReadOut::Matched, setup.test_digits),
            paper: alike(fork, ReadOut::Horizon, papers),
            barrier: fork.barriers.freezing_step(threshold),
        };
        let frozen = |at: ReadOut, digits: u32| {
            repeated.freezing_steps(at, digits, setup.agreement).map(Averaged::from)
        };
        Self {
            branches: repeated.at.iter().enumerate().map(branch).collect(),
            change: MeanEnd::of(|of| repeated.change(ReadOut::Matched, of)),
            freezing: Clocks {
                jaccard: frozen(ReadOut::Matched, setup.test_digits),
                paper: frozen(ReadOut::Horizon, papers),
                barrier: repeated.clearing_steps(threshold).map(Averaged::from),
            },
            runs: repeated.forks.iter().map(run).collect(),
            diverged: repeated.diverged,
        }
    }

    /// A table of the ends at one loss, and what is to be said of them.
    pub fn people(&self, setup: &Setup) -> String {
        let head = [
            "t_c",
            "ηt_c",
            "F₂",
            "F",
            "λ₁",
            say!("cli.network.fork.test-loss"),
            say!("cli.network.fork.wrong"),
            say!("cli.network.fork.barrier"),
        ];
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        let of = |mean: Option<Averaged>| spoken(mean.map(Mean::from));
        for branch in &self.branches {
            let end = &branch.matched;
            let means = [
                end.flatness_layer2,
                end.flatness_all,
                end.sharpness,
                end.test_loss,
                end.wrong,
                branch.barrier,
            ];
            let place = [branch.t_c.to_string(), short(Some(branch.eta_t_c))];
            rows.push(place.into_iter().chain(means.map(of)).collect());
        }
        let steps = |mean: Option<Averaged>| of(mean);
        let count = |mean: Option<Averaged>| mean.map_or(0, |mean| mean.count);
        let told = |mean: Option<Averaged>| way(mean.map(Mean::from));
        let (change, freezing) = (&self.change, &self.freezing);
        let said = say!(
            "cli.network.fork.means",
            runs = self.runs.len(),
            diverged = self.diverged,
            loss = setup.target_loss,
            flatness_way = told(change.flatness_layer2),
            flatness = of(change.flatness_layer2),
            sharpness_way = told(change.sharpness),
            sharpness = of(change.sharpness),
            loss_way = told(change.test_loss),
            test_loss = of(change.test_loss),
            wrong = of(change.wrong),
            digits = setup.test_digits,
            jaccard = steps(freezing.jaccard),
            frozen = count(freezing.jaccard),
            agreement = setup.agreement,
            papers = PAPERS_DIGITS.min(setup.test_digits),
            paper = steps(freezing.paper),
            papers_frozen = count(freezing.paper),
            threshold = short(Some(setup.target_loss / 10.0)),
            barrier = steps(freezing.barrier),
            cleared = count(freezing.barrier),
        );
        format!("{}\n{said}\n", columns(&rows))
    }
}
