//! Copied and pasted between the real window and another program. Needs Xvfb, xdotool, xclip and Mesa, so it runs only
//! when asked for.

#[path = "support/display.rs"]
mod display;

use std::io::Write;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use display::Display;
use frostline::session::Session;
use frostline::valleys::model::Preset;

/// What the clipboard holds of a kind.
fn clipboard(display: &Display, kind: &str) -> Vec<u8> {
    let arguments = ["-selection", "clipboard", "-o", "-t", kind];
    let output = display.command("xclip", &arguments).stdout(Stdio::piped()).output();
    output.expect("xclip is installed").stdout
}

#[test]
#[ignore = "needs Xvfb, xdotool, xclip and Mesa"]
fn pictures_and_text_reach_other_programs_and_text_comes_back() {
    let display = Display::new(":95", 1);
    let mut session = Session::of(Preset::Fig4);
    session.scenario.walkers = 100;
    let file = display.folder.join("small.frostline");
    session.save(&file).unwrap();
    let window = display.open(&["--session", file.to_str().unwrap()]);
    let keys = |keys: &[&str]| {
        for key in keys {
            assert!(display.xdotool(&["key", key]));
            sleep(Duration::from_millis(150));
        }
    };

    keys(&["ctrl+p"]);
    assert!(display.xdotool(&["type", "--delay", "30", "copy the stage"]));
    sleep(Duration::from_millis(300));
    keys(&["Return"]);
    let start = Instant::now();
    let picture = loop {
        let picture = clipboard(&display, "image/png");
        if !picture.is_empty() {
            break picture;
        }
        assert!(start.elapsed() < Duration::from_secs(20), "no picture came to the clipboard");
        sleep(Duration::from_millis(200));
    };
    let picture = image::load_from_memory(&picture).expect("a picture").to_rgb8();
    assert!(picture.width() > 900 && picture.pixels().any(|pixel| *pixel != *picture.get_pixel(0, 0)));
    println!("a picture of {} x {} pixels", picture.width(), picture.height());

    // The number of the learning rate, to be typed over.
    let open_a_field = || {
        assert!(display.xdotool(&["mousemove", "206", "130", "click", "1"]));
        sleep(Duration::from_millis(300));
    };
    open_a_field();
    keys(&["0", "period", "0", "2", "5", "ctrl+a", "ctrl+c"]);
    sleep(Duration::from_millis(300));
    assert_eq!(String::from_utf8_lossy(&clipboard(&display, "UTF8_STRING")), "0.025");
    keys(&["Escape"]);

    let mut other = display.command("xclip", &["-selection", "clipboard", "-i"]);
    let mut other = other.stdin(Stdio::piped()).spawn().unwrap();
    other.stdin.take().unwrap().write_all(b"0.0375").unwrap();
    assert!(other.wait().unwrap().success());
    open_a_field();
    keys(&["ctrl+v", "Return"]);
    sleep(Duration::from_millis(1_500));
    let run = window.run(&display.kept()).expect("the run is kept");
    let scenario = run.changes.last().map_or(&run.scenario, |change| &change.scenario);
    assert_eq!(scenario.eta.at(0), 0.0375, "what was pasted");
}
