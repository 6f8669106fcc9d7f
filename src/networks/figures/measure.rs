//! What is told of every cell of a grid: a number, and how its map and its curves are drawn.

use serde::{Deserialize, Serialize};

use crate::chart::Map;
use crate::networks::experiments::grid::Mean;
use crate::networks::experiments::row::Row;
use crate::say;

/// One of the four maps of Fig. 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    Freezing,
    Spread,
    Flatness,
    Accuracy,
}

impl Measure {
    pub const ALL: [Self; 4] = [Self::Freezing, Self::Spread, Self::Flatness, Self::Accuracy];

    /// How cells are coloured by it.
    pub const MAP: Map = Map::Backdrop;

    /// What files of its map are called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Freezing => "fig2a",
            Self::Spread => "fig2b",
            Self::Flatness => "fig2c",
            Self::Accuracy => "fig2d",
        }
    }

    /// The map's name.
    pub fn title(self) -> &'static str {
        match self {
            Self::Freezing => say!("network.grid.freezing"),
            Self::Spread => say!("network.grid.spread"),
            Self::Flatness => say!("network.grid.flatness"),
            Self::Accuracy => say!("network.grid.accuracy"),
        }
    }

    /// What its figure shows.
    pub fn caption(self) -> &'static str {
        match self {
            Self::Freezing => say!("network.figure.fig2a.caption"),
            Self::Spread => say!("network.figure.fig2b.caption"),
            Self::Flatness => say!("network.figure.fig2c.caption"),
            Self::Accuracy => say!("network.figure.fig2d.caption"),
        }
    }

    /// The name of its curves.
    pub fn over_noise(self) -> &'static str {
        match self {
            Self::Freezing => say!("network.grid.freezing-over-noise"),
            Self::Spread => say!("network.grid.spread-over-noise"),
            Self::Flatness => say!("network.grid.flatness-over-noise"),
            Self::Accuracy => say!("network.grid.accuracy-over-noise"),
        }
    }

    /// Of a cell's row; of one value alone nothing is known but itself.
    pub fn of(self, row: &Row) -> Option<Mean> {
        let alone = |value: f64| Mean { mean: value, error: None, count: 1 };
        match self {
            Self::Freezing => row.eta_t_f,
            Self::Spread => row.spread.map(alone),
            Self::Flatness => row.flatness_matched,
            Self::Accuracy => row.best_accuracy.map(|share| alone(100.0 * share)),
        }
    }

    /// On its axis.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Freezing => "$ηt_f$",
            Self::Spread => "$r_θ$",
            Self::Flatness => "$F$",
            Self::Accuracy => say!("network.figure.fig2d.axis"),
        }
    }

    /// What sentences call it.
    pub fn called(self) -> &'static str {
        match self {
            Self::Accuracy => say!("network.figure.fig2d.called"),
            measure => measure.symbol(),
        }
    }

    /// The number in a cell.
    pub fn written(self, value: f64) -> String {
        let decimals = match self {
            Self::Freezing | Self::Accuracy => 1,
            Self::Spread | Self::Flatness => 2,
        };
        format!("{value:.decimals$}").replace('-', "−")
    }
}
