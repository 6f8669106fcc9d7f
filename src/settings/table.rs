//! Tables of cells as text: what other programs put around lines, and rows that carry a checksum.

use super::fingerprint::fingerprint;

/// The last column of a table whose rows carry one: the fingerprint of the header and of the row before it.
pub const CHECKSUM: &str = "checksum";

/// A table's lines that end, numbered from 1, without a byte-order mark and carriage returns. What stands behind the
/// last of them was being written when its writer was cut off.
pub fn whole_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = without_mark(text);
    let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
    (1..).zip(whole.lines())
}

/// A table without the byte-order mark that some programs begin it with.
pub fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// A row with its checksum.
pub fn sealed(header: &str, row: &str) -> String {
    format!("{row},{}", fingerprint(format!("{header}\n{row}")))
}

/// A row without its checksum; none if that is not its own.
pub fn unsealed<'a>(header: &str, line: &'a str) -> Option<&'a str> {
    let (row, _) = line.rsplit_once(',')?;
    (sealed(header, row) == line).then_some(row)
}
