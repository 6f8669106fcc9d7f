//! The (Δ_S, y) plane of Fig. 4c: Eq. 9 as a heat map, the frost line between hopping and frozen, Eq. 11 beside it, and the
//! swarm on its way up.

use egui::accesskit::Role as Access;
use egui::{
    Align2, CursorIcon, EventFilter, Key, Mesh, Pos2, Rect, Sense, Shape, Stroke, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};

use super::plane_names::PlaneNames;
use super::table::{INTERVALS, Table, cell, share};
use super::title::Title;
use super::{calibration, plane_hand};
use crate::app::desk::Desk;
use crate::app::desk::command::{Command, ViewCommand, WindowCommand};
use crate::app::desk::scene::Scene;
use crate::app::desk::symbol::Symbol;
use crate::app::kit::hand::{self, Touch};
use crate::app::kit::maths;
use crate::app::kit::plots::chart::Chart;
use crate::app::kit::plots::inks::Inks;
use crate::app::kit::plots::readout::{Readout, Row};
use crate::app::kit::plots::{Frame, Plotted, well};
use crate::app::kit::theme::{POINTED, Role, space};
use crate::app::kit::widgets::format_number;
use crate::chart::{self, Dash, Ink, Map, Pen, format_scientific};
use crate::say;
use crate::valleys::figures::frost::frost_and_eq11;
use crate::valleys::figures::plane::{Boundary, Ground, froze, panel, part, place};
use crate::valleys::figures::{pens, strengths};
use crate::valleys::model::NoiseLaw;
use crate::valleys::panel::Panel;
use crate::valleys::{theory, words};

/// The panel of the plane: its ground, and where it put its names.
#[derive(Default)]
pub(super) struct Plane {
    chart: Chart,
    ground: Option<Ground>,
    names: PlaneNames,
}

/// The calibration stands below the plot where the panel is this wide and high.
const ROOMY: [f32; 2] = [560.0, 380.0];
/// How near the fixed line the pointer takes hold of it.
const GRAB: f32 = 6.0;

impl Plane {
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        scene: &Scene<'_>,
        commands: &mut Vec<Command>,
    ) -> chart::Panel {
        let inline = rect.width() >= ROOMY[0] && rect.height() >= ROOMY[1] && scene.scale.0 < 1.5;
        let mut body = title(ui, rect, scene, commands, inline);
        if inline {
            let controls = body.with_min_y(body.bottom() - space::SLIDER);
            body.set_bottom(controls.top() - space::GAP);
            let mut below = ui.new_child(UiBuilder::new().max_rect(controls));
            calibration::show_inline(&mut below, scene, commands);
        }
        // What a student is to guess can be read off the ground and the lines on it.
        let panel = |ground: &Ground, boundary: &Boundary| panel(&scene.seen, ground, boundary);
        let (panel, boundary) = if scene.withheld.map {
            let (landscape, noise) = (&scene.seen.scenario.landscape, scene.seen.scenario.noise);
            let bare = Ground::bare(landscape, noise, part(&scene.seen, scene.view.fixed_y.unwrap_or(0.0)));
            (panel(&bare, &Boundary::unknown()), Boundary::unknown())
        } else {
            let ground = self.ground(scene);
            let boundary = Boundary::new(&scene.seen, ground.part()[0]);
            (panel(ground, &boundary), boundary)
        };
        let description = describe(scene);
        let name = say!("panel.plane.plot");
        let mut frame = Frame::of(&panel, name, &description, &scene.theme, scene.scale);
        frame.y.label.clone_from(&panel.y.label);
        let lit = |pen: &Pen| scene.highlight == Some(Symbol::FreezingHeight) && pen.ink == pens::FROST.ink;
        let plotted = self.chart.show(ui, well(body, scene.scale), &frame, &panel, &lit);
        if let (Some(now), true) =
            (swarm_place(&plotted, scene), scene.highlight.is_some_and(Symbol::spreads))
        {
            let ring = Stroke::new(scene.scale.px(2.0), scene.theme.strong);
            plotted.painter.circle_stroke(now, scene.scale.px(8.0), ring);
        }
        self.names.write(&plotted, scene, &panel, &boundary);
        let line = fixed_line(ui, &plotted, scene, commands);
        let dot = swarm_place(&plotted, scene);
        let held = dot.is_some_and(|at| plane_hand::show(ui, &plotted, scene, at, commands)) || line;
        if let (Some(place), false) = (plotted.response.hover_pos(), held || scene.withheld.map)
            && read_out(ui, &plotted, scene, &boundary, place)
        {
            commands.push(WindowCommand::Highlight(Symbol::FreezingHeight).into());
        }
        panel
    }

    /// The ground of the part that is shown, made anew only if it is another one.
    fn ground(&mut self, scene: &Scene<'_>) -> &Ground {
        let (landscape, noise) = (&scene.seen.scenario.landscape, scene.seen.scenario.noise);
        let part = part(&scene.seen, scene.view.fixed_y.unwrap_or(0.0));
        if !self.ground.as_ref().is_some_and(|ground| ground.is_for(landscape, noise, part)) {
            self.ground = None;
        }
        self.ground.get_or_insert_with(|| Ground::new(landscape, noise, part))
    }
}

