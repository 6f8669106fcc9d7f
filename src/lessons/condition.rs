//! When a task is done, written as `y >= 4 and hopping < 0.02`.

use super::fact::{Fact, Facts};
use super::wrong::Wrong;
use crate::labs::Lab;
use crate::valleys::model::Parameter;

/// Comparisons that must hold together.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    comparisons: Vec<Comparison>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Comparison {
    fact: Fact,
    relation: Relation,
    value: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Less,
    AtMost,
    Equal,
    AtLeast,
    More,
}

/// Longer ones first, as `<=` begins with `<`.
const RELATIONS: [(&str, Relation); 5] = [
    ("<=", Relation::AtMost),
    (">=", Relation::AtLeast),
    ("<", Relation::Less),
    (">", Relation::More),
    ("=", Relation::Equal),
];

impl Condition {
    /// Reads a condition; the error says what is expected.
    pub fn read(text: &str, lab: Lab) -> Result<Self, Wrong> {
        let read = |text: &str| Comparison::read(text, lab);
        let comparisons = text.split(" and ").map(read).collect::<Result<_, _>>()?;
        Ok(Self { comparisons })
    }

    pub fn holds(&self, facts: &Facts<'_>) -> bool {
        self.comparisons.iter().all(|comparison| comparison.holds(facts))
    }

    /// What it compares.
    pub fn facts(&self) -> impl Iterator<Item = Fact> {
        self.comparisons.iter().map(|comparison| comparison.fact)
    }

    /// The numbers that must be set for it.
    pub fn parameters(&self) -> impl Iterator<Item = Parameter> {
        self.facts().filter_map(|fact| match fact {
            Fact::Parameter(parameter) => Some(parameter),
            Fact::Held => Some(Parameter::HoldY),
            _ => None,
        })
    }
}

impl Comparison {
    fn read(text: &str, lab: Lab) -> Result<Self, Wrong> {
        let form = || Wrong::ConditionForm(text.trim().to_owned());
        let (sign, relation) =
            RELATIONS.into_iter().find(|(sign, _)| text.contains(sign)).ok_or_else(form)?;
        let (fact, value) = text.split_once(sign).ok_or_else(form)?;
        let value = value.trim();
        let value = match value {
            "yes" => 1.0,
            "no" => 0.0,
            _ => value.parse().map_err(|_| Wrong::ConditionValue(value.to_owned()))?,
        };
        Ok(Self { fact: Fact::read(fact, lab)?, relation, value })
    }

    fn holds(&self, facts: &Facts<'_>) -> bool {
        let Some(fact) = self.fact.of(facts) else { return false };
        // Values of sliders are compared as they are shown, to four digits.
        let close = (fact - self.value).abs() <= 1e-4 * self.value.abs().max(1e-9);
        match self.relation {
            Relation::Less => fact < self.value && !close,
            Relation::AtMost => fact < self.value || close,
            Relation::Equal => close,
            Relation::AtLeast => fact > self.value || close,
            Relation::More => fact > self.value && !close,
        }
    }
}
