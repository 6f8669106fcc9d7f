//! The format of MNIST's files: IDX, plain or packed by gzip.

use std::borrow::Cow;
use std::fmt;
use std::io::Read as _;

use flate2::read::GzDecoder;

use crate::say;

/// Unsigned bytes in so many dimensions.
#[derive(Debug, PartialEq, Eq)]
pub struct Idx {
    pub dimensions: Vec<usize>,
    pub bytes: Vec<u8>,
}

/// Why bytes are no IDX file of the kind that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdxError {
    /// Packed, and it cannot be unpacked; the reason is the unpacker's.
    Gzip(String),
    /// It begins with something else.
    Magic { found: [u8; 4], expected: [u8; 4] },
    /// It holds another number of bytes than its dimensions say.
    Size { found: usize, expected: usize },
    /// More than anyone's digits.
    TooLarge,
}

/// No file of digits unpacks to more: MNIST's largest has 47 MB.
const MOST_BYTES: usize = 1 << 30;

impl Idx {
    /// Reads a file of so many dimensions.
    pub fn read(file: &[u8], dimensions: u8) -> Result<Self, IdxError> {
        let plain = unpacked(file)?;
        let header = 4 + 4 * usize::from(dimensions);
        let expected = [0, 0, 8, dimensions];
        let magic: [u8; 4] = std::array::from_fn(|index| plain.get(index).copied().unwrap_or(0));
        if magic != expected {
            return Err(IdxError::Magic { found: magic, expected });
        }
        let words = plain.get(4..header).ok_or(IdxError::Size { found: plain.len(), expected: header })?;
        let word = |bytes: &[u8]| u32::from_be_bytes(bytes.try_into().expect("four bytes")) as usize;
        let dimensions: Vec<usize> = words.chunks_exact(4).map(word).collect();
        let size = dimensions.iter().try_fold(1_usize, |size, &dimension| size.checked_mul(dimension));
        let size = size.filter(|size| *size <= MOST_BYTES).ok_or(IdxError::TooLarge)?;
        if plain.len() != header + size {
            return Err(IdxError::Size { found: plain.len(), expected: header + size });
        }
        Ok(Self { dimensions, bytes: plain[header..].to_vec() })
    }
}

fn unpacked(file: &[u8]) -> Result<Cow<'_, [u8]>, IdxError> {
    if !file.starts_with(&[0x1F, 0x8B]) {
        return Ok(Cow::Borrowed(file));
    }
    let mut plain = Vec::new();
    let most = MOST_BYTES as u64 + 1;
    GzDecoder::new(file)
        .take(most)
        .read_to_end(&mut plain)
        .map_err(|error| IdxError::Gzip(error.to_string()))?;
    if plain.len() as u64 == most {
        return Err(IdxError::TooLarge);
    }
    Ok(Cow::Owned(plain))
}

impl fmt::Display for IdxError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hex = |bytes: &[u8; 4]| bytes.map(|byte| format!("{byte:02x}")).join(" ");
        out.write_str(&match self {
            Self::Gzip(reason) => say!("network.idx.gzip", reason = reason),
            Self::Magic { found, expected } => {
                say!("network.idx.magic", found = hex(found), expected = hex(expected))
            }
            Self::Size { found, expected } => {
                say!("network.idx.size", found = found, expected = expected)
            }
            Self::TooLarge => say!("network.idx.large", most = MOST_BYTES),
        })
    }
}

impl std::error::Error for IdxError {}
