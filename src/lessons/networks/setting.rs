//! What a page sets up in the laboratory of networks, written as `eta = 0.02`, `read-at = horizon` or `keep-back = clocks`.

use super::super::setting::{named, number, whole};
use super::super::wrong::Wrong;
use crate::networks::bench::Bench;
use crate::networks::experiments::continuation::ReadOut;
use crate::networks::figures;
use crate::networks::figures::veil::Piece;
use crate::networks::model::{Parameter, Preset};
use crate::settings::Adjustable;

/// One thing to set up. What a page does not set is as it is in a laboratory that nobody has used.
#[derive(Clone, Debug, PartialEq)]
pub enum NetworkSetting {
    /// The setup of Fig. 1, at one of its sizes.
    Preset(Preset),
    Parameter(Parameter, f64),
    Seed(u64),
    /// Which of the runs from one start.
    Repeat(u64),
    ReadAt(ReadOut),
    /// Holds the branch from a step.
    Hold(u32),
    /// Looks at a step of the run.
    Step(u32),
    /// Steps a second that the run is shown at.
    Rate(f64),
    /// Panels shown, from the top; with the digits, these have their rows below the stage.
    Parts(Vec<Piece>),
    /// Not to be seen before the guess.
    KeepBack(Vec<Piece>),
    /// A figure in the place of the run, by its name.
    Figure(&'static str),
    /// Shows the run from its start.
    Play,
    /// The page is ready when all has been read off.
    Wait,
}

/// The settings that are no parameters, as they are written.
const NAMES: [&str; 12] = [
    "preset",
    "seed",
    "repeat",
    "read-at",
    "hold",
    "step",
    "rate",
    "panels",
    "keep-back",
    "figure",
    "play",
    "wait",
];

impl NetworkSetting {
    /// Reads one setting; the error says what is allowed.
    pub fn read(text: &str) -> Result<Self, Wrong> {
        let text = text.trim();
        let (name, value) = text.split_once('=').map_or((text, None), |(n, v)| (n.trim(), Some(v.trim())));
        let steps = Parameter::Steps.about().max;
        Ok(match (name, value) {
            ("play", None) => Self::Play,
            ("wait", None) => Self::Wait,
            ("preset", value) => Self::Preset(named(name, value, &Preset::ALL, Preset::name)?),
            ("read-at", value) => Self::ReadAt(named(name, value, &ReadOut::ALL, read_at_name)?),
            ("figure", value) => {
                Self::Figure(named(name, value, &figures::CATALOGUE, |entry| entry.name)?.name)
            }
            ("panels", value) => Self::Parts(parts(name, value)?),
            ("keep-back", value) => Self::KeepBack(parts(name, value)?),
            ("hold", value) => Self::Hold(whole(name, value, steps)? as u32),
            ("step", value) => Self::Step(whole(name, value, steps)? as u32),
            ("seed", value) => Self::Seed(whole(name, value, 1e15)? as u64),
            ("repeat", value) => Self::Repeat(whole(name, value, 1e15)? as u64),
            ("rate", value) => Self::Rate(whole(name, value, 1e7)?.max(1.0)),
            (name, value) => {
                let parameter = Parameter::named(name)
                    .ok_or_else(|| Wrong::NetworkSetting(name.to_owned(), settable()))?;
                let value = number(name, value)?;
                parameter.check(value)?;
                Self::Parameter(parameter, value)
            }
        })
    }

    /// What it makes of a bench.
    pub fn apply(&self, bench: &mut Bench) {
        match *self {
            Self::Preset(preset) => bench.setup = preset.setup(),
            Self::Parameter(parameter, value) => {
                // The range was checked when it was read.
                let _ = parameter.set(&mut bench.setup, value);
            }
            Self::Seed(seed) => bench.setup.seed = seed,
            Self::Repeat(repeat) => bench.repeat = repeat,
            Self::ReadAt(at) => bench.read_at = at,
            Self::Hold(step) => bench.held = Some(step),
            Self::Step(step) => bench.step = Some(step),
            Self::Rate(rate) => bench.rate = rate,
            Self::Parts(_) | Self::KeepBack(_) | Self::Figure(_) | Self::Play | Self::Wait => {}
        }
    }
}

fn read_at_name(at: ReadOut) -> &'static str {
    match at {
        ReadOut::Matched => "matched",
        ReadOut::Horizon => "horizon",
        ReadOut::Equal => "steps",
    }
}

fn parts(name: &str, value: Option<&str>) -> Result<Vec<Piece>, Wrong> {
    let value = value.ok_or_else(|| Wrong::NeedsNames(name.to_owned()))?;
    let part = |known: &str| {
        let names = || Piece::ALL.map(Piece::name).join(", ");
        Piece::named(known).ok_or_else(|| Wrong::Panel(known.to_owned(), names()))
    };
    value.split_whitespace().map(part).collect()
}

/// All that can be set.
fn settable() -> String {
    let parameters = Parameter::ALL.iter().map(|parameter| parameter.about().name);
    parameters.chain(NAMES).collect::<Vec<_>>().join(", ")
}
