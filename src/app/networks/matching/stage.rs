//! The stage: F over the train loss, which falls to the right, with the line at which ends are read.

use egui::{Align2, Color32, Pos2, Rect, Sense, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};

use super::plot::{plated, write};
use crate::app::desk::Desk;
use crate::app::desk::command::{Command, NetworkCommand};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::plots::Frame;
use crate::app::kit::plots::chart::Chart;
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::widgets::{arrows, leave_space_alone};
use crate::app::networks::controls::TARGET;
use crate::app::networks::{key, menu};
use crate::chart::{format_number, format_whole};
use crate::networks::experiments::continuation::ReadOut;
use crate::networks::experiments::live::equal_steps;
use crate::networks::figures::panel_matching::{Heading, matching};
use crate::networks::figures::panes::Pane;
use crate::networks::figures::scope::Scope;
use crate::networks::model::Parameter;
use crate::say;

/// The stage, and the textures of what is drawn on it.
#[derive(Default)]
pub(super) struct LossStage {
    chart: Chart,
}

/// Losses and values of F that have a tick.
const LOSSES: [f64; 9] = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];
const FLATNESSES: [f64; 11] = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0];
/// The tab of L*.
const TAB: egui::Vec2 = vec2(70.0, 20.0);
/// Rows of the legend, and from its corner to its words.
const ROW: f32 = 18.0;
const WORDS: f32 = 20.0;
/// Width of the plate that keeps lines off the legend and the key.
const PLATE: f32 = 236.0;

/// Where values are on the stage.
#[derive(Clone, Copy)]
struct LossAxes {
    rect: Rect,
    x: [f64; 2],
    y: [f64; 2],
}

impl LossAxes {
    fn x(&self, loss: f64) -> f32 {
        let share = (Heading::Falling.place(loss) - self.x[0]) / (self.x[1] - self.x[0]);
        self.rect.left() + self.rect.width() * share as f32
    }

    fn loss(&self, x: f32) -> f64 {
        let share = f64::from((x - self.rect.left()) / self.rect.width());
        10_f64.powf(-(self.x[0] + share * (self.x[1] - self.x[0])))
    }

    /// Where the tab of L* is.
    fn tab(&self, loss: f64, scale: Scale) -> Rect {
        let size = TAB * scale.0;
        let half = 0.5 * size.x;
        let x = self.x(loss).min(self.rect.right() - half).max(self.rect.left() + half);
        Rect::from_center_size(pos2(x, self.rect.bottom() + scale.px(15.0)), size)
    }

    fn y(&self, flatness: f64) -> f32 {
        let share = (flatness.log10() - self.y[0]) / (self.y[1] - self.y[0]);
        self.rect.bottom() - self.rect.height() * share as f32
    }
}

impl LossStage {
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        desk: &Desk,
        scope: &Scope<'_>,
        scale: Scale,
        commands: &mut Vec<Command>,
    ) {
        let theme = Theme::of(ui.ctx());
        ui.painter().rect_filled(rect, f32::from(space::STAGE_RADIUS), theme.well);
        let above = Rect::from_min_max(rect.left_top() - vec2(0.0, 24.0), rect.right_top() - vec2(0.0, 2.0));
        menu::show(ui, above, Pane::Losses, desk, commands);
        let panel = matching(scope, Heading::Falling);
        let ground = LossAxes { rect, x: panel.x.range, y: panel.y.range };
        let tab = ground.tab(desk.networks.bench.setup.target_loss, scale);
        grid(ui, &ground, tab, &theme, scale);
        if scope.read_at == ReadOut::Matched {
            let x = ui.painter().round_to_pixel_center(ground.x(scope.sight.target));
            ui.painter().vline(x, rect.y_range(), Stroke::new(scale.px(1.4), theme.strong));
        }
        let name = say!("network.matching.stage");
        let frame = Frame::of(&panel, name, "", &theme, scale);
        let mut inside = ui.new_child(UiBuilder::new().max_rect(rect).id_salt("loss-stage"));
        inside.set_clip_rect(rect.intersect(ui.clip_rect()));
        self.chart.show_still(&inside, rect, &frame, &panel);
        let response = ui.interact(rect, ui.scope_id().with("loss-stage"), Sense::click());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Figure, true, name));
        // In a presentation the timeline alone says what colours are: lines need the room.
        let keyed = !desk.look.presenting;
        let height = scale.px(if keyed { 5.0 * ROW + 118.0 } else { 4.4 * ROW });
        let plate = vec2(scale.px(PLATE), height - scale.px(if keyed { 20.0 } else { 0.0 }));
        let plate = Rect::from_min_size(rect.min + vec2(scale.px(10.0), scale.px(8.0)), plate);
        ui.painter().rect_filled(plate, f32::from(space::PLOT_RADIUS), theme.well);
        legend(ui, rect, scope, &theme, scale);
        if keyed {
            key::show(ui, rect.with_max_y(rect.top() + height), scope, &theme, scale);
        }
        notes(ui, rect, scope, &theme, scale);
        if scope.read_at == ReadOut::Matched {
            cut(ui, &ground, scope, &theme, scale);
        }
        point(ui, &response, &ground, scope, &theme, commands);
        target(ui, &ground, desk, (&theme, scale), commands);
    }
}

