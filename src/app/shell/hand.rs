//! The line below the stage that reads out what is at the hand; where nothing is, what the picture shows.

use egui::accesskit::Role as Access;
use egui::{Align2, Event, Rect, Sense, Ui, WidgetInfo};

use crate::app::desk::Desk;
use crate::app::desk::around::Overlay;
use crate::app::desk::command::{Command, WindowCommand};
use crate::app::kit::hand::{self, Touch};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme};
use crate::app::kit::widgets::{format_number, format_whole};
use crate::chart::format_scientific;
use crate::say;
use crate::valleys::sim::RECENT;
use crate::valleys::view::Colouring;

/// Between its parts.
const PART: &str = "; ";

pub fn show(ui: &Ui, rect: Rect, desk: &Desk, commands: &mut Vec<Command>) {
    let parts = match hand::taken(ui.ctx()) {
        Some(said) if said.sets && said.touch == Touch::Held => {
            said.parts.into_iter().chain(follows(desk)).collect()
        }
        Some(said) => said.parts,
        None => picture(desk),
    };
    let theme = Theme::of(ui.ctx());
    let style = Style::new(Role::Tick, Scale::WINDOW, theme.mute).emphasis(theme.text);
    let set = |count: usize| maths::layout(ui.ctx(), &parts[..count].join(PART), style);
    // What there is no room for goes, from the end.
    let fitting = (1..=parts.len()).rev().map(set).find(|line| line.size().x <= rect.width());
    let line = fitting.unwrap_or_else(|| set(parts.len().min(1)));
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    line.paint(&painter, rect.left_center(), Align2::LEFT_CENTER);
    let response = ui.interact(rect, ui.scope_id().with("at-the-hand"), Sense::hover());
    let said = maths::plain(&parts.join(PART));
    response.widget_info(|| WidgetInfo::labeled(Access::Label, true, &said));
    // Whatever is at the hand is copied with its numbers, unless a field has the keys.
    let asked = ui.input(|input| input.events.contains(&Event::Copy));
    let clicked = hand::copied(ui.ctx());
    if asked && desk.around.overlay == Overlay::None && !ui.ctx().text_edit_focused() {
        commands.push(WindowCommand::CopyText(said).into());
    } else if let Some(words) = clicked {
        commands.push(WindowCommand::CopyText(words).into());
    }
}

/// What the run comes to with the controls as they stand.
fn follows(desk: &Desk) -> Vec<String> {
    let run = &desk.run;
    let noise = say!("hand.noise", delta_s = format_scientific(run.curves().delta_s));
    let frost = match run.frost().y() {
        Some(y) => say!("hand.frost", y = format_args!("{y:.2}")),
        None if desk.lessons.withholds_freezing().is_some() => return vec![noise],
        None => say!("hand.no-frost").to_owned(),
    };
    let paper = run.curves().y_freeze.valid().map(|y| say!("hand.eq11", y = format_args!("{y:.2}")));
    let gamma = say!("hand.gamma", gamma = format_number(run.scenario.landscape.gamma()));
    [noise, frost].into_iter().chain(paper).chain([gamma]).collect()
}

/// What there is to see on the stage.
fn picture(desk: &Desk) -> Vec<String> {
    let walkers = format_whole(f64::from(desk.run.scenario.walkers));
    if desk.run.shown().p_flat.is_none() {
        return vec![say!("status.all-diverged").to_owned()];
    }
    let coloured = match desk.view.colouring {
        Colouring::Density => return vec![say!("hand.density", walkers = walkers)],
        Colouring::Valley => say!("hand.valley").to_owned(),
        Colouring::LastHop => say!("hand.last-hop").to_owned(),
        Colouring::Age if desk.run.shown().step == 0 => say!("hand.start").to_owned(),
        Colouring::Age => say!("hand.age", steps = format_whole(f64::from(RECENT))),
    };
    vec![say!("hand.dots", walkers = walkers), coloured]
}
