//! Many numbers as bytes in one piece, which are read at once and not one by one: what is sent to a window must not keep it.

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserializer, Serializer};

/// Bytes of a number.
const SIZE: usize = size_of::<f32>();

pub fn serialize<S: Serializer>(numbers: &[f32], to: S) -> Result<S::Ok, S::Error> {
    let mut bytes = Vec::with_capacity(SIZE * numbers.len());
    numbers.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
    to.serialize_bytes(&bytes)
}

pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<f32>, D::Error> {
    from.deserialize_bytes(Numbers)
}

struct Numbers;

impl Visitor<'_> for Numbers {
    type Value = Vec<f32>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(std::any::type_name::<Vec<f32>>())
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<f32>, E> {
        let (numbers, []) = bytes.as_chunks::<SIZE>() else {
            return Err(E::invalid_length(bytes.len(), &self));
        };
        Ok(numbers.iter().map(|number| f32::from_le_bytes(*number)).collect())
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize)]
    struct Both {
        #[serde(with = "super")]
        numbers: Vec<f32>,
        behind: u32,
    }

    #[test]
    fn numbers_arrive_to_the_bit() {
        for numbers in [vec![], vec![0.1, -0.0, f32::NAN, f32::MIN_POSITIVE / 2.0, f32::INFINITY]] {
            let bytes = postcard::to_stdvec(&Both { numbers: numbers.clone(), behind: 300 }).unwrap();
            let come: Both = postcard::from_bytes(&bytes).unwrap();
            let bits = |numbers: &[f32]| numbers.iter().map(|number| number.to_bits()).collect::<Vec<_>>();
            assert_eq!((bits(&come.numbers), come.behind), (bits(&numbers), 300));
        }
    }
}
