//! Background work that is started and cancelled leaves nothing behind.

use std::fs;
use std::ops::ControlFlow;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use frostline::job::{Job, once};
use frostline::valleys::experiments::phase::{Phase, refine};
use frostline::valleys::experiments::run::Follow;
use frostline::valleys::experiments::sweep::Grid;
use frostline::valleys::model::{Preset, Scenario};

/// Threads and time are counted by one test at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// A figure of this process as the system tells it; none where it does not.
fn of_process(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn start(grid: &Grid) -> Job<(), usize> {
    let grid = grid.clone();
    Job::spawn(
        "phase",
        || (),
        once(move |port| {
            let known = Phase::new(&grid);
            let cancelled = port.cancellation();
            let go_on = |_: f64| {
                if cancelled.load(Ordering::Relaxed) {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            };
            let _ = refine(&grid, &known, Follow::default(), &go_on, &|_, _| ());
        }),
    )
}

#[test]
fn a_thousand_starts_and_cancels_leak_nothing() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let base = Scenario { walkers: 2_000, steps: 20_000, ..Preset::Fig3.scenario() };
    let axis = |name: &str| format!("{name}=0.01:0.1:10:log").parse().unwrap();
    let grid = Grid::new(base, axis("eta"), axis("sigma")).unwrap();
    let settle = |threads: Option<u64>| {
        let start = Instant::now();
        while of_process("Threads:") > threads && start.elapsed() < Duration::from_secs(5) {
            std::thread::sleep(Duration::from_millis(1));
        }
        start.elapsed()
    };
    // The pool's threads come with the first work and stay.
    drop(start(&grid));
    rayon::broadcast(|_| ());
    std::thread::sleep(Duration::from_millis(300));
    let threads = of_process("Threads:");
    let mut slowest = Duration::ZERO;
    let mut memory = None;
    for cycle in 0..1_000_u64 {
        let job = start(&grid);
        // At every stage of the work.
        std::thread::sleep(Duration::from_micros(cycle % 7 * 300));
        drop(job);
        if cycle % 10 == 0 {
            slowest = slowest.max(settle(threads));
        }
        if cycle == 100 {
            memory = of_process("VmRSS:");
        }
    }
    settle(threads);
    // The other test's thread may have ended meanwhile.
    let left = of_process("Threads:");
    assert!(left <= threads, "{left:?} threads are left over of {threads:?}");
    let (before, after) = (memory, of_process("VmRSS:"));
    println!("slowest cancel of ten jobs at once: {slowest:?}; memory {before:?} kB, then {after:?} kB");
    if let (Some(before), Some(after)) = (before, after) {
        assert!(after < before + 16_384, "{before} kB grew to {after} kB");
    }
}

#[test]
fn a_cancel_is_obeyed_within_a_tenth_of_a_second() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let base = Scenario { walkers: 2_000, steps: 20_000, ..Preset::Fig3.scenario() };
    let axis = |name: &str| format!("{name}=0.01:0.1:10:log").parse().unwrap();
    let grid = Grid::new(base, axis("eta"), axis("sigma")).unwrap();
    let cancelled = Mutex::new(None);
    let start = Instant::now();
    let go_on = |_: f64| {
        let mut cancelled = cancelled.lock().unwrap();
        if start.elapsed() > Duration::from_millis(400) {
            cancelled.get_or_insert_with(Instant::now);
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    // With threads of its own: in those that all tests share, cells of another test would be in the way.
    let pool = rayon::ThreadPoolBuilder::new().build().unwrap();
    let refined = pool.install(|| refine(&grid, &Phase::new(&grid), Follow::default(), &go_on, &|_, _| ()));
    assert!(refined.is_none());
    // From when it could first be told: what remains is the burst under way.
    let late = start.elapsed() - Duration::from_millis(400);
    println!("ended {late:?} after it was cancelled");
    assert!(late < Duration::from_millis(100), "{late:?}");
}
