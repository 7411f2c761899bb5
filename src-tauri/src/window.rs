//! The windows, and where they may go: nowhere (S6).

mod room;

use ledger::OrderId;
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, Runtime, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

use self::room::Room;

/// The main window's label: capabilities name it.
pub(crate) const MAIN: &str = "main";
/// What the labels of windows for one order begin with: their capability names it.
const ORDER: &str = "order-";
/// The longest title, in characters.
const TITLE_CHARS_MAX: usize = 120;

/// Opens the main window.
pub(crate) fn open<R: Runtime>(
    app: &AppHandle<R>,
    web_folder: std::path::PathBuf,
) -> tauri::Result<WebviewWindow<R>> {
    WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App("index.html".into()))
        .title("Counterfoil")
        .inner_size(1280.0, 800.0)
        .min_inner_size(1024.0, 700.0)
        .data_directory(web_folder)
        .disable_drag_drop_handler()
        .on_navigation(stays)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()
}

/// Opens the window of one order, or raises the one that is there.
pub(crate) fn open_order<R: Runtime>(
    app: &AppHandle<R>,
    web_folder: std::path::PathBuf,
    id: OrderId,
    title: &str,
) -> tauri::Result<()> {
    let label = label_of(id);
    if let Some(window) = app.get_webview_window(&label) {
        bring_to_front(&window);
        return Ok(());
    }
    let others = order_windows(app).count();
    let room = Room::of_monitor(app.get_webview_window(MAIN).as_ref(), others);
    let page = format!("index.html#/order/{id}");
    let mut builder = WebviewWindowBuilder::new(app, label, WebviewUrl::App(page.into()))
        .title(plain_title(title))
        .inner_size(room.width.into(), room.height.into())
        .min_inner_size(480.0, 400.0)
        .data_directory(web_folder)
        .disable_drag_drop_handler()
        .on_navigation(stays)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        // The page knows the status in the person's language, and when it changes.
        .on_document_title_changed(|window, title| {
            if let Err(error) = window.set_title(&plain_title(&title)) {
                tracing::debug!(%error, "a window's title could not be set");
            }
        });
    if let Some((x, y)) = room.at {
        builder = builder.position(x.into(), y.into());
    }
    builder.build()?;
    Ok(())
}

/// Closes the window of one order, if it is there.
pub(crate) fn close_order<R: Runtime>(app: &AppHandle<R>, id: OrderId) {
    if let Some(window) = app.get_webview_window(&label_of(id)) {
        close(&window);
    }
}

/// Closes the windows of all orders: with the main one, and when another ledger is shown.
pub(crate) fn close_orders<R: Runtime>(app: &AppHandle<R>) {
    for window in order_windows(app) {
        close(&window);
    }
}

/// The order whose window has this label.
pub(crate) fn order_of(label: &str) -> Option<OrderId> {
    label.strip_prefix(ORDER)?.parse().ok().map(OrderId)
}

/// Brings the main window to the front.
pub(crate) fn raise<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(MAIN) {
        bring_to_front(&window);
    }
}

fn label_of(id: OrderId) -> String {
    format!("{ORDER}{id}")
}

fn order_windows<R: Runtime>(app: &AppHandle<R>) -> impl Iterator<Item = WebviewWindow<R>> {
    app.webview_windows().into_values().filter(|window| order_of(window.label()).is_some())
}

fn close<R: Runtime>(window: &WebviewWindow<R>) {
    if let Err(error) = window.close() {
        tracing::debug!(%error, "a window could not be closed");
    }
}

fn bring_to_front<R: Runtime>(window: &WebviewWindow<R>) {
    for result in [window.unminimize(), window.show(), window.set_focus()] {
        if let Err(error) = result {
            tracing::debug!(%error, "the window could not be raised");
        }
    }
}

/// One line without what could turn or break it: a number from elsewhere may stand in it.
fn plain_title(title: &str) -> String {
    let plain = title.chars().filter(|c| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
    });
    let plain: String = plain.take(TITLE_CHARS_MAX).collect();
    if plain.trim().is_empty() { "Counterfoil".to_owned() } else { plain }
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
    use ledger::OrderId;

    use super::{label_of, order_of, plain_title, stays};

    #[test]
    fn an_orders_window_is_named_after_it_and_nothing_else_is() {
        assert_eq!(order_of(&label_of(OrderId(42))), Some(OrderId(42)));
        for other in ["main", "order-", "order-x", "order", "border-7"] {
            assert_eq!(order_of(other), None, "{other}");
        }
    }

    #[test]
    fn titles_are_one_plain_line() {
        assert_eq!(plain_title("CF1 · Paid"), "CF1 · Paid");
        assert_eq!(plain_title("a\u{202e}b\nc\u{2028}d"), "abcd");
        assert_eq!(plain_title("\t \u{200b}"), "Counterfoil");
        assert_eq!(plain_title(&"x".repeat(500)).len(), 120);
    }

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
