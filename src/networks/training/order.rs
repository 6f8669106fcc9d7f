//! Which digits a step of SGD sees: batches without replacement, shuffled again in every epoch. The order of an epoch
//! follows from (seed, repeat, epoch), so that a run goes on the same way from wherever it is taken up.

use serde::{Deserialize, Serialize};

use crate::networks::model::Stream;

/// What batches are drawn for, among all that a seed is for.
const BATCHES: u64 = 0xBA7C;

/// Where in its epochs a run is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub epoch: u64,
    /// Digits of the epoch that were seen.
    pub seen: usize,
}

/// The digits of a run, epoch by epoch.
#[derive(Clone, Debug)]
pub struct Order {
    seed: u64,
    repeat: u64,
    count: usize,
    place: Place,
    /// Of the epoch that the place is in.
    shuffled: Vec<u32>,
}

impl Order {
    /// From a place on.
    pub fn from(place: Place, count: usize, seed: u64, repeat: u64) -> Self {
        let mut order = Self { seed, repeat, count, place, shuffled: Vec::new() };
        order.shuffle();
        order
    }

    fn shuffle(&mut self) {
        let mut stream = Stream::of([self.seed, BATCHES, self.repeat, self.place.epoch]);
        self.shuffled = stream.permutation(self.count);
    }

    pub fn place(&self) -> Place {
        self.place
    }

    /// The next batch; the last of an epoch may have fewer digits.
    pub fn next(&mut self, size: usize) -> &[u32] {
        if self.place.seen == self.count {
            self.place = Place { epoch: self.place.epoch + 1, seen: 0 };
            self.shuffle();
        }
        let start = self.place.seen;
        self.place.seen = self.count.min(start + size);
        &self.shuffled[start..self.place.seen]
    }
}
