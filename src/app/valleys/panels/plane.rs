//! The (Δ_S, y) plane of Fig. 4c: Eq. 9 as a heat map, Eq. 11's boundary between hopping and frozen, and the swarm on its
//! way up.

use std::collections::HashMap;

use egui::accesskit::Role as Access;
use egui::{
    Align, Align2, Color32, CursorIcon, EventFilter, Key, Mesh, Pos2, Rect, Sense, Shape, Stroke, Ui,
    UiBuilder, WidgetInfo, lerp, pos2, vec2,
};
use egui_plot::{PlotImage, PlotPoint, PlotTransform, PlotUi};

use super::calibration;
use super::plane_map::{LEVELS, PlaneMap, Window};
use super::title::Title;
use crate::app::desk::command::{Command, ViewCommand, WindowCommand};
use crate::app::desk::scene::Scene;
use crate::app::desk::symbol::Symbol;
use crate::app::kit::maths;
use crate::app::kit::plots::ink::{Dash, Ink, Pen, curve, on_screen, visible};
use crate::app::kit::plots::labels::{Placer, Spot, along, lead};
use crate::app::kit::plots::readout::{Readout, Row};
use crate::app::kit::plots::{Frame, Plotted, well, words};
use crate::app::kit::theme::{POINTED, Role, fade, space};
use crate::app::kit::widgets::format_number;
use crate::chart::axis::round_step;
use crate::chart::{Axis, Numbers};
use crate::say;
use crate::valleys::model::NoiseLaw;
use crate::valleys::panel::Panel;
use crate::valleys::theory::{self, Prediction};
use crate::valleys::words;

/// The panel of the plane: its picture, and where it put its labels.
#[derive(Default)]
pub(super) struct Plane {
    map: Option<PlaneMap>,
    labels: HashMap<&'static str, Option<usize>>,
}

/// The plane of Fig. 4c.
const DELTA_S: (f64, f64) = (1e-4, 6e-3);
const HEIGHT: f64 = 15.0;
/// Points of the boundary.
const BOUNDARY: usize = 96;
/// Share of walkers still hopping below which the swarm counts as frozen.
const FROZEN: f64 = 0.01;
/// The calibration stands below the plot where the panel is this wide and high.
const ROOMY: [f32; 2] = [560.0, 380.0];
/// Places along the fixed line that are tried for its name, and for the words of a region each way.
const FIXED: u32 = 12;
const ACROSS: u32 = 24;
/// From the swarm's way to the bar that tells where it froze.
const ASIDE: f32 = 9.0;
/// How near the fixed line the pointer takes hold of it.
const GRAB: f32 = 6.0;

/// What Eq. 11 says across the plane.
struct Boundary {
    /// log10 Δ_S, and the freezing height there.
    points: Vec<(f64, Prediction)>,
}

impl Plane {
    pub(super) fn show(&mut self, ui: &mut Ui, rect: Rect, scene: &Scene<'_>, commands: &mut Vec<Command>) {
        let inline = rect.width() >= ROOMY[0] && rect.height() >= ROOMY[1] && scene.scale.0 < 1.5;
        let mut body = title(ui, rect, scene, commands, inline);
        if inline {
            let controls = body.with_min_y(body.bottom() - space::SLIDER);
            body.set_bottom(controls.top() - space::GAP);
            let mut below = ui.new_child(UiBuilder::new().max_rect(controls));
            calibration::show_inline(&mut below, scene, commands);
        }
        let window = window(scene);
        let boundary = Boundary::new(scene, &window);
        let way = way(scene);
        let description = describe(scene);
        let frame = Frame {
            name: say!("panel.plane.plot"),
            description: &description,
            theme: &scene.theme,
            scale: scene.scale,
            x: Axis::new("$Δ_S = ησ$", window.x, Numbers::Powers),
            y: Axis::new("$y$", window.y, Numbers::Plain),
            grid: false,
        };
        let noisy = scene.scenario.noise != NoiseLaw::None;
        if noisy {
            PlaneMap::update(&mut self.map, ui.ctx(), (scene.scenario.landscape, scene.theme, window));
        }
        let map = self.map.as_ref().filter(|_| noisy);
        let plotted = frame.show(ui, well(body, scene.scale), |plot| {
            if let Some(map) = map {
                draw_map(plot, scene, map, window, &boundary);
            }
            boundary.draw(plot, scene);
            draw_swarm(plot, scene, &way);
        });
        self.write(&plotted, scene, &boundary, &way);
        let held = fixed_line(ui, &plotted, scene, commands);
        if let (Some(place), false) = (plotted.response.hover_pos(), held)
            && read_out(ui, &plotted, scene, place)
        {
            commands.push(WindowCommand::Highlight(Symbol::FreezingHeight).into());
        }
    }

