//! The swarm against the 30 published cells of Figs. 3c and 3d, or against anyone's.

use std::collections::HashMap;
use std::ops::ControlFlow;

use rayon::prelude::*;

use super::run::{Follow, Progress};
use super::table;
use crate::model::{Parameter, Preset, Scenario};
use crate::say;

/// The authors' stored result, and the walkers behind each of its cells.
const PUBLISHED: &str = include_str!("../../assets/fig3-published.csv");
const PUBLISHED_WALKERS: f64 = 2000.0;

/// Root-mean-square z that sampling alone explains over the 30 published cells, and worst z.
const RMS_BOUND: f64 = 1.25;
pub const WORST_BOUND: f64 = 4.0;

/// One published cell beside ours.
#[derive(Clone, Debug)]
pub struct Comparison {
    pub eta: f64,
    pub sigma: f64,
    pub published: Measured,
    pub ours: Measured,
    /// Differences in standard errors of both sides; none where hops are rare events.
    pub z: Option<Scores>,
    /// Whether a cell of rare events agrees within its absolute bounds.
    pub rare_agrees: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    pub p_flat: f64,
    pub mean_freezing_step: f64,
}

#[derive(Clone, Copy, Debug)]
pub struct Scores {
    pub p_flat: f64,
    pub freezing_step: f64,
}

/// The whole comparison.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub cells: Vec<Comparison>,
}

/// Root mean square and worst of some z.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    pub rms: f64,
    pub worst: f64,
}

/// Cells that someone has measured, to be compared with: protocol of Fig. 3.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    cells: Vec<Known>,
}

/// One of them, with the walkers behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Known {
    eta: f64,
    sigma: f64,
    measured: Measured,
    walkers: f64,
}

/// More cells than this are not a table to compare with.
pub const MOST_CELLS: usize = 10_000;

impl Reference {
    /// The authors' stored result.
    pub fn published() -> Self {
        Self::read(PUBLISHED).expect("the bundled table is whole")
    }

    /// A table with the columns of the authors' (and of `frostline sweep`): eta, sigma, p_flat, mean_freezing_step, and
    /// walkers if there are not as many as theirs. The error names the line.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut lines =
            (1..).zip(table::without_mark(text).lines()).filter(|(_, line)| !line.trim().is_empty());
        let first = lines.next().map_or("", |(_, line)| line);
        let header = Header::read(first)?;
        let mut cells: Vec<Known> = Vec::new();
        let mut known: HashMap<[u64; 2], Known> = HashMap::new();
        for (number, line) in lines {
            let cell = header
                .cell(line)
                .map_err(|what| say!("experiment.table.line", line = number, what = what))?;
            match known.insert([cell.eta.to_bits(), cell.sigma.to_bits()], cell) {
                None => cells.push(cell),
                Some(before) if before == cell => {}
                Some(_) => return Err(say!("experiment.table.twice", line = number)),
            }
        }
        if cells.is_empty() || cells.len() > MOST_CELLS {
            return Err(say!("experiment.table.cells", cells = cells.len(), most = MOST_CELLS));
        }
        Ok(Self { cells })
    }

    pub fn len(&self) -> usize {
        self.cells.len()
    }

    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }
}

/// The first line of a table to compare with.
struct Header<'a> {
    line: &'a str,
    names: Vec<&'a str>,
    sealed: bool,
}

impl<'a> Header<'a> {
    fn read(line: &'a str) -> Result<Self, String> {
        let names: Vec<&str> = line.split(',').map(str::trim).collect();
        for needed in ["eta", "sigma", "p_flat", "mean_freezing_step"] {
            if !names.contains(&needed) {
                return Err(say!("experiment.table.column", column = needed));
            }
        }
        let sealed = names.last() == Some(&table::CHECKSUM);
        // Behind its grid a sweep writes nothing but the checksum: whatever else it is called is damage.
        let grid = names.iter().position(|name| *name == "grid");
        if !sealed && grid.is_some_and(|grid| grid + 1 < names.len()) {
            return Err(say!("experiment.table.header").to_owned());
        }
        Ok(Self { line, names, sealed })
    }

