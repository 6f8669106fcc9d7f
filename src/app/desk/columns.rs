//! How wide the columns of the window are.

/// Widths of the columns at the left and at the right, once they have been dragged.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Columns {
    pub left: Option<f32>,
    pub right: Option<f32>,
}
