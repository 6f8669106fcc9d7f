//! The page of figures, films, and figures dropped on the window, driven by role and name with no display.

use crate::every_mark;
use crate::support::bench::{Bench, scratch};
use crate::support::harness;
use frostline::app::desk::Desk;
use frostline::app::desk::around::{Copied, Overlay};
use frostline::app::desk::command::{FigureCommand, FilmCommand, RunCommand, WindowCommand};
use frostline::app::desk::studio::Side;
use frostline::app::kit::plots::figure::Drawing;
use frostline::app::kit::raster::screenshot;
use frostline::app::kit::theme::{Mode, Scale, Theme, Vision};
use frostline::chart::{Axis, Dash, Dot, Figure, Ink, Map, Mark, Panel as FigurePanel, Pen, Shape, Symbol};
use frostline::session::Session;
use frostline::valleys::figures::{CATALOGUE, Effort, named};
use frostline::valleys::panel::Panel;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

/// A figure that needs no run of its own.
const SOON: &str = "fig4a";
/// One that does.
const LATE: &str = "fig3c";

fn chosen(bench: &Bench) -> &'static str {
    bench.desk(|desk| desk.studio.chosen().name)
}

/// Opens the page on a figure and waits until it is there.
fn open(bench: &Bench, window: &mut Harness<'_>, name: &'static str) {
    bench.send(FigureCommand::Figure(named(name).unwrap()));
    if !bench.desk(|desk| desk.studio.open) {
        bench.send(FigureCommand::ToggleFigures);
    }
    bench.wait(window, name, |desk| desk.figure().is_some());
}

fn notice(bench: &Bench, window: &mut Harness<'_>) -> String {
    bench.wait(window, "a word on it", |desk| desk.around.notice.is_some());
    bench.desk(|desk| desk.around.notice.as_ref().map(|notice| notice.text.clone())).unwrap_or_default()
}

#[test]
fn the_page_opens_by_key_and_command_and_closes_by_escape() {
    let bench = Bench::new();
    let mut window = bench.window();
    for opens in [true, false] {
        window.key_press(Key::F);
        window.run();
        assert_eq!(bench.desk(|desk| desk.studio.open), opens);
    }
    window.get_by_role_and_label(Role::Tab, "Figures").click();
    window.run();
    assert!(bench.desk(|desk| desk.studio.open));
    // The run behind the page is left alone.
    let seed = bench.scenario().seed;
    window.key_press(Key::N);
    window.key_press(Key::Space);
    window.run();
    assert_eq!((bench.scenario().seed, bench.desk(|desk| desk.run.playing())), (seed, false));
    window.key_press(Key::Escape);
    window.run();
    assert!(!bench.desk(|desk| desk.studio.open));
}

#[test]
fn every_figure_is_chosen_by_name_and_by_arrows() {
    let bench = Bench::new();
    let mut window = bench.window();
    bench.send(FigureCommand::ToggleFigures);
    window.run();
    for entry in CATALOGUE.iter().rev() {
        let row = format!("{}, {}", entry.name, frostline::chart::markup::plain(entry.title()));
        window.get_by_role_and_label(Role::ListBoxOption, &row).click_accesskit();
        window.run();
        assert_eq!(chosen(&bench), entry.name);
    }
    let mut seen = vec![chosen(&bench)];
    for _ in 1..CATALOGUE.len() {
        window.key_press(Key::ArrowDown);
        window.run();
        seen.push(chosen(&bench));
    }
    let names: Vec<&str> = CATALOGUE.iter().map(|entry| entry.name).collect();
    assert_eq!(seen, names);
    window.key_press(Key::ArrowUp);
    window.run();
    assert_eq!(chosen(&bench), names[names.len() - 2]);
}

#[test]
fn a_figure_on_its_way_can_be_broken_off_and_taken_up_again() {
    let bench = Bench::new();
    let mut window = bench.window();
    bench.send(FigureCommand::Figure(named(LATE).unwrap()));
    bench.send(FigureCommand::ToggleFigures);
    bench.wait(&mut window, "the work to begin", |desk| desk.studio.progress().is_some());
    window.get_by_role_and_label(Role::Button, "Cancel").click();
    window.run();
    assert!(bench.desk(|desk| desk.studio.stopped() && desk.studio.progress().is_none()));
    window.get_by_role_and_label(Role::Button, "Make the figure").click();
    bench.wait(&mut window, "the work to begin again", |desk| desk.studio.progress().is_some());
}

