//! A cut through the landscape at one height: the loss, what the noise makes of it, and where the walkers are.

use egui::{Align2, Color32, Mesh, Pos2, Rect, Shape, Stroke, Ui, pos2, vec2};
use egui_plot::{PlotTransform, PlotUi};

use super::ages::{Ages, CLASSES};
use super::percent;
use super::title::{Title, switch};
use crate::app::desk::command::{Command, ViewCommand, WindowCommand};
use crate::app::desk::scene::Scene;
use crate::app::desk::symbol::Symbol;
use crate::app::kit::maths;
use crate::app::kit::plots::ink::{Dash, Ink, Pen, curve, on_screen};
use crate::app::kit::plots::labels::{Placer, Spot};
use crate::app::kit::plots::readout::{Readout, Row};
use crate::app::kit::plots::{Frame, Plotted, well, words};
use crate::app::kit::theme::{POINTED, Role, fade};
use crate::chart::{Axis, Numbers};
use crate::say;
use crate::valleys::model::{NoiseLaw, Valley};
use crate::valleys::panel::Panel;
use crate::valleys::theory::{self, Prediction};
use crate::valleys::words;

/// The panel of the slice: the swarm's histogram, and whether the Itô potential is drawn.
#[derive(Default)]
pub(super) struct Slice {
    ages: Ages,
    ito_potential: bool,
    labels: [Option<usize>; 2],
    /// Where both names of the valleys stood in the frame before.
    row: Option<usize>,
    note: Option<usize>,
}

/// Points of a curve on either side of the ridge.
const POINTS: usize = 72;
/// Height of the tallest bar against the plot's.
const TALLEST: f64 = 0.5;
/// Room below the deepest floor, as a share of what is above it.
const FLOOR_ROOM: f64 = 0.1;
/// Rows in which the names of the valleys are tried, and what it costs to leave the edge for the middle of a valley.
const ROWS: usize = 12;
const INWARDS: f32 = 12.0;

/// A curve of the slice.
struct Curve {
    name: &'static str,
    /// The colour of its name: the pen grows pale where the curve does not hold, words must be read.
    ink: Color32,
    pen: Pen,
    points: Vec<[f64; 2]>,
    valid: bool,
    symbol: Option<Symbol>,
}

impl Slice {
    pub(super) fn show(&mut self, ui: &mut Ui, rect: Rect, scene: &Scene<'_>, commands: &mut Vec<Command>) {
        let y = scene.view.slice_y.unwrap_or(scene.shown.mean_y);
        let body = self.title(ui, rect, scene, commands, y);
        let (x, loss) = ranges(scene, y);
        self.ages.update(&scene.shown.picture, x);
        let curves = self.curves(scene, y, x);
        let description = describe(scene, y);
        let frame = Frame {
            name: say!("panel.slice.plot"),
            description: &description,
            theme: &scene.theme,
            scale: scene.scale,
            x: Axis::new("$x$", x, Numbers::Plain),
            y: Axis::new("", loss, Numbers::Short),
            grid: false,
        };
        let plotted = frame.show(ui, well(body, scene.scale), |plot| {
            self.draw(plot, scene, &curves, loss);
        });
        self.write(&plotted, scene, &curves);
        if let Some(place) = plotted.response.hover_pos() {
            self.read_out(ui, &plotted, scene, y, place);
            commands.extend(
                pointed(&plotted, scene, &curves, place)
                    .map(|symbol| WindowCommand::Highlight(symbol).into()),
            );
        }
    }

    fn title(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        scene: &Scene<'_>,
        commands: &mut Vec<Command>,
        y: f64,
    ) -> Rect {
        let text = say!("panel.slice.title", y = format_args!("{y:.2}"));
        let held = scene.view.slice_y.is_some();
        let ito_potential = &mut self.ito_potential;
        let mut title = Title::show(ui, Panel::Slice, &text, rect, scene, commands, |ui, commands| {
            if switch(ui, *ito_potential, say!("panel.slice.ito-potential")) {
                *ito_potential ^= true;
            }
            if ui.add_enabled(held, egui::Button::new(say!("panel.slice.follow"))).clicked() {
                commands.push(ViewCommand::Slice(None).into());
                ui.close();
            }
        });
        if scene.shown.p_flat.is_some() {
            let mean = scene.shown.mean_y;
            let note = if held {
                say!("panel.slice.swarm", y = format_args!("{mean:.2}"))
            } else {
                say!("panel.slice.follows").to_owned()
            };
            title.note(ui, &note);
        }
        title.note(ui, "$L-L_0$");
        title.body(rect)
    }

