//! Time that can be gone back in: runs gone through again from a step looked back at, forks of them, the ghost of what was
//! before, the shelf of runs, and what is known ahead of a run.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use egui::accesskit::Role;
use egui::{Key, Modifiers, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use frostline::app::desk::Desk;
use frostline::app::desk::command::{LessonCommand, RunCommand, ShelfCommand, ViewCommand};
use frostline::app::desk::ghost::Ghost;
use frostline::session::{PLACES, Session};
use frostline::settings::Adjustable as _;
use frostline::valleys::experiments::ahead::Outcome;
use frostline::valleys::experiments::changes::Change;
use frostline::valleys::experiments::live::{Picture, replayed};
use frostline::valleys::model::{Parameter, Preset, Scenario};
use frostline::valleys::view::Colouring;

use crate::support::bench::{Bench, scratch};
use crate::support::legible;

const STEPS: u32 = 2_400;

fn bench() -> Bench {
    let mut session = Session::of(Preset::Fig4);
    (session.scenario.walkers, session.scenario.steps) = (130, STEPS);
    session.view.rate = 0.0;
    Bench::of(session)
}

fn step(desk: &Desk) -> u32 {
    desk.run.fresh_snapshot().map_or(0, |now| now.now.step)
}

/// Plays on until a step is reached, or a little more.
fn play_to(bench: &Bench, window: &mut Harness<'_>, to: u32) {
    bench.send(RunCommand::RunTo(to));
    bench.wait_long(window, "the step", |desk| step(desk) == to && !desk.run.playing());
}

fn bits(picture: &Picture) -> (u32, Vec<u32>, Vec<u32>, &[u32]) {
    let bits = |values: &[f32]| values.iter().map(|value| value.to_bits()).collect();
    (picture.step, bits(&picture.x), bits(&picture.y), &picture.age)
}

fn now(bench: &Bench) -> Picture {
    bench.desk(|desk| Picture::clone(&desk.run.snapshot().unwrap().now))
}

/// The run that a scenario comes to with these changes.
fn alone(start: &Scenario, changes: &[(u32, f64)], to: u32) -> Picture {
    let mut scenario = start.clone();
    let changes: Vec<Change> = changes
        .iter()
        .map(|&(step, sigma)| {
            Parameter::Sigma.set(&mut scenario, sigma).unwrap();
            Change { step, scenario: scenario.clone() }
        })
        .collect();
    let run = replayed(start, &changes, to, &|_| ControlFlow::Continue(())).unwrap();
    Picture::clone(&run.now)
}

#[test]
fn play_goes_on_from_the_step_looked_back_at_and_comes_to_the_same() {
    let bench = bench();
    let mut window = bench.window();
    let start = bench.scenario();
    play_to(&bench, &mut window, 800);
    bench.send(RunCommand::Set(Parameter::Sigma, 0.2));
    play_to(&bench, &mut window, STEPS);
    let before = now(&bench);
    assert_eq!(bits(&before), bits(&alone(&start, &[(800, 0.2)], STEPS)));

    bench.send(RunCommand::Scrub(Some(400)));
    window.run();
    bench.desk(|desk| {
        assert_eq!(desk.run.shown().step, 400);
        let sigma = desk.run.scenario.sigma.at(0);
        assert!((sigma - 0.1).abs() < 1e-12, "the controls show what was set then, not {sigma}");
    });
    bench.send(RunCommand::StepOnce);
    bench.wait_long(&mut window, "a single step from there", |desk| step(desk) == 401);
    assert_eq!(bench.desk(|desk| desk.run.shown().step), 401, "it does not jump to now");
    // What was to come stays in sight until it has come again.
    bench.desk(|desk| {
        let ghost = desk.run.ghost().expect("the old future");
        assert!(ghost.samples().last().unwrap().step >= STEPS && ghost.fork.is_none());
        assert!(desk.run.ghost_seen().unwrap().picture.is_none(), "its walkers are those of the run");
    });
    bench.send(RunCommand::TogglePlay);
    bench.wait_long(&mut window, "the end again", |desk| step(desk) == STEPS && !desk.run.playing());
    assert_eq!(bits(&now(&bench)), bits(&before), "later changes are made again");
    bench.wait_long(&mut window, "the ghost to have become the run", |desk| desk.run.ghost().is_none());
}

#[test]
fn a_change_at_a_step_looked_back_at_forks_the_run_on_the_same_numbers() {
    let bench = bench();
    let mut window = bench.window();
    let start = bench.scenario();
    play_to(&bench, &mut window, 400);
    bench.send(RunCommand::Set(Parameter::Sigma, 0.12));
    play_to(&bench, &mut window, 1_200);
    bench.send(RunCommand::Set(Parameter::Sigma, 0.11));
    play_to(&bench, &mut window, STEPS);

    bench.send(RunCommand::Scrub(Some(800)));
    window.run();
    bench.send(RunCommand::Set(Parameter::Sigma, 0.3));
    bench.wait_long(&mut window, "the fork", |desk| step(desk) == 800);
    bench.send(RunCommand::TogglePlay);
    bench.wait_long(&mut window, "the end of the fork", |desk| step(desk) == STEPS && !desk.run.playing());
    let (old, new) = ([(400, 0.12), (1_200, 0.11)], [(400, 0.12), (800, 0.3)]);
    let (ghost, fork) = (alone(&start, &old, STEPS), alone(&start, &new, STEPS));
    assert_eq!(bits(&now(&bench)), bits(&fork));

    // The old future is behind it, at the same step, to the bit.
    let picture = |desk: &Desk| desk.run.ghost_seen().and_then(|ghost| ghost.picture.cloned());
    bench.wait_long(&mut window, "the ghost", |desk| {
        picture(desk).is_some_and(|picture| picture.step == STEPS)
    });
    assert_eq!(bits(&bench.desk(picture).unwrap()), bits(&ghost));
    let elsewhere =
        ghost.x.iter().zip(&fork.x).filter(|(before, now)| (**before >= 0.0) != (**now >= 0.0)).count();
    bench.wait_long(&mut window, "the fates", |desk| desk.run.parted().is_some());
    bench.desk(|desk| {
        assert_eq!(desk.run.ghost().unwrap().fork, Some(800));
        let parted = desk.run.parted().unwrap();
        assert!(
            elsewhere > 0 && parted.walkers.len() == elsewhere,
            "{} of {elsewhere}",
            parted.walkers.len()
        );
        assert_eq!(parted.into_flat + parted.into_steep, elsewhere as u32);
    });
    // What is said stands for three seconds.
    window.run_steps(20);
    let said = window.get_by_role(Role::Status).accesskit_node().label().unwrap();
    assert!(said.contains(&format!("{elsewhere} of 130 end in another valley")), "{said}");

    // Looked back at, the ghost goes back as well, as far as the two are one.
    bench.send(RunCommand::Scrub(Some(600)));
    window.run();
    let shown = bench.desk(|desk| desk.run.shown().picture.step);
    bench.wait_long(&mut window, "the ghost back there", |desk| {
        picture(desk).is_some_and(|it| it.step == shown)
    });
    let (there, here) = bench.desk(|desk| (picture(desk).unwrap(), desk.run.shown().picture.clone()));
    assert_eq!(bits(&there), bits(&here), "before the fork both are one run");
}

#[test]
fn with_no_change_made_the_ghost_and_the_run_agree_to_the_bit() {
    let bench = bench();
    let mut window = bench.window();
    play_to(&bench, &mut window, STEPS);
    let picture = |desk: &Desk| desk.run.ghost().and_then(|ghost| ghost.picture().cloned());
    for to in [900, 901, 1_600] {
        bench.send(RunCommand::Scrub(Some(800)));
        play_to(&bench, &mut window, to);
        bench.wait_long(&mut window, "the ghost", |desk| {
            picture(desk).is_some_and(|picture| picture.step == to)
        });
        assert_eq!(bits(&now(&bench)), bits(&bench.desk(picture).unwrap()));
    }
}

#[test]
fn every_run_leaves_a_stamp_that_leads_back_to_it() {
    let bench = bench();
    let mut window = bench.window();
    play_to(&bench, &mut window, 1_200);
    let first = now(&bench);
    bench.send(RunCommand::Scrub(Some(400)));
    bench.send(RunCommand::Set(Parameter::Sigma, 0.3));
    bench.wait_long(&mut window, "the fork", |desk| step(desk) == 400);
    play_to(&bench, &mut window, 800);
    let second = now(&bench);
    bench.desk(|desk| {
        assert_eq!(desk.shelf_names(), ["$σ$ = 0.1", "$σ$ = 0.3"]);
        assert_eq!(desk.shelf.here(), 1);
        assert!(desk.shelf.stamps[0].curve.len() > 10);
    });

    window.get_by_label_contains("Run 1, σ = 0.1, step 1,200").click();
    bench.wait_long(&mut window, "the first run", |desk| step(desk) == 1_200);
    assert_eq!(bits(&now(&bench)), bits(&first));
    assert_eq!(bench.desk(|desk| (desk.shelf.here(), desk.shelf.stamps.len())), (0, 1));

    // By keys: back to the second, compared with the first, called something.
    window.get_by_label_contains("Run 2, σ = 0.3, step 800").focus();
    window.run();
    window.key_press(Key::Enter);
    window.run();
    bench.wait_long(&mut window, "the second run", |desk| step(desk) == 800);
    assert_eq!(bits(&now(&bench)), bits(&second));
    window.get_by_label_contains("Run 1, σ = 0.1").focus();
    window.run();
    window.key_press(Key::C);
    window.run();
    assert_eq!(bench.desk(|desk| desk.run.ghost().unwrap().fork), Some(400));
    window.key_press(Key::F2);
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.event(egui::Event::Text("cold".into()));
    window.run();
    window.key_press(Key::Enter);
    window.run();
    assert_eq!(bench.desk(Desk::shelf_names), ["cold", "$σ$ = 0.3"]);

    // Kept in the session, and there again.
    let folder = scratch("shelf");
    let path = folder.join("shelf.frostline");
    let session = bench.desk(Desk::session);
    session.save(&path).unwrap();
    let opened = Session::load(&path).unwrap();
    assert_eq!(opened.shelf, session.shelf);
    assert_eq!(opened.shelf.stamps[0].name.as_deref(), Some("cold"));
    std::fs::remove_dir_all(folder).unwrap();

    window.get_by_label_contains("Run 1, cold").focus();
    window.run();
    window.key_press(Key::Delete);
    window.run();
    bench.desk(|desk| assert!(desk.shelf.stamps.is_empty() && desk.run.ghost().is_none()));
}

#[test]
fn a_run_dropped_on_another_stands_behind_it_and_the_shelf_holds_the_latest() {
    let bench = bench();
    let mut window = bench.window();
    for _ in 0..PLACES + 1 {
        play_to(&bench, &mut window, 400);
        bench.send(RunCommand::NewRun);
        bench.wait_long(&mut window, "a new run", |desk| desk.run.fresh_snapshot().is_some());
    }
    play_to(&bench, &mut window, 400);
    bench.desk(|desk| {
        assert_eq!((desk.shelf.stamps.len(), desk.shelf.here()), (PLACES - 1, PLACES - 1));
        assert_eq!(desk.shelf_names()[PLACES - 1], format!("seed {}", desk.run.scenario.seed));
    });
    let at = |window: &Harness<'_>, place: usize| {
        window.get_by_label_contains(&format!("Run {}, ", place + 1)).rect().center()
    };
    let (from, to) = (at(&window, 0), at(&window, 3));
    window.drag_at(from);
    window.run();
    window.hover_at(pos2(0.5 * (from.x + to.x), from.y));
    window.run();
    window.hover_at(to);
    window.run();
    window.drop_at(to);
    window.run();
    let compared = bench.desk(|desk| desk.run.ghost().map(|ghost| ghost.story.start.seed));
    assert_eq!(compared, Some(bench.desk(|desk| desk.shelf.stamps[0].scenario.seed)));
    // Walkers of another seed are not these: nobody ends elsewhere.
    assert!(bench.desk(|desk| desk.run.parted().is_none()));
    bench.send(ShelfCommand::Alone);
    assert!(bench.desk(|desk| desk.run.ghost().is_none()));
}

