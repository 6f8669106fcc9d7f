//! A short name for what determines a result, so that results kept in files are known again.

/// Of a text that tells everything (FNV-1a): short, stable, and good enough to tell files apart.
#[must_use]
pub fn fingerprint(text: &str) -> String {
    let hash = text.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    });
    format!("{hash:016x}")
}
