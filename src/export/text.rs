//! Prose and mathematics typeset on one baseline, as in the window: mathematics larger than the prose around it, scripts
//! smaller, those on the same symbol above each other.

use super::faces::Face;
use crate::chart::geometry::Rect;
use crate::chart::markup::{ITALIC_GAP, Kind, Level, MATHS_SIZE, Run, parse, push, words};

/// Height of capitals and depth of descenders, in ems of their face.
const CAPITALS: f64 = 0.73;
const DESCENDERS: f64 = 0.22;
/// From one baseline to the next, in ems of the prose.
pub const LEADING: f64 = 1.25;

/// Face and size of the prose in a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    pub face: Face,
    pub size: f64,
}

/// Characters of one face, size and height, placed against the start of their line's baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    pub text: String,
    pub face: Face,
    pub size: f64,
    pub x: f64,
    /// How far below the line's baseline this piece's lies.
    pub drop: f64,
}

/// A typeset line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    pub pieces: Vec<Piece>,
    pub width: f64,
    /// How far its inks reach above and below the baseline.
    pub ascent: f64,
    pub descent: f64,
}

impl Line {
    pub fn height(&self) -> f64 {
        self.ascent + self.descent
    }

    /// Where it is if its baseline starts at `at`.
    pub fn room(&self, [x, y]: [f64; 2]) -> Rect {
        Rect { left: x, top: y - self.ascent, right: x + self.width, bottom: y + self.descent }
    }
}

/// Typesets `text` on one line.
pub fn line(text: &str, style: Style) -> Line {
    set(&parse(text), style)
}

/// Typesets `text` on as many lines as it takes to stay within `width`; they break at the spaces of the prose.
pub fn lines(text: &str, style: Style, width: f64) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut current: Vec<Run> = Vec::new();
    for word in words(parse(text)) {
        let mut attempt = current.clone();
        attempt.extend(word.iter().cloned());
        if !current.is_empty() && set(&joined(&attempt), style).width > width {
            lines.push(set(&joined(&current), style));
            current = word;
        } else {
            current = attempt;
        }
    }
    if !current.is_empty() {
        lines.push(set(&joined(&current), style));
    }
    lines
}

/// Joins what words tore apart and leaves out the spaces at the end.
fn joined(runs: &[Run]) -> Vec<Run> {
    let mut joined = Vec::new();
    for run in runs {
        push(&mut joined, &run.text, run.kind, run.level, run.bold);
    }
    if let Some(last) = joined.last_mut() {
        last.text.truncate(last.text.trim_end_matches(' ').len());
    }
    joined
}

fn set(runs: &[Run], style: Style) -> Line {
    let em = style.size * MATHS_SIZE;
    let mut line =
        Line { ascent: CAPITALS * style.size, descent: DESCENDERS * style.size, ..Line::default() };
    let mut x = 0.0;
    // The script set last, where it started and where it ended, to set the other above it.
    let mut script: Option<(Level, f64, f64)> = None;
    let mut last = None;
    for run in runs {
        let set = run.level.setting();
        let (size, drop, gap) = match run.kind {
            Kind::Prose => (style.size, 0.0, 0.0),
            _ => (em * set.size, em * set.drop, em * set.gap),
        };
        let is_script = run.level != Level::Baseline;
        // A script of the other level starts where this one did; more of the same level follows on.
        let (start, reach) = match script {
            Some((level, start, end)) if is_script && level != run.level => (start, end),
            Some((level, _, end)) if is_script && level == run.level => (end, end),
            _ => (x + gap, x),
        };
        let leans = run.kind == Kind::Italic && !is_script;
        let after_upright = last.is_some_and(|last| last != Kind::Italic);
        let start = if leans && after_upright { start + em * ITALIC_GAP } else { start };
        let end = pieces(run, face(run, style), [start, drop], size, &mut line);
        let first =
            script.filter(|(level, ..)| is_script && *level == run.level).map_or(start, |(_, s, _)| s);
        script = is_script.then_some((run.level, first, end));
        x = reach.max(end + if is_script { gap } else { 0.0 });
        last = Some(run.kind);
    }
    line.width = x;
    line
}

fn face(run: &Run, style: Style) -> Face {
    match (run.kind, run.bold) {
        (Kind::Prose, true) => Face::SemiBold,
        (Kind::Prose, false) => style.face,
        (Kind::Upright, _) => Face::Serif,
        (Kind::Italic, _) => Face::Italic,
    }
}

/// Adds a run to a line, in as many pieces as it takes to have every character from a face that knows it, and says
/// where it ends.
fn pieces(run: &Run, face: Face, [start, drop]: [f64; 2], size: f64, line: &mut Line) -> f64 {
    let mut x = start;
    let mut stretches: Vec<(Face, String)> = Vec::new();
    for character in run.text.chars() {
        let found = face.with(character);
        match stretches.last_mut() {
            Some((last, text)) if *last == found => text.push(character),
            _ => stretches.push((found, character.into())),
        }
    }
    for (face, text) in stretches {
        let width = face.width(&text, size);
        line.ascent = line.ascent.max(CAPITALS * size - drop);
        line.descent = line.descent.max(DESCENDERS * size + drop);
        line.pieces.push(Piece { text, face, size, x, drop });
        x += width;
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style { face: Face::Regular, size: 10.0 };

    #[test]
    fn scripts_on_one_symbol_stand_above_each_other() {
        for text in ["$x_i^2y$", "$x^2_iy$", "$τ_{x}^{10}y$"] {
            let pieces = line(text, STYLE).pieces;
            assert_eq!(pieces[1].x, pieces[2].x, "{text}");
            assert!(pieces[3].x > pieces[2].x + 0.3 * pieces[2].size, "{text}");
        }
    }

    #[test]
    fn scripts_of_several_pieces_follow_each_other() {
        let line = line("$k_{s→f}$", STYLE);
        assert!(line.pieces.windows(2).all(|pair| pair[0].x < pair[1].x));
        assert!(line.pieces[1..].iter().all(|piece| (piece.drop - 0.20 * 11.4).abs() < 1e-12));
    }

    #[test]
    fn wrapped_lines_keep_to_the_width_and_lose_no_word() {
        let lines = lines("Hopping stops where the barrier exceeds $Δ_S = ησ$, near $y_b$.", STYLE, 90.0);
        assert!(lines.len() > 2 && lines.iter().all(|line| line.width <= 90.0));
        let said: String =
            lines.iter().flat_map(|line| &line.pieces).map(|piece| piece.text.as_str()).collect();
        let letters: String = said.chars().filter(|c| !c.is_whitespace()).collect();
        assert_eq!(letters, "HoppingstopswherethebarrierexceedsΔS=ησ,nearyb.");
    }
}
