//! The end of a lesson: what its predictions came to, and the ways from here. The swarm stays on the stage.

use egui::{Rect, ScrollArea, Stroke, Ui, UiBuilder};

use super::prose::paragraph;
use super::styles::Styles;
use crate::app::desk::Desk;
use crate::app::desk::classroom::Running;
use crate::app::desk::command::{Command, LessonCommand};
use crate::app::kit::theme::{Role, space};
use crate::app::kit::widgets::Button;
use crate::labs::Lab;
use crate::say;

pub(super) fn show(
    ui: &mut Ui,
    rect: Rect,
    (running, desk): (&Running, &Desk),
    styles: &Styles,
    commands: &mut Vec<Command>,
) {
    let scale = styles.scale;
    let mut column = ui.new_child(UiBuilder::new().max_rect(rect).id_salt("end"));
    ScrollArea::vertical().id_salt("end").auto_shrink(false).show(&mut column, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space(scale.px(space::GAP));
        let title = say!("lesson.end.title", lesson = running.lesson.title);
        paragraph(ui, &title, styles.heading(), Role::Status.size(scale));
        ui.add_space(scale.px(space::GAP));
        if running.tally.is_empty() {
            styles.prose(ui, say!("lesson.end.nothing-predicted"));
        }
        for sentence in running.tally.sentences() {
            styles.prose(ui, &sentence);
        }
        styles.prose(ui, stays(running.lesson.laboratory)[0]);
        ui.add_space(scale.px(space::GAP));
        let line = ui.painter().round_to_pixel_center(ui.cursor().top());
        ui.painter().hline(rect.x_range(), line, Stroke::new(1.0, styles.theme.hair));
        ui.add_space(scale.px(space::TITLE_GAP));
        scale.show(ui, |ui| ways(ui, running, desk, commands));
    });
}

/// That the run stays, and to stay with it.
fn stays(lab: Lab) -> [&'static str; 2] {
    match lab {
        Lab::Valleys => [say!("lesson.end.swarm"), say!("lesson.end.stay")],
        Lab::Networks => [say!("lesson.end.run"), say!("lesson.end.stay-run")],
    }
}

fn ways(ui: &mut Ui, running: &Running, desk: &Desk, commands: &mut Vec<Command>) {
    let width = ui.available_width();
    ui.spacing_mut().item_spacing.y = space::GAP;
    if let Some(next) = desk.lessons.next_lesson() {
        let word = say!("lesson.end.next", lesson = next.title);
        if Button::primary(&word).width(width).show(ui).clicked() {
            commands.push(LessonCommand::Next.into());
        }
    }
    for (word, command) in [
        (stays(running.lesson.laboratory)[1], LessonCommand::Stay),
        (say!("lesson.end.back"), LessonCommand::Leave),
        (say!("lesson.end.all"), LessonCommand::ToggleLessons),
    ] {
        if Button::outline(word).width(width).show(ui).clicked() {
            commands.push(command.into());
        }
    }
}
