//! The grid of Fig. 2 at work in the background: runs come in one after the other, coarse to fine, two at a time, and what
//! is kept of each is published as it comes. It goes in turns of some milliseconds, so that it can be held, taken up again
//! and asked for more or less at any time; which run comes in when changes nothing of what it tells.

mod crop;
mod scheme;
mod seedling;

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::prepared::PrepareError;
use crate::job::{Away, Job, Packing, Port, Turn};
use crate::networks::model::{Digits, Shipped};
use crate::platform::clock::Instant;
use seedling::Seedling;

pub use crop::{Crop, cell, distances, sound};
pub use scheme::{MOST_BRANCHES, MOST_REPEATS, Plot, Scheme};

/// The grid as its owner sees it; what it publishes is the reason where there is nothing to work with.
pub type Field = Job<Bid, Result<Sown, String>>;

/// What the owner can ask of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Bid {
    /// More or fewer of the same runs.
    Scheme(Scheme),
    /// Runs that are done side by side from now on; with none it stands still.
    Abreast(usize),
}

/// The grid at one moment.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sown {
    /// Runs that are in, in the order in which they came.
    pub crops: Arc<Vec<Arc<Crop>>>,
    /// Those under way, and how much of each is done.
    pub growing: Vec<(Plot, f64)>,
    /// Whether all runs that are asked for are in.
    pub complete: bool,
}

/// A turn's length, about.
const SLICE: Duration = Duration::from_millis(14);
/// How often it says how far it is.
const TELL_EVERY: Duration = Duration::from_millis(120);

/// Starts on a grid of which some runs are in.
pub fn start(
    scheme: Scheme,
    crops: Vec<Crop>,
    abreast: usize,
    wake: impl Fn() + Send + Sync + 'static,
) -> Field {
    Job::away::<Sowing>("grid", wake, Sowing { scheme, crops, abreast })
}

/// What it begins with.
#[derive(Serialize, Deserialize)]
struct Sowing {
    scheme: Scheme,
    crops: Vec<Crop>,
    abreast: usize,
}

impl Away for Sowing {
    type From = Self;
    type Told = Bid;
    type Found = Result<Sown, String>;

    const STREAMS: bool = true;

    fn begin(from: Self) -> impl FnMut(&Port<Bid, Self::Found>) -> Turn + Send + 'static {
        let mut asked = Some(from);
        let mut farm = None;
        move |port: &Port<Bid, Self::Found>| {
            if let Some(Self { scheme, crops, abreast }) = asked.take() {
                match Farm::new(scheme, crops, abreast) {
                    Ok(begun) => farm = Some(begun),
                    Err(error) => port.publish(Err(error.to_string())),
                }
            }
            farm.as_mut().map_or(Turn::Done, |farm| farm.turn(port))
        }
    }

    fn packing() -> Packing<Self::Found> {
        Packing::plain()
    }
}

struct Farm {
    scheme: Scheme,
    digits: [Digits; 2],
    crops: Arc<Vec<Arc<Crop>>>,
    /// Where second layers ended, as far as that is known.
    ends: HashMap<Plot, Vec<f32>>,
    growing: Vec<Seedling>,
    abreast: usize,
    /// When something was last published.
    told: Option<Instant>,
}

impl Farm {
    fn new(scheme: Scheme, crops: Vec<Crop>, abreast: usize) -> Result<Self, PrepareError> {
        let train = Digits::shipped(Shipped::Train).map_err(PrepareError::Train)?;
        let test = Digits::shipped(Shipped::Test).map_err(PrepareError::Test)?;
        let digits = [train, test];
        let crops = Arc::new(crops.into_iter().map(Arc::new).collect());
        let (ends, growing) = (HashMap::new(), Vec::new());
        Ok(Self { scheme, digits, crops, ends, growing, abreast, told: None })
    }

    fn turn(&mut self, port: &Port<Bid, Result<Sown, String>>) -> Turn {
        while let Some(bid) = port.poll() {
            match bid {
                Bid::Scheme(scheme) => {
                    self.scheme = scheme;
                    let wanted = self.scheme.plots();
                    self.growing.retain(|run| wanted.contains(&run.plot()));
                }
                Bid::Abreast(count) => self.abreast = count,
            }
        }
        let before = self.crops.len();
        let works = match self.work() {
            Ok(works) => works,
            Err(error) => {
                port.publish(Err(error.to_string()));
                return Turn::Done;
            }
        };
        let due = self.told.is_none_or(|told| told.elapsed() >= TELL_EVERY);
        if !works || self.crops.len() > before || due {
            self.told = Some(Instant::now());
            port.publish(Ok(self.sown()));
        }
        if works { Turn::Again } else { Turn::Rest(None) }
    }

    /// Does some milliseconds of the runs that are wanted next; false where there is nothing to do.
    fn work(&mut self) -> Result<bool, PrepareError> {
        if self.growing.len() < self.abreast {
            self.plant()?;
        }
        let abreast = self.abreast.min(self.growing.len());
        let until = Instant::now() + SLICE;
        let under_way = &mut self.growing[..abreast];
        let ripe: Vec<bool> = under_way.par_iter_mut().with_max_len(1).map(|run| run.grow(until)).collect();
        for place in (0..abreast).rev().filter(|place| ripe[*place]) {
            let run = self.growing.remove(place);
            self.bring_in(run)?;
        }
        Ok(abreast > 0)
    }

    /// Begins the next of the runs that are neither in nor under way.
    fn plant(&mut self) -> Result<(), PrepareError> {
        let known: HashSet<Plot> = self
            .crops
            .iter()
            .map(|crop| crop.plot())
            .chain(self.growing.iter().map(Seedling::plot))
            .collect();
        let [train, test] = &self.digits;
        let wanted = self.scheme.plots().into_iter().filter(|plot| !known.contains(plot));
        for plot in wanted.take(self.abreast - self.growing.len()) {
            self.growing.push(Seedling::new(&self.scheme, plot, [train, test])?);
        }
        Ok(())
    }

    fn bring_in(&mut self, run: Seedling) -> Result<(), PrepareError> {
        let (mut crop, end) = run.crop();
        let [train, test] = &self.digits;
        if crop.converged {
            let others = self.crops.iter().filter(|other| other.cell == crop.cell && other.converged);
            for plot in others.map(|other| other.plot()) {
                // Where a session's run ended is not in its file.
                let other = match self.ends.entry(plot) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(place) => place.insert(seedling::again(&self.scheme, plot, [train, test])?),
                };
                let squares = end.iter().zip(other.iter()).map(|(a, b)| f64::from(a - b).powi(2));
                crop.apart.push((plot.1, squares.sum()));
            }
            self.ends.insert(crop.plot(), end);
        }
        Arc::make_mut(&mut self.crops).push(Arc::new(crop));
        Ok(())
    }

    fn sown(&self) -> Sown {
        let known: HashSet<Plot> = self.crops.iter().map(|crop| crop.plot()).collect();
        Sown {
            crops: Arc::clone(&self.crops),
            growing: self.growing.iter().map(|run| (run.plot(), run.share())).collect(),
            complete: self.scheme.plots().iter().all(|plot| known.contains(plot)),
        }
    }
}
