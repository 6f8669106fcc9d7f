//! How freezing goes: hops per step over the run, and the heights at which walkers hopped for the last time.

use egui::{Align, Align2, Mesh, Pos2, Rect, Shape, Stroke, Ui, pos2, vec2};
use egui_plot::{PlotPoint, PlotTransform};

use super::title::Title;
use super::{percent, steps_range};
use crate::app::desk::command::Command;
use crate::app::desk::scene::Scene;
use crate::app::kit::maths;
use crate::app::kit::plots::ink::{Dash, Ink, Pen, curve, on_screen, visible};
use crate::app::kit::plots::labels::{Placer, Spot, along, lead};
use crate::app::kit::plots::readout::{Readout, Row};
use crate::app::kit::plots::{Frame, Plotted, well, words};
use crate::app::kit::theme::{Role, fade};
use crate::app::kit::widgets::format_whole;
use crate::chart::{Axis, Numbers};
use crate::say;
use crate::valleys::experiments::live::Histogram;
use crate::valleys::panel::Panel;
use crate::valleys::sim::RECENT;

/// The panel of hops, and where it put the names of a curve and of a line.
#[derive(Default)]
pub(super) struct Hops {
    share: Option<usize>,
    prediction: Option<usize>,
}

/// Between the two plots.
const BETWEEN: f32 = 14.0;
/// Side by side while the panel is at least this many times as wide as high.
const WIDE: f32 = 1.0;
/// From the top of a plot to what lies below its heading.
const BELOW_HEADING: f32 = 22.0;
/// Rows in which the name of the prediction is tried, and what it costs that of a curve to stand a plot's width from its end.
const ROWS: usize = 6;
const FROM_END: f32 = 30.0;
/// Most decades of the rate that are shown.
const DECADES: f64 = 6.0;

/// Hops per walker and step over the run, and the share of walkers still hopping.
struct Rates {
    /// Step and log10 of the rate; samples without hops are left out.
    points: Vec<[f64; 2]>,
    /// Step and log10 of the share whose last hop is recent, up to the moment looked at.
    hopping: Vec<[f64; 2]>,
    /// How many of the points lie at or before the moment looked at.
    seen: usize,
}

impl Hops {
    pub(super) fn show(&mut self, ui: &mut Ui, rect: Rect, scene: &Scene<'_>, commands: &mut Vec<Command>) {
        let mut title =
            Title::show(ui, Panel::Hops, say!("panel.hops.name"), rect, scene, commands, |_, _| {});
        if scene.shown.p_flat.is_some() {
            let steps = format_whole(f64::from(RECENT));
            let note = say!("panel.hops.hopped", share = percent(scene.shown.hopping), steps = steps);
            title.note(ui, &note);
        }
        let body = title.body(rect);
        // At one height the heights of the last hops are all the same.
        if scene.scenario.hold_y.is_some() {
            rates(ui, body, scene, &mut self.share);
            return;
        }
        let between = scene.scale.px(BETWEEN);
        let (left, right) = if body.width() > WIDE * body.height() {
            let half = 0.5 * (body.width() - between);
            (body.with_max_x(body.left() + half), body.with_min_x(body.right() - half))
        } else {
            let half = 0.5 * (body.height() - between);
            (body.with_max_y(body.top() + half), body.with_min_y(body.bottom() - half))
        };
        rates(ui, left, scene, &mut self.share);
        heights(ui, right, scene, &mut self.prediction);
    }
}

