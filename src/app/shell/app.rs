//! One frame of the window: shortcuts and controls send [`Command`]s, the [`Desk`] carries them out, and stage and panels
//! draw the [`Scene`](crate::app::desk::scene::Scene) that results.

use egui::{Context, Event, Order, Popup, Rect, Ui, Visuals, pos2, vec2};

use super::layout::{Layout, Leaf, Open};
use super::opening::{self, OpeningPage};
use super::{chrome, filming, hand, overlay, splitter, status};
use crate::app::bridge::Card;
use crate::app::desk::Desk;
use crate::app::desk::around::Overlay;
use crate::app::desk::command::{Command, FileCommand, LessonCommand, Offer, WindowCommand, offers};
use crate::app::gallery::Gallery;
use crate::app::kit::theme::{self, Mode, Scale, Theme};
use crate::app::kit::{self, widgets};
use crate::app::lessons;
use crate::app::networks::{self, Laboratory};
use crate::app::shell::overlay::Typed;
use crate::app::valleys::controls::{Controls, needed};
use crate::app::valleys::lanes::Lanes;
use crate::app::valleys::panels::{self, Panels};
use crate::app::valleys::stage::Stage;
use crate::app::valleys::{equations, shelf, timeline};
use crate::labs::Lab;
use crate::session::is_link;

/// The window's interface.
pub struct App {
    pub desk: Desk,
    controls: Controls,
    stage: Stage,
    panels: Panels,
    lanes: Lanes,
    gallery: Gallery,
    laboratory: Laboratory,
    card: Card,
    typed: Typed,
    opening: OpeningPage,
    /// Counts presses of the pointer: what happens within one is one gesture.
    gesture: u64,
    theme: Option<Theme>,
    zoom: f32,
    /// Whether what it is drawn upon has the colour of its ground already.
    cleared: bool,
}

/// The least room that nothing overlaps in, in points.
const LEAST_SIZE: egui::Vec2 = vec2(900.0, 600.0);
impl App {
    pub fn new(mut desk: Desk) -> Self {
        desk.cinema.begin = filming::begin;
        Self {
            desk,
            controls: Controls::default(),
            stage: Stage::default(),
            panels: Panels::default(),
            lanes: Lanes::default(),
            gallery: Gallery::default(),
            laboratory: Laboratory::default(),
            card: Card::default(),
            typed: Typed::default(),
            opening: OpeningPage::default(),
            gesture: 0,
            theme: None,
            zoom: 0.0,
            cleared: false,
        }
    }

    /// The same upon what is cleared to the colour of its ground before each frame: it need not be drawn again.
    pub fn upon_ground(desk: Desk) -> Self {
        Self { cleared: true, ..Self::new(desk) }
    }

