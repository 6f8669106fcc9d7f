//! Two swarms of one law where few walkers hop: how far apart they come to be by chance.
//!
//! A mean over walkers of which few hop is made by a few late ones, and is no Gaussian: it is compared with means of
//! walkers that are drawn again, with replacement, from the swarm that is known walker by walker (the bootstrap). Who
//! never hops ends where it started, and has t_f = 1: only those that hop need be drawn.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rand_distr::{Binomial, Distribution};

/// Differences that are drawn.
const ROUNDS: usize = 2_000;

/// What a walker that hops adds to the sums over walkers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Hopper {
    /// t_f less the 1 of those that never hop.
    pub time: f64,
    /// 1 if it came to the flat side, −1 if it left it.
    pub gained: f64,
}

/// The walkers of one start.
#[derive(Clone, Debug, Default)]
pub(super) struct Start {
    pub walkers: f64,
    pub hoppers: Vec<Hopper>,
}

/// A difference of means over walkers, theirs less ours, in standard normals: of the times, and of the shares.
pub(super) struct Apart {
    pub time: f64,
    pub share: f64,
}

/// How unlikely differences between the mean of so many walkers of theirs and of all of ours are, if both are of one
/// law. Beyond all that are drawn, `errors` say how far; or, where hardly any of ours is known to hop, how many of
/// theirs must have, each for all of the run.
pub(super) fn apart(
    ours: &[Start; 2],
    theirs: f64,
    [observed, errors]: [Hopper; 2],
    steps: f64,
    seed: u64,
) -> Apart {
    let live: f64 = ours.iter().map(|start| start.walkers).sum();
    let mut random = StdRng::seed_from_u64(seed);
    let mut drawn = |walkers: f64| {
        let mut sums = Hopper::default();
        for start in ours.iter().filter(|start| start.walkers > 0.0) {
            let share = start.hoppers.len() as f64 / start.walkers;
            let walkers = (walkers * start.walkers / live).round() as u64;
            let count = Binomial::new(walkers, share).map_or(0, |law| law.sample(&mut random));
            for _ in 0..count {
                let hopper = start.hoppers[random.random_range(0..start.hoppers.len())];
                sums.time += hopper.time;
                sums.gained += hopper.gained;
            }
        }
        Hopper { time: sums.time / walkers, gained: sums.gained / walkers }
    };
    let differences: Vec<Hopper> = (0..ROUNDS)
        .map(|_| {
            let (a, b) = (drawn(theirs), drawn(live));
            Hopper { time: a.time - b.time, gained: a.gained - b.gained }
        })
        .collect();
    let known: usize = ours.iter().map(|start| start.hoppers.len()).sum();
    let score = |of: fn(&Hopper) -> f64, most: f64| {
        let (observed, error) = (of(&observed), of(&errors));
        if known >= TOLD {
            return ranked(differences.iter().map(of), observed, observed / error);
        }
        if observed.abs() < TIE {
            return 0.0;
        }
        let z = ranked(differences.iter().map(of), observed, 0.0);
        // Hops that none of ours made: any walker of all might as well be the one.
        let hops = (observed.abs() * theirs / most).ceil().max(1.0);
        let unseen = -quantile(0.5 * (theirs / (theirs + live)).powf(hops));
        let beyond_all = z.abs() >= -quantile(1.0 / ROUNDS as f64);
        observed.signum() * if beyond_all { unseen } else { z.abs().min(unseen) }
    };
    Apart { time: score(|hopper| hopper.time, steps), share: score(|hopper| hopper.gained, 1.0) }
}

/// From so many walkers on that hop they tell how others do.
const TOLD: usize = 10;
/// Nearer than that two means are the same: tables have four digits.
const TIE: f64 = 1e-4;

