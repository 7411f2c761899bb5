//! The desktop shell: the only Rust that names Tauri. It opens the console's state and window, and hands the window's
//! commands to the desk.
//!
//! Absent on purpose: rules of any gateway, of money or of an order's life. They live in the crates below, which do not
//! know that there is a window.

pub mod commands;
mod console;
mod error;
mod events;
mod evidence_files;
mod export;
mod history_files;
mod home;
mod instance;
mod ipc;
mod link_handler;
mod live_side;
mod logging;
mod order_link;
mod outside;
mod places;
mod practice_merchant;
mod practice_side;
mod private_file;
mod process;
mod relay;
mod second_start;
mod start;
pub mod views;
mod window;

pub use console::Console;
pub use error::CommandError;
pub use events::WindowEvent;
pub use home::Home;
pub use ipc::ipc;
pub use link_handler::LinkPlaces;
pub use outside::{Outside, ThenPath};
pub use start::run;
