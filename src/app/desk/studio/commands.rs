//! What the commands of figures, experiments and films do to the desk.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::origin::Origin;
use super::{News, Order as Printing, Present, Side, Standing, figure_of};
use crate::app::desk::Desk;
use crate::app::desk::around::{Copied, Overlay, Wanted};
use crate::app::desk::cinema::Run;
use crate::app::desk::command::{FigureCommand, FilmCommand, NetworkCommand, QuestionCommand, RunCommand};
use crate::app::kit::theme::Theme;
use crate::chart::Figure;
use crate::chart::markup::plain;
use crate::export::Format;
use crate::say;
use crate::session::Session;
use crate::valleys::experiments::questions::{ForkQuestion, Questions};
use crate::valleys::figures::{PHASE_PUBLISHED, Reads};
use crate::valleys::model::Scenario;

impl Desk {
    /// Carries out what concerns figures.
    pub(in crate::app) fn draw(&mut self, command: FigureCommand) {
        match command {
            FigureCommand::ToggleFigures => {
                self.open_figures(!self.studio.open);
                self.studio.browsing = false;
            }
            FigureCommand::Figure(entry) => self.studio.choose(entry),
            // Of another laboratory, the page that is open.
            FigureCommand::Export(None) if self.networks.open && !self.studio.open => {
                self.experiment(NetworkCommand::Export(self.exhibit()));
            }
            FigureCommand::Export(panel) => {
                self.studio.choose(figure_of(panel));
                self.studio.side = Side::Paper;
                self.open_figures(true);
                self.ask_for_destination(None);
            }
            FigureCommand::Copy(panel) => {
                self.studio.choose(figure_of(panel));
                self.order(Printing::Copy);
            }
            FigureCommand::Side(side) => self.studio.side = side,
            FigureCommand::FigureOptions(options) => self.studio.options = options,
            FigureCommand::ExportFigure(format) => self.ask_for_destination(format),
            FigureCommand::Destination(destination) => self.studio.destination = destination,
            FigureCommand::OpenFolder(folder) => self.open_folder(folder),
            FigureCommand::ExportPaths(paths) => {
                match paths.iter().try_for_each(|path| Format::of(path).map(drop)) {
                    Ok(()) => self.order(Printing::Export(paths)),
                    Err(error) => self.warn(error.to_string()),
                }
            }
            FigureCommand::CopyFigure => self.order(Printing::Copy),
            FigureCommand::StopFigure => self.studio.stop(),
            FigureCommand::MakeFigure => self.studio.choose(self.studio.chosen()),
        }
    }

    /// Carries out what concerns experiments.
    pub(in crate::app) fn ask(&mut self, command: QuestionCommand) {
        match command {
            QuestionCommand::Experiment(entry) => {
                self.studio.choose(entry);
                self.open_figures(true);
            }
            QuestionCommand::Question(questions) => match questions.validate() {
                Ok(()) => {
                    let before = std::mem::replace(&mut self.questions, *questions);
                    let fork = ForkQuestion { threshold: self.questions.fork.threshold, ..before.fork };
                    let judged_anew = fork != before.fork && Questions { fork, ..before } == self.questions;
                    // The forks are kept: another threshold is judged on them at once.
                    if judged_anew && self.studio.is_answered() {
                        self.studio.ask();
                    }
                }
                Err(error) => self.warn(error.to_string()),
            },
            QuestionCommand::Ask => {
                self.run_on();
                self.studio.ask();
            }
            QuestionCommand::Browse => {
                self.open_figures(true);
                self.studio.browsing = true;
            }
            QuestionCommand::Recall(place) => self.studio.look_again(place),
            QuestionCommand::CopySentence => {
                let sentence = self.shown_figure().map(|(figure, _)| plain(answer(&figure).0));
                self.around.copied = sentence.map(Copied::Text).or(self.around.copied.take());
            }
            QuestionCommand::LoadCell(index) => self.load_cell(index),
        }
    }

    /// Carries out what concerns films.
    pub(in crate::app) fn film(&mut self, command: FilmCommand) {
        match command {
            FilmCommand::Animate(panel) => {
                self.cinema.recipe.subject = panel;
                self.cinema.open();
                self.around.overlay = Overlay::Animation;
            }
            FilmCommand::AnimationOptions(recipe) => self.cinema.recipe = recipe,
            FilmCommand::ExportAnimation => self.around.overlay = Overlay::Path(Wanted::Animation),
            FilmCommand::AnimatePath(path) => self.animate(path),
            FilmCommand::StopAnimation => self.cinema.stop(),
        }
    }

    /// Takes a table of cells to compare the swarm with.
    pub(in crate::app::desk) fn compare_with(&mut self, table: String) {
        let questions = Questions { against: Some(table), ..self.questions.clone() };
        let commands =
            [QuestionCommand::Experiment(&PHASE_PUBLISHED), QuestionCommand::Question(Box::new(questions))];
        self.carry_out_as_one("question", commands.map(Into::into));
    }

