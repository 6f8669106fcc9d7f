//! Predict, then see: what is asked for is nowhere before the guess, everything waits for it, and then it is judged.

use std::sync::Arc;
use std::time::Duration;

use crate::support::bench::{Bench, scratch};
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use frostline::app::desk::Desk;
use frostline::app::desk::classroom::guess::{Guess, GuessState};
use frostline::app::desk::classroom::verdict::Outcome;
use frostline::app::desk::classroom::{Prediction, Running};
use frostline::app::desk::command::{
    Command, FigureCommand, FilmCommand, LessonCommand, QuestionCommand, RunCommand, ViewCommand,
    WindowCommand,
};
use frostline::app::desk::scene::FrostLine;
use frostline::app::kit::theme::{Mode, Scale, Theme, Vision};
use frostline::app::valleys::panels::{Panels, table_of};
use frostline::chart::{self, Ink, Shape};
use frostline::labs::Lab;
use frostline::lessons::{Lesson, Predict};
use frostline::session::{Class, Session};
use frostline::valleys::figures::EXPERIMENTS;
use frostline::valleys::model::Parameter;
use frostline::valleys::panel::Panel;
use frostline::valleys::theory::{self, Calibration};

fn running(desk: &Desk) -> &Running {
    desk.lessons.running.as_ref().expect("a lesson is under way")
}

/// A page of a lesson, when it is ready.
fn open(bench: &Bench, window: &mut Harness<'_>, [place, index]: [usize; 2]) {
    bench.send(LessonCommand::Begin(place));
    for _ in 0..index {
        bench.send(LessonCommand::Skip);
    }
    bench.wait_long(window, "the page", |desk| {
        running(desk).page.ready && desk.run.forecast().is_some() && !desk.run.playing()
    });
}

/// The lesson of freezing, on its page that asks for a height.
const HEIGHT: [usize; 2] = [3, 1];

/// Everything that the window says, as a screen reader hears it.
fn said(window: &Harness<'_>) -> String {
    let nodes = window.root().children_recursive().map(|node| {
        let node = node.accesskit_node();
        [node.label(), node.value(), node.description()].into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    nodes.collect::<Vec<_>>().join("\n")
}

/// The numbers of a text, as they stand there.
fn numbers(text: &str) -> Vec<&str> {
    let parts = text.split(|c: char| !(c.is_ascii_digit() || c == '.'));
    parts.map(|part| part.trim_matches('.')).filter(|part| !part.is_empty()).collect()
}

/// What each panel draws of a desk, by its description.
fn described(desk: &Desk) -> Vec<(Panel, chart::Panel)> {
    let mut found = Vec::new();
    let theme = Theme::new(Mode::Dark, Vision::Typical);
    let scene = desk.scene(theme, Scale::WINDOW).expect("there is a run");
    let mut panels = Panels::default();
    let ctx = egui::Context::default();
    theme.apply(&ctx);
    let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
        found.clear();
        for panel in Panel::ALL {
            let rect = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(330.0, 260.0));
            let drawn = panels.show(panel, ui, rect, &scene, &mut Vec::new());
            found.extend(drawn.into_iter().map(|drawn| (panel, drawn)));
        }
    });
    output.textures_delta.clear();
    found
}

/// What gives a height away, or a share: lines and areas in the inks of what is predicted.
fn telltale(panel: Panel, drawn: &chart::Panel, height: bool) -> Vec<String> {
    let inks: &[Ink] = if height { &[Ink::Ice, Ink::Eq9, Ink::Ito] } else { &[Ink::Eq9, Ink::Ito] };
    // What the slice shows of the effective loss is no share, and no height.
    if panel == Panel::Slice || panel == Panel::Gauge {
        return Vec::new();
    }
    let tells = |shape: &Shape| match shape {
        Shape::Curve { pen, .. } | Shape::Level { pen, .. } | Shape::Upright { pen, .. } => {
            inks.contains(&pen.ink)
        }
        Shape::Area { ink, .. } | Shape::Band { ink, .. } => inks.contains(ink),
        Shape::Cells { .. } => true,
        _ => false,
    };
    let marks = drawn.marks.iter().filter(|mark| tells(&mark.shape));
    marks.map(|mark| format!("{panel:?}: {:?}", mark.name)).collect()
}

