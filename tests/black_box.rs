//! Faults of the program are written down where they happen, on whatever thread, and told; their log stays small.

mod support;

use std::fs;
use std::sync::atomic::AtomicBool;
use std::thread::sleep;
use std::time::Duration;

use frostline::app::shell::black_box::BlackBox;
use frostline::job::Job;
use frostline::platform::log;
use support::bench::{Bench, scratch};

static OPENED: AtomicBool = AtomicBool::new(true);

/// One test, as a process has one hook for its faults.
#[test]
fn a_fault_on_any_thread_is_written_down_with_its_place_and_told_once() {
    let log = scratch("black-box").join("not-there-yet").join("faults.log");
    let bench = Bench::new();
    let desk = &mut bench.app.borrow_mut().desk;
    let mut faults = BlackBox::install(Some(log.clone()), &OPENED);
    faults.tell(desk);
    assert_eq!(desk.around.notice, None, "nothing has happened");

    let job = Job::<(), ()>::spawn("swarm", || (), |_| panic!("on purpose,\nin two lines"));
    while !job.is_over() {
        sleep(Duration::from_millis(5));
    }
    let line = log::last(&log).expect("it is written down");
    assert!(line.starts_with("fault ") && line.contains(" swarm tests/black_box.rs:"), "{line}");
    assert!(line.ends_with("on purpose, in two lines"), "{line}");
    faults.tell(desk);
    let notice = desk.around.notice.take().expect("it is told");
    assert!(notice.warning && notice.text.contains("broke off"), "{}", notice.text);
    assert!(notice.text.contains(log.to_str().unwrap()), "where it is written: {}", notice.text);
    faults.tell(desk);
    assert_eq!(desk.around.notice, None, "told again");

    // One that ended the window is told by the next window, once; one that did not is told no more.
    faults.tell_of_before(desk);
    assert_eq!(desk.around.notice, None);
    log::add(&log, "fatal 0 0.1.0 main src/x.rs:1:1 gone");
    faults.tell_of_before(desk);
    assert!(desk.around.notice.take().is_some_and(|notice| notice.text.contains("window before ended")));
    faults.tell_of_before(desk);
    assert_eq!(desk.around.notice, None);
    let _ = std::panic::take_hook();
}

#[test]
fn the_log_of_faults_stays_small_and_keeps_the_youngest() {
    let log = scratch("small-log").join("faults.log");
    log::add(&log, "the first");
    log::add(&log, "the second");
    assert_eq!(fs::read_to_string(&log).unwrap(), "the first\nthe second\n");
    for number in 0..1_000 {
        log::add(&log, &format!("{number} {}", "long ".repeat(100)));
        assert!(fs::metadata(&log).unwrap().len() <= 64 << 10);
    }
    let text = fs::read_to_string(&log).unwrap();
    assert!(text.lines().count() > 50 && log::last(&log).unwrap().starts_with("999 "));
    log::add(&log, &"endless ".repeat(1_000_000));
    assert_eq!(log::last(&log).unwrap().len(), 2_000);
}
