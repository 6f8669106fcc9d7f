//! The whole window over a small swarm, driven with no display.

#![allow(dead_code, reason = "every test binary uses its own part of this")]

use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::harness;
use egui_kittest::Harness;
use frostline::app::App;
use frostline::app::desk::Desk;
use frostline::app::desk::command::Command;
use frostline::app::kit::theme::Mode;
use frostline::session::Session;
use frostline::valleys::model::{Preset, Scenario};

/// The window over a small swarm.
pub struct Bench {
    pub app: RefCell<App>,
}

impl Bench {
    pub fn new() -> Self {
        let mut session = Session::of(Preset::Fig4);
        session.scenario.walkers = 200;
        Self::of(session)
    }

    pub fn of(session: Session) -> Self {
        Self { app: RefCell::new(App::new(Desk::new(session, 1, Arc::new(|| ())))) }
    }

    pub fn window(&self) -> Harness<'_> {
        let mut window = harness(Mode::Dark, [1280.0, 800.0], |ui| self.app.borrow_mut().frame(ui));
        self.wait(&mut window, "the first snapshot", |desk| desk.run.snapshot().is_some());
        window
    }

    /// Draws frames until the background has done its part.
    pub fn wait(&self, window: &mut Harness<'_>, what: &str, done: impl Fn(&Desk) -> bool) {
        self.wait_at_most(Duration::from_secs(20), window, what, done);
    }

    /// The same for what takes minutes.
    pub fn wait_long(&self, window: &mut Harness<'_>, what: &str, done: impl Fn(&Desk) -> bool) {
        self.wait_at_most(Duration::from_secs(600), window, what, done);
    }

    fn wait_at_most(
        &self,
        most: Duration,
        window: &mut Harness<'_>,
        what: &str,
        done: impl Fn(&Desk) -> bool,
    ) {
        let start = Instant::now();
        while !done(&self.app.borrow().desk) {
            assert!(start.elapsed() < most, "waited in vain for {what}");
            std::thread::sleep(Duration::from_millis(2));
            window.step();
        }
        window.run();
    }

    pub fn send(&self, command: impl Into<Command>) {
        self.app.borrow_mut().desk.carry_out(command, u64::MAX);
        self.settle();
    }

    /// Waits for what is being done with files.
    pub fn settle(&self) {
        let desk = &mut self.app.borrow_mut().desk;
        while desk.is_filing() {
            std::thread::sleep(Duration::from_millis(1));
            desk.run_errands();
        }
    }

    pub fn desk<R>(&self, read: impl FnOnce(&Desk) -> R) -> R {
        read(&self.app.borrow().desk)
    }

    pub fn scenario(&self) -> Scenario {
        self.desk(|desk| desk.run.scenario.clone())
    }

    pub fn step(&self) -> u32 {
        self.desk(|desk| desk.run.snapshot().map_or(0, |snapshot| snapshot.now.step))
    }
}

/// An empty folder of its own for a test.
pub fn scratch(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("frostline-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
