//! One frame of the window: shortcuts and controls send [`Command`]s, the [`Desk`] carries them out, and stage and panels
//! draw the [`Scene`] that results.

use egui::{Rangef, Rect, Ui, pos2, vec2};

use super::{chrome, overlay, picture};
use crate::app::desk::Desk;
use crate::app::desk::around::Overlay;
use crate::app::desk::command::{Command, FileCommand, LessonCommand, Offer, WindowCommand, offers};
use crate::app::desk::scene::Scene;
use crate::app::gallery::Gallery;
use crate::app::kit::theme::{self, Mode, Scale, Theme, space};
use crate::app::kit::widgets;
use crate::app::lessons;
use crate::app::networks::Laboratory;
use crate::app::shell::overlay::Typed;
use crate::app::valleys::controls::Controls;
use crate::app::valleys::panels::Panels;
use crate::app::valleys::stage::Stage;
use crate::app::valleys::{equations, timeline};

/// The window's interface.
pub struct App {
    pub desk: Desk,
    controls: Controls,
    stage: Stage,
    panels: Panels,
    gallery: Gallery,
    laboratory: Laboratory,
    typed: Typed,
    /// Counts presses of the pointer: what happens within one is one gesture.
    gesture: u64,
    theme: Option<Theme>,
    zoom: f32,
}

/// The least room that nothing overlaps in, in points.
const LEAST_SIZE: egui::Vec2 = vec2(900.0, 600.0);
/// What the controls take of the height below a lesson in a presentation: the four sliders and the gap above them.
const CONTROLS_BELOW: f32 = 4.0 * space::SLIDER + 18.0;

/// Where everything goes.
struct Layout {
    top: Rect,
    controls: Rect,
    /// The page of a lesson or of the equations, while there is one.
    lesson: Option<Rect>,
    status: egui::Pos2,
    stage: Rect,
    panels: Rect,
    timeline: Rect,
    track: Rangef,
}

impl App {
    pub fn new(mut desk: Desk) -> Self {
        desk.cinema.shoot = picture::camera;
        Self {
            desk,
            controls: Controls::default(),
            stage: Stage::default(),
            panels: Panels::default(),
            gallery: Gallery::default(),
            laboratory: Laboratory::default(),
            typed: Typed::default(),
            gesture: 0,
            theme: None,
            zoom: 0.0,
        }
    }

    /// One frame, in the whole window.
    pub fn frame(&mut self, ui: &mut Ui) {
        self.dress(ui);
        ui.painter().rect_filled(ui.max_rect(), 0.0, Theme::of(ui.ctx()).bg);
        self.desk.poll();
        let mut commands = Vec::new();
        self.keys(ui, &mut commands);
        dropped(ui, &mut commands);
        if !commands.is_empty() {
            self.run(&mut commands);
            // What a click does next does not go on from a key.
            self.gesture += 1;
        }

        let foot = if self.desk.studio.open {
            self.figures(ui, &mut commands)
        } else if self.desk.networks.open {
            self.networks(ui, &mut commands)
        } else {
            self.run_page(ui, &mut commands)
        };
        let scale = self.scale(ui);
        self.typed.notice(ui.ctx(), &mut self.desk, foot, scale);
        self.typed.show(ui.ctx(), &mut self.desk, scale, &mut commands);
        overlay::drop_hint(ui.ctx());
        lessons::show_presenting(ui.ctx(), &self.desk);
        self.run(&mut commands);
        if ui.input(|input| input.pointer.any_released()) {
            self.gesture += 1;
        }
    }

    /// How much larger than at a desk all is drawn.
    fn scale(&self, ui: &Ui) -> Scale {
        if self.desk.look.presenting { presentation_scale(ui) } else { Scale::WINDOW }
    }

