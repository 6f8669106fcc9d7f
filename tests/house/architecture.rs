//! The rules of `src/lib.rs`, enforced by reading the source as the compiler does: what its table lets a room import, and
//! who may name files, threads, clocks, processes and the screen.

use std::collections::BTreeMap;
use std::path::Path;

use crate::paths::{Reached, module, reached};
use crate::sources::sources;

/// A room of the house, and those that it may import besides itself; a name stands for the rooms inside it, too.
struct Room {
    name: String,
    imports: Vec<String>,
}

/// Rooms whose results are numbers and reasons: they have no words.
const SILENT: [&str; 5] =
    ["valleys::model", "valleys::theory", "valleys::sim", "networks::training", "networks::curvature"];

/// What of others is named in some rooms alone.
const GUARDED: [(&str, &[&str]); 19] = [
    ("std::fs", &["platform"]),
    ("std::thread", &["platform"]),
    ("std::time::Instant", &["platform"]),
    ("std::time::SystemTime", &["platform"]),
    ("web_time", &["platform"]),
    ("std::process::ExitCode", &["cli", "main", "platform"]),
    ("std::process", &["platform"]),
    ("std::env", &["platform", "main"]),
    ("std::net", &[]),
    ("rayon::ThreadPool", &["platform"]),
    ("rayon::ThreadPoolBuilder", &["platform"]),
    ("rayon::spawn", &["platform"]),
    ("egui", &["app"]),
    ("eframe", &["app"]),
    ("egui_plot", &["app"]),
    ("winit", &["app"]),
    ("rfd", &["app"]),
    ("clap", &["cli"]),
    (
        "rayon",
        &[
            "platform",
            "valleys::sim",
            "valleys::experiments",
            "valleys::figures",
            "networks::experiments",
            "app::kit",
            "app::valleys",
        ],
    ),
];

/// Methods of paths that ask the disk.
const ASKING: [&str; 10] = [
    "exists",
    "try_exists",
    "is_dir",
    "is_file",
    "is_symlink",
    "metadata",
    "symlink_metadata",
    "canonicalize",
    "read_dir",
    "read_link",
];

/// The table of `lib.rs`.
fn house() -> Vec<Room> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let names = |cell: &str| -> Vec<String> {
        cell.split('`').skip(1).step_by(2).map(str::to_owned).filter(|name| !name.is_empty()).collect()
    };
    let rows = text.lines().filter_map(|line| line.strip_prefix("//! | ["));
    rows.map(|row| {
        let cells: Vec<&str> = row.split(" | ").collect();
        let [name, _, imports] = cells[..] else { panic!("a row has three cells: {row}") };
        Room { name: names(name)[0].clone(), imports: names(imports) }
    })
    .collect()
}

/// The room that a path of ours leads into.
fn room<'a>(house: &'a [Room], path: &[String]) -> Option<&'a Room> {
    let path = path.join("::");
    house.iter().filter(|room| is_within(&path, &room.name)).max_by_key(|room| room.name.len())
}

