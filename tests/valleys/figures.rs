//! The catalogue: every figure is whole, the same each time, breaks off when asked to, and its numbers bear out what it
//! claims.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use frostline::chart::{Figure, Ink, Mark, Numbers, Panel, Shape, markup};
use frostline::export::{Format, Provenance, Sheet, bytes};
use frostline::valleys::figures::{CATALOGUE, Colouring, Effort, Look, Source, named};
use frostline::valleys::model::Scenario;

/// A short run of few walkers, made quickly.
fn source() -> Source {
    let scenario = Scenario { walkers: 192, steps: 40_000, seed: 7, ..Scenario::default() };
    Source::new(scenario, Vec::new(), 40_000, look(), Effort::Quick)
}

fn look() -> Look {
    Look {
        stage_y: [1.0, 10.0],
        stage_x: [-0.38, 0.55],
        slice_y: None,
        epsilon_phi: None,
        colouring: Colouring::Age,
    }
}

fn make(name: &str, source: &Source) -> Figure {
    let entry = named(name).expect("a figure of the catalogue");
    (entry.make)(source, &|_| ControlFlow::Continue(())).expect("nobody broke it off")
}

/// All figures of one source, made once for all tests.
static FIGURES: LazyLock<Vec<Figure>> = LazyLock::new(|| {
    let source = source();
    CATALOGUE.iter().map(|entry| make(entry.name, &source)).collect()
});

fn figure(name: &str) -> &'static Figure {
    FIGURES.iter().find(|figure| figure.name == name).expect("a figure of the catalogue")
}

/// The points of a mark, without those that break a path, and whether gaps in it are meant.
fn points(mark: &Mark) -> Vec<[f64; 2]> {
    match &mark.shape {
        Shape::Curve { paths, .. } => {
            paths.iter().flatten().copied().filter(|point| point.iter().all(|v| v.is_finite())).collect()
        }
        Shape::Band { points, .. } => {
            points.iter().flat_map(|&[x, low, high]| [[x, low], [x, high]]).collect()
        }
        Shape::Dots { dots, .. } => dots
            .iter()
            .flat_map(|dot| {
                let [x, y] = dot.at;
                let across = dot.x.into_iter().flatten().map(move |end| [end, y]);
                across.chain(dot.y.into_iter().flatten().map(move |end| [x, end])).chain([dot.at])
            })
            .collect(),
        Shape::Bars { edges, heights, .. } => {
            edges.windows(2).zip(heights).flat_map(|(x, &y)| [[x[0], y], [x[1], y]]).collect()
        }
        Shape::Cells { x, y, .. } => vec![[x[0], y[0]], [x[x.len() - 1], y[y.len() - 1]]],
        Shape::Surface { patches, .. } => patches.iter().flat_map(|patch| patch.corners).collect(),
        Shape::Swarm { .. } | Shape::Level { .. } | Shape::Upright { .. } => Vec::new(),
        Shape::Hatch { outline, .. } | Shape::Area { outline, .. } => outline.clone(),
        Shape::Words { at, .. } => vec![*at],
    }
}

fn within([low, high]: [f64; 2], value: f64) -> bool {
    let room = 1e-6 * (high - low);
    (low - room..=high + room).contains(&value)
}

#[test]
fn names_are_unique_and_figures_know_theirs() {
    let names: BTreeSet<&str> = CATALOGUE.iter().map(|entry| entry.name).collect();
    assert_eq!(names.len(), CATALOGUE.len());
    for (entry, figure) in CATALOGUE.iter().zip(FIGURES.iter()) {
        assert_eq!(entry.name, figure.name);
        assert_eq!(entry.title(), figure.title);
    }
}

#[test]
fn every_figure_tells_what_it_shows_and_what_it_was_made_from() {
    for figure in FIGURES.iter() {
        let sentences = markup::plain(&figure.caption).matches(['.', ':', ';']).count();
        assert!((2..=16).contains(&sentences), "{}: {}", figure.name, figure.caption);
        assert!(!figure.notes.is_empty() && (0.4..2.0).contains(&figure.aspect), "{}", figure.name);
        let notes = markup::plain(&figure.notes.join("; "));
        let formula = notes.contains("no simulation");
        assert!(formula || notes.contains("seed") && notes.contains("walkers"), "{}: {notes}", figure.name);
        let own_run =
            ["p-flat", "freezing", "timescales", "plane", "slice", "stage"].contains(&figure.name.as_str());
        assert_eq!(notes.contains("made quickly"), !formula && !own_run, "{}: {notes}", figure.name);
        for text in figure.notes.iter().chain([&figure.title, &figure.caption]) {
            assert_eq!(text.matches('$').count() % 2, 0, "{}: an open formula in {text}", figure.name);
        }
    }
}

