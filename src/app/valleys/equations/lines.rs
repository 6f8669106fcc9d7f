//! The equations, part by part, and the same with the numbers of the moment.

use crate::app::desk::Desk;
use crate::app::desk::symbol::Symbol;
use crate::app::kit::widgets::format_number;
use crate::say;
use crate::valleys::figures::frost::frost;
use crate::valleys::model::{NoiseLaw, Parameter, Valley};
use crate::valleys::{theory, words};

/// One equation of the paper.
pub(super) struct Equation {
    pub name: &'static str,
    /// What it is about, in a few words.
    pub about: &'static str,
    pub formula: Vec<Part>,
    /// The same in numbers, a line each.
    pub numbers: Vec<String>,
}

/// A stretch of a formula, in markup.
pub(super) struct Part {
    pub text: String,
    /// What it lights up.
    pub symbol: Option<Symbol>,
}

const ETA: Symbol = Symbol::Parameter(Parameter::Eta);
const SIGMA: Symbol = Symbol::Parameter(Parameter::Sigma);
const GAMMA: Symbol = Symbol::Parameter(Parameter::Gamma);
const Y_B: Symbol = Symbol::Parameter(Parameter::YB);
const X1: Symbol = Symbol::Parameter(Parameter::X1);
const X2: Symbol = Symbol::Parameter(Parameter::X2);

/// A formula from its stretches; those without a symbol are empty to the pointer.
fn formula<const N: usize>(parts: [(&str, Option<Symbol>); N]) -> Vec<Part> {
    parts.map(|(text, symbol)| Part { text: text.to_owned(), symbol }).into()
}

/// Eqs. 5 to 12 as they stand at the moment looked at.
pub(super) fn equations(desk: &Desk) -> Vec<Equation> {
    let mut predicting: Vec<Equation> = of_the_share(desk).into_iter().chain(of_freezing(desk)).collect();
    if desk.lessons.withholds() {
        // Their numbers are what is to be guessed.
        for equation in &mut predicting {
            equation.numbers = vec![say!("equation.put-away").to_owned()];
        }
    }
    of_the_model(desk).into_iter().chain(of_the_landscape(desk)).chain(predicting).collect()
}

/// A number, or that there is none.
fn number(value: Option<f64>) -> String {
    value.map_or_else(|| say!("equation.no-value").to_owned(), format_number)
}

fn of_the_model(desk: &Desk) -> [Equation; 2] {
    let (scenario, landscape, step) =
        (&desk.run.scenario, &desk.run.scenario.landscape, desk.run.shown().step);
    let law = match scenario.noise {
        NoiseLaw::Uniform => say!("equation.eq6.uniform").to_owned(),
        NoiseLaw::None => say!("equation.eq6.no-noise").to_owned(),
        from_hessian => format!("$C$ = {}", words::law(from_hessian)),
    };
    [
        Equation {
            name: say!("equation.eq5"),
            about: say!("equation.eq5.about"),
            formula: formula([
                ("$γ$", Some(GAMMA)),
                (" = $f_1/f_2$ = (", None),
                ("$x_1$", Some(X1)),
                (" / ", None),
                ("$x_2$", Some(X2)),
                (")$^2$", None),
            ]),
            numbers: vec![format!(
                "= ({} / {})$^2$ = **{}**",
                format_number(landscape.x1),
                format_number(landscape.x2),
                format_number(landscape.gamma())
            )],
        },
        Equation {
            name: say!("equation.eq6"),
            about: say!("equation.eq6.about"),
            formula: formula([
                ("$θ$ ← $θ$ − ", None),
                ("$η$", Some(ETA)),
                (" (∇$L$ + $ξ$),   $ξ$ ~ $N$(0, 2", None),
                ("$σ$", Some(SIGMA)),
                ("$C$)", None),
            ]),
            numbers: vec![format!(
                "$η$ = **{}**, $σ$ = **{}**, {law}; $Δ_S$ = $ησ$ = **{}**",
                format_number(scenario.eta.at(step)),
                format_number(scenario.sigma.at(step)),
                format_number(desk.run.curves().delta_s)
            )],
        },
    ]
}

fn of_the_landscape(desk: &Desk) -> [Equation; 2] {
    let (landscape, noise, y) =
        (&desk.run.scenario.landscape, desk.run.scenario.noise, desk.run.shown().mean_y);
    let root = landscape.gamma().sqrt();
    let well = |valley| {
        let floor = landscape.floor(valley, y);
        theory::effective_loss(landscape, noise, floor, y).value.map(|loss| landscape.baseline(y) - loss)
    };
    [
        Equation {
            name: say!("equation.eq7"),
            about: say!("equation.eq7.about"),
            formula: formula([
                ("$L_{eff}$", Some(Symbol::EffectiveLoss)),
                (" = ", None),
                ("$γ^{±1/2}$", Some(GAMMA)),
                ("$L$ + (1 − $γ^{±1/2}$) $L_0$", None),
            ]),
            numbers: vec![
                format!(
                    "$γ^{{1/2}}$ = **{}**, $γ^{{-1/2}}$ = **{}**",
                    format_number(root),
                    format_number(1.0 / root)
                ),
                say!(
                    "equation.eq7.depths",
                    y = format_args!("{y:.2}"),
                    flat = number(well(Valley::Flat)),
                    steep = number(well(Valley::Sharp)),
                ),
            ],
        },
        Equation {
            name: say!("equation.eq8"),
            about: say!("equation.eq8.about"),
            formula: formula([
                ("$L_{SGD}$", Some(Symbol::Correction)),
                (" = (", None),
                ("$γ^{±1/2}$", Some(GAMMA)),
                (" − 1)($L$ − $L_0$)", None),
            ]),
            numbers: vec![{
                let at = |valley| {
                    let floor = landscape.floor(valley, y);
                    number(theory::sgd_correction(landscape, noise, floor, y).value)
                };
                say!("equation.eq8.floors", flat = at(Valley::Flat), steep = at(Valley::Sharp))
            }],
        },
    ]
}

