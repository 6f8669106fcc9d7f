//! What is at the hand, in words: whatever the pointer or the keyboard is at says it, and one line that never moves
//! reads it out. A number in a picture is copied by a click on it.

use egui::{Context, CursorIcon, Id, Rect, Response};

use super::maths;

/// What is said of it.
#[derive(Clone, Debug, PartialEq)]
pub struct AtHand {
    pub touch: Touch,
    /// The most important first: what the line has no room for is left out from the end.
    pub parts: Vec<String>,
    /// Whether the run follows it.
    pub sets: bool,
}

/// How something is at the hand. What is held goes before what is pointed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Touch {
    /// It has the keyboard.
    Focused,
    Pointed,
    Held,
}

impl Touch {
    /// How something is at the hand, if it is. What cannot be used can still be pointed at.
    pub fn of(response: &Response) -> Option<Self> {
        let held = |id| response.ctx.dragged_id() == Some(id);
        if held(response.id) || response.is_pointer_button_down_on() {
            Some(Self::Held)
        } else if response.contains_pointer() && response.ctx.dragged_id().is_none() {
            Some(Self::Pointed)
        } else {
            response.has_focus().then_some(Self::Focused)
        }
    }
}

/// Says what something is.
pub fn says(ctx: &Context, touch: Touch, parts: Vec<String>) {
    keep(ctx, AtHand { touch, parts, sets: false });
}

/// The same of something that sets the run: while it is held the line goes on with what follows.
pub fn sets(ctx: &Context, touch: Touch, parts: Vec<String>) {
    keep(ctx, AtHand { touch, parts, sets: true });
}

/// Words in a picture: where they have a number a click on them copies them.
pub fn copies(picture: &Response, place: Rect, words: &str) {
    let pointed = picture.hover_pos().is_some_and(|pointer| place.contains(pointer));
    if !pointed || !words.contains(|letter: char| letter.is_ascii_digit()) {
        return;
    }
    picture.ctx.set_cursor_icon(CursorIcon::Copy);
    if picture.clicked() {
        picture.ctx.data_mut(|data| data.insert_temp(clicked(), maths::plain(words)));
    }
}

/// Takes the words that were clicked in this frame.
pub fn copied(ctx: &Context) -> Option<String> {
    ctx.data_mut(|data| data.remove_temp(clicked()))
}

/// Takes what was said in this frame.
pub fn taken(ctx: &Context) -> Option<AtHand> {
    ctx.data_mut(|data| {
        let said = data.get_temp(key());
        data.remove::<AtHand>(key());
        said
    })
}

fn keep(ctx: &Context, said: AtHand) {
    ctx.data_mut(|data| {
        let before: Option<AtHand> = data.get_temp(key());
        if before.is_none_or(|before| before.touch <= said.touch) {
            data.insert_temp(key(), said);
        }
    });
}

fn key() -> Id {
    Id::unique("at-the-hand")
}

fn clicked() -> Id {
    Id::unique("words-clicked")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_goes_before_what_is_pointed_at_and_is_said_once() {
        let ctx = Context::default();
        sets(&ctx, Touch::Held, vec!["knob".into()]);
        says(&ctx, Touch::Focused, vec!["line".into()]);
        says(&ctx, Touch::Pointed, vec!["plot".into()]);
        let said = taken(&ctx).expect("it was said");
        assert_eq!((said.parts.as_slice(), said.sets), (&["knob".to_owned()][..], true));
        assert_eq!(taken(&ctx), None);
    }
}