#[test]
fn figures_are_kept_while_the_run_stays_what_it_is() {
    let bench = Bench::new();
    let mut window = bench.window();
    open(&bench, &mut window, "p-flat");
    let first = bench.desk(Desk::figure).unwrap();
    open(&bench, &mut window, SOON);
    bench.send(FigureCommand::Figure(named("p-flat").unwrap()));
    assert!(bench.desk(Desk::figure).is_some_and(|figure| Arc::ptr_eq(&figure, &first)));
    bench.send(FigureCommand::ToggleFigures);
    bench.send(RunCommand::StepOnce);
    bench.wait(&mut window, "a step", |desk| desk.run.snapshot().is_some_and(|now| now.now.step == 1));
    assert!(bench.desk(Desk::figure).is_none(), "the figure of another step is shown");
}

#[test]
fn an_exported_figure_opens_the_run_that_made_it() {
    let folder = scratch("figure-export");
    let bench = Bench::new();
    let mut window = bench.window();
    bench.send(RunCommand::SetSeed(77));
    bench.send(RunCommand::StepOnce);
    bench.wait(&mut window, "a step", |desk| desk.run.snapshot().is_some_and(|now| now.now.step == 1));
    open(&bench, &mut window, "p-flat");
    let made_of = bench.desk(Desk::session);
    for end in ["svg", "pdf", "png", "csv"] {
        let path = folder.join(format!("figure.{end}"));
        bench.send(WindowCommand::Escape);
        bench.send(FigureCommand::ToggleFigures);
        open(&bench, &mut window, "p-flat");
        bench.send(FigureCommand::ExportPaths(vec![path.clone()]));
        assert_eq!(notice(&bench, &mut window), format!("Exported {}", path.display()));

        let other = Bench::new();
        let mut second = other.window();
        drop_file(&mut second, &path);
        other.wait(&mut second, "the run", |desk| {
            desk.run.snapshot().is_some_and(|now| now.now.step == 1 && now.scenario.seed == 77)
        });
        assert_eq!(other.desk(Desk::session), made_of, "{end}");
        assert!(other.desk(|desk| desk.files.file.is_none()), "the figure would be written over by a save");
    }
    let path = folder.join("absent").join("figure.svg");
    bench.send(FigureCommand::ExportPaths(vec![path]));
    assert!(notice_after(&bench, &mut window, "Exported").contains("cannot write"));
    let _ = fs::remove_dir_all(&folder);
}

/// The next notice that does not begin like the one before.
fn notice_after(bench: &Bench, window: &mut Harness<'_>, before: &str) -> String {
    bench.wait(window, "another word", |desk| {
        desk.around.notice.as_ref().is_some_and(|notice| !notice.text.starts_with(before))
    });
    notice(bench, window)
}

fn drop_file(window: &mut Harness<'_>, path: &Path) {
    window.input_mut().dropped_files.push(Arc::new(Dropped(path.to_owned())));
    window.run();
}

/// A file let go of over the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn a_file_without_a_session_says_so_in_a_line_and_changes_nothing() {
    let folder = scratch("figure-drop");
    let bench = Bench::new();
    let mut window = bench.window();
    let before = bench.desk(Desk::session);
    let plain = folder.join("plain.png");
    image::RgbaImage::new(4, 4).save(&plain).unwrap();
    let damaged = folder.join("damaged.svg");
    fs::write(&damaged, "<svg").unwrap();
    for path in [plain, damaged, folder.join("absent.pdf")] {
        drop_file(&mut window, &path);
        bench.settle();
        let notice = bench.desk(|desk| desk.around.notice.clone()).unwrap();
        assert!(notice.warning && notice.text.contains("cannot open"), "{}", notice.text);
        assert!(!notice.text.contains('\n'));
        assert_eq!(bench.desk(Desk::session), before);
        bench.send(WindowCommand::Escape);
    }
    let _ = fs::remove_dir_all(&folder);
}

