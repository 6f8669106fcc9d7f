//! P_flat(y): what the swarm measured, with its band, among the curves that theory predicts for it.

use egui::{Align2, Pos2, Rect, Stroke, Ui, pos2, vec2};

use super::guess;
use super::held::HeldPanel;
use super::predictions::{is_on, is_shown, switch};
use super::symbol;
use super::table::{INTERVALS, Table, cell, share};
use super::title::{self, Title};
use crate::app::desk::Desk;
use crate::app::desk::command::{Command, ViewCommand, WindowCommand};
use crate::app::desk::scene::{GhostSeen, Scene};
use crate::app::desk::symbol::Symbol;
use crate::app::kit::hand;
use crate::app::kit::maths;
use crate::app::kit::plots::chart::Chart;
use crate::app::kit::plots::inks::Inks;
use crate::app::kit::plots::labels::{Placer, Spot, along, lead};
use crate::app::kit::plots::names::{Names, along_mark};
use crate::app::kit::plots::paths::{on_screen, visible};
use crate::app::kit::plots::readout::{Readout, Row};
use crate::app::kit::plots::{Frame, Plotted, well, words};
use crate::app::kit::theme::{POINTED, Role, Scale, fade};
use crate::app::kit::widgets::format_whole;
use crate::chart::{self, Dash, Ink, Mark, Pen, Shape};
use crate::say;
use crate::valleys::figures::own_heights::OwnHeights;
use crate::valleys::figures::p_flat::{curves, panel};
use crate::valleys::figures::predicted::{Point, value_at};
use crate::valleys::figures::theories::Curve;
use crate::valleys::figures::{Theory, pens, percent};
use crate::valleys::panel::Panel;
use crate::valleys::sim::{RECENT, Sample};

use crate::valleys::words;

/// The panel of P_flat, and where it put its labels.
#[derive(Default)]
pub(super) struct PFlat {
    chart: Chart,
    names: Names,
    own: OwnHeights,
    held: HeldPanel,
    measured: Option<usize>,
}

/// Hops per walker and step, over the end of the recording, below which the measured curve has come to rest.
const AT_REST: f64 = 2e-6;
const TAIL: f64 = 0.95;
/// The curve of a ghost, and how many points of it are drawn along the axis.
const GHOST: Pen = Pen::new(Ink::Strong, 0.9, Dash::Solid).faded(0.42);
const GHOST_POINTS: f64 = 160.0;

