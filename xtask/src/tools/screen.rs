//! A screen without a monitor, for browsers that have no headless mode: nothing comes in, an X display goes out.
//!
//! WebKitGTK draws into a window. One Xvfb serves a whole run; beside it, `xsettingsd` tells the programs on it
//! whether the desktop is light or dark, as a desktop's settings would.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, io};

use anyhow::{Context, Result, bail};

use super::system::{self, ScreenPrograms};

/// The buttons of the browser's window, as small as can be: the page may then be as narrow as a phone.
const NARROW_WINDOWS: &str = "headerbar, toolbar, entry, button, image {
  font-size: 1px; padding: 0; margin: 0; min-width: 0; min-height: 0;
}
";

/// A running Xvfb with the desktop's settings; both end with it, and with the process that started it.
#[derive(Debug)]
pub struct Screen {
    server: Child,
    settings: Option<Child>,
    /// The settings' file, and what GTK reads on start.
    folder: PathBuf,
    display: String,
}

impl Screen {
    /// Starts a screen on the first free display, with light colours.
    ///
    /// # Errors
    /// When a program is missing and cannot be installed, or does not start.
    pub fn start() -> Result<Self> {
        let programs = system::screen()?;
        let mut server = bound(&programs, &programs.server)
            // The server finds the free display itself, and writes its number when it listens.
            .args(["-displayfd", "1", "-screen", "0", "1600x1400x24"])
            .args(["-noreset", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", programs.server.display()))?;
        let mut number = String::new();
        if let Some(pipe) = server.stdout.take() {
            BufReader::new(pipe).read_line(&mut number)?;
        }
        let number = number.trim();
        if number.is_empty() {
            let status = server.wait()?;
            bail!("{} ended ({status})", programs.server.display());
        }
        let folder =
            env::temp_dir().join(format!("liseuse-screen-{}-{number}", std::process::id()));
        let mut screen = Self {
            server,
            settings: None,
            folder,
            display: format!(":{number}"),
        };
        for gtk in ["gtk-3.0", "gtk-4.0"] {
            fs::create_dir_all(screen.folder.join(gtk))
                .with_context(|| format!("cannot make {}", screen.folder.display()))?;
            fs::write(screen.folder.join(gtk).join("gtk.css"), NARROW_WINDOWS)?;
        }
        screen.write(false)?;
        let settings = bound(&programs, &programs.settings)
            .arg("-c")
            .arg(screen.file())
            .env("DISPLAY", &screen.display)
            .stdout(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", programs.settings.display()))?;
        screen.settings = Some(settings);
        Ok(screen)
    }

    /// Returns the environment of a program that is to draw on the screen.
    pub fn environment(&self) -> [(&'static str, &str); 5] {
        [
            ("DISPLAY", &self.display),
            ("GDK_BACKEND", "x11"),
            ("XDG_CONFIG_HOME", self.folder.to_str().unwrap_or_default()),
            // In it WebKit's language is American English; in C.UTF-8 it would be called `C`.
            ("LC_ALL", "C"),
            ("NO_AT_BRIDGE", "1"),
        ]
    }

    /// Makes the desktop light or dark; the programs on it hear of it.
    ///
    /// # Errors
    /// When the settings cannot be written.
    pub fn dark(&self, dark: bool) -> Result<()> {
        self.write(dark)?;
        if let Some(settings) = &self.settings {
            signal(settings, "HUP").context("cannot tell the screen's settings")?;
        }
        Ok(())
    }

    fn file(&self) -> PathBuf {
        self.folder.join("xsettingsd.conf")
    }

    fn write(&self, dark: bool) -> io::Result<()> {
        let theme = if dark { "Adwaita-dark" } else { "Adwaita" };
        fs::write(self.file(), format!("Net/ThemeName \"{theme}\"\n"))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        for child in self.settings.iter_mut().chain([&mut self.server]) {
            // Asked politely, the server removes its lock and its socket.
            if signal(child, "TERM").is_err() {
                child.kill().ok();
            }
            child.wait().ok();
        }
        fs::remove_dir_all(&self.folder).ok();
    }
}

fn signal(child: &Child, name: &str) -> io::Result<()> {
    let mut kill = Command::new("kill");
    kill.args(["-s", name, &child.id().to_string()]);
    kill.stderr(Stdio::null()).status().map(drop)
}

/// A command that ends when we end, however that happens.
fn bound(programs: &ScreenPrograms, program: &Path) -> Command {
    let mut command = Command::new(&programs.bind);
    command
        .args(["--pdeathsig", "TERM", "--"])
        .arg(program)
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    command
}
