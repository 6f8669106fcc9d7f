//! The panels of a live laboratory, by name: what each shows, in the window as on paper.

use serde::{Deserialize, Serialize};

use super::grid_scope::GridScope;
use super::measure::Measure;
use super::panel_matching::{self as matching, Heading};
use super::panel_plane::{Aim, plane};
use super::relief::Relief;
use super::scope::Scope;
use super::{pages, panel_curves, panel_ends};
use crate::chart::{Axis, Figure, Panel, format_number, format_whole};
use crate::networks::experiments::averaged::Averaged;
use crate::networks::experiments::continuation::ReadOut;
use crate::networks::experiments::live::Sprout;
use crate::say;

/// A panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pane {
    TrainLoss,
    TestLoss,
    Flatness,
    Ends,
    Similarity,
    Sharpness,
    /// The stage of a run,
    Plane,
    /// and that of matching: F over the train loss.
    Losses,
    /// One of the three readings, side by side.
    Read(ReadOut),
    /// By how much F grows from the first branch to the last.
    Gains,
    /// F where plain descent is stable.
    Stable,
    /// Test loss and errors, in the mean over repeats.
    TestDigits,
    /// The grid over η and B,
    Map(Measure),
    /// and over η/B.
    Curves(Measure),
}

/// What can be put on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exhibit {
    Pane(Pane),
    /// All of the page that asks whether an end is flat or only far trained,
    Matching,
    /// and all maps of the grid.
    Grid,
}

/// What panels are drawn from, as far as it is there.
#[derive(Default)]
pub struct Looked<'a> {
    pub scope: Option<Scope<'a>>,
    /// Of the repeats below the edge of stability.
    pub control: Option<&'a Averaged>,
    pub grid: Option<GridScope<'a>>,
    /// What of the plane is on show.
    pub aim: Option<Aim>,
    pub relief: Option<&'a Relief>,
    pub sprout: Option<&'a Sprout>,
}

impl Exhibit {
    /// What its files are called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pane(pane) => pane.name(),
            Self::Matching => pages::MATCHING,
            Self::Grid => pages::GRID,
        }
    }

    /// The least width that it has room in, in millimetres of paper.
    pub fn least_width(self) -> f64 {
        if matches!(self, Self::Pane(_)) { 0.0 } else { pages::WIDTH }
    }

    /// It on paper, by itself; none where there is nothing to see yet.
    pub fn figure(self, looked: &Looked<'_>) -> Option<Figure> {
        match self {
            Self::Pane(pane) => pane.figure(looked),
            Self::Matching => pages::matching(looked),
            Self::Grid => pages::grid(looked.grid.as_ref()?),
        }
    }
}

impl Pane {
    /// Those in the column beside the stage of a run.
    pub const OF_THE_RUN: [Self; 6] =
        [Self::TrainLoss, Self::TestLoss, Self::Flatness, Self::Ends, Self::Similarity, Self::Sharpness];

    pub fn all() -> impl Iterator<Item = Self> {
        let matching = [Self::Plane, Self::Losses, Self::Gains, Self::Stable, Self::TestDigits];
        let grid = Measure::ALL.into_iter().flat_map(|measure| [Self::Map(measure), Self::Curves(measure)]);
        let readings = ReadOut::ALL.into_iter().map(Self::Read);
        Self::OF_THE_RUN.into_iter().chain(matching).chain(readings).chain(grid)
    }

