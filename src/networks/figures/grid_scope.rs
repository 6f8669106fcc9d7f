//! What the page of the grid is drawn from: cells in numbers as far as their runs are in, and what may be said of them.

use super::fig2;
use super::measure::Measure;
use super::told;
use crate::chart::{Axis, Figure, Panel, format_number, format_scientific, format_whole};
use crate::networks::experiments::field::{Crop, Scheme, Sown, cell, distances};
use crate::networks::experiments::grid::Mean;
use crate::networks::experiments::row::{Row, farthest_apart, with_temperature};
use crate::networks::model::Setup;
use crate::say;

/// The grid as it is looked at.
pub struct GridScope<'a> {
    pub scheme: &'a Scheme,
    pub sown: &'a Sown,
    /// Cells that have a run, each with its number.
    pub rows: Vec<(usize, Row)>,
}

/// A single run of a cell on a map's scale.
pub struct Single {
    pub number: u32,
    /// None where it did not converge, or did not come so far.
    pub value: Option<f64>,
}

/// Cells before anything is said of all of them.
const ENOUGH: usize = 8;

impl<'a> GridScope<'a> {
    pub fn new(scheme: &'a Scheme, sown: &'a Sown) -> Self {
        let crops = || sown.crops.iter().map(AsRef::as_ref);
        let row = |index: usize| Some((index, Row::of(&cell(scheme, index, crops())?)));
        let mut rows: Vec<(usize, Row)> = scheme.cells().into_iter().filter_map(row).collect();
        rows.sort_by_key(|(index, _)| *index);
        Self { scheme, sown, rows }
    }

