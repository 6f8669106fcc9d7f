//! The laboratories there are: the only file that may know more than one.

use serde::{Deserialize, Serialize};

/// A laboratory, as a session's file names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lab {
    /// The one of all sessions before they named it.
    #[default]
    Valleys,
}

impl Lab {
    pub const ALL: [Self; 1] = [Self::Valleys];

    pub fn name(self) -> &'static str {
        match self {
            Self::Valleys => "valleys",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lab| lab.name() == name)
    }
}
