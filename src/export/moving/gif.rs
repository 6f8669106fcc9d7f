//! GIF: 256 colours a frame, and of each frame only what has changed: the rest of its rectangle is transparent, which
//! packs well.

use std::io::{self, BufWriter};

use gif::{DisposalMethod, Encoder, EncodingError, Frame, Repeat};

use super::palette::{CLEAR, Palette};
use crate::platform::Part;

pub struct Gif {
    encoder: Encoder<BufWriter<Part>>,
    size: [usize; 2],
    frames_per_second: f64,
    /// Frames so far.
    count: u64,
    /// Which of them waits to be written, since only the next that differs tells how long it stays.
    started: u64,
    /// What the screen shows after the frames so far.
    shown: Vec<u8>,
    waiting: Option<Frame<'static>>,
}

impl Gif {
    pub fn new(file: Part, size: [u32; 2], frames_per_second: f64) -> io::Result<Self> {
        let [width, height] = size.map(|length| length as u16);
        let encoder = Encoder::new(BufWriter::new(file), width, height, &[]).and_then(|mut encoder| {
            encoder.set_repeat(Repeat::Infinite)?;
            Ok(encoder)
        });
        let size = size.map(|length| length as usize);
        let encoder = encoder.map_err(failed)?;
        Ok(Self { encoder, size, frames_per_second, count: 0, started: 0, shown: Vec::new(), waiting: None })
    }

    pub fn frame(&mut self, pixels: &[u8]) -> io::Result<()> {
        let changed = changed(&self.shown, pixels, self.size[0]);
        let index = self.count;
        self.count += 1;
        let Some([left, top, right, bottom]) = changed else { return Ok(()) };
        self.flush(index)?;
        let width = self.size[0];
        let rows = (top..bottom).map(|row| 4 * (row * width + left)..4 * (row * width + right));
        let pixel = |at: usize| {
            let pixel = &pixels[at..at + 4];
            // Of what was shown before nothing is drawn.
            if self.shown.get(at..at + 4) == Some(pixel) {
                CLEAR
            } else {
                [pixel[0], pixel[1], pixel[2], 255]
            }
        };
        let part: Vec<u8> = rows.flat_map(|row| row.step_by(4)).flat_map(pixel).collect();
        let palette = Palette::of(&part);
        self.waiting = Some(Frame {
            left: left as u16,
            top: top as u16,
            width: (right - left) as u16,
            height: (bottom - top) as u16,
            buffer: palette.indices(&part, right - left).into(),
            palette: Some(palette.bytes()),
            transparent: palette.clear(),
            dispose: DisposalMethod::Keep,
            ..Frame::default()
        });
        self.shown = pixels.to_vec();
        self.started = index;
        Ok(())
    }

    /// Writes the frame that waits: it stays until the one of that number.
    fn flush(&mut self, until: u64) -> io::Result<()> {
        let Some(mut frame) = self.waiting.take() else { return Ok(()) };
        // In hundredths of a second, rounded so that the whole film lasts as long as it should.
        let time = |count: u64| (count as f64 * 100.0 / self.frames_per_second).round();
        frame.delay = (time(until) - time(self.started)).clamp(1.0, f64::from(u16::MAX)) as u16;
        self.encoder.write_frame(&frame).map_err(failed)
    }

    pub fn finish(mut self) -> io::Result<Part> {
        self.flush(self.count)?;
        Ok(self.encoder.into_inner().map_err(failed)?.into_inner()?)
    }
}

/// Left, top, right and bottom of what differs between two pictures; everything if there is only one, none if nothing
/// does.
fn changed(before: &[u8], after: &[u8], width: usize) -> Option<[usize; 4]> {
    let rows = after.len() / (4 * width);
    if before.len() != after.len() {
        return Some([0, 0, width, rows]);
    }
    let differing =
        (0..width * rows).filter(|pixel| before[4 * pixel..4 * pixel + 4] != after[4 * pixel..4 * pixel + 4]);
    differing.fold(None, |found: Option<[usize; 4]>, pixel| {
        let (x, y) = (pixel % width, pixel / width);
        let [left, top, right, bottom] = found.unwrap_or([x, y, x + 1, y + 1]);
        Some([left.min(x), top.min(y), right.max(x + 1), bottom.max(y + 1)])
    })
}

fn failed(error: EncodingError) -> io::Error {
    match error {
        EncodingError::Io(error) => error,
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests {
    use super::changed;

    #[test]
    fn only_what_changes_is_drawn_again() {
        let before = vec![0; 4 * 6 * 5];
        assert_eq!(changed(&[], &before, 6), Some([0, 0, 6, 5]));
        assert_eq!(changed(&before, &before, 6), None);
        let mut after = before.clone();
        after[4 * (2 * 6 + 3)] = 1;
        after[4 * (3 * 6 + 1) + 2] = 1;
        assert_eq!(changed(&before, &after, 6), Some([1, 2, 4, 4]));
    }
}