#[test]
fn panels_tile_the_figure() {
    for figure in FIGURES.iter() {
        for Panel { place: [left, top, width, height], .. } in &figure.panels {
            assert!(*left >= 0.0 && *top >= 0.0 && *width > 0.1 && *height > 0.1, "{}", figure.name);
            assert!(left + width <= 1.0 + 1e-9 && top + height <= 1.0 + 1e-9, "{}", figure.name);
        }
        let area: f64 = figure.panels.iter().map(|panel| panel.place[2] * panel.place[3]).sum();
        assert!((area - 1.0).abs() < 1e-9, "{}: panels cover {area} of it", figure.name);
    }
}

#[test]
fn axes_contain_what_is_drawn() {
    for figure in FIGURES.iter() {
        for panel in &figure.panels {
            assert!(
                panel.x.range[0] < panel.x.range[1] && panel.y.range[0] < panel.y.range[1],
                "{}",
                figure.name
            );
            let drawn: Vec<[f64; 2]> = panel.marks.iter().flat_map(points).collect();
            assert!(!drawn.is_empty(), "{}: an empty panel", figure.name);
            for [x, y] in drawn {
                assert!(x.is_finite() && y.is_finite(), "{}: {x}, {y}", figure.name);
                let inside = within(panel.x.range, x) && within(panel.y.range, y);
                assert!(
                    inside,
                    "{}: ({x}, {y}) outside of {:?}, {:?}",
                    figure.name, panel.x.range, panel.y.range
                );
            }
            for mark in &panel.marks {
                match mark.shape {
                    Shape::Level { y, .. } => assert!(within(panel.y.range, y), "{}: level {y}", figure.name),
                    Shape::Upright { x, .. } => assert!(within(panel.x.range, x), "{}: {x}", figure.name),
                    _ => {}
                }
            }
            if let Some(bar) = &panel.bar {
                assert!(
                    bar.axis.range[0] < bar.axis.range[1] && !bar.axis.label.is_empty(),
                    "{}",
                    figure.name
                );
            }
        }
    }
}

#[test]
fn a_cell_or_colour_without_a_number_is_meant_so() {
    for figure in FIGURES.iter() {
        for mark in figure.panels.iter().flat_map(|panel| &panel.marks) {
            match &mark.shape {
                Shape::Cells { x, y, values, .. } => {
                    assert_eq!(values.len(), (x.len() - 1) * (y.len() - 1), "{}", figure.name);
                    let hatched = values.iter().filter(|value| !value.is_finite()).count();
                    assert_eq!(hatched, 0, "{}: no run of these diverges", figure.name);
                }
                Shape::Swarm { points, values, .. } => {
                    assert_eq!(points.len(), values.len());
                    assert!(values.iter().all(|value| (0.0..=1.0).contains(value)), "{}", figure.name);
                }
                Shape::Surface { patches, .. } => {
                    assert!(patches.iter().all(|patch| patch.value.is_finite()), "{}", figure.name);
                }
                _ => {}
            }
        }
    }
}

#[test]
fn ranges_are_the_published_ones() {
    let cells = |name: &str| {
        let panel = &figure(name).panels[0];
        assert!(panel.x.numbers == Numbers::Powers && panel.y.numbers == Numbers::Powers);
        match &panel.marks[0].shape {
            Shape::Cells { x, y, .. } => (x.clone(), y.clone()),
            other => panic!("{name}: {other:?}"),
        }
    };
    for (name, low) in [("fig3c", -2.0), ("fig3d", -2.0), ("figs6-c", -3.0), ("figs6-d", -3.0)] {
        for edges in <[Vec<f64>; 2]>::from(cells(name)) {
            assert_eq!(edges.len(), 11);
            let middles = [0.5 * (edges[0] + edges[1]), 0.5 * (edges[9] + edges[10])];
            assert!(
                (middles[0] - low).abs() < 1e-9 && (middles[1] + 1.0).abs() < 1e-9,
                "{name}: {middles:?}"
            );
        }
    }
    assert_eq!(figure("fig4a").panels[0].x.range, [-0.8, 1.2]);
    assert!(figure("fig4b").panels.iter().all(|panel| panel.x.range == [1.0, 10.0]));
    let plane = &figure("fig4c").panels[0];
    assert!((plane.x.range[0] + 4.0).abs() < 1e-12 && (plane.x.range[1] - 6e-3_f64.log10()).abs() < 1e-12);
    assert_eq!(plane.y.range, [0.0, 15.0]);
}

