//! The real program in a real WebKitGTK window, against the practice gateways over real HTTP.
//!
//! Runs under a screen and a session bus of its own (`make test-window`). One window at a time: two cores draw
//! one window well and four badly.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot set itself up has failed")]

mod console;
mod dialog;
mod journeys;
mod keyboard;
mod launches;
mod windows;