    fn curves(&self, scene: &Scene<'_>, y: f64, [low, high]: [f64; 2]) -> Vec<Curve> {
        let (theme, landscape, noise) = (&scene.theme, &scene.scenario.landscape, scene.scenario.noise);
        let baseline = landscape.baseline(y);
        let over = |formula: &dyn Fn(f64) -> Option<f64>| -> Vec<[f64; 2]> {
            // Both sides meet the ridge: the curves have a kink there, the Itô potential a step.
            let side = |from: f64, to: f64| {
                (0..=POINTS).map(move |index| from + (to - from) * index as f64 / POINTS as f64)
            };
            side(low, -1e-9).chain(side(0.0, high)).filter_map(|x| Some([x, formula(x)?])).collect()
        };
        let derived = |name, symbol: Option<Symbol>, pen: Pen, formula: &dyn Fn(f64) -> Prediction| {
            let valid = formula(0.0).domain.is_valid();
            let ink = pen.colour;
            let pen = if valid { pen } else { pen.outside() };
            let pen = pen.lit(symbol.is_some() && symbol == scene.highlight);
            Curve { name, ink, pen, points: over(&|x| formula(x).value), valid, symbol }
        };
        let mut curves = vec![
            Curve {
                name: "$L$",
                ink: theme.strong,
                pen: Pen::new(theme.strong, 1.6, Dash::Solid),
                points: over(&|x| Some(landscape.value(x, y) - baseline)),
                valid: true,
                symbol: None,
            },
            derived("$L_{eff}$", Some(Symbol::EffectiveLoss), Pen::new(theme.eq9, 1.5, Dash::Tight), &|x| {
                theory::effective_loss(landscape, noise, x, y).map(|loss| loss - baseline)
            }),
            derived("$L_{SGD}$", Some(Symbol::Correction), Pen::new(theme.ito, 1.5, Dash::DashDot), &|x| {
                theory::sgd_correction(landscape, noise, x, y)
            }),
        ];
        if self.ito_potential {
            curves.push(derived(
                say!("prediction.ito-short"),
                None,
                Pen::new(theme.ito, 1.3, Dash::Solid),
                &|x| {
                    let delta_s = scene.curves.delta_s;
                    theory::ito_potential(landscape, noise, x, y, delta_s).map(|loss| loss - baseline)
                },
            ));
        }
        curves.retain(|curve| !curve.points.is_empty());
        curves
    }

    fn draw(&self, plot: &mut PlotUi<'_>, scene: &Scene<'_>, curves: &[Curve], [low, high]: [f64; 2]) {
        let (theme, scale) = (scene.theme, scene.scale);
        let ridge = Pen::new(fade(theme.text, 0.5), 1.0, Dash::Even);
        let below = scale.px(ridge_top(curves));
        let (bins, first, width) = (self.ages.bins.clone(), self.ages.first, self.ages.width);
        let tallest = bins.iter().map(|bin| bin.iter().sum::<u32>()).max().unwrap_or(0).max(1);
        let per_walker = TALLEST * (high - low) / f64::from(tallest);
        plot.add(Ink::new(move |transform: &PlotTransform, shapes: &mut Vec<Shape>| {
            let mut mesh = Mesh::default();
            for (index, bin) in bins.iter().enumerate() {
                let left = transform.position_from_point_x(first + index as f64 * width);
                let right = transform.position_from_point_x(first + (index + 1) as f64 * width);
                // A hair of well between the bars, where they are wide enough to spare it.
                let gap = if right - left > 3.0 { 1.0 } else { 0.0 };
                let mut below = 0_u32;
                // Frozen walkers at the foot, hopping ones on top.
                for class in (0..CLASSES).rev().filter(|&class| bin[class] > 0) {
                    let above = below + bin[class];
                    let [bottom, top] = [below, above]
                        .map(|count| transform.position_from_point_y(low + per_walker * f64::from(count)));
                    let colour = theme.scales.ramp(Ages::ramp_position(class));
                    let bar = Rect::from_min_max(pos2(left, top), pos2(right - gap, bottom));
                    mesh.add_colored_rect(bar, fade(colour, 0.72));
                    below = above;
                }
            }
            shapes.push(Shape::mesh(mesh));
            let frame = transform.frame();
            let x = transform.position_from_point_x(0.0);
            ridge.stroke(&[pos2(x, frame.top() + below), pos2(x, frame.bottom())], scale, shapes);
        }));
        for drawn in curves.iter().rev() {
            plot.add(curve(drawn.points.clone(), drawn.pen, scale));
        }
    }