/// The heights that a page is about, with as many digits as anything is written with.
fn heights(desk: &Desk) -> Vec<String> {
    let scenario = &desk.run.scenario;
    let frost = FrostLine::new(scenario, desk.run.forecast()).y();
    let calibration = Calibration::chosen(&scenario.landscape, None);
    let eq11 = theory::y_freeze(&scenario.landscape, scenario.noise, scenario.delta_s(0), &calibration).value;
    // A page may tell what Eq. 11 says, to ask what the swarm does.
    let told = running(desk).step().prose.iter().any(|text| text.contains("{y_freeze"));
    let eq11 = eq11.filter(|_| !told);
    frost.into_iter().chain(eq11).map(|y| format!("{y:.2}")).collect()
}

#[test]
fn what_is_asked_for_is_nowhere_before_the_guess() {
    let bench = Bench::of(Session::default());
    let mut window = bench.window();
    let lessons = bench.desk(|desk| desk.lessons.lessons.clone());
    let mut asked = 0;
    // Those of networks keep back what they name, which has a test of its own.
    let here = |(_, lesson): &(usize, &Arc<Lesson>)| lesson.laboratory == Lab::Valleys;
    for (place, lesson) in lessons.iter().enumerate().filter(here) {
        for (index, step) in lesson.steps.iter().enumerate() {
            let Some(predict) = &step.predict else { continue };
            asked += 1;
            let what = format!("{}, {}", lesson.title, step.title);
            open(&bench, &mut window, [place, index]);
            let height = matches!(predict, Predict::Height { .. });
            let answers = bench.desk(|desk| {
                let [landscape, noise] = [&desk.run.scenario; 2];
                let (y, delta_s) = (desk.run.shown().mean_y, desk.run.curves().delta_s);
                // A page may tell what theories say, to ask with which of them the swarm goes.
                let told = |fact: &str| running(desk).step().prose.iter().any(|text| text.contains(fact));
                match height {
                    true => heights(desk),
                    // What Eq. 9 and the exact share are where the swarm is.
                    false => [
                        (["{eq9"; 2], theory::p_ss(&landscape.landscape, noise.noise, y, delta_s)),
                        (
                            ["{ito", "{boltzmann"],
                            theory::p_steady(&landscape.landscape, noise.noise, y, delta_s),
                        ),
                    ]
                    .into_iter()
                    .filter(|(facts, _)| !facts.iter().any(|fact| told(fact)))
                    .filter_map(|(_, share)| Some(format!("{:.3}", share.value?)))
                    .collect(),
                }
            });
            let mut texts = vec![said(&window)];
            for panel in Panel::ALL {
                bench.send(ViewCommand::Panels(vec![panel]));
                window.run_steps(3);
                texts.push(said(&window));
                let table = bench.desk(|desk| table_of(panel, desk));
                texts.extend(table.rows.into_iter().map(|row| row.join(" ")).filter(|_| height));
            }
            bench.send(WindowCommand::ToggleEquations);
            window.run_steps(3);
            texts.push(said(&window));
            bench.send(WindowCommand::ToggleEquations);
            for text in &texts {
                for line in text.lines() {
                    let given =
                        numbers(line).into_iter().find(|number| answers.iter().any(|it| it == number));
                    assert!(given.is_none(), "{what}: '{given:?}' is given away by '{line}'");
                }
            }
            let shows_the_map = step.shows(Panel::Plane) && matches!(predict, Predict::Choice { .. });
            let marks: Vec<String> = bench.desk(|desk| {
                let drawn = described(desk);
                let told = drawn.iter().filter(|(panel, _)| !(shows_the_map && *panel == Panel::Plane));
                told.flat_map(|(panel, drawn)| telltale(*panel, drawn, height)).collect()
            });
            assert!(marks.is_empty(), "{what}: {marks:?}");
            if height {
                assert_eq!(bench.desk(|desk| desk.run.frost().y()), None, "{what}");
            }
            // Afterwards all of it is there: what was looked for is what there is to find.
            if [place, index] == HEIGHT {
                bench.send(ViewCommand::Panels(vec![Panel::PFlat, Panel::Hops]));
                bench.send(LessonCommand::Predict(Prediction::Unknown));
                bench.send(RunCommand::Rate(f64::INFINITY));
                bench.send(RunCommand::Play);
                bench.wait_long(&mut window, "the reveal", |desk| running(desk).page.verdict.is_some());
                bench.wait_long(&mut window, "the end", |desk| !desk.run.playing());
                window.run_steps(3);
                let text = said(&window);
                let all = numbers(&text);
                assert!(
                    answers.iter().all(|answer| all.contains(&answer.as_str())),
                    "{answers:?} not in {text}"
                );
                let marks = bench.desk(|desk| {
                    let drawn = described(desk);
                    drawn.iter().map(|(panel, drawn)| telltale(*panel, drawn, true).len()).sum::<usize>()
                });
                assert!(marks > 4, "only {marks} marks tell it now");
            }
        }
    }
    assert!(asked > 25, "{asked} pages");
}

