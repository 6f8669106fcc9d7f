//! A drawing as PDF: vectors, embedded letters, text that can be selected, and the session as an attachment.

use super::Provenance;
use super::error::ExportError;
use super::picture::parsed;
use crate::say;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::geom::Size;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::{Document, SerializeSettings};
use krilla_svg::{SurfaceExt, SvgSettings};

/// The name of the attachment.
const ATTACHMENT: &str = "frostline-session.json";

/// An SVG as PDF.
pub fn pdf(
    svg: &str,
    title: &str,
    description: &str,
    provenance: &Provenance,
) -> Result<Vec<u8>, ExportError> {
    let tree = parsed(svg)?;
    let failed = || ExportError::PdfSize;
    let size = Size::from_wh(tree.size().width(), tree.size().height()).ok_or_else(failed)?;
    let mut document =
        Document::new_with(SerializeSettings { enable_tagging: false, ..SerializeSettings::default() });
    let metadata = Metadata::new()
        .title(title.to_owned())
        .description(description.to_owned())
        .creator(format!("Frostline {}", provenance.version))
        .producer(format!("Frostline {}", provenance.version))
        .keywords(vec![format!("seed {}", provenance.seed)])
        .language("en".to_owned());
    document.set_metadata(metadata);
    document.embed_file(EmbeddedFile {
        path: ATTACHMENT.to_owned(),
        mime_type: MimeType::new("application/json"),
        description: Some(say!("export.pdf.attachment").to_owned()),
        association_kind: AssociationKind::Source,
        data: provenance.session.clone().into_bytes().into(),
        modification_date: None,
        // So that it can be read again without taking the file apart.
        compress: Some(false),
        location: None,
    });
    let mut page = document.start_page_with(PageSettings::new(size));
    let mut surface = page.surface();
    surface.draw_svg(&tree, size, SvgSettings::default()).ok_or_else(failed)?;
    surface.finish();
    page.finish();
    document.finish().map_err(|error| ExportError::Pdf(format!("{error:?}")))
}
