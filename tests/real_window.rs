//! The real window on a virtual display: it opens, a dragged slider changes the picture, playing moves the swarm,
//! and paused it rests. Needs Xvfb, xdotool, ImageMagick and Mesa, so it runs only when asked for.

#[path = "support/display.rs"]
mod display;

use std::thread::sleep;
use std::time::{Duration, Instant};

use display::{Display, Running};
use frostline::session::Session;
use frostline::valleys::model::Preset;

fn differing(a: &[u8], b: &[u8]) -> usize {
    a.chunks(3).zip(b.chunks(3)).filter(|(a, b)| a != b).count()
}

/// Processor time of a process so far, in clock ticks.
fn ticks(id: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}

#[test]
#[ignore = "needs Xvfb, xdotool, ImageMagick and Mesa"]
fn the_window_opens_answers_and_rests() {
    let display = Display::new(":93", 1);
    let empty = display.screen();
    let start = Instant::now();
    // A first window would begin with its ten seconds, which do not rest.
    let file = display.folder.join("first.frostline");
    Session::of(Preset::Fig4).save(&file).unwrap();
    let opened = ["--session", file.to_str().unwrap()];
    let mut command = display.command(env!("CARGO_BIN_EXE_frostline"), &opened);
    let window = Running(command.spawn().unwrap());
    let first_frame = loop {
        assert!(start.elapsed() < Duration::from_secs(20), "no window came");
        if differing(&empty, &display.screen()) > 100_000 {
            break start.elapsed();
        }
    };
    println!("first frame seen after {first_frame:?} (with the time a screenshot takes)");

    sleep(Duration::from_secs(2));
    assert!(display.xdotool(&["search", "--name", "Frostline", "windowfocus", "--sync"]));
    let before = display.screen();
    // The knob of the learning rate, a third of the track to the right.
    for place in ["124", "130", "140", "160", "180"] {
        display.xdotool(&["mousemove", place, "150"]);
        sleep(Duration::from_millis(80));
        if place == "124" {
            display.xdotool(&["mousedown", "1"]);
            sleep(Duration::from_millis(80));
        }
    }
    display.xdotool(&["mouseup", "1"]);
    display.xdotool(&["mousemove", "600", "20"]);
    sleep(Duration::from_secs(1));
    let dragged = display.screen();
    let changed = differing(&before, &dragged);
    println!("{changed} pixels changed by the slider");
    assert!(changed > 2_000, "the slider changed {changed} pixels only");

    // The run is kept within a second of a change, and the exact laws are worked out; then there is nothing left to do.
    let start = Instant::now();
    let in_two_seconds = || {
        let before = ticks(window.0.id());
        sleep(Duration::from_secs(2));
        ticks(window.0.id()) - before
    };
    let mut idle = in_two_seconds();
    while idle > 4 && start.elapsed() < Duration::from_secs(30) {
        idle = in_two_seconds();
    }
    println!("{idle} ticks in 2 s paused, {:?} after the change", start.elapsed());
    assert!(idle <= 4, "paused and untouched it used {idle} ticks of processor time");

    display.xdotool(&["key", "space"]);
    sleep(Duration::from_secs(3));
    let played = differing(&dragged, &display.screen());
    println!("{played} pixels changed by playing");
    assert!(played > 2_000, "playing changed {played} pixels only");
}
