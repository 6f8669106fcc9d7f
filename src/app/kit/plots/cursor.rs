//! Reading a figure with the keyboard: in a panel that has it the arrows lead a cross from place to place, and Enter
//! is a click there.

use egui::{Stroke, Ui, vec2};

use super::Plotted;
use super::marks::on;
use crate::app::kit::theme::{Theme, space};
use crate::app::kit::widgets::{arrows, leave_space_alone};
use crate::chart::{Panel, Shape};

/// Where a panel is read, in the units of its axes.
#[derive(Clone, Copy)]
pub(super) struct Cursor {
    panel: usize,
    pub at: [f64; 2],
}

/// What the arrows cover of the panel in a press, and with Shift; over cells they go from one to the next.
const STEP: f64 = 1.0 / 40.0;
const FINE_STEP: f64 = 1.0 / 400.0;
/// Half the length of the cross.
const ARM: f32 = 7.0;

impl Cursor {
    /// Where the keyboard reads this panel, if it has it.
    pub fn of(before: Option<Self>, ui: &Ui, plotted: &Plotted, panel: &Panel, index: usize) -> Option<Self> {
        if !plotted.response.has_focus() {
            return None;
        }
        leave_space_alone(ui, plotted.response.id);
        let (low, high) = (plotted.transform.bounds().min(), plotted.transform.bounds().max());
        let middle = || [0, 1].map(|axis| 0.5 * (low[axis] + high[axis]));
        let before = before.filter(|before| before.panel == index).map_or_else(middle, |before| before.at);
        let (presses, modifiers) = arrows(ui, &plotted.response);
        let (presses, fine) = (presses.map(f64::from), modifiers.shift);
        let edges = panel.marks.iter().find_map(|mark| match &mark.shape {
            Shape::Cells { x, y, .. } => Some([x, y]),
            _ => None,
        });
        let at = [0, 1].map(|axis| {
            let (least, most) = (low[axis], high[axis]);
            match edges.map(|edges| edges[axis]) {
                Some(edges) => neighbour(edges, before[axis], presses[axis]),
                None => {
                    let step = if fine { FINE_STEP } else { STEP };
                    (before[axis] + presses[axis] * step * (most - least)).clamp(least, most)
                }
            }
        });
        Some(Self { panel: index, at })
    }

    pub fn paint(&self, plotted: &Plotted, theme: &Theme) -> egui::Pos2 {
        let place = on(&plotted.transform, self.at);
        for arm in [vec2(ARM, 0.0), vec2(0.0, ARM)] {
            let ends = [place - arm, place + arm];
            plotted.painter.line_segment(ends, Stroke::new(3.0 * space::FOCUS_RING, theme.bg));
            plotted.painter.line_segment(ends, Stroke::new(space::FOCUS_RING, theme.ice));
        }
        place
    }
}

/// The middle of the cell so many further along.
fn neighbour(edges: &[f64], from: f64, presses: f64) -> f64 {
    let cells = edges.len() - 1;
    let over = edges.partition_point(|edge| *edge <= from).clamp(1, cells) - 1;
    let next = (over as f64 + presses).clamp(0.0, cells as f64 - 1.0) as usize;
    0.5 * (edges[next] + edges[next + 1])
}

#[cfg(test)]
mod tests {
    use super::neighbour;

    #[test]
    fn arrows_go_from_cell_to_cell_and_stop_at_the_last() {
        let edges = [0.0, 1.0, 3.0, 7.0];
        assert_eq!(neighbour(&edges, 0.2, 0.0), 0.5);
        assert_eq!(neighbour(&edges, 0.5, 1.0), 2.0);
        assert_eq!(neighbour(&edges, 2.0, 5.0), 5.0);
        assert_eq!(neighbour(&edges, 7.0, -1.0), 2.0);
        assert_eq!(neighbour(&edges, -3.0, -1.0), 0.5);
    }
}
