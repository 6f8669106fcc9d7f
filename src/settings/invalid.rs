//! What settings cannot have.

use std::fmt;

use crate::say;

/// A value that settings cannot have: which, and what is wrong with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Invalid {
    /// Its name in files.
    pub field: &'static str,
    pub wrong: Wrong,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Wrong {
    /// Out of its range; the value as it stands, or as it follows from others.
    Number { value: String, min: f64, max: f64, whole: bool },
    /// There is no such number in settings like these; what it needs, as files write it.
    Unsuited { value: f64, needed: &'static str },
    /// A schedule without pieces,
    Empty,
    /// with a piece too short, or too long together with those before it,
    Piece { steps: u32 },
    /// with an exponential that touches 0,
    Exponential { from: f64, to: f64 },
    /// or with stairs that are none.
    Stair,
}

impl Invalid {
    /// What must be there instead.
    pub fn allowed(&self) -> String {
        match &self.wrong {
            Wrong::Number { min, max, whole: true, .. } => say!("model.allowed.whole", min = min, max = max),
            Wrong::Number { min, max, .. } => say!("model.allowed.number", min = min, max = max),
            Wrong::Unsuited { needed, .. } => say!("model.allowed.unsuited", needed = needed),
            Wrong::Empty => say!("model.schedule.not-empty").into(),
            Wrong::Piece { .. } => say!("model.schedule.pieces").into(),
            Wrong::Exponential { .. } => say!("model.schedule.positive").into(),
            Wrong::Stair => say!("model.schedule.stairs").into(),
        }
    }

    fn value(&self) -> String {
        match &self.wrong {
            Wrong::Number { value, .. } => value.clone(),
            Wrong::Unsuited { value, .. } => value.to_string(),
            Wrong::Empty => say!("model.schedule.empty").into(),
            Wrong::Piece { steps } => say!("model.schedule.piece", steps = steps),
            Wrong::Exponential { from, to } => say!("model.schedule.exponential", from = from, to = to),
            Wrong::Stair => say!("model.schedule.stair").into(),
        }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (field, value, allowed) = (self.field, self.value(), self.allowed());
        out.write_str(&say!("model.invalid", field = field, value = value, allowed = allowed))
    }
}

impl std::error::Error for Invalid {}
