//! The card between the laboratories: one experiment twice, in a model that can be calculated and in a network that can
//! only be measured, with what stands for what, and a door to either side.

use egui::{Align2, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use crate::app::desk::Desk;
use crate::app::desk::bridge::Plank;
use crate::app::desk::command::{Command, NetworkCommand, WindowCommand};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::plots::words;
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::widgets::Button;
use crate::app::networks::PlaneStage;
use crate::app::valleys::stage::Stage;
use crate::say;

/// What the card keeps from frame to frame.
#[derive(Default)]
pub struct Card {
    model: Stage,
    network: PlaneStage,
}

/// Heights: of the sentence that leads, of the titles above the pictures, of the numbers below them, of a row, and of the
/// note at the foot.
const LEAD: f32 = 44.0;
const TITLES: f32 = 36.0;
const AXIS: f32 = 44.0;
const ROW: f32 = 27.0;
const FOOT: f32 = 32.0;
/// How much larger than at a desk the stages are drawn, at most.
const PICTURED: f32 = 1.2;
/// Between the two sides, and room for the numbers at the left of each picture.
const GAP: f32 = 32.0;
const NUMBERS: f32 = 34.0;

impl Card {
    /// Draws the card; says where a notice has room.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        desk: &Desk,
        scale: Scale,
        commands: &mut Vec<Command>,
    ) -> egui::Pos2 {
        let theme = Theme::of(ui.ctx());
        let page = rect.shrink2(vec2(space::MARGIN, 0.0));
        let style = Style::new(Role::Status, scale, theme.text);
        let lead = pos2(page.left(), page.top() + scale.px(0.5 * LEAD));
        maths::layout(ui.ctx(), say!("bridge.lead"), style).paint(ui.painter(), lead, Align2::LEFT_CENTER);
        let planks = desk.planks();
        let rows = scale.px(ROW) * (planks.len() as f32 + 1.0);
        let top = page.top() + scale.px(LEAD);
        let pictures = (page.bottom() - scale.px(FOOT + AXIS + TITLES) - rows - top).max(scale.px(120.0));
        let width = 0.5 * (page.width() - scale.px(GAP));
        let sides = [0.0, width + scale.px(GAP)].map(|left| {
            let corner = pos2(page.left() + left, top);
            Rect::from_min_size(corner, vec2(width, pictures + scale.px(TITLES)))
        });
        let texts = [
            (
                say!("bridge.model"),
                say!("window.explore"),
                say!("bridge.to-network"),
                WindowCommand::ToNetwork,
            ),
            (
                say!("bridge.network"),
                say!("command.networks"),
                say!("bridge.to-model"),
                WindowCommand::ToModel,
            ),
        ];
        for (side, (name, place, door, command)) in sides.into_iter().zip(texts) {
            titles(ui, side, [name, place, door], command, scale, commands);
        }
        let inside = |side: Rect| {
            let body = side.with_min_y(side.top() + scale.px(TITLES));
            body.with_min_x(body.left() + scale.px(NUMBERS))
        };
        // Words are as large as elsewhere, and the stages have what room is left.
        let drawn = Scale(scale.0.min(PICTURED));
        self.pictures(ui, sides.map(inside), desk, drawn, commands);
        let table =
            page.with_min_y(sides[0].bottom() + scale.px(AXIS)).with_max_y(page.bottom() - scale.px(FOOT));
        table_of(ui, table, &planks, scale);
        let foot = pos2(page.left(), page.bottom() - scale.px(0.5 * FOOT));
        let style = Style::new(Role::Tick, scale, theme.mute);
        maths::layout(ui.ctx(), say!("bridge.foot"), style).paint(ui.painter(), foot, Align2::LEFT_CENTER);
        pos2(page.center().x, page.bottom() - scale.px(FOOT + 12.0))
    }

    /// Both stages as they are in their laboratories; they are worked there, not here. What of the plane is to be seen is
    /// asked for.
    fn pictures(
        &mut self,
        ui: &mut Ui,
        [model, network]: [Rect; 2],
        desk: &Desk,
        scale: Scale,
        commands: &mut Vec<Command>,
    ) {
        let theme = Theme::of(ui.ctx());
        let mut nowhere = Vec::new();
        let mut still = ui.new_child(UiBuilder::new().max_rect(ui.max_rect()).id_salt("bridge-stages"));
        match desk.scene(theme, scale) {
            Some(scene) => self.model.show(&mut still, model, &scene, &mut nowhere),
            None => drop(words(ui.painter(), model, say!("bridge.no-model"), &theme, scale)),
        }
        if desk.networks.sight().is_some() {
            self.network.show_plain(&mut still, network, desk, scale, &mut nowhere);
            let seen = |command: &Command| matches!(command, Command::Network(NetworkCommand::See(_)));
            commands.extend(nowhere.into_iter().filter(seen));
        } else {
            words(ui.painter(), network, say!("bridge.no-network"), &theme, scale);
        }
    }
}

