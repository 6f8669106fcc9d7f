//! The real window on a virtual display: it opens, a dragged slider changes the picture, playing moves the swarm,
//! and paused it rests. Needs Xvfb, xdotool, ImageMagick and Mesa, so it runs only when asked for.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const DISPLAY: &str = ":93";

/// Ends its process when the test does, however it ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn on_display(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).env("DISPLAY", DISPLAY).env_remove("WAYLAND_DISPLAY");
    command.env("LIBGL_ALWAYS_SOFTWARE", "1").stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn xdotool(arguments: &[&str]) -> bool {
    on_display("xdotool", arguments).status().expect("xdotool is installed").success()
}

/// The screen's pixels.
fn screen(folder: &Path) -> Vec<u8> {
    let path = folder.join("screen.png");
    let taken = on_display("import", &["-window", "root", path.to_str().unwrap()]).status();
    assert!(taken.expect("ImageMagick is installed").success());
    image::open(&path).unwrap().to_rgb8().into_raw()
}

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
    let folder = std::env::temp_dir().join(format!("frostline-window-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let _server = Running(
        on_display("Xvfb", &[DISPLAY, "-screen", "0", "1280x800x24"]).spawn().expect("Xvfb is installed"),
    );
    sleep(Duration::from_secs(2));
    let start = Instant::now();
    let mut command = on_display(env!("CARGO_BIN_EXE_frostline"), &[]);
    let window = Running(command.env("XDG_DATA_HOME", &folder).spawn().unwrap());
    let empty = screen(&folder);
    let first_frame = loop {
        assert!(start.elapsed() < Duration::from_secs(20), "no window came");
        if differing(&empty, &screen(&folder)) > 100_000 {
            break start.elapsed();
        }
    };
    println!("first frame seen after {first_frame:?} (with the time a screenshot takes)");

    sleep(Duration::from_secs(2));
    assert!(xdotool(&["search", "--name", "Frostline", "windowfocus", "--sync"]));
    let before = screen(&folder);
    // The knob of the learning rate, a third of the track to the right.
    for place in ["116", "126", "140", "160", "180"] {
        xdotool(&["mousemove", place, "82"]);
        sleep(Duration::from_millis(80));
        if place == "116" {
            xdotool(&["mousedown", "1"]);
            sleep(Duration::from_millis(80));
        }
    }
    xdotool(&["mouseup", "1"]);
    xdotool(&["mousemove", "600", "20"]);
    sleep(Duration::from_secs(1));
    let dragged = screen(&folder);
    let changed = differing(&before, &dragged);
    println!("{changed} pixels changed by the slider");
    assert!(changed > 2_000, "the slider changed {changed} pixels only");

    // The session is kept for after a crash within five seconds of a change; then there is nothing left to do.
    sleep(Duration::from_secs(6));
    let resting = ticks(window.0.id());
    sleep(Duration::from_secs(2));
    let idle = ticks(window.0.id()) - resting;
    println!("{idle} ticks in 2 s paused");
    assert!(idle <= 4, "paused and untouched it used {idle} ticks of processor time");

    xdotool(&["key", "space"]);
    sleep(Duration::from_secs(3));
    let played = differing(&dragged, &screen(&folder));
    println!("{played} pixels changed by playing");
    assert!(played > 2_000, "playing changed {played} pixels only");
    let _ = std::fs::remove_dir_all(&folder);
}
