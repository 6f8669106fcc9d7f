//! Moving pictures: frames in, one file (or folder) out, which stands there whole or not at all.

mod apng;
mod ffmpeg;
mod gif;
mod palette;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::picture::png;
use crate::platform::files::{self, FileError, Why};
use crate::platform::{Part, PartFolder};
use crate::say;

use apng::Apng;
use ffmpeg::Ffmpeg;
use gif::Gif;

/// The forms there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    pub fn of(path: &Path) -> Result<Self, FilmError> {
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        match extension.as_deref() {
            Some("gif") => Ok(Self::Gif),
            Some("png" | "apng") => Ok(Self::Apng),
            None => Ok(Self::Pngs),
            Some("mp4") => Ok(Self::Mp4),
            Some("webm") => Ok(Self::WebM),
            Some(_) => Err(FilmError::Ending(path.to_owned())),
        }
    }

    /// Whether this form can be made here; if not, what it takes.
    pub fn available(self) -> Result<(), FilmError> {
        let needs_another = matches!(self, Self::Mp4 | Self::WebM);
        if needs_another && !ffmpeg::is_there() { Err(FilmError::NoFfmpeg) } else { Ok(()) }
    }
}

/// A moving picture being made. Dropped before it is finished, it leaves nothing behind.
pub struct Film {
    strip: Strip,
    place: PathBuf,
    size: [u32; 2],
    frames: u64,
}

enum Strip {
    Gif(Box<Gif>),
    Apng(Apng),
    Pngs(PartFolder),
    // The program before its file, so that it ends before that goes.
    Ffmpeg(Ffmpeg, Part),
}

/// Why there is no film.
#[derive(Clone, Debug, PartialEq)]
pub enum FilmError {
    /// The name of its file ends as no film's does.
    Ending(PathBuf),
    Rate(f64),
    Size([u32; 2]),
    FrameSize,
    NoFrames,
    /// Of a folder for its pictures.
    Occupied(PathBuf),
    NoFfmpeg,
    /// In the system's words.
    NoStart(String),
    /// What the program said last, if anything.
    Ffmpeg(Option<String>),
    File(FileError),
    /// What became of a frame, in the words of whoever packs it.
    Frame(String),
}

impl fmt::Display for FilmError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = match self {
            Self::Ending(path) => say!("export.film.ending", file = path.display()),
            Self::Rate(rate) => say!("export.film.rate", rate = rate),
            Self::Size([width, height]) => say!("export.film.size", width = width, height = height),
            Self::FrameSize => say!("export.film.frame-size").to_owned(),
            Self::NoFrames => say!("export.film.empty").to_owned(),
            Self::Occupied(path) => say!("export.film.occupied", file = path.display()),
            Self::NoFfmpeg => say!("export.ffmpeg.missing").to_owned(),
            Self::NoStart(what) => say!("export.ffmpeg.start", error = what),
            Self::Ffmpeg(said) => {
                say!("export.ffmpeg.failed", error = said.as_deref().unwrap_or(say!("export.ffmpeg.early")))
            }
            Self::File(error) => error.to_string(),
            Self::Frame(what) => say!("export.film.failed", error = what),
        };
        to.write_str(&line)
    }
}

impl From<FileError> for FilmError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl Film {
    /// Starts a moving picture of frames so large that will stand at `path`.
    pub fn new(kind: Kind, size: [u32; 2], frames_per_second: f64, path: &Path) -> Result<Self, FilmError> {
        if !(1.0..=100.0).contains(&frames_per_second) {
            return Err(FilmError::Rate(frames_per_second));
        }
        if size.iter().any(|length| !(1..=16_384).contains(length)) {
            return Err(FilmError::Size(size));
        }
        kind.available()?;
        let strip = match kind {
            Kind::Gif => {
                let gif = Gif::new(files::begin(path)?, size, frames_per_second);
                Strip::Gif(Box::new(gif.map_err(|error| failed(path, error))?))
            }
            Kind::Apng => Strip::Apng(Apng::new(files::begin(path)?, size, frames_per_second)),
            Kind::Pngs if files::is_vacant(path) => {
                Strip::Pngs(PartFolder::new(path).map_err(|error| failed(path, error))?)
            }
            Kind::Pngs => return Err(FilmError::Occupied(path.to_owned())),
            Kind::Mp4 | Kind::WebM => {
                let part = files::begin(path)?;
                Strip::Ffmpeg(Ffmpeg::new(kind, size, frames_per_second, part.path())?, part)
            }
        };
        Ok(Self { strip, place: path.to_owned(), size, frames: 0 })
    }

    /// Adds a frame of RGBA rows.
    pub fn frame(&mut self, pixels: &[u8]) -> Result<(), FilmError> {
        if pixels.len() != 4 * self.size[0] as usize * self.size[1] as usize {
            return Err(FilmError::FrameSize);
        }
        self.frames += 1;
        let written = match &mut self.strip {
            Strip::Gif(gif) => gif.frame(pixels),
            Strip::Apng(apng) => {
                let picture =
                    png(self.size, pixels, SCREEN).map_err(|error| FilmError::Frame(error.to_string()))?;
                apng.frame(&picture)
            }
            Strip::Pngs(folder) => {
                let picture =
                    png(self.size, pixels, SCREEN).map_err(|error| FilmError::Frame(error.to_string()))?;
                folder.write(&format!("frame-{:05}.png", self.frames), &picture)
            }
            Strip::Ffmpeg(ffmpeg, _) => return ffmpeg.frame(pixels),
        };
        written.map_err(|error| failed(&self.place, error))
    }

    /// Puts the film where it belongs.
    pub fn finish(self) -> Result<(), FilmError> {
        if self.frames == 0 {
            return Err(FilmError::NoFrames);
        }
        let finished = match self.strip {
            Strip::Gif(gif) => gif.finish().and_then(Part::finish).map(drop),
            Strip::Apng(apng) => apng.finish().and_then(Part::finish).map(drop),
            Strip::Pngs(folder) => folder.finish(),
            Strip::Ffmpeg(mut ffmpeg, part) => {
                ffmpeg.finish()?;
                part.finish().map(drop)
            }
        };
        finished.map_err(|error| failed(&self.place, error))
    }
}

/// The file cannot be written.
fn failed(place: &Path, error: io::Error) -> FilmError {
    FilmError::File(FileError::Write(place.to_owned(), Why::from(error)))
}

/// What a screen is taken to have, in pixels to an inch.
const SCREEN: f64 = 96.0;