/// The name of a side, where it is worked, and the door to the other.
fn titles(
    ui: &mut Ui,
    side: Rect,
    [name, place, door]: [&str; 3],
    command: WindowCommand,
    scale: Scale,
    commands: &mut Vec<Command>,
) {
    let theme = Theme::of(ui.ctx());
    let middle = side.top() + scale.px(12.0);
    let set = |text: &str, role, colour| maths::layout(ui.ctx(), text, Style::new(role, scale, colour));
    let title = set(name, Role::Title, theme.strong);
    let right = title.paint(ui.painter(), pos2(side.left(), middle), Align2::LEFT_CENTER).right();
    let at = pos2(right + scale.px(16.0), middle);
    set(place, Role::Tick, theme.mute).paint(ui.painter(), at, Align2::LEFT_CENTER);
    let row = side
        .with_max_y(middle + scale.px(0.5 * space::BUTTON))
        .with_min_y(middle - scale.px(0.5 * space::BUTTON));
    let mut place = ui.new_child(
        UiBuilder::new().max_rect(row).id_salt(name).layout(egui::Layout::right_to_left(egui::Align::Min)),
    );
    if scale.show(&mut place, |ui| Button::outline(door).show(ui)).clicked() {
        commands.push(command.into());
    }
}

/// What stands for what, row by row, with the word of both in the middle.
fn table_of(ui: &mut Ui, rect: Rect, planks: &[Plank], scale: Scale) {
    let mut place = ui.new_child(UiBuilder::new().max_rect(rect).id_salt("bridge-table"));
    ScrollArea::vertical().id_salt("bridge-table").show(&mut place, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let theme = Theme::of(ui.ctx());
        let row = |ui: &mut Ui, model: &str, word: &str, network: &str, heading: bool| {
            let size = vec2(ui.available_width(), scale.px(ROW));
            let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
            let colour = if heading { theme.mute } else { theme.text };
            let role = if heading { Role::Tick } else { Role::Label };
            let style = Style::new(role, scale, colour).emphasis(theme.strong);
            let middle = rect.center();
            let half = scale.px(56.0);
            let paint = |text: &str, style, at, align| {
                maths::layout(ui.ctx(), text, style).paint(ui.painter(), at, align)
            };
            paint(model, style, middle - vec2(half, 0.0), Align2::RIGHT_CENTER);
            paint(network, style, middle + vec2(half, 0.0), Align2::LEFT_CENTER);
            let ink = match word {
                word if word == say!("bridge.hopping") => theme.ember,
                word if word == say!("bridge.frozen") => theme.ice,
                _ => theme.strong,
            };
            paint(word, Style::new(Role::Value, scale, ink), middle, Align2::CENTER_CENTER);
            let line = ui.painter().round_to_pixel_center(rect.bottom());
            ui.painter().hline(rect.x_range(), line, egui::Stroke::new(1.0, theme.hair));
            let said = say!(
                "bridge.said",
                word = word,
                model = maths::plain(model),
                network = maths::plain(network)
            );
            response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Row, true, &said));
        };
        row(ui, say!("bridge.heading.model"), "", say!("bridge.heading.network"), true);
        for Plank { word, model, network } in planks {
            row(ui, model, word, network, false);
        }
    });
}
