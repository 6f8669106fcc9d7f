//! The swarm against the 200 published cells of Figs. 3c, 3d and S6, or against anyone's.

use std::collections::HashMap;
use std::fmt;
use std::ops::ControlFlow;

use rayon::prelude::*;

use super::few_hops::{Hopper, Start, apart};
use super::run::Follow;
use crate::job::Progress;
use crate::say;
use crate::settings::{Adjustable, Invalid, Schedule, table};
use crate::valleys::model::{NoiseLaw, Parameter, Preset, Scenario};
use crate::valleys::sim::Swarm;

/// The authors' stored results, and the walkers behind each of their cells.
const FIG3: &str = include_str!("../../../assets/fig3-all.csv");
const FIGS6: &str = include_str!("../../../assets/figs6-all.csv");
const PUBLISHED_WALKERS: f64 = 2000.0;

/// Root-mean-square z that sampling alone explains over so many cells, and worst z.
const RMS_BOUND: f64 = 1.25;
const WORST_BOUND: f64 = 4.0;
const BOUND_CELLS: f64 = 30.0;

/// One published cell beside ours.
#[derive(Clone, Debug)]
pub struct Comparison {
    pub eta: f64,
    pub sigma: f64,
    pub published: MeasuredCell,
    /// None where every walker diverged.
    pub ours: Option<MeasuredCell>,
    pub judged: Judged,
}

/// What can be said of a cell.
#[derive(Clone, Copy, Debug)]
pub enum Judged {
    /// Differences in standard errors of both sides, or in as unlikely a standard normal where few walkers hop.
    Scored(Scores),
    /// Nothing: no walker is left.
    Not,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeasuredCell {
    pub p_flat: f64,
    pub mean_freezing_step: f64,
}

#[derive(Clone, Copy, Debug)]
pub struct Scores {
    pub p_flat: f64,
    pub freezing_step: f64,
    /// Whether few walkers hop, so that a mean is made by single ones.
    pub few_hop: bool,
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

/// Cells that someone has measured, to be compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    cells: Vec<KnownCell>,
}

/// One of them, with the walkers behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct KnownCell {
    eta: f64,
    sigma: f64,
    measured: MeasuredCell,
    walkers: f64,
}

/// Why a text is no table to compare with.
#[derive(Clone, Debug, PartialEq)]
pub enum NoTable {
    /// A column that is missing.
    Column(&'static str),
    /// Something behind a sweep's last column.
    Header,
    Line(usize, NoCell),
    /// The line gives a cell once more, with other numbers.
    Twice(usize),
    /// None, or too many.
    Cells(usize),
}

/// Why a line is no cell.
#[derive(Clone, Debug, PartialEq)]
pub enum NoCell {
    /// Its checksum does not fit.
    Damaged,
    Fields {
        found: usize,
        expected: usize,
    },
    Number {
        column: &'static str,
        text: String,
    },
    Invalid(Invalid),
    Share(f64),
    Time {
        found: f64,
        latest: f64,
    },
}

impl fmt::Display for NoTable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&match self {
            Self::Column(column) => say!("experiment.table.column", column = column),
            Self::Header => say!("experiment.table.header").into(),
            Self::Line(line, what) => say!("experiment.table.line", line = line, what = what),
            Self::Twice(line) => say!("experiment.table.twice", line = line),
            Self::Cells(cells) => say!("experiment.table.cells", cells = cells, most = MOST_CELLS),
        })
    }
}

impl fmt::Display for NoCell {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&match self {
            Self::Damaged => say!("experiment.table.damaged").into(),
            Self::Fields { found, expected } => {
                say!("experiment.table.fields", found = found, expected = expected)
            }
            Self::Number { column, text } => say!("experiment.table.number", column = column, text = text),
            Self::Invalid(invalid) => return invalid.fmt(out),
            Self::Share(share) => say!("experiment.table.share", share = share),
            Self::Time { found, latest } => {
                say!("experiment.table.time", time = format_args!("{found:e}"), latest = latest)
            }
        })
    }
}

