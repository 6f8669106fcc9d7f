//! Where films are made: what is to be seen in one, and the work under way.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::companions::Companions;
use super::follow::fitted;
use super::scene::{Curves, Forecast, FrostLine, Scene, Seen, Shown};
use crate::app::kit::theme::{Mode, Scale, Theme, Vision};
use crate::export::moving::{Film, Kind};
use crate::job::{Progress, Task, Wake, readable};
use crate::say;
use crate::session::Session;
use crate::valleys::experiments::live::replay;
use crate::valleys::model::Scenario;
use crate::valleys::panel::Panel;

/// Everything about films that outlives a frame.
pub struct Cinema {
    pub recipe: Recipe,
    showing: Option<(PathBuf, Task<Filmed>)>,
    /// Whether films can be made that take another program; looked for when first asked.
    video: Option<Task<Result<(), String>>>,
    /// What draws stands above the desk.
    pub begin: fn(Filming, &Wake) -> Task<Filmed>,
    wake: Wake,
}

/// What is to be seen in a film, and how.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    pub subject: Subject,
    /// First and last step; none is where the run has come to.
    pub from: u32,
    pub to: Option<u32>,
    pub seconds: f64,
    pub frames_per_second: f64,
    /// In pixels.
    pub size: [u32; 2],
    pub kind: Kind,
}

/// A panel; none is the stage.
pub type Subject = Option<Panel>;

/// Makes a camera for a subject, for pictures of so many pixels.
pub type Shoot = fn(&Theme, Subject, [u32; 2]) -> Camera;

/// Takes pictures of scenes, one after the other, as RGBA rows.
pub type Camera = Box<dyn FnMut(&Scene<'_>) -> Vec<u8>>;

/// The run to be filmed, and how it is looked at.
#[derive(Clone, Serialize, Deserialize)]
pub struct Run {
    /// With the step that the run has come to.
    #[serde(with = "readable")]
    pub session: Session,
    pub mode: Mode,
    pub vision: Vision,
    pub forecast: Option<Arc<Forecast>>,
}

/// What is filmed, how, and where that goes to.
#[derive(Serialize, Deserialize)]
pub struct Filming {
    recipe: Recipe,
    run: Run,
    path: PathBuf,
}

/// What came of it.
pub type Filmed = Result<(), String>;

/// The sizes to choose from.
pub const SIZES: [[u32; 2]; 4] = [[640, 400], [960, 600], [1280, 800], [1920, 1080]];

/// What can be filmed, with its name.
pub fn subjects() -> Vec<(Subject, &'static str)> {
    let panels = Panel::ALL.into_iter().map(|panel| (Some(panel), panel.about().short));
    [(None, say!("film.stage"))].into_iter().chain(panels).collect()
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            subject: None,
            from: 0,
            to: None,
            seconds: 8.0,
            frames_per_second: 20.0,
            size: SIZES[1],
            kind: Kind::Gif,
        }
    }
}

impl Recipe {
    /// Frames in the film: at least one.
    pub fn frames(&self) -> u32 {
        (self.seconds * self.frames_per_second).round().max(1.0) as u32
    }

    /// The first and the last step, within what has been run.
    pub fn span(&self, now: u32) -> [u32; 2] {
        let last = self.to.unwrap_or(now).min(now);
        [self.from.min(last), last]
    }

    /// The step that a frame shows.
    fn step(&self, frame: u32, now: u32) -> u32 {
        let [first, last] = self.span(now);
        let share = f64::from(frame) / f64::from((self.frames() - 1).max(1));
        first + (f64::from(last - first) * share).round() as u32
    }
}

impl Cinema {
    pub fn new(wake: Wake) -> Self {
        Self {
            recipe: Recipe::default(),
            showing: None,
            video: None,
            begin: |_, wake| Task::start("film", wake, |_| None),
            wake,
        }
    }

    /// What the film would be called.
    pub fn file_name(&self) -> String {
        let subject = self.recipe.subject.map_or("stage", |panel| panel.about().name);
        match self.recipe.kind {
            Kind::Gif => format!("{subject}.gif"),
            Kind::Apng => format!("{subject}.png"),
            // A folder.
            Kind::Pngs => subject.to_owned(),
            Kind::Mp4 => format!("{subject}.mp4"),
            Kind::WebM => format!("{subject}.webm"),
        }
    }

    /// Starts filming into a file, or says why not.
    pub fn start(&mut self, run: Run, path: PathBuf) -> Result<(), String> {
        if Kind::of(&path).map_err(|error| error.to_string())? != self.recipe.kind {
            return Err(say!("film.other-kind", path = path.display(), expected = self.file_name()));
        }
        let filming = Filming { recipe: self.recipe, run, path: path.clone() };
        let task = (self.begin)(filming, &self.wake);
        self.showing = Some((path, task));
        Ok(())
    }

