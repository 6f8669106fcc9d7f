//! A live run as it is sent from where it runs to where it is watched: of the past and of the record only what is not
//! there yet, for they grow long.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::changes::Changes;
use super::live::{Histogram, LastHop, Picture, Snapshot};
use crate::job::{Packing, bytes, read};
use crate::valleys::model::Scenario;
use crate::valleys::sim::{Record, Sample, Summary};

/// What is sent.
#[derive(Serialize, Deserialize)]
struct Parcel {
    scenario: Scenario,
    changes: Option<[Changes; 2]>,
    playing: bool,
    speed: f64,
    /// From this many samples on, which are there already.
    from: usize,
    samples: Vec<Sample>,
    tracers: Vec<Arc<[[f32; 2]]>>,
    close: Option<Close>,
    now: Arc<Picture>,
    /// Steps of all pictures of the past, and those pictures that are new.
    past: Vec<u32>,
    pictures: Vec<Arc<Picture>>,
}

/// What takes a look at every walker, and is looked at now and then.
#[derive(Clone, Serialize, Deserialize)]
struct Close {
    summary: Arc<Summary>,
    freezing: Arc<Histogram>,
    last_hops: Arc<Vec<LastHop>>,
}

/// What has been sent, or has come.
#[derive(Default)]
struct There {
    changes: [Changes; 2],
    record: Record,
    close: Option<Close>,
    past: BTreeMap<u32, Arc<Picture>>,
}

/// Both ends of the way.
pub(super) fn packing() -> Packing<Snapshot> {
    let (mut sent, mut come) = (There::default(), There::default());
    Packing {
        pack: Box::new(move |snapshot| bytes(&sent.parcel(snapshot))),
        unpack: Box::new(move |bytes| come.snapshot(read(bytes))),
    }
}

impl There {
    /// Packs what is not there of a snapshot.
    fn parcel(&mut self, run: &Snapshot) -> Parcel {
        let changes = [run.changes.clone(), run.due.clone()];
        let changed = changes != self.changes;
        let known = &self.record.samples;
        let own = &run.record.samples;
        // A record that was thinned meanwhile is another one; its last sample may still be added to.
        let from = known.len().saturating_sub(1);
        let goes_on = own.len() >= known.len() && own[..from] == known[..from];
        let from = if goes_on { from } else { 0 };
        let close = Close {
            summary: Arc::clone(&run.summary),
            freezing: Arc::clone(&run.freezing),
            last_hops: Arc::clone(&run.last_hops),
        };
        let same = self.close.as_ref().is_some_and(|known| Arc::ptr_eq(&known.last_hops, &close.last_hops));
        let new = run.past.iter().filter(|picture| !self.past.contains_key(&picture.step));
        let parcel = Parcel {
            scenario: run.scenario.clone(),
            changes: changed.then(|| changes.clone()),
            playing: run.playing,
            speed: run.speed,
            from,
            samples: own[from..].to_vec(),
            tracers: run.record.tracers[from..].to_vec(),
            close: (!same).then(|| close.clone()),
            now: Arc::clone(&run.now),
            past: run.past.iter().map(|picture| picture.step).collect(),
            pictures: new.cloned().collect(),
        };
        self.changes = changes;
        self.record = Record { tracers: Vec::new(), ..Record::clone(&run.record) };
        self.close = Some(close);
        self.past = run.past.iter().map(|picture| (picture.step, Arc::clone(picture))).collect();
        parcel
    }

    /// Puts a snapshot together of what is there and what has come.
    fn snapshot(&mut self, parcel: Parcel) -> Snapshot {
        if let Some(changes) = parcel.changes {
            self.changes = changes;
        }
        self.record.samples.truncate(parcel.from);
        self.record.tracers.truncate(parcel.from);
        self.record.samples.extend(parcel.samples);
        self.record.tracers.extend(parcel.tracers);
        if let Some(close) = parcel.close {
            self.close = Some(close);
        }
        self.past.extend(parcel.pictures.into_iter().map(|picture| (picture.step, picture)));
        self.past.retain(|step, _| parcel.past.binary_search(step).is_ok());
        let Close { summary, freezing, last_hops } = self.close.clone().expect("the first parcel has it");
        let [changes, due] = self.changes.clone();
        Snapshot {
            scenario: parcel.scenario,
            changes,
            due,
            playing: parcel.playing,
            speed: parcel.speed,
            record: Arc::new(self.record.clone()),
            summary,
            now: parcel.now,
            past: self.past.values().cloned().collect(),
            freezing,
            last_hops,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::settings::Schedule;
    use crate::valleys::experiments::changes::Change;
    use crate::valleys::experiments::live::replay;
    use crate::valleys::model::Preset;

    #[test]
    fn moment_for_moment_a_run_arrives_as_it_was_sent() {
        let start = Scenario { walkers: 150, steps: 30_000, ..Preset::Fig4.scenario() };
        let louder = Scenario { sigma: Schedule::Constant(0.09), ..start.clone() };
        let mut run = replay(&start, vec![Change { step: 700, scenario: louder }].into());
        let Packing { mut pack, mut unpack } = packing();
        let mut largest = 0;
        // Past and record are thinned on the way.
        for step in [0, 1, 10, 699, 700, 701, 5_000, 5_001, 12_000, 29_000, 30_000] {
            let sent = run.to(step, &|_| ControlFlow::Continue(())).expect("nobody breaks it off");
            let bytes = pack(&sent);
            largest = largest.max(bytes.len());
            let come = unpack(&bytes);
            assert_eq!((come.scenario, come.changes, come.due), (sent.scenario, sent.changes, sent.due));
            assert_eq!((come.record, come.summary), (sent.record, sent.summary));
            assert_eq!((come.freezing, come.last_hops), (sent.freezing, sent.last_hops));
            assert_eq!(come.past.len(), sent.past.len(), "step {step}");
            for (come, sent) in come.past.iter().chain([&come.now]).zip(sent.past.iter().chain([&sent.now])) {
                assert_eq!((come.step, &come.x, &come.y), (sent.step, &sent.x, &sent.y));
                assert_eq!((&come.age, come.measures()), (&sent.age, sent.measures()));
            }
            let again = pack(&run.to(step, &|_| ControlFlow::Continue(())).expect("it stands there"));
            assert!(again.len() < 20_000, "{} bytes for nothing new at step {step}", again.len());
            unpack(&again);
        }
        assert!(largest > 100_000, "the past has been sent: {largest}");
    }
}
