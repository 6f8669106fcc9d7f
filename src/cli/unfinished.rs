//! What is made of a folder of figures so far: listed in it until all are there, so that a set that was cut off goes
//! on, and that one process alone makes it.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Failure, Outcome};
use crate::platform::Owned;

/// Its name in the folder.
const NAME: &str = ".unfinished";
/// A page's entries are some sentences each.
const MOST_BYTES: u64 = 1 << 20;

/// The list, open to be added to: the order that the set is made by, then a line for each figure whose files are whole.
pub struct Unfinished {
    file: Owned,
    /// The page's entries of those figures, by their names; none where no set of the same order was begun.
    entries: Option<BTreeMap<String, String>>,
}

impl Unfinished {
    /// Opens the list of a folder, which must be begun if no set of this order was.
    pub fn open(folder: &Path, order: &str) -> Result<Self, Failure> {
        let mut file = Owned::open(&folder.join(NAME), true).map_err(Failure::input)?;
        let text = file.text(MOST_BYTES).map_err(Failure::input)?;
        // A line that is not whole was being written when the set was cut off.
        let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
        let mut lines = whole.lines();
        let same = lines.next().is_some_and(|first| first == order);
        if same && whole != text {
            file.replace(whole.as_bytes()).map_err(Failure::input)?;
        }
        let entry = |line: &str| serde_json::from_str::<(String, String)>(line).ok();
        let entries = same.then(|| lines.filter_map(entry).collect());
        Ok(Self { file, entries })
    }

    /// Whether a set of this order was begun here, and cut off.
    pub fn goes_on(&self) -> bool {
        self.entries.is_some()
    }

    pub fn begin(&mut self, order: &str) -> Outcome {
        self.entries = Some(BTreeMap::new());
        self.file.replace(format!("{order}\n").as_bytes()).map_err(Failure::input)
    }

    /// The page's entry of a figure that is made.
    pub fn entry(&self, name: &str) -> Option<&String> {
        self.entries.as_ref()?.get(name)
    }

    /// Adds a figure whose files are whole.
    pub fn add(&mut self, name: &str, entry: &str) -> Outcome {
        let line = serde_json::to_string(&(name, entry)).expect("texts are plain data");
        self.file.append(format!("{line}\n").as_bytes()).map_err(Failure::input)
    }

    /// Nothing was begun, and nothing is left behind.
    pub fn remove_unless_begun(self) {
        if self.file.is_empty() {
            self.remove();
        }
    }

    /// All figures are there.
    pub fn remove(self) {
        self.file.remove();
    }
}