    /// The run: controls, stage, panels and timeline. Says where a notice has room.
    fn run_page(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) -> egui::Pos2 {
        let presenting = self.desk.look.presenting;
        let scale = self.scale(ui);
        let learning = self.desk.lessons.running.is_some() || self.desk.around.equations;
        // In a presentation the controls are there when a task needs more of them than to play on.
        let running = self.desk.lessons.running.as_ref().filter(|_| !self.desk.around.equations);
        let asked = running.is_some_and(|running| !running.step().solution.is_empty());
        let layout = if presenting {
            Layout::presentation(ui, scale, learning, asked)
        } else {
            Layout::window(ui, learning)
        };
        if !presenting {
            chrome::top_bar(ui, layout.top, layout.track.min, &self.desk, commands);
        }
        if layout.controls.is_positive() {
            self.controls.show(ui, layout.controls, &self.desk, scale, commands);
        }
        if let Some(lesson) = layout.lesson {
            if self.desk.around.equations {
                equations::show(ui, lesson, &self.desk, scale, commands);
            } else {
                lessons::show_page(ui, lesson, &self.desk, scale, commands);
            }
        }
        timeline::show(ui, layout.timeline, layout.track, &self.desk, scale, commands);
        // What the controls changed is already in the picture below.
        self.run(commands);
        let end = if presenting { layout.panels.right() } else { layout.stage.right() };
        chrome::status(ui, layout.status, end - layout.status.x, &self.desk, scale);
        self.scene(ui, &layout, scale, commands);
        pos2(layout.stage.center().x, layout.stage.bottom() - 12.0)
    }

    /// The page of figures, below the bar at the top.
    fn figures(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) -> egui::Pos2 {
        let layout = Layout::window(ui, false);
        chrome::top_bar(ui, layout.top, layout.track.min, &self.desk, commands);
        let page = ui.max_rect().with_min_y(layout.top.bottom());
        self.gallery.show(ui, page, &self.desk, commands);
        pos2(page.center().x, page.bottom() - 12.0)
    }

    /// The laboratory of networks, below the bar at the top where there is one.
    fn networks(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) -> egui::Pos2 {
        let scale = self.scale(ui);
        let mut page = ui.max_rect();
        if !self.desk.look.presenting {
            let layout = Layout::window(ui, false);
            chrome::top_bar(ui, layout.top, layout.track.min, &self.desk, commands);
            page = page.with_min_y(layout.top.bottom());
        }
        self.laboratory.show(ui, page, &self.desk, scale, commands)
    }

    /// Stage and panels, once there is a run to show.
    fn scene(&mut self, ui: &mut Ui, layout: &Layout, scale: Scale, commands: &mut Vec<Command>) {
        let desk = &self.desk;
        let Some(seen) = desk.run.seen() else { return };
        let scene = Scene {
            theme: Theme::of(ui.ctx()),
            scale,
            reduced_motion: desk.look.reduced_motion,
            view: &desk.view,
            seen,
            playing: seen.run.playing,
            highlight: desk.around.highlight,
            withheld: desk.lessons.withholds(),
        };
        let mut follow = desk.follow;
        let fit = follow.after(&scene);
        self.stage.show(ui, layout.stage, &scene, commands);
        let shown: Vec<_> = match (desk.look.presenting, desk.view.enlarged) {
            (_, Some(panel)) => vec![panel],
            (true, None) => desk.view.panels.iter().copied().take(1).collect(),
            (false, None) => desk.view.panels.clone(),
        };
        let height = layout.panels.height() / shown.len().max(1) as f32;
        for (index, panel) in shown.into_iter().enumerate() {
            let top = layout.panels.top() + height * index as f32;
            let rect =
                Rect::from_min_size(pos2(layout.panels.left(), top), vec2(layout.panels.width(), height));
            self.panels.show(panel, ui, rect.with_max_y(rect.bottom() - space::TITLE_GAP), &scene, commands);
        }
        self.desk.follow = follow;
        if let Some((y, x)) = fit {
            (self.desk.view.stage_y, self.desk.view.stage_x) = (y, x);
            ui.ctx().request_repaint();
        }
    }

