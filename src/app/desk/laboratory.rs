//! What is done in the laboratory of networks that concerns the window: its page, its panels as files and as tables.

use std::path::PathBuf;

use super::Desk;
use super::around::{Overlay, Wanted};
use super::command::{LessonCommand, NetworkCommand};
use super::networks::Networks;
use crate::export::{self, Format};
use crate::labs::Lab;
use crate::networks::bench::Page;
use crate::networks::figures::panel_plane::Aim;
use crate::networks::figures::panes::{Exhibit, Looked, Pane};
use crate::platform::write_atomically;
use crate::say;

/// Width of the stage in the window, which words and marks on paper are placed for.
const STAGE: f64 = 636.0;

impl Desk {
    /// Carries out what concerns the networks.
    pub(super) fn experiment(&mut self, command: NetworkCommand) {
        match command {
            NetworkCommand::Toggle => {
                self.networks.open = !self.networks.open || self.studio.open;
                self.open_figures(false);
                // Behind the other page the run stands still.
                self.run.pause();
                self.greet();
            }
            NetworkCommand::Open(page)
                if page != Page::Run && self.lessons.running_in(Lab::Networks).is_some() =>
            {
                self.tell(say!("lesson.one-run"));
            }
            NetworkCommand::Export(exhibit) => self.around.overlay = Overlay::Path(Wanted::Exhibit(exhibit)),
            NetworkCommand::ExportPath(exhibit, path) => self.export_exhibit(exhibit, path),
            NetworkCommand::ShowTable(pane) => self.around.overlay = Overlay::Numbers(pane),
            command => {
                let told = self.networks.carry_out(command);
                self.around.notice = told.err().or(self.around.notice.take());
            }
        }
    }

    /// The first minute, when the page is opened for the first time and there is nothing else to see.
    fn greet(&mut self) {
        let free = self.lessons.running.is_none() && self.lessons.class.is_none() && !self.look.presenting;
        if self.networks.open && free && std::mem::take(&mut self.lessons.greets) {
            self.teach(LessonCommand::NetworksTour);
        }
    }

    /// The page that is open, as a session's file names it.
    pub fn lab(&self) -> Lab {
        if self.networks.open { Lab::Networks } else { Lab::Valleys }
    }

    /// What the file of a figure would be called.
    pub fn exhibit_file(&self, exhibit: Exhibit) -> String {
        format!("{}.pdf", exhibit.name())
    }

    /// What the page that is open is on paper.
    pub(super) fn exhibit(&self) -> Exhibit {
        match self.networks.bench.page {
            Page::Run => Exhibit::Pane(Pane::Plane),
            Page::Matching => Exhibit::Matching,
            Page::Grid => Exhibit::Grid,
        }
    }

    /// All that panels are drawn from.
    pub fn looked_at(&self) -> Looked<'_> {
        let Networks { averages, farmland, .. } = &self.networks;
        let aim = |view: [[f64; 2]; 2]| Aim { view, unit: STAGE / (view[0][1] - view[0][0]), whole: true };
        Looked {
            scope: self.networks.scope(),
            control: averages.control(),
            grid: farmland.scope(),
            aim: self.networks.on_show().map(aim),
            relief: self.networks.relief(),
            sprout: self.networks.sprout(),
        }
    }

    fn export_exhibit(&mut self, exhibit: Exhibit, path: PathBuf) {
        let format = match Format::of(&path) {
            Ok(format) => format,
            Err(error) => return self.warn(error.to_string()),
        };
        let Some(figure) = exhibit.figure(&self.looked_at()) else {
            return self.warn(say!("network.nothing-to-export").to_owned());
        };
        self.around.overlay = Overlay::None;
        let (mut sheet, provenance) = (self.studio.options.sheet.clone(), self.session().provenance(None));
        sheet.width_mm = sheet.width_mm.max(exhibit.least_width());
        self.errand(move || {
            let bytes =
                export::bytes(&figure, &sheet, &provenance, format).map_err(|error| error.to_string());
            let written =
                bytes.and_then(|bytes| write_atomically(&path, &bytes).map_err(|error| error.to_string()));
            Box::new(move |desk| match written {
                Ok(()) => desk.tell(&say!("gallery.exported", path = path.display())),
                Err(line) => desk.warn(line),
            })
        });
    }
}