impl PFlat {
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        scene: &Scene<'_>,
        commands: &mut Vec<Command>,
    ) -> chart::Panel {
        let body = self.title(ui, rect, scene, commands);
        let shows = |theory| is_shown(theory, scene);
        if let Some(y) = scene.seen.scenario.hold_y.filter(|_| !scene.view.binned) {
            return self.held.show(ui, body, scene, y, &shows);
        }
        if scene.view.binned {
            self.own.update(&scene.seen.shown.picture);
        }
        let own = scene.view.binned.then_some(&self.own);
        let curves = curves(&scene.seen, &shows, own);
        let mut panel = panel(&scene.seen, &curves, own);
        if own.is_none() {
            panel
                .marks
                .splice(0..0, scene.ghost.iter().filter_map(|ghost| ghost_curve(ghost, panel.x.range)));
            guess::add_beside(&mut panel, scene);
            guess::add_height(&mut panel, scene);
            guess::add_shares(&mut panel, scene);
        }
        let description = describe(scene, &curves);
        let flatter = scene.seen.scenario.landscape.flat_is_right();
        let name = if flatter { say!("panel.p-flat.plot") } else { say!("panel.p-flat.plot-steeper") };
        let frame = Frame::of(&panel, name, &description, &scene.theme, scene.scale).with_grid();
        let lit = |pen: &Pen| scene.highlight.is_some() && symbol(pen) == scene.highlight;
        let plotted = self.chart.show(ui, well(body, scene.scale), &frame, &panel, &lit);
        self.write(&plotted, scene, &frame, &panel);
        if !scene.view.binned {
            guess::draw(ui, &plotted, scene, commands);
        }
        if let Some(place) = plotted.response.hover_pos() {
            self.read_out(ui, &plotted, scene, &curves, place);
            commands.extend(
                symbol_at(&plotted, scene, &curves, place)
                    .map(|symbol| WindowCommand::Highlight(symbol).into()),
            );
        }
        panel
    }

    fn title(&self, ui: &mut Ui, rect: Rect, scene: &Scene<'_>, commands: &mut Vec<Command>) -> Rect {
        let roomy = rect.width() > scene.scale.px(300.0);
        let text = match (scene.seen.scenario.landscape.flat_is_right(), roomy) {
            (true, true) => say!("panel.p-flat.title"),
            (true, false) => "$P_{flat}(y)$",
            (false, _) => say!("panel.p-flat.title-steeper"),
        };
        let view = scene.view;
        let mut title = Title::show(ui, Panel::PFlat, text, rect, scene, commands, |ui, commands| {
            if title::switch(ui, view.binned, say!("panel.p-flat.own-heights")) {
                commands.push(ViewCommand::ToggleBinned.into());
            }
        });
        title.list(ui, say!("panel.p-flat.curves"), say!("panel.p-flat.curves-said"), |ui| {
            for theory in Theory::ALL {
                let mut predictions = view.predictions;
                let on = switch(theory, &mut predictions);
                if title::switch(ui, *on, theory.name()) {
                    *on ^= true;
                    commands.push(ViewCommand::Show(predictions).into());
                }
            }
        });
        title.note(ui, say!("panel.p-flat.band"));
        title.body(rect)
    }

    /// The name of what is measured, and then those of the curves.
    fn write(&mut self, plotted: &Plotted, scene: &Scene<'_>, frame: &Frame<'_>, panel: &chart::Panel) {
        let mut placer = Placer::new(plotted.well);
        plotted.note(panel, &mut placer);
        let missing = self.missing(scene);
        if missing.is_some() {
            placer.take(missing_place(plotted, scene.scale));
        }
        let path: Vec<[f64; 2]> = panel.marks.iter().flat_map(measured).collect();
        let path = longest(on_screen(&path, &plotted.transform), plotted.well);
        self.name_measured(plotted, scene, &path, &mut placer);
        self.names.beside(plotted, frame, panel, &named_at, &mut placer);
        if let Some(text) = missing {
            let place = missing_place(plotted, scene.scale);
            words(&plotted.painter, place, &text, &scene.theme, scene.scale);
        }
    }

    fn name_measured(&mut self, plotted: &Plotted, scene: &Scene<'_>, path: &[Pos2], placer: &mut Placer) {
        let (painter, scale, theme) = (&plotted.painter, scene.scale, &scene.theme);
        let Some(verdict) = verdict(scene) else { return };
        let set = |text: &str, role, colour| {
            maths::layout(painter.ctx(), text, maths::Style::new(role, scale, colour))
        };
        let name = set(say!("panel.p-flat.measured"), Role::DirectStrong, theme.strong);
        let second = set(&verdict, Role::Direct, theme.text);
        let leading = name.size().y * 1.1;
        let size = vec2(name.size().x.max(second.size().x), name.size().y + leading);
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
        if let Some(spot) = placer.place(size, &spots, &mut self.measured) {
            let rect = spot.rect(size);
            lead(painter, &spot, rect, fade(theme.strong, 0.6), scale);
            let top = pos2(rect.left(), rect.top() + 0.5 * name.size().y);
            name.paint(painter, top, Align2::LEFT_CENTER);
            second.paint(painter, top + vec2(0.0, leading), Align2::LEFT_CENTER);
            hand::copies(&plotted.response, rect, &verdict);
        }
    }

    /// Predictions still on their way or cut short, and a swarm of which nothing is left.
    fn missing(&self, scene: &Scene<'_>) -> Option<String> {
        let view = &scene.view.predictions;
        if scene.seen.shown.p_flat.is_none() {
            return Some(say!("panel.p-flat.diverged").to_owned());
        }
        let computing = match (view.two_state, view.density, scene.seen.forecast) {
            (_, true, Some(forecast)) if forecast.density.cut_short && !scene.withheld.curves => {
                let why = forecast.density.trace.domain.why().map(words::why).unwrap_or_default();
                return Some(say!("panel.p-flat.cut-short", why = why));
            }
            (true, true, None) => say!("panel.p-flat.computing-both"),
            (true, false, None) => say!("panel.p-flat.computing-two-state"),
            (false, true, None) => say!("panel.p-flat.computing-density"),
            (_, _, forecast) => {
                let late =
                    (view.from_steep || view.from_flat) && forecast.is_none_or(|it| it.memory.is_none());
                return late.then(|| say!("panel.p-flat.computing-memory").to_owned());
            }
        };
        Some(computing.to_owned())
    }

    fn read_out(&self, ui: &Ui, plotted: &Plotted, scene: &Scene<'_>, curves: &[Curve], place: Pos2) {
        let y = plotted.transform.value_from_position(place).x;
        let hair = Stroke::new(1.0, fade(scene.theme.strong, 0.4));
        plotted.painter.vline(place.x, plotted.well.y_range(), hair);
        let (measured, inks) = (self.measured_at(scene, y), Inks::new(&scene.theme, scene.scale));
        let mut rows = Vec::new();
        if let Some((p, n)) = measured {
            let error = standard_error(p, n);
            rows.push(Row {
                name: say!("panel.p-flat.measured").into(),
                colour: scene.theme.strong,
                cell: format!("{p:.3} ± {error:.3}"),
            });
        }
        let mut notes = Vec::new();
        for predicted in curves {
            let Some((p, valid)) = value_at(&predicted.points, y) else { continue };
            let cell = match measured {
                Some((share, n)) => {
                    let errors = (p - share) / standard_error(share, n);
                    say!("panel.p-flat.off", share = format_args!("{p:.3}"), errors = signed(errors, 1))
                }
                None => format!("{p:.3}"),
            };
            let mark = if valid { "" } else { " *" };
            let name = format!("{}{mark}", predicted.theory.name());
            rows.push(Row { name, colour: inks.ink(predicted.theory.pen().ink), cell });
            if let (false, Some(why)) = (valid, &predicted.why) {
                notes.push(format!("* {}: {why}", predicted.theory.name()));
            }
        }
        let decimals = if scene.view.binned { 3 } else { 2 };
        let heading = format!("$y$ = {y:.decimals$}");
        Readout { heading, rows, notes }.say(ui);
    }

    /// The share measured at a height and the number of walkers it rests on.
    fn measured_at(&self, scene: &Scene<'_>, y: f64) -> Option<(f64, u32)> {
        if scene.view.binned {
            let near = self.own.bins.iter().min_by(|a, b| (a.y - y).abs().total_cmp(&(b.y - y).abs()))?;
            let (low, high) = self.own.range?;
            return (low..=high).contains(&y).then(|| (near.share(), near.live));
        }
        let heights = |sample: &Sample| sample.mean_y;
        let samples = &scene.seen.run.record.samples;
        let pair = samples.windows(2).find(|pair| {
            let (Some(from), Some(to)) = (heights(&pair[0]), heights(&pair[1])) else { return false };
            (from.min(to)..=from.max(to)).contains(&y)
        })?;
        Some((pair[1].p_flat()?, pair[1].live))
    }
}