    /// A new run with a cell's parameters. The seed stays the session's, so that the diagram goes on belonging to it.
    fn load_cell(&mut self, index: usize) {
        let Some(diagram) = self.studio.diagram().map(Arc::clone) else { return };
        let Some(cell) = diagram.scenario(index) else { return };
        self.run.scenario = Scenario { seed: self.run.scenario.seed, ..cell };
        self.run.restart(&self.view, &mut self.follow);
        self.tell(&say!("gallery.cell-loaded", cell = plain(&diagram.name(index))));
    }

    /// What is asked of a run as far as it has come is asked of all of it: the rest is made first.
    fn run_on(&mut self) {
        let of_moment = self.studio.chosen().asked().is_some_and(|asked| asked.reads == Reads::Moment);
        let steps = self.run.scenario.steps;
        let now = self.run.fresh_snapshot().map_or(steps, |snapshot| snapshot.now.step);
        if of_moment && now < steps && self.run.scrub.is_none() {
            let _ = self.run.carry_out(RunCommand::RunTo(steps), &mut self.view, &mut self.follow);
            self.studio.wait_for(steps);
        } else {
            self.run.pause();
        }
    }

    pub(in crate::app) fn open_figures(&mut self, open: bool) {
        self.studio.turn(open);
        if open {
            // What is looked at and exported is one moment of the run.
            self.run.pause();
            self.around.overlay = Overlay::None;
        }
    }

    fn order(&mut self, order: Printing) {
        self.run.pause();
        self.studio.order(order);
    }

    /// The moment looked at, as figures are made from it; none before there is anything to see.
    pub fn present(&self) -> Option<Present> {
        let snapshot = self.run.snapshot.as_ref()?;
        let step = self.run.shown.step;
        let mut session = Session { step, ..self.session_alone() };
        while session.changes.last().is_some_and(|last| last.step > step) {
            session.changes.pop();
        }
        Some(Present {
            origin: Origin::of_session(&session, self.studio.options.effort),
            run: Some(Arc::clone(snapshot)).filter(|snapshot| snapshot.now.step == step),
            rests: !snapshot.playing && self.studio.has_come_to(snapshot.now.step),
            session,
        })
    }

    /// The chosen figure, if it is made from what is there.
    pub fn figure(&self) -> Option<Arc<Figure>> {
        self.studio.figure(&self.present()?).cloned()
    }

    /// What there is to see of the chosen figure.
    pub fn shown_figure(&self) -> Option<(Arc<Figure>, Standing)> {
        let present = self.present()?;
        self.studio.shown(&present).map(|(figure, standing)| (Arc::clone(figure), standing))
    }

    /// How what is on show stands to its question; none without an answer.
    pub fn standing(&self) -> Option<Standing> {
        self.shown_figure().map(|(_, standing)| standing)
    }

    /// Takes from studio and cinema what is ready, and lets the studio start what is wanted.
    pub(in crate::app) fn tend(&mut self) {
        if self.studio.is_wanted()
            && let Some(present) = self.present()
        {
            for news in self.studio.tend(&present) {
                match news {
                    News::Exported(paths) => self.exported(&paths),
                    News::Copied(size, pixels) => self.around.copied = Some(Copied::Picture(size, pixels)),
                    News::Answered(entry) if !self.studio.open || self.studio.chosen() != entry => {
                        self.tell(&say!("gallery.answered", experiment = plain(entry.title())));
                    }
                    News::Answered(_) => {}
                    News::TooLarge(entry) => {
                        let title = plain(entry.title());
                        self.warn(say!("gallery.too-large-to-keep", title = title));
                    }
                    News::Failed(line) => self.warn(line),
                }
            }
        }
        match self.cinema.take() {
            Some(Ok(path)) => {
                if self.around.overlay == Overlay::Animation {
                    self.around.overlay = Overlay::None;
                }
                self.tell(&say!("gallery.exported", path = path.display()));
            }
            Some(Err(line)) => self.warn(line),
            None => {}
        }
    }

    /// Where a file of a name would go: beside the session's.
    pub fn beside_session(&self, name: &str) -> PathBuf {
        self.files
            .file
            .as_deref()
            .and_then(Path::parent)
            .map_or_else(|| PathBuf::from(name), |folder| folder.join(name))
    }

    fn animate(&mut self, path: PathBuf) {
        let Some(present) = self.present() else { return };
        let Theme { mode, vision, .. } = self.look.theme(self.around.system);
        let run = Run { session: present.session, mode, vision, forecast: self.run.forecast.clone() };
        match self.cinema.start(run, path) {
            Ok(()) => self.around.overlay = Overlay::Animation,
            Err(line) => self.warn(line),
        }
    }
}

/// What a figure answers in a sentence, and all else that it says: the sentence leads its caption in bold. A figure that
/// answers nothing has its title.
pub fn answer(figure: &Figure) -> (&str, &str) {
    let led = figure.caption.strip_prefix("**").and_then(|rest| rest.split_once("**"));
    led.map_or((&figure.title, &figure.caption), |(answer, rest)| (answer, rest.trim_start()))
}
