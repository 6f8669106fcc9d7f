//! How far Eq. 9 is from the exact share, computed for the landscape and the noise at hand, in a sentence.

use super::asked::certainty::signed;
use crate::say;
use crate::valleys::theory::Prediction;
use crate::valleys::words;

/// Told of Eq. 9 and the exact share at the heights shown.
pub fn told<'a>(shares: impl Iterator<Item = (&'a Prediction, &'a Prediction)> + Clone) -> String {
    let off = |all: bool| {
        let counted = shares.clone().filter(|(eq9, _)| all || eq9.domain.is_valid());
        let off = counted.filter_map(|(eq9, exact)| Some(eq9.value? - exact.value?));
        let [least, most] = off
            .fold([f64::INFINITY, f64::NEG_INFINITY], |[least, most], off| [least.min(off), most.max(off)]);
        (least <= most).then(|| [least, most].map(|off| signed(off, 3)))
    };
    let why = shares.clone().find_map(|(eq9, _)| eq9.why());
    match (off(false), off(true), why) {
        (Some([least, most]), Some([lowest, highest]), Some(_)) => {
            say!("figure.eq9.both", least = least, most = most, lowest = lowest, highest = highest)
        }
        (Some([least, most]), ..) if least == most => say!("figure.eq9.here", off = least),
        (Some([least, most]), ..) => say!("figure.eq9.off", least = least, most = most),
        (None, _, Some(why)) => say!("figure.eq9.foreign", why = words::why(why)),
        (None, ..) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::valleys::model::{Landscape, NoiseLaw};
    use crate::valleys::theory::{p_ss, p_steady};

    #[test]
    fn how_far_it_is_depends_on_landscape_law_and_height() {
        let told = |gamma: f64, noise, heights: &[f64]| {
            let landscape = Landscape::default().with_gamma(gamma);
            let of = |y: &f64| (p_ss(&landscape, noise, *y, 1e-3), p_steady(&landscape, noise, *y, 1e-3));
            let shares: Vec<_> = heights.iter().map(of).collect();
            super::told(shares.iter().map(|(eq9, exact)| (eq9, exact)))
        };
        let over = told(1.515, NoiseLaw::Hessian, &[0.1, 3.0, 6.0, 8.0]);
        assert!(over.contains("where it is") && over.contains("to +0.04"), "{over}");
        let here = told(1.515, NoiseLaw::Hessian, &[6.0]);
        assert!(here.contains("Eq. 9 is −0.009") && here.ends_with("here."), "{here}");
        // γ below 1 turns the sign.
        assert!(told(0.66, NoiseLaw::Hessian, &[6.0]).contains("is +0.0"));
        assert!(told(1.515, NoiseLaw::Uniform, &[6.0]).contains("the noise law is uniform"));
    }
}