fn title(ui: &mut Ui, rect: Rect, scene: &Scene<'_>, commands: &mut Vec<Command>, inline: bool) -> Rect {
    let mut title =
        Title::show(ui, Panel::Plane, Panel::Plane.about().title, rect, scene, commands, |_, _| {});
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
    let inks = Inks::new(theme, scale);
    let set = |text: &str| maths::layout(ui.ctx(), text, maths::Style::new(Role::Tick, scale, theme.mute));
    let (name, low, high) = (set(say!("panel.plane.share")), set("0.6"), set("1"));
    let gap = scale.px(5.0);
    let short = low.size().x + high.size().x + scale.px(BAR) + 2.0 * gap;
    let long = short + name.size().x + 2.0 * gap;
    let width = [long, short].into_iter().find(|&width| title.has_room(width));
    let shown = scene.seen.scenario.noise == NoiseLaw::Hessian && !scene.withheld.map;
    let Some(width) = width.filter(|_| shown) else { return };
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
            mesh.colored_vertex(pos2(x, y), inks.map(Map::Backdrop, f64::from(along)));
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

pub(super) fn fixed_y(scene: &Scene<'_>) -> Option<f64> {
    scene.view.fixed_y.or(scene.seen.shown.p_flat.map(|_| scene.seen.shown.mean_y))
}

pub(super) fn swarm_place(plotted: &Plotted, scene: &Scene<'_>) -> Option<Pos2> {
    place(&scene.seen).map(|at| plotted.place(at))
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
    let pen = Pen::new(Ink::Strong, 0.75, Dash::Tight).faded(if active { 1.0 } else { 0.65 });
    let snapped = plotted.painter.round_to_pixel_center(line);
    let mut shapes = Vec::new();
    let ends = [pos2(well.left(), snapped), pos2(well.right(), snapped)];
    Inks::new(theme, scale).draw(&pen, &ends, &mut shapes);
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
    if let Some(touch) = Touch::of(&response) {
        let at = say!("panel.plane.fixed", y = format_args!("{y:.2}"));
        hand::says(ui.ctx(), touch, vec![at, say!("panel.plane.fixed-hint").to_owned()]);
    }
    response.widget_info(|| WidgetInfo::labeled(Access::Slider, true, say!("panel.plane.fixed-y")));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_numeric_value(y);
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(top);
    });
    response.hovered() || response.dragged()
}

/// Reads off what lies at a place; whether that is the frost line itself.
fn read_out(ui: &Ui, plotted: &Plotted, scene: &Scene<'_>, boundary: &Boundary, place: Pos2) -> bool {
    let value = plotted.transform.value_from_position(place);
    let (delta_s, y) = (10_f64.powf(value.x), value.y.max(0.0));
    let scenario = scene.seen.scenario;
    let share = theory::p_ss(&scenario.landscape, scenario.noise, y, delta_s);
    let freeze =
        theory::y_freeze(&scenario.landscape, scenario.noise, delta_s, &scene.seen.curves.calibration);
    let frost = boundary.at(value.x);
    let mut rows = Vec::new();
    let mut notes = Vec::new();
    if let Some(height) = frost {
        let cell = format!("{height:.2}");
        rows.push(Row { name: say!("panel.plane.frost").into(), colour: scene.theme.ice, cell });
    }
    for (name, equation, colour, prediction, decimals) in [
        (say!("panel.plane.share"), say!("equation.eq9"), scene.theme.eq9, &share, 3),
        (say!("panel.plane.freezing"), say!("equation.eq11"), scene.theme.ice, &freeze, 2),
    ] {
        let mark = if prediction.domain.is_valid() { "" } else { " *" };
        if let Some(value) = prediction.value {
            rows.push(Row { name: format!("{name}{mark}"), colour, cell: format!("{value:.decimals$}") });
        }
        if let Some(why) = prediction.why() {
            notes.push(format!("* {equation}: {}", words::why(why)));
        }
    }
    let heading = format!("$Δ_S$ = {}, $y$ = {y:.2}", format_scientific(delta_s));
    Readout { heading, rows, notes }.say(ui);
    let line = frost.map(|y| plotted.transform.position_from_point_y(y));
    line.is_some_and(|line| (line - place.y).abs() <= scene.scale.px(POINTED))
}

/// The panel in a sentence.
fn describe(scene: &Scene<'_>) -> String {
    let now = say!(
        "panel.plane.said",
        delta_s = maths::plain(&format_number(scene.seen.curves.delta_s)),
        y = format_args!("{:.2}", scene.seen.shown.mean_y)
    );
    let predicted = maths::plain(&frost_and_eq11(&scene.seen));
    let froze = froze(&scene.seen).map(|([_, mean], sd)| {
        say!("panel.plane.said-froze", y = format_args!("{mean:.2}"), sd = format_args!("{sd:.2}"))
    });
    [Some(now), Some(predicted), froze].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The frost line, Eq. 11 and Eq. 9 over the noise, evenly along its logarithm.
pub(super) fn table(desk: &Desk) -> Table {
    let y = desk.view.fixed_y.unwrap_or(desk.run.shown().mean_y);
    let at = say!("table.eq9-at", y = format_args!("{y:.2}"));
    let mut table = Table::new(
        say!("table.plane").to_owned(),
        &["Δ_S", say!("table.frost"), say!("table.y-freeze"), &at],
    );
    let boundary = desk.run.seen().map(|seen| Boundary::new(&seen, strengths(seen.curves.delta_s)));
    let (landscape, noise) = (&desk.run.scenario.landscape, desk.run.scenario.noise);
    if desk.lessons.withholds_map() {
        return table;
    }
    for row in 0..=INTERVALS {
        let delta_s = 1e-4 * 60_f64.powf(row as f64 / INTERVALS as f64);
        let freezing = theory::y_freeze(landscape, noise, delta_s, &desk.run.curves().calibration).value;
        let steady = theory::p_ss(landscape, noise, y, delta_s).value;
        let frost = boundary.as_ref().and_then(|boundary| boundary.at(delta_s.log10()));
        table.rows.push(vec![cell(Some(delta_s)), cell(frost), cell(freezing), share(steady)]);
    }
    table
}
