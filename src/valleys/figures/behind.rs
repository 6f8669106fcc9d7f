//! The run that the one on show is compared with, as the stage of paper has it: its walkers pale, its frost line, and rings
//! about the walkers that end elsewhere.

use std::sync::Arc;

use super::pens;
use super::seen::{Forecast, FrostLine};
use super::sight::Sight;
use super::source::Source;
use crate::chart::{Dot, Ink, Map, Mark, Shape, Symbol, format_whole};
use crate::job::Progress;
use crate::say;
use crate::valleys::experiments::ahead::{Outcome, Parted, to_the_end};
use crate::valleys::experiments::live::{Picture, replayed};
use crate::valleys::experiments::story::Story;

/// Another run, or the same before it was changed, and what it is called.
#[derive(Clone, Debug, PartialEq)]
pub struct Behind {
    pub name: String,
    pub story: Story,
}

/// What there is to see of it beside a run at a step.
pub(super) struct Compared {
    picture: Picture,
    frost: Option<f64>,
    /// What it is, and how many walkers end elsewhere.
    pub sentence: String,
    parted: Vec<u32>,
}

/// Rings that are drawn: of more none could be told from another.
const MOST_RINGS: usize = 600;
/// Diameters in points of print.
const DOT: f64 = 1.4;
const RING: f64 = 4.4;

impl Behind {
    /// Whether each of its walkers is one of that run, which goes another way.
    pub(super) fn has_other_fates(&self, story: &Story) -> bool {
        self.story.has_walkers_of(story) && self.story != *story
    }

    /// Goes through it to the source's step, and to its end if the fates of its walkers are asked for; `None` if
    /// cancelled.
    pub(super) fn compared(
        &self,
        source: &Source,
        fates: Option<&[Outcome]>,
        forecast: &Forecast,
        progress: &Progress<'_>,
    ) -> Option<Compared> {
        let Story { start, changes } = &self.story;
        let (step, own) = (source.step.min(self.story.end()), source.story());
        let picture = replayed(start, changes, step, &|done| progress(0.5 * done))?.now;
        let parted = match fates.filter(|_| self.has_other_fates(&own)) {
            Some(fates) => {
                let ahead = to_the_end(&Arc::new(self.story.clone()), &|done| progress(0.5 + 0.5 * done))?;
                ahead.fates.map(|before| Parted::of(fates, &before))
            }
            None => None,
        };
        Some(Compared {
            picture: Picture::clone(&picture),
            frost: FrostLine::new(self.story.last(), Some(forecast)).y(),
            sentence: self.sentence(self.story.parts_from(&own), parted.as_ref(), source.scenario.walkers),
            parted: parted.map_or(Vec::new(), |parted| parted.walkers),
        })
    }

    fn sentence(&self, fork: Option<u32>, parted: Option<&Parted>, walkers: u32) -> String {
        let what = match fork {
            Some(step) => say!("figure.stage.before-change", step = format_whole(f64::from(step))),
            None => say!("figure.stage.behind", run = self.name),
        };
        let Some(parted) = parted else { return what };
        let [count, walkers] = [parted.walkers.len() as f64, f64::from(walkers)].map(format_whole);
        let rings = match parted.walkers.len() > MOST_RINGS {
            true => say!("figure.stage.first-ringed", count = count, walkers = walkers, rings = MOST_RINGS),
            false => say!("figure.stage.ringed", count = count, walkers = walkers),
        };
        format!("{what} {rings}")
    }
}

impl Compared {
    /// Its walkers and its line, where that is not the run's own; and rings about the run's walkers.
    pub(super) fn marks(&self, run: &Picture, own_line: Option<f64>, sight: &Sight) -> Vec<Mark> {
        let points: Vec<[f32; 2]> = sight.walkers(&self.picture).into_iter().flatten().collect();
        let values = vec![0.0; points.len()];
        let pale = Shape::Swarm { points, values, map: Map::Pale, size: DOT };
        let mut marks = vec![Mark::from(pale)];
        let seen = |y: f64| (sight.y[0]..=sight.y[1]).contains(&y);
        let line = self.frost.filter(|y| seen(*y) && own_line.is_none_or(|own| sight.apart(own, *y)));
        marks.extend(line.map(|y| Mark::curve(sight.line(y), pens::FROST_BEHIND)));
        let places = sight.walkers(run);
        let ringed =
            self.parted.iter().take(MOST_RINGS).filter_map(|walker| *places.get(*walker as usize)?);
        let dots = ringed.map(|place| Dot::new(place.map(f64::from))).collect();
        marks.push(Shape::Dots { dots, ink: Ink::Strong, symbol: Symbol::Ring, size: RING }.into());
        marks
    }
}
