//! What the process as a whole must be before anything else starts.

/// Prepares the process: call it first, while there is one thread.
pub(crate) fn prepare() {
    no_core_dumps();
    choose_renderer();
}

/// A crash must not write secrets to disk, and no other process of the same person may read our memory (S1).
fn no_core_dumps() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)
    {
        tracing::warn!(%error, "core dumps could not be switched off");
    }
}

/// Without a graphics card WebKit's DMA-BUF renderer is slow and on some drivers shows an empty window.
#[cfg(target_os = "linux")]
fn choose_renderer() {
    const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    let has_gpu = std::fs::read_dir("/dev/dri").is_ok_and(|entries| {
        entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("renderD"))
    });
    if has_gpu || std::env::var_os(SWITCH).is_some() {
        return;
    }
    #[expect(
        unsafe_code,
        clippy::disallowed_methods,
        reason = "the process has one thread yet; GTK reads it later"
    )]
    // SAFETY: `prepare` is the first thing that `run` does, before any thread is started.
    unsafe {
        std::env::set_var(SWITCH, "1");
    }
}

#[cfg(not(target_os = "linux"))]
fn choose_renderer() {}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use rustix::process::{DumpableBehavior, dumpable_behavior};

    #[test]
    fn s01_core_dumps_are_off() {
        super::no_core_dumps();
        assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
    }
}
