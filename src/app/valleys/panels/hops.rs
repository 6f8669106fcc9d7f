//! How freezing goes: hops per step over the run, and the heights at which walkers hopped for the last time.

use egui::{Align, Align2, Rect, Stroke, Ui, vec2};

use super::says;
use super::table::{INTERVALS, Table, share};
use super::title::Title;
use crate::app::desk::Desk;
use crate::app::desk::command::Command;
use crate::app::desk::scene::Scene;
use crate::app::kit::maths;
use crate::app::kit::plots::chart::Chart;
use crate::app::kit::plots::labels::Placer;
use crate::app::kit::plots::names::{Names, along_mark};
use crate::app::kit::plots::readout::{Readout, Row};
use crate::app::kit::plots::{Frame, Plotted, well, words};
use crate::app::kit::theme::{Role, fade};
use crate::app::kit::widgets::format_whole;
use crate::chart::{self, Pen, format_scientific};
use crate::say;
use crate::valleys::figures::freezing::{self, Rates};
use crate::valleys::figures::percent;
use crate::valleys::panel::Panel;
use crate::valleys::sim::RECENT;

/// The panel of hops: its two plots, each with where it put its names.
#[derive(Default)]
pub(super) struct Hops {
    rates: (Chart, Names),
    heights: (Chart, Names),
}

/// Between the two plots.
const BETWEEN: f32 = 14.0;
/// Side by side while the panel is at least this many times as wide as high.
const WIDE: f32 = 1.0;

impl Hops {
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        scene: &Scene<'_>,
        commands: &mut Vec<Command>,
    ) -> Vec<chart::Panel> {
        let mut title =
            Title::show(ui, Panel::Hops, Panel::Hops.about().title, rect, scene, commands, |_, _| {});
        if scene.seen.shown.p_flat.is_some() {
            let steps = format_whole(f64::from(RECENT));
            let note = say!("panel.hops.hopped", share = percent(scene.seen.shown.hopping), steps = steps);
            title.note(ui, &note);
        }
        let body = title.body(rect);
        // At one height the heights of the last hops are all the same.
        if scene.seen.scenario.hold_y.is_some() {
            return vec![self.rates(ui, body, scene)];
        }
        let between = scene.scale.px(BETWEEN);
        let (left, right) = if body.width() > WIDE * body.height() {
            let half = 0.5 * (body.width() - between);
            (body.with_max_x(body.left() + half), body.with_min_x(body.right() - half))
        } else {
            let half = 0.5 * (body.height() - between);
            (body.with_max_y(body.top() + half), body.with_min_y(body.bottom() - half))
        };
        vec![self.rates(ui, left, scene), self.heights(ui, right, scene)]
    }

    fn rates(&mut self, ui: &mut Ui, rect: Rect, scene: &Scene<'_>) -> chart::Panel {
        let rates = Rates::of(&scene.seen);
        let panel = freezing::rates(&scene.seen, &rates);
        let description = describe_rates(scene, &rates);
        let name = say!("panel.hops.rates");
        let frame = Frame::of(&panel, name, &description, &scene.theme, scene.scale).with_grid();
        let (chart, names) = &mut self.rates;
        let plotted = chart.show(ui, well(rect, scene.scale), &frame, &panel, &unlit);
        let mut placer = Placer::new(plotted.well);
        plotted.note(&panel, &mut placer);
        // Nor does the line that leads to a name touch it.
        let heading = heading(&plotted, scene, say!("panel.hops.rates-heading"), Align::RIGHT);
        placer.take(heading.expand2(scene.scale.px(1.0) * vec2(5.0, 0.0)));
        names.beside(&plotted, &frame, &panel, &along_mark, &mut placer);
        if let Some(text) = says(&panel) {
            words(&plotted.painter, plotted.well, text, &scene.theme, scene.scale);
        }
        if let Some(place) = plotted.response.hover_pos() {
            let step = plotted.transform.value_from_position(place).x;
            let index = rates.points.partition_point(|point| point[0] < step);
            if let Some([step, rate]) = rates.points.get(index).copied() {
                let hair = Stroke::new(1.0, fade(scene.theme.strong, 0.4));
                plotted.painter.vline(place.x, plotted.well.y_range(), hair);
                let cell = format_scientific(10_f64.powf(rate));
                let rows =
                    vec![Row { name: say!("panel.hops.rate").into(), colour: scene.theme.strong, cell }];
                let heading = say!("panel.hops.at-step", step = format_whole(step));
                Readout { heading, rows, notes: Vec::new() }.say(ui);
            }
        }
        panel
    }

    fn heights(&mut self, ui: &mut Ui, rect: Rect, scene: &Scene<'_>) -> chart::Panel {
        let mut panel = freezing::heights(&scene.seen);
        super::guess::add_height(&mut panel, scene);
        let description = describe_heights(scene);
        let name = say!("panel.hops.heights");
        let frame = Frame::of(&panel, name, &description, &scene.theme, scene.scale).with_grid();
        let (chart, names) = &mut self.heights;
        let plotted = chart.show(ui, well(rect, scene.scale), &frame, &panel, &unlit);
        let mut placer = Placer::new(plotted.well);
        plotted.note(&panel, &mut placer);
        placer.take(heading(&plotted, scene, say!("panel.hops.heights-heading"), Align::LEFT));
        if let Some(text) = says(&panel) {
            let line = scene.seen.frost.y().map(|y| plotted.transform.position_from_point_x(y));
            let side = wider_side(plotted.well, line);
            placer.take(words(&plotted.painter, side, text, &scene.theme, scene.scale));
        }
        names.beside(&plotted, &frame, &panel, &along_mark, &mut placer);
        panel
    }
}

