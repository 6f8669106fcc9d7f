//! What lessons of the laboratory of networks set, keep back, and speak of.

mod fact;
mod setting;

pub use fact::{NetworkFact, NetworkFacts};
pub use setting::NetworkSetting;

use super::{Condition, Fact, Setting, Step};
use crate::networks::bench::Bench;
use crate::networks::figures::veil::{Piece, Veil};
use crate::networks::figures::{self, Entry};
use crate::networks::model::Parameter;

/// What a task asks to be set, and has to be at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handle {
    Parameter(Parameter),
    /// Where branches are read.
    ReadAt,
    /// t_c of the branch that is held.
    Held,
}

/// A page of a lesson of networks.
impl Step {
    fn of_networks(&self) -> impl Iterator<Item = &NetworkSetting> {
        of_networks(&self.settings)
    }

    /// The laboratory as the page begins with it.
    pub fn bench(&self) -> Bench {
        let mut bench = Bench { held: None, ..Bench::default() };
        self.of_networks().for_each(|setting| setting.apply(&mut bench));
        bench
    }

    /// What is shown beside and below the stage.
    pub fn parts(&self) -> Vec<Piece> {
        let parts = |setting: &NetworkSetting| match setting {
            NetworkSetting::Parts(parts) => Some(parts.clone()),
            _ => None,
        };
        self.of_networks().filter_map(parts).last().unwrap_or_default()
    }

    /// What is kept back until the guess is made.
    pub fn veil(&self) -> Veil {
        let hidden = self.of_networks().filter_map(|setting| match setting {
            NetworkSetting::KeepBack(parts) => Some(parts),
            _ => None,
        });
        Veil::over(hidden.flatten().copied())
    }

    /// The figure in the place of the run.
    pub fn figure(&self) -> Option<&'static Entry> {
        let name = self.of_networks().find_map(|setting| match setting {
            NetworkSetting::Figure(name) => Some(*name),
            _ => None,
        });
        figures::named(name?)
    }

    /// Whether the run is shown from its start,
    pub fn plays(&self) -> bool {
        self.of_networks().any(|setting| *setting == NetworkSetting::Play)
    }

    /// and whether the page is ready only when all has been read off.
    pub fn waits(&self) -> bool {
        self.of_networks().any(|setting| *setting == NetworkSetting::Wait)
    }

    /// The controls of its task.
    pub fn handles(&self) -> Vec<Handle> {
        let of_solution = of_networks(&self.solution).filter_map(|setting| match setting {
            NetworkSetting::Parameter(parameter, _) => Some(Handle::Parameter(*parameter)),
            NetworkSetting::ReadAt(_) => Some(Handle::ReadAt),
            NetworkSetting::Hold(_) => Some(Handle::Held),
            _ => None,
        });
        let named = self.until.iter().flat_map(Condition::facts).filter_map(|fact| match fact {
            Fact::Network(NetworkFact::Parameter(parameter)) => Some(Handle::Parameter(parameter)),
            Fact::Network(NetworkFact::ReadAt(_)) => Some(Handle::ReadAt),
            Fact::Network(NetworkFact::Held) => Some(Handle::Held),
            _ => None,
        });
        let mut handles = Vec::new();
        for handle in of_solution.chain(named) {
            if !handles.contains(&handle) {
                handles.push(handle);
            }
        }
        handles
    }
}

fn of_networks(settings: &[Setting]) -> impl Iterator<Item = &NetworkSetting> {
    settings.iter().filter_map(|setting| match setting {
        Setting::Network(setting) => Some(setting),
        _ => None,
    })
}
