//! The run behind the window: what it was started as, what it has come to, and what is done to it.

use std::sync::Arc;

use super::around::Notice;
use super::command::RunCommand;
use super::follow::Follow;
use super::forecaster::{Wanted, forecaster};
use super::ghost::{Foresight, Ghost, Parting, Watching};
use super::pulse::Pulse;
use super::scene::{Curves, Forecast, FrostLine, Seen, Shown};
use super::waker;
use crate::job::{Job, Wake};
use crate::say;
use crate::session::{Session, Stamp};
use crate::settings::{Adjustable, Settings};
use crate::valleys::experiments::changes::Changes;
use crate::valleys::experiments::live::{self, Live, Order, Snapshot};
use crate::valleys::model::{Landscape, Parameter, Preset, Scenario, Valley};
use crate::valleys::theory::{Calibration, Prediction, Why};
use crate::valleys::view::View;

/// The run, and what is known of it.
pub struct Run {
    pub name: String,
    /// As it was started.
    pub(super) start: Scenario,
    /// With the controls as they stand.
    pub scenario: Scenario,
    /// The step looked back at.
    pub scrub: Option<u32>,
    /// The controls as they stand now, while a step is looked back at that had others.
    pub(super) set_now: Option<Scenario>,
    pub(super) snapshot: Option<Arc<Snapshot>>,
    /// Whether the snapshot is of the run under way, not of the one before.
    pub(super) fresh: bool,
    pub(super) shown: Shown,
    curves: Curves,
    frost: FrostLine,
    frost_of: Scenario,
    /// The far end of the heights among which that of freezing is to be guessed: until then it is kept back.
    pub(super) put_away: Option<f64>,
    pub(super) forecast: Option<Arc<Forecast>>,
    pub(super) live: Live,
    /// What it has still to come to: the changes and the step of the session that it goes through again.
    pub(super) awaited: Option<(Changes, u32)>,
    /// The step looked back at that it goes through again to; until it is there that step stays on show.
    pub(super) returning: Option<u32>,
    /// What the run was launched to go through.
    pub(super) launched: Changes,
    /// What it is compared with.
    pub(super) ghost: Option<Ghost>,
    pub(super) foresight: Foresight,
    pub(super) parting: Parting,
    pub(super) watching: Watching,
    /// Where playing was told to pause, as everybody is frozen.
    pub(super) until: Option<u32>,
    /// The run before this one, for the shelf.
    pub(super) left: Option<Stamp>,
    forecaster: Job<Box<Wanted>, Forecast>,
    /// Whether predictions come with what becomes of either start.
    remembers: bool,
    threads: usize,
    pub(super) wake: Wake,
}

impl Run {
    /// The run of a session, on its way to the session's step.
    pub(super) fn of(session: &Session, threads: usize, wake: &Wake) -> Self {
        let Session { name, scenario: start, changes, step, view, ghost, .. } = session;
        let scenario = session.scenario_in_force().clone();
        let mut run = Self {
            name: name.clone(),
            start: start.clone(),
            scrub: None,
            set_now: None,
            snapshot: None,
            fresh: false,
            shown: Shown::default(),
            curves: Curves::new(&scenario, *step, view.epsilon_phi),
            frost: FrostLine::new(&scenario, None),
            frost_of: scenario.clone(),
            put_away: None,
            forecast: None,
            live: live::start(start, changes.clone(), *step, threads, waker(wake)),
            awaited: Some((session.changes_made(), *step)),
            returning: None,
            launched: changes.clone(),
            ghost: None,
            foresight: Foresight::default(),
            parting: Parting::default(),
            watching: Watching::default(),
            until: None,
            left: None,
            forecaster: forecaster(waker(wake)),
            remembers: view.remembers(),
            threads,
            wake: Arc::clone(wake),
            scenario,
        };
        run.live.send(Order::Rate(view.steps_a_second()));
        run.foresee();
        ghost.iter().for_each(|stamp| run.compare_with(stamp, stamp.name.clone().unwrap_or_default()));
        run
    }

