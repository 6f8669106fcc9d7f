//! The catalogue and the experiments: every figure with its name and its title, to be chosen with the pointer or the arrow keys.

use egui::accesskit::Role as Access;
use egui::{
    Align2, CornerRadius, EventFilter, Id, Key, Rect, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use crate::app::desk::Desk;
use crate::app::desk::around::Overlay;
use crate::app::desk::command::{Command, FigureCommand, QuestionCommand};
use crate::app::kit::maths::{self, Line, Style};
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::widgets::{Button, format_number};
use crate::say;
use crate::valleys::figures::{About, Effort, Entry, every};
use crate::valleys::model::{Preset, Scenario};
use crate::valleys::words;

/// Heights of a line and of a group's heading.
const LINE: f32 = 16.0;
const HEADING: f32 = 28.0;
/// Answers from before that are listed.
const MOST_BEFORE: usize = 8;

/// A name, and what goes under it.
type Group<'a> = (&'a str, &'a dyn Fn(&Entry) -> bool);

pub(super) fn show(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let group = group();
    let whole = ui.max_rect();
    let list = ui.interact(whole, group, Sense::hover());
    list.widget_info(|| WidgetInfo::labeled(Access::ListBox, true, say!("command.figures")));
    let step = keys(ui, desk, group);
    if step != 0 {
        let asking = desk.studio.chosen().is_experiment();
        let entries: Vec<&'static Entry> = every().filter(|entry| entry.is_experiment() == asking).collect();
        let now = entries.iter().position(|entry| *entry == desk.studio.chosen()).unwrap_or(0) as i32;
        let next = entries[(now + step).clamp(0, entries.len() as i32 - 1) as usize];
        commands.push(FigureCommand::Figure(next).into());
        ui.memory_mut(|memory| memory.request_focus(group.with(next.name)));
    }
    // Whatever chose it, the chosen row comes into view.
    let seen: Option<&'static str> = ui.data(|data| data.get_temp(group));
    let moved = seen != Some(desk.studio.chosen().name);
    ui.data_mut(|data| data.insert_temp(group, desk.studio.chosen().name));
    ScrollArea::vertical().id_salt("figures").show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        // Figures and questions are two pages.
        let asking = desk.studio.chosen().is_experiment();
        if asking && Button::ghost(say!("ask.all")).show(ui).clicked() {
            commands.push(QuestionCommand::Browse.into());
        }
        let about = |entry: &Entry, wanted| entry.asked().is_some_and(|asked| asked.about == wanted);
        let figures: [Group<'_>; 2] = [
            (say!("gallery.of-paper"), &|entry| entry.preset().is_some()),
            (say!("gallery.of-run"), &Entry::is_of_run),
        ];
        let questions: [Group<'_>; 3] = [
            (say!("ask.of-run"), &|entry| about(entry, About::Run)),
            (say!("ask.of-noise"), &|entry| about(entry, About::Noise)),
            (say!("ask.of-model"), &|entry| about(entry, About::Model)),
        ];
        let groups = if asking { &questions[..] } else { &figures[..] };
        for (heading, belongs) in groups.iter().copied() {
            self::heading(ui, heading);
            for entry in every().filter(|entry| belongs(entry)) {
                row(ui, entry, desk, group, moved, commands);
            }
            ui.add_space(space::GAP);
        }
        if asking {
            before(ui, desk, commands);
        }
    });
}

/// Answers from before, each with the run that it was asked of.
fn before(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let mut answered = desk.studio.answered().take(MOST_BEFORE).peekable();
    if answered.peek().is_none() {
        return;
    }
    heading(ui, say!("ask.before"));
    let theme = Theme::of(ui.ctx());
    for (place, made) in answered {
        let Some(asked) = made.entry.asked() else { continue };
        let width = ui.available_width();
        let (rect, response) = ui.allocate_exact_size(vec2(width, 2.0 * LINE + space::UNIT), Sense::click());
        let of = run_of(&made.origin.scenario);
        let effort = match made.origin.effort {
            Effort::Quick => say!("gallery.quick"),
            Effort::Full => say!("gallery.full"),
        };
        let note = format!("{of}, {}", effort.to_lowercase());
        let said = maths::plain(&say!("ask.before-said", question = (asked.asks)(), of = note));
        response.widget_info(|| WidgetInfo::labeled(Access::Button, true, &said));
        if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(rect, CornerRadius::same(space::BUTTON_RADIUS), theme.hover);
        }
        let set =
            |text: &str, role, colour| maths::layout(ui.ctx(), text, Style::new(role, Scale::WINDOW, colour));
        write(
            ui,
            rect,
            &[set((asked.asks)(), Role::Label, theme.text)],
            Some(&set(&note, Role::Tick, theme.mute)),
        );
        if response.clicked() {
            commands.push(QuestionCommand::Recall(place).into());
        }
    }
}

