//! Whether this desktop opens links to orders with this program (Linux).
//!
//! Only by a person's choice: a `.desktop` file of the person's own, and one entry in their list of default programs
//! (freedesktop's “MIME applications” and “Desktop Entry” specifications). Taking the choice back removes exactly that.
//! Absent on purpose: calling other programs for it. Every desktop reads these two files.

use std::io;
use std::path::{Path, PathBuf};

use crate::error::CommandError;
use crate::order_link::SCHEME;
use crate::private_file::write_whole;

/// Our file among the person's applications.
const DESKTOP_FILE: &str = "app.counterfoil.console.links.desktop";
const GROUP: &str = "[Default Applications]";

/// Where the desktop looks, and what it is to start.
#[derive(Debug, Clone)]
pub struct LinkPlaces {
    /// The folder of the person's own applications.
    pub applications: PathBuf,
    /// Their list of default programs.
    pub defaults: PathBuf,
    /// This program.
    pub program: PathBuf,
    /// The data folder, where it is not the usual one.
    pub home: Option<PathBuf>,
}

/// How it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Handling {
    /// Links open with this program, as it is installed now.
    pub(crate) on: bool,
    /// They open with another one.
    pub(crate) other: Option<String>,
}

impl LinkPlaces {
    /// The desktop's, for the program that runs now.
    #[must_use]
    pub fn of_this_desktop() -> Option<Self> {
        if !cfg!(target_os = "linux") {
            return None;
        }
        // An AppImage runs from a folder that goes with it; this names the file that stays.
        let image = std::env::var_os("APPIMAGE").filter(|image| !image.is_empty()).map(PathBuf::from);
        Some(Self {
            applications: dirs::data_dir()?.join("applications"),
            defaults: dirs::config_dir()?.join("mimeapps.list"),
            program: image.or_else(|| std::env::current_exe().ok())?,
            home: crate::home::named(),
        })
    }

    /// How it stands.
    pub(crate) fn state(&self) -> Handling {
        let defaults = std::fs::read_to_string(&self.defaults).unwrap_or_default();
        let first = defaults_of(&defaults).into_iter().next();
        let ours = std::fs::read_to_string(self.applications.join(DESKTOP_FILE)).ok();
        let is_first = first.as_deref() == Some(DESKTOP_FILE);
        Handling {
            on: is_first && ours.is_some() && ours == self.entry(),
            other: first.filter(|first| first != DESKTOP_FILE),
        }
    }

    /// Opens links with this program from now on, or no more.
    ///
    /// # Errors
    /// `link_handler` when a file cannot be written, or when the program's path cannot be named in one.
    pub(crate) fn set(&self, on: bool) -> Result<(), CommandError> {
        let failed = |error: io::Error| CommandError::new("link_handler", error.to_string());
        let file = self.applications.join(DESKTOP_FILE);
        let before = read_if_there(&self.defaults).map_err(failed)?;
        if on {
            let entry = self.entry().ok_or_else(|| {
                CommandError::new("link_handler", "the program's path has characters that no link can start")
            })?;
            std::fs::create_dir_all(&self.applications).map_err(failed)?;
            write_whole(file, entry.as_bytes()).map_err(failed)?;
        } else if file.exists() {
            std::fs::remove_file(file).map_err(failed)?;
        }
        let after = with_default(&before, on);
        if after == before {
            return Ok(());
        }
        if let Some(folder) = self.defaults.parent() {
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        // Behind a symbolic link (people keep such files elsewhere) the file itself is written.
        let defaults = std::fs::canonicalize(&self.defaults).unwrap_or_else(|_| self.defaults.clone());
        write_whole(defaults, after.as_bytes()).map_err(failed)
    }

    /// Our file's text; nothing where a path cannot be written there without being read as something else.
    fn entry(&self) -> Option<String> {
        let program = quotable(&self.program)?;
        let command = match &self.home {
            Some(home) => format!("env \"COUNTERFOIL_HOME={}\" \"{program}\" %u", quotable(home)?),
            None => format!("\"{program}\" %u"),
        };
        Some(format!(
            "[Desktop Entry]\nType=Application\nName=Counterfoil\nComment=Links to orders\nExec={command}\n\
             Terminal=false\nNoDisplay=true\nMimeType=x-scheme-handler/{SCHEME};\n"
        ))
    }
}

fn read_if_there(file: &Path) -> io::Result<String> {
    match std::fs::read_to_string(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        other => other,
    }
}

/// A path for between the quotes of a command line.
fn quotable(path: &Path) -> Option<String> {
    let text = path.to_str()?;
    let plain = !text.chars().any(|c| c.is_control() || matches!(c, '"' | '`' | '$' | '\\'));
    plain.then(|| text.replace('%', "%%"))
}

fn key() -> String {
    format!("x-scheme-handler/{SCHEME}")
}

/// The value of a line that has our key.
fn value_of(line: &str) -> Option<&str> {
    let (name, value) = line.split_once('=')?;
    (name.trim() == key()).then_some(value.trim())
}

fn programs_in(value: &str) -> Vec<String> {
    value.split(';').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// The programs that a list of defaults names for our links, the first one first.
fn defaults_of(list: &str) -> Vec<String> {
    let in_group = list.lines().skip_while(|line| line.trim() != GROUP).skip(1);
    let mut lines = in_group.take_while(|line| !line.trim_start().starts_with('['));
    lines.find_map(value_of).map(programs_in).unwrap_or_default()
}

/// The list with our program as the first one for our links, or without it. All else stays as it is.
fn with_default(list: &str, ours: bool) -> String {
    let mut programs = defaults_of(list);
    programs.retain(|name| name != DESKTOP_FILE);
    if ours {
        programs.insert(0, DESKTOP_FILE.to_owned());
    }
    let line = (!programs.is_empty()).then(|| format!("{}={};\n", key(), programs.join(";")));
    let mut after = String::new();
    let mut inside = false;
    let mut written = false;
    for old in list.split_inclusive('\n') {
        if old.trim_start().starts_with('[') {
            inside = old.trim() == GROUP;
        } else if inside && value_of(old).is_some() {
            continue;
        }
        after.push_str(old);
        if inside && !written {
            if !after.ends_with('\n') {
                after.push('\n');
            }
            after.push_str(line.as_deref().unwrap_or_default());
            written = true;
        }
    }
    if let (false, Some(line)) = (written, line) {
        if !after.is_empty() && !after.ends_with('\n') {
            after.push('\n');
        }
        after.push_str(GROUP);
        after.push('\n');
        after.push_str(&line);
    }
    after
}

#[cfg(test)]
#[path = "link_handler_tests.rs"]
mod tests;
