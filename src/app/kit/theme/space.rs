//! Distances and shapes in logical points at scale 1.

/// The base of every distance.
pub const UNIT: f32 = 4.0;
/// Between words that belong together.
pub const GAP: f32 = 8.0;
/// Between a title and its plot.
pub const TITLE_GAP: f32 = 12.0;
/// Between controls side by side.
pub const WIDE_GAP: f32 = 16.0;
/// From the edge of the window.
pub const MARGIN: f32 = 20.0;
/// Between tabs.
pub const TAB_GAP: f32 = 28.0;

/// Height of the bar at the top of the window.
pub const TOP_BAR: f32 = 40.0;
/// Height of the timeline at its foot.
pub const TIMELINE: f32 = 64.0;
/// Width of the column of controls, without its margin, and the most that it can be dragged to.
pub const CONTROLS: f32 = 192.0;
pub const CONTROLS_MOST: f32 = 320.0;
/// Width of a lesson's page: some forty letters of prose to a line. The rest is for the stage, which it is about.
pub const LESSON: f32 = 292.0;
/// The same of the equations: their longest line, and room for two columns of controls below.
pub const EQUATIONS: f32 = 408.0;
/// Least and greatest width of the column of panels.
pub const PANELS: (f32, f32) = (324.0, 440.0);
/// The same once it has been dragged.
pub const PANELS_DRAGGED: (f32, f32) = (260.0, 720.0);

/// Height of a slider.
pub const SLIDER: f32 = 44.0;
/// Height of a row of one value.
pub const VALUE_ROW: f32 = 26.0;
/// Height of a button.
pub const BUTTON: f32 = 28.0;
/// Height of a segmented control.
pub const SEGMENTED: f32 = 24.0;
/// Height of a folded group.
pub const FOLDOUT: f32 = 28.0;
/// Radius of the play button.
pub const PLAY_RADIUS: f32 = 15.0;

/// Corner radius of the stage.
pub const STAGE_RADIUS: u8 = 6;
/// Corner radius of buttons.
pub const BUTTON_RADIUS: u8 = 5;
/// Corner radius of a chosen segment and of the slice grip.
pub const SEGMENT_RADIUS: u8 = 4;
/// Corner radius of plots.
pub const PLOT_RADIUS: u8 = 3;
/// Width of the ring round whatever has the keyboard.
pub const FOCUS_RING: f32 = 2.0;
