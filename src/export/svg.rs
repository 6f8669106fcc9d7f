//! A drawing as SVG: the one form from which pictures and PDF are made too.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::drawing::{Drawing, Fill, Item, Path, Stroke, Words, number};
use super::error::ExportError;
use super::faces::Face;
use super::subset::subset;
use crate::chart::Rgb;
use crate::chart::geometry::Rect;

/// What an SVG holds besides the drawing.
pub struct Document<'a> {
    pub title: &'a str,
    pub description: &'a str,
    /// Plain text for programs.
    pub metadata: &'a str,
    /// Whether letters are shapes instead of text.
    pub outlines: bool,
    /// Whether the fonts that browsers need are inside.
    pub fonts: bool,
}

/// Writes a drawing.
pub fn svg(drawing: &Drawing, document: &Document<'_>) -> Result<String, ExportError> {
    let [width, height] = drawing.size.map(number);
    let mut svg = Writer { text: String::new(), clips: 0, outlines: document.outlines };
    let _ = writeln!(
        svg.text,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}pt\" height=\"{height}pt\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\">"
    );
    for (tag, text) in
        [("title", document.title), ("desc", document.description), ("metadata", document.metadata)]
    {
        if !text.is_empty() {
            let _ = writeln!(svg.text, "<{tag}>{}</{tag}>", escaped(text));
        }
    }
    if document.fonts && !document.outlines {
        svg.fonts(&drawing.items);
    }
    let ground = hex(drawing.ground);
    let _ = writeln!(svg.text, "<rect width=\"{width}\" height=\"{height}\" fill=\"{ground}\"/>");
    svg.items(&drawing.items)?;
    svg.text.push_str("</svg>\n");
    Ok(svg.text)
}

struct Writer {
    text: String,
    /// Clips so far: their numbers are their names.
    clips: usize,
    outlines: bool,
}

impl Writer {
    fn items(&mut self, items: &[Item]) -> Result<(), ExportError> {
        for item in items {
            match item {
                Item::Shape { path, fill, stroke } => self.shape(path, *fill, stroke.as_ref()),
                Item::Words(words) => self.words(words),
                Item::Picture { room, size, pixels, smooth } => {
                    self.picture(*room, *size, pixels, *smooth)?;
                }
                Item::Within { room, items } => {
                    let mut path = Path::default();
                    path.rect(*room);
                    self.clipped(&path);
                    self.items(items)?;
                    self.text.push_str("</g>\n");
                }
                Item::Hatch { path, room, spacing, stroke } => {
                    self.clipped(path);
                    self.shape(&upward(*room, *spacing), None, Some(stroke));
                    self.text.push_str("</g>\n");
                }
            }
        }
        Ok(())
    }

    /// Opens a group that is seen only within a path.
    fn clipped(&mut self, path: &Path) {
        self.clips += 1;
        let (id, path) = (self.clips, path.text());
        let _ = writeln!(
            self.text,
            "<clipPath id=\"clip{id}\"><path d=\"{path}\"/></clipPath>\n<g clip-path=\"url(#clip{id})\">"
        );
    }

    fn shape(&mut self, path: &Path, fill: Option<Fill>, stroke: Option<&Stroke>) {
        let _ = write!(self.text, "<path d=\"{}\"", path.text());
        match fill {
            None => self.text.push_str(" fill=\"none\""),
            Some(fill) => {
                let _ = write!(self.text, " fill=\"{}\"", hex(fill.colour));
                self.opacity("fill-opacity", fill.opacity);
            }
        }
        if let Some(stroke) = stroke {
            let _ = write!(
                self.text,
                " stroke=\"{}\" stroke-width=\"{}\"",
                hex(stroke.colour),
                number(stroke.width)
            );
            self.opacity("stroke-opacity", stroke.opacity);
            if stroke.round {
                self.text.push_str(" stroke-linejoin=\"round\"");
            }
            if !stroke.dashes.is_empty() {
                let dashes: Vec<String> = stroke.dashes.iter().map(|&length| number(length)).collect();
                let _ = write!(self.text, " stroke-dasharray=\"{}\"", dashes.join(" "));
            } else if stroke.round {
                self.text.push_str(" stroke-linecap=\"round\"");
            }
        }
        self.text.push_str("/>\n");
    }

    fn opacity(&mut self, name: &str, opacity: f64) {
        if opacity < 1.0 {
            let _ = write!(self.text, " {name}=\"{}\"", number(opacity));
        }
    }

