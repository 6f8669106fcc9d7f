//! Figures as files: SVG, PDF, PNG, CSV and moving pictures.
//!
//! A [`Figure`] is laid out on a [`Sheet`] (`layout`), which gives a drawing; the drawing is
//! written as SVG, and the SVG becomes PDF and PNG. Every file carries its [`Provenance`]. The same figure, sheet and
//! provenance give the same bytes.

mod csv;
mod drawing;
mod error;
mod faces;
mod index;
mod layout;
pub mod moving;
mod pdf;
mod picture;
mod provenance;
mod subset;
mod svg;
mod text;

use serde::{Deserialize, Serialize};

use std::path::Path;

use crate::chart::Figure;
use crate::chart::markup::plain;

pub use crate::chart::geometry::Rect;
pub use error::{ExportError, Measure};
pub use index::{index, index_entry};
pub use picture::png;
pub use provenance::{MOST_SESSION_BYTES, Provenance, session_in};

/// How program and paper are cited: what goes beside figures.
pub const BIBTEX: &str = include_str!("../../assets/frostline.bib");

/// What a figure is put on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    pub width_mm: f64,
    /// Dark marks on white, or light marks on near black.
    pub light: bool,
    /// Size of words in points; lines and dots keep their proportion to it.
    pub font_pt: f64,
    pub dots_per_inch: f64,
    /// Whether letters are shapes instead of text.
    pub outlines: bool,
    /// Whether panels have letters, where there are several.
    pub letters: bool,
}

impl Default for Sheet {
    /// One column of a journal.
    fn default() -> Self {
        Self {
            width_mm: 86.0,
            light: true,
            font_pt: 7.5,
            dots_per_inch: 300.0,
            outlines: false,
            letters: false,
        }
    }
}

/// The files that a figure can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Format {
    Svg,
    Pdf,
    Png,
    Csv,
}

/// More pixels than this take more memory than a picture is worth.
const MOST_PIXELS: f64 = 60e6;

/// A figure as the bytes of a file.
pub fn bytes(
    figure: &Figure,
    sheet: &Sheet,
    provenance: &Provenance,
    format: Format,
) -> Result<Vec<u8>, ExportError> {
    if format == Format::Csv {
        return Ok(csv::csv(figure, provenance).into_bytes());
    }
    sheet.check()?;
    let title = plain(&figure.title);
    let said =
        [plain(&figure.caption), figure.notes.iter().map(|note| plain(note)).collect::<Vec<_>>().join(" ")];
    let description = said.join(" ").trim().to_owned();
    let metadata = provenance.svg_metadata();
    let document = svg::Document {
        title: &title,
        description: &description,
        metadata: if format == Format::Svg { &metadata } else { "" },
        outlines: sheet.outlines,
        fonts: format == Format::Svg,
    };
    let svg = svg::svg(&layout::lay_out(figure, sheet), &document)?;
    match format {
        Format::Svg => Ok(svg.into_bytes()),
        Format::Pdf => pdf::pdf(&svg, &title, &description, provenance),
        Format::Png => {
            let (size, pixels) = picture::pixels(&svg, sheet.resolution(figure)?)?;
            let software = format!("Frostline {}", provenance.version);
            let seed = provenance.seed.to_string();
            let texts = [
                ("Title", title.as_str()),
                ("Description", &description),
                ("Software", &software),
                ("frostline-seed", &seed),
                (provenance::KEYWORD, &provenance.session),
            ];
            picture::png_with(size, &pixels, sheet.dots_per_inch, &texts)
        }
        Format::Csv => unreachable!("numbers need no sheet"),
    }
}

/// A figure as RGBA rows: what [`bytes`] writes as PNG.
pub fn pixels(figure: &Figure, sheet: &Sheet) -> Result<([u32; 2], Vec<u8>), ExportError> {
    sheet.check()?;
    let document =
        svg::Document { title: "", description: "", metadata: "", outlines: sheet.outlines, fonts: false };
    let svg = svg::svg(&layout::lay_out(figure, sheet), &document)?;
    picture::pixels(&svg, sheet.resolution(figure)?)
}

/// The room that each piece of text takes on a sheet, in points from its top left corner: what must not overlap.
pub fn text_boxes(figure: &Figure, sheet: &Sheet) -> Vec<Rect> {
    layout::lay_out(figure, sheet).texts
}

impl Sheet {
    /// Says what is impossible about a sheet, and what is allowed.
    pub fn check(&self) -> Result<(), ExportError> {
        let rules = [
            (Measure::Width, self.width_mm, [30.0, 1000.0]),
            (Measure::FontSize, self.font_pt, [4.0, 48.0]),
            (Measure::Resolution, self.dots_per_inch, [30.0, 2400.0]),
        ];
        for (measure, value, within) in rules {
            if !(within[0]..=within[1]).contains(&value) {
                return Err(ExportError::Sheet { measure, value, within });
            }
        }
        Ok(())
    }

    /// The resolution, if the picture of a figure is of a size that can be made.
    fn resolution(&self, figure: &Figure) -> Result<f64, ExportError> {
        let [width, height] = layout::size(figure, self).map(|points| points / 72.0 * self.dots_per_inch);
        if width * height > MOST_PIXELS {
            return Err(ExportError::Pixels { size: [width, height] });
        }
        Ok(self.dots_per_inch)
    }
}

impl Format {
    /// Those for print first.
    pub const ALL: [Self; 4] = [Self::Pdf, Self::Svg, Self::Png, Self::Csv];

    /// The format that a file name asks for.
    pub fn of(path: &Path) -> Result<Self, ExportError> {
        let ending = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        let asked = Self::ALL.into_iter().find(|format| ending.as_deref() == Some(format.ending()));
        asked.ok_or_else(|| ExportError::Ending(path.to_owned()))
    }

    /// How the names of its files end.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Csv => "csv",
        }
    }
}
