//! The run is kept as it changes, on a thread of its own: however the window ends, the next one finds it.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::around::Overlay;
use super::content::lesson_inside;
use super::errands::Then;
use super::{Desk, waker};
use crate::app::kit::widgets::format_whole;
use crate::job::{Job, Port, Turn, Wake};
use crate::platform::clock::Instant;
use crate::say;
use crate::session::{Autosave, Found, Kept, Left, Session, SessionError};

/// The window's hand on the place where its run is kept.
pub struct Keeper {
    autosave: Arc<Mutex<Autosave>>,
    /// One thread for all writing, so that a slow disk cannot pile them up.
    writer: Job<(u64, Arc<Kept>), Result<(), SessionError>>,
    /// Of the run that is kept now.
    generation: u64,
    /// What was handed over last.
    kept: Option<Arc<Kept>>,
    looked: Instant,
    /// Why what this thread wrote itself could not be written.
    unwritten: Option<SessionError>,
    /// The complaint that the user has heard.
    told: Option<SessionError>,
}

/// Between two looks at the run: with the time to write it, less than the second that may be lost. A page writes on the
/// thread that draws.
const LOOK_EVERY: Duration = Duration::from_millis(if cfg!(target_arch = "wasm32") { 750 } else { 250 });

impl Keeper {
    /// Keeps a window's run; `kept` is what its place holds already.
    pub fn new(autosave: Autosave, kept: Option<Kept>, wake: &Wake) -> Self {
        let generation = autosave.generation();
        let autosave = Arc::new(Mutex::new(autosave));
        let place = Arc::clone(&autosave);
        let writer = Job::spawn("autosave", waker(wake), move |port: &Port<(u64, Arc<Kept>), _>| {
            let Some((generation, kept)) = port.poll_last() else { return Turn::Rest(None) };
            match locked(&place).write(generation, &kept) {
                Ok(()) => port.publisher()(Ok(())),
                complaint => port.publish(complaint),
            }
            Turn::Again
        });
        let kept = kept.map(Arc::new);
        Self { autosave, writer, generation, kept, looked: Instant::now(), unwritten: None, told: None }
    }

    /// Whether there is something to keep: of a run that has not begun, no trace need stay.
    fn is_worth(&self, now: &Kept) -> bool {
        self.kept.is_some() || now.file.is_some() || !now.session.is_untouched()
    }

    /// Hands a run over to be written, unless that is done already.
    fn hand_over(&mut self, now: Kept) {
        if !self.is_worth(&now) || self.kept.as_deref() == Some(&now) {
            return;
        }
        let now = Arc::new(now);
        if self.writer.is_over() {
            // No thread was to be had.
            self.unwritten = locked(&self.autosave).write(self.generation, &now).err();
        } else {
            self.writer.send((self.generation, Arc::clone(&now)));
        }
        self.kept = Some(now);
    }

    /// Why the run could not be written; each complaint is told once.
    fn complaint(&mut self) -> Option<SessionError> {
        let of_writer = self.writer.latest().and_then(|written| written.as_ref().clone().err());
        let complaint = self.unwritten.clone().or(of_writer);
        if complaint.is_some() {
            // To be tried again at the next look.
            self.kept = None;
        }
        if complaint == self.told {
            return None;
        }
        self.told.clone_from(&complaint);
        complaint
    }
}

