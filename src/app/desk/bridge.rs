//! From one laboratory to the other: what stands for what, in numbers of both as they are, and the nearest experiment of
//! the other. Carried over is what both have: how strong the noise is beside the preset's, and the place in the run beside
//! where it freezes.

use super::Desk;
use super::command::{Command, NetworkCommand, RunCommand, WindowCommand};
use crate::chart::{format_number, format_scientific, format_whole};
use crate::networks::bench::Page;
use crate::networks::figures::scope::Scope;
use crate::networks::model::{self as network, Setup};
use crate::say;
use crate::settings::Adjustable;
use crate::valleys::figures::FrostLine;
use crate::valleys::model::{Parameter, Preset, Scenario};
use crate::words::per_cent;

/// A word of both, what it is in the model, and what in the network.
pub struct Plank {
    pub word: &'static str,
    pub model: String,
    pub network: String,
}

/// The strength of a network's noise: η/B where it starts.
fn noise_of(setup: &Setup) -> f64 {
    setup.eta.at(0) / setup.batch.at(0)
}

/// The step at which a scenario is predicted to freeze.
fn freezing(scenario: &Scenario) -> Option<f64> {
    Some(FrostLine::new(scenario, None).here.ok()?.at.step)
}

impl Desk {
    /// The nearest scenario to the run of the network, at the step that its branch is held at; what is not carried over is
    /// said.
    pub(super) fn do_to_model(&mut self) {
        let setup = &self.networks.bench.setup;
        let factor = noise_of(setup) / noise_of(&network::Preset::Live.setup());
        let mut scenario = Preset::Fig4.scenario();
        let about = Parameter::Sigma.about();
        let sigma = (scenario.sigma.at(0) * factor).clamp(about.min.max(1e-3), about.max.min(1.0));
        let sigma = (sigma * 1e4).round() / 1e4;
        // The range was looked at.
        let _ = Parameter::Sigma.set(&mut scenario, sigma);
        let held = f64::from(self.networks.bench.held.unwrap_or(0));
        let frozen = self.networks.scope().and_then(|scope| scope.clocks()[1]).filter(|step| *step > 0);
        let share = match (frozen, freezing(&scenario)) {
            (Some(frozen), Some(freezes)) => held / f64::from(frozen) * freezes,
            _ => held / f64::from(setup.steps()) * f64::from(scenario.steps),
        };
        let step = share.round().clamp(0.0, f64::from(scenario.steps)) as u32;
        self.around.bridge = false;
        self.networks.open = false;
        let commands: [Command; 4] = [
            RunCommand::Pause.into(),
            RunCommand::Preset(Preset::Fig4).into(),
            RunCommand::Set(Parameter::Sigma, sigma).into(),
            RunCommand::RunTo(step).into(),
        ];
        self.carry_out_as_one("bridge", commands);
        self.tell(&say!(
            "bridge.in-the-model",
            sigma = format_number(sigma),
            factor = format_number((100.0 * factor).round() / 100.0),
            step = format_whole(f64::from(step)),
        ));
    }

    /// The nearest run of the network to that of the model.
    pub(super) fn do_to_network(&mut self) {
        let scenario = &self.run.scenario;
        let fig4 = Preset::Fig4.scenario();
        let now = self.run.shown().step;
        let factor = scenario.delta_s(now) / fig4.delta_s(0);
        let setup = network::Preset::Live.setup();
        let most = f64::from(setup.digits);
        let batch = (setup.batch.at(0) / factor.max(1e-9)).clamp(1.0, most).round();
        let frozen = self.networks.scope().and_then(|scope| scope.clocks()[1]);
        let share = match (frozen, freezing(scenario)) {
            (Some(frozen), Some(freezes)) => f64::from(now) / freezes * f64::from(frozen),
            _ => f64::from(now) / f64::from(scenario.steps.max(1)) * f64::from(setup.steps()),
        };
        let held = share.round().clamp(0.0, 0.5 * f64::from(setup.steps())) as u32;
        self.around.bridge = false;
        self.run.pause();
        self.networks.open = true;
        let commands: [Command; 4] = [
            NetworkCommand::Open(Page::Run).into(),
            NetworkCommand::Size(network::Preset::Live).into(),
            NetworkCommand::Set(network::Parameter::Batch, batch).into(),
            NetworkCommand::Hold(Some(held)).into(),
        ];
        self.carry_out_as_one("bridge", commands);
        self.tell(&say!(
            "bridge.in-the-network",
            batch = format_whole(batch),
            factor = format_number((100.0 * factor).round() / 100.0),
            step = format_whole(f64::from(held)),
        ));
    }

    /// What stands for what.
    pub fn planks(&self) -> Vec<Plank> {
        let scope = self.networks.scope().filter(|scope| scope.sight.barriers.is_some());
        let scope = scope.as_ref();
        let plank = |word: &'static str, model: String, network: String| Plank { word, model, network };
        vec![
            plank(
                say!("bridge.fork"),
                say!("bridge.fork.model").to_owned(),
                say!("bridge.fork.network").to_owned(),
            ),
            self.noise_plank(),
            plank(say!("bridge.flatness"), self.flatness_of_model(), flatness_of_network(scope)),
            plank(say!("bridge.agreement"), say!("bridge.agreement.model").to_owned(), agreement(scope)),
            self.hopping_plank(scope),
            plank(say!("bridge.settling"), say!("bridge.settling.model").to_owned(), settling(scope)),
            self.frozen_plank(scope),
            self.stability_plank(scope),
        ]
    }

