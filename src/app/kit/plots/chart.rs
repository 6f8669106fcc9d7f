//! A panel's description drawn into a well: the marks that are exported, as they are exported.

use std::collections::HashMap;

use egui::{Context, TextureHandle, TextureId, Ui};

use super::inks::Inks;
use super::names::{self, Writing};
use super::{Frame, Plotted, marks};
use crate::app::kit::theme::{LIT, Theme};
use crate::chart::{Panel, Pen, Shape};

/// What a drawn panel keeps from frame to frame: the textures of its marks, each with what it was made for.
#[derive(Default)]
pub struct Chart {
    textures: HashMap<usize, (Shape, TextureHandle)>,
    theme: Option<Theme>,
}

impl Chart {
    /// Draws the frame and every mark in it; pens that are lit are wider.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        well: egui::Rect,
        frame: &Frame<'_>,
        panel: &Panel,
        lit: &dyn Fn(&Pen) -> bool,
    ) -> Plotted {
        let plotted = frame.show(ui, well);
        self.draw(&plotted, frame, panel, lit);
        plotted
    }

    /// Draws every mark of a panel that brings no axes, and its words, into a room in which nothing can be dragged.
    pub fn show_still(&mut self, ui: &Ui, room: egui::Rect, frame: &Frame<'_>, panel: &Panel) {
        let plotted = Plotted::still(ui, room, panel, frame.scale);
        self.draw(&plotted, frame, panel, &|_| false);
        let inks = Inks::new(frame.theme, frame.scale);
        names::words(&plotted, panel, &Writing { theme: frame.theme, scale: frame.scale, inks: &inks });
    }

    /// Draws every mark of a panel onto what is there.
    fn draw(&mut self, plotted: &Plotted, frame: &Frame<'_>, panel: &Panel, lit: &dyn Fn(&Pen) -> bool) {
        if self.theme != Some(*frame.theme) {
            self.textures.clear();
            self.theme = Some(*frame.theme);
        }
        let inks = Inks::new(frame.theme, frame.scale);
        for (index, shape) in panel.marks.iter().map(|mark| &mark.shape).enumerate() {
            let texture = self.texture(plotted.painter.ctx(), index, shape, &inks);
            let lit = shape.pen().is_some_and(lit);
            marks::draw(plotted, panel, shape, (texture, if lit { f64::from(LIT) } else { 1.0 }), &inks);
        }
    }

    /// The texture of a mark, made anew if the mark is another one.
    fn texture(&mut self, ctx: &Context, index: usize, shape: &Shape, inks: &Inks) -> Option<TextureId> {
        if let Some((made_for, texture)) = self.textures.get(&index)
            && made_for.is_painted_as(shape)
        {
            return Some(texture.id());
        }
        let picture = marks::picture(shape, inks)?;
        let texture = ctx.load_texture("mark", picture, marks::magnified(shape));
        let id = texture.id();
        self.textures.insert(index, (shape.clone(), texture));
        Some(id)
    }
}
