//! A class's session: what its teacher has locked or left out, and the answers that go into the file handed in.

use super::{Classroom, Prediction, Running};
use crate::app::desk::command::Touched;
use crate::app::kit::maths;
use crate::lessons::{Lesson, Predict, Step};
use crate::say;
use crate::session::{ClassGuess, Reply};

/// More lines than these cannot be told apart on the stage.
pub const MOST_GUESSES: usize = 30;

/// Why a control cannot be used.
pub fn locked() -> &'static str {
    say!("class.locked")
}

impl Classroom {
    /// Whether a control, by its name in files, is locked.
    pub fn is_locked(&self, name: &str) -> bool {
        self.class.as_ref().is_some_and(|class| class.locked.iter().any(|locked| locked == name))
    }

    /// Whether it is not to be seen.
    pub fn is_hidden(&self, name: &str) -> bool {
        self.class.as_ref().is_some_and(|class| class.hidden.iter().any(|hidden| hidden == name))
    }

    /// Why a command may not be carried out: it would change a control that is locked or hidden. A lesson's own pages may
    /// change everything.
    pub fn refusal(&self, touched: &Touched) -> Option<String> {
        let class = self.class.as_ref()?;
        let refused = match touched {
            Touched::Controls(names) => {
                names.iter().copied().find(|name| self.is_locked(name) || self.is_hidden(name))
            }
            Touched::Everything => class.locked.iter().chain(&class.hidden).map(String::as_str).next(),
        };
        Some(say!("class.refused", control = refused?))
    }

    /// Takes the guess of one more of a class, to be shown with the others; whether there was room for it.
    pub(super) fn take_guess(&mut self, y: f64) -> bool {
        let Some(running) =
            self.running.as_mut().filter(|running| running.class_guesses.len() < MOST_GUESSES)
        else {
            return false;
        };
        running.class_guesses.push(y);
        let (lesson, step) = (running.lesson.title.clone(), running.step().title.clone());
        if let Some(class) = &mut self.class {
            class.guesses.push(ClassGuess { lesson, step, y });
        }
        true
    }

    /// Forgets what a class has guessed on this page.
    pub(super) fn forget_guesses(&mut self) {
        let Some(running) = &mut self.running else { return };
        running.class_guesses.clear();
        if let Some(class) = &mut self.class {
            class.guesses.retain(|guess| !is_of(guess, &running.lesson, running.step()));
        }
    }

    /// What a class has guessed on a page before.
    pub(super) fn guesses_on(&self, lesson: &Lesson, step: &Step) -> Vec<f64> {
        let known = self.class.iter().flat_map(|class| &class.guesses);
        known.filter(|guess| is_of(guess, lesson, step)).map(|guess| guess.y).take(MOST_GUESSES).collect()
    }

    /// Notes down what the student answered, for a class that collects it.
    pub(super) fn collect(&mut self) {
        let Some(running) = &self.running else { return };
        let answer = answer(running);
        if let Some(class) = &mut self.class {
            class.answers.push(answer);
        }
    }
}

fn is_of(guess: &ClassGuess, lesson: &Lesson, step: &Step) -> bool {
    guess.lesson == lesson.title && guess.step == step.title
}

fn answer(running: &Running) -> Reply {
    let page = &running.page;
    let predicted = match (&page.prediction, &running.step().predict) {
        (Some(Prediction::Choice(chosen)), Some(Predict::Choice { answers, .. })) => {
            answers.get(*chosen).map(|answer| maths::plain(answer))
        }
        (Some(Prediction::Unknown), _) => Some(say!("lesson.predict.unknown").to_owned()),
        (Some(Prediction::Height(y)), _) => Some(format!("y = {y:.2}")),
        (Some(Prediction::Sketch(sketch)), _) => {
            let points: Vec<String> =
                sketch.points.iter().map(|[y, share]| format!("{y:.2} {share:.2}")).collect();
            Some(points.join(", "))
        }
        _ => None,
    };
    Reply {
        lesson: running.lesson.title.clone(),
        step: running.step().title.clone(),
        predicted,
        score: page.verdict.as_ref().and_then(|verdict| verdict.score).map(|score| score.share),
        seconds: page.opened.elapsed().as_secs_f64().round(),
    }
}
