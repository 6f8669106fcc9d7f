//! Figures as files: the same to the byte, readable by others, never overlapping, never broken by what is in them.

use crate::every_mark;
use frostline::chart::{
    Axis, ColourBar, Dash, Dot, Figure, Ink, Map, Mark, Numbers, Panel, Patch, Pen, Shape, Symbol,
};
use frostline::export::{Format, Provenance, Sheet, bytes, pixels, session_in, text_boxes};

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

const FORMATS: [Format; 4] = [Format::Svg, Format::Pdf, Format::Png, Format::Csv];

fn column() -> Sheet {
    Sheet::default()
}

fn slide() -> Sheet {
    Sheet {
        width_mm: 254.0,
        light: false,
        font_pt: 16.0,
        dots_per_inch: 150.0,
        outlines: false,
        letters: false,
    }
}

fn provenance() -> Provenance {
    Provenance {
        session: r#"{"frostline": 1, "name": "a < b & \"c\" – d]]> </metadata>"}"#.into(),
        version: "1.2.3".into(),
        seed: 42,
    }
}

fn exported(figure: &Figure, sheet: &Sheet, format: Format) -> Vec<u8> {
    bytes(figure, sheet, &provenance(), format).unwrap()
}

fn svg(figure: &Figure, sheet: &Sheet) -> String {
    String::from_utf8(exported(figure, sheet, Format::Svg)).unwrap()
}

#[test]
fn the_drawing_is_as_kept() {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/every-mark.svg");
    let made = without_data(&svg(&every_mark::figure(), &column()));
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(&place, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&place).unwrap_or_default();
    let line = made.lines().zip(kept.lines()).position(|(made, kept)| made != kept);
    assert!(
        made == kept,
        "tests/golden/every-mark.svg differs from line {} on; look at it, and if it is meant: BLESS=1 cargo test --test files export",
        line.map_or(made.lines().count().min(kept.lines().count()), |line| line) + 1
    );
}

/// Fonts and pictures as their lengths: what is in them is tested elsewhere, and nobody reads them.
fn without_data(svg: &str) -> String {
    let mut parts = svg.split(";base64,");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(['"', ')']).unwrap_or(part.len());
        text.push_str(&format!(";base64,({end} letters){}", &part[end..]));
    }
    text
}

#[test]
fn the_same_figure_gives_the_same_bytes() {
    for format in FORMATS {
        let [first, second] = [(); 2].map(|()| exported(&every_mark::figure(), &column(), format));
        assert!(first == second, "{format:?}");
    }
}

#[test]
fn every_file_carries_the_session_that_made_it() {
    for format in FORMATS {
        let found = session_in(&exported(&every_mark::figure(), &column(), format));
        assert_eq!(found.as_deref(), Some(provenance().session.as_str()), "{format:?}");
    }
    let lines = Provenance { session: "{\n  \"frostline\": 1\n}".into(), ..provenance() };
    for format in FORMATS {
        let found = session_in(&bytes(&every_mark::figure(), &column(), &lines, format).unwrap()).unwrap();
        let words = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(words(&found), words(&lines.session), "{format:?}");
    }
}

#[test]
fn no_words_overlap_or_leave_the_sheet() {
    for sheet in [column(), slide(), Sheet { width_mm: 178.0, font_pt: 8.0, ..column() }] {
        let figure = every_mark::figure();
        let boxes = text_boxes(&figure, &sheet);
        let width = sheet.width_mm / 25.4 * 72.0;
        assert!(boxes.len() > 60);
        for (index, room) in boxes.iter().enumerate() {
            assert!(room.left >= 0.0 && room.right <= width, "{room:?} at {} mm", sheet.width_mm);
            assert!(room.top >= 0.0 && room.bottom <= width * figure.aspect, "{room:?}");
            for other in &boxes[index + 1..] {
                assert!(!room.overlaps(*other), "{room:?} and {other:?} at {} mm", sheet.width_mm);
            }
        }
    }
}

#[test]
fn a_png_has_its_size_and_its_resolution() {
    let png = exported(&every_mark::figure(), &column(), Format::Png);
    let picture = image::load_from_memory(&png).unwrap().into_rgba8();
    assert_eq!(picture.dimensions(), (1016, 1381));
    assert!(picture.pixels().all(|pixel| pixel.0[3] == 255));
    let ([width, height], rows) = pixels(&every_mark::figure(), &column()).unwrap();
    assert_eq!((width, height), picture.dimensions());
    assert_eq!(&rows, picture.as_raw());
    let place = png.windows(4).position(|name| name == b"pHYs").unwrap() + 4;
    let per_metre = u32::from_be_bytes(png[place..place + 4].try_into().unwrap());
    assert_eq!((per_metre, png[place + 8]), (11_811, 1));
}

#[test]
fn vectors_stay_small_and_quick() {
    for sheet in [column(), slide()] {
        for (format, most) in [(Format::Svg, 500_000), (Format::Pdf, 500_000), (Format::Png, 1_500_000)] {
            let start = Instant::now();
            let size = exported(&every_mark::figure(), &sheet, format).len();
            assert!(size < most, "{format:?}: {size} bytes");
            // A loaded machine takes several times what an idle one does.
            assert!(start.elapsed() < Duration::from_secs(3), "{format:?}: {:?}", start.elapsed());
        }
    }
}

