//! Runs of networks put aside: every run that another takes the place of leaves its setup, from which it is trained again.

use super::Desk;
use super::command::ShelfCommand;
use super::networks::Networks;
use crate::networks::leaf::Leaf;
use crate::networks::model::{Parameter, Setup};
use crate::say;
use crate::session::{MOST_POINTS, called_apart};

impl Desk {
    /// Carries out what is done with the shelf of the networks.
    pub(super) fn tidy_leaves(&mut self, command: ShelfCommand) {
        let shelf = &mut self.networks.shelf;
        match command {
            ShelfCommand::Return(place) => {
                let here = self.networks.leaf();
                let Some(leaf) = self.networks.shelf.take(place, here) else { return };
                self.networks.go_to(leaf);
                self.tell(say!("network.shelf.again"));
            }
            ShelfCommand::Call(place, name) => {
                shelf.call(place, &name);
                self.around.renaming = None;
            }
            ShelfCommand::Rename(place) => self.around.renaming = place,
            ShelfCommand::Remove(place) => shelf.remove(place),
            ShelfCommand::Compare(_) | ShelfCommand::CompareTwo(..) | ShelfCommand::Alone => {
                self.tell(say!("network.shelf.side-by-side"));
            }
        }
    }

    /// What the runs on that shelf are called, the one under way among them.
    pub fn leaf_names(&self) -> Vec<String> {
        let Networks { shelf, bench, .. } = &self.networks;
        let mut runs: Vec<(&Setup, u64)> =
            shelf.stamps.iter().map(|leaf| (&leaf.setup, leaf.repeat)).collect();
        runs.insert(shelf.here(), (&bench.setup, bench.repeat));
        shelf.called(told_apart(&runs))
    }

    /// Puts the run aside that another has taken the place of. Those of a lesson are its own.
    pub(super) fn put_leaf_aside(&mut self) {
        let left = self.networks.left.take();
        let Some(leaf) = left.filter(|_| self.lessons.running.is_none()) else { return };
        let Networks { shelf, bench, .. } = &mut self.networks;
        shelf.put_aside(leaf, |_| false);
        // One that is gone back to, by undoing or by chance, is not there twice.
        let twin = shelf.stamps.iter().position(|leaf| leaf.is_run(&bench.setup, bench.repeat));
        twin.and_then(|place| shelf.take(place, None));
    }
}

impl Networks {
    /// The run as it is put aside, once it is trained.
    pub(super) fn leaf(&self) -> Option<Leaf> {
        let sight = self.sight().filter(|sight| sight.trained.over && !self.is_fading())?;
        let setup = Setup::clone(&sight.prepared.setup);
        Some(Leaf {
            name: None,
            setup,
            repeat: sight.trained.run.repeat,
            kept: self.bench.kept.clone(),
            curve: self.curve(),
        })
    }

    /// F at equal loss over t_c, as far as branches have come to their ends.
    pub fn curve(&self) -> Vec<[f32; 2]> {
        let Some(sight) = self.sight().filter(|_| !self.is_fading()) else { return Vec::new() };
        let half = 0.5 * sight.steps() as f32;
        let ends = sight.twigs.iter().filter_map(|twig| Some((twig.step, twig.ends[0].as_ref()?.flatness?)));
        let ends = ends.map(|(step, flatness)| [step as f32 / half, flatness as f32]);
        ends.filter(|[share, _]| *share <= 1.0).take(MOST_POINTS).collect()
    }
}

/// Calls runs after the first setting in which they are not all alike, else after their start or their batches.
fn told_apart(runs: &[(&Setup, u64)]) -> Vec<String> {
    let ends: Vec<(&Setup, u32)> = runs.iter().map(|(setup, _)| (*setup, setup.steps())).collect();
    if let Some(names) = called_apart::<Parameter>(&ends) {
        return names;
    }
    if runs.iter().any(|(setup, _)| setup.seed != runs[0].0.seed) {
        return runs.iter().map(|(setup, _)| say!("shelf.seed", seed = setup.seed)).collect();
    }
    if runs.len() == 1 {
        return vec![say!("shelf.this").to_owned()];
    }
    runs.iter().map(|(_, repeat)| say!("network.shelf.shuffle", number = repeat + 1)).collect()
}
