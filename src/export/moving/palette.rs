//! The 256 colours that stand for all those of a picture: its most frequent ones exactly, the rest by median cut, with
//! ordered dithering between them.

use std::collections::HashMap;

/// Colours with a place in the palette.
const COLOURS: usize = 256;
/// The most frequent colours, kept as they are: grounds, lines and letters.
const EXACT: usize = 64;
/// How far dithering moves a colour, in steps of 255.
const DITHER: f32 = 6.0;
/// Bayer's thresholds.
const THRESHOLDS: [[f32; 4]; 4] =
    [[0.0, 8.0, 2.0, 10.0], [12.0, 4.0, 14.0, 6.0], [3.0, 11.0, 1.0, 9.0], [15.0, 7.0, 13.0, 5.0]];

/// A pixel through which that behind it is seen.
pub const CLEAR: [u8; 4] = [0; 4];

type Colour = [u8; 3];

pub struct Palette {
    colours: Vec<Colour>,
    exact: HashMap<Colour, u8>,
    /// Whether some pixels are clear: they have the place after the colours.
    clear: bool,
}

impl Palette {
    /// The palette of RGBA rows, which are opaque or clear.
    pub fn of(pixels: &[u8]) -> Self {
        let mut counts: HashMap<Colour, u32> = HashMap::new();
        for pixel in pixels.chunks_exact(4).filter(|pixel| *pixel != CLEAR) {
            *counts.entry([pixel[0], pixel[1], pixel[2]]).or_default() += 1;
        }
        let clear = pixels.chunks_exact(4).any(|pixel| pixel == CLEAR);
        let most = COLOURS - usize::from(clear);
        // In an order that does not depend on that of the map.
        let mut all: Vec<(Colour, u32)> = counts.into_iter().collect();
        all.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let kept = if all.len() <= most { all.len() } else { EXACT };
        let rest = all.split_off(kept);
        let mut colours: Vec<Colour> = all.into_iter().map(|(colour, _)| colour).collect();
        let exact = colours.iter().enumerate().map(|(index, &colour)| (colour, index as u8)).collect();
        colours.extend(median_cut(rest, most - kept));
        Self { colours, exact, clear }
    }

    /// Red, green and blue in turn.
    pub fn bytes(&self) -> Vec<u8> {
        let clear = self.clear.then_some([0; 3]);
        self.colours.iter().copied().chain(clear).flatten().collect()
    }

    /// The place of clear pixels, where there are any.
    pub fn clear(&self) -> Option<u8> {
        self.clear.then_some(self.colours.len() as u8)
    }

    /// The place in the palette of each pixel of rows so wide.
    pub fn indices(&self, pixels: &[u8], width: usize) -> Vec<u8> {
        let mut nearest: HashMap<Colour, u8> = HashMap::new();
        let index = |(place, pixel): (usize, &[u8])| {
            if let Some(clear) = self.clear().filter(|_| pixel == CLEAR) {
                return clear;
            }
            let colour = [pixel[0], pixel[1], pixel[2]];
            if let Some(&index) = self.exact.get(&colour) {
                return index;
            }
            let threshold = THRESHOLDS[place / width % 4][place % width % 4] / 15.0 - 0.5;
            let moved =
                colour.map(|part| (f32::from(part) + DITHER * threshold).round().clamp(0.0, 255.0) as u8);
            *nearest.entry(moved).or_insert_with(|| self.nearest(moved))
        };
        pixels.chunks_exact(4).enumerate().map(index).collect()
    }

    fn nearest(&self, colour: Colour) -> u8 {
        let distance = |other: &Colour| -> i32 {
            (0..3).map(|part| (i32::from(colour[part]) - i32::from(other[part])).pow(2)).sum()
        };
        (0..self.colours.len()).min_by_key(|&index| distance(&self.colours[index])).unwrap_or(0) as u8
    }
}

