//! What the status line says of the run beside the one that it is compared with.

use crate::app::desk::Desk;
use crate::app::kit::widgets::format_whole;
use crate::say;
use crate::valleys::sim::Sample;
use crate::words::per_cent;

/// Adds to the first part, the share in the flat valley, what it is in the other run, and puts how many end elsewhere in the
/// place of how many hop.
pub fn tell(desk: &Desk, parts: &mut Vec<String>) {
    let (Some(ghost), Some(seen)) = (desk.run.ghost(), desk.run.ghost_seen()) else { return };
    if *ghost.story == desk.run.story() {
        return;
    }
    let share = ghost.sample_at(desk.run.shown().step).and_then(Sample::p_flat);
    if let Some(share) = share {
        let told = match ghost.fork {
            Some(_) => say!("status.without-the-change", share = per_cent(share)),
            None => say!("status.in-the-other", share = per_cent(share), run = ghost.name),
        };
        parts[0] += &told;
    }
    if let Some(parted) = seen.parted {
        let walkers = f64::from(desk.run.scenario.walkers);
        let elsewhere = say!(
            "status.parted",
            count = format_whole(parted.walkers.len() as f64),
            walkers = format_whole(walkers)
        );
        parts.truncate(1);
        parts.push(elsewhere);
    }
}
