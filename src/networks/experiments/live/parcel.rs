//! A sight as it is sent from where it is made to where it is looked at: of what is shared from one to the next only what is
//! not there yet.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::sight::{Sight, Station, Trained, Twig};
use super::traces::{Placed, Trace, Traces};
use crate::job::{Packing, bytes, read};
use crate::networks::experiments::clocks::{Barriers, Children, Similarity};
use crate::networks::experiments::plane::Plane;
use crate::networks::experiments::prepared::Prepared;
use crate::networks::experiments::run::Run;
use crate::networks::model::Digits;

/// What is sent. Of what is shared: nothing where it is the one that is there.
#[derive(Serialize, Deserialize)]
struct Parcel {
    prepared: Option<Arc<Prepared>>,
    pictures: Option<Arc<Digits>>,
    target: f64,
    run: Option<Arc<Run>>,
    losses: Vec<(u32, [f64; 2])>,
    stations: Vec<Station>,
    over: bool,
    twigs: Vec<Option<Arc<Twig>>>,
    drawn: Arc<Vec<u32>>,
    traces: Option<Shadows>,
    similarity: [Option<Arc<Similarity>>; 3],
    barriers: Option<Arc<Barriers>>,
    children: Arc<Vec<Children>>,
    planned: usize,
    rests: bool,
}

/// What is sent of [`Traces`].
#[derive(Serialize, Deserialize)]
struct Shadows {
    plane: Option<Arc<Plane>>,
    sgd: Option<Arc<Vec<Placed>>>,
    twigs: Vec<Option<Arc<Trace>>>,
    off: f64,
}

/// What has been sent, or has come.
#[derive(Default)]
struct There {
    prepared: Option<Arc<Prepared>>,
    pictures: Option<Arc<Digits>>,
    run: Option<Arc<Run>>,
    twigs: Vec<Arc<Twig>>,
    plane: Option<Arc<Plane>>,
    sgd: Option<Arc<Vec<Placed>>>,
    traces: Vec<Arc<Trace>>,
    similarity: [Option<Arc<Similarity>>; 3],
}

/// Both ends of the way.
pub(super) fn packing() -> Packing<Result<Sight, String>> {
    let (mut sent, mut come) = (There::default(), There::default());
    Packing {
        pack: Box::new(move |sight| bytes(&sight.as_ref().map(|sight| sent.parcel(sight)))),
        unpack: Box::new(move |bytes| read::<Result<_, _>>(bytes).map(|parcel| come.sight(parcel))),
    }
}

/// What is not there, which it is from now on.
fn new<T>(there: &mut Option<Arc<T>>, own: &Arc<T>) -> Option<Arc<T>> {
    let known = there.as_ref().is_some_and(|there| Arc::ptr_eq(there, own));
    *there = Some(Arc::clone(own));
    (!known).then(|| Arc::clone(own))
}

/// The same of a list, place by place.
fn new_of<T>(there: &mut Vec<Arc<T>>, own: &[Arc<T>]) -> Vec<Option<Arc<T>>> {
    let known = |place: usize, own| there.get(place).is_some_and(|there| Arc::ptr_eq(there, own));
    let new = own.iter().enumerate().map(|(place, own)| (!known(place, own)).then(|| Arc::clone(own)));
    let new = new.collect();
    own.clone_into(there);
    new
}

/// What there is once something new has come, or nothing has.
fn taken<T>(there: &mut Option<Arc<T>>, new: Option<Arc<T>>) -> Arc<T> {
    if new.is_some() {
        *there = new;
    }
    there.clone().expect("it was sent before")
}

fn taken_of<T>(there: &mut Vec<Arc<T>>, new: Vec<Option<Arc<T>>>) -> Vec<Arc<T>> {
    let place = |(place, new): (usize, Option<Arc<T>>)| new.unwrap_or_else(|| Arc::clone(&there[place]));
    *there = new.into_iter().enumerate().map(place).collect();
    there.clone()
}

