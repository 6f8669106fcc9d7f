//! The only place with colours, type sizes and distances.
//!
//! A [`Theme`] is a small copyable value: make one with [`Theme::new`], install
//! it with [`Theme::apply`], and read it back anywhere with [`Theme::of`].

mod fonts;
mod palette;
mod scaled;
mod scales;
pub mod space;

use std::ops::Deref;

use egui::epaint::FontColorTransferFunction;
use egui::epaint::text::TextOptions;
use egui::style::{Selection, TextCursorStyle, WidgetVisuals, Widgets};
use egui::{Color32, Context, CornerRadius, Id, Margin, Shadow, Stroke, TextStyle, Visuals, vec2};

pub use fonts::{Face, Role, Scale};
pub use palette::{Palette, fade, mix, opaque};
pub use scales::{RAMP_OLDEST, RAMP_YOUNGEST, STAGE_BANDS, Scales, ramp_position};

/// Seconds that opening and closing takes.
pub const ANIMATION_TIME: f32 = 0.12;
/// How much wider a line is while its symbol is lit up.
pub const LIT: f32 = 2.2;
/// How near a line the pointer means it.
pub const POINTED: f32 = 5.0;

/// Dark or light.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Mode {
    /// Light marks on near black.
    #[default]
    Dark,
    /// Dark marks on near white.
    Light,
}

impl Mode {
    /// The other one.
    #[must_use]
    pub fn toggled(self) -> Self {
        match self {
            Self::Dark => Self::Light,
            Self::Light => Self::Dark,
        }
    }
}

/// Whose eyes the walker ramp is made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Vision {
    /// Also serves protanopia and tritanopia.
    #[default]
    Typical,
    /// Wider steps along yellow and blue.
    Deuteranopia,
}

/// All colours of one mode; the plain ones are its fields through [`Palette`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    /// Dark or light.
    pub mode: Mode,
    /// Whose eyes the walker ramp is made for.
    pub vision: Vision,
    /// The plain colours.
    pub palette: Palette,
    /// The colours that stand for numbers.
    pub scales: Scales,
}

impl Deref for Theme {
    type Target = Palette;

    fn deref(&self) -> &Palette {
        &self.palette
    }
}

impl Theme {
    /// The theme of a mode and a kind of vision.
    #[must_use]
    pub const fn new(mode: Mode, vision: Vision) -> Self {
        let palette = match mode {
            Mode::Dark => Palette::DARK,
            Mode::Light => Palette::LIGHT,
        };
        Self { mode, vision, palette, scales: Scales::new(mode, vision) }
    }

    /// The theme last applied to `ctx`; the dark one if none was.
    #[must_use]
    pub fn of(ctx: &Context) -> Self {
        ctx.data(|data| data.get_temp(Id::NULL)).unwrap_or(const { Self::new(Mode::Dark, Vision::Typical) })
    }

    /// Installs fonts, colours and spacing; call it at the start and whenever the theme changes.
    pub fn apply(self, ctx: &Context) {
        let before: Option<Self> = ctx.data(|data| data.get_temp(Id::NULL));
        if before.is_none() {
            ctx.set_fonts(fonts::definitions());
        }
        ctx.data_mut(|data| data.insert_temp(Id::NULL, self));
        ctx.set_theme(match self.mode {
            Mode::Dark => egui::Theme::Dark,
            Mode::Light => egui::Theme::Light,
        });
        let visuals = self.visuals();
        ctx.all_styles_mut(|style| {
            style.visuals = visuals.clone();
            style.text_styles = text_styles(Scale::WINDOW);
            style.animation_time = ANIMATION_TIME;
            style.explanation_tooltips = false;
            style.interaction.selectable_labels = false;
            style.interaction.tooltip_delay = 0.4;
            let spacing = &mut style.spacing;
            spacing.item_spacing = vec2(space::GAP, space::UNIT);
            spacing.button_padding = vec2(space::TITLE_GAP, 6.0);
            spacing.interact_size = vec2(40.0, space::BUTTON);
            spacing.window_margin = Margin::same(16);
            spacing.menu_margin = Margin::same(6);
            spacing.indent = space::WIDE_GAP;
            // What can be scrolled says so before the pointer comes.
            spacing.scroll.dormant_handle_opacity = 0.35;
        });
    }

