//! The middle ring: the tests of `tests/browser` as a wasm module in headless browsers.

use anyhow::{Result, bail};

use super::score::Score;
use crate::cli::Engine;
use crate::run::Run;
use crate::tools::screen::Screen;
use crate::tools::{cargo, system};

/// Runs the browser tests in one engine.
///
/// # Errors
/// When a tool is missing or cannot be started, or there is more than one filter.
pub fn run(engine: Engine, filter: &[String]) -> Result<Score> {
    cargo::wasm_target()?;
    let runner = cargo::wasm_bindgen_test_runner()?;
    let run = Run::new(cargo::wasm_pack()?).args(["test", "--headless"]);
    let run = match engine {
        Engine::Chromium => run
            .args(["--chrome", "--chromedriver"])
            .arg(system::chromium()?.driver),
        Engine::Firefox => run
            .args(["--firefox", "--geckodriver"])
            .arg(system::firefox()?.driver),
        Engine::WebKit => run
            .args(["--safari", "--safaridriver"])
            .arg(system::webkit()?.driver),
    };
    let screen = match engine {
        Engine::Chromium | Engine::Firefox => None,
        Engine::WebKit => Some(Screen::start()?),
    };
    // wasm-pack hands everything after the folder to Cargo, a `--` included.
    let mut run = run.args(["--mode", "no-install", "."]);
    run = run.args(["--locked", "--test", "browser"]);
    match filter {
        [] => {}
        [filter] => run = run.args(["--", filter]),
        _ => bail!("the browser ring takes one filter: run it once for each"),
    }
    // The default of 20 seconds is too short for two cores and a debug build.
    run = run.env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    if let Some(folder) = runner.parent() {
        run = run.path_first(folder)?;
    }
    for (name, value) in screen.iter().flat_map(Screen::environment) {
        run = run.env(name, value);
    }
    let outcome = run.watch()?;
    Ok(Score::read(&outcome.output, outcome.success))
}