    /// What its files are called.
    pub fn name(self) -> &'static str {
        match self {
            Self::TrainLoss => "train-loss",
            Self::TestLoss => "test-loss",
            Self::Flatness => "flatness",
            Self::Ends => "flatness-at-ends",
            Self::Similarity => "same-errors",
            Self::Sharpness => "sharpness",
            Self::Plane => "plane",
            Self::Losses => "flatness-over-loss",
            Self::Read(ReadOut::Matched) => "at-equal-loss",
            Self::Read(ReadOut::Horizon) => "at-the-horizon",
            Self::Read(ReadOut::Equal) => "after-equal-steps",
            Self::Gains => "gain-of-flatness",
            Self::Stable => "below-the-edge",
            Self::TestDigits => "test-digits",
            Self::Map(measure) => measure.name(),
            Self::Curves(Measure::Freezing) => "fig2a-over-noise",
            Self::Curves(Measure::Spread) => "fig2b-over-noise",
            Self::Curves(Measure::Flatness) => "fig2c-over-noise",
            Self::Curves(Measure::Accuracy) => "fig2d-over-noise",
        }
    }

    pub fn title(self, at: ReadOut) -> &'static str {
        match self {
            Self::TrainLoss => say!("network.pane.train-loss"),
            Self::TestLoss => say!("network.pane.test-loss"),
            Self::Flatness => say!("network.pane.flatness"),
            Self::Ends => Self::Read(at).title(at),
            Self::Similarity => say!("network.pane.similarity"),
            Self::Sharpness => say!("network.pane.sharpness"),
            Self::Plane => say!("network.stage.name"),
            Self::Losses => say!("network.pane.losses"),
            Self::Read(ReadOut::Matched) => say!("network.pane.matched"),
            Self::Read(ReadOut::Horizon) => say!("network.pane.horizon"),
            Self::Read(ReadOut::Equal) => say!("network.pane.equal"),
            Self::Gains => say!("network.pane.gains"),
            Self::Stable => say!("network.matching.stable"),
            Self::TestDigits => say!("network.matching.err-less"),
            Self::Map(measure) => measure.title(),
            Self::Curves(measure) => measure.over_noise(),
        }
    }

    /// What it is called among all of them, where no page says which are meant.
    pub fn called(self) -> String {
        match self {
            Self::Ends => say!("network.pane.ends").to_owned(),
            Self::Map(measure) => say!("network.pane.map", quantity = measure.title()),
            pane => pane.title(ReadOut::Matched).to_owned(),
        }
    }

    /// What it shows, in a few sentences.
    pub fn help(self) -> &'static str {
        match self {
            Self::TrainLoss => say!("network.help.train-loss"),
            Self::TestLoss => say!("network.help.test-loss"),
            Self::Flatness => say!("network.help.flatness"),
            Self::Ends | Self::Read(_) => say!("network.help.ends"),
            Self::Similarity => say!("network.help.similarity"),
            Self::Sharpness => say!("network.help.sharpness"),
            Self::Plane => say!("network.help.stage"),
            Self::Losses => say!("network.help.losses"),
            Self::Gains => say!("network.help.gains"),
            Self::Stable => say!("network.help.stable"),
            Self::TestDigits => say!("network.help.test-digits"),
            Self::Map(measure) => measure.caption(),
            Self::Curves(_) => say!("network.help.curves"),
        }
    }

    /// Of the column beside the stage of a run.
    pub fn panel(self, scope: &Scope<'_>) -> Option<Panel> {
        Some(match self {
            Self::TrainLoss => panel_curves::train_loss(scope),
            Self::TestLoss => panel_curves::test_loss(scope),
            Self::Flatness => panel_curves::flatness(scope),
            Self::Ends => panel_ends::ends(scope),
            Self::Similarity => panel_ends::similarity(scope),
            Self::Sharpness => panel_curves::sharpness(scope),
            _ => return None,
        })
    }

    fn figure(self, looked: &Looked<'_>) -> Option<Figure> {
        let grid = || looked.grid.as_ref();
        match self {
            Self::Map(measure) => return grid()?.figure(measure),
            Self::Curves(measure) => {
                let panel = grid()?.against_temperature(measure)?;
                let panel = labelled(panel, "$η/B$", measure.symbol());
                return Some(self.whole(vec![grid()?.note()], ReadOut::Matched, 0.72, vec![panel]));
            }
            _ => {}
        }
        let scope = looked.scope.as_ref()?;
        let whole = |aspect: f64, panels: Vec<Panel>| {
            let runs =
                matches!(self, Self::Gains | Self::Stable | Self::TestDigits | Self::Read(_) | Self::Ends);
            let runs = scope.averaged.filter(|_| runs).map_or(1, |averaged| averaged.runs);
            Some(self.whole(vec![note(scope, runs)], scope.read_at, aspect, panels))
        };
        match self {
            Self::Plane => {
                let aim = looked.aim?;
                let [[left, right], [low, high]] = aim.view;
                whole((high - low) / (right - left), vec![plane(scope, looked.relief, looked.sprout, &aim)])
            }
            Self::Losses => whole(0.72, vec![matching::matching(scope, Heading::Rising)]),
            Self::Read(at) => whole(1.0, matching::reading(scope, at).into()),
            Self::Gains => whole(0.6, vec![matching::gains(scope.averaged?, scope.read_at)]),
            Self::Stable => whole(0.72, vec![matching::still_so(scope.averaged?, looked.control)]),
            Self::TestDigits => whole(0.5, matching::test_digits(scope.averaged?, scope.read_at).into()),
            _ => {
                let title = self.title(scope.read_at);
                let (x, y) = match self {
                    Self::Ends => ("$t_c$", title),
                    Self::Similarity => ("$t_c$", "$t_c$"),
                    _ => (say!("network.axis.step"), title),
                };
                let aspect = if self == Self::Similarity { 0.86 } else { 0.72 };
                whole(aspect, vec![labelled(self.panel(scope)?, x, y)])
            }
        }
    }

    fn whole(self, mut notes: Vec<String>, at: ReadOut, aspect: f64, panels: Vec<Panel>) -> Figure {
        notes.push(say!("network.remark.writers").to_owned());
        Figure {
            name: self.name().to_owned(),
            title: self.title(at).to_owned(),
            caption: self.help().to_owned(),
            notes,
            aspect,
            panels,
        }
    }
}

/// A panel whose axes say themselves what they are, as on paper.
pub(super) fn labelled(panel: Panel, x: &str, y: &str) -> Panel {
    let labelled = |axis: Axis, label: &str| Axis { label: label.to_owned(), ..axis };
    Panel { x: labelled(panel.x, x), y: labelled(panel.y, y), ..panel }
}

/// What a reader must know of the networks.
pub(super) fn note(scope: &Scope<'_>, runs: usize) -> String {
    let setup = &scope.sight.prepared.setup;
    let widths = scope.sight.prepared.start.shape.widths().iter().map(ToString::to_string);
    say!(
        "network.figure.note",
        widths = widths.collect::<Vec<_>>().join("-"),
        digits = format_whole(f64::from(setup.digits)),
        tested = format_whole(f64::from(setup.test_digits)),
        eta = format_number(setup.eta.at(0)),
        batch = format_number(setup.batch.at(0)),
        seed = setup.seed,
        runs = runs,
    )
}
