//! The paths of a few walkers up to the moment shown, older parts fainter.

use egui::epaint::{Vertex, WHITE_UV};
use egui::{Color32, Mesh, Painter, Pos2, Rect, Shape, pos2};

use super::frame::Frame;
use crate::app::desk::scene::Scene;
use crate::app::kit::theme::{Theme, fade};
use crate::valleys::figures::stage::TRACERS;

/// Parts of a path, at most: with the walkers, what a frame can cost.
const PARTS: f32 = 240.0;
/// The least distance along y of two points of a path, in points at scale 1.
const APART: f32 = 4.5;
const WIDTH: f32 = 0.9;
/// Opacity of a part within a valley and of one over the ridge, where it is youngest.
const STAYED: f32 = 0.5;
const CROSSED: f32 = 0.3;
/// What is left of the opacity where a path is oldest.
const OLDEST: f32 = 0.25;

/// Draws the paths.
pub fn paint(painter: &Painter, theme: &Theme, scene: &Scene<'_>, frame: &Frame) {
    let kept = points(scene, frame);
    let paths = &scene.seen.run.record.tracers;
    let walkers =
        paths.first().map_or(0, |path| path.len().min(TRACERS).min(scene.seen.scenario.walkers as usize));
    let inks =
        [fade(theme.scales.walker_age(3_162.0), STAYED), fade(theme.scales.walker_age(316.0), CROSSED)];
    let half = 0.5 * WIDTH * frame.marks;
    let glass = frame.lens.map_or(f64::INFINITY, |lens| frame.y_at(lens.centre + lens.true_knots()[1]));
    let mut mesh = Mesh::default();
    for walker in 0..walkers {
        for (age, pair) in kept.windows(2).enumerate() {
            let (Some(from), Some(to)) = (paths[pair[0]].get(walker), paths[pair[1]].get(walker)) else {
                continue;
            };
            // The youngest points come first.
            let fading = 1.0 - (1.0 - OLDEST) * age as f32 / kept.len() as f32;
            let crossed = (from[0] >= 0.0) != (to[0] >= 0.0);
            let ends = [from, to].map(|[x, y]| [f64::from(*y), f64::from(*x)]);
            // In the glass there are walkers.
            if ends.iter().any(|[y, x]| y.is_nan() || x.is_nan() || *y > glass) {
                continue;
            }
            let ink = fade(inks[usize::from(crossed)], fading);
            for pair in frame.path(&ends).windows(2) {
                let part = Rect::from_two_pos(pair[0], pair[1]);
                if frame.rect.intersects(part) {
                    stroke(&mut mesh, pair[0], pair[1], half, painter.pixels_per_point(), ink);
                }
            }
        }
    }
    if !mesh.is_empty() {
        painter.add(Shape::mesh(mesh));
    }
}

/// The samples that are drawn, youngest first: far enough apart on the screen, and not too many.
fn points(scene: &Scene<'_>, frame: &Frame) -> Vec<usize> {
    let samples = &scene.seen.run.record.samples;
    let last =
        scene.seen.shown.sample.min(samples.len().min(scene.seen.run.record.tracers.len()).saturating_sub(1));
    // A path of few steps is drawn step by step: where walkers swing from side to side, every other point would lie.
    let few = last < PARTS as usize;
    let apart = if few { 0.0 } else { (frame.rect.width() / PARTS).max(APART * frame.marks.sqrt()) };
    let mut kept: Vec<usize> = Vec::new();
    let mut before = f32::INFINITY;
    for index in (0..=last).rev() {
        let Some(across) = samples.get(index).and_then(|sample| sample.mean_y).map(|y| frame.across(y))
        else {
            continue;
        };
        // Parts out of view cost nothing, but the first point beyond the edge is needed.
        if across > frame.rect.right() + 2.0 * apart && index != last {
            continue;
        }
        if (before - across).abs() >= apart || index == 0 {
            kept.push(index);
            before = across;
        }
        if across < frame.rect.left() || kept.len() as f32 > PARTS {
            break;
        }
    }
    kept
}

/// A thin line whose edges fade over a pixel; below a pixel it fades instead of thinning.
fn stroke(mesh: &mut Mesh, from: Pos2, to: Pos2, half: f32, ppp: f32, colour: Color32) {
    let along = (to - from).normalized();
    let pixel = 1.0 / ppp;
    let colour = fade(colour, 2.0 * half * ppp);
    let side = along.rot90();
    let (core, rim) = (side * (half - 0.5 * pixel).max(0.0), side * (half.max(0.5 * pixel) + 0.5 * pixel));
    let first = mesh.vertices.len() as u32;
    for end in [from, to] {
        for (offset, color) in
            [(-rim, Color32::TRANSPARENT), (-core, colour), (core, colour), (rim, Color32::TRANSPARENT)]
        {
            let place: Pos2 = end + offset;
            mesh.vertices.push(Vertex { pos: pos2(place.x, place.y), uv: WHITE_UV, color });
        }
    }
    for strip in 0..3 {
        let corners = [0, 1, 5, 0, 5, 4];
        mesh.indices.extend(corners.map(|corner: u32| first + strip + corner));
    }
}
