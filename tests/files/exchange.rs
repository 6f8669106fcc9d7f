//! What other programs are given and give back: scenarios and curves as JSON, walkers as a table.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use crate::command::{Folder, ask, frostline, text};
use frostline::settings::Settings;
use frostline::valleys::model::{Preset, Scenario};
use frostline::valleys::sim::Swarm;
use serde_json::Value;

fn printed(arguments: &[&str]) -> String {
    let output = ask(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// What the program says to a scenario on its standard input.
fn told(arguments: &[&str], input: &str) -> std::process::Output {
    let mut command = frostline();
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary runs");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it listens");
    child.wait_with_output().expect("it ends")
}

#[test]
fn a_scenario_goes_out_and_comes_back() {
    let folder = Folder::new("scenario");
    let flags =
        ["--preset", "fig3", "--eta-schedule", "linear:500:0.01:0.05", "--alpha", "1.5", "--seed", "9"];
    let out = printed(&[&["run", "--print-scenario"][..], &flags].concat());
    let scenario: Scenario = serde_json::from_str(&out).expect("a scenario");
    assert_eq!(scenario.seed, 9);
    let path = folder.path("scenario.json");
    fs::write(&path, &out).unwrap();
    assert_eq!(printed(&["run", "--print-scenario", "--scenario", &path]), out);
    let piped = told(&["run", "--print-scenario", "--scenario", "-"], &out);
    assert!(piped.status.success() && text(&piped.stdout) == out);
    // A report has one, too; and flags go on from there.
    let small = ["--walkers", "64", "--steps", "200", "--json"];
    let report = printed(&[&["run", "--scenario", &path][..], &small].concat());
    let again = told(&["run", "--scenario", "-", "--json"], &report);
    let [first, second]: [Value; 2] =
        [&report, &text(&again.stdout)].map(|text| serde_json::from_str(text).expect("JSON"));
    assert_eq!((&first["scenario"], &first["p_flat"]), (&second["scenario"], &second["p_flat"]));
    assert_eq!((&second["walkers"], &second["seed"]), (&64.into(), &9.into()));
}

#[test]
fn what_is_no_scenario_gets_one_line() {
    let folder = Folder::new("scenario-refused");
    let path = |name: &str, text: &str| {
        let path = folder.path(name);
        fs::write(&path, text).unwrap();
        path
    };
    let good = serde_json::to_string(&Preset::Fig3.scenario()).unwrap();
    let lacking = path("lacking.json", &good.replacen("\"seed\"", "\"sead\"", 1));
    let wrong = path("wrong.json", &good.replacen("\"walkers\":", "\"walkers\":9999999999", 1));
    let few =
        path("few.json", &serde_json::to_string(&Scenario { steps: 0, ..Preset::Fig3.scenario() }).unwrap());
    let none = path("none.json", "so cold");
    let whole = path("whole.json", &good);
    let absent = folder.path("absent.json");
    for (arguments, expected) in [
        (vec!["run", "--scenario", &lacking], "sead"),
        (vec!["run", "--scenario", &wrong], "--scenario"),
        (vec!["run", "--scenario", &few], "steps"),
        (vec!["theory", "--curve", "rates", "--scenario", &none], "line 1"),
        (vec!["run", "--scenario", &absent], "cannot open"),
        (vec!["run", "--scenario", &whole, "--preset", "fig3"], "--preset"),
        (vec!["run", "--print-scenario", "--json"], "--json"),
        (vec!["run", "--walkers-csv", "walkers.png"], ".csv"),
    ] {
        let output = ask(&arguments);
        let said = text(&output.stderr);
        assert!(output.status.code() == Some(2) && said.contains(expected), "{arguments:?}: {said}");
        assert_eq!(said.lines().count(), 1, "{arguments:?}: {said}");
    }
}

#[test]
fn every_walker_has_a_line() {
    let folder = Folder::new("walkers");
    let table = folder.path("walkers.csv");
    let size = ["--preset", "fig4-quiet", "--walkers", "300", "--steps", "3000", "--seed", "4"];
    printed(&[&["run", "--walkers-csv", &table][..], &size].concat());
    let text = fs::read_to_string(&table).unwrap();
    assert_eq!(text.lines().next(), Some("walker,x,y,last_hop,y_at_last_hop,hops"));
    let scenario = Scenario { walkers: 300, steps: 3_000, seed: 4, ..Preset::Fig4Quiet.scenario() };
    let mut swarm = Swarm::new(&scenario.checked().unwrap());
    swarm.advance(3_000);
    assert_eq!(text.lines().count(), 301);
    let mut hopped = 0;
    for ((index, walker), line) in swarm.walkers().enumerate().zip(text.lines().skip(1)) {
        let fields: Vec<&str> = line.split(',').collect();
        assert_eq!(fields[..3], [index.to_string(), walker.x.to_string(), walker.y.to_string()]);
        let hop = [walker.last_hop.to_string(), walker.hop_y.to_string()];
        let told = if walker.hops > 0 { [&*hop[0], &*hop[1]] } else { ["", ""] };
        assert_eq!(fields[3..], [told[0], told[1], &walker.hops.to_string()]);
        hopped += usize::from(walker.hops > 0);
    }
    assert!((30..300).contains(&hopped), "{hopped} hopped: both kinds are to be seen");
}

#[test]
fn curves_are_told_column_by_column() {
    let size = ["--points", "7", "--walkers", "100", "--steps", "400", "--preset", "fig3"];
    let all: Value =
        serde_json::from_str(&printed(&[&["theory", "--json"][..], &size].concat())).expect("JSON");
    let curves = all["curves"].as_object().unwrap();
    assert_eq!(
        curves.keys().collect::<Vec<_>>(),
        ["effective-loss", "freezing", "p-flat", "rates", "transient"]
    );
    assert_eq!(all["scenario"]["steps"], 400);
    for (name, columns) in curves {
        let csv = printed(&[&["theory", "--curve", name][..], &size].concat());
        let one: Value =
            serde_json::from_str(&printed(&[&["theory", "--curve", name, "--json"][..], &size].concat()))
                .unwrap();
        assert_eq!(&one["curves"][name], columns, "{name}");
        let names: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
        assert_eq!(names.len(), columns.as_object().unwrap().len());
        for (row, line) in csv.lines().skip(1).enumerate() {
            for (column, field) in names.iter().zip(line.split(',')) {
                let value = &columns[*column][row];
                match field {
                    "" => assert!(value.is_null(), "{name}, {column}"),
                    number => assert_eq!(value.as_f64(), number.parse().ok(), "{name}, {column}"),
                }
            }
        }
    }
}
