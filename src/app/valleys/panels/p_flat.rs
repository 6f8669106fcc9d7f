//! P_flat(y): what the swarm measured, with its band, among the curves that theory predicts for it.

use std::collections::HashMap;

use egui::{Align2, Mesh, Pos2, Rect, Shape, Stroke, Ui, pos2, vec2};
use egui_plot::{PlotTransform, PlotUi};

use super::own_heights::OwnHeights;
use super::predictions::{Curve, Kind, curves};
use super::title::{Title, switch};
use super::{held, percent, share_range};
use crate::app::desk::command::{Command, ViewCommand, WindowCommand};
use crate::app::desk::scene::Scene;
use crate::app::desk::symbol::Symbol;
use crate::app::kit::maths;
use crate::app::kit::plots::ink::{Dash, Ink, Pen, band, curve, on_screen, visible};
use crate::app::kit::plots::labels::{Placer, Spot, along, beside_level, lead};
use crate::app::kit::plots::readout::{Readout, Row};
use crate::app::kit::plots::{Frame, Plotted, well, words};
use crate::app::kit::theme::{POINTED, Role, Scale, fade};
use crate::app::kit::widgets::format_whole;
use crate::chart::axis::round_step;
use crate::chart::{Axis, Numbers};
use crate::say;
use crate::valleys::panel::Panel;
use crate::valleys::sim::{RECENT, Sample};
use crate::valleys::words;

/// The panel of P_flat, and where it put its labels.
#[derive(Default)]
pub(super) struct PFlat {
    own: OwnHeights,
    labels: HashMap<String, Option<usize>>,
}

/// Hops per walker and step, over the end of the recording, below which the measured curve has come to rest.
const AT_REST: f64 = 2e-6;
const TAIL: f64 = 0.95;
/// Least distance in x between samples that are drawn.
const SAMPLES_APART: f32 = 2.5;
/// Radius of the dot at now, without and with the ring of ground around it.
const DOT: (f32, f32) = (3.8, 5.2);
/// How far the tint beyond the frost line reaches, against its reach on the stage in y.
const TINT: (f32, f32) = (34.0, 0.42);

/// The measured curve: height, share, and its band.
struct Measured {
    points: Vec<[f64; 2]>,
    band: Vec<[f64; 3]>,
    /// How many of the points lie at or before the moment looked at.
    seen: usize,
}

impl PFlat {
    pub(super) fn show(&mut self, ui: &mut Ui, rect: Rect, scene: &Scene<'_>, commands: &mut Vec<Command>) {
        let body = self.title(ui, rect, scene, commands);
        if let Some(y) = scene.scenario.hold_y.filter(|_| !scene.view.binned) {
            held::show(ui, body, scene, y, &mut self.labels);
            return;
        }
        if scene.view.binned {
            self.own.update(&scene.shown.picture);
        }
        let range = self.y_range(scene);
        let curves = curves(scene, range[1]);
        let plot = well(body, scene.scale);
        let apart = (range[1] - range[0]) * f64::from(scene.scale.px(SAMPLES_APART) / plot.width());
        let measured = Measured::of(scene, apart);
        let least = self.lowest(scene, &measured, &curves, range);
        let description = describe(scene, &curves);
        let flatter = scene.scenario.landscape.flat_is_right();
        let frame = Frame {
            name: if flatter { say!("panel.p-flat.plot") } else { say!("panel.p-flat.plot-steeper") },
            description: &description,
            theme: &scene.theme,
            scale: scene.scale,
            x: Axis::new("$y$", range, Numbers::Plain),
            y: Axis::new("", share_range(scene, least), Numbers::Plain),
            grid: true,
        };
        let plotted = frame.show(ui, plot, |plot| {
            frost(plot, scene);
            self.draw(plot, scene, &curves, &measured);
        });
        self.write(&plotted, scene, &curves, &measured);
        if let Some(place) = plotted.response.hover_pos() {
            self.read_out(ui, &plotted, scene, &curves, place);
            commands.extend(
                symbol_at(&plotted, scene, &curves, place)
                    .map(|symbol| WindowCommand::Highlight(symbol).into()),
            );
        }
    }

