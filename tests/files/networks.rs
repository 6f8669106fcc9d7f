//! The laboratory of networks on the command line: what it measures, keeps and refuses.

use std::fs;
use std::path::Path;

use crate::command::{Folder, ask, text};
use serde_json::Value;

/// A network that is trained in no time: 49-8-8-10 on 60 digits.
const SMALL: [&str; 8] = ["--pooling", "4", "--width", "8", "--digits", "60", "--batch", "20"];
const MEASURED: [&str; 9] = [
    "train_loss",
    "test_loss",
    "train_accuracy",
    "gradient_norm",
    "flatness_layer2",
    "layer2_eigenvalues",
    "flatness_all",
    "eigenvalues",
    "wrong",
];

fn network(arguments: &[&[&str]]) -> std::process::Output {
    ask(&[&["network"], &arguments.concat()[..]].concat())
}

fn report(arguments: &[&[&str]]) -> Value {
    let output = network(&[&arguments.concat(), &["--json"]]);
    assert!(output.status.success(), "{arguments:?} → {}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("one JSON object")
}

fn close(what: &str, found: &Value, expected: &Value, bound: f64) {
    let (found, expected) = (found.as_f64().unwrap(), expected.as_f64().unwrap());
    assert!((found / expected - 1.0).abs() <= bound, "{what}: {found} against {expected}");
}

#[test]
fn pytorchs_weights_are_measured_as_pytorch_does() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/networks/reference");
    let weights = folder.join("sgd-196-32.safetensors");
    let said: Value =
        serde_json::from_str(&fs::read_to_string(folder.join("sgd-196-32.json")).unwrap()).unwrap();
    let found = report(&[&["measure", "--weights", weights.to_str().unwrap()]]);
    let keys: Vec<&String> = found.as_object().unwrap().keys().collect();
    assert!(keys.len() == MEASURED.len() && MEASURED.iter().all(|key| found.get(key).is_some()), "{keys:?}");
    for key in ["train_loss", "test_loss", "train_accuracy"] {
        close(key, &found[key], &said[key], 1e-5);
    }
    for key in ["gradient_norm", "flatness_layer2", "flatness_all"] {
        close(key, &found[key], &said[key], 1e-4);
    }
    for key in ["layer2_eigenvalues", "eigenvalues"] {
        let [ours, theirs] = [&found[key], &said[key]].map(|values| values.as_array().unwrap());
        assert_eq!(ours.len(), 10, "{key}");
        ours.iter().zip(theirs).for_each(|(ours, theirs)| close(key, ours, theirs, 1e-4));
    }
    let [ours, theirs] = [&found, &said].map(|report| report["wrong"].as_array().unwrap());
    let alone = |a: &Vec<Value>, b: &Vec<Value>| a.iter().filter(|index| !b.contains(index)).count();
    assert!(alone(ours, theirs) + alone(theirs, ours) <= 1, "{ours:?} against {theirs:?}");
}

#[test]
fn what_is_trained_and_kept_is_measured_as_it_ended() {
    let folder = Folder::new("networks-train");
    let (weights, csv) = (folder.path("w.safetensors"), folder.path("course.csv"));
    let trained = report(&[&["train"], &SMALL, &["--steps", "150", "--save", &weights, "--csv", &csv]]);
    let measured = report(&[&["measure", "--weights", &weights, "--digits", "60"]]);
    for key in MEASURED {
        assert!(!measured[key].is_null() && trained[key] == measured[key], "{key}: {measured}");
    }
    assert_eq!((&trained["steps"], &trained["widths"]), (&150.into(), &vec![49, 8, 8, 10].into()));
    let course = trained["course"].as_array().unwrap();
    assert_eq!(course.len(), 21);
    assert_eq!(course[20]["train_loss"], trained["train_loss"]);
    assert!(course[0]["train_loss"].as_f64() > Some(1.2 * trained["train_loss"].as_f64().unwrap()));
    assert_eq!(fs::read_to_string(&csv).unwrap().lines().count(), 22);
    // The same bits again, on one thread; others from another repeat or seed.
    let again = |more: &[&str]| {
        let kept = folder.path("again.safetensors");
        report(&[&["train"], &SMALL, &["--steps", "150", "--save", &kept], more]);
        fs::read(&kept).unwrap() == fs::read(&weights).unwrap()
    };
    assert!(again(&["--threads", "1"]));
    assert!(!again(&["--repeat", "1"]) && !again(&["--seed", "2"]));
    // For people: the same numbers, and where the edge of stability is.
    let said = text(&network(&[&["train"], &SMALL, &["--steps", "150"]]).stdout);
    assert!(said.contains("49-8-8-10 on 60 digits") && said.contains("2/η = 40"), "{said}");
}