fn unlit(_: &Pen) -> bool {
    false
}

/// The wider part of a plot beside an upright line.
fn wider_side(well: Rect, line: Option<f32>) -> Rect {
    match line.filter(|x| well.x_range().contains(*x)) {
        Some(x) if x < well.center().x => well.with_min_x(x),
        Some(x) => well.with_max_x(x),
        None => well,
    }
}

/// What a plot shows, inside at the top, on the side where its data are not; where it went.
fn heading(plotted: &Plotted, scene: &Scene<'_>, text: &str, side: Align) -> Rect {
    let style = maths::Style::new(Role::Small, scene.scale, scene.theme.text);
    let line = maths::layout(plotted.painter.ctx(), text, style);
    let inside = plotted.well.shrink2(scene.scale.px(1.0) * vec2(7.0, 11.0));
    let at = if side == Align::LEFT { inside.left_top() } else { inside.right_top() };
    line.paint(&plotted.painter, at, Align2([side, Align::Center]))
}

fn describe_rates(scene: &Scene<'_>, rates: &Rates) -> String {
    match rates.now().map(|[_, rate]| 10_f64.powf(rate)) {
        Some(rate) => say!(
            "panel.hops.rates-said",
            rate = format_args!("{rate:.2e}"),
            step = format_whole(f64::from(scene.seen.shown.step)),
            hopping = percent(scene.seen.shown.hopping),
        ),
        None => say!("panel.hops.none-yet").into(),
    }
}

fn describe_heights(scene: &Scene<'_>) -> String {
    let total: f64 = scene.seen.run.freezing.counts.iter().map(|&count| f64::from(count)).sum();
    match (scene.seen.run.summary.mean_freezing_y, scene.seen.run.summary.sd_freezing_y) {
        (Some(mean), Some(sd)) if total > 0.0 => {
            say!(
                "panel.hops.heights-said",
                walkers = format_whole(total),
                y = format_args!("{mean:.2}"),
                sd = format_args!("{sd:.2}"),
            )
        }
        _ => say!("panel.hops.no-walker-said").into(),
    }
}

/// How many walkers hopped last at which heights.
pub(super) fn table(desk: &Desk) -> Table {
    let columns =
        [say!("table.from-y"), say!("table.to-y"), say!("table.walkers"), say!("table.share-of-walkers")];
    let mut table = Table::new(say!("table.hops").to_owned(), &columns);
    let Some(snapshot) = desk.run.snapshot() else { return table };
    let freezing = &snapshot.freezing;
    let all: u32 = freezing.counts.iter().sum();
    let bins = freezing.counts.len().max(1);
    let width = (freezing.to - freezing.from) / bins as f64;
    let together = bins.div_ceil(INTERVALS);
    for (row, counts) in freezing.counts.chunks(together).enumerate() {
        let from = freezing.from + width * (row * together) as f64;
        let count: u32 = counts.iter().sum();
        table.rows.push(vec![
            format!("{from:.2}"),
            format!("{:.2}", from + width * counts.len() as f64),
            count.to_string(),
            share(Some(f64::from(count) / f64::from(all.max(1)))),
        ]);
    }
    table
}
