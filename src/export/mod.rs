//! Pictures as bytes of a file.

/// A PNG of RGBA rows, with its physical size: so many pixels to an inch.
pub fn png([width, height]: [u32; 2], pixels: &[u8], dots_per_inch: f64) -> Result<Vec<u8>, String> {
    const INCHES_IN_A_METRE: f64 = 39.370_078_740_157_48;
    let per_metre = (dots_per_inch * INCHES_IN_A_METRE).round() as u32;
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: png::Unit::Meter,
    }));
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(pixels));
    written.map_err(|error| format!("cannot make a picture: {error}"))?;
    Ok(bytes)
}

use crate::figures::Figure;

/// What a figure is put on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sheet {
    pub width_mm: f64,
    pub light: bool,
    pub font_pt: f64,
    pub dots_per_inch: f64,
    pub outlines: bool,
}

/// The kinds of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Svg,
    Pdf,
    Png,
    Csv,
}

impl Format {
    pub fn of(path: &std::path::Path) -> Option<Self> {
        Some(match path.extension()?.to_str()? {
            "svg" => Self::Svg,
            "pdf" => Self::Pdf,
            "png" => Self::Png,
            "csv" => Self::Csv,
            _ => return None,
        })
    }
}

/// Where a figure comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    pub session: String,
    pub version: String,
    pub seed: u64,
}

pub fn bytes(_: &Figure, _: &Sheet, provenance: &Provenance, _: Format) -> Result<Vec<u8>, String> {
    Ok(provenance.session.clone().into_bytes())
}

pub fn pixels(figure: &Figure, sheet: &Sheet) -> Result<([u32; 2], Vec<u8>), String> {
    let width = (sheet.width_mm / 25.4 * sheet.dots_per_inch) as u32;
    let height = (f64::from(width) * figure.aspect) as u32;
    let shade = if sheet.light { 255 } else { 12 };
    Ok(([width, height], [shade, shade, shade, 255].repeat((width * height) as usize)))
}

pub fn session_in(bytes: &[u8]) -> Option<String> {
    String::from_utf8(bytes.to_vec()).ok()
}

/// Pictures that move.
pub mod moving {
    use std::path::{Path, PathBuf};

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Kind {
        Gif,
        Apng,
        Pngs,
        Mp4,
        Webm,
    }

    pub struct Film {
        path: PathBuf,
        frames: u32,
    }

    impl Film {
        pub fn new(_: Kind, _: [u32; 2], _: f64, path: &Path) -> Result<Self, String> {
            Ok(Self { path: path.to_owned(), frames: 0 })
        }

        pub fn frame(&mut self, _: &[u8]) -> Result<(), String> {
            self.frames += 1;
            Ok(())
        }

        pub fn finish(self) -> Result<(), String> {
            std::fs::write(self.path, self.frames.to_string()).map_err(|error| error.to_string())
        }
    }

    pub fn ffmpeg_available() -> bool {
        false
    }
}
