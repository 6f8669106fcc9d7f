//! A run that is played: play, pause, single steps, speed, changes while it is under way, and a bounded past to look
//! back at. It knows no laboratory, only an [`Engine`]. Speed and looking never change a result.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Change, Changes, Port, Progress, Turn};
use crate::platform::clock::Instant;

/// What is played. The same steps come to the same state, however many calls they take.
pub trait Engine {
    type Scenario: Clone + PartialEq + Send + Sync + 'static;
    /// Of the past.
    type Picture: Send + Sync;
    /// What is published.
    type Look: Send + Sync + 'static;

    fn scenario(&self) -> &Self::Scenario;
    fn step(&self) -> u32;
    /// The step that the scenario ends at.
    fn end(&self) -> u32;
    fn advance(&mut self, steps: u32);
    /// Takes over a scenario from here on, as far as that can be.
    fn retune(&mut self, scenario: &Self::Scenario);
    /// Steps that take some milliseconds, by guess.
    fn burst(&self) -> u32;
    fn picture(&self) -> Self::Picture;
    fn look(&mut self, run: Standing<Self>) -> Self::Look;
}

/// What the owner can ask of a live run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Order<S> {
    /// Takes over what a run under way can take over of a scenario.
    Retune(Box<S>),
    Play,
    Pause,
    /// Advances by so many steps and pauses.
    Step(u32),
    /// Playing pauses at a step, before the end of the run; none lets it go on to the end.
    Until(Option<u32>),
    /// Steps a second; infinite is as fast as it goes.
    Rate(f64),
}

/// How a run stands, for whoever looks at its engine.
pub struct Standing<E: Engine + ?Sized> {
    pub changes: Changes<E::Scenario>,
    /// Changes still to come, in their order, where a run is gone through again.
    pub due: Changes<E::Scenario>,
    /// Pictures of the past, in order.
    pub past: Vec<Arc<E::Picture>>,
    pub playing: bool,
    /// Steps a second, lately.
    pub speed: f64,
    /// Whether there is time to look at everything, and not at what moves fast alone.
    pub closely: bool,
}

/// Pictures of the past; when there are more, every other one goes.
const MOST_PAST: usize = 400;
/// A slice of work between two looks at the inbox.
const SLICE: Duration = Duration::from_millis(8);
/// The share of time that publishing may take.
const PUBLISHING_SHARE: f64 = 0.06;
/// Steps of a slice at least: a large engine is advanced many steps at a time, or memory sets the pace.
const LEAST_STEPS: u32 = 16;
/// Between two close looks while playing, and between two looks on the way to a step.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// A live run in turns, going again through what is known of it: steps already done, and changes. Those of later steps are
/// made when it is played on to them, unless something else is set before.
pub fn turns<E: Engine + Send + 'static>(
    engine: impl FnOnce() -> E + Send + 'static,
    changes: Changes<E::Scenario>,
    step: u32,
) -> impl FnMut(&Port<Order<E::Scenario>, E::Look>) -> Turn + Send + 'static {
    let mut engine = Some(engine);
    let mut player = None;
    // The engine is built where it runs.
    move |port| {
        if let Some(engine) = engine.take() {
            player = Some(Player::new(engine(), changes.clone(), step));
        }
        player.as_mut().map_or(Turn::Done, |player: &mut Player<E>| player.turn(port))
    }
}

/// A run with what is known of it: what it has come to, and what it is to go through again.
pub struct Run<E: Engine> {
    engine: E,
    changes: Changes<E::Scenario>,
    /// Changes still to come, the next one last.
    due: Changes<E::Scenario>,
    past: Vec<Arc<E::Picture>>,
    /// Steps between two pictures of the past.
    stride: u32,
}

impl<E: Engine> Run<E> {
    /// A run at its start.
    pub fn new(engine: E, mut changes: Changes<E::Scenario>) -> Self {
        changes.reverse();
        Self {
            stride: (engine.end() / (MOST_PAST as u32 / 2)).max(1),
            changes: Changes::default(),
            due: changes,
            past: vec![Arc::new(engine.picture())],
            engine,
        }
    }

    /// The run at a step, which must not lie before the last one asked for; `None` if cancelled.
    pub fn to(&mut self, step: u32, progress: &Progress<'_>) -> Option<E::Look> {
        while !self.go_on(step) {
            let share = f64::from(self.engine.step()) / f64::from(step.max(1));
            if progress(share).is_break() {
                return None;
            }
        }
        Some(self.look(false, 0.0, true))
    }

