//! Where everything goes in the window, and in a presentation.

use egui::{Pos2, Rangef, Rect, Ui, pos2};

use crate::app::desk::columns::Columns;
use crate::app::kit::theme::{Scale, space};

/// Where everything goes.
pub struct Layout {
    pub top: Rect,
    pub controls: Rect,
    /// The page of a lesson or of the equations, while there is one.
    pub lesson: Option<Rect>,
    pub status: Pos2,
    pub stage: Rect,
    pub panels: Rect,
    /// The line that reads out what is at the hand; a presentation has none.
    pub hand: Option<Rect>,
    /// The lanes of the schedule with what stands beside them, while they are open.
    pub schedule: Option<Rect>,
    pub timeline: Rect,
    pub track: Rangef,
    /// The runs put aside, where there is room for them.
    pub shelf: Option<Rect>,
}

/// What the page shows besides the run.
#[derive(Clone, Copy, Default)]
pub struct Open {
    pub leaf: Option<Leaf>,
    pub schedule: bool,
}

/// What is read beside the stage.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Leaf {
    /// It has the controls that its task needs in itself.
    Lesson,
    Equations,
}

/// From the bar at the top to the column of controls.
const ABOVE_CONTROLS: f32 = 10.0;
const ABOVE_PAGE: f32 = 15.0;
/// From the stage to the columns at its sides; the numbers of its axis stand in the first.
pub const BESIDE_STAGE: [f32; 2] = [56.0, 32.0];
/// From the foot of the stage to the timeline: the axis, the grip, and the line that reads out.
const BELOW_STAGE: f32 = 52.0;
/// From the timeline up to the middle of that line, and its height.
const HAND: [f32; 2] = [9.0, 16.0];
/// The share of the height that the schedule takes, its least and its most; and from the stage to it.
const SCHEDULE: f32 = 0.44;
const SCHEDULES: [f32; 2] = [306.0, 460.0];
const ABOVE_SCHEDULE: f32 = 38.0;
/// The least that the stage keeps between the columns.
const LEAST_STAGE: f32 = 400.0;
/// From the foot of a lesson's page to the timeline.
const BELOW_LESSON: f32 = 6.0;

impl Layout {
    pub fn window(ui: &Ui, columns: Columns, open: Open) -> Self {
        let all = ui.max_rect();
        let top = all.with_max_y(all.top() + space::TOP_BAR);
        let timeline = all.with_min_y(all.bottom() - space::TIMELINE);
        let left = all.left() + space::MARGIN;
        let [own, panels] = widths(all.width(), columns);
        let width = match open.leaf {
            Some(Leaf::Lesson) => space::LESSON,
            Some(Leaf::Equations) => space::EQUATIONS,
            None => own,
        };
        let column =
            Rect::from_min_max(pos2(left, top.bottom() + ABOVE_CONTROLS), pos2(left + width, timeline.top()));
        // Equations have the upper part of the column, and the controls, now side by side, the lower.
        let split = column.bottom() - (0.31 * column.height()).clamp(120.0, 400.0);
        let (foot, mut controls) = match open.leaf {
            Some(Leaf::Lesson) => (column.bottom() - BELOW_LESSON, Rect::NOTHING),
            Some(Leaf::Equations) => (split, column.with_min_y(split + space::TITLE_GAP)),
            None => (split, column),
        };
        let page = column.with_min_y(top.bottom() + ABOVE_PAGE).with_max_y(foot);
        let lesson = open.leaf.map(|_| page);
        let panels = Rect::from_min_max(
            pos2(all.right() - space::MARGIN - panels, top.bottom() + 12.0),
            pos2(all.right() - space::MARGIN, timeline.top()),
        );
        let mut stage = Rect::from_min_max(
            pos2(column.right() + BESIDE_STAGE[0], top.bottom() + 52.0),
            pos2(panels.left() - BESIDE_STAGE[1], timeline.top() - BELOW_STAGE),
        );
        let hand = Rect::from_x_y_ranges(stage.x_range(), {
            let middle = timeline.top() - HAND[0];
            middle - 0.5 * HAND[1]..=middle + 0.5 * HAND[1]
        });
        let schedule = (open.schedule && open.leaf.is_none()).then(|| {
            let height = (SCHEDULE * (timeline.top() - top.bottom())).clamp(SCHEDULES[0], SCHEDULES[1]);
            let place =
                Rect::from_min_max(pos2(left, timeline.top() - height), pos2(stage.right(), timeline.top()));
            stage.set_bottom(place.top() - ABOVE_SCHEDULE);
            controls.set_bottom(place.top());
            place
        });
        let status = pos2(stage.left(), top.bottom() + 27.0);
        let track = stage.x_range();
        // In a lesson runs are not put aside.
        let shelf = open.leaf.is_none().then(|| timeline.intersect(panels.with_max_y(timeline.bottom())));
        let hand = Some(hand);
        Self { top, controls, lesson, status, stage, panels, hand, schedule, timeline, track, shelf }
    }

    pub fn presentation(ui: &Ui, scale: Scale, open: Open) -> Self {
        let all = ui.max_rect();
        let px = |length: f32| scale.px(length);
        let timeline = all.with_min_y(all.bottom() - px(62.0));
        let mut stage = Rect::from_min_max(
            pos2(all.left() + px(49.0), all.top() + px(65.0)),
            pos2(all.left() + all.width() * 0.647, timeline.top() - px(32.0)),
        );
        let mut panels = Rect::from_min_max(
            pos2(stage.right() + px(28.0), stage.top() - px(6.0)),
            pos2(all.right() - px(20.0), timeline.top()),
        );
        let mut lesson = None;
        if open.leaf.is_some() {
            // The page at the left, and at its right the stage above one panel.
            let page = all.left() + px(24.0)..=all.left() + all.width() * 0.42;
            let rows = all.top() + px(16.0)..=timeline.top() - px(8.0);
            lesson = Some(Rect::from_x_y_ranges(page.clone(), rows));
            let right = page.end() + px(56.0)..=all.right() - px(20.0);
            let middle = stage.top() + 0.52 * stage.height();
            stage = Rect::from_x_y_ranges(right.clone(), stage.top()..=middle);
            let panel = page.end() + px(28.0)..=*right.end();
            panels = Rect::from_x_y_ranges(panel, middle + px(36.0)..=timeline.top());
        }
        Self {
            top: Rect::NOTHING,
            controls: Rect::NOTHING,
            lesson,
            status: pos2(stage.left(), all.top() + px(37.0)),
            stage,
            panels,
            hand: None,
            schedule: None,
            timeline,
            track: Rangef::new(all.left() + px(174.0), all.right() - px(27.0)),
            shelf: None,
        }
    }
}

/// Widths of the columns at the left and at the right in a window: as they were dragged, as far as the stage has room.
pub fn widths(window: f32, columns: Columns) -> [f32; 2] {
    let left = columns.left.unwrap_or(space::CONTROLS).clamp(space::CONTROLS, space::CONTROLS_MOST);
    let (least, most) = space::PANELS;
    // The column of panels takes a third of what a larger window adds.
    let own = (least + (window - 1280.0) / 3.0).clamp(least, most);
    let room = window - 2.0 * space::MARGIN - left - BESIDE_STAGE[0] - BESIDE_STAGE[1] - LEAST_STAGE;
    let (thinnest, thickest) = space::PANELS_DRAGGED;
    let right = columns.right.map_or(own, |width| width.clamp(thinnest, thickest).min(room).max(thinnest));
    [left, right]
}
