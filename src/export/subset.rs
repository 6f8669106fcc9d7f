//! Small fonts for SVG: a bundled font with the outlines of unused letters left out. All else stays in place, so that
//! its character map and its kerning hold as they are.

use std::collections::BTreeSet;

use super::faces::Face;

/// The font of a face with only the outlines that these texts need: those of their letters, and of the ligatures that
/// their letters form.
pub fn subset(face: Face, texts: &BTreeSet<&str>) -> Vec<u8> {
    let mut used: BTreeSet<usize> = BTreeSet::from([0]);
    let mut buffer = [0; 4];
    for text in texts {
        used.extend(face.glyphs(text).iter().map(|glyph| usize::from(glyph.id.0)));
        for letter in text.chars() {
            let letter = letter.encode_utf8(&mut buffer);
            used.extend(face.glyphs(letter).iter().map(|glyph| usize::from(glyph.id.0)));
        }
    }
    without_outlines(face.bytes(), used).unwrap_or_else(|| face.bytes().to_vec())
}

/// Rewrites the tables of outlines of a TrueType font; none if it is laid out otherwise.
fn without_outlines(font: &[u8], mut used: BTreeSet<usize>) -> Option<Vec<u8>> {
    let tables = tables(font)?;
    let table = |tag: &[u8; 4]| tables.iter().find(|(name, _)| name == tag).map(|(_, bytes)| *bytes);
    let (glyphs, places) = (table(b"glyf")?, table(b"loca")?);
    let is_long = short(table(b"head")?, 50)? == 1;
    let place = |index: usize| -> Option<usize> {
        if is_long { long(places, 4 * index) } else { short(places, 2 * index).map(|half| 2 * half) }
    };
    let count = short(table(b"maxp")?, 4)?;
    let outline = |index: usize| glyphs.get(place(index)?..place(index + 1)?);
    let mut open: Vec<usize> = used.iter().copied().collect();
    while let Some(index) = open.pop() {
        let parts = components(outline(index)?);
        open.extend(parts.into_iter().filter(|part| *part < count && used.insert(*part)));
    }
    let (mut kept, mut starts) = (Vec::new(), Vec::new());
    for index in 0..count {
        starts.extend((kept.len() as u32).to_be_bytes());
        if used.contains(&index) {
            kept.extend_from_slice(outline(index)?);
            kept.resize(kept.len().next_multiple_of(4), 0);
        }
    }
    starts.extend((kept.len() as u32).to_be_bytes());
    let mut head = table(b"head")?.to_vec();
    head[50..52].copy_from_slice(&[0, 1]);
    let rewritten = tables.iter().map(|(name, bytes)| match name {
        b"glyf" => (*name, kept.as_slice()),
        b"loca" => (*name, starts.as_slice()),
        b"head" => (*name, head.as_slice()),
        _ => (*name, *bytes),
    });
    Some(assembled(&rewritten.collect::<Vec<_>>()))
}

/// The glyphs that a composite glyph is made of.
fn components(outline: &[u8]) -> Vec<usize> {
    const WORDS: usize = 0x0001;
    const SCALE: usize = 0x0008;
    const MORE: usize = 0x0020;
    const TWO_SCALES: usize = 0x0040;
    const MATRIX: usize = 0x0080;
    let mut found = Vec::new();
    // A negative number of contours marks a composite.
    if short(outline, 0).is_none_or(|contours| contours < 0x8000) {
        return found;
    }
    let mut at = 10;
    while let (Some(flags), Some(glyph)) = (short(outline, at), short(outline, at + 2)) {
        found.push(glyph);
        let scales = [(SCALE, 2), (TWO_SCALES, 4), (MATRIX, 8)];
        at += if flags & WORDS != 0 { 8 } else { 6 };
        at += scales.into_iter().filter(|(flag, _)| flags & flag != 0).map(|(_, bytes)| bytes).sum::<usize>();
        if flags & MORE == 0 {
            break;
        }
    }
    found
}

fn tables(font: &[u8]) -> Option<Vec<([u8; 4], &[u8])>> {
    let count = short(font, 4)?;
    (0..count)
        .map(|index| {
            let record = 12 + 16 * index;
            let tag: [u8; 4] = font.get(record..record + 4)?.try_into().ok()?;
            let (start, length) = (long(font, record + 8)?, long(font, record + 12)?);
            Some((tag, font.get(start..start + length)?))
        })
        .collect()
}

/// A font file of tables, which come in the order of their tags.
fn assembled(tables: &[([u8; 4], &[u8])]) -> Vec<u8> {
    let count = tables.len() as u16;
    let power = 1_u16 << count.ilog2();
    let mut font = 0x0001_0000_u32.to_be_bytes().to_vec();
    for value in [count, 16 * power, power.ilog2() as u16, 16 * (count - power)] {
        font.extend(value.to_be_bytes());
    }
    let mut start = 12 + 16 * tables.len();
    for (tag, bytes) in tables {
        font.extend(tag);
        for value in [checksum(bytes), start as u32, bytes.len() as u32] {
            font.extend(value.to_be_bytes());
        }
        start += bytes.len().next_multiple_of(4);
    }
    let mut head = None;
    for (tag, bytes) in tables {
        if tag == b"head" {
            head = Some(font.len());
        }
        font.extend(*bytes);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    // The whole file's sum, with its own place empty, is part of `head`.
    if let Some(place) = head.map(|head| head + 8) {
        font[place..place + 4].fill(0);
        let sum = 0xB1B0_AFBA_u32.wrapping_sub(checksum(&font));
        font[place..place + 4].copy_from_slice(&sum.to_be_bytes());
    }
    font
}

fn checksum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0, |sum: u32, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(usize::from(u16::from_be_bytes(bytes)))
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(u32::from_be_bytes(bytes) as usize)
}

#[cfg(test)]
mod tests {
    use rustybuzz::ttf_parser::{Face as Font, GlyphId};

    use super::*;

    #[test]
    fn a_small_font_draws_its_letters_and_no_others() {
        for face in Face::ALL {
            let bytes = subset(face, &BTreeSet::from(["ä7"]));
            assert!(bytes.len() < face.bytes().len() - 15_000, "{face:?}");
            let (small, whole) = (Font::parse(&bytes, 0).unwrap(), Font::parse(face.bytes(), 0).unwrap());
            let boxed = |font: &Font<'_>, letter: char| {
                let glyph: GlyphId = font.glyph_index(letter).unwrap();
                font.glyph_bounding_box(glyph)
            };
            for letter in ['ä', '7'] {
                assert!(boxed(&small, letter).is_some());
                assert_eq!(boxed(&small, letter), boxed(&whole, letter));
            }
            assert_eq!(boxed(&small, 'Q'), None);
        }
    }

    #[test]
    fn ligatures_are_letters_too() {
        let [ligature] = &Face::Serif.glyphs("fl")[..] else { panic!("this face joins f and l") };
        let bytes = subset(Face::Serif, &BTreeSet::from(["flat"]));
        assert!(Font::parse(&bytes, 0).unwrap().glyph_bounding_box(ligature.id).is_some());
    }
}
