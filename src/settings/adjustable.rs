//! What a laboratory's settings have in common: numbers by name, each with its symbol, its meaning and its range, told
//! once for the command line, the sliders, the sweeps, the lessons and the error messages.

use std::fmt::Debug;
use std::hash::Hash;

use serde::Serialize;

use super::checked::Checked;
use super::invalid::{Invalid, Wrong};
use super::schedule::Schedule;
use crate::words;

/// Everything that determines one run of a laboratory, to the bit.
pub trait Settings: Clone + Debug + PartialEq + Serialize {
    /// What can be set by name.
    type Parameter: Adjustable<Settings = Self>;

    /// Another seed, so far from this one.
    fn reseed(&mut self, by: u64);

    /// Sets several numbers, those that others are relative to first.
    fn set_all(&mut self, values: impl IntoIterator<Item = (Self::Parameter, f64)>) -> Result<(), Invalid> {
        let mut values: Vec<_> = values.into_iter().collect();
        values.sort_by_key(|(parameter, _)| parameter.is_relative());
        values.into_iter().try_for_each(|(parameter, value)| parameter.set(self, value))
    }

    /// These, as an engine takes them: an error where they are not valid.
    fn checked(self) -> Result<Checked<Self>, Invalid> {
        Checked::new(self)
    }

    /// Names the first field that is out of range, its value and what is allowed.
    fn validate(&self) -> Result<(), Invalid> {
        for &parameter in Self::Parameter::ALL {
            if let Some(value) = parameter.get(self) {
                parameter.check(value).map_err(|invalid| parameter.explained(self, invalid))?;
            }
        }
        let mut scheduled = Self::Parameter::ALL.iter();
        scheduled.try_for_each(|&parameter| {
            parameter.schedule(self).map_or(Ok(()), |schedule| schedule.check(parameter))
        })
    }
}

/// One number of the settings that can be set, swept or put on a slider.
pub trait Adjustable: Copy + Debug + Eq + Hash + 'static {
    type Settings: Settings<Parameter = Self>;

    const ALL: &'static [Self];

    fn about(self) -> About;

    /// Its value; a schedule's is the one at step 0, and what is free has none.
    fn get(self, settings: &Self::Settings) -> Option<f64>;

    /// Puts a value that was checked in its place. Schedules become constants; whole numbers are rounded.
    fn put(self, settings: &mut Self::Settings, value: f64);

    /// Whether it may change during a run.
    fn is_scheduled(self) -> bool {
        false
    }

    /// The schedule behind it, if it is scheduled,
    fn schedule(self, settings: &Self::Settings) -> Option<&Schedule>;

    /// to be changed.
    fn schedule_mut(self, settings: &mut Self::Settings) -> Option<&mut Schedule>;

    /// Whether it says how others are to each other, so that it is set after them.
    fn is_relative(self) -> bool {
        false
    }

    /// Whether setting the one undoes the other.
    fn clashes(self, _other: Self) -> bool {
        false
    }

    /// What is wrong with it, told by the numbers that it follows from.
    fn explained(self, _settings: &Self::Settings, invalid: Invalid) -> Invalid {
        invalid
    }

    /// Whether settings like these have it at all; the error says which do.
    fn suits(self, _settings: &Self::Settings, _value: f64) -> Result<(), Invalid> {
        Ok(())
    }

    /// Sets it after checking the range.
    fn set(self, settings: &mut Self::Settings, value: f64) -> Result<(), Invalid> {
        self.check(value)?;
        self.suits(settings, value)?;
        self.put(settings, value);
        Ok(())
    }

    /// The one called so, with `-` as good as `_`.
    fn named(name: &str) -> Option<Self> {
        let name = name.replace('-', "_");
        Self::ALL.iter().copied().find(|parameter| parameter.about().name == name)
    }

    /// Whether a value is a number in the allowed range.
    fn check(self, value: f64) -> Result<(), Invalid> {
        let About { name, min, max, whole, .. } = self.about();
        if (min..=max).contains(&value) && (!whole || value.fract() == 0.0) {
            return Ok(());
        }
        Err(Invalid { field: name, wrong: Wrong::Number { value: value.to_string(), min, max, whole } })
    }
}

/// What a number is called and where it may go.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// Name in files and columns; flags use `-` for `_`.
    pub name: &'static str,
    /// The paper's symbol, with subscripts as `_{…}`.
    pub symbol: &'static str,
    /// The name of the words that say what it means.
    pub words: &'static str,
    pub min: f64,
    pub max: f64,
    /// Whether its natural scale is logarithmic.
    pub log: bool,
    /// Whether only whole numbers make sense.
    pub whole: bool,
}

impl About {
    /// What it is, and the equation that defines it.
    pub fn meaning(&self) -> &'static str {
        words::text(self.words)
    }
}