    /// Goes on towards a step for some milliseconds; whether it is there.
    fn go_on(&mut self, step: u32) -> bool {
        let now = self.engine.step();
        if now < step {
            self.advance(self.engine.burst().max(LEAST_STEPS).min(step - now), &|| false);
        } else {
            self.make_due_changes();
        }
        self.engine.step() >= step
    }

    /// Makes the changes that are due at the step reached.
    fn make_due_changes(&mut self) {
        let now = self.engine.step();
        while self.due.last().is_some_and(|due| due.step <= now)
            && let Some(due) = self.due.pop()
        {
            self.take_over(&due.scenario);
        }
    }

    /// Takes over what is set now: what was to be changed later belongs to another future.
    fn retune(&mut self, scenario: &E::Scenario) {
        self.due = Changes::default();
        self.take_over(scenario);
    }

    fn take_over(&mut self, scenario: &E::Scenario) {
        self.engine.retune(scenario);
        let change = Change { step: self.engine.step(), scenario: self.engine.scenario().clone() };
        // A slider on its way is one change.
        if self.changes.last().is_some_and(|last| last.step == change.step) {
            self.changes.pop();
        }
        self.changes.push(change);
    }

    /// Advances, taking a picture at every stride: pictures fall on the same steps at any speed. Changes that fall due on
    /// the way are made.
    fn advance(&mut self, steps: u32, stop: &dyn Fn() -> bool) {
        let end = self.engine.step() + steps;
        while self.engine.step() < end && !stop() {
            self.make_due_changes();
            let next = (self.engine.step() / self.stride + 1) * self.stride;
            let due = self.due.last().map_or(end, |due| due.step);
            self.engine.advance(next.min(end).min(due) - self.engine.step());
            if self.engine.step() == next {
                self.past.push(Arc::new(self.engine.picture()));
                if self.past.len() > MOST_PAST {
                    let mut index = 0;
                    self.past.retain(|_| {
                        index += 1;
                        index % 2 == 1
                    });
                    self.stride *= 2;
                }
            }
        }
        self.make_due_changes();
    }

    fn left(&self) -> u32 {
        self.engine.end().saturating_sub(self.engine.step())
    }

    fn look(&mut self, playing: bool, speed: f64, closely: bool) -> E::Look {
        let (changes, past) = (self.changes.clone(), self.past.clone());
        let due = self.due.iter().rev().cloned().collect::<Vec<_>>().into();
        self.engine.look(Standing { changes, due, past, playing, speed, closely })
    }
}

struct Player<E: Engine> {
    run: Run<E>,
    /// What was known of the run; gone when the run has been through it.
    known: Option<Changes<E::Scenario>>,
    /// The step that the run is on its way to; orders wait until it is there.
    goal: Option<u32>,
    /// The step at which playing pauses.
    until: Option<u32>,
    playing: bool,
    rate: f64,
    /// Steps owed to the chosen rate, as of then.
    owed: f64,
    counted: Instant,
    speed: f64,
    /// Whether there is something that nobody has seen.
    dirty: bool,
    published: Instant,
    /// What publishing took.
    cost: Duration,
    looked: Instant,
}

impl<E: Engine> Player<E> {
    fn new(engine: E, known: Changes<E::Scenario>, step: u32) -> Self {
        let now = Instant::now();
        Self {
            goal: Some(step),
            until: None,
            run: Run::new(engine, known.clone()),
            known: Some(known),
            playing: false,
            rate: f64::INFINITY,
            owed: 0.0,
            counted: now,
            speed: 0.0,
            dirty: true,
            published: now,
            cost: Duration::ZERO,
            looked: now,
        }
    }

    fn turn(&mut self, port: &Port<Order<E::Scenario>, E::Look>) -> Turn {
        if let Some(goal) = self.goal {
            self.go_on(goal, port);
            return Turn::Again;
        }
        if self.rests() {
            // What time goes by meanwhile is owed to nobody.
            (self.counted, self.owed) = (Instant::now(), 0.0);
        }
        while let Some(order) = port.poll() {
            self.obey(order);
            self.dirty = true;
            if self.goal.is_some() {
                return Turn::Again;
            }
        }
        if self.rests() && !self.dirty {
            return Turn::Rest(None);
        }
        let pause = if self.playing { self.play(port) } else { None };
        let due = self.cost.div_f64(PUBLISHING_SHARE).max(SLICE).saturating_sub(self.published.elapsed());
        if self.dirty && (self.rests() || due.is_zero()) {
            if self.rests() {
                (self.playing, self.speed) = (false, 0.0);
            }
            self.publish(port);
        }
        match pause {
            Some(pause) => Turn::Rest(Some(if self.dirty { pause.min(due) } else { pause })),
            None => Turn::Again,
        }
    }