/// Types into a field of the dialog on show, in place of what stands there.
fn fill_in(window: &mut Harness<'_>, field: &str, text: &str) {
    window.get_by_role_and_label(Role::TextInput, field).click();
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.event(egui::Event::Text(text.to_owned()));
    window.run();
}

#[test]
fn a_file_that_exists_is_asked_about() {
    let folder = scratch("figure-replace");
    let path = folder.join("figure.pdf");
    fs::write(&path, "mine").unwrap();
    let bench = Bench::new();
    let mut window = bench.window();
    open(&bench, &mut window, SOON);
    window.get_by_role_and_label(Role::Button, "Export…").click();
    window.run();
    fill_in(&mut window, "Name", "figure");
    fill_in(&mut window, "Folder", &folder.display().to_string());
    window.get_by_role_and_label(Role::Button, "Export").click();
    window.run();
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    window.get_by_role_and_label(Role::Button, "Replace").click();
    // How soon the file is there, and its word with it, is the disk's affair.
    window.run_steps(2);
    bench.wait(&mut window, "the file", |desk| !desk.studio.destination.written.is_empty());
    assert_ne!(fs::read(&path).unwrap(), b"mine");
    window.run();
    assert!(window.query_by_role_and_label(Role::Button, "Open folder").is_some());
    let _ = fs::remove_dir_all(&folder);
}

#[test]
fn a_figure_goes_out_in_several_formats_at_once_and_a_wrong_folder_is_said_in_the_dialog() {
    let folder = scratch("figure-formats");
    let bench = Bench::new();
    let mut window = bench.window();
    open(&bench, &mut window, SOON);
    window.get_by_role_and_label(Role::Button, "Export…").click();
    window.run();
    window.get_by_role_and_label(Role::CheckBox, "SVG").click();
    window.run();
    fill_in(&mut window, "Name", "two");
    fill_in(&mut window, "Folder", &folder.join("absent").display().to_string());
    assert!(window.query_by_label_contains("There is no folder").is_some());
    window.key_press(Key::Enter);
    window.run();
    assert_eq!(bench.desk(|desk| desk.around.overlay), Overlay::Export);
    fill_in(&mut window, "Folder", &folder.display().to_string());
    window.key_press(Key::Enter);
    bench.wait(&mut window, "both files", |desk| desk.studio.destination.written.len() == 2);
    for end in ["pdf", "svg"] {
        assert!(fs::metadata(folder.join(format!("two.{end}"))).unwrap().len() > 1_000, "{end}");
    }
    // The folder and the formats are there the next time.
    bench.send(WindowCommand::Escape);
    bench.send(FigureCommand::ExportFigure(None));
    let again = bench.desk(|desk| desk.studio.destination.clone());
    assert_eq!((again.folder, again.formats.len()), (folder.display().to_string(), 2));
    let _ = fs::remove_dir_all(&folder);
}

#[test]
fn a_wrong_ending_is_named() {
    let bench = Bench::new();
    let mut window = bench.window();
    open(&bench, &mut window, SOON);
    bench.send(FigureCommand::ExportPaths(vec!["figure.bmp".into()]));
    assert!(notice(&bench, &mut window).contains("ends in .svg, .pdf, .png or .csv"));
}

#[test]
fn a_panel_is_copied_as_a_picture() {
    let bench = Bench::new();
    let mut window = bench.window();
    bench.send(FigureCommand::Copy(Some(Panel::PFlat)));
    bench.wait(&mut window, "a picture", |desk| desk.around.copied.is_some());
    bench.desk(|desk| {
        let Some(Copied::Picture(size, pixels)) = &desk.around.copied else { panic!("no picture") };
        assert_eq!(pixels.len(), 4 * (size[0] * size[1]) as usize);
        assert!(pixels.iter().any(|&byte| byte != pixels[0]), "a picture of nothing");
        // Only the system's window knows whether the clipboard took it: it is said there (`real_clipboard`).
        assert!(desk.around.notice.is_none(), "{:?}", desk.around.notice);
        assert!(!desk.studio.open, "copying leaves the run in sight");
    });
}

