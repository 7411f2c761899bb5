//! Every command without a window: the same handler that the window calls, over Tauri's mock runtime.

mod bindings;
mod capabilities;