    fn write(&mut self, plotted: &Plotted, scene: &Scene<'_>, curves: &[Curve]) {
        let mut placer = Placer::new(plotted.well);
        let legend = legend(plotted, scene, curves);
        placer.take(legend);
        for drawn in curves {
            placer.line(&on_screen(&drawn.points, &plotted.transform), 1.0);
        }
        let ridge = plotted.transform.position_from_point_x(0.0);
        let top = plotted.well.top() + scene.scale.px(ridge_top(curves));
        placer.line(&[pos2(ridge, top), pos2(ridge, plotted.well.bottom())], 1.0);
        if curves.iter().any(|curve| !curve.valid) {
            self.explain_asterisk(plotted, scene, legend, &mut placer);
        }
        let Some(flat) = scene.shown.p_flat else {
            words(
                &plotted.painter,
                plotted.well.with_min_y(plotted.well.center().y),
                say!("panel.slice.diverged"),
                &scene.theme,
                scene.scale,
            );
            return;
        };
        for bar in self.bars(plotted) {
            placer.area(bar, 0.6);
        }
        let gamma = scene.scenario.landscape.gamma();
        // The valley at x > 0 is the flat one for γ > 1, and neither is for γ = 1.
        let [left, right] = [percent(1.0 - flat), percent(flat)];
        let texts = match gamma.partial_cmp(&1.0) {
            Some(std::cmp::Ordering::Greater) => {
                [say!("panel.slice.steep", share = left), say!("panel.slice.flat", share = right)]
            }
            Some(std::cmp::Ordering::Less) => {
                [say!("panel.slice.flat", share = left), say!("panel.slice.steep", share = right)]
            }
            _ => [say!("panel.slice.left", share = left), say!("panel.slice.right", share = right)],
        };
        let well = plotted.well.shrink(scene.scale.px(7.0));
        let style = maths::Style::new(Role::Direct, scene.scale, scene.theme.text);
        let lines = texts.map(|text| maths::layout(plotted.painter.ctx(), &text, style));
        let y = scene.view.slice_y.unwrap_or(scene.shown.mean_y);
        let floors = [Valley::Sharp, Valley::Flat]
            .map(|valley| plotted.transform.position_from_point_x(scene.scenario.landscape.floor(valley, y)));
        let edges = [(well.left(), Align2::LEFT_BOTTOM), (well.right(), Align2::RIGHT_BOTTOM)];
        // Low at the edge, where the walls leave room, else higher, or between a valley's walls.
        let places = |side: usize, row: usize| {
            let y = well.bottom() - row as f32 / ROWS as f32 * well.height();
            let (edge, align) = edges[side];
            [
                Spot::at(pos2(edge, y), align).costing(2.0 * row as f32),
                Spot::at(pos2(floors[side], y), Align2::CENTER_BOTTOM).costing(2.0 * row as f32 + INWARDS),
            ]
        };
        let free = |rect: Rect| placer.is_free(rect.expand2(vec2(4.0, 1.0)));
        let both = |row: usize| {
            [0, 1]
                .iter()
                .all(|&side| places(side, row).iter().any(|spot| free(spot.rect(lines[side].size()))))
        };
        // The two are compared: at one height, if there is one where both have room.
        self.row = self.row.filter(|&row| both(row)).or_else(|| (0..ROWS).find(|&row| both(row)));
        for (side, line) in lines.iter().enumerate() {
            let spots: Vec<Spot> = (0..ROWS)
                .filter(|row| self.row.is_none_or(|common| common == *row))
                .flat_map(|row| places(side, row))
                .collect();
            if let Some(spot) = placer.place(line.size(), &spots, &mut self.labels[side]) {
                line.paint(&plotted.painter, spot.rect(line.size()).left_center(), Align2::LEFT_CENTER);
            }
        }
    }