    fn title(&self, ui: &mut Ui, rect: Rect, scene: &Scene<'_>, commands: &mut Vec<Command>) -> Rect {
        let roomy = rect.width() > scene.scale.px(300.0);
        let text = match (scene.scenario.landscape.flat_is_right(), roomy) {
            (true, true) => say!("panel.p-flat.title"),
            (true, false) => "$P_{flat}(y)$",
            (false, _) => say!("panel.p-flat.title-steeper"),
        };
        let view = scene.view;
        let mut title = Title::show(ui, Panel::PFlat, text, rect, scene, commands, |ui, commands| {
            if switch(ui, view.binned, say!("panel.p-flat.own-heights")) {
                commands.push(ViewCommand::ToggleBinned.into());
            }
        });
        title.list(ui, say!("panel.p-flat.curves"), say!("panel.p-flat.curves-said"), |ui| {
            for kind in Kind::ALL {
                if switch(ui, kind.is_on(&view.predictions), kind.name()) {
                    let mut predictions = view.predictions;
                    *kind.switch(&mut predictions) ^= true;
                    commands.push(ViewCommand::Show(predictions).into());
                }
            }
        });
        title.note(ui, say!("panel.p-flat.band"));
        title.body(rect)
    }

    /// The heights on the axis: those of the curves, or those that walkers have where each counts by its own.
    fn y_range(&self, scene: &Scene<'_>) -> [f64; 2] {
        if let (true, Some((low, high))) = (scene.view.binned, self.own.range) {
            let margin = (0.08 * (high - low)).max(1e-3);
            return [low - margin, high + margin];
        }
        let top = scene.curves.top();
        let y = scene.shown.mean_y;
        if y < 0.97 * top {
            return [0.0, top];
        }
        // A swarm that has climbed past the curves is still shown.
        let step = round_step(0.15 * y);
        [0.0, (1.04 * y / step).ceil() * step]
    }

    /// The least share of the data and the curves, or 0.5.
    fn lowest(&self, scene: &Scene<'_>, measured: &Measured, curves: &[Curve], [from, to]: [f64; 2]) -> f64 {
        let points: Vec<(f64, f64)> = if scene.view.binned {
            self.own.bins.iter().map(|bin| (bin.y, bin.band().0)).collect()
        } else {
            measured.points.iter().map(|&[y, p]| (y, p)).collect()
        };
        let predicted = curves.iter().flat_map(|curve| curve.points.iter().map(|&(y, p, _)| (y, p)));
        points
            .into_iter()
            .chain(predicted)
            .filter(|(y, _)| (from..=to).contains(y))
            .fold(0.5_f64, |least, (_, p)| least.min(p))
    }

    fn draw(&self, plot: &mut PlotUi<'_>, scene: &Scene<'_>, curves: &[Curve], measured: &Measured) {
        let (theme, scale) = (&scene.theme, scene.scale);
        let (seen, rest) = (measured.seen, measured.seen.saturating_sub(1));
        if !scene.view.binned {
            // Laid over each other the two make up the look's 29 % up to now.
            plot.add(band(measured.band.clone(), fade(theme.strong, 0.13)));
            plot.add(band(measured.band[..seen].to_vec(), fade(theme.strong, 0.16)));
        }
        for predicted in curves {
            for (valid, points) in predicted.stretches() {
                let pen = if valid { predicted.pen } else { predicted.pen.outside() };
                // A level is a reference to compare with, whatever it was derived for.
                let pen = if predicted.kind.is_level() { predicted.pen } else { pen };
                plot.add(curve(points, pen, scale));
            }
        }
        if scene.view.binned {
            self.draw_bins(plot, scene);
            return;
        }
        let later = Pen::new(fade(theme.strong, 0.55), 1.2, Dash::Solid);
        plot.add(curve(measured.points[rest..].to_vec(), later, scale));
        let now = Pen::new(theme.strong, 2.2, Dash::Solid);
        plot.add(curve(measured.points[..seen].to_vec(), now, scale));
    }

    fn draw_bins(&self, plot: &mut PlotUi<'_>, scene: &Scene<'_>) {
        let (strong, ground, scale) = (scene.theme.strong, scene.theme.well, scene.scale);
        let bins: Vec<(f64, f64, (f64, f64))> =
            self.own.bins.iter().map(|bin| (bin.y, bin.share(), bin.band())).collect();
        plot.add(Ink::new(move |transform: &PlotTransform, shapes: &mut Vec<Shape>| {
            for &(y, share, (low, high)) in &bins {
                let x = transform.position_from_point_x(y);
                let [top, middle, bottom] = [high, share, low].map(|p| transform.position_from_point_y(p));
                let bar = Stroke::new(scale.px(1.2), fade(strong, 0.7));
                shapes.push(Shape::line_segment([pos2(x, top), pos2(x, bottom)], bar));
                let cap = vec2(scale.px(2.5), 0.0);
                for end in [pos2(x, top), pos2(x, bottom)] {
                    shapes.push(Shape::line_segment([end - cap, end + cap], bar));
                }
                shapes.push(Shape::circle_filled(pos2(x, middle), scale.px(3.6), ground));
                shapes.push(Shape::circle_filled(pos2(x, middle), scale.px(2.6), strong));
            }
        }));
    }

