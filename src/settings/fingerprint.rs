//! A short name for what determines a result, so that results kept in files are known again.

/// Of a text, or bytes, that tell everything (FNV-1a): short, stable, and good enough to tell files apart.
#[must_use]
pub fn fingerprint(text: impl AsRef<[u8]>) -> String {
    let hash = text.as_ref().iter().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
    });
    format!("{hash:016x}")
}