    fn run(&mut self, commands: &mut Vec<Command>) {
        for command in commands.drain(..) {
            self.desk.carry_out(command, self.gesture);
        }
    }

    /// Applies theme and zoom when they have changed.
    fn dress(&mut self, ui: &Ui) {
        let ctx = ui.ctx();
        let system = match ctx.system_theme() {
            Some(egui::Theme::Light) => Mode::Light,
            _ => Mode::Dark,
        };
        self.desk.around.system = system;
        let theme = self.desk.look.theme(system);
        if self.theme != Some(theme) {
            theme.apply(ctx);
            self.theme = Some(theme);
            // Zoom is a command of ours, so that it is remembered.
            ctx.options_mut(|options| options.zoom_with_keyboard = false);
        }
        // Without motion what opens and closes does so at once.
        let time = if self.desk.look.reduced_motion { 0.0 } else { theme::ANIMATION_TIME };
        if ctx.global_style().animation_time != time {
            ctx.all_styles_mut(|style| style.animation_time = time);
        }
        // No larger than the window has room for.
        let room = ui.max_rect().size() * ctx.zoom_factor() / LEAST_SIZE;
        let zoom = self.desk.look.zoom.min(room.min_elem().max(1.0));
        if (self.zoom - zoom).abs() > 1e-3 {
            self.zoom = zoom;
            ctx.set_zoom_factor(zoom);
        }
    }

    /// Shortcuts, but for those that a text field or a focused control needs for itself.
    fn keys(&mut self, ui: &Ui, commands: &mut Vec<Command>) {
        let ctx = ui.ctx();
        let typing = ctx.text_edit_focused();
        let focused = ctx.memory(|memory| memory.focused().is_some());
        let open = self.desk.around.overlay != Overlay::None;
        if self.desk.look.presenting && !typing && !open && !focused {
            self.remote_control(ui, commands);
        }
        let mut known: Vec<&Offer> = offers().iter().collect();
        // The longer of two shortcuts contains the shorter one, and must take its keys before it.
        known.sort_by_key(|offer| offer.keys.is_none_or(|keys| !keys.modifiers.shift));
        for offer in known {
            let Some(keys) = offer.keys else { continue };
            let plain = keys.modifiers.is_none();
            let for_the_control = plain
                && match keys.logical_key {
                    egui::Key::Space => widgets::space_is_taken(ctx),
                    // A slider moves with arrows, and a digit begins a number.
                    egui::Key::ArrowRight
                    | egui::Key::Home
                    | egui::Key::End
                    | egui::Key::PageUp
                    | egui::Key::PageDown => focused,
                    key => focused && key.name().parse::<u8>().is_ok(),
                };
            let closing = offer.command == Command::Window(WindowCommand::Escape);
            // Behind the page of figures the run stands still.
            let row = offer.command.row();
            let elsewhere = plain
                && match (self.desk.studio.open, self.desk.networks.open) {
                    (true, _) => !row.for_figures,
                    (false, true) => !row.for_networks,
                    (false, false) => matches!(offer.command, Command::Network(_)) && !row.for_figures,
                };
            let for_the_field = plain && if closing { typing && !open } else { typing || open };
            if for_the_field || for_the_control || elsewhere {
                continue;
            }
            if ctx.input_mut(|input| input.consume_shortcut(&keys)) {
                // Each press is a gesture of its own.
                self.gesture += 1;
                commands.push(offer.command.clone());
            }
        }
    }
}

/// The keys of a presentation that mean something else at a desk.
impl App {
    /// Arrows turn pages where there are pages to turn.
    fn remote_control(&self, ui: &Ui, commands: &mut Vec<Command>) {
        if self.desk.lessons.running.is_none() && self.desk.lessons.lecture.is_none() {
            return;
        }
        for (key, turn) in
            [(egui::Key::ArrowRight, LessonCommand::Skip), (egui::Key::ArrowLeft, LessonCommand::Back)]
        {
            if ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key)) {
                commands.push(turn.into());
            }
        }
    }
}