    /// The dot at now, and the names of the curves.
    fn write(&mut self, plotted: &Plotted, scene: &Scene<'_>, curves: &[Curve], measured: &Measured) {
        let (painter, scale, theme) = (&plotted.painter, scene.scale, &scene.theme);
        let mut placer = Placer::new(plotted.well);
        let paths: Vec<Vec<Pos2>> = curves
            .iter()
            .map(|predicted| {
                let points: Vec<[f64; 2]> = predicted.points.iter().map(|&(y, p, _)| [y, p]).collect();
                longest(on_screen(&points, &plotted.transform), plotted.well)
            })
            .collect();
        for path in &paths {
            placer.line(path, 1.0);
        }
        let path = if scene.view.binned {
            let bins = self.own.bins.iter();
            bins.map(|bin| {
                plotted.transform.position_from_point(&egui_plot::PlotPoint::new(bin.y, bin.share()))
            })
            .collect()
        } else {
            on_screen(&measured.points, &plotted.transform)
        };
        placer.line(&path, 1.5);
        self.note_spread(plotted, scene, measured, &mut placer);
        if let Some(y) = scene.curves.y_freeze.value {
            let x = plotted.transform.position_from_point_x(y);
            placer.line(&[pos2(x, plotted.well.top()), pos2(x, plotted.well.bottom())], 1.2);
        }
        if let (false, Some(p)) = (scene.view.binned, scene.shown.p_flat) {
            let now =
                plotted.transform.position_from_point(&egui_plot::PlotPoint::new(scene.shown.mean_y, p));
            if plotted.well.expand(0.5).contains(now) {
                // Whole, where the swarm starts at an end of the axis.
                let painter = painter.with_clip_rect(plotted.well.expand(scale.px(DOT.1)));
                painter.circle_filled(now, scale.px(DOT.1), theme.well);
                painter.circle_filled(now, scale.px(DOT.0), theme.strong);
            }
            placer.area(Rect::from_center_size(now, scale.px(14.0) * vec2(1.0, 1.0)), 3.0);
        }
        if self.missing(scene).is_some() {
            placer.take(missing_place(plotted, scale));
        }
        self.name_measured(plotted, scene, &longest(path, plotted.well), &mut placer);
        let levels: Vec<Option<f32>> = curves
            .iter()
            .zip(&paths)
            .map(|(predicted, path)| path.first().filter(|_| predicted.kind.is_level()).map(|point| point.y))
            .collect();
        for (index, (predicted, path)) in curves.iter().zip(&paths).enumerate() {
            let own = levels[index];
            let others: Vec<f32> = levels
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != index)
                .filter_map(|(_, y)| *y)
                .collect();
            let spots = |size| match own {
                Some(y) => beside_level(y, &others, size, plotted.well.shrink(scale.px(5.0))),
                None => along(path, scale.px(4.0)),
            };
            self.name(plotted, scene, predicted, spots, &mut placer);
        }
        if let Some(text) = self.missing(scene) {
            words(painter, missing_place(plotted, scale), &text, theme, scale);
        }
        plotted.part_grid(placer.labels());
    }

    /// Keeps labels off the band and the error bars.
    fn note_spread(&self, plotted: &Plotted, scene: &Scene<'_>, measured: &Measured, placer: &mut Placer) {
        let bars: Vec<[f64; 3]> = if scene.view.binned {
            let bar = |bin: &super::own_heights::Bin| [bin.y, bin.band().0, bin.band().1];
            self.own.bins.iter().map(bar).collect()
        } else {
            measured.band.clone()
        };
        for [y, low, high] in bars {
            let x = plotted.transform.position_from_point_x(y);
            let [bottom, top] = [low, high].map(|p| plotted.transform.position_from_point_y(p));
            placer.line(&[pos2(x, bottom), pos2(x, top)], 0.7);
        }
    }

    fn name_measured(&mut self, plotted: &Plotted, scene: &Scene<'_>, path: &[Pos2], placer: &mut Placer) {
        let (painter, scale, theme) = (&plotted.painter, scene.scale, &scene.theme);
        let Some(second) = verdict(scene) else { return };
        let set = |text: &str, role, colour| {
            maths::layout(painter.ctx(), text, maths::Style::new(role, scale, colour))
        };
        let name = set(say!("panel.p-flat.measured"), Role::DirectStrong, theme.strong);
        let second = set(&second, Role::Direct, theme.text);
        let leading = name.size().y * 1.1;
        let size = vec2(name.size().x.max(second.size().x), name.size().y + leading);
        let had = self.labels.entry("measured".into()).or_default();
        let level = plotted.well.center().x;
        // Below the level end of the curve, where the eye arrives, if it may choose.
        let spots: Vec<Spot> = along(path, scale.px(5.0))
            .into_iter()
            .map(|spot| {
                let below = matches!(spot.align, Align2::CENTER_TOP | Align2::LEFT_TOP | Align2::RIGHT_TOP);
                let side = if below { 0.0 } else { 6.0 };
                let early = ((level - spot.anchor.x) / plotted.well.width()).max(0.0);
                spot.costing(side + 20.0 * early)
            })
            .collect();
        if let Some(spot) = placer.place(size, &spots, had) {
            let rect = spot.rect(size);
            lead(painter, &spot, rect, fade(theme.strong, 0.6), scale);
            let top = pos2(rect.left(), rect.top() + 0.5 * name.size().y);
            name.paint(painter, top, Align2::LEFT_CENTER);
            second.paint(painter, top + vec2(0.0, leading), Align2::LEFT_CENTER);
        }
    }

    fn name(
        &mut self,
        plotted: &Plotted,
        scene: &Scene<'_>,
        predicted: &Curve,
        spots: impl Fn(egui::Vec2) -> Vec<Spot>,
        placer: &mut Placer,
    ) {
        let colour = if predicted.kind.is_level() { scene.theme.text } else { predicted.pen.colour };
        let style = maths::Style::new(Role::Direct, scene.scale, colour);
        let line = maths::layout(plotted.painter.ctx(), &predicted.label, style);
        let had = self.labels.entry(predicted.label.clone()).or_default();
        if let Some(spot) = placer.place(line.size(), &spots(line.size()), had) {
            let rect = spot.rect(line.size());
            lead(&plotted.painter, &spot, rect, fade(colour, 0.7), scene.scale);
            line.paint(&plotted.painter, rect.left_center(), Align2::LEFT_CENTER);
        }
    }

    /// Predictions still on their way or cut short, and a swarm of which nothing is left.
    fn missing(&self, scene: &Scene<'_>) -> Option<String> {
        let view = &scene.view.predictions;
        if scene.shown.p_flat.is_none() {
            return Some(say!("panel.p-flat.diverged").to_owned());
        }
        let computing = match (view.two_state, view.density, scene.forecast) {
            (_, true, Some(forecast)) if forecast.density.cut_short && !scene.withheld => {
                let why = forecast.density.trace.domain.why().map(words::why).unwrap_or_default();
                return Some(say!("panel.p-flat.cut-short", why = why));
            }
            (true, true, None) => say!("panel.p-flat.computing-both"),
            (true, false, None) => say!("panel.p-flat.computing-two-state"),
            (false, true, None) => say!("panel.p-flat.computing-density"),
            (_, _, Some(_)) | (false, false, None) => return None,
        };
        Some(computing.to_owned())
    }

    fn read_out(&self, ui: &Ui, plotted: &Plotted, scene: &Scene<'_>, curves: &[Curve], place: Pos2) {
        let y = plotted.transform.value_from_position(place).x;
        let hair = Stroke::new(1.0, fade(scene.theme.strong, 0.4));
        plotted.painter.vline(place.x, plotted.well.y_range(), hair);
        let measured = self.measured_at(scene, y);
        let mut rows = Vec::new();
        if let Some((p, n)) = measured {
            let error = standard_error(p, n);
            rows.push(Row {
                name: say!("panel.p-flat.measured").into(),
                colour: scene.theme.strong,
                cells: vec![format!("{p:.3}"), format!("± {:.1}", 100.0 * error), String::new()],
            });
        }
        let mut notes = Vec::new();
        for predicted in curves {
            let Some((p, valid)) = predicted.at(y) else { continue };
            let cells = match measured {
                Some((share, n)) => {
                    let points = 100.0 * (p - share);
                    let errors = (p - share) / standard_error(share, n);
                    vec![format!("{p:.3}"), signed(points, 1), signed(errors, 1)]
                }
                None => vec![format!("{p:.3}")],
            };
            let mark = if valid { "" } else { " *" };
            let name = format!("{}{mark}", predicted.kind.name());
            rows.push(Row { name, colour: predicted.pen.colour, cells });
            if let (false, Some(why)) = (valid, &predicted.why) {
                notes.push(format!("* {}: {why}", predicted.kind.name()));
            }
        }
        if measured.is_some() {
            notes.push(say!("panel.p-flat.units").into());
        }
        let columns = if measured.is_some() {
            vec!["", say!("panel.p-flat.points"), say!("panel.p-flat.errors")]
        } else {
            Vec::new()
        };
        let decimals = if scene.view.binned { 3 } else { 2 };
        let heading = format!("$y$ = {y:.decimals$}");
        Readout { heading, columns, rows, notes }.show(ui, &plotted.response, &scene.theme);
    }

    /// The share measured at a height and the number of walkers it rests on.
    fn measured_at(&self, scene: &Scene<'_>, y: f64) -> Option<(f64, u32)> {
        if scene.view.binned {
            let near = self.own.bins.iter().min_by(|a, b| (a.y - y).abs().total_cmp(&(b.y - y).abs()))?;
            let (low, high) = self.own.range?;
            return (low..=high).contains(&y).then(|| (near.share(), near.live));
        }
        let heights = |sample: &Sample| sample.mean_y;
        let samples = &scene.record.samples;
        let pair = samples.windows(2).find(|pair| {
            let (Some(from), Some(to)) = (heights(&pair[0]), heights(&pair[1])) else { return false };
            (from.min(to)..=from.max(to)).contains(&y)
        })?;
        Some((pair[1].p_flat()?, pair[1].live))
    }
}

