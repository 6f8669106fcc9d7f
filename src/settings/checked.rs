//! Settings that are known to be valid: what an engine takes.

use std::ops::Deref;

use super::adjustable::Settings;
use super::invalid::Invalid;

/// Settings that were checked, and cannot be changed since: [`Settings::checked`] alone makes them.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked<S>(S);

impl<S: Settings> Checked<S> {
    pub(super) fn new(settings: S) -> Result<Self, Invalid> {
        settings.validate()?;
        Ok(Self(settings))
    }

    /// To be changed, and checked again.
    pub fn into_inner(self) -> S {
        self.0
    }
}

impl<S> Deref for Checked<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.0
    }
}
