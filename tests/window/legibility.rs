//! No words are cut or crossed on any page of the window, dialogs over it included, in every dress and on a screen of
//! twice as many pixels. The pages of the lessons are looked through in `lessons`, those of the column in `column`.

use egui_kittest::Harness;
use frostline::app::desk::Desk;
use frostline::app::desk::command::{
    Command, FigureCommand, FilmCommand, LessonCommand, QuestionCommand, RunCommand, ShelfCommand,
    ViewCommand, WindowCommand,
};
use frostline::app::desk::studio::{Side, Standing};
use frostline::app::kit::theme::Mode;
use frostline::session::Session;
use frostline::valleys::experiments::courses::Course;
use frostline::valleys::figures::named;
use frostline::valleys::model::{Parameter, Preset};
use frostline::valleys::view::Colouring;

use crate::support::bench::Bench;
use crate::support::{harness_at, legible};

/// How a window is dressed: its name, theme, size in points, pixels to a point, and whether it presents.
#[derive(Clone, Copy)]
struct Dress {
    word: &'static str,
    mode: Mode,
    size: [f32; 2],
    pixels: f32,
    presenting: bool,
}

const fn dress(word: &'static str, mode: Mode, size: [f32; 2], pixels: f32, presenting: bool) -> Dress {
    Dress { word, mode, size, pixels, presenting }
}

/// Windows of 1,280 × 800, a screen that is presented on, and one of 3,840 × 2,160 with two pixels to a point; a harness
/// has eight points around them.
const DARK: Dress = dress("dark", Mode::Dark, [1296.0, 816.0], 1.0, false);
const LIGHT: Dress = dress("light", Mode::Light, [1296.0, 816.0], 1.0, false);
const PRESENTING: Dress = dress("presenting", Mode::Dark, [1936.0, 1096.0], 1.0, true);
const FINE: Dress = dress("fine", Mode::Dark, [1936.0, 1096.0], 2.0, false);

/// A run that has come near its frost line, and questions that take a moment.
fn session() -> Session {
    let mut session = Session { step: 16_800, ..Session::of(Preset::Fig4) };
    (session.scenario.walkers, session.scenario.steps) = (400, 40_000);
    session
}

/// A window, and what has been found wrong with its words.
struct Reader<'a> {
    bench: &'a Bench,
    window: Harness<'a>,
    dress: Dress,
    found: Vec<String>,
}

impl<'a> Reader<'a> {
    fn new(bench: &'a Bench, dress: Dress) -> Self {
        {
            let look = &mut bench.app.borrow_mut().desk.look;
            (look.light, look.presenting) = (Some(dress.mode == Mode::Light), dress.presenting);
        }
        bench.app.borrow_mut().desk.follow.fit = true;
        let mut window =
            harness_at(dress.mode, dress.size, dress.pixels, |ui| bench.app.borrow_mut().frame(ui));
        bench.wait_long(&mut window, "the run and its forecast", |desk| {
            desk.run.fresh_snapshot().is_some_and(|now| now.now.step >= 16_800)
                && desk.run.forecast().is_some()
        });
        Self { bench, window, dress, found: Vec::new() }
    }

    fn wait(&mut self, what: &str, done: impl Fn(&Desk) -> bool) {
        self.bench.wait_long(&mut self.window, what, done);
    }

    /// Looks through the page as it stands; its picture goes to `target/legibility`.
    fn read(&mut self, name: &str) {
        for _ in 0..8 {
            std::thread::sleep(std::time::Duration::from_millis(10));
            self.window.step();
        }
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/legibility");
        std::fs::create_dir_all(folder).unwrap();
        let ctx = self.window.ctx.clone();
        let window = &mut self.window;
        let word = self.dress.word;
        let found = legible::findings(&ctx, || {
            let picture = window.render().unwrap();
            let [width, height] = self.dress.size.map(|points| (points * self.dress.pixels) as u32);
            assert_eq!((picture.width(), picture.height()), (width, height));
            picture.save(format!("{folder}/{name}-{word}.png")).unwrap();
        });
        self.found.extend(found.into_iter().map(|finding| format!("{name}, {word}: {finding}")));
    }

    fn send(&mut self, command: impl Into<Command>) {
        self.bench.send(command);
        self.window.run_steps(3);
    }

    /// A dialog over what there is, and closed again.
    fn over(&mut self, name: &str, command: impl Into<Command>) {
        self.send(command);
        self.read(name);
        self.send(WindowCommand::Escape);
    }
}

