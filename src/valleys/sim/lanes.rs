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
use super::roots::{clipped_root, exp2, expanded_root};
use super::terrain::{Pace, Paces, Terrain};
use crate::platform::simd::{Isa, SimdPath};
use crate::valleys::model::NoiseLaw;

/// Walkers in a block.
pub const LANES: usize = 64;

/// A walker farther from the ridge than this many x_i has diverged.
pub const DIVERGED_BEYOND: f32 = 1e3;

/// A walker at a |y| not below this has diverged: every height that can be set is far from it. Looked at in the
/// samples only, because in every step it would cost the AVX2 path a third of its speed.
pub const DIVERGED_ABOVE: f32 = 1e9;

/// 64 walkers: 54 bytes each.
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
    tracked: Tracked,
    generators: Generators,
    /// Step of the last hop, 0 if there was none.
    #[serde(with = "BigArray")]
    pub last_hop: [u32; LANES],
    /// y at the last hop, or at the start.
    #[serde(with = "BigArray")]
    pub hop_y: [f32; LANES],
    #[serde(with = "BigArray")]
    pub hops: [u32; LANES],
    /// Where its walkers are not followed any more, because they can hop no more: the step that y is of.
    pub still: Option<u32>,
}

// The memory of a swarm is that of its blocks: promised to be at most 64 bytes a walker.
const _: () = assert!(size_of::<Block>() <= 64 * LANES);

/// The functions of y that every step needs. y moves little in a step, so they follow it by a step of Newton's method
/// and the exponential's series, to 2.4e-7, and are worked out afresh now and then and after a large move.
#[derive(Clone, Serialize, Deserialize)]
#[repr(C, align(64))]
struct Tracked {
    /// 1/(y + y_b) and 1/(y + y_f).
    #[serde(with = "BigArray")]
    near_b: [f32; LANES],
    #[serde(with = "BigArray")]
    near_f: [f32; LANES],
    /// −L0′(y).
    #[serde(with = "BigArray")]
    fall: [f32; LANES],
    /// Whether they no longer follow y and have to be worked out before the next step.
    lost: bool,
}

/// Steps after which what follows y is worked out afresh: the errors of its series do not add up to more than rounding.
const AFRESH_EVERY: u32 = 64;

/// What one burst adds up over the 64 walkers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Burst {
    /// Walker-steps spent at x > 0.
    pub flat_time: u64,
    pub hops: u64,
}

// The noise laws as constants that a kernel can be compiled for.
const HESSIAN: u8 = 0;
const SQUARED: u8 = 1;
const UNIFORM: u8 = 2;
const NONE: u8 = 3;

/// Where hops are written down, one by one, when asked for.
pub type LaneLog = Vec<(u32, u8)>;

