//! What every figure of a call has in common, and how one becomes a file.

use std::path::Path;

use clap::ArgMatches;

use super::Width;
use crate::chart::Figure;
use crate::cli::report::Meter;
use crate::cli::{Failure, Outcome, flags};
use crate::export::{self, Format, Provenance, Sheet};
use crate::job::Progress;
use crate::platform::files::exists;
use crate::platform::threads::Pool;
use crate::platform::{check_writable, write_atomically};
use crate::say;
use crate::session::{Session, Stamp};
use crate::settings::fingerprint;
use crate::valleys::figures::{Effort, Entry, Source};

/// Makes a figure, of whichever laboratory.
type Make<'a> = dyn Fn(&Progress<'_>) -> Option<Figure> + Sync + 'a;

/// What every figure of a call has in common.
pub struct Order {
    source: Source,
    sheet: Sheet,
    slide: bool,
    session: Session,
    pub force: bool,
    pool: Pool,
}

impl Order {
    pub fn new(matches: &ArgMatches, session: Session) -> Result<Self, Failure> {
        let width = *matches.get_one::<Width>("width").expect("it has a default");
        let font_pt = matches.get_one::<f64>("font_size").copied();
        let sheet = Sheet {
            width_mm: width.millimetres,
            light: matches.get_one::<String>("theme").is_some_and(|theme| theme == "paper"),
            font_pt: font_pt.unwrap_or(if width.slide { 13.0 } else { 7.5 }),
            dots_per_inch: *matches.get_one("dpi").expect("it has a default"),
            outlines: matches.get_flag("outlines"),
            letters: matches.get_flag("letters"),
        };
        sheet.check().map_err(Failure::input)?;
        let effort = if matches.get_flag("quick") { Effort::Quick } else { Effort::Full };
        Ok(Self {
            source: source(session.clone(), effort)
                .following(flags::follow(matches))
                .insisting(matches.get_flag("insist")),
            session,
            sheet,
            slide: width.slide,
            force: matches.get_flag("force"),
            pool: flags::pool(matches)?,
        })
    }

    /// Makes a figure into a file, once it is sure that the file can be written.
    pub fn make_file(&self, entry: &Entry, out: &Path) -> Result<Figure, Failure> {
        let format = Format::of(out).map_err(Failure::input)?;
        self.may_write(out)?;
        let figure = self.make(entry)?;
        self.write(&figure, &self.provenance(entry), format, out)?;
        Ok(figure)
    }

    pub fn may_write(&self, path: &Path) -> Outcome {
        if exists(path) && !self.force {
            return Err(Failure::input(say!("cli.figure.exists", file = path.display())));
        }
        check_writable(path).map_err(Failure::input)
    }

    /// Names the whole order: files made by two orders of one name are the same.
    pub fn name(&self, endings: &[&str], networks: &str) -> String {
        let Self { sheet, slide, session, source, .. } = self;
        let version = env!("CARGO_PKG_VERSION");
        fingerprint(format!(
            "{version} {sheet:?} {slide} {:?} {endings:?} {} {networks}",
            source.effort,
            session.to_text()
        ))
    }

    pub fn make(&self, entry: &Entry) -> Result<Figure, Failure> {
        self.drawn(entry.name, &|progress| (entry.make)(&self.source, progress))
    }

    pub fn drawn(&self, name: &'static str, make: &Make<'_>) -> Result<Figure, Failure> {
        let meter = Meter::new(name);
        let figure = self
            .pool
            .install(|| make(&|share| meter.show(share)))
            .ok_or_else(|| Failure::negative(say!("cli.figure.nothing", figure = name)))?;
        meter.clear();
        Ok(if self.slide { figure.on_a_slide() } else { figure })
    }

    /// What a figure of the valleys carries.
    pub fn provenance(&self, entry: &Entry) -> Provenance {
        self.session.provenance(entry.preset())
    }

    pub fn write(&self, figure: &Figure, provenance: &Provenance, format: Format, path: &Path) -> Outcome {
        let bytes = export::bytes(figure, &self.sheet, provenance, format).map_err(Failure::input)?;
        write_atomically(path, &bytes).map_err(Failure::input)
    }
}

/// The session's run, and how it is looked at.
fn source(session: Session, effort: Effort) -> Source {
    let (look, behind) = (session.view.look(), session.ghost.as_ref().map(Stamp::behind));
    Source::new(session.scenario, session.changes, session.step, look, effort)
        .asking(session.questions)
        .before(behind)
}