    /// Says below the legend what an asterisk in it means.
    fn explain_asterisk(&mut self, plotted: &Plotted, scene: &Scene<'_>, legend: Rect, placer: &mut Placer) {
        let style = maths::Style::new(Role::Small, scene.scale, scene.theme.text);
        let line = maths::layout(plotted.painter.ctx(), say!("panel.slice.derived-for"), style);
        let below = legend.bottom() + scene.scale.px(2.0);
        let spots = [
            Spot::at(pos2(legend.center().x, below), Align2::CENTER_TOP),
            Spot::at(pos2(legend.right(), below), Align2::RIGHT_TOP).costing(4.0),
            Spot::at(pos2(legend.left(), below), Align2::LEFT_TOP).costing(4.0),
        ];
        if let Some(spot) = placer.place(line.size(), &spots, &mut self.note) {
            line.paint(&plotted.painter, spot.rect(line.size()).left_center(), Align2::LEFT_CENTER);
        }
    }

    /// The bars that are high enough to be in a label's way.
    fn bars(&self, plotted: &Plotted) -> Vec<Rect> {
        let tallest = self.ages.bins.iter().map(|bin| bin.iter().sum::<u32>()).max().unwrap_or(0).max(1);
        let bar = |(index, bin): (usize, &[u32; CLASSES])| {
            let share = bin.iter().sum::<u32>() as f32 / tallest as f32;
            let [left, right] = [index, index + 1].map(|edge| {
                plotted.transform.position_from_point_x(self.ages.first + edge as f64 * self.ages.width)
            });
            let height = share * TALLEST as f32 * plotted.well.height();
            let (top, bottom) = (plotted.well.bottom() - height, plotted.well.bottom());
            (height > 2.0).then(|| Rect::from_min_max(pos2(left, top), pos2(right, bottom)))
        };
        self.ages.bins.iter().enumerate().filter_map(bar).collect()
    }

    fn read_out(&self, ui: &Ui, plotted: &Plotted, scene: &Scene<'_>, y: f64, place: Pos2) {
        let x = plotted.transform.value_from_position(place).x;
        let hair = Stroke::new(1.0, fade(scene.theme.strong, 0.4));
        plotted.painter.vline(place.x, plotted.well.y_range(), hair);
        let (landscape, noise, theme) = (&scene.scenario.landscape, scene.scenario.noise, &scene.theme);
        let baseline = landscape.baseline(y);
        let mut rows = vec![Row {
            name: "$L-L_0$".into(),
            colour: theme.strong,
            cells: vec![number(landscape.value(x, y) - baseline)],
        }];
        let mut notes = Vec::new();
        for (name, colour, prediction) in [
            (
                say!("panel.slice.effective-loss"),
                theme.eq9,
                theory::effective_loss(landscape, noise, x, y).map(|l| l - baseline),
            ),
            (say!("panel.slice.correction"), theme.ito, theory::sgd_correction(landscape, noise, x, y)),
        ] {
            let mark = if prediction.domain.is_valid() { "" } else { " *" };
            if let Some(value) = prediction.value {
                rows.push(Row { name: format!("{name}{mark}"), colour, cells: vec![number(value)] });
            }
            notes = prediction.why().map(|why| vec![format!("* {}", words::why(why))]).unwrap_or(notes);
        }
        let bin = ((x - self.ages.first) / self.ages.width).floor();
        if let Some(bin) = self.ages.bins.get(bin.max(0.0) as usize).filter(|_| self.ages.total > 0) {
            let walkers = bin.iter().sum::<u32>();
            let share = f64::from(walkers) / (self.ages.total + self.ages.outside) as f64;
            rows.push(Row {
                name: say!("panel.slice.walkers").into(),
                colour: theme.text,
                cells: vec![percent(share)],
            });
        }
        if self.ages.outside > 0 {
            let share = self.ages.outside as f64 / (self.ages.total + self.ages.outside) as f64;
            notes.push(say!("panel.slice.beyond", share = percent(share)));
        }
        let heading = format!("$x$ = {}", number(x));
        Readout { heading, columns: Vec::new(), rows, notes }.show(ui, &plotted.response, theme);
    }
}