/// The share in the run that this one is compared with; before a fork the two are one.
fn ghost_curve(ghost: &GhostSeen<'_>, [low, high]: [f64; 2]) -> Option<Mark> {
    let from = ghost.fork.unwrap_or(0);
    let later = ghost.samples.iter().filter(|sample| sample.step >= from);
    let places = later.filter_map(|sample| Some([sample.mean_y?, sample.p_flat()?]));
    let apart = (high - low) / GHOST_POINTS;
    let mut points: Vec<[f64; 2]> = Vec::new();
    for place in places.filter(|[y, _]| (low..=high).contains(y)) {
        if points.last().is_none_or(|last| (place[0] - last[0]).abs() >= apart) {
            points.push(place);
        }
    }
    let name = match ghost.fork {
        Some(_) => say!("panel.p-flat.before").to_owned(),
        None => ghost.name.to_owned(),
    };
    (points.len() > 1).then(|| Mark::curve(points, GHOST).named(name, 0.4))
}

/// Where a mark is named: what predicts the run too, for which a small panel has no key.
fn named_at(mark: &Mark) -> Option<f64> {
    let of_run = |pen: &Pen| [pens::TWO_STATE, pens::DENSITY].contains(pen);
    along_mark(mark).or_else(|| mark.shape.pen().is_some_and(of_run).then_some(0.4))
}

/// The points of what has been measured, be it before or after the moment looked at.
fn measured(mark: &Mark) -> Vec<[f64; 2]> {
    match &mark.shape {
        Shape::Curve { paths, pen } if *pen == pens::MEASURED || *pen == pens::later(pens::MEASURED) => {
            paths.concat()
        }
        Shape::Dots { dots, .. } if dots.len() > 1 => dots.iter().map(|dot| dot.at).collect(),
        _ => Vec::new(),
    }
}