impl Measured {
    /// The samples of the record, those `least` apart in y: any closer and their scatter hides the curves. The last one
    /// and the one looked at are always there.
    fn of(scene: &Scene<'_>, least: f64) -> Self {
        let samples = &scene.record.samples;
        let mut points: Vec<[f64; 2]> = Vec::new();
        let mut band = Vec::new();
        let mut seen = 0;
        for (index, sample) in samples.iter().enumerate() {
            let (Some(y), Some(p)) = (sample.mean_y, sample.p_flat()) else { continue };
            let landmark = index == scene.shown.sample || index + 1 == samples.len();
            if !landmark && points.last().is_some_and(|last| (y - last[0]).abs() < least) {
                continue;
            }
            let (low, high) = sample.band();
            points.push([y, p]);
            band.push([y, low, high]);
            if index <= scene.shown.sample {
                seen = points.len();
            }
        }
        Self { points, band, seen }
    }
}

/// The symbol of the equations whose line is pointed at.
fn symbol_at(plotted: &Plotted, scene: &Scene<'_>, curves: &[Curve], place: Pos2) -> Option<Symbol> {
    let near = |line: f32, pointer: f32| (line - pointer).abs() <= scene.scale.px(POINTED);
    let frost = scene.curves.y_freeze.value.map(|y| plotted.transform.position_from_point_x(y));
    if frost.is_some_and(|line| near(line, place.x)) {
        return Some(Symbol::FreezingHeight);
    }
    let eq9 = curves.iter().find(|curve| curve.kind == Kind::Eq9)?;
    let (share, _) = eq9.at(plotted.transform.value_from_position(place).x)?;
    near(plotted.transform.position_from_point_y(share), place.y).then_some(Symbol::SteadyShare)
}