impl std::error::Error for NoTable {}

/// More cells than this are not a table to compare with.
pub const MOST_CELLS: usize = 10_000;

impl Reference {
    /// The figure whose cells are published for a law of noise, if there is one.
    pub fn figure_of(noise: NoiseLaw) -> Option<Preset> {
        match noise {
            NoiseLaw::Hessian => Some(Preset::Fig3),
            NoiseLaw::HessianSquared => Some(Preset::FigS6),
            NoiseLaw::Power { .. } | NoiseLaw::Uniform | NoiseLaw::None => None,
        }
    }

    /// The authors' stored result of a figure, if it is one with cells.
    pub fn published(figure: Preset) -> Option<Self> {
        let text = match figure {
            Preset::Fig3 => FIG3,
            Preset::FigS6 => FIGS6,
            Preset::Fig4 | Preset::Fig4Middle | Preset::Fig4Quiet => return None,
        };
        Some(Self::read(text).expect("a bundled table is whole"))
    }

    /// A table with the columns of the authors' (and of `frostline sweep`): eta, sigma, p_flat, mean_freezing_step, and
    /// walkers if there are not as many as theirs. The error names the line.
    pub fn read(text: &str) -> Result<Self, NoTable> {
        let mut lines =
            (1..).zip(table::without_mark(text).lines()).filter(|(_, line)| !line.trim().is_empty());
        let first = lines.next().map_or("", |(_, line)| line);
        let header = Header::read(first)?;
        let mut cells: Vec<KnownCell> = Vec::new();
        let mut known: HashMap<[u64; 2], KnownCell> = HashMap::new();
        for (number, line) in lines {
            let cell = header.cell(line).map_err(|what| NoTable::Line(number, what))?;
            match known.insert([cell.eta.to_bits(), cell.sigma.to_bits()], cell) {
                None => cells.push(cell),
                Some(before) if before == cell => {}
                Some(_) => return Err(NoTable::Twice(number)),
            }
        }
        if cells.is_empty() || cells.len() > MOST_CELLS {
            return Err(NoTable::Cells(cells.len()));
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
    fn read(line: &'a str) -> Result<Self, NoTable> {
        let names: Vec<&str> = line.split(',').map(str::trim).collect();
        for needed in ["eta", "sigma", "p_flat", "mean_freezing_step"] {
            if !names.contains(&needed) {
                return Err(NoTable::Column(needed));
            }
        }
        let sealed = names.last() == Some(&table::CHECKSUM);
        // Behind its grid a sweep writes nothing but the checksum: whatever else it is called is damage.
        let grid = names.iter().position(|name| *name == "grid");
        if !sealed && grid.is_some_and(|grid| grid + 1 < names.len()) {
            return Err(NoTable::Header);
        }
        Ok(Self { line, names, sealed })
    }

    /// A row's cell, every number of it checked.
    fn cell(&self, line: &str) -> Result<KnownCell, NoCell> {
        if self.sealed && table::unsealed(self.line, line).is_none() {
            return Err(NoCell::Damaged);
        }
        let fields: Vec<&str> = line.split(',').map(str::trim).collect();
        if fields.len() != self.names.len() {
            return Err(NoCell::Fields { found: fields.len(), expected: self.names.len() });
        }
        let number = |column: &'static str| {
            let text = self.names.iter().position(|name| *name == column).map(|place| fields[place])?;
            let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
            Some(number.ok_or_else(|| NoCell::Number { column, text: text.to_owned() }))
        };
        let needed = |column: &'static str| number(column).expect("the header has it");
        let within = |parameter: Parameter, value: f64| {
            parameter.check(value).map(|()| value).map_err(NoCell::Invalid)
        };
        let eta = within(Parameter::Eta, needed("eta")?)?;
        let sigma = within(Parameter::Sigma, needed("sigma")?)?;
        let p_flat = needed("p_flat")?;
        if !(0.0..=1.0).contains(&p_flat) {
            return Err(NoCell::Share(p_flat));
        }
        let mean_freezing_step = needed("mean_freezing_step")?;
        let latest = Parameter::Steps.about().max;
        if !(0.0..=latest).contains(&mean_freezing_step) {
            return Err(NoCell::Time { found: mean_freezing_step, latest });
        }
        let walkers = within(Parameter::Walkers, number("walkers").unwrap_or(Ok(PUBLISHED_WALKERS))?)?;
        Ok(KnownCell { eta, sigma, measured: MeasuredCell { p_flat, mean_freezing_step }, walkers })
    }
}

/// Runs a scenario with the η and σ of every cell, asking within it as well whether to go on; `None` if cancelled.
pub fn check(
    reference: &Reference,
    base: &Scenario,
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
            let scenario = Scenario {
                eta: Schedule::Constant(cell.eta),
                sigma: Schedule::Constant(cell.sigma),
                seed: base.seed.wrapping_add(index as u64),
                ..base.clone()
            };
            let comparison = compare(cell, &scenario, follow, pulse)?;
            done().is_continue().then_some(comparison)
        })
        .collect::<Option<Vec<_>>>()
        .map(|cells| Verdict { cells })
}