/// The run, and what lies over it.
fn of_run(reader: &mut Reader<'_>) {
    reader.read("run");
    reader.over("help", WindowCommand::ToggleHelp);
    reader.over("about", WindowCommand::ToggleAbout);
    reader.over("palette", WindowCommand::TogglePalette);
    reader.over("animation", FilmCommand::Animate(None));
    reader.over("lessons", LessonCommand::ToggleLessons);
    if !reader.dress.presenting {
        reader.send(WindowCommand::ToggleSchedule);
        reader.send(RunCommand::SetCourse(Course::WarmUp));
        reader.read("schedule");
        reader.send(WindowCommand::ToggleSchedule);
        reader.send(WindowCommand::Undo);
    }
    reader.send(ViewCommand::Colour(Colouring::LastHop));
    reader.wait("the future", |desk| desk.run.fates().is_some());
    reader.read("last-hop");
    reader.send(ViewCommand::Colour(Colouring::Age));
    reader.send(RunCommand::Scrub(Some(9_000)));
    reader.send(RunCommand::Set(Parameter::Sigma, 0.2));
    reader.wait("the fork", |desk| desk.run.fresh_snapshot().is_some_and(|now| now.now.step == 9_000));
    reader.send(RunCommand::RunTo(16_000));
    reader.wait("the fork and the fates", |desk| {
        let there = desk.run.fresh_snapshot().is_some_and(|now| now.now.step == 16_000);
        there && desk.run.ghost_is_there() && desk.run.parted().is_some()
    });
    reader.read("ghost");
    reader.send(ShelfCommand::Alone);
}

/// Figures, questions and an answer.
fn of_figures(reader: &mut Reader<'_>) {
    reader.send(QuestionCommand::Browse);
    reader.read("ask");
    reader.send(QuestionCommand::Experiment(named("raster").unwrap()));
    reader.send(QuestionCommand::Ask);
    reader.wait("the answer", |desk| desk.standing() == Some(Standing::Answer));
    reader.read("answer");
    reader.over("export", FigureCommand::ExportFigure(None));
    reader.send(FigureCommand::Figure(named("p-flat").unwrap()));
    reader.wait("the figure", |desk| desk.figure().is_some());
    reader.read("figure");
    reader.send(FigureCommand::Side(Side::Paper));
    reader.read("paper");
    reader.send(FigureCommand::Side(Side::Explore));
    reader.send(FigureCommand::ToggleFigures);
}

/// A guess and its reveal.
fn of_lessons(reader: &mut Reader<'_>) {
    reader.send(LessonCommand::Begin(3));
    reader.send(LessonCommand::Skip);
    reader.wait("the page", |desk| desk.lessons.running.as_ref().is_some_and(|running| running.page.ready));
    reader.wait("its forecast", |desk| desk.run.forecast().is_some());
    reader.read("predict");
    reader.send(LessonCommand::Draft(frostline::app::desk::classroom::Prediction::Height(6.2)));
    reader.read("guess");
    reader.send(LessonCommand::Predict(frostline::app::desk::classroom::Prediction::Height(6.2)));
    reader.send(RunCommand::Rate(f64::INFINITY));
    reader.send(RunCommand::Play);
    reader.wait("the reveal", |desk| {
        desk.lessons.running.as_ref().is_some_and(|running| running.page.verdict.is_some())
    });
    reader.send(RunCommand::Pause);
    reader.read("reveal");
    reader.send(LessonCommand::Leave);
}

/// What came of guesses below, at and beyond the swarm's height, at steps on the way to the end of the page's run: how
/// much of the axis is in view changes from one to the next.
fn of_reveals(reader: &mut Reader<'_>) {
    for guess in [2.5, 4.6, 6.2, 12.0] {
        reader.send(LessonCommand::Begin(3));
        reader.send(LessonCommand::Skip);
        reader.wait("the page", |desk| {
            desk.lessons.running.as_ref().is_some_and(|running| running.page.ready)
                && desk.run.forecast().is_some()
        });
        reader.send(LessonCommand::Predict(frostline::app::desk::classroom::Prediction::Height(guess)));
        for step in [16_000, 37_000, 53_000, 72_000, 100_000] {
            reader.send(RunCommand::RunTo(step));
            reader.wait("the step", |desk| desk.run.fresh_snapshot().is_some_and(|now| now.now.step == step));
            reader.read(&format!("reveal-{guess}-{step}"));
        }
        reader.send(LessonCommand::Leave);
    }
}

fn look_through(dress: Dress) -> Vec<String> {
    let bench = Bench::of(session());
    let mut reader = Reader::new(&bench, dress);
    of_run(&mut reader);
    if !dress.presenting {
        // What is presented is the run.
        of_figures(&mut reader);
    }
    of_lessons(&mut reader);
    reader.found
}

fn nothing_is_found(dress: Dress) {
    let found = look_through(dress);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_words_are_cut_or_crossed_in_the_dark() {
    nothing_is_found(DARK);
}

#[test]
fn no_words_are_cut_or_crossed_in_the_light() {
    nothing_is_found(LIGHT);
}

#[test]
fn no_words_are_cut_or_crossed_before_a_class() {
    nothing_is_found(PRESENTING);
}

#[test]
fn no_words_are_cut_or_crossed_on_a_fine_screen() {
    nothing_is_found(FINE);
}

#[test]
fn no_words_are_cut_or_crossed_after_any_guess() {
    for dress in [DARK, PRESENTING] {
        let bench = Bench::of(session());
        let mut reader = Reader::new(&bench, dress);
        of_reveals(&mut reader);
        assert!(reader.found.is_empty(), "{}", reader.found.join("\n"));
    }
}