/// The standard normal with as much beneath it as an observation has of what is drawn, ties by half.
fn ranked(drawn: impl Iterator<Item = f64>, observed: f64, beyond: f64) -> f64 {
    let (mut below, mut ties, mut all) = (0.5, 0.0, 1.0);
    for value in drawn {
        all += 1.0;
        if (value - observed).abs() < 0.5 * TIE {
            ties += 1.0;
        } else if value < observed {
            below += 1.0;
        }
    }
    let z = quantile((below + 0.5 * ties) / all);
    let outside = ties == 0.0 && (below < 1.0 || below > all - 1.0);
    if outside && beyond.abs() > z.abs() { beyond } else { z }
}

/// Where the standard normal has so much below it.
fn quantile(share: f64) -> f64 {
    let (mut low, mut high) = (-40.0, 40.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if 0.5 * libm::erfc(-middle / std::f64::consts::SQRT_2) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of 2,000 walkers a start some in a thousand hop, for times over two decades.
    fn swarm(random: &mut StdRng, walkers: u32) -> [Start; 2] {
        [1.0, -1.0].map(|gained| {
            let hops = |random: &mut StdRng| random.random::<f64>() < 2e-3;
            let count = (0..walkers).filter(|_| hops(random)).count();
            let hopper = |random: &mut StdRng| Hopper {
                time: 10_f64.powf(2.0 * random.random::<f64>()),
                gained: if random.random::<bool>() { gained } else { 0.0 },
            };
            Start { walkers: f64::from(walkers), hoppers: (0..count).map(|_| hopper(random)).collect() }
        })
    }

    fn mean(swarm: &[Start; 2]) -> Hopper {
        let walkers: f64 = swarm.iter().map(|start| start.walkers).sum();
        let sum = |of: fn(&Hopper) -> f64| swarm.iter().flat_map(|start| &start.hoppers).map(of).sum::<f64>();
        Hopper { time: sum(|hopper| hopper.time) / walkers, gained: sum(|hopper| hopper.gained) / walkers }
    }

    #[test]
    fn swarms_of_one_law_are_a_standard_normal_apart() {
        let mut random = StdRng::seed_from_u64(1);
        let errors = Hopper { time: 0.05, gained: 1e-3 };
        let scores: Vec<Apart> = (0..150)
            .map(|round| {
                let (ours, theirs) = (swarm(&mut random, 5_000), swarm(&mut random, 1_000));
                let (a, b) = (mean(&theirs), mean(&ours));
                let observed = Hopper { time: a.time - b.time, gained: a.gained - b.gained };
                apart(&ours, 2_000.0, [observed, errors], 1e3, round)
            })
            .collect();
        for of in [|apart: &Apart| apart.time, |apart: &Apart| apart.share] {
            let rms = (scores.iter().map(|z| of(z).powi(2)).sum::<f64>() / scores.len() as f64).sqrt();
            assert!((0.85..1.15).contains(&rms), "{rms}");
        }
    }

    #[test]
    fn another_law_is_far_apart() {
        let mut random = StdRng::seed_from_u64(2);
        let (ours, errors) = (swarm(&mut random, 5_000), Hopper { time: 0.05, gained: 1e-3 });
        let much = Hopper { time: 10.0 * mean(&ours).time, gained: 0.03 };
        let scores = apart(&ours, 2_000.0, [much, errors], 1e3, 1);
        assert!(scores.time > 4.0 && scores.share > 4.0, "{} {}", scores.time, scores.share);
    }

    #[test]
    fn one_hop_of_theirs_where_none_of_ours_hops_is_no_wonder() {
        let still = [1.0, -1.0].map(|_| Start { walkers: 5_000.0, hoppers: Vec::new() });
        let observed = Hopper { time: 0.004, gained: 0.0 };
        let scores = apart(&still, 2_000.0, [observed, Hopper::default()], 1e3, 1);
        assert!((1.2..1.6).contains(&scores.time) && scores.share == 0.0, "{}", scores.time);
    }

    #[test]
    fn quantiles_are_those_of_the_standard_normal() {
        for (share, z) in [(0.5, 0.0), (0.975, 1.959_963_985), (1e-4, -3.719_016_485)] {
            assert!((quantile(share) - z).abs() < 1e-8, "{share}");
        }
    }
}
