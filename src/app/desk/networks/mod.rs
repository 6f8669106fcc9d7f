//! The laboratory of networks behind the window: its run at work in the background, the branch that a hand holds, and how
//! all of it is looked at. Nothing is computed before its page is first opened.

mod lesson;
mod shown;

use std::sync::Arc;
use std::time::Duration;

use super::around::Notice;
use super::averages::Averages;
use super::command::NetworkCommand;
use super::farmland::Farmland;
use super::sprouts::Sprouts;
use super::waker;
use crate::job::{Job, Wake};
use crate::networks::bench::{Bench, Page};
use crate::networks::experiments::field::Crop;
use crate::networks::experiments::grid::number_of;
use crate::networks::experiments::live::{self, Ask, Lab, MOST_KEPT, Probe, Ranks, Sight};
use crate::networks::experiments::plane::Plane;
use crate::networks::figures::relief::{Ground, Relief, relief};
use crate::networks::leaf::Leaf;
use crate::networks::model::{Length, Parameter, Setup};
use crate::platform::clock::Instant;
use crate::say;
use crate::session::Shelf;
use crate::settings::{Adjustable, Settings};
use lesson::Taught;

pub use super::picked::Picked;

/// The laboratory, and what is known of its run.
pub struct Networks {
    /// Whether its page is open.
    pub open: bool,
    /// What is kept of it.
    pub bench: Bench,
    /// Runs put aside, and one that has just left its place.
    pub shelf: Shelf<Leaf>,
    pub(super) left: Option<Leaf>,
    /// Its grid of runs.
    pub farmland: Farmland,
    /// Repeats of its run.
    pub averages: Averages,
    /// The stretch of the plane that a person chose; none shows the whole run.
    pub view: Option<[[f64; 2]; 2]>,
    /// What is picked out in all panels.
    pub picked: Option<Picked>,
    /// What a lesson makes of it.
    taught: Taught,
    /// Whether the run is being shown step by step.
    pub playing: bool,
    /// The step that is shown while it plays.
    shown: f64,
    played: Instant,
    /// When something was last asked of it.
    touched: Instant,
    works: Option<Works>,
    /// Since when a run is to begin: a slider on its way begins none.
    due: Option<Instant>,
    sight: Option<Arc<Result<Sight, String>>>,
    /// Whether the sight is that of the run before.
    fading: bool,
    relief: Option<Arc<Relief>>,
    /// The stretch of the plane on show.
    seen: Option<[[f64; 2]; 2]>,
    /// What was last asked of whoever works out the loss.
    surveyed: Option<(Arc<Plane>, [[f64; 2]; 2])>,
    ranks: Ranks,
    wake: Wake,
}

/// Whoever works in the background.
struct Works {
    lab: Lab,
    sprouts: Sprouts,
    reliefs: Job<Ground, Relief>,
}

/// How long a control has to rest before a run begins with it.
const PATIENCE: Duration = Duration::from_millis(150);
/// How long nothing is asked before repeats of the run are worked out unasked.
const QUIET: Duration = Duration::from_secs(4);
/// The longest time that playing catches up with, in seconds.
const LONGEST: f64 = 0.1;

impl Networks {
    pub(super) fn new(bench: Bench, crops: Vec<Crop>, shelf: Shelf<Leaf>, open: bool, wake: &Wake) -> Self {
        let ranks = Ranks::default();
        Self {
            farmland: Farmland::new(crops, &bench.scheme, wake),
            averages: Averages::new(&ranks, wake),
            open,
            shelf,
            left: None,
            bench,
            view: None,
            picked: None,
            taught: Taught::default(),
            playing: false,
            shown: 0.0,
            played: Instant::now(),
            touched: Instant::now(),
            works: None,
            due: None,
            sight: None,
            fading: false,
            relief: None,
            seen: None,
            surveyed: None,
            ranks,
            wake: Arc::clone(wake),
        }
    }

