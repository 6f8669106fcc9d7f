//! The lane of heights: the swarm's, as far as it has come and as it will go on, and that from which Eq. 11 has a swarm
//! frozen under the noise of each step.

use egui::{Align2, Pos2, Rangef, Rect, Shape, Stroke, Ui, pos2};

use crate::app::desk::Desk;
use crate::app::kit::hand::{self, Touch};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::plots::inks::Inks;
use crate::app::kit::theme::{Role, Scale, Theme, fade, space};
use crate::app::kit::widgets::{format_number, format_whole};
use crate::chart::Pen;
use crate::chart::axis::round_step;
use crate::say;
use crate::valleys::figures::pens;
use crate::valleys::model::Scenario;
use crate::valleys::theory::y_freeze;

/// Eq. 11 along the run, kept for the scenario and the calibration that it was worked out for.
#[derive(Default)]
pub(super) struct Heights {
    known: Option<(Scenario, f64, Vec<[f64; 2]>)>,
}

/// Steps at which Eq. 11 is asked.
const ASKED: u32 = 200;
/// Room above the highest of what must be seen, and how many times as high as the swarm comes Eq. 11 may be to count.
const ROOM: f64 = 1.12;
const AS_HIGH: f64 = 2.5;
/// Middles of the rows beside the lane, from its top; a sample of a line, and from it to its name.
const ROWS: [f32; 4] = [8.0, 25.0, 46.0, 62.0];
const SAMPLE: f32 = 18.0;
const BESIDE_SAMPLE: f32 = 6.0;
/// From a number to the lane.
const NUMBER: f32 = 8.0;

/// Where steps and heights lie.
struct Frame {
    rect: Rect,
    steps: f64,
    top: f64,
}

impl Frame {
    fn place(&self, [step, y]: [f64; 2]) -> Pos2 {
        let along = (step / self.steps) as f32;
        let up = (y / self.top).clamp(-0.1, 1.1) as f32;
        pos2(egui::lerp(self.rect.x_range(), along), egui::lerp(self.rect.bottom()..=self.rect.top(), up))
    }
}

impl Heights {
    /// Draws the lane, its words from `left` on; the row of the swarm at the step looked at.
    pub(super) fn show(&mut self, ui: &Ui, rect: Rect, left: f32, desk: &Desk) -> Option<f32> {
        let theme = Theme::of(ui.ctx());
        let eq11 = if desk.lessons.withholds_freezing().is_some() { &[][..] } else { self.eq11(desk) };
        let (seen, later) = (seen(desk), later(desk));
        let highest = seen.iter().chain(&later).map(|point| point[1]).fold(1.0, f64::max);
        let below = eq11.iter().map(|point| point[1]).filter(|y| *y <= AS_HIGH * highest);
        let top = ROOM * below.fold(highest, f64::max);
        let frame = Frame { rect, steps: f64::from(desk.run.scenario.steps.max(1)), top };
        ui.painter().rect_filled(rect, f32::from(space::PLOT_RADIUS), theme.well);
        numbers(ui, &theme, &frame);
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        let swarm: Vec<[f64; 2]> = seen.iter().chain(&later).copied().collect();
        for part in above(&swarm, eq11) {
            let across = part.map(|step| frame.place([step, 0.0]).x);
            painter.rect_filled(
                Rect::from_x_y_ranges(across[0]..=across[1], rect.y_range()),
                0.0,
                fade(theme.ice, 0.1),
            );
        }
        let line = |points: &[[f64; 2]], stroke: Stroke| {
            painter.add(Shape::line(points.iter().map(|point| frame.place(*point)).collect(), stroke));
        };
        let paths = eq11.iter().map(|point| frame.place(*point)).collect::<Vec<_>>();
        let mut shapes = Vec::new();
        Inks::new(&theme, Scale::WINDOW).draw(&PAPER, &paths, &mut shapes);
        painter.extend(shapes);
        line(&later, Stroke::new(1.2, fade(theme.strong, 0.55)));
        line(&seen, Stroke::new(1.8, theme.strong));
        let shown = desk.run.shown();
        let paper = at(eq11, f64::from(shown.step));
        beside(ui, &theme, pos2(left, rect.top()), shown.mean_y, paper);
        say(ui, rect, &frame, &swarm, eq11);
        let place = frame.place([f64::from(shown.step), shown.mean_y]);
        (shown.p_flat.is_some() && rect.y_range().contains(place.y)).then_some(place.y)
    }

    fn eq11(&mut self, desk: &Desk) -> &[[f64; 2]] {
        let scenario = &desk.run.scenario;
        let calibration = desk.run.curves().calibration;
        let epsilon = calibration.epsilon_phi;
        let fresh = |known: &(Scenario, f64, Vec<[f64; 2]>)| known.0 == *scenario && known.1 == epsilon;
        if !self.known.as_ref().is_some_and(fresh) {
            let point = |index: u32| {
                let step = (u64::from(scenario.steps) * u64::from(index) / u64::from(ASKED)) as u32;
                let noise = scenario.delta_s(step);
                let height = y_freeze(&scenario.landscape, scenario.noise, noise, &calibration);
                Some([f64::from(step), height.value?])
            };
            self.known = Some((scenario.clone(), epsilon, (0..=ASKED).filter_map(point).collect()));
        }
        self.known.as_ref().map_or(&[], |known| &known.2)
    }
}

/// The pen of Eq. 11 in the lane, in whose room a hair would be lost.
const PAPER: Pen = Pen { width: 1.1, ..pens::EQ11 };