    /// Looks for what films may take.
    pub fn open(&mut self) {
        if self.video.is_none() {
            self.video = Some(Task::start("ffmpeg", &self.wake, |_| {
                Some(Kind::Mp4.available().map_err(|error| error.to_string()))
            }));
        }
    }

    /// Why the chosen kind cannot be made here, if so.
    pub fn obstacle(&self) -> Option<&str> {
        let video = matches!(self.recipe.kind, Kind::Mp4 | Kind::WebM);
        let found = self.video.as_ref().and_then(Task::seen)?;
        found.as_ref().err().filter(|_| video).map(String::as_str)
    }

    /// How far the film is, and how long the rest will take.
    pub fn progress(&self) -> Option<(f64, Option<Duration>)> {
        self.showing.as_ref().map(|(_, task)| (task.share(), task.time_left()))
    }

    pub fn stop(&mut self) {
        self.showing = None;
    }

    /// Takes what is there; the film that has just been finished, or what went wrong.
    pub fn take(&mut self) -> Option<Result<PathBuf, String>> {
        if let Some(video) = &mut self.video {
            video.result();
        }
        let (path, task) = self.showing.as_mut()?;
        let lost = task.is_lost();
        let ended = match task.result().map(Arc::as_ref) {
            Some(Ok(())) => Ok(path.clone()),
            Some(Err(line)) => Err(line.clone()),
            None if lost => Err(task.why_lost(|| say!("film.lost").to_owned())),
            None => return None,
        };
        self.showing = None;
        Some(ended)
    }
}

impl Filming {
    /// Runs the session again from its start and draws it on the way; `None` if cancelled.
    pub fn film(&self, shoot: Shoot, progress: &Progress<'_>) -> Option<Filmed> {
        let Self { recipe, run, path } = self;
        let session = &run.session;
        let theme = Theme::new(run.mode, run.vision);
        let mut film = match Film::new(recipe.kind, recipe.size, recipe.frames_per_second, path) {
            Ok(film) => film,
            Err(error) => return Some(Err(error.to_string())),
        };
        // Working ahead is no frame yet.
        let mut companions = Companions::of(session, run.forecast.as_deref(), &|_| progress(0.0))?;
        let mut replay = replay(&session.scenario, session.changes.clone());
        let mut camera = shoot(&theme, recipe.subject, recipe.size);
        let mut view = session.view.clone();
        let mut frost: Option<(Scenario, FrostLine)> = None;
        let frames = recipe.frames();
        for frame in 0..frames {
            let share = |within: f64| (f64::from(frame) + within) / f64::from(frames);
            let step = recipe.step(frame, session.step);
            let snapshot = replay.to(step, &|_| progress(share(0.0)))?;
            companions.go_to(step, &|_| progress(share(0.0)))?;
            let shown = Shown::of(&snapshot, None);
            let curves = Curves::new(&snapshot.scenario, shown.step, view.epsilon_phi);
            let now = &snapshot.scenario;
            // Drawn anew only where the scenario was changed.
            frost = frost.filter(|(of, _)| of == now);
            let (_, frost) =
                frost.get_or_insert_with(|| (now.clone(), FrostLine::new(now, run.forecast.as_deref())));
            let forecast = run.forecast.as_deref().filter(|forecast| forecast.scenario == snapshot.scenario);
            let seen = view.clone();
            let moment = Seen {
                scenario: &snapshot.scenario,
                curves: &curves,
                frost,
                forecast,
                run: &snapshot,
                shown: &shown,
            };
            let mut scene = Scene {
                reduced_motion: true,
                playing: true,
                fates: companions.fates.as_ref(),
                ghost: companions.ghost(),
                ..Scene::alone(theme, Scale::WINDOW, &seen, moment)
            };
            // The swarm climbs out of the view: the view follows, as in the window.
            if shown.mean_y >= view.stage_y[1] {
                (view.stage_y, view.stage_x) = fitted(&scene);
                scene.view = &view;
            }
            if let Err(error) = film.frame(&camera(&scene)) {
                return Some(Err(error.to_string()));
            }
            if progress(share(1.0)).is_break() {
                return None;
            }
        }
        Some(film.finish().map_err(|error| error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_run_from_the_first_step_to_the_last() {
        let recipe =
            Recipe { from: 100, to: Some(900), seconds: 0.5, frames_per_second: 10.0, ..Recipe::default() };
        assert_eq!(recipe.frames(), 5);
        let steps: Vec<u32> = (0..5).map(|frame| recipe.step(frame, 1_000)).collect();
        assert_eq!(steps, [100, 300, 500, 700, 900]);
        assert_eq!(recipe.step(4, 500), 500, "no film goes beyond what has been run");
    }

    #[test]
    fn a_film_has_a_frame() {
        let recipe = Recipe { seconds: 0.0, ..Recipe::default() };
        assert_eq!((recipe.frames(), recipe.step(0, 50)), (1, 0));
    }
}
