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
        (Some([least, most]), ..) => say!("figure.eq9.off", least = least, most = most),
        (None, _, Some(why)) => say!("figure.eq9.foreign", why = words::why(why)),
        (None, ..) => String::new(),
    }
}
