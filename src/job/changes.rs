//! What was changed in a scenario while its run was under way. Copies share the list, so that one costs as little where there are
//! thousands of changes as where there are none; whoever adds to it has a list of their own from then on.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A change made while the run was under way: the run is its start and these.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change<S> {
    pub step: u32,
    pub scenario: S,
}

/// Changes in their order.
#[derive(Clone, Debug)]
pub struct Changes<S>(Arc<Vec<Change<S>>>);

impl<S> Default for Changes<S> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<S> Deref for Changes<S> {
    type Target = Vec<Change<S>>;

    fn deref(&self) -> &Vec<Change<S>> {
        &self.0
    }
}

impl<S: Clone> DerefMut for Changes<S> {
    fn deref_mut(&mut self) -> &mut Vec<Change<S>> {
        Arc::make_mut(&mut self.0)
    }
}

impl<S: PartialEq> PartialEq for Changes<S> {
    /// One list is not looked through to see that it is itself.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl<S> From<Vec<Change<S>>> for Changes<S> {
    fn from(changes: Vec<Change<S>>) -> Self {
        Self(Arc::new(changes))
    }
}

impl<S: Serialize> Serialize for Changes<S> {
    fn serialize<T: Serializer>(&self, to: T) -> Result<T::Ok, T::Error> {
        self.0.serialize(to)
    }
}

impl<'de, S: Deserialize<'de>> Deserialize<'de> for Changes<S> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Vec::deserialize(from).map(Self::from)
    }
}
