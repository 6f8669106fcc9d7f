//! A theoretical value together with the statement whether its derivation holds there.

use serde::{Deserialize, Serialize};

use super::why::Why;

/// What a formula says, and whether it may be believed.
///
/// The value is absent where the formula has none; it is never NaN. Outside its domain a value that exists is still
/// given, so that a caller can draw it as what it is: an extrapolation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prediction {
    pub value: Option<f64>,
    pub domain: Domain,
}

/// Where a formula stands with respect to the assumptions of its derivation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Domain {
    Valid,
    Outside(Why),
}

impl Prediction {
    /// A value and its domain. A number that is not finite counts as absent.
    pub fn new(value: f64, domain: Domain) -> Self {
        if value.is_finite() {
            Self { value: Some(value), domain }
        } else {
            Self { value: None, domain: domain.and(|| Domain::Outside(Why::TooLarge)) }
        }
    }

    /// No value at all, and why.
    pub fn absent(why: Why) -> Self {
        Self { value: None, domain: Domain::Outside(why) }
    }

    /// The value if the formula's assumptions hold.
    pub fn valid(&self) -> Option<f64> {
        self.value.filter(|_| self.domain.is_valid())
    }

    /// Why the formula does not hold here, if it does not.
    pub fn why(&self) -> Option<Why> {
        self.domain.why()
    }

    /// Another formula of the same value and domain.
    #[must_use]
    pub fn map(self, formula: impl FnOnce(f64) -> f64) -> Self {
        match self.value {
            Some(value) => Self::new(formula(value), self.domain),
            None => self,
        }
    }
}

impl Domain {
    /// Valid where the condition holds, otherwise outside for that reason.
    pub fn when(holds: bool, why_not: impl FnOnce() -> Why) -> Self {
        if holds { Self::Valid } else { Self::Outside(why_not()) }
    }

    pub fn is_valid(&self) -> bool {
        *self == Self::Valid
    }

    pub fn why(&self) -> Option<Why> {
        match self {
            Self::Valid => None,
            Self::Outside(why) => Some(*why),
        }
    }

    /// Both conditions; the first that fails gives the reason.
    #[must_use]
    pub fn and(self, next: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Valid => next(),
            outside @ Self::Outside(_) => outside,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_is_not_finite_is_absent() {
        for value in [f64::NAN, f64::INFINITY] {
            let prediction = Prediction::new(value, Domain::Valid);
            assert_eq!(prediction.value, None);
            assert!(prediction.why().is_some());
        }
    }

    #[test]
    fn valid_hides_extrapolations_and_value_shows_them() {
        let outside = Prediction::new(0.5, Domain::Outside(Why::NoBarrier { y: 0.0 }));
        assert_eq!((outside.valid(), outside.value), (None, Some(0.5)));
        assert_eq!(outside.why(), Some(Why::NoBarrier { y: 0.0 }));
        assert_eq!(Prediction::new(0.5, Domain::Valid).valid(), Some(0.5));
    }
}
