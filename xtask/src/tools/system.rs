//! Programs of the operating system: the browsers, their drivers, npm; found on `PATH`, else installed with apt.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::run::Run;
use crate::tools;
use crate::tools::cargo;

/// A browser and the WebDriver that drives it.
#[derive(Debug, Clone)]
pub struct Browser {
    /// The browser's program.
    pub program: PathBuf,
    /// The driver's program.
    pub driver: PathBuf,
}

/// What a screen without a monitor is made of; see [`super::screen`].
#[derive(Debug, Clone)]
pub struct ScreenPrograms {
    /// The X server that draws into memory.
    pub server: PathBuf,
    /// What tells programs the desktop's settings.
    pub settings: PathBuf,
    /// What ends a program together with the one that started it.
    pub bind: PathBuf,
}

/// A program under the names that systems give it, and Debian's package of it.
struct Program {
    names: &'static [&'static str],
    package: &'static str,
}

const CHROMIUM: Program = Program {
    names: &[
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ],
    package: "chromium",
};
const CHROMEDRIVER: Program = Program {
    names: &["chromedriver"],
    package: "chromium-driver",
};
const FIREFOX: Program = Program {
    names: &["firefox", "firefox-esr"],
    package: "firefox-esr",
};
const WEBKIT: Program = Program {
    names: &["WebKitWebDriver"],
    package: "webkit2gtk-driver",
};
const XVFB: Program = Program {
    names: &["Xvfb"],
    package: "xvfb",
};
const XSETTINGSD: Program = Program {
    names: &["xsettingsd"],
    package: "xsettingsd",
};
const SETPRIV: Program = Program {
    names: &["setpriv"],
    package: "util-linux",
};
const NPM: Program = Program {
    names: &["npm"],
    package: "npm",
};

/// Returns Chromium and chromedriver.
///
/// # Errors
/// When one is missing and cannot be installed; the message says what to type.
pub fn chromium() -> Result<Browser> {
    install_missing(&[&CHROMIUM, &CHROMEDRIVER])?;
    Ok(Browser {
        program: CHROMIUM.find()?,
        driver: CHROMEDRIVER.find()?,
    })
}

/// Returns Firefox and geckodriver.
///
/// # Errors
/// When one is missing and cannot be installed; the message says what to type.
pub fn firefox() -> Result<Browser> {
    install_missing(&[&FIREFOX])?;
    Ok(Browser {
        program: FIREFOX.find()?,
        driver: cargo::geckodriver()?,
    })
}

/// Returns WebKitGTK's driver, as both: it knows where its browser is, which stands on no `PATH`.
///
/// # Errors
/// When it is missing and cannot be installed; the message says what to type.
pub fn webkit() -> Result<Browser> {
    // All that a run in WebKit needs is installed at once.
    install_missing(&[&WEBKIT, &XVFB, &XSETTINGSD, &SETPRIV])?;
    let driver = WEBKIT.find()?;
    Ok(Browser {
        program: driver.clone(),
        driver,
    })
}

/// Returns what a screen is made of.
///
/// # Errors
/// When something is missing and cannot be installed; the message says what to type.
pub fn screen() -> Result<ScreenPrograms> {
    install_missing(&[&XVFB, &XSETTINGSD, &SETPRIV])?;
    Ok(ScreenPrograms {
        server: XVFB.find()?,
        settings: XSETTINGSD.find()?,
        bind: SETPRIV.find()?,
    })
}

/// Returns npm.
///
/// # Errors
/// When it is missing and cannot be installed; the message says what to type.
pub fn npm() -> Result<PathBuf> {
    install_missing(&[&NPM])?;
    NPM.find()
}

impl Program {
    fn look(&self) -> Option<PathBuf> {
        self.names.iter().find_map(|name| tools::on_path(name))
    }

    fn find(&self) -> Result<PathBuf> {
        match self.look() {
            Some(path) => Ok(path),
            None => bail!(
                "{} is not on PATH: {}",
                self.names.join(" or "),
                remedy(&[self.package])
            ),
        }
    }
}

fn install_missing(programs: &[&Program]) -> Result<()> {
    let missing: Vec<_> = programs
        .iter()
        .filter(|program| program.look().is_none())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<_> = missing.iter().map(|program| program.package).collect();
    let names: Vec<_> = missing
        .iter()
        .filter_map(|program| program.names.first().copied())
        .collect();
    println!("{} not found", names.join(", "));
    let Some(apt) = apt() else {
        bail!("{} not found: {}", names.join(", "), remedy(&packages));
    };
    apt().arg("update").run()?;
    apt()
        .args(["install", "-y", "--no-install-recommends"])
        .args(&packages)
        .run()
}

/// Returns a maker of `apt-get` commands, where we may use it without being asked for a password.
fn apt() -> Option<impl Fn() -> Run> {
    let apt = tools::on_path("apt-get")?;
    let root = Run::new("id").arg("-u").ask().as_deref() == Some("0");
    if !root {
        Run::new("sudo").args(["-n", "true"]).ask()?;
    }
    Some(move || {
        let run = if root {
            Run::new(&apt)
        } else {
            Run::new("sudo").arg("-n").arg(&apt)
        };
        run.env("DEBIAN_FRONTEND", "noninteractive")
    })
}

fn remedy(packages: &[&str]) -> String {
    let packages = packages.join(" ");
    if cfg!(target_os = "linux") && tools::on_path("apt-get").is_some() {
        format!(
            "type `sudo apt-get update && sudo apt-get install -y --no-install-recommends {packages}`"
        )
    } else {
        format!("install it and put it on PATH (Debian's packages: {packages})")
    }
}
