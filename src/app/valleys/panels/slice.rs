//! A cut through the landscape at one height: the loss, what the noise makes of it, and where the walkers are.

use egui::{Align2, Pos2, Rect, Stroke, Ui, pos2, vec2};

use super::symbol;
use super::table::{INTERVALS, Table, cell};
use super::title::{Title, switch};
use crate::app::desk::Desk;
use crate::app::desk::command::{Command, ViewCommand, WindowCommand};
use crate::app::desk::scene::Scene;
use crate::app::desk::symbol::Symbol;
use crate::app::kit::hand;
use crate::app::kit::maths;
use crate::app::kit::plots::chart::Chart;
use crate::app::kit::plots::inks::Inks;
use crate::app::kit::plots::labels::{Placer, Spot};
use crate::app::kit::plots::paths::on_screen;
use crate::app::kit::plots::readout::{Readout, Row};
use crate::app::kit::plots::{Frame, Plotted, well, words};
use crate::app::kit::theme::{POINTED, Role, fade};
use crate::chart::{self, Mark, Pen, Shape};
use crate::say;
use crate::valleys::figures::ages::Ages;
use crate::valleys::figures::{pens, percent, slice};
use crate::valleys::model::Valley;
use crate::valleys::panel::Panel;
use crate::valleys::{theory, words};

/// The panel of the slice: the swarm's histogram, and whether the Itô potential is drawn.
#[derive(Default)]
pub(super) struct Slice {
    chart: Chart,
    ages: Ages,
    ito_potential: bool,
    labels: [Option<usize>; 2],
    /// Where both names of the valleys stood in the frame before.
    row: Option<usize>,
    note: Option<usize>,
}

/// Rows in which the names of the valleys are tried, and what it costs to leave the edge for the middle of a valley.
const ROWS: usize = 12;
const INWARDS: f32 = 12.0;

