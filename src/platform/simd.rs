//! Which instruction sets this machine has.

/// A compilation of a kernel for one instruction set that this machine has: none other can be held, which is what
/// makes running it sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SimdPath(Isa);

/// What a path was compiled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Isa {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// What every machine of this architecture has.
    Baseline,
}

impl SimdPath {
    /// The paths this machine has, fastest first.
    pub fn available() -> Vec<Self> {
        let mut sets = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("fma")
            {
                sets.push(Isa::Avx512);
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                sets.push(Isa::Avx2);
            }
        }
        sets.push(Isa::Baseline);
        sets.into_iter().map(Self).collect()
    }

    pub fn fastest() -> Self {
        Self::available()[0]
    }

    /// Whether it multiplies and adds in one rounding: all such paths give the same bits.
    pub fn fused(self) -> bool {
        cfg!(target_arch = "aarch64") || self.0 != Isa::Baseline
    }

    /// For the one match that chooses the compilation to run.
    pub fn isa(self) -> Isa {
        self.0
    }

    pub fn name(self) -> &'static str {
        match self.0 {
            #[cfg(target_arch = "x86_64")]
            Isa::Avx512 => "AVX-512",
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2 => "AVX2",
            Isa::Baseline => "baseline",
        }
    }
}