/// The stretches of x and of L − L0 that hold both valleys and what the noise makes of them.
fn ranges(scene: &Scene<'_>, y: f64) -> ([f64; 2], [f64; 2]) {
    let scenario = scene.scenario;
    let landscape = &scenario.landscape;
    let temperature = match scenario.noise {
        NoiseLaw::None => 0.0,
        _ => theory::effective_temperature(landscape, y, scene.curves.delta_s),
    };
    let reach = |valley: Valley| {
        // The walls rise by x²/f; walkers reach some noise temperatures up.
        let spread = (landscape.flatness(valley, y) * temperature).sqrt();
        (1.45 * landscape.spread(valley, y)).max(0.5 * landscape.spread(valley, y) + 2.4 * spread).max(0.02)
    };
    let depth = landscape.barrier(y).max(1.6 * temperature).max(1e-6);
    let x = [-reach(Valley::Sharp), reach(Valley::Flat)];
    let high = 1.15 * depth;
    // The noise moves the floors up and down, not sideways.
    let floors = Valley::BOTH.into_iter().flat_map(|valley| {
        let floor = landscape.floor(valley, y);
        let effective = theory::effective_loss(landscape, scenario.noise, floor, y);
        let correction = theory::sgd_correction(landscape, scenario.noise, floor, y);
        let correction = correction.value.filter(|_| correction.domain.is_valid());
        [effective.value.map(|loss| loss - landscape.baseline(y)), correction]
    });
    let lowest = floors.flatten().fold(0.0_f64, f64::min);
    (x, [(-1.55 * depth).min(lowest - FLOOR_ROOM * (high - lowest)), high])
}

/// From the top to where the ridge begins: below the legend, or below its note as well.
fn ridge_top(curves: &[Curve]) -> f32 {
    if curves.iter().all(|curve| curve.valid) { 26.0 } else { 42.0 }
}

/// The lines and their names, at the top between the walls; where it went.
fn legend(plotted: &Plotted, scene: &Scene<'_>, curves: &[Curve]) -> Rect {
    const SAMPLE: f32 = 18.0;
    let (painter, scale, theme) = (&plotted.painter, scene.scale, &scene.theme);
    let (gap, after) = (scale.px(5.0), scale.px(13.0));
    let lines: Vec<maths::Line> = curves
        .iter()
        .map(|curve| {
            let style = maths::Style::new(Role::Direct, scale, curve.ink);
            let text = if curve.valid { curve.name.to_owned() } else { format!("{} *", curve.name) };
            maths::layout(painter.ctx(), &text, style)
        })
        .collect();
    let width = lines.iter().map(|line| line.size().x + scale.px(SAMPLE) + gap + after).sum::<f32>() - after;
    let ridge = plotted.transform.position_from_point_x(0.0);
    let half = 0.5 * width + gap;
    let well = plotted.well;
    let centre = if well.width() > 2.0 * half {
        ridge.clamp(well.left() + half, well.right() - half)
    } else {
        well.center().x
    };
    let middle = well.top() + scale.px(13.0);
    let area = Rect::from_center_size(pos2(centre, middle), vec2(width + 2.0 * gap, scale.px(18.0)));
    painter.rect_filled(area, 3.0, fade(theme.well, 0.8));
    let mut x = centre - 0.5 * width;
    for (line, curve) in lines.iter().zip(curves) {
        let mut shapes = Vec::new();
        curve.pen.stroke(&[pos2(x, middle), pos2(x + scale.px(SAMPLE), middle)], scale, &mut shapes);
        painter.extend(shapes);
        x += scale.px(SAMPLE) + gap;
        line.paint(painter, pos2(x, middle), Align2::LEFT_CENTER);
        x += line.size().x + after;
    }
    area
}

fn number(value: f64) -> String {
    let sign = if value < 0.0 { "−" } else { "" };
    format!("{sign}{:.4}", value.abs())
}

/// The panel in a sentence.
fn describe(scene: &Scene<'_>, y: f64) -> String {
    let landscape = &scene.scenario.landscape;
    let [sharp, flat] = [Valley::Sharp, Valley::Flat].map(|valley| landscape.floor(valley, y));
    let floors = say!(
        "panel.slice.said",
        y = format_args!("{y:.2}"),
        sharp = format_args!("{sharp:.3}"),
        flat = format_args!("{flat:.3}"),
        depth = format_args!("{:.4}", landscape.barrier(y)),
    );
    let walkers = match scene.shown.p_flat {
        Some(p) => say!("panel.slice.said-walkers", left = percent(1.0 - p), right = percent(p)),
        None => say!("swarm.diverged-said").to_owned(),
    };
    format!("{floors} {walkers}")
}

/// The symbol of the curve that is pointed at.
fn pointed(plotted: &Plotted, scene: &Scene<'_>, curves: &[Curve], pointer: Pos2) -> Option<Symbol> {
    let near = |curve: &&Curve| {
        let path = on_screen(&curve.points, &plotted.transform);
        path.iter().any(|point| point.distance(pointer) <= scene.scale.px(POINTED))
    };
    curves.iter().filter(|curve| curve.symbol.is_some()).find(near)?.symbol
}