fn rates(ui: &mut Ui, rect: Rect, scene: &Scene<'_>, named: &mut Option<usize>) {
    let (theme, scale) = (&scene.theme, scene.scale);
    let rates = Rates::of(scene);
    let high = rates.points.iter().fold(f64::NEG_INFINITY, |high, point| high.max(point[1]));
    let low = rates.points.iter().fold(high, |low, point| low.min(point[1]));
    let (low, high) = if high.is_finite() { (low, high) } else { (-4.0, -1.0) };
    let measured = !rates.points.is_empty();
    // The share of walkers reaches 1.
    let high = if rates.hopping.is_empty() { (high + 0.1).ceil() } else { 0.0 };
    let low = low.floor().clamp(high - DECADES, high - 1.0);
    let well = well(rect, scale);
    // Below the heading there is room for 1, where the share lies while all walkers hop.
    let room = f64::from(scale.px(BELOW_HEADING) / well.height()).min(0.3);
    let top = high + room / (1.0 - room) * (high - low);
    let description = describe_rates(scene, &rates);
    let frame = Frame {
        name: say!("panel.hops.rates"),
        description: &description,
        theme,
        scale,
        x: Axis::new(say!("panel.step"), steps_range(scene, 0.0), Numbers::Thousands),
        y: if measured { Axis::new("", [low, top], Numbers::Powers) } else { Axis::hidden([low, top]) },
        grid: true,
    };
    let plotted = frame.show(ui, well, |plot| {
        let later = rates.seen.saturating_sub(1);
        plot.add(curve(
            rates.points[later..].to_vec(),
            Pen::new(fade(theme.strong, 0.55), 1.2, Dash::Solid),
            scale,
        ));
        plot.add(curve(rates.points[..rates.seen].to_vec(), Pen::new(theme.strong, 1.8, Dash::Solid), scale));
        plot.add(curve(rates.hopping.clone(), Pen::new(theme.ember, 1.5, Dash::Dashed), scale));
    });
    let mut placer = Placer::new(plotted.well);
    // Nor does the line that leads to a name touch it.
    let heading = heading(&plotted, scene, say!("panel.hops.rates-heading"), Align::RIGHT);
    placer.take(heading.expand2(scale.px(1.0) * vec2(5.0, 0.0)));
    name_share(&plotted, scene, &rates, &mut placer, named);
    plotted.part_grid(placer.labels());
    if rates.points.is_empty() {
        let text =
            if scene.shown.step == 0 { say!("panel.hops.not-started") } else { say!("panel.hops.none") };
        words(&plotted.painter, plotted.well, text, theme, scale);
    } else if let Some([x, y]) = rates.seen.checked_sub(1).map(|last| rates.points[last]) {
        let now = plotted.transform.position_from_point(&PlotPoint::new(x, y));
        plotted.painter.circle_filled(now, scale.px(4.8), theme.well);
        plotted.painter.circle_filled(now, scale.px(3.4), theme.strong);
    }
    if let Some(place) = plotted.response.hover_pos() {
        let step = plotted.transform.value_from_position(place).x;
        let index = rates.points.partition_point(|point| point[0] < step);
        if let Some([step, rate]) = rates.points.get(index).copied() {
            let hair = Stroke::new(1.0, fade(theme.strong, 0.4));
            plotted.painter.vline(place.x, plotted.well.y_range(), hair);
            let rate = super::calibration::scientific(10_f64.powf(rate));
            let rows =
                vec![Row { name: say!("panel.hops.rate").into(), colour: theme.strong, cells: vec![rate] }];
            let heading = say!("panel.hops.at-step", step = format_whole(step));
            let readout = Readout { heading, columns: Vec::new(), rows, notes: Vec::new() };
            readout.show(ui, &plotted.response, theme);
        }
    }
}

