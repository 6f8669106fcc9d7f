//! Registers full of numbers, as wide as an instruction set has them.
//!
//! Written by hand where there are such registers: of loops over arrays the compiler makes them only now and then, and a
//! product takes three times as long. Whoever uses the wide ones must be compiled for their instruction set (see
//! `kernel::run`).

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{
    __m256, __m512, _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_set1_ps, _mm256_storeu_ps, _mm512_fmadd_ps,
    _mm512_loadu_ps, _mm512_set1_ps, _mm512_storeu_ps,
};

/// So many numbers at once.
pub trait Vector: Copy {
    const LANES: usize;
    /// Whether `add_product` rounds once.
    const FUSED: bool;

    /// A number in all lanes.
    fn splat(value: f32) -> Self;

    /// The first numbers of a slice.
    fn load(from: &[f32]) -> Self;

    fn store(self, to: &mut [f32]);

    /// self + a·b, lane by lane.
    fn add_product(self, a: Self, b: Self) -> Self;
}

/// a·b + c, in one rounding where that is to be had at once.
#[inline(always)]
pub fn fma(fused: bool, a: f32, b: f32, c: f32) -> f32 {
    if fused { a.mul_add(b, c) } else { a * b + c }
}

/// What every machine has.
#[derive(Clone, Copy)]
pub struct Plain([f32; 4]);

impl Vector for Plain {
    const LANES: usize = 4;
    const FUSED: bool = cfg!(target_arch = "aarch64");

    #[inline(always)]
    fn splat(value: f32) -> Self {
        Self([value; 4])
    }

    #[inline(always)]
    fn load(from: &[f32]) -> Self {
        Self(from[..4].try_into().expect("four numbers"))
    }

    #[inline(always)]
    fn store(self, to: &mut [f32]) {
        to[..4].copy_from_slice(&self.0);
    }

    #[inline(always)]
    fn add_product(self, a: Self, b: Self) -> Self {
        Self(std::array::from_fn(|lane| fma(Self::FUSED, a.0[lane], b.0[lane], self.0[lane])))
    }
}

/// A vector type of the machine's, with what it does by an instruction of its own.
#[cfg(target_arch = "x86_64")]
macro_rules! machine_vector {
    ($register:ty, $lanes:literal, $splat:ident, $load:ident, $store:ident, $fma:ident) => {
        impl Vector for $register {
            const LANES: usize = $lanes;
            const FUSED: bool = true;

            #[inline(always)]
            fn splat(value: f32) -> Self {
                // SAFETY: used only in what `kernel::run` compiles for machines that have it.
                unsafe { $splat(value) }
            }

            #[inline(always)]
            fn load(from: &[f32]) -> Self {
                let from = &from[..$lanes];
                // SAFETY: as above, and so many numbers are there.
                unsafe { $load(from.as_ptr()) }
            }

            #[inline(always)]
            fn store(self, to: &mut [f32]) {
                let to = &mut to[..$lanes];
                // SAFETY: as above.
                unsafe { $store(to.as_mut_ptr(), self) }
            }

            #[inline(always)]
            fn add_product(self, a: Self, b: Self) -> Self {
                // SAFETY: as for `splat`.
                unsafe { $fma(a, b, self) }
            }
        }
    };
}

#[cfg(target_arch = "x86_64")]
machine_vector!(__m512, 16, _mm512_set1_ps, _mm512_loadu_ps, _mm512_storeu_ps, _mm512_fmadd_ps);
#[cfg(target_arch = "x86_64")]
machine_vector!(__m256, 8, _mm256_set1_ps, _mm256_loadu_ps, _mm256_storeu_ps, _mm256_fmadd_ps);
