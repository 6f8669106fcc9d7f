//! The page of networks in the window: it opens, trains, and does what its controls, keys and handles say.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use frostline::app::desk::Desk;
use frostline::app::desk::command::{NetworkCommand, WindowCommand};
use frostline::app::kit::theme::Mode;
use frostline::labs::Lab;
use frostline::networks::bench::Page;
use frostline::networks::experiments::continuation::ReadOut;
use frostline::networks::experiments::field::Scheme;
use frostline::networks::figures::measure::Measure;
use frostline::networks::figures::panes::{Exhibit, Pane};
use frostline::networks::model::{Length, Parameter, Setup};
use frostline::session::Session;
use frostline::settings::Schedule;

use crate::support::bench::{Bench, scratch};
use crate::support::{assert_named, harness, legible};

pub fn small_setup() -> Setup {
    Setup {
        hidden: vec![16, 12],
        digits: 100,
        test_digits: 400,
        batch: Schedule::Constant(20.0),
        length: Length::Steps(400),
        target_loss: 0.04,
        ..Setup::default()
    }
}

/// A network that is trained in no time, on its page.
pub fn small() -> Bench {
    let mut session = Session { laboratory: Lab::Networks, ..Session::default() };
    session.scenario.walkers = 100;
    session.networks.setup = small_setup();
    session.networks.held = Some(32);
    session.networks.rate = 1e5;
    Bench::of(session)
}

pub fn rests(desk: &Desk) -> bool {
    desk.networks.rests() && !desk.networks.playing
}

#[test]
fn nothing_is_trained_before_the_page_is_opened() {
    let bench = Bench::new();
    let mut window = bench.window();
    assert!(bench.desk(|desk| desk.networks.sight().is_none() && !desk.networks.open));
    window.key_press(Key::M);
    bench.wait(&mut window, "the page", |desk| desk.networks.open && desk.networks.sight().is_some());
    window.key_press(Key::M);
    window.step();
    assert!(bench.desk(|desk| !desk.networks.open));
}

#[test]
fn the_page_trains_branches_and_says_when_errors_froze() {
    let bench = small();
    let mut window = bench.window();
    bench.wait_long(&mut window, "the run and its branches", rests);
    window.get_by_role(Role::Status);
    for pane in Pane::OF_THE_RUN {
        let found = bench.desk(|desk| pane.panel(&desk.networks.scope().unwrap()).unwrap().marks.len());
        assert!(found > 0, "{pane:?} shows nothing");
    }
    // What acts on what is kept trains nothing again.
    let run = bench.desk(|desk| std::sync::Arc::clone(&desk.networks.sight().unwrap().trained.run));
    bench.send(NetworkCommand::Set(Parameter::TargetLoss, 0.03));
    bench.send(NetworkCommand::Set(Parameter::Agreement, 0.7));
    bench.send(NetworkCommand::ReadAt(ReadOut::Horizon));
    bench.wait_long(&mut window, "the other reading", rests);
    bench.desk(|desk| {
        let sight = desk.networks.sight().unwrap();
        assert!(std::sync::Arc::ptr_eq(&sight.trained.run, &run) && sight.target == 0.03);
    });
    // A new learning rate does, and undo goes back.
    bench.send(NetworkCommand::Set(Parameter::Eta, 0.1));
    assert!(bench.desk(|desk| desk.networks.is_fading()), "the run before fades until there is another");
    bench.wait_long(&mut window, "the other run", |desk| rests(desk) && !desk.networks.is_fading());
    assert!(bench.desk(|desk| desk.networks.sight().unwrap().prepared.setup.eta.at(0) == 0.1));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.step();
    assert!(bench.desk(|desk| desk.networks.bench.setup.eta.at(0) == 0.05));
}

