//! The gauge of time scales at the swarm's y: to relax, to drift and to escape. While escapes are quicker than the
//! drift walkers hop; where they cross (A34), hopping ends.

use egui::{Rect, Sense, Ui, WidgetInfo};

use super::table::{INTERVALS, Table, cell};
use super::title::Title;
use crate::app::desk::Desk;
use crate::app::desk::command::Command;
use crate::app::desk::scene::Scene;
use crate::app::kit::hand::{self, Touch};
use crate::app::kit::maths;
use crate::app::kit::plots::Frame;
use crate::app::kit::plots::chart::Chart;
use crate::valleys::figures::flatter;
use crate::valleys::figures::timescales::{criterion, gauge, times, written};
use crate::valleys::model::Valley;
use crate::valleys::panel::Panel;
use crate::valleys::{theory, words};
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
        let seen = scene.seen;
        let panel = gauge(&seen);
        let height = (scene.scale.px(ROW) * panel.y.range[1] as f32).min(body.height());
        let frame = Frame::of(&panel, name, "", &scene.theme, scene.scale);
        let body = body.with_max_y(body.top() + height);
        self.chart.show_still(ui, body, &frame, &panel);
        if scene.seen.shown.p_flat.is_some() {
            let told = times(&seen).map(|time| format!("{} {}", time.name, written(&time.value)));
            let (_, _, ratio) = criterion(&seen);
            let said = say!("panel.gauge.said", times = told.join(", "), ratio = written(&ratio));
            let said = maths::plain(&said);
            let response = ui.interact(body, ui.scope_id().with("gauge"), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Figure, true, &said));
            if let Some(touch) = Touch::of(&response) {
                let why = ratio.why().map(words::why);
                let line = say!("panel.gauge.at", times = told.join(", "));
                hand::says(ui.ctx(), touch, std::iter::once(line).chain(why).collect());
            }
        }
        panel
    }
}

/// The times to relax, to climb, to pass from floor to floor and for that rate to fall by e, along y.
pub(super) fn table(desk: &Desk) -> Table {
    let columns = [
        "y",
        say!("table.relaxation-flat"),
        say!("table.relaxation-steep"),
        "τ_y",
        "1/k+",
        "1/k−",
        say!("table.fading"),
    ];
    let mut table = Table::new(say!("table.time-scales").to_owned(), &columns);
    let (landscape, noise) = (&desk.run.scenario.landscape, desk.run.scenario.noise);
    let flatter = flatter(landscape);
    let (curves, delta_s) = (desk.run.curves(), desk.run.curves().delta_s);
    for row in 0..=INTERVALS {
        let y = curves.y[row * (curves.y.len() - 1) / INTERVALS];
        let relaxation = Valley::BOTH.map(|valley| theory::relaxation_time(landscape, valley, y));
        let passage =
            Valley::BOTH.map(|valley| theory::passage_time(landscape, noise, valley, y, delta_s).value);
        let fading = theory::fading_time(landscape, noise, flatter, y, delta_s).value;
        let mut cells = vec![cell(Some(y))];
        cells.extend(relaxation.map(|time| cell(Some(time))));
        cells.push(cell(theory::drift_time(landscape, y).value));
        cells.extend(passage.map(cell));
        cells.push(cell(fading));
        table.rows.push(cells);
    }
    table
}