    /// Runs of a cell that are in, in their order.
    pub fn crops(&self, index: usize) -> Vec<&'a Crop> {
        let own = |crop: &&'a Crop| crop.cell == index && crop.number < self.scheme.repeats;
        let mut crops: Vec<&Crop> = self.sown.crops.iter().map(AsRef::as_ref).filter(own).collect();
        crops.sort_by_key(|crop| crop.number);
        crops
    }

    /// Runs that are in, of those that are asked for.
    pub fn done(&self) -> [usize; 2] {
        let asked = self.scheme.plots();
        let known = |plot: &(usize, u32)| self.sown.crops.iter().any(|crop| crop.plot() == *plot);
        [asked.iter().filter(|plot| known(plot)).count(), asked.len()]
    }

    pub fn row(&self, index: usize) -> Option<&Row> {
        let place = self.rows.binary_search_by_key(&index, |(known, _)| *known).ok()?;
        Some(&self.rows[place].1)
    }

    /// Single runs of a cell on a map's scale.
    pub fn singles(&self, index: usize, measure: Measure) -> Vec<Single> {
        let crops = self.crops(index);
        let spread = distances(&crops);
        let eta = self.scheme.setup(index).eta.at(0);
        let value = |crop: &&Crop| {
            let repeat = crop.repeat(eta, self.scheme.base.agreement);
            let value = match measure {
                Measure::Freezing => repeat.eta_t_f,
                Measure::Spread => {
                    spread.iter().find(|(number, _)| *number == crop.number).map(|pair| pair.1)
                }
                Measure::Flatness => repeat.flatness_matched,
                Measure::Accuracy => repeat.converged.then_some(100.0 * repeat.test_accuracy),
            };
            Single { number: crop.number, value }
        };
        crops.iter().map(value).collect()
    }

    /// The least and the greatest of all cells, where they differ.
    pub fn range(&self, measure: Measure) -> Option<[f64; 2]> {
        let values = self.rows.iter().filter_map(|(_, row)| Some(measure.of(row)?.mean));
        let [low, high] = values
            .fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| [low.min(value), high.max(value)]);
        (low < high).then_some([low, high])
    }

    /// The number in a cell: no freezing time is told finer than branches are apart.
    pub fn written(&self, measure: Measure, value: f64) -> String {
        let resolution = self.scheme.resolution();
        match measure {
            Measure::Freezing if value <= resolution => format!("≤ {}", format_number(resolution)),
            measure => measure.written(value),
        }
    }

    /// The same with its error.
    pub fn told(&self, measure: Measure, mean: Mean) -> String {
        match measure {
            Measure::Freezing if mean.mean <= self.scheme.resolution() => self.written(measure, mean.mean),
            _ => told::spoken(mean),
        }
    }

    fn plain(&self) -> Vec<Row> {
        self.rows.iter().map(|(_, row)| row.clone()).collect()
    }

    /// How a quantity goes with η/B, once there are cells enough.
    pub fn rank(&self, measure: Measure) -> Option<Mean> {
        let rows = self.plain();
        with_temperature(&rows, |row| Some(measure.of(row)?.mean)).filter(|rank| rank.count >= ENOUGH)
    }

    /// A quantity over η/B, those of one η joined.
    pub fn against_temperature(&self, measure: Measure) -> Option<Panel> {
        let panel = fig2::against_temperature(&self.plain(), measure)?;
        let unnamed = |axis: Axis| Axis { label: String::new(), ..axis };
        Some(Panel { place: [0.0, 0.0, 1.0, 1.0], y: unnamed(panel.y), ..panel })
    }

    /// The two cells of one η/B whose freezing times lie clearest apart.
    pub fn apart(&self) -> Option<[(usize, Mean); 2]> {
        let rows = self.plain();
        let pair = farthest_apart(&rows, |row| Measure::Freezing.of(row))?;
        let index = |row: &Row| self.rows.iter().find(|(_, known)| known == row).map(|(index, _)| *index);
        Some([(index(pair[0].0)?, pair[0].1), (index(pair[1].0)?, pair[1].1)])
    }

    /// What leads the page: how far it is, and how freezing time and F go with η/B.
    pub fn sentence(&self) -> String {
        let [done, all] = self.done();
        let [freezing, flatness] = [Measure::Freezing, Measure::Flatness].map(|measure| self.rank(measure));
        let (Some(freezing), Some(flatness)) = (freezing, flatness) else {
            return say!("network.grid.status.filling", done = done, all = all);
        };
        let loss = format_number(self.scheme.base.target_loss);
        let [freezes, bends] = [freezing, flatness].map(|rank| told::change(Some(rank)));
        let said = say!("network.grid.status.trend", freezing = freezes, flatness = bends, loss = loss);
        match self.apart() {
            Some([(one, a), (_, b)]) => {
                let temperature = self.row(one).map_or(f64::NAN, Row::temperature);
                let [low, high] = if a.mean < b.mean { [a, b] } else { [b, a] };
                let other = say!(
                    "network.grid.status.not-all",
                    temperature = format_scientific(temperature),
                    low = Measure::Freezing.written(low.mean),
                    high = Measure::Freezing.written(high.mean),
                );
                format!("{said} · {other}")
            }
            None => said,
        }
    }

    /// The pair of cells in words, with their errors.
    pub fn pair(&self) -> Option<String> {
        let pair = self.apart()?;
        let setup = |index: usize| self.scheme.setup(index);
        let part = |(index, mean): (usize, Mean)| {
            let Setup { eta, batch, .. } = setup(index);
            say!(
                "network.grid.of-cell",
                freezing = told::spoken(mean),
                eta = format_number(eta.at(0)),
                batch = format_whole(batch.at(0)),
            )
        };
        let [one, other] = pair.map(part);
        Some(say!("network.grid.pair", one = one, other = other))
    }

    /// A map on paper, with its curves.
    pub fn figure(&self, measure: Measure) -> Option<Figure> {
        fig2::figure(measure, &self.plain(), vec![self.note(), say!("network.remark.writers").to_owned()])
    }

    /// The map alone.
    pub fn map(&self, measure: Measure) -> Option<Panel> {
        fig2::map(&self.plain(), measure, false)
    }

    /// What a reader must know of the runs.
    pub fn note(&self) -> String {
        let base = &self.scheme.base;
        let [done, all] = self.done();
        say!(
            "network.grid.note",
            done = done,
            all = all,
            digits = format_whole(f64::from(base.digits)),
            tested = format_whole(f64::from(base.test_digits)),
            eta = format_number(base.descent_eta_from(0)),
            branches = self.scheme.branches,
            apart = format_number(self.scheme.resolution()),
            seed = base.seed,
        )
    }
}