fn heights(ui: &mut Ui, rect: Rect, scene: &Scene<'_>, named: &mut Option<usize>) {
    let (theme, scale) = (scene.theme, scene.scale);
    let histogram = scene.freezing;
    let total = histogram.counts.iter().map(|&count| f64::from(count)).sum::<f64>();
    let tallest = histogram.counts.iter().copied().max().map_or(1.0, f64::from).max(1.0);
    let predicted = scene.curves.y_freeze.value;
    let (mut low, mut high) = (histogram.from, histogram.to);
    if total == 0.0 {
        (low, high) = (0.0, scene.curves.top());
    } else if let Some(y) = predicted {
        // The prediction belongs in the picture if it is anywhere near.
        let reach = 1.5 * (high - low).max(0.5);
        if (low - reach..high + reach).contains(&y) {
            (low, high) = (low.min(y), high.max(y));
        }
    }
    let margin = (0.06 * (high - low)).max(0.01);
    let description = describe_heights(scene, total);
    let frame = Frame {
        name: say!("panel.hops.heights"),
        description: &description,
        theme: &theme,
        scale,
        x: Axis::new("$y$", [low - margin, high + margin], Numbers::Plain),
        y: if total > 0.0 {
            Axis::new("", [0.0, 1.35 * tallest / total * 100.0], Numbers::Plain)
        } else {
            Axis::hidden([0.0, 100.0])
        },
        grid: true,
    };
    let bins = histogram.clone();
    let plotted = frame.show(ui, well(rect, scale), |plot| {
        plot.add(Ink::new(move |transform: &PlotTransform, shapes: &mut Vec<Shape>| {
            let mut mesh = Mesh::default();
            for bar in bars(&bins, total, transform) {
                mesh.add_colored_rect(bar, fade(theme.ice, 0.7));
            }
            shapes.push(Shape::mesh(mesh));
            if let Some(y) = predicted {
                let x = transform.position_from_point_x(y);
                let frame = transform.frame();
                let top = frame.top() + scale.px(BELOW_HEADING);
                Pen::new(theme.ice, 1.25, Dash::Solid).stroke(
                    &[pos2(x, top), pos2(x, frame.bottom())],
                    scale,
                    shapes,
                );
            }
        }));
    });
    let mut placer = Placer::new(plotted.well);
    placer.take(heading(&plotted, scene, say!("panel.hops.heights-heading"), Align::LEFT));
    let line = predicted.map(|y| plotted.transform.position_from_point_x(y));
    if total == 0.0 {
        let text = match (scene.shown.p_flat, scene.shown.step) {
            (None, _) => say!("swarm.diverged"),
            (_, 0) => say!("panel.hops.not-started"),
            _ => say!("panel.hops.no-walker"),
        };
        placer.take(words(&plotted.painter, wider_side(plotted.well, line), text, &theme, scale));
    }
    for bar in bars(histogram, total, &plotted.transform) {
        placer.area(bar, 1.0);
    }
    if let Some(x) = line {
        name_prediction(&plotted, scene, x, &mut placer, named);
    }
    plotted.part_grid(placer.labels());
}