#[test]
fn last_hops_are_known_ahead_and_kept_from_who_is_to_guess_them() {
    let bench = bench();
    let mut window = bench.window();
    bench.send(ViewCommand::Colour(Colouring::LastHop));
    play_to(&bench, &mut window, 500);
    bench.wait_long(&mut window, "the future", |desk| desk.run.fates().is_some());
    let ahead = bench.desk(|desk| desk.run.fates().unwrap().clone());
    play_to(&bench, &mut window, STEPS);
    bench.desk(|desk| {
        let now = &desk.run.snapshot().unwrap().now;
        for (index, fate) in ahead.iter().enumerate() {
            assert_eq!(fate.last_hop, now.step - now.age[index], "walker {index}");
        }
    });
    assert!(window.query_by_role_and_label(Role::Tab, "last hop").is_some());
    // Lesson by lesson, page by page: where a height of freezing is asked for, it is not offered.
    let lessons = bench.desk(|desk| desk.lessons.lessons.len());
    let mut asked = 0;
    for lesson in 0..lessons {
        bench.send(LessonCommand::Begin(lesson));
        for _ in 0..bench
            .desk(|desk| desk.lessons.running.as_ref().map_or(0, |running| running.lesson.steps.len()))
        {
            if bench.desk(|desk| desk.lessons.withholds_freezing().is_some()) {
                window.step();
                asked += 1;
                assert!(window.query_by_role_and_label(Role::Tab, "last hop").is_none());
                assert!(bench.desk(|desk| desk.run.fates().is_none()));
            }
            bench.send(LessonCommand::Skip);
        }
    }
    assert!(asked > 0);
}

