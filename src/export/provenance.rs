//! Where a figure comes from, inside the figure: the session that made it, in a way that can be read back.

use serde::{Deserialize, Serialize};

/// What made a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The session as JSON.
    pub session: String,
    /// The program's version.
    pub version: String,
    pub seed: u64,
}

/// The keyword of the session in a PNG.
pub const KEYWORD: &str = "frostline-session";
/// No session is longer than this, in a file of its own or in a figure: a few bytes of a PNG could unpack to more than
/// there is memory.
pub const MOST_SESSION_BYTES: usize = 16 << 20;
/// What precedes and follows it in an SVG.
const OPENING: &str = "frostline-session: ";
const CLOSING: &str = "</metadata>";
/// What precedes it in a CSV, where it takes one line.
pub const LINE: &str = "# session: ";

impl Provenance {
    /// What an SVG's metadata holds.
    pub fn svg_metadata(&self) -> String {
        format!("Frostline {}, seed {}\n{OPENING}{}", self.version, self.seed, self.session)
    }

    /// The session on one line: line breaks in JSON are spaces, those within its strings are written otherwise.
    pub fn session_line(&self) -> String {
        self.session.lines().map(str::trim).collect::<Vec<_>>().join(" ")
    }
}

/// The session's text inside a file that this program wrote: SVG, PDF, PNG or CSV.
pub fn session_in(bytes: &[u8]) -> Option<String> {
    if bytes.starts_with(b"\x89PNG") {
        return in_png(bytes);
    }
    if bytes.starts_with(b"%PDF") {
        return in_pdf(bytes);
    }
    let text = std::str::from_utf8(bytes).ok()?;
    if text.starts_with('#') {
        let line =
            text.lines().take_while(|line| line.starts_with('#')).find_map(|line| line.strip_prefix(LINE));
        return line.map(str::to_owned);
    }
    let start = text.find(OPENING)? + OPENING.len();
    let end = start + text[start..].find(CLOSING)?;
    Some(unescaped(&text[start..end]))
}

/// The text chunk with our keyword.
fn in_png(bytes: &[u8]) -> Option<String> {
    let decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    let reader = decoder.read_info().ok()?;
    let mut chunk = reader.info().utf8_text.iter().find(|chunk| chunk.keyword == KEYWORD)?.clone();
    chunk.decompress_text_with_limit(MOST_SESSION_BYTES).ok()?;
    chunk.get_text().ok()
}

/// The attachment, which stands uncompressed in the file.
fn in_pdf(bytes: &[u8]) -> Option<String> {
    let embedded = find(bytes, b"/EmbeddedFile")?;
    // The dictionary that says so opens with the length of the stream that follows it.
    let opening = bytes[..embedded].windows(4).rposition(|window| window == b"obj\n")?;
    let dictionary = &bytes[opening..];
    let start = find(dictionary, b"stream\n")? + b"stream\n".len();
    let length = find(&dictionary[..start], b"/Length ")? + b"/Length ".len();
    let digits = dictionary[length..].iter().take_while(|byte| byte.is_ascii_digit());
    let length: usize = digits.map(|&byte| char::from(byte)).collect::<String>().parse().ok()?;
    let session = dictionary.get(start..start.checked_add(length)?)?;
    String::from_utf8(session.to_vec()).ok()
}

fn find(bytes: &[u8], pattern: &[u8]) -> Option<usize> {
    bytes.windows(pattern.len()).position(|window| window == pattern)
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::svg::escaped;

    #[test]
    fn what_is_escaped_comes_back() {
        let session = "{\"name\": \"a < b & c &lt; d > \\\"e\\\" </metadata>\"}";
        assert_eq!(unescaped(&escaped(session)), session);
    }

    #[test]
    fn files_of_others_have_no_session() {
        for bytes in
            [&b""[..], b"\x89PNG", b"%PDF-1.7 /EmbeddedFile", b"<svg></svg>", b"# x\n1,2", b"\xFF\xFE"]
        {
            assert_eq!(session_in(bytes), None);
        }
    }
}
