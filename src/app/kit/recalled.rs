//! What was set in letters in one frame is not set again in the next.

use std::collections::HashMap;
use std::hash::Hash;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use egui::{Color32, Context, FontId, Galley, Id};

/// What two frames have set, by a number for what it is and how it looks.
struct Recalled<Set> {
    frame: u64,
    before: HashMap<u64, Set>,
    now: HashMap<u64, Set>,
    /// Another one than in the frame before, once pictures of letters are drawn anew: what was set shows the old ones.
    sign: Option<Arc<Galley>>,
}

impl<Set> Default for Recalled<Set> {
    fn default() -> Self {
        Self { frame: 0, before: HashMap::new(), now: HashMap::new(), sign: None }
    }
}

impl<Set: Clone> Recalled<Set> {
    /// Forgets what the frame before had no use for.
    fn turn(&mut self, frame: u64, sign: Arc<Galley>) {
        self.frame = frame;
        self.before = mem::take(&mut self.now);
        if !self.sign.as_ref().is_some_and(|before| Arc::ptr_eq(before, &sign)) {
            self.before.clear();
        }
        self.sign = Some(sign);
    }

    fn recall(&mut self, key: u64) -> Option<Set> {
        if let Some(set) = self.before.remove(&key) {
            self.now.insert(key, set);
        }
        self.now.get(&key).cloned()
    }
}

/// What `set` makes of `what`, or made of it in this frame or the one before.
pub fn recalled<Set: Clone + Send + 'static>(
    ctx: &Context,
    what: impl Hash,
    set: impl FnOnce() -> Set,
) -> Set {
    let key = egui::util::hash((what, ctx.pixels_per_point().to_bits()));
    let recalled = ctx.data_mut(|data| {
        let found: &mut Arc<Mutex<Recalled<Set>>> = data.get_temp_mut_or_default(Id::NULL);
        Arc::clone(found)
    });
    let open = || recalled.lock().unwrap_or_else(PoisonError::into_inner);
    let frame = ctx.cumulative_pass_nr();
    if open().frame != frame {
        let sign = ctx
            .fonts_mut(|fonts| fonts.layout_no_wrap("0".to_owned(), FontId::default(), Color32::PLACEHOLDER));
        open().turn(frame, sign);
    }
    let known = open().recall(key);
    known.unwrap_or_else(|| {
        let made = set();
        open().now.insert(key, made.clone());
        made
    })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// How often something is set in a frame that asks for it twice, or not at all.
    fn set_in_frame(ctx: &Context, asked: bool) -> u32 {
        let count = Cell::new(0);
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            for _ in 0..if asked { 2 } else { 0 } {
                recalled(ui.ctx(), "what", || count.set(count.get() + 1));
            }
        });
        output.textures_delta.clear();
        count.get()
    }

    #[test]
    fn what_was_set_is_known_until_a_frame_goes_by_without_it_or_letters_are_drawn_anew() {
        let ctx = Context::default();
        for _ in 0..3 {
            set_in_frame(&ctx, true);
        }
        assert_eq!(set_in_frame(&ctx, true), 0);
        assert_eq!(set_in_frame(&ctx, false), 0);
        assert_eq!(set_in_frame(&ctx, true), 1);
        let mut fewer = egui::FontDefinitions::default();
        fewer.families.get_mut(&egui::FontFamily::Proportional).map(Vec::pop);
        let changes: [&dyn Fn(); 2] = [&|| ctx.set_fonts(fewer.clone()), &|| ctx.set_zoom_factor(1.5)];
        for change in changes {
            change();
            let anew: u32 = (0..3).map(|_| set_in_frame(&ctx, true)).sum();
            assert!(anew >= 1, "letters look otherwise");
            assert_eq!(set_in_frame(&ctx, true), 0);
        }
    }
}