/// The symbol of the equations whose line is pointed at.
fn symbol_at(plotted: &Plotted, scene: &Scene<'_>, curves: &[Curve], place: Pos2) -> Option<Symbol> {
    let near = |line: f32, pointer: f32| (line - pointer).abs() <= scene.scale.px(POINTED);
    let frost = scene.seen.frost.y().map(|y| plotted.transform.position_from_point_x(y));
    if frost.is_some_and(|line| near(line, place.x)) {
        return Some(Symbol::FreezingHeight);
    }
    let eq9 = curves.iter().find(|curve| curve.theory == Theory::Eq9)?;
    let (share, _) = value_at(&eq9.points, plotted.transform.value_from_position(place).x)?;
    near(plotted.transform.position_from_point_y(share), place.y).then_some(Symbol::SteadyShare)
}

/// What the measured curve comes to, in words; none without one.
fn verdict(scene: &Scene<'_>) -> Option<String> {
    let p = scene.seen.shown.p_flat?;
    let last = scene.seen.run.record.samples.last()?;
    let tail = || {
        scene
            .seen
            .run
            .record
            .samples
            .iter()
            .filter(|sample| f64::from(sample.step) > TAIL * f64::from(last.step))
    };
    let walker_steps: f64 = tail().map(|sample| f64::from(sample.span) * f64::from(sample.live)).sum();
    let hops: f64 = tail().map(|sample| sample.hops as f64).sum();
    let at_rest = walker_steps > 0.0 && hops < AT_REST * walker_steps;
    let ended = at_rest.then(|| last.p_flat()).flatten();
    let hopped = scene.seen.run.record.samples.iter().any(|sample| sample.hops > 0);
    let three = |share: f64| format!("{share:.3}");
    // A run that is over in a moment has not frozen, it has settled.
    let lasting = last.step > RECENT;
    Some(match ended.filter(|_| !scene.view.binned) {
        Some(end) if !hopped => say!("panel.p-flat.no-hops", share = three(end)),
        Some(_) if !lasting => say!("panel.p-flat.now", share = three(p)),
        Some(end) if scene.seen.shown.step < last.step => say!("panel.p-flat.freezes", share = three(end)),
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
    let shown = scene.seen.shown;
    let Some(p) = shown.p_flat else { return say!("swarm.diverged-said").into() };
    let (low, high) = shown.band;
    let valley = if scene.seen.scenario.landscape.flat_is_right() {
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
        if let Some((value, valid)) = value_at(&predicted.points, shown.mean_y) {
            let (name, share) = (predicted.theory.name(), format!("{value:.3}"));
            sentences.push(if valid {
                say!("panel.p-flat.said-prediction", prediction = name, share = share)
            } else {
                say!("panel.p-flat.said-outside", prediction = name, share = share)
            });
        }
    }
    if let Some(y) = scene.seen.frost.y() {
        sentences.push(say!("panel.p-flat.said-freezing", y = format_args!("{y:.2}")));
    }
    sentences.join(" ")
}

/// P_flat over y: the swarm, and the predictions that are switched on, unless a lesson keeps them back.
pub(super) fn table(desk: &Desk) -> Table {
    let mut table = Table::new(say!("table.share"), &["y", say!("table.measured")]);
    let Some(seen) = desk.run.seen() else { return table };
    let samples = seen.run.record.samples.iter();
    let samples = samples.filter_map(|sample| Some([sample.mean_y?, sample.p_flat()?]));
    let measured: Vec<Point> = samples.map(|at| Point { at, holds: true }).collect();
    let shows = |theory| !desk.lessons.withholds() && is_on(theory, &desk.view.predictions);
    let curves = curves(&seen, &shows, None);
    table.columns.extend(curves.iter().map(|curve| curve.theory.name().to_owned()));
    let columns: Vec<&[Point]> =
        std::iter::once(&measured[..]).chain(curves.iter().map(|curve| &curve.points[..])).collect();
    for row in 0..=INTERVALS {
        let y = seen.curves.top() * row as f64 / INTERVALS as f64;
        let shares = columns.iter().map(|points| share(value_at(points, y).map(|(share, _)| share)));
        table.rows.push(std::iter::once(cell(Some(y))).chain(shares).collect());
    }
    table
}