#[test]
fn a_fork_tells_three_read_outs_and_two_clocks() {
    let fork = ["fork", "--steps", "300", "--branches", "4", "--test-digits", "300", "--target-loss", "0.05"];
    let found = report(&[&fork, &SMALL, &["--eta", "0.1", "--children"]]);
    let branches = found["branches"].as_array().unwrap();
    let steps: Vec<u64> = branches.iter().map(|branch| branch["t_c"].as_u64().unwrap()).collect();
    assert_eq!(steps, [0, 50, 100, 150]);
    for branch in branches {
        let matched = &branch["matched"];
        assert!(matched["train_loss"].as_f64().unwrap() <= 0.05 && matched["train_accuracy"] == 1.0);
        assert_eq!(branch["horizon"]["steps"].as_u64().unwrap(), 300 - branch["t_c"].as_u64().unwrap());
        assert_eq!(branch["equal"]["steps"], 150);
        for end in ["matched", "horizon", "equal"] {
            let lacking: Vec<_> = MEASURED.iter().filter(|key| branch[end][**key].is_null()).collect();
            // Of so small a layer ten eigenvalues need not be above 0.
            assert!(lacking.iter().all(|key| key.starts_with("flatness")), "{end}: {lacking:?}");
        }
    }
    let (jaccard, barrier) = (&found["jaccard"], &found["barrier"]);
    assert_eq!((&jaccard["read_out"], &jaccard["digits"]), (&"matched".into(), &300.into()));
    assert_eq!(
        (&jaccard["paper"]["read_out"], &jaccard["paper"]["digits"]),
        (&"horizon".into(), &200.into())
    );
    assert_eq!(jaccard["matrix"].as_array().unwrap().len(), 4);
    assert_eq!(barrier["heights"].as_array().unwrap().len(), 3);
    assert!((barrier["threshold"].as_f64().unwrap() - 0.005).abs() < 1e-12);
    assert_eq!(found["children"].as_array().unwrap().len(), 4);
    // The clock follows from the matrix: with no likeness asked for, all is frozen from the start.
    let loose = report(&[&fork, &SMALL, &["--eta", "0.1", "--agreement", "0"]]);
    assert_eq!((&loose["jaccard"]["freezing_step"], &loose["jaccard"]["eta_t_f"]), (&0.into(), &0.0.into()));
    assert_eq!(loose["branches"], found["branches"], "other questions change no branch");
}

const GRID: [&str; 12] = [
    "grid",
    "--etas",
    "0.05,0.1,9",
    "--batches",
    "20,10",
    "--eta-t",
    "20",
    "--repeats",
    "2",
    "--branches",
    "3",
    "--compared=200",
];

fn grid(more: &[&str]) -> std::process::Output {
    // Without the batch size, which is an axis.
    network(&[&GRID, &SMALL[..6], &["--target-loss", "0.1"], more])
}

