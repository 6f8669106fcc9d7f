//! Every action, once: menu, shortcut, palette, control and test send the same [`Command`]. A command is one row of a
//! table: what it is, the step of undo it makes, the controls it changes, and what of it the palette offers under which
//! keys. What it does stands with the part of the desk that owns it.

use std::path::PathBuf;
use std::sync::LazyLock;

use egui::{Key, KeyboardShortcut};

use super::cinema::Recipe;
use super::classroom::Prediction;
use super::columns::Columns;
use super::networks::Picked;
use super::pulse::Pulse;
use super::row::{
    Offering, PLAIN, change, ctrl, key, of_panels, of_panes, of_stage_and_panels, offer, on_figures,
    on_networks, shift_ctrl, step,
};
use super::studio::destination::Destination;
use super::studio::{Options, Side};
use super::symbol::Symbol;
use crate::export::Format;
use crate::networks::bench::{Bench, Page};
use crate::networks::experiments::continuation::ReadOut;
use crate::networks::experiments::field::{Plot, Scheme};
use crate::networks::figures::panes::{Exhibit, Pane};
use crate::networks::model as network;
use crate::say;
use crate::session::PLACES;
use crate::settings::{Adjustable, Schedule};
use crate::valleys::experiments::courses::Course;
use crate::valleys::experiments::questions::Questions;
use crate::valleys::figures::{EXPERIMENTS, Entry};
use crate::valleys::model::{NoiseLaw, Parameter, Preset};
use crate::valleys::panel::Panel;
use crate::valleys::view::{Colouring, Predictions};
use crate::valleys::words;

pub use super::row::{Row, Touched};

/// A command that the palette lists, with its words and keys.
pub struct Offer {
    pub command: Command,
    pub title: String,
    pub keys: Option<KeyboardShortcut>,
}

/// Everything in the palette, in its order.
pub fn offers() -> &'static [Offer] {
    static OFFERS: LazyLock<Vec<Offer>> = LazyLock::new(Command::offered);
    &OFFERS
}