    /// Does what is asked of it; there may be something to say of that.
    pub(super) fn carry_out(&mut self, command: NetworkCommand) -> Result<(), Notice> {
        if !matches!(command, NetworkCommand::See(_)) {
            self.touched = Instant::now();
        }
        match command {
            NetworkCommand::TogglePlay => self.toggle_play(),
            NetworkCommand::Set(parameter, value) => self.set(parameter, value)?,
            NetworkCommand::SetSeed(seed) => self.run(Setup { seed, ..self.bench.setup.clone() }, 0),
            NetworkCommand::Size(preset) => self.run(preset.setup(), 0),
            NetworkCommand::ReadAt(at) => self.bench.read_at = at,
            NetworkCommand::Hold(step) => self.hold(step),
            NetworkCommand::KeepBranch => self.keep()?,
            NetworkCommand::Scrub(step) => {
                self.playing = false;
                self.bench.step = step.filter(|step| *step < self.bench.setup.steps());
            }
            NetworkCommand::Act(acts) => self.bench.acts = acts,
            NetworkCommand::Rate(rate) => self.bench.rate = rate,
            NetworkCommand::NewRun => self.run(self.bench.setup.clone(), self.bench.repeat + 1),
            NetworkCommand::Restart => self.run(self.bench.setup.clone(), self.bench.repeat),
            NetworkCommand::Aim(view) => self.view = view,
            NetworkCommand::See(view) => {
                self.seen = Some(view);
                self.survey();
            }
            NetworkCommand::Enlarge(pane) => self.bench.enlarged = pane,
            NetworkCommand::Pick(picked) => self.picked = picked,
            NetworkCommand::Open(page) => self.bench.page = page,
            NetworkCommand::Scheme(scheme) => {
                scheme.validate().map_err(|wrong| Notice::warning(wrong.to_string()))?;
                self.bench.scheme = scheme.trimmed();
            }
            NetworkCommand::PickPlot(plot) => self.bench.plot = plot,
            NetworkCommand::HoldGrid => self.bench.grid_rests ^= true,
            NetworkCommand::HoldRepeats => self.bench.repeats_rest ^= true,
            NetworkCommand::ClearGrid => self.farmland.clear(),
            NetworkCommand::LoadPlot(cell, number) => self.load(cell, number),
            NetworkCommand::Lay(bench) => self.lay(*bench),
            // These concern the window.
            NetworkCommand::Toggle
            | NetworkCommand::Export(_)
            | NetworkCommand::ExportPath(..)
            | NetworkCommand::ShowTable(_) => {}
        }
        Ok(())
    }

    fn set(&mut self, parameter: Parameter, value: f64) -> Result<(), Notice> {
        let mut setup = self.bench.setup.clone();
        let within = setup.batch.at(0).min(f64::from(setup.digits));
        parameter.set(&mut setup, value).map_err(|wrong| Notice::warning(wrong.to_string()))?;
        if parameter == Parameter::Digits {
            // Batches are never larger than all digits.
            let most = within.min(f64::from(setup.digits));
            Parameter::Batch.set(&mut setup, most).map_err(|wrong| Notice::warning(wrong.to_string()))?;
        }
        setup.validate().map_err(|wrong| Notice::warning(wrong.to_string()))?;
        match parameter {
            // These act on what is kept: nothing is trained again.
            Parameter::TargetLoss => {
                self.bench.setup = setup;
                self.ask(Ask::Target(value));
                self.probe();
            }
            Parameter::Agreement => self.bench.setup = setup,
            Parameter::Eta | Parameter::Batch if self.bench.acts && self.until() > 0 => {
                self.act(parameter, value)?;
            }
            _ => self.run(setup, self.bench.repeat),
        }
        Ok(())
    }

    /// Lets η or B change on the way, from the step that is looked at on: what lies before stays to the bit.
    fn act(&mut self, parameter: Parameter, value: f64) -> Result<(), Notice> {
        let mut setup = self.bench.setup.clone();
        let (at, steps) = (self.until(), setup.steps());
        // Its length is in steps from now on, or another first η would change it.
        setup.length = Length::Steps(steps);
        if let Some(schedule) = parameter.schedule_mut(&mut setup) {
            *schedule = schedule.then(at, value);
        }
        setup.validate().map_err(|wrong| Notice::warning(wrong.to_string()))?;
        self.run(setup, self.bench.repeat);
        (self.playing, self.shown) = (false, f64::from(at));
        self.bench.step = Some(at);
        Ok(())
    }

