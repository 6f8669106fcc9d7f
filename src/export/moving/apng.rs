//! PNG that moves: frames as chunks of one file, their number filled in at the end.

use std::io::{self, BufWriter, Seek, SeekFrom, Write};

use crate::platform::Part;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// A chunk's length, name and checksum.
const FRAMING: usize = 12;
/// What `IHDR` holds.
const HEADER: usize = 13;

pub struct Apng {
    file: BufWriter<Part>,
    size: [u32; 2],
    /// How long a frame stays, as a fraction of a second.
    delay: [u16; 2],
    frames: u32,
    /// Chunks of the animation are numbered throughout.
    sequence: u32,
}

impl Apng {
    pub fn new(file: Part, size: [u32; 2], frames_per_second: f64) -> Self {
        let delay = [100, (100.0 * frames_per_second).round() as u16];
        Self { file: BufWriter::new(file), size, delay, frames: 0, sequence: 0 }
    }

    /// Adds a frame that is a PNG.
    pub fn frame(&mut self, picture: &[u8]) -> io::Result<()> {
        self.frames += 1;
        let control = [
            &self.next()[..],
            &self.size[0].to_be_bytes(),
            &self.size[1].to_be_bytes(),
            // At the corner, kept until the next frame, which replaces it.
            &[0; 8],
            &self.delay[0].to_be_bytes(),
            &self.delay[1].to_be_bytes(),
            &[0, 0],
        ];
        let control = control.concat();
        if self.frames == 1 {
            self.file.write_all(SIGNATURE)?;
            let before = chunks(picture).take_while(|(name, _)| *name != b"IDAT");
            for (index, (name, data)) in before.enumerate() {
                self.chunk(name, data)?;
                if index == 0 {
                    // The number of frames is not known yet.
                    self.chunk(b"acTL", &[0; 8])?;
                }
            }
        }
        self.chunk(b"fcTL", &control)?;
        for (_, data) in chunks(picture).filter(|(name, _)| *name == b"IDAT") {
            if self.frames == 1 {
                self.chunk(b"IDAT", data)?;
            } else {
                let data = [&self.next()[..], data].concat();
                self.chunk(b"fdAT", &data)?;
            }
        }
        Ok(())
    }

    pub fn finish(mut self) -> io::Result<Part> {
        self.chunk(b"IEND", &[])?;
        let place = SIGNATURE.len() + FRAMING + HEADER;
        self.file.seek(SeekFrom::Start(place as u64))?;
        // Played without end.
        let count = [self.frames.to_be_bytes(), [0; 4]].concat();
        self.chunk(b"acTL", &count)?;
        Ok(self.file.into_inner()?)
    }

    fn next(&mut self) -> [u8; 4] {
        self.sequence += 1;
        (self.sequence - 1).to_be_bytes()
    }

    fn chunk(&mut self, name: &[u8], data: &[u8]) -> io::Result<()> {
        self.file.write_all(&(data.len() as u32).to_be_bytes())?;
        self.file.write_all(name)?;
        self.file.write_all(data)?;
        self.file.write_all(&checksum(&[name, data]).to_be_bytes())
    }
}

/// The names and the data of a PNG's chunks.
fn chunks(png: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = png.get(SIGNATURE.len()..).unwrap_or_default();
    std::iter::from_fn(move || {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?) as usize;
        let (chunk, after) = rest.split_at_checked(length + FRAMING)?;
        rest = after;
        Some((&chunk[4..8], &chunk[8..8 + length]))
    })
}

/// The cyclic redundancy check of PNG.
fn checksum(parts: &[&[u8]]) -> u32 {
    const TABLE: [u32; 256] = table();
    let bytes = parts.iter().flat_map(|part| part.iter());
    !bytes.fold(u32::MAX, |sum, &byte| TABLE[usize::from(sum as u8 ^ byte)] ^ (sum >> 8))
}

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut value = index as u32;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { 0xEDB8_8320 ^ (value >> 1) } else { value >> 1 };
            bit += 1;
        }
        table[index] = value;
        index += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_standards() {
        assert_eq!(checksum(&[b"1234", b"56789"]), 0xCBF4_3926);
        assert_eq!(checksum(&[b"IEND"]), 0xAE42_6082);
    }
}
