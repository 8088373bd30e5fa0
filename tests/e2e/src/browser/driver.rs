//! The WebDriver process: started on a free port, ended with everything it started.

use std::env;
use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use xtask::cli::Engine;
use xtask::paths;
use xtask::tools::screen::Screen;
use xtask::tools::system::Browser;

/// How long a driver may take to listen, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running chromedriver, geckodriver or WebKitWebDriver.
#[derive(Debug)]
pub struct Driver {
    child: Child,
    /// Where the driver and the browser keep their profile; removed with them.
    scratch: PathBuf,
    /// The address that WebDriver commands go to.
    pub url: String,
}

impl Driver {
    /// Starts a driver, whose browser draws on the screen if there is one, and waits until it listens.
    ///
    /// # Errors
    /// When it cannot be started or ends at once; its log is named.
    pub async fn start(engine: Engine, browser: &Browser, screen: Option<&Screen>) -> Result<Self> {
        let port = free_port()?;
        let log = log_path(engine)?;
        let file = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        // Not in the target folder: its path may be too long for the browser's sockets.
        let scratch = env::temp_dir().join(format!("liseuse-e2e-{}-{port}", std::process::id()));
        fs::create_dir_all(&scratch)
            .with_context(|| format!("cannot make {}", scratch.display()))?;
        let mut command = Command::new(&browser.driver);
        command.env("TMPDIR", &scratch);
        command.envs(screen.iter().flat_map(|screen| screen.environment()));
        command
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file);
        match engine {
            Engine::Chromium | Engine::WebKit => command.arg(format!("--port={port}")),
            // System access is for the size and the preferences of a window; see `look.rs`.
            Engine::Firefox => command.args(["--allow-system-access", "--port", &port.to_string()]),
        };
        own_group(&mut command);
        let child = command
            .spawn()
            .with_context(|| format!("cannot start {}", browser.driver.display()))?;
        let mut driver = Self {
            child,
            scratch,
            url: format!("http://127.0.0.1:{port}"),
        };
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if let Some(status) = driver.child.try_wait()? {
                bail!(
                    "{} ended ({status}): see {}",
                    browser.driver.display(),
                    log.display()
                );
            }
            if start.elapsed() > PATIENCE {
                bail!(
                    "{} does not listen: see {}",
                    browser.driver.display(),
                    log.display()
                );
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(driver)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        end(&mut self.child);
        fs::remove_dir_all(&self.scratch).ok();
    }
}

/// Puts the driver and its browser into a process group, so that both can be ended together.
#[cfg(unix)]
fn own_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(not(unix))]
fn own_group(_: &mut Command) {}

#[cfg(unix)]
fn end(child: &mut Child) {
    let group = format!("-{}", child.id());
    let signal = |name: &str| {
        let mut kill = Command::new("kill");
        kill.args(["-s", name, "--", &group])
            .stderr(Stdio::null())
            .status()
            .ok();
    };
    // A polite end lets the driver remove the profile it made.
    signal("TERM");
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(3) && matches!(child.try_wait(), Ok(None)) {
        std::thread::sleep(Duration::from_millis(20));
    }
    signal("KILL");
    child.wait().ok();
}

#[cfg(not(unix))]
fn end(child: &mut Child) {
    child.kill().ok();
    child.wait().ok();
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("cannot open a local port")?;
    Ok(listener.local_addr()?.port())
}

fn log_path(engine: Engine) -> Result<PathBuf> {
    let folder = paths::target().join("e2e-failures");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder.join(format!("{}-driver.log", engine.name())))
}
