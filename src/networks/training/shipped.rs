//! The digits that the program brings along: within itself, and of a page beside it, for they are a tenth of all that is
//! sent over the net and nothing needs them before something is trained.

use std::borrow::Cow;

use crate::networks::model::{Digits, DigitsError, Shipped};
#[cfg(target_arch = "wasm32")]
use crate::platform::page;

impl Digits {
    /// Those that the program brings along.
    pub fn shipped(which: Shipped) -> Result<Self, DigitsError> {
        let [images, labels] = files(which);
        Self::read(&images?, &labels?)
    }
}

type File = Result<Cow<'static, [u8]>, DigitsError>;

/// The file of one of the digits: within the program, or beside its page.
macro_rules! file {
    ($name:literal) => {{
        #[cfg(not(target_arch = "wasm32"))]
        let file: File = Ok(Cow::Borrowed(include_bytes!(concat!("../../../assets/digits/", $name))));
        #[cfg(target_arch = "wasm32")]
        let file: File = match page::beside($name) {
            Ok(bytes) => Ok(Cow::Owned(bytes)),
            Err(why) => Err(DigitsError::NotHere(why.to_string())),
        };
        file
    }};
}

/// Pictures and labels.
fn files(which: Shipped) -> [File; 2] {
    match which {
        Shipped::Train => [file!("train-images-idx3-ubyte.gz"), file!("train-labels-idx1-ubyte.gz")],
        Shipped::Test => [file!("test-images-idx3-ubyte.gz"), file!("test-labels-idx1-ubyte.gz")],
    }
}
