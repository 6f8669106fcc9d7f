//! The column at the right: what an experiment is asked, what a figure is put on, and the buttons that ask and put it there.

use egui::{Rect, ScrollArea, Ui, UiBuilder, pos2};

use super::{ask, gaps, questions};
use crate::app::desk::Desk;
use crate::app::desk::command::{Command, FigureCommand, QuestionCommand, WindowCommand};
use crate::app::desk::studio::{Options, Standing};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::widgets::{Button, ProgressBar, Quantity, Segmented, ValueRow, format_whole};
use crate::chart::format_number;
use crate::export::Format;
use crate::say;
use crate::valleys::figures::{Effort, Entry};

const WIDTH: Quantity = Quantity::linear(40.0..=500.0, 86.0).format(millimetres);
const TYPE: Quantity = Quantity::linear(5.0..=36.0, 8.0).format(points);
const RESOLUTION: Quantity = Quantity::logarithmic(72.0..=1200.0, 300.0).whole().format(dots);
/// Height of the buttons at the foot.
const FOOT: f32 = 2.0 * space::BUTTON + space::GAP;
/// What the heading above an answer's adds, and the space below.
const KEEP: f32 = 28.0 + 2.0 * space::GAP;

/// Widths in millimetres with their names, and the type that suits them in points.
fn sizes() -> [(f64, &'static str, f64); 3] {
    [
        (86.0, say!("gallery.one-column"), 8.0),
        (178.0, say!("gallery.two-columns"), 9.0),
        (254.0, say!("gallery.slide"), 13.0),
    ]
}

pub(super) fn show(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let rect = ui.max_rect();
    ui.spacing_mut().item_spacing.y = space::UNIT;
    let mut options = desk.studio.options.clone();
    let chosen = desk.studio.chosen();
    let height = if chosen.is_experiment() { 2.0 * FOOT + KEEP } else { FOOT };
    let upper = rect.with_max_y(rect.bottom() - height - space::WIDE_GAP);
    let mut column = ui.new_child(UiBuilder::new().max_rect(upper).id_salt("settings"));
    ScrollArea::vertical().id_salt(("settings", chosen.name)).auto_shrink(false).show(&mut column, |ui| {
        // Numbers stand clear of the bar.
        ui.set_max_width(rect.width() - space::TITLE_GAP);
        if let Some(asked) = chosen.asked() {
            questions::show(ui, asked, desk, commands);
        }
        if let Some((figure, _)) = desk.shown_figure().filter(|_| chosen.is_experiment()) {
            gaps::show(ui, &figure);
        }
        let several = desk.shown_figure().is_some_and(|(figure, _)| figure.panels.len() > 1);
        let present = desk.present();
        let seconds = present.as_ref().map(|present| |effort| desk.studio.seconds(chosen, present, effort));
        let seconds = seconds.as_ref().map(|of| of as &dyn Fn(Effort) -> f64);
        settings(ui, chosen, several, &mut options, seconds);
    });
    if options != desk.studio.options {
        commands.push(FigureCommand::FigureOptions(options).into());
    }
    let foot = Rect::from_min_max(pos2(rect.left(), rect.bottom() - height), rect.max);
    let mut foot = ui.new_child(UiBuilder::new().max_rect(foot).id_salt("buttons"));
    foot.spacing_mut().item_spacing.y = space::GAP;
    buttons(&mut foot, desk, commands);
}

fn settings(
    ui: &mut Ui,
    chosen: &Entry,
    several: bool,
    options: &mut Options,
    seconds: Option<&dyn Fn(Effort) -> f64>,
) {
    let sheet = &mut options.sheet;
    heading(ui, say!("gallery.paper"));
    let mut width = sheet.width_mm;
    let choices = sizes().map(|(width, name, _)| (width, name));
    if Segmented::new(say!("gallery.width"), &mut width, &choices).show(ui).changed() {
        let suited = sizes().into_iter().find(|(known, ..)| *known == width);
        sheet.width_mm = width;
        sheet.font_pt = suited.map_or(sheet.font_pt, |(.., font)| font);
    }
    ValueRow::new(say!("gallery.width"), &mut sheet.width_mm, WIDTH).show(ui);
    ValueRow::new(say!("gallery.type"), &mut sheet.font_pt, TYPE).show(ui);
    let themes = [(true, say!("gallery.light")), (false, say!("gallery.dark"))];
    Segmented::new(say!("gallery.theme"), &mut sheet.light, &themes).show(ui);
    if several {
        let letters = [(false, say!("gallery.no-letters")), (true, say!("gallery.letters"))];
        Segmented::new(say!("gallery.panel-letters"), &mut sheet.letters, &letters).show(ui);
    }
    ui.add_space(space::TITLE_GAP);
    heading(ui, say!("gallery.files"));
    ValueRow::new("PNG", &mut sheet.dots_per_inch, RESOLUTION).show(ui);
    let texts = [(false, say!("gallery.as-text")), (true, say!("gallery.as-outlines"))];
    note(ui, say!("gallery.words-in-svg"));
    Segmented::new(say!("gallery.words-in-svg"), &mut sheet.outlines, &texts).show(ui);
    // These tell their walkers themselves.
    if chosen.asked().is_some_and(|asked| asked.own_walkers) {
        return;
    }
    ui.add_space(space::TITLE_GAP);
    heading(ui, say!("gallery.runs"));
    let takes = |effort, name: &str| match seconds.filter(|_| chosen.is_experiment()) {
        Some(of) => format!("{name}, {}", ask::seconds(of(effort))),
        None => name.to_owned(),
    };
    let quick = takes(Effort::Quick, say!("gallery.quick"));
    let full = takes(Effort::Full, say!("gallery.full"));
    let efforts = [(Effort::Quick, quick.as_str()), (Effort::Full, full.as_str())];
    Segmented::new(say!("gallery.effort"), &mut options.effort, &efforts).show(ui);
    note(
        ui,
        match options.effort {
            Effort::Quick => say!("gallery.quick-note"),
            Effort::Full => say!("gallery.full-note"),
        },
    );
}

fn buttons(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let width = ui.available_width();
    let ready = desk.figure().is_some();
    if desk.studio.chosen().is_experiment() && !ready {
        asking(ui, desk, commands);
        return;
    }
    let answered = desk.studio.chosen().is_experiment();
    ui.add_enabled_ui(ready && !desk.studio.is_printing(), |ui| {
        if answered {
            keep(ui, commands);
        } else if Button::primary(say!("window.export")).width(width).show(ui).clicked() {
            commands.push(FigureCommand::ExportFigure(None).into());
        }
        if Button::outline(say!("gallery.copy")).width(width).show(ui).clicked() {
            commands.push(FigureCommand::CopyFigure.into());
        }
    });
    if answered {
        for (word, command) in [
            (say!("ask.copy-sentence"), Command::from(QuestionCommand::CopySentence)),
            (say!("ask.copy-command"), WindowCommand::CopyAsCommand.into()),
        ] {
            if Button::outline(word).width(width).show(ui).clicked() {
                commands.push(command);
            }
        }
    }
}

/// The formats that an answer can be kept in, side by side.
fn keep(ui: &mut Ui, commands: &mut Vec<Command>) {
    heading(ui, say!("ask.keep"));
    let width = (ui.available_width() - 3.0 * space::UNIT) / 4.0;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::UNIT;
        for format in [Format::Pdf, Format::Svg, Format::Png, Format::Csv] {
            let word = format.ending().to_uppercase();
            let said = say!("ask.keep-as", format = word);
            if Button::outline(&word).width(width).called(&said).show(ui).clicked() {
                commands.push(FigureCommand::ExportFigure(Some(format)).into());
            }
        }
    });
}

