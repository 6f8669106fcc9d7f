//! The panels beside the stage: one row for each, with everything that goes with it but its picture.

use serde::{Deserialize, Serialize};

use super::figures::{self, Entry};
use crate::say;

/// The panels, from the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Panel {
    PFlat,
    Plane,
    Slice,
    Hops,
    /// The time scales at the swarm's y.
    Gauge,
}

/// What goes with a panel.
pub struct PanelAbout {
    /// Its name in files.
    pub name: &'static str,
    /// The figure of the catalogue that tells what it shows.
    pub figure: &'static Entry,
    /// Its name above it.
    pub title: &'static str,
    /// The same within a sentence.
    pub called: &'static str,
    /// The same where there is little room.
    pub short: &'static str,
    /// What it shows, in a sentence or two.
    pub help: &'static str,
}

impl Panel {
    pub const ALL: [Self; 5] = [Self::PFlat, Self::Plane, Self::Slice, Self::Hops, Self::Gauge];

    pub fn about(self) -> PanelAbout {
        match self {
            Self::PFlat => PanelAbout {
                name: "p-flat",
                figure: &figures::P_FLAT,
                title: say!("panel.p-flat.name"),
                called: say!("panel.p-flat.called"),
                short: "$P_{flat}$",
                help: say!("panel.p-flat.help"),
            },
            Self::Plane => PanelAbout {
                name: "plane",
                figure: &figures::PLANE,
                title: say!("panel.plane.name"),
                called: say!("panel.plane.called"),
                short: say!("panel.plane.short"),
                help: say!("panel.plane.help"),
            },
            Self::Slice => PanelAbout {
                name: "slice",
                figure: &figures::SLICE,
                title: say!("panel.slice.name"),
                called: say!("panel.slice.called"),
                short: say!("panel.slice.name"),
                help: say!("panel.slice.help"),
            },
            Self::Hops => PanelAbout {
                name: "hops",
                figure: &figures::FREEZING,
                title: say!("panel.hops.name"),
                called: say!("panel.hops.called"),
                short: say!("panel.hops.name"),
                help: say!("panel.hops.help"),
            },
            Self::Gauge => PanelAbout {
                name: "gauge",
                figure: &figures::TIMESCALES,
                title: say!("panel.gauge.name"),
                called: say!("panel.gauge.called"),
                short: say!("panel.gauge.short"),
                help: say!("panel.gauge.help"),
            },
        }
    }

    /// The panel of a name in files.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|panel| panel.about().name == name)
    }
}