    /// How egui's own widgets look: menus, tooltips, text fields, scroll bars.
    fn visuals(&self) -> Visuals {
        let base = match self.mode {
            Mode::Dark => Visuals::dark(),
            Mode::Light => Visuals::light(),
        };
        Visuals {
            // Between what egui draws and bare coverage: light text needs a little help, but
            // the weights must stay apart.
            text_options: TextOptions {
                color_transfer_function: match self.mode {
                    Mode::Dark => FontColorTransferFunction::Gamma(0.8),
                    Mode::Light => FontColorTransferFunction::Gamma(0.9),
                },
                ..base.text_options
            },
            override_text_color: None,
            weak_text_color: Some(self.mute),
            widgets: self.widgets(),
            selection: Selection {
                bg_fill: mix(self.bg, self.ice, 0.3),
                stroke: Stroke::new(1.0, self.strong),
            },
            hyperlink_color: self.ice,
            faint_bg_color: self.raised,
            extreme_bg_color: self.well,
            code_bg_color: self.raised,
            warn_fg_color: self.warn,
            error_fg_color: self.warn,
            window_corner_radius: CornerRadius::same(space::STAGE_RADIUS),
            menu_corner_radius: CornerRadius::same(space::STAGE_RADIUS),
            window_shadow: Shadow::NONE,
            popup_shadow: Shadow::NONE,
            window_fill: self.bg,
            window_stroke: Stroke::new(1.0, self.track),
            panel_fill: self.bg,
            text_cursor: TextCursorStyle {
                stroke: Stroke::new(1.5, self.strong),
                ..base.text_cursor.clone()
            },
            striped: false,
            ..base
        }
    }

    fn widgets(&self) -> Widgets {
        let state = |fill: Color32, edge: Color32, text: Color32| WidgetVisuals {
            bg_fill: fill,
            weak_bg_fill: fill,
            bg_stroke: Stroke::new(1.0, edge),
            corner_radius: CornerRadius::same(space::BUTTON_RADIUS),
            fg_stroke: Stroke::new(1.0, text),
            expansion: 0.0,
        };
        Widgets {
            noninteractive: state(self.bg, self.hair, self.text),
            inactive: state(self.raised, self.track, self.text),
            hovered: state(self.hover, self.track, self.strong),
            active: state(self.track, self.track, self.strong),
            open: state(self.hover, self.track, self.strong),
        }
    }
}

/// The sizes behind egui's own names for text.
fn text_styles(scale: Scale) -> std::collections::BTreeMap<TextStyle, egui::FontId> {
    [
        (TextStyle::Small, Role::Tick),
        (TextStyle::Body, Role::Label),
        (TextStyle::Monospace, Role::Label),
        (TextStyle::Button, Role::Button),
        (TextStyle::Heading, Role::StepCount),
    ]
    .into_iter()
    .map(|(style, role)| (style, role.font(scale)))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance of WCAG 2.
    fn luminance(colour: Color32) -> f32 {
        let linear = |byte: u8| {
            let s = f32::from(byte) / 255.0;
            if s <= 0.04045 { s / 12.92 } else { ((s + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
    }

    fn contrast(a: Color32, b: Color32) -> f32 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn everything_that_is_read_has_contrast_enough() {
        for palette in [Palette::DARK, Palette::LIGHT] {
            for ground in [palette.bg, palette.well] {
                for ink in [
                    palette.strong,
                    palette.text,
                    palette.mute,
                    palette.ember,
                    palette.ice,
                    palette.eq9,
                    palette.ito,
                    palette.warn,
                ] {
                    assert!(contrast(ink, ground) >= 4.5, "{ink:?} on {ground:?}");
                }
                assert!(contrast(palette.outline, ground) >= 3.0, "{ground:?}");
            }
            assert!(contrast(palette.on_strong, palette.strong) >= 4.5);
        }
    }

    #[test]
    fn the_theme_applied_is_the_theme_found() {
        let ctx = Context::default();
        assert_eq!(Theme::of(&ctx).mode, Mode::Dark);
        let theme = Theme::new(Mode::Light, Vision::Deuteranopia);
        theme.apply(&ctx);
        assert_eq!(Theme::of(&ctx), theme);
    }
}
