//! A run as a line for a shell, which makes it again.

use crate::labs::{NetworkPreset, Setup};
use crate::settings::flags;
use crate::valleys::model::{Preset, Scenario};

/// What follows the name of a subcommand to make a scenario: a preset, and how it differs; none where no flags say it.
pub fn scenario_flags(scenario: &Scenario) -> Option<String> {
    let told = Preset::ALL.into_iter().filter_map(|preset| {
        let base = preset.scenario();
        let law = (base.noise.unbent() != scenario.noise.unbent())
            .then(|| ["--noise".to_owned(), scenario.noise.unbent().name().to_owned()]);
        let seed = (base.seed != scenario.seed).then(|| ["--seed".to_owned(), scenario.seed.to_string()]);
        let noise = if law.is_some() { scenario.noise.unbent() } else { base.noise };
        let rest = flags(&Scenario { noise, seed: scenario.seed, ..base }, scenario)?;
        let preset = ["--preset".to_owned(), preset.name().to_owned()];
        Some([preset].into_iter().chain(law).chain(rest).chain(seed).collect::<Vec<_>>())
    });
    // The preset that leaves the least to say.
    let shortest = told.min_by_key(Vec::len)?;
    Some(shortest.concat().join(" "))
}

/// The same of a network's setup.
pub fn setup_flags(setup: &Setup) -> Option<String> {
    let told = NetworkPreset::ALL.into_iter().filter_map(|preset| {
        let base = preset.setup();
        let seed = (base.seed != setup.seed).then(|| ["--seed".to_owned(), setup.seed.to_string()]);
        let base = Setup { seed: setup.seed, ..base };
        let preset = ["--preset".to_owned(), preset.name().to_owned()];
        // Layers of unlike widths have no number in common.
        let widths = || setup.hidden.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let rest = flags(&base, setup).map(|rest| (None, rest)).or_else(|| {
            let rest = flags(&Setup { hidden: setup.hidden.clone(), ..base }, setup)?;
            Some((Some(["--hidden".to_owned(), widths()]), rest))
        });
        let (hidden, rest) = rest?;
        Some([preset].into_iter().chain(hidden).chain(rest).chain(seed).collect::<Vec<_>>())
    });
    Some(told.min_by_key(Vec::len)?.concat().join(" "))
}