    fn words(&mut self, words: &Words) {
        let [x, y] = words.at;
        let mut attributes = format!("fill=\"{}\"", hex(words.colour));
        if words.upright {
            let _ = write!(attributes, " transform=\"translate({} {}) rotate(-90)\"", number(x), number(y));
        }
        if let Some((colour, width)) = words.halo {
            let _ = write!(
                attributes,
                " stroke=\"{}\" stroke-width=\"{}\" stroke-opacity=\"0.75\" stroke-linejoin=\"round\" paint-order=\"stroke\"",
                hex(colour),
                number(width)
            );
        }
        let origin = if words.upright { [0.0, 0.0] } else { words.at };
        if self.outlines {
            let mut path = Path::default();
            for piece in &words.line.pieces {
                let at = [origin[0] + piece.x, origin[1] + piece.drop];
                piece.face.outline(&piece.text, piece.size, at, &mut path);
            }
            let _ = writeln!(self.text, "<path {attributes} d=\"{}\"/>", path.text());
            return;
        }
        let _ = write!(self.text, "<text xml:space=\"preserve\" {attributes}>");
        for piece in &words.line.pieces {
            let _ = write!(
                self.text,
                "<tspan x=\"{}\" y=\"{}\" {} font-size=\"{}\">{}</tspan>",
                number(origin[0] + piece.x),
                number(origin[1] + piece.drop),
                family(piece.face),
                number(piece.size),
                escaped(&piece.text)
            );
        }
        self.text.push_str("</text>\n");
    }

    fn picture(
        &mut self,
        room: Rect,
        size: [usize; 2],
        pixels: &[u8],
        smooth: bool,
    ) -> Result<(), ExportError> {
        let size = size.map(|count| count as u32);
        let data = base64(&super::picture::png(size, pixels, 72.0)?);
        let rendering = if smooth { "" } else { " style=\"image-rendering:pixelated\"" };
        let _ = writeln!(
            self.text,
            "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\"{rendering} \
             href=\"data:image/png;base64,{data}\"/>",
            number(room.left),
            number(room.top),
            number(room.width()),
            number(room.height())
        );
        Ok(())
    }

    /// The letters that the drawing uses, for programs that do not have the fonts.
    fn fonts(&mut self, items: &[Item]) {
        let mut texts = BTreeMap::new();
        collect(items, &mut texts);
        if texts.is_empty() {
            return;
        }
        self.text.push_str("<style>\n");
        for (face, texts) in texts {
            let data = base64(&subset(face, &texts));
            let slope = if face.is_italic() { "italic" } else { "normal" };
            let _ = writeln!(
                self.text,
                "@font-face{{font-family:'{}';font-weight:{};font-style:{slope};\
                 src:url(data:font/ttf;base64,{data})}}",
                face.family(),
                face.weight()
            );
        }
        self.text.push_str("</style>\n");
    }
}

/// What is set in each face.
fn collect<'a>(items: &'a [Item], texts: &mut BTreeMap<Face, BTreeSet<&'a str>>) {
    for item in items {
        match item {
            Item::Words(words) => {
                for piece in &words.line.pieces {
                    texts.entry(piece.face).or_default().insert(&piece.text);
                }
            }
            Item::Within { items, .. } => collect(items, texts),
            Item::Shape { .. } | Item::Picture { .. } | Item::Hatch { .. } => {}
        }
    }
}

fn family(face: Face) -> String {
    let slope = if face.is_italic() { " font-style=\"italic\"" } else { "" };
    let weight =
        if face.weight() == 400 { String::new() } else { format!(" font-weight=\"{}\"", face.weight()) };
    format!("font-family=\"'{}', {}\"{weight}{slope}", face.family(), face.fallback())
}

/// Strokes at half a right angle over a rectangle, in step with those over its neighbours.
fn upward(room: Rect, spacing: f64) -> Path {
    let mut path = Path::default();
    let step = (spacing * std::f64::consts::SQRT_2).max(0.5);
    // Along such a stroke x + y is constant.
    let mut sum = ((room.left + room.top) / step).ceil() * step;
    while sum < room.right + room.bottom {
        let from = [room.left.max(sum - room.bottom), (sum - room.left).min(room.bottom)];
        let to = [room.right.min(sum - room.top), (sum - room.right).max(room.top)];
        path.segment(from, to);
        sum += step;
    }
    path
}

pub fn hex(Rgb(r, g, b): Rgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// Text as XML has it, without the characters that it cannot have.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            '\t' | '\n' => escaped.push(character),
            control if u32::from(control) < 0x20 => {}
            character => escaped.push(character),
        }
    }
    escaped
}

/// Bytes in the letters of RFC 4648.
pub fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits =
            chunk.iter().enumerate().map(|(index, &byte)| u32::from(byte) << (16 - 8 * index)).sum::<u32>();
        for index in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * index)) as usize & 63];
            text.push(if index <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_as_the_standard_says() {
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn text_stays_text() {
        assert_eq!(escaped("a<b & \"c\"\u{1}"), "a&lt;b &amp; &quot;c&quot;");
    }

    #[test]
    fn strokes_stay_in_their_rectangle() {
        let room = Rect { left: 3.0, top: 5.0, right: 30.0, bottom: 12.0 };
        let path = upward(room, 3.0);
        let numbers: Vec<f64> = path
            .text()
            .split(|c: char| c.is_alphabetic() || c == ' ')
            .filter_map(|number| number.parse().ok())
            .collect();
        assert!(numbers.len() > 8);
        assert!(numbers.chunks(2).all(|place| room.grown(0.01).contains([place[0], place[1]])));
    }
}
