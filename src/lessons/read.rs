//! Reads a lesson's file, line by line, and says of the first mistake where it is and what is expected.

use std::fmt;

use super::condition::Condition;
use super::fact::{Fact, fill};
use super::predict::Predict;
use super::setting::{Setting, named};
use super::wrong::Wrong;
use super::{Check, Lesson, Step};
use crate::labs::Lab;
use crate::say;

/// A line that is not as it must be.
#[derive(Clone, Debug, PartialEq)]
pub struct Mistake {
    /// Counted from 1.
    pub line: usize,
    pub what: Wrong,
}

impl fmt::Display for Mistake {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&say!("reading.line", line = self.line, what = self.what))
    }
}

impl std::error::Error for Mistake {}

/// The words that begin a line with a meaning of its own; all other lines are prose.
const KEYS: [&str; 13] = [
    "lesson",
    "laboratory",
    "summary",
    "step",
    "set",
    "do",
    "until",
    "solution",
    "predict",
    "beside",
    "reveal",
    "check",
    "note",
];

/// A lesson from its text.
pub fn read(text: &str) -> Result<Lesson, Mistake> {
    let mut reader = Reader::default();
    for (index, line) in text.lines().enumerate() {
        reader.line(line).map_err(|what| Mistake { line: index + 1, what })?;
    }
    let end = text.lines().count().max(1);
    reader.finish().map_err(|what| Mistake { line: end, what })
}

#[derive(Default)]
struct Reader {
    title: Option<String>,
    laboratory: Option<Lab>,
    summary: Option<String>,
    steps: Vec<Step>,
    /// Whether prose goes to what is revealed.
    revealing: bool,
    /// Whether the next line of prose begins a paragraph.
    fresh: bool,
    line: usize,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), Wrong> {
        self.line += 1;
        let line = line.trim();
        if line.starts_with('#') {
            return Ok(());
        }
        if line.is_empty() {
            self.fresh = true;
            return Ok(());
        }
        match line.split_once(':') {
            Some((key, value)) if KEYS.contains(&key) => self.entry(key, value.trim()),
            Some((key, _)) if looks_like_a_key(key) => {
                let keys = KEYS.map(|key| format!("{key}:")).join(" ");
                Err(Wrong::UnknownKey(key.to_owned(), keys))
            }
            _ => self.prose(line),
        }
    }

    fn entry(&mut self, key: &str, value: &str) -> Result<(), Wrong> {
        if value.is_empty() && !matches!(key, "reveal" | "note") {
            return Err(Wrong::EmptyKey(key.to_owned()));
        }
        match key {
            "lesson" => return once(&mut self.title, key, value.to_owned()),
            "laboratory" if !self.steps.is_empty() => return Err(Wrong::LaboratoryLate),
            "laboratory" => {
                return once(&mut self.laboratory, key, named(key, Some(value), &Lab::ALL, Lab::name)?);
            }
            "summary" => return once(&mut self.summary, key, value.to_owned()),
            "note" => return Ok(()),
            "step" => {
                fill(value, self.lab())?;
                self.steps.push(Step::titled(value));
                (self.revealing, self.fresh) = (false, true);
                return Ok(());
            }
            _ => {}
        }
        let (line, pages, lab) = (self.line, self.steps.len(), self.lab());
        let step = self.step()?;
        match key {
            "beside" => {
                let earlier = |page: &usize| (1..pages).contains(page);
                let page = value.parse::<usize>().ok().filter(earlier);
                step.beside = Some(page.ok_or_else(|| Wrong::Beside(value.to_owned()))? - 1);
            }
            "set" => {
                step.settings.extend(Setting::read_all(value, lab)?);
                // What does not go together is told here, and not when the page opens.
                step.bench().validate()?;
            }
            "do" => {
                fill(value, lab)?;
                once(&mut step.task, key, value.to_owned())?;
            }
            "until" => step.until = Some(Condition::read(value, lab)?),
            "solution" => step.solution.extend(Setting::read_all(value, lab)?),
            "predict" => step.predict = Some(Predict::read(value, lab)?),
            "check" => step.checks.push(check(value, line, lab)?),
            _ => {
                self.revealing = true;
                self.fresh = true;
                return if value.is_empty() { Ok(()) } else { self.prose(value) };
            }
        }
        Ok(())
    }

    fn prose(&mut self, line: &str) -> Result<(), Wrong> {
        fill(line, self.lab())?;
        let (fresh, revealing) = (std::mem::take(&mut self.fresh), self.revealing);
        let step = self.step()?;
        let paragraphs = if revealing { &mut step.reveal } else { &mut step.prose };
        match paragraphs.last_mut() {
            Some(paragraph) if !fresh => {
                paragraph.push(' ');
                paragraph.push_str(line);
            }
            _ => paragraphs.push(line.to_owned()),
        }
        Ok(())
    }

    /// Whose numbers and settings the lesson has.
    fn lab(&self) -> Lab {
        self.laboratory.unwrap_or_default()
    }

    fn step(&mut self) -> Result<&mut Step, Wrong> {
        self.steps.last_mut().ok_or(Wrong::OutsideAStep)
    }

    fn finish(self) -> Result<Lesson, Wrong> {
        if self.steps.is_empty() {
            return Err(Wrong::NoStep);
        }
        for step in &self.steps {
            if step.task.is_some() != step.until.is_some() {
                return Err(Wrong::DoAndUntil(step.title.clone()));
            }
        }
        Ok(Lesson {
            laboratory: self.lab(),
            title: self.title.ok_or(Wrong::KeyMissing("lesson"))?,
            summary: self.summary.ok_or(Wrong::KeyMissing("summary"))?,
            steps: self.steps,
        })
    }
}