#[test]
fn everything_waits_for_the_guess() {
    let bench = Bench::of(Session::default());
    let mut window = bench.window();
    open(&bench, &mut window, HEIGHT);
    let step = bench.step();
    let frozen = |bench: &Bench| bench.step() == step && !bench.desk(|desk| desk.run.playing());
    let commands: [Command; 7] = [
        RunCommand::TogglePlay.into(),
        RunCommand::Play.into(),
        RunCommand::StepOnce.into(),
        FigureCommand::ToggleFigures.into(),
        QuestionCommand::Experiment(EXPERIMENTS[0]).into(),
        FilmCommand::Animate(None).into(),
        LessonCommand::Next.into(),
    ];
    for command in commands {
        bench.send(WindowCommand::Escape);
        window.run_steps(1);
        bench.send(command.clone());
        window.run_steps(3);
        assert!(frozen(&bench) && !bench.desk(|desk| desk.studio.open), "{command:?}");
        let told = bench.desk(|desk| desk.around.notice.clone()).expect("a word on it");
        assert!(told.text.contains("First your guess"), "{command:?}: {}", told.text);
        assert_eq!(bench.desk(|desk| running(desk).index), HEIGHT[1]);
    }
    bench.send(WindowCommand::Escape);
    window.key_press(Key::Space);
    window.run_steps(3);
    assert!(frozen(&bench) && bench.desk(|desk| desk.around.notice.is_some()), "the space bar");
    for name in ["Play", "Next", "This is my guess: play"] {
        let button = window.get_by_role_and_label(Role::Button, name);
        assert!(button.accesskit_node().is_disabled(), "{name}");
    }
    bench.send(WindowCommand::Escape);
    window.get_by_role_and_label(Role::Button, "I don’t know").click_accesskit();
    window.run();
    assert!(!window.get_by_role_and_label(Role::Button, "Play").accesskit_node().is_disabled());
    bench.send(RunCommand::StepOnce);
    bench
        .wait(&mut window, "a step", |desk| desk.run.fresh_snapshot().is_some_and(|now| now.now.step > step));
    // What has begun cannot be guessed any more.
    bench.send(LessonCommand::Predict(Prediction::Height(4.5)));
    assert_eq!(bench.desk(|desk| running(desk).page.prediction.clone()), Some(Prediction::Unknown));
}