#[test]
fn a_panel_s_export_opens_its_figure_on_paper() {
    let bench = Bench::new();
    let mut window = bench.window();
    for (panel, name) in [(None, "stage"), (Some(Panel::PFlat), "p-flat"), (Some(Panel::Hops), "freezing")] {
        bench.send(FigureCommand::Export(panel));
        bench.wait(&mut window, name, |desk| desk.figure().is_some_and(|figure| figure.name == name));
        assert!(bench.desk(|desk| desk.studio.open && desk.studio.side == Side::Paper));
        bench.send(FigureCommand::ToggleFigures);
    }
}

#[test]
fn options_are_the_sheet() {
    let bench = Bench::new();
    let mut window = bench.window();
    open(&bench, &mut window, SOON);
    for name in ["2 columns", "Dark", "As outlines", "Full"] {
        window.get_by_role_and_label(Role::RadioButton, name).click();
        window.run();
    }
    bench.desk(|desk| {
        let options = &desk.studio.options;
        assert_eq!(
            (options.sheet.width_mm, options.sheet.light, options.sheet.outlines),
            (178.0, false, true)
        );
        assert_eq!(options.effort, Effort::Full);
    });
}

/// A run of a few steps, and a film of it.
fn filmed(bench: &Bench, window: &mut Harness<'_>) {
    bench.send(RunCommand::Rate(f64::INFINITY));
    bench.send(RunCommand::TogglePlay);
    bench.wait(window, "some steps", |desk| desk.run.snapshot().is_some_and(|now| now.now.step > 200));
    bench.send(RunCommand::TogglePlay);
    bench.wait(window, "the pause", |desk| !desk.run.playing());
    bench.send(FilmCommand::Animate(None));
    window.run();
    assert_eq!(bench.desk(|desk| desk.around.overlay), Overlay::Animation);
    let mut recipe = bench.desk(|desk| desk.cinema.recipe);
    (recipe.seconds, recipe.frames_per_second, recipe.size) = (0.5, 10.0, [640, 400]);
    bench.send(FilmCommand::AnimationOptions(recipe));
}

#[test]
fn a_film_has_its_frames_at_its_size_and_is_the_same_each_time() {
    let folder = scratch("film");
    let bench = Bench::new();
    let mut window = bench.window();
    filmed(&bench, &mut window);
    let films = ["one.gif", "two.gif"].map(|name| {
        let path = folder.join(name);
        bench.send(FilmCommand::AnimatePath(path.clone()));
        bench.wait(&mut window, "the film", |desk| desk.cinema.progress().is_none());
        assert!(notice(&bench, &mut window).contains("Exported"));
        assert_eq!(bench.desk(|desk| desk.around.overlay), Overlay::None);
        bench.send(WindowCommand::Escape);
        fs::read(path).unwrap()
    });
    assert!(films[0] == films[1], "two films of one run differ");
    let frames = decoded(&films[0]);
    assert_eq!(frames.len(), 5);
    assert!(frames.iter().all(|frame| frame.len() == 4 * 640 * 400));
    let [first, last] = [&frames[0], &frames[4]];
    let moved = first.chunks(4).zip(last.chunks(4)).filter(|(a, b)| a != b).count();
    assert!(moved > 500, "only {moved} pixels moved");
    let _ = fs::remove_dir_all(&folder);
}

/// The frames of a GIF as RGBA rows, each laid over those before.
fn decoded(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let mut decoder = options.read_info(bytes).unwrap();
    let (width, height) = (usize::from(decoder.width()), usize::from(decoder.height()));
    let mut canvas = vec![0; 4 * width * height];
    let mut frames = Vec::new();
    while let Some(frame) = decoder.read_next_frame().unwrap() {
        let (left, top, across) = (usize::from(frame.left), usize::from(frame.top), usize::from(frame.width));
        for (index, pixel) in frame.buffer.chunks(4).enumerate().filter(|(_, pixel)| pixel[3] > 0) {
            let at = 4 * ((top + index / across) * width + left + index % across);
            canvas[at..at + 4].copy_from_slice(pixel);
        }
        frames.push(canvas.clone());
    }
    frames
}

