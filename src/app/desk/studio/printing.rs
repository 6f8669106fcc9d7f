//! A figure on paper, made away from the window.

use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::chart::Figure;
use crate::export::{self, Format, Provenance, Sheet};
use crate::job::{Mission, Progress};
use crate::platform::write_atomically;

/// What is to be done with the chosen figure once it is there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Order {
    Export(Vec<PathBuf>),
    Copy,
}

/// What came of an order.
#[derive(Serialize, Deserialize)]
pub enum Printed {
    File,
    Picture([u32; 2], Vec<u8>),
}

/// An order for a figure, on a sheet.
#[derive(Serialize, Deserialize)]
pub(super) struct Printing {
    pub order: Order,
    pub figure: Arc<Figure>,
    pub sheet: Sheet,
    pub provenance: Provenance,
}

impl Printing {
    fn export(&self, paths: &[PathBuf]) -> Result<Printed, String> {
        let bytes = |path: &PathBuf| {
            let format = Format::of(path)?;
            export::bytes(&self.figure, &self.sheet, &self.provenance, format)
        };
        // Nothing is written before all of it is made.
        let made: Result<Vec<_>, _> = paths.iter().map(bytes).collect();
        let made = made.map_err(|error| error.to_string())?;
        let mut files = paths.iter().zip(&made);
        let write = files.try_for_each(|(path, bytes)| write_atomically(path, bytes));
        write.map(|()| Printed::File).map_err(|error| error.to_string())
    }
}

impl Mission for Printing {
    type Found = Result<Printed, String>;

    fn run(self, _: &Progress<'_>, _: &(dyn Fn(Self::Found) + Sync)) -> Option<Self::Found> {
        Some(match &self.order {
            Order::Copy => {
                let pixels = export::pixels(&self.figure, &self.sheet).map_err(|error| error.to_string());
                pixels.map(|(size, pixels)| Printed::Picture(size, pixels))
            }
            Order::Export(paths) => self.export(paths),
        })
    }
}
