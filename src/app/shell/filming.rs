//! Films are made away from the window, by the camera that takes its pictures.

use serde::{Deserialize, Serialize};

use super::picture;
use crate::app::desk::cinema::{Filmed, Filming};
use crate::job::{Mission, Progress, Task, Wake};

/// Starts one.
pub fn begin(filming: Filming, wake: &Wake) -> Task<Filmed> {
    Task::away("film", wake, OnFilm(filming))
}

#[derive(Serialize, Deserialize)]
struct OnFilm(Filming);

impl Mission for OnFilm {
    type Found = Filmed;

    fn run(self, progress: &Progress<'_>, _: &(dyn Fn(Filmed) + Sync)) -> Option<Filmed> {
        self.0.film(picture::camera, progress)
    }
}