#[test]
fn playing_can_pause_where_everybody_is_frozen() {
    let mut session = Session::of(Preset::Fig4);
    (session.scenario.walkers, session.scenario.steps) = (60, 20_000);
    session.scenario.y_i = 4.6;
    (session.view.rate, session.view.ends_frozen) = (0.0, true);
    let bench = Bench::of(session);
    let mut window = bench.window();
    bench.wait_long(&mut window, "the future", |desk| desk.run.fates().is_some());
    let last = bench.desk(|desk| desk.run.fates().unwrap().iter().map(|fate| fate.last_hop).max().unwrap());
    assert!((1..20_000).contains(&last), "{last}");
    bench.send(RunCommand::TogglePlay);
    bench.wait_long(&mut window, "the last hop", |desk| step(desk) > 0 && !desk.run.playing());
    assert_eq!(bench.step(), last);
    bench.send(RunCommand::TogglePlay);
    bench.wait_long(&mut window, "the end", |desk| step(desk) == 20_000);
}

#[test]
fn a_click_on_a_dot_watches_its_walker_on_its_whole_way() {
    let bench = bench();
    let mut window = bench.window();
    play_to(&bench, &mut window, 1_600);
    bench.send(ViewCommand::Select(Some(100)));
    bench.wait_long(&mut window, "its way", |desk| desk.run.watched().is_some());
    bench.desk(|desk| {
        let way = &desk.run.watched().unwrap().way;
        let now = &desk.run.snapshot().unwrap().now;
        let (_, place) = way.iter().find(|(step, _)| *step == now.step).expect("a sample at this step");
        assert_eq!(*place, [now.x[100], now.y[100]]);
    });
    window.key_press(Key::W);
    window.run();
    assert_eq!(bench.desk(|desk| desk.view.selected), None);
    // Somewhere on the stage there is a dot. Clicks that miss follow each other before one of them sets the start, and
    // too far apart to be a double click.
    let stage = window.get_by_role(Role::Canvas).rect();
    // The lens is where the swarm is: near the left edge, and far from the words at the foot.
    let rows = (30..80).map(|share| stage.top() + 0.01 * share as f32 * stage.height());
    let places =
        rows.flat_map(|row| (0..12).map(move |column| pos2(stage.left() + 20.0 + 11.0 * column as f32, row)));
    for place in places {
        window.hover_at(place);
        window.drag_at(place);
        window.drop_at(place);
        window.step();
        if bench.desk(|desk| desk.view.selected).is_some() {
            break;
        }
    }
    assert!(bench.desk(|desk| desk.view.selected).is_some(), "no click met a dot");
    for _ in 0..60 {
        window.step();
    }
    assert_eq!((bench.scenario().y_i, bench.step()), (1.0, 1_600), "and no start was set");
}

