//! The line for a shell that makes again what is looked at.

use super::Desk;
use super::around::Copied;
use super::averages::{BRANCHES, RUNS};
use super::studio::origin::Origin;
use crate::export::Sheet;
use crate::networks::bench::{Bench, Page};
use crate::networks::experiments::live::equal_steps;
use crate::networks::model::Setup;
use crate::say;
use crate::session::{Session, scenario_flags, setup_flags};
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
        if self.networks.open && !self.studio.open {
            return self.network_command_line();
        }
        let start = self.start();
        let flags = start.as_ref().and_then(scenario_flags);
        if !self.studio.open {
            let run = flags.map(|flags| [PROGRAM, "run", &flags].join(" "));
            return run.or_else(|| Some(figure(&STAGE, &self.saved()?, &[])));
        }
        let entry = self.studio.chosen();
        let whole = start.is_some_and(|start| self.is_whole(entry, &start));
        let source = flags.filter(|_| whole).or_else(|| self.saved())?;
        Some(figure(entry, &source, &self.paper()))
    }

    /// The run of the network with its branches, its repeats, or the grid, whichever is open.
    fn network_command_line(&self) -> Option<String> {
        let Bench { setup, repeat, page, scheme, .. } = &self.networks.bench;
        if *page != Page::Grid {
            let told = |name: &str, value: String| [name.to_owned(), value];
            let equal = told("--equal", equal_steps(setup.steps()).to_string());
            let sight = self.networks.sight().filter(|_| !self.networks.is_fading());
            let at: Vec<String> =
                sight.iter().flat_map(|sight| &sight.twigs).map(|twig| twig.step.to_string()).collect();
            let chosen = match page {
                // What its numbers are means of.
                Page::Matching => vec![
                    told("--repeats", RUNS[0].to_string()),
                    told("--branches", BRANCHES.to_string()),
                    equal,
                ],
                _ => {
                    let repeat = (*repeat > 0).then(|| told("--repeat", repeat.to_string()));
                    let at = (!at.is_empty()).then(|| told("--at", at.join(",")));
                    repeat.into_iter().chain(at).chain([equal]).collect()
                }
            };
            let words = [PROGRAM, "network", "fork", &setup_flags(setup)?].map(str::to_owned);
            return Some(words.into_iter().chain(chosen.concat()).collect::<Vec<_>>().join(" "));
        }
        let Setup { eta, batch, .. } = Setup::default();
        let base = setup_flags(&Setup { eta, batch, ..scheme.base.clone() })?;
        let list = |values: Vec<f64>| values.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let etas = list(scheme.columns().map(|(_, eta)| eta).collect());
        let batches = list(scheme.rows().map(|(_, batch)| batch).collect());
        let [repeats, branches] = [scheme.repeats, scheme.branches].map(|count| count.to_string());
        let of_grid =
            ["--etas", &etas, "--batches", &batches, "--repeats", &repeats, "--branches", &branches];
        let file = ["--out", "networks.csv"];
        Some([&[PROGRAM, "network", "grid", &base][..], &of_grid[..], &file[..]].concat().join(" "))
    }

    /// The file that all of it is saved in, as a shell takes it, whatever is in its name.
    fn saved(&self) -> Option<String> {
        let file = self.files.file.as_ref().filter(|_| !self.unsaved())?;
        let quoted = file.display().to_string().replace('\'', r"'\''");
        Some(["--session", &format!("'{quoted}'")].join(" "))
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
    fn paper(&self) -> Vec<String> {
        let Sheet { width_mm, light, font_pt, dots_per_inch, outlines, letters } = self.studio.options.sheet;
        let quick = self.studio.options.effort == Effort::Quick;
        let sizes = [
            ("--width", Some(format!("{width_mm}mm"))),
            ("--font-size", Some(font_pt.to_string())),
            ("--theme", (!light).then(|| "dark".to_owned())),
            ("--dpi", (dots_per_inch != Sheet::default().dots_per_inch).then(|| dots_per_inch.to_string())),
        ];
        let choices = [("--outlines", outlines), ("--letters", letters), ("--quick", quick)];
        let sizes = sizes.into_iter().filter_map(|(flag, value)| Some([flag.to_owned(), value?]));
        let choices = choices.into_iter().filter(|(_, chosen)| *chosen).map(|(flag, _)| flag.to_owned());
        sizes.flatten().chain(choices).collect()
    }
}

const PROGRAM: &str = "frostline";

fn figure(entry: &Entry, source: &str, paper: &[String]) -> String {
    let file = format!("{}.pdf", entry.name);
    let words = [PROGRAM, "figure", entry.name, source].into_iter();
    words.chain(paper.iter().map(String::as_str)).chain(["-o", &file]).collect::<Vec<_>>().join(" ")
}