fn of_the_share(desk: &Desk) -> [Equation; 2] {
    let (landscape, noise, y) =
        (&desk.run.scenario.landscape, desk.run.scenario.noise, desk.run.shown().mean_y);
    let delta_s = desk.run.curves().delta_s;
    let root = |valley, y| format_number(theory::barrier_root(landscape, noise, valley, y, delta_s));
    let steady = theory::p_ss(landscape, noise, y, delta_s).value;
    let freezing = desk.run.curves().y_freeze.value;
    let transient = theory::p_transient(landscape, noise, delta_s, &desk.run.curves().y_freeze).value;
    [
        Equation {
            name: say!("equation.eq9"),
            about: say!("equation.eq9.about"),
            formula: formula([
                ("$P_{ss}$", Some(Symbol::SteadyShare)),
                (" = [1 + ", None),
                ("$γ^{-1}$", Some(GAMMA)),
                (" erfi $z_2$ / erfi $z_1$]$^{-1}$,   $z_i$ = ($ΔL f_i$ / 2", None),
                ("$Δ_S$", Some(Symbol::NoiseScale)),
                (")$^{1/2}$", None),
            ]),
            numbers: vec![say!(
                "equation.eq9.share",
                y = format_args!("{y:.2}"),
                z1 = root(Valley::Flat, y),
                z2 = root(Valley::Sharp, y),
                share = number(steady),
            )],
        },
        Equation {
            name: say!("equation.eq10"),
            about: say!("equation.eq10.about"),
            formula: formula([
                ("$P_{tr}$ = [1 + ", None),
                ("$γ^{-1/2}$", Some(GAMMA)),
                (&format!(" exp($z_2^2$ − $z_1^2$)]$^{{-1}}$ {} ", say!("equation.eq10.at")), None),
                ("$y_{freeze}$", Some(Symbol::FreezingHeight)),
            ]),
            numbers: vec![match freezing {
                Some(y) => say!(
                    "equation.eq10.share",
                    y = format_args!("{y:.2}"),
                    z1 = root(Valley::Flat, y),
                    z2 = root(Valley::Sharp, y),
                    share = number(transient),
                ),
                None => say!("equation.no-freezing").to_owned(),
            }],
        },
    ]
}

fn of_freezing(desk: &Desk) -> [Equation; 2] {
    let (landscape, noise, curves) =
        (&desk.run.scenario.landscape, desk.run.scenario.noise, desk.run.curves());
    let scale = curves.calibration.epsilon_phi;
    let square = curves.delta_s * (curves.delta_s / (scale * scale)).ln();
    let closed = theory::p_transient_closed(landscape, noise, curves.delta_s, &curves.calibration).value;
    [
        Equation {
            name: say!("equation.eq11"),
            about: say!("equation.eq11.about"),
            formula: formula([
                ("$y_{freeze}$", Some(Symbol::FreezingHeight)),
                (" = ", None),
                ("$y_b$", Some(Y_B)),
                (" $r$ / (", None),
                ("$x_2$", Some(X2)),
                (" − $r$),   ", None),
                ("$r^2$ = ", None),
                ("$Δ_S$", Some(Symbol::NoiseScale)),
                (" ln($Δ_S/(εΦ)^2$)", None),
            ]),
            numbers: [match curves.y_freeze.value {
                Some(y) => format!(
                    "$r$ = {}, $εΦ$ = {}: {} × {} / ({} − {}) = **{y:.2}**",
                    format_number(square.max(0.0).sqrt()),
                    format_number(scale),
                    format_number(landscape.y_b),
                    format_number(square.max(0.0).sqrt()),
                    format_number(landscape.x2),
                    format_number(square.max(0.0).sqrt())
                ),
                None => {
                    let why = curves.y_freeze.why().map(words::why);
                    why.unwrap_or_else(|| say!("equation.no-freezing").into())
                }
            }]
            .into_iter()
            .chain(desk.run.seen().map(|seen| frost(&seen)))
            .collect(),
        },
        Equation {
            name: say!("equation.eq12"),
            about: say!("equation.eq12.about"),
            formula: formula([
                ("$P_{tr}$ = [1 + ", None),
                ("$γ^{-1/2}$", Some(GAMMA)),
                (" ($√Δ_S$ / $εΦ$)$^{1-γ}$]$^{-1}$", None),
            ]),
            numbers: vec![format!("$P_{{tr}}$ = **{}**", number(closed))],
        },
    ]
}