impl Slice {
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        scene: &Scene<'_>,
        commands: &mut Vec<Command>,
    ) -> chart::Panel {
        let y = slice::height(&scene.seen, scene.view.slice_y);
        let body = self.title(ui, rect, scene, commands, y);
        let panel = slice::panel(&scene.seen, y, &mut self.ages, self.ito_potential);
        let description = describe(scene, y);
        let frame = Frame::of(&panel, say!("panel.slice.plot"), &description, &scene.theme, scene.scale);
        let lit = |pen: &Pen| scene.highlight.is_some() && symbol(pen) == scene.highlight;
        let plotted = self.chart.show(ui, well(body, scene.scale), &frame, &panel, &lit);
        self.write(&plotted, scene, &panel, y);
        if let Some(place) = plotted.response.hover_pos() {
            self.read_out(ui, &plotted, scene, y, place);
            commands.extend(
                pointed(&plotted, scene, &panel, place).map(|symbol| WindowCommand::Highlight(symbol).into()),
            );
        }
        panel
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
        if scene.seen.shown.p_flat.is_some() {
            let mean = scene.seen.shown.mean_y;
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

    fn write(&mut self, plotted: &Plotted, scene: &Scene<'_>, panel: &chart::Panel, y: f64) {
        let mut placer = Placer::new(plotted.well);
        let legend = legend(plotted, scene, panel);
        placer.take(legend);
        plotted.note(panel, &mut placer);
        if named(panel).any(|(_, pen)| pens::is_outside(pen)) {
            self.explain_asterisk(plotted, scene, legend, &mut placer);
        }
        let texts: Vec<&str> = panel
            .marks
            .iter()
            .filter_map(|mark| match &mark.shape {
                Shape::Words { text, .. } => Some(text.as_str()),
                _ => None,
            })
            .collect();
        let &[left, right] = texts.as_slice() else {
            let below = plotted.well.with_min_y(plotted.well.center().y);
            words(&plotted.painter, below, say!("panel.slice.diverged"), &scene.theme, scene.scale);
            return;
        };
        let well = plotted.well.shrink(scene.scale.px(7.0));
        let style = maths::Style::new(Role::Direct, scene.scale, scene.theme.text);
        let texts = [left, right];
        let lines = texts.map(|text| maths::layout(plotted.painter.ctx(), text, style));
        let floors = [Valley::Sharp, Valley::Flat].map(|valley| {
            plotted.transform.position_from_point_x(scene.seen.scenario.landscape.floor(valley, y))
        });
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
                let rect = spot.rect(line.size());
                line.paint(&plotted.painter, rect.left_center(), Align2::LEFT_CENTER);
                hand::copies(&plotted.response, rect, texts[side]);
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

    fn read_out(&self, ui: &Ui, plotted: &Plotted, scene: &Scene<'_>, y: f64, place: Pos2) {
        let x = plotted.transform.value_from_position(place).x;
        let hair = Stroke::new(1.0, fade(scene.theme.strong, 0.4));
        plotted.painter.vline(place.x, plotted.well.y_range(), hair);
        let (landscape, noise, theme) =
            (&scene.seen.scenario.landscape, scene.seen.scenario.noise, &scene.theme);
        let baseline = landscape.baseline(y);
        let mut rows = vec![Row {
            name: "$L-L_0$".into(),
            colour: theme.strong,
            cell: number(landscape.value(x, y) - baseline),
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
                rows.push(Row { name: format!("{name}{mark}"), colour, cell: number(value) });
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
                cell: percent(share),
            });
        }
        if self.ages.outside > 0 {
            let share = self.ages.outside as f64 / (self.ages.total + self.ages.outside) as f64;
            notes.push(say!("panel.slice.beyond", share = percent(share)));
        }
        let heading = format!("$x$ = {}", number(x));
        Readout { heading, rows, notes }.say(ui);
    }
}

/// The names of the curves, each with its pen.
fn named(panel: &chart::Panel) -> impl Iterator<Item = (&str, &Pen)> {
    // The last is drawn over the others, and named first.
    let name = |mark: &'_ Mark| mark.name.is_some();
    panel
        .marks
        .iter()
        .rev()
        .filter(move |mark| name(mark))
        .filter_map(|mark| Some((mark.name.as_ref()?.text.as_str(), mark.shape.pen()?)))
}

/// The lines and their names, at the top between the walls; where it went.
fn legend(plotted: &Plotted, scene: &Scene<'_>, panel: &chart::Panel) -> Rect {
    const SAMPLE: f32 = 18.0;
    let (painter, scale, theme) = (&plotted.painter, scene.scale, &scene.theme);
    let (gap, after) = (scale.px(5.0), scale.px(13.0));
    let inks = Inks::new(theme, scale);
    let lines: Vec<(maths::Line, &Pen)> = named(panel)
        .map(|(name, pen)| {
            // The pen grows pale where a curve does not hold, words must be read.
            let style = maths::Style::new(Role::Direct, scale, inks.ink(pen.ink));
            let text = if pens::is_outside(pen) { format!("{name} *") } else { name.to_owned() };
            (maths::layout(painter.ctx(), &text, style), pen)
        })
        .collect();
    let width =
        lines.iter().map(|(line, _)| line.size().x + scale.px(SAMPLE) + gap + after).sum::<f32>() - after;
    let ridge = plotted.transform.position_from_point_x(0.0);
    let half = 0.5 * width + gap;
    let well = plotted.well;
    let centre = if well.width() > 2.0 * half {
        ridge.min(well.right() - half).max(well.left() + half)
    } else {
        well.center().x
    };
    let middle = well.top() + scale.px(13.0);
    let area = Rect::from_center_size(pos2(centre, middle), vec2(width + 2.0 * gap, scale.px(18.0)));
    painter.rect_filled(area, 3.0, fade(theme.well, 0.9));
    let mut x = centre - 0.5 * width;
    for (line, pen) in lines {
        let mut shapes = Vec::new();
        inks.draw(pen, &[pos2(x, middle), pos2(x + scale.px(SAMPLE), middle)], &mut shapes);
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
    let landscape = &scene.seen.scenario.landscape;
    let [sharp, flat] = [Valley::Sharp, Valley::Flat].map(|valley| landscape.floor(valley, y));
    let floors = say!(
        "panel.slice.said",
        y = format_args!("{y:.2}"),
        sharp = format_args!("{sharp:.3}"),
        flat = format_args!("{flat:.3}"),
        depth = format_args!("{:.4}", landscape.barrier(y)),
    );
    let walkers = match scene.seen.shown.p_flat {
        Some(p) => say!("panel.slice.said-walkers", left = percent(1.0 - p), right = percent(p)),
        None => say!("swarm.diverged-said").to_owned(),
    };
    format!("{floors} {walkers}")
}

/// The symbol of the curve that is pointed at.
fn pointed(plotted: &Plotted, scene: &Scene<'_>, panel: &chart::Panel, pointer: Pos2) -> Option<Symbol> {
    panel.marks.iter().rev().find_map(|mark| match &mark.shape {
        Shape::Curve { paths, pen } => symbol(pen).filter(|_| {
            let places = paths.iter().flat_map(|path| on_screen(path, &plotted.transform));
            places.into_iter().any(|place| place.distance(pointer) <= scene.scale.px(POINTED))
        }),
        _ => None,
    })
}

/// The three losses across the valleys, against the ridge.
pub(super) fn table(desk: &Desk) -> Table {
    let y = desk.view.slice_y.unwrap_or(desk.run.shown().mean_y);
    let title = say!("table.slice", y = format_args!("{y:.2}"));
    let mut table = Table::new(title, &["x", "L − L_0", "L_eff − L_0", "L_SGD"]);
    let (landscape, noise) = (&desk.run.scenario.landscape, desk.run.scenario.noise);
    let [from, to] = [Valley::Sharp, Valley::Flat].map(|valley| 2.0 * landscape.floor(valley, y));
    let ridge = landscape.baseline(y);
    for row in 0..=INTERVALS {
        let x = from + (to - from) * row as f64 / INTERVALS as f64;
        let effective = theory::effective_loss(landscape, noise, x, y).value.map(|loss| loss - ridge);
        let correction = theory::sgd_correction(landscape, noise, x, y).value;
        let loss = landscape.value(x, y) - ridge;
        table.rows.push(vec![format!("{x:.3}"), cell(Some(loss)), cell(effective), cell(correction)]);
    }
    table
}
