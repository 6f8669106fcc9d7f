//! MP4 and WebM through a program of the system, ffmpeg, where there is one.

use super::Kind;
use crate::say;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

const PROGRAM: &str = "ffmpeg";

/// Whether there is the program; if not, what to do.
pub fn available() -> Result<(), String> {
    let quiet = Command::new(PROGRAM)
        .arg("-version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match quiet {
        Ok(status) if status.success() => Ok(()),
        _ => Err(say!("export.ffmpeg.missing").into()),
    }
}

/// The program at work.
pub struct Ffmpeg {
    child: Child,
}

impl Ffmpeg {
    pub fn new(kind: Kind, size: [u32; 2], frames_per_second: f64, path: &Path) -> Result<Self, String> {
        let size = format!("{}x{}", size[0], size[1]);
        let rate = frames_per_second.to_string();
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
        let child = Command::new(PROGRAM)
            .args([
                "-loglevel",
                "error",
                "-y",
                "-f",
                "rawvideo",
                "-pix_fmt",
                "rgba",
                "-s",
                &size,
                "-r",
                &rate,
            ])
            .args(["-i", "-", "-an", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1"])
            // Films have an even number of rows and columns; players expect this arrangement of colours.
            .args(["-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p"])
            .args(coding)
            .arg(path)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn();
        child.map(|child| Self { child }).map_err(|error| say!("export.ffmpeg.start", error = error))
    }

    pub fn frame(&mut self, pixels: &[u8]) -> Result<(), String> {
        let written = self.child.stdin.as_mut().map_or(Ok(()), |input| input.write_all(pixels));
        written.map_err(|_| self.complaint())
    }

    pub fn finish(mut self) -> Result<(), String> {
        drop(self.child.stdin.take());
        match self.child.wait() {
            Ok(status) if status.success() => Ok(()),
            _ => Err(self.complaint()),
        }
    }

    /// What the program said last.
    fn complaint(&mut self) -> String {
        drop(self.child.stdin.take());
        let mut said = String::new();
        if let Some(mut errors) = self.child.stderr.take() {
            let _ = errors.read_to_string(&mut said);
        }
        let last = said.lines().last().unwrap_or(say!("export.ffmpeg.early"));
        say!("export.ffmpeg.failed", error = last)
    }
}

impl Drop for Ffmpeg {
    fn drop(&mut self) {
        // One that has ended already is not disturbed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
