//! The gauge of time scales at the swarm's y: to relax, to drift and to escape. While escapes are quicker than the
//! drift walkers hop; where they cross (A34), hopping ends.

use egui::{Rect, Sense, Ui, WidgetInfo};

use super::title::Title;
use crate::app::desk::command::Command;
use crate::app::desk::scene::Scene;
use crate::app::kit::maths;
use crate::app::kit::plots::Frame;
use crate::app::kit::plots::chart::Chart;
use crate::valleys::figures::timescales::{criterion, gauge, times, written};
use crate::valleys::panel::Panel;
use crate::valleys::words;
use crate::{chart, say};

/// Height of a row at scale 1.
const ROW: f32 = 20.0;

/// The panel of the gauge.
#[derive(Default)]
pub(super) struct Gauge {
    chart: Chart,
}

impl Gauge {
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        scene: &Scene<'_>,
        commands: &mut Vec<Command>,
    ) -> chart::Panel {
        let name = Panel::Gauge.about().title;
        let mut title = Title::show(ui, Panel::Gauge, name, rect, scene, commands, |_, _| {});
        title.note(ui, say!("panel.gauge.unit"));
        let body = title.body(rect);
        let seen = scene.seen();
        let panel = gauge(&seen);
        let height = (scene.scale.px(ROW) * panel.y.range[1] as f32).min(body.height());
        let frame = Frame::of(&panel, name, "", &scene.theme, scene.scale);
        let body = body.with_max_y(body.top() + height);
        self.chart.show_still(ui, body, &frame, &panel);
        if scene.shown.p_flat.is_some() {
            let told = times(&seen).map(|time| format!("{} {}", time.name, written(&time.value)));
            let (_, _, ratio) = criterion(&seen);
            let said = say!("panel.gauge.said", times = told.join(", "), ratio = written(&ratio));
            let said = maths::plain(&said);
            let response = ui.interact(body, ui.scope_id().with("gauge"), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Figure, true, &said));
            if let Some(why) = ratio.why() {
                response.on_hover_text(maths::plain(&words::why(why)));
            }
        }
        panel
    }
}