impl Comparison {
    /// Its scores, if it has some.
    pub fn z(&self) -> Option<Scores> {
        match self.judged {
            Judged::Scored(scores) => Some(scores),
            Judged::Not => None,
        }
    }
}

impl Verdict {
    /// None where no cell has scores.
    pub fn p_flat(&self) -> Option<Spread> {
        spread(self.scores().map(|z| z.p_flat))
    }

    pub fn freezing_step(&self) -> Option<Spread> {
        spread(self.scores().map(|z| z.freezing_step))
    }

    fn scores(&self) -> impl Iterator<Item = Scores> + '_ {
        self.cells.iter().filter_map(Comparison::z)
    }

    /// Cells in which few walkers hop, and those of which nothing can be said.
    pub fn rare(&self) -> usize {
        self.scores().filter(|scores| scores.few_hop).count()
    }

    pub fn unjudged(&self) -> usize {
        self.cells.iter().filter(|cell| matches!(cell.judged, Judged::Not)).count()
    }

    /// The bound on the root mean square: of few cells it scatters more, like 1/√n.
    pub fn rms_bound(&self) -> f64 {
        1.0 + (RMS_BOUND - 1.0) * (BOUND_CELLS / self.scored()).sqrt()
    }

    /// The bound on the worst: of many cells one goes farther, as the tail e^{−z²/2} has it.
    pub fn worst_bound(&self) -> f64 {
        (WORST_BOUND.powi(2) + 2.0 * (self.scored() / BOUND_CELLS).ln()).sqrt()
    }

    fn scored(&self) -> f64 {
        self.scores().count().max(1) as f64
    }

    /// Whether the swarm agrees; none where no cell can be judged.
    pub fn passes(&self) -> Option<bool> {
        let good = |spread: Spread| spread.rms <= self.rms_bound() && spread.worst <= self.worst_bound();
        let scores = [self.p_flat(), self.freezing_step()];
        (self.unjudged() < self.cells.len()).then(|| scores.into_iter().flatten().all(good))
    }
}

fn spread(scores: impl Iterator<Item = f64>) -> Option<Spread> {
    let scores: Vec<f64> = scores.collect();
    let squares: f64 = scores.iter().map(|z| z * z).sum();
    (!scores.is_empty()).then(|| Spread {
        rms: (squares / scores.len() as f64).sqrt(),
        worst: scores.iter().fold(0.0, |worst, z| worst.max(z.abs())),
    })
}

