//! What is compiled once for each instruction set: the product of two matrices, of which nearly all work consists.
//!
//! Plain loops over tiles of the result that stay in registers. Every element is one sum in the order of the digits or
//! units, each term added in one rounding: paths with fused multiply-add give the same bits. Own loops and no package for
//! products, because those here are thin (10 to 50 rows), begin and end with biases and ReLUs, and must give the same bits
//! on any machine.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{__m256, __m512};

use super::vector::{Plain, Vector, fma};
use crate::platform::simd::{Isa, SimdPath};

/// Work in loops that the compiler turns into SIMD.
pub trait Kernel {
    type Output;

    /// The work, with at most so many times two vectors in registers. To be inlined.
    fn run<V: Vector, const ROWS: usize>(self) -> Self::Output;
}

/// Columns are padded to multiples of this, and begin at addresses that are multiples of 64 bytes.
pub const LANES: usize = 16;

/// Rows of the largest tile.
const MOST_ROWS: usize = 13;

/// Runs a kernel as it was compiled for a path.
pub fn run<K: Kernel>(path: SimdPath, kernel: K) -> K::Output {
    match path.isa() {
        // SAFETY: a path is only ever made by `SimdPath::available`, which has checked the features.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 => unsafe { run_avx512(kernel) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx2 => unsafe { run_avx2(kernel) },
        Isa::Baseline => kernel.run::<Plain, 6>(),
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw,avx2,fma")]
fn run_avx512<K: Kernel>(kernel: K) -> K::Output {
    kernel.run::<__m512, MOST_ROWS>()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn run_avx2<K: Kernel>(kernel: K) -> K::Output {
    kernel.run::<__m256, 6>()
}

/// out ← gate(start + scale · left · right).
pub struct Product<'a> {
    pub left: Left<'a>,
    /// A row for each term of the sums.
    pub right: Right<'a>,
    /// Terms of the sums.
    pub depth: usize,
    pub rows: usize,
    /// Columns of the result.
    pub columns: usize,
    pub scale: f32,
    pub start: Start<'a>,
    pub gate: Gate<'a>,
    pub out: &'a mut [f32],
    /// From a row of the result to the next.
    pub stride: usize,
}

/// The left factor, whose numbers are taken one by one.
#[derive(Clone, Copy)]
pub enum Left<'a> {
    /// Row by row,
    Rows(&'a [f32], usize),
    /// or column by column; with the step from the one to the next.
    Columns(&'a [f32], usize),
}

/// The right factor, whose numbers are taken by vectors: strips of `STRIP` columns each, padded to whole vectors.
#[derive(Clone, Copy)]
pub struct Right<'a> {
    pub values: &'a [f32],
    /// From a row to the next,
    pub row: usize,
    /// and from a strip to the next.
    pub strip: usize,
}

/// Columns of a strip: a tile is not wider.
pub const STRIP: usize = 32;

impl<'a> Right<'a> {
    /// Rows of so many columns.
    pub fn rows(values: &'a [f32], columns: usize) -> Self {
        Self { values, row: columns, strip: STRIP }
    }

    /// Strip after strip, each of so many rows: what a tile takes lies in one piece.
    pub fn strips(values: &'a [f32], rows: usize) -> Self {
        Self { values, row: STRIP, strip: rows * STRIP }
    }
}

/// What the product is added to.
#[derive(Clone, Copy)]
pub enum Start<'a> {
    Zero,
    /// A number for each row,
    Biases(&'a [f32]),
    /// or what is there.
    Out,
}

/// What becomes of the result.
#[derive(Clone, Copy)]
pub enum Gate<'a> {
    Open,
    /// Nothing below 0 (ReLU),
    Positive,
    /// or nothing where these, as wide as the result, are not above 0 (its derivative).
    Where(&'a [f32]),
}

impl Kernel for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector, const ROWS: usize>(mut self) {
        let mut column = 0;
        while column < self.columns {
            // What is right of a tile is near at hand for all rows. Nothing lies beyond the result but padding.
            if column + V::LANES < self.columns {
                self.strip::<V, ROWS, 2>(column);
                column += 2 * V::LANES;
            } else {
                self.strip::<V, ROWS, 1>(column);
                column += V::LANES;
            }
        }
    }
}

impl Product<'_> {
    /// So many vectors of every row, in blocks as equal as can be.
    #[inline(always)]
    fn strip<V: Vector, const ROWS: usize, const C: usize>(&mut self, column: usize) {
        let blocks = self.rows.div_ceil(ROWS);
        for block in 0..blocks {
            let (first, end) = (self.rows * block / blocks, self.rows * (block + 1) / blocks);
            self.block::<V, ROWS, C>(first, end - first, column);
        }
    }

    #[inline(always)]
    fn block<V: Vector, const ROWS: usize, const C: usize>(
        &mut self,
        first: usize,
        rows: usize,
        column: usize,
    ) {
        match rows {
            1 => self.tile::<V, 1, C>(first, column),
            2 => self.tile::<V, 2, C>(first, column),
            3 => self.tile::<V, 3, C>(first, column),
            4 => self.tile::<V, 4, C>(first, column),
            5 => self.tile::<V, 5, C>(first, column),
            6 => self.tile::<V, 6, C>(first, column),
            7 if ROWS > 6 => self.tile::<V, 7, C>(first, column),
            8 if ROWS > 6 => self.tile::<V, 8, C>(first, column),
            9 if ROWS > 6 => self.tile::<V, 9, C>(first, column),
            10 if ROWS > 6 => self.tile::<V, 10, C>(first, column),
            11 if ROWS > 6 => self.tile::<V, 11, C>(first, column),
            12 if ROWS > 6 => self.tile::<V, 12, C>(first, column),
            13 if ROWS > 6 => self.tile::<V, 13, C>(first, column),
            _ => unreachable!("no path has larger blocks"),
        }
    }

    #[inline(always)]
    fn tile<V: Vector, const R: usize, const C: usize>(&mut self, first: usize, column: usize) {
        let mut sums = [[V::splat(0.0); C]; R];
        let Right { values, row, strip } = self.right;
        let right = &values[column / STRIP * strip + column % STRIP..];
        let last = self.depth.saturating_sub(1);
        assert!(last * row + C * V::LANES <= right.len(), "every row has all columns");
        // SAFETY: the last of them is there.
        let right = |k: usize| unsafe { right.get_unchecked(k * row..k * row + C * V::LANES) };
        match self.left {
            Left::Rows(left, stride) => {
                let rows: [&[f32]; R] =
                    std::array::from_fn(|row| &left[(first + row) * stride..][..self.depth]);
                for k in 0..self.depth {
                    add(&mut sums, |row| rows[row][k], right(k));
                }
            }
            Left::Columns(left, stride) => {
                assert!(last * stride + first + R <= left.len(), "every column has all rows");
                for k in 0..self.depth {
                    // SAFETY: the last of them is there.
                    add(&mut sums, |row| unsafe { *left.get_unchecked(k * stride + first + row) }, right(k));
                }
            }
        }
        // Put down before anything is done with them: indexed in loops they would not have stayed in registers.
        let mut tile = [0.0; MOST_ROWS * STRIP];
        for (row, sums) in sums.into_iter().enumerate() {
            for (index, sum) in sums.into_iter().enumerate() {
                sum.store(&mut tile[(row * C + index) * V::LANES..]);
            }
        }
        let width = C * V::LANES;
        for (row, sums) in tile.chunks_exact(width).enumerate().take(R) {
            if column + width <= self.columns {
                self.finish::<V, C>(first + row, column, sums);
            } else {
                self.finish_some::<V>(first + row, column, sums);
            }
        }
    }

    /// Puts sums where they belong.
    #[inline(always)]
    fn finish<V: Vector, const C: usize>(&mut self, row: usize, column: usize, sums: &[f32]) {
        let place = row * self.stride + column;
        let out = &mut self.out[place..place + C * V::LANES];
        let scale = V::splat(self.scale);
        for vector in (0..C).map(|index| index * V::LANES) {
            let start = match self.start {
                Start::Zero => V::splat(0.0),
                Start::Biases(biases) => V::splat(biases[row]),
                Start::Out => V::load(&out[vector..]),
            };
            start.add_product(scale, V::load(&sums[vector..])).store(&mut out[vector..]);
        }
        self.gate.close(out, place);
    }

    /// The same where the last vectors are wider than the result, or beyond it.
    #[inline(always)]
    fn finish_some<V: Vector>(&mut self, row: usize, column: usize, sums: &[f32]) {
        let place = row * self.stride + column;
        let out = &mut self.out[place..place + self.columns - column];
        for (out, sum) in out.iter_mut().zip(sums) {
            let start = match self.start {
                Start::Zero => 0.0,
                Start::Biases(biases) => biases[row],
                Start::Out => *out,
            };
            *out = fma(V::FUSED, self.scale, *sum, start);
        }
        self.gate.close(out, place);
    }
}

impl Gate<'_> {
    /// Lets through what may pass of numbers that begin at a place of the result.
    #[inline(always)]
    fn close(self, out: &mut [f32], place: usize) {
        match self {
            Self::Open => {}
            // Written so that what is no number stays so.
            Self::Positive => out.iter_mut().for_each(|out| *out = if *out < 0.0 { 0.0 } else { *out }),
            Self::Where(gate) => {
                for (out, gate) in out.iter_mut().zip(&gate[place..]) {
                    *out = if *gate > 0.0 { *out } else { 0.0 };
                }
            }
        }
    }
}

/// Adds a term to the sums of a tile.
#[inline(always)]
fn add<V: Vector, const R: usize, const C: usize>(
    sums: &mut [[V; C]; R],
    left: impl Fn(usize) -> f32,
    right: &[f32],
) {
    let right: [V; C] = std::array::from_fn(|index| V::load(&right[index * V::LANES..]));
    for row in 0..R {
        let left = V::splat(left(row));
        for column in 0..C {
            sums[row][column] = sums[row][column].add_product(left, right[column]);
        }
    }
}
