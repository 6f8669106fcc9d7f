//! The grid of runs behind the window: it is filled in the background once its page has been opened, and stands still while
//! the run of the laboratory is under way on another page. What is in is kept in the session.

use std::sync::Arc;

use super::waker;
use crate::job::Wake;
use crate::networks::bench::{Bench, Page};
use crate::networks::experiments::field::{self, Bid, Crop, Field, Scheme, Sown};
use crate::networks::figures::grid_scope::GridScope;
use crate::platform::threads;
use crate::say;

/// The grid, and what is known of it.
pub struct Farmland {
    /// Runs that are in, as a session keeps them: those that the work has not taken over yet.
    stored: Vec<Crop>,
    field: Option<Field>,
    /// What it was last asked for, and how many runs abreast.
    scheme: Scheme,
    abreast: usize,
    sown: Option<Arc<Result<Sown, String>>>,
    wake: Wake,
}

impl Farmland {
    pub(super) fn new(crops: Vec<Crop>, scheme: &Scheme, wake: &Wake) -> Self {
        Self {
            stored: field::sound(crops, scheme),
            field: None,
            scheme: scheme.clone(),
            abreast: 0,
            sown: None,
            wake: Arc::clone(wake),
        }
    }

    /// Goes on with what the bench asks for. `busy` says that the laboratory itself is at work.
    pub(super) fn tend(&mut self, bench: &Bench, open: bool, busy: bool) {
        let here = open && bench.page == Page::Grid;
        if !self.scheme.shares_runs_with(&bench.scheme) {
            self.clear();
        }
        if self.field.is_none() && !here {
            return;
        }
        let abreast = match (bench.grid_rests, here, busy) {
            (true, ..) | (_, false, true) => 0,
            (false, true, _) => threads::count(),
            (false, false, false) => 1,
        };
        let asked = &bench.scheme;
        match &self.field {
            None => {
                let crops = std::mem::take(&mut self.stored);
                self.field = Some(field::start(asked.clone(), crops, abreast, waker(&self.wake)));
            }
            Some(field) => {
                if self.scheme != *asked {
                    field.send(Bid::Scheme(asked.clone()));
                }
                if self.abreast != abreast {
                    field.send(Bid::Abreast(abreast));
                }
            }
        }
        (self.scheme, self.abreast) = (asked.clone(), abreast);
        if let Some(sown) = self.field.as_mut().and_then(Field::latest) {
            self.sown = Some(Arc::clone(sown));
        }
    }

    /// Forgets all runs.
    pub(super) fn clear(&mut self) {
        (self.field, self.sown) = (None, None);
        self.stored.clear();
    }

    /// Takes over what a session keeps.
    pub(super) fn adopt(&mut self, crops: Vec<Crop>, scheme: &Scheme) {
        *self = Self::new(crops, scheme, &self.wake);
    }

    /// Runs that are in, for a session.
    pub fn crops(&self) -> Vec<Crop> {
        match self.sown() {
            Some(sown) => sown.crops.iter().map(|crop| Crop::clone(crop)).collect(),
            None => self.stored.clone(),
        }
    }

    fn sown(&self) -> Option<&Sown> {
        self.sown.as_ref()?.as_ref().as_ref().ok()
    }

    /// As its page looks at it.
    pub fn scope(&self) -> Option<GridScope<'_>> {
        Some(GridScope::new(&self.scheme, self.sown()?))
    }

    /// Whether all that is asked for is in.
    pub fn is_complete(&self) -> bool {
        self.sown().is_some_and(|sown| sown.complete)
    }

    /// Why there is nothing to see, if so.
    pub fn trouble(&self) -> Option<String> {
        if let Some(Err(why)) = self.sown.as_deref() {
            return Some(why.clone());
        }
        let field = self.field.as_ref().filter(|field| field.is_over())?;
        Some(
            field.refused().map_or(say!("network.stands-still").to_owned(), |what| {
                say!("window.no-thread", what = what)
            }),
        )
    }
}
