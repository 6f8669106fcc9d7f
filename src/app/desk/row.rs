//! What goes with a command: its step of undo, the controls that it changes, the pages where its key works, and what of it
//! the palette offers.

use egui::{Key, Modifiers};

use crate::chart::markup::plain;
use crate::networks::figures::panes::Pane;
use crate::valleys::panel::Panel;

/// What goes with a command besides what it does.
pub struct Row {
    /// The control it belongs to, if it is worth a step of undo.
    pub undo: Option<&'static str>,
    /// The controls that it changes, by their names in files: a class's lock on one of them refuses it.
    pub touches: Touched,
    /// Whether its key works on the page of figures,
    pub for_figures: bool,
    /// and whether on that of the networks.
    pub for_networks: bool,
}

/// Controls that a command changes.
pub enum Touched {
    Controls(Vec<&'static str>),
    Everything,
}

/// A command of one group as the palette lists it: with its words and keys.
pub(super) type Offering<C> = (C, String, Option<(Modifiers, Key)>);

/// Nothing to undo, and nothing that could be locked.
pub(super) const PLAIN: Row =
    Row { undo: None, touches: Touched::Controls(Vec::new()), for_figures: false, for_networks: false };

/// Worth a step of undo.
pub(super) fn step(control: &'static str) -> Row {
    Row { undo: Some(control), ..PLAIN }
}

/// The same, and it changes controls.
pub(super) fn change(control: &'static str, touches: Vec<&'static str>) -> Row {
    Row { touches: Touched::Controls(touches), ..step(control) }
}

/// On whatever page.
pub(super) fn on_figures() -> Row {
    Row { for_figures: true, ..on_networks() }
}

pub(super) fn on_networks() -> Row {
    Row { for_networks: true, ..PLAIN }
}

pub(super) fn key(key: Key) -> Option<(Modifiers, Key)> {
    Some((Modifiers::NONE, key))
}

pub(super) fn ctrl(key: Key) -> Option<(Modifiers, Key)> {
    Some((Modifiers::COMMAND, key))
}

pub(super) fn shift_ctrl(key: Key) -> Option<(Modifiers, Key)> {
    Some((Modifiers::COMMAND.plus(Modifiers::SHIFT), key))
}

pub(super) fn offer<C>(command: C, title: &str, keys: Option<(Modifiers, Key)>) -> Vec<Offering<C>> {
    vec![(command, title.to_owned(), keys)]
}

pub(super) fn of_panels<C>(command: impl Fn(Panel) -> C, title: impl Fn(&str) -> String) -> Vec<Offering<C>> {
    Panel::ALL.into_iter().map(|panel| (command(panel), title(panel.about().called), None)).collect()
}

pub(super) fn of_stage_and_panels<C>(
    command: impl Fn(Option<Panel>) -> C,
    (stage, keys): (&str, Option<(Modifiers, Key)>),
    title: impl Fn(&str) -> String,
) -> Vec<Offering<C>> {
    let mut offers = offer(command(None), stage, keys);
    offers.extend(of_panels(|panel| command(Some(panel)), title));
    offers
}

/// Of every panel of the networks.
pub(super) fn of_panes<C>(command: impl Fn(Pane) -> C, title: impl Fn(&str) -> String) -> Vec<Offering<C>> {
    Pane::all().map(|pane| (command(pane), title(&plain(&pane.called())), None)).collect()
}