    fn noise_plank(&self) -> Plank {
        let delta_s = self.run.scenario.delta_s(self.run.shown().step);
        let model = say!("bridge.noise.model", noise = format_scientific(delta_s));
        let noise = format_scientific(noise_of(&self.networks.bench.setup));
        Plank { word: say!("bridge.noise"), model, network: say!("bridge.noise.network", noise = noise) }
    }

    fn flatness_of_model(&self) -> String {
        let gamma = Parameter::Gamma.get(&self.run.scenario).unwrap_or(f64::NAN);
        say!("bridge.flatness.model", gamma = format_number(gamma))
    }

    fn hopping_plank(&self, scope: Option<&Scope<'_>>) -> Plank {
        let model = say!("bridge.hopping.model", share = per_cent(self.run.shown().hopping));
        let network = match scope.and_then(|scope| scope.clocks()[0]) {
            Some(step) => say!("bridge.hopping.network", step = format_whole(f64::from(step))),
            None => say!("bridge.hopping.unknown").to_owned(),
        };
        Plank { word: say!("bridge.hopping"), model, network }
    }

    fn frozen_plank(&self, scope: Option<&Scope<'_>>) -> Plank {
        let model = match self.run.frost().here.as_ref() {
            Ok(frost) => say!("bridge.frozen.model", y = format!("{:.2}", frost.at.y)),
            Err(_) => say!("bridge.frozen.nowhere").to_owned(),
        };
        let network = match scope.and_then(|scope| scope.clocks()[1]) {
            Some(step) => say!("bridge.frozen.network", step = format_whole(f64::from(step))),
            None => say!("bridge.frozen.unknown").to_owned(),
        };
        Plank { word: say!("bridge.frozen"), model, network }
    }

    fn stability_plank(&self, scope: Option<&Scope<'_>>) -> Plank {
        let told = |edge: f64, sharpest: f64| {
            let side = if sharpest >= edge { say!("bridge.reached") } else { say!("bridge.below") };
            let [edge, sharpest] = [edge, (10.0 * sharpest).round() / 10.0].map(format_number);
            say!("bridge.stability.both", edge = edge, sharpest = sharpest, side = side)
        };
        let eta = self.run.scenario.eta.at(self.run.shown().step);
        let model = told(2.0 / eta, self.run.sharpest_curvature());
        let sharpest = scope.and_then(|scope| {
            let stations = scope.sight.trained.stations.iter();
            stations.filter_map(|station| station.sharpness).max_by(f64::total_cmp)
        });
        let edge = 2.0 / self.networks.bench.setup.eta.at(0);
        let network = match sharpest {
            Some(sharpest) => told(edge, sharpest),
            None => say!("bridge.stability.edge", edge = format_number(edge)),
        };
        Plank { word: say!("bridge.stability"), model, network }
    }

    /// Opens the card, or goes back to where one was.
    pub(super) fn cross(&mut self, command: &WindowCommand) {
        match command {
            WindowCommand::ToModel => self.do_to_model(),
            WindowCommand::ToNetwork => self.do_to_network(),
            _ => self.around.bridge ^= true,
        }
    }
}

fn flatness_of_network(scope: Option<&Scope<'_>>) -> String {
    let flatness = scope.and_then(|scope| {
        let read = |step: u32| scope.sight.twig(step)?.end(scope.read_at)?.flatness;
        let steps = &scope.sight.similarity[scope.read_at as usize].steps;
        Some([read(*steps.first()?)?, read(*steps.last()?)?])
    });
    match flatness {
        Some([from, to]) => {
            let [from, to] = [from, to].map(|flatness| format!("{flatness:.2}"));
            say!("bridge.flatness.network", from = from, to = to)
        }
        None => say!("bridge.flatness.unknown").to_owned(),
    }
}

fn agreement(scope: Option<&Scope<'_>>) -> String {
    let alike = scope.and_then(|scope| {
        let matrix = &scope.sight.similarity[scope.read_at as usize].matrix;
        let last = matrix.len().checked_sub(2)?;
        Some([*matrix.first()?.last()?, *matrix[last].last()?])
    });
    match alike {
        Some([from, to]) => {
            let [from, to] = [from, to].map(|alike| format!("{alike:.2}"));
            say!("bridge.agreement.network", from = from, to = to)
        }
        None => say!("bridge.agreement.unknown").to_owned(),
    }
}

fn settling(scope: Option<&Scope<'_>>) -> String {
    match scope.map(Scope::clocks) {
        Some([Some(free), Some(frozen)]) if free < frozen => {
            let [free, frozen] = [free, frozen].map(|step| format_whole(f64::from(step)));
            say!("bridge.settling.network", from = free, to = frozen)
        }
        Some([Some(_), Some(_)]) => say!("bridge.settling.none").to_owned(),
        _ => say!("bridge.settling.unknown").to_owned(),
    }
}