    /// A row's cell, every number of it checked.
    fn cell(&self, line: &str) -> Result<Known, String> {
        if self.sealed && table::unsealed(self.line, line).is_none() {
            return Err(say!("experiment.table.damaged").to_owned());
        }
        let fields: Vec<&str> = line.split(',').map(str::trim).collect();
        if fields.len() != self.names.len() {
            return Err(say!("experiment.table.fields", found = fields.len(), expected = self.names.len()));
        }
        let number = |column: &str| {
            let text = self.names.iter().position(|name| *name == column).map(|place| fields[place])?;
            let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
            Some(number.ok_or_else(|| say!("experiment.table.number", column = column, text = text)))
        };
        let needed = |column: &str| number(column).expect("the header has it");
        let within = |parameter: Parameter, value: f64| {
            parameter.check(value).map(|()| value).map_err(|invalid| invalid.to_string())
        };
        let eta = within(Parameter::Eta, needed("eta")?)?;
        let sigma = within(Parameter::Sigma, needed("sigma")?)?;
        let p_flat = needed("p_flat")?;
        if !(0.0..=1.0).contains(&p_flat) {
            return Err(say!("experiment.table.share", share = p_flat));
        }
        let mean_freezing_step = needed("mean_freezing_step")?;
        let latest = Parameter::Steps.about().max;
        if !(0.0..=latest).contains(&mean_freezing_step) {
            let found = format_args!("{mean_freezing_step:e}");
            return Err(say!("experiment.table.time", time = found, latest = latest));
        }
        let walkers = within(Parameter::Walkers, number("walkers").unwrap_or(Ok(PUBLISHED_WALKERS))?)?;
        Ok(Known { eta, sigma, measured: Measured { p_flat, mean_freezing_step }, walkers })
    }
}

/// Runs every cell with this many walkers, asking within it as well whether to go on; `None` if cancelled.
pub fn check(
    reference: &Reference,
    walkers: u32,
    seed: u64,
    follow: Follow,
    pulse: &Progress<'_>,
    done: &(dyn Fn() -> ControlFlow<()> + Sync),
) -> Option<Verdict> {
    reference
        .cells
        .par_iter()
        .enumerate()
        .with_max_len(1)
        .map(|(index, cell)| {
            let comparison = compare(cell, walkers, seed.wrapping_add(index as u64), follow, pulse)?;
            done().is_continue().then_some(comparison)
        })
        .collect::<Option<Vec<_>>>()
        .map(|cells| Verdict { cells })
}

impl Verdict {
    pub fn p_flat(&self) -> Spread {
        spread(self.cells.iter().filter_map(|cell| cell.z).map(|z| z.p_flat))
    }

    pub fn freezing_step(&self) -> Spread {
        spread(self.cells.iter().filter_map(|cell| cell.z).map(|z| z.freezing_step))
    }

    /// The bound on the root mean square: of few cells it scatters more, like 1/√n.
    pub fn rms_bound(&self) -> f64 {
        1.0 + (RMS_BOUND - 1.0) * (30.0 / self.cells.len() as f64).sqrt()
    }

    pub fn passes(&self) -> bool {
        let good = |spread: Spread| spread.rms <= self.rms_bound() && spread.worst <= WORST_BOUND;
        good(self.p_flat())
            && good(self.freezing_step())
            && self.cells.iter().all(|cell| cell.rare_agrees.unwrap_or(true))
    }
}

fn spread(scores: impl Iterator<Item = f64>) -> Spread {
    let scores: Vec<f64> = scores.collect();
    let squares: f64 = scores.iter().map(|z| z * z).sum();
    Spread {
        rms: (squares / scores.len() as f64).sqrt(),
        worst: scores.iter().fold(0.0, |worst, z| worst.max(z.abs())),
    }
}

fn compare(
    known: &Known,
    walkers: u32,
    seed: u64,
    follow: Follow,
    pulse: &Progress<'_>,
) -> Option<Comparison> {
    let Known { eta, sigma, measured: published, walkers: theirs } = *known;
    let mut scenario = Scenario { walkers, seed, ..Preset::Fig3.scenario() };
    for (parameter, value) in [(Parameter::Eta, eta), (Parameter::Sigma, sigma)] {
        parameter.set(&mut scenario, value).expect("published values are in range");
    }
    let summary = follow.run(&scenario, pulse)?.summary();
    let ours = Measured { p_flat: summary.p_flat?, mean_freezing_step: summary.mean_freezing_step? };
    let n = f64::from(walkers);
    let binomial = |p: f64, n: f64| (p * (1.0 - p) / n).sqrt();
    let p_error = binomial(ours.p_flat, n).hypot(binomial(published.p_flat, theirs));
    // Their spread of t_f is not published: ours, which estimates the same, stands in for it.
    let step_deviation = summary.sem_freezing_step? * n.sqrt();
    let step_error = step_deviation * (1.0 / n + 1.0 / theirs).sqrt();
    let p_difference = ours.p_flat - published.p_flat;
    let step_difference = ours.mean_freezing_step - published.mean_freezing_step;

    let rare = (published.p_flat - 0.5).abs() <= 0.01 || published.mean_freezing_step < 5.0;
    Some(Comparison {
        eta,
        sigma,
        published,
        ours,
        z: (!rare)
            .then(|| Scores { p_flat: p_difference / p_error, freezing_step: step_difference / step_error }),
        rare_agrees: rare
            .then(|| p_difference.abs() <= 0.02 && step_difference.abs() <= (5.0 * step_error).max(2.0)),
    })
}