fn is_within(path: &str, room: &str) -> bool {
    path.strip_prefix(room).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// What breaks the rules, as `file:line: why`.
fn violations(house: &[Room], place: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut blame = |line: usize, why: String| found.push(format!("src/{}:{line}: {why}", place.display()));
    let own = module(place);
    let root = ["lib.rs", "main.rs"].iter().any(|root| place == Path::new(root));
    let home = if root { None } else { room(house, &own) };
    if !root && home.is_none() {
        blame(1, format!("{} has no place in the table of lib.rs", own.join("::")));
    }
    if !text.starts_with("//!") {
        blame(1, "a file opens by saying what it is (`//!`)".to_owned());
    }
    let name = home.map_or(place.to_str().unwrap().trim_end_matches(".rs"), |home| home.name.as_str());
    for (line, reached) in reached(place, text) {
        match reached {
            Reached::Ours(path) if path.is_empty() => {
                blame(line, "name the module that is imported".to_owned());
            }
            Reached::Ours(path) => {
                let says = ["words", "say"].contains(&path[0].as_str());
                if says && SILENT.iter().any(|silent| is_within(name, silent)) {
                    blame(line, format!("{name} has no words"));
                }
                let (Some(home), Some(room)) = (home, room(house, &path)) else { continue };
                let may = |import: &String| is_within(&room.name, import);
                if !says && room.name != home.name && !home.imports.iter().any(may) {
                    blame(line, format!("{name} must not import {}", room.name));
                }
            }
            Reached::Others(path) => {
                let path = path.join("::");
                let guard = GUARDED.iter().find(|(guarded, _)| is_within(&path, guarded));
                if let Some((guarded, rooms)) = guard
                    && !rooms.iter().any(|room| is_within(name, room))
                {
                    blame(line, format!("{guarded} is named in {} only", rooms.join(", ")));
                }
            }
            Reached::Method(method) => {
                if ASKING.contains(&method.as_str()) && !is_within(name, "platform") {
                    blame(line, format!("the disk is asked (`{method}`) in platform only"));
                }
            }
        }
    }
    found.dedup();
    found
}

#[test]
fn every_file_keeps_the_rules() {
    let (house, sources) = (house(), sources());
    assert!(sources.len() > 200 && house.len() > 15, "source and table must be found");
    let found: Vec<String> =
        sources.iter().flat_map(|(place, text)| violations(&house, place, text)).collect();
    assert!(found.is_empty(), "{} violations\n{}", found.len(), found.join("\n"));
}

/// No table may soften these.
#[test]
fn the_table_keeps_what_the_house_stands_on() {
    let house = house();
    let imports = |room: &str| &house.iter().find(|known| known.name == room).expect(room).imports;
    let reaches = |from: &str, to: &str| imports(from).iter().any(|import| is_within(to, import));
    for (one, other) in [("valleys::theory", "valleys::sim"), ("valleys::sim", "valleys::theory")] {
        assert!(
            !reaches(one, other),
            "that {one} and {other} agree is evidence only while they are independent"
        );
    }
    let order = [
        "valleys::model",
        "valleys::theory",
        "valleys::experiments",
        "valleys::figures",
        "cli",
        "app::shell",
    ];
    for (place, lower) in order.iter().enumerate() {
        for upper in &order[place + 1..] {
            assert!(!reaches(lower, upper), "{lower} lies below {upper}");
        }
    }
    for room in ["words", "job", "settings", "chart", "export", "platform"] {
        let knows = ["valleys::model", "networks::model"].iter().any(|lab| reaches(room, lab));
        assert!(!knows, "{room} knows no laboratory");
    }
    let networks =
        ["networks::model", "networks::training", "networks::curvature", "networks::experiments", "networks"];
    for (place, lower) in networks.iter().enumerate() {
        for upper in &networks[place + 1..] {
            assert!(!imports(lower).iter().any(|import| import == upper), "{lower} lies below {upper}");
        }
        assert!(!reaches(lower, "valleys::model"), "laboratories do not know each other");
    }
    for room in house.iter().filter(|room| !room.name.starts_with("app")) {
        assert!(!reaches(&room.name, "app::desk"), "{} knows no window", room.name);
    }
    for (below, above) in
        [("app::kit", "app::desk"), ("app::desk", "app::valleys"), ("app::desk", "app::shell")]
    {
        assert!(!reaches(below, above), "state lies below views, and what draws anything below both");
    }
    for room in &house {
        let known = |name: &String| house.iter().any(|room| is_within(&room.name, name));
        assert!(room.imports.iter().all(known), "{} imports rooms that do not exist", room.name);
    }
}

#[test]
fn no_two_types_of_a_laboratory_share_a_name() {
    let mut named: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let of =
        |place: &Path, lab: &str| place.starts_with(lab) || place.starts_with(Path::new("app").join(lab));
    for (place, text) in sources() {
        let Some(lab) = ["valleys", "networks"].into_iter().find(|lab| of(&place, lab)) else { continue };
        for item in syn::parse_file(&text).unwrap().items {
            let name = match item {
                syn::Item::Struct(item) => item.ident,
                syn::Item::Enum(item) => item.ident,
                syn::Item::Type(item) => item.ident,
                syn::Item::Trait(item) => item.ident,
                _ => continue,
            };
            named.entry(format!("{lab}: {name}")).or_default().push(place.display().to_string());
        }
    }
    named.retain(|_, places| places.len() > 1);
    assert!(named.is_empty(), "{named:#?}");
}

/// Each line on its own, in a file of the room, and whom it is blamed for.
const BROKEN: [(&str, &str, &str); 24] = [
    ("valleys/theory", "use crate::valleys::sim::Swarm;", "valleys::theory must not import valleys::sim"),
    (
        "valleys/sim",
        "use crate::{valleys::model::Scenario,\n    valleys::theory::p_ito};",
        "valleys::sim must not import valleys::theory",
    ),
    (
        "valleys/sim",
        "fn f() { crate::valleys::theory::p_ito() }",
        "valleys::sim must not import valleys::theory",
    ),
    ("valleys/sim", "use super::super::theory::p_ito;", "valleys::sim must not import valleys::theory"),
    (
        "valleys/sim",
        "fn f() { super::super::theory::p_ito() }",
        "valleys::sim must not import valleys::theory",
    ),
    (
        "valleys/sim",
        "pub(super) use crate::{\n    valleys::theory::p_ito,\n};",
        "valleys::sim must not import valleys::theory",
    ),
    (
        "valleys/sim",
        "pub(crate) use crate::{\n    valleys::theory::p_ito,\n};",
        "valleys::sim must not import valleys::theory",
    ),
    (
        "valleys/sim",
        "use crate::valleys as all; fn f() { all::theory::p_ito() }",
        "valleys::sim must not import valleys::theory",
    ),
    ("valleys/sim", "use crate as all;", "name the module that is imported"),
    (
        "valleys/sim",
        "fn f() { format!(\"{}\", crate::valleys::theory::p_ito()); }",
        "valleys::sim must not import valleys::theory",
    ),
    (
        "valleys/sim",
        "fn f(_: crate::valleys::theory::Trace) {}",
        "valleys::sim must not import valleys::theory",
    ),
    (
        "valleys/model",
        "use std::{fs, io};\nfn f() { fs::write(\"a\", \"b\"); }",
        "std::fs is named in platform only",
    ),
    (
        "cli",
        "fn f(path: &std::path::Path) { path.exists(); }",
        "the disk is asked (`exists`) in platform only",
    ),
    (
        "app/desk",
        "fn f(path: &std::path::Path) { path.is_dir(); }",
        "the disk is asked (`is_dir`) in platform only",
    ),
    ("export", "use std::process::Command;", "std::process is named in platform only"),
    ("valleys/model", "use std::time::Instant;", "std::time::Instant is named in platform only"),
    ("valleys/model", "fn f() { std::env::var(\"a\"); }", "std::env is named in platform, main only"),
    ("valleys/theory", "fn f() { std::thread::spawn(|| ()); }", "std::thread is named in platform only"),
    (
        "valleys/theory",
        "use rayon::prelude::*;",
        "rayon is named in platform, valleys::sim, valleys::experiments, valleys::figures, networks::experiments, app::kit, app::valleys only",
    ),
    ("cli", "use winit::window::Window;", "winit is named in app only"),
    ("valleys/theory", "fn f() { crate::say!(\"a\"); }", "valleys::theory has no words"),
    ("cli", "use crate::app::shell::app::App;", "cli must not import app::shell"),
    ("app/kit", "use crate::app::desk::Desk;", "app::kit must not import app::desk"),
    ("app/desk", "use super::super::valleys::panels::Panels;", "app::desk must not import app::valleys"),
];

#[test]
fn what_breaks_a_rule_is_named_with_file_and_line() {
    let house = house();
    for (room, line, why) in BROKEN {
        let place = Path::new(room).join("x.rs");
        let found = violations(&house, &place, &format!("//! X.\n\n{line}\n"));
        let blamed =
            |found: &String| found.starts_with(&format!("src/{}:", place.display())) && found.ends_with(why);
        assert!(found.iter().any(blamed), "{line}\nshould be blamed: {why}\n{found:?}");
    }
    let unknown = violations(&house, Path::new("tools/x.rs"), "//! T.\n");
    assert_eq!(unknown, ["src/tools/x.rs:1: tools::x has no place in the table of lib.rs"]);
    let fine = "//! C.\n// crate::app is not meant here\nuse crate::{valleys::model::{Landscape, Valley}, session};\n";
    assert!(violations(&house, Path::new("cli/x.rs"), fine).is_empty());
}