    /// A run from its start; what is on show is that of the run before, until there is something to see of this one.
    fn run(&mut self, setup: Setup, repeat: u64) {
        self.leave(&setup, repeat);
        self.bench = Bench { setup, repeat, step: None, ..self.bench.clone() }.trimmed();
        self.begin_soon();
        self.playing = self.open;
        (self.shown, self.played) = (0.0, Instant::now());
    }

    /// The run leaves its place, unless it is the same that takes it.
    fn leave(&mut self, setup: &Setup, repeat: u64) {
        let leaf = self.leaf().filter(|leaf| !leaf.is_run(setup, repeat));
        self.left = self.left.take().or(leaf);
    }

    /// Goes back to a run that was put aside.
    pub(super) fn go_to(&mut self, leaf: Leaf) {
        let Leaf { setup, repeat, kept, .. } = leaf;
        self.bench.kept = kept;
        self.run(setup, repeat);
        // Its place on the shelf is known.
        self.left = None;
    }

    /// A run of the grid, to the bit, in the laboratory.
    fn load(&mut self, cell: usize, number: u32) {
        let setup = self.bench.scheme.setup(cell);
        let length = Length::Steps(setup.steps());
        self.bench.page = Page::Run;
        self.run(Setup { length, ..setup }, number_of(cell, number));
    }

    fn begin_soon(&mut self) {
        if self.works.is_some() {
            self.due = Some(Instant::now());
            self.fading = self.sight.as_ref().is_some_and(|sight| sight.is_ok());
            (self.wake)();
        }
    }

    fn begin(&mut self) {
        let Bench { setup, repeat, kept, .. } = self.bench.clone();
        let lab = live::start(setup, repeat, kept, self.ranks.clone(), waker(&self.wake));
        match &mut self.works {
            Some(works) => {
                works.lab = lab;
                works.sprouts.clear();
            }
            None => {
                let hand = || self.ranks.hand.clone();
                let sprouts = Sprouts::new(hand(), waker(&self.wake));
                let reliefs = relief(hand(), waker(&self.wake));
                self.works = Some(Works { lab, sprouts, reliefs });
            }
        }
        self.due = None;
        self.fading = self.sight.as_ref().is_some_and(|sight| sight.is_ok());
        self.view = None;
    }

    /// Takes over what a session keeps, or what undo brings back.
    pub(super) fn adopt(&mut self, bench: Bench) {
        if bench == self.bench {
            return;
        }
        let Bench { setup, repeat, kept, .. } = &bench;
        let lasting = |setup: &Setup| Setup { target_loss: 0.0, agreement: 0.0, ..setup.clone() };
        let same = lasting(setup) == lasting(&self.bench.setup)
            && (repeat, kept) == (&self.bench.repeat, &self.bench.kept);
        let target = (setup.target_loss != self.bench.setup.target_loss).then_some(setup.target_loss);
        self.leave(setup, *repeat);
        self.bench = bench.trimmed();
        self.playing = false;
        if same {
            target.into_iter().for_each(|target| self.ask(Ask::Target(target)));
            self.probe();
        } else {
            self.begin_soon();
        }
    }

    fn ask(&self, ask: Ask) {
        if let Some(works) = &self.works {
            works.lab.send(ask);
        }
    }

    fn toggle_play(&mut self) {
        let steps = f64::from(self.bench.setup.steps());
        self.playing ^= true;
        self.played = Instant::now();
        self.shown = self.bench.step.map_or(steps, f64::from);
        if self.playing && self.shown >= steps {
            self.shown = 0.0;
        }
    }

    /// Holds the branch from a step, which grows at once where it is not there.
    fn hold(&mut self, step: Option<u32>) {
        self.bench.held = step.map(|step| step.min(self.bench.setup.steps()));
        self.probe();
    }

    /// The branch that is held stays.
    fn keep(&mut self) -> Result<(), Notice> {
        let Some(step) = self.bench.held else { return Ok(()) };
        if self.bench.kept.contains(&step) {
            return Ok(());
        }
        if self.bench.kept.len() == MOST_KEPT {
            return Err(Notice::told(&say!("network.most-kept", most = MOST_KEPT)));
        }
        self.bench.kept.push(step);
        self.ask(Ask::Keep(step));
        Ok(())
    }