#[test]
fn a_change_can_act_on_the_run_under_way() {
    let bench = small();
    let mut window = bench.window();
    bench.wait_long(&mut window, "the run and its branches", rests);
    let losses = |desk: &Desk| desk.networks.sight().unwrap().trained.losses.clone();
    let before = bench.desk(losses);
    bench.send(NetworkCommand::Act(true));
    bench.send(NetworkCommand::Scrub(Some(200)));
    bench.send(NetworkCommand::Set(Parameter::Eta, 0.01));
    bench.wait_long(&mut window, "the changed run", |desk| rests(desk) && !desk.networks.is_fading());
    bench.desk(|desk| {
        let setup = &desk.networks.bench.setup;
        assert_eq!((setup.eta.at(199), setup.eta.at(200), setup.steps()), (0.05, 0.01, 400));
        assert_eq!(desk.networks.until(), 200, "it is looked at where it was changed");
        let after = losses(desk);
        let upto = |losses: &[(u32, [f64; 2])]| {
            losses.iter().filter(|(step, _)| *step <= 200).copied().collect::<Vec<_>>()
        };
        assert_eq!(upto(&before), upto(&after), "what lies before stays to the bit");
        assert!(before.last() != after.last());
    });
    let line = bench.desk(Desk::command_line).unwrap();
    assert!(line.starts_with("frostline network fork") && line.contains("--eta-schedule"), "{line}");
}

#[test]
fn doors_lead_to_the_nearest_experiment_of_the_other_laboratory() {
    let bench = small();
    let mut window = bench.window();
    bench.wait_long(&mut window, "the run and its branches", rests);
    bench.send(NetworkCommand::Set(Parameter::Batch, 10.0));
    bench.wait_long(&mut window, "the noisier run", |desk| rests(desk) && !desk.networks.is_fading());
    window.get_by_role_and_label(Role::Button, "In model").click();
    window.run();
    assert!(bench.desk(|desk| desk.around.bridge));
    let planks = bench.desk(Desk::planks);
    assert!(planks.iter().all(|plank| !plank.model.is_empty() && !plank.network.is_empty()));
    window.get_by_role_and_label(Role::Button, "← Do this to the model").click();
    window.run();
    bench.desk(|desk| {
        assert!(!desk.networks.open && !desk.around.bridge);
        // Five times the preset's noise in both.
        assert!((desk.run.scenario.sigma.at(0) - 0.5).abs() < 1e-9, "{:?}", desk.run.scenario.sigma);
    });
    bench.send(WindowCommand::ToNetwork);
    bench.desk(|desk| {
        assert!(desk.networks.open);
        assert_eq!(desk.networks.bench.setup.batch.at(0), 10.0);
    });
}

#[test]
fn a_branch_follows_the_hand_and_stays_when_it_is_kept() {
    let bench = small();
    let mut window = bench.window();
    bench.wait_long(&mut window, "the run and its branches", rests);
    let stage =
        window.get_by_role_and_label(Role::Figure, "The run and its branches on their principal plane");
    stage.focus();
    window.run();
    let before = bench.desk(|desk| desk.networks.bench.held);
    window.key_press(Key::ArrowRight);
    window.run();
    let held = bench.desk(|desk| desk.networks.bench.held);
    assert!(held > before, "an arrow leads it on: {before:?}, {held:?}");
    bench.wait(&mut window, "the branch", |desk| {
        desk.networks.sprout().is_some_and(|sprout| !sprout.twig.growing)
    });
    window.key_press(Key::K);
    let stays = move |desk: &Desk| {
        desk.networks.sight().is_some_and(|sight| sight.drawn.contains(&held.unwrap()) && sight.rests)
    };
    bench.wait_long(&mut window, "the branch that stays", stays);
    assert_eq!(bench.desk(|desk| desk.networks.bench.kept.clone()), [held.unwrap()]);
    bench.send(WindowCommand::Escape);
    assert_eq!(bench.desk(|desk| desk.networks.bench.held), None);
}

#[test]
fn a_session_keeps_the_page_and_its_setup() {
    let folder = scratch("networks-session");
    let path = folder.join("net.frostline");
    let bench = small();
    let _window = bench.window();
    bench.send(NetworkCommand::ReadAt(ReadOut::Equal));
    let session = bench.desk(Desk::session);
    session.save(&path).unwrap();
    let read = Session::load(&path).unwrap();
    assert_eq!(read.laboratory, Lab::Networks);
    assert_eq!((read.networks.read_at, read.networks.setup.digits), (ReadOut::Equal, 100));
    // A session that says nothing of networks is one of the valleys.
    let text = Session::default().to_text();
    assert!(!text.contains("networks"), "{text}");
    assert!(Session::from_text(&text).unwrap().networks.is_untouched());
}

/// A grid of four cells that are trained in no time.
pub fn small_grid() -> Bench {
    let mut session = Session { laboratory: Lab::Networks, ..Session::default() };
    session.scenario.walkers = 100;
    session.networks.scheme = small_scheme();
    session.networks.setup = Setup { length: Length::Steps(200), ..small_setup() };
    session.networks.page = Page::Grid;
    Bench::of(session)
}

