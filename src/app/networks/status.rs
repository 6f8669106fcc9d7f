//! The sentence that leads: when errors froze, from where on there are no barriers, and how F goes at equal loss.

use egui::{Align2, Pos2, Ui};

use crate::app::desk::Desk;
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme};
use crate::chart::{format_number, format_whole};
use crate::networks::bench::Page;
use crate::networks::experiments::continuation::ReadOut;
use crate::networks::figures::panel_matching::{ratio, told_ratio};
use crate::networks::figures::scope::Scope;
use crate::say;

/// Sizes that are tried where there is little room.
const SIZES: [f32; 3] = [1.0, 0.93, 0.86];
/// Between the clocks and F.
const BETWEEN: &str = " · ";

pub fn show(ui: &Ui, at: Pos2, width: f32, desk: &Desk, scale: Scale) {
    let theme = Theme::of(ui.ctx());
    let (text, warning) = sentence(desk);
    let colour = if warning { theme.warn } else { theme.text };
    let style =
        Style::new(Role::Status, scale, colour).emphasis(if warning { theme.warn } else { theme.strong });
    // In little room the clocks are said without F, which a panel shows.
    let clocks = text.split_once(BETWEEN).map_or(text.as_str(), |(clocks, _)| clocks);
    let set =
        |text: &str, size: f32| maths::layout(ui.ctx(), text, style.size(size * Role::Status.size(scale)));
    let ways = SIZES.map(|size| (text.as_str(), size)).into_iter().chain(SIZES.map(|size| (clocks, size)));
    let fits = ways.map(|(text, size)| set(text, size)).find(|line| line.size().x <= width);
    let line = fits.unwrap_or_else(|| set(clocks, SIZES[SIZES.len() - 1]));
    let rect = line.paint(ui.painter(), at, Align2::LEFT_CENTER);
    let response = ui.interact(rect, ui.scope_id().with("network-status"), egui::Sense::hover());
    let said = maths::plain(&text);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Status, true, &said));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(egui::accesskit::Live::Polite));
}

/// What there is to say, and whether it is a warning.
fn sentence(desk: &Desk) -> (String, bool) {
    if let Some(trouble) = desk.networks.trouble() {
        return (trouble, true);
    }
    if desk.networks.veil().is_drawn() {
        return (say!("lesson.guess-first").into(), false);
    }
    if let Some(figure) = desk.lessons.aside().and_then(|aside| aside.figure.as_ref()) {
        return (figure.title.clone(), false);
    }
    if desk.networks.bench.page == Page::Grid {
        let said = desk.networks.farmland.scope().map(|scope| scope.sentence());
        return (said.unwrap_or_else(|| say!("network.status.ready").into()), false);
    }
    if desk.networks.bench.page == Page::Matching
        && let Some(own) = desk.networks.averages.own()
    {
        let said = |at: ReadOut| ratio(own, at).map_or("–".to_owned(), told_ratio);
        let (matched, equal) = (said(ReadOut::Matched), said(ReadOut::Equal));
        let loss = format_number(own.setup.target_loss);
        return (say!("network.status.matching", loss = loss, matched = matched, equal = equal), false);
    }
    let Some(scope) = desk.networks.scope() else { return (say!("network.status.ready").into(), false) };
    let sight = scope.sight;
    if let Some(step) = sight.trained.left_at().filter(|_| !desk.networks.is_fading()) {
        let eta = format_number(sight.prepared.setup.eta.at(0));
        return (say!("network.status.left", step = format_whole(f64::from(step)), eta = eta), true);
    }
    let over = sight.twigs.iter().filter(|twig| !twig.growing).count();
    let steps = |step: Option<u32>| step.map(|step| format_whole(f64::from(step)));
    let [barrier, jaccard] = scope.clocks().map(steps);
    if desk.networks.is_fading() || sight.barriers.is_none() {
        let over = if desk.networks.is_fading() { 0 } else { over };
        return (say!("network.status.growing", over = over, all = sight.planned.max(1)), false);
    }
    let clocks = match (jaccard, barrier) {
        (Some(frozen), Some(free)) if frozen == free => say!("network.status.both", step = frozen),
        (Some(frozen), Some(free)) => say!("network.status.clocks", frozen = frozen, free = free),
        (None, Some(free)) => say!("network.status.not-frozen", free = free),
        (Some(frozen), None) => say!("network.status.barriers-left", frozen = frozen),
        (None, None) => say!("network.status.neither").into(),
    };
    match flatness(&scope) {
        Some([from, to]) => {
            let [from, to] = [from, to].map(|flatness| format!("{flatness:.2}"));
            let loss = format_number(sight.target);
            let read = match scope.read_at {
                ReadOut::Matched => say!("network.status.matched", loss = loss, from = from, to = to),
                ReadOut::Horizon => say!("network.status.horizon", from = from, to = to),
                ReadOut::Equal => say!("network.status.equal", from = from, to = to),
            };
            (format!("{clocks}{BETWEEN}{read}"), false)
        }
        None => (clocks, false),
    }
}

/// F of the first and of the last branch.
fn flatness(scope: &Scope<'_>) -> Option<[f64; 2]> {
    let read = |step: u32| scope.sight.twig(step)?.end(scope.read_at)?.flatness;
    let steps = &scope.sight.similarity[scope.read_at as usize].steps;
    Some([read(*steps.first()?)?, read(*steps.last()?)?])
}