/// Declares the groups of commands. A row is `Name(fields) => what goes with it, what of it the palette offers;`.
macro_rules! commands {
    ($($(#[$about:meta])* $of:ident($group:ident) {
        $($(#[$doc:meta])* $name:ident $(($($field:ident: $type:ty),+))? => $row:expr, $offered:expr;)+
    })+) => {
        /// Something the user asks for.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Command { $($(#[$about])* $of($group),)+ }

        impl Command {
            pub fn row(&self) -> Row {
                match self { $(Self::$of(command) => command.row(),)+ }
            }

            fn offered() -> Vec<Offer> {
                let mut offers = Vec::new();
                $(offers.extend($group::offered().into_iter().map(in_palette));)+
                offers
            }
        }

        $(
            $(#[$about])*
            #[derive(Clone, Debug, PartialEq)]
            pub enum $group { $($(#[$doc])* $name $(($($type),+))?,)+ }

            impl $group {
                #[allow(unused_variables)]
                fn row(&self) -> Row {
                    match self { $(Self::$name $(($($field),+))? => $row,)+ }
                }

                fn offered() -> Vec<Offering<Self>> {
                    [$($offered),+].into_iter().flatten().collect()
                }
            }

            impl From<$group> for Command {
                fn from(command: $group) -> Self { Self::$of(command) }
            }
        )+
    };
}

commands! {
    /// What is done to the run.
    Run(RunCommand) {
        TogglePlay => PLAIN, offer(Self::TogglePlay, say!("command.play-or-pause"), key(Key::Space));
        Play => PLAIN, vec![];
        Pause => PLAIN, vec![];
        StepOnce => PLAIN, offer(Self::StepOnce, say!("command.single-step"), key(Key::ArrowRight));
        /// Runs to a step as fast as it goes, and pauses there.
        RunTo(step: u32) => PLAIN, vec![];
        Rate(steps_a_second: f64) => PLAIN, vec![];
        /// Looks back at a step; none is now.
        Scrub(step: Option<u32>) => PLAIN, offer(Self::Scrub(None), say!("command.back-to-now"), key(Key::End));
        Set(parameter: Parameter, value: f64) => change(name(parameter), vec![name(parameter)]), vec![];
        /// The same from a click on the stage, which must not throw a run away.
        Place(parameter: Parameter, value: f64) => change(name(parameter), vec![name(parameter)]), vec![];
        /// Lets a held y go.
        Release => change("release", vec![name(&Parameter::HoldY)]), vec![];
        /// Holds y where the swarm is, or lets it go.
        ToggleHold => change("hold", vec![name(&Parameter::HoldY)]),
            offer(Self::ToggleHold, say!("command.hold"), key(Key::H));
        SetNoise(law: NoiseLaw) => change("noise", vec!["noise"]), vec![];
        SetSchedule(parameter: Parameter, schedule: Schedule) => change(name(parameter), vec![name(parameter)]), vec![];
        /// The schedules of a course, over the steps that the run has.
        SetCourse(course: Course) => change("course", vec![name(&Parameter::Eta), name(&Parameter::Sigma)]), vec![];
        Reheat(pulse: Pulse) => change("reheat", vec![name(&pulse.parameter)]),
            offer(Self::Reheat(Pulse::OFFERED), &Pulse::OFFERED.name(), None);
        SetSeed(seed: u64) => change("seed", vec!["seed"]), vec![];
        /// Back to the scenario as it would be started afresh, from step 0.
        Restart => PLAIN, offer(Self::Restart, say!("command.restart"), key(Key::R));
        /// The landscape of Table S1.
        PaperLandscape => change("landscape", LANDSCAPE.iter().map(name).collect()),
            offer(Self::PaperLandscape, say!("command.paper-landscape"), None);
        /// η or σ at a step, of a schedule led through there.
        Point(parameter: Parameter, step: u32, value: f64) => change(name(parameter), vec![name(parameter)]), vec![];
        /// The same with the next seed.
        NewRun => change("seed", vec!["seed"]), offer(Self::NewRun, say!("command.new-run"), key(Key::N));
        Preset(preset: Preset) => Row { undo: Some("preset"), touches: Touched::Everything, ..PLAIN },
            PRESETS.map(|(preset, digit)| (Self::Preset(preset), words::title(preset).to_owned(), key(digit))).to_vec();
    }

    /// How the run is looked at.
    View(ViewCommand) {
        FitStage => PLAIN, offer(Self::FitStage, say!("command.fit-stage"), key(Key::Home));
        /// Shows a stretch of y and one of x.
        Stage(y: [f64; 2], x: [f64; 2]) => PLAIN, vec![];
        Colour(colouring: Colouring) => step("colour"), [
            (Self::Colour(Colouring::LastHop), say!("command.colour-last-hop").to_owned(), None),
            (Self::Colour(Colouring::Age), say!("command.colour-age").to_owned(), None),
            (Self::Colour(Colouring::Valley), say!("command.colour-valley").to_owned(), None),
            (Self::Colour(Colouring::Density), say!("command.colour-density").to_owned(), None),
        ].into();
        Slice(y: Option<f64>) => PLAIN, offer(Self::Slice(None), say!("command.slice-follows"), None);
        FixedY(y: Option<f64>) => PLAIN, vec![];
        Calibrate(epsilon_phi: Option<f64>) => step("calibrate"),
            offer(Self::Calibrate(None), say!("command.paper-calibration"), None);
        /// Sets εΦ so that Eq. 11 gives this swarm's mean freezing height.
        FitCalibration => step("calibrate"), offer(Self::FitCalibration, say!("command.fit-calibration"), None);
        Show(predictions: Predictions) => step("show"), vec![];
        ToggleBinned => step("binned"), offer(Self::ToggleBinned, say!("command.binned"), None);
        ToggleStabilityLine => step("stability-line"),
            offer(Self::ToggleStabilityLine, say!("command.stability-line"), None);
        /// Follows a walker; none follows no one.
        Select(walker: Option<u32>) => PLAIN, offer(Self::Select(None), say!("command.follow-none"), None);
        TogglePanel(panel: Panel) => step("panel"),
            of_panels(Self::TogglePanel, |panel| say!("command.panel", panel = panel));
        /// Shows these panels, from the top, and no others.
        Panels(panels: Vec<Panel>) => PLAIN, vec![];
        /// The hand is at a panel.
        Use(panel: Panel) => PLAIN, vec![];
        Enlarge(panel: Option<Panel>) => step("panel"), vec![];
        /// Playing pauses where the last walker has hopped for the last time.
        ToggleEndsFrozen => step("ends-frozen"),
            offer(Self::ToggleEndsFrozen, say!("command.ends-frozen"), None);
        /// Follows one walker, or no one.
        ToggleWatch => PLAIN, offer(Self::ToggleWatch, say!("command.watch"), key(Key::W));
        ToggleRestartOnChange => step("restart-on-change"),
            offer(Self::ToggleRestartOnChange, say!("command.restart-on-change"), None);
    }

    /// What is done with the runs put aside, by their places from the left.
    Shelf(ShelfCommand) {
        /// Goes to a run; the one under way is put aside.
        Return(place: usize) => Row { touches: Touched::Everything, ..PLAIN }, SHELF.map(|(place, digit)| {
            (Self::Return(place), say!("command.shelf.return", place = place + 1), ctrl(digit))
        }).into();
        /// Calls a run something; nothing calls it after what sets it apart.
        Call(place: usize, name: String) => PLAIN, vec![];
        /// Asks for the name of a run; none asks no more.
        Rename(place: Option<usize>) => PLAIN, vec![];
        Remove(place: usize) => PLAIN, SHELF.map(|(place, _)| {
            (Self::Remove(place), say!("command.shelf.remove", place = place + 1), None)
        }).into();
        /// Shows a run behind the one under way.
        Compare(place: usize) => PLAIN, SHELF.map(|(place, _)| {
            (Self::Compare(place), say!("command.shelf.compare", place = place + 1), None)
        }).into();
        /// Shows the first of two runs behind the other, which is gone to if it is not under way.
        CompareTwo(behind: usize, before: usize) =>
            Row { touches: Touched::Everything, ..PLAIN }, vec![];
        /// Shows the run under way alone again.
        Alone => PLAIN, offer(Self::Alone, say!("command.shelf.alone"), None);
    }

    /// Around the run: what is open, done and undone.
    Window(WindowCommand) {
        Undo => PLAIN, offer(Self::Undo, say!("command.undo"), ctrl(Key::Z));
        Redo => PLAIN, offer(Self::Redo, say!("command.redo"), shift_ctrl(Key::Z));
        TogglePalette => PLAIN, offer(Self::TogglePalette, say!("command.palette"), ctrl(Key::P));
        ToggleHelp => on_figures(), offer(Self::ToggleHelp, say!("command.help"), key(Key::Questionmark));
        /// What the program is.
        ToggleAbout => on_figures(), offer(Self::ToggleAbout, say!("command.about"), None);
        /// Copies the line for a shell that makes again what is looked at.
        CopyAsCommand => on_figures(),
            offer(Self::CopyAsCommand, say!("command.copy-as-command"), shift_ctrl(Key::C));
        /// The page of Eqs. 5 to 12.
        ToggleEquations => PLAIN, offer(Self::ToggleEquations, say!("command.equations"), key(Key::E));
        /// The other page of the column of controls.
        ToggleLandscape => PLAIN, offer(Self::ToggleLandscape, say!("command.landscape"), None);
        /// The lanes of η and σ over the steps of the run.
        ToggleSchedule => PLAIN, offer(Self::ToggleSchedule, say!("command.schedule"), None);
        /// Copies words, and the numbers in them.
        CopyText(text: String) => PLAIN, vec![];
        /// Lights up a symbol for as long as it is pointed at.
        Highlight(symbol: Symbol) => PLAIN, vec![];
        /// What a panel shows, as a table.
        ShowTable(panel: Panel) => PLAIN, of_panels(Self::ShowTable, |panel| say!("command.table", panel = panel));
        /// One walker's life, as it is shown at the first start.
        Opening => on_figures(), offer(Self::Opening, say!("command.opening"), None);
        /// The card between the two laboratories.
        ToggleBridge => on_networks(), offer(Self::ToggleBridge, say!("command.bridge"), None);
        /// The nearest experiment of the other laboratory.
        ToModel => on_networks(), offer(Self::ToModel, say!("command.to-model"), None);
        ToNetwork => Row { touches: Touched::Everything, ..PLAIN }, offer(Self::ToNetwork, say!("command.to-network"), None);
        Escape => on_figures(), offer(Self::Escape, say!("command.close"), key(Key::Escape));
    }

    /// Files opened and saved, and runs left behind.
    Files(FileCommand) {
        Open => PLAIN, offer(Self::Open, say!("command.open"), ctrl(Key::O));
        OpenPath(path: PathBuf) => PLAIN, vec![];
        CopyLink => on_figures(), offer(Self::CopyLink, say!("command.copy-link"), shift_ctrl(Key::L));
        /// Opens files to step through, one after the other.
        OpenLecture(paths: Vec<PathBuf>) => PLAIN, vec![];
        Save => PLAIN, offer(Self::Save, say!("command.save"), ctrl(Key::S));
        SaveAs => PLAIN, offer(Self::SaveAs, say!("command.save-as"), shift_ctrl(Key::S));
        SavePath(path: PathBuf) => PLAIN, vec![];
        /// A fresh run; the one here is left behind.
        FreshStart => PLAIN, offer(Self::FreshStart, say!("command.fresh-start"), None);
        /// Goes on with a run that a window left behind.
        TakeUp(path: PathBuf) => PLAIN, vec![];
        Quit => PLAIN, offer(Self::Quit, say!("window.quit"), ctrl(Key::Q));
    }

    /// Figures chosen, made and put on paper.
    Figures(FigureCommand) {
        ToggleFigures => on_figures(), offer(Self::ToggleFigures, say!("command.figures"), key(Key::F));
        /// Chooses a figure of the catalogue.
        Figure(entry: &'static Entry) => PLAIN, vec![];
        /// Opens the figure of a panel, on paper; none is the stage.
        Export(panel: Option<Panel>) => PLAIN, of_stage_and_panels(
            Self::Export, (say!("command.export-stage"), ctrl(Key::E)), |panel| say!("command.export-panel", panel = panel));
        /// Copies it as a picture.
        Copy(panel: Option<Panel>) => PLAIN, offer(Self::Copy(None), say!("command.copy-stage"), None);
        Side(side: Side) => PLAIN, vec![];
        FigureOptions(options: Options) => PLAIN, vec![];
        /// Asks where the chosen figure goes to; none of the formats is the last one.
        ExportFigure(format: Option<Format>) => PLAIN, vec![];
        Destination(destination: Destination) => PLAIN, vec![];
        /// Exports it, in the formats that the names end in.
        ExportPaths(paths: Vec<PathBuf>) => PLAIN, vec![];
        /// Shows where files went to.
        OpenFolder(folder: PathBuf) => PLAIN, vec![];
        CopyFigure => PLAIN, vec![];
        /// Breaks off the making of the chosen figure, and takes it up again.
        StopFigure => PLAIN, vec![];
        MakeFigure => PLAIN, vec![];
    }

    /// What is asked in the experiments.
    Questions(QuestionCommand) {
        /// Opens the page on an experiment.
        Experiment(entry: &'static Entry) => on_figures(), EXPERIMENTS.into_iter().filter_map(|entry| {
            let called = (entry.asked()?.called)();
            Some((Self::Experiment(entry), say!("command.ask", experiment = called), None))
        }).collect();
        /// What is asked from now on; nothing is computed before it is asked.
        Question(questions: Box<Questions>) => step("question"), vec![];
        /// Asks the chosen experiment.
        Ask => PLAIN, vec![];
        /// All questions there are.
        Browse => on_figures(), offer(Self::Browse, say!("command.questions"), key(Key::A));
        /// Looks at an answer from before again, by its place among them.
        Recall(place: usize) => PLAIN, vec![];
        /// Copies what the answer says.
        CopySentence => PLAIN, vec![];
        /// A new run with the parameters of a cell of the phase diagram.
        LoadCell(cell: usize) => step("cell"), vec![];
    }

    /// Films of the run.
    Films(FilmCommand) {
        /// Opens the dialog for a panel; none is the stage.
        Animate(panel: Option<Panel>) => PLAIN, of_stage_and_panels(
            Self::Animate, (say!("command.animate-stage"), None), |panel| say!("command.animate-panel", panel = panel));
        AnimationOptions(recipe: Recipe) => PLAIN, vec![];
        /// Asks where it goes to.
        ExportAnimation => PLAIN, vec![];
        AnimatePath(path: PathBuf) => PLAIN, vec![];
        StopAnimation => PLAIN, vec![];
    }

    /// What a student, or a teacher with a remote control, does with a lesson.
    Lessons(LessonCommand) {
        /// The list of lessons.
        ToggleLessons => on_networks(), offer(Self::ToggleLessons, say!("command.lessons"), key(Key::L));
        /// Begins a lesson, by its place in the list.
        Begin(place: usize) => PLAIN, vec![];
        /// On to the next page, once this one is finished.
        Next => PLAIN, vec![];
        /// The same whether it is finished or not.
        Skip => on_networks(), offer(Self::Skip, say!("command.next-page"), key(Key::PageDown));
        Back => on_networks(), offer(Self::Back, say!("command.page-before"), key(Key::PageUp));
        /// Leaves it, back to the run before.
        Leave => PLAIN, offer(Self::Leave, say!("command.leave-lesson"), None);
        /// Ends it with its swarm as it is.
        Stay => PLAIN, vec![];
        /// The page once more, under other noise.
        Again => PLAIN, vec![];
        /// One more of a class guesses a height; and none of them has.
        AddGuess(y: f64) => PLAIN, vec![];
        ForgetGuesses => PLAIN, vec![];
        /// Begins the tour of the first start.
        Tour => PLAIN, offer(Self::Tour, say!("command.tour"), None);
        /// The same of the laboratory of networks.
        NetworksTour => on_networks(), offer(Self::NetworksTour, say!("command.networks-tour"), None);
        /// A prediction still being made.
        Draft(prediction: Prediction) => PLAIN, vec![];
        /// One that stands.
        Predict(prediction: Prediction) => PLAIN, vec![];
    }

    /// What is done in the laboratory of networks.
    Network(NetworkCommand) {
        /// Opens its page, or goes back to the two valleys.
        Toggle => Row { for_figures: true, ..on_networks() },
            offer(Self::Toggle, say!("command.networks"), key(Key::M));
        TogglePlay => on_networks(), offer(Self::TogglePlay, say!("command.network.play"), key(Key::Space));
        Set(parameter: network::Parameter, value: f64) =>
            change(parameter.about().words, vec![parameter.about().name]), vec![];
        SetSeed(seed: u64) => change("network-seed", vec!["seed"]), vec![];
        /// The setup of Fig. 1, at one of its sizes.
        Size(preset: network::Preset) => step("network-size"), [
            (Self::Size(network::Preset::Live), say!("network.preset.live").to_owned(), None),
            (Self::Size(network::Preset::Paper), say!("network.preset.paper").to_owned(), None),
        ].into();
        ReadAt(at: ReadOut) => step("network-read-at"), [
            (Self::ReadAt(ReadOut::Matched), say!("command.network.matched").to_owned(), None),
            (Self::ReadAt(ReadOut::Horizon), say!("command.network.horizon").to_owned(), None),
            (Self::ReadAt(ReadOut::Equal), say!("command.network.equal").to_owned(), None),
        ].into();
        /// Holds the branch from a step; none lets it go.
        Hold(step: Option<u32>) => PLAIN, vec![];
        /// The branch that is held stays.
        KeepBranch => Row { undo: Some("network-keep"), ..on_networks() },
            offer(Self::KeepBranch, say!("command.network.keep"), key(Key::K));
        /// Whether η and B act on the run under way.
        Act(acts: bool) => step("network-acts"), vec![];
        /// Shows the run as it was at a step; none is as far as it has come.
        Scrub(step: Option<u32>) => on_networks(),
            offer(Self::Scrub(None), say!("command.network.end"), key(Key::End));
        Rate(steps_a_second: f64) => PLAIN, vec![];
        /// A run from the same start with other batches.
        NewRun => Row { undo: Some("network-run"), ..on_networks() },
            offer(Self::NewRun, say!("command.network.new-run"), key(Key::N));
        Restart => on_networks(), offer(Self::Restart, say!("command.network.restart"), key(Key::R));
        /// Looks at a stretch of the plane; none is the whole run.
        Aim(view: Option<[[f64; 2]; 2]>) => on_networks(),
            offer(Self::Aim(None), say!("command.network.whole"), key(Key::Home));
        /// What of the plane is on show: the loss is worked out there.
        See(view: [[f64; 2]; 2]) => PLAIN, vec![];
        /// Gives a panel more room; none gives all of them the same again.
        Enlarge(pane: Option<Pane>) => step("network-pane"),
            of_panes(|pane| Self::Enlarge(Some(pane)), |panel| say!("command.network.enlarge", panel = panel));
        /// Asks where something goes to.
        Export(exhibit: Exhibit) => PLAIN, [
            (Self::Export(Exhibit::Matching), say!("command.network.export-matching").to_owned(), None),
            (Self::Export(Exhibit::Grid), say!("command.network.export-grid").to_owned(), None),
        ].into_iter().chain(of_panes(
            |pane| Self::Export(Exhibit::Pane(pane)), |panel| say!("command.network.export", panel = panel)
        )).collect();
        /// Exports it, in the format that the name ends in.
        ExportPath(exhibit: Exhibit, path: PathBuf) => PLAIN, vec![];
        /// What a panel shows, as a table.
        ShowTable(pane: Pane) => PLAIN,
            of_panes(Self::ShowTable, |panel| say!("command.network.table", panel = panel));
        /// Picks out a digit or a pair of branches in all panels.
        Pick(picked: Option<Picked>) => PLAIN, vec![];
        /// Opens a page of the laboratory.
        Open(page: Page) => PLAIN, [
            (Self::Open(Page::Run), say!("command.network.one-run").to_owned(), None),
            (Self::Open(Page::Matching), say!("command.network.matching").to_owned(), None),
            (Self::Open(Page::Grid), say!("command.network.grid").to_owned(), None),
        ].into();
        /// What the grid is asked for.
        Scheme(scheme: Box<Scheme>) => step("network-grid"), vec![];
        PickPlot(plot: Option<Plot>) => PLAIN, vec![];
        /// Holds the filling of the grid, or goes on with it.
        HoldGrid => PLAIN, offer(Self::HoldGrid, say!("command.network.hold-grid"), None);
        /// Holds the repeats of the run, or goes on with them.
        HoldRepeats => PLAIN, offer(Self::HoldRepeats, say!("command.network.hold-repeats"), None);
        ClearGrid => PLAIN, offer(Self::ClearGrid, say!("command.network.clear-grid"), None);
        /// The laboratory as a page of a lesson begins with it.
        Lay(bench: Box<Bench>) => PLAIN, vec![];
        /// A run of a cell, in the laboratory.
        LoadPlot(cell: usize, number: u32) => step("network-run"), vec![];
    }

    /// How the program looks on this machine.
    Look(LookCommand) {
        TogglePresentation => on_networks(), offer(Self::TogglePresentation, say!("command.presentation"), key(Key::F11));
        ToggleTheme => on_figures(), offer(Self::ToggleTheme, say!("command.theme"), key(Key::T));
        /// Darkens the whole window, and a light that follows the pointer.
        ToggleBlank => on_networks(), offer(Self::ToggleBlank, say!("command.blank"), key(Key::B));
        ToggleSpotlight => on_networks(), offer(Self::ToggleSpotlight, say!("command.spotlight"), key(Key::S));
        ToggleVision => PLAIN, offer(Self::ToggleVision, say!("command.deuteranopia"), None);
        ToggleReducedMotion => PLAIN, offer(Self::ToggleReducedMotion, say!("command.reduced-motion"), None);
        /// Widths of the columns at the sides.
        Columns(columns: Columns) => PLAIN, vec![];
        Zoom(factor: f32) => PLAIN, [
            (Self::Zoom(1.1), say!("command.larger").to_owned(), ctrl(Key::Plus)),
            (Self::Zoom(1.0 / 1.1), say!("command.smaller").to_owned(), ctrl(Key::Minus)),
        ].into();
    }
}

const PRESETS: [(Preset, Key); 5] = [
    (Preset::Fig3, Key::Num1),
    (Preset::Fig4, Key::Num2),
    (Preset::Fig4Middle, Key::Num3),
    (Preset::Fig4Quiet, Key::Num4),
    (Preset::FigS6, Key::Num5),
];

/// What makes the landscape.
const LANDSCAPE: [Parameter; 9] = [
    Parameter::Gamma,
    Parameter::YB,
    Parameter::X1,
    Parameter::X2,
    Parameter::X0,
    Parameter::F0,
    Parameter::YF,
    Parameter::LD,
    Parameter::YD,
];
const SHELF: [(usize, Key); PLACES] = [(0, Key::Num1), (1, Key::Num2), (2, Key::Num3), (3, Key::Num4)];

fn name(parameter: &Parameter) -> &'static str {
    parameter.about().name
}

fn in_palette<C: Into<Command>>((command, title, keys): Offering<C>) -> Offer {
    let keys = keys.map(|(modifiers, key)| KeyboardShortcut::new(modifiers, key));
    Offer { command: command.into(), title, keys }
}
