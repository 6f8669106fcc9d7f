//! Digits as the kernels take them: up to 64 at a time, each number of them both beside its like and beside its digit's.

use super::kernel::{LANES, Right, STRIP};
use super::transpose::transpose;
use crate::networks::model::{Aligned, Digits};

/// Digits of a panel. What a panel needs in a pass stays near the processor.
pub const PANEL: usize = 128;

/// Some digits, and what they should be taken for.
#[derive(Debug)]
pub struct Panel {
    pub labels: Vec<u8>,
    pub inputs: usize,
    /// Its digits, padded.
    pub columns: usize,
    /// A row for each input, in strips; nothing is asked of the columns that pad it.
    by_input: Aligned,
    /// A row for each digit, in strips.
    by_digit: Aligned,
}

impl Panel {
    /// Room for so many digits.
    pub fn blank(inputs: usize, most: usize) -> Self {
        let columns = most.next_multiple_of(LANES);
        Self {
            labels: Vec::new(),
            inputs,
            columns,
            by_input: Aligned::zeros(inputs * most.next_multiple_of(STRIP)),
            by_digit: Aligned::zeros(most * inputs.next_multiple_of(STRIP)),
        }
    }

    /// All digits, panel by panel.
    pub fn all(digits: &Digits) -> Vec<Self> {
        let indices: Vec<u32> = (0..digits.len() as u32).collect();
        let panel = |indices: &[u32]| {
            let mut panel = Self::blank(digits.inputs(), indices.len());
            panel.fill(digits, indices);
            panel
        };
        indices.chunks(PANEL).map(panel).collect()
    }

    /// Takes in these digits instead.
    pub fn fill(&mut self, digits: &Digits, indices: &[u32]) {
        self.columns = indices.len().next_multiple_of(LANES);
        self.labels.clear();
        let count = indices.len();
        for (digit, &index) in indices.iter().enumerate() {
            self.labels.push(digits.labels[index as usize]);
            let strips = self.by_digit.chunks_exact_mut(count * STRIP);
            for (strip, part) in strips.zip(digits.image(index as usize).chunks(STRIP)) {
                strip[digit * STRIP..][..part.len()].copy_from_slice(part);
            }
        }
        let strip_width = self.strip_width();
        for (strip, rows) in self.by_input.chunks_exact_mut(self.inputs * strip_width).enumerate() {
            let first = (strip * strip_width).min(count);
            let width = strip_width.min(count - first);
            for (inputs, rows) in
                self.by_digit.chunks_exact(count * STRIP).zip(rows.chunks_mut(STRIP * strip_width))
            {
                transpose(&inputs[first * STRIP..], STRIP, width, rows, strip_width);
            }
        }
    }

    /// Columns of a strip of inputs: a panel of few digits has none to spare.
    fn strip_width(&self) -> usize {
        self.columns.min(STRIP)
    }

    /// Digits in it.
    pub fn count(&self) -> usize {
        self.labels.len()
    }

    /// A row for each input.
    pub fn by_input(&self) -> Right<'_> {
        let row = self.strip_width();
        Right { values: &self.by_input, row, strip: self.inputs * row }
    }

    /// A row for each digit.
    pub fn by_digit(&self) -> Right<'_> {
        Right::strips(&self.by_digit, self.count())
    }
}
