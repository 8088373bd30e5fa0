//! The runner: cases and browsers come in, one line a case and a count per browser go out.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use xtask::cli::Engine;
use xtask::paths;

use crate::cases::{CASES, Case, Running};
use crate::harness::{Session, Skip, Test};
use crate::options::Options;
use crate::shots;

/// How long one case may take, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(240);

/// How a case ended.
enum End {
    Passed { is_from_disk: bool },
    Skipped(String),
    Failed(String),
}

/// Runs what the options ask for; tells whether everything passed.
///
/// # Errors
/// When a browser does not start, or the run is interrupted.
pub(crate) fn main(options: &Options) -> Result<bool> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        // Returning drops the session, and with it the browser.
        tokio::select! {
            result = run(options) => result,
            () = interrupted() => bail!("interrupted"),
        }
    })
}

async fn run(options: &Options) -> Result<bool> {
    let mut passed = true;
    for engine in options.engines() {
        passed &= match &options.shots {
            Some(folder) => shots::take(engine, options, folder).await.map(|()| true)?,
            None => run_engine(engine, options).await?,
        };
    }
    Ok(passed)
}

async fn run_engine(engine: Engine, options: &Options) -> Result<bool> {
    let (mut passed, mut failed, mut skipped, mut from_disk) = (0, 0, 0, 0);
    let screen = Session::screen(engine)?;
    let begin = Instant::now();
    let mut session = None;
    for case in CASES.iter().filter(|case| options.wants(case.name)) {
        let started = match session.take() {
            Some(session) => session,
            None => Session::start(engine, screen.clone()).await?,
        };
        let label = format!("{} {}", engine.name(), case.name);
        let start = Instant::now();
        let (end, kept) = run_case(case, started, options).await;
        session = kept;
        match end {
            End::Passed { is_from_disk } => {
                passed += 1;
                from_disk += usize::from(is_from_disk);
                println!("ok {label} ({:.1} s)", start.elapsed().as_secs_f32());
            }
            End::Skipped(reason) => {
                skipped += 1;
                println!("skipped {label}: {reason}");
            }
            End::Failed(reason) => {
                failed += 1;
                println!("FAILED {label}: {}", reason.replace('\n', "\n    "));
            }
        }
    }
    if let Some(session) = session {
        session.end().await;
    }
    let verdict = if failed == 0 && passed > 0 {
        "ok"
    } else {
        "FAILED"
    };
    println!(
        "test result: {verdict}. {passed} passed; {from_disk} from-disk; {failed} failed; {skipped} skipped; in {}, {} s",
        engine.name(),
        begin.elapsed().as_secs()
    );
    Ok(failed == 0 && passed > 0)
}

/// Runs one case; the session comes back unless the case failed, for then it may be broken.
async fn run_case(case: &Case, session: Session, options: &Options) -> (End, Option<Session>) {
    let mut test = match Test::start(session, options).await {
        Ok(test) => test,
        Err(error) => return (End::Failed(format!("cannot start: {error:#}")), None),
    };
    let work = async {
        catch((case.run)(&mut test)).await?;
        test.check_messages().await
    };
    let late = |_| Err(anyhow!("not done in {} s", PATIENCE.as_secs()));
    let result = tokio::time::timeout(PATIENCE, work).await;
    match result.unwrap_or_else(late) {
        Ok(()) => {
            let is_from_disk = test.is_from_disk;
            (End::Passed { is_from_disk }, Some(test.session))
        }
        Err(error) => match error.downcast::<Skip>() {
            Ok(Skip(reason)) => (End::Skipped(reason), Some(test.session)),
            Err(error) => {
                let traces = traces(case, &mut test).await;
                test.session.end().await;
                (End::Failed(format!("{error:#}{traces}")), None)
            }
        },
    }
}

/// Turns a failed `assert!` into a failed case, so that the other cases still run.
async fn catch(mut case: Running<'_>) -> Result<()> {
    std::future::poll_fn(|context| {
        catch_unwind(AssertUnwindSafe(|| case.as_mut().poll(context)))
            .unwrap_or_else(|_| Poll::Ready(Err(anyhow!("panicked: its message stands above"))))
    })
    .await
}

/// Tells what a failure left behind: the page's messages and a picture.
async fn traces(case: &Case, test: &mut Test) -> String {
    let name = format!("{}-{}.png", test.engine().name(), case.name);
    let path = paths::target().join("e2e-failures").join(name);
    let look = async {
        let mut told = String::new();
        for message in test.messages().await.unwrap_or_default() {
            told.push_str(&format!("\nthe page said: {message}"));
        }
        if test.screenshot(&path).await.is_ok() {
            told.push_str(&format!("\nlook at {}", paths::shown(&path)));
        }
        told
    };
    tokio::time::timeout(Duration::from_secs(20), look)
        .await
        .unwrap_or_default()
}

#[cfg(unix)]
async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()).context("no signals") else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

#[cfg(not(unix))]
async fn interrupted() {
    tokio::signal::ctrl_c().await.ok();
}