impl There {
    /// Packs what is not there of a sight.
    fn parcel(&mut self, sight: &Sight) -> Parcel {
        let [first, second, third] = &mut self.similarity;
        let [own_first, own_second, own_third] = &sight.similarity;
        Parcel {
            prepared: new(&mut self.prepared, &sight.prepared),
            pictures: new(&mut self.pictures, &sight.pictures),
            target: sight.target,
            run: new(&mut self.run, &sight.trained.run),
            losses: sight.trained.losses.clone(),
            stations: sight.trained.stations.clone(),
            over: sight.trained.over,
            twigs: new_of(&mut self.twigs, &sight.twigs),
            drawn: Arc::clone(&sight.drawn),
            traces: sight.traces.as_ref().map(|traces| Shadows {
                plane: new(&mut self.plane, &traces.plane),
                sgd: new(&mut self.sgd, &traces.sgd),
                twigs: new_of(&mut self.traces, &traces.twigs),
                off: traces.off,
            }),
            similarity: [new(first, own_first), new(second, own_second), new(third, own_third)],
            barriers: sight.barriers.clone(),
            children: Arc::clone(&sight.children),
            planned: sight.planned,
            rests: sight.rests,
        }
    }

    /// Puts a sight together of what is there and what has come.
    fn sight(&mut self, parcel: Parcel) -> Sight {
        let Parcel { losses, stations, over, similarity, .. } = parcel;
        let run = taken(&mut self.run, parcel.run);
        let [first, second, third] = &mut self.similarity;
        let [new_first, new_second, new_third] = similarity;
        Sight {
            prepared: taken(&mut self.prepared, parcel.prepared),
            pictures: taken(&mut self.pictures, parcel.pictures),
            target: parcel.target,
            trained: Arc::new(Trained { run, losses, stations, over }),
            twigs: taken_of(&mut self.twigs, parcel.twigs),
            drawn: parcel.drawn,
            traces: parcel.traces.map(|traces| {
                Arc::new(Traces {
                    plane: taken(&mut self.plane, traces.plane),
                    sgd: taken(&mut self.sgd, traces.sgd),
                    twigs: taken_of(&mut self.traces, traces.twigs),
                    off: traces.off,
                })
            }),
            similarity: [taken(first, new_first), taken(second, new_second), taken(third, new_third)],
            barriers: parcel.barriers,
            children: parcel.children,
            planned: parcel.planned,
            rests: parcel.rests,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Ranks, Worker};
    use super::*;
    use crate::networks::model::{Length, Setup};

    #[test]
    fn turn_for_turn_a_sight_arrives_as_it_was_sent() {
        let setup = Setup { hidden: vec![8], digits: 50, test_digits: 60, ..Setup::default() };
        let setup = Setup { length: Length::Steps(60), target_loss: 0.5, ..setup };
        let mut worker = Worker::new(setup, 1, &[7], Ranks::default()).expect("the digits are there");
        let Packing { mut pack, mut unpack } = packing();
        let mut sizes = Vec::new();
        loop {
            let works = worker.work();
            let sent = worker.sight(!works);
            let bytes = pack(&Ok(sent.clone()));
            sizes.push(bytes.len());
            let come = unpack(&bytes).expect("it went well");
            assert_eq!(come.prepared.setup, sent.prepared.setup);
            assert_eq!(come.prepared.start, sent.prepared.start);
            for (come, sent) in come.prepared.datasets().iter().zip(sent.prepared.datasets()) {
                assert_eq!(come.digits(), sent.digits());
            }
            assert_eq!((come.pictures, come.target), (sent.pictures, sent.target));
            assert_eq!((&come.trained.run, come.trained.over), (&sent.trained.run, sent.trained.over));
            assert_eq!(come.trained.losses, sent.trained.losses);
            assert_eq!(come.trained.stations, sent.trained.stations);
            assert_eq!((come.twigs, come.drawn), (sent.twigs, sent.drawn));
            assert_eq!((come.similarity, come.barriers), (sent.similarity, sent.barriers));
            assert_eq!((come.children, come.planned), (sent.children, sent.planned));
            assert_eq!(come.traces.is_some(), sent.traces.is_some());
            for (come, sent) in come.traces.iter().zip(&sent.traces) {
                assert!(come.plane.is(&sent.plane));
                assert_eq!((&come.sgd, &come.twigs, come.off), (&sent.sgd, &sent.twigs, sent.off));
            }
            if !works {
                assert!(come.rests);
                break;
            }
        }
        let [first, last] = [sizes[0], sizes[sizes.len() - 1]];
        assert!(last * 10 < first, "digits are sent again and again: {first} bytes, then {last}");
    }
}