    fn write(&mut self, plotted: &Plotted, scene: &Scene<'_>, boundary: &Boundary, way: &Way) {
        let (theme, scale, well) = (&scene.theme, scene.scale, plotted.well);
        let mut placer = Placer::new(well);
        let edge = boundary.path(plotted);
        placer.line(&edge, 3.0);
        let lines = self.map.as_ref().map(PlaneMap::lines).unwrap_or_default();
        let lines: Vec<(f64, Vec<Pos2>)> = lines
            .into_iter()
            .map(|(level, points)| (level, inside(&on_screen(&points, &plotted.transform), well)))
            .map(|(level, line)| (level, below(&line, &edge)))
            .collect();
        let notices = notices(plotted, scene, boundary);
        for (place, _) in &notices {
            placer.take(*place);
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
        for path in way {
            placer.line(&on_screen(path, &plotted.transform), 1.5);
        }
        if let Some(bar) = spread(plotted, scene) {
            placer.area(bar, 1.5);
        }
        self.name_levels(plotted, scene, &lines, &mut placer);
        if let Some(now) = now {
            // Beside the dot, or apart from it where lines are in the way.
            let (across, along) = ([9.0, 26.0, 50.0], [9.0, 12.0, 16.0, 22.0, 28.0, 36.0, 48.0]);
            let reaches = across.into_iter().flat_map(|dx| along.map(|dy| vec2(dx, dy)));
            let spots: Vec<Spot> = reaches
                .flat_map(|reach| {
                    let sides = [(1.0, Align2::LEFT_CENTER), (-1.0, Align2::RIGHT_CENTER)];
                    [1.0, -1.0].into_iter().flat_map(move |down| sides.map(|side| (reach, down, side)))
                })
                .map(|(reach, down, (side, align))| {
                    let leader = (reach.x > 9.0 || reach.y > 12.0).then_some(now);
                    let anchor = now + scale.px(1.0) * vec2(reach.x * side, reach.y * down);
                    Spot { leader, ..Spot::at(anchor, align).costing(0.2 * (reach.x + reach.y)) }
                })
                .collect();
            self.put(plotted, scene, &mut placer, "swarm", say!("panel.plane.swarm"), theme.strong, &spots);
        }
        if let Some(y) = fixed {
            let height = format!("{y:.1}");
            let stays = scene.view.fixed_y.is_some() || scene.scenario.hold_y.is_some();
            let text = if stays {
                say!("panel.plane.fixed", y = height)
            } else {
                say!("panel.plane.at", y = height)
            };
            let y = plotted.transform.position_from_point_y(y);
            let (left, right) = (well.left() + scale.px(8.0), well.right() - scale.px(8.0));
            let spots: Vec<Spot> = (0..=FIXED)
                .flat_map(|place| {
                    let along = place as f32 / FIXED as f32;
                    // At an end, if there is room.
                    let inwards = 12.0 * along.min(1.0 - along);
                    [(-1.0, Align::BOTTOM), (1.0, Align::TOP)].map(|(side, align)| {
                        let at = pos2(lerp(left..=right, along), y + side * scale.px(4.0));
                        let edge = if along < 0.5 { Align::LEFT } else { Align::RIGHT };
                        Spot::at(at, Align2([edge, align])).costing(inwards)
                    })
                })
                .collect();
            self.put(plotted, scene, &mut placer, "fixed", &text, theme.text, &spots);
        }
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
            self.put(plotted, scene, &mut placer, "Eq. 11", say!("equation.eq11"), theme.text, &beside);
        }
        self.name_bar(plotted, scene, &mut placer);
        for (place, text) in notices {
            words(&plotted.painter, place, &text, theme, scale);
        }
    }

