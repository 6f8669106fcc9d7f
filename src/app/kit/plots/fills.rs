//! Areas on screen as meshes: closed outlines of any form, hatching, grids of cells, patches and crowds of dots.

use egui::epaint::Vertex;
use egui::{Color32, ColorImage, Mesh, Pos2, Rect, TextureId, Vec2, pos2, vec2};

/// Half the side of a dot's texture, in texels: about as large as it is drawn. The last is its margin.
const DISC: usize = 5;
const SQRT_3: f32 = 1.732_050_8;

/// Where a level line crosses a closed outline, from left to right.
fn crossings(outline: &[Pos2], y: f32) -> Vec<f32> {
    let ends = outline.iter().zip(outline.iter().cycle().skip(1));
    let mut found: Vec<f32> = ends
        .filter(|(from, to)| (from.y <= y) != (to.y <= y))
        .map(|(from, to)| from.x + (to.x - from.x) * (y - from.y) / (to.y - from.y))
        .collect();
    found.sort_by(f32::total_cmp);
    found
}

/// Fills a closed outline, by even and odd: between two neighbouring heights of its corners it is trapezoids.
pub fn area(outline: &[Pos2], fill: Color32) -> Mesh {
    let mut mesh = Mesh::default();
    let mut heights: Vec<f32> = outline.iter().map(|corner| corner.y).filter(|y| y.is_finite()).collect();
    heights.sort_by(f32::total_cmp);
    heights.dedup();
    for pair in heights.windows(2) {
        let inset = 1e-3 * (pair[1] - pair[0]);
        let (top, bottom) = (crossings(outline, pair[0] + inset), crossings(outline, pair[1] - inset));
        for (upper, lower) in top.chunks_exact(2).zip(bottom.chunks_exact(2)) {
            let corners = [
                pos2(upper[0], pair[0]),
                pos2(upper[1], pair[0]),
                pos2(lower[1], pair[1]),
                pos2(lower[0], pair[1]),
            ];
            four_sided(&mut mesh, corners, fill);
        }
    }
    mesh
}

/// Rising lines across a closed outline, so far apart.
pub fn hatching(outline: &[Pos2], apart: f32, within: Rect) -> Vec<[Pos2; 2]> {
    // Turned so that the lines lie level, they are cut like levels of an area.
    let turned: Vec<Pos2> =
        outline.iter().map(|corner| pos2(corner.x - corner.y, corner.x + corner.y)).collect();
    let first = ((within.left() + within.top()) / apart).ceil() as i32;
    let last = ((within.right() + within.bottom()) / apart).floor() as i32;
    let back = |u: f32, v: f32| pos2(0.5 * (u + v), 0.5 * (v - u));
    let lines = (first..=last).map(|index| index as f32 * apart);
    lines
        .flat_map(|v| {
            let ends = crossings(&turned, v);
            ends.chunks_exact(2).map(|pair| [back(pair[0], v), back(pair[1], v)]).collect::<Vec<_>>()
        })
        .collect()
}

pub fn four_sided(mesh: &mut Mesh, corners: [Pos2; 4], fill: Color32) {
    let first = mesh.vertices.len() as u32;
    for corner in corners {
        mesh.colored_vertex(corner, fill);
    }
    mesh.add_triangle(first, first + 1, first + 2);
    mesh.add_triangle(first, first + 2, first + 3);
}

/// A straight line as part of a mesh, soft at its sides.
pub fn line(mesh: &mut Mesh, [from, to]: [Pos2; 2], width: f32, colour: Color32) {
    let along = (to - from).normalized();
    let side = (0.5 * width + 0.5) * vec2(-along.y, along.x);
    let first = mesh.vertices.len() as u32;
    for end in [from, to] {
        mesh.colored_vertex(end - side, Color32::TRANSPARENT);
        mesh.colored_vertex(end, colour);
        mesh.colored_vertex(end + side, Color32::TRANSPARENT);
    }
    for corner in [0, 1] {
        mesh.add_triangle(first + corner, first + corner + 1, first + corner + 3);
        mesh.add_triangle(first + corner + 1, first + corner + 3, first + corner + 4);
    }
}

/// The edges of a grid between which it has to be drawn separately, each with its place from 0 to 1 in the texture: as
/// long as edges lie evenly, the first and the last suffice.
pub fn knots(edges: &[f64]) -> Vec<(f64, f32)> {
    let cells = edges.len().saturating_sub(1).max(1) as f32;
    let even = |index: usize| {
        let [before, at, after] = [index - 1, index, index + 1].map(|index| edges[index]);
        (at - 0.5 * (before + after)).abs() <= 1e-6 * (after - before).abs()
    };
    let last = edges.len().saturating_sub(1);
    (0..edges.len())
        .filter(|&index| index == 0 || index == last || !even(index))
        .map(|index| (edges[index], index as f32 / cells))
        .collect()
}

