//! Where and with what it was measured.

use std::path::Path;
use std::process::Command;

use crate::samples::tenths_of;

/// Facts about this machine and this commit, each with its name.
pub(crate) fn facts(root: &Path) -> Vec<(String, String)> {
    let named = |name: &str, what: String| (name.to_owned(), what);
    vec![
        named("processor", format!("{}, {} cores", processor(), cores())),
        named("memory", memory()),
        named("system", said("uname", &["-srm"]).unwrap_or_else(|| "unknown".to_owned())),
        named("graphics card", if has_gpu() { "yes" } else { "none" }.to_owned()),
        named(
            "WebKitGTK",
            said("pkg-config", &["--modversion", "webkit2gtk-4.1"]).unwrap_or_else(|| "unknown".to_owned()),
        ),
        named("SQLite", sqlite()),
        named("commit", commit(root)),
    ]
}

/// The short name of what is measured, marked when files differ from it.
pub(crate) fn commit(root: &Path) -> String {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").arg("-C").arg(root).args(arguments).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let Some(commit) = git(&["rev-parse", "--short", "HEAD"]) else { return "unknown".to_owned() };
    // The bench's own page and pictures change with every run.
    let changed = git(&["status", "--porcelain", "--", ".", ":!docs"]).is_some_and(|files| !files.is_empty());
    if changed { format!("{commit} with changes") } else { commit }
}

/// Now, `2026-11-22 19:58 UTC`.
pub(crate) fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// How many are waiting for a processor, as the system tells: a busy machine measures others' work.
pub(crate) fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().unwrap_or("unknown").to_owned()
}

fn sqlite() -> String {
    libsqlite3_sys::SQLITE_VERSION.to_string_lossy().into_owned()
}

fn processor() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        text.lines().find(|line| line.starts_with("model name")).and_then(|line| line.split_once(':'));
    model.map_or_else(|| std::env::consts::ARCH.to_owned(), |(_, name)| name.trim().to_owned())
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

fn memory() -> String {
    let text = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    let kib: u64 = line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0);
    format!("{} GiB", tenths_of(kib, 1_048_576))
}

fn has_gpu() -> bool {
    std::fs::read_dir("/dev/dri").is_ok_and(|entries| {
        entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("renderD"))
    })
}

fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
