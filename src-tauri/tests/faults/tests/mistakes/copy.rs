//! A copy of the program's crates in which the mistakes can be made, one at a time, by an environment variable.
//!
//! The program itself has no switch for doing wrong. The copy is made from its sources at the time of the test, each
//! mistake is put in at a place that must be found exactly once, and the laboratory is built on the result.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::list::MISTAKES;

/// Chooses the mistake that the copy makes.
pub(crate) const SWITCH: &str = "COUNTERFOIL_MISTAKE";

/// The crates that the laboratory is built from.
const CRATES: [&str; 10] =
    ["desk", "gateways", "import", "ledger", "money", "orders", "practice", "query", "reference", "vault"];

/// The laboratory of the copy; built by the first test that asks.
pub(crate) fn laboratory() -> &'static Path {
    static BUILT: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    match BUILT.get_or_init(build) {
        Ok(laboratory) => laboratory,
        Err(why) => panic!("{why}"),
    }
}

fn build() -> Result<PathBuf, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3).unwrap().to_owned();
    let copy = root.join("target").join("mistakes");
    let source = copy.join("source");
    for name in CRATES {
        copy_folder(&root, &Path::new("src-tauri/crates").join(name), &source);
    }
    copy_folder(&root, Path::new("src-tauri/tests/faults"), &source);
    write(
        &source.join("Cargo.toml"),
        manifest(&fs::read_to_string(root.join("Cargo.toml")).unwrap()).as_bytes(),
    );
    write(&source.join("Cargo.lock"), &fs::read(root.join("Cargo.lock")).unwrap());
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "-p", "faults", "--bin", "laboratory", "--target-dir"])
        .arg(copy.join("build"))
        .current_dir(&source)
        .env_remove("CARGO_TARGET_DIR")
        .output()
        .unwrap();
    if built.status.success() {
        Ok(copy.join("build/debug/laboratory"))
    } else {
        Err(String::from_utf8_lossy(&built.stderr).into_owned())
    }
}

/// The workspace of these crates alone: without the window's hundreds of dependencies, and without the lints.
fn manifest(whole: &str) -> String {
    let workspace = whole.split("[package]").next().unwrap();
    let members = workspace.lines().find(|line| line.starts_with("members = ")).unwrap();
    let workspace =
        workspace.replace(members, r#"members = ["src-tauri/crates/*", "src-tauri/tests/faults"]"#);
    // What keeps the laboratory fast costs minutes to build; here a few hundred schedules are enough.
    workspace.replace("libsqlite3-sys = { opt-level = 3 }", "libsqlite3-sys = { opt-level = 1 }")
}

fn copy_folder(root: &Path, folder: &Path, to: &Path) {
    for entry in fs::read_dir(root.join(folder)).unwrap() {
        let entry = entry.unwrap();
        let file = folder.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(root, &file, to);
        } else {
            write(&to.join(&file), &with_mistakes(&file, fs::read(entry.path()).unwrap()));
        }
    }
}

/// Files that are the same keep their time, so that a second run builds nothing again.
fn write(file: &Path, content: &[u8]) {
    if fs::read(file).ok().as_deref() != Some(content) {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, content).unwrap();
    }
}

/// The file with every mistake put in that belongs there. `@` in the wrong text stands for the question whether to
/// make it.
fn with_mistakes(file: &Path, content: Vec<u8>) -> Vec<u8> {
    let edits = || MISTAKES.iter().flat_map(|known| known.edits.iter().map(move |edit| (known.name, edit)));
    let mut edits = edits().filter(|(_, (place, _, _))| Path::new(place) == file).peekable();
    if edits.peek().is_none() {
        return content;
    }
    let mut source = String::from_utf8(content).unwrap();
    for (name, (place, right, wrong)) in edits {
        let places = source.matches(right).count();
        assert_eq!(places, 1, "{name}: its place in {place} is there {places} times:\n{right}");
        let asked = format!("std::env::var(\"{SWITCH}\").is_ok_and(|mistake| mistake == \"{name}\")");
        source = source.replace(right, &wrong.replace('@', &asked));
    }
    source.into_bytes()
}