#[test]
fn a_film_broken_off_leaves_nothing_behind() {
    let folder = scratch("film-cancel");
    let bench = Bench::new();
    let mut window = bench.window();
    filmed(&bench, &mut window);
    let recipe = bench.desk(|desk| desk.cinema.recipe);
    bench.send(FilmCommand::AnimationOptions(frostline::app::desk::cinema::Recipe {
        seconds: 60.0,
        ..recipe
    }));
    bench.send(FilmCommand::AnimatePath(folder.join("film.gif")));
    bench.wait(&mut window, "the first frames", |desk| {
        desk.cinema.progress().is_some_and(|(share, _)| share > 0.0)
    });
    window.get_by_role_and_label(Role::Button, "Cancel").click();
    window.run();
    assert!(bench.desk(|desk| desk.cinema.progress().is_none()));
    std::thread::sleep(Duration::from_millis(1_500));
    let left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.is_empty(), "{left:?}");
    let _ = fs::remove_dir_all(&folder);
}

#[test]
fn every_control_has_a_name() {
    let bench = Bench::new();
    let mut window = bench.window();
    open(&bench, &mut window, SOON);
    all_named(&window);
    bench.send(FigureCommand::Side(Side::Paper));
    window.run();
    all_named(&window);
    bench.send(FilmCommand::Animate(Some(Panel::Plane)));
    window.run();
    all_named(&window);
}

fn all_named(window: &Harness<'_>) {
    for role in [Role::Button, Role::RadioButton, Role::SpinButton, Role::ListBoxOption, Role::TextInput] {
        for node in window.get_all_by_role(role) {
            let name = node.accesskit_node().label().unwrap_or_default();
            assert!(!name.is_empty(), "a {role:?} has no name");
        }
        if role == Role::ListBoxOption {
            break;
        }
    }
}

/// A panel alone in its figure, with the marks given, as the window draws it.
fn drawn(panel: &FigurePanel, marks: &[Mark], mode: Mode) -> egui::ColorImage {
    let panel = FigurePanel {
        place: [0.0, 0.0, 1.0, 1.0],
        marks: marks.to_vec(),
        // Names, and the words of the key, are no shapes.
        bar: None,
        ..panel.clone()
    };
    let figure = Arc::new(Figure { panels: vec![panel], ..every_mark::figure() });
    let theme = Theme::new(mode, Vision::Typical);
    let ctx = egui::Context::default();
    theme.apply(&ctx);
    let mut drawing = Drawing::default();
    screenshot(&ctx, egui::vec2(420.0, 300.0), 1.0, 3, |ui| {
        drawing.show(ui, ui.max_rect(), &figure, &theme, Scale::WINDOW);
    })
}

#[test]
fn every_shape_draws_something() {
    let mut kinds = std::collections::BTreeMap::new();
    for panel in every_mark::figure().panels {
        for mark in &panel.marks {
            let mark = Mark { name: None, ..mark.clone() };
            let shown = drawn(&panel, std::slice::from_ref(&mark), Mode::Dark);
            let empty = drawn(&panel, &[], Mode::Dark);
            let pixels = shown.pixels.iter().zip(&empty.pixels).filter(|(a, b)| a != b).count();
            let kind = format!("{:?}", mark.shape);
            let kind = kind.split([' ', '{']).next().unwrap_or_default().to_owned();
            assert!(pixels >= 10, "{kind} draws {pixels} pixels");
            *kinds.entry(kind).or_insert(0) += 1;
        }
    }
    let expected = [
        "Area", "Band", "Bars", "Cells", "Curve", "Dots", "Hatch", "Level", "Surface", "Swarm", "Upright",
        "Words",
    ];
    assert_eq!(kinds.keys().collect::<Vec<_>>(), expected, "a shape has no test");
}

