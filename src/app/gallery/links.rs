//! Where a place of an experiment's figure leads: a cell of the phase diagram to its run, a row of the raster to its
//! walker on the stage.

use std::sync::Arc;

use crate::app::desk::Desk;
use crate::app::desk::command::{Command, QuestionCommand, ViewCommand};
use crate::app::desk::studio::Standing;
use crate::app::kit::plots::figure::Spot;
use crate::app::kit::widgets::format_whole;
use crate::say;
use crate::valleys::experiments::live::Snapshot;
use crate::valleys::figures::{Diagram, Leads, raster_rows};

pub(super) enum Links {
    None,
    Cells(Arc<Diagram>),
    /// The walkers by their rows from below, and the run that they are of.
    Walkers(Vec<u32>, Arc<Snapshot>),
}

impl Links {
    /// Of the figure on show.
    pub fn of(desk: &Desk, standing: Standing) -> Self {
        if let Some(diagram) = desk.studio.diagram() {
            return Self::Cells(Arc::clone(diagram));
        }
        let leads = desk.studio.chosen().asked().map(|asked| asked.leads);
        if leads != Some(Leads::ToWalkers) || standing != Standing::Answer {
            return Self::None;
        }
        match desk.present().and_then(|present| present.run) {
            Some(run) => Self::Walkers(raster_rows(&run.now, desk.studio.options.effort), run),
            None => Self::None,
        }
    }

    /// What more there is to say of a place.
    pub fn told(&self, spot: Spot) -> Vec<String> {
        match self {
            Self::None => Vec::new(),
            Self::Cells(diagram) => {
                let mut lines = diagram.cell_at(spot.at).map_or(Vec::new(), |cell| diagram.reading(cell));
                if !lines.is_empty() {
                    lines.push(say!("gallery.click-for-a-run").to_owned());
                }
                lines
            }
            Self::Walkers(rows, run) => {
                let Some(walker) = walker(rows, spot) else { return Vec::new() };
                let settled = f64::from(run.now.step - run.now.age[walker as usize] + 1);
                let walker = format_whole(f64::from(walker));
                let of = say!("gallery.walker-settled", walker = walker, step = format_whole(settled));
                vec![of, say!("gallery.click-to-follow").to_owned()]
            }
        }
    }

    /// What a click there asks for.
    pub fn command(&self, spot: Spot) -> Option<Command> {
        match self {
            Self::None => None,
            Self::Cells(diagram) => {
                diagram.cell_at(spot.at).map(|cell| QuestionCommand::LoadCell(cell).into())
            }
            Self::Walkers(rows, _) => {
                walker(rows, spot).map(|walker| Command::View(ViewCommand::Select(Some(walker))))
            }
        }
    }

    /// The row of the walker that is followed.
    pub fn lit(&self, followed: Option<u32>) -> Option<[f64; 2]> {
        let Self::Walkers(rows, _) = self else { return None };
        let row = rows.iter().position(|walker| Some(*walker) == followed)? as f64;
        Some([row, row + 1.0])
    }
}

/// The walker of a row of the raster, which is the first panel.
fn walker(rows: &[u32], spot: Spot) -> Option<u32> {
    let row = Some(spot.at[1]).filter(|y| spot.panel == 0 && *y >= 0.0)?;
    rows.get(row as usize).copied()
}
