//! What help and errors say of defaults and bounds is what the program does.

use std::process::Stdio;
use std::time::Duration;

use crate::command::{Folder, ask, frostline, text};
use frostline::chart::format_whole;
use frostline::valleys::sim::RECENT;
use frostline::{lessons, networks, valleys, words};

fn printed(arguments: &[&str]) -> String {
    let output = ask(arguments);
    assert!(output.status.success(), "{arguments:?} → {}", text(&output.stderr));
    text(&output.stdout)
}

#[test]
fn defaults_said_are_the_defaults() {
    // What it took differs, and so does the setup, which has the steps of a run and not of a fork.
    let told = |arguments: &[&str]| -> Vec<String> {
        let differs = |line: &&str| ["second", "\"steps\""].iter().any(|word| line.contains(word));
        printed(arguments).lines().filter(|line| !differs(line)).map(str::to_owned).collect()
    };
    let same = |one: &[&str], other: &[&str]| assert!(told(one) == told(other), "{other:?}");
    same(&["run", "--print-scenario"], &["run", "--print-scenario", "--preset", "fig4", "--seed", "42"]);
    let curve = |name| ["theory", "--curve", name];
    for (name, from, to) in [
        ("p-flat", "0.01", "15"),
        ("freezing", "1e-4", "6e-3"),
        ("effective-loss", "-0.8", "1.2"),
        ("transient", "0.01", "15"),
    ] {
        let from_to = [format!("--from={from}"), format!("--to={to}")];
        same(&curve(name), &[&curve(name)[..], &[&from_to[0], &from_to[1]]].concat());
    }
    same(&curve("effective-loss"), &[&curve("effective-loss")[..], &["--at-y", "40"]].concat());
    let train = ["network", "train", "--json", "--eta-t", "0.5"];
    same(&train, &[&train[..], &["--preset", "live", "--seed", "1"]].concat());
    same(&train, &[&train[..], &["--hidden", "32,32", "--pooling", "2", "--digits", "500"]].concat());
    let fork = ["network", "instability", "--json", "--repeats", "2", "--factors", "1"];
    same(&fork, &[&fork[..], &["--steps", "40"]].concat());
    let folder = Folder::new("defaults");
    let picture = |name: &str, flags: &[&str]| {
        let path = folder.path(name);
        let small = ["screenshot", "--size", "800x600", "-o", &path];
        printed(&[&small[..], flags].concat());
        std::fs::read(&path).expect("a picture")
    };
    assert!(picture("a.png", &[]) == picture("b.png", &["--steps", "16800"]));
}

#[test]
fn sizes_said_are_the_sizes() {
    let folder = Folder::new("sizes");
    let drawn = |name: &str, flags: &[&str]| {
        let path = folder.path(name);
        let figure = ["figure", "fig4a", "--force", "-o", &path];
        printed(&[&figure[..], flags].concat());
        std::fs::read_to_string(&path).expect("a drawing")
    };
    let plain = drawn("a.svg", &[]);
    for flags in [&["--width", "one-column"][..], &["--width", "86mm"], &["--font-size", "7.5"]] {
        assert!(drawn("a.svg", flags) == plain, "{flags:?}");
    }
    assert!(drawn("a.svg", &["--width", "two-columns"]) == drawn("a.svg", &["--width", "178mm"]));
    let slide = ["--width", "slide"];
    assert!(drawn("a.svg", &slide) == drawn("a.svg", &["--width", "slide", "--font-size", "13"]));
}