/// A window that broke off while it wrote has harmed nothing: files are written whole.
fn locked(place: &Mutex<Autosave>) -> MutexGuard<'_, Autosave> {
    place.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
    /// What a window that ends now leaves: the run, or the one before the lesson that is under way.
    pub fn to_keep(&self) -> Kept {
        match &self.lessons.running {
            Some(running) => {
                let (session, file) = running.before.as_ref().clone();
                Kept { session: Session { class: self.lessons.class.clone(), ..session }, file }
            }
            None => Kept { session: self.session(), file: self.files.file.clone() },
        }
    }

    /// Looks now and then whether there is something to keep; says when to look again.
    pub fn keep(&mut self) -> Option<Duration> {
        let mut keeper = self.files.keeper.take()?;
        let due = LOOK_EVERY.saturating_sub(keeper.looked.elapsed());
        let complaint = keeper.complaint();
        if due.is_zero() {
            keeper.looked = Instant::now();
            keeper.hand_over(self.to_keep());
        }
        self.files.keeper = Some(keeper);
        if let Some(what) = complaint {
            self.warn(say!("window.not-kept", what = what));
        }
        (!due.is_zero()).then_some(due)
    }

    /// The window is closed: the run is written down as it is, and nothing after it.
    pub fn keep_last(&mut self) {
        self.finish_errands();
        let now = self.to_keep();
        let Some(keeper) = &mut self.files.keeper else { return };
        let mut place = locked(&keeper.autosave);
        if keeper.is_worth(&now) {
            // There is nobody left to tell.
            let _ = place.write(keeper.generation, &now);
        }
        place.end();
    }

    /// Says where the run of a window that is no more goes on.
    pub fn resumed(&mut self, kept: Kept) {
        let Kept { session, file } = kept;
        self.belongs_to(file);
        self.tell(&say!(
            "window.restored",
            run = session.name,
            step = format_whole(f64::from(session.step)),
            steps = format_whole(f64::from(session.reach()))
        ));
        // As when its file was opened.
        if let Ok(Some(lesson)) = lesson_inside(&session) {
            self.begin(Arc::new(lesson));
        }
    }

    /// Takes up a run that another window left, in exchange for the one here.
    pub(super) fn take_up(&mut self, path: PathBuf) {
        self.leave_behind(move |place| {
            let taken = place.take(&path);
            Box::new(move |desk| {
                desk.files.left.retain(|left| left.path != path);
                match taken {
                    Ok(kept) => {
                        if let Some(keeper) = &mut desk.files.keeper {
                            keeper.kept = Some(Arc::new(kept.clone()));
                        }
                        desk.replace(kept.session.clone());
                        desk.resumed(kept);
                    }
                    Err(what) => {
                        desk.warn(say!("window.cannot-open", path = path.display(), problem = what));
                    }
                }
            })
        });
    }

    /// A fresh run, as in a window that has never been used; the one here is left behind.
    pub(super) fn start_afresh(&mut self) {
        if self.files.keeper.is_none() {
            return self.begin_afresh();
        }
        self.leave_behind(|_| {
            Box::new(|desk| {
                desk.begin_afresh();
                desk.tell(say!("window.afresh"));
            })
        });
    }

    fn begin_afresh(&mut self) {
        self.replace(Session::default());
        self.belongs_to(None);
        self.follow.fit = true;
    }

    /// Writes the run down at once and leaves it behind; what all windows left is found again. Then something is done
    /// with the place where it was kept.
    fn leave_behind(&mut self, and: impl FnOnce(&mut Autosave) -> Then + Send + 'static) {
        let now = self.to_keep();
        let Some(keeper) = &self.files.keeper else { return };
        let (place, generation) = (Arc::clone(&keeper.autosave), keeper.generation);
        let now = keeper.is_worth(&now).then_some(now);
        self.errand(move || {
            let mut place = locked(&place);
            // What cannot be written stays behind as it was written last.
            let unwritten = now.and_then(|now| place.write(generation, &now).err());
            place.leave_behind();
            let (generation, found) = (place.generation(), place.find(false));
            let then = and(&mut place);
            Box::new(move |desk| {
                if let Some(keeper) = &mut desk.files.keeper {
                    (keeper.unwritten, keeper.generation, keeper.kept) = (unwritten, generation, None);
                }
                desk.find(found);
                then(desk);
            })
        });
    }

    /// Takes note of what windows left behind.
    pub fn find(&mut self, found: Found) {
        self.files.left = found.left;
        if let Some((place, what)) = found.unreadable.first() {
            self.warn_as_well(say!("window.unreadable", what = what, file = place.display()));
        }
    }

    /// Another run in the place of this one, and nothing of what was under way.
    fn replace(&mut self, session: Session) {
        self.around.overlay = Overlay::None;
        self.studio.turn(false);
        self.lessons.running = None;
        self.lessons.lecture = None;
        self.adopt(session);
    }
}

/// A run left behind, as a menu has it.
pub fn title(left: &Left) -> String {
    let minutes = left.since.elapsed().map_or(0, |time| time.as_secs() / 60);
    let ago = match minutes {
        0 => say!("window.just-now").to_owned(),
        1..60 => say!("window.minutes-ago", minutes = minutes),
        60..2880 => say!("window.hours-ago", hours = minutes / 60),
        _ => say!("window.days-ago", days = minutes / 1440),
    };
    say!("window.left-run", run = left.name, step = format_whole(f64::from(left.step)), ago = ago)
}
