//! What an answer costs, counted in the steps of its walkers: on another machine, and with predictions beside, it is so many
//! times that.

use crate::settings::Schedule;
use crate::valleys::experiments::held::WALKERS;
use crate::valleys::experiments::questions::{Question, Questions};
use crate::valleys::experiments::sweep::Span;
use crate::valleys::figures::entry::Entry;
use crate::valleys::figures::source::Effort;
use crate::valleys::model::Scenario;
use crate::valleys::theory::swarm_time;

/// Published cells of a law, and what is run for each.
const CELLS: f64 = 100.0;
const CELL: [u32; 2] = [2_000, 20_000];
/// Steps that a walker falls from a fork, and that a held swarm is looked at.
const FALL: u32 = 4_000;
const HELD: u32 = 60_000;
/// Walkers of a free run beside the held ones.
const FREE: u32 = 4_000;
/// A step of a batch of examples, in steps of Gaussian noise.
const BATCH: f64 = 8.0;

/// Seconds of one processor, of the machine on which a walker's step was weighed.
pub fn seconds(entry: &Entry, scenario: &Scenario, questions: &Questions, effort: Effort) -> f64 {
    let run = |walkers: u32, steps: u32| swarm_time([&Scenario { walkers, steps, ..scenario.clone() }]);
    let (walkers, steps) = (effort.walkers(scenario.walkers), scenario.steps);
    let own = run(walkers, steps);
    match entry.question() {
        Question::Phase => {
            let count = |text: &str| text.parse::<Span>().map_or(1.0, |span| span.count as f64);
            let phase = &questions.phase;
            count(&phase.x) * count(&phase.y) * run(phase.walkers, phase.steps)
        }
        Question::Against => CELLS * run(effort.walkers(CELL[0]), CELL[1]),
        Question::Fork => own + f64::from(questions.fork.forks) * run(walkers, FALL),
        Question::Compare => 2.0 * own,
        Question::Paradox => {
            let swarms = if effort == Effort::Full { 16 } else { 8 };
            f64::from(questions.paradox.points)
                * (run(effort.walkers(FREE), steps) + run(swarms * WALKERS, HELD))
        }
        Question::Courses => questions.courses.courses.len() as f64 * own,
        Question::Discrete => {
            // As many steps as the same time takes at each learning rate.
            let eta = match &scenario.eta {
                Schedule::Constant(eta) => *eta,
                Schedule::Pieces(_) => scenario.eta.at(0),
            };
            let [from, to] = questions.discrete.eta;
            let points = questions.discrete.points.max(2);
            let etas = (0..points).map(|point| {
                let along = f64::from(point) / f64::from(points - 1);
                (from.ln() + along * (to.ln() - from.ln())).exp()
            });
            etas.map(|other| own * eta / other).sum()
        }
        Question::Jitter => BATCH * run(questions.jitter.walkers, steps),
        Question::Alpha => f64::from(questions.alpha.points) * own,
        Question::None => own,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::valleys::figures::EXPERIMENTS;
    use crate::valleys::model::Preset;

    #[test]
    fn more_walkers_cost_more_and_nothing_is_for_free() {
        let (scenario, questions) = (Preset::Fig4.scenario(), Questions::default());
        for entry in EXPERIMENTS {
            let of = |effort| seconds(entry, &scenario, &questions, effort);
            assert!(of(Effort::Quick) > 0.0 && of(Effort::Full) >= of(Effort::Quick), "{}", entry.name);
        }
    }
}
