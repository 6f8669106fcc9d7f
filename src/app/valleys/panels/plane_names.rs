//! The names in the plane: of its regions, lines and marks, off each other and off what is drawn.

use std::collections::HashMap;

use super::plane::{fixed_y, swarm_place};
use crate::app::desk::scene::Scene;
use crate::app::kit::maths;
use crate::app::kit::plots::inks::Inks;
use crate::app::kit::plots::labels::{Placer, Spot, along, lead};
use crate::app::kit::plots::paths::{on_screen, visible};
use crate::app::kit::plots::{Plotted, words};
use crate::app::kit::theme::{Role, fade};
use crate::chart::{Ink, Map, Panel, Shape};
use crate::say;
use crate::valleys::figures::plane::{Boundary, SHARES, way};
use crate::valleys::model::NoiseLaw;
use crate::valleys::theory::p_ss;
use egui::{Align, Align2, Color32, Pos2, Rect, lerp, pos2, vec2};

/// Where names stood in the frame before: those of the lines of equal share by mark, and the others.
#[derive(Default)]
pub(super) struct PlaneNames {
    levels: HashMap<usize, Option<usize>>,
    labels: HashMap<&'static str, Option<usize>>,
}

/// Places along the fixed line that are tried for its name, and for the words of a region each way.
const FIXED: u32 = 12;
const ACROSS: u32 = 24;

impl PlaneNames {
    pub(super) fn write(&mut self, plotted: &Plotted, scene: &Scene<'_>, panel: &Panel, boundary: &Boundary) {
        let (theme, scale, well) = (&scene.theme, scene.scale, plotted.well);
        let mut placer = Placer::new(well);
        let edge = inside(&on_screen(&boundary.heights(), &plotted.transform), well);
        placer.line(&edge, 3.0);
        let paper = inside(&on_screen(&boundary.eq11(), &plotted.transform), well);
        placer.line(&paper, 3.0);
        let lines = lines(plotted, panel, &edge);
        let notices = notices(plotted, scene, boundary);
        for (place, _) in &notices {
            placer.take(*place);
        }
        for ([from, to], _) in boundary.gaps() {
            let [left, right] = [from, to].map(|x| plotted.transform.position_from_point_x(x));
            placer.take(Rect::from_x_y_ranges(left..=right, well.y_range()).intersect(well));
        }
        let fixed = fixed_y(scene);
        if let Some(y) = fixed {
            let y = plotted.transform.position_from_point_y(y);
            placer.line(&[pos2(well.left(), y), pos2(well.right(), y)], 1.0);
        }
        let now = swarm_place(plotted, scene);
        if let Some(now) = now {
            placer.area(Rect::from_center_size(now, scale.px(12.0) * vec2(1.0, 1.0)), 1.5);
        }
        for path in way(&scene.seen) {
            placer.line(&on_screen(&path, &plotted.transform), 1.5);
        }
        if let Some(bar) = spread(plotted, scene, panel) {
            placer.area(bar, 1.5);
        }
        self.name_levels(plotted, scene, &lines, &mut placer);
        self.name_swarm(plotted, scene, now, &mut placer);
        self.name_fixed(plotted, scene, &mut placer);
        let (hop, ice) = areas(&edge, well);
        if !edge.is_empty() {
            self.put(plotted, scene, &mut placer, "frozen", say!("panel.plane.frozen"), theme.ice, &ice);
            self.put(plotted, scene, &mut placer, "hopping", say!("panel.plane.hopping"), theme.ember, &hop);
            let beside: Vec<Spot> = along(&edge, scale.px(7.0))
                .into_iter()
                .filter(|spot| {
                    spot.leader.is_none()
                        && matches!(spot.align, Align2::CENTER_BOTTOM | Align2::RIGHT_BOTTOM)
                })
                .map(|spot| spot.costing(12.0 * ((spot.anchor.y - well.top()) / well.height() - 0.3).abs()))
                .collect();
            self.put(plotted, scene, &mut placer, "frost", say!("curve.frost"), theme.ice, &beside);
            let beside: Vec<Spot> =
                along(&paper, scale.px(7.0)).into_iter().filter(|spot| spot.leader.is_none()).collect();
            self.put(plotted, scene, &mut placer, "Eq. 11", say!("equation.eq11"), theme.text, &beside);
        }
        self.name_bar(plotted, scene, panel, &mut placer);
        for (place, text) in notices {
            words(&plotted.painter, place, &text, theme, scale);
        }
    }

