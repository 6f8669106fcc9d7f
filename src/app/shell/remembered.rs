//! What is remembered between starts, on a machine and in a browser alike.

use std::path::PathBuf;

use eframe::Storage;

use crate::app::desk::Desk;
use crate::app::desk::classroom::Progress;
use crate::app::desk::look::Look;
use crate::app::desk::studio::destination::Destination;

const KEY: &str = "memory";

/// Under its own name in the storage.
#[derive(Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Memory {
    look: Look,
    recent: Vec<PathBuf>,
    lessons: Progress,
    /// Whether the laboratory of networks has been opened before.
    networks_met: bool,
    export: Destination,
}

impl Memory {
    /// What was remembered; none at the first start.
    pub fn read(storage: Option<&dyn Storage>) -> Option<Self> {
        serde_json::from_str(&storage?.get_string(KEY)?).ok()
    }

    /// Puts it where it was; files that have been opened already are the latest.
    pub fn recall(self, desk: &mut Desk) {
        desk.look = Look { presenting: desk.look.presenting, ..self.look };
        let opened = std::mem::replace(&mut desk.files.recent, self.recent);
        opened.iter().for_each(|path| desk.remember_file(path));
        desk.lessons.progress = self.lessons;
        desk.lessons.greets = !self.networks_met;
        desk.studio.destination = self.export;
    }

    pub fn write(desk: &Desk, storage: &mut dyn Storage) {
        let memory = Self {
            look: desk.look,
            recent: desk.files.recent.clone(),
            lessons: desk.lessons.progress.clone(),
            networks_met: !desk.lessons.greets,
            export: desk.studio.destination.clone(),
        };
        if let Ok(text) = serde_json::to_string(&memory) {
            storage.set_string(KEY, text);
        }
    }
}
