//! Moving pictures: frames in, one file (or folder) out, which stands there whole or not at all.

mod apng;
mod ffmpeg;
mod gif;
mod palette;
mod partial;

use super::picture::png;
use crate::say;
use std::path::Path;

use apng::Apng;
use ffmpeg::Ffmpeg;
use gif::Gif;
use partial::Partial;

/// The forms there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Gif,
    /// A PNG that moves: every colour as it is.
    Apng,
    /// A folder of numbered PNGs.
    Pngs,
    Mp4,
    WebM,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Gif, Self::Apng, Self::Pngs, Self::Mp4, Self::WebM];

    /// The form that a file name asks for; one without an extension is a folder.
    pub fn of(path: &Path) -> Result<Self, String> {
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        match extension.as_deref() {
            Some("gif") => Ok(Self::Gif),
            Some("png" | "apng") => Ok(Self::Apng),
            None => Ok(Self::Pngs),
            Some("mp4") => Ok(Self::Mp4),
            Some("webm") => Ok(Self::WebM),
            Some(_) => Err(say!("export.film.ending", file = path.display())),
        }
    }

    /// Whether this form can be made here; if not, what it takes.
    pub fn available(self) -> Result<(), String> {
        match self {
            Self::Gif | Self::Apng | Self::Pngs => Ok(()),
            Self::Mp4 | Self::WebM => ffmpeg::available(),
        }
    }
}

/// A moving picture being made. Dropped before it is finished, it leaves nothing behind.
pub struct Film {
    // Before the file, so that what still writes to it ends before it goes.
    strip: Strip,
    file: Partial,
    size: [u32; 2],
    frames: u64,
}

enum Strip {
    Gif(Box<Gif>),
    Apng(Apng),
    Pngs,
    Ffmpeg(Ffmpeg),
}

impl Film {
    /// Starts a moving picture of frames so large that will stand at `path`.
    pub fn new(kind: Kind, size: [u32; 2], frames_per_second: f64, path: &Path) -> Result<Self, String> {
        if !(1.0..=100.0).contains(&frames_per_second) {
            return Err(say!("export.film.rate", rate = frames_per_second));
        }
        if size.iter().any(|length| !(1..=16_384).contains(length)) {
            return Err(say!("export.film.size", width = size[0], height = size[1]));
        }
        kind.available()?;
        let file = if kind == Kind::Pngs { Partial::folder(path)? } else { Partial::file(path)? };
        let strip = match kind {
            Kind::Gif => Strip::Gif(Box::new(Gif::new(file.create()?, size, frames_per_second)?)),
            Kind::Apng => Strip::Apng(Apng::new(file.create()?, size, frames_per_second)?),
            Kind::Pngs => Strip::Pngs,
            Kind::Mp4 | Kind::WebM => Strip::Ffmpeg(Ffmpeg::new(kind, size, frames_per_second, file.path())?),
        };
        Ok(Self { strip, file, size, frames: 0 })
    }

    /// Adds a frame of RGBA rows.
    pub fn frame(&mut self, pixels: &[u8]) -> Result<(), String> {
        if pixels.len() != 4 * self.size[0] as usize * self.size[1] as usize {
            return Err(say!("export.film.frame-size").into());
        }
        self.frames += 1;
        match &mut self.strip {
            Strip::Gif(gif) => gif.frame(pixels),
            Strip::Apng(apng) => apng.frame(pixels),
            Strip::Pngs => {
                let bytes = png(self.size, pixels, SCREEN)?;
                self.file.write(&format!("frame-{:05}.png", self.frames), &bytes)
            }
            Strip::Ffmpeg(ffmpeg) => ffmpeg.frame(pixels),
        }
    }

    /// Puts the film where it belongs.
    pub fn finish(self) -> Result<(), String> {
        if self.frames == 0 {
            return Err(say!("export.film.empty").into());
        }
        match self.strip {
            Strip::Gif(gif) => gif.finish()?,
            Strip::Apng(apng) => apng.finish()?,
            Strip::Pngs => {}
            Strip::Ffmpeg(ffmpeg) => ffmpeg.finish()?,
        }
        self.file.finish()
    }
}

/// What a screen is taken to have, in pixels to an inch.
const SCREEN: f64 = 96.0;
