//! A drawing as pixels, and pixels as PNG.

use super::error::ExportError;
use super::faces::Face;
use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageRendering, Options, Tree, fontdb};

/// An SVG as parsed with the bundled fonts and no others.
pub fn parsed(svg: &str) -> Result<Tree, ExportError> {
    static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
        let mut fonts = fontdb::Database::new();
        for face in Face::ALL {
            fonts.load_font_source(fontdb::Source::Binary(Arc::new(face.bytes())));
        }
        Arc::new(fonts)
    });
    let options = Options {
        fontdb: Arc::clone(&FONTS),
        font_family: Face::Regular.family().into(),
        // Points are the unit of the drawing: one to a pixel at this resolution.
        dpi: 72.0,
        image_rendering: ImageRendering::OptimizeQuality,
        ..Options::default()
    };
    Tree::from_str(svg, &options).map_err(|error| ExportError::Drawing(error.to_string()))
}

/// An SVG as RGBA rows, so many pixels to an inch.
pub fn pixels(svg: &str, dots_per_inch: f64) -> Result<([u32; 2], Vec<u8>), ExportError> {
    let tree = parsed(svg)?;
    let scale = dots_per_inch / 72.0;
    let [width, height] = [tree.size().width(), tree.size().height()]
        .map(|length| (f64::from(length) * scale).round().max(1.0));
    let mut pixmap = Pixmap::new(width as u32, height as u32).ok_or(ExportError::PictureSize)?;
    // To the last pixel, though the height may not be a whole number of them.
    let (x, y) = (width as f32 / tree.size().width(), height as f32 / tree.size().height());
    resvg::render(&tree, Transform::from_scale(x, y), &mut pixmap.as_mut());
    let size = [pixmap.width(), pixmap.height()];
    let pixels = pixmap.take_demultiplied();
    Ok((size, pixels))
}

/// A PNG of RGBA rows, with its physical size: so many pixels to an inch.
pub fn png(size: [u32; 2], pixels: &[u8], dots_per_inch: f64) -> Result<Vec<u8>, ExportError> {
    png_with(size, pixels, dots_per_inch, &[])
}

/// The same with texts inside, each under a keyword.
pub fn png_with(
    [width, height]: [u32; 2],
    pixels: &[u8],
    dots_per_inch: f64,
    texts: &[(&str, &str)],
) -> Result<Vec<u8>, ExportError> {
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
    let mut written = Ok(());
    for (keyword, text) in texts {
        written = written.and(encoder.add_itxt_chunk((*keyword).into(), (*text).into()));
    }
    let written = written.and_then(|()| encoder.write_header());
    let written = written.and_then(|mut writer| writer.write_image_data(pixels));
    written.map_err(|error| ExportError::Picture(error.to_string()))?;
    Ok(bytes)
}
