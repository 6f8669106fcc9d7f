//! The import rule of `src/lib.rs`, enforced by reading the source: `use` lines and paths alike.

#[path = "support/sources.rs"]
mod sources;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use sources::sources;

/// What each module may import of ours, besides itself.
const RULE: [(&str, &[&str]); 12] = [
    ("words", &[]),
    ("model", &[]),
    ("job", &[]),
    ("theory", &["model"]),
    ("sim", &["model"]),
    ("experiments", &["model", "theory", "sim", "job"]),
    ("figures", &["model", "theory", "experiments"]),
    ("export", &["figures"]),
    ("lessons", &["model", "theory"]),
    ("session", &["model", "experiments", "export"]),
    ("cli", &["model", "theory", "sim", "job", "experiments", "figures", "export", "lessons", "session"]),
    ("app", &["model", "theory", "sim", "job", "experiments", "figures", "export", "lessons", "session"]),
];

/// Who may touch files.
const FILES: [&str; 3] = ["session", "export", "cli"];

/// The roots are not modules: they wire the others up.
const ROOTS: [&str; 2] = ["lib", "main"];

/// The module that a file belongs to.
fn module(place: &Path) -> &str {
    let first = place.components().next().and_then(|first| first.as_os_str().to_str());
    first.expect("a name").trim_end_matches(".rs")
}

/// The code of a line: comments may name anything.
fn code(line: &str) -> &str {
    line.split("//").next().unwrap_or_default()
}

/// Every word of ours that a statement reaches through `crate::` or, from outside the library, `frostline::`; a group
/// in braces gives all of its first words.
fn reached(statement: &str) -> Vec<String> {
    let mut found = Vec::new();
    for root in ["crate::", "frostline::"] {
        for (at, _) in statement.match_indices(root) {
            let preceded = statement[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            if !preceded {
                found.extend(first_words(&statement[at + root.len()..]));
            }
        }
    }
    found
}

/// `a::b` gives a; `{a::{b, c}, d as e}` gives a and d.
fn first_words(path: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let Some(group) = path.strip_prefix('{') else { return vec![word(path)] };
    let mut depth = 0;
    let mut starts = vec![0];
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => starts.push(at + 1),
            _ => {}
        }
    }
    starts.into_iter().map(|start| word(&group[start..])).filter(|word| !word.is_empty()).collect()
}

/// The statements of a file with the line each starts on: a `use` is joined up to its semicolon.
fn statements(text: &str) -> Vec<(usize, String)> {
    let mut statements: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for (index, line) in text.lines().map(code).enumerate() {
        if open {
            let (_, statement) = statements.last_mut().expect("an open statement");
            statement.push_str(line.trim());
        } else {
            statements.push((index + 1, line.to_owned()));
        }
        let (_, statement) = statements.last().expect("just pushed");
        let is_use = statement.trim_start().trim_start_matches("pub ").starts_with("use ");
        open = is_use && !statement.contains(';');
    }
    statements
}

/// What breaks the rule, as `file:line: why`.
fn violations(module: &str, place: &Path, text: &str) -> Vec<String> {
    let allowed = RULE.iter().find(|(name, _)| *name == module).map(|(_, allowed)| *allowed);
    let modules: BTreeSet<&str> = RULE.iter().map(|(name, _)| *name).collect();
    let is_root = ROOTS.contains(&module);
    let mut found = Vec::new();
    let mut blame = |line: usize, why: String| found.push(format!("src/{}:{line}: {why}", place.display()));
    if allowed.is_none() && !is_root {
        blame(1, format!("{module} has no place in the import rule"));
    }
    if !text.starts_with("//!") {
        blame(1, "a file opens by saying what it is (`//!`)".to_owned());
    }
    for (line, statement) in statements(text) {
        for name in reached(&statement) {
            let known = modules.contains(name.as_str());
            let ok = is_root
                || name == "words"
                || name == module
                || allowed.is_some_and(|list| list.contains(&name.as_str()));
            if known && !ok {
                blame(line, format!("{module} must not import {name}"));
            }
            if name == "self" || name.is_empty() {
                blame(line, "name the module that is imported".to_owned());
            }
        }
        // `super` leads out of a module only from its own root file.
        let is_module_root = place.components().count() == 1 || place.ends_with(format!("{module}/mod.rs"));
        if is_module_root && !is_root && statement.contains("use super::") && !statement.contains("super::*")
        {
            blame(line, "reach other modules through `crate::`, so that this test sees it".to_owned());
        }
        if statement.contains("super::super::super") {
            blame(line, "reach other modules through `crate::`, so that this test sees it".to_owned());
        }
        if module != "app" && (statement.contains("egui") || statement.contains("eframe")) {
            blame(line, format!("egui is named under app only, not in {module}"));
        }
        let files = ["std::fs", "fs::File", "File::create", "File::open", "OpenOptions"];
        if !FILES.contains(&module) && files.iter().any(|name| statement.contains(name)) {
            blame(line, format!("files are touched in {} only, not in {module}", FILES.join(", ")));
        }
    }
    found
}

#[test]
fn every_file_keeps_the_import_rule() {
    let sources = sources();
    assert!(sources.len() > 20, "the source must be found");
    let found: Vec<String> =
        sources.iter().flat_map(|(place, text)| violations(module(place), place, text)).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn what_breaks_the_rule_is_named_with_file_and_line() {
    let broken = [
        ("theory", "//! T.\nuse crate::sim::Swarm;\n", "src/theory/x.rs:2: theory must not import sim"),
        (
            "sim",
            "//! S.\nuse crate::{model::Scenario,\n    theory::p_ito};\n",
            "src/sim/x.rs:2: sim must not import theory",
        ),
        ("sim", "//! S.\nfn f() { crate::theory::p_ito() }\n", "src/sim/x.rs:2: sim must not import theory"),
        (
            "model",
            "//! M.\n\nuse std::fs::File;\n",
            "src/model/x.rs:3: files are touched in session, export, cli only, not in model",
        ),
        ("cli", "//! C.\nuse eframe::egui;\n", "src/cli/x.rs:2: egui is named under app only, not in cli"),
        ("cli", "//! C.\nuse crate::app::App;\n", "src/cli/x.rs:2: cli must not import app"),
        ("tools", "//! T.\n", "src/tools/x.rs:1: tools has no place in the import rule"),
    ];
    for (module, text, expected) in broken {
        let place = PathBuf::from(module).join("x.rs");
        assert_eq!(violations(module, &place, text), [expected]);
    }
    let fine = "//! C.\n// crate::app is not meant here\nuse crate::{model::{Landscape, Valley}, sim};\n";
    assert!(violations("cli", Path::new("cli/x.rs"), fine).is_empty());
}
