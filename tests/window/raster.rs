//! The rasteriser draws what egui's own painter would, to the byte where that is known.

use std::time::Instant;

use egui::epaint::{ImageDelta, Mesh, Primitive, Vertex};
use egui::{
    ClippedPrimitive, Color32, ColorImage, Rect, TextureId, TextureOptions, TexturesDelta, pos2, vec2,
};
use frostline::app::kit::raster::{Rasteriser, screenshot};
use frostline::app::kit::theme::{Mode, Theme, Vision};

const WHITE: TextureId = TextureId::Managed(0);
const PICTURE: TextureId = TextureId::User(1);

/// A rasteriser that knows a white texel and a picture of two by two texels.
fn rasteriser(options: TextureOptions) -> Rasteriser {
    let mut rasteriser = Rasteriser::default();
    let mut delta = TexturesDelta::default();
    let white = ColorImage::filled([1, 1], Color32::WHITE);
    delta.push(WHITE, ImageDelta::full(white, TextureOptions::NEAREST));
    let grey = |level| Color32::from_gray(level);
    let picture = ColorImage::new([2, 2], vec![grey(0), grey(100), grey(200), grey(40)]);
    delta.push(PICTURE, ImageDelta::full(picture, options));
    rasteriser.update(&mut delta);
    rasteriser
}

fn primitive(clip: Rect, mesh: Mesh) -> ClippedPrimitive {
    ClippedPrimitive { clip_rect: clip, primitive: Primitive::Mesh(mesh) }
}

fn everywhere() -> Rect {
    Rect::from_min_size(pos2(0.0, 0.0), vec2(1000.0, 1000.0))
}

/// The picture stretched over `rect`.
fn textured(rect: Rect) -> Mesh {
    let mut mesh = Mesh::with_texture(PICTURE);
    let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    mesh.add_rect_with_uv(rect, whole, Color32::WHITE);
    mesh
}

fn filled(rect: Rect, colour: Color32) -> Mesh {
    let mut mesh = Mesh::default();
    mesh.add_colored_rect(rect, colour);
    mesh
}

fn greys(picture: &ColorImage) -> Vec<u8> {
    picture.pixels.iter().map(Color32::r).collect()
}

#[test]
fn a_triangle_owns_the_pixels_whose_centres_it_holds() {
    let mut mesh = Mesh::default();
    for corner in [pos2(0.0, 0.0), pos2(4.0, 0.0), pos2(0.0, 4.0)] {
        mesh.vertices.push(Vertex::untextured(corner, Color32::WHITE));
    }
    mesh.indices = vec![0, 1, 2];
    let picture = rasteriser(TextureOptions::NEAREST).paint(
        [4, 4],
        1.0,
        &[primitive(everywhere(), mesh)],
        Color32::BLACK,
    );
    // Centres on the slope itself belong to the triangle on its other side.
    let expected = [255, 255, 255, 0, 255, 255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0];
    assert_eq!(greys(&picture), expected);
}

#[test]
fn triangles_that_share_edges_leave_no_gap_and_no_overlap() {
    // A fan of thin triangles about a point that lies on no pixel's corner or centre.
    let half = Color32::from_black_alpha(128);
    let mut mesh = Mesh::default();
    mesh.vertices.push(Vertex::untextured(pos2(31.7, 30.2), half));
    let spokes = 97;
    for i in 0..spokes {
        let angle = std::f32::consts::TAU * i as f32 / spokes as f32;
        let corner = pos2(31.7, 30.2) + 100.0 * vec2(angle.cos(), angle.sin());
        mesh.vertices.push(Vertex::untextured(corner, half));
        mesh.indices.extend([0, i + 1, (i + 1) % spokes + 1]);
    }
    let picture = rasteriser(TextureOptions::NEAREST).paint(
        [64, 64],
        1.0,
        &[primitive(everywhere(), mesh)],
        Color32::WHITE,
    );
    assert!(greys(&picture).iter().all(|&grey| grey == 127), "once and only once");
}

#[test]
fn colours_between_corners_are_even_in_stored_bytes() {
    let mut mesh = Mesh::default();
    let (dark, light) = (Color32::BLACK, Color32::from_gray(200));
    for (x, colour) in [(0.0, dark), (10.0, light)] {
        for y in [0.0, 2.0] {
            mesh.vertices.push(Vertex::untextured(pos2(x, y), colour));
        }
    }
    mesh.indices = vec![0, 1, 2, 1, 2, 3];
    let picture = rasteriser(TextureOptions::NEAREST).paint(
        [10, 2],
        1.0,
        &[primitive(everywhere(), mesh)],
        Color32::BLACK,
    );
    let row = [10, 30, 50, 70, 90, 110, 130, 150, 170, 190];
    assert_eq!(greys(&picture), [row, row].concat());
}

#[test]
fn premultiplied_colours_are_laid_over_in_order() {
    let red = Color32::from_rgba_unmultiplied(255, 0, 0, 128);
    let blue = Color32::from_rgba_unmultiplied(0, 0, 255, 64);
    let place = Rect::from_min_size(pos2(0.0, 0.0), vec2(1.0, 1.0));
    let picture = rasteriser(TextureOptions::NEAREST).paint(
        [1, 1],
        1.0,
        &[primitive(everywhere(), filled(place, red)), primitive(everywhere(), filled(place, blue))],
        Color32::WHITE,
    );
    // White → (255, 127, 127) under red → times 191/255, plus 64 of blue.
    assert_eq!(picture.pixels[0], Color32::from_rgb(191, 95, 159));
}

