//! The plane of noise and height with the session's own landscape, noise law and calibration, and its swarm in it.

use super::entry::{Entry, Kind};
use super::fig4c::{DELTA_S, Y, steady};
use super::predicted::{self, Point};
use super::source::Source;
use super::{notes, pens};
use crate::chart::axis::evenly;
use crate::chart::{
    Axis, ColourBar, Dash, Dot, Figure, Ink, Map, Mark, Numbers, Panel, Pen, Shape, Symbol, format_number,
};
use crate::job::Progress;
use crate::say;
use crate::valleys::experiments::live::Snapshot;
use crate::valleys::model::Scenario;
use crate::valleys::theory::y_freeze;

pub const ENTRY: Entry =
    Entry { name: "plane", kind: Kind::Run, title: || say!("figure.plane.title"), make: make };

const SHARES: [f64; 2] = [0.5, 1.0];

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let run = source.run(progress)?;
    let scenario = source.scenario_at(source.step);
    let delta_s = scenario.delta_s(source.step);
    let calibration = source.calibration();
    let line = y_freeze(&scenario.landscape, scenario.noise, delta_s, &calibration);
    let caption = match line.value {
        Some(y) => say!("figure.plane.caption", y = format_number(y)),
        None => say!("figure.plane.caption-without").into(),
    };
    let mut notes = notes::of_run(source);
    notes.push(format!(
        "$Δ_S$ = {}, $εΦ$ = {}",
        format_number(delta_s),
        format_number(calibration.epsilon_phi)
    ));
    Some(Figure {
        name: "plane".into(),
        title: say!("figure.plane.title").into(),
        caption,
        notes,
        aspect: 0.85,
        panels: vec![panel(source, scenario, delta_s, &run)],
    })
}

fn panel(source: &Source, scenario: &Scenario, delta_s: f64, run: &Snapshot) -> Panel {
    let Scenario { landscape, noise, .. } = scenario;
    let at = delta_s.max(1e-12).log10();
    let y_now = run.summary.mean_y;
    // As large as Fig. 4c, or larger where the swarm is beyond.
    let x = [DELTA_S[0].min(at - 0.3), DELTA_S[1].max(at + 0.3)];
    let highest = y_now.into_iter().chain(run.summary.mean_freezing_y).fold(Y[1], |top, y| top.max(1.1 * y));
    let y = [0.0, highest];
    let calibration = source.calibration();
    let boundary: Vec<Point> = evenly(x, 160)
        .into_iter()
        .filter_map(|log| Point::of(log, &y_freeze(landscape, *noise, 10_f64.powf(log), &calibration)))
        .take_while(|point| point.at[1] <= y[1])
        .collect();
    let mut marks = vec![Mark::from(steady(landscape, *noise, [x, y], SHARES))];
    let pen = Pen { width: 1.8, ..pens::FROST };
    marks.push(Mark::curve(boundary.iter().map(|point| point.at).collect(), pens::casing(pen)));
    marks.extend(predicted::curve(&boundary, pen, Some((say!("curve.eq11"), 0.7))));
    if let Some(y) = y_now {
        let climb = Pen::new(Ink::Strong, 1.4, Dash::Solid);
        marks.push(Mark::curve(vec![[at, scenario.start_y()], [at, y]], climb));
        let dots = vec![Dot::new([at, y])];
        let now = Shape::Dots { dots, ink: Ink::Strong, symbol: Symbol::Disc, size: 4.0 };
        marks.push(Mark::from(now).in_key(say!("figure.plane.swarm", y = format_args!("{y:.2}"))));
    }
    if let (Some(y), Some(sd)) = (run.summary.mean_freezing_y, run.summary.sd_freezing_y) {
        let dots = vec![Dot::new([at, y]).between(y - sd, y + sd)];
        let frozen = Shape::Dots { dots, ink: Ink::Strong, symbol: Symbol::Ring, size: 4.0 };
        let [y, sd] = [y, sd].map(|height| format!("{height:.2}"));
        marks.push(Mark::from(frozen).in_key(say!("figure.plane.hops", y = y, sd = sd)));
    }
    Panel {
        place: [0.0, 0.0, 1.0, 1.0],
        title: String::new(),
        x: Axis::new("$Δ_S = ησ$", x, Numbers::Powers),
        y: Axis::new("$y$", y, Numbers::Plain),
        marks,
        bar: Some(ColourBar {
            map: Map::Backdrop,
            axis: Axis::new(say!("axis.p-flat-eq9"), SHARES, Numbers::Plain),
        }),
    }
}
