//! The catalogue on paper: every figure's drawing is as kept, no words overlap, and no file is too large.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use frostline::chart::Figure;
use frostline::export::{Format, Provenance, Sheet, bytes, text_boxes};
use frostline::valleys::figures::{CATALOGUE, Colouring, EXPERIMENTS, Effort, Entry, Look, Source};
use frostline::valleys::model::Scenario;
use frostline::valleys::sim::SimdPath;

/// A short run of few walkers, made quickly: small data, the same each time.
static SOURCE: LazyLock<Source> = LazyLock::new(|| {
    let scenario = Scenario { walkers: 192, steps: 40_000, seed: 7, ..Scenario::default() };
    let look = Look {
        stage_y: [1.0, 10.0],
        stage_x: [-0.38, 0.55],
        slice_y: None,
        epsilon_phi: None,
        colouring: Colouring::Age,
    };
    Source::new(scenario, Vec::new(), 12_000, look, Effort::Quick)
});

fn made(entries: &[&Entry]) -> Vec<Figure> {
    let make = |entry: &&Entry| (entry.make)(&SOURCE, &|_| ControlFlow::Continue(())).expect("not cancelled");
    entries.iter().map(make).collect()
}

static FIGURES: LazyLock<Vec<Figure>> = LazyLock::new(|| made(&CATALOGUE));
static ANSWERS: LazyLock<Vec<Figure>> = LazyLock::new(|| made(&EXPERIMENTS));

fn column() -> Sheet {
    Sheet::default()
}

fn slide() -> Sheet {
    Sheet {
        width_mm: 254.0,
        light: false,
        font_pt: 13.0,
        dots_per_inch: 150.0,
        outlines: false,
        letters: false,
    }
}

fn provenance() -> Provenance {
    Provenance { session: "{\"frostline\": 1}".into(), version: "1.2.3".into(), seed: 7 }
}

fn svg(figure: &Figure) -> String {
    let bytes = bytes(figure, &column(), &provenance(), Format::Svg).expect("a drawing");
    String::from_utf8(bytes).expect("text")
}

#[test]
fn every_drawing_is_as_kept() {
    if !SimdPath::available()[0].fused() {
        println!("not compared: without fused multiply-add walkers go other ways");
        return;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut differing = Vec::new();
    for figure in FIGURES.iter() {
        let place = folder.join(format!("{}.svg", figure.name));
        let made = without_data(&svg(figure));
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&place, &made).expect("the folder is there");
        }
        let kept = std::fs::read_to_string(&place).unwrap_or_default();
        if let Some(line) = difference(&made, &kept) {
            differing.push(format!("{}.svg from line {line}", figure.name));
        }
    }
    assert!(
        differing.is_empty(),
        "tests/golden differs: {}; look at it, and if it is meant: BLESS=1 cargo test --test valleys paper",
        differing.join(", ")
    );
}

/// The first line that differs in more than the last digits of its numbers, which another machine's exponential may
/// round another way.
fn difference(made: &str, kept: &str) -> Option<usize> {
    let count = made.lines().count().max(kept.lines().count());
    let mut lines = made.lines().zip(kept.lines()).map(|(made, kept)| alike(made, kept));
    match lines.position(|alike| !alike) {
        Some(line) => Some(line + 1),
        None if made.lines().count() == kept.lines().count() => None,
        None => Some(count),
    }
}

fn alike(made: &str, kept: &str) -> bool {
    made == kept || {
        let [made, kept] = [made, kept].map(pieces);
        made.len() == kept.len()
            && made.iter().zip(&kept).all(|(a, b)| match (a.parse::<f64>(), b.parse::<f64>()) {
                (Ok(a), Ok(b)) => (a - b).abs() < 0.06,
                _ => a == b,
            })
    }
}

/// Numbers, and what stands between them.
fn pieces(line: &str) -> Vec<&str> {
    let of_number = |c: char| c.is_ascii_digit() || c == '.' || c == '-';
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let inside = of_number(first);
        let end = rest.find(|c: char| of_number(c) != inside || (inside && c == '-')).filter(|&end| end > 0);
        let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// Fonts and pictures left out: what is in them is tested elsewhere, and nobody reads them.
fn without_data(svg: &str) -> String {
    let mut parts = svg.split(";base64,");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(";base64,");
        text.push_str(&part[part.find(['"', ')']).unwrap_or(part.len())..]);
    }
    text
}

#[test]
fn a_changed_drawing_is_noticed() {
    let kept = without_data(&svg(&FIGURES[0]));
    assert_eq!(difference(&kept, &kept), None);
    assert!(difference(&kept.replacen(" L", " M", 1), &kept).is_some());
    let (before, after) = kept.split_once("<text").expect("words");
    let moved = format!("{before}<text{}", after.replacen("=\"", "=\"1", 1));
    assert!(difference(&moved, &kept).is_some());
    assert!(difference(kept.trim_end().rsplit_once('\n').expect("lines").0, &kept).is_some());
}

#[test]
fn no_words_overlap_on_a_column_or_a_slide() {
    let mut wrong = Vec::new();
    for figure in FIGURES.iter().chain(ANSWERS.iter()) {
        for sheet in [column(), slide()] {
            let figure = if sheet == slide() { figure.clone().on_a_slide() } else { figure.clone() };
            let boxes = text_boxes(&figure, &sheet);
            let width = sheet.width_mm / 25.4 * 72.0;
            let at = format!("{} at {} mm", figure.name, sheet.width_mm);
            for (index, room) in boxes.iter().enumerate() {
                let inside = room.left >= -0.5 && room.right <= width + 0.5;
                if !(inside && room.top >= -0.5 && room.bottom <= width * figure.aspect + 0.5) {
                    wrong.push(format!("{at}: {room:.1?} leaves the sheet"));
                }
                let over = boxes[index + 1..].iter().filter(|other| room.overlaps(**other));
                wrong.extend(over.map(|other| format!("{at}: {room:.1?} over {other:.1?}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_are_small_and_made_at_once() {
    let mut slowest = (Duration::ZERO, String::new());
    let mut large = Vec::new();
    for figure in FIGURES.iter().chain(ANSWERS.iter()) {
        for format in [Format::Svg, Format::Pdf, Format::Png, Format::Csv] {
            let start = Instant::now();
            let file = bytes(figure, &column(), &provenance(), format).expect("a file");
            slowest = slowest.max((start.elapsed(), format!("{} as {format:?}", figure.name)));
            let most = if matches!(format, Format::Svg | Format::Pdf) { 500_000 } else { 5_000_000 };
            if file.len() > most {
                large.push(format!("{} as {format:?}: {} bytes", figure.name, file.len()));
            }
        }
    }
    assert!(large.is_empty(), "{large:?}");
    println!("slowest export: {:?}, {}", slowest.0, slowest.1);
    // Many times the bound: other tests run at the same time, on any machine.
    assert!(slowest.0 < Duration::from_secs(3), "{slowest:?}");
}
