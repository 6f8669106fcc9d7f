//! The command palette: a few letters of what is wanted, or a parameter and its new value, then Enter.

use egui::{Key, ScrollArea, TextEdit, Ui, vec2};

use super::overlay::MOST_CHARACTERS;
use crate::app::desk::Desk;
use crate::app::desk::command::{Command, NetworkCommand, Offer, RunCommand, WindowCommand, offers};
use crate::app::kit::theme::{Scale, Theme, space};
use crate::app::kit::whole;
use crate::app::kit::widgets::parse_number;
use crate::chart::format_number;
use crate::chart::markup::plain;
use crate::networks::model as network;
use crate::say;
use crate::settings::{About, Adjustable, Invalid};
use crate::valleys::model::Parameter;

/// What is typed, and which of what is found for it is chosen.
#[derive(Default)]
pub(super) struct Finder {
    text: String,
    chosen: usize,
}

/// A line of what is found.
#[derive(Clone)]
enum Found {
    /// A command of the table.
    Offer(&'static Offer),
    /// A parameter's new value.
    Value(Knob, f64),
    /// A parameter that has been named: its value is still to be typed.
    Name(Knob),
    /// Why a value that is typed cannot be taken.
    Wrong(String),
}

/// A parameter of the laboratory that is open.
#[derive(Clone, Copy)]
enum Knob {
    Model(Parameter),
    Network(network::Parameter),
}

impl Knob {
    fn all(desk: &Desk) -> Vec<Self> {
        match desk.networks.open {
            true => network::Parameter::ALL.iter().copied().map(Self::Network).collect(),
            false => Parameter::ALL.iter().copied().map(Self::Model).collect(),
        }
    }

    fn about(self) -> About {
        match self {
            Self::Model(parameter) => parameter.about(),
            Self::Network(parameter) => parameter.about(),
        }
    }

    fn get(self, desk: &Desk) -> Option<f64> {
        match self {
            Self::Model(parameter) => parameter.get(&desk.run.scenario),
            Self::Network(parameter) => parameter.get(&desk.networks.bench.setup),
        }
    }

    /// Whether it may have a value.
    fn takes(self, desk: &Desk, value: f64) -> Result<(), Invalid> {
        match self {
            Self::Model(parameter) => parameter.set(&mut desk.run.scenario.clone(), value),
            Self::Network(parameter) => parameter.set(&mut desk.networks.bench.setup.clone(), value),
        }
    }