    /// Whether nothing moves until someone asks.
    fn rests(&self) -> bool {
        !self.playing || self.left() == 0
    }

    /// Steps that playing has before it: to where it is to pause, once it is not there yet.
    fn left(&self) -> u32 {
        let pause = self.until.and_then(|until| until.checked_sub(self.run.engine.step()));
        self.run.left().min(pause.filter(|left| *left > 0).unwrap_or(u32::MAX))
    }

    /// Some milliseconds on the way to a step; shows now and then how far it has come.
    fn go_on(&mut self, goal: u32, port: &Port<Order<E::Scenario>, E::Look>) {
        if self.run.go_on(goal) {
            self.goal = None;
            if let Some(known) = self.known.take().filter(|known| *known == self.run.changes) {
                // The very list that others have as well is soon found to be the same.
                self.run.changes = known;
            }
        } else if self.published.elapsed() >= LOOK_EVERY {
            self.publish(port);
        }
        self.dirty = true;
    }

    fn obey(&mut self, order: Order<E::Scenario>) {
        match order {
            Order::Retune(scenario) => self.run.retune(&scenario),
            Order::Play => (self.playing, self.owed) = (self.run.left() > 0, 0.0),
            Order::Pause => self.playing = false,
            Order::Step(steps) => {
                self.playing = false;
                self.goal = Some(self.run.engine.step() + steps.min(self.run.left()));
            }
            Order::Until(step) => self.until = step,
            Order::Rate(rate) => self.rate = rate,
        }
    }

    /// A slice of playing; how long to wait where it is too early for a step.
    fn play(&mut self, port: &Port<Order<E::Scenario>, E::Look>) -> Option<Duration> {
        let now = Instant::now();
        let due = now - std::mem::replace(&mut self.counted, now);
        let left = self.left();
        if left == 0 {
            return None;
        }
        // As many steps as fit into a slice at the speed lately seen.
        let most = (self.speed * SLICE.as_secs_f64()).max(f64::from(LEAST_STEPS));
        self.owed = (self.owed + self.rate * due.as_secs_f64()).min(most);
        let steps = (self.owed.floor() as u32).min(left);
        if steps == 0 {
            let until = ((1.0 - self.owed) / self.rate).clamp(0.0, LOOK_EVERY.as_secs_f64());
            return Some(Duration::from_secs_f64(until));
        }
        self.owed -= f64::from(steps);
        self.run.advance(steps, &|| port.cancelled());
        self.playing = self.until != Some(self.run.engine.step());
        let speed = f64::from(steps) / now.elapsed().as_secs_f64().max(1e-9);
        self.speed = if self.speed > 0.0 { 0.8 * self.speed + 0.2 * speed } else { speed };
        self.dirty = true;
        None
    }

