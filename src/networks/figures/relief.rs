//! The train loss on a plane, coarse first and then finer, with its lines of equal loss: worked out in the background, a row
//! to a turn.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::chart::axis::evenly;
use crate::chart::contours::Heights;
use crate::job::{ASIDE, Away, Job, Packing, Port, Precedence, Turn};
use crate::networks::experiments::plane::Plane;
use crate::networks::experiments::prepared::{PrepareError, Prepared};
use crate::networks::model::Setup;

/// What is asked: the stretches of a plane that are looked at.
#[derive(Clone, Serialize, Deserialize)]
#[serde(into = "Question", try_from = "Question")]
pub struct Ground {
    pub prepared: Arc<Prepared>,
    pub plane: Arc<Plane>,
    pub view: [[f64; 2]; 2],
}

/// The loss at the corners of a lattice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Relief {
    pub plane: Arc<Plane>,
    /// Whether it will not become finer.
    pub finest: bool,
    pub view: [[f64; 2]; 2],
    /// Columns and rows.
    pub size: [usize; 2],
    /// Decimal logarithms of the loss, row by row from the lowest.
    pub heights: Vec<f64>,
    /// Lines of equal loss, by their decimal logarithm.
    pub lines: Vec<(f64, Vec<Vec<[f64; 2]>>)>,
}

/// Columns of the finest lattice, less one, and between two known ones at first.
const COLUMNS: usize = 160;
const COARSE: usize = 8;
/// Lines to a decade.
const LINES: f64 = 8.0;
/// Losses below this are not told apart.
const LEAST: f64 = 1e-4;

/// Whoever works out the loss on a plane; what was asked last is worked out, once what `hand` goes before it with is done.
pub fn relief(hand: Precedence, wake: impl Fn() + Send + Sync + 'static) -> Job<Ground, Relief> {
    Job::away::<Surveying>("plane", wake, Surveying { hand })
}

#[derive(Serialize, Deserialize)]
struct Surveying {
    /// A worker has nobody beside it.
    #[serde(skip)]
    hand: Precedence,
}

impl Away for Surveying {
    type From = Self;
    type Told = Ground;
    type Found = Relief;

    const STREAMS: bool = true;

    fn begin(Self { hand }: Self) -> impl FnMut(&Port<Ground, Relief>) -> Turn + Send + 'static {
        let mut work: Option<Survey> = None;
        move |port: &Port<Ground, Relief>| {
            if let Some(ground) = port.poll_last() {
                work = Some(Survey::new(ground));
            }
            let Some(survey) = &mut work else { return Turn::Rest(None) };
            if hand.is_taken() {
                return Turn::Rest(Some(ASIDE));
            }
            if survey.row() {
                return Turn::Again;
            }
            port.publish(survey.relief());
            if survey.finer() {
                return Turn::Again;
            }
            work = None;
            Turn::Rest(None)
        }
    }

    fn packing() -> Packing<Relief> {
        Packing::plain()
    }
}

/// What is sent of a question: digits are where the answer is found.
#[derive(Serialize, Deserialize)]
struct Question {
    setup: Setup,
    plane: Arc<Plane>,
    view: [[f64; 2]; 2],
}

impl From<Ground> for Question {
    fn from(Ground { prepared, plane, view }: Ground) -> Self {
        Self { setup: Setup::clone(&prepared.setup), plane, view }
    }
}

impl TryFrom<Question> for Ground {
    type Error = PrepareError;

    fn try_from(Question { setup, plane, view }: Question) -> Result<Self, PrepareError> {
        Ok(Self { prepared: Prepared::at_hand(setup)?, plane, view })
    }
}

/// A lattice under way.
struct Survey {
    ground: Ground,
    x: Vec<f64>,
    y: Vec<f64>,
    /// Row by row; NaN where nothing has been worked out.
    losses: Vec<f64>,
    /// Between two corners that are wanted now, and the row to come.
    stride: usize,
    next: usize,
}

impl Survey {
    fn new(ground: Ground) -> Self {
        let [x, y] = ground.view;
        let aspect = ((y[1] - y[0]) / (x[1] - x[0])).clamp(0.1, 4.0);
        let rows = (COLUMNS as f64 * aspect / COARSE as f64).round().max(2.0) as usize * COARSE;
        let (x, y) = (evenly(x, COLUMNS), evenly(y, rows));
        let losses = vec![f64::NAN; x.len() * y.len()];
        Self { ground, x, y, losses, stride: COARSE, next: 0 }
    }

    /// Works out the next row; false where there is none.
    fn row(&mut self) -> bool {
        if self.next >= self.y.len() {
            return false;
        }
        let Ground { prepared, plane, .. } = &self.ground;
        let start = plane.network([0.0, 0.0]);
        let mut pass = prepared.train.pass(&start.shape);
        let row = &mut self.losses[self.next * self.x.len()..][..self.x.len()];
        for (x, loss) in self.x.iter().zip(row).step_by(self.stride).filter(|(_, loss)| loss.is_nan()) {
            let found = prepared.train.loss(&plane.network([*x, self.y[self.next]]), &mut pass);
            // A loss beyond all numbers is known as well, and no height.
            *loss = if found.is_nan() { f64::INFINITY } else { found };
        }
        self.next += self.stride;
        true
    }

    /// Goes on to the corners between; false where all is known.
    fn finer(&mut self) -> bool {
        (self.stride, self.next) = (self.stride / 2, 0);
        self.stride > 0
    }

    fn relief(&self) -> Relief {
        let every = |from: &[f64]| -> Vec<f64> { from.iter().step_by(self.stride).copied().collect() };
        let (x, y) = (every(&self.x), every(&self.y));
        let rows = self.losses.chunks_exact(self.x.len()).step_by(self.stride);
        let heights: Vec<f64> = rows
            .flat_map(|row| row.iter().step_by(self.stride).map(|loss| loss.max(LEAST).log10()))
            .collect();
        let size = [x.len(), y.len()];
        let known = || heights.iter().copied().filter(|height| height.is_finite());
        let [low, high] = [known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max)];
        let (first, last) = ((LINES * low).ceil() as i32, (LINES * high).floor() as i32);
        let map = Heights::known(x, y, heights.clone());
        let levels = (first..=last).map(|line| f64::from(line) / LINES);
        let lines = levels.map(|level| (level, map.contours(level))).collect();
        Relief {
            plane: Arc::clone(&self.ground.plane),
            finest: self.stride == 1,
            view: self.ground.view,
            size,
            heights,
            lines,
        }
    }
}
