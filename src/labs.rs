//! The laboratories there are, and whose figure a name is: below those who show figures, the only file that knows more
//! than one.

use serde::{Deserialize, Serialize};

use crate::{networks, valleys};

/// What a session keeps of the laboratory of networks.
pub use crate::networks::bench::Bench;

/// A laboratory, as a session's file names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lab {
    /// The one of all sessions before they named it.
    #[default]
    Valleys,
    /// The page that is open is that of the networks; the run of the valleys is kept beside it.
    Networks,
}

impl Lab {
    pub const ALL: [Self; 2] = [Self::Valleys, Self::Networks];

    pub fn name(self) -> &'static str {
        match self {
            Self::Valleys => "valleys",
            Self::Networks => "networks",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lab| lab.name() == name)
    }
}

/// A figure of one of them.
#[derive(Clone, Copy)]
pub enum Drawn {
    Valleys(&'static valleys::figures::Entry),
    Networks(&'static networks::figures::Entry),
}

/// The figure of that name, whosever it is.
pub fn figure(name: &str) -> Option<Drawn> {
    let valleys = || valleys::figures::named(name).map(Drawn::Valleys);
    valleys().or_else(|| networks::figures::named(name).map(Drawn::Networks))
}