#[test]
fn bounds_said_are_the_bounds() {
    let folder = Folder::new("bounds");
    let picture = folder.path("a.png");
    let few = ["--walkers", "20", "--steps", "200"];
    let bounds: [(&[&str], &[&str], &[&str]); 15] = [
        (&["theory", "--curve", "p-flat", "--points"], &["2"], &["1", "100001"]),
        (&["theory", "--curve", "effective-loss", "--at-y"], &["0", "1e6"], &["-1", "1000001"]),
        (&["theory", "--curve", "p-flat", "--from", "1", "--to"], &["1e6"], &["1000001", "0.5"]),
        (&["check", "--walkers"], &[], &["99", "1000001"]),
        (&[&["ask", "fork"][..], &few, &["--forks"]].concat(), &["2"], &["1", "201"]),
        (
            &[&["ask", "fork", "--forks", "2"][..], &few, &["--threshold"]].concat(),
            &["0.5", "1"],
            &["0.49", "1.01"],
        ),
        (
            &["screenshot", "--steps", "0", "-o", &picture, "--size"],
            &["300x200"],
            &["299x200", "300x199", "8193x200"],
        ),
        (
            &["screenshot", "--steps", "0", "-o", &picture, "--size=1200x800", "--scale"],
            &["0.5", "4"],
            &["0.49", "4.01"],
        ),
        (
            &["screenshot", "--steps", "0", "-o", &picture, "--scale=4", "--size"],
            &[],
            &["1199x800", "1200x799"],
        ),
        (&["figure", "fig4a", "-o", &picture, "--force", "--font-size"], &["4", "48"], &["3.9", "49"]),
        (&["figure", "fig4a", "-o", &picture, "--force", "--dpi"], &["30"], &["29", "2401"]),
        (&["network", "train", "--eta-t", "0.1", "--batch", "1", "--digits"], &["1"], &["0", "1001"]),
        (&["network", "train", "--eta-t", "0.1", "--hidden"], &["8,8,8"], &["0"]),
        (&["run", "--steps", "10", "--walkers", "10", "--alpha"], &["0", "2"], &["-0.1", "2.1"]),
        (&["sweep", "--shard"], &[], &["0/2", "3/2", "1"]),
    ];
    for (command, inside, outside) in bounds {
        for value in inside {
            printed(&[command, &[*value]].concat());
        }
        for value in outside {
            let output = ask(&[command, &[*value]].concat());
            let said = text(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{command:?} {value} → {said}");
            assert!(said.contains(value) && said.lines().count() == 1, "{command:?} {value} → {said}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_walker_takes_as_much_memory_as_is_said() {
    // The most that a process has had, in bytes, as it was last seen.
    let peak = |walkers: u32| {
        let mut run = frostline();
        run.args(["run", "--steps", "20", "--walkers", &walkers.to_string()]).stdout(Stdio::null());
        let mut run = run.spawn().expect("the binary runs");
        let status = format!("/proc/{}/status", run.id());
        let mut most = 0.0_f64;
        while run.try_wait().expect("it ends").is_none() {
            let told = std::fs::read_to_string(&status).unwrap_or_default();
            let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
            let kilobytes = line.split_whitespace().next().and_then(|number| number.parse().ok());
            most = most.max(1024.0 * kilobytes.unwrap_or(0.0));
            std::thread::sleep(Duration::from_millis(1));
        }
        most
    };
    let each = (peak(4_000_000) - peak(1_000_000)) / 3e6;
    assert!((52.0..58.0).contains(&each), "{each} bytes a walker");
}

#[test]
fn hopping_is_counted_over_the_steps_that_are_said() {
    let texts = words::read(include_str!("../../assets/words/english.words")).expect("the words");
    let steps = format_whole(f64::from(RECENT));
    for name in ["stage.said", "stage.key.steps", "panel.hops.rates-said"] {
        assert!(texts[name].contains(&format!("{steps} steps")), "{name}: {}", texts[name]);
    }
}

/// What the README counts is counted here: whoever adds to it says so there.
#[test]
fn figures_and_lessons_are_as_many_as_the_readme_says() {
    const NUMBERS: [&str; 21] = [
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    let readme = include_str!("../../README.md").to_lowercase();
    let pages: Vec<usize> = lessons::SHIPPED
        .iter()
        .map(|(_, text)| text.lines().filter(|line| line.starts_with("step:")).count())
        .collect();
    let [fewest, most] =
        [pages.iter().min(), pages.iter().max()].map(|count| NUMBERS[*count.expect("lessons")]);
    let [valleys, networks, lessons] =
        [valleys::figures::CATALOGUE.len(), networks::figures::CATALOGUE.len(), pages.len()]
            .map(|count| NUMBERS[count]);
    for said in [
        format!("{valleys} figures of the two valleys and {networks} of networks"),
        format!("{lessons} lessons of {fewest} to {most} pages"),
    ] {
        assert!(readme.contains(&said), "the README does not say '{said}'");
    }
}