/// A texture laid over a grid of knots on screen, its first row lowest.
pub fn cells(texture: TextureId, columns: &[(f32, f32)], rows: &[(f32, f32)]) -> Mesh {
    let mut mesh = Mesh::with_texture(texture);
    for &(y, v) in rows {
        for &(x, u) in columns {
            mesh.vertices.push(Vertex { pos: pos2(x, y), uv: pos2(u, v), color: Color32::WHITE });
        }
    }
    let stride = columns.len() as u32;
    for row in 1..rows.len() as u32 {
        for column in 1..stride {
            let corner = row * stride + column;
            mesh.add_triangle(corner, corner - 1, corner - stride);
            mesh.add_triangle(corner - 1, corner - stride, corner - stride - 1);
        }
    }
    mesh
}

/// A dot of a crowd, with the texture of [`disc`].
pub fn dot(mesh: &mut Mesh, centre: Pos2, radius: f32, color: Color32) {
    round(mesh, centre, radius * (DISC as f32 / (DISC as f32 - 1.0)), color);
}

/// The corners of a triangle round the circle of radius 1: where a processor draws, a triangle costs more than its pixels.
const CORNERS: [Vec2; 3] = [vec2(0.0, -2.0), vec2(SQRT_3, 1.0), vec2(-SQRT_3, 1.0)];

/// The mesh's texture, that of a disc, about a place; beyond its edge, which is clear, it goes on clear.
pub fn round(mesh: &mut Mesh, centre: Pos2, half: f32, color: Color32) {
    let first = mesh.vertices.len() as u32;
    for corner in CORNERS {
        let uv = (0.5 * (Vec2::splat(1.0) + corner)).to_pos2();
        mesh.vertices.push(Vertex { pos: centre + half * corner, uv, color });
    }
    mesh.indices.extend([first, first + 1, first + 2]);
}

/// A white disc with a soft edge and a margin.
pub fn disc() -> ColorImage {
    let size = 2 * DISC;
    let pixels = (0..size * size).map(|index| {
        let middle = DISC as f32;
        let (column, row) = ((index % size) as f32 + 0.5, (index / size) as f32 + 0.5);
        let cover = (middle - 0.5 - (column - middle).hypot(row - middle)).clamp(0.0, 1.0);
        Color32::from_white_alpha((255.0 * cover).round() as u8)
    });
    ColorImage::new([size, size], pixels.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An L of three unit squares.
    const ANGLE: [Pos2; 6] =
        [pos2(0.0, 0.0), pos2(1.0, 0.0), pos2(1.0, 1.0), pos2(2.0, 1.0), pos2(2.0, 2.0), pos2(0.0, 2.0)];

    fn size(mesh: &Mesh) -> f32 {
        let corner = |index: u32| mesh.vertices[index as usize].pos;
        let triangles = mesh.indices.chunks_exact(3).map(|i| {
            let (a, b) = (corner(i[1]) - corner(i[0]), corner(i[2]) - corner(i[0]));
            0.5 * (a.x * b.y - a.y * b.x).abs()
        });
        triangles.sum()
    }

    #[test]
    fn a_concave_outline_is_filled_and_nothing_besides() {
        assert!((size(&area(&ANGLE, Color32::WHITE)) - 3.0).abs() < 0.01);
    }

    #[test]
    fn hatching_stays_within_its_outline() {
        let lines = hatching(&ANGLE, 0.1, Rect::from_min_max(pos2(0.0, 0.0), pos2(2.0, 2.0)));
        assert!(lines.len() > 30);
        for [from, to] in lines {
            let middle = from + 0.5 * (to - from);
            assert!(!(middle.x > 1.001 && middle.y < 0.999), "{middle:?} lies outside");
            assert!((from.x + from.y - to.x - to.y).abs() < 1e-4, "lines rise to the right");
        }
    }

    #[test]
    fn even_edges_need_their_ends_only() {
        let even: Vec<f64> = (0..=10).map(|index| -2.0 + 0.1 * f64::from(index)).collect();
        assert_eq!(knots(&even), [(-2.0, 0.0), (-1.0, 1.0)]);
        assert_eq!(knots(&[0.0, 1.0, 3.0]), [(0.0, 0.0), (1.0, 0.5), (3.0, 1.0)]);
    }
}
