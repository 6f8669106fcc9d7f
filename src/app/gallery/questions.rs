//! What an experiment is asked: the controls of its question.

use egui::{ScrollArea, Ui};

use super::options::{heading, note};
use crate::app::desk::Desk;
use crate::app::desk::command::{Command, FileCommand, QuestionCommand};
use crate::app::kit::maths::plain;
use crate::app::kit::theme::space;
use crate::app::kit::widgets::{Button, Quantity, Segmented, Slider, ValueRow};
use crate::say;
use crate::settings::{Adjustable, Schedule};
use crate::valleys::experiments::check::Reference;
use crate::valleys::experiments::courses::Course;
use crate::valleys::experiments::phase::{self, RunTheory};
use crate::valleys::experiments::questions::{
    AlphaQuestion, DiscreteQuestion, ForkQuestion, JitterQuestion, ParadoxQuestion, PhaseQuestion, Question,
    Questions,
};
use crate::valleys::experiments::sweep::Span;
use crate::valleys::figures::{Asked, Reads};
use crate::valleys::model::{Parameter, Scenario};
use crate::valleys::words;

/// Cells along an axis at most: more are for the command line.
const MOST_ALONG: f64 = 100.0;
const WALKERS: Quantity = Quantity::logarithmic(1.0..=1e5, 2_000.0).whole();
const STEPS: Quantity = Quantity::logarithmic(100.0..=1e6, 20_000.0).whole();
const HEIGHT: Quantity = Quantity::linear(0.0..=200.0, 5.0);
/// The closest that two ends of a range may come.
const APART: f64 = 1.05;
const LEAST_ALPHA: f64 = 0.01;
/// Letters on the button of a parameter.
const ROOM: usize = 18;
/// The most height of a list of parameters.
const LIST: f32 = 320.0;

/// Shows the controls of an experiment, and sends the question when one was changed.
pub(super) fn show(ui: &mut Ui, asked: &Asked, desk: &Desk, commands: &mut Vec<Command>) {
    let mut questions = desk.questions.clone();
    heading(ui, say!("gallery.question"));
    match asked.question {
        Question::Phase => diagram(ui, &mut questions.phase, desk.run.start()),
        Question::Against => against(ui, &mut questions.against, commands),
        Question::Fork => fork(ui, &mut questions.fork),
        Question::Compare => compare(ui, &mut questions, desk.run.start()),
        Question::Paradox => paradox(ui, &mut questions.paradox),
        Question::Courses => courses(ui, &mut questions.courses.courses),
        Question::Discrete => discrete(ui, &mut questions.discrete),
        Question::Jitter => jitter(ui, &mut questions.jitter),
        Question::Alpha => alpha(ui, &mut questions.alpha),
        Question::None if asked.reads == Reads::Moment => note(ui, say!("gallery.nothing-to-set-now")),
        Question::None => note(ui, say!("gallery.nothing-to-set")),
    }
    if questions != desk.questions {
        commands.push(QuestionCommand::Question(Box::new(questions)).into());
    }
    ui.add_space(space::TITLE_GAP);
}