fn small_scheme() -> Scheme {
    let base = Setup {
        hidden: vec![12, 10],
        digits: 60,
        test_digits: 300,
        length: Length::Time(40.0),
        target_loss: 0.05,
        ..Scheme::default().base
    };
    Scheme { base, repeats: 3, branches: 5, etas: [3, 4], batches: [1, 2] }
}

#[test]
fn the_grid_fills_is_kept_and_gives_its_runs_to_the_laboratory() {
    let folder = scratch("networks-grid");
    let bench = small_grid();
    let mut window = bench.window();
    bench.wait_long(&mut window, "the grid", |desk| desk.networks.farmland.is_complete());
    // A cell by the keyboard, a run of it by its row.
    let map = window.get_by(|node| {
        node.label().is_some_and(|label| label.starts_with("Freezing time") && !label.contains("over"))
            && node.role() == Role::Figure
    });
    map.focus();
    window.run();
    window.key_press(Key::ArrowRight);
    window.run();
    let picked = bench.desk(|desk| desk.networks.bench.plot).expect("a cell");
    window.get_by(|node| node.label().is_some_and(|label| label.starts_with("Run 2:"))).click();
    window.run();
    assert_eq!(bench.desk(|desk| desk.networks.bench.plot), Some((picked.0, 1)));
    for measure in Measure::ALL {
        let path = folder.join(format!("{}.svg", measure.name()));
        bench.send(NetworkCommand::ExportPath(Exhibit::Pane(Pane::Map(measure)), path.clone()));
        assert!(std::fs::read_to_string(&path).unwrap().contains("<svg"), "{measure:?}");
    }
    // What is in is in the session, and is not trained again.
    let session = bench.desk(Desk::session);
    let path = folder.join("grid.frostline");
    session.save(&path).unwrap();
    let again = Bench::of(Session::load(&path).unwrap());
    let mut other = again.window();
    again.wait(&mut other, "the grid of the file", |desk| desk.networks.farmland.is_complete());
    assert_eq!(again.desk(|desk| desk.networks.farmland.crops().len()), 12);
    // A run in the laboratory is that of the grid.
    let crop = bench.desk(|desk| {
        desk.networks.farmland.crops().into_iter().find(|crop| crop.plot() == (picked.0, 1)).unwrap()
    });
    window.get_by_role_and_label(Role::Button, "Load run 2").click();
    window.run();
    assert_eq!(bench.desk(|desk| desk.networks.bench.page), Page::Run);
    bench.wait_long(&mut window, "its run", |desk| rests(desk) && !desk.networks.is_fading());
    let loss = bench.desk(|desk| desk.networks.sight().unwrap().trained.losses.last().unwrap().1[0]);
    assert!(crop.loss.is_some_and(|known| (known / loss - 1.0).abs() < 1e-6), "{:?} {loss}", crop.loss);
    // S_th acts on what is there; clearing is asked for.
    bench.send(NetworkCommand::ClearGrid);
    assert!(bench.desk(|desk| desk.networks.farmland.crops().is_empty()));
}

#[test]
fn matching_has_repeats_beside_the_run() {
    let mut session = Session { laboratory: Lab::Networks, ..Session::default() };
    session.scenario.walkers = 100;
    session.networks.setup = small_setup();
    session.networks.page = Page::Matching;
    session.networks.rate = 1e5;
    let bench = Bench::of(session);
    let mut window = bench.window();
    bench.wait_long(&mut window, "run, repeats and control", rests);
    bench.desk(|desk| {
        let own = desk.networks.averages.own().expect("repeats");
        assert!(own.runs == 8 && own.sharpest.is_some_and(|sharpest| sharpest > 0.0));
        assert!(own.read.iter().all(|read| read.points.len() == own.at.len()));
        assert!(desk.networks.averages.control().is_some());
    });
    let tab = window.get_by_role_and_label(Role::Slider, "Loss at which ends are read");
    tab.focus();
    window.run();
    let before = bench.desk(|desk| desk.networks.bench.setup.target_loss);
    window.key_press(Key::ArrowRight);
    window.run();
    assert!(bench.desk(|desk| desk.networks.bench.setup.target_loss) < before, "to the right the loss falls");
}

