//! The progress of work in parts that are done side by side, each told apart.

use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

use super::Progress;

/// A stretch of the progress, shared out over the parts by their work.
pub struct Parts<'a> {
    progress: &'a Progress<'a>,
    from: f64,
    /// The work of each part, as a share of the whole progress.
    work: Vec<f64>,
    /// What is done of each, and their sum.
    done: Mutex<(Vec<f64>, f64)>,
}

impl<'a> Parts<'a> {
    /// From a share of the progress to its end.
    pub fn after(from: f64, work: &[f64], progress: &'a Progress<'a>) -> Self {
        let scale = (1.0 - from) / work.iter().sum::<f64>();
        Self {
            progress,
            from,
            work: work.iter().map(|work| scale * work).collect(),
            done: Mutex::new((vec![0.0; work.len()], 0.0)),
        }
    }

    /// That so much of a part is done.
    pub fn report(&self, part: usize, share: f64) -> ControlFlow<()> {
        let done = {
            let (parts, sum) = &mut *self.done.lock().unwrap_or_else(PoisonError::into_inner);
            let before = std::mem::replace(&mut parts[part], share * self.work[part]);
            *sum += parts[part] - before;
            *sum
        };
        (self.progress)(self.from + done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_to_the_whole() {
        let told = Mutex::new(Vec::new());
        let progress = |share: f64| {
            told.lock().unwrap().push(share);
            ControlFlow::Continue(())
        };
        let parts = Parts::after(0.5, &[1.0, 3.0], &progress);
        for (part, share) in [(0, 0.0), (1, 0.5), (0, 1.0), (1, 1.0)] {
            assert!(parts.report(part, share).is_continue());
        }
        assert_eq!(*told.lock().unwrap(), [0.5, 0.6875, 0.8125, 1.0]);
    }
}
