//! Where independent runs end: how the loss bends there, and what lies between them (Fig. S1).

use rayon::prelude::*;

use super::clocks::PLACES;
use super::line::Line;
use super::prepared::Prepared;
use crate::job::{Parts, Progress};
use crate::networks::curvature::{Hessian, Part, Spectrum, Wanted, lanczos};
use crate::networks::model::Weights;

/// Ends of several runs at one loss.
#[derive(Clone, Debug, PartialEq)]
pub struct Ends {
    /// The upper end of the spectrum of the second layer, of each.
    pub spectra: Vec<Spectrum>,
    /// The train loss on the straight line between the ends of any two.
    pub between: Vec<Line>,
}

impl Ends {
    /// With so many eigenvalues of each; `None` if cancelled.
    pub fn of(
        prepared: &Prepared,
        ends: &[&Weights],
        eigenvalues: usize,
        progress: &Progress<'_>,
    ) -> Option<Self> {
        let pairs: Vec<[usize; 2]> =
            (0..ends.len()).flat_map(|other| (0..other).map(move |one| [one, other])).collect();
        let parts = Parts::after(0.0, &vec![1.0; ends.len() + pairs.len()], progress);
        let told = |part: usize| parts.report(part, 1.0).is_continue();
        let spectra = ends.par_iter().enumerate().with_max_len(1).map(|(part, end)| {
            let spectrum = spectrum(prepared, end, eigenvalues);
            told(part).then_some(spectrum)
        });
        let spectra = spectra.collect::<Option<_>>()?;
        let between = pairs.par_iter().enumerate().with_max_len(1).map(|(part, &[one, other])| {
            let line = Line::between(prepared, ends[one], ends[other], PLACES);
            told(ends.len() + part).then_some(line)
        });
        Some(Self { spectra, between: between.collect::<Option<_>>()? })
    }
}

/// The largest eigenvalues of the second layer's Hessian.
fn spectrum(prepared: &Prepared, weights: &Weights, values: usize) -> Spectrum {
    let wanted = Wanted { values, vectors: 0, ..Wanted::default() };
    let mut hessian = Hessian::at(weights, &prepared.train);
    lanczos(hessian.dimension(Part::SECOND), wanted, prepared.train.path(), |direction, out| {
        hessian.product(Part::SECOND, direction, out);
    })
}