#[test]
fn a_grid_has_the_same_bytes_resumed_in_shares_and_on_any_number_of_threads() {
    let folder = Folder::new("networks-grid");
    let whole = folder.path("whole.csv");
    assert!(grid(&["--out", &whole]).status.success());
    let table = fs::read_to_string(&whole).unwrap();
    let lines: Vec<&str> = table.lines().collect();
    assert!(lines.len() == 7 && lines[0].starts_with("eta,batch,eta_t_f,"), "{table}");
    // η = 9 goes nowhere: such cells are empty, and say so.
    for line in [lines[3], lines[6]] {
        let fields: Vec<&str> = line.split(',').collect();
        assert!(fields[2..12].iter().all(|field| field.is_empty()) && fields[13..15] == ["0", "2"], "{line}");
    }
    let parts: Vec<String> = (1..=2).map(|k| folder.path(&format!("part{k}.csv"))).collect();
    for (index, part) in parts.iter().enumerate() {
        let shard = format!("{}/2", index + 1);
        assert!(grid(&["--out", part, "--shard", &shard, "--threads", "1"]).status.success());
    }
    let merged = folder.path("merged.csv");
    assert!(ask(&["merge", &parts[1], &parts[0], "--out", &merged]).status.success());
    assert!(fs::read_to_string(&merged).unwrap() == table, "merged shares differ from the whole grid");
    let missing = ask(&["merge", &parts[0], "--out", &folder.path("incomplete.csv")]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(text(&missing.stderr).contains("3 of 6 cells missing: ("), "{}", text(&missing.stderr));
    // Cut off within its fourth row.
    let cut = folder.path("cut.csv");
    let end = table.match_indices('\n').nth(3).unwrap().0 + 20;
    fs::write(&cut, &table[..end]).unwrap();
    assert!(grid(&["--out", &cut, "--resume"]).status.success());
    assert!(fs::read_to_string(&cut).unwrap() == table, "a grid that goes on differs from a whole one");
    // Rows of another grid, and damaged ones, are not taken over.
    let refuse = |more: &[&str], needle: &str| {
        let before = fs::read(&cut).unwrap();
        let output = grid(&[&["--out", &cut], more].concat());
        let said = text(&output.stderr);
        assert!(output.status.code() == Some(2) && said.lines().count() == 1, "{said}");
        assert!(said.contains(needle), "{said}");
        assert!(fs::read(&cut).unwrap() == before);
    };
    refuse(&[], "--resume");
    refuse(&["--resume", "--seed", "2"], "another sweep");
    refuse(&["--resume", "--agreement", "0.5"], "another sweep");
    fs::write(&cut, table.replacen("0.05,20,", "0.05,30,", 1)).unwrap();
    refuse(&["--resume"], "line 2: damaged");
    let output = ask(&["merge", &cut, "--out", &merged]);
    assert!(text(&output.stderr).contains("line 2: damaged"), "{}", text(&output.stderr));
}

#[test]
fn other_papers_are_answered_with_their_uncertainty() {
    let found = report(&[&["brownian", "--etas", "0.1,0.3,0.7", "--walkers", "2000"]]);
    let etas = found["etas"].as_array().unwrap();
    for (told, ratio) in [(&etas[0], 1.20), (&etas[1], 1.95)] {
        assert!(told["z_exact"].as_f64().unwrap().abs() < 5.0, "{told}");
        assert!((told["over_langevin"].as_f64().unwrap() / ratio - 1.0).abs() < 0.1, "{told}");
    }
    assert!(etas[2]["exact"].is_null() && etas[2]["simulated"].is_null(), "beyond the blow-up there is none");
    assert!((found["blow_up"].as_f64().unwrap() - 8.0 / 13.0).abs() < 1e-12);
    let growth = |index: usize| found["growth"][index]["simulated"]["mean"].as_f64().unwrap();
    assert!(growth(0) < 1.0 && growth(1) > 1.0, "{found}");
    let said = found["answer"].as_str().unwrap();
    assert!(said.contains("clearly too small at η = 0.1, 0.3."), "{said}");

    let found = report(&[&["convex", "--counts", "2,6", "--draws", "200"]]);
    for told in found["counts"].as_array().unwrap() {
        let number = |name: &str| told[name].as_f64().unwrap();
        assert!((number("share") - number("chance")).abs() < 5.0 * number("share_se"), "{told}");
        assert!(told["flat"]["sharpness"]["mean"] == 0.0 && told["sharp"]["risk"]["mean"] == 0.0);
        assert!((told["flat"]["risk"]["mean"].as_f64().unwrap() - 0.16).abs() < 1e-12);
    }

    let small = ["--pooling", "4", "--width", "10", "--digits", "100"];
    let asked = ["instability", "--factors", "2,0.5", "--repeats", "4"];
    let found = report(&[&asked, &small]);
    let ratio = |index: usize| found["factors"][index]["ratio"]["mean"].as_f64().unwrap();
    assert_eq!(found["factors"][0]["factor"], 0.5);
    assert!(ratio(0) > ratio(1), "{found}");
    assert_eq!(found["repeats"].as_array().unwrap().len(), 4);
    let forks = found["repeats"][3]["forks"].as_array().unwrap();
    assert_eq!(forks[1]["looks"].as_array().unwrap().last().unwrap()["step"], 40);
    let said = found["answer"].as_str().unwrap();
    assert!(said.contains("From 4 starts") && said.contains("at f = 0.5 the ratio is"), "{said}");
}

/// A run that leaves the numbers.
const WILD: [&str; 8] = ["--eta", "10", "--hidden", "32,32,32", "--batch", "1", "--steps", "100"];

/// One line that names the matter, and no file left behind.
fn refused(folder: &Folder, code: i32, arguments: &[&str], needles: &[&str]) {
    let before = folder.names();
    let output = network(&[arguments]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{arguments:?} → {said}");
    assert!(said.lines().count() == 1 && said.starts_with("frostline: "), "{arguments:?} → {said}");
    assert!(output.stdout.is_empty(), "{arguments:?} printed {}", text(&output.stdout));
    for needle in needles {
        assert!(said.contains(needle), "{arguments:?} → {said} (no '{needle}')");
    }
    assert_eq!(folder.names(), before, "{arguments:?} left a file");
}

/// An IDX file of bytes in these dimensions.
fn idx(dimensions: &[u32], bytes: &[u8]) -> Vec<u8> {
    let mut file = vec![0, 0, 8, dimensions.len() as u8];
    file.extend(dimensions.iter().flat_map(|along| along.to_be_bytes()));
    file.extend(bytes);
    file
}

#[test]
fn bad_digits_get_one_line() {
    let folder = Folder::new("networks-digits");
    let put = |name: &str, bytes: &[u8]| {
        let path = folder.path(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let pixels: Vec<u8> = (0..20 * 16 * 16).map(|place| (place * 37 % 256) as u8).collect();
    let classes: Vec<u8> = (0..20).map(|place| place % 10).collect();
    let images = put("images", &idx(&[20, 16, 16], &pixels));
    let labels = put("labels", &idx(&[20], &classes));
    let cut = put("cut", &idx(&[20, 16, 16], &pixels[1..]));
    let oblong = put("oblong", &idx(&[20, 8, 32], &pixels));
    let few = put("few", &idx(&[19], &classes[1..]));
    let wide = put("wide", &idx(&[20], &[10; 20]));
    let gzip = put("gzip", &[0x1F, 0x8B, 8, 0, 1, 2, 3]);
    let absent = folder.path("absent");
    let train = |images: &str, labels: &str, needles: &[&str]| {
        refused(&folder, 2, &["train", "--train-images", images, "--train-labels", labels], needles);
    };
    train(&absent, &labels, &["absent", "no such file"]);
    train(&folder.path(""), &labels, &["cannot open"]);
    train(&labels, &labels, &["labels: pictures: begins with 00 00 08 01", "00 00 08 03"]);
    train(&images, &images, &["images: labels: begins with 00 00 08 03"]);
    train(&cut, &labels, &["cut: pictures: has 5135 bytes", "5136"]);
    train(&oblong, &labels, &["8 × 32", "square"]);
    train(&images, &few, &["20 pictures and 19 labels"]);
    train(&images, &wide, &["wide: label 0 is 10", "from 0 to 9"]);
    train(&gzip, &labels, &["gzip: pictures: cannot be unpacked"]);
    train(&images, &labels, &["16 pixels", "28"]);
    refused(&folder, 2, &["train", "--train-images", &images], &["--train-labels"]);
    // Both of one size they are trained on.
    let own = ["--train-images", &images, "--train-labels", &labels, "--test-images", &images];
    let found = report(&[&["train", "--steps", "5", "--batch", "4"], &own, &["--test-labels", &labels]]);
    assert_eq!((&found["setup"]["digits"], &found["widths"][0]), (&20.into(), &64.into()));
    assert_eq!(found["train_loss"], found["test_loss"]);
}

#[test]
fn bad_settings_weights_and_runs_get_one_line() {
    let folder = Folder::new("networks-bad");
    let out = folder.path("out.csv");
    let nowhere = folder.path("nowhere/w.safetensors");
    let weights = folder.path("w.safetensors");
    assert!(network(&[&["train"], &SMALL, &["--steps", "2", "--save", &weights]]).status.success());
    let good = fs::read(&weights).unwrap();
    let put = |name: &str, bytes: &[u8]| {
        let path = folder.path(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let with_last = |number: f32| [&good[..good.len() - 4], &number.to_le_bytes()].concat();
    let nan = put("nan.safetensors", &with_last(f32::NAN));
    let huge = put(
        "huge.safetensors",
        &[&good[..good.len() - 4 * 170], &f32::MAX.to_le_bytes().repeat(170)].concat(),
    );
    let cut = put("cut.safetensors", &good[..good.len() - 4]);
    let empty = put("empty.safetensors", &[]);
    let foreign = put("foreign.csv", b"a,b\n1,2\n");
    let cases: [(i32, &[&str], &[&str]); 29] = [
        (2, &[], &["subcommand"]),
        (2, &["dance"], &["dance"]),
        (2, &["train", "--eta", "NaN"], &["--eta", "number from"]),
        (2, &["train", "--batch", "501"], &["batch = 501", "500"]),
        (2, &["train", "--digits", "1001"], &["digits to train on", "1001", "1000"]),
        (2, &["train", "--test-digits", "2001"], &["digits to test on", "2001", "2000"]),
        (2, &["train", "--pooling", "3"], &["pooling = 3", "28"]),
        (2, &["train", "--width", "5000"], &["--width", "4096"]),
        (2, &["train", "--hidden", "8,8,8,8"], &["--hidden has 4 layers", "from 1 to 3"]),
        (2, &["train", "--hidden", "8,2.5"], &["--hidden", "whole numbers from 1 to 4096"]),
        (2, &["train", "--steps", "5", "--eta-t", "5"], &["--eta-t"]),
        (2, &["train", "--preset", "huge"], &["huge", "live", "paper"]),
        (2, &["train", "--steps", "5", "--save", &nowhere], &["cannot write", "nowhere"]),
        (1, &[&["train", "--save", &out][..], &WILD].concat(), &["diverged by step", "η = 10"]),
        (1, &[&["fork", "--json"][..], &WILD].concat(), &["diverged by step"]),
        (2, &["measure"], &["--weights"]),
        (2, &["measure", "--weights", &nowhere], &["cannot open"]),
        (2, &["measure", "--weights", &nan], &["nan.safetensors: 4.bias: number 9 is not finite"]),
        (2, &["measure", "--weights", &huge], &["huge.safetensors", "loss is no number"]),
        (2, &["measure", "--weights", &cut], &["cut.safetensors: 4.bias"]),
        (2, &["measure", "--weights", &empty], &["empty.safetensors", "no safetensors file"]),
        (2, &["measure", "--weights", &weights, "--digits", "1001"], &["1001", "1000"]),
        (2, &["fork", "--at", "0,2001"], &["--at 2001", "2000 steps"]),
        (2, &["grid", "--etas", "0.1,fast", "--out", &out], &["--etas", "numbers from"]),
        (2, &["grid", "--batches", "10,501", "--out", &out], &["batch = 501"]),
        (2, &["grid", "--out", &foreign, "--resume"], &["foreign.csv", "not a grid's file"]),
        (2, &["grid", "--resume"], &["--out"]),
        (2, &["brownian", "--batch", "65"], &["--batch", "64"]),
        (2, &["convex", "--counts", "21"], &["--counts", "1 to 20"]),
    ];
    for (code, arguments, needles) in cases {
        refused(&folder, code, arguments, needles);
    }
    assert!(fs::read(&weights).unwrap() == good);
}

#[test]
fn figures_of_networks_are_listed_and_carry_their_setup() {
    let list = text(&ask(&["figure", "--list"]).stdout);
    for name in frostline::networks::figures::CATALOGUE.map(|entry| entry.name) {
        assert!(list.lines().any(|line| line.trim_start().starts_with(name)), "{name} is not listed: {list}");
    }
    let folder = Folder::new("networks-figure");
    let table = folder.path("edge.csv");
    let output = ask(&["figure", "edge", "--quick", "--seed", "3", "-o", &table]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let drawn = fs::read_to_string(&table).unwrap();
    let command = "frostline figure edge --seed 3 --quick -o edge.svg";
    for mark in ["\"laboratory\":\"networks\"", "\"seed\":3", "plain descent", command] {
        assert!(drawn.contains(mark), "no {mark}: {}", &drawn[..1000.min(drawn.len())]);
    }
    // The same again is refused, and leaves the file.
    let again = ask(&["figure", "edge", "--quick", "-o", &table]);
    assert!(again.status.code() == Some(2) && text(&again.stderr).contains("--force"));
    assert!(fs::read_to_string(&table).unwrap() == drawn);
    // No session can be had of it, but the command that makes it again.
    let shot = folder.path("shot.png");
    let opened = ask(&["screenshot", "--session", &table, "-o", &shot]);
    let said = text(&opened.stderr);
    assert!(opened.status.code() == Some(2) && said.lines().count() == 1 && said.contains(command), "{said}");
}

#[test]
fn a_figure_of_networks_is_made_again_of_itself() {
    let folder = Folder::new("networks-again");
    for ending in ["svg", "pdf", "png", "csv"] {
        let [first, second] = ["first", "second"].map(|name| folder.path(&format!("{name}.{ending}")));
        let made = ask(&["figure", "brownian", "--quick", "--seed", "5", "-o", &first]);
        assert!(made.status.success(), "{}", text(&made.stderr));
        let again = ask(&["figure", "brownian", "--session", &first, "-o", &second]);
        assert!(again.status.success(), "{}", text(&again.stderr));
        assert!(fs::read(&first).unwrap() == fs::read(&second).unwrap(), "{ending}");
    }
}

#[test]
fn a_grid_that_was_kept_is_drawn_without_computing_it() {
    let folder = Folder::new("networks-from");
    let (grid, out) = (folder.path("grid.csv"), folder.path("fig2c.csv"));
    let axes =
        ["--etas", "0.05,0.1", "--batches", "10,20", "--repeats", "2", "--branches", "3", "--eta-t", "30"];
    // Wide enough for ten curvatures.
    let small = ["--pooling", "4", "--width", "16", "--digits", "60"];
    let made = network(&[&["grid"], &small, &axes, &["--test-digits", "200", "--out", &grid]]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    let drawn = ask(&["figure", "fig2c", "--from", &grid, "-o", &out]);
    assert!(drawn.status.success(), "{}", text(&drawn.stderr));
    let rows = fs::read_to_string(&grid).unwrap();
    let figure = fs::read_to_string(&out).unwrap();
    for row in rows.lines().skip(1) {
        let flatness = row.split(',').nth(5).unwrap();
        assert!(flatness.is_empty() || figure.contains(&flatness[..8]), "no {flatness} in {figure}");
    }
    // The figure brings the table along: it can be drawn of itself, and another of it.
    let (again, other) = (folder.path("again.csv"), folder.path("fig2a.svg"));
    assert!(ask(&["figure", "fig2c", "--session", &out, "-o", &again]).status.success());
    assert!(fs::read(&again).unwrap() == fs::read(&out).unwrap());
    assert!(ask(&["figure", "fig2a", "--from", &out, "-o", &other]).status.success());
    fs::write(folder.path("other.csv"), "a,b\n1,2\n").unwrap();
    let (foreign, none) = (folder.path("other.csv"), folder.path("none.svg"));
    for (arguments, expected) in [
        (["figure", "fig2a", "--from", &foreign, "-o", &none], "not a grid's file"),
        (["figure", "fig1a", "--from", &grid, "-o", &none], "fig2a to fig2d"),
        (["figure", "p-flat", "--from", &grid, "-o", &none], "fig2a to fig2d"),
        (["figure", "fig2a", "--paper-size", "--quick", "-o", &none], "--preset paper"),
        (["figure", "fig1f", "--quick", "--force", "-o", &none], "did you mean fig1e"),
    ] {
        let refused = ask(&arguments);
        let said = text(&refused.stderr);
        assert!(refused.status.code() == Some(2) && said.contains(expected), "{arguments:?}: {said}");
        assert!(said.lines().count() == 1 && !Path::new(&none).exists());
    }
}

#[test]
fn a_grid_at_live_size_is_one_of_minutes_and_the_papers_is_its_own() {
    let folder = Folder::new("networks-sizes");
    let small = ["--pooling", "4", "--width", "8", "--etas", "0.1", "--batches", "20", "--repeats", "1"];
    let rest = ["--branches", "2", "--test-digits", "100"];
    let row = |name: &str, more: &[&str]| -> Vec<String> {
        let out = folder.path(name);
        let made = network(&[&["grid"], &small, &rest, more, &["--out", &out]]);
        assert!(made.status.success(), "{}", text(&made.stderr));
        let text = fs::read_to_string(&out).unwrap();
        text.lines().nth(1).unwrap().split(',').map(str::to_owned).collect()
    };
    let live = row("live.csv", &[]);
    assert_eq!(live[15], "400", "ηT = 40");
    assert_eq!(
        row("same.csv", &["--digits", "300", "--eta-t", "40", "--descent-eta", "0.05"])[2..15],
        live[2..15]
    );
    assert_eq!(row("own.csv", &["--own-eta"])[2..15], row("too.csv", &["--descent-eta", "0.1"])[2..15]);
    let paper = row("paper.csv", &["--preset", "paper", "--digits", "60"]);
    assert_eq!(paper[15], "1000", "ηT = 100");
}

#[test]
fn repeats_of_a_fork_are_told_in_means() {
    let fork = ["fork", "--steps", "300", "--at", "0,150", "--test-digits", "300", "--target-loss", "0.05"];
    let found = report(&[&fork, &SMALL, &["--eta", "0.1", "--repeats", "3"]]);
    let means = &found["means"];
    assert_eq!(means["runs"].as_array().unwrap().len(), 3);
    // By hand, of single forks.
    let single = |repeat: &str| report(&[&fork, &SMALL, &["--eta", "0.1", "--repeat", repeat]]);
    let losses: Vec<[f64; 2]> = ["0", "1", "2"]
        .map(|repeat| {
            let found = single(repeat);
            assert!(found["means"].is_null());
            [0, 1].map(|place: usize| found["branches"][place]["matched"]["test_loss"].as_f64().unwrap())
        })
        .into();
    let mean = losses.iter().map(|losses| losses[1]).sum::<f64>() / 3.0;
    let told = &means["branches"][1]["matched"]["test_loss"];
    assert!((told["mean"].as_f64().unwrap() - mean).abs() < 1e-12 && told["count"] == 3, "{told}");
    let changes: Vec<f64> = losses.iter().map(|[first, last]| last - first).collect();
    let change = changes.iter().sum::<f64>() / 3.0;
    let error = (changes.iter().map(|one| (one - change).powi(2)).sum::<f64>() / 6.0).sqrt();
    let told = &means["change"]["test_loss"];
    assert!((told["mean"].as_f64().unwrap() - change).abs() < 1e-12, "{told}");
    assert!((told["se"].as_f64().unwrap() - error).abs() < 1e-12, "{told}");
    let said = text(&network(&[&fork, &SMALL, &["--eta", "0.1", "--repeats", "3"]]).stdout);
    assert!(said.contains("3 runs (0 diverged)") && said.contains('±'), "{said}");
}

#[test]
fn every_help_of_the_laboratory_teaches_by_example() {
    for command in ["train", "measure", "fork", "grid", "instability", "brownian", "convex"] {
        let output = network(&[&[command, "--help"]]);
        assert!(output.status.success());
        let help = text(&output.stdout);
        assert!(help.contains(&format!("\n  frostline network {command}")), "{help}");
    }
}
