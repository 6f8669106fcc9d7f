//! Where figures go as files: which folder, under what name, in which formats.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::export::Format;

/// What the dialog asks; folder and formats are remembered between starts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Destination {
    pub folder: String,
    pub formats: Vec<Format>,
    /// The files' name without its ending.
    #[serde(skip)]
    pub stem: String,
    /// What the last export wrote, for as long as the dialog is open.
    #[serde(skip)]
    pub written: Vec<PathBuf>,
}

impl Default for Destination {
    fn default() -> Self {
        Self { folder: String::new(), formats: vec![Format::Pdf], stem: String::new(), written: Vec::new() }
    }
}

impl Destination {
    /// The files that will be, in the order of the formats.
    pub fn paths(&self) -> Vec<PathBuf> {
        let folder = Path::new(self.folder.trim());
        let name = |format: &Format| folder.join(format!("{}.{}", self.stem.trim(), format.ending()));
        self.formats.iter().map(name).collect()
    }
}