/// The frost line and the tint beyond it.
fn frost(plot: &mut PlotUi<'_>, scene: &Scene<'_>) {
    let Some(y) = scene.curves.y_freeze.value else { return };
    let (theme, scale) = (scene.theme, scene.scale);
    let lit = scene.highlight == Some(Symbol::FreezingHeight);
    let valid = scene.curves.y_freeze.domain.is_valid();
    plot.add(Ink::new(move |transform: &PlotTransform, shapes: &mut Vec<Shape>| {
        let well = *transform.frame();
        let x = transform.position_from_point_x(y);
        let mut mesh = Mesh::default();
        for step in 0..=12 {
            // Closer together where the tint changes faster.
            let along = (step as f32 / 12.0).powi(2);
            let from = x.max(well.left());
            let at = from + along * (well.right() - from).max(0.0);
            let tint = theme.scales.frost((at - x) / scale.px(TINT.0) * TINT.1);
            mesh.colored_vertex(pos2(at, well.top()), tint);
            mesh.colored_vertex(pos2(at, well.bottom()), tint);
            if step > 0 {
                let corner = 2 * step as u32;
                mesh.add_triangle(corner - 2, corner - 1, corner);
                mesh.add_triangle(corner - 1, corner, corner + 1);
            }
        }
        shapes.push(Shape::mesh(mesh));
        let pen = Pen::new(theme.ice, 1.25, if valid { Dash::Solid } else { Dash::Even }).lit(lit);
        pen.stroke(&[pos2(x, well.top()), pos2(x, well.bottom())], scale, shapes);
    }));
}