/// Splits the box of colours with the widest side in two until there are so many, and takes their means.
fn median_cut(colours: Vec<(Colour, u32)>, count: usize) -> Vec<Colour> {
    if colours.is_empty() {
        return Vec::new();
    }
    let mut boxes = vec![colours];
    while boxes.len() < count {
        let widest =
            (0..boxes.len()).max_by_key(|&index| (widest_side(&boxes[index]).0, std::cmp::Reverse(index)));
        let Some(index) = widest.filter(|&index| widest_side(&boxes[index]).0 > 0) else { break };
        let (_, side) = widest_side(&boxes[index]);
        let mut colours = std::mem::take(&mut boxes[index]);
        colours.sort_unstable_by_key(|(colour, _)| (colour[side], *colour));
        let half = colours.iter().map(|(_, count)| u64::from(*count)).sum::<u64>() / 2;
        let mut passed = 0;
        let cut = colours.iter().position(|(_, count)| {
            passed += u64::from(*count);
            passed > half
        });
        let cut = cut.unwrap_or(0).clamp(1, colours.len() - 1);
        boxes.push(colours.split_off(cut));
        boxes[index] = colours;
    }
    boxes.iter().map(|colours| mean(colours)).collect()
}

/// The widest side of a box and which it is.
fn widest_side(colours: &[(Colour, u32)]) -> (u8, usize) {
    let width = |side: usize| {
        let values = colours.iter().map(|(colour, _)| colour[side]);
        values.clone().max().unwrap_or(0) - values.min().unwrap_or(0)
    };
    (0..3).map(|side| (width(side), side)).max().unwrap_or((0, 0))
}

fn mean(colours: &[(Colour, u32)]) -> Colour {
    let all: u64 = colours.iter().map(|(_, count)| u64::from(*count)).sum();
    [0, 1, 2].map(|part| {
        let sum: u64 =
            colours.iter().map(|(colour, count)| u64::from(colour[part]) * u64::from(*count)).sum();
        ((sum + all / 2) / all.max(1)) as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn far(palette: &Palette, pixels: &[u8], width: usize) -> i32 {
        let indices = palette.indices(pixels, width);
        let off = |(pixel, &index): (&[u8], &u8)| {
            (0..3)
                .map(|part| {
                    (i32::from(pixel[part]) - i32::from(palette.colours[usize::from(index)][part])).abs()
                })
                .max()
        };
        pixels.chunks_exact(4).zip(&indices).filter_map(off).max().unwrap_or(0)
    }

    #[test]
    fn few_colours_are_exact() {
        let pixels: Vec<u8> = (0..256_u32).flat_map(|i| [i as u8, (i * 7) as u8, 9, 255]).collect();
        assert_eq!(far(&Palette::of(&pixels), &pixels, 16), 0);
    }

    #[test]
    fn what_is_clear_stays_so_and_takes_a_place() {
        let mut pixels: Vec<u8> = (0..256_u32).flat_map(|i| [i as u8, (i * 7) as u8, 9, 255]).collect();
        pixels.extend(CLEAR);
        let palette = Palette::of(&pixels);
        assert_eq!(palette.clear(), Some(255));
        assert_eq!(palette.bytes().len(), 3 * 256);
        assert_eq!(palette.indices(&pixels, 257)[256], 255);
    }

    #[test]
    fn many_colours_are_near_and_the_ground_exact() {
        let mut pixels: Vec<u8> =
            (0..128 * 128_u32).flat_map(|i| [(2 * (i % 128)) as u8, (i / 64) as u8, 40, 255]).collect();
        pixels.extend([9, 11, 15, 255].repeat(4096));
        let palette = Palette::of(&pixels);
        assert!(palette.colours.len() <= 256);
        assert!(palette.exact.contains_key(&[9, 11, 15]));
        assert!(far(&palette, &pixels, 128) <= 24, "{}", far(&palette, &pixels, 128));
    }
}
