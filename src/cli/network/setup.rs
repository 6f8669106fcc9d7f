//! What most commands of the laboratory begin with: a flag for every number of a setup, and the digits.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};

use super::values::{self, List};
use crate::cli::{Failure, flags};
use crate::networks::experiments::prepared::{PrepareError, Prepared};
use crate::networks::model::{
    Digits, DigitsError, MOST_LAYERS, MOST_UNITS, Parameter, Preset, Setup, Shipped,
};
use crate::platform::FileError;
use crate::platform::files::read;
use crate::say;
use crate::settings::{Adjustable, Schedule, Settings};

/// Adds the flags of a setup and of its digits, but for those of some parameters.
pub fn with_setup(but: &[Parameter], command: Command) -> Command {
    let presets: Vec<_> = Preset::ALL.iter().map(|preset| preset.name()).collect();
    let preset = Arg::new("preset")
        .long("preset")
        .value_name(say!("cli.value.name"))
        .value_parser(presets)
        .help(say!("cli.network.preset"));
    let hidden = values::list("hidden", 1.0..=MOST_UNITS as f64, true, say!("cli.network.hidden"))
        .conflicts_with_all([Parameter::Layers, Parameter::Width].map(|parameter| parameter.about().name));
    let numbers = Parameter::ALL.iter().copied().filter(|parameter| !but.contains(parameter));
    let schedules = flags::scheduled::<Parameter>().filter(|parameter| !but.contains(parameter));
    let command = command
        .arg(preset)
        .arg(hidden)
        .args(numbers.map(flags::parameter_flag))
        .args(schedules.map(flags::schedule_flag))
        .arg(seed_flag());
    with_digits(command).arg(flags::threads_flag())
}

pub fn seed_flag() -> Arg {
    Arg::new("seed")
        .long("seed")
        .value_name("N")
        .value_parser(value_parser!(u64))
        .allow_hyphen_values(true)
        .help(say!("cli.network.seed"))
}

/// Adds the flags of a person's own digits.
pub fn with_digits(command: Command) -> Command {
    let file = |name: &'static str, with: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name(say!("cli.value.file"))
            .value_parser(value_parser!(PathBuf))
            .requires(with)
            .help(help)
    };
    command
        .arg(file("train-images", "train-labels", say!("cli.network.train-images")))
        .arg(file("train-labels", "train-images", say!("cli.network.train-labels")))
        .arg(file("test-images", "test-labels", say!("cli.network.test-images")))
        .arg(file("test-labels", "test-images", say!("cli.network.test-labels")))
}

/// A preset, with what the flags make of it; its digits are at most as many as there are of a person's own.
pub fn setup(matches: &ArgMatches, [train, test]: [&Digits; 2]) -> Result<Setup, Failure> {
    let name = matches.get_one::<String>("preset");
    let preset = Preset::ALL.into_iter().find(|preset| Some(preset.name()) == name.map(String::as_str));
    let mut setup = preset.unwrap_or(Preset::Live).setup();
    setup.digits = setup.digits.min(u32::try_from(train.len()).unwrap_or(u32::MAX));
    setup.test_digits = setup.test_digits.min(u32::try_from(test.len()).unwrap_or(u32::MAX));
    if let Some(List(widths)) = matches.get_one::<List>("hidden") {
        if widths.len() >= MOST_LAYERS {
            let most = MOST_LAYERS - 1;
            return Err(Failure::input(say!("cli.network.hidden-most", count = widths.len(), most = most)));
        }
        setup.hidden = widths.iter().map(|&units| units as u32).collect();
    }
    flags::adjust(&mut setup, matches)?;
    if let Some(&seed) = matches.get_one::<u64>("seed") {
        setup.seed = seed;
    }
    // Where batches cannot be set nobody asks for them, and they are in nobody's way.
    if matches.try_contains_id(Parameter::Batch.about().name).is_err() {
        let most = f64::from(setup.digits);
        setup.batch = Schedule::Constant(setup.batch.at(0).min(most));
    }
    setup.validate().map_err(Failure::input)?;
    Ok(setup)
}

/// What is trained on and what is tested on, of one size: a person's own digits where files are given.
pub fn digits(matches: &ArgMatches) -> Result<[Digits; 2], Failure> {
    let files = |of: &str| {
        let file = |what: &str| matches.get_one::<PathBuf>(&format!("{of}-{what}"));
        file("images").zip(file("labels"))
    };
    let of = |name: &str, shipped: Shipped| match files(name) {
        Some((images, labels)) => own(images, labels),
        None => Digits::shipped(shipped).map_err(Failure::input),
    };
    let [train, test] = [of("train", Shipped::Train)?, of("test", Shipped::Test)?];
    if train.side != test.side {
        return Err(Failure::input(say!("cli.network.sides", train = train.side, test = test.side)));
    }
    Ok([train, test])
}

/// The largest file that is read: MNIST's has 47 MB.
const MOST_BYTES: u64 = 1 << 30;

fn own(images: &Path, labels: &Path) -> Result<Digits, Failure> {
    let bytes = |path: &Path| {
        read(path, MOST_BYTES).map_err(|why| Failure::input(FileError::Open(path.to_owned(), why)))
    };
    Digits::read(&bytes(images)?, &bytes(labels)?).map_err(|error| {
        let blamed =
            if matches!(error, DigitsError::Labels(_) | DigitsError::Label { .. }) { labels } else { images };
        Failure::input(format!("{}: {error}", blamed.display()))
    })
}

/// All that experiments work with, as the flags describe it.
pub fn prepared(matches: &ArgMatches) -> Result<Prepared, Failure> {
    let [train, test] = digits(matches)?;
    let setup = setup(matches, [&train, &test])?;
    prepare(setup, [&train, &test])
}

/// The same of a setup.
pub fn prepare(setup: Setup, [train, test]: [&Digits; 2]) -> Result<Prepared, Failure> {
    Prepared::new(setup, train, test).map_err(refused)
}

/// Why there is nothing to work with, and of which digits.
pub fn refused(error: PrepareError) -> Failure {
    Failure::input(match error {
        PrepareError::Train(what) => say!("cli.network.cannot-train", what = what),
        PrepareError::Test(what) => say!("cli.network.cannot-test", what = what),
        other => other.to_string(),
    })
}