#[test]
fn the_same_source_gives_the_same_figure() {
    for name in ["fig3b", "fig3d", "fig4b", "p-flat", "freezing", "stage"] {
        // In words, where no number too is equal to itself.
        let again = format!("{:?}", make(name, &source()));
        assert!(again == format!("{:?}", figure(name)), "{name} is another figure the second time");
    }
    let other =
        Source::new(Scenario { seed: 8, ..source().scenario }, Vec::new(), 40_000, look(), Effort::Quick);
    assert!(&make("freezing", &other) != figure("freezing"), "another seed is another sample");
}

#[test]
fn a_break_is_obeyed_soon() {
    for entry in &CATALOGUE {
        let start = Instant::now();
        let calls = AtomicU32::new(0);
        let mut source = source();
        source.effort = Effort::Full;
        let broken = (entry.make)(&source, &|_| {
            calls.fetch_add(1, Ordering::Relaxed);
            ControlFlow::Break(())
        });
        assert!(broken.is_none() && calls.load(Ordering::Relaxed) > 0, "{} went on", entry.name);
        assert!(
            start.elapsed().as_secs_f64() < 5.0,
            "{} took {:?} to break off",
            entry.name,
            start.elapsed()
        );
    }
}

#[test]
fn progress_runs_from_nothing_to_all() {
    for name in ["fig3d", "fig4b", "p-flat", "verdict"] {
        let most = AtomicU32::new(0);
        let entry = named(name).expect("a figure of the catalogue");
        (entry.make)(&source(), &|share| {
            assert!((0.0..=1.0).contains(&share), "{name}: {share}");
            most.fetch_max((1e6 * share) as u32, Ordering::Relaxed);
            ControlFlow::Continue(())
        });
        assert!(most.into_inner() > 900_000, "{name} never came near its end");
    }
}

/// The curve of a panel that is called so.
fn curve<'a>(panel: &'a Panel, name: &str) -> &'a [[f64; 2]] {
    let mark = panel.marks.iter().find(|mark| mark.name.as_ref().is_some_and(|it| it.text.contains(name)));
    match mark.map(|mark| &mark.shape) {
        Some(Shape::Curve { paths, .. }) => &paths[0],
        other => panic!("no curve {name}: {other:?}"),
    }
}

#[test]
fn at_a_fixed_height_the_share_falls_with_noise_and_along_the_boundary_it_rises() {
    let slice = &figure("fig4c").panels[1];
    let [fixed, boundary] = ["Eq. 9, $y$ = 5", "Eq. 10"].map(|name| curve(slice, name));
    assert!(fixed.len() > 20 && boundary.len() > 50);
    assert!(fixed.windows(2).all(|pair| pair[1][1] <= pair[0][1]));
    assert!(boundary.windows(2).all(|pair| pair[1][1] > pair[0][1]));
}

#[test]
fn simulated_freezing_heights_are_those_of_the_specification() {
    let dots = figure("fig4c").panels[0].marks.iter().find_map(|mark| match &mark.shape {
        Shape::Dots { dots, .. } => Some(dots),
        _ => None,
    });
    // Mean and standard deviation over 400 walkers; ours are 200 here.
    let expected = [(1.19, 0.19), (1.79, 0.29), (2.74, 0.45), (4.27, 0.69), (6.96, 1.16), (11.72, 2.03)];
    let dots = dots.expect("simulated points");
    assert_eq!(dots.len(), expected.len());
    for (dot, (mean, sd)) in dots.iter().zip(expected) {
        let error = sd * (1.0_f64 / 200.0 + 1.0 / 400.0).sqrt();
        assert!((dot.at[1] - mean).abs() < 4.0 * error, "{:?} is not {mean} ± {error}", dot.at);
        let [low, high] = dot.y.expect("an error bar");
        assert!((0.5 * (high - low) / sd - 1.0).abs() < 0.25, "{low} to {high} is not ± {sd}");
    }
}

