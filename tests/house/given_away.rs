//! What stands in several places of what is given away is the same in all of them.

const VERSION: &str = env!("CARGO_PKG_VERSION");
const BIBTEX: &str = include_str!("../../assets/frostline.bib");

#[test]
fn all_that_names_the_version_names_this_one() {
    for (text, line) in [
        (include_str!("../../CITATION.cff"), format!("\nversion: {VERSION}\n")),
        (BIBTEX, format!("version = {{{VERSION}}}")),
        (include_str!("../../assets/frostline.metainfo.xml"), format!("<release version=\"{VERSION}\"")),
    ] {
        assert!(text.contains(&line), "no '{}' in\n{text}", line.trim());
    }
}

#[test]
fn the_readme_cites_as_the_program_does() {
    let indented = |line: &str| if line.is_empty() { String::new() } else { format!("    {line}") };
    let cited: Vec<String> = BIBTEX.lines().map(indented).collect();
    assert!(include_str!("../../README.md").contains(&cited.join("\n")), "the README's BibTeX is another");
}

#[test]
fn kinds_of_files_are_called_the_same_wherever_a_desktop_reads_of_them() {
    let kinds = ["application/x-frostline-session", "application/x-frostline-lesson"];
    for kind in kinds {
        for text in [
            include_str!("../../assets/frostline.desktop"),
            include_str!("../../assets/frostline.mime.xml"),
            include_str!("../../assets/frostline.metainfo.xml"),
        ] {
            assert!(text.contains(kind), "no {kind} in\n{text}");
        }
    }
}
