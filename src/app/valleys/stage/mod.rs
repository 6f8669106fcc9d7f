//! The stage: the landscape from above, and the swarm on it.
//!
//! y runs to the right, as in the paper's Fig. 4b, and x upwards. Axis numbers and the grip of the slice lie outside
//! of the rectangle.

mod axes;
mod click;
mod dots;
mod extent;
mod floor_hand;
mod frame;
mod frost;
mod frost_hand;
mod ghost;
mod glass;
mod grip;
mod guess;
mod inks;
mod kept;
mod key;
mod key_hops;
mod landmarks;
pub mod life;
mod pointer;
mod readout;
mod selected;
mod splat;
mod stability;
mod start_hand;
mod swarm;
mod terrain;
mod trails;
mod watch;
mod words;

use egui::accesskit::Role as Access;
use egui::emath::GuiRounding as _;
use egui::{Align2, Painter, Rect, Response, Ui, pos2};

use crate::app::desk::command::{Command, WindowCommand};
use crate::app::desk::scene::Scene;
use crate::app::desk::symbol::Symbol;
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Theme};
use crate::say;
use crate::valleys::model::Valley;
use crate::valleys::theory::Why;
use frame::Frame;
use frost::Tint;
use ghost::GhostPicture;
use glass::Factor;
use key::Key;
use pointer::Pointer;
use swarm::SwarmPicture;
use terrain::TerrainPicture;
use words::Words;

/// What the stage keeps from frame to frame: its textures, and what the hand is about.
#[derive(Default)]
pub struct Stage {
    terrain: TerrainPicture,
    frost: Tint,
    factor: Factor,
    swarm: SwarmPicture,
    ghost: GhostPicture,
    key: Key,
    /// Whether the key is put away, as the stage is low.
    keyless: bool,
    pointer: Pointer,
}

/// Distance of words from the edge and from each other, at scale 1.
const EDGE: f32 = 6.0;
const WORD_GAP: f32 = 5.0;

impl Stage {
    /// Whether the stage does without its colour key.
    pub fn put_key_away(&mut self, away: bool) {
        self.keyless = away;
    }

    /// Draws the stage into a rectangle, its axes outside of it.
    pub fn show(&mut self, ui: &mut Ui, rect: Rect, scene: &Scene<'_>, commands: &mut Vec<Command>) {
        let mut frame = Frame::new(rect.round_to_pixels(ui.pixels_per_point()), scene);
        frame.keyless = self.keyless;
        frame.lens = self.factor.lens(scene, &frame);
        let response = self.pointer.show(ui, scene, &frame, commands);
        describe(ui, &response, scene);
        let painter = ui.painter().with_clip_rect(ui.clip_rect().intersect(frame.rect));
        let [key, swarm] = self.paint(&painter, scene, &frame);
        let slice = grip::rect(&frame, grip::height(scene));
        axes::paint(ui.painter(), &scene.theme, &frame, slice);
        floor_hand::show(ui, scene, &frame, commands);
        start_hand::show(ui, scene, &frame, commands);
        grip::show(ui, scene, &frame, commands);
        watch::show(ui, scene, &frame, commands);
        let held = frost_hand::show(ui, scene, &frame, commands);
        guess::show(ui, scene, &frame, commands);
        if held {
            commands.push(WindowCommand::Highlight(Symbol::FreezingHeight).into());
        }
        if let Some(key) = key {
            key::switch(ui, scene, &frame, key, commands);
        }
        if response.hovered()
            && !response.is_pointer_button_down_on()
            && !response.context_menu_opened()
            && let Some(cursor) = response.hover_pos()
        {
            readout::say(ui, scene, &frame, &response, cursor);
            let spread = swarm.filter(|swarm| swarm.contains(cursor)).map(|_| Symbol::NoiseScale);
            let pointed = landmarks::pointed(scene, &frame, cursor).or(spread);
            commands.extend(pointed.map(|symbol| WindowCommand::Highlight(symbol).into()));
        }
    }

