//! A browser to drive: an engine comes in, a WebDriver session with a fresh profile goes out.

mod driver;
mod session;

pub use driver::Driver;
pub use session::{Session, capabilities};
