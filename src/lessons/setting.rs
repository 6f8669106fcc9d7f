//! What a step of a lesson sets up, written as `sigma = 0.05`, `preset = fig4`, `panels = p-flat slice` or `play`.

use super::networks::NetworkSetting;
use super::wrong::Wrong;
use crate::labs::Lab;
use crate::settings::{Adjustable, Schedule};
use crate::valleys::model::{NoiseLaw, Parameter, Preset, Scenario};
use crate::valleys::panel::Panel;

/// One thing to set up.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    /// A fresh run of one of the paper's figures.
    Preset(Preset),
    Parameter(Parameter, f64),
    /// η or σ that changes on the way: `0.4 to 0.01 over 40000` by equal factors, `0.1 to 0.01 at 5000` at once.
    Schedule(Parameter, Schedule),
    /// Lets a held y go.
    Release,
    Noise(NoiseLaw),
    Seed(u64),
    /// Panels shown, from the top.
    Panels(Vec<Panel>),
    /// Steps a second; 0 is as fast as it goes.
    Rate(f64),
    /// Starts again from step 0.
    Restart,
    Play,
    Pause,
    /// Runs to a step as fast as it goes, and pauses there.
    RunTo(u32),
    /// Fits εΦ to the swarm.
    Fit,
    /// One of the laboratory of networks.
    Network(NetworkSetting),
}

impl Setting {
    /// Reads one setting; the error says what is allowed.
    pub fn read(text: &str, lab: Lab) -> Result<Self, Wrong> {
        if lab == Lab::Networks {
            return NetworkSetting::read(text).map(Self::Network);
        }
        let text = text.trim();
        let (name, value) = text.split_once('=').map_or((text, None), |(n, v)| (n.trim(), Some(v.trim())));
        let number = |value: Option<&str>| number(name, value);
        Ok(match (name, value) {
            ("play", None) => Self::Play,
            ("pause", None) => Self::Pause,
            ("restart", None) => Self::Restart,
            ("release", None) => Self::Release,
            ("fit", None) => Self::Fit,
            ("preset", value) => Self::Preset(named(name, value, &Preset::ALL, Preset::name)?),
            ("noise", value) => Self::Noise(named(name, value, &NoiseLaw::ALL, NoiseLaw::name)?),
            ("panels", value) => {
                let value = value.ok_or_else(|| Wrong::NeedsNames(name.to_owned()))?;
                let panel = |name: &str| {
                    let names = || Panel::ALL.map(|panel| panel.about().name).join(", ");
                    Panel::named(name).ok_or_else(|| Wrong::Panel(name.to_owned(), names()))
                };
                Self::Panels(value.split_whitespace().map(panel).collect::<Result<_, _>>()?)
            }
            ("rate", value) => Self::Rate(within(name, number(value)?, 0.0, 1e7)?),
            ("run-to", value) => Self::RunTo(within(name, number(value)?, 0.0, 1e7)? as u32),
            ("seed", value) => Self::Seed(within(name, number(value)?, 0.0, 1e15)? as u64),
            (name, value) => {
                let parameter = Parameter::named(name).ok_or_else(|| Wrong::Setting(name.to_owned()))?;
                if let Some(text) = value.filter(|value| value.contains(" to ")) {
                    return Ok(Self::Schedule(parameter, schedule(parameter, text)?));
                }
                let value = number(value)?;
                parameter.check(value)?;
                Self::Parameter(parameter, value)
            }
        })
    }

    /// Reads several, separated by commas.
    pub fn read_all(text: &str, lab: Lab) -> Result<Vec<Self>, Wrong> {
        text.split(',').map(|text| Self::read(text, lab)).collect()
    }

    /// The number that it sets; the law of the noise is set by its exponent.
    pub fn parameter(&self) -> Option<Parameter> {
        match self {
            Self::Parameter(parameter, _) | Self::Schedule(parameter, _) => Some(*parameter),
            Self::Noise(_) => Some(Parameter::Alpha),
            _ => None,
        }
    }