/// Hairlines at the ticks, and the numbers beside them.
fn grid(ui: &Ui, ground: &LossAxes, tab: Rect, theme: &Theme, scale: Scale) {
    let hair = Stroke::new(1.0, theme.hair);
    let rect = ground.rect;
    let style = (Role::Tick, theme.mute);
    for loss in LOSSES {
        let x = ui.painter().round_to_pixel_center(ground.x(loss));
        if (rect.left() + 8.0..=rect.right() - 8.0).contains(&x) {
            ui.painter().vline(x, rect.y_range(), hair);
            let at = pos2(x, rect.bottom() + scale.px(13.0));
            // The tab stands where numbers would.
            if !tab.x_range().expand(scale.px(34.0)).contains(x) {
                write(ui, &format_number(loss), style, scale, at, Align2::CENTER_CENTER);
            }
        }
    }
    for flatness in FLATNESSES {
        let y = ui.painter().round_to_pixel_center(ground.y(flatness));
        if (rect.top() + 8.0..=rect.bottom() - 8.0).contains(&y) {
            ui.painter().hline(rect.x_range(), y, hair);
            let at = pos2(rect.left() - scale.px(8.0), y);
            write(ui, &format_number(flatness), style, scale, at, Align2::RIGHT_CENTER);
        }
    }
    let middle = pos2(rect.left() - scale.px(34.0), rect.top() + 0.32 * rect.height());
    write(ui, "$F$", (Role::Label, theme.text), scale, middle, Align2::CENTER_CENTER);
}

/// What the line is at which ends are read, and what F is on it.
fn cut(ui: &Ui, ground: &LossAxes, scope: &Scope<'_>, theme: &Theme, scale: Scale) {
    let x = ui.painter().round_to_pixel_center(ground.x(scope.sight.target));
    let beside = |y: f32| pos2(x - scale.px(8.0), y);
    let style = (Role::DirectStrong, theme.strong);
    let top = beside(ground.rect.top() + scale.px(14.0));
    plated(ui, say!("network.matching.read-here"), style, scale, top, Align2::RIGHT_CENTER);
    let flat = scope.drawn().filter_map(|twig| twig.end(ReadOut::Matched)?.flatness);
    let (low, high) =
        flat.fold((f64::INFINITY, 0.0_f64), |(low, high), flatness| (low.min(flatness), high.max(flatness)));
    if low < high {
        let text = say!("network.matching.span", low = format!("{low:.2}"), high = format!("{high:.2}"));
        let below = beside(ground.y(low) + scale.px(34.0));
        plated(ui, &text, (Role::Direct, theme.text), scale, below, Align2::RIGHT_CENTER);
    }
}

/// What discs, rings and squares are; the reading that is chosen stands out.
fn legend(ui: &Ui, rect: Rect, scope: &Scope<'_>, theme: &Theme, scale: Scale) {
    let steps = format_whole(scope.steps());
    let equal = format_whole(f64::from(equal_steps(scope.sight.steps())));
    let rows = [
        (Some(ReadOut::Matched), say!("network.matching.matched").to_owned()),
        (Some(ReadOut::Horizon), say!("network.matching.horizon", step = steps)),
        (Some(ReadOut::Equal), say!("network.matching.equal", steps = equal)),
        (None, say!("network.matching.sgd").to_owned()),
    ];
    for (row, (at, text)) in rows.into_iter().enumerate() {
        let centre = rect.min + vec2(20.0, 18.0 + ROW * row as f32) * scale.0;
        let ring = Stroke::new(scale.px(1.2), theme.ice);
        let painter = ui.painter();
        match at {
            Some(ReadOut::Matched) => {
                painter.circle_filled(centre, scale.px(4.0), theme.ice);
            }
            Some(ReadOut::Horizon) => {
                painter.circle_stroke(centre, scale.px(3.6), ring);
            }
            Some(ReadOut::Equal) => {
                let square = Rect::from_center_size(centre, vec2(7.0, 7.0) * scale.0);
                painter.rect_stroke(square, 0.0, ring, StrokeKind::Middle);
            }
            None => {
                painter.hline(
                    centre.x - scale.px(6.0)..=centre.x + scale.px(6.0),
                    centre.y,
                    Stroke::new(1.0, theme.mute),
                );
                painter.circle_filled(centre, scale.px(1.8), theme.text);
            }
        }
        let chosen = at == Some(scope.read_at);
        let style = if chosen { (Role::DirectStrong, theme.strong) } else { (Role::Direct, theme.text) };
        write(ui, &text, style, scale, centre + vec2(scale.px(WORDS - 6.0), 0.0), Align2::LEFT_CENTER);
    }
}

