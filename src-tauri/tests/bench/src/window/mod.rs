//! Real windows on a screen without a monitor: the program's and the empty one, looked at from outside.

pub(crate) mod driven;
pub(crate) mod homes;
pub(crate) mod processes;
pub(crate) mod screen;
