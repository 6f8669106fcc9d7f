//! Every action, once: menu, shortcut, palette, control and test send the same [`Command`].

use std::path::PathBuf;

use egui::{Key, KeyboardShortcut, Modifiers};

use super::animation::Recipe;
use super::equations::Symbol;
use super::gallery::{Options, Side};
use super::lessons::Move;
use crate::experiments::courses::Course;
use crate::experiments::questions::Questions;
use crate::model::{NoiseLaw, Parameter, Preset, Schedule};
use crate::session::{Colouring, Panel, Predictions};

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
    TogglePalette,
    ToggleHelp,
    Escape,
}

/// The pulse on offer.
pub const REHEAT: Command = Command::Reheat { parameter: Parameter::Sigma, factor: 4.0, steps: 2_000 };

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

/// Everything in the palette, in its order. Longer shortcuts come before those they contain.
pub fn entries() -> Vec<Entry> {
    let plain = |key| Some((Modifiers::NONE, key));
    let ctrl = |key| Some((Modifiers::COMMAND, key));
    let shift_ctrl = |key| Some((Modifiers::COMMAND.plus(Modifiers::SHIFT), key));
    let e = Entry::new;
    vec![
        e(Command::TogglePlay, "Play or pause", plain(Key::Space)),
        e(Command::StepOnce, "Single step", plain(Key::ArrowRight)),
        e(Command::ToggleHold, "Hold y here, or release it", plain(Key::H)),
        e(REHEAT, "Reheat: σ × 4 over 2,000 steps", None),
        e(Command::Restart, "Restart", plain(Key::R)),
        e(Command::NewRun, "New run with the next seed", plain(Key::N)),
        e(Command::Redo, "Redo", shift_ctrl(Key::Z)),
        e(Command::Undo, "Undo", ctrl(Key::Z)),
        e(Command::Open, "Open a session", ctrl(Key::O)),
        e(Command::SaveAs, "Save the session as", shift_ctrl(Key::S)),
        e(Command::Save, "Save the session", ctrl(Key::S)),
        e(Command::TogglePalette, "Command palette", ctrl(Key::P)),
        e(Command::ToggleHelp, "Help and keys", plain(Key::Questionmark)),
        e(Command::TogglePresentation, "Presentation mode", plain(Key::F11)),
        e(Command::Preset(Preset::Fig3), Preset::Fig3.title(), plain(Key::Num1)),
        e(Command::Preset(Preset::Fig4), Preset::Fig4.title(), plain(Key::Num2)),
        e(Command::Preset(Preset::Fig4Middle), Preset::Fig4Middle.title(), plain(Key::Num3)),
        e(Command::Preset(Preset::Fig4Quiet), Preset::Fig4Quiet.title(), plain(Key::Num4)),
        e(Command::Preset(Preset::FigS6), Preset::FigS6.title(), plain(Key::Num5)),
        e(Command::ToggleFigures, "Figures", plain(Key::F)),
        e(Command::Experiment("phase"), "Ask the model: phase diagram", plain(Key::A)),
        e(Command::Experiment("phase-published"), "Ask the model: against the published cells", None),
        e(Command::Experiment("fork"), "Ask the model: fork", None),
        e(Command::Experiment("compare"), "Ask the model: compare A and B", None),
        e(Command::Experiment("paradox"), "Ask the model: held against free", None),
        e(Command::Experiment("courses"), "Ask the model: courses of η and σ", None),
        e(Command::Experiment("raster"), "Ask the model: hop raster", None),
        e(Command::Experiment("gauge"), "Ask the model: gauge of time scales", None),
        e(Command::Experiment("discrete"), "Ask the model: discrete against continuous", None),
        e(Command::Experiment("jitter"), "Ask the model: fluctuating landscape", None),
        e(Command::Experiment("stability"), "Ask the model: stability line", None),
        e(Command::ToggleLessons, "Lessons", plain(Key::L)),
        e(Command::Lesson(Move::Skip), "Lesson or lecture: next page", plain(Key::PageDown)),
        e(Command::Lesson(Move::Back), "Lesson or lecture: page before", plain(Key::PageUp)),
        e(Command::Lesson(Move::Leave), "Leave the lesson", None),
        e(Command::Lesson(Move::Tour), "The first minute: a short tour", None),
        e(Command::ToggleBlank, "Blank the window (in a presentation)", plain(Key::B)),
        e(Command::ToggleSpotlight, "Spotlight at the pointer (in a presentation)", plain(Key::S)),
        e(Command::ToggleEquations, "Equations with the numbers of the moment", plain(Key::E)),
        e(Command::ShowTable(Panel::PFlat), "Table: share in the flat valley", None),
        e(Command::ShowTable(Panel::Plane), "Table: freezing plane", None),
        e(Command::ShowTable(Panel::Slice), "Table: slice", None),
        e(Command::ShowTable(Panel::Hops), "Table: hops", None),
        e(Command::ShowTable(Panel::Gauge), "Table: time scales", None),
        e(Command::Export(None), "Export the stage as a figure", None),
        e(Command::Export(Some(Panel::PFlat)), "Export the share in the flat valley as a figure", None),
        e(Command::Export(Some(Panel::Plane)), "Export the freezing plane as a figure", None),
        e(Command::Export(Some(Panel::Slice)), "Export the slice as a figure", None),
        e(Command::Export(Some(Panel::Hops)), "Export the hops as a figure", None),
        e(Command::Copy(None), "Copy the stage as a picture", None),
        e(Command::Animate(None), "Animate the stage", None),
        e(Command::Animate(Some(Panel::PFlat)), "Animate the share in the flat valley", None),
        e(Command::FitStage, "Fit the stage", plain(Key::Home)),
        e(Command::Colour(Colouring::Age), "Colour walkers by steps since the last hop", None),
        e(Command::Colour(Colouring::Valley), "Colour walkers by valley", None),
        e(Command::Colour(Colouring::Density), "Colour walkers by density", None),
        e(Command::Slice(None), "Slice follows the swarm", None),
        e(Command::Scrub(None), "Back to now", plain(Key::End)),
        e(Command::FitCalibration, "Fit εΦ to this swarm", None),
        e(Command::Calibrate(None), "εΦ of the paper's figure", None),
        e(Command::ToggleBinned, "P_flat by each walker's own y", None),
        e(Command::TogglePanel(Panel::PFlat), "Panel: share in the flat valley", None),
        e(Command::TogglePanel(Panel::Plane), "Panel: freezing plane", None),
        e(Command::TogglePanel(Panel::Slice), "Panel: slice", None),
        e(Command::TogglePanel(Panel::Hops), "Panel: hops", None),
        e(Command::TogglePanel(Panel::Gauge), "Panel: time scales", None),
        e(Command::ToggleStabilityLine, "Stability line on the stage", None),
        e(Command::Select(None), "Follow no walker", None),
        e(Command::ToggleRestartOnChange, "Restart on change, or act on the running swarm", None),
        e(Command::ToggleTheme, "Dark or light", plain(Key::T)),
        e(Command::ToggleVision, "Colours for deuteranopia", None),
        e(Command::ToggleReducedMotion, "Reduced motion", None),
        e(Command::Zoom(1.1), "Larger (scale)", ctrl(Key::Plus)),
        e(Command::Zoom(1.0 / 1.1), "Smaller (scale)", ctrl(Key::Minus)),
        e(Command::Escape, "Close what is open", plain(Key::Escape)),
    ]
}
