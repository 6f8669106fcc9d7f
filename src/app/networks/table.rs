//! What a panel shows as a table: for those who hear the window, and those who want the numbers.

use egui::{ScrollArea, Ui};

use super::readouts;
use crate::app::desk::Desk;
use crate::app::desk::command::{Command, WindowCommand};
use crate::app::kit::maths;
use crate::app::kit::theme::{Scale, Theme, space};
use crate::app::kit::widgets::Button;
use crate::chart::{format_number, format_whole};
use crate::networks::figures::panes::Pane;
use crate::networks::figures::scope::Scope;
use crate::say;

/// Room for the columns, least height of a row, and intervals between the rows of a course.
const WIDTH: f32 = 680.0;
const ROW: f32 = 22.0;
const INTERVALS: u32 = 16;

/// The table of a panel, and the button that closes it.
pub fn show(ui: &mut Ui, desk: &Desk, pane: Pane, commands: &mut Vec<Command>) {
    let scale = Scale::of(ui);
    ui.set_max_width(scale.px(WIDTH).min(ui.ctx().content_rect().width() - 80.0));
    let Some(scope) = desk.networks.scope() else { return };
    ui.heading(maths::plain(pane.title(scope.read_at)));
    ui.add_space(space::GAP);
    let rows = match pane {
        Pane::Ends | Pane::Similarity => ends(&scope),
        _ => course(pane, &scope, &Theme::of(ui.ctx())),
    };
    let room = (ui.ctx().content_rect().height() - scale.px(200.0)).max(120.0);
    ScrollArea::both().max_height(room).show(ui, |ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        let grid = egui::Grid::new("network-table").striped(true).min_row_height(scale.px(ROW));
        grid.spacing([scale.px(18.0), scale.px(5.0)]).show(ui, |ui| {
            for (index, row) in rows.iter().enumerate() {
                for cell in row {
                    let cell = maths::plain(cell);
                    if index == 0 {
                        ui.strong(cell)
                    } else {
                        ui.label(cell)
                    };
                }
                ui.end_row();
            }
        });
    });
    ui.add_space(space::TITLE_GAP);
    if Button::outline(say!("window.close")).show(ui).clicked() {
        commands.push(WindowCommand::Escape.into());
    }
}

/// Run and branches at even distances of the root of the step: most happens early.
fn course(pane: Pane, scope: &Scope<'_>, theme: &Theme) -> Vec<Vec<String>> {
    let moments: Vec<_> = (0..=INTERVALS)
        .filter_map(|row| {
            let share = f64::from(row) / f64::from(INTERVALS);
            readouts::moment(pane, scope, scope.steps() * share * share, theme)
        })
        .collect();
    let Some(last) = moments.last() else { return Vec::new() };
    let names: Vec<&String> = last.rows.iter().map(|row| &row.name).collect();
    let heading =
        [say!("network.axis.step").to_owned()].into_iter().chain(names.iter().map(|name| (*name).clone()));
    let mut rows = vec![heading.collect()];
    for moment in &moments {
        let cell = |name: &&String| {
            let row = moment.rows.iter().find(|row| row.name == **name);
            row.map_or("–".to_owned(), |row| row.cell.clone())
        };
        rows.push([moment.heading.clone()].into_iter().chain(names.iter().map(cell)).collect());
    }
    rows
}

/// Every end: F with its loss, its mistakes, the least likeness to a later one, and the barrier to the last.
fn ends(scope: &Scope<'_>) -> Vec<Vec<String>> {
    let heading = [
        "$t_c$",
        "$F$",
        say!("network.read.train-loss"),
        say!("network.read.test-loss"),
        say!("network.read.errors"),
        say!("network.timeline.agreement"),
        say!("network.timeline.barrier"),
    ];
    let similarity = &scope.sight.similarity[scope.read_at as usize];
    let mut rows = vec![heading.map(str::to_owned).to_vec()];
    for twig in scope.twigs() {
        let Some(end) = twig.end(scope.read_at) else { continue };
        let row = similarity.steps.iter().position(|step| *step == twig.step);
        let later = row.map(|row| similarity.matrix[row][row + 1..].iter().copied().fold(1.0, f64::min));
        let barriers = scope.sight.barriers.as_ref();
        let barrier = barriers.and_then(|barriers| {
            Some(barriers.heights[barriers.steps.iter().position(|step| *step == twig.step)?])
        });
        let written = |value: Option<f64>| value.map_or("–".to_owned(), format_number);
        rows.push(vec![
            format_whole(f64::from(twig.step)),
            end.flatness.map_or("–".to_owned(), |flatness| format!("{flatness:.3}")),
            written(Some(end.loss)),
            written(Some(end.test_loss)),
            format_whole(end.wrong.len() as f64),
            later.map_or("–".to_owned(), |least| format!("{least:.3}")),
            written(barrier),
        ]);
    }
    rows
}
