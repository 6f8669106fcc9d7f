//! The fast path: blocks of 64 walkers in f32, advanced together by one kernel of plain loops that the
//! compiler turns into SIMD, compiled once for each instruction set and chosen at run time.
//!
//! A walker lives in the coordinate w = x/x_i (its own valley's x_i), in which Eq. 6 has no x_i left
//! but in two factors; a hop rescales w by the ratio of the two. With a = x0²/f0, s = y/(y + y_b),
//! R = (y + y_b)/(y + y_f), u = |w|, ℓ = (ln 1/R)′ and h = 2aR²:
//!
//! ```text
//! ∂L/∂u = h (u − s)            ∂L/∂y = L0′ − h u (s′ + ℓ (u − 2s))
//! H_uu  = h                    H_uy/h = −(s′ + 2ℓ (u − s))
//! H_yy/h = L0″/h + u (4ℓ s′ + ℓ (3/(y + y_f) − 1/(y + y_b))(u − 2s) − s″)
//! ```
//!
//! Every operation is element-wise and correctly rounded, so all paths with fused multiply-add give the
//! same bits.

use serde::{Deserialize, Serialize};
use serde_big_array::BigArray;

use super::normal::{Generators, fma, normal_pair};
use super::simd::{Isa, SimdPath};
use crate::model::{Landscape, NoiseLaw};

/// Walkers in a block.
pub const LANES: usize = 64;

/// A walker farther from the ridge than this many x_i has diverged.
pub const DIVERGED_BEYOND: f32 = 1e3;

/// A walker at a |y| not below this has diverged: every height that can be set is far from it. Looked at in the
/// samples only, because in every step it would cost the AVX2 path a third of its speed.
pub const DIVERGED_ABOVE: f32 = 1e9;

/// 64 walkers: 40 bytes each.
#[derive(Clone, Serialize, Deserialize)]
#[repr(C, align(64))]
pub struct Block {
    /// x/x_i; NaN once diverged.
    #[serde(with = "BigArray")]
    pub w: [f32; LANES],
    #[serde(with = "BigArray")]
    pub y: [f32; LANES],
    /// What rounding has kept from y so far (Kahan): small steps are not lost.
    #[serde(with = "BigArray")]
    carry: [f32; LANES],
    generators: Generators,
    /// Step of the last hop, 0 if there was none.
    #[serde(with = "BigArray")]
    pub last_hop: [u32; LANES],
    /// y at the last hop, or at the start.
    #[serde(with = "BigArray")]
    pub hop_y: [f32; LANES],
    #[serde(with = "BigArray")]
    pub hops: [u32; LANES],
}

// The memory of a swarm is that of its blocks: promised to be at most 64 bytes a walker.
const _: () = assert!(size_of::<Block>() <= 64 * LANES);

/// What one burst adds up over the 64 walkers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Burst {
    /// Walker-steps spent at x > 0.
    pub flat_time: u64,
    pub hops: u64,
}

/// The numbers of a scenario that the kernel needs, in f32.
#[derive(Clone, Copy, Debug)]
pub struct Terrain {
    /// x_i and its inverses, flat side first.
    x: [f32; 2],
    inverse: [f32; 2],
    inverse_square: [f32; 2],
    /// What |w| is multiplied by on a hop away from the flat, from the sharp side.
    hop_ratio: [f32; 2],
    /// 2a = 2 x0²/f0 and its inverse.
    two_a: f32,
    inverse_two_a: f32,
    y_b: f32,
    y_f: f32,
    /// L_d/y_d, 1/y_d and −log2(e)/y_d.
    drift: f32,
    inverse_y_d: f32,
    decay: f32,
    /// 0 where y is held, else 1.
    mobile: f32,
}

impl Terrain {
    pub fn new(landscape: &Landscape, held: bool) -> Self {
        let Landscape { x1, x2, y_b, y_f, l_d, y_d, .. } = *landscape;
        let two_a = 2.0 * landscape.depth();
        Self {
            x: [x1 as f32, x2 as f32],
            inverse: [(1.0 / x1) as f32, (1.0 / x2) as f32],
            inverse_square: [(1.0 / (x1 * x1)) as f32, (1.0 / (x2 * x2)) as f32],
            hop_ratio: [(x1 / x2) as f32, (x2 / x1) as f32],
            two_a: two_a as f32,
            inverse_two_a: (1.0 / two_a) as f32,
            y_b: y_b as f32,
            y_f: y_f as f32,
            drift: (l_d / y_d) as f32,
            inverse_y_d: (1.0 / y_d) as f32,
            decay: (-std::f64::consts::LOG2_E / y_d) as f32,
            mobile: if held { 0.0 } else { 1.0 },
        }
    }
}