impl Block {
    /// 64 walkers at x, y with generators `first..first + 64` of the seed; walkers from `present` on are
    /// no walkers and stay NaN.
    pub fn new(seed: u64, first: u64, present: usize, start: impl Fn(usize) -> f32, y: f32) -> Self {
        let mut block = Self {
            w: [f32::NAN; LANES],
            y: [y; LANES],
            carry: [0.0; LANES],
            tracked: Tracked::lost(),
            generators: Generators::seeded(seed, first),
            last_hop: [0; LANES],
            hop_y: [y; LANES],
            hops: [0; LANES],
            still: None,
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
        self.lose_track();
    }

    /// To be called where y or the landscape is another than in the step before.
    pub fn lose_track(&mut self) {
        self.tracked.lost = true;
    }

    /// Gives up the walkers whose height is out of all bounds.
    #[inline(always)]
    pub fn drop_strays(&mut self) {
        for (w, y) in self.w.iter_mut().zip(&self.y) {
            *w = if y.abs() < DIVERGED_ABOVE { *w } else { f32::NAN };
        }
    }

    /// Walkers at x > 0.
    #[inline(always)]
    pub fn flat(&self) -> u32 {
        self.w.iter().map(|&w| u32::from(w >= 0.0)).sum()
    }

    /// Advances over a stretch of steps.
    pub fn advance(&mut self, path: SimdPath, noise: NoiseLaw, mut span: StepSpan<'_>) -> Burst {
        match noise {
            NoiseLaw::Hessian | NoiseLaw::Power { .. } => self.dispatch::<HESSIAN>(path, &mut span),
            NoiseLaw::HessianSquared => self.dispatch::<SQUARED>(path, &mut span),
            NoiseLaw::Uniform => self.dispatch::<UNIFORM>(path, &mut span),
            NoiseLaw::None => self.dispatch::<NONE>(path, &mut span),
        }
    }

    fn dispatch<const LAW: u8>(&mut self, path: SimdPath, span: &mut StepSpan<'_>) -> Burst {
        match path.isa() {
            // SAFETY: a path is only ever made by `SimdPath::available`, which has checked the features.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx512 => unsafe { burst_avx512::<LAW>(self, span) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2 => unsafe { burst_avx2::<LAW>(self, span) },
            Isa::Baseline => burst::<LAW, { cfg!(target_arch = "aarch64") }>(self, span),
        }
    }
}

/// The stretch of steps a burst covers, and where it leaves what it finds.
pub struct StepSpan<'a> {
    pub terrain: &'a Terrain,
    pub paces: &'a Paces,
    /// Index of the first step's pace.
    pub offset: usize,
    /// The first step leads from state `step` to `step + 1`.
    pub step: u32,
    pub steps: u32,
    pub scratch: &'a mut Scratch,
    pub log: Option<&'a mut LaneLog>,
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw,avx2,fma")]
fn burst_avx512<const LAW: u8>(block: &mut Block, span: &mut StepSpan<'_>) -> Burst {
    burst::<LAW, true>(block, span)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn burst_avx2<const LAW: u8>(block: &mut Block, span: &mut StepSpan<'_>) -> Burst {
    burst::<LAW, true>(block, span)
}

#[inline(always)]
fn burst<const LAW: u8, const FMA: bool>(block: &mut Block, span: &mut StepSpan<'_>) -> Burst {
    let StepSpan { terrain, paces, offset, step: start, steps, scratch, log } = span;
    // Time at x > 0 as if no walker hopped, corrected at each hop for the steps that are left.
    let mut flat_time = i64::from(block.flat()) * i64::from(*steps);
    let mut hops = 0;
    scratch.take_sides(block, terrain);
    for index in 0..*steps {
        let now = *start + index + 1;
        if step::<LAW, FMA>(block, terrain, paces.at(*offset + index as usize), now, scratch) {
            let [into_flat, into_sharp] = note_hops(block, scratch, terrain, now);
            hops += u64::from(into_flat + into_sharp);
            flat_time += (i64::from(into_flat) - i64::from(into_sharp)) * i64::from(*steps - index);
            if let Some(log) = log.as_deref_mut() {
                let lanes = (0..).zip(&scratch.reached).filter(|(_, reached)| **reached < 0.0);
                log.extend(lanes.map(|(lane, _)| (now, lane)));
            }
        }
    }
    Burst { flat_time: flat_time as u64, hops }
}

/// What the loops of a step leave for the loops after them, walker by walker. Kept from burst to burst, so that it is
/// neither cleared nor copied in every one.
pub struct Scratch {
    /// x_i and 1/x_i² of the valley the walker is in.
    x_i: [f32; LANES],
    inverse_square: [f32; LANES],
    /// What α makes of its noise.
    bend: [f32; LANES],
    /// Two standard normals.
    first: [f32; LANES],
    second: [f32; LANES],
    /// ∂L/∂u and ∂L/∂y.
    slope_u: [f32; LANES],
    slope_y: [f32; LANES],
    /// R = (y + y_b)/(y + y_f); H_uu ∝ R².
    stiffness: [f32; LANES],
    /// For the Hessian law b/x_i and c/x_i of its root, for the squared law ρ and τ of `bends`.
    rho: [f32; LANES],
    tau: [f32; LANES],
    /// u after the step, below 0 where the walker has hopped.
    reached: [f32; LANES],
}

impl Scratch {
    pub fn blank() -> Self {
        let zeros = [0.0; LANES];
        Self {
            x_i: zeros,
            inverse_square: zeros,
            bend: zeros,
            first: zeros,
            second: zeros,
            slope_u: zeros,
            slope_y: zeros,
            stiffness: zeros,
            rho: zeros,
            tau: zeros,
            reached: zeros,
        }
    }

    /// Looks up which valley each walker is in.
    #[inline(always)]
    fn take_sides(&mut self, block: &Block, terrain: &Terrain) {
        // Read before the loop: a choice between two loads would become a gather.
        let ([x_flat, x_sharp], [flat, sharp]) = (terrain.x, terrain.inverse_square);
        let [bend_flat, bend_sharp] = terrain.bend;
        for lane in 0..LANES {
            let is_sharp = block.w[lane] < 0.0;
            self.x_i[lane] = if is_sharp { x_sharp } else { x_flat };
            self.inverse_square[lane] = if is_sharp { sharp } else { flat };
            self.bend[lane] = if is_sharp { bend_sharp } else { bend_flat };
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
) -> bool {
    if LAW != NONE {
        for lane in 0..LANES {
            (scratch.first[lane], scratch.second[lane]) = normal_pair::<FMA>(block.generators.next_two(lane));
        }
    }
    let bent = if block.tracked.lost || now.is_multiple_of(AFRESH_EVERY) {
        survey::<LAW, FMA, true>(block, terrain, scratch)
    } else {
        survey::<LAW, FMA, false>(block, terrain, scratch)
    };
    if LAW == HESSIAN && bent {
        clip::<FMA>(block, terrain, scratch);
    }
    walk::<LAW, FMA>(block, terrain, scratch, pace)
}

impl Tracked {
    fn lost() -> Self {
        let nothing = [0.0; LANES];
        Self { near_b: nothing, near_f: nothing, fall: nothing, lost: true }
    }
}

/// Brings what is tracked to the walkers' y, afresh or by following it, and takes the gradient and the root of the noise
/// at each walker. Says whether any Hessian is too bent for the expanded root.
#[inline(always)]
fn survey<const LAW: u8, const FMA: bool, const AFRESH: bool>(
    block: &mut Block,
    terrain: &Terrain,
    scratch: &mut Scratch,
) -> bool {
    let t = terrain;
    let mut bent = 0;
    for lane in 0..LANES {
        let u = block.w[lane].abs();
        let y = block.y[lane];
        let from_b = y + t.y_b;
        let from_f = y + t.y_f;
        let (near_b, near_f, fall) = if AFRESH {
            let inverse = 1.0 / (from_b * from_f);
            (inverse * from_f, inverse * from_b, t.drift * exp2::<FMA>(y * t.decay))
        } else {
            let (near_b, near_f) = (block.tracked.near_b[lane], block.tracked.near_f[lane]);
            let follow = |near: f32, from: f32| near * fma::<FMA>(-from, near, 2.0);
            (follow(near_b, from_b), follow(near_f, from_f), block.tracked.fall[lane])
        };
        block.tracked.near_b[lane] = near_b;
        block.tracked.near_f[lane] = near_f;
        if AFRESH {
            block.tracked.fall[lane] = fall;
        }

        let stiffness = from_b * near_f;
        let s = y * near_b;
        let s1 = t.y_b * near_b * near_b;
        let l = near_f - near_b;
        let h = t.two_a * stiffness * stiffness;
        let beyond = u - s;
        let beyond_twice = beyond - s;
        scratch.slope_u[lane] = h * beyond;
        scratch.slope_y[lane] = -fma::<FMA>(h * u, fma::<FMA>(l, beyond_twice, s1), fall);
        scratch.stiffness[lane] = stiffness;
        if LAW == HESSIAN || LAW == SQUARED {
            let (rho, tau) = bends::<FMA>(t, u, y, near_b, near_f, fall);
            bent |= mask(fma::<FMA>(rho, rho, tau.abs()) > t.nearly_flat);
            let x_i = scratch.x_i[lane];
            (scratch.rho[lane], scratch.tau[lane]) =
                if LAW == HESSIAN { expanded_root::<FMA>(rho, tau, x_i * x_i) } else { (rho, tau) };
        }
    }
    bent != 0
}

/// ρ = H_uy/H_uu and τ = H_yy/H_uu.
#[inline(always)]
fn bends<const FMA: bool>(t: &Terrain, u: f32, y: f32, near_b: f32, near_f: f32, fall: f32) -> (f32, f32) {
    let s = y * near_b;
    let s1 = t.y_b * near_b * near_b;
    let l = near_f - near_b;
    let beyond = u - s;
    let slack = (y + t.y_f) * near_b;
    let ridge = fall * t.ridge * (slack * slack);
    let bend =
        fma::<FMA>(l * fma::<FMA>(3.0, near_f, -near_b), beyond - s, s1 * fma::<FMA>(4.0, l, 2.0 * near_b));
    (-fma::<FMA>(2.0 * l, beyond, s1), fma::<FMA>(u, bend, ridge))
}

/// Puts the exact root in the place of the expanded one, and a into the first normal.
#[inline(always)]
fn clip<const FMA: bool>(block: &Block, terrain: &Terrain, scratch: &mut Scratch) {
    let Tracked { near_b, near_f, fall, .. } = &block.tracked;
    for lane in 0..LANES {
        let (u, y) = (block.w[lane].abs(), block.y[lane]);
        let (rho, tau) = bends::<FMA>(terrain, u, y, near_b[lane], near_f[lane], fall[lane]);
        let x_i = scratch.x_i[lane];
        let (a, b, c) = clipped_root::<FMA>(rho * x_i, tau * (x_i * x_i));
        let inverse = scratch.inverse_square[lane] * x_i;
        scratch.first[lane] *= a;
        (scratch.rho[lane], scratch.tau[lane]) = (b * inverse, c * inverse);
    }
}

/// Moves each walker, and says whether any has hopped.
#[inline(always)]
fn walk<const LAW: u8, const FMA: bool>(
    block: &mut Block,
    terrain: &Terrain,
    scratch: &mut Scratch,
    pace: Pace,
) -> bool {
    let t = terrain;
    let mut far = 0;
    let mut hopped = 0_u32;
    for lane in 0..LANES {
        let w = block.w[lane];
        let y = block.y[lane];
        let (n1, n2) = (scratch.first[lane], scratch.second[lane]);
        let stiffness = scratch.stiffness[lane];
        let (rho, tau) = (scratch.rho[lane], scratch.tau[lane]);
        let (x_i, inverse_square) = (scratch.x_i[lane], scratch.inverse_square[lane]);

        // The noise along u (in units of η/x_i²) and along y (in units of η), with its correlation.
        let (noise_u, noise_y) = match LAW {
            HESSIAN => {
                let size = pace.amplitude * stiffness * scratch.bend[lane];
                (size * n1, size * fma::<FMA>(rho, n1, tau * n2))
            }
            SQUARED => {
                let size = pace.amplitude * t.two_a * stiffness * stiffness;
                let (along, inverse_x) = (rho * x_i, inverse_square * x_i);
                (
                    size * inverse_x * fma::<FMA>(along, n2, n1),
                    size * fma::<FMA>(rho * inverse_x, n1, tau * n2),
                )
            }
            UNIFORM => (pace.amplitude * stiffness * x_i * n1, 0.0),
            _ => (0.0, 0.0),
        };

        let increment = fma::<FMA>(-pace.eta * t.mobile, scratch.slope_y[lane] + noise_y, -block.carry[lane]);
        let new_y = y + increment;
        let moved = new_y - y;
        block.carry[lane] = moved - increment;
        block.y[lane] = new_y;
        far |= mask(moved.abs() > t.stride);
        // e^−m to second order.
        let m = moved * t.inverse_y_d;
        let fall = block.tracked.fall[lane];
        block.tracked.fall[lane] = fma::<FMA>(fall * m, fma::<FMA>(0.5, m, -1.0), fall);

        let v = fma::<FMA>(-pace.eta * inverse_square, scratch.slope_u[lane] + noise_u, w.abs());
        // Beyond the ridge the sign turns; the length in the other valley's x_i is for `note_hops`.
        let turned = f32::from_bits(v.to_bits() ^ (w.to_bits() & SIGN));
        block.w[lane] = if v.abs() < DIVERGED_BEYOND { turned } else { f32::NAN };
        scratch.reached[lane] = v;
        hopped |= v.to_bits();
    }
    block.tracked.lost = far != 0;
    hopped & SIGN != 0
}

const SIGN: u32 = 1 << 31;

/// A condition as SIMD has it.
#[inline(always)]
fn mask(condition: bool) -> u32 {
    if condition { u32::MAX } else { 0 }
}

/// Writes down the hops of a step, and counts them: into the flat and into the sharp valley. Apart from `walk`, since in
/// most steps of most runs no walker of a block hops.
#[inline(always)]
fn note_hops(block: &mut Block, scratch: &mut Scratch, terrain: &Terrain, now: u32) -> [u32; 2] {
    let [from_flat, from_sharp] = terrain.hop_ratio;
    let mut into = [0_u32; 2];
    for lane in 0..LANES {
        let hop = mask(scratch.reached[lane] < 0.0);
        let w = block.w[lane];
        let sharp = mask(w < 0.0);
        let ratio = if w < 0.0 { from_flat } else { from_sharp };
        block.w[lane] = w * if hop != 0 { ratio } else { 1.0 };
        // No hop is later than now.
        block.last_hop[lane] = block.last_hop[lane].max(now & hop);
        // Bit by bit, because a choice would become a conditional store, which is slow.
        let (old, new) = (block.hop_y[lane].to_bits(), block.y[lane].to_bits());
        block.hop_y[lane] = f32::from_bits(old ^ ((old ^ new) & hop));
        block.hops[lane] = block.hops[lane].wrapping_add(hop & 1);
        into[0] = into[0].wrapping_add(hop & !sharp & 1);
        into[1] = into[1].wrapping_add(hop & sharp & 1);
    }
    scratch.take_sides(block, terrain);
    into
}
