//! What a page in a browser has in the place of a machine: files that come by hand, are kept in the browser's storage, and
//! leave as downloads; its
//! workers; its address.

pub mod address;
mod claim;
pub mod files;
mod hired;
mod letters;
mod part;
mod picking;
mod storage;
pub mod worker;

pub use claim::Claim;
pub use files::{KEPT, beside};
pub use hired::{Heard, Hired, hire_ahead};
pub use letters::{Entry, Next, Working};
pub use part::{Part, PartFolder};
pub use picking::{arrived, came, pick};
