//! The laboratory of networks behind the window: its run at work in the background, the branch that a hand holds, and how
//! all of it is looked at. Nothing is computed before its page is first opened.

mod lesson;
use std::sync::Arc;
use std::time::Duration;

use super::around::Notice;
use super::averages::Averages;
use super::command::NetworkCommand;
use super::farmland::Farmland;
use super::waker;
use crate::job::{Job, Wake};
use crate::networks::bench::{Bench, Page};
use crate::networks::experiments::field::Crop;
use crate::networks::experiments::grid::number_of;
use crate::networks::experiments::live::{self, Ask, Lab, MOST_KEPT, Probe, Sight, Sprout};
use crate::networks::experiments::plane::Plane;
use crate::networks::figures::relief::{Ground, Relief, relief};
use crate::networks::figures::scope::Scope;
use crate::networks::model::{Length, Parameter, Setup};
use crate::platform::clock::Instant;
use crate::say;
use crate::settings::{Adjustable, Settings};
use lesson::Taught;

pub use super::picked::Picked;

/// The laboratory, and what is known of its run.
pub struct Networks {
    /// Whether its page is open.
    pub open: bool,
    /// What is kept of it.
    pub bench: Bench,
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
    sprout: Option<Arc<Sprout>>,
    relief: Option<Arc<Relief>>,
    /// The stretch of the plane on show.
    seen: Option<[[f64; 2]; 2]>,
    /// What was last asked of whoever works out the loss, and of whoever grows branches.
    surveyed: Option<(Arc<Plane>, [[f64; 2]; 2])>,
    probed: Option<(Arc<Plane>, u32, u64)>,
    wake: Wake,
}

/// Whoever works in the background.
struct Works {
    lab: Lab,
    sprouts: Job<Probe, Sprout>,
    reliefs: Job<Ground, Relief>,
}

/// How long a control has to rest before a run begins with it.
const PATIENCE: Duration = Duration::from_millis(150);
/// How long nothing is asked before repeats of the run are worked out unasked.
const QUIET: Duration = Duration::from_secs(4);
/// The longest time that playing catches up with, in seconds.
const LONGEST: f64 = 0.1;

impl Networks {
    pub(super) fn new(bench: Bench, crops: Vec<Crop>, open: bool, wake: &Wake) -> Self {
        Self {
            farmland: Farmland::new(crops, &bench.scheme, wake),
            averages: Averages::new(wake),
            open,
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
            sprout: None,
            relief: None,
            seen: None,
            surveyed: None,
            probed: None,
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
        self.bench = Bench { setup, repeat, step: None, ..self.bench.clone() }.trimmed();
        self.begin_soon();
        self.playing = self.open;
        (self.shown, self.played) = (0.0, Instant::now());
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
        let lab = live::start(setup, repeat, kept, waker(&self.wake));
        match &mut self.works {
            Some(works) => works.lab = lab,
            None => {
                let (sprouts, reliefs) = (live::probe(waker(&self.wake)), relief(waker(&self.wake)));
                self.works = Some(Works { lab, sprouts, reliefs });
            }
        }
        self.due = None;
        self.fading = self.sight.as_ref().is_some_and(|sight| sight.is_ok());
        (self.sprout, self.probed, self.view) = (None, None, None);
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
        self.farmland.tend(&self.bench, self.open, busy);
        // A branch under the hand needs the machine for itself.
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
        if let Some(sprout) = works.sprouts.latest() {
            self.sprout = Some(Arc::clone(sprout));
        }
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
        let Some((sight, step)) = self.sight().zip(self.bench.held) else {
            (self.sprout, self.probed) = (None, None);
            return;
        };
        let Some(traces) = &sight.traces else { return };
        let target = self.bench.setup.target_loss;
        let known = |(plane, asked, at): &(Arc<Plane>, u32, u64)| {
            Arc::ptr_eq(plane, &traces.plane) && (*asked, *at) == (step, target.to_bits())
        };
        if self.probed.as_ref().is_some_and(known) || sight.drawn.contains(&step) {
            return;
        }
        let probe = Probe {
            prepared: Arc::clone(&sight.prepared),
            trained: Arc::clone(&sight.trained),
            plane: Arc::clone(&traces.plane),
            step,
            target,
        };
        self.probed = Some((Arc::clone(&probe.plane), step, target.to_bits()));
        if let Some(works) = &self.works {
            works.sprouts.send(probe);
        }
    }

    /// What there is to see, once there is something.
    pub fn sight(&self) -> Option<&Sight> {
        self.sight.as_ref()?.as_ref().as_ref().ok()
    }

    /// Why there is nothing to see, if so.
    pub fn trouble(&self) -> Option<String> {
        if let Some(why) = self.farmland.trouble() {
            return Some(why);
        }
        let works = self.works.as_ref()?;
        if let Some(Err(why)) = self.sight.as_deref() {
            return Some(why.clone());
        }
        let jobs = [
            (works.lab.is_over(), works.lab.refused()),
            (works.sprouts.is_over(), works.sprouts.refused()),
            (works.reliefs.is_over(), works.reliefs.refused()),
        ];
        let (_, refused) = jobs.into_iter().find(|(over, _)| *over)?;
        Some(
            refused.map_or(say!("network.stands-still").to_owned(), |what| {
                say!("window.no-thread", what = what)
            }),
        )
    }

    /// As panels look at it.
    pub fn scope(&self) -> Option<Scope<'_>> {
        let sight = self.sight()?;
        let Bench { setup, read_at, held, .. } = &self.bench;
        let scope = Scope::new(sight, *read_at, setup.agreement, self.until(), *held);
        Some(Scope { averaged: self.averages.own(), ..scope }.veiled(self.veil()))
    }

