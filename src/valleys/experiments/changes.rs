//! What was changed while a run of walkers was under way.

use crate::job;
use crate::valleys::model::Scenario;

pub type Change = job::Change<Scenario>;
pub type Changes = job::Changes<Scenario>;
