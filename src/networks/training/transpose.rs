//! Rows into columns, in squares that turn within registers: what a panel's two ways to lie are made of.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{
    _mm_loadu_ps, _mm_movehl_ps, _mm_movelh_ps, _mm_storeu_ps, _mm_unpackhi_ps, _mm_unpacklo_ps,
};

/// Edge of the squares.
const EDGE: usize = 4;

/// Turns rows into columns: `count` rows of `from` become the first `count` columns of the rows of `to`.
pub fn transpose(from: &[f32], from_stride: usize, count: usize, to: &mut [f32], to_stride: usize) {
    let rows = to.len() / to_stride;
    let (across, down) = (count - count % EDGE, rows - rows % EDGE);
    for row in (0..down).step_by(EDGE) {
        for column in (0..across).step_by(EDGE) {
            let square = std::array::from_fn(|line| {
                from[(column + line) * from_stride + row..][..EDGE].try_into().expect("an edge")
            });
            for (line, turned) in turned(square).iter().enumerate() {
                to[(row + line) * to_stride + column..][..EDGE].copy_from_slice(turned);
            }
        }
    }
    // What squares leave on the right and below.
    for row in 0..rows {
        for column in if row < down { across } else { 0 }..count {
            to[row * to_stride + column] = from[column * from_stride + row];
        }
    }
}

/// A square, turned.
#[inline(always)]
fn turned(square: [[f32; EDGE]; EDGE]) -> [[f32; EDGE]; EDGE] {
    // Left to itself the compiler moves the numbers one by one.
    #[cfg(target_arch = "x86_64")]
    // SAFETY: every machine of this kind has these instructions; of every row four numbers are read and written.
    unsafe {
        let [a, b, c, d] = square.map(|row| _mm_loadu_ps(row.as_ptr()));
        let (low, high) = (_mm_unpacklo_ps(a, b), _mm_unpackhi_ps(a, b));
        let (low_next, high_next) = (_mm_unpacklo_ps(c, d), _mm_unpackhi_ps(c, d));
        [
            _mm_movelh_ps(low, low_next),
            _mm_movehl_ps(low_next, low),
            _mm_movelh_ps(high, high_next),
            _mm_movehl_ps(high_next, high),
        ]
        .map(|vector| {
            let mut numbers = [0.0; EDGE];
            _mm_storeu_ps(numbers.as_mut_ptr(), vector);
            numbers
        })
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        std::array::from_fn(|row| std::array::from_fn(|column| square[column][row]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_goes_where_it_belongs() {
        for (rows, columns) in [(1, 1), (4, 4), (8, 12), (5, 7), (32, 10), (17, 3)] {
            let (from_stride, to_stride) = (rows + 3, columns + 2);
            let from: Vec<f32> = (0..columns * from_stride).map(|index| index as f32).collect();
            let mut to = vec![-1.0; rows * to_stride];
            transpose(&from, from_stride, columns, &mut to, to_stride);
            for (index, value) in to.iter().enumerate() {
                let (row, column) = (index / to_stride, index % to_stride);
                let expected = if column < columns { from[column * from_stride + row] } else { -1.0 };
                assert_eq!(*value, expected, "{rows} × {columns} at {row}, {column}");
            }
        }
    }
}