/// What is wrong with the words of every page in one dress; the pictures go to `target/networks`. `LIVE=1` takes the live
/// size instead of one that is trained in no time.
fn look_through(light: bool, presenting: bool, size: [f32; 2]) -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/networks");
    std::fs::create_dir_all(folder).unwrap();
    let mut session = Session { laboratory: Lab::Networks, ..Session::default() };
    session.scenario.walkers = 300;
    session.networks.scheme = small_scheme();
    session.networks.plot = Some((Scheme::cell(4, 1), 1));
    if std::env::var("LIVE").is_err() {
        session.networks.setup = small_setup();
        session.networks.held = Some(32);
    } else {
        session.networks.scheme = Scheme { repeats: 3, branches: 9, ..Scheme::default() };
        session.networks.plot = Some((Scheme::cell(5, 3), 0));
    }
    let bench = Bench::of(session);
    bench.app.borrow_mut().desk.look.light = Some(light);
    bench.app.borrow_mut().desk.look.presenting = presenting;
    bench.app.borrow_mut().desk.look.reduced_motion = true;
    let mode = if light { Mode::Light } else { Mode::Dark };
    let mut window = harness(mode, size, |ui| bench.app.borrow_mut().frame(ui));
    let mut wrong = Vec::new();
    for page in ["run", "matching", "grid", "bridge"] {
        match page {
            "matching" => bench.send(NetworkCommand::Open(Page::Matching)),
            "grid" => bench.send(NetworkCommand::Open(Page::Grid)),
            "bridge" => bench.send(WindowCommand::ToggleBridge),
            _ => {}
        }
        bench.wait_long(&mut window, page, |desk| rests(desk) && desk.networks.is_complete());
        bench.wait_long(&mut window, "the swarm", |desk| desk.run.snapshot().is_some());
        window.run_steps(6);
        let name = format!(
            "{page}-{}-{}",
            size[0],
            if presenting {
                "presenting"
            } else if light {
                "light"
            } else {
                "dark"
            }
        );
        let ctx = window.ctx.clone();
        let found = legible::findings(&ctx, || {
            window.render().unwrap().save(format!("{folder}/{name}.png")).unwrap();
        });
        // The foot of an f reaches below the letter before it.
        let symbol =
            |finding: &String| finding.starts_with("one on the other: ") && finding.contains("and \"f\"");
        let found = found.into_iter().filter(|finding| !symbol(finding));
        // Of a network trained in no time the ends, and both clocks, lie nearer to each other than these words are long; and
        // the model's stage, smaller than anywhere else, has its lens over the words in its corner.
        let close = ["\"start\"", "\"SGD\"", "\"frozen\"", "\"f\"", "watch one walker"];
        let found = found.filter(|finding| !close.iter().any(|word| finding.contains(word)));
        wrong.extend(found.map(|finding| format!("{name}: {finding}")));
        assert_named(&window, &name);
    }
    wrong
}

#[test]
#[ignore = "takes long; .ci/run runs it"]
fn no_words_are_cut_or_crossed_on_the_pages_of_the_networks() {
    let mut wrong = look_through(false, false, [1280.0, 800.0]);
    wrong.extend(look_through(true, false, [1920.0, 1080.0]));
    wrong.extend(look_through(false, true, [1920.0, 1080.0]));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What look-3 has in its column "not".
#[test]
fn the_words_claim_no_more_than_is_known() {
    const NOT: [&str; 14] = [
        "hopping stops",
        "hops over barriers until",
        "same minimum",
        "same basin",
        "at convergence",
        "on average",
        "generalises better",
        "generalizes better",
        "noise flattens",
        "depends only on",
        "test accuracy as in the paper",
        "valley floor",
        "landscape",
        "solution",
    ];
    let words = include_str!("../../assets/words/english.words").replace("\n  ", " ");
    let ours = words.lines().filter(|line| {
        ["network.", "command.network"].iter().any(|of| line.starts_with(of))
            && !line.starts_with("network.figure.")
    });
    let mut count = 0;
    for line in ours {
        count += 1;
        let said = line.to_lowercase();
        let wrong: Vec<&&str> = NOT.iter().filter(|not| said.contains(**not)).collect();
        assert!(wrong.is_empty(), "{wrong:?} in {line}");
        // F is never called flatter without the loss it was read at.
        assert!(!said.contains("flatter") || said.contains("equal loss {loss}"), "{line}");
    }
    assert!(count > 100, "the words are there: {count}");
}
