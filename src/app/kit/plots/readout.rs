//! What lies under the pointer, read off: in a box beside it, or on the line that says what is at the hand.

use egui::{Align2, Color32, PopupAnchor, Pos2, Response, Tooltip, Ui, pos2, vec2};

use crate::app::kit::hand::{self, Touch};
use crate::app::kit::maths;
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::say;

/// A row: a name, in the colour of its curve, and its number.
pub struct Row {
    pub name: String,
    pub colour: Color32,
    pub cell: String,
}

/// Rows under a heading, and notes beneath.
pub struct Readout {
    pub heading: String,
    pub rows: Vec<Row>,
    pub notes: Vec<String>,
}

const ROW: f32 = 17.0;
const COLUMN_GAP: f32 = 14.0;
const WIDEST_NOTE: f32 = 280.0;

impl Readout {
    /// Says it on the line that says what is at the hand.
    pub fn say(self, ui: &Ui) {
        let at = say!("hand.at", what = self.heading);
        let rows = self.rows.into_iter().map(|row| format!("{} {}", row.name, row.cell));
        let parts = std::iter::once(at).chain(rows).chain(self.notes).collect();
        hand::says(ui.ctx(), Touch::Pointed, parts);
    }

    /// Shows the box at a place on screen.
    pub fn show_at(&self, ui: &Ui, response: &Response, theme: &Theme, at: Pos2) {
        let id = response.id.with("readout");
        Tooltip::always_open(ui.ctx().clone(), response.layer_id, id, PopupAnchor::Position(at))
            .gap(space::TITLE_GAP)
            .width(WIDEST_NOTE)
            .show(|ui| self.paint(ui, theme));
    }

    /// The same in words.
    pub fn said(&self) -> String {
        let row = |row: &Row| format!("{} {}", row.name, row.cell);
        let lines = std::iter::once(self.heading.clone()).chain(self.rows.iter().map(row));
        maths::plain(&lines.chain(self.notes.iter().cloned()).collect::<Vec<_>>().join("; "))
    }

    fn paint(&self, ui: &mut Ui, theme: &Theme) {
        let set = |ui: &Ui, text: &str, role, colour| {
            maths::layout(ui.ctx(), text, maths::Style::new(role, Scale::WINDOW, colour))
        };
        let names: Vec<maths::Line> =
            self.rows.iter().map(|row| set(ui, &row.name, Role::Label, row.colour)).collect();
        let cells: Vec<maths::Line> =
            self.rows.iter().map(|row| set(ui, &row.cell, Role::Label, theme.strong)).collect();
        let heading = set(ui, &self.heading, Role::Value, theme.strong);

        let widest =
            |lines: &[maths::Line]| lines.iter().fold(0.0_f32, |widest, line| widest.max(line.size().x));
        let names_width = widest(&names).max(heading.size().x);
        let width = names_width + COLUMN_GAP + widest(&cells);
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
        heading.paint(painter, pos2(rect.left(), y), Align2::LEFT_CENTER);
        for (name, cell) in names.iter().zip(&cells) {
            y += ROW;
            name.paint(painter, pos2(rect.left(), y), Align2::LEFT_CENTER);
            cell.paint(painter, pos2(rect.left() + width, y), Align2::RIGHT_CENTER);
        }
        for note in &notes {
            y += ROW;
            note.paint(painter, pos2(rect.left(), y), Align2::LEFT_CENTER);
        }
    }
}
