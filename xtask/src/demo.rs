//! The demo: builds the widget, assembles `target/demo` and serves it.

use anyhow::Result;

use crate::serve::{Options, Port, Site};
use crate::{paths, site, widget};

/// Builds everything and serves it until interrupted.
///
/// # Errors
/// When a build step fails or no port is free.
pub fn run(port: u16, serve: bool) -> Result<()> {
    widget::make()?;
    let folder = paths::target().join("demo");
    site::assemble(&folder)?;
    for file in ["index.html", "reader.html"] {
        // Both open by a double-click.
        println!("The demo is at file://{}", folder.join(file).display());
    }
    if !serve {
        return Ok(());
    }
    let site = Site::start(Options {
        folder,
        port: Port::From(port),
        headers: Vec::new(),
    })?;
    println!("The demo is at {}/ (stop it with Ctrl-C)", site.address());
    site.wait();
    Ok(())
}
