//! The page that shows a folder of figures.

use crate::chart::Figure;
use crate::chart::markup::{Kind, Level, parse};
use crate::say;

/// A page over figures that lie beside it, of their entries.
pub fn index(entries: &[String]) -> String {
    let entries = entries.concat();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<title>{}</title>\n<style>{STYLE}</style>\n<h1>{}</h1>\n{entries}</html>\n",
        html(say!("export.index.title")),
        html(say!("export.index.heading"))
    )
}

const STYLE: &str = "body{font:15px/1.5 Inter,system-ui,sans-serif;color:#3f4954;background:#f7f8fa;max-width:960px;\
margin:40px auto;padding:0 20px}h1,h2{color:#12171d;font-weight:600}h1{font-size:22px}h2{font-size:16px;margin:44px 0 8px}\
img{width:100%;max-width:680px;background:#fff;border-radius:3px}i{font-family:'STIX Two Text',Georgia,serif}\
.notes{color:#5f6a77;font-size:13px}a{color:#0d6299}sub,sup{line-height:0;font-size:72%}";

/// The page's entry of a figure in files of these endings; the first of SVG and PNG is shown.
pub fn index_entry(figure: &Figure, endings: &[&str]) -> String {
    let shown = ["svg", "png"].into_iter().find(|ending| endings.contains(ending));
    let name = &figure.name;
    let picture =
        shown.map_or(String::new(), |ending| format!("<p><img src=\"{name}.{ending}\" alt=\"\">\n"));
    let files: Vec<String> = endings
        .iter()
        .map(|ending| format!("<a href=\"{name}.{ending}\">{}</a>", ending.to_uppercase()))
        .collect();
    let notes: Vec<String> = figure.notes.iter().map(|note| html(note)).collect();
    format!(
        "<h2>{}</h2>\n{picture}<p>{}\n<p class=\"notes\">{}<br>{}\n",
        html(&figure.title),
        html(&figure.caption),
        notes.join("; "),
        files.join(" · ")
    )
}

/// The markup as a browser sets it.
fn html(markup: &str) -> String {
    let mut text = String::new();
    for run in parse(markup) {
        let mut words = run.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        if run.kind == Kind::Italic {
            words = format!("<i>{words}</i>");
        }
        if run.bold {
            words = format!("<b>{words}</b>");
        }
        text += &match run.level {
            Level::Baseline => words,
            Level::Subscript => format!("<sub>{words}</sub>"),
            Level::Superscript => format!("<sup>{words}</sup>"),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mathematics_is_set_and_marks_are_escaped() {
        assert_eq!(
            html("$y_{freeze}$ < 5 & $10^{-3}$"),
            "<i>y</i><sub>freeze</sub> &lt; 5 &amp; 10<sup>−3</sup>"
        );
    }
}
