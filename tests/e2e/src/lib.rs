//! What the end-to-end cases and the bench share: browsers under WebDriver, started and ended.

pub mod browser;