    /// Names the bar of the last hops, where there is room: the regions' names come first.
    fn name_bar(&mut self, plotted: &Plotted, scene: &Scene<'_>, placer: &mut Placer) {
        let Some(bar) = spread(plotted, scene) else { return };
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

    /// Names the iso-lines, each on its own line, which it interrupts: between two of them a name could be either's.
    fn name_levels(
        &mut self,
        plotted: &Plotted,
        scene: &Scene<'_>,
        lines: &[(f64, Vec<Pos2>)],
        placer: &mut Placer,
    ) {
        let named = lines.iter().filter(|(level, _)| *level < LEVELS[3]).zip(["0.7", "0.8", "0.9"]);
        for ((level, line), key) in named {
            let text = set(plotted, scene, Role::Small, &format!("{level}"), scene.theme.text);
            let others: Vec<&[Pos2]> =
                lines.iter().filter(|(other, _)| other != level).map(|(_, line)| line.as_slice()).collect();
            let had = self.labels.entry(key).or_default();
            let Some(spot) = placer.place_on(line, &others, text.size(), had) else { continue };
            let rect = spot.rect(text.size());
            if let Some(map) = &self.map {
                plotted.painter.add(map.ground(
                    rect.expand2(vec2(1.0, -2.0)),
                    &plotted.transform,
                    tint(scene),
                ));
            }
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

fn title(ui: &mut Ui, rect: Rect, scene: &Scene<'_>, commands: &mut Vec<Command>, inline: bool) -> Rect {
    let mut title = Title::show(ui, Panel::Plane, say!("panel.plane.name"), rect, scene, commands, |_, _| {});
    if !inline {
        title.list(ui, "$εΦ$", say!("panel.calibration"), |ui| {
            ui.set_width(calibration::WIDTH);
            calibration::show(ui, scene, commands);
        });
    }
    scale_bar(ui, &mut title, scene);
    title.body(rect)
}

/// What the colours of the map mean.
fn scale_bar(ui: &Ui, title: &mut Title<'_>, scene: &Scene<'_>) {
    const BAR: f32 = 44.0;
    let (theme, scale) = (&scene.theme, scene.scale);
    let set = |text: &str| maths::layout(ui.ctx(), text, maths::Style::new(Role::Tick, scale, theme.mute));
    let (name, low, high) = (set(say!("panel.plane.share")), set("0.6"), set("1"));
    let gap = scale.px(5.0);
    let short = low.size().x + high.size().x + scale.px(BAR) + 2.0 * gap;
    let long = short + name.size().x + 2.0 * gap;
    let width = [long, short].into_iter().find(|&width| title.has_room(width));
    let Some(width) = width.filter(|_| scene.scenario.noise == NoiseLaw::Hessian) else { return };
    let rect = title.claim(width, gap);
    high.paint(ui.painter(), rect.right_center(), Align2::RIGHT_CENTER);
    let right = rect.right() - high.size().x - gap;
    let bar = Rect::from_center_size(
        pos2(right - 0.5 * scale.px(BAR), rect.center().y),
        scale.px(1.0) * vec2(BAR, 7.0),
    );
    let mut mesh = Mesh::default();
    for step in 0..=16_u32 {
        let along = step as f32 / 16.0;
        let x = bar.left() + along * bar.width();
        for y in [bar.top(), bar.bottom()] {
            mesh.colored_vertex(pos2(x, y), theme.scales.heat(0.6 + 0.4 * along));
        }
        if step > 0 {
            mesh.add_triangle(2 * step - 2, 2 * step - 1, 2 * step);
            mesh.add_triangle(2 * step - 1, 2 * step, 2 * step + 1);
        }
    }
    ui.painter().add(Shape::mesh(mesh));
    ui.painter().rect_stroke(bar, 0.0, Stroke::new(1.0, theme.track), egui::StrokeKind::Outside);
    low.paint(ui.painter(), pos2(bar.left() - gap, rect.center().y), Align2::RIGHT_CENTER);
    if width == long {
        name.paint(ui.painter(), rect.left_center(), Align2::LEFT_CENTER);
    }
}

/// Δ_S within this factor of an edge lie on it.
const ASIDE_OF_EDGE: f64 = 1.1;

/// Fig. 4c's part of the plane, widened to hold the swarm.
fn window(scene: &Scene<'_>) -> Window {
    let delta_s = scene.curves.delta_s;
    let (mut low, mut high) = DELTA_S;
    // The edge must not cut the swarm's dot.
    if delta_s > 0.0 && delta_s < low * ASIDE_OF_EDGE {
        low = 10_f64.powf((delta_s / ASIDE_OF_EDGE).log10().floor());
    }
    if delta_s * ASIDE_OF_EDGE > high {
        high = 10_f64.powf((delta_s * ASIDE_OF_EDGE).log10().ceil());
    }
    let reach = scene.view.fixed_y.unwrap_or(0.0).max(scene.shown.mean_y).max(scene.scenario.y_i);
    let top = if reach > 0.97 * HEIGHT {
        let step = round_step(0.2 * reach);
        (1.08 * reach / step).ceil() * step
    } else {
        HEIGHT
    };
    Window { x: [low.log10(), high.log10()], y: [0.0, top] }
}

impl Boundary {
    fn new(scene: &Scene<'_>, window: &Window) -> Self {
        let scenario = scene.scenario;
        let [from, to] = window.x;
        let points = (0..=BOUNDARY).map(|index| {
            let x = from + (to - from) * index as f64 / BOUNDARY as f64;
            let calibration = &scene.curves.calibration;
            (x, theory::y_freeze(&scenario.landscape, scenario.noise, 10_f64.powf(x), calibration))
        });
        Self { points: points.collect() }
    }

    /// The freezing heights that exist, with those that lie outside Kramers' domain.
    fn heights(&self) -> Vec<[f64; 2]> {
        self.points.iter().filter_map(|(x, height)| Some([*x, height.value?])).collect()
    }

    /// The stretches of Δ_S where Eq. 11 has no height, each with the reason.
    fn gaps(&self) -> Vec<([f64; 2], String)> {
        let mut gaps: Vec<([f64; 2], String)> = Vec::new();
        let mut open = false;
        for (x, height) in &self.points {
            let missing = height.value.is_none();
            match gaps.last_mut() {
                Some(([_, to], _)) if missing && open => *to = *x,
                _ if missing => gaps.push(([*x, *x], height.why().map(words::why).unwrap_or_default())),
                _ => {}
            }
            open = missing;
        }
        gaps
    }

    fn path(&self, plotted: &Plotted) -> Vec<Pos2> {
        inside(&on_screen(&self.heights(), &plotted.transform), plotted.well)
    }

    /// The two-tone line, ember below and ice above; fainter where Kramers' forms do not hold. Nothing where there is none,
    /// but hatching.
    fn draw(&self, plot: &mut PlotUi<'_>, scene: &Scene<'_>) {
        let (theme, scale) = (scene.theme, scene.scale);
        let mut stretches: Vec<(bool, Vec<[f64; 2]>)> = Vec::new();
        for (x, height) in &self.points {
            let Some(y) = height.value else { continue };
            let valid = height.domain.is_valid();
            match stretches.last_mut() {
                Some((same, points)) if *same == valid => points.push([*x, y]),
                last => {
                    let joint = last.and_then(|(_, points)| points.last().copied());
                    stretches.push((valid, joint.into_iter().chain([[*x, y]]).collect()));
                }
            }
        }
        plot.add(Ink::new(move |transform: &PlotTransform, shapes: &mut Vec<Shape>| {
            for (valid, points) in &stretches {
                let path = on_screen(points, transform);
                let dash = if *valid { Dash::Solid } else { Dash::Tight };
                for (offset, colour) in [(scale.px(1.0), theme.ember), (scale.px(-1.0), theme.ice)] {
                    let moved = beside(&path, offset);
                    for run in visible(&moved, transform.frame().expand(4.0)) {
                        Pen::new(colour, 2.0, dash).stroke(&run, scale, shapes);
                    }
                }
            }
        }));
        for (stretch, _) in self.gaps() {
            plot.add(Ink::new(move |transform: &PlotTransform, shapes: &mut Vec<Shape>| {
                hatch(transform, stretch, fade(theme.outline, 0.55), scale.px(7.0), shapes);
            }));
        }
    }
}

/// A path moved sideways, downwards on screen for a positive distance.
fn beside(path: &[Pos2], distance: f32) -> Vec<Pos2> {
    let last = path.len().saturating_sub(1);
    (0..path.len())
        .map(|index| {
            let along = path[(index + 1).min(last)] - path[index.saturating_sub(1)];
            path[index] + -distance * along.normalized().rot90()
        })
        .collect()
}

/// Slanted lines over a stretch of Δ_S.
fn hatch(
    transform: &PlotTransform,
    [from, to]: [f64; 2],
    colour: Color32,
    gap: f32,
    shapes: &mut Vec<Shape>,
) {
    let frame = transform.frame();
    let [left, right] = [from, to].map(|x| transform.position_from_point_x(x));
    let area = Rect::from_x_y_ranges(left.max(frame.left())..=right.min(frame.right()), frame.y_range());
    if area.width() <= 0.0 {
        return;
    }
    let mut start = area.left() - area.height();
    while start < area.right() {
        let path = [pos2(start, area.bottom()), pos2(start + area.height(), area.top())];
        for run in visible(&path, area) {
            shapes.push(Shape::line(run, Stroke::new(1.0, colour)));
        }
        start += gap;
    }
}

/// Under another noise law Eq. 9 is not about this swarm, and paler.
fn tint(scene: &Scene<'_>) -> Color32 {
    match scene.scenario.noise {
        NoiseLaw::Hessian => Color32::WHITE,
        _ => Color32::from_white_alpha(110),
    }
}

/// The heat map, the frost above the boundary, and the iso-lines.
fn draw_map(plot: &mut PlotUi<'_>, scene: &Scene<'_>, map: &PlaneMap, window: Window, boundary: &Boundary) {
    let ([x0, x1], [y0, y1]) = (window.x, window.y);
    let (centre, size) =
        (PlotPoint::new(0.5 * (x0 + x1), 0.5 * (y0 + y1)), [(x1 - x0) as f32, (y1 - y0) as f32]);
    let tint = tint(scene);
    plot.image(PlotImage::new("Eq. 9", map.hopping.id(), centre, size).tint(tint).allow_hover(false));
    // The frost covers the lines: beyond the boundary Eq. 9 no longer speaks.
    for (_, points) in map.lines() {
        let pen = Pen::new(fade(scene.theme.eq9, 0.6), 0.9, Dash::Solid);
        plot.add(curve(points, pen, scene.scale));
    }
    let (texture, heights) = (map.frozen.id(), boundary.heights());
    plot.add(Ink::new(move |transform: &PlotTransform, shapes: &mut Vec<Shape>| {
        let mut mesh = Mesh::with_texture(texture);
        for (index, [x, y]) in heights.iter().enumerate() {
            for y in [y.min(y1), y1] {
                let place = pos2(transform.position_from_point_x(*x), transform.position_from_point_y(y));
                let uv = window.share(*x, y);
                mesh.vertices.push(egui::epaint::Vertex { pos: place, uv, color: tint });
            }
            if index > 0 {
                let corner = 2 * index as u32;
                mesh.add_triangle(corner - 2, corner - 1, corner);
                mesh.add_triangle(corner - 1, corner, corner + 1);
            }
        }
        shapes.push(Shape::mesh(mesh));
    }));
}

/// The swarm's way up so far, and to come.
type Way = [Vec<[f64; 2]>; 2];

fn way(scene: &Scene<'_>) -> Way {
    let (mut climbed, mut coming) = (Vec::new(), Vec::new());
    for (index, sample) in scene.record.samples.iter().enumerate() {
        let delta_s = scene.scenario.delta_s(sample.step);
        let Some(y) = sample.mean_y.filter(|_| delta_s > 0.0) else { continue };
        if index <= scene.shown.sample {
            climbed.push([delta_s.log10(), y]);
        }
        if index >= scene.shown.sample {
            coming.push([delta_s.log10(), y]);
        }
    }
    [climbed, coming]
}

/// The swarm's way, and where it froze.
fn draw_swarm(plot: &mut PlotUi<'_>, scene: &Scene<'_>, [climbed, coming]: &Way) {
    let (theme, scale) = (scene.theme, scene.scale);
    plot.add(curve(coming.clone(), Pen::new(theme.strong, 1.2, Dash::Fine), scale));
    let start = climbed.first().copied();
    plot.add(curve(climbed.clone(), Pen::new(theme.strong, 2.0, Dash::Solid), scale));
    let (froze, lit) = (froze(scene), scene.highlight.is_some_and(Symbol::spreads));
    let now = scene.shown.p_flat.map(|_| [scene.curves.delta_s.log10(), scene.shown.mean_y]);
    plot.add(Ink::new(move |transform: &PlotTransform, shapes: &mut Vec<Shape>| {
        let at = |[x, y]: [f64; 2]| transform.position_from_point(&PlotPoint::new(x, y));
        if let Some(start) = start {
            shapes.push(Shape::circle_filled(at(start), scale.px(2.0), theme.strong));
        }
        if let Some(([x, mean], sd)) = froze {
            let aside = vec2(scale.px(-ASIDE), 0.0);
            let [top, bottom] = [mean + sd, mean - sd].map(|y| at([x, y]) + aside);
            let (bar, cap) = (Stroke::new(scale.px(1.5), theme.strong), vec2(scale.px(3.5), 0.0));
            shapes.push(Shape::line_segment([top, bottom], bar));
            for end in [top, bottom] {
                shapes.push(Shape::line_segment([end - cap, end + cap], bar));
            }
            let middle = at([x, mean]) + aside;
            let half = scale.px(2.8) * vec2(1.0, 1.0);
            shapes.push(Shape::rect_filled(
                Rect::from_min_max(middle - half, middle + half),
                0.0,
                theme.strong,
            ));
        }
        if let Some(now) = now {
            shapes.push(Shape::circle_filled(at(now), scale.px(5.5), theme.well));
            shapes.push(Shape::circle_filled(at(now), scale.px(4.2), theme.strong));
            if lit {
                shapes.push(Shape::circle_stroke(
                    at(now),
                    scale.px(8.0),
                    Stroke::new(scale.px(2.0), theme.strong),
                ));
            }
        }
    }));
}

/// What the bar covers that tells where it froze.
fn spread(plotted: &Plotted, scene: &Scene<'_>) -> Option<Rect> {
    let ([x, mean], sd) = froze(scene)?;
    let [top, bottom] =
        [mean + sd, mean - sd].map(|y| plotted.transform.position_from_point(&PlotPoint::new(x, y)));
    let across = scene.scale.px(1.0) * vec2(4.0, 1.0);
    let aside = vec2(scene.scale.px(-ASIDE), 0.0);
    Some(Rect::from_min_max(top, bottom).translate(aside).expand2(across))
}

/// Mean and standard deviation of y_freeze, once hopping has ended or the run has.
fn froze(scene: &Scene<'_>) -> Option<([f64; 2], f64)> {
    let ended = scene.shown.hopping < FROZEN && scene.shown.step > crate::valleys::sim::RECENT
        || scene.shown.step >= scene.scenario.steps;
    let hopped = !scene.freezing.counts.is_empty();
    let delta_s = scene.curves.delta_s;
    let place = [delta_s.log10(), scene.summary.mean_freezing_y?];
    (ended && hopped && delta_s > 0.0).then_some((place, scene.summary.sd_freezing_y?))
}

fn fixed_y(scene: &Scene<'_>) -> Option<f64> {
    scene.view.fixed_y.or(scene.shown.p_flat.map(|_| scene.shown.mean_y))
}

fn swarm_place(plotted: &Plotted, scene: &Scene<'_>) -> Option<Pos2> {
    let delta_s = scene.curves.delta_s;
    let point = PlotPoint::new(delta_s.log10(), scene.shown.mean_y);
    (delta_s > 0.0 && scene.shown.p_flat.is_some()).then(|| plotted.transform.position_from_point(&point))
}

/// The line at a fixed y, which can be dragged, moved with the arrow keys, and let go with a double click. Whether the
/// pointer has it.
fn fixed_line(ui: &Ui, plotted: &Plotted, scene: &Scene<'_>, commands: &mut Vec<Command>) -> bool {
    let Some(y) = fixed_y(scene) else { return false };
    let (well, scale, theme) = (plotted.well, scene.scale, &scene.theme);
    let line = plotted.transform.position_from_point_y(y);
    if !well.y_range().contains(line) {
        return false;
    }
    let strip = Rect::from_x_y_ranges(well.x_range(), line - GRAB..=line + GRAB).intersect(well);
    let response = ui
        .interact(strip, ui.scope_id().with("fixed-y"), Sense::click_and_drag())
        .on_hover_cursor(CursorIcon::ResizeVertical);
    let active = response.hovered() || response.dragged() || response.has_focus();
    let pen = Pen::new(fade(theme.strong, if active { 1.0 } else { 0.65 }), 1.0, Dash::Even);
    let snapped = plotted.painter.round_to_pixel_center(line);
    let mut shapes = Vec::new();
    pen.stroke(&[pos2(well.left(), snapped), pos2(well.right(), snapped)], scale, &mut shapes);
    plotted.painter.extend(shapes);
    // The swarm's marker stays on top of the line.
    if let Some(now) = swarm_place(plotted, scene) {
        plotted.painter.circle_filled(now, scale.px(5.5), theme.well);
        plotted.painter.circle_filled(now, scale.px(4.2), theme.strong);
    }
    let top = plotted.transform.bounds().max()[1];
    let mut set = |value: f64| {
        let value = (value.clamp(0.0, top) * 100.0).round() / 100.0;
        commands.push(ViewCommand::FixedY(Some(value)).into());
    };
    if response.double_clicked() {
        commands.push(ViewCommand::FixedY(None).into());
    } else if let (true, Some(place)) = (response.dragged(), response.interact_pointer_pos()) {
        set(plotted.transform.value_from_position(place).y);
    } else if response.has_focus() {
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let presses = ui
            .input(|input| input.num_presses(Key::ArrowUp) as f64 - input.num_presses(Key::ArrowDown) as f64);
        if presses != 0.0 {
            set(y + 0.1 * presses);
        }
    }
    response.widget_info(|| WidgetInfo::labeled(Access::Slider, true, say!("panel.plane.fixed-y")));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_numeric_value(y);
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(top);
    });
    response.hovered() || response.dragged()
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

/// Where Eq. 11 or Eq. 9 has nothing to say, in words.
fn notices(plotted: &Plotted, scene: &Scene<'_>, boundary: &Boundary) -> Vec<(Rect, String)> {
    let (well, scale) = (plotted.well, scene.scale);
    let strip = |area: Rect, height: f32| {
        let size = vec2(area.width() - scale.px(16.0), scale.px(height));
        Rect::from_min_size(pos2(area.left() + scale.px(8.0), area.top() + scale.px(8.0)), size)
            .intersect(well)
    };
    if scene.scenario.noise == NoiseLaw::None {
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

/// Reads off what lies at a place; whether that is the freezing boundary itself.
fn read_out(ui: &Ui, plotted: &Plotted, scene: &Scene<'_>, place: Pos2) -> bool {
    let value = plotted.transform.value_from_position(place);
    let (delta_s, y) = (10_f64.powf(value.x), value.y.max(0.0));
    let scenario = scene.scenario;
    let share = theory::p_ss(&scenario.landscape, scenario.noise, y, delta_s);
    let freeze = theory::y_freeze(&scenario.landscape, scenario.noise, delta_s, &scene.curves.calibration);
    let mut rows = Vec::new();
    let mut notes = Vec::new();
    for (name, equation, colour, prediction, decimals) in [
        (say!("panel.plane.share"), say!("equation.eq9"), scene.theme.eq9, &share, 3),
        (say!("panel.plane.freezing"), say!("equation.eq11"), scene.theme.ice, &freeze, 2),
    ] {
        let mark = if prediction.domain.is_valid() { "" } else { " *" };
        if let Some(value) = prediction.value {
            rows.push(Row {
                name: format!("{name}{mark}"),
                colour,
                cells: vec![format!("{value:.decimals$}")],
            });
        }
        if let Some(why) = prediction.why() {
            notes.push(format!("* {equation}: {}", words::why(why)));
        }
    }
    let heading = format!("$Δ_S$ = {}, $y$ = {y:.2}", calibration::scientific(delta_s));
    let readout = Readout { heading, columns: Vec::new(), rows, notes };
    readout.show(ui, &plotted.response, &scene.theme);
    let line = freeze.value.map(|y| plotted.transform.position_from_point_y(y));
    line.is_some_and(|line| (line - place.y).abs() <= scene.scale.px(POINTED))
}

/// The panel in a sentence.
fn describe(scene: &Scene<'_>) -> String {
    let now = say!(
        "panel.plane.said",
        delta_s = maths::plain(&format_number(scene.curves.delta_s)),
        y = format_args!("{:.2}", scene.shown.mean_y)
    );
    let predicted = match scene.curves.y_freeze.value {
        Some(y) => say!("panel.plane.said-freezing", y = format_args!("{y:.2}")),
        None => {
            say!(
                "panel.plane.said-no-freezing",
                why = maths::plain(&scene.curves.y_freeze.why().map(words::why).unwrap_or_default())
            )
        }
    };
    let froze = froze(scene).map(|([_, mean], sd)| {
        say!("panel.plane.said-froze", y = format_args!("{mean:.2}"), sd = format_args!("{sd:.2}"))
    });
    [Some(now), Some(predicted), froze].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
