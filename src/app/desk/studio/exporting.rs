//! What the desk does about files of figures: asks where they go, takes note of them, shows their folder.

use std::path::{Path, PathBuf};

use crate::app::desk::Desk;
use crate::app::desk::around::Overlay;
use crate::export::Format;
use crate::platform::files::working_folder;
use crate::platform::process::show_folder;
use crate::say;

impl Desk {
    /// Asks where the chosen figure goes to.
    pub(super) fn ask_for_destination(&mut self, format: Option<Format>) {
        let stem = self.studio.chosen().name.to_owned();
        let destination = &mut self.studio.destination;
        format.into_iter().for_each(|format| destination.formats = vec![format]);
        if destination.folder.is_empty() {
            let beside = self.files.file.as_deref().and_then(Path::parent).map(Path::to_owned);
            destination.folder = beside.unwrap_or_else(working_folder).display().to_string();
        }
        (destination.stem, destination.written) = (stem, Vec::new());
        self.around.notice = None;
        self.around.overlay = Overlay::Export;
    }

    /// Takes note of files that are written; the dialog says so itself.
    pub(super) fn exported(&mut self, paths: &[PathBuf]) {
        if self.around.overlay == Overlay::Export {
            self.studio.destination.written = paths.to_vec();
        } else {
            self.tell(&told(paths));
        }
    }

    /// Shows a folder as the system does.
    pub(super) fn open_folder(&mut self, folder: PathBuf) {
        self.errand(move || {
            let shown = show_folder(&folder);
            Box::new(move |desk| {
                if let Err(error) = shown {
                    desk.warn(say!("path.no-folder-shown", path = folder.display(), what = error));
                }
            })
        });
    }
}

/// The sentence about files that are written.
pub fn told(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    say!("gallery.exported", path = names.join(", "))
}