fn draft(desk: &Desk) -> Option<f64> {
    match running(desk).page.draft {
        Some(Prediction::Height(y)) => Some(y),
        _ => None,
    }
}

#[test]
fn the_line_is_pulled_nudged_and_typed_and_stays() {
    let bench = Bench::of(Session::default());
    let mut window = bench.window();
    open(&bench, &mut window, HEIGHT);
    window.run_steps(3);
    let handle = |window: &Harness<'_>| {
        window
            .get_by(|node| node.label().is_some_and(|label| label.starts_with("Your guess: the height")))
            .rect()
    };
    assert_eq!(bench.desk(draft), None);
    let from = handle(&window).center();
    let by = egui::vec2(-120.0, 0.0);
    window.hover_at(from);
    window.run();
    window.drag_at(from);
    window.run();
    window.hover_at(from + by);
    window.run();
    window.drop_at(from + by);
    window.run();
    let pulled = bench.desk(draft).expect("it was pulled");
    let stage = window
        .get_by(|node| node.label().is_some_and(|label| label.starts_with("Stage: the landscape")))
        .rect();
    let [low, high] = bench.desk(|desk| desk.view.stage_y);
    let expected = low + f64::from((from.x + by.x - stage.left()) / stage.width()) * (high - low);
    assert!((pulled - expected).abs() < 0.02 * (high - low), "{pulled}, not {expected}");
    window.key_press(Key::ArrowRight);
    window.run();
    assert!((bench.desk(draft).unwrap() - pulled - 0.05).abs() < 1e-9);
    window.get_by_role_and_label(Role::SpinButton, "Your guess y").focus();
    window.run();
    for digit in ["6", ".", "2"] {
        window.event(egui::Event::Text(digit.into()));
        window.run();
    }
    window.key_press(Key::Enter);
    window.run();
    assert_eq!(bench.desk(draft), Some(6.2));
    bench.send(RunCommand::Rate(f64::INFINITY));
    window.get_by_role_and_label(Role::Button, "This is my guess: play").click_accesskit();
    window.run_steps(2);
    bench.wait_long(&mut window, "the reveal", |desk| running(desk).page.verdict.is_some());
    bench.desk(|desk| {
        let Some(Guess::Height(guess)) = desk.lessons.guess() else { panic!("no guess") };
        assert_eq!((guess.y, guess.state), (Some(6.2), GuessState::Revealed));
        let heights = guess.heights.expect("what came");
        assert!((4.3..4.7).contains(&heights.swarm) && heights.error < 0.05, "{heights:?}");
        assert!((5.0..5.1).contains(&heights.eq11.unwrap()) && heights.spread > 0.5, "{heights:?}");
        assert!((heights.off().unwrap() - (6.2 - heights.swarm)).abs() < 1e-9);
        assert_eq!(running(desk).page.verdict.as_ref().unwrap().outcome, Outcome::Farther);
        assert_eq!(running(desk).tally.count(Outcome::Farther), 1);
    });
    // The same page once more, with half of the noise; it is asked anew.
    assert_eq!(bench.desk(|desk| running(desk).next_round()), Some(0.05));
    bench.send(LessonCommand::Again);
    bench.wait_long(&mut window, "the page", |desk| running(desk).page.ready);
    assert_eq!(Parameter::Sigma.get(&bench.scenario()), Some(0.05));
    bench.desk(|desk| {
        assert!(desk.lessons.asks_first() && desk.run.frost().y().is_none() && draft(desk).is_none());
        assert!(desk.run.fresh_snapshot().is_some_and(|run| run.changes.is_empty()), "a run from its start");
    });
}

use frostline::settings::Adjustable as _;

