//! Every command without a window: the same handler that the window calls, over Tauri's mock runtime.

mod bindings;
mod canary;
mod capabilities;
mod ceilings;
mod damage;
mod done_unread;
mod drafts;
mod every_command;
mod exports;
mod gateway;
mod import_history;
mod leaks;
mod links;
mod places;
mod practice_mode;
mod refusals;
mod rig;
mod secrets;
mod settling;
mod troubles;
mod what_crosses;