fn compare(
    known: &KnownCell,
    scenario: &Scenario,
    follow: Follow,
    pulse: &Progress<'_>,
) -> Option<Comparison> {
    let KnownCell { eta, sigma, measured: published, walkers: theirs } = *known;
    let mut swarm = follow.run(scenario, pulse)?;
    let few_hop = hops_among(&swarm, theirs) < FEW;
    if few_hop {
        // Late hops are rare even among hops; and where few walkers hop, many are soon done with.
        let walkers = scenario.walkers.max(ENOUGH);
        swarm = Follow::UntilFrozen.run(&Scenario { walkers, ..scenario.clone() }, pulse)?;
    }
    let (scenario, summary) = (swarm.scenario(), swarm.summary());
    let of = |ours, judged| Some(Comparison { eta, sigma, published, ours, judged });
    let live = f64::from(summary.live(scenario.walkers));
    let (Some(p_flat), Some(mean_freezing_step), Some(sem)) =
        (summary.p_flat, summary.mean_freezing_step, summary.sem_freezing_step)
    else {
        return of(None, Judged::Not);
    };
    let ours = Some(MeasuredCell { p_flat, mean_freezing_step });
    // Both sides have one variance, of which ours, of more walkers, is the better estimate: of t_f theirs is not
    // published.
    let both = (1.0 / live + 1.0 / theirs).sqrt();
    let p_error = share_variance(&swarm, scenario).sqrt() * both;
    let step_error = sem * live.sqrt() * both;
    let p_difference = p_flat - published.p_flat;
    let step_difference = mean_freezing_step - published.mean_freezing_step;
    let (p_flat, freezing_step) = if few_hop {
        let observed = Hopper { time: -step_difference, gained: -p_difference };
        let errors = Hopper { time: step_error, gained: p_error };
        let steps = f64::from(scenario.steps);
        let apart = apart(&starts(&swarm, scenario), theirs, [observed, errors], steps, scenario.seed);
        (-apart.share, -apart.time)
    } else {
        (p_difference / p_error, step_difference / step_error)
    };
    of(ours, Judged::Scored(Scores { p_flat, freezing_step, few_hop }))
}

/// With so many hops among the walkers behind a published cell no single one makes its means.
const FEW: f64 = 100.0;
/// Walkers of ours by which few hops are known.
const ENOUGH: u32 = 30_000;

/// How many walkers hop among so many.
fn hops_among(swarm: &Swarm, walkers: f64) -> f64 {
    let hoppers = swarm.walkers().filter(|walker| walker.last_hop > 0).count();
    hoppers as f64 * walkers / f64::from(swarm.scenario().walkers)
}

/// Our walkers by their start.
fn starts(swarm: &Swarm, scenario: &Scenario) -> [Start; 2] {
    let mut starts = <[Start; 2]>::default();
    for (index, walker) in (0..).zip(swarm.walkers()).filter(|(_, walker)| walker.x.is_finite()) {
        let flat = scenario.starts_flat(index);
        let start = &mut starts[usize::from(flat)];
        start.walkers += 1.0;
        if walker.last_hop > 0 {
            let gained = f64::from(u8::from(walker.x > 0.0)) - f64::from(u8::from(flat));
            start.hoppers.push(Hopper { time: f64::from(walker.last_hop), gained });
        }
    }
    starts
}

/// The variance of whether a walker ends on the flat side. Walkers are shared out over the two starts, so it is the
/// mean of the variances from either: where few hop, far less than a coin's. Never less than that of one walker in
/// 2,000.
fn share_variance(swarm: &Swarm, scenario: &Scenario) -> f64 {
    const LEAST: f64 = 5e-4;
    let mut counts = [[0.0; 2]; 2];
    for (index, walker) in (0..).zip(swarm.walkers()).filter(|(_, walker)| walker.x.is_finite()) {
        let [all, flat] = &mut counts[usize::from(scenario.starts_flat(index))];
        *all += 1.0;
        *flat += f64::from(u8::from(walker.x > 0.0));
    }
    let live: f64 = counts.iter().map(|[all, _]| all).sum();
    let of_start = |[all, flat]: [f64; 2]| if all > 0.0 { flat * (1.0 - flat / all) } else { 0.0 };
    (counts.map(of_start).iter().sum::<f64>() / live).max(LEAST)
}