fn diagram(ui: &mut Ui, question: &mut PhaseQuestion, scenario: &Scenario) {
    let [Ok(x), Ok(y)] = [&question.x, &question.y].map(|text| text.parse::<Span>()) else { return };
    let (mut across, mut upwards) = (x, y);
    for (salt, name, span) in
        [("across", say!("gallery.across"), &mut across), ("upwards", say!("gallery.upwards"), &mut upwards)]
    {
        note(ui, name);
        ui.push_id(salt, |ui| axis(ui, name, span, scenario));
    }
    // One parameter cannot be both: they change places.
    if across.parameter == upwards.parameter {
        (across, upwards) = if across == x { (y, upwards) } else { (across, x) };
    }
    for (span, before, text) in [(across, x, &mut question.x), (upwards, y, &mut question.y)] {
        if span != before {
            *text = span.to_string();
        }
    }
    note(ui, say!("gallery.in-each-cell"));
    whole(ui, say!("controls.walkers"), &mut question.walkers, WALKERS);
    whole(ui, say!("controls.steps"), &mut question.steps, STEPS);
    ValueRow::new(say!("controls.start-y"), &mut question.y_i, HEIGHT).show(ui);
    note(ui, say!("gallery.coloured-by"));
    let quantities = [
        (phase::Quantity::PFlat, "$P_{flat}$"),
        (phase::Quantity::FreezingTime, "$η⟨t_f⟩$"),
        (phase::Quantity::FreezingHeight, "$⟨y_{f}⟩$"),
        (phase::Quantity::Censored, say!("gallery.hopping")),
    ];
    Segmented::new(say!("gallery.coloured-by"), &mut question.quantity, &quantities).show(ui);
    note(ui, say!("gallery.less"));
    let theories = [
        (None, say!("gallery.less-none")),
        (Some(RunTheory::TwoState), say!("gallery.less-two-state")),
        (Some(RunTheory::Density), say!("gallery.less-density")),
        (Some(RunTheory::Eq12), say!("gallery.less-eq12")),
    ];
    let told = question.quantity == phase::Quantity::PFlat;
    ui.add_enabled_ui(told, |ui| {
        Segmented::new(say!("gallery.less"), &mut question.less, &theories).show(ui);
    });
}

/// A parameter, its range and how many cells it has.
fn axis(ui: &mut Ui, name: &str, span: &mut Span, scenario: &Scenario) {
    let meaning = |parameter: Parameter| -> String {
        let meaning = parameter.about().meaning();
        meaning.split([',', ';', '(']).next().unwrap_or_default().trim().to_owned()
    };
    let words = |parameter: Parameter| {
        format!("{}  {}", plain(&format!("${}$", parameter.about().symbol)), meaning(parameter))
    };
    let mut parameter = span.parameter;
    let width = ui.available_width();
    let label = say!("gallery.axis-parameter", axis = name);
    let chosen = format!("${}$  {}", parameter.about().symbol, short(&meaning(parameter)));
    let button = Button::outline(&chosen).width(width).called(&label).arrow().show(ui);
    egui::Popup::menu(&button).show(|ui| {
        ui.set_width(width);
        ScrollArea::vertical().max_height(LIST).show(ui, |ui| {
            for &other in Parameter::ALL {
                if ui.selectable_label(other == parameter, words(other)).clicked() {
                    parameter = other;
                    ui.close();
                }
            }
        });
    });
    if parameter != span.parameter {
        *span = about_now(parameter, scenario, span.count);
    }
    let about = span.parameter.about();
    let reach = |default: f64| {
        let quantity = if span.log {
            Quantity::logarithmic(about.min.max(1e-6)..=about.max, default)
        } else {
            Quantity::linear(about.min..=about.max, default)
        };
        if about.whole { quantity.whole() } else { quantity }
    };
    let (from, to) = (reach(span.from), reach(span.to));
    ValueRow::new(say!("controls.from"), &mut span.from, from).of(name).show(ui);
    ValueRow::new(say!("controls.to"), &mut span.to, to).of(name).show(ui);
    let mut count = span.count as f64;
    let cells = Quantity::linear(1.0..=MOST_ALONG, 10.0).whole();
    if ValueRow::new(say!("gallery.values"), &mut count, cells).of(name).show(ui).1.changed {
        span.count = count as usize;
    }
    let scales = [(true, say!("gallery.even-in-log")), (false, say!("gallery.even"))];
    ui.add_enabled_ui(span.from > 0.0 && span.to > 0.0, |ui| {
        let spacing = say!("gallery.axis-spacing", axis = name);
        Segmented::new(&spacing, &mut span.log, &scales).told_apart().show(ui);
    });
}

/// As much of a meaning as a button has room for.
fn short(meaning: &str) -> String {
    match meaning.char_indices().nth(ROOM) {
        Some((end, _)) => format!("{}…", meaning[..end].trim_end()),
        None => meaning.to_owned(),
    }
}