    /// Does what is asked of it; there may be something to say of that.
    pub(super) fn carry_out(
        &mut self,
        command: RunCommand,
        view: &mut View,
        follow: &mut Follow,
    ) -> Result<(), Notice> {
        match command {
            RunCommand::Place(..) if self.shown.step != 0 => {
                return Err(Notice::told(say!("window.under-way")));
            }
            RunCommand::Set(parameter, value) | RunCommand::Place(parameter, value) => {
                let mut scenario = self.scenario.clone();
                parameter.set(&mut scenario, value).map_err(|wrong| Notice::warning(wrong.to_string()))?;
                self.apply(scenario, view, follow);
            }
            RunCommand::Release => self.change(view, follow, |scenario| scenario.hold_y = None)?,
            RunCommand::ToggleHold => self.toggle_hold(view, follow)?,
            RunCommand::SetCourse(course) => {
                self.change(view, follow, |scenario| *scenario = course.fitted(scenario))?;
            }
            RunCommand::Reheat(pulse) => self.reheat(pulse, view, follow)?,
            RunCommand::SetNoise(noise) => self.change(view, follow, |scenario| scenario.noise = noise)?,
            RunCommand::SetSchedule(parameter, schedule) => {
                self.change(view, follow, |scenario| match parameter {
                    Parameter::Eta => scenario.eta = schedule,
                    _ => scenario.sigma = schedule,
                })?;
            }
            RunCommand::Point(parameter, step, value) => {
                self.change(view, follow, |scenario| {
                    let steps = scenario.steps;
                    if let Some(schedule) = parameter.schedule_mut(scenario) {
                        *schedule = schedule.through(step, value, steps);
                    }
                })?;
            }
            RunCommand::PaperLandscape => {
                self.change(view, follow, |scenario| scenario.landscape = Landscape::default())?;
            }
            RunCommand::SetSeed(seed) => {
                self.scenario.seed = seed;
                self.restart(view, follow);
            }
            RunCommand::Preset(preset) => self.preset(preset, view, follow),
            RunCommand::Restart => self.restart(view, follow),
            RunCommand::NewRun => {
                self.scenario.seed = self.scenario.seed.wrapping_add(1);
                self.restart(view, follow);
            }
            RunCommand::TogglePlay => self.toggle_play(view, follow),
            RunCommand::Play => self.go_on(Order::Play, view),
            RunCommand::Pause => self.pause(),
            RunCommand::StepOnce => self.go_on(Order::Step(1), view),
            RunCommand::RunTo(step) => {
                let now = self.fresh_snapshot().map_or(0, |snapshot| snapshot.now.step);
                let from = self.scrub.unwrap_or(now);
                self.go_on(Order::Step(step.saturating_sub(from)), view);
            }
            RunCommand::Rate(rate) => {
                view.rate = if rate.is_finite() { rate } else { 0.0 };
                self.live.send(Order::Rate(view.steps_a_second()));
            }
            RunCommand::Scrub(step) => {
                let now = self.snapshot.as_ref().map_or(0, |snapshot| snapshot.now.step);
                if self.returning.is_none() {
                    self.scrub = step.filter(|&step| step < now);
                }
                if self.scrub.is_some() {
                    self.pause();
                }
                self.set_controls_of_step();
                self.look_at(view);
            }
        }
        Ok(())
    }

    fn change(
        &mut self,
        view: &View,
        follow: &mut Follow,
        change: impl FnOnce(&mut Scenario),
    ) -> Result<(), Notice> {
        let mut scenario = self.scenario.clone();
        change(&mut scenario);
        scenario.validate().map_err(|wrong| Notice::warning(wrong.to_string()))?;
        self.apply(scenario, view, follow);
        Ok(())
    }

    /// Lets a scenario act on the running swarm where it can, or starts it again.
    pub(super) fn apply(&mut self, scenario: Scenario, view: &View, follow: &mut Follow) {
        if scenario == self.scenario {
            return;
        }
        let start = |s: &Scenario| (s.walkers, s.seed, s.y_i, s.x_i, s.flat_share);
        let anew = view.restart_on_change || start(&scenario) != start(&self.scenario);
        self.scenario = scenario;
        self.foresee();
        if anew {
            self.restart(view, follow);
        } else if let Some(step) = self.scrub {
            self.fork(step, view);
        } else {
            self.live.send(Order::Retune(Box::new(self.scenario.clone())));
        }
    }

    /// A new swarm under the controls as they stand; it plays on if the old one did.
    pub(super) fn restart(&mut self, view: &View, follow: &mut Follow) {
        follow.another_run();
        let playing = self.playing();
        self.leave();
        self.ghost = None;
        self.start = self.scenario.clone();
        self.launch(Session { scenario: self.start.clone(), ..Session::default() }, view);
        if playing {
            self.live.send(Order::Play);
        }
    }

