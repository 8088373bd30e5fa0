//! Pages that make life hard for a widget. Each case opens a folder of `tests/e2e/hosts`.

pub(super) mod cache;
pub(super) mod company;
pub(super) mod frames;
pub(super) mod globals;
pub(super) mod life;
pub(super) mod live;
pub(super) mod policy;
pub(super) mod router;
pub(super) mod styles;
pub(super) mod translator;