/// What is to be known of the axes.
fn notes(ui: &Ui, rect: Rect, scope: &Scope<'_>, theme: &Theme, scale: Scale) {
    if scope.sight.trained.stations.is_empty() {
        return;
    }
    let lines = [say!("network.matching.axes"), say!("network.matching.along")];
    for (index, text) in lines.into_iter().enumerate() {
        let at = rect.max - vec2(scale.px(10.0), scale.px(28.0 - 16.0 * index as f32));
        plated(ui, text, (Role::Direct, theme.text), scale, at, Align2::RIGHT_CENTER);
    }
}

/// Reads the nearest end off, and holds its branch where it is clicked.
fn point(
    ui: &Ui,
    response: &egui::Response,
    ground: &LossAxes,
    scope: &Scope<'_>,
    theme: &Theme,
    commands: &mut Vec<Command>,
) {
    let Some(at) = response.hover_pos() else { return };
    let ends = scope.drawn().filter_map(|twig| {
        let end = twig.end(scope.read_at)?;
        let place: Pos2 = pos2(ground.x(end.loss), ground.y(end.flatness?));
        Some((twig.step, place.distance(at)))
    });
    let Some((step, _)) = ends.min_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, far)| *far < 16.0) else {
        return;
    };
    if response.clicked() {
        commands.push(NetworkCommand::Hold(Some(step)).into());
    }
    if let Some(readout) = crate::app::networks::pointer::of_end(scope, step, theme) {
        readout.show_at(ui, response, theme, at);
    }
}

/// The tab of L* below the stage: dragged, or led by arrows.
fn target(
    ui: &mut Ui,
    ground: &LossAxes,
    desk: &Desk,
    (theme, scale): (&Theme, Scale),
    commands: &mut Vec<Command>,
) {
    let loss = desk.networks.bench.setup.target_loss;
    let plate = ground.tab(loss, scale);
    let (centre, half) = (plate.center(), 0.5 * plate.width());
    let response = ui.interact(plate.expand(4.0), ui.scope_id().with("loss-tab"), Sense::click_and_drag());
    ui.painter().rect_filled(plate, f32::from(space::SEGMENT_RADIUS), theme.strong);
    let text = say!("network.matching.tab", loss = format_number(loss));
    let style = Style::new(Role::Value, scale, theme.on_strong);
    maths::layout(ui.ctx(), &text, style).paint(ui.painter(), centre, Align2::CENTER_CENTER);
    let colour: Color32 = if response.hovered() { theme.strong } else { theme.text };
    for (side, icon) in [
        (-1.0, crate::app::kit::widgets::Icon::ChevronLeft),
        (1.0, crate::app::kit::widgets::Icon::ChevronRight),
    ] {
        icon.paint(ui.painter(), centre + vec2(side * (half + scale.px(8.0)), 0.0), 0.8 * scale.0, colour);
    }
    let name = maths::plain(say!("network.matching.tab-name"));
    response.widget_info(|| egui::WidgetInfo::slider(true, loss, &name));
    if response.has_focus() {
        leave_space_alone(ui, response.id);
        let ring = Stroke::new(space::FOCUS_RING, theme.ice);
        ui.painter().rect_stroke(plate.expand(3.0), 4.0, ring, StrokeKind::Middle);
    }
    let ([right, up], modifiers) = arrows(ui, &response);
    let mut wanted = loss;
    if right + up != 0 {
        // To the right the loss falls.
        wanted = TARGET.nudged(loss, f64::from(-(right + up)), modifiers.shift);
    }
    if response.dragged()
        && let Some(at) = response.interact_pointer_pos()
    {
        wanted = ground.loss(at.x);
    }
    let range = TARGET.range();
    let wanted = (wanted.clamp(*range.start(), *range.end()) * 1e4).round() / 1e4;
    if wanted != loss {
        commands.push(NetworkCommand::Set(Parameter::TargetLoss, wanted).into());
    }
}
