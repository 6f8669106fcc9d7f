//! The line for a shell that makes again what is looked at.

use std::path::Path;

use super::Desk;
use super::around::Copied;
use super::studio::origin::Origin;
use crate::export::Sheet;
use crate::say;
use crate::session::{Session, scenario_flags};
use crate::valleys::figures::{Effort, Entry, STAGE};
use crate::valleys::model::Scenario;

impl Desk {
    /// Copies that line, or says what has to be done first.
    pub(super) fn copy_as_command(&mut self) {
        match self.command_line() {
            Some(line) => self.around.copied = Some(Copied::Text(line)),
            None => self.warn(say!("window.no-command-line").to_owned()),
        }
    }

    /// Flags tell a run that was not changed on its way; else the file does that it is saved in.
    pub fn command_line(&self) -> Option<String> {
        let entry = self.studio.chosen();
        let start = self.start();
        let flags = start.as_ref().and_then(scenario_flags);
        let saved = self.files.file.as_deref().filter(|_| !self.unsaved());
        match (self.studio.open, saved) {
            (false, _) if flags.is_some() => flags.map(|flags| format!("frostline run {flags}")),
            (false, saved) => saved.map(|file| figure(&STAGE, &of_session(file), "")),
            (true, _) if flags.is_some() && start.is_some_and(|start| self.is_whole(entry, &start)) => {
                flags.map(|flags| figure(entry, &flags, &self.paper()))
            }
            (true, saved) => saved.map(|file| figure(entry, &of_session(file), &self.paper())),
        }
    }

    /// The run under way, if nothing was changed on its way: what was changed before the first step is how it started.
    fn start(&self) -> Option<Scenario> {
        let session = self.session();
        let late = session.changes.iter().any(|change| change.step > 0);
        let start = session.changes.last().map_or(session.scenario, |change| change.scenario.clone());
        Some(start).filter(|_| !late)
    }

    /// Whether a figure is the one that a shell makes of the whole run.
    fn is_whole(&self, entry: &'static Entry, start: &Scenario) -> bool {
        let whole = Session { scenario: start.clone(), step: start.steps, ..Session::default() };
        let made = Origin::of_session(&whole, Effort::Full).behind(entry);
        self.present().is_some_and(|present| {
            let scenario = start.clone();
            let changes = whole.changes.clone();
            Origin { effort: Effort::Full, scenario, changes, ..present.origin }.behind(entry) == made
        })
    }

    /// What the figure is put on.
    fn paper(&self) -> String {
        let Sheet { width_mm, light, font_pt, dots_per_inch, outlines, letters } = self.studio.options.sheet;
        let mut flags = format!(" --width {width_mm}mm --font-size {font_pt}");
        let choices = [
            (!light, " --theme dark".to_owned()),
            (dots_per_inch != 300.0, format!(" --dpi {dots_per_inch}")),
            (outlines, " --outlines".to_owned()),
            (letters, " --letters".to_owned()),
            (self.studio.options.effort == Effort::Quick, " --quick".to_owned()),
        ];
        flags.extend(choices.into_iter().filter(|(said, _)| *said).map(|(_, flag)| flag));
        flags
    }
}

fn figure(entry: &Entry, flags: &str, paper: &str) -> String {
    format!("frostline figure {name} {flags}{paper} -o {name}.pdf", name = entry.name)
}

/// A path as a shell takes it, whatever is in its name.
fn of_session(file: &Path) -> String {
    format!("--session '{}'", file.display().to_string().replace('\'', r"'\''"))
}
