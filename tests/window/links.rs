//! Links in the window: copied, pasted, typed, dropped, and shown in a page of others.

use std::fs;

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use frostline::app::desk::Desk;
use frostline::app::desk::around::{Copied, Overlay, Wanted};
use frostline::app::desk::command::{FileCommand, LessonCommand, RunCommand};
use frostline::session::{Class, Link, Session};
use frostline::valleys::model::{Parameter, Preset};
use frostline::valleys::panel::Panel;

use crate::support::bench::{Bench, scratch};

fn copied(bench: &Bench) -> String {
    bench.send(FileCommand::CopyLink);
    match bench.app.borrow_mut().desk.around.copied.take() {
        Some(Copied::Link(written)) => written.text,
        _ => panic!("no link"),
    }
}

fn said(bench: &Bench) -> String {
    bench.desk(|desk| desk.around.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default())
}

/// A run with a change on its way.
fn changed() -> Bench {
    let bench = Bench::new();
    let mut window = bench.window();
    bench.send(RunCommand::RunTo(300));
    bench.wait(&mut window, "step 300", |desk| desk.run.snapshot().is_some_and(|run| run.now.step == 300));
    bench.send(RunCommand::Set(Parameter::Sigma, 0.07));
    bench.send(RunCommand::RunTo(500));
    bench.wait(&mut window, "step 500", |desk| desk.run.snapshot().is_some_and(|run| run.now.step == 500));
    drop(window);
    bench
}

#[test]
fn a_run_is_copied_here_and_pasted_there() {
    let there = changed();
    let link = copied(&there);
    assert!(link.starts_with("frostline:#s=") && link.len() < 2_000, "{link}");
    let session = there.desk(Desk::session);
    assert_eq!((session.changes.len(), session.step), (1, 500));

    let here = Bench::new();
    let mut window = here.window();
    window.event(egui::Event::Paste(format!("  {link}\n")));
    window.step();
    here.wait(&mut window, "the run of the link", |desk| {
        desk.run.snapshot().is_some_and(|run| run.now.step == 500)
    });
    assert_eq!(here.desk(Desk::session), session);
    assert!(said(&here).contains(&session.name), "{}", said(&here));
    assert!(here.desk(|desk| desk.files.file.is_none()), "it is of no file");

    // What is no link is pasted into nothing, and what is a broken one changes nothing.
    window.event(egui::Event::Paste("0.25".to_owned()));
    window.step();
    window.event(egui::Event::Paste(link[..link.len() - 20].to_owned()));
    window.step();
    assert!(said(&here).contains("letters of it are missing"), "{}", said(&here));
    assert_eq!(here.desk(Desk::session), session);
}

#[test]
fn a_link_is_typed_where_a_path_is_and_dropped_as_a_file() {
    let link = copied(&changed());
    let here = Bench::new();
    let mut window = here.window();
    here.send(FileCommand::Open);
    window.run();
    assert_eq!(here.desk(|desk| desk.around.overlay), Overlay::Path(Wanted::Open));
    window.get_by_role_and_label(Role::TextInput, "Path").type_text(&link);
    window.run();
    window.get_by_role_and_label(Role::Button, "Open").click();
    window.run();
    here.wait(&mut window, "the run of the link", |desk| {
        desk.run.snapshot().is_some_and(|run| run.now.step == 500)
    });
    assert_eq!(here.desk(|desk| desk.around.overlay), Overlay::None);

    let folder = scratch("links");
    let file = folder.join("run.url");
    fs::write(&file, format!("[InternetShortcut]\r\nURL={link}\r\n")).unwrap();
    let here = Bench::new();
    here.send(FileCommand::OpenPath(file.clone()));
    assert_eq!(here.desk(|desk| desk.session().step), 500);
    fs::write(&file, "[InternetShortcut]\r\nURL=https://example.org\r\n").unwrap();
    here.send(FileCommand::OpenPath(file));
    assert!(said(&here).contains("carries no run"), "{}", said(&here));
}

#[test]
fn a_lesson_has_a_link_and_a_class_keeps_its_locks() {
    let here = Bench::of(Session::default());
    here.send(LessonCommand::Begin(3));
    let link = copied(&here);
    assert_eq!(link, "frostline:?lesson=freezing");
    let there = Bench::new();
    there.send(FileCommand::OpenPath(link.into()));
    let title =
        |bench: &Bench| bench.desk(|desk| desk.lessons.running.as_ref().unwrap().lesson.title.clone());
    assert_eq!(title(&there), title(&here));
    there.send(FileCommand::OpenPath("frostline:?lesson=nonsense".into()));
    let line = said(&there);
    assert!(
        line.contains("nonsense") && line.contains("two-valleys") && line.contains("first-minute"),
        "{line}"
    );

    let mut session = Session::of(Preset::Fig4);
    session.class = Some(Class {
        locked: vec!["sigma".to_owned()],
        lesson: Some(frostline::lessons::SHIPPED[1].1.to_owned()),
        ..Class::default()
    });
    let link = Link::of(session).written("https://example.org/").unwrap().text;
    let there = Bench::new();
    there.send(FileCommand::OpenPath(link.into()));
    assert!(there.desk(|desk| desk.lessons.running.is_some()), "the lesson inside begins");
    let before = there.scenario();
    there.send(RunCommand::Set(Parameter::Sigma, 0.09));
    assert_eq!(there.scenario(), before, "{}", said(&there));
}

#[test]
fn in_a_page_of_others_there_are_stage_and_one_panel() {
    let here = Bench::new();
    let link = Link { panel: Some(Panel::Plane), embedded: true, ..Link::default() };
    // Pasted where there is room for everything, it opens no less.
    here.send(FileCommand::OpenPath(link.written("frostline:").unwrap().text.into()));
    assert!(!here.desk(|desk| desk.around.embedded || desk.look.presenting));
    here.app.borrow_mut().desk.follow_link(link);
    let mut window = crate::support::harness(frostline::app::kit::theme::Mode::Dark, [760.0, 460.0], |ui| {
        here.app.borrow_mut().frame(ui);
    });
    here.wait(&mut window, "the first snapshot", |desk| desk.run.snapshot().is_some());
    assert!(window.query_by_label("File").is_none(), "no menus");
    assert_eq!(here.desk(|desk| desk.view.panels.clone()), [Panel::Plane]);
    window.key_press(egui::Key::Escape);
    window.run();
    assert!(here.desk(|desk| desk.look.presenting), "there is no room for more");
    if let Some(folder) = std::env::var_os("FROSTLINE_PICTURES") {
        let folder = std::path::PathBuf::from(folder);
        window.render().unwrap().save(folder.join("embedded.png")).unwrap();
    }
}