    /// Lets go of what is picked out, held or enlarged, one after the other; whether there was something.
    pub(super) fn let_go(&mut self) -> bool {
        if self.picked.take().is_some() || self.bench.enlarged.take().is_some() {
            return true;
        }
        let held = self.bench.held.take().is_some();
        self.probe();
        held
    }

    /// Picks up what the background has ready, and goes on playing; a first run is played where things may move.
    pub(super) fn poll(&mut self, moves: bool) {
        if !self.open {
            self.farmland.tend(&self.bench, false, false);
            return;
        }
        if self.works.is_none() {
            self.begin();
            self.playing = moves && self.bench.step.is_none();
            self.played = Instant::now();
        }
        match self.due {
            Some(since) if since.elapsed() >= PATIENCE => self.begin(),
            Some(_) => (self.wake)(),
            None => self.take(),
        }
        self.play();
        let busy = !self.run_rests();
        self.farmland.tend(&self.bench, self.open, busy || self.ranks.hand.is_taken());
        // Nothing begins unasked while somebody is at work here.
        let hand = self.playing || self.touched.elapsed() < QUIET && self.bench.page == Page::Run;
        self.averages.tend(&self.bench, self.open && !self.taught.under_way, busy || hand);
    }

    fn take(&mut self) {
        let Some(works) = &mut self.works else { return };
        if let Some(sight) = works.lab.latest() {
            let begun = |sight: &Sight| sight.traces.is_some() || sight.trained.run.diverged;
            if !self.fading || sight.as_ref().as_ref().map_or(true, begun) {
                self.sight = Some(Arc::clone(sight));
                self.fading = false;
            }
        }
        works.sprouts.take();
        if let Some(relief) = works.reliefs.latest() {
            self.relief = Some(Arc::clone(relief));
        }
        self.survey();
        self.probe();
    }

    /// Goes on showing the run at the chosen speed, no faster than it comes.
    fn play(&mut self) {
        let now = Instant::now();
        let gone = (now - std::mem::replace(&mut self.played, now)).as_secs_f64().min(LONGEST);
        if !self.playing {
            return;
        }
        let steps = f64::from(self.bench.setup.steps());
        let there = if self.fading { 0 } else { self.sight().map_or(0, reached) };
        self.shown = (self.shown + self.bench.rate * gone).min(f64::from(there));
        self.bench.step = Some(self.shown as u32);
        if self.shown >= steps || self.sight().is_some_and(|sight| sight.trained.run.diverged) {
            self.playing = false;
            self.bench.step = None;
        }
        (self.wake)();
    }

    /// Has the loss worked out where the plane is looked at.
    fn survey(&mut self) {
        let Some((sight, view)) = self.sight().zip(self.seen) else { return };
        let Some(traces) = &sight.traces else { return };
        let known = |(plane, seen): &(Arc<Plane>, _)| Arc::ptr_eq(plane, &traces.plane) && *seen == view;
        if self.surveyed.as_ref().is_some_and(known) {
            return;
        }
        let ground = Ground { prepared: Arc::clone(&sight.prepared), plane: Arc::clone(&traces.plane), view };
        self.surveyed = Some((Arc::clone(&ground.plane), view));
        if let Some(works) = &self.works {
            works.reliefs.send(ground);
        }
    }

    /// Has the branch grown that is held, unless it is there.
    fn probe(&mut self) {
        let Some((sight, step)) = self.sight().zip(self.bench.held) else { return };
        let Some(traces) = sight.traces.as_ref().filter(|_| !sight.drawn.contains(&step)) else { return };
        let probe = Probe {
            prepared: Arc::clone(&sight.prepared),
            trained: Arc::clone(&sight.trained),
            plane: Arc::clone(&traces.plane),
            step,
            target: self.bench.setup.target_loss,
        };
        if let Some(works) = &mut self.works {
            works.sprouts.ask(probe);
        }
    }
}

/// The last step that the run has come to.
fn reached(sight: &Sight) -> u32 {
    sight.trained.losses.last().map_or(0, |(step, _)| *step)
}
