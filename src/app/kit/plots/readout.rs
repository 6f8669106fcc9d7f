//! The box beside the pointer that reads off what lies under it.

use egui::{Align2, Color32, PopupAnchor, Pos2, Response, Tooltip, Ui, pos2, vec2};

use crate::app::kit::maths;
use crate::app::kit::theme::{Role, Scale, Theme, space};

/// A row: a name, in the colour of its curve, and its numbers in columns.
pub struct Row {
    pub name: String,
    pub colour: Color32,
    pub cells: Vec<String>,
}

/// Rows under a heading, and notes beneath.
pub struct Readout {
    pub heading: String,
    /// What the columns of numbers are, if that needs saying.
    pub columns: Vec<&'static str>,
    pub rows: Vec<Row>,
    pub notes: Vec<String>,
}

const ROW: f32 = 17.0;
const COLUMN_GAP: f32 = 14.0;
const WIDEST_NOTE: f32 = 280.0;

impl Readout {
    /// Shows the box at the pointer.
    pub fn show(&self, ui: &Ui, response: &Response, theme: &Theme) {
        self.anchored(ui, response, theme, PopupAnchor::Pointer);
    }

    /// Shows the box at a place on screen.
    pub fn show_at(&self, ui: &Ui, response: &Response, theme: &Theme, at: Pos2) {
        self.anchored(ui, response, theme, PopupAnchor::Position(at));
    }

    /// The same in words.
    pub fn said(&self) -> String {
        let row = |row: &Row| format!("{} {}", row.name, row.cells.join(", "));
        let lines = std::iter::once(self.heading.clone()).chain(self.rows.iter().map(row));
        maths::plain(&lines.chain(self.notes.iter().cloned()).collect::<Vec<_>>().join("; "))
    }

    fn anchored(&self, ui: &Ui, response: &Response, theme: &Theme, anchor: PopupAnchor) {
        let id = response.id.with("readout");
        Tooltip::always_open(ui.ctx().clone(), response.layer_id, id, anchor)
            .gap(space::TITLE_GAP)
            .width(WIDEST_NOTE)
            .show(|ui| self.paint(ui, theme));
    }

    fn paint(&self, ui: &mut Ui, theme: &Theme) {
        let set = |ui: &Ui, text: &str, role, colour| {
            maths::layout(ui.ctx(), text, maths::Style::new(role, Scale::WINDOW, colour))
        };
        let names: Vec<maths::Line> =
            self.rows.iter().map(|row| set(ui, &row.name, Role::Label, row.colour)).collect();
        let cells: Vec<Vec<maths::Line>> = self
            .rows
            .iter()
            .map(|row| row.cells.iter().map(|cell| set(ui, cell, Role::Label, theme.strong)).collect())
            .collect();
        let heads: Vec<maths::Line> =
            self.columns.iter().map(|head| set(ui, head, Role::Tick, theme.mute)).collect();
        let heading = set(ui, &self.heading, Role::Value, theme.strong);

        let columns = cells.iter().map(Vec::len).max().unwrap_or(0);
        let widest = |column: usize| {
            let lines = cells.iter().filter_map(|row| row.get(column)).chain(heads.get(column));
            lines.fold(0.0_f32, |widest, line| widest.max(line.size().x))
        };
        let names_width = names.iter().fold(heading.size().x, |widest, line| widest.max(line.size().x));
        let widths: Vec<f32> = (0..columns).map(widest).collect();
        let width = names_width + widths.iter().map(|width| width + COLUMN_GAP).sum::<f32>();
        let notes: Vec<maths::Line> = self
            .notes
            .iter()
            .flat_map(|note| {
                let style = maths::Style::new(Role::Tick, Scale::WINDOW, theme.mute);
                maths::layout_wrapped(ui.ctx(), note, style, width.max(WIDEST_NOTE))
            })
            .collect();
        let width = notes.iter().fold(width, |widest, line| widest.max(line.size().x));
        let rows = 1 + self.rows.len() + notes.len();
        let (_, rect) = ui.allocate_space(vec2(width, ROW * rows as f32));

        let mut y = rect.top() + 0.5 * ROW;
        let painter = ui.painter();
        let paint_row = |name: &maths::Line, cells: &[maths::Line], y: f32| {
            name.paint(painter, pos2(rect.left(), y), Align2::LEFT_CENTER);
            let mut right = rect.left() + names_width;
            for (cell, width) in cells.iter().zip(&widths) {
                right += COLUMN_GAP + width;
                cell.paint(painter, pos2(right, y), Align2::RIGHT_CENTER);
            }
        };
        paint_row(&heading, &heads, y);
        for (name, cells) in names.iter().zip(&cells) {
            y += ROW;
            paint_row(name, cells, y);
        }
        for note in &notes {
            y += ROW;
            note.paint(painter, pos2(rect.left(), y), Align2::LEFT_CENTER);
        }
    }
}
