//! What lies over a presentation: the dark that gives the lecturer the room's eyes, and the spotlight that leads them.

use std::f32::consts::TAU;

use egui::{Color32, Context, Id, LayerId, Mesh, Order, Shape, pos2, vec2};

use crate::app::desk::Desk;
use crate::app::kit::theme::{Theme, fade};

/// Radius of the spotlight, against the height of the window, and the corners of its edge.
const RADIUS: f32 = 0.16;
const CORNERS: u32 = 96;
/// How dark it is around it.
const SHADE: f32 = 0.72;

/// Draws both, where they are wanted.
pub fn show(ctx: &Context, desk: &Desk) {
    let layer = LayerId::new(Order::Foreground, Id::unique("presenting"));
    let whole = ctx.content_rect();
    let painter = ctx.layer_painter(layer);
    if desk.look.blank {
        painter.rect_filled(whole, 0.0, Color32::BLACK);
        return;
    }
    let pointer = ctx.input(|input| input.pointer.hover_pos());
    let Some(centre) = pointer.filter(|_| desk.look.spotlight && desk.look.presenting) else { return };
    let shade = fade(Theme::of(ctx).bg, SHADE);
    let far = 2.0 * whole.size().length();
    let mut mesh = Mesh::default();
    for corner in 0..=CORNERS {
        let angle = TAU * corner as f32 / CORNERS as f32;
        let direction = vec2(angle.cos(), angle.sin());
        mesh.colored_vertex(centre + RADIUS * whole.height() * direction, shade);
        mesh.colored_vertex(pos2(centre.x, centre.y) + far * direction, shade);
        if corner > 0 {
            let last = 2 * corner;
            mesh.add_triangle(last - 2, last - 1, last);
            mesh.add_triangle(last - 1, last, last + 1);
        }
    }
    painter.add(Shape::mesh(mesh));
}
