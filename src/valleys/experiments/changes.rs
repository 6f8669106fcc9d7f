//! What was changed while a run was under way. Copies share the list, so that one costs as little where there are
//! thousands of changes as where there are none; whoever adds to it has a list of their own from then on.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::valleys::model::Scenario;

/// A change made while the run was under way: the run is its start and these.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    pub step: u32,
    pub scenario: Scenario,
}

/// Changes in their order.
#[derive(Clone, Default)]
pub struct Changes(Arc<Vec<Change>>);

impl Deref for Changes {
    type Target = Vec<Change>;

    fn deref(&self) -> &Vec<Change> {
        &self.0
    }
}

impl DerefMut for Changes {
    fn deref_mut(&mut self) -> &mut Vec<Change> {
        Arc::make_mut(&mut self.0)
    }
}

impl PartialEq for Changes {
    /// One list is not looked through to see that it is itself.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl From<Vec<Change>> for Changes {
    fn from(changes: Vec<Change>) -> Self {
        Self(Arc::new(changes))
    }
}

impl fmt::Debug for Changes {
    /// As a list: kept answers are told apart by how what determines them is written.
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(to)
    }
}

impl Serialize for Changes {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Changes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Vec::deserialize(from).map(Self::from)
    }
}