    fn publish(&mut self, port: &Port<Order<E::Scenario>, E::Look>) {
        let start = Instant::now();
        let closely = !self.playing || self.looked.elapsed() >= LOOK_EVERY;
        if closely {
            self.looked = start;
        }
        port.publish(self.run.look(self.playing, self.speed, closely));
        self.published = Instant::now();
        self.cost = start.elapsed();
        self.dirty = false;
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::job::Job;
    use crate::platform::threads::sleep;

    /// A state that depends on every step, and on what was set when it was done.
    struct Toy {
        scenario: u64,
        step: u32,
        state: u64,
        burst: u32,
    }

    struct Seen {
        state: u64,
        step: u32,
        playing: bool,
        past: Vec<(u32, u64)>,
    }

    const END: u32 = 5_000;

    impl Engine for Toy {
        type Scenario = u64;
        type Picture = (u32, u64);
        type Look = Seen;

        fn scenario(&self) -> &u64 {
            &self.scenario
        }

        fn step(&self) -> u32 {
            self.step
        }

        fn end(&self) -> u32 {
            END
        }

        fn advance(&mut self, steps: u32) {
            for _ in 0..steps {
                self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(self.scenario);
            }
            self.step += steps;
        }

        fn retune(&mut self, scenario: &u64) {
            self.scenario = *scenario;
        }

        fn burst(&self) -> u32 {
            self.burst
        }

        fn picture(&self) -> (u32, u64) {
            (self.step, self.state)
        }

        fn look(&mut self, run: Standing<Self>) -> Seen {
            let past = run.past.iter().map(|picture| **picture).collect();
            Seen { state: self.state, step: self.step, playing: run.playing, past }
        }
    }

    #[test]
    fn later_changes_are_made_when_they_are_due_unless_another_future_is_chosen() {
        let go_on = |_: f64| ControlFlow::Continue(());
        let whole = Run::new(toy(END), changes()).to(END, &go_on).unwrap();
        let mut live = start(changes(), 500);
        live.send(Order::Play);
        let seen = awaited(&mut live, |seen| seen.step == END && !seen.playing);
        assert_eq!((seen.state, &seen.past), (whole.state, &whole.past));

        let other = [(0, 3), (500, 9)].map(|(step, scenario)| Change { step, scenario }).to_vec();
        let whole = Run::new(toy(END), other.into()).to(END, &go_on).unwrap();
        let mut live = start(changes(), 500);
        live.send(Order::Retune(Box::new(9)));
        live.send(Order::Play);
        let seen = awaited(&mut live, |seen| seen.step == END && !seen.playing);
        assert_eq!((seen.state, &seen.past), (whole.state, &whole.past));
    }

    #[test]
    fn playing_pauses_where_it_was_told_to_and_can_go_on_from_there() {
        let mut live = start(Changes::default(), 0);
        live.send(Order::Until(Some(1_234)));
        live.send(Order::Play);
        awaited(&mut live, |seen| seen.step == 1_234 && !seen.playing);
        live.send(Order::Play);
        awaited(&mut live, |seen| seen.step == END && !seen.playing);
    }

    fn start(changes: Changes<u64>, step: u32) -> Job<Order<u64>, Seen> {
        Job::spawn("toy", || (), turns(|| toy(100), changes, step))
    }

    fn toy(burst: u32) -> Toy {
        Toy { scenario: 1, step: 0, state: 1, burst }
    }

    fn changes() -> Changes<u64> {
        [(0, 3), (777, 5), (4_000, 7)].map(|(step, scenario)| Change { step, scenario }).to_vec().into()
    }

    fn awaited(live: &mut Job<Order<u64>, Seen>, holds: impl Fn(&Seen) -> bool) -> Arc<Seen> {
        let start = Instant::now();
        loop {
            if let Some(seen) = live.latest().filter(|seen| holds(seen)) {
                return Arc::clone(seen);
            }
            assert!(start.elapsed() < Duration::from_secs(20), "it does not come");
            sleep(Duration::from_millis(1));
        }
    }

    #[test]
    fn however_it_is_sliced_a_run_comes_to_the_same() {
        let go_on = |_: f64| ControlFlow::Continue(());
        let whole = Run::new(toy(END), changes()).to(END, &go_on).unwrap();
        let mut sliced = Run::new(toy(1), changes());
        for step in [1, 776, 777, 2_000, 4_000] {
            let seen = sliced.to(step, &go_on).unwrap();
            assert_eq!((seen.step, seen.past.len()), (step, step as usize / 25 + 1));
        }
        let sliced = sliced.to(END, &go_on).unwrap();
        let mut live = start(changes(), 4_500);
        live.send(Order::Step(30));
        live.send(Order::Rate(20_000.0));
        live.send(Order::Play);
        let live = awaited(&mut live, |seen| seen.step == END && !seen.playing);
        for other in [&sliced, &*live] {
            assert_eq!((other.state, &other.past), (whole.state, &whole.past));
        }
    }

    #[test]
    fn a_slow_run_that_is_paused_says_so_at_once() {
        let mut live = start(Changes::default(), 0);
        live.send(Order::Rate(0.5));
        live.send(Order::Play);
        awaited(&mut live, |seen| seen.playing);
        live.send(Order::Pause);
        let asked = Instant::now();
        assert_eq!(awaited(&mut live, |seen| !seen.playing).step, 0);
        assert!(asked.elapsed() < Duration::from_secs(1));
    }
}
