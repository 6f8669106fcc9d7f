//! The first ten seconds: one dot is one training run; then everybody. Any key ends it.

use egui::accesskit::Role as Access;
use egui::{Align2, Event, Rect, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::app::desk::Desk;
use crate::app::desk::command::{Command, WindowCommand};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::widgets::Button;
use crate::app::valleys::stage::life::{LifeStage, Told};
use crate::say;
use crate::valleys::experiments::life::Life;

/// What the page keeps from frame to frame.
#[derive(Default)]
pub struct OpeningPage {
    stage: LifeStage,
    /// When the story began, in the window's time.
    began: Option<f64>,
}

/// Seconds: the last hop, its ring, the others, the lens as it opens, and the end.
const LAST_HOP: f64 = 8.0;
const RING: f64 = 1.2;
const OTHERS: f64 = 10.0;
const OPENS: f64 = 0.8;
const END: f64 = 13.0;
/// From the edges to the page, and the places of its parts.
const MARGIN: f32 = 44.0;
const HEADLINE: f32 = 46.0;
const SENTENCE: f32 = 80.0;
const STAGE: f32 = 108.0;
const FOOT: f32 = 52.0;
const HEADLINE_SIZE: f32 = 26.0;

impl OpeningPage {
    /// Shows the story in the room below the bar; one that is closed begins anew next time.
    pub fn show(&mut self, ui: &mut Ui, rect: Rect, desk: &Desk, commands: &mut Vec<Command>) {
        let Some(opening) = &desk.around.opening else { return };
        let now = ui.input(|input| input.time);
        let Some(life) = opening.life() else {
            self.began = None;
            words(ui, rect, false);
            return;
        };
        let began = *self.began.get_or_insert(now);
        let still = desk.look.reduced_motion;
        // Without motion the end of the story stands until it is closed.
        let seconds = if still { END } else { now - began };
        if seconds >= END && !still {
            commands.push(WindowCommand::Opening.into());
        } else if !still {
            ui.ctx().request_repaint();
        }
        words(ui, rect, seconds >= OTHERS);
        let place = Rect::from_min_max(
            pos2(rect.left() + MARGIN, rect.top() + STAGE),
            pos2(rect.right() - MARGIN, rect.bottom() - FOOT - 24.0),
        );
        self.stage.show(ui, place, life, told(life, seconds), Scale::WINDOW);
        foot(ui, rect.with_min_y(rect.bottom() - FOOT), (seconds / END).min(1.0) as f32, commands);
    }

    /// The story is over: the next one begins at its beginning.
    pub fn close(&mut self) {
        self.began = None;
    }
}

/// Whether a key or a click ends it.
pub fn is_ended(ui: &Ui) -> bool {
    ui.input_mut(|input| {
        let key = |event: &Event| matches!(event, Event::Key { pressed: true, .. } | Event::Text(_));
        let ended = input.events.iter().any(key);
        if ended {
            // The key does nothing else.
            input.events.retain(|event| !matches!(event, Event::Key { .. } | Event::Text(_)));
        }
        ended
    })
}

/// How far the story is after so many seconds.
fn told(life: &Life, seconds: f64) -> Told {
    let end = life.path.last().map_or(0.0, |moment| f64::from(moment.step));
    let last = f64::from(life.last_hop);
    let step = match seconds {
        before if before < LAST_HOP => last * before / LAST_HOP,
        after => last + (end - last) * ((after - LAST_HOP) / (OTHERS - LAST_HOP)).min(1.0),
    };
    let since = |from: f64, takes: f64| ((seconds - from) / takes).clamp(0.0, 1.0) as f32;
    Told {
        step,
        ring: (seconds >= LAST_HOP).then(|| since(LAST_HOP, RING)),
        crowd: since(OTHERS, OPENS),
        lens: since(OTHERS, OPENS),
    }
}

/// What a dot is, for those who know networks and those who know walkers.
fn words(ui: &Ui, rect: Rect, all: bool) {
    let theme = Theme::of(ui.ctx());
    let [headline, sentence] = match all {
        false => [say!("opening.one"), say!("opening.one-sentence")],
        true => [say!("opening.all"), say!("opening.all-sentence")],
    };
    let head =
        Style::new(Role::Status, Scale::WINDOW, theme.strong).emphasis(theme.strong).size(HEADLINE_SIZE);
    let text = Style::new(Role::Status, Scale::WINDOW, theme.text);
    for (words, style, down, role) in
        [(headline, head, HEADLINE, Access::Heading), (sentence, text, SENTENCE, Access::Label)]
    {
        let set = if role == Access::Heading { format!("**{words}**") } else { words.to_owned() };
        let line = maths::layout(ui.ctx(), &set, style);
        let at = pos2(rect.left() + MARGIN, rect.top() + down);
        let place = line.paint(ui.painter(), at, Align2::LEFT_CENTER);
        let response = ui.interact(place, ui.scope_id().with(words), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(role, true, maths::plain(words)));
    }
}

/// The way out, and how much is left.
fn foot(ui: &mut Ui, rect: Rect, share: f32, commands: &mut Vec<Command>) {
    let theme = Theme::of(ui.ctx());
    let line = ui.painter().round_to_pixel_center(rect.top());
    ui.painter().hline(rect.x_range(), line, Stroke::new(1.0, theme.hair));
    let middle = rect.center().y;
    let place = Rect::from_center_size(pos2(rect.left() + MARGIN + 24.0, middle), vec2(72.0, space::BUTTON));
    let mut skip = ui.new_child(UiBuilder::new().max_rect(place).id_salt("skip"));
    if Button::ghost(say!("opening.skip")).show(&mut skip).clicked() {
        commands.push(WindowCommand::Opening.into());
    }
    let track = place.right() + 8.0..=rect.right() - MARGIN;
    let knob = egui::lerp(track.clone(), share);
    ui.painter().hline(track.clone(), middle, Stroke::new(2.0, theme.track));
    ui.painter().hline(*track.start()..=knob, middle, Stroke::new(2.0, theme.strong));
    ui.painter().circle_filled(pos2(knob, middle), 5.0, theme.strong);
}
