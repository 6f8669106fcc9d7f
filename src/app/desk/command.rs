//! Every action, once: menu, shortcut, palette, control and test send the same [`Command`].

use std::path::PathBuf;

use egui::{Key, KeyboardShortcut, Modifiers};

use super::cinema::Recipe;
use super::studio::{Options, Side};
use super::symbol::Symbol;
use crate::app::desk::classroom::Move;
use crate::say;
use crate::session::{Colouring, Panel, Predictions};
use crate::settings::Schedule;
use crate::valleys::experiments::courses::Course;
use crate::valleys::experiments::questions::Questions;
use crate::valleys::model::{NoiseLaw, Parameter, Preset};

/// Something the user asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    // The run.
    Set(Parameter, f64),
    /// The same from a click on the stage, which must not throw a run away.
    Place(Parameter, f64),
    /// Lets a held y go.
    Release,
    /// Holds y where the swarm is, or lets it go.
    ToggleHold,
    SetNoise(NoiseLaw),
    SetSchedule(Parameter, Schedule),
    /// The schedules of a course, at equal optimisation time.
    SetCourse(Course),
    /// From now on so many times as much, over so many steps.
    Reheat {
        parameter: Parameter,
        factor: f64,
        steps: u32,
    },
    SetSeed(u64),
    Preset(Preset),
    /// Back to the scenario as it would be started afresh, from step 0.
    Restart,
    /// The same with the next seed.
    NewRun,

    // Time.
    TogglePlay,
    Play,
    Pause,
    StepOnce,
    /// Runs to a step as fast as it goes, and pauses there.
    RunTo(u32),
    Rate(f64),
    /// Looks back at a step; none is now.
    Scrub(Option<u32>),

    // The view.
    FitStage,
    Stage {
        y: [f64; 2],
        x: [f64; 2],
    },
    Colour(Colouring),
    Slice(Option<f64>),
    FixedY(Option<f64>),
    Calibrate(Option<f64>),
    /// Sets εΦ so that Eq. 11 gives this swarm's mean freezing height.
    FitCalibration,
    Show(Predictions),
    ToggleBinned,
    ToggleStabilityLine,
    /// Follows a walker; none follows no one.
    Select(Option<u32>),
    TogglePanel(Panel),
    /// Shows these panels, from the top, and no others.
    Panels(Vec<Panel>),
    Enlarge(Option<Panel>),
    ToggleRestartOnChange,
    ToggleTheme,
    ToggleVision,
    ToggleReducedMotion,
    Zoom(f32),
    TogglePresentation,

    // Figures.
    ToggleFigures,
    /// Chooses a figure of the catalogue by its name.
    Figure(&'static str),
    /// Opens the figure of a panel, on paper; none is the stage.
    Export(Option<Panel>),
    /// Copies it as a picture.
    Copy(Option<Panel>),
    Side(Side),
    FigureOptions(Options),
    /// Asks where the chosen figure goes to.
    ExportFigure,
    /// Exports it, in the format that the name ends in.
    ExportPath(PathBuf),
    CopyFigure,
    /// Breaks off the making of the chosen figure, and takes it up again.
    StopFigure,
    MakeFigure,

    // Experiments.
    /// Opens the page on an experiment.
    Experiment(&'static str),
    /// What is asked from now on; nothing is computed before [`Command::Ask`].
    Question(Box<Questions>),
    /// Asks the chosen experiment.
    Ask,
    /// A new run with the parameters of a cell of the phase diagram.
    LoadCell(usize),

    // Animation.
    /// Opens the dialog for a panel; none is the stage.
    Animate(Option<Panel>),
    AnimationOptions(Recipe),
    /// Asks where it goes to.
    ExportAnimation,
    AnimatePath(PathBuf),
    StopAnimation,

    // Lessons.
    /// The list of lessons.
    ToggleLessons,
    Lesson(Move),
    /// Opens files to step through, one after the other.
    OpenLecture(Vec<PathBuf>),
    /// Darkens the whole window, and a light that follows the pointer.
    ToggleBlank,
    ToggleSpotlight,
    /// The page of Eqs. 5 to 12.
    ToggleEquations,
    /// Lights up a symbol for as long as it is pointed at.
    Highlight(Symbol),
    /// What a panel shows, as a table.
    ShowTable(Panel),

    // Around it.
    Undo,
    Redo,
    Open,
    OpenPath(PathBuf),
    Save,
    SaveAs,
    SavePath(PathBuf),
    /// A fresh run; the one here is left behind.
    FreshStart,
    /// Goes on with a run that a window left behind.
    TakeUp(PathBuf),
    Quit,
    TogglePalette,
    ToggleHelp,
    Escape,
}

/// The pulse on offer.
const REHEAT: Command = Command::Reheat { parameter: Parameter::Sigma, factor: 4.0, steps: 2_000 };

impl Command {
    /// Whether its key works on the page of figures.
    pub fn is_for_figures(&self) -> bool {
        matches!(
            self,
            Self::ToggleFigures | Self::Experiment(_) | Self::ToggleHelp | Self::ToggleTheme | Self::Escape
        )
    }
}

/// A command that the palette lists, with its words and keys.
pub struct Entry {
    pub command: Command,
    pub title: &'static str,
    pub keys: Option<KeyboardShortcut>,
}

impl Entry {
    fn new(command: Command, title: &'static str, keys: Option<(Modifiers, Key)>) -> Self {
        let keys = keys.map(|(modifiers, key)| KeyboardShortcut::new(modifiers, key));
        Self { command, title, keys }
    }
}

/// Everything in the palette, in its order.
pub fn entries() -> Vec<Entry> {
    let plain = |key| Some((Modifiers::NONE, key));
    let ctrl = |key| Some((Modifiers::COMMAND, key));
    let shift_ctrl = |key| Some((Modifiers::COMMAND.plus(Modifiers::SHIFT), key));
    let e = Entry::new;
    vec![
        e(Command::TogglePlay, say!("command.play-or-pause"), plain(Key::Space)),
        e(Command::StepOnce, say!("command.single-step"), plain(Key::ArrowRight)),
        e(Command::ToggleHold, say!("command.hold"), plain(Key::H)),
        e(REHEAT, say!("command.reheat"), None),
        e(Command::Restart, say!("command.restart"), plain(Key::R)),
        e(Command::NewRun, say!("command.new-run"), plain(Key::N)),
        e(Command::Undo, say!("command.undo"), ctrl(Key::Z)),
        e(Command::Redo, say!("command.redo"), shift_ctrl(Key::Z)),
        e(Command::Open, say!("command.open"), ctrl(Key::O)),
        e(Command::Save, say!("command.save"), ctrl(Key::S)),
        e(Command::SaveAs, say!("command.save-as"), shift_ctrl(Key::S)),
        e(Command::FreshStart, say!("command.fresh-start"), None),
        e(Command::Quit, say!("window.quit"), ctrl(Key::Q)),
        e(Command::TogglePalette, say!("command.palette"), ctrl(Key::P)),
        e(Command::ToggleHelp, say!("command.help"), plain(Key::Questionmark)),
        e(Command::TogglePresentation, say!("command.presentation"), plain(Key::F11)),
        e(Command::Preset(Preset::Fig3), Preset::Fig3.title(), plain(Key::Num1)),
        e(Command::Preset(Preset::Fig4), Preset::Fig4.title(), plain(Key::Num2)),
        e(Command::Preset(Preset::Fig4Middle), Preset::Fig4Middle.title(), plain(Key::Num3)),
        e(Command::Preset(Preset::Fig4Quiet), Preset::Fig4Quiet.title(), plain(Key::Num4)),
        e(Command::Preset(Preset::FigS6), Preset::FigS6.title(), plain(Key::Num5)),
        e(Command::ToggleFigures, say!("command.figures"), plain(Key::F)),
        e(Command::Experiment("phase"), say!("command.ask-phase"), plain(Key::A)),
        e(Command::Experiment("phase-published"), say!("command.ask-phase-published"), None),
        e(Command::Experiment("fork"), say!("command.ask-fork"), None),
        e(Command::Experiment("compare"), say!("command.ask-compare"), None),
        e(Command::Experiment("paradox"), say!("command.ask-paradox"), None),
        e(Command::Experiment("courses"), say!("command.ask-courses"), None),
        e(Command::Experiment("raster"), say!("command.ask-raster"), None),
        e(Command::Experiment("gauge"), say!("command.ask-gauge"), None),
        e(Command::Experiment("discrete"), say!("command.ask-discrete"), None),
        e(Command::Experiment("jitter"), say!("command.ask-jitter"), None),
        e(Command::Experiment("stability"), say!("command.ask-stability"), None),
        e(Command::ToggleLessons, say!("command.lessons"), plain(Key::L)),
        e(Command::Lesson(Move::Skip), say!("command.next-page"), plain(Key::PageDown)),
        e(Command::Lesson(Move::Back), say!("command.page-before"), plain(Key::PageUp)),
        e(Command::Lesson(Move::Leave), say!("command.leave-lesson"), None),
        e(Command::Lesson(Move::Tour), say!("command.tour"), None),
        e(Command::ToggleBlank, say!("command.blank"), plain(Key::B)),
        e(Command::ToggleSpotlight, say!("command.spotlight"), plain(Key::S)),
        e(Command::ToggleEquations, say!("command.equations"), plain(Key::E)),
        e(Command::ShowTable(Panel::PFlat), say!("command.table-share"), None),
        e(Command::ShowTable(Panel::Plane), say!("command.table-plane"), None),
        e(Command::ShowTable(Panel::Slice), say!("command.table-slice"), None),
        e(Command::ShowTable(Panel::Hops), say!("command.table-hops"), None),
        e(Command::ShowTable(Panel::Gauge), say!("command.table-gauge"), None),
        e(Command::Export(None), say!("command.export-stage"), None),
        e(Command::Export(Some(Panel::PFlat)), say!("command.export-share"), None),
        e(Command::Export(Some(Panel::Plane)), say!("command.export-plane"), None),
        e(Command::Export(Some(Panel::Slice)), say!("command.export-slice"), None),
        e(Command::Export(Some(Panel::Hops)), say!("command.export-hops"), None),
        e(Command::Copy(None), say!("command.copy-stage"), None),
        e(Command::Animate(None), say!("command.animate-stage"), None),
        e(Command::Animate(Some(Panel::PFlat)), say!("command.animate-share"), None),
        e(Command::FitStage, say!("command.fit-stage"), plain(Key::Home)),
        e(Command::Colour(Colouring::Age), say!("command.colour-age"), None),
        e(Command::Colour(Colouring::Valley), say!("command.colour-valley"), None),
        e(Command::Colour(Colouring::Density), say!("command.colour-density"), None),
        e(Command::Slice(None), say!("command.slice-follows"), None),
        e(Command::Scrub(None), say!("command.back-to-now"), plain(Key::End)),
        e(Command::FitCalibration, say!("command.fit-calibration"), None),
        e(Command::Calibrate(None), say!("command.paper-calibration"), None),
        e(Command::ToggleBinned, say!("command.binned"), None),
        e(Command::TogglePanel(Panel::PFlat), say!("command.panel-share"), None),
        e(Command::TogglePanel(Panel::Plane), say!("command.panel-plane"), None),
        e(Command::TogglePanel(Panel::Slice), say!("command.panel-slice"), None),
        e(Command::TogglePanel(Panel::Hops), say!("command.panel-hops"), None),
        e(Command::TogglePanel(Panel::Gauge), say!("command.panel-gauge"), None),
        e(Command::ToggleStabilityLine, say!("command.stability-line"), None),
        e(Command::Select(None), say!("command.follow-none"), None),
        e(Command::ToggleRestartOnChange, say!("command.restart-on-change"), None),
        e(Command::ToggleTheme, say!("command.theme"), plain(Key::T)),
        e(Command::ToggleVision, say!("command.deuteranopia"), None),
        e(Command::ToggleReducedMotion, say!("command.reduced-motion"), None),
        e(Command::Zoom(1.1), say!("command.larger"), ctrl(Key::Plus)),
        e(Command::Zoom(1.0 / 1.1), say!("command.smaller"), ctrl(Key::Minus)),
        e(Command::Escape, say!("command.close"), plain(Key::Escape)),
    ]
}
