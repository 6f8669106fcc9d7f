//! An experiment as the line of a command that asks it again.

use crate::settings::{Adjustable, Piece, Schedule, Shape};
use crate::valleys::experiments::questions::Questions;
use crate::valleys::figures::{Effort, Entry};
use crate::valleys::model::{NoiseLaw, Parameter, Preset, Scenario};

/// The line that gives an experiment's answer again, with its figure in a file.
pub(super) fn command_line(
    entry: &Entry,
    scenario: &Scenario,
    questions: &Questions,
    effort: Effort,
) -> String {
    let mut words = vec!["frostline ask".to_owned(), entry.name.to_owned()];
    words.extend(scenario_flags(scenario));
    words.extend(question_flags(entry, scenario, questions));
    if effort == Effort::Quick {
        words.push("--quick".to_owned());
    }
    words.push(format!("-o {}.pdf", entry.name));
    words.join(" ")
}

/// What makes a scenario of the preset that is most like it.
fn scenario_flags(scenario: &Scenario) -> Vec<String> {
    let differing = |preset: &Preset| different(scenario, &preset.scenario());
    let preset = Preset::ALL.into_iter().min_by_key(|preset| differing(preset).len());
    let Some(preset) = preset else { return Vec::new() };
    let mut flags = vec![format!("--preset {}", preset.name())];
    flags.extend(differing(&preset));
    flags
}

/// The flags of what a scenario has otherwise than another.
fn different(scenario: &Scenario, other: &Scenario) -> Vec<String> {
    let mut flags = Vec::new();
    let law = scenario.noise.unbent();
    if law != other.noise.unbent() {
        flags.push(format!("--noise {}", NoiseLaw::name(law)));
    }
    for parameter in Parameter::ALL.iter().copied() {
        // What is relative to others is told by them.
        if parameter.is_relative() || parameter == Parameter::Gamma {
            continue;
        }
        let name = parameter.about().name.replace('_', "-");
        match parameter.schedule(scenario) {
            Some(Schedule::Pieces(pieces)) => {
                if parameter.schedule(scenario) != parameter.schedule(other) {
                    let pieces: Vec<String> = pieces.iter().map(piece).collect();
                    flags.push(format!("--{name}-schedule {}", pieces.join(",")));
                }
            }
            _ if parameter.get(scenario) != parameter.get(other) => {
                flags.extend(parameter.get(scenario).map(|value| format!("--{name} {value}")));
            }
            _ => {}
        }
    }
    if scenario.seed != other.seed {
        flags.push(format!("--seed {}", scenario.seed));
    }
    flags
}

fn piece(piece: &Piece) -> String {
    let shape = match piece.shape {
        Shape::Constant => "constant".to_owned(),
        Shape::Linear => "linear".to_owned(),
        Shape::Exponential => "exponential".to_owned(),
        Shape::Cosine => "cosine".to_owned(),
        Shape::Stairs(steps) => format!("stairs-{steps}"),
    };
    format!("{shape}:{}:{}:{}", piece.steps, piece.from, piece.to)
}

/// What is asked otherwise than by default, as far as the command line has flags for it.
fn question_flags(entry: &Entry, scenario: &Scenario, questions: &Questions) -> Vec<String> {
    let asked = questions.only(entry.question());
    let known = Questions::default();
    let mut flags = Vec::new();
    let mut flag = |name: &str, value: String, default: String| {
        if value != default {
            flags.push(format!("--{name} {value}"));
        }
    };
    flag("x", asked.phase.x.clone(), known.phase.x.clone());
    flag("y", asked.phase.y.clone(), known.phase.y.clone());
    flag("forks", asked.fork.forks.to_string(), known.fork.forks.to_string());
    flag("threshold", asked.fork.threshold.to_string(), known.fork.threshold.to_string());
    flag("held-y", asked.paradox.hold_y.to_string(), known.paradox.hold_y.to_string());
    flag("examples", asked.jitter.examples.to_string(), known.jitter.examples.to_string());
    flag("batch", asked.jitter.batch.to_string(), known.jitter.batch.to_string());
    if let Some(rival) = &asked.rival {
        for (name, parameter) in [("rival-eta", Parameter::Eta), ("rival-sigma", Parameter::Sigma)] {
            if parameter.get(rival) != parameter.get(scenario) {
                flags.extend(parameter.get(rival).map(|value| format!("--{name} {value}")));
            }
        }
    }
    flags
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::valleys::figures::named;

    #[test]
    fn a_line_says_what_is_different_and_no_more() {
        let entry = named("paradox").expect("it is in the catalogue");
        let mut scenario = Preset::Fig4.scenario();
        let line = |scenario: &Scenario, questions: &Questions| {
            command_line(entry, scenario, questions, Effort::Full)
        };
        let mut questions = Questions::default();
        assert_eq!(line(&scenario, &questions), "frostline ask paradox --preset fig4 -o paradox.pdf");
        Parameter::Eta.put(&mut scenario, 0.02);
        scenario.sigma = "0.4 to 0.01 over 4000".parse().expect("a schedule");
        questions.paradox.hold_y = 4.5;
        assert_eq!(
            line(&scenario, &questions),
            "frostline ask paradox --preset fig4 --eta 0.02 --sigma-schedule exponential:4000:0.4:0.01 \
             --held-y 4.5 -o paradox.pdf"
        );
    }
}
