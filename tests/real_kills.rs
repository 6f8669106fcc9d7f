//! Windows that are killed: no more than a second of work is lost, and two windows leave each other's runs alone. Needs
//! Xvfb, xdotool and Mesa, so it runs only when asked for; `FROSTLINE_KILLS` says how many windows die.

#[path = "support/display.rs"]
mod display;

use std::thread::sleep;
use std::time::{Duration, Instant};

use display::{Display, Window};
use frostline::session::Session;
use frostline::valleys::model::Preset;

/// What may be lost.
const MOST: Duration = Duration::from_secs(1);

/// Between two presses of a key, longer than a frame on a busy machine: two within one are one.
const BETWEEN: Duration = Duration::from_millis(250);

/// A window in use, and when each of its new runs was asked for.
struct User {
    window: Window,
    first_seed: u64,
    presses: Vec<Instant>,
}

impl User {
    /// Begins to use a window that shows a run, in its place on the screen.
    fn of(window: Window, place: usize, display: &Display) -> Self {
        if place > 0 {
            display.put(&window, place as u32);
        }
        display.focus(&window);
        display.xdotool(&["key", "n"]);
        sleep(Duration::from_millis(1_500));
        let run = window.run(&display.kept()).expect("a run is kept a second after it has begun");
        Self { window, first_seed: run.scenario.seed, presses: Vec::new() }
    }

    fn press(&mut self, display: &Display) {
        display.focus(&self.window);
        display.xdotool(&["key", "n"]);
        self.presses.push(Instant::now());
    }

    /// New runs that its file knows of.
    fn kept(&self, display: &Display) -> usize {
        let run = self.window.run(&display.kept()).expect("the run is kept");
        (run.scenario.seed - self.first_seed) as usize
    }
}

#[test]
#[ignore = "needs Xvfb, xdotool and Mesa"]
fn a_killed_window_loses_less_than_a_second_and_harms_no_other() {
    let kills = std::env::var("FROSTLINE_KILLS").map_or(4, |count| count.parse().expect("a number"));
    let display = Display::new(":94", 2);
    // Small runs, so that the frames come fast on any machine.
    let file = |name: &str, seed: u64| {
        let mut session = Session { step: 0, ..Session::of(Preset::Fig3) };
        (session.scenario.walkers, session.scenario.seed) = (100, seed);
        let path = display.folder.join(name);
        session.save(&path).unwrap();
        path.to_str().unwrap().to_owned()
    };
    // One after the other, the second out of the way of the first.
    let mut users = [("b.frostline", 1_000_000, 1), ("a.frostline", 1_000, 0)].map(|(name, seed, place)| {
        User::of(display.open(&["--session", &file(name, seed)]), place, &display)
    });
    let mut worst = Duration::ZERO;
    for kill in 0..kills {
        // Between one and three seconds, at moments that no clock of the window's has a hand in.
        let lasts =
            Duration::from_millis(1_000 + (kill as u64 * 7_919 + u64::from(std::process::id())) % 2_000);
        let start = Instant::now();
        while start.elapsed() < lasts {
            for user in &mut users {
                user.press(&display);
            }
            sleep(BETWEEN);
        }
        let [victim, other] = if kill % 2 == 0 { [0, 1] } else { [1, 0] };
        users[victim].window.process.0.kill().unwrap();
        let died = Instant::now();
        users[victim].window.process.0.wait().unwrap();
        let kept = users[victim].kept(&display);
        let lost = users[victim].presses.get(kept).map_or(Duration::ZERO, |first| died - *first);
        println!("kill {kill}: {kept} of {} new runs kept, {lost:?} lost", users[victim].presses.len());
        assert!(lost <= MOST, "{lost:?} of work is lost");
        worst = worst.max(lost);

        // The other goes on, and has lost nothing.
        sleep(Duration::from_millis(1_000));
        assert_eq!(users[other].kept(&display), users[other].presses.len(), "the other window's run");
        let expected = users[victim].first_seed + kept as u64;
        let again = display.open(&[]);
        users[victim] = User::of(again, 1 - victim, &display);
        assert_eq!(users[victim].first_seed, expected + 1, "the run that comes back");
        assert_eq!(users[other].kept(&display), users[other].presses.len(), "the other window's run");
    }
    println!("at worst {worst:?} of work was lost in {kills} kills");
}

#[test]
#[ignore = "needs Xvfb, xdotool and Mesa"]
fn a_window_that_plays_behind_another_keeps_its_run() {
    let display = Display::new(":92", 1);
    let mut session = Session::of(Preset::Fig3);
    (session.scenario.walkers, session.view.rate) = (100, 50.0);
    let file = display.folder.join("slow.frostline");
    session.save(&file).unwrap();
    let window = display.open(&["--session", file.to_str().unwrap()]);
    display.xdotool(&["key", "space"]);
    let _over_it = display.open(&["--fresh"]);
    let mut before = 0;
    for _ in 0..4 {
        sleep(Duration::from_millis(1_000));
        let step = window.run(&display.kept()).expect("the run is kept").step;
        println!("step {step}");
        assert!(step > before, "nothing was kept for a second");
        before = step;
    }
}
