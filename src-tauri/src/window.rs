//! The one window, and where it may go: nowhere (S6).

use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, Runtime, Url, WebviewUrl, WebviewWindowBuilder};

/// The main window's label: capabilities name it.
pub(crate) const MAIN: &str = "main";

/// Opens the main window.
pub(crate) fn open<R: Runtime>(app: &AppHandle<R>, web_folder: std::path::PathBuf) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App("index.html".into()))
        .title("Counterfoil")
        .inner_size(1280.0, 800.0)
        .min_inner_size(1024.0, 700.0)
        .data_directory(web_folder)
        .disable_drag_drop_handler()
        .on_navigation(stays)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    Ok(())
}

/// Brings the window to the front.
pub(crate) fn raise<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(MAIN) {
        for result in [window.unminimize(), window.show(), window.set_focus()] {
            if let Err(error) = result {
                tracing::debug!(%error, "the window could not be raised");
            }
        }
    }
}

/// Whether a page may be shown: our own pages and the isolation frame only. Links for the browser go through a
/// command, which judges them.
fn stays(url: &Url) -> bool {
    let ours = match url.scheme() {
        // Linux and macOS.
        "tauri" => url.host_str() == Some("localhost"),
        // Windows, where custom schemes are served as hosts.
        "http" | "https" => url.host_str().is_some_and(|host| {
            host == "tauri.localhost" || (host.starts_with("isolation-") && host.ends_with(".localhost"))
        }),
        scheme => scheme.starts_with("isolation-"),
    };
    if !ours {
        tracing::warn!(scheme = url.scheme(), "the window was asked to go elsewhere");
    }
    ours
}

#[cfg(test)]
mod tests {
    use super::stays;

    #[test]
    fn only_our_own_pages() {
        for ours in
            ["tauri://localhost", "tauri://localhost/index.html#/orders", "isolation-1f2e://localhost"]
        {
            assert!(stays(&ours.parse().unwrap()), "{ours}");
        }
        for elsewhere in [
            "https://example.com",
            "http://127.0.0.1:8080/cashfast-mx",
            "tauri://evil/index.html",
            "http://tauri.localhost.evil.com",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "data:text/html,x",
            "about:blank",
            "blob:tauri://localhost/1",
        ] {
            assert!(!stays(&elsewhere.parse().unwrap()), "{elsewhere}");
        }
    }
}