#[test]
fn at_small_time_steps_the_swarms_are_with_the_exact_share() {
    let differences = &figure("verdict").panels[1];
    let smallest = differences.marks.iter().rev().find_map(|mark| match &mark.shape {
        Shape::Dots { dots, .. } => Some(dots),
        _ => None,
    });
    let dots = smallest.expect("swarms");
    assert_eq!(dots.len(), 9);
    // Below y = 2 the barrier is so low that Eq. 9 crosses the exact share.
    let dots: Vec<_> = dots.iter().filter(|dot| dot.at[0] > 1.9).collect();
    let eq9: Vec<[f64; 2]> = differences
        .marks
        .iter()
        .filter_map(|mark| match &mark.shape {
            // Where it holds it is solid, where it does not faded and dotted; the approximation comes first.
            Shape::Curve { paths, pen } if pen.ink == Ink::Eq9 && pen.width > 1.0 => {
                Some(paths.iter().flatten())
            }
            _ => None,
        })
        .flatten()
        .copied()
        .collect();
    let n = dots.len() as f64;
    let (mut from_exact, mut from_eq9, mut variance) = (0.0, 0.0, 0.0);
    for dot in dots {
        let off = |point: &&[f64; 2]| (point[0] - dot.at[0]).abs();
        let near = eq9.iter().min_by(|a, b| off(a).total_cmp(&off(b))).expect("a curve");
        from_exact += dot.at[1] / n;
        from_eq9 += (dot.at[1] - near[1]) / n;
        let [low, high] = dot.y.expect("an error bar");
        variance += (0.25 * (high - low) / n).powi(2);
    }
    let error = variance.sqrt();
    assert!(from_exact.abs() < 4.0 * error, "{from_exact} ± {error} from the exact share");
    assert!(from_eq9 > 0.02 && from_eq9 > 4.0 * error, "{from_eq9} ± {error} above Eq. 9");
}

#[test]
fn corrections_lower_the_flat_valley_and_lift_the_steep_one() {
    let correction = curve(&figure("fig4a").panels[1], "L_{SGD}");
    let at = |x: f64| {
        let off = |point: &&[f64; 2]| (point[0] - x).abs();
        correction.iter().min_by(|a, b| off(a).total_cmp(&off(b))).expect("points")[1]
    };
    assert!(at(0.457) < -0.09 && at(-0.371) > 0.07 && at(0.0).abs() < 1e-12);
}

#[test]
fn shares_of_the_sweep_are_the_published_ones() {
    let published = include_str!("../../assets/fig3-all.csv").lines().skip(1);
    let Shape::Cells { x, y, values, .. } = &figure("fig3d").panels[0].marks[0].shape else {
        panic!("a map is cells");
    };
    let cell =
        |edges: &[f64], value: f64| edges.iter().position(|edge| *edge > value.log10()).expect("inside") - 1;
    let mut compared = 0;
    for line in published {
        let numbers: Vec<f64> = line.split(',').map(|field| field.parse().expect("a number")).collect();
        let [eta, sigma, theirs] = numbers[..3] else { panic!("three numbers or more: {line}") };
        let ours = values[cell(y, sigma) * 10 + cell(x, eta)];
        // 200 walkers of ours, 2,000 of theirs; where hardly any hops they agree all the better.
        let p = theirs.clamp(0.02, 0.98);
        let error = (p * (1.0 - p) * (1.0 / 200.0 + 1.0 / 2_000.0)).sqrt();
        assert!(
            (ours - theirs).abs() < 4.0 * error,
            "η = {eta}, σ = {sigma}: {ours} is not {theirs} ± {error}"
        );
        compared += 1;
    }
    assert_eq!(compared, 100);
}