/// η and the noise amplitude of one step.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    eta: f32,
    amplitude: f32,
}

impl Pace {
    /// The amplitude holds all of the noise's size that no walker changes.
    pub fn new(eta: f64, sigma: f64, noise: NoiseLaw, landscape: &Landscape) -> Self {
        let two_a = 2.0 * landscape.depth();
        let amplitude = match noise {
            NoiseLaw::Hessian => (2.0 * sigma * two_a).sqrt(),
            NoiseLaw::HessianSquared => (2.0 * sigma).sqrt(),
            NoiseLaw::Uniform => (2.0 * sigma * two_a / (landscape.x1 * landscape.x2)).sqrt(),
            NoiseLaw::None => 0.0,
        };
        Self { eta: eta as f32, amplitude: amplitude as f32 }
    }
}

/// The paces of a stretch of steps; a constant one is held once.
#[derive(Clone, Debug)]
pub struct Paces(pub Vec<Pace>);

impl Paces {
    fn at(&self, index: usize) -> Pace {
        self.0[index.min(self.0.len() - 1)]
    }
}

// The noise laws as constants that a kernel can be compiled for.
const HESSIAN: u8 = 0;
const SQUARED: u8 = 1;
const UNIFORM: u8 = 2;
const NONE: u8 = 3;

/// Where hops are written down, one by one, when asked for.
pub type HopLog = Vec<(u32, u8)>;

impl Block {
    /// 64 walkers at x, y with generators `first..first + 64` of the seed; walkers from `present` on are
    /// no walkers and stay NaN.
    pub fn new(seed: u64, first: u64, present: usize, start: impl Fn(usize) -> f32, y: f32) -> Self {
        let mut block = Self {
            w: [f32::NAN; LANES],
            y: [y; LANES],
            carry: [0.0; LANES],
            generators: Generators::seeded(seed, first),
            last_hop: [0; LANES],
            hop_y: [y; LANES],
            hops: [0; LANES],
        };
        for lane in 0..present {
            block.w[lane] = start(lane);
        }
        block
    }

    /// Puts every walker at this height.
    pub fn hold(&mut self, y: f32) {
        self.y = [y; LANES];
        self.carry = [0.0; LANES];
    }

    /// Gives up the walkers whose height is out of all bounds.
    pub fn drop_strays(&mut self) {
        for (w, y) in self.w.iter_mut().zip(&self.y) {
            *w = if y.abs() < DIVERGED_ABOVE { *w } else { f32::NAN };
        }
    }

    /// Advances by `steps`, the first of which leads from state `step` to `step + 1`.
    #[allow(clippy::too_many_arguments)]
    pub fn advance(
        &mut self,
        path: SimdPath,
        noise: NoiseLaw,
        terrain: &Terrain,
        paces: &Paces,
        offset: usize,
        step: u32,
        steps: u32,
        log: Option<&mut HopLog>,
    ) -> Burst {
        let span = Span { terrain, paces, offset, step, steps };
        match noise {
            NoiseLaw::Hessian => self.dispatch::<HESSIAN>(path, &span, log),
            NoiseLaw::HessianSquared => self.dispatch::<SQUARED>(path, &span, log),
            NoiseLaw::Uniform => self.dispatch::<UNIFORM>(path, &span, log),
            NoiseLaw::None => self.dispatch::<NONE>(path, &span, log),
        }
    }

    fn dispatch<const LAW: u8>(
        &mut self,
        path: SimdPath,
        span: &Span<'_>,
        log: Option<&mut HopLog>,
    ) -> Burst {
        match path.isa() {
            // SAFETY: a path is only ever made by `SimdPath::available`, which has checked the features.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx512 => unsafe { burst_avx512::<LAW>(self, span, log) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2 => unsafe { burst_avx2::<LAW>(self, span, log) },
            Isa::Baseline => burst::<LAW, { cfg!(target_arch = "aarch64") }>(self, span, log),
        }
    }
}