#[test]
fn figures_of_every_data_are_drawn() {
    let panel = &every_mark::figure().panels[0];
    let pen = Pen::new(Ink::Strong, 1.0, Dash::Dashed);
    let values = [f64::NAN, f64::INFINITY, -1e300, 0.0, 1e300, 0.3];
    let points: Vec<[f64; 2]> = values.iter().flat_map(|&x| values.map(|y| [x, y])).collect();
    let marks = [
        Mark::curve(points.clone(), pen).named("a curve of anything", 0.5),
        Mark::curve(Vec::new(), pen).named("nothing", 0.5),
        Mark::from(Shape::Area { outline: points.clone(), ink: Ink::Ice, opacity: 0.5 }),
        Mark::from(Shape::Hatch { outline: points.clone(), ink: Ink::Ice }).in_key("hatched"),
        Mark::from(Shape::Dots {
            dots: points.iter().map(|&at| Dot::new(at).between(at[1], f64::NAN)).collect(),
            ink: Ink::Ember,
            symbol: Symbol::Triangle,
            size: 3.0,
        }),
        Mark::from(Shape::Bars { edges: vec![0.0], heights: Vec::new(), ink: Ink::Ice, opacity: 1.0 }),
        Mark::from(Shape::Cells {
            x: vec![0.0, 1.0],
            y: Vec::new(),
            values: Vec::new(),
            map: Map::Share,
            range: [0.0, 0.0],
        }),
        Mark::from(Shape::Cells {
            x: vec![0.0, 1.0, 2.0],
            y: vec![0.0, 1.0],
            values: vec![f64::NAN, 1.0],
            map: Map::Share,
            range: [1.0, 1.0],
        }),
        Mark::from(Shape::Swarm {
            points: vec![[f32::NAN, 0.0], [1.0, 0.8]],
            values: vec![f32::NAN],
            map: Map::Age,
            size: 2.0,
        }),
        Mark::from(Shape::Level { y: f64::NAN, pen }),
        Mark::from(Shape::Upright { x: f64::INFINITY, pen }).named("nowhere", 0.0),
    ];
    let _ = drawn(panel, &marks, Mode::Light);
    for range in [[0.0, 0.0], [f64::NAN, 1.0], [1.0, -1.0], [0.0, f64::INFINITY]] {
        let panel = FigurePanel { x: Axis { range, ..panel.x.clone() }, ..panel.clone() };
        let _ = drawn(&panel, &marks, Mode::Dark);
    }
}

#[test]
fn no_size_of_the_window_breaks_the_page() {
    for size in [[300.0, 200.0], [480.0, 320.0], [640.0, 480.0], [1080.0, 700.0], [2560.0, 1440.0]] {
        let bench = Bench::new();
        let mut window = harness(Mode::Light, size, |ui| bench.app.borrow_mut().frame(ui));
        bench.wait(&mut window, "the first snapshot", |desk| desk.run.snapshot().is_some());
        open(&bench, &mut window, SOON);
        for side in [Side::Paper, Side::Explore] {
            bench.send(FigureCommand::Side(side));
            window.run();
        }
        bench.send(FilmCommand::Animate(None));
        window.run();
    }
}

#[test]
#[ignore = "writes pictures to look at"]
fn pictures() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/figures");
    fs::create_dir_all(folder).unwrap();
    for (mode, word) in [(Mode::Dark, "dark"), (Mode::Light, "light")] {
        let bench = Bench::of(Session { step: 16_800, ..Session::default() });
        bench.app.borrow_mut().desk.look.light = Some(mode == Mode::Light);
        let mut window = bench.window();
        bench.wait(&mut window, "the run", |desk| {
            desk.run.snapshot().is_some_and(|now| now.now.step == 16_800)
        });
        for entry in &CATALOGUE {
            bench.send(FigureCommand::Figure(entry));
            if !bench.desk(|desk| desk.studio.open) {
                bench.send(FigureCommand::ToggleFigures);
            }
            bench.wait_long(&mut window, entry.name, |desk| desk.figure().is_some());
            for (side, name) in [(Side::Explore, "explore"), (Side::Paper, "paper")] {
                bench.send(FigureCommand::Side(side));
                for _ in 0..20 {
                    std::thread::sleep(Duration::from_millis(20));
                    window.step();
                }
                let picture = window.render().unwrap();
                picture.save(format!("{folder}/{}-{name}-{word}.png", entry.name)).unwrap();
            }
        }
        bench.send(FigureCommand::Figure(named(LATE).unwrap()));
        bench.send(FilmCommand::Animate(None));
        window.run();
        window.render().unwrap().save(format!("{folder}/animation-{word}.png")).unwrap();
    }
}
