//! A run as a link. The whole session stands behind `#s=`, deflated, where a browser shows it to no server; before it what
//! else is to be opened: `?lesson=NAME`, and `?embed=PANEL` for a page that has room for the stage and one panel.

use std::fmt;
use std::io::{Read as _, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use super::{Fault, MOST_BYTES, Session};
use crate::say;
use crate::valleys::panel::Panel;

/// What a link opens.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    pub session: Option<Box<Session>>,
    /// The name of a lesson to begin.
    pub lesson: Option<String>,
    /// Whether there is room for the stage and one panel alone.
    pub embedded: bool,
    /// That panel; none is the first of the run's own.
    pub panel: Option<Panel>,
}

/// A link that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub text: String,
    /// Whether answers to experiments found no room in it.
    pub without_answers: bool,
}

/// Why a link is not opened, or made.
#[derive(Clone, Debug, PartialEq)]
pub enum Broken {
    /// It leads nowhere in this program.
    Empty,
    /// Letters of it are missing, or others.
    Cut,
    Panel(String),
    Run(Fault),
    /// It would take so many letters.
    TooLong(usize),
}

/// How the addresses begin that may be links: that of the program itself, and those of pages.
const SCHEMES: [&str; 4] = ["frostline:", "https://", "http://", "file://"];
/// What the session stands behind.
const SESSION: &str = "s=";
/// Programs, systems and browsers take links of this length; many do not take longer ones.
const MOST_LETTERS: usize = 1 << 15;

/// Whether a text is a link, be it a broken one: mail programs break long ones into lines.
pub fn is_link(text: &str) -> bool {
    SCHEMES.iter().any(|scheme| text.trim_start().starts_with(scheme))
}

impl Link {
    /// Of a whole session.
    pub fn of(session: Session) -> Self {
        Self { session: Some(Box::new(session)), ..Self::default() }
    }

    /// As a text that begins with the address of a page, or with the program's own.
    pub fn written(&self, page: &str) -> Result<Written, Broken> {
        let text = self.text(page);
        if text.len() <= MOST_LETTERS {
            return Ok(Written { text, without_answers: false });
        }
        let session =
            self.session.clone().map(|session| Box::new(Session { answers: Vec::new(), ..*session }));
        let text = Self { session, ..self.clone() }.text(page);
        match text.len() {
            0..=MOST_LETTERS => Ok(Written { text, without_answers: true }),
            letters => Err(Broken::TooLong(letters)),
        }
    }

    fn text(&self, page: &str) -> String {
        let lesson = self.lesson.as_ref().map(|name| format!("lesson={name}"));
        let panel = self.panel.map_or("", |panel| panel.about().name);
        let embed = self.embedded.then(|| format!("embed={panel}"));
        let asked: Vec<String> = lesson.into_iter().chain(embed).collect();
        let asked = if asked.is_empty() { String::new() } else { format!("?{}", asked.join("&")) };
        let session = self.session.as_ref().map(|session| format!("#{SESSION}{}", packed(session)));
        [page, &asked, &session.unwrap_or_default()].concat()
    }

    /// From a text; the error is what is wrong with it.
    pub fn read(text: &str) -> Result<Self, Broken> {
        let text: String = text.split_whitespace().collect();
        let (before, fragment) = text.split_once('#').unwrap_or((&text, ""));
        let asked = before.split_once('?').map_or("", |(_, asked)| asked);
        let mut link = Self::default();
        for (name, value) in asked.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))) {
            match name {
                "lesson" => link.lesson = Some(value.to_owned()),
                "embed" => {
                    let panel = (!value.is_empty()).then(|| Panel::named(value).ok_or(value));
                    link.panel = panel.transpose().map_err(|name| Broken::Panel(name.to_owned()))?;
                    link.embedded = true;
                }
                _ => {}
            }
        }
        let session = fragment.split('&').find_map(|part| part.strip_prefix(SESSION));
        link.session = session.map(unpacked).transpose()?.map(Box::new);
        if link == Self::default() { Err(Broken::Empty) } else { Ok(link) }
    }
}

fn packed(session: &Session) -> String {
    let text = serde_json::to_string(session).expect("a session is plain data");
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes()).expect("memory takes everything");
    URL_SAFE_NO_PAD.encode(encoder.finish().expect("memory takes everything"))
}

fn unpacked(text: &str) -> Result<Session, Broken> {
    // What a sentence puts behind a link is not of it.
    let text =
        text.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric() && !"-_".contains(letter));
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Broken::Cut)?;
    let mut whole = String::new();
    // A few letters can stand for more than there is memory.
    let read = ZlibDecoder::new(&bytes[..]).take(MOST_BYTES).read_to_string(&mut whole);
    read.map_err(|_| Broken::Cut)?;
    Session::from_text(&whole).map_err(Broken::Run)
}

impl fmt::Display for Broken {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&match self {
            Self::Empty => say!("link.empty").to_owned(),
            Self::Cut => say!("link.cut").to_owned(),
            Self::Panel(name) => {
                let names = Panel::ALL.map(|panel| panel.about().name).join(", ");
                say!("link.panel", name = name, names = names)
            }
            Self::Run(what) => return what.fmt(to),
            Self::TooLong(letters) => say!("link.too-long", letters = letters, most = MOST_LETTERS),
        })
    }
}