#[test]
fn letters_can_be_shapes() {
    let text = svg(&every_mark::figure(), &Sheet { outlines: true, ..column() });
    assert!(!text.contains("<text") && !text.contains("font-family"));
    let as_shapes = pixels(&every_mark::figure(), &Sheet { outlines: true, ..column() }).unwrap().1;
    let as_text = pixels(&every_mark::figure(), &column()).unwrap().1;
    let far = as_shapes.iter().zip(&as_text).filter(|(a, b)| a.abs_diff(**b) > 40).count();
    assert!(far * 500 < as_text.len(), "{far} of {}", as_text.len());
}

#[test]
fn a_csv_has_every_number_as_it_was() {
    let text = String::from_utf8(exported(&every_mark::figure(), &column(), Format::Csv)).unwrap();
    let rows: Vec<Vec<&str>> =
        text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split(',').collect()).collect();
    assert_eq!(rows[0].len(), 11);
    let kinds = [
        "curve", "band", "dots", "bars", "cells", "surface", "swarm", "level", "upright", "hatch", "area",
        "words",
    ];
    for kind in kinds {
        assert!(rows.iter().any(|row| row.contains(&kind)), "{kind}");
    }
    // The walker's own f32, and the plane's Δ_S, which is drawn as a logarithm.
    let figure = every_mark::figure();
    let Shape::Swarm { points, .. } = &figure.panels[4].marks[1].shape else { panic!("the swarm has moved") };
    let walker = rows.iter().find(|row| row[3] == "swarm").unwrap();
    assert_eq!(walker[4].parse::<f64>().unwrap() as f32, points[0][0]);
    let cell = rows.iter().find(|row| row[0] == "2" && row[3] == "cells").unwrap();
    assert_eq!(cell[6], "0.0001");
}

#[test]
fn impossible_sheets_are_refused_in_one_line() {
    let wrong = [
        Sheet { width_mm: 29.0, ..column() },
        Sheet { width_mm: f64::NAN, ..column() },
        Sheet { font_pt: 3.0, ..column() },
        Sheet { dots_per_inch: 3000.0, ..column() },
        Sheet { width_mm: 1000.0, dots_per_inch: 2400.0, ..column() },
    ];
    for sheet in wrong {
        let refused =
            bytes(&every_mark::figure(), &sheet, &provenance(), Format::Png).unwrap_err().to_string();
        assert!(!refused.contains('\n') && refused.contains("allowed"), "{refused}");
    }
    let refused = Format::of(Path::new("figure.jpeg")).unwrap_err().to_string();
    assert!([".svg", ".pdf", ".png", ".csv"].iter().all(|ending| refused.contains(ending)), "{refused}");
}