    /// The step looked at.
    pub fn until(&self) -> u32 {
        let last = self.sight().map_or(0, reached);
        if self.fading { last } else { self.bench.step.map_or(last, |step| step.min(last)) }
    }

    /// The stretch of the plane that was last on show.
    pub fn on_show(&self) -> Option<[[f64; 2]; 2]> {
        self.seen
    }

    /// Whether what is on show is the run before.
    pub fn is_fading(&self) -> bool {
        self.fading
    }

    /// Whether nothing is under way any more on the page that is open.
    pub fn rests(&self) -> bool {
        let page = match self.bench.page {
            Page::Run => true,
            Page::Matching => self.averages.are_over(),
            Page::Grid => self.bench.grid_rests || self.farmland.is_complete(),
        };
        self.run_rests() && (page || self.trouble().is_some())
    }

    /// Whether there is nothing to come any more, repeats that nobody waits for among it.
    pub fn is_complete(&self) -> bool {
        self.rests() && self.averages.are_told(&self.bench)
    }

    /// The same of the run and its branches.
    fn run_rests(&self) -> bool {
        let done =
            |sight: &Sight| sight.rests && self.due.is_none() && sight.target == self.bench.setup.target_loss;
        let surveyed = |relief: &Relief| relief.finest && Some(relief.view) == self.seen;
        // Where the plane is on no page nobody asks for the loss on it.
        let drawn = self.seen.is_none() || self.relief().is_some_and(surveyed);
        let over = self.sight().is_some_and(done) && drawn;
        self.trouble().is_some() || !self.fading && over
    }

    /// The loss on the plane that is on show, as far as it is worked out.
    pub fn relief(&self) -> Option<&Relief> {
        let plane = &self.sight()?.traces.as_ref()?.plane;
        self.relief.as_deref().filter(|relief| Arc::ptr_eq(&relief.plane, plane))
    }

    /// The branch that is held, where it is none of the others.
    pub fn sprout(&self) -> Option<&Sprout> {
        let plane = &self.sight()?.traces.as_ref()?.plane;
        let held = |sprout: &&Sprout| Some(sprout.twig.step) == self.bench.held;
        self.sprout.as_deref().filter(held).filter(|sprout| Arc::ptr_eq(&sprout.plane, plane))
    }
}

/// The last step that the run has come to.
fn reached(sight: &Sight) -> u32 {
    sight.trained.losses.last().map_or(0, |(step, _)| *step)
}