#[test]
fn the_ghost_comes_back_with_the_session() {
    let first = bench();
    let mut window = first.window();
    fork(&first, &mut window, [900, 1_500]);
    first.wait_long(&mut window, "the fates", |desk| desk.run.ghost_is_there());
    let session = Session::from_text(&first.desk(Desk::session).to_text()).expect("what was written");
    let again = Bench::of(session.clone());
    let mut window = again.window();
    again.wait_long(&mut window, "the run and its ghost", |desk| {
        step(desk) == 1_500 && desk.run.ghost_is_there() && desk.run.forecast().is_some()
    });
    assert_eq!(again.desk(Desk::session), session);
    first.desk(|before| {
        again.desk(|after| {
            let [ghost, back] = [before, after].map(|desk| desk.run.ghost().unwrap());
            assert_eq!((&ghost.name, &ghost.story, ghost.fork), (&back.name, &back.story, Some(900)));
            assert_eq!(bits(ghost.picture().unwrap()), bits(back.picture().unwrap()));
            assert!(back.frost.is_some() && before.run.parted() == after.run.parted());
        });
    });
    // Another run is compared with none.
    again.send(RunCommand::Restart);
    assert!(again.desk(|desk| desk.session().ghost.is_none()));
}

#[test]
fn films_show_the_future_and_the_ghost_as_the_window_does() {
    use frostline::app::desk::cinema::{Cinema, Run, Shoot};
    use frostline::app::kit::theme::Theme;
    use frostline::job::Task;
    let bench = bench();
    let mut window = bench.window();
    fork(&bench, &mut window, [900, 1_500]);
    bench.send(ViewCommand::Colour(Colouring::LastHop));
    bench.wait_long(&mut window, "the fates", |desk| desk.run.ghost_is_there() && desk.run.fates().is_some());
    let run = bench.desk(|desk| {
        let Theme { mode, vision, .. } = desk.look.theme(desk.around.system);
        Run { session: desk.session(), mode, vision, forecast: None }
    });
    let seen = bench.desk(|desk| {
        let parted = desk.run.parted().map(|parted| parted.walkers.len());
        (desk.run.fates().cloned().unwrap(), parted)
    });
    let folder = scratch("film-of-a-ghost");
    let mut cinema = Cinema::new(Arc::new(|| ()));
    (cinema.recipe.seconds, cinema.recipe.frames_per_second) = (0.3, 10.0);
    cinema.recipe.size = [64, 40];
    static SEEN: Mutex<Vec<Frame>> = Mutex::new(Vec::new());
    const SHOOT: Shoot = |_, _, _| {
        Box::new(|scene| {
            SEEN.lock().unwrap().push(Frame {
                step: scene.seen.shown.step,
                fates: scene.fates.cloned(),
                ghost: scene.ghost.and_then(|ghost| ghost.picture.map(|picture| picture.step)),
                parted: scene.ghost.and_then(|ghost| ghost.parted).map(|parted| parted.walkers.len()),
            });
            vec![0; 4 * 64 * 40]
        })
    };
    cinema.begin = |filming, wake| Task::start("film", wake, move |progress| filming.film(SHOOT, progress));
    cinema.start(run, folder.join("ghost.gif")).expect("it begins");
    while cinema.take().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let frames = SEEN.lock().unwrap();
    assert_eq!(frames.iter().map(|frame| frame.step).collect::<Vec<_>>(), [0, 750, 1_500]);
    for frame in frames.iter() {
        assert_eq!((frame.fates.as_deref(), frame.ghost), (Some(&*seen.0), Some(frame.step)));
        assert_eq!(frame.parted, seen.1);
    }
    let _ = std::fs::remove_dir_all(&folder);
}

