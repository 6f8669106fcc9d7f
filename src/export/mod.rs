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
