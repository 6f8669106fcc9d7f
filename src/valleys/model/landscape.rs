//! The bifurcating two-valley loss L(x, y) of Eq. 5 and Appendix A.1, with its exact derivatives.

use nalgebra::{Matrix2, Vector2};
use serde::{Deserialize, Serialize};

/// The loss surface: a flat valley at x > 0 and a sharp one at x < 0, equally deep at every y.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Landscape {
    /// Asymptotic position of the flat valley (A1).
    pub x1: f64,
    /// Asymptotic position of the sharp valley (A1).
    pub x2: f64,
    /// Normalisation of x (A2).
    pub x0: f64,
    /// Flatness scale (A2).
    pub f0: f64,
    /// Bifurcation scale (A1).
    pub y_b: f64,
    /// Flattening scale (A2).
    pub y_f: f64,
    /// Drift strength (A4).
    pub l_d: f64,
    /// Drift scale (A4).
    pub y_d: f64,
}

/// A side of the ridge x = 0. The ridge itself counts as flat, as in Eq. 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Valley {
    Flat,
    Sharp,
}

impl Valley {
    pub const BOTH: [Self; 2] = [Self::Flat, Self::Sharp];

    pub fn of(x: f64) -> Self {
        if x >= 0.0 { Self::Flat } else { Self::Sharp }
    }

    /// +1 on the flat side, −1 on the sharp side.
    pub fn sign(self) -> f64 {
        match self {
            Self::Flat => 1.0,
            Self::Sharp => -1.0,
        }
    }
}

impl Default for Landscape {
    /// Table S1 of the paper.
    fn default() -> Self {
        Self { x1: 0.8, x2: 0.65, x0: 1.0, f0: 1.0, y_b: 30.0, y_f: 20.0, l_d: 1.0, y_d: 100.0 }
    }
}

impl Landscape {
    /// γ = f1/f2 = (x1/x2)², the flatness ratio of Eq. 5.
    pub fn gamma(&self) -> f64 {
        (self.x1 / self.x2).powi(2)
    }

    /// Whether the valley at x > 0 is the flat one, or as flat as the other.
    pub fn flat_is_right(&self) -> bool {
        self.gamma() >= 1.0
    }

    /// The same landscape with flatness ratio γ: x1 stays, x2 = x1/√γ.
    pub fn with_gamma(self, gamma: f64) -> Self {
        Self { x2: self.x1 / gamma.sqrt(), ..self }
    }

    /// x1 or x2.
    pub fn reach(&self, valley: Valley) -> f64 {
        match valley {
            Valley::Flat => self.x1,
            Valley::Sharp => self.x2,
        }
    }

    /// L(x, y), Eq. 5.
    pub fn value(&self, x: f64, y: f64) -> f64 {
        let valley = Valley::of(x);
        let u = x.abs();
        self.baseline(y) + u * (u - self.spread(valley, y)) / self.flatness(valley, y)
    }

    /// ∇L = (∂L/∂x, ∂L/∂y). It jumps at x = 0, where the flat side's is given.
    pub fn gradient(&self, x: f64, y: f64) -> Vector2<f64> {
        let valley = Valley::of(x);
        let u = x.abs();
        let (g, dg, _) = self.spread_jet(valley, y);
        let (w, dw, _) = self.stiffness_jet(valley, y);
        let bowl = u * (u - g);
        Vector2::new(valley.sign() * (2.0 * u - g) * w, self.baseline_slope(y) - u * dg * w + bowl * dw)
    }

    /// The exact Hessian, f″ included.
    pub fn hessian(&self, x: f64, y: f64) -> Matrix2<f64> {
        let valley = Valley::of(x);
        let u = x.abs();
        let (g, dg, ddg) = self.spread_jet(valley, y);
        let (w, dw, ddw) = self.stiffness_jet(valley, y);
        let xx = 2.0 * w;
        let xy = valley.sign() * ((2.0 * u - g) * dw - dg * w);
        let yy = self.baseline_curvature(y) - u * ddg * w - 2.0 * u * dg * dw + u * (u - g) * ddw;
        Matrix2::new(xx, xy, xy, yy)
    }

    /// L0(y), the loss on the ridge (A4).
    pub fn baseline(&self, y: f64) -> f64 {
        self.l_d * (-y / self.y_d).exp() + self.depth()
    }

    /// ΔL(y), the barrier between floor and ridge: the same in both valleys (A3).
    pub fn barrier(&self, y: f64) -> f64 {
        self.depth() * (y / (y + self.y_f)).powi(2)
    }

    /// f_i(y): curvature across the valley is 2/f_i (A2).
    pub fn flatness(&self, valley: Valley, y: f64) -> f64 {
        let ratio = self.reach(valley) / self.x0;
        self.f0 * (ratio * (y + self.y_f) / (y + self.y_b)).powi(2)
    }

    /// The x of the valley floor: g1/2 or −g2/2.
    pub fn floor(&self, valley: Valley, y: f64) -> f64 {
        valley.sign() * 0.5 * self.spread(valley, y)
    }

    /// dy/dt of the slow drift along the valley floors (A12).
    pub fn drift(&self, y: f64) -> f64 {
        self.l_d / self.y_d * (-y / self.y_d).exp()
            + 2.0 * self.depth() * self.y_f * y / (y + self.y_f).powi(3)
    }

    /// g_i(y) = 2 x_i y/(y + y_b), twice the distance of the floor from the ridge (A1).
    pub fn spread(&self, valley: Valley, y: f64) -> f64 {
        2.0 * self.reach(valley) * y / (y + self.y_b)
    }

    /// x0²/f0: the final depth of both valleys.
    pub fn depth(&self) -> f64 {
        self.x0 * self.x0 / self.f0
    }

    /// g_i and its first two derivatives.
    fn spread_jet(&self, valley: Valley, y: f64) -> (f64, f64, f64) {
        let distance = y + self.y_b;
        let first = 2.0 * self.reach(valley) * self.y_b / distance.powi(2);
        (self.spread(valley, y), first, -2.0 * first / distance)
    }

    /// 1/f_i and its first two derivatives; with r = (y + y_b)/(y + y_f), 1/f_i ∝ r².
    fn stiffness_jet(&self, valley: Valley, y: f64) -> (f64, f64, f64) {
        let scale = 1.0 / (self.f0 * (self.reach(valley) / self.x0).powi(2));
        let below = y + self.y_f;
        let r = (y + self.y_b) / below;
        let dr = (self.y_f - self.y_b) / below.powi(2);
        let ddr = -2.0 * dr / below;
        (scale * r * r, scale * 2.0 * r * dr, scale * 2.0 * (dr * dr + r * ddr))
    }

    fn baseline_slope(&self, y: f64) -> f64 {
        -self.l_d / self.y_d * (-y / self.y_d).exp()
    }

    fn baseline_curvature(&self, y: f64) -> f64 {
        self.l_d / self.y_d.powi(2) * (-y / self.y_d).exp()
    }
}