    /// Everything within the rectangle, from the ground up; words find their places by importance.
    /// Says where the key is, and the swarm.
    fn paint(&mut self, painter: &Painter, scene: &Scene<'_>, frame: &Frame) -> [Option<Rect>; 2] {
        let (theme, landscape) = (&scene.theme, &scene.seen.scenario.landscape);
        let line = scene.seen.frost.y().filter(|&line| line < frame.y[1]);
        let [lined, bare] = self.terrain.paint(painter, theme, landscape, frame, line);
        let tint = line.map(|line| self.frost.paint(painter, theme, line, frame));
        glass::ground(painter, (theme, landscape), frame, [lined, bare], tint.as_ref());
        landmarks::lines(painter, theme, landscape, frame, scene.highlight);
        trails::paint(painter, theme, scene, frame);
        // The ground that words stand on, and the slice's line, go under the swarm and the frost line over it; where they
        // are is known once all words have their places.
        let [ground, under] = [(); 2].map(|()| painter.add(egui::Shape::Noop));
        self.ghost.paint(painter, scene, frame);
        let swarm = self.swarm.paint(painter, scene, frame);
        ghost::rings(painter, scene, frame);
        click::rings(painter, scene, frame);
        ghost::frost(painter, scene, frame);
        let above = painter.add(egui::Shape::Noop);
        glass::frame(painter, theme, frame);
        selected::paint(painter, scene, frame);
        if let Some(swarm) = swarm {
            swarm::light(painter, scene, frame, swarm);
        }
        let mut words = Words::new(frame.rect.shrink(EDGE * frame.marks), WORD_GAP * frame.marks);
        watch::place(painter.ctx(), scene, frame).into_iter().for_each(|place| {
            words.keep_clear(place);
            words.bare(place);
        });
        let key = match self.keyless {
            true => None,
            false => self.key.paint(painter, scene, frame, &mut words, swarm),
        };
        for area in swarm.into_iter().chain(glass::rect(frame)) {
            words.keep_clear(area);
        }
        ghost::area(scene, frame).into_iter().for_each(|area| words.keep_clear(area));
        let hops = guess::hops(painter, scene, frame, &mut words);
        let judged = guess::is_judged(scene);
        // What the reveal says of the frost line stands beside the page.
        let predicted = if judged { None } else { frost::words(painter, theme, scene, frame, &mut words) };
        ghost::name(painter, scene, frame, &mut words);
        let declared = glass::declare(painter, theme, frame, &mut words, scene.seen.shown.mean_y);
        let hidden = key.map_or(Rect::NOTHING, |key| key::outline(frame, key));
        painter.set(above, frost::line(painter, theme, scene, frame, hidden));
        guess::paint(painter, scene, frame, &mut words, hidden);
        guess::name_hops(painter, scene, frame, &mut words, hops);
        declared.iter().for_each(|chip| chip.paint(painter, theme));
        let declared = declared.map(|chip| chip.rect);
        let written: Vec<Rect> = predicted.into_iter().chain(declared).chain(key).collect();
        if let Some(line) = grip::line(painter, scene, frame, &written) {
            words.keep_clear(line.visual_bounding_rect());
            painter.set(under, line);
        }
        stability::paint(painter, scene, frame, &mut words);
        frost::sides(painter, theme, scene, frame, &mut words);
        whereabouts(painter, theme, scene, frame, &mut words, swarm);
        landmarks::names(painter, theme, landscape, frame, &mut words);
        drift(painter, scene, frame, &mut words);
        landmarks::heights(painter, scene, frame, &mut words);
        painter.set(ground, words.ground(frame.rect, bare));
        [key, swarm]
    }
}

/// Says which way y drifts, and what the lines are.
fn drift(painter: &Painter, scene: &Scene<'_>, frame: &Frame, words: &mut Words) {
    let style = Style::new(Role::Tick, frame.scale, scene.theme.text);
    let right = frame.rect.right() - 14.0 * frame.marks;
    let foot = frame.rect.bottom() - frost::BOTTOM * frame.marks;
    let held = scene.seen.scenario.hold_y.is_some();
    let drift = if held { say!("stage.held") } else { say!("stage.drift") };
    for (text, row) in [(drift, 0.0), (say!("stage.contours"), 1.0)] {
        let line = maths::layout(painter.ctx(), text, style);
        let at = pos2(right, foot - row * 20.0 * frame.marks);
        words.place(painter, &line, [(at, Align2::RIGHT_CENTER)]);
    }
}

/// Points at the swarm when it is out of view, and says so when there is none.
fn whereabouts(
    painter: &Painter,
    theme: &Theme,
    scene: &Scene<'_>,
    frame: &Frame,
    words: &mut Words,
    swarm: Option<Rect>,
) {
    let (middle, inset) = (frame.upright(0.0), 16.0 * frame.marks);
    let (left, right) = (frame.rect.left() + inset, frame.rect.right() - inset);
    let mean = format!("{:.2}", scene.seen.shown.mean_y);
    let (text, x, align) = match swarm {
        None => (say!("swarm.diverged").to_owned(), frame.rect.center().x, Align2::CENTER_CENTER),
        Some(swarm) if swarm.intersects(frame.rect) => return,
        Some(swarm) if swarm.left() >= frame.rect.right() => {
            (say!("stage.swarm-ahead", y = mean), right, Align2::RIGHT_CENTER)
        }
        Some(swarm) if swarm.right() <= frame.rect.left() => {
            (say!("stage.swarm-behind", y = mean), left, Align2::LEFT_CENTER)
        }
        Some(_) => return,
    };
    let style = Style::new(Role::DirectStrong, frame.scale, theme.strong);
    let line = maths::layout(painter.ctx(), &text, style);
    let places = [-20.0, 20.0, -44.0, 44.0].map(|off| {
        let upright = (middle + off * frame.marks)
            .min(frame.rect.bottom() - 2.0 * inset)
            .max(frame.rect.top() + 2.0 * inset);
        (pos2(x, upright), align)
    });
    words.place(painter, &line, places);
}

/// What the stage shows, in a sentence.
fn describe(ui: &Ui, response: &Response, scene: &Scene<'_>) {
    let shown = scene.seen.shown;
    let share = match shown.p_flat {
        Some(p) => say!(
            "stage.said.share",
            share = format_args!("{:.0}", 100.0 * p),
            walkers = scene.seen.scenario.walkers,
        ),
        None => say!("stage.said.none-left").to_owned(),
    };
    let freezing = match scene.seen.frost.y() {
        None if scene.seen.frost.why() == Some(Why::PutAway) => say!("theory.put-away").to_owned(),
        Some(y) => say!("stage.said.freezing", y = format_args!("{y:.2}")),
        None => say!("stage.said.no-freezing").to_owned(),
    };
    let floor = scene.seen.scenario.landscape.floor(Valley::Flat, shown.mean_y);
    let text = say!(
        "stage.said",
        step = shown.step,
        y = format_args!("{:.2}", shown.mean_y),
        share = share,
        hopping = format_args!("{:.0}", 100.0 * shown.hopping),
        freezing = freezing,
        x = format_args!("{floor:.3}"),
    );
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Access::Canvas);
        node.set_label(say!("stage.name"));
        node.set_description(text);
    });
}
