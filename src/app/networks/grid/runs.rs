//! The runs of the cell that is picked out, one a row, and the button that opens one of them in the laboratory.

use egui::{Align2, Rect, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::app::desk::Desk;
use crate::app::desk::command::{Command, NetworkCommand};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::widgets::Button;
use crate::chart::{format_number, format_scientific, format_whole};
use crate::networks::experiments::field::Crop;
use crate::networks::figures::grid_scope::GridScope;
use crate::say;

/// Heights: of the title, of the heading of the columns, of a row, and of what stands below the rows.
const TITLE: f32 = 24.0;
const HEADING: f32 = 22.0;
const ROW: f32 = 19.0;
const FOOT: f32 = 66.0;
/// Right ends of the columns after the first, as shares of the width.
const COLUMNS: [f32; 4] = [0.32, 0.52, 0.77, 1.0];

pub(super) fn show(ui: &mut Ui, rect: Rect, scope: &GridScope<'_>, desk: &Desk, commands: &mut Vec<Command>) {
    let theme = Theme::of(ui.ctx());
    let scale = Scale::WINDOW;
    let mut ui = ui.new_child(UiBuilder::new().max_rect(rect).id_salt("grid-runs"));
    let Some((cell, number)) = desk.networks.bench.plot else {
        let style = Style::new(Role::Label, scale, theme.mute);
        for (row, line) in maths::layout_wrapped(ui.ctx(), say!("network.grid.no-cell"), style, rect.width())
            .iter()
            .enumerate()
        {
            line.paint(ui.painter(), rect.min + vec2(0.0, 10.0 + 17.0 * row as f32), Align2::LEFT_CENTER);
        }
        pair(&ui, rect.with_min_y(rect.top() + 46.0), scope, &theme);
        return;
    };
    let setup = scope.scheme.setup(cell);
    let [eta, batch] = [setup.eta.at(0), setup.batch.at(0)];
    let paint = |text: &str, role, colour, at, align| {
        maths::layout(ui.ctx(), text, Style::new(role, scale, colour)).paint(ui.painter(), at, align)
    };
    let middle = rect.top() + 0.5 * TITLE;
    let title = say!("network.grid.cell", eta = format_number(eta), batch = format_whole(batch));
    paint(&title, Role::Title, theme.strong, pos2(rect.left(), middle), Align2::LEFT_CENTER);
    let noise = say!("network.grid.noise", noise = format_scientific(eta / batch));
    paint(&noise, Role::Tick, theme.mute, pos2(rect.right(), middle), Align2::RIGHT_CENTER);
    let heading = rect.top() + TITLE + 0.5 * HEADING;
    paint(say!("network.grid.run"), Role::Tick, theme.mute, pos2(rect.left(), heading), Align2::LEFT_CENTER);
    let names = ["$ηt_f$", "$F$", say!("network.read.train-loss"), say!("network.grid.accuracy-of-run")];
    for (name, share) in names.into_iter().zip(COLUMNS) {
        let x = rect.left() + share * rect.width();
        paint(name, Role::Tick, theme.mute, pos2(x, heading), Align2::RIGHT_CENTER);
    }
    let top = rect.top() + TITLE + HEADING;
    let line = ui.painter().round_to_pixel_center(top);
    ui.painter().hline(rect.x_range(), line, egui::Stroke::new(1.0, theme.hair));
    let room = ((rect.bottom() - FOOT - top) / ROW).floor().max(1.0) as u32;
    let crops = scope.crops(cell);
    for (row, run) in (0..scope.scheme.repeats.min(room)).enumerate() {
        let place =
            Rect::from_min_size(pos2(rect.left(), top + 3.0 + ROW * row as f32), vec2(rect.width(), ROW));
        let crop = crops.iter().find(|crop| crop.number == run).copied();
        a_run(&mut ui, place, (cell, run), crop, number, scope, &theme, commands);
    }
    let rows = scope.scheme.repeats.min(room) as f32;
    let foot = rect.with_min_y((top + 3.0 + ROW * rows + 8.0).min(rect.bottom() - FOOT + 4.0));
    let button = foot.with_max_y(foot.top() + space::BUTTON);
    let mut below = ui.new_child(UiBuilder::new().max_rect(button).id_salt("grid-load"));
    let text = say!("network.grid.load", run = number + 1);
    let load = Button::primary(&text).width(0.48 * rect.width()).show(&mut below);
    if load.on_hover_text(say!("network.grid.load-hint")).clicked() {
        commands.push(NetworkCommand::LoadPlot(cell, number).into());
    }
    pair(&ui, foot.with_min_y(button.bottom() + 4.0), scope, &theme);
}

/// One row: the run in numbers, or that it is still to come.
fn a_run(
    ui: &mut Ui,
    place: Rect,
    plot: (usize, u32),
    crop: Option<&Crop>,
    chosen: u32,
    scope: &GridScope<'_>,
    theme: &Theme,
    commands: &mut Vec<Command>,
) {
    let response = ui.interact(place, ui.scope_id().with(plot), Sense::click());
    let on = chosen == plot.1;
    if on || response.hovered() || response.has_focus() {
        let fill = if on { theme.raised } else { theme.hover };
        ui.painter().rect_filled(place.expand2(vec2(6.0, 0.0)), f32::from(space::PLOT_RADIUS), fill);
    }
    let cells = match crop {
        Some(crop) => {
            let repeat = crop.repeat(scope.scheme.setup(plot.0).eta.at(0), scope.scheme.base.agreement);
            let none = || "–".to_owned();
            let loss = crop.loss.map_or_else(none, |loss| format_number((1e3 * loss).round() / 1e3));
            [
                repeat.eta_t_f.map_or_else(none, |time| format!("{time:.1}")),
                repeat.flatness_matched.map_or_else(none, |flatness| format!("{flatness:.2}")),
                loss,
                say!("network.grid.percent", share = format!("{:.1}", 100.0 * crop.accuracy)),
            ]
        }
        None => {
            let under_way = scope.sown.growing.iter().find(|(known, _)| *known == plot);
            let said = match under_way {
                Some((_, share)) => say!("network.grid.under-way", share = (100.0 * share).floor()),
                None => say!("network.grid.queued").to_owned(),
            };
            [String::new(), String::new(), String::new(), said]
        }
    };
    let (role, colour) = match (on, crop) {
        (_, None) => (Role::Tick, theme.mute),
        (true, _) => (Role::Value, theme.strong),
        (false, Some(crop)) => (Role::Tick, if crop.converged { theme.text } else { theme.mute }),
    };
    let style = Style::new(role, Scale::WINDOW, colour).size(Role::Tick.size(Scale::WINDOW));
    let number = (plot.1 + 1).to_string();
    let paint = |text: &str, at, align| maths::layout(ui.ctx(), text, style).paint(ui.painter(), at, align);
    paint(&number, place.left_center(), Align2::LEFT_CENTER);
    for (cell, share) in cells.iter().zip(COLUMNS) {
        let at = pos2(place.left() + share * place.width(), place.center().y);
        paint(cell, at, Align2::RIGHT_CENTER);
    }
    let said = cells.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(", ");
    let name = say!("network.grid.run-said", run = number, numbers = maths::plain(&said));
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, true, &name));
    if response.double_clicked() {
        commands.push(NetworkCommand::LoadPlot(plot.0, plot.1).into());
    } else if response.clicked() {
        commands.push(NetworkCommand::PickPlot(Some(plot)).into());
    }
}

/// The two cells of one η/B that differ most.
fn pair(ui: &Ui, rect: Rect, scope: &GridScope<'_>, theme: &Theme) {
    let Some(said) = scope.pair() else { return };
    let style = Style::new(Role::Tick, Scale::WINDOW, theme.text);
    for (row, line) in maths::layout_wrapped(ui.ctx(), &said, style, rect.width()).iter().enumerate() {
        let at = pos2(rect.left(), rect.top() + 8.0 + 15.0 * row as f32);
        if at.y < rect.bottom() {
            line.paint(ui.painter(), at, Align2::LEFT_CENTER);
        }
    }
}
