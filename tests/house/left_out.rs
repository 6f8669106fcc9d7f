//! What `cargo test` leaves out because it takes long is run by `.ci/run`, all of it.

use std::fs;
use std::path::Path;

use crate::sources::rust_files;

#[test]
fn what_takes_long_is_run_before_a_change_goes_in() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = fs::read_to_string(root.join(".ci/run")).unwrap();
    let mut names = Vec::new();
    for path in rust_files(&root.join("tests")) {
        let text = fs::read_to_string(path).unwrap();
        let left_out = text.split("#[ignore = \"takes long; .ci/run runs it\"]\nfn ").skip(1);
        names.extend(left_out.map(|rest| rest.split('(').next().unwrap_or_default().to_owned()));
    }
    assert!(!names.is_empty());
    let missing: Vec<_> = names.iter().filter(|name| !run.contains(name.as_str())).collect();
    assert!(missing.is_empty(), ".ci/run does not run {missing:?}");
}