/// The stretch of steps a burst covers.
struct Span<'a> {
    terrain: &'a Terrain,
    paces: &'a Paces,
    /// Index of the first step's pace.
    offset: usize,
    step: u32,
    steps: u32,
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw,avx2,fma")]
fn burst_avx512<const LAW: u8>(block: &mut Block, span: &Span<'_>, log: Option<&mut HopLog>) -> Burst {
    burst::<LAW, true>(block, span, log)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn burst_avx2<const LAW: u8>(block: &mut Block, span: &Span<'_>, log: Option<&mut HopLog>) -> Burst {
    burst::<LAW, true>(block, span, log)
}

#[inline(always)]
fn burst<const LAW: u8, const FMA: bool>(
    block: &mut Block,
    span: &Span<'_>,
    mut log: Option<&mut HopLog>,
) -> Burst {
    let mut flat_time = [0_u32; LANES];
    // Here and not in `step`, so that it is neither cleared nor copied in every step.
    let mut scratch = Scratch::blank();
    let hops_before: u64 = block.hops.iter().map(|&hops| u64::from(hops)).sum();
    for index in 0..span.steps {
        let pace = span.paces.at(span.offset + index as usize);
        let now = span.step + index + 1;
        let any = step::<LAW, FMA>(block, span.terrain, pace, now, &mut scratch, &mut flat_time);
        if let Some(log) = log.as_deref_mut().filter(|_| any) {
            let lanes = (0..).zip(scratch.hopped);
            log.extend(lanes.filter(|(_, hopped)| *hopped != 0).map(|(lane, _)| (now, lane)));
        }
    }
    Burst {
        flat_time: flat_time.iter().map(|&time| u64::from(time)).sum(),
        hops: block.hops.iter().map(|&hops| u64::from(hops)).sum::<u64>() - hops_before,
    }
}

/// What the loops of a step leave for the loops after them, walker by walker.
struct Scratch {
    /// Two standard normals.
    first: [f32; LANES],
    second: [f32; LANES],
    /// ∂L/∂u and ∂L/∂y.
    slope_u: [f32; LANES],
    slope_y: [f32; LANES],
    /// R = (y + y_b)/(y + y_f); H_xx ∝ R².
    stiffness: [f32; LANES],
    /// ρ = H_xy/H_xx and τ = H_yy/H_xx; for the Hessian law then b and c of `take_roots`.
    rho: [f32; LANES],
    tau: [f32; LANES],
    /// Whether it has hopped, as a mask.
    hopped: [u32; LANES],
}

impl Scratch {
    fn blank() -> Self {
        let zeros = [0.0; LANES];
        Self {
            first: zeros,
            second: zeros,
            slope_u: zeros,
            slope_y: zeros,
            stiffness: zeros,
            rho: zeros,
            tau: zeros,
            hopped: [0; LANES],
        }
    }
}

/// One step of Eq. 6 for all 64 walkers, and whether any has hopped; `now` is the step reached. Several loops, each
/// short enough for the processor to overlap its turns.
#[inline(always)]
fn step<const LAW: u8, const FMA: bool>(
    block: &mut Block,
    terrain: &Terrain,
    pace: Pace,
    now: u32,
    scratch: &mut Scratch,
    flat_time: &mut [u32; LANES],
) -> bool {
    if LAW != NONE {
        for lane in 0..LANES {
            (scratch.first[lane], scratch.second[lane]) = normal_pair::<FMA>(block.generators.next_two(lane));
        }
    }
    let bent = survey::<LAW, FMA>(block, terrain, scratch);
    if LAW == HESSIAN {
        take_roots::<FMA>(scratch, bent);
    }
    let any = walk::<LAW, FMA>(block, terrain, scratch, pace, flat_time);
    if any {
        note_hops(block, &scratch.hopped, now);
    }
    any
}

/// Gradient and Hessian at each walker, and whether any Hessian is too bent for the expanded root.
#[inline(always)]
fn survey<const LAW: u8, const FMA: bool>(block: &Block, terrain: &Terrain, scratch: &mut Scratch) -> bool {
    let t = terrain;
    let [x_flat, x_sharp] = t.x;
    let mut fall = [0.0_f32; LANES];
    let mut near_b = [0.0_f32; LANES];
    let mut near_f = [0.0_f32; LANES];
    for lane in 0..LANES {
        let y = block.y[lane];
        fall[lane] = t.drift * exp2::<FMA>(y * t.decay);
        let from_b = y + t.y_b;
        let from_f = y + t.y_f;
        let inverse = 1.0 / (from_b * from_f);
        near_b[lane] = inverse * from_f;
        near_f[lane] = inverse * from_b;
    }
    let mut bent = 0_u32;
    for lane in 0..LANES {
        let w = block.w[lane];
        let y = block.y[lane];
        let u = w.abs();
        let from_b = y + t.y_b;
        let from_f = y + t.y_f;
        let (inverse_b, inverse_f, fall) = (near_b[lane], near_f[lane], fall[lane]);
        let stiffness = from_b * inverse_f;
        let s = y * inverse_b;
        let s1 = t.y_b * inverse_b * inverse_b;
        let l = inverse_f - inverse_b;
        let h = t.two_a * stiffness * stiffness;
        let beyond = u - s;
        let beyond_twice = beyond - s;
        scratch.slope_u[lane] = h * beyond;
        scratch.slope_y[lane] = -fma::<FMA>(h * u, fma::<FMA>(l, beyond_twice, s1), fall);
        scratch.stiffness[lane] = stiffness;
        if LAW == HESSIAN || LAW == SQUARED {
            let x_i = if w < 0.0 { x_sharp } else { x_flat };
            let slack = from_f * inverse_b;
            let ridge = fall * t.inverse_y_d * (slack * slack * t.inverse_two_a);
            let bend = fma::<FMA>(
                l * fma::<FMA>(3.0, inverse_f, -inverse_b),
                beyond_twice,
                s1 * fma::<FMA>(4.0, l, 2.0 * inverse_b),
            );
            let rho = -fma::<FMA>(2.0 * l, beyond, s1) * x_i;
            let tau = fma::<FMA>(u, bend, ridge) * (x_i * x_i);
            scratch.rho[lane] = rho;
            scratch.tau[lane] = tau;
            bent |= u32::from(fma::<FMA>(rho, rho, tau.abs()) > NEARLY_FLAT);
        }
    }
    bent != 0
}

/// Moves each walker, and says whether any has hopped.
#[inline(always)]
fn walk<const LAW: u8, const FMA: bool>(
    block: &mut Block,
    terrain: &Terrain,
    scratch: &mut Scratch,
    pace: Pace,
    flat_time: &mut [u32; LANES],
) -> bool {
    let t = terrain;
    // Read before the loop: a choice between two loads would become a gather.
    let ([x_flat, x_sharp], [inverse_flat, inverse_sharp]) = (t.x, t.inverse);
    let kappa_flat = pace.eta * t.inverse_square[0];
    let kappa_sharp = pace.eta * t.inverse_square[1];
    let [ratio_flat, ratio_sharp] = t.hop_ratio;
    let mut any = 0_u32;
    for lane in 0..LANES {
        let w = block.w[lane];
        let y = block.y[lane];
        let (n1, n2) = (scratch.first[lane], scratch.second[lane]);
        let stiffness = scratch.stiffness[lane];
        let (rho, tau) = (scratch.rho[lane], scratch.tau[lane]);
        let sharp = w < 0.0;
        let inverse_x = if sharp { inverse_sharp } else { inverse_flat };
        let kappa = if sharp { kappa_sharp } else { kappa_flat };

        // The noise along u (in units of κ) and along y (in units of η), with its correlation.
        let (noise_u, noise_y) = match LAW {
            HESSIAN => {
                let size = pace.amplitude * stiffness;
                (size * n1, size * inverse_x * fma::<FMA>(rho, n1, tau * n2))
            }
            SQUARED => {
                let size = pace.amplitude * t.two_a * stiffness * stiffness * inverse_x;
                (size * fma::<FMA>(rho, n2, n1), size * inverse_x * fma::<FMA>(rho, n1, tau * n2))
            }
            UNIFORM => {
                let x_i = if sharp { x_sharp } else { x_flat };
                (pace.amplitude * stiffness * x_i * n1, 0.0)
            }
            _ => (0.0, 0.0),
        };

        let v = fma::<FMA>(-kappa, scratch.slope_u[lane] + noise_u, w.abs());
        let increment = fma::<FMA>(-pace.eta * t.mobile, scratch.slope_y[lane] + noise_y, -block.carry[lane]);
        let new_y = y + increment;
        block.carry[lane] = (new_y - y) - increment;
        block.y[lane] = new_y;

        let hop = v < 0.0;
        let ratio = if sharp { ratio_sharp } else { ratio_flat };
        let distance = v.abs() * if hop { ratio } else { 1.0 };
        let distance = if distance < DIVERGED_BEYOND { distance } else { f32::NAN };
        let new_w = if sharp != hop { -distance } else { distance };
        block.w[lane] = new_w;
        // Cannot overflow; a check for it, in builds that have one, would keep the loop from SIMD.
        flat_time[lane] = flat_time[lane].wrapping_add(u32::from(new_w >= 0.0));
        let mask = if hop { u32::MAX } else { 0 };
        scratch.hopped[lane] = mask;
        any |= mask;
    }
    any != 0
}

/// Writes down the hops of a step. Apart from `walk`, since in most steps of most runs no walker of a block hops.
#[inline(always)]
fn note_hops(block: &mut Block, hopped: &[u32; LANES], now: u32) {
    for lane in 0..LANES {
        let hop = hopped[lane];
        // No hop is later than now.
        block.last_hop[lane] = block.last_hop[lane].max(now & hop);
        // Bit by bit, because a choice would become a conditional store, which is slow.
        let (old, new) = (block.hop_y[lane].to_bits(), block.y[lane].to_bits());
        block.hop_y[lane] = f32::from_bits(old ^ ((old ^ new) & hop));
        block.hops[lane] = block.hops[lane].wrapping_add(hop & 1);
    }
}

/// Puts the tilt b in the place of ρ and the root c in that of τ, and a into the first normal: (a, a·b; c)
/// is the lower triangular root of the matrix (1 ρ; ρ τ) with negative eigenvalues set to 0.
#[inline(always)]
fn take_roots<const FMA: bool>(scratch: &mut Scratch, bent: bool) {
    if bent {
        for lane in 0..LANES {
            let (a, b, c) = clipped_root::<FMA>(scratch.rho[lane], scratch.tau[lane]);
            scratch.first[lane] *= a;
            (scratch.rho[lane], scratch.tau[lane]) = (b, c);
        }
    } else {
        for lane in 0..LANES {
            (scratch.rho[lane], scratch.tau[lane]) =
                expanded_root::<FMA>(scratch.rho[lane], scratch.tau[lane]);
        }
    }
}

/// Where ρ² + |τ| stays below this, `expanded_root` is as good as f32.
const NEARLY_FLAT: f32 = 1.0 / 256.0;

/// (a, b, c) exactly. With det = τ − ρ² ≥ 0 it is Cholesky's root. Else only the eigenvalue λ > 0 is left,
/// with eigenvector (q, ρ), q = λ − τ: the clipped matrix is λ q/√disc (1, b)(1, b)ᵀ with b = ρ/q.
#[inline(always)]
fn clipped_root<const FMA: bool>(rho: f32, tau: f32) -> (f32, f32, f32) {
    let determinant = fma::<FMA>(-rho, rho, tau);
    let difference = 1.0 - tau;
    let discriminant = fma::<FMA>(difference, difference, 4.0 * rho * rho).sqrt();
    let q = 0.5 * (difference + discriminant);
    let shared = 1.0 / (q * discriminant);
    let full = determinant >= 0.0;
    let root = (if full { determinant } else { (q + tau) * q * q * shared }).sqrt();
    let tilt = if full { rho } else { rho * discriminant * shared };
    (if full { 1.0 } else { root }, tilt, if full { root } else { 0.0 })
}

/// (b, c) to second order in ρ² and τ, where a = 1 − ρ² det/2 ≈ 1 and b = ρ (1 + det) if det < 0.
#[inline(always)]
fn expanded_root<const FMA: bool>(rho: f32, tau: f32) -> (f32, f32) {
    let determinant = fma::<FMA>(-rho, rho, tau);
    let negative = if determinant < 0.0 { determinant } else { 0.0 };
    let positive = if determinant > 0.0 { determinant } else { 0.0 };
    (fma::<FMA>(rho, negative, rho), positive.sqrt())
}

/// 2^t to 1e-7, for t ≤ 126; below −126 it is 2^−126.
#[inline(always)]
fn exp2<const FMA: bool>(t: f32) -> f32 {
    // Adding 1.5·2²³ rounds to the nearest whole number, in the low bits.
    const ROUNDER: f32 = 12_582_912.0;
    let t = if t > -126.0 { t } else { -126.0 };
    let t = if t < 126.0 { t } else { 126.0 };
    let rounded = t + ROUNDER;
    let f = t - (rounded - ROUNDER);
    let mut p = 0.001_327_647_f32;
    p = fma::<FMA>(p, f, 0.009_675_541);
    p = fma::<FMA>(p, f, 0.055_507_13);
    p = fma::<FMA>(p, f, 0.240_221_2);
    p = fma::<FMA>(p, f, 0.693_146_97);
    p = fma::<FMA>(p, f, 1.0);
    f32::from_bits((p.to_bits()).wrapping_add(rounded.to_bits() << 23))
}
