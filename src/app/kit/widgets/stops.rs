//! Words beneath a track, each a choice of its own: what the stops of a slider are called.

use egui::accesskit::Role as Access;
use egui::{Align2, Pos2, Rect, Response, Sense, Stroke, Ui, WidgetInfo};

use super::choice::Choice;
use super::{focus_ring, ink, painter};
use crate::app::kit::maths;
use crate::app::kit::theme::{Role, Scale, Theme, fade, space};

/// Radius of the ring of a stop beside the track, and what a click reaches around a word.
const RING: f32 = 4.2;
const REACH: egui::Vec2 = egui::vec2(4.0, 3.0);

/// One of them, in its place on the screen.
#[derive(Clone, Copy)]
pub struct Stop<'a, T> {
    pub value: T,
    pub word: &'a str,
    pub at: Pos2,
    pub align: Align2,
    /// A ring to click beside the track; filled, it is the knob.
    pub ring: Option<Pos2>,
}

/// Chooses one of the stops, or shows that none holds. One tab stop: the arrows move between them.
#[must_use = "call `show`"]
pub struct Stops<'a, T> {
    name: &'a str,
    chosen: &'a mut T,
    stops: &'a [Stop<'a, T>],
}

impl<'a, T: Copy + PartialEq> Stops<'a, T> {
    pub fn new(name: &'a str, chosen: &'a mut T, stops: &'a [Stop<'a, T>]) -> Self {
        Self { name, chosen, stops }
    }

    /// Shows the words where they belong; the response tells of a new choice.
    pub fn show(self, ui: &mut Ui) -> Response {
        let Self { name, chosen, stops } = self;
        let (theme, scale) = (Theme::of(ui.ctx()), Scale::of(ui));
        let before = *chosen;
        let set = |stop: &Stop<'_, T>| {
            let (role, colour) =
                if stop.value == before { (Role::Value, theme.strong) } else { (Role::Label, theme.mute) };
            let style = maths::Style::new(role, scale, ink(ui, &theme, colour));
            maths::layout(ui.ctx(), stop.word, style.size(Role::Small.size(scale)))
        };
        let lines: Vec<maths::Line> = stops.iter().map(set).collect();
        let word = |(stop, line): (&Stop<'_, T>, &maths::Line)| stop.align.anchor_size(stop.at, line.size());
        let whole = stops.iter().zip(&lines).map(word).fold(Rect::NOTHING, Rect::union);
        let id = ui.scope_id().with(name);
        let mut response = ui.interact(whole, id, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Access::RadioGroup, ui.is_enabled(), name));
        for (index, (stop, line)) in stops.iter().zip(&lines).enumerate() {
            let place = word((stop, line));
            let ring =
                stop.ring.map(|at| Rect::from_center_size(at, scale.px(2.0 * RING) * egui::Vec2::splat(1.0)));
            let target = ring.map_or(place, |ring| place.union(ring)).expand2(REACH);
            let (count, on) = (stops.len(), stop.value == before);
            let choice = Choice {
                group: id,
                index,
                count,
                on,
                role: Access::RadioButton,
                label: stop.word,
                name: None,
            };
            let (radio, next) = choice.interact(ui, target);
            let painter = painter(ui);
            if radio.hovered() && ui.is_enabled() {
                let fill = fade(theme.strong, 0.08);
                painter.rect_filled(place.expand2(REACH), f32::from(space::PLOT_RADIUS), fill);
            }
            line.paint(&painter, stop.at, stop.align);
            if let Some(ring) = ring {
                let colour = ink(ui, &theme, if on { theme.strong } else { theme.outline });
                let radius = 0.5 * ring.width();
                if on {
                    painter.circle_filled(ring.center(), radius, colour);
                } else {
                    painter.circle_stroke(ring.center(), radius, Stroke::new(1.2, colour));
                }
            }
            if radio.has_focus() {
                focus_ring(&painter, &theme, place.expand(1.0), space::PLOT_RADIUS);
            }
            if let Some(next) = next {
                *chosen = stops[next].value;
            }
        }
        if *chosen != before {
            response.mark_changed();
        }
        response
    }
}