/// A file dropped on the window is opened, and several are a lecture.
fn dropped(ui: &Ui, commands: &mut Vec<Command>) {
    let mut paths: Vec<_> =
        ui.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
    match paths.len() {
        0 => {}
        1 => commands.extend(paths.pop().map(|path| FileCommand::OpenPath(path).into())),
        _ => commands.push(FileCommand::OpenLecture(paths).into()),
    }
}

/// Presentation marks are 1.9 times as large on a full-HD screen, and grow with it.
fn presentation_scale(ui: &Ui) -> Scale {
    let size = ui.max_rect().size();
    let share = (size.x / 1920.0).min(size.y / 1080.0);
    Scale((Scale::PRESENTATION.0 * share).clamp(1.0, 4.0))
}

impl Layout {
    fn window(ui: &Ui, learning: bool) -> Self {
        let all = ui.max_rect();
        let top = all.with_max_y(all.top() + space::TOP_BAR);
        let timeline = all.with_min_y(all.bottom() - space::TIMELINE);
        let left = all.left() + space::MARGIN;
        let width = if learning { space::LESSON } else { space::CONTROLS };
        let column = Rect::from_min_max(pos2(left, top.bottom() + 18.0), pos2(left + width, timeline.top()));
        // A lesson has the upper part of the column, and the controls, now side by side, the lower.
        let split = column.bottom() - (0.31 * column.height()).clamp(120.0, 400.0);
        let lesson = learning.then(|| column.with_max_y(split));
        let controls = if learning { column.with_min_y(split + space::TITLE_GAP) } else { column };
        // The column of panels takes a third of what a larger window adds, up to its most.
        let (least, most) = space::PANELS;
        let width = (least + (all.width() - 1280.0) / 3.0).clamp(least, most);
        let panels = Rect::from_min_max(
            pos2(all.right() - space::MARGIN - width, top.bottom() + 12.0),
            pos2(all.right() - space::MARGIN, timeline.top()),
        );
        let stage = Rect::from_min_max(
            pos2(column.right() + 56.0, top.bottom() + 52.0),
            pos2(panels.left() - 32.0, timeline.top() - 44.0),
        );
        Self {
            top,
            controls,
            lesson,
            status: pos2(stage.left(), top.bottom() + 29.0),
            stage,
            panels,
            timeline,
            track: Rangef::new(left + space::CONTROLS + 56.0, panels.right()),
        }
    }

    fn presentation(ui: &Ui, scale: Scale, learning: bool, asked: bool) -> Self {
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
        let mut controls = Rect::NOTHING;
        if learning {
            // The page at the left, and at its right the stage above one panel.
            let page = all.left() + px(24.0)..=all.left() + all.width() * 0.42;
            let column = Rect::from_x_y_ranges(page.clone(), all.top() + px(16.0)..=timeline.top() - px(8.0));
            let below = if asked { px(CONTROLS_BELOW).min(0.4 * column.height()) } else { 0.0 };
            let split = column.bottom() - below;
            lesson = Some(column.with_max_y(split));
            if asked {
                controls = column.with_min_y(split + space::TITLE_GAP);
            }
            let right = page.end() + px(56.0)..=all.right() - px(20.0);
            let middle = stage.top() + 0.52 * stage.height();
            stage = Rect::from_x_y_ranges(right.clone(), stage.top()..=middle);
            let panel = page.end() + px(28.0)..=*right.end();
            panels = Rect::from_x_y_ranges(panel, middle + px(36.0)..=timeline.top());
        }
        Self {
            top: Rect::NOTHING,
            controls,
            lesson,
            status: pos2(stage.left(), all.top() + px(37.0)),
            stage,
            panels,
            timeline,
            track: Rangef::new(all.left() + px(174.0), all.right() - px(27.0)),
        }
    }
}
