//! `frostline network measure`: any network of the kind, from a file of its weights.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::numbers::Numbers;
use super::setup;
use crate::cli::report::{print, table, width};
use crate::cli::{Failure, Outcome, flags};
use crate::networks::experiments::prepared::PrepareError;
use crate::networks::experiments::reading::{Bends, Reading};
use crate::networks::model::{Digits, DigitsError, Parameter, Weights};
use crate::networks::training::Dataset;
use crate::platform::FileError;
use crate::platform::files::read;
use crate::say;
use crate::settings::Adjustable;

pub fn command() -> Command {
    let command = Command::new("measure")
        .about(say!("cli.network.measure.about"))
        .arg(
            Arg::new("weights")
                .long("weights")
                .value_name(say!("cli.value.file"))
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help(say!("cli.network.measure.weights")),
        )
        .args([Parameter::Digits, Parameter::TestDigits].map(flags::parameter_flag));
    setup::with_digits(command)
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help(say!("cli.network.json")))
        .after_help(say!("cli.network.measure.examples"))
}

/// Four layers of 4096 units have 268 MB.
const MOST_BYTES: u64 = 1 << 29;

pub fn main(matches: &ArgMatches) -> Outcome {
    let path = matches.get_one::<PathBuf>("weights").expect("clap requires it");
    let of_file = |what: String| Failure::input(format!("{}: {what}", path.display()));
    let bytes = read(path, MOST_BYTES).map_err(|why| Failure::input(FileError::Open(path.clone(), why)))?;
    let weights = Weights::from_safetensors(&bytes).map_err(|error| of_file(error.to_string()))?;
    let [train, test] = setup::digits(matches)?;
    let inputs = weights.shape.inputs();
    let seen = |all: &Digits, parameter: Parameter| -> Result<Dataset, DigitsError> {
        let count = matches.get_one::<f64>(parameter.about().name).map_or(all.len(), |&count| count as usize);
        Ok(Dataset::new(all.first(count)?.for_inputs(inputs)?))
    };
    let train =
        seen(&train, Parameter::Digits).map_err(|error| setup::refused(PrepareError::Train(error)))?;
    let test =
        seen(&test, Parameter::TestDigits).map_err(|error| setup::refused(PrepareError::Test(error)))?;
    let reading = Reading::take([&train, &test], weights, 0, Bends::BOTH);
    if !(reading.train.loss.is_finite() && reading.gradient_norm.is_finite()) {
        return Err(of_file(say!("cli.network.measure.no-loss").to_owned()));
    }
    let numbers = Numbers::of(&reading);
    if matches.get_flag("json") {
        return print(&(serde_json::to_string_pretty(&numbers).expect("numbers are plain data") + "\n"));
    }
    let rows = numbers.rows();
    print(&table(&rows, width(rows.iter().map(|(name, _)| name.as_str()))))
}