    /// Names the swarm beside its dot, or apart from it where lines are in the way.
    fn name_swarm(&mut self, plotted: &Plotted, scene: &Scene<'_>, now: Option<Pos2>, placer: &mut Placer) {
        let Some(now) = now else { return };
        let (across, along) = ([9.0, 26.0, 50.0], [9.0, 12.0, 16.0, 22.0, 28.0, 36.0, 48.0]);
        let reaches = across.into_iter().flat_map(|dx| along.map(|dy| vec2(dx, dy)));
        let spots: Vec<Spot> = reaches
            .flat_map(|reach| {
                let sides = [(1.0, Align2::LEFT_CENTER), (-1.0, Align2::RIGHT_CENTER)];
                [1.0, -1.0].into_iter().flat_map(move |down| sides.map(|side| (reach, down, side)))
            })
            .map(|(reach, down, (side, align))| {
                let leader = (reach.x > 9.0 || reach.y > 12.0).then_some(now);
                let anchor = now + scene.scale.px(1.0) * vec2(reach.x * side, reach.y * down);
                Spot { leader, ..Spot::at(anchor, align).costing(0.2 * (reach.x + reach.y)) }
            })
            .collect();
        self.put(plotted, scene, placer, "swarm", say!("panel.plane.swarm"), scene.theme.strong, &spots);
    }

    /// Names the line at a height, at an end if there is room.
    fn name_fixed(&mut self, plotted: &Plotted, scene: &Scene<'_>, placer: &mut Placer) {
        let Some(y) = fixed_y(scene) else { return };
        let height = format!("{y:.1}");
        let stays = scene.view.fixed_y.is_some() || scene.seen.scenario.hold_y.is_some();
        let text =
            if stays { say!("panel.plane.fixed", y = height) } else { say!("panel.plane.at", y = height) };
        let y = plotted.transform.position_from_point_y(y);
        let (left, right) =
            (plotted.well.left() + scene.scale.px(8.0), plotted.well.right() - scene.scale.px(8.0));
        let spots: Vec<Spot> = (0..=FIXED)
            .flat_map(|place| {
                let along = place as f32 / FIXED as f32;
                // At an end, if there is room.
                let inwards = 12.0 * along.min(1.0 - along);
                [(-1.0, Align::BOTTOM), (1.0, Align::TOP)].map(|(side, align)| {
                    let at = pos2(lerp(left..=right, along), y + side * scene.scale.px(4.0));
                    let edge = if along < 0.5 { Align::LEFT } else { Align::RIGHT };
                    Spot::at(at, Align2([edge, align])).costing(inwards)
                })
            })
            .collect();
        self.put(plotted, scene, placer, "fixed", &text, scene.theme.text, &spots);
    }

    /// Names the bar of the last hops, where there is room: the regions' names come first.
    fn name_bar(&mut self, plotted: &Plotted, scene: &Scene<'_>, panel: &Panel, placer: &mut Placer) {
        let Some(bar) = spread(plotted, scene, panel) else { return };
        let gap = scene.scale.px(4.0);
        let rows = (0..=8).map(|row| bar.top() + bar.height() * row as f32 / 8.0);
        let left = rows.clone().map(|y| (pos2(bar.left() - gap, y), Align2::RIGHT_CENTER));
        let right = rows.map(|y| (pos2(bar.right() + 3.0 * gap, y), Align2::LEFT_CENTER));
        let ends = [
            (bar.center_top() - vec2(0.0, gap), Align2::CENTER_BOTTOM),
            (bar.center_bottom() + vec2(0.0, gap), Align2::CENTER_TOP),
        ];
        let spots: Vec<Spot> = left
            .chain(ends)
            .chain(right)
            .map(|(at, align)| Spot::at(at, align).costing(0.1 * (at.y - bar.center().y).abs()))
            .collect();
        let (text, colour) = (say!("panel.plane.last-hops"), scene.theme.strong);
        self.put(plotted, scene, placer, "last-hops", text, colour, &spots);
    }