    /// That colour.
    pub fn ground(visuals: &Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    /// One frame, in the whole window.
    pub fn frame(&mut self, ui: &mut Ui) {
        self.dress(ui);
        if !self.cleared {
            ui.painter().rect_filled(ui.max_rect(), 0.0, Theme::of(ui.ctx()).bg);
        }
        self.desk.poll();
        // What was said of the frame before, and nowhere read out.
        kit::hand::taken(ui.ctx());
        close_menus(ui.ctx());
        let mut commands = Vec::new();
        if self.desk.around.opening.is_some() && opening::is_ended(ui) {
            commands.push(WindowCommand::Opening.into());
        }
        self.keys(ui, &mut commands);
        dropped(ui, &mut commands);
        pasted(ui.ctx(), &mut commands);
        if !commands.is_empty() {
            self.run(&mut commands);
            // What a click does next does not go on from a key.
            self.gesture += 1;
        }

        if self.desk.around.opening.is_none() {
            self.opening.close();
        }
        let foot = if self.desk.around.opening.is_some() {
            self.opening(ui, &mut commands)
        } else if self.desk.studio.open {
            self.figures(ui, &mut commands)
        } else if self.desk.around.bridge {
            self.bridge(ui, &mut commands)
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
        let lesson = self.desk.lessons.running_in(Lab::Valleys).map(|_| Leaf::Lesson);
        let open = Open {
            leaf: if self.desk.around.equations { Some(Leaf::Equations) } else { lesson },
            schedule: self.desk.around.schedule,
        };
        let layout = if presenting {
            Layout::presentation(ui, scale, open)
        } else {
            Layout::window(ui, self.desk.look.columns, open)
        };
        self.desk.around.room = panels::room(layout.panels);
        if !presenting {
            chrome::top_bar(ui, layout.top, &self.desk, commands);
            splitter::show(ui, &layout, &self.desk, commands);
        }
        if layout.controls.is_positive() {
            self.controls.show(ui, layout.controls, &self.desk, scale, commands);
        }
        if let Some(lesson) = layout.lesson {
            if self.desk.around.equations {
                equations::show(ui, lesson, &self.desk, scale, commands);
            } else {
                lessons::show_page(ui, lesson, &self.desk, scale, needed, commands);
            }
        }
        timeline::show(ui, layout.timeline, layout.track, &self.desk, scale, commands);
        if let Some(place) = layout.schedule {
            self.lanes.show(ui, place, layout.track, &self.desk, commands);
        }
        if let Some(shelf) = layout.shelf {
            shelf::show(ui, shelf, &self.desk, commands);
        }
        // What the controls changed is already in the picture below.
        self.run(commands);
        let end = if presenting { layout.panels.right() } else { layout.stage.right() };
        status::show(ui, layout.status, end - layout.status.x, &self.desk, scale);
        self.scene(ui, &layout, scale, commands);
        self.run(commands);
        if let Some(line) = layout.hand {
            hand::show(ui, line, &self.desk, commands);
            self.run(commands);
        }
        pos2(layout.stage.center().x, layout.stage.bottom() - 12.0)
    }

    /// One walker's life, below the bar at the top.
    fn opening(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) -> egui::Pos2 {
        let layout = Layout::window(ui, self.desk.look.columns, Open::default());
        chrome::top_bar(ui, layout.top, &self.desk, commands);
        let page = ui.max_rect().with_min_y(layout.top.bottom());
        self.opening.show(ui, page, &self.desk, commands);
        pos2(page.center().x, page.bottom() - 64.0)
    }

    /// The page of figures, below the bar at the top.
    fn figures(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) -> egui::Pos2 {
        let layout = Layout::window(ui, self.desk.look.columns, Open::default());
        chrome::top_bar(ui, layout.top, &self.desk, commands);
        let page = ui.max_rect().with_min_y(layout.top.bottom());
        self.gallery.show(ui, page, &self.desk, commands);
        pos2(page.center().x, page.bottom() - 12.0)
    }

    /// The laboratory of networks, below the bar at the top where there is one.
    fn networks(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) -> egui::Pos2 {
        let (page, scale) = self.whole_page(ui, commands);
        if let Some(leaf) = networks::leaf(page, &self.desk, scale) {
            lessons::show_page(ui, leaf, &self.desk, scale, networks::needed, commands);
        }
        self.laboratory.show(ui, page, &self.desk, scale, commands)
    }

    /// The card between the laboratories.
    fn bridge(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) -> egui::Pos2 {
        let (page, scale) = self.whole_page(ui, commands);
        self.card.show(ui, page, &self.desk, scale, commands)
    }

    /// Room for a page in the scale of a window or of a presentation, which has no bar at the top.
    fn whole_page(&self, ui: &mut Ui, commands: &mut Vec<Command>) -> (Rect, Scale) {
        let mut page = ui.max_rect();
        if !self.desk.look.presenting {
            let layout = Layout::window(ui, self.desk.look.columns, Open::default());
            chrome::top_bar(ui, layout.top, &self.desk, commands);
            page = page.with_min_y(layout.top.bottom());
        }
        (page, self.scale(ui))
    }

    /// Stage and panels, once there is a run to show.
    fn scene(&mut self, ui: &mut Ui, layout: &Layout, scale: Scale, commands: &mut Vec<Command>) {
        let desk = &self.desk;
        let Some(scene) = desk.scene(Theme::of(ui.ctx()), scale) else { return };
        let mut follow = desk.follow;
        let fit = follow.after(&scene);
        self.stage.put_key_away(layout.schedule.is_some());
        self.stage.show(ui, layout.stage, &scene, commands);
        let shown = match (desk.look.presenting, desk.view.enlarged) {
            (_, Some(panel)) => vec![panel],
            (true, None) => desk.view.panels.iter().copied().take(1).collect(),
            (false, None) => desk.shown_panels(),
        };
        self.panels.column(ui, layout.panels, &shown, &scene, commands);
        if !desk.look.presenting {
            panels::choice(ui, layout.panels, desk, &shown, commands);
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
            if closing && Popup::is_any_open(ctx) {
                // A menu closes itself, and nothing else.
                continue;
            }
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

/// A menu closes when something outside of it is dragged; egui closes it on clicks alone.
fn close_menus(ctx: &Context) {
    if ctx.dragged_id().is_none() || !Popup::is_any_open(ctx) {
        return;
    }
    let from = ctx.input(|input| input.pointer.press_origin());
    let layer = from.and_then(|place| ctx.layer_id_at(place));
    if layer.is_none_or(|layer| layer.order == Order::Background) {
        Popup::close_all(ctx);
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

/// A link pasted where nothing is typed is opened.
fn pasted(ctx: &Context, commands: &mut Vec<Command>) {
    if ctx.text_edit_focused() {
        return;
    }
    let link = |event: &Event| match event {
        Event::Paste(text) if is_link(text) => Some(text.clone()),
        _ => None,
    };
    let link = ctx.input(|input| input.events.iter().find_map(link));
    commands.extend(link.map(|text| FileCommand::OpenPath(text.into()).into()));
}

/// Presentation marks are 1.9 times as large on a full-HD screen, and grow with it.
fn presentation_scale(ui: &Ui) -> Scale {
    let size = ui.max_rect().size();
    let share = (size.x / 1920.0).min(size.y / 1080.0);
    Scale((Scale::PRESENTATION.0 * share).clamp(1.0, 4.0))
}
