//! The page of the landscape: a slice far up whose floors are handles, its numbers, and the way back to the paper's.

use egui::accesskit::Role as Access;
use egui::{Align2, CursorIcon, Pos2, Rect, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::number::{row, tell};
use crate::app::desk::Desk;
use crate::app::desk::command::{Command, RunCommand};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::whole;
use crate::app::kit::widgets::{Button, Quantity, arrows, format_number, leave_space_alone};
use crate::app::valleys::floors;
use crate::say;
use crate::settings::Adjustable;
use crate::valleys::model::{Landscape, Parameter, Valley};

/// Height of the slice, and of the line beneath it; height y of the slice, and the points of its curve.
const WELL: f32 = 96.0;
const CAPTION: f32 = 25.0;
const HEIGHT: f64 = 40.0;
const POINTS: u32 = 96;
/// How far the axis reaches, in floors; and room above the ridge and below the floors, in barriers.
const REACH: f64 = 2.7;
const ROOM: [f64; 2] = [0.22, 0.17];
/// Radius of a handle, of its collar, and how near the pointer takes it.
const DOT: f32 = 4.2;
const COLLAR: f32 = 1.5;
const NEAR: f32 = 9.0;
/// Above and below the button.
const ABOVE_BUTTON: f32 = 12.0;

/// The floors' handles: how far the axis reaches while one of them is held, as the ground must not move under the hand.
#[derive(Default)]
pub(super) struct Floors {
    held: Option<f64>,
}

impl Floors {
    pub(super) fn show(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        let scale = Scale::of(ui);
        let size = vec2(ui.available_width(), scale.px(WELL + CAPTION));
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        self.slice(ui, rect.with_max_y(rect.top() + scale.px(WELL)), desk, commands);
        let style = Style::new(Role::Tick, scale, Theme::of(ui.ctx()).mute);
        let caption = maths::layout(ui.ctx(), &say!("controls.floors", y = HEIGHT), style);
        let at = pos2(rect.left(), rect.bottom() - scale.px(0.5 * CAPTION));
        caption.paint(ui.painter(), at, Align2::LEFT_CENTER);
        whole::cover_if_cut(ui, rect);
        for (_, parameter, _) in numbers() {
            number(ui, parameter, desk, commands);
        }
        ui.add_space(scale.px(ABOVE_BUTTON));
        let back = say!("command.paper-landscape");
        let own = desk.run.scenario.landscape != Landscape::default();
        let button =
            ui.add_enabled_ui(own, |ui| Button::outline(back).width(ui.available_width()).show(ui)).inner;
        whole::cover_if_cut(ui, button.rect);
        tell(&button, desk, "", vec![say!("controls.paper-landscape-hint").to_owned()]);
        if button.clicked() {
            commands.push(RunCommand::PaperLandscape.into());
        }
        ui.add_space(scale.px(space::UNIT));
    }

    /// L − L₀ at one height, with a handle on each floor.
    fn slice(&mut self, ui: &mut Ui, rect: Rect, desk: &Desk, commands: &mut Vec<Command>) {
        let (theme, scale) = (Theme::of(ui.ctx()), Scale::of(ui));
        let landscape = &desk.run.scenario.landscape;
        let farthest = Valley::BOTH.map(|valley| landscape.floor(valley, HEIGHT).abs());
        let reach = self.held.unwrap_or(REACH * farthest[0].max(farthest[1]));
        let barrier = landscape.barrier(HEIGHT);
        let ridge = landscape.value(0.0, HEIGHT);
        let place = |x: f64| -> Pos2 {
            let down = (ridge - landscape.value(x, HEIGHT)) / barrier;
            let share = (down + ROOM[0]) / (1.0 + ROOM[0] + ROOM[1]);
            pos2(
                egui::remap(x as f32, -reach as f32..=reach as f32, rect.x_range()),
                egui::lerp(rect.y_range(), share as f32),
            )
        };
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        painter.rect_filled(rect, f32::from(space::PLOT_RADIUS), theme.well);
        let curve =
            (0..=POINTS).map(|index| place(reach * (2.0 * f64::from(index) / f64::from(POINTS) - 1.0)));
        painter.add(Shape::line(curve.collect(), Stroke::new(scale.px(1.6), theme.strong)));
        let mut held = None;
        for valley in Valley::BOTH {
            let at = place(landscape.floor(valley, HEIGHT));
            let parameter = floors::parameter(valley);
            let area = Rect::from_center_size(at, egui::Vec2::splat(2.0 * scale.px(NEAR)));
            let response =
                ui.interact(area, ui.scope_id().with(("floor", parameter)), Sense::click_and_drag());
            let response = response.on_hover_cursor(CursorIcon::ResizeHorizontal);
            if response.clicked() {
                response.request_focus();
            }
            if let (true, Some(pointer)) = (response.dragged(), response.interact_pointer_pos()) {
                held = Some(reach);
                let share = egui::remap(pointer.x, rect.x_range(), -reach as f32..=reach as f32);
                commands.extend(floors::pulled(landscape, valley, HEIGHT, f64::from(share)));
            } else if response.has_focus() {
                leave_space_alone(ui, response.id);
                let (presses, modifiers) = arrows(ui, &response);
                let outwards = valley.sign() * f64::from(presses[0]);
                commands.extend(floors::nudged(landscape, valley, outwards, modifiers.shift));
            }
            let taken = response.hovered() || response.dragged();
            painter.circle_filled(at, scale.px(DOT + COLLAR), theme.well);
            painter.circle_filled(at, scale.px(if taken { DOT + 1.0 } else { DOT }), theme.strong);
            if response.has_focus() {
                let ring = Stroke::new(space::FOCUS_RING, theme.ice);
                painter.circle_stroke(at, scale.px(DOT + 4.0), ring);
            }
            let style = Style::new(Role::Direct, scale, theme.text);
            let symbol = format!("${}$", parameter.about().symbol);
            maths::layout(ui.ctx(), &symbol, style).paint(
                &painter,
                at - vec2(0.0, scale.px(15.0)),
                Align2::CENTER_CENTER,
            );
            let reaches = landscape.reach(valley);
            tell(&response, desk, parameter.about().name, floors::said(landscape, valley));
            let name = floors::name(valley);
            response.widget_info(|| WidgetInfo::labeled(Access::Slider, ui.is_enabled(), name));
            ui.ctx().accesskit_node_builder(response.id, |node| {
                node.set_numeric_value(reaches);
                node.set_value(format_number(reaches));
            });
        }
        self.held = held;
    }
}

/// The row of one of its numbers.
pub(super) fn number(ui: &mut Ui, parameter: Parameter, desk: &Desk, commands: &mut Vec<Command>) {
    for (label, _, default) in numbers().into_iter().filter(|(_, own, _)| *own == parameter) {
        let about = parameter.about();
        row(ui, label, parameter, Quantity::linear(about.min..=about.max, default), desk, commands);
    }
}

/// Its numbers, with those of Table S1.
fn numbers() -> [(&'static str, Parameter, f64); 9] {
    let Landscape { x1, x2, x0, f0, y_f, l_d, y_d, .. } = Landscape::default();
    [
        (say!("controls.x-1"), Parameter::X1, x1),
        (say!("controls.x-2"), Parameter::X2, x2),
        (say!("controls.f-0"), Parameter::F0, f0),
        (say!("controls.x-0"), Parameter::X0, x0),
        (say!("controls.y-f"), Parameter::YF, y_f),
        (say!("controls.l-d"), Parameter::LD, l_d),
        (say!("controls.y-d"), Parameter::YD, y_d),
        (say!("controls.x-i"), Parameter::XI, 0.01),
        (say!("controls.flat-share"), Parameter::FlatShare, 0.5),
    ]
}
