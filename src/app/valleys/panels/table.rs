//! What a panel shows as a table: for those who hear the window, and those who want the numbers.

use egui::{Grid, ScrollArea, Ui};

use crate::app::desk::Desk;
use crate::app::desk::command::{Command, WindowCommand};
use crate::app::kit::maths;
use crate::app::kit::theme::{Scale, space};
use crate::app::kit::widgets::{Button, format_number};
use crate::say;
use crate::valleys::panel::Panel;

/// Rows with a number in each column.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub title: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// Room for seven columns.
const WIDTH: f32 = 620.0;
/// Least height of a row.
const ROW: f32 = 22.0;
/// Intervals between the rows.
pub(super) const INTERVALS: usize = 12;

/// The table of a panel, and the button that closes it.
pub fn show(ui: &mut Ui, desk: &Desk, panel: Panel, commands: &mut Vec<Command>) {
    let table = super::table_of(panel, desk);
    let scale = Scale::of(ui);
    // No wider than its columns.
    ui.set_max_width(scale.px(WIDTH).min(ui.ctx().content_rect().width() - 80.0));
    ui.heading(&table.title);
    ui.add_space(space::GAP);
    let room = (ui.ctx().content_rect().height() - scale.px(200.0)).max(120.0);
    ScrollArea::both().max_height(room).show(ui, |ui| {
        // The words of a row decide its height, not the controls that it might hold.
        ui.spacing_mut().interact_size.y = 0.0;
        let grid = Grid::new("table").striped(true).min_row_height(scale.px(ROW));
        grid.spacing([scale.px(20.0), scale.px(5.0)]).show(ui, |ui| {
            for column in &table.columns {
                ui.strong(column);
            }
            ui.end_row();
            for row in &table.rows {
                for cell in row {
                    ui.label(cell);
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

impl Table {
    pub(super) fn new(title: impl Into<String>, columns: &[&str]) -> Self {
        let columns = columns.iter().map(|&column| column.to_owned()).collect();
        Self { title: title.into(), columns, rows: Vec::new() }
    }
}

/// A number, or a dash where there is none.
pub(super) fn cell(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |value| maths::plain(&format_number(value)))
}

/// A share to three places.
pub(super) fn share(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |value| format!("{value:.3}"))
}