impl Step {
    fn titled(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            prose: Vec::new(),
            settings: Vec::new(),
            task: None,
            until: None,
            solution: Vec::new(),
            predict: None,
            beside: None,
            reveal: Vec::new(),
            checks: Vec::new(),
        }
    }
}

/// `FACT with SETTINGS from A to B`, or without settings.
fn check(text: &str, line: usize, lab: Lab) -> Result<Check, Wrong> {
    let form = || Wrong::CheckForm(text.to_owned());
    let (what, range) = text.rsplit_once(" from ").ok_or_else(form)?;
    let (low, high) = range.split_once(" to ").ok_or_else(form)?;
    let number = |text: &str| text.trim().parse::<f64>().map_err(|_| form());
    let range = [number(low)?, number(high)?];
    if range[0] > range[1] {
        return Err(Wrong::CheckOrder(text.to_owned()));
    }
    let (fact, settings) = match what.split_once(" with ") {
        Some((fact, settings)) => (fact, Setting::read_all(settings, lab)?),
        None => (what, Vec::new()),
    };
    Ok(Check { line, fact: Fact::read(fact, lab)?, settings, range })
}

fn once<T>(place: &mut Option<T>, key: &str, value: T) -> Result<(), Wrong> {
    if place.is_some() {
        return Err(Wrong::KeyTwice(key.to_owned()));
    }
    *place = Some(value);
    Ok(())
}

/// A single small word before a colon was meant as a key; a sentence with a colon in it was not.
fn looks_like_a_key(key: &str) -> bool {
    !key.is_empty() && key.len() <= 10 && key.chars().all(|c| c.is_ascii_lowercase() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "lesson: Small\nsummary: A test.\n\nstep: First\nOne line,\nand on.\n\nA new one with {y_freeze}.\n\
        set: preset = fig4, sigma = 0.05\ndo: Press play.\nuntil: y >= 2 and hopping < 0.5\n\
        predict: choice up | * down\nreveal: It went down.\ncheck: p_flat with preset = fig4 from 0.9 to 1\n";

    fn mistake(text: &str) -> String {
        read(text).expect_err("a mistake").to_string()
    }

    #[test]
    fn a_lesson_is_read() {
        let lesson = read(SMALL).unwrap();
        let step = &lesson.steps[0];
        assert_eq!(step.prose, ["One line, and on.", "A new one with {y_freeze}."]);
        assert_eq!(step.settings.len(), 2);
        assert_eq!(
            step.predict,
            Some(Predict::Choice { answers: vec!["up".into(), "down".into()], right: 1 })
        );
        assert_eq!(step.reveal, ["It went down."]);
        assert_eq!(step.checks[0].line, 14);
    }

    #[test]
    fn mistakes_name_line_and_what_is_expected() {
        let with = |line: &str| mistake(&SMALL.replace("do: Press play.", line));
        assert!(with("sett: sigma = 1").starts_with("line 10: 'sett:' is unknown: must be one of lesson:"));
        assert!(with("set: sigma = loud").contains("line 10: sigma = loud: must be a number"));
        assert!(with("set: sigma = 1000").contains("sigma = 1000: must be a number from 0 to 100"));
        assert!(with("set: colour = 1").contains("'colour' cannot be set"));
        assert!(with("until: y is high").contains("must compare"));
        assert!(with("A number {p_flt}.").contains("'p_flt' is no number of the program"));
        assert!(with("predict: choice a | b").contains("exactly one answer must be starred"));
        assert!(with("check: p_flat").contains("must look like"));
        assert!(mistake("step: A").contains("'lesson: …' is missing"));
        assert!(mistake("lesson: A\nhello").starts_with("line 2: this belongs to a step"));
        assert!(mistake("").contains("there is no 'step"));
    }
}
