//! The README's pictures are the window's snapshots: drawn again, they must be the same but for a few pixels.
//! After a wanted change, `frostline screenshot --all screenshots` makes them anew.

use frostline::app::picture;
use frostline::session::Session;
use frostline::valleys::model::Preset;

/// A pixel differs if a channel does by more than this.
const TOLERANCE: u8 = 24;
/// Share of the pixels that may: processors without fused multiply-add move some walkers.
const DIFFERING: f64 = 0.02;

fn draw(step: u32, size: [u32; 2], light: bool, presenting: bool) -> Vec<u8> {
    let session = Session { step, ..Session::of(Preset::Fig4) };
    picture(session, size, 1.0, light, presenting, true).expect("there are threads")
}

fn stored(name: &str) -> Vec<u8> {
    let path = format!("{}/screenshots/{name}.png", env!("CARGO_MANIFEST_DIR"));
    image::open(path).unwrap().to_rgba8().into_raw()
}

/// Share of the pixels that differ.
fn difference(a: &[u8], b: &[u8]) -> f64 {
    assert_eq!(a.len(), b.len(), "the sizes differ");
    let differs = |(a, b): (&[u8], &[u8])| a.iter().zip(b).any(|(a, b)| a.abs_diff(*b) > TOLERANCE);
    a.chunks(4).zip(b.chunks(4)).filter(|pair| differs(*pair)).count() as f64 / (a.len() / 4) as f64
}

#[test]
fn the_window_looks_as_in_the_readme() {
    for (name, size, light, presenting) in [
        ("window-dark", [1280, 800], false, false),
        ("window-light", [1280, 800], true, false),
        ("presentation", [1920, 1080], false, true),
    ] {
        let share = difference(&draw(16_800, size, light, presenting), &stored(name));
        assert!(share <= DIFFERING, "{:.2} % of the pixels of {name} differ", 100.0 * share);
    }
}

#[test]
fn another_step_would_be_noticed() {
    let share = difference(&draw(8_000, [1280, 800], false, false), &stored("window-dark"));
    assert!(share > 2.0 * DIFFERING, "only {:.2} % of the pixels differ", 100.0 * share);
}
