//! A picture kept as a texture until something it shows changes.

use std::sync::Arc;

use egui::{ColorImage, Context, Rect, TextureHandle, TextureId, TextureOptions, pos2};

/// All of a texture.
pub const WHOLE: Rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));

/// What it was made for, and the texture; none before the first frame.
pub struct Kept<Key>(Option<(Key, TextureHandle)>);

impl<Key> Default for Kept<Key> {
    fn default() -> Self {
        Self(None)
    }
}

impl<Key: PartialEq> Kept<Key> {
    /// The texture for a key, drawn anew only if the key is another than before.
    pub fn of(
        &mut self,
        ctx: &Context,
        name: &str,
        key: Key,
        draw: impl FnOnce(&Key) -> ColorImage,
    ) -> TextureId {
        match &mut self.0 {
            Some((made, texture)) => {
                if *made != key {
                    texture.set(Arc::new(draw(&key)), TextureOptions::LINEAR);
                    *made = key;
                }
                texture.id()
            }
            None => {
                let texture = ctx.load_texture(name, Arc::new(draw(&key)), TextureOptions::LINEAR);
                let id = texture.id();
                self.0 = Some((key, texture));
                id
            }
        }
    }
}