#[test]
fn a_class_guesses_together() {
    let folder = scratch("class-guesses");
    let path = folder.join("class.frostline");
    let bench = Bench::of(Session { class: Some(Class::default()), ..Session::default() });
    let mut window = bench.window();
    open(&bench, &mut window, HEIGHT);
    bench.send(LessonCommand::Draft(Prediction::Height(6.0)));
    for y in [3.0, 4.0, 8.0, 9.0] {
        bench.send(LessonCommand::AddGuess(y));
    }
    let median = |desk: &Desk| match desk.lessons.guess() {
        Some(Guess::Height(guess)) => guess.median(),
        _ => None,
    };
    assert_eq!(bench.desk(median), Some(6.0), "the student's own counts as well");
    for _ in 0..40 {
        bench.send(LessonCommand::AddGuess(9.5));
    }
    assert_eq!(bench.desk(|desk| running(desk).class_guesses.len()), 30);
    window.run_steps(3);
    bench.send(LessonCommand::Stay);
    bench.send(frostline::app::desk::command::FileCommand::SavePath(path.clone()));
    let kept = Session::load(&path).unwrap().class.expect("a class").guesses;
    assert_eq!(kept.len(), 30);
    assert_eq!((kept[0].lesson.as_str(), kept[0].y), ("Freezing", 3.0));
    // They are there again when the page is.
    open(&bench, &mut window, HEIGHT);
    assert_eq!(bench.desk(|desk| running(desk).class_guesses.len()), 30);
    bench.send(LessonCommand::ForgetGuesses);
    assert!(bench.desk(|desk| running(desk).class_guesses.is_empty()));
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn a_lesson_ends_with_its_swarm_and_the_way_to_the_next() {
    let bench = Bench::of(Session::default());
    let mut window = bench.window();
    let last = bench.desk(|desk| desk.lessons.lessons[3].steps.len() - 1);
    open(&bench, &mut window, [3, last]);
    let step = bench.step();
    assert!(step > 30_000, "the last page shows a swarm that has frozen");
    bench.send(LessonCommand::Next);
    window.run_steps(3);
    assert!(bench.desk(|desk| running(desk).ended) && bench.step() == step, "its swarm stays");
    let next = bench.desk(|desk| desk.lessons.lessons[4].title.clone());
    assert!(window.query_by_role_and_label(Role::Button, &format!("Next: {next}")).is_some());
    bench.send(LessonCommand::Back);
    assert!(!bench.desk(|desk| running(desk).ended));
    bench.send(LessonCommand::Next);
    bench.send(LessonCommand::Stay);
    window.run_steps(3);
    assert!(bench.desk(|desk| desk.lessons.running.is_none()) && bench.step() == step);
    open(&bench, &mut window, [3, last]);
    bench.send(LessonCommand::Next);
    bench.send(LessonCommand::Next);
    assert_eq!(bench.desk(|desk| running(desk).lesson.title.clone()), next);
}

#[test]
fn the_paradox_shows_its_two_runs_together() {
    let bench = Bench::of(Session::default());
    let mut window = bench.window();
    open(&bench, &mut window, [4, 2]);
    bench.wait_long(&mut window, "both runs", |desk| desk.lessons.beside().is_some());
    bench.desk(|desk| {
        let (weak, page) = desk.lessons.beside().unwrap();
        assert_eq!(page, 2);
        assert!((weak.ends[1].share - 0.5).abs() < 0.01 && weak.memory() > 0.99, "{:?}", weak.ends);
        let pair = running(desk).beside.as_ref().and_then(|beside| beside.pair()).unwrap();
        assert!(pair[1].memory() < 0.15 && pair[1].ends[0].share > 0.8, "{:?}", pair[1].ends);
        let drawn = described(desk);
        let beside = drawn.iter().any(|(_, panel)| {
            let named =
                |mark: &chart::Mark| mark.name.as_ref().is_some_and(|name| name.text.contains("step 2"));
            panel.marks.iter().any(named)
        });
        assert!(beside, "the run of the second page is not drawn");
    });
    // What this run remembers is what is asked for.
    window.run_steps(3);
    assert!(!said(&window).contains("memory of the start"));
    bench.send(LessonCommand::Predict(Prediction::Choice(2)));
    bench.send(RunCommand::Rate(f64::INFINITY));
    bench.send(RunCommand::Play);
    bench.wait_long(&mut window, "the reveal", |desk| running(desk).page.verdict.is_some());
    window.run_steps(3);
    assert!(said(&window).contains("memory of the start"));
}

#[test]
fn the_first_seconds_are_told_by_the_window_s_own_time() {
    let bench = Bench::of(Session::default());
    let mut window = bench.window();
    bench.send(WindowCommand::Opening);
    let ready = |desk: &Desk| desk.around.opening.as_ref().is_some_and(|opening| opening.life().is_some());
    for _ in 0..3_000 {
        std::thread::sleep(Duration::from_millis(2));
        bench.app.borrow_mut().desk.poll();
        if bench.desk(ready) {
            break;
        }
    }
    assert!(bench.desk(ready));
    let pass = |window: &mut Harness<'_>, seconds: f64| {
        let now = window.ctx.input(|input| input.time) + seconds;
        window.input_mut().time = Some(now);
        window.step();
        window.input_mut().time = Some(now + 0.02);
        window.step();
        said(window)
    };
    assert!(pass(&mut window, 0.1).contains("One dot is one training run."));
    assert!(pass(&mut window, 6.0).contains("One dot is one training run."));
    assert!(pass(&mut window, 5.0).contains("Three thousand runs"));
    assert!(bench.desk(|desk| desk.around.opening.is_some()));
    pass(&mut window, 5.0);
    assert!(bench.desk(|desk| desk.around.opening.is_none()), "it ends by itself");
    // Any key ends it, and does nothing else.
    bench.send(WindowCommand::Opening);
    window.step();
    window.key_press(Key::Space);
    window.step();
    window.step();
    assert!(bench.desk(|desk| desk.around.opening.is_none() && !desk.run.playing()));
    // Without motion it stands still until it is closed.
    bench.app.borrow_mut().desk.look.reduced_motion = true;
    bench.send(WindowCommand::Opening);
    for _ in 0..3_000 {
        std::thread::sleep(Duration::from_millis(2));
        bench.app.borrow_mut().desk.poll();
        if bench.desk(ready) {
            break;
        }
    }
    assert!(pass(&mut window, 0.1).contains("Three thousand runs"));
    pass(&mut window, 60.0);
    assert!(bench.desk(|desk| desk.around.opening.is_some()));
    bench.send(WindowCommand::Escape);
    assert!(bench.desk(|desk| desk.around.opening.is_none()));
}

#[test]
fn a_small_class_lesson_is_guessed_by_typing_shares() {
    let bench = Bench::new();
    let mut window = bench.window();
    let text = "lesson: Small\nsummary: One page.\n\nstep: One\nWords.\n\
        set: preset = fig4, walkers = 200, restart, pause\npredict: p-flat from 1 to 5\n\
        do: Press play.\nuntil: step >= 3000\nreveal: There.\n";
    bench.app.borrow_mut().desk.begin(Arc::new(frostline::lessons::read(text).unwrap()));
    bench.wait(&mut window, "the page", |desk| running(desk).page.ready);
    window.run_steps(3);
    window.get_by_role_and_label(Role::SpinButton, "at y = 3").focus();
    window.run();
    for digit in [".", "7"] {
        window.event(egui::Event::Text(digit.into()));
        window.run();
    }
    window.key_press(Key::Enter);
    window.run();
    bench.desk(|desk| {
        let Some(Prediction::Sketch(sketch)) = &running(desk).page.draft else { panic!("no sketch") };
        assert_eq!([sketch.at(1.0), sketch.at(3.0), sketch.at(5.0)], [Some(0.7); 3]);
    });
}