/// Needs poppler's tools.
#[test]
#[ignore = "needs pdffonts, pdftotext and pdfinfo"]
fn poppler_reads_the_pdf() {
    let place = std::env::temp_dir().join(format!("frostline-{}.pdf", std::process::id()));
    std::fs::write(&place, exported(&every_mark::figure(), &column(), Format::Pdf)).unwrap();
    let said = |program: &str, after: &[&str]| {
        let output = Command::new(program).arg(&place).args(after).output().unwrap();
        assert!(
            output.status.success() && output.stderr.is_empty(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    };
    let fonts = said("pdffonts", &[]);
    let faces: Vec<&str> = fonts.lines().skip(2).collect();
    assert_eq!(faces.len(), 5, "{fonts}");
    assert!(faces.iter().all(|face| face.contains("yes yes yes")), "{fonts}");
    let text = said("pdftotext", &["-"]);
    for words in ["Share in the flat valley", "equilibrium 0.602", "height y", "−0.2"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let info = said("pdfinfo", &[]);
    assert!(info.contains("Every mark there is") && info.contains("243.78 x 331.5"), "{info}");
    std::fs::remove_file(place).unwrap();
}

/// Numbers of every kind, those that are none among them.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -10.0..10.0_f64,
        1 => any::<f64>(),
        1 => Just(f64::NAN),
        1 => Just(f64::INFINITY),
        1 => Just(0.0),
        1 => -1e-12..1e-12_f64,
        1 => -1e12..1e12_f64,
    ]
}

fn place() -> impl Strategy<Value = [f64; 2]> {
    [number(), number()]
}

fn axis() -> impl Strategy<Value = Axis> {
    let numbers =
        prop::sample::select(vec![Numbers::Plain, Numbers::Plain, Numbers::Thousands, Numbers::Powers]);
    let range = prop_oneof![place(), number().prop_map(|value| [value, value])];
    ("[a-z$_^{}*&<]{0,40}", range, numbers)
        .prop_map(|(label, range, numbers)| Axis::new(label, range, numbers))
}

fn shape() -> impl Strategy<Value = Shape> {
    let points = || prop::collection::vec(place(), 0..30);
    let pen = || {
        (number(), number())
            .prop_map(|(width, opacity)| Pen::new(Ink::Ember, width, Dash::DashDot).faded(opacity))
    };
    let map = Map::Age;
    prop_oneof![
        (prop::collection::vec(points(), 0..3), pen()).prop_map(|(paths, pen)| Shape::Curve { paths, pen }),
        (prop::collection::vec([number(), number(), number()], 0..20), number())
            .prop_map(|(points, opacity)| Shape::Band { points, ink: Ink::Ice, opacity }),
        (points(), place(), number()).prop_map(|(points, ends, size)| Shape::Dots {
            dots: points.into_iter().map(|at| Dot { at, x: Some(ends), y: Some(ends) }).collect(),
            ink: Ink::Flat,
            symbol: Symbol::Triangle,
            size,
        }),
        (prop::collection::vec(number(), 0..9), prop::collection::vec(number(), 0..9), number())
            .prop_map(|(edges, heights, opacity)| Shape::Bars { edges, heights, ink: Ink::Steep, opacity }),
        (prop::collection::vec(number(), 0..9), prop::collection::vec(number(), 0..9), number(), place())
            .prop_map(move |(x, y, value, range)| {
                let values = (0..x.len() * y.len()).map(|index| value * index as f64).collect();
                Shape::Cells { x, y, values, map, range }
            }),
        (prop::collection::vec([place(), place(), place(), place()], 0..9), place(), pen()).prop_map(
            move |(patches, range, edge)| Shape::Surface {
                patches: patches.into_iter().map(|corners| Patch { corners, value: range[0] }).collect(),
                map,
                range,
                edge: Some(edge),
            }
        ),
        (points(), number(), 0..500_usize).prop_map(move |(points, size, count)| {
            let points: Vec<[f32; 2]> =
                points.iter().cycle().take(count).map(|at| at.map(|value| value as f32)).collect();
            let values = vec![f32::NAN; points.len()];
            Shape::Swarm { points, values, map, size }
        }),
        (number(), pen()).prop_map(|(y, pen)| Shape::Level { y, pen }),
        (number(), pen()).prop_map(|(x, pen)| Shape::Upright { x, pen }),
        points().prop_map(|outline| Shape::Hatch { outline, ink: Ink::Text }),
        (points(), number()).prop_map(|(outline, opacity)| Shape::Area { outline, ink: Ink::Ito, opacity }),
        (place(), place(), ".{0,20}").prop_map(|(at, align, text)| Shape::Words {
            at,
            align,
            text,
            ink: Ink::Mute
        }),
    ]
}

fn panel() -> impl Strategy<Value = Panel> {
    let mark = (shape(), ".{0,12}", number(), any::<bool>()).prop_map(|(shape, name, along, beside)| {
        if beside { Mark::from(shape).named(name, along) } else { Mark::from(shape).in_key(name) }
    });
    let marks = prop::collection::vec(mark, 0..6);
    let place = [0.0..1.2_f64, 0.0..1.2_f64, 0.0..1.2_f64, 0.0..1.2_f64];
    (place, ".{0,30}", axis(), axis(), marks, prop::option::of(axis())).prop_map(
        |(place, title, x, y, marks, bar)| Panel {
            place,
            title,
            x,
            y,
            marks,
            bar: bar.map(|axis| ColourBar { map: Map::Share, axis }),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 96,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("tests/corpus/export.proptest"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_figure_breaks_the_export(
        panels in prop::collection::vec(panel(), 0..4), aspect in number(), title in ".{0,20}", font in 4.0..48.0_f64,
    ) {
        let figure = Figure { name: "any".into(), title: title.clone(), caption: title, notes: Vec::new(), aspect, panels };
        let sheet = Sheet { font_pt: font, dots_per_inch: 40.0, ..column() };
        let text = svg(&figure, &sheet);
        prop_assert!(!text.contains("NaN") && !text.contains("inf\"") && !text.contains("inf "));
        for format in FORMATS {
            let file = bytes(&figure, &sheet, &provenance(), format);
            prop_assert!(file.is_ok(), "{:?}: {:?}", format, file.err());
            let found = session_in(&file.unwrap());
            prop_assert_eq!(found, Some(provenance().session), "{:?}", format);
        }
    }
}

#[test]
fn panels_have_letters_where_they_are_wanted_and_there_are_several() {
    let mut figure = every_mark::figure();
    let one = figure.panels.remove(0);
    figure.panels = vec![one.clone()];
    let sheet = Sheet { letters: true, ..column() };
    assert!(!svg(&figure, &sheet).contains("(a)"));
    let half = |left: f64| Panel { place: [left, 0.0, 0.5, 1.0], title: String::new(), ..one.clone() };
    // Letters go from left to right, whatever order the panels are drawn in.
    figure.panels = vec![Panel { title: "right".into(), ..half(0.5) }, half(0.0)];
    let lettered = svg(&figure, &sheet);
    assert!(lettered.contains("(a)") && lettered.contains("(b) right"), "{}", &lettered[..2_000]);
    assert!(!svg(&figure, &column()).contains("(a)"));
}