/// What the measured curve comes to, in words; none without one.
fn verdict(scene: &Scene<'_>) -> Option<String> {
    let p = scene.shown.p_flat?;
    let last = scene.record.samples.last()?;
    let tail =
        || scene.record.samples.iter().filter(|sample| f64::from(sample.step) > TAIL * f64::from(last.step));
    let walker_steps: f64 = tail().map(|sample| f64::from(sample.span) * f64::from(sample.live)).sum();
    let hops: f64 = tail().map(|sample| sample.hops as f64).sum();
    let at_rest = walker_steps > 0.0 && hops < AT_REST * walker_steps;
    let ended = at_rest.then(|| last.p_flat()).flatten();
    let hopped = scene.record.samples.iter().any(|sample| sample.hops > 0);
    let three = |share: f64| format!("{share:.3}");
    // A run that is over in a moment has not frozen, it has settled.
    let lasting = last.step > RECENT;
    Some(match ended.filter(|_| !scene.view.binned) {
        Some(end) if !hopped => say!("panel.p-flat.no-hops", share = three(end)),
        Some(_) if !lasting => say!("panel.p-flat.now", share = three(p)),
        Some(end) if scene.shown.step < last.step => say!("panel.p-flat.freezes", share = three(end)),
        Some(end) => say!("panel.p-flat.frozen", share = three(end)),
        None => say!("panel.p-flat.now", share = three(p)),
    })
}

/// Where it is said what is missing: the free half of the plot for the usual γ.
fn missing_place(plotted: &Plotted, scale: Scale) -> Rect {
    let well = plotted.well;
    Rect::from_center_size(
        pos2(well.center().x, well.top() + 0.52 * well.height()),
        vec2(well.width() - scale.px(16.0), scale.px(20.0)),
    )
}

/// The longest stretch of a path that is in sight.
fn longest(path: Vec<Pos2>, rect: Rect) -> Vec<Pos2> {
    let runs = visible(&path, rect).into_iter();
    let width = |run: &Vec<Pos2>| match (run.first(), run.last()) {
        (Some(first), Some(last)) => last.x - first.x,
        _ => 0.0,
    };
    runs.max_by(|a, b| width(a).total_cmp(&width(b))).unwrap_or_default()
}

fn standard_error(p: f64, n: u32) -> f64 {
    let n = f64::from(n.max(1));
    // At 0 and 1 the plain formula says 0; one walker more or less is the least error there is.
    (p * (1.0 - p) / n).sqrt().max(1.0 / n)
}

fn signed(value: f64, decimals: usize) -> String {
    let sign = if value < 0.0 { "−" } else { "+" };
    format!("{sign}{:.decimals$}", value.abs())
}

/// The panel in a sentence.
fn describe(scene: &Scene<'_>, curves: &[Curve]) -> String {
    let shown = scene.shown;
    let Some(p) = shown.p_flat else { return say!("swarm.diverged-said").into() };
    let (low, high) = shown.band;
    let valley = if scene.scenario.landscape.flat_is_right() {
        say!("panel.p-flat.said-flat")
    } else {
        say!("panel.p-flat.said-steeper")
    };
    let mut sentences = vec![say!(
        "panel.p-flat.said",
        step = format_whole(f64::from(shown.step)),
        share = percent(p),
        valley = valley,
        y = format_args!("{:.2}", shown.mean_y),
        low = format_args!("{low:.3}"),
        high = format_args!("{high:.3}"),
    )];
    for predicted in curves {
        if let Some((value, valid)) = predicted.at(shown.mean_y) {
            let (name, share) = (predicted.kind.name(), format!("{value:.3}"));
            sentences.push(if valid {
                say!("panel.p-flat.said-prediction", prediction = name, share = share)
            } else {
                say!("panel.p-flat.said-outside", prediction = name, share = share)
            });
        }
    }
    if let Some(y) = scene.curves.y_freeze.value {
        sentences.push(say!("panel.p-flat.said-freezing", y = format_args!("{y:.2}")));
    }
    sentences.join(" ")
}
