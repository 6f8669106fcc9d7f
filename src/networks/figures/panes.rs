//! The panels of a live laboratory, by name: what each shows, in the window as on paper.

use serde::{Deserialize, Serialize};

use super::measure::Measure;
use super::panel_plane::{Aim, plane};
use super::relief::Relief;
use super::scope::Scope;
use super::{panel_curves, panel_ends};
use crate::chart::{Axis, Figure, Panel, format_number, format_whole};
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
}

/// What can be put on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exhibit {
    /// The stage.
    Plane,
    Pane(Pane),
    /// A map of the grid.
    Map(Measure),
}

/// What files of the stage are called.
const PLANE: &str = "plane";

impl Exhibit {
    /// What its files are called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plane => PLANE,
            Self::Pane(pane) => pane.name(),
            Self::Map(measure) => measure.name(),
        }
    }
}

impl Pane {
    pub const ALL: [Self; 6] =
        [Self::TrainLoss, Self::TestLoss, Self::Flatness, Self::Ends, Self::Similarity, Self::Sharpness];

    /// What its files are called.
    pub fn name(self) -> &'static str {
        match self {
            Self::TrainLoss => "train-loss",
            Self::TestLoss => "test-loss",
            Self::Flatness => "flatness",
            Self::Ends => "flatness-at-ends",
            Self::Similarity => "same-errors",
            Self::Sharpness => "sharpness",
        }
    }

    pub fn title(self, at: ReadOut) -> &'static str {
        match (self, at) {
            (Self::TrainLoss, _) => say!("network.pane.train-loss"),
            (Self::TestLoss, _) => say!("network.pane.test-loss"),
            (Self::Flatness, _) => say!("network.pane.flatness"),
            (Self::Ends, ReadOut::Matched) => say!("network.pane.matched"),
            (Self::Ends, ReadOut::Horizon) => say!("network.pane.horizon"),
            (Self::Ends, ReadOut::Equal) => say!("network.pane.equal"),
            (Self::Similarity, _) => say!("network.pane.similarity"),
            (Self::Sharpness, _) => say!("network.pane.sharpness"),
        }
    }

    /// What it shows, in a few sentences.
    pub fn help(self) -> &'static str {
        match self {
            Self::TrainLoss => say!("network.help.train-loss"),
            Self::TestLoss => say!("network.help.test-loss"),
            Self::Flatness => say!("network.help.flatness"),
            Self::Ends => say!("network.help.ends"),
            Self::Similarity => say!("network.help.similarity"),
            Self::Sharpness => say!("network.help.sharpness"),
        }
    }

    pub fn panel(self, scope: &Scope<'_>) -> Panel {
        match self {
            Self::TrainLoss => panel_curves::train_loss(scope),
            Self::TestLoss => panel_curves::test_loss(scope),
            Self::Flatness => panel_curves::flatness(scope),
            Self::Ends => panel_ends::ends(scope),
            Self::Similarity => panel_ends::similarity(scope),
            Self::Sharpness => panel_curves::sharpness(scope),
        }
    }

    /// It on paper, by itself.
    pub fn figure(self, scope: &Scope<'_>) -> Figure {
        let panel = self.panel(scope);
        let (x, y) = match self {
            Self::Ends => ("$t_c$", self.title(scope.read_at)),
            Self::Similarity => ("$t_c$", "$t_c$"),
            _ => (say!("network.axis.step"), self.title(scope.read_at)),
        };
        let labelled = |axis: Axis, label: &str| Axis { label: label.to_owned(), ..axis };
        let panel = Panel { x: labelled(panel.x, x), y: labelled(panel.y, y), ..panel };
        let aspect = if self == Self::Similarity { 0.86 } else { 0.72 };
        whole(scope, self.name(), self.title(scope.read_at), self.help(), aspect, panel)
    }
}

/// The stage on paper.
pub fn stage(scope: &Scope<'_>, relief: Option<&Relief>, sprout: Option<&Sprout>, aim: &Aim) -> Figure {
    let [[left, right], [low, high]] = aim.view;
    let (name, title) = (PLANE, say!("network.stage.name"));
    let panel = plane(scope, relief, sprout, aim);
    whole(scope, name, title, say!("network.help.stage"), (high - low) / (right - left), panel)
}

fn whole(scope: &Scope<'_>, name: &str, title: &str, caption: &str, aspect: f64, panel: Panel) -> Figure {
    let setup = &scope.sight.prepared.setup;
    let widths = scope.sight.prepared.start.shape.widths().iter().map(ToString::to_string);
    let note = say!(
        "network.figure.note",
        widths = widths.collect::<Vec<_>>().join("-"),
        digits = format_whole(f64::from(setup.digits)),
        tested = format_whole(f64::from(setup.test_digits)),
        eta = format_number(setup.eta.at(0)),
        batch = format_number(setup.batch.at(0)),
        seed = setup.seed,
        runs = 1,
    );
    Figure {
        name: name.to_owned(),
        title: title.to_owned(),
        caption: caption.to_owned(),
        notes: vec![note, say!("network.remark.writers").to_owned()],
        aspect,
        panels: vec![panel],
    }
}
