//! Buttons with words, buttons with pictures, and the play button.

use egui::accesskit::Role as Access;
use egui::{Align2, Color32, CornerRadius, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::{Icon, focus_ring, ink, painter};
use crate::app::kit::maths;
use crate::app::kit::theme::{Role, Scale, Theme, mix, space};
use crate::say;

/// How much a button claims to be the one to press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rank {
    /// The brightest grey; one to a screen.
    Primary,
    /// An outline.
    Outline,
    /// Words only.
    Ghost,
}

/// A button with words, in the markup of [`maths`](crate::app::kit::maths).
#[must_use = "call `show`"]
pub struct Button<'a> {
    text: &'a str,
    rank: Rank,
    width: Option<f32>,
    arrow: bool,
    name: Option<&'a str>,
}

impl<'a> Button<'a> {
    /// The one thing to do on this screen.
    pub fn primary(text: &'a str) -> Self {
        Self { text, rank: Rank::Primary, width: None, arrow: false, name: None }
    }

    /// One thing to do among others.
    pub fn outline(text: &'a str) -> Self {
        Self { rank: Rank::Outline, ..Self::primary(text) }
    }

    /// Something to do that need not stand out.
    pub fn ghost(text: &'a str) -> Self {
        Self { rank: Rank::Ghost, ..Self::primary(text) }
    }

    /// As wide as this instead of as wide as its text.
    pub fn width(self, width: f32) -> Self {
        Self { width: Some(width), ..self }
    }

    /// Is called so, where several buttons have one text.
    pub fn called(self, name: &'a str) -> Self {
        Self { name: Some(name), ..self }
    }

    /// Ends the text with an arrow that promises a list.
    pub fn arrow(self) -> Self {
        Self { arrow: true, ..self }
    }

    /// Shows the button.
    pub fn show(self, ui: &mut Ui) -> Response {
        let (theme, scale) = (Theme::of(ui.ctx()), Scale::of(ui));
        let arrow = if self.arrow { scale.px(space::WIDE_GAP) } else { 0.0 };
        let (role, colour) = match self.rank {
            Rank::Primary => (Role::Value, theme.on_strong),
            Rank::Outline | Rank::Ghost => (Role::Button, theme.text),
        };
        let style = maths::Style::new(role, scale, ink(ui, &theme, colour));
        let line = maths::layout(ui.ctx(), self.text, style);
        let natural = line.size().x + arrow + 2.0 * scale.px(space::TITLE_GAP);
        let size = vec2(self.width.unwrap_or(natural), scale.px(space::BUTTON));

        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let painter = painter(ui);
        let radius = CornerRadius::same(space::BUTTON_RADIUS);
        painter.rect_filled(rect, radius, self.fill(&theme, ui, &response));
        if self.rank == Rank::Outline {
            painter.rect_stroke(rect, radius, Stroke::new(1.0, theme.track), StrokeKind::Inside);
        }
        if response.has_focus() {
            focus_ring(&painter, &theme, rect, space::BUTTON_RADIUS);
        }
        line.paint(&painter, rect.center() - vec2(arrow / 2.0, 0.0), Align2::CENTER_CENTER);
        if self.arrow {
            let centre = rect.right_center() - vec2(scale.px(space::TITLE_GAP + 2.0), 0.0);
            Icon::ChevronDown.paint(&painter, centre, scale.px(0.9), ink(ui, &theme, theme.mute));
        }
        let name = maths::plain(self.name.unwrap_or(self.text));
        response.widget_info(|| WidgetInfo::labeled(Access::Button, ui.is_enabled(), &name));
        response
    }

    fn fill(&self, theme: &Theme, ui: &Ui, response: &Response) -> Color32 {
        let pressed = response.is_pointer_button_down_on();
        match self.rank {
            Rank::Primary if !ui.is_enabled() => theme.raised,
            Rank::Primary if pressed => mix(theme.strong, theme.bg, 0.24),
            Rank::Primary if response.hovered() => mix(theme.strong, theme.bg, 0.12),
            Rank::Primary => theme.strong,
            _ => quiet_fill(theme, ui, response),
        }
    }
}

/// The fill of a button that has none at rest.
fn quiet_fill(theme: &Theme, ui: &Ui, response: &Response) -> Color32 {
    if !ui.is_enabled() {
        Color32::TRANSPARENT
    } else if response.is_pointer_button_down_on() {
        theme.track
    } else if response.hovered() {
        theme.hover
    } else {
        Color32::TRANSPARENT
    }
}

/// A square button with a picture.
#[must_use = "call `show`"]
pub struct IconButton<'a> {
    icon: Icon,
    name: &'a str,
}

impl<'a> IconButton<'a> {
    /// A button whose name is shown as a tooltip and told to screen readers.
    pub fn new(icon: Icon, name: &'a str) -> Self {
        Self { icon, name }
    }

    /// Shows the button.
    pub fn show(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui.ctx());
        let (rect, response) = ui.allocate_exact_size(vec2(space::BUTTON, space::BUTTON), Sense::click());
        let painter = painter(ui);
        let radius = CornerRadius::same(space::BUTTON_RADIUS);
        painter.rect_filled(rect, radius, quiet_fill(&theme, ui, &response));
        if response.has_focus() {
            focus_ring(&painter, &theme, rect, space::BUTTON_RADIUS);
        }
        self.icon.paint(&painter, rect.center(), 1.0, ink(ui, &theme, theme.text));
        name(ui, response, self.name)
    }
}

/// The round button that sets time going and holds it.
#[must_use = "call `show`"]
pub struct PlayButton {
    playing: bool,
    scale: Scale,
}

impl PlayButton {
    /// Shows what a press will do: pause if `playing`, else play.
    pub fn new(playing: bool, scale: Scale) -> Self {
        Self { playing, scale }
    }

    /// Shows the button.
    pub fn show(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui.ctx());
        let radius = self.scale.px(space::PLAY_RADIUS);
        let (rect, response) = ui.allocate_exact_size(2.0 * vec2(radius, radius), Sense::click());
        let painter = painter(ui);
        let fill = match (ui.is_enabled(), response.is_pointer_button_down_on(), response.hovered()) {
            (false, ..) => theme.raised,
            (true, true, _) => mix(theme.strong, theme.bg, 0.24),
            (true, false, true) => mix(theme.strong, theme.bg, 0.12),
            (true, false, false) => theme.strong,
        };
        let centre = rect.center();
        painter.circle_filled(centre, radius, fill);
        if response.has_focus() {
            let ring = Stroke::new(self.scale.px(space::FOCUS_RING), theme.ice);
            painter.circle_stroke(centre, radius + self.scale.px(space::FOCUS_RING), ring);
        }
        let (icon, label) = if self.playing {
            (Icon::Pause, say!("controls.pause"))
        } else {
            (Icon::Play, say!("controls.play"))
        };
        icon.paint(&painter, centre, self.scale.0, ink(ui, &theme, theme.on_strong));
        name(ui, response, label)
    }
}

/// Names a button that shows no words.
fn name(ui: &Ui, response: Response, name: &str) -> Response {
    response.widget_info(|| WidgetInfo::labeled(Access::Button, ui.is_enabled(), name));
    response.on_hover_text(name)
}
