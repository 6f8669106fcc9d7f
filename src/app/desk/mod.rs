//! The state behind the window, and what every [`Command`] does to it: each part carries out the commands of its own. It
//! draws nothing, so a test can drive it without a display.

pub mod around;
pub mod averages;
pub mod bridge;
pub mod cinema;
pub mod classroom;
pub mod columns;
pub mod command;
mod companions;
mod content;
mod errands;
pub mod farmland;
pub mod files;
pub mod follow;
mod forecaster;
pub mod ghost;
pub mod keeping;
mod laboratory;
mod leaves;
mod links;
pub mod look;
pub mod networks;
pub mod opening;
mod picked;
pub mod pulse;
mod repeat;
mod replay;
mod row;
pub mod run;
pub mod scene;
pub mod shelf;
mod showing;
mod sprouts;
pub mod studio;
pub mod symbol;
mod undo;
mod view;

use std::sync::Arc;

use crate::chart::format_whole;
use crate::job::Wake;
use crate::labs::Lab;
use crate::say;
use crate::session::{Session, Shelf};
use crate::valleys::experiments::questions::Questions;
use crate::valleys::model::{Preset, Scenario};
use crate::valleys::view::View;
use crate::valleys::words;
use around::Around;
use cinema::Cinema;
use classroom::Classroom;
use command::{Command, RunCommand};
use files::Files;
use follow::Follow;
use look::Look;
use networks::Networks;
use run::Run;
use studio::Studio;
use undo::{State, Undo};

/// Everything the window knows.
pub struct Desk {
    pub run: Run,
    /// How it is looked at, and whether the stage goes after the swarm.
    pub view: View,
    pub follow: Follow,
    /// Runs put aside.
    pub shelf: Shelf,
    /// What is asked in the experiments.
    pub questions: Questions,
    /// Where figures are made.
    pub studio: Studio,
    /// Where films are made.
    pub cinema: Cinema,
    /// The lessons there are, the one under way, and what a class adds.
    pub lessons: Classroom,
    /// The laboratory of networks.
    pub networks: Networks,
    pub files: Files,
    pub around: Around,
    pub look: Look,
    undo: Undo,
    wake: Wake,
}

/// Steps a second that can be chosen.
pub const RATES: std::ops::RangeInclusive<f64> = 1.0..=1e7;

impl Desk {
    pub fn new(session: Session, threads: usize, wake: Wake) -> Self {
        let open = session.laboratory == Lab::Networks;
        let mut studio = Studio::new(Arc::clone(&wake));
        studio.recall(&session);
        Self {
            run: Run::of(&session, threads, &wake),
            follow: Follow::default(),
            studio,
            cinema: Cinema::new(Arc::clone(&wake)),
            networks: Networks::new(session.networks, session.crops, session.leaves, open, &wake),
            lessons: Classroom { class: session.class, ..Classroom::default() },
            files: Files::default(),
            around: Around::default(),
            look: Look::default(),
            undo: Undo::default(),
            view: session.view,
            shelf: session.shelf,
            questions: session.questions,
            wake,
        }
    }

    /// Does what is asked. Commands of one `gesture` on one control are one step of undo.
    pub fn carry_out(&mut self, command: impl Into<Command>, gesture: u64) {
        let command = command.into();
        let row = command.row();
        if let Some(line) = self.lessons.refusal(&row.touches) {
            self.warn(line);
            return;
        }
        if self.waits_for_a_guess(&command) {
            return;
        }
        if let Some(control) = row.undo {
            self.undo.remember(control, gesture, self.here());
        }
        self.hand_on(command);
    }

    /// Does several things that are one step of undo together.
    pub fn carry_out_as_one(&mut self, name: &'static str, commands: impl IntoIterator<Item = Command>) {
        self.undo.remember(name, Undo::ALONE, self.here());
        for command in commands {
            self.hand_on(command);
        }
    }

    /// Gives a command to the part that it concerns.
    fn hand_on(&mut self, command: Command) {
        match command {
            Command::Run(command) => {
                // A preset is of no file.
                self.files.file.take_if(|_| matches!(command, RunCommand::Preset(_)));
                let told = self.run.carry_out(command, &mut self.view, &mut self.follow);
                self.around.notice = told.err().or(self.around.notice.take());
            }
            Command::View(command) => self.watch(command),
            Command::Shelf(command) if self.networks.open => self.tidy_leaves(command),
            Command::Shelf(command) => self.tidy(command),
            Command::Window(command) => self.go_around(command),
            Command::Files(command) => self.keep_files(command),
            Command::Figures(command) => self.draw(command),
            Command::Questions(command) => self.ask(command),
            Command::Films(command) => self.film(command),
            Command::Lessons(command) => self.teach(command),
            Command::Network(command) => self.experiment(command),
            Command::Look(command) => self.look.carry_out(command, self.around.system),
        }
        self.put_aside();
        self.put_leaf_aside();
        self.run.refresh_curves(&self.view);
        self.keep_back();
    }

    /// What is to be guessed is not to be seen before.
    fn keep_back(&mut self) {
        self.run.put_away(self.lessons.withholds_freezing(), &self.view);
        self.networks.follow(self.lessons.veil());
    }

    /// Picks up what the background has ready.
    pub fn poll(&mut self) {
        self.run.poll(&self.view, &mut self.follow);
        self.networks.poll(!self.look.reduced_motion);
        self.around.highlight = self.around.pointed.take();
        self.run_errands();
        self.tend();
        self.tend_opening();
        self.attend();
        self.keep_back();
        let trouble = self.run.trouble().or_else(|| self.networks.trouble());
        if trouble != self.around.told {
            self.around.told.clone_from(&trouble);
            trouble.into_iter().for_each(|line| self.warn(line));
        }
    }

    /// The run's name, and whether it has been changed since it was chosen by that name.
    pub fn title(&self) -> String {
        let (name, changed) = self.heading();
        if changed { say!("window.changed", run = name) } else { name }
    }

    /// The same for the window itself: the name, and whether the run is no longer what it says.
    pub fn heading(&self) -> (String, bool) {
        let fork = self.run.ghost().and_then(|ghost| ghost.fork);
        match fork {
            Some(step) => (say!("window.fork", step = format_whole(f64::from(step))), false),
            None => (self.run.name.clone(), self.is_changed()),
        }
    }

    fn is_changed(&self) -> bool {
        let Run { name, scenario, .. } = &self.run;
        let fresh = self.files.file.is_none();
        let preset = Preset::ALL.into_iter().find(|preset| fresh && words::title(*preset) == name);
        preset.is_some_and(|preset| {
            let Scenario { seed, walkers, steps, .. } = *scenario;
            Scenario { seed, walkers, steps, ..preset.scenario() } != *scenario
        })
    }

    /// Called by background work when there is something new to see.
    pub fn wake(&self) -> &Wake {
        &self.wake
    }

    /// What undo brings back.
    fn here(&self) -> State {
        let Self { run, view, questions, networks, .. } = self;
        State {
            scenario: run.scenario.clone(),
            view: view.clone(),
            questions: questions.clone(),
            networks: networks.bench.clone(),
        }
    }
}

fn waker(wake: &Wake) -> impl Fn() + Send + Sync + 'static {
    let wake = Arc::clone(wake);
    move || wake()
}
