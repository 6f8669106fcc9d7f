//! The grid that fills in the background: what it brings in is what the experiments say, held or not, in a file or not.

use std::sync::Arc;
use std::time::{Duration, Instant};

use frostline::networks::experiments::field::{
    Bid, Crop, Field, Scheme, Sown, cell, distances, sound, start,
};
use frostline::networks::experiments::grid;
use frostline::networks::experiments::live_grid::sized;
use frostline::networks::experiments::prepared::Prepared;
use frostline::networks::experiments::row::Row;
use frostline::networks::figures::grid_scope::GridScope;
use frostline::networks::figures::measure::Measure;
use frostline::networks::model::{Length, Setup};

/// Four cells of a network that is trained in no time.
fn small() -> Scheme {
    let base = sized(Setup {
        hidden: vec![12, 10],
        digits: 60,
        test_digits: 300,
        target_loss: 0.05,
        ..Setup::default()
    });
    let base = Setup { length: Length::Time(20.0), ..base };
    Scheme { base, repeats: 3, branches: 5, etas: [4, 5], batches: [0, 1] }
}

fn waited(field: &mut Field, what: &str, done: impl Fn(&Sown) -> bool) -> Sown {
    let since = Instant::now();
    loop {
        if let Some(sown) = field.latest() {
            let sown = sown.as_ref().as_ref().unwrap();
            if done(sown) {
                return sown.clone();
            }
        }
        assert!(since.elapsed() < Duration::from_secs(600), "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn crops(sown: &Sown) -> Vec<Crop> {
    sown.crops.iter().map(|crop| Crop::clone(crop)).collect()
}

#[test]
fn what_comes_in_is_what_the_experiments_say() {
    let scheme = small();
    let mut field = start(scheme.clone(), Vec::new(), 2, || ());
    let sown = waited(&mut field, "all runs", |sown| sown.complete);
    assert_eq!(sown.crops.len(), 12);
    for index in scheme.cells() {
        let found = cell(&scheme, index, sown.crops.iter().map(AsRef::as_ref)).unwrap();
        let prepared = Prepared::shipped(scheme.setup(index)).unwrap();
        let expected = grid::cell(&prepared, index, scheme.plan(), &|| true).unwrap();
        for (found, expected) in found.repeats.iter().zip(&expected.repeats) {
            assert_eq!(found, expected, "cell {index}");
        }
        let (found, expected) = (found.spread, expected.spread);
        let near = found.zip(expected).is_none_or(|(found, expected)| (found / expected - 1.0).abs() < 1e-5);
        assert!(found.is_some() == expected.is_some() && near, "{found:?}, {expected:?}");
    }
    // Rows and single runs agree: the squares of the distances to the mean are what r_θ is made of.
    let scope = GridScope::new(&scheme, &sown);
    for (index, row) in &scope.rows {
        let own = scope.crops(*index);
        let squares: f64 = distances(&own).iter().map(|(_, distance)| distance * distance).sum();
        if let Some(spread) = row.spread {
            let expected = (squares / (row.converged as f64 - 1.0)).sqrt();
            assert!((spread / expected - 1.0).abs() < 1e-6, "{spread} {expected}");
        }
        assert_eq!(scope.singles(*index, Measure::Freezing).len(), row.repeats);
    }
    assert_eq!(scope.done(), [12, 12]);
}

#[test]
fn it_is_held_goes_on_and_is_taken_up_from_a_file() {
    let scheme = small();
    let mut field = start(scheme.clone(), Vec::new(), 1, || ());
    let some = waited(&mut field, "some runs", |sown| sown.crops.len() >= 5);
    field.send(Bid::Abreast(0));
    std::thread::sleep(Duration::from_millis(200));
    let held = waited(&mut field, "what is held", |_| true).crops.len();
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(waited(&mut field, "what is held", |_| true).crops.len(), held);
    assert!(held >= some.crops.len() && held < 12);
    field.send(Bid::Abreast(2));
    let whole = waited(&mut field, "the rest", |sown| sown.complete);
    drop(field);
    // As a session keeps it: through text, and with what does not belong there left out.
    let text = serde_json::to_string(&crops(&some)).unwrap();
    let mut read: Vec<Crop> = serde_json::from_str(&text).unwrap();
    assert_eq!(read, crops(&some));
    let twice = read[0].clone();
    read.push(twice);
    read.push(Crop { cell: 999, ..read[0].clone() });
    read.push(Crop { accuracy: f64::NAN, number: 7, ..read[0].clone() });
    let read = sound(read, &scheme);
    assert_eq!(read.len(), some.crops.len());
    let mut again = start(scheme.clone(), read, 2, || ());
    let again = waited(&mut again, "the rest of the file's", |sown| sown.complete);
    for index in scheme.cells() {
        let row = |sown: &Sown| Row::of(&cell(&scheme, index, sown.crops.iter().map(AsRef::as_ref)).unwrap());
        let (one, other) = (row(&whole), row(&again));
        assert_eq!((one.eta_t_f, one.flatness_matched), (other.eta_t_f, other.flatness_matched));
        let spreads = one.spread.zip(other.spread);
        assert!(spreads.is_none_or(|(one, other)| (one / other - 1.0).abs() < 1e-9), "{spreads:?}");
    }
}

#[test]
fn more_is_asked_for_without_losing_what_there_is() {
    let scheme = Scheme { repeats: 1, ..small() };
    let mut field = start(scheme.clone(), Vec::new(), 2, || ());
    let few = waited(&mut field, "a run of each cell", |sown| sown.complete);
    assert_eq!(few.crops.len(), 4);
    field.send(Bid::Scheme(Scheme { repeats: 2, ..scheme }));
    let more = waited(&mut field, "two of each", |sown| sown.complete && sown.crops.len() == 8);
    assert!(few.crops.iter().zip(more.crops.iter()).all(|(one, other)| Arc::ptr_eq(one, other)));
}
