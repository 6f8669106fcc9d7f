//! Why a figure cannot be a file.

use std::fmt;
use std::path::PathBuf;

use crate::say;

#[derive(Clone, Debug, PartialEq)]
pub enum ExportError {
    /// A measure of the sheet that is out of its bounds.
    Sheet {
        measure: Measure,
        value: f64,
        within: [f64; 2],
    },
    /// More pixels than a picture is worth.
    Pixels {
        size: [f64; 2],
    },
    /// The name of its file ends as no figure's does.
    Ending(PathBuf),
    /// What became of the drawing, in the words of whoever reads it;
    Drawing(String),
    /// of the picture,
    Picture(String),
    PictureSize,
    /// and of the document.
    Pdf(String),
    PdfSize,
}

/// What a sheet has of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Width,
    FontSize,
    Resolution,
}

impl fmt::Display for ExportError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&match self {
            Self::Sheet { measure, value, within: [least, most] } => match measure {
                Measure::Width => say!("export.width", value = value, least = least, most = most),
                Measure::FontSize => say!("export.font-size", value = value, least = least, most = most),
                Measure::Resolution => say!("export.resolution", value = value, least = least, most = most),
            },
            Self::Pixels { size: [width, height] } => {
                let [width, height] = [format_args!("{width:.0}"), format_args!("{height:.0}")];
                say!("export.pixels", width = width, height = height)
            }
            Self::Ending(path) => say!("export.ending", file = path.display()),
            Self::Drawing(what) => say!("export.drawing.failed", error = what),
            Self::Picture(what) => say!("export.picture.failed", error = what),
            Self::PictureSize => say!("export.picture.size").into(),
            Self::Pdf(what) => say!("export.pdf.failed", error = what),
            Self::PdfSize => say!("export.pdf.size").into(),
        })
    }
}

impl std::error::Error for ExportError {}