    /// Names the lines of equal share, each on its own line, which it interrupts: between two of them a name could be
    /// either's.
    fn name_levels(
        &mut self,
        plotted: &Plotted,
        scene: &Scene<'_>,
        lines: &[(Option<&str>, Vec<Pos2>)],
        placer: &mut Placer,
    ) {
        for (index, (name, line)) in lines.iter().enumerate() {
            let Some(name) = name else { continue };
            let text = set(plotted, scene, Role::Small, name, scene.theme.text);
            let others = lines.iter().enumerate().filter(|(other, _)| *other != index);
            let others: Vec<&[Pos2]> = others.map(|(_, (_, line))| line.as_slice()).collect();
            let had = self.levels.entry(index).or_default();
            let Some(spot) = placer.place_on(line, &others, text.size(), had) else { continue };
            let rect = spot.rect(text.size());
            let at = plotted.transform.value_from_position(rect.center());
            let share =
                p_ss(&scene.seen.scenario.landscape, scene.seen.scenario.noise, at.y, 10_f64.powf(at.x));
            let ground = Inks::new(&scene.theme, scene.scale).valued(
                Map::Backdrop,
                share.value.unwrap_or(0.0),
                SHARES,
            );
            plotted.painter.rect_filled(rect.expand2(vec2(1.0, -2.0)), 2.0, ground);
            text.paint(&plotted.painter, rect.left_center(), Align2::LEFT_CENTER);
        }
        for (_, line) in lines {
            placer.line(line, 0.8);
        }
    }

    /// Writes a label at the best of some places.
    fn put(
        &mut self,
        plotted: &Plotted,
        scene: &Scene<'_>,
        placer: &mut Placer,
        key: &'static str,
        text: &str,
        colour: Color32,
        spots: &[Spot],
    ) {
        let line = set(plotted, scene, Role::Direct, text, colour);
        let had = self.labels.entry(key).or_default();
        if let Some(spot) = placer.place(line.size(), spots, had) {
            let rect = spot.rect(line.size());
            lead(&plotted.painter, &spot, rect, fade(colour, 0.7), scene.scale);
            line.paint(&plotted.painter, rect.left_center(), Align2::LEFT_CENTER);
        }
    }
}

fn set(plotted: &Plotted, scene: &Scene<'_>, role: Role, text: &str, colour: Color32) -> maths::Line {
    maths::layout(plotted.painter.ctx(), text, maths::Style::new(role, scene.scale, colour))
}

/// The lines of equal share on the hopping side of the boundary, with their names.
fn lines<'a>(plotted: &Plotted, panel: &'a Panel, edge: &[Pos2]) -> Vec<(Option<&'a str>, Vec<Pos2>)> {
    let line = |mark: &'a crate::chart::Mark| match &mark.shape {
        Shape::Curve { paths, pen } if pen.ink == Ink::Eq9 => {
            let longest = paths.iter().max_by_key(|path| path.len())?;
            let mut line = inside(&on_screen(longest, &plotted.transform), plotted.well);
            if line.first().zip(line.last()).is_some_and(|(first, last)| first.x > last.x) {
                line.reverse();
            }
            Some((mark.name.as_ref().map(|name| name.text.as_str()), below(&line, edge)))
        }
        _ => None,
    };
    panel.marks.iter().filter_map(line).collect()
}

