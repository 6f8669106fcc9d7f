//! MP4 and WebM through a program of the system, ffmpeg, where there is one.

use std::path::Path;

use super::{FilmError, Kind};
use crate::platform::process::{Program, is_there as program_is_there};

const PROGRAM: &str = "ffmpeg";

/// Whether there is the program.
pub fn is_there() -> bool {
    program_is_there(PROGRAM, &["-version"])
}

/// The program at work.
pub struct Ffmpeg(Program);

impl Ffmpeg {
    pub fn new(kind: Kind, size: [u32; 2], frames_per_second: f64, path: &Path) -> Result<Self, FilmError> {
        let size = format!("{}x{}", size[0], size[1]);
        let rate = frames_per_second.to_string();
        let input =
            ["-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgba", "-s", &size, "-r", &rate];
        let plain =
            ["-i", "-", "-an", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1"];
        // Films have an even number of rows and columns; players expect this arrangement of colours.
        let even = ["-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p"];
        let coding: &[&str] = match kind {
            Kind::WebM => &["-c:v", "libvpx-vp9", "-crf", "24", "-b:v", "0", "-f", "webm"],
            _ => &[
                "-c:v",
                "libx264",
                "-crf",
                "17",
                "-preset",
                "medium",
                "-movflags",
                "+faststart",
                "-f",
                "mp4",
            ],
        };
        let program = Program::start(PROGRAM, &[&input, &plain[..], &even, coding].concat(), path);
        program.map(Self).map_err(|error| FilmError::NoStart(error.to_string()))
    }

    pub fn frame(&mut self, pixels: &[u8]) -> Result<(), FilmError> {
        self.0.write(pixels).map_err(|_| self.complaint())
    }

    pub fn finish(&mut self) -> Result<(), FilmError> {
        if self.0.finish() { Ok(()) } else { Err(self.complaint()) }
    }

    fn complaint(&mut self) -> FilmError {
        FilmError::Ffmpeg(self.0.last_words())
    }
}
