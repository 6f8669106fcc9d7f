//! A virtual display, windows of the real binary on it, and hands that press their keys.

#![allow(dead_code, reason = "every test binary uses its own part of this")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use frostline::session::Session;

/// Ends its process when the test does, however it ends.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A display of its own, with a folder for what its windows keep.
pub struct Display {
    name: &'static str,
    pub folder: PathBuf,
    _server: Running,
}

/// A window on it.
pub struct Window {
    pub process: Running,
    /// As the display knows it.
    id: String,
}

impl Display {
    /// With room for so many windows side by side.
    pub fn new(name: &'static str, windows: u32) -> Self {
        let folder = std::env::temp_dir().join(format!("frostline-display{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let mut server = Command::new("Xvfb");
        server
            .args([name, "-screen", "0", &format!("{}x800x24", windows * 1_280)])
            // Else it begins anew whenever its last client leaves, and turns away whoever comes meanwhile.
            .arg("-noreset")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let server = Running(server.spawn().expect("Xvfb is installed"));
        let display = Self { name, folder, _server: server };
        // On a busy machine a server takes its time; a window that came before it would end at once.
        let start = Instant::now();
        while !display.xdotool(&["getdisplaygeometry"]) {
            assert!(start.elapsed() < Duration::from_secs(30), "no display came");
            sleep(Duration::from_millis(50));
        }
        display
    }

    /// A program on this display.
    pub fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).env("DISPLAY", self.name).env_remove("WAYLAND_DISPLAY");
        command.env("LIBGL_ALWAYS_SOFTWARE", "1").env("XDG_DATA_HOME", &self.folder);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    pub fn xdotool(&self, arguments: &[&str]) -> bool {
        self.command("xdotool", arguments).status().expect("xdotool is installed").success()
    }

    fn windows(&self) -> Vec<String> {
        let search = ["search", "--onlyvisible", "--name", "Frostline"];
        let found = self.command("xdotool", &search).stdout(Stdio::piped()).output().unwrap();
        String::from_utf8_lossy(&found.stdout).lines().map(ToOwned::to_owned).collect()
    }

    /// Opens a window and waits until it answers to keys.
    pub fn open(&self, arguments: &[&str]) -> Window {
        let before = self.windows();
        let command = &mut self.command(env!("CARGO_BIN_EXE_frostline"), arguments);
        let mut process = Running(command.spawn().unwrap());
        let start = Instant::now();
        let id = loop {
            let ended = process.0.try_wait().unwrap();
            assert!(ended.is_none(), "the window ended before it came: {ended:?}");
            assert!(start.elapsed() < Duration::from_secs(60), "no window came");
            if let Some(id) = self.windows().into_iter().find(|id| !before.contains(id)) {
                break id;
            }
            sleep(Duration::from_millis(50));
        };
        sleep(Duration::from_secs(2));
        let window = Window { process, id };
        self.focus(&window);
        sleep(Duration::from_millis(300));
        window
    }

    /// Moves a window to its place beside others: one that is covered is not at work.
    pub fn put(&self, window: &Window, place: u32) {
        assert!(self.xdotool(&["windowmove", "--sync", &window.id, &(place * 1_280).to_string(), "0"]));
    }

    pub fn focus(&self, window: &Window) {
        assert!(self.xdotool(&["windowfocus", "--sync", &window.id]));
    }

    /// The screen's pixels.
    pub fn screen(&self) -> Vec<u8> {
        let path = self.folder.join("screen.png");
        let taken = self.command("import", &["-window", "root", path.to_str().unwrap()]).status();
        assert!(taken.expect("ImageMagick is installed").success());
        image::open(&path).unwrap().to_rgb8().into_raw()
    }

    /// Where windows keep their runs.
    pub fn kept(&self) -> PathBuf {
        self.folder.join("frostline")
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Window {
    pub fn pid(&self) -> u32 {
        self.process.0.id()
    }

    /// The run that it keeps, once it keeps one.
    pub fn run(&self, kept: &Path) -> Option<Session> {
        let end = format!("-{}.frostline", self.pid());
        let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
        let mut names = fs::read_dir(kept).ok()?.filter_map(|entry| Some(name(entry.ok()?)));
        let name = names.find(|name| name.starts_with("autosave-") && name.ends_with(&end))?;
        Session::load(&kept.join(name)).ok()
    }
}