/// What a camera was shown.
struct Frame {
    step: u32,
    fates: Option<Arc<[Outcome]>>,
    ghost: Option<u32>,
    parted: Option<usize>,
}

fn of(walkers: u32, light: bool) -> Bench {
    let mut session = Session::of(Preset::Fig4);
    session.scenario.walkers = walkers;
    session.view.rate = 0.0;
    let bench = Bench::of(session);
    bench.app.borrow_mut().desk.look.light = Some(light);
    bench
}

/// Forks a run in its middle: what was before is its ghost.
fn fork(bench: &Bench, window: &mut Harness<'_>, [at, to]: [u32; 2]) {
    play_to(bench, window, to);
    bench.send(RunCommand::Scrub(Some(at)));
    bench.send(RunCommand::Set(Parameter::Sigma, 0.2));
    bench.wait_long(window, "the fork", |desk| step(desk) == at);
    play_to(bench, window, to);
    let there = |desk: &Desk| desk.run.ghost().and_then(Ghost::picture).is_some_and(|it| it.step == to);
    bench.wait_long(window, "the ghost", there);
    bench.wait_long(window, "the predictions", |desk| desk.run.forecast().is_some());
}

fn picture(window: &mut Harness<'_>, name: &str) -> Vec<String> {
    let ctx = window.ctx.clone();
    let found = legible::findings(&ctx, || {
        let picture = window.render().unwrap();
        picture.save(format!("{}/{name}.png", env!("CARGO_TARGET_TMPDIR"))).unwrap();
    });
    found.into_iter().map(|finding| format!("{name}: {finding}")).collect()
}

