//! What follows from the controls: Δ_S, where Kramers' rates hold, and how far the steep valley is from instability.

use egui::{Align2, Rect, Sense, Ui, pos2, vec2};

use super::number::value_now;
use super::rule;
use crate::app::desk::Desk;
use crate::app::kit::hand::{self, Touch};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme};
use crate::app::kit::whole;
use crate::app::kit::widgets::format_number;
use crate::say;
use crate::valleys::model::Parameter;

/// All of it; the middles of the rows from its top, and of the note beneath the last; how high a row is to the hand.
pub(super) const HEIGHT: f32 = 110.0;
/// What the first of them takes.
pub(super) const LEAST: f32 = 34.0;
const ROWS: [f32; 3] = [19.5, 45.0, 69.0];
const NOTE: f32 = 85.0;
const ROW: f32 = 24.0;

/// One of them: what it is, what it comes to, whether that is a warning, and what is said of it at the hand.
struct Fact {
    name: &'static str,
    value: String,
    warns: bool,
    said: String,
}

pub(super) fn show(ui: &mut Ui, rect: Rect, desk: &Desk) {
    let (theme, scale) = (Theme::of(ui.ctx()), Scale::of(ui));
    // The rule parts the facts from the page above, so it goes with the first of them.
    if whole::fits(ui, rect.with_max_y(rect.top() + scale.px(ROWS[0] + 8.0))) {
        rule(ui, rect.x_range(), rect.top() + 0.5);
    }
    for (fact, middle) in facts(desk).into_iter().zip(ROWS) {
        let row = Rect::from_center_size(
            pos2(rect.center().x, rect.top() + scale.px(middle)),
            vec2(rect.width(), scale.px(ROW)),
        );
        if whole::fits(ui, row) {
            let strong = if fact.warns { theme.warn } else { theme.strong };
            let name = Style::new(Role::Label, scale, theme.text);
            let value = Style::new(Role::Value, scale, strong);
            maths::layout(ui.ctx(), fact.name, name).paint(
                ui.painter(),
                row.left_center(),
                Align2::LEFT_CENTER,
            );
            maths::layout(ui.ctx(), &fact.value, value).paint(
                ui.painter(),
                row.right_center(),
                Align2::RIGHT_CENTER,
            );
        }
        let response = ui.interact(row, ui.scope_id().with(fact.name), Sense::CLICK);
        hand::copies(&response, row, &format!("{} {}", fact.name, fact.value));
        if let Some(touch) = Touch::of(&response) {
            hand::says(ui.ctx(), touch, vec![fact.said]);
        }
    }
    let (words, warns) = curvature(desk);
    let style = Style::new(Role::Tick, scale, if warns { theme.warn } else { theme.mute });
    let line = maths::layout(ui.ctx(), &words, style);
    let at = pos2(rect.left(), rect.top() + scale.px(NOTE));
    if whole::fits(ui, Align2::LEFT_CENTER.anchor_size(at, line.size())) {
        line.paint(ui.painter(), at, Align2::LEFT_CENTER);
    }
}

fn facts(desk: &Desk) -> [Fact; 3] {
    let curves = desk.run.curves();
    let noise = Fact {
        name: "$Δ_S$ = $ησ$",
        value: power(curves.delta_s),
        warns: false,
        said: say!("controls.noise-scale-hint").to_owned(),
    };
    let (value, warns, said) = match curves.kramers_from.value {
        Some(y) => {
            let there = desk.run.shown().mean_y >= y;
            let said = if there { say!("controls.kramers-holds") } else { say!("controls.kramers-not-yet") };
            (format!("$y$ ≈ {y:.1}"), false, said)
        }
        None => (say!("controls.kramers-never").to_owned(), true, say!("controls.kramers-no-barrier")),
    };
    let kramers = Fact { name: say!("controls.kramers-above"), value, warns, said: said.to_owned() };
    let limit = 2.0 / value_now(desk, Parameter::Eta);
    let (said, warns) = curvature(desk);
    let stability = Fact {
        name: say!("controls.stability-limit"),
        value: format_number(limit),
        warns,
        said: say!("controls.stability-hint", now = said),
    };
    [noise, kramers, stability]
}

/// The sharpest curvature in words, and whether it is too sharp.
fn curvature(desk: &Desk) -> (String, bool) {
    let curvature = desk.run.sharpest_curvature();
    let sharpest = format_args!("{curvature:.1}");
    let warns = curvature > 2.0 / value_now(desk, Parameter::Eta);
    let words = match warns {
        true => say!("controls.steep-unstable", curvature = sharpest),
        false => say!("controls.sharpest", curvature = sharpest),
    };
    (words, warns)
}

/// A number with its power of ten, as Δ_S is written.
fn power(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let exponent = value.abs().log10().floor() as i32;
    format!("{:.1} × 10$^{{{exponent}}}$", value / 10_f64.powi(exponent))
}