    /// What it makes of a scenario; settings of the window leave it alone.
    pub fn apply(&self, scenario: &mut Scenario) {
        match self {
            Self::Preset(preset) => *scenario = preset.scenario(),
            Self::Parameter(parameter, value) => {
                // The range was checked when it was read.
                let _ = parameter.set(scenario, *value);
            }
            Self::Schedule(parameter, schedule) => {
                if let Some(scheduled) = parameter.schedule_mut(scenario) {
                    scheduled.clone_from(schedule);
                }
            }
            Self::Release => scenario.hold_y = None,
            Self::Noise(noise) => scenario.noise = *noise,
            Self::Seed(seed) => scenario.seed = *seed,
            Self::Panels(_)
            | Self::Rate(_)
            | Self::Restart
            | Self::Play
            | Self::Pause
            | Self::RunTo(_)
            | Self::Fit
            | Self::Network(_) => {}
        }
    }
}

/// A schedule of one piece, as it is written in a sentence.
fn schedule(parameter: Parameter, text: &str) -> Result<Schedule, Wrong> {
    let name = parameter.about().name;
    if !parameter.is_scheduled() {
        return Err(Wrong::ScheduleOf(name, text.to_owned()));
    }
    let schedule: Schedule = text.parse().map_err(|_| Wrong::ScheduleForm(name, text.to_owned()))?;
    schedule.check(parameter)?;
    Ok(schedule)
}

/// The number that a setting needs.
pub(super) fn number(name: &str, value: Option<&str>) -> Result<f64, Wrong> {
    let value = value.ok_or_else(|| Wrong::NeedsNumber(name.to_owned()))?;
    value.parse().map_err(|_| Wrong::Number(name.to_owned(), value.to_owned()))
}

/// A whole one from 0 on.
pub(super) fn whole(name: &str, value: Option<&str>, high: f64) -> Result<f64, Wrong> {
    within(name, number(name, value)?.round(), 0.0, high)
}

fn within(name: &str, value: f64, low: f64, high: f64) -> Result<f64, Wrong> {
    let fine = (low..=high).contains(&value);
    let range = || Wrong::Range(name.to_owned(), value, [low, high]);
    if fine { Ok(value) } else { Err(range()) }
}

pub(super) fn named<T: Copy>(
    what: &str,
    value: Option<&str>,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> Result<T, Wrong> {
    let names = || all.iter().map(|&one| name(one)).collect::<Vec<_>>().join(", ");
    let value = value.ok_or_else(|| Wrong::NeedsName(what.to_owned(), names()))?;
    let found = all.iter().copied().find(|&one| name(one) == value);
    found.ok_or_else(|| Wrong::Name(what.to_owned(), value.to_owned(), names()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;

    #[test]
    fn a_schedule_is_read() {
        let sigma = |text: &str| {
            let mut scenario = Scenario::default();
            Setting::read(text, Lab::Valleys).unwrap().apply(&mut scenario);
            scenario.validate().unwrap();
            move |step| scenario.sigma.at(step)
        };
        let falling = sigma("sigma = 0.4 to 0.04 over 1000");
        assert!((falling(500) - 0.4 / 10_f64.sqrt()).abs() < 1e-12 && falling(2_000) == 0.04);
        let cut = sigma("sigma = 0.1 to 0.01 at 300");
        assert_eq!([cut(299), cut(300)], [0.1, 0.01]);
        for wrong in ["sigma = 1 to 2", "sigma = 1 to 0 over 10", "sigma = 1 to 2 at 0", "eta = 1 to 20 at 5"]
        {
            assert!(Setting::read(wrong, Lab::Valleys).unwrap_err().to_string().contains("must"), "{wrong}");
        }
        assert!(
            Setting::read("gamma = 1 to 2 at 5", Lab::Valleys)
                .unwrap_err()
                .to_string()
                .contains("only eta and sigma")
        );
    }
}