/// The bars of the walkers' last hops, in per cent of all of them.
fn bars(histogram: &Histogram, total: f64, transform: &PlotTransform) -> Vec<Rect> {
    let width = (histogram.to - histogram.from) / histogram.counts.len().max(1) as f64;
    let bar = |(index, &count): (usize, &u32)| {
        let [left, right] = [index, index + 1]
            .map(|edge| transform.position_from_point_x(histogram.from + edge as f64 * width));
        let gap = if right - left > 2.5 { 0.8 } else { 0.0 };
        let top = transform.position_from_point_y(100.0 * f64::from(count) / total);
        let bottom = transform.position_from_point_y(0.0);
        Rect::from_min_max(pos2(left, top), pos2((right - gap).max(left + 0.6), bottom))
    };
    histogram.counts.iter().enumerate().filter(|(_, count)| **count > 0).map(bar).collect()
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

/// Names the curve of the share still hopping, near its end if there is room.
fn name_share(
    plotted: &Plotted,
    scene: &Scene<'_>,
    rates: &Rates,
    placer: &mut Placer,
    had: &mut Option<usize>,
) {
    let path = |points: &[[f64; 2]]| on_screen(points, &plotted.transform);
    let share = path(&rates.hopping);
    placer.line(&share, 1.0);
    placer.line(&path(&rates.points), 1.0);
    for now in path(&rates.points[rates.seen.saturating_sub(1)..rates.seen]) {
        placer.area(Rect::from_center_size(now, scene.scale.px(10.0) * vec2(1.0, 1.0)), 1.0);
    }
    let style = maths::Style::new(Role::Small, scene.scale, scene.theme.ember);
    let set = |text: &str| maths::layout(plotted.painter.ctx(), text, style);
    let name = say!("panel.hops.share");
    let seen: Vec<Pos2> = visible(&share, plotted.well).into_iter().flatten().collect();
    let Some(end) = seen.last().copied() else { return };
    let spots: Vec<Spot> = along(&seen, scene.scale.px(4.0))
        .into_iter()
        .map(|spot| spot.costing(FROM_END * (spot.anchor.x - end.x).abs() / plotted.well.width()))
        .collect();
    // In one row, or where that is too long with its words below one another.
    for rows in [vec![set(name)], name.split_whitespace().map(set).collect()] {
        let widest = rows.iter().map(|row| row.size().x).fold(0.0, f32::max);
        let height = rows[0].size().y;
        let Some(spot) = placer.place(vec2(widest, height * rows.len() as f32), &spots, had) else {
            continue;
        };
        let rect = spot.rect(vec2(widest, height * rows.len() as f32));
        lead(&plotted.painter, &spot, rect, fade(scene.theme.ember, 0.7), scene.scale);
        for (index, row) in rows.iter().enumerate() {
            let middle = rect.top() + height * (index as f32 + 0.5);
            row.paint(&plotted.painter, pos2(rect.left(), middle), Align2::LEFT_CENTER);
        }
        break;
    }
}

/// Names the line at the predicted height, at its side and as high as there is room.
fn name_prediction(
    plotted: &Plotted,
    scene: &Scene<'_>,
    x: f32,
    placer: &mut Placer,
    had: &mut Option<usize>,
) {
    let style = maths::Style::new(Role::Small, scene.scale, scene.theme.ice);
    let line = maths::layout(plotted.painter.ctx(), say!("equation.eq11"), style);
    let (gap, well) = (scene.scale.px(4.0), plotted.well);
    placer.line(&[pos2(x, well.top()), pos2(x, well.bottom())], 1.0);
    let spots: Vec<Spot> = (0..ROWS)
        .flat_map(|row| {
            let y = well.top() + scene.scale.px(BELOW_HEADING + 6.0) + row as f32 * line.size().y;
            [(x + gap, Align2::LEFT_CENTER, 0.0), (x - gap, Align2::RIGHT_CENTER, 4.0)]
                .map(|(x, align, cost)| Spot::at(pos2(x, y), align).costing(10.0 * row as f32 + cost))
        })
        .collect();
    if let Some(spot) = placer.place(line.size(), &spots, had) {
        line.paint(&plotted.painter, spot.rect(line.size()).left_center(), Align2::LEFT_CENTER);
    }
}

impl Rates {
    fn of(scene: &Scene<'_>) -> Self {
        let mut points = Vec::with_capacity(scene.record.samples.len());
        let mut hopping = Vec::new();
        let mut seen = 0;
        for (index, sample) in scene.record.samples.iter().enumerate() {
            if sample.hopping > 0 && index <= scene.shown.sample {
                let share = f64::from(sample.hopping) / f64::from(sample.live);
                hopping.push([f64::from(sample.step), share.log10()]);
            }
            let walker_steps = f64::from(sample.span) * f64::from(sample.live);
            if sample.hops > 0 && walker_steps > 0.0 {
                points.push([f64::from(sample.step), (sample.hops as f64 / walker_steps).log10()]);
                if index <= scene.shown.sample {
                    seen = points.len();
                }
            }
        }
        Self { points, hopping, seen }
    }
}

fn describe_rates(scene: &Scene<'_>, rates: &Rates) -> String {
    let now = rates.seen.checked_sub(1).map(|last| 10_f64.powf(rates.points[last][1]));
    match now {
        Some(rate) => say!(
            "panel.hops.rates-said",
            rate = format_args!("{rate:.2e}"),
            step = format_whole(f64::from(scene.shown.step)),
            hopping = percent(scene.shown.hopping),
        ),
        None => say!("panel.hops.none-yet").into(),
    }
}

fn describe_heights(scene: &Scene<'_>, total: f64) -> String {
    match (scene.summary.mean_freezing_y, scene.summary.sd_freezing_y) {
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