#[test]
fn numbers_are_of_the_model_where_colours_and_projections_are_not() {
    let provenance = Provenance { session: "{}".into(), version: "0".into(), seed: 7 };
    let rows = |name: &str| -> Vec<(String, Vec<Option<f64>>)> {
        let table = bytes(figure(name), &Sheet::default(), &provenance, Format::Csv).expect("a table");
        let text = String::from_utf8(table).expect("text");
        let rows = text.lines().filter(|line| !line.starts_with(['#', 'p']));
        let fields = |row: &str| {
            let (start, numbers) = row
                .rsplit_once(",surface,")
                .or(row.rsplit_once(",cells,"))
                .or_else(|| row.rsplit_once(",curve,"))?;
            let kind = &row[start.len() + 1..row.len() - numbers.len() - 1];
            Some((kind.to_owned(), numbers.split(',').map(|number| number.parse().ok()).collect()))
        };
        rows.filter_map(fields).collect()
    };
    let landscape = Scenario::default().landscape;
    let close = |value: f64, expected: f64| (value - expected).abs() <= 1e-12 * expected.abs().max(1.0);
    // The surface seen from aside: x, y and the loss there, not places in the picture.
    let surface = rows("fig3b");
    assert_eq!(surface.iter().filter(|(kind, _)| kind == "surface").count(), 48 * 36);
    for (kind, numbers) in surface.iter().filter(|(_, numbers)| numbers[0].is_some()) {
        let [Some(x), Some(y), .., Some(value)] = numbers[..] else { panic!("{kind}: {numbers:?}") };
        assert!(x.abs() <= 1.5 && (0.0..=100.0).contains(&y) && close(value, landscape.value(x, y)));
    }
    // The stage from above: y, x and the loss above the ridge's.
    let ground = rows("stage");
    let cells = ground.iter().filter(|(kind, _)| kind == "cells");
    assert_eq!(cells.clone().count(), 80 * 60);
    for (_, numbers) in cells {
        let [Some(y), Some(x), .., Some(value)] = numbers[..] else { panic!("{numbers:?}") };
        assert!(close(value, landscape.value(x, y) - landscape.baseline(y)), "{numbers:?}");
    }
}

#[test]
fn the_stage_on_paper_shows_last_hops_and_the_run_behind() {
    use frostline::chart::{Map, Symbol};
    use frostline::settings::Adjustable as _;
    use frostline::valleys::experiments::ahead::{Parted, to_the_end};
    use frostline::valleys::experiments::changes::Change;
    use frostline::valleys::figures::Behind;
    use frostline::valleys::model::Parameter;
    use std::sync::Arc;

    let start = Scenario { walkers: 192, steps: 30_000, seed: 7, ..Scenario::default() };
    let mut hotter = start.clone();
    Parameter::Sigma.set(&mut hotter, 0.2).expect("in range");
    let changes = vec![Change { step: 6_000, scenario: hotter }];
    let source = |colouring| {
        Source::new(start.clone(), changes.clone(), 26_000, Look { colouring, ..look() }, Effort::Quick)
    };
    let before = Behind {
        name: "before".into(),
        story: Source::new(start.clone(), Vec::new(), 0, look(), Effort::Quick).story(),
    };
    let figure = make("stage", &source(Colouring::LastHop).before(Some(before.clone())));
    let go_on = &|_| ControlFlow::Continue(());
    let fates = |story| to_the_end(&Arc::new(story), go_on).and_then(|ahead| ahead.fates).expect("an end");
    let (now, then) = (fates(source(Colouring::Age).story()), fates(before.story));
    let swarms: Vec<(Map, &Vec<f32>)> = figure.panels[0]
        .marks
        .iter()
        .filter_map(|mark| match &mark.shape {
            Shape::Swarm { map, values, .. } => Some((*map, values)),
            _ => None,
        })
        .collect();
    let [(Map::Pale, pale), (Map::LastHop, own)] = swarms[..] else { panic!("{swarms:?}") };
    assert_eq!((pale.len(), own.len()), (192, 192));
    let settled = now.iter().filter(|fate| fate.last_hop <= 26_000).count();
    assert_eq!(own.iter().filter(|value| **value == 1.0).count(), settled);
    assert!(settled > 10 && settled < 180, "{settled}");
    let parted = Parted::of(&now, &then).walkers.len();
    let rings = figure.panels[0].marks.iter().find_map(|mark| match &mark.shape {
        Shape::Dots { dots, symbol: Symbol::Ring, .. } => Some(dots.len()),
        _ => None,
    });
    assert!(parted > 0 && rings == Some(parted), "{rings:?} of {parted}");
    assert!(figure.caption.contains(&format!("Of 192 walkers {parted} end in another valley")));
    assert!(figure.caption.contains("will hop again"), "{}", figure.caption);
    let alone = make("stage", &source(Colouring::Age));
    assert!(!alone.caption.contains("Pale") && !alone.caption.contains("will hop again"));
}