/// A range about the value that a parameter has.
fn about_now(parameter: Parameter, scenario: &Scenario, count: usize) -> Span {
    let about = parameter.about();
    let now = parameter.get(scenario).unwrap_or(scenario.y_i);
    let log = about.log && now > 0.0;
    let (from, to) = match (log, now > 0.0) {
        (true, _) => (now / 10_f64.sqrt(), now * 10_f64.sqrt()),
        (false, true) => (0.5 * now, 1.5 * now),
        (false, false) => (0.0, 1.0),
    };
    let allowed = |value: f64| {
        let digits = 10_f64.powi(2 - value.abs().max(1e-9).log10().floor() as i32);
        let rounded = (value * digits).round() / digits;
        let value = if about.whole { rounded.round() } else { rounded };
        value.clamp(about.min, about.max)
    };
    Span { parameter, from: allowed(from), to: allowed(to), count, log }
}

fn fork(ui: &mut Ui, question: &mut ForkQuestion) {
    whole(ui, say!("gallery.forks"), &mut question.forks, Quantity::linear(2.0..=200.0, 20.0).whole());
    let agree = Quantity::linear(0.5..=1.0, 0.99);
    Slider::new(say!("gallery.threshold"), &mut question.threshold, agree).show(ui);
}

fn compare(ui: &mut Ui, questions: &mut Questions, a: &Scenario) {
    let before = questions.rival(a);
    // Whatever is not set here follows A.
    let mut b = Scenario {
        eta: before.eta.clone(),
        sigma: before.sigma.clone(),
        noise: before.noise,
        landscape: a.landscape.with_gamma(before.landscape.gamma()),
        ..a.clone()
    };
    note(ui, &difference(a, &b));
    let mut changed = false;
    for (label, parameter, quantity) in [
        (say!("controls.eta"), Parameter::Eta, Quantity::logarithmic(1e-4..=1.0, 0.01)),
        (say!("controls.sigma"), Parameter::Sigma, Quantity::logarithmic(1e-3..=10.0, 0.1)),
        (say!("controls.gamma"), Parameter::Gamma, Quantity::linear(0.5..=4.0, 0.64 / 0.4225)),
    ] {
        let mut value = parameter.get(&b).unwrap_or(quantity.default_value());
        if ValueRow::new(label, &mut value, quantity).show(ui).1.changed {
            changed |= parameter.set(&mut b, value).is_ok();
        }
    }
    let law = say!("gallery.noise-law-of-b");
    note(ui, law);
    let mut chosen = b.noise.unbent();
    if Segmented::new(law, &mut chosen, &words::laws()).show(ui).changed() {
        (b.noise, changed) = (chosen, true);
    }
    if changed {
        questions.rival = Some(Box::new(b));
    }
    ui.add_space(space::UNIT);
    if questions.rival.is_some() && Button::outline(say!("gallery.half-the-noise")).show(ui).clicked() {
        questions.rival = None;
    }
}

