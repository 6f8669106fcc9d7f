//! What can be wrong with a line of a lesson.

use std::fmt;

use crate::say;
use crate::settings::Invalid;

/// What is wrong, with what was read.
#[derive(Clone, Debug, PartialEq)]
pub enum Wrong {
    /// A key that is unknown: it, and those that are known;
    UnknownKey(String, String),
    EmptyKey(String),
    KeyTwice(String),
    KeyMissing(&'static str),
    OutsideAStep,
    NoStep,
    /// A step that has something to do and no end of it, or the other way round.
    DoAndUntil(String),
    CheckForm(String),
    CheckOrder(String),
    NeedsNumber(String),
    Number(String, String),
    NeedsNames(String),
    /// A name is missing; these there are.
    NeedsName(String, String),
    /// No such name; these there are.
    Name(String, String, String),
    Panel(String, String),
    Setting(String),
    /// The same in a lesson of networks; what can be set.
    NetworkSetting(String, String),
    /// A laboratory that is named after pages have been read without it.
    LaboratoryLate,
    Range(String, f64, [f64; 2]),
    Invalid(Invalid),
    ScheduleForm(&'static str, String),
    /// Of what does not change during a run.
    ScheduleOf(&'static str, String),
    ConditionForm(String),
    ConditionValue(String),
    /// No page before this one.
    Beside(String),
    PredictForm(String),
    /// The only form that lessons of networks have.
    PredictChoice(String),
    PredictStarred(String),
    PredictAnswers(String),
    PredictHeights(String),
    PredictOrder(String),
    FactHeight(String),
    /// A fact that cannot be asked at a height; those that can.
    FactNoHeight(String, String),
    /// No such fact; those there are, and those at a height.
    Fact(String, String, String),
    /// The same in a lesson of networks: those there are, and those at a step or a number.
    NetworkFact(String, String, String),
    FactStep(String),
    FactNumber(String),
    Brace(String),
}

impl fmt::Display for Wrong {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&match self {
            Self::UnknownKey(key, keys) => say!("reading.key.unknown", key = key, keys = keys),
            Self::EmptyKey(key) => say!("reading.key.empty", key = key),
            Self::KeyTwice(key) => say!("reading.key.twice", key = key),
            Self::KeyMissing(key) => say!("reading.key.missing", key = key),
            Self::OutsideAStep => say!("reading.outside-a-step").into(),
            Self::NoStep => say!("reading.no-step").into(),
            Self::DoAndUntil(step) => say!("reading.do-and-until", step = step),
            Self::CheckForm(text) => say!("reading.check.form", text = text),
            Self::CheckOrder(text) => say!("reading.check.order", text = text),
            Self::Invalid(invalid) => return invalid.fmt(out),
            Self::Brace(text) => say!("reading.brace", text = text),
            Self::NeedsNumber(name) => say!("reading.setting.needs-number", name = name),
            Self::Number(name, value) => say!("reading.setting.number", name = name, value = value),
            Self::NeedsNames(name) => say!("reading.setting.needs-names", name = name),
            Self::NeedsName(name, names) => say!("reading.setting.needs-name", name = name, names = names),
            Self::Name(name, value, names) => {
                say!("reading.setting.name", name = name, value = value, names = names)
            }
            Self::Panel(name, names) => say!("reading.setting.panel", name = name, names = names),
            Self::Setting(name) => say!("reading.setting.unknown", name = name),
            Self::NetworkSetting(name, names) => say!("reading.setting.network", name = name, names = names),
            Self::LaboratoryLate => say!("reading.laboratory-late").into(),
            Self::Range(name, value, [low, high]) => {
                say!("reading.setting.range", name = name, value = value, low = low, high = high)
            }
            Self::ScheduleForm(name, text) => say!("reading.schedule.form", name = name, text = text),
            Self::ScheduleOf(name, text) => say!("reading.schedule.parameter", name = name, text = text),
            Self::ConditionForm(text) => say!("reading.condition.form", text = text),
            Self::ConditionValue(value) => say!("reading.condition.value", value = value),
            Self::Beside(text) => say!("reading.beside", text = text),
            Self::PredictForm(text) => say!("reading.predict.form", text = text),
            Self::PredictChoice(text) => say!("reading.predict.choice", text = text),
            Self::PredictStarred(text) => say!("reading.predict.starred", text = text),
            Self::PredictAnswers(text) => say!("reading.predict.answers", text = text),
            Self::PredictHeights(text) => say!("reading.predict.heights", text = text),
            Self::PredictOrder(text) => say!("reading.predict.order", text = text),
            Self::FactHeight(text) => say!("reading.fact.height", text = text),
            Self::FactNoHeight(name, names) => say!("reading.fact.no-height", name = name, names = names),
            Self::Fact(name, plain, at_height) => {
                say!("reading.fact.unknown", name = name, plain = plain, at_height = at_height)
            }
            Self::NetworkFact(name, plain, at) => {
                say!("reading.fact.network", name = name, plain = plain, at = at)
            }
            Self::FactStep(text) => say!("reading.fact.step", text = text),
            Self::FactNumber(text) => say!("reading.fact.number", text = text),
        })
    }
}

impl From<Invalid> for Wrong {
    fn from(invalid: Invalid) -> Self {
        Self::Invalid(invalid)
    }
}