/// The mean height of the swarm as far as it is recorded, and its way from there to the end.
fn seen(desk: &Desk) -> Vec<[f64; 2]> {
    let samples = desk.run.snapshot().map_or(&[][..], |snapshot| snapshot.record.samples.as_slice());
    samples.iter().filter_map(|sample| Some([f64::from(sample.step), sample.mean_y?])).collect()
}

fn later(desk: &Desk) -> Vec<[f64; 2]> {
    let now = desk.run.snapshot().map_or(0, |snapshot| snapshot.now.step);
    // Of a run that was changed on the way nothing is predicted.
    let changed = desk.run.snapshot().is_some_and(|snapshot| !snapshot.changes.is_empty());
    let Some(forecast) = desk.run.forecast().filter(|_| !changed) else { return Vec::new() };
    let points = forecast.two_state.points.iter().filter(|point| point.step >= now);
    points.map(|point| [f64::from(point.step), point.y]).collect()
}

/// A path at a step between its points.
fn at(path: &[[f64; 2]], step: f64) -> Option<f64> {
    path.windows(2).find_map(|pair| {
        let [[from, low], [to, high]] = [pair[0], pair[1]];
        ((from..=to).contains(&step) && from < to).then(|| low + (high - low) * (step - from) / (to - from))
    })
}

/// The stretches of steps in which the swarm is above Eq. 11.
fn above(swarm: &[[f64; 2]], eq11: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let mut parts: Vec<[f64; 2]> = Vec::new();
    for pair in eq11.windows(2) {
        let over = pair.iter().all(|[step, height]| at(swarm, *step).is_some_and(|y| y > *height));
        let [from, to] = [pair[0][0], pair[1][0]];
        match parts.last_mut() {
            _ if !over => {}
            Some(last) if last[1] == from => last[1] = to,
            _ => parts.push([from, to]),
        }
    }
    parts
}

fn numbers(ui: &Ui, theme: &Theme, frame: &Frame) {
    let style = Style::new(Role::Tick, Scale::WINDOW, theme.mute);
    let stride = round_step(frame.top / 2.0);
    let mut y = 0.0;
    while y <= frame.top {
        let row = ui.painter().round_to_pixel_center(frame.place([0.0, y]).y);
        ui.painter().hline(frame.rect.x_range(), row, Stroke::new(1.0, theme.hair));
        let at = pos2(frame.rect.left() - NUMBER, row);
        maths::layout(ui.ctx(), &format_number(y), style).paint(ui.painter(), at, Align2::RIGHT_CENTER);
        y += stride;
    }
}

/// What stands beside the lane: the two lines, and where they are at the step looked at.
fn beside(ui: &Ui, theme: &Theme, corner: Pos2, swarm: f64, paper: Option<f64>) {
    let write = |row: usize, along: f32, text: &str, role, colour| {
        let style = Style::new(role, Scale::WINDOW, colour).emphasis(colour);
        let at = pos2(corner.x + along, corner.y + ROWS[row]);
        maths::layout(ui.ctx(), text, style).paint(ui.painter(), at, Align2::LEFT_CENTER);
    };
    write(0, 0.0, say!("lanes.height"), Role::Title, theme.strong);
    write(1, 0.0, say!("lanes.height-note"), Role::Tick, theme.mute);
    let sample = |row: usize| {
        let y = ui.painter().round_to_pixel_center(corner.y + ROWS[row]);
        [pos2(corner.x, y), pos2(corner.x + SAMPLE, y)]
    };
    let name = SAMPLE + BESIDE_SAMPLE;
    ui.painter().line_segment(sample(2), Stroke::new(1.8, theme.strong));
    let text = say!("lanes.swarm", y = format_args!("{swarm:.2}"));
    write(2, name, &text, Role::Direct, theme.text);
    if let Some(y) = paper {
        let mut shapes = Vec::new();
        Inks::new(theme, Scale::WINDOW).draw(&PAPER, &sample(3), &mut shapes);
        ui.painter().extend(shapes);
        write(3, name, &say!("lanes.eq11", y = format_args!("{y:.2}")), Role::Direct, theme.ice);
    }
}

/// What the lane has at the hand.
fn say(ui: &Ui, rect: Rect, frame: &Frame, swarm: &[[f64; 2]], eq11: &[[f64; 2]]) {
    let response = ui.interact(rect, ui.scope_id().with("heights"), egui::Sense::hover());
    let Some((touch, pointer)) = Touch::of(&response).zip(response.hover_pos()) else { return };
    let range: Rangef = rect.x_range();
    let step = f64::from(egui::remap_clamp(pointer.x, range, 0.0..=1.0)) * frame.steps;
    let place = say!("lanes.at-step", step = format_whole(step.round()));
    let swarm = at(swarm, step).map(|y| say!("lanes.swarm", y = format_args!("{y:.2}")));
    let paper = at(eq11, step).map(|y| say!("lanes.eq11", y = format_args!("{y:.2}")));
    let parts = std::iter::once(say!("hand.at", what = place)).chain(swarm).chain(paper);
    hand::says(ui.ctx(), touch, parts.chain([say!("lanes.above").to_owned()]).collect());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_swarm_is_above_eq_11_is_found_twice_if_it_is_reheated() {
        let swarm: Vec<[f64; 2]> = (0..=10).map(|step| [f64::from(step), f64::from(step)]).collect();
        let heights = [5.0, 5.0, 5.0, 2.0, 2.0, 2.0, 9.0, 9.0, 2.0, 2.0, 2.0];
        let eq11: Vec<[f64; 2]> = (0..).zip(heights).map(|(step, y)| [f64::from(step), y]).collect();
        assert_eq!(above(&swarm, &eq11), [[3.0, 5.0], [8.0, 10.0]]);
    }
}