/// What B has of its own, in a sentence.
fn difference(a: &Scenario, b: &Scenario) -> String {
    let number = |parameter: Parameter, name: &str| {
        let [of_a, of_b] = [a, b].map(|scenario| parameter.get(scenario));
        let of_b = of_b.filter(|_| of_a != of_b)?;
        Some(format!("{name} = {}", crate::chart::format_number(of_b)))
    };
    let course = |a: &Schedule, b: &Schedule, name: &str| {
        (a != b && a.at(0) == b.at(0)).then(|| say!("gallery.another-course", symbol = name))
    };
    let own: Vec<String> = [
        number(Parameter::Eta, "$η$"),
        number(Parameter::Sigma, "$σ$"),
        number(Parameter::Gamma, "$γ$"),
        course(&a.eta, &b.eta, "$η$"),
        course(&a.sigma, &b.sigma, "$σ$"),
        (a.noise != b.noise).then(|| say!("gallery.another-noise-law").to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect();
    if own.is_empty() {
        say!("gallery.b-is-a").to_owned()
    } else {
        say!("gallery.b-is-a-with", differences = own.join(", "))
    }
}

fn paradox(ui: &mut Ui, question: &mut ParadoxQuestion) {
    ValueRow::new(say!("controls.held-at"), &mut question.hold_y, Quantity::linear(0.1..=100.0, 5.0))
        .show(ui);
    range(ui, "$Δ_S$", &mut question.delta_s, [1e-6, 1.0]);
    whole(ui, say!("gallery.points"), &mut question.points, Quantity::linear(3.0..=50.0, 7.0).whole());
}

fn discrete(ui: &mut Ui, question: &mut DiscreteQuestion) {
    note(ui, say!("gallery.noise-of-run"));
    range(ui, "$η$", &mut question.eta, [1e-4, 0.6]);
    whole(ui, say!("gallery.points"), &mut question.points, Quantity::linear(2.0..=50.0, 8.0).whole());
}

fn alpha(ui: &mut Ui, question: &mut AlphaQuestion) {
    note(ui, say!("gallery.hessian-always"));
    let [from, to] = question.alpha;
    let below = Quantity::linear(0.0..=to - LEAST_ALPHA, 0.0);
    let above = Quantity::linear(from + LEAST_ALPHA..=2.0, 2.0);
    ValueRow::new(&say!("gallery.range-from", symbol = "$α$"), &mut question.alpha[0], below).show(ui);
    ValueRow::new(&say!("gallery.range-to", symbol = "$α$"), &mut question.alpha[1], above).show(ui);
    whole(ui, say!("gallery.points"), &mut question.points, Quantity::linear(2.0..=50.0, 9.0).whole());
}

fn jitter(ui: &mut Ui, question: &mut JitterQuestion) {
    whole(
        ui,
        say!("gallery.examples"),
        &mut question.examples,
        Quantity::logarithmic(2.0..=1e6, 100.0).whole(),
    );
    whole(ui, say!("gallery.batch"), &mut question.batch, Quantity::logarithmic(1.0..=1e4, 4.0).whole());
    whole(
        ui,
        say!("controls.walkers"),
        &mut question.walkers,
        Quantity::logarithmic(10.0..=1e5, 400.0).whole(),
    );
}

/// Which table the swarm is compared with.
fn against(ui: &mut Ui, table: &mut Option<String>, commands: &mut Vec<Command>) {
    match table.as_deref().map(Reference::read) {
        None => note(ui, say!("gallery.against-published")),
        Some(Ok(reference)) => note(ui, &say!("gallery.against-table", cells = reference.len())),
        Some(Err(error)) => note(ui, &error.to_string()),
    }
    let width = ui.available_width();
    if Button::outline(say!("gallery.open-table")).width(width).show(ui).clicked() {
        commands.push(FileCommand::Open.into());
    }
    note(ui, say!("gallery.table-columns"));
    if table.is_some() && Button::outline(say!("gallery.published-again")).width(width).show(ui).clicked() {
        *table = None;
    }
}

fn courses(ui: &mut Ui, courses: &mut Vec<Course>) {
    for course in Course::ALL {
        let mut on = courses.contains(&course);
        if ui.checkbox(&mut on, course.name()).changed() {
            // In their own order, whichever was chosen last.
            let keeps = |other: &Course| if *other == course { on } else { courses.contains(other) };
            *courses = Course::ALL.into_iter().filter(keeps).collect();
        }
    }
}

/// Two ends that cannot pass each other.
fn range(ui: &mut Ui, symbol: &str, ends: &mut [f64; 2], [least, most]: [f64; 2]) {
    let [from, to] = *ends;
    let below = Quantity::logarithmic(least..=(to / APART).max(least), from);
    let above = Quantity::logarithmic((from * APART).min(most)..=most, to);
    ValueRow::new(&say!("gallery.range-from", symbol = symbol), &mut ends[0], below).show(ui);
    ValueRow::new(&say!("gallery.range-to", symbol = symbol), &mut ends[1], above).show(ui);
}

fn whole(ui: &mut Ui, label: &str, value: &mut u32, quantity: Quantity) {
    let mut number = f64::from(*value);
    if ValueRow::new(label, &mut number, quantity).show(ui).1.changed {
        *value = number as u32;
    }
}