    /// Takes over a session's run.
    pub(super) fn adopt(&mut self, session: Session, view: &View) {
        self.name.clone_from(&session.name);
        self.ghost = None;
        self.start = session.scenario.clone();
        self.scenario = session.scenario_in_force().clone();
        let ghost = session.ghost.clone();
        self.launch(session, view);
        ghost.iter().for_each(|stamp| self.compare_with(stamp, stamp.name.clone().unwrap_or_default()));
    }

    pub(super) fn launch(&mut self, session: Session, view: &View) {
        self.awaited = Some((session.changes_made(), session.step));
        let Session { scenario, changes, step, .. } = session;
        self.launched = changes.clone();
        self.live = live::start(&scenario, changes, step, self.threads, waker(&self.wake));
        self.live.send(Order::Rate(view.steps_a_second()));
        self.foresee();
        (self.scrub, self.set_now, self.returning, self.until) = (None, None, None, None);
        self.fresh = false;
    }

    fn preset(&mut self, preset: Preset, view: &mut View, follow: &mut Follow) {
        let session = Session::of(preset);
        self.name = session.name;
        self.scenario = session.scenario;
        view.epsilon_phi = None;
        self.restart(view, follow);
        // What is on show still is the run before.
        self.snapshot = None;
        follow.fit = true;
    }

    fn toggle_play(&mut self, view: &View, follow: &mut Follow) {
        let ended = self.fresh_snapshot().is_some_and(|now| now.now.step >= now.scenario.steps);
        if self.playing() {
            self.pause();
        } else {
            if ended && self.scrub.is_none() {
                self.restart(view, follow);
            }
            self.go_on(Order::Play, view);
        }
    }

    /// Holds y where the swarm's mean is, to a thousandth, or lets it go.
    fn toggle_hold(&mut self, view: &View, follow: &mut Follow) -> Result<(), Notice> {
        let y = (self.shown.mean_y * 1_000.0).round() / 1_000.0;
        self.change(view, follow, |scenario| {
            scenario.hold_y = if scenario.hold_y.is_some() { None } else { Some(y.max(0.0)) }
        })
    }

    /// A pulse from the step on that is looked at: it acts on the run, whatever a control would do.
    fn reheat(&mut self, pulse: Pulse, view: &View, follow: &mut Follow) -> Result<(), Notice> {
        let Pulse { parameter, factor, steps } = pulse;
        let now = self.snapshot.as_ref().map_or(0, |snapshot| snapshot.now.step);
        let at = self.scrub.unwrap_or(now);
        let acting = View { restart_on_change: false, ..view.clone() };
        self.change(&acting, follow, |scenario| {
            let schedule = match parameter {
                Parameter::Eta => &mut scenario.eta,
                _ => &mut scenario.sigma,
            };
            *schedule = schedule.with_pulse(at, steps, factor);
            // A run that has ended goes on for as long as the pulse.
            scenario.steps = scenario.steps.max(at.saturating_add(2 * steps));
        })
    }

    pub(super) fn pause(&self) {
        self.live.send(Order::Pause);
    }

    /// From the step that is looked at, be it now or before.
    fn go_on(&mut self, order: Order, view: &View) {
        if let Some(step) = self.scrub {
            self.go_through_again(step, view);
        }
        self.live.send(order);
    }

    /// Picks up what the background has ready.
    pub(super) fn poll(&mut self, view: &View, follow: &mut Follow) {
        let returning = self.returning.unwrap_or(0);
        if let Some(snapshot) = self.live.latest()
            && self.snapshot.as_ref().is_none_or(|seen| !Arc::ptr_eq(seen, snapshot))
            && snapshot.now.step >= returning
        {
            self.returning = None;
            self.snapshot = Some(Arc::clone(snapshot));
            self.fresh = true;
            let step = snapshot.now.step;
            self.awaited.take_if(|(_, awaited)| step >= *awaited);
            follow.arrived();
            self.look_at(view);
        }
        if let Some(forecast) = self.forecaster.latest()
            && self.forecast.as_ref().is_none_or(|known| !Arc::ptr_eq(known, forecast))
        {
            self.forecast = Some(Arc::clone(forecast));
            self.draw_frost();
            self.draw_frost_of_ghost();
        }
        self.poll_beside(view);
    }

    pub(super) fn look_at(&mut self, view: &View) {
        if let Some(snapshot) = &self.snapshot {
            self.shown = Shown::of(snapshot, self.scrub);
            self.refresh_curves(view);
        }
    }