#[test]
fn nothing_is_drawn_outside_the_clip_rectangle() {
    let place = Rect::from_min_size(pos2(0.0, 0.0), vec2(4.0, 3.0));
    let clip = Rect::from_min_max(pos2(1.0, 1.0), pos2(3.0, 2.0));
    let picture = rasteriser(TextureOptions::NEAREST).paint(
        [4, 3],
        1.0,
        &[primitive(clip, filled(place, Color32::WHITE))],
        Color32::BLACK,
    );
    assert_eq!(greys(&picture), [0, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0, 0]);
}

#[test]
fn points_become_pixels() {
    let place = Rect::from_min_size(pos2(0.5, 0.0), vec2(0.5, 0.5));
    let picture = rasteriser(TextureOptions::NEAREST).paint(
        [3, 1],
        2.0,
        &[primitive(everywhere(), filled(place, Color32::WHITE))],
        Color32::BLACK,
    );
    assert_eq!(greys(&picture), [0, 255, 0]);
}

#[test]
fn the_nearest_texel_fills_its_square() {
    let place = Rect::from_min_size(pos2(0.0, 0.0), vec2(4.0, 4.0));
    let picture = rasteriser(TextureOptions::NEAREST).paint(
        [4, 4],
        1.0,
        &[primitive(everywhere(), textured(place))],
        Color32::BLACK,
    );
    let expected = [0, 0, 100, 100, 0, 0, 100, 100, 200, 200, 40, 40, 200, 200, 40, 40];
    assert_eq!(greys(&picture), expected);
}

#[test]
fn linear_filtering_mixes_four_texels_and_holds_at_the_edge() {
    let place = Rect::from_min_size(pos2(0.0, 0.0), vec2(4.0, 4.0));
    let picture = rasteriser(TextureOptions::LINEAR).paint(
        [4, 4],
        1.0,
        &[primitive(everywhere(), textured(place))],
        Color32::BLACK,
    );
    let greys = greys(&picture);
    assert_eq!(greys[..4], [0, 25, 75, 100]);
    // A quarter of the way from each of the upper two to each of the lower two.
    let (left, right) = (0.75 * 0.0 + 0.25 * 200.0, 0.75 * 100.0 + 0.25 * 40.0);
    assert_eq!(f64::from(greys[5]), f64::round(0.75 * left + 0.25 * right));
}

#[test]
fn a_repeated_texture_starts_over() {
    let place = Rect::from_min_size(pos2(0.0, 0.0), vec2(4.0, 1.0));
    let mut mesh = Mesh::with_texture(PICTURE);
    let twice = Rect::from_min_max(pos2(0.0, 0.0), pos2(2.0, 0.5));
    mesh.add_rect_with_uv(place, twice, Color32::WHITE);
    let picture = rasteriser(TextureOptions::NEAREST_REPEAT).paint(
        [4, 1],
        1.0,
        &[primitive(everywhere(), mesh)],
        Color32::BLACK,
    );
    assert_eq!(greys(&picture), [0, 100, 0, 100]);
}

#[test]
fn a_patch_changes_its_part_of_a_texture_and_a_freed_one_is_gone() {
    let mut rasteriser = rasteriser(TextureOptions::NEAREST);
    let mut delta = TexturesDelta::default();
    let patch = ColorImage::filled([1, 1], Color32::from_gray(77));
    delta.push(PICTURE, ImageDelta::partial([1, 0], patch, TextureOptions::NEAREST));
    rasteriser.update(&mut delta);
    let place = Rect::from_min_size(pos2(0.0, 0.0), vec2(2.0, 2.0));
    let frame = [primitive(everywhere(), textured(place))];
    let picture = rasteriser.paint([2, 2], 1.0, &frame, Color32::BLACK);
    assert_eq!(greys(&picture), [0, 77, 200, 40]);

    delta.free(PICTURE);
    rasteriser.free(&mut delta);
    let picture = rasteriser.paint([2, 2], 1.0, &frame, Color32::BLACK);
    assert_eq!(greys(&picture), [0; 4]);
}

#[test]
fn a_screenshot_needs_no_display() {
    let ctx = egui::Context::default();
    Theme::new(Mode::Light, Vision::Typical).apply(&ctx);
    let start = Instant::now();
    let picture = screenshot(&ctx, vec2(320.0, 200.0), 2.0, 3, |ui| {
        assert_eq!(ui.ctx().content_rect().size(), vec2(320.0, 200.0));
        ui.heading("Frostline");
    });
    eprintln!("three frames and a picture in {:?}", start.elapsed());
    assert_eq!(picture.size, [640, 400]);
    let theme = Theme::of(&ctx);
    assert_eq!(*picture.pixels.last().expect("pixels"), theme.bg);
    let darkest = picture.pixels.iter().map(Color32::r).min().expect("pixels");
    assert!(darkest < 90, "the heading is there");
}