#[test]
fn what_is_written_of_a_fork_and_of_last_hops_can_be_read() {
    let mut found = Vec::new();
    for light in [false, true] {
        let bench = of(64, light);
        let mut window = bench.window();
        fork(&bench, &mut window, [900, 1_500]);
        found.extend(picture(&mut window, if light { "fork-light" } else { "fork" }));
        bench.send(ShelfCommand::Alone);
        bench.send(ViewCommand::Colour(Colouring::LastHop));
        window.run();
        found.extend(picture(&mut window, if light { "ahead-light" } else { "ahead" }));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Not for every day: `cargo test --test window pictures_to_look_at -- --ignored`, then look at the target's `tmp` folder.
#[test]
#[ignore = "takes a while, and is for eyes"]
fn pictures_to_look_at() {
    for light in [false, true] {
        let word = if light { "light" } else { "dark" };
        let bench = of(3_000, light);
        let mut window = bench.window();
        fork(&bench, &mut window, [12_000, 16_000]);
        bench.wait_long(&mut window, "the fates", |desk| desk.run.parted().is_some());
        picture(&mut window, &format!("look-fork-{word}"));
        bench.send(ShelfCommand::Return(0));
        bench.send(ViewCommand::Colour(Colouring::LastHop));
        play_to(&bench, &mut window, 20_600);
        picture(&mut window, &format!("look-ahead-late-{word}"));
        bench.wait_long(&mut window, "the future", |desk| desk.run.fates().is_some());
        bench.send(ViewCommand::Select(Some(1_234)));
        bench.wait_long(&mut window, "its way", |desk| desk.run.watched().is_some());
        picture(&mut window, &format!("look-ahead-{word}"));
    }
}
