//! A figure's description laid out on a sheet: every shape and word at its place, in points.
//!
//! Panels that share a column or a row of the figure share the edges of their wells. Names stand beside their marks
//! where they touch nothing; those without room go to a key in an empty corner, or else under the panel.

mod axes;
mod bar;
mod coloured;
mod frame;
mod key;
mod names;
mod panel;
mod paper;
mod plot;

use std::borrow::Cow;

use super::Sheet;
use super::drawing::{Drawing, Item};
use crate::chart::geometry::Rect;
use crate::chart::{Figure, Panel};
use panel::{Drawn, Margins};
use paper::Paper;

/// Between the panels and the edges of the sheet, in points at the reference size.
const MARGIN: f64 = 2.5;
/// A key below a panel takes height, which can cost names their room, which makes the key higher.
const MOST_PASSES: usize = 4;

/// The size of a figure on a sheet, in points.
pub fn size(figure: &Figure, sheet: &Sheet) -> [f64; 2] {
    let width = Paper::new(sheet).width;
    let aspect = if figure.aspect.is_finite() { figure.aspect.clamp(0.05, 20.0) } else { 1.0 };
    [width, width * aspect]
}

/// Lays a figure out.
pub fn lay_out(figure: &Figure, sheet: &Sheet) -> Drawing {
    let paper = Paper::new(sheet);
    let size = size(figure, sheet);
    let lettered = if sheet.letters { lettered(&figure.panels) } else { Cow::Borrowed(&figure.panels[..]) };
    let rooms: Vec<Rect> = lettered.iter().map(|panel| room(panel, size, &paper)).collect();
    let mut keys = vec![0.0; rooms.len()];
    let mut drawn = panels(&lettered, &rooms, &keys, &paper);
    for _ in 1..MOST_PASSES {
        let wanted: Vec<f64> = drawn.iter().zip(&keys).map(|(panel, &key)| panel.below.max(key)).collect();
        if wanted == keys {
            break;
        }
        keys = wanted;
        drawn = panels(&lettered, &rooms, &keys, &paper);
    }
    let mut drawing = Drawing { size, ground: paper.colours.ground, items: Vec::new(), texts: Vec::new() };
    for panel in drawn {
        drawing.items.extend(panel.items);
        drawing.texts.extend(panel.words.iter().map(super::drawing::Words::room));
        drawing.items.extend(panel.words.into_iter().map(Item::Words));
    }
    drawing
}

/// The panels with (a), (b) … before their titles, from left to right and row by row as they stand; one alone has none.
fn lettered(panels: &[Panel]) -> Cow<'_, [Panel]> {
    if panels.len() < 2 {
        return Cow::Borrowed(panels);
    }
    let mut order: Vec<usize> = (0..panels.len()).collect();
    let corner = |index: usize| [panels[index].place[1], panels[index].place[0]];
    order.sort_by(|&a, &b| corner(a)[0].total_cmp(&corner(b)[0]).then(corner(a)[1].total_cmp(&corner(b)[1])));
    let mut lettered = panels.to_vec();
    for (letter, index) in ('a'..='z').zip(order) {
        let title = &mut lettered[index].title;
        *title = format!("({letter}) {title}").trim_end().to_owned();
    }
    Cow::Owned(lettered)
}

fn panels(panels: &[Panel], rooms: &[Rect], keys: &[f64], paper: &Paper) -> Vec<Drawn> {
    let margins = margins(panels, rooms, keys, paper);
    let all = panels.iter().zip(rooms).zip(margins).zip(keys);
    all.map(|(((panel, &room), margins), &key)| panel::draw(panel, room, margins, key, paper)).collect()
}

/// The margins of panels: along a row those above and below are the same, along a column those beside.
fn margins(panels: &[Panel], rooms: &[Rect], keys: &[f64], paper: &Paper) -> Vec<Margins> {
    let same = |a: f64, b: f64| (a - b).abs() < 0.5;
    let all = panels.iter().zip(rooms);
    let alone: Vec<[f64; 2]> = all
        .clone()
        .zip(keys)
        .map(|((panel, &room), &key)| panel::above_and_below(panel, room, key, paper))
        .collect();
    let in_row =
        |a: usize, b: usize| same(rooms[a].top, rooms[b].top) && same(rooms[a].bottom, rooms[b].bottom);
    let upright = shared(&alone, in_row);
    let heights = rooms.iter().zip(&upright).map(|(room, [above, below])| room.height() - above - below);
    let alone: Vec<[f64; 2]> =
        all.zip(heights).map(|((panel, &room), height)| panel::beside(panel, room, height, paper)).collect();
    // A colour bar is no reason to narrow panels above and below it, unless they have its panel's axis.
    let in_column = |a: usize, b: usize| {
        let edges = same(rooms[a].left, rooms[b].left) && same(rooms[a].right, rooms[b].right);
        let alike =
            panels[a].bar.is_some() == panels[b].bar.is_some() || panels[a].x.range == panels[b].x.range;
        edges && alike
    };
    let sideways = shared(&alone, in_column);
    upright
        .into_iter()
        .zip(sideways)
        .map(|([top, bottom], [left, right])| Margins { left, top, right, bottom })
        .collect()
}

/// The largest of each pair among those that go together.
fn shared(alone: &[[f64; 2]], together: impl Fn(usize, usize) -> bool) -> Vec<[f64; 2]> {
    let largest = |index: usize| {
        let others = (0..alone.len()).filter(|&other| together(index, other)).map(|other| alone[other]);
        others.fold(alone[index], |most, other| [most[0].max(other[0]), most[1].max(other[1])])
    };
    (0..alone.len()).map(largest).collect()
}

/// The room of a panel on the sheet.
fn room(panel: &Panel, [width, height]: [f64; 2], paper: &Paper) -> Rect {
    let sound = panel.place.iter().all(|share| share.is_finite());
    let place = if sound { panel.place.map(|share| share.clamp(0.0, 1.0)) } else { [0.0, 0.0, 1.0, 1.0] };
    let room = Rect::new([place[0] * width, place[1] * height], [place[2] * width, place[3] * height]);
    room.grown(-paper.pt(MARGIN))
}