/// An experiment without its answer: it can be asked, or broken off.
fn asking(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let width = ui.available_width();
    if let Some((share, left)) = desk.studio.progress() {
        ProgressBar::new(say!("gallery.asking"), share, left).show(ui);
        if Button::outline(say!("window.cancel")).width(width).show(ui).clicked() {
            commands.push(FigureCommand::StopFigure.into());
        }
        return;
    }
    let words = match desk.standing() {
        Some(Standing::Part) => say!("gallery.go-on"),
        Some(_) => say!("gallery.ask-again"),
        None => say!("gallery.ask"),
    };
    if Button::primary(words).width(width).show(ui).clicked() {
        commands.push(QuestionCommand::Ask.into());
    }
    note(ui, say!("gallery.or-enter"));
}

pub(super) fn heading(ui: &mut Ui, text: &str) {
    let theme = Theme::of(ui.ctx());
    line(ui, text, Style::new(Role::Title, Scale::WINDOW, theme.strong), 28.0);
}

pub(super) fn note(ui: &mut Ui, text: &str) {
    let theme = Theme::of(ui.ctx());
    line(ui, text, Style::new(Role::Tick, Scale::WINDOW, theme.mute), space::WIDE_GAP);
}

fn line(ui: &mut Ui, text: &str, style: Style, height: f32) {
    let width = ui.available_width();
    let lines = maths::layout_wrapped(ui.ctx(), text, style, width);
    let size = egui::vec2(width, height * lines.len() as f32);
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
    let said = maths::plain(text);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, &said));
    for (row, line) in lines.iter().enumerate() {
        let at = pos2(rect.left(), rect.top() + height * (row as f32 + 0.5));
        line.paint(ui.painter(), at, egui::Align2::LEFT_CENTER);
    }
}

fn millimetres(value: f64) -> String {
    format!("{} mm", format_number(value))
}

fn points(value: f64) -> String {
    format!("{} pt", format_number(value))
}

fn dots(value: f64) -> String {
    format!("{} dpi", format_whole(value))
}
