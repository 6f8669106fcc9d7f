//! The controls, each with a keyboard, a focus ring and a name for a screen reader.
//!
//! Labels may carry the markup of [`maths`](super::maths). Every control paints
//! its own disabled state, so none is faded by egui as well.

mod button;
mod choice;
mod foldout;
mod icon;
mod logo;
mod number_field;
mod progress;
mod quantity;
mod segmented;
mod slider;
pub mod stamped;
mod stops;
mod stretch;
mod tabs;
mod value_row;

use egui::{
    Color32, Context, CornerRadius, EventFilter, Id, Key, Modifiers, Painter, Rect, Response, Stroke,
    StrokeKind, Ui,
};

pub use crate::chart::{format_number, format_whole, parse_number};
pub use button::{Button, IconButton, PlayButton};
pub use foldout::Foldout;
pub use icon::Icon;
pub use logo::logo;
pub use number_field::touch as touch_of_number;
pub use progress::ProgressBar;
pub use quantity::{Quantity, round_to};
pub use segmented::Segmented;
pub use slider::Slider;
pub use stops::{Stop, Stops};
pub use stretch::Stretch;
pub use tabs::Tabs;
pub use value_row::ValueRow;

use super::theme::{Theme, space};

/// What became of a value this frame.
///
/// A whole drag, a typed number, a key press or a reset is one gesture: it begins
/// once and ends once, so an undo history takes its snapshot at `began`, before the
/// new value is used, and closes the step at `ended`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gesture {
    /// The first frame of a gesture.
    pub began: bool,
    /// The value is not what it was a frame ago.
    pub changed: bool,
    /// The last frame of a gesture.
    pub ended: bool,
}

impl Gesture {
    /// A change that is over at once.
    const INSTANT: Self = Self { began: true, changed: true, ended: true };

    fn instant_if(changed: bool) -> Self {
        if changed { Self::INSTANT } else { Self::default() }
    }

    fn and(self, other: Self) -> Self {
        Self {
            began: self.began || other.began,
            changed: self.changed || other.changed,
            ended: self.ended || other.ended,
        }
    }
}

/// The painter of `ui` without the fading of disabled parts.
fn painter(ui: &Ui) -> Painter {
    let mut painter = ui.painter().clone();
    painter.set_opacity(1.0);
    painter
}

/// The ring round a button or a segment that has the keyboard.
fn focus_ring(painter: &Painter, theme: &Theme, rect: Rect, corner: u8) {
    painter.rect_stroke(
        rect.expand(space::FOCUS_RING),
        CornerRadius::same(corner + 2),
        Stroke::new(space::FOCUS_RING, theme.ice),
        StrokeKind::Middle,
    );
}

/// `on` if the control can be used, else the colour of disabled text.
fn ink(ui: &Ui, theme: &Theme, on: Color32) -> Color32 {
    if ui.is_enabled() { on } else { theme.faint }
}

/// Says that the control with the keyboard has no use for the space bar.
pub fn leave_space_alone(ui: &Ui, id: Id) {
    ui.data_mut(|data| data.insert_temp(Id::unique("leaves-space-alone"), id));
}

/// Whether the control with the keyboard, if any, needs the space bar for itself.
pub fn space_is_taken(ctx: &Context) -> bool {
    let alone: Option<Id> = ctx.data(|data| data.get_temp(Id::unique("leaves-space-alone")));
    ctx.memory(egui::Memory::focused).is_some_and(|focused| alone != Some(focused))
}

/// Presses of the arrow keys: rightwards or upwards less leftwards or downwards.
fn arrow_presses(ui: &Ui, response: &Response) -> (i32, Modifiers) {
    let ([right, up], modifiers) = arrows(ui, response);
    (right + up, modifiers)
}

/// Presses of the arrow keys: rightwards less leftwards, and upwards less downwards.
///
/// While the control has the keyboard the arrows are its own and do not move the focus.
pub fn arrows(ui: &Ui, response: &Response) -> ([i32; 2], Modifiers) {
    if !response.has_focus() {
        return ([0, 0], Modifiers::NONE);
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    ui.input(|input| {
        let count = |key| input.num_presses(key) as i32;
        let right = count(Key::ArrowRight) - count(Key::ArrowLeft);
        let up = count(Key::ArrowUp) - count(Key::ArrowDown);
        ([right, up], input.modifiers)
    })
}
