// Every message from the window to Rust passes here first. Rust judges each command and its arguments by itself;
// this page only makes sure that no script of the window's page reaches the bridge directly.
window.__TAURI_ISOLATION_HOOK__ = (payload) => payload;