/// What the bar covers that tells where the swarm froze.
fn spread(plotted: &Plotted, scene: &Scene<'_>, panel: &Panel) -> Option<Rect> {
    let bar = panel.marks.iter().find_map(|mark| match &mark.shape {
        Shape::Dots { dots, .. } => dots.iter().find_map(|dot| Some([dot.at[0], dot.y?[0], dot.y?[1]])),
        _ => None,
    });
    let [x, low, high] = bar?;
    let [top, bottom] = [high, low].map(|y| plotted.place([x, y]));
    Some(Rect::from_min_max(top, bottom).expand2(scene.scale.px(1.0) * vec2(4.0, 1.0)))
}

/// Places for the words of the two regions: where each is widest.
fn areas(edge: &[Pos2], well: Rect) -> (Vec<Spot>, Vec<Spot>) {
    let grid = || {
        let cells =
            (0..ACROSS).flat_map(|column| (0..ACROSS).map(move |row| vec2(column as f32, row as f32)));
        cells.map(|cell| well.min + (cell + vec2(0.5, 0.5)) / ACROSS as f32 * well.size())
    };
    let below = |place: Pos2| {
        let index = edge.partition_point(|point| point.x < place.x).min(edge.len().saturating_sub(1));
        edge.get(index).map(|point| place.y - point.y)
    };
    let spot = |place: Pos2, wanted: Pos2| {
        Spot::at(place, Align2::CENTER_CENTER).costing(0.05 * (place - wanted).length())
    };
    let wanted = |x: f32, y: f32| well.min + vec2(x, y) * well.size();
    let (warm, cold) = (wanted(0.66, 0.92), wanted(0.14, 0.14));
    let hopping = grid().filter(|place| below(*place).is_some_and(|depth| depth > 10.0));
    let frozen = grid().filter(|place| below(*place).is_some_and(|depth| depth < -10.0));
    (hopping.map(|place| spot(place, warm)).collect(), frozen.map(|place| spot(place, cold)).collect())
}

/// The part of a line on the hopping side of the boundary, where it is not under the frost.
fn below(line: &[Pos2], edge: &[Pos2]) -> Vec<Pos2> {
    let hopping = |place: &Pos2| {
        let index = edge.partition_point(|point| point.x < place.x).min(edge.len().saturating_sub(1));
        edge.get(index).is_none_or(|point| place.y > point.y)
    };
    line.iter().copied().filter(hopping).collect()
}

/// The longest stretch of a path within a rectangle.
fn inside(path: &[Pos2], rect: Rect) -> Vec<Pos2> {
    visible(path, rect).into_iter().max_by_key(Vec::len).unwrap_or_default()
}

/// Where nothing freezes or there is no map, in words.
fn notices(plotted: &Plotted, scene: &Scene<'_>, boundary: &Boundary) -> Vec<(Rect, String)> {
    let (well, scale) = (plotted.well, scene.scale);
    let strip = |area: Rect, height: f32| {
        let size = vec2(area.width() - scale.px(16.0), scale.px(height));
        Rect::from_min_size(pos2(area.left() + scale.px(8.0), area.top() + scale.px(8.0)), size)
            .intersect(well)
    };
    if scene.seen.scenario.noise == NoiseLaw::None {
        return vec![(strip(well, 40.0), say!("panel.plane.no-noise").into())];
    }
    let named = boundary.gaps().into_iter().filter_map(|([from, to], why)| {
        let [left, right] = [from, to].map(|x| plotted.transform.position_from_point_x(x));
        let area = Rect::from_x_y_ranges(left..=right, well.y_range()).intersect(well);
        let whole = area.width() > 0.9 * well.width();
        let text =
            if whole { say!("panel.plane.no-line", why = why) } else { say!("panel.plane.outside").into() };
        let height = if whole { 54.0 } else { 22.0 };
        (area.width() > scale.px(110.0)).then(|| (strip(area, height), text))
    });
    named.collect()
}