    fn command(self, value: f64) -> Command {
        match self {
            Self::Model(parameter) => RunCommand::Set(parameter, value).into(),
            Self::Network(parameter) => NetworkCommand::Set(parameter, value).into(),
        }
    }
}

impl Finder {
    pub(super) fn show(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        let scale = Scale::of(ui);
        ui.set_width(scale.px(440.0));
        let edit = TextEdit::singleline(&mut self.text).char_limit(MOST_CHARACTERS);
        let field = ui.add(edit.hint_text(say!("palette.hint")).desired_width(f32::INFINITY));
        field.request_focus();
        if field.changed() {
            self.chosen = 0;
        }
        let found = found(&self.text, desk);
        let (down, up, enter) = ui.input(|input| {
            (
                input.key_pressed(Key::ArrowDown),
                input.key_pressed(Key::ArrowUp),
                input.key_pressed(Key::Enter),
            )
        });
        let last = found.len().saturating_sub(1);
        self.chosen = (self.chosen + usize::from(down)).saturating_sub(usize::from(up)).min(last);
        ui.add_space(space::GAP);
        let mut taken = None;
        // What the edge would cut is left out instead.
        ui.spacing_mut().scroll.fade.strength = 0.0;
        ScrollArea::vertical().max_height(scale.px(360.0)).show(ui, |ui| {
            for (index, found) in found.iter().enumerate() {
                let clicked = line(ui, found, desk, index == self.chosen, up || down);
                if clicked || (enter && index == self.chosen) {
                    taken = Some(found.clone());
                }
            }
        });
        if found.is_empty() {
            ui.weak(say!("palette.nothing"));
        }
        match taken {
            Some(Found::Offer(offer)) => {
                commands.extend([WindowCommand::Escape.into(), offer.command.clone()]);
            }
            Some(Found::Value(parameter, value)) => {
                commands.extend([WindowCommand::Escape.into(), parameter.command(value)]);
            }
            Some(Found::Name(parameter)) => {
                self.text = format!("{} ", parameter.about().name);
                to_the_end(ui, field.id, &self.text);
            }
            Some(Found::Wrong(_)) | None => {}
        }
    }
}

/// Puts the cursor behind what stands in a field.
fn to_the_end(ui: &Ui, field: egui::Id, text: &str) {
    let mut state = TextEdit::load_state(ui.ctx(), field).unwrap_or_default();
    let end = egui::text::CCursor::new(text.chars().count());
    state.cursor.set_char_range(Some(egui::text::CCursorRange::one(end)));
    TextEdit::store_state(ui.ctx(), field, state);
}

/// One line, and whether it is clicked.
fn line(ui: &mut Ui, found: &Found, desk: &Desk, chosen: bool, moved: bool) -> bool {
    let (text, keys) = match found {
        Found::Offer(Offer { title, keys, .. }) => {
            let keys = keys.map(|keys| super::overlay::pressed(ui, keys));
            (title.clone(), keys.unwrap_or_default())
        }
        Found::Value(parameter, value) => (
            say!("palette.set", parameter = symbol(*parameter), value = plain(&format_number(*value))),
            now(*parameter, desk),
        ),
        Found::Name(parameter) => (
            say!(
                "palette.name",
                parameter = symbol(*parameter),
                meaning = plain(parameter.about().meaning())
            ),
            now(*parameter, desk),
        ),
        Found::Wrong(why) => {
            ui.colored_label(Theme::of(ui.ctx()).warn, why);
            return false;
        }
    };
    let button = egui::Button::selectable(chosen, &text)
        .shortcut_text(keys)
        .truncate()
        .min_size(vec2(ui.available_width(), Scale::of(ui).px(26.0)));
    let line = ui.add(button);
    whole::cover_if_cut(ui, line.rect);
    if chosen && moved {
        line.scroll_to_me(None);
    }
    line.clicked()
}

/// The value that a parameter has now.
fn now(parameter: Knob, desk: &Desk) -> String {
    let value = parameter.get(desk);
    value.map(|value| say!("palette.now", value = plain(&format_number(value)))).unwrap_or_default()
}

fn symbol(parameter: Knob) -> String {
    plain(&format!("${}$", parameter.about().symbol))
}

/// What is found for a text, what fits best first.
fn found(text: &str, desk: &Desk) -> Vec<Found> {
    let asked = text.trim().to_lowercase();
    let mut found: Vec<(Fit, &'static Offer)> = offers()
        .iter()
        .filter_map(|offer| Some((fit(&offer.title.to_lowercase(), &asked)?, offer)))
        .collect();
    found.sort_by_key(|(fit, _)| *fit);
    // Letters here and there count only where nothing fits better.
    let best = found.first().map_or(Fit::Letters, |(fit, _)| *fit);
    found.retain(|(fit, _)| *fit < Fit::Letters || best == Fit::Letters);
    parameters(&asked, desk)
        .into_iter()
        .chain(found.into_iter().map(|(_, offer)| Found::Offer(offer)))
        .collect()
}

/// How a title fits what is typed, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It begins so,
    Start,
    /// has words that begin so,
    Words,
    /// has it in it,
    Inside,
    /// or at least its letters in order.
    Letters,
}

fn fit(title: &str, asked: &str) -> Option<Fit> {
    let words = || title.split(|c: char| !c.is_alphanumeric());
    let mut letters = title.chars();
    if title.starts_with(asked) {
        Some(Fit::Start)
    } else if asked.split_whitespace().all(|part| words().any(|word| word.starts_with(part))) {
        Some(Fit::Words)
    } else if title.contains(asked) {
        Some(Fit::Inside)
    } else {
        let mut wanted = asked.chars().filter(|c| !c.is_whitespace());
        wanted.all(|wanted| letters.any(|c| c == wanted)).then_some(Fit::Letters)
    }
}

/// The parameters that are named, by name or symbol: with the value that follows, if one does.
fn parameters(asked: &str, desk: &Desk) -> Vec<Found> {
    let mut parts = asked.splitn(2, |c: char| c.is_whitespace() || c == '=');
    let (name, value) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let value = value.trim_start_matches(|c: char| c.is_whitespace() || c == '=').trim_end();
    if name.is_empty() {
        return Vec::new();
    }
    let bare = |name: &str| name.to_lowercase().replace(['_', '{', '}'], "");
    let names = |parameter: Knob| {
        let about = parameter.about();
        [bare(about.name), bare(about.symbol)]
    };
    let name = bare(name);
    let shown = |parameter: &Knob| !desk.lessons.is_hidden(parameter.about().name);
    let known = Knob::all(desk).into_iter().filter(shown);
    let exact: Vec<Knob> = known.clone().filter(|parameter| names(*parameter).contains(&name)).collect();
    if value.is_empty() {
        let begun = |parameter: &Knob| names(*parameter).iter().any(|known| known.starts_with(&name));
        return known.filter(begun).map(Found::Name).collect();
    }
    let Some(number) = parse_number(value) else {
        return exact
            .first()
            .map(|_| Found::Wrong(say!("palette.no-number", text = value)))
            .into_iter()
            .collect();
    };
    let set = |parameter: Knob| match parameter.takes(desk, number) {
        Ok(()) => Found::Value(parameter, number),
        Err(wrong) => Found::Wrong(wrong.to_string()),
    };
    exact.into_iter().map(set).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_so_comes_before_letters_here_and_there() {
        assert!(fit("animate the stage", "anim") < fit("a nice mark", "anim"));
        assert_eq!(fit("the page of lessons", "less pa"), Some(Fit::Words));
        assert_eq!(fit("copy the stage", "opy"), Some(Fit::Inside));
        assert_eq!(fit("copy the stage", "cstg"), Some(Fit::Letters));
        assert_eq!(fit("copy the stage", "xyz"), None);
    }
}
