//! Answers that a session keeps, so that what took long to find out is there when it is opened again. Figures that
//! carry a session leave them out.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::valleys::experiments::changes::Changes;
use crate::valleys::experiments::questions::Questions;
use crate::valleys::model::Scenario;

/// The answer to one experiment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Its figure's name in the catalogue.
    pub experiment: String,
    /// Of everything that determines it: an answer to anything else is stale.
    pub asked: String,
    pub found: Packed,
    /// The run that it was asked of, where that is another than the session's. Not in the files of those who ask one run
    /// alone: older programs read them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Box<Elsewhere>>,
}

/// Another run that was asked something, as far as that determines an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Elsewhere {
    pub scenario: Scenario,
    #[serde(default)]
    pub changes: Changes,
    pub step: u32,
    pub questions: Questions,
    #[serde(default)]
    pub epsilon_phi: Option<f64>,
    pub quick: bool,
}

impl Answer {
    /// The same to another session.
    #[must_use]
    pub fn of(&self, elsewhere: Elsewhere) -> Self {
        Self { of: Some(Box::new(elsewhere)), ..self.clone() }
    }
}

/// Plain data, exact to the bit (a number may be none), as text that is never long for what it holds. Copies share it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed(Arc<str>);

/// A larger answer is not kept: sessions stay small enough to be written every few seconds.
pub const MOST_ANSWER_BYTES: usize = 1 << 20;

impl Packed {
    /// The length of its text.
    pub fn bytes(&self) -> usize {
        self.0.len()
    }

    /// None of what is too large to be kept.
    pub fn of(found: &impl Serialize) -> Option<Self> {
        let bytes = postcard::to_stdvec(found).ok()?;
        let text = STANDARD.encode(bytes);
        (text.len() <= MOST_ANSWER_BYTES).then(|| Self(text.into()))
    }

    /// What was packed; none where it is damaged or was something else.
    pub fn unpacked<T: DeserializeOwned>(&self) -> Option<T> {
        let bytes = STANDARD.decode(self.0.as_bytes()).ok()?;
        postcard::from_bytes(&bytes).ok()
    }
}

impl Serialize for Packed {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Packed {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(String::deserialize(from)?.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_to_the_bit_and_none_as_none() {
        let found = vec![0.1, f64::NAN, f64::INFINITY, -0.0, 1e-300];
        let text = serde_json::to_string(&Packed::of(&found).expect("it is small")).expect("text");
        let back: Packed = serde_json::from_str(&text).expect("what was written");
        let back: Vec<f64> = back.unpacked().expect("what was packed");
        assert_eq!(
            back.iter().map(|v| v.to_bits()).collect::<Vec<_>>(),
            found.iter().map(|v| v.to_bits()).collect::<Vec<_>>()
        );
    }

    #[test]
    fn what_is_damaged_or_too_large_is_no_answer() {
        let damaged: Packed = serde_json::from_str("\"no base 64!\"").expect("a text");
        assert_eq!(damaged.unpacked::<Vec<f64>>(), None);
        assert_eq!(Packed::of(&vec![1.0; MOST_ANSWER_BYTES]), None);
    }
}