    /// Brings the closed forms up to date, in the frame that changed them.
    pub(super) fn refresh_curves(&mut self, view: &View) {
        let delta_s = self.scenario.delta_s(self.shown.step);
        let calibration =
            view.epsilon_phi.unwrap_or(Calibration::figure(&self.scenario.landscape).epsilon_phi);
        if self.curves.delta_s != delta_s
            || self.curves.calibration.epsilon_phi != calibration
            || self.curves.landscape != self.scenario.landscape
            || self.curves.noise != self.scenario.noise
        {
            self.draw_curves(view);
        }
        if self.remembers != view.remembers() {
            self.remembers = view.remembers();
            self.foresee();
        }
        if self.frost_of != self.scenario {
            self.draw_frost();
        }
    }

    pub(super) fn foresee(&self) {
        let wanted = Wanted { scenario: self.scenario.clone(), memory: self.remembers };
        self.forecaster.send(Box::new(wanted));
    }

    /// Keeps back where walkers freeze, and what the paper says of that, from who is to guess it.
    pub(super) fn put_away(&mut self, put_away: Option<f64>, view: &View) {
        if self.put_away != put_away {
            self.put_away = put_away;
            self.draw_curves(view);
            self.draw_frost();
        }
    }

    fn draw_curves(&mut self, view: &View) {
        self.curves = match self.put_away {
            None => Curves::new(&self.scenario, self.shown.step, view.epsilon_phi),
            // Where the axis ended would tell of what it is made to show.
            Some(top) => Curves {
                y_freeze: Prediction::absent(Why::PutAway),
                ..Curves::up_to(top, &self.scenario, self.shown.step, view.epsilon_phi)
            },
        };
    }

    fn draw_frost(&mut self) {
        let known = self.frost_whatever_is_asked();
        self.frost = match self.put_away.is_some() {
            true => FrostLine { here: Err(Why::PutAway), across: None, ..known },
            false => known,
        };
        self.frost_of.clone_from(&self.scenario);
    }

    /// What is wrong with the work that should go on for as long as the window does.
    pub fn trouble(&self) -> Option<String> {
        let jobs = [
            (self.live.is_over(), self.live.refused(), say!("window.stands-still")),
            (self.forecaster.is_over(), self.forecaster.refused(), say!("window.no-predictions")),
        ];
        let (_, refused, broke_off) = jobs.into_iter().find(|(over, ..)| *over)?;
        Some(refused.map_or(broke_off.to_owned(), |what| say!("window.no-thread", what = what)))
    }

    /// As it was started.
    pub fn start(&self) -> &Scenario {
        &self.start
    }

    pub fn snapshot(&self) -> Option<&Arc<Snapshot>> {
        self.snapshot.as_ref()
    }

    /// The snapshot, if it is of the run under way and not of the one before.
    pub fn fresh_snapshot(&self) -> Option<&Arc<Snapshot>> {
        self.snapshot.as_ref().filter(|_| self.fresh)
    }

    pub fn shown(&self) -> &Shown {
        &self.shown
    }

    pub fn curves(&self) -> &Curves {
        &self.curves
    }

    pub fn frost(&self) -> &FrostLine {
        &self.frost
    }

    /// The frost line, though it may be what is asked for.
    pub(super) fn frost_whatever_is_asked(&self) -> FrostLine {
        FrostLine::new(&self.scenario, self.forecast.as_deref())
    }

    /// The slower predictions, if they belong to the scenario as it stands.
    pub fn forecast(&self) -> Option<&Forecast> {
        self.forecast.as_deref().filter(|forecast| forecast.scenario == self.scenario)
    }

    /// What figures are drawn from, once there is a run.
    pub fn seen(&self) -> Option<Seen<'_>> {
        Some(Seen {
            scenario: &self.scenario,
            curves: &self.curves,
            frost: &self.frost,
            forecast: self.forecast(),
            run: self.snapshot.as_ref()?,
            shown: &self.shown,
        })
    }

    pub fn playing(&self) -> bool {
        self.snapshot.as_ref().is_some_and(|snapshot| snapshot.playing)
    }

    /// Curvature of the steep valley where the swarm is, which η must not exceed 2 over.
    pub fn sharpest_curvature(&self) -> f64 {
        let landscape = &self.scenario.landscape;
        let curvature = |valley| 2.0 / landscape.flatness(valley, self.shown.mean_y);
        Valley::BOTH.map(curvature).into_iter().fold(0.0, f64::max)
    }
}
