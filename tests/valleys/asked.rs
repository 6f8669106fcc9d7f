//! The experiments as figures: what they are made of, and the physics that their own marks show.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use frostline::chart::{Figure, Mark, Panel, Shape};
use frostline::labs::nearest;
use frostline::session::Session;
use frostline::settings::Schedule;
use frostline::valleys::experiments::hops::trails;
use frostline::valleys::experiments::phase::{Phase, Quantity, RunTheory};
use frostline::valleys::experiments::questions::Questions;
use frostline::valleys::figures::{
    CATALOGUE, Colouring, EXPERIMENTS, Effort, Look, Source, every, named, phase_figure,
};
use frostline::valleys::model::{NoiseLaw, Preset, Scenario};

fn go_on(_: f64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn look() -> Look {
    Look {
        stage_y: [0.0, 12.0],
        stage_x: [-0.4, 0.45],
        slice_y: None,
        epsilon_phi: None,
        colouring: Colouring::Age,
    }
}

fn source(scenario: Scenario, effort: Effort) -> Source {
    let steps = scenario.steps;
    Source::new(scenario, Vec::new(), steps, look(), effort)
}

/// A run that hops and freezes within few steps.
fn short() -> Scenario {
    Scenario { steps: 20_000, walkers: 300, ..Scenario::default() }
}

/// Questions that cost little.
fn small() -> Questions {
    let mut questions = Questions::default();
    questions.phase.x = "eta=0.02:0.1:4:log".into();
    questions.phase.y = "sigma=0.01:0.1:3:log".into();
    questions.phase.steps = 4_000;
    questions.fork.forks = 8;
    questions.paradox.points = 3;
    questions.discrete.points = 3;
    questions.discrete.eta = [0.01, 0.1];
    questions.jitter.walkers = 40;
    questions.alpha.points = 4;
    questions
}

fn make(name: &str, source: &Source) -> Figure {
    (named(name).expect("an experiment").make)(source, &go_on).expect("not cancelled")
}

/// Every number of a mark.
fn numbers(mark: &Mark) -> Vec<f64> {
    let flat = |points: &[[f64; 2]]| points.iter().flatten().copied().collect::<Vec<_>>();
    match &mark.shape {
        Shape::Curve { paths, .. } => paths.iter().flat_map(|path| flat(path)).collect(),
        Shape::Band { points, .. } => points.iter().flatten().copied().collect(),
        Shape::Dots { dots, .. } => {
            let ends = |end: Option<[f64; 2]>| end.into_iter().flatten();
            dots.iter().flat_map(|dot| dot.at.into_iter().chain(ends(dot.x)).chain(ends(dot.y))).collect()
        }
        Shape::Bars { edges, heights, .. } => edges.iter().chain(heights).copied().collect(),
        // A cell without a value is one that is hatched.
        Shape::Cells { x, y, range, .. } => x.iter().chain(y).chain(range).copied().collect(),
        Shape::Surface { patches, range, .. } => {
            let corners = patches.iter().flat_map(|patch| flat(&patch.corners));
            corners.chain(patches.iter().map(|patch| patch.value)).chain(*range).collect()
        }
        Shape::Swarm { points, values, .. } => {
            assert_eq!(points.len(), values.len());
            points.iter().flatten().chain(values).map(|value| f64::from(*value)).collect()
        }
        Shape::Level { y, .. } => vec![*y],
        Shape::Upright { x, .. } => vec![*x],
        Shape::Hatch { outline, .. } | Shape::Area { outline, .. } => flat(outline),
        Shape::Words { at, align, .. } => at.iter().chain(align).copied().collect(),
    }
}

/// Where a mark is drawn, as far as that is told by points.
fn places(mark: &Mark) -> Vec<[f64; 2]> {
    match &mark.shape {
        Shape::Curve { paths, .. } => paths.concat(),
        Shape::Band { points, .. } => {
            points.iter().flat_map(|&[x, low, high]| [[x, low], [x, high]]).collect()
        }
        Shape::Dots { dots, .. } => dots.iter().map(|dot| dot.at).collect(),
        Shape::Swarm { points, .. } => points.iter().map(|point| point.map(f64::from)).collect(),
        Shape::Area { outline, .. } | Shape::Hatch { outline, .. } => outline.clone(),
        Shape::Words { at, .. } => vec![*at],
        _ => Vec::new(),
    }
}

fn within([low, high]: [f64; 2], value: f64) -> bool {
    let room = 1e-6 * (high - low).max(high.abs());
    (low - room..=high + room).contains(&value)
}

/// What any figure must be.
fn check(figure: &Figure, name: &str) {
    assert_eq!(figure.name, name);
    assert!(!figure.title.is_empty() && figure.caption.len() > 40, "{name}: {}", figure.caption);
    assert!(!figure.notes.is_empty() && figure.aspect > 0.2, "{name}");
    let said = [&figure.title, &figure.caption].into_iter().chain(&figure.notes);
    for text in said {
        assert!(!text.contains("NaN") && !text.contains("inf "), "{name}: {text}");
        assert_eq!(text.matches('$').count() % 2, 0, "{name}: {text}");
    }
    let area: f64 = figure.panels.iter().map(|panel| panel.place[2] * panel.place[3]).sum();
    assert!((area - 1.0).abs() < 1e-9, "{name}: panels cover {area} of it");
    for panel in &figure.panels {
        let [left, top, width, height] = panel.place;
        assert!(left >= 0.0 && top >= 0.0 && width > 0.1 && height > 0.1, "{name}: {:?}", panel.place);
        assert!(left + width < 1.0 + 1e-9 && top + height < 1.0 + 1e-9, "{name}: {:?}", panel.place);
        for axis in [&panel.x, &panel.y].into_iter().chain(panel.bar.iter().map(|bar| &bar.axis)) {
            assert!(axis.range[0] < axis.range[1] && axis.range[1].is_finite(), "{name}: {axis:?}");
        }
        for mark in &panel.marks {
            assert!(numbers(mark).iter().all(|number| number.is_finite()), "{name}: {mark:?}");
            for [x, y] in places(mark) {
                let inside = within(panel.x.range, x) && within(panel.y.range, y);
                let (across, up) = (panel.x.range, panel.y.range);
                assert!(inside, "{name}: ({x}, {y}) outside of {across:?}, {up:?}: {:?}", mark.name);
            }
        }
    }
}

#[test]
fn every_experiment_is_a_figure_the_same_each_time() {
    for entry in &EXPERIMENTS {
        let begun = Instant::now();
        let first = (entry.make)(&source(short(), Effort::Quick).asking(small()), &go_on).expect("made");
        println!("{}: {:.2} s", entry.name, begun.elapsed().as_secs_f64());
        check(&first, entry.name);
        // A phase diagram's says what is over what.
        assert!(first.title == entry.title() || entry.name == "phase");
        assert!(first.notes.iter().any(|note| note.contains("quickly")) || entry.name == "gauge");
        let again = (entry.make)(&source(short(), Effort::Quick).asking(small()), &go_on).expect("made");
        assert_eq!(format!("{first:?}"), format!("{again:?}"), "{}", entry.name);
    }
}

#[test]
fn names_are_known_and_differ() {
    let names: Vec<&str> = every().map(|entry| entry.name).collect();
    assert_eq!(names.len(), CATALOGUE.len() + EXPERIMENTS.len());
    for (index, name) in names.iter().enumerate() {
        assert!(!names[..index].contains(name), "{name} twice");
        assert_eq!(named(name).expect("known").name, *name);
    }
    assert_eq!(nearest("pardox").name(), "paradox");
    assert_eq!(nearest("Phase").name(), "phase");
}

#[test]
fn odd_runs_are_drawn_too() {
    let base = Scenario { steps: 2_000, walkers: 100, ..Scenario::default() };
    let symmetric = base.landscape.with_gamma(1.0);
    let odd = [
        Scenario { noise: NoiseLaw::None, ..base.clone() },
        Scenario { sigma: Schedule::Constant(0.0), ..base.clone() },
        Scenario { hold_y: Some(3.0), ..base.clone() },
        Scenario { landscape: symmetric, noise: NoiseLaw::Uniform, ..base.clone() },
        Scenario { sigma: Schedule::Constant(50.0), ..base.clone() },
        Scenario { walkers: 1, steps: 1, ..base.clone() },
        Scenario { y_i: 0.0, x_i: 0.0, ..base },
    ];
    for scenario in odd {
        let source = source(scenario, Effort::Quick).asking(small());
        for entry in &EXPERIMENTS {
            // It takes as long whatever the session.
            if entry.name != "phase-published" {
                check(&(entry.make)(&source, &go_on).expect("made"), entry.name);
            }
        }
    }
}

#[test]
fn a_question_that_cannot_be_asked_is_answered_in_words() {
    let mut questions = small();
    questions.phase.x = "eta=nonsense".into();
    questions.discrete.eta = [1.0, 50.0];
    questions.courses.courses.clear();
    let source = source(short(), Effort::Quick).asking(questions);
    for (name, why) in [("phase", "nonsense"), ("discrete", "eta"), ("courses", "no course")] {
        let figure = make(name, &source);
        check(&figure, name);
        assert!(figure.caption.contains(why), "{}", figure.caption);
    }
}

#[test]
fn a_break_is_obeyed_at_once() {
    let scenario = Scenario { walkers: 2_000, ..Scenario::default() };
    // Threads of its own, or it would wait for those of other tests.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("threads");
    for entry in &EXPERIMENTS {
        let source = source(scenario.clone(), Effort::Full);
        let (stopped, asked) = (AtomicBool::new(false), AtomicUsize::new(0));
        let pulse = |_: f64| {
            asked.fetch_add(1, Ordering::Relaxed);
            if stopped.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let (made, late) = std::thread::scope(|scope| {
            let worker = scope.spawn(|| pool.install(|| (entry.make)(&source, &pulse)));
            std::thread::sleep(Duration::from_millis(150));
            stopped.store(true, Ordering::Relaxed);
            let stop = Instant::now();
            let made = worker.join().expect("no panic");
            (made, stop.elapsed())
        });
        println!("{}: {} ms after {} looks", entry.name, late.as_millis(), asked.load(Ordering::Relaxed));
        // Ten times the bound: other tests run at the same time. What was done by then is no break.
        assert!(late < Duration::from_secs(1), "{}: {late:?}", entry.name);
        assert!(made.is_none() || entry.name == "stability", "{} was not broken off", entry.name);
    }
}

fn dots_of<'a>(panel: &'a Panel, name: &str) -> Vec<[f64; 2]> {
    let named = |mark: &&'a Mark| mark.name.as_ref().is_some_and(|it| it.text.contains(name));
    match &panel.marks.iter().find(named).unwrap_or_else(|| panic!("no {name}")).shape {
        Shape::Dots { dots, .. } => dots.iter().map(|dot| dot.at).collect(),
        other => panic!("{other:?} are no dots"),
    }
}

#[test]
fn a_phase_diagram_is_drawn_as_far_as_it_has_come() {
    let questions = small();
    let scenario = short();
    let grid = questions.phase.grid(&scenario).expect("a grid");
    let cells = |phase: &Phase| {
        let figure = phase_figure(&questions.phase, &scenario, &grid, phase, &[]);
        check(&figure, "phase");
        let note = figure.notes.iter().any(|note| note.contains("under way"));
        let values = figure.panels[0].marks.iter().find_map(|mark| match &mark.shape {
            Shape::Cells { values, .. } => Some(values.clone()),
            _ => None,
        });
        (values, note)
    };
    let mut phase = Phase::new(&grid);
    assert_eq!(cells(&phase), (None, true));
    let done = source(scenario.clone(), Effort::Full).asking(questions.clone());
    let whole = make("phase", &done);
    assert!(!whole.notes.iter().any(|note| note.contains("under way")));
    let swarm =
        frostline::valleys::experiments::run::run(&grid.cell(0).expect("a cell"), &go_on).expect("a run");
    let measured = frostline::valleys::experiments::phase::Measured { walkers: 64, summary: swarm.summary() };
    phase.cells[0] = Some(measured);
    let (values, under_way) = cells(&phase);
    assert!(under_way);
    // The one cell that is known stands for those around it.
    assert!(values.expect("cells").iter().all(|value| *value == swarm.summary().p_flat.expect("live")));
}

#[test]
fn every_quantity_and_every_difference_has_its_bar() {
    let mut questions = small();
    let values = |panel: &Panel| {
        let cells = panel.marks.iter().find_map(|mark| match &mark.shape {
            Shape::Cells { values, .. } => Some(values.clone()),
            _ => None,
        });
        cells.expect("cells")
    };
    let mut measured = Vec::new();
    for quantity in Quantity::ALL {
        for less in [None, Some(RunTheory::TwoState), Some(RunTheory::Density), Some(RunTheory::Eq12)] {
            questions.phase.quantity = quantity;
            questions.phase.less = less;
            let source = source(short(), Effort::Quick).asking(questions.clone());
            let figure = make("phase", &source);
            check(&figure, "phase");
            let bar = figure.panels[0].bar.as_ref().expect("a bar");
            let symmetric = (bar.axis.range[0] + bar.axis.range[1]).abs() < 1e-12;
            let differs = less.is_some() && quantity == Quantity::PFlat;
            assert_eq!(symmetric, differs, "{quantity:?} {less:?}");
            if quantity == Quantity::PFlat && less.is_none() {
                measured = values(&figure.panels[0]);
            }
            // The difference and the prediction below it make up what was measured.
            assert_eq!(figure.panels.len(), if differs { 2 } else { 1 });
            if differs {
                let [difference, predicted] = [0, 1].map(|panel| values(&figure.panels[panel]));
                for ((difference, predicted), measured) in difference.iter().zip(&predicted).zip(&measured) {
                    let off = (difference + predicted - measured).abs();
                    assert!(off < 1e-12 || off.is_nan(), "{less:?}: {difference} + {predicted}, {measured}");
                }
                assert!(predicted.iter().filter(|share| share.is_finite()).count() > 3, "{less:?}");
            }
        }
    }
}

#[test]
fn a_phase_diagram_shows_where_descent_is_unstable() {
    let mut questions = small();
    questions.phase.x = "eta=0.05:0.4:6".into();
    questions.phase.y = "y_i=1:10:4".into();
    let source = source(short(), Effort::Quick).asking(questions);
    let figure = make("phase", &source);
    check(&figure, "phase");
    let landscape = source.scenario.landscape;
    let line = figure.panels[0]
        .marks
        .iter()
        .find(|mark| mark.name.as_ref().is_some_and(|it| it.text.contains("f_2")));
    let Shape::Curve { paths, .. } = &line.expect("the line").shape else { panic!("a curve") };
    let inner = &paths[0][1..paths[0].len() - 1];
    assert_eq!(inner.len(), 4);
    for [eta, y] in inner {
        let flatness = landscape.flatness(frostline::valleys::model::Valley::Sharp, *y);
        assert!((eta - flatness).abs() < 1e-12, "{eta} is not {flatness}");
    }
}

#[test]
fn held_noise_lowers_the_share_and_free_noise_raises_it() {
    let mut questions = Questions::default();
    questions.paradox.points = 5;
    let figure = make("paradox", &source(Scenario::default(), Effort::Full).asking(questions));
    println!("{}", figure.caption);
    let held = dots_of(&figure.panels[0], "held");
    let free = dots_of(&figure.panels[0], "free");
    assert!(held.len() == 5 && free.len() == 5);
    assert!(held.windows(2).all(|pair| pair[1][1] < pair[0][1]), "{held:?}");
    assert!(free[4][1] > free[0][1], "{free:?}");
}

#[test]
fn the_paradox_is_beyond_four_standard_errors() {
    use frostline::valleys::experiments::held::Sampling;
    use frostline::valleys::experiments::paradox::paradox;
    let scenario = Scenario { walkers: 4_000, ..Scenario::default() };
    let question = Questions::default().paradox;
    let sampling = Sampling { swarms: 8, relaxations: 12 };
    let paradox = paradox(&scenario, &question, sampling, false, &go_on).expect("not cancelled");
    let (held, free) = (paradox.held_slope().expect("held"), paradox.free_slope().expect("free"));
    println!("held {held:?}, free {free:?}");
    assert!(held.value < -4.0 * held.error, "{held:?}");
    assert!(free.value > 4.0 * free.error, "{free:?}");
    for point in &paradox.points {
        let (free, density) = (point.free.expect("live"), point.density.expect("a value"));
        assert!((free.share - density).abs() < 4.0 * free.error + 0.015, "{point:?}");
    }
}

#[test]
fn hops_of_a_few_walkers_are_those_of_the_whole_swarm() {
    let scenario = short();
    let trails = trails(&scenario, &[], scenario.steps, 100, &go_on).expect("not cancelled");
    let swarm = frostline::valleys::experiments::run::run(&scenario, &go_on).expect("not cancelled");
    assert_eq!(trails.trails.len(), 100);
    for (trail, walker) in trails.trails.iter().zip(swarm.walkers()) {
        assert_eq!(trail.hops.last().copied().unwrap_or(0), walker.last_hop);
        assert_eq!(trail.hops.len(), walker.hops as usize);
        let end = trail.hops.len().checked_sub(1).map_or(trail.start, |last| trail.leads_into(last));
        assert_eq!(end, frostline::valleys::model::Valley::of(f64::from(walker.x)));
    }
}

#[test]
fn rows_of_the_raster_are_told_from_where_the_walkers_are() {
    let mut scenario = short();
    scenario.walkers = 300;
    let replay =
        frostline::valleys::experiments::live::replayed(&scenario, &[], scenario.steps, &go_on).unwrap();
    let trails = trails(&scenario, &[], scenario.steps, 200, &go_on).expect("not cancelled").trails;
    let mut rows: Vec<u32> = (0..200).filter(|walker| !trails[*walker as usize].diverged).collect();
    rows.sort_by_key(|walker| trails[*walker as usize].freezing_step());
    assert_eq!(frostline::valleys::figures::raster_rows(&replay.now, Effort::Quick)[..200], rows);
}

#[test]
fn predicted_last_hops_lie_over_the_measured_ones() {
    let scenario = Scenario { walkers: 4_000, ..Scenario::default() };
    let figure = make("raster", &source(scenario, Effort::Full));
    let panel = &figure.panels[2];
    let mean = |of: &dyn Fn(&Shape) -> Option<Vec<[f64; 2]>>| {
        let points: Vec<[f64; 2]> = panel.marks.iter().filter_map(|mark| of(&mark.shape)).flatten().collect();
        let all: f64 = points.iter().map(|point| point[1]).sum();
        points.iter().map(|point| point[0] * point[1]).sum::<f64>() / all
    };
    let measured = mean(&|shape| match shape {
        Shape::Bars { edges, heights, .. } => Some(
            edges.windows(2).zip(heights).map(|(edge, share)| [0.5 * (edge[0] + edge[1]), *share]).collect(),
        ),
        _ => None,
    });
    let predicted = mean(&|shape| match shape {
        Shape::Curve { paths, .. } => Some(paths.concat()),
        _ => None,
    });
    println!("mean height of the last hop: predicted {predicted:.2}, measured {measured:.2}");
    assert!((predicted / measured - 1.0).abs() < 0.15, "{predicted} {measured}");
}

#[test]
fn the_criterion_crosses_where_hopping_fades() {
    let figure = make("gauge", &source(Scenario { walkers: 2_000, ..Scenario::default() }, Effort::Full));
    let upright = |name: &str| {
        figure.panels[2].marks.iter().find_map(|mark| match mark.shape {
            Shape::Upright { x, .. } if mark.name.as_ref().is_some_and(|it| it.text.contains(name)) => {
                Some(x)
            }
            _ => None,
        })
    };
    let (frozen, crossing) = (upright("last hop").expect("frozen"), upright("A34").expect("a crossing"));
    println!("mean last hop at 10^{frozen:.2}, A34 crosses at 10^{crossing:.2}");
    assert!((frozen - crossing).abs() < 0.3, "{frozen} {crossing}");
}

#[test]
fn between_the_lines_the_steep_valley_has_no_steep_ends() {
    let figure = make("stability", &source(Scenario::default(), Effort::Full));
    let landscape = Scenario::default().landscape;
    let steep = frostline::valleys::model::Valley::Sharp;
    let stayed = dots_of(&figure.panels[0], "steep valley");
    assert!(stayed.len() > 20);
    // Just above the line y climbs out of the unstable stretch before the valley is left.
    for [y, eta] in &stayed {
        let flatness = landscape.flatness(steep, *y);
        assert!(*eta < 1.15 * flatness, "stays at y = {y}, η = {eta} with f₂ = {flatness}");
    }
    let left = dots_of(&figure.panels[0], "flat valley");
    assert!(
        left.iter().all(|[y, eta]| *eta > landscape.flatness(steep, *y)),
        "nobody leaves a stable valley"
    );
}

/// A run in which every walker diverges.
fn lost() -> Scenario {
    Scenario { eta: Schedule::Constant(0.6), walkers: 50, steps: 1_000, ..Scenario::default() }
}

#[test]
fn a_swarm_that_is_lost_has_no_answer_and_no_winner() {
    let at_once =
        Scenario { eta: Schedule::Constant(10.0), hold_y: Some(0.0), walkers: 1, steps: 1, ..lost() };
    for (name, scenario) in [("courses", lost()), ("gauge", lost()), ("raster", lost()), ("fork", at_once)] {
        let figure = make(name, &source(scenario, Effort::Full));
        check(&figure, name);
        assert!(figure.caption.contains("every walker diverged"), "{name}: {}", figure.caption);
    }
    for name in ["fork", "compare", "jitter", "phase", "paradox"] {
        let mut questions = small();
        questions.phase.x = "eta=0.6:1:2".into();
        let figure = make(name, &source(lost(), Effort::Full).asking(questions));
        check(&figure, name);
        let notes = figure.notes.join("; ");
        assert!(notes.contains("diverge") || figure.caption.contains("diverged"), "{name}: {notes}");
        assert!(!figure.caption.contains("settled at step"), "{name}: {}", figure.caption);
    }
}

#[test]
fn whoever_diverged_is_counted() {
    let eta = Schedule::Constant(0.58);
    let scenario = Scenario { eta, walkers: 300, steps: 10, ..Scenario::default() };
    let swarm =
        frostline::valleys::experiments::run::run(&scenario, &go_on).expect("not cancelled").summary();
    assert!((1..300).contains(&swarm.diverged), "{}", swarm.diverged);
    for name in ["fork", "courses", "gauge", "raster", "compare"] {
        let figure = make(name, &source(scenario.clone(), Effort::Full).asking(small()));
        check(&figure, name);
        assert!(figure.notes.join("; ").contains("diverged"), "{name}: {:?}", figure.notes);
    }
}

#[test]
fn what_cannot_be_told_is_not_said() {
    // Two runs of nearly the same noise, of few walkers: nobody can tell which ends flatter.
    let mut questions = small();
    let scenario = Scenario { walkers: 100, steps: 4_000, ..Scenario::default() };
    let sigma = Schedule::Constant(0.1001);
    questions.rival = Some(Box::new(Scenario { sigma, ..scenario.clone() }));
    let figure = make("compare", &source(scenario, Effort::Full).asking(questions));
    assert!(figure.caption.contains("cannot be told with 100 walkers"), "{}", figure.caption);
    // Made quickly, it tells what it would take in full.
    let figure = make("courses", &source(Scenario { walkers: 4_000, ..short() }, Effort::Quick));
    let clear = figure.caption.contains("comes from") || figure.caption.contains("seems to come from");
    let untold = figure.caption.contains("cannot be told with 200 walkers; full takes about");
    assert!(clear || untold, "{}", figure.caption);
    // Much more noise is another matter.
    let mut questions = small();
    let scenario = Scenario { walkers: 2_000, ..short() };
    questions.rival = Some(Box::new(Scenario { sigma: Schedule::Constant(0.01), ..scenario.clone() }));
    let figure = make("compare", &source(scenario, Effort::Full).asking(questions));
    assert!(figure.caption.contains("B ends in the flat valley"), "{}", figure.caption);
}

#[test]
fn cells_that_cannot_be_judged_are_said_to_be_so() {
    let table = |rows: &str| Some(format!("eta,sigma,p_flat,mean_freezing_step\n{rows}"));
    let ask = |rows: &str| {
        let questions = Questions { against: table(rows), ..small() };
        make("phase-published", &source(short(), Effort::Quick).asking(questions))
    };
    // Few hops are a score as well.
    let figure = ask("0.01,0.01,0.5,1.1\n");
    check(&figure, "phase-published");
    assert!(figure.notes.join("; ").contains("in 1 of 1 cells few walkers hop"), "{:?}", figure.notes);
    // A law of which nothing is published.
    let uniform = Scenario { noise: NoiseLaw::Uniform, ..short() };
    let figure = make("phase-published", &source(uniform, Effort::Quick).asking(small()));
    assert!(figure.caption.contains("published for the noise laws hessian"), "{}", figure.caption);
    // Beyond every bound: nothing to judge.
    let figure = ask("5,0.1,0.9,100\n");
    check(&figure, "phase-published");
    assert!(figure.caption.contains("no cell can be judged"), "{}", figure.caption);
    let figure = ask("5,0.1,0.9,100\n0.05,0.05,0.976,3000\n");
    check(&figure, "phase-published");
    assert!(figure.notes.join("; ").contains("1 of 2 cells cannot be judged"), "{:?}", figure.notes);
}

/// From y = 5 with little noise walkers stay where they started: what looks like a share of either valley is memory.
#[test]
fn the_paradox_tells_memory_from_selection() {
    let ask = |y_i: f64, delta_s: [f64; 2]| {
        let mut questions = Questions::default();
        (questions.paradox.points, questions.paradox.delta_s) = (3, delta_s);
        let scenario = Scenario { y_i, steps: 20_000, walkers: 200, ..Scenario::default() };
        make("paradox", &source(scenario, Effort::Full).asking(questions))
    };
    let remembers = ask(5.0, [1e-4, 4e-3]);
    assert!(remembers.caption.contains("part of the share is memory"), "{}", remembers.caption);
    let curve = |figure: &Figure, name: &str| {
        let named = |mark: &&Mark| mark.name.as_ref().is_some_and(|known| known.text.contains(name));
        let mark = figure.panels[0].marks.iter().find(named).unwrap_or_else(|| panic!("no {name}"));
        let Shape::Curve { paths, .. } = &mark.shape else { panic!("{name} is no curve") };
        paths[0].clone()
    };
    let [steep, flat] = ["all from steep", "all from flat"].map(|name| curve(&remembers, name));
    assert!(flat[0][1] - steep[0][1] > 0.9, "nobody hops at the least noise");
    assert!(flat[2][1] - steep[2][1] < 0.05, "all forget at the most");
    let selects = ask(1.0, [1e-3, 4e-3]);
    assert!(
        selects.caption.contains("the start is forgotten, and the share is selected"),
        "{}",
        selects.caption
    );
}

/// What the answers look like, quickly made of Fig. 4's run. `cargo test --test valleys sketches -- --ignored` writes them
/// anew.
#[test]
#[ignore = "makes the sketches that the program ships"]
fn sketches_are_made_anew() {
    let session = Session::of(Preset::Fig4);
    let mut answers = Vec::new();
    for entry in EXPERIMENTS {
        let scenario = session.scenario.clone();
        let (step, look) = (scenario.steps, session.view.look());
        let source = Source::new(scenario, Vec::new(), step, look, Effort::Quick);
        let figure = (entry.make)(&source, &|_| ControlFlow::Continue(())).expect("nothing breaks it off");
        answers.push(figure);
    }
    let bytes = frostline::valleys::figures::written_sketches(&answers);
    println!("{} bytes", bytes.len());
    std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sketches.postcard"), bytes).unwrap();
}

#[test]
fn every_experiment_has_a_sketch_and_a_question_in_a_line() {
    for entry in EXPERIMENTS {
        let panel = frostline::valleys::figures::sketch(entry).unwrap_or_else(|| panic!("{}", entry.name));
        assert!(!panel.marks.is_empty(), "{}", entry.name);
        let asked = entry.asked().expect("it is an experiment");
        let question = (asked.asks)();
        assert!(question.chars().count() <= 34 && question.ends_with('?'), "{question}");
        assert!((asked.tells)().chars().count() <= 80, "{}", entry.name);
    }
}
