//! The sentence above the stage that says what is happening.

use egui::{Align2, Ui};

use super::compared;
use crate::app::desk::Desk;
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme};
use crate::app::kit::widgets::format_whole;
use crate::say;
use crate::valleys::sim::RECENT;
use crate::valleys::theory::Why;
use crate::words::per_cent;

/// What stands between the parts of the status line, and its size against the size that it has where there is room.
const SETTINGS: [(&str, f32); 3] = [("  ·  ", 1.0), (" · ", 1.0), (" · ", 0.93)];
/// The share that takes the most room.
const WIDEST: f64 = 1.0;

/// Seconds that what is said aloud stands for.
const SPOKEN_EVERY: f64 = 3.0;

/// The sentence that leads, its numbers in semibold; also what a screen reader hears first.
pub fn show(ui: &mut Ui, at: egui::Pos2, width: f32, desk: &Desk, scale: Scale) {
    let theme = Theme::of(ui.ctx());
    let parts = sentences(desk, |share| share);
    // Fitted to the widest numbers, as the line must not change its size with every frame of a run.
    let widest = sentences(desk, |_| WIDEST);
    let set = |parts: &[String], (separator, size): (&str, f32)| {
        let style = Style::new(Role::Status, scale, theme.text).emphasis(theme.strong);
        maths::layout(ui.ctx(), &parts.join(separator), style.size(size * Role::Status.size(scale)))
    };
    // What does not fit goes: first the space between the parts, then some of the size, then the last part.
    let mut tries = (1..=parts.len()).rev().flat_map(|count| SETTINGS.map(|setting| (count, setting)));
    let fitting = tries.find(|&(count, setting)| set(&widest[..count], setting).size().x <= width);
    let Some((count, setting)) = fitting else { return };
    let line = set(&parts[..count], setting);
    let rect = line.paint(ui.painter(), at, Align2::LEFT_CENTER);
    let response = ui.interact(rect, ui.scope_id().with("status"), egui::Sense::hover());
    let said = spoken(ui, &maths::plain(&parts.join(", ")));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Status, true, &said));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(egui::accesskit::Live::Polite));
}

/// What a screen reader is told: a sentence stands for a while, as no one can listen to numbers that change with every frame.
fn spoken(ui: &Ui, now: &str) -> String {
    let id = ui.scope_id().with("spoken");
    let time = ui.input(|input| input.time);
    let before: Option<(f64, String)> = ui.data(|data| data.get_temp(id));
    match before {
        Some((since, said)) if time < since + SPOKEN_EVERY => said,
        _ => {
            ui.data_mut(|data| data.insert_temp(id, (time, now.to_owned())));
            now.to_owned()
        }
    }
}

/// The parts of the status line, its shares as `shown_as` has them.
fn sentences(desk: &Desk, shown_as: impl Fn(f64) -> f64) -> Vec<String> {
    let shown = desk.run.shown();
    let Some(p_flat) = shown.p_flat else {
        return vec![say!("status.all-diverged").to_owned()];
    };
    let mut parts = vec![
        flat_share(desk, shown_as(p_flat)),
        say!(
            "status.hopped",
            share = per_cent(shown_as(shown.hopping)),
            steps = format_whole(f64::from(RECENT))
        ),
    ];
    compared::tell(desk, &mut parts);
    let mean = format_args!("{:.1}", shown.mean_y);
    parts.push(match (desk.run.frost().y(), desk.run.scenario.hold_y) {
        (_, Some(y)) => say!("status.held", y = y),
        (Some(freezing), None) if shown.mean_y > freezing => {
            say!("status.past-freezing", y = mean, freezing = format_args!("{freezing:.1}"))
        }
        (Some(freezing), None) => {
            say!("status.before-freezing", y = mean, freezing = format_args!("{freezing:.1}"))
        }
        (None, None) if desk.run.frost().why() == Some(Why::PutAway) => say!("status.height", y = mean),
        (None, None) => say!("status.no-freezing", y = mean),
    });
    if shown.diverged > 0 {
        parts.push(say!("status.diverged", count = format_whole(f64::from(shown.diverged))));
    }
    parts
}

/// The share at x > 0, which is the flat valley only while γ > 1.
fn flat_share(desk: &Desk, share: f64) -> String {
    let share = per_cent(share);
    match desk.run.scenario.landscape.gamma().total_cmp(&1.0) {
        std::cmp::Ordering::Greater => say!("status.flat", share = share),
        std::cmp::Ordering::Equal => say!("status.no-flatter", share = share),
        std::cmp::Ordering::Less => say!("status.steeper", share = share),
    }
}
