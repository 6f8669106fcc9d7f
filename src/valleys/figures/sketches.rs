//! What the answers to the experiments look like, before anybody has asked: panels of real answers, made quickly and
//! thinned. A test makes them anew and holds them against the experiments.

use std::sync::LazyLock;

use super::asked::EXPERIMENTS;
use super::entry::Entry;
use crate::chart::{Dot, Figure, Mark, Panel, Shape};

/// Names and panels, in postcard's bytes.
const SHIPPED: &[u8] = include_bytes!("../../../assets/sketches.postcard");
/// Points of a curve, dots, and values of a map that are enough for a picture of a thumb's size.
const POINTS: usize = 160;
const DOTS: usize = 1_500;

static SKETCHES: LazyLock<Vec<(String, Panel)>> = LazyLock::new(|| read(SHIPPED).unwrap_or_default());

fn read(bytes: &[u8]) -> Option<Vec<(String, Panel)>> {
    postcard::from_bytes(bytes).ok()
}

/// The sketch of an experiment.
pub fn sketch(entry: &Entry) -> Option<&'static Panel> {
    SKETCHES.iter().find(|(name, _)| *name == entry.name).map(|(_, panel)| panel)
}

/// The bytes of sketches of answers, which are figures by the names of their experiments.
pub fn written(answers: &[Figure]) -> Vec<u8> {
    let sketches: Vec<(String, Panel)> = EXPERIMENTS
        .iter()
        .filter_map(|entry| answers.iter().find(|figure| figure.name == entry.name))
        .filter_map(|figure| Some((figure.name.clone(), thinned(figure.panels.first()?))))
        .collect();
    postcard::to_stdvec(&sketches).expect("it is plain data")
}

/// A panel without its words, and with no more points than can be seen.
fn thinned(panel: &Panel) -> Panel {
    let kept = panel.marks.iter().filter(|mark| !matches!(mark.shape, Shape::Words { .. }));
    let marks = kept.map(|mark| Mark::from(fewer(&mark.shape))).collect();
    Panel { title: String::new(), marks, bar: None, ..panel.clone() }
}

fn fewer(shape: &Shape) -> Shape {
    match shape {
        Shape::Curve { paths, pen } => {
            let paths = paths.iter().map(|path| every(path, POINTS)).collect();
            Shape::Curve { paths, pen: *pen }
        }
        Shape::Band { points, ink, opacity } => {
            Shape::Band { points: every(points, POINTS), ink: *ink, opacity: *opacity }
        }
        Shape::Dots { dots, ink, symbol, size } => {
            let dots: Vec<Dot> = every(dots, DOTS);
            Shape::Dots { dots, ink: *ink, symbol: *symbol, size: *size }
        }
        Shape::Swarm { points, values, map, size } => {
            Shape::Swarm { points: every(points, DOTS), values: every(values, DOTS), map: *map, size: *size }
        }
        other => other.clone(),
    }
}

/// Some of a list, evenly, the first and the last among them.
fn every<T: Copy>(all: &[T], most: usize) -> Vec<T> {
    if all.len() <= most {
        return all.to_vec();
    }
    (0..most).map(|place| all[place * (all.len() - 1) / (most - 1)]).collect()
}