/// What a run is called: by its preset, or by its noise.
fn run_of(scenario: &Scenario) -> String {
    let same = |preset: &Preset| {
        let Scenario { seed, walkers, steps, .. } = *scenario;
        Scenario { seed, walkers, steps, ..preset.scenario() } == *scenario
    };
    match Preset::ALL.into_iter().find(same) {
        Some(preset) => words::title(preset).to_owned(),
        None => say!(
            "ask.of-noise-and-rate",
            sigma = format_number(scenario.sigma.at(0)),
            eta = format_number(scenario.eta.at(0))
        ),
    }
}

fn heading(ui: &mut Ui, text: &str) {
    let theme = Theme::of(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEADING), Sense::hover());
    let style = Style::new(Role::Title, Scale::WINDOW, theme.strong);
    maths::layout(ui.ctx(), text, style).paint(ui.painter(), rect.left_center(), Align2::LEFT_CENTER);
}

fn row(ui: &mut Ui, entry: &'static Entry, desk: &Desk, group: Id, moved: bool, commands: &mut Vec<Command>) {
    let theme = Theme::of(ui.ctx());
    let chosen = entry == desk.studio.chosen();
    let width = ui.available_width();
    let colour = if chosen { theme.strong } else { theme.text };
    let title = maths::layout_wrapped(
        ui.ctx(),
        entry.asked().map_or_else(|| entry.title(), |asked| (asked.asks)()),
        Style::new(Role::Label, Scale::WINDOW, colour),
        width - 2.0 * space::GAP,
    );
    // A question is its own name.
    let name = entry
        .asked()
        .is_none()
        .then(|| maths::layout(ui.ctx(), entry.name, Style::new(Role::Tick, Scale::WINDOW, theme.mute)));
    let lines = title.len() + usize::from(name.is_some());
    let height = LINE * lines as f32 + if name.is_some() { space::UNIT } else { space::GAP };
    let (_, rect) = ui.allocate_space(vec2(width, height));
    // The chosen row is the one stop of the list for the Tab key.
    let sense = if chosen { Sense::click() } else { Sense::CLICK };
    let response = ui.interact(rect, group.with(entry.name), sense);
    let said = maths::plain(&format!("{}, {}", entry.name, entry.title()));
    response.widget_info(|| WidgetInfo::selected(Access::ListBoxOption, true, chosen, &said));
    let radius = CornerRadius::same(space::BUTTON_RADIUS);
    if chosen {
        ui.painter().rect_filled(rect, radius, theme.raised);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, radius, theme.hover);
    }
    if response.has_focus() {
        let ring = Stroke::new(space::FOCUS_RING, theme.ice);
        ui.painter().rect_stroke(rect, radius, ring, egui::StrokeKind::Inside);
    }
    write(ui, rect, &title, name.as_ref());
    if response.clicked() {
        commands.push(FigureCommand::Figure(entry).into());
    }
    if chosen && moved {
        response.scroll_to_me_animation(None, egui::style::ScrollAnimation::none());
    }
}

fn write(ui: &Ui, rect: Rect, title: &[Line], name: Option<&Line>) {
    let left = rect.left() + space::GAP;
    let above = 0.5 * (rect.height() - LINE * (title.len() + usize::from(name.is_some())) as f32);
    let middle = |line: usize| rect.top() + above + LINE * (line as f32 + 0.5);
    for (index, line) in title.iter().enumerate() {
        line.paint(ui.painter(), pos2(left, middle(index)), Align2::LEFT_CENTER);
    }
    if let Some(name) = name {
        name.paint(ui.painter(), pos2(left, middle(title.len())), Align2::LEFT_CENTER);
    }
}

/// What the rows belong to.
fn group() -> Id {
    Id::unique("list-of-figures")
}

/// Whether keys belong to the list: it has the keyboard, or nothing has.
pub(super) fn has_keyboard(ui: &Ui) -> bool {
    let group = group();
    let own = |id| every().any(|entry| group.with(entry.name) == id);
    ui.memory(egui::Memory::focused).is_none_or(own)
}

/// Presses of the arrow keys, downwards: they belong to the list unless another control has the keyboard.
fn keys(ui: &Ui, desk: &Desk, group: Id) -> i32 {
    let focused = ui.memory(egui::Memory::focused);
    let own = focused.is_none_or(|id| every().any(|entry| group.with(entry.name) == id));
    if !own || desk.around.overlay != Overlay::None {
        return 0;
    }
    if let Some(id) = focused {
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    }
    ui.input(|input| input.num_presses(Key::ArrowDown) as i32 - input.num_presses(Key::ArrowUp) as i32)
}
