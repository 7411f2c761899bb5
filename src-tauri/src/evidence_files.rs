//! Files of evidence on their way in and out. The window never sees a path: a person chooses in the system's own dialog,
//! the bytes stay here, and the window gets a name and a token.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use desk::EVIDENCE_BYTES_MAX;
use ledger::EvidenceFile;

use crate::error::CommandError;
use crate::outside::Outside;
use crate::private_file;

/// The longest name that is kept, in characters.
const NAME_CHARS_MAX: usize = 120;

/// The file that a person has chosen last, until the evidence is given.
#[derive(Debug, Default)]
pub(crate) struct ChosenFile(Mutex<Option<Chosen>>);

#[derive(Debug)]
struct Chosen {
    token: String,
    file: EvidenceFile,
}

impl ChosenFile {
    /// Keeps a file in place of the one before; returns the token that it is named by.
    pub(crate) fn keep(&self, file: EvidenceFile) -> String {
        let token = uuid::Uuid::new_v4().to_string();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Chosen { token: token.clone(), file });
        token
    }

    /// The file of a token.
    ///
    /// # Errors
    /// `evidence_not_chosen` when there is none: another was chosen since, or the program was started anew.
    pub(crate) fn get(&self, token: &str) -> Result<EvidenceFile, CommandError> {
        let chosen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = chosen.as_ref().filter(|chosen| chosen.token == token);
        found
            .map(|chosen| chosen.file.clone())
            .ok_or_else(|| CommandError::new("evidence_not_chosen", "the file has to be chosen again"))
    }

    /// Forgets the file of a token, because it is in the ledger now.
    pub(crate) fn forget(&self, token: &str) {
        let mut chosen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        chosen.take_if(|chosen| chosen.token == token);
    }
}

/// Lets a person choose a file; nothing, when they change their mind.
pub(crate) async fn choose(outside: &dyn Outside) -> Option<PathBuf> {
    let (sender, chosen) = tokio::sync::oneshot::channel();
    outside.choose_file(Box::new(move |path| {
        // Nobody waits any more when the window is gone.
        let _nobody_waits = sender.send(path);
    }));
    chosen.await.unwrap_or_default()
}

/// Lets a person choose where to write a file of that name.
pub(crate) async fn choose_place(outside: &dyn Outside, name: &str) -> Option<PathBuf> {
    let (sender, chosen) = tokio::sync::oneshot::channel();
    outside.choose_place(
        name,
        Box::new(move |path| {
            let _nobody_waits = sender.send(path);
        }),
    );
    chosen.await.unwrap_or_default()
}

/// Reads a file that was chosen, off the threads that answer the window.
///
/// # Errors
/// `evidence_too_large`; `evidence_unreadable` for what is no file, is empty, or cannot be read.
pub(crate) async fn read(path: PathBuf) -> Result<EvidenceFile, CommandError> {
    in_background(move || read_now(&path)).await
}

/// Writes a file to where a person wants it, for its owner alone (S18).
///
/// # Errors
/// `file_not_saved`.
pub(crate) async fn write(path: PathBuf, file: EvidenceFile) -> Result<(), CommandError> {
    in_background(move || {
        private_file::write_whole(path, &file.bytes)
            .map_err(|error| CommandError::new("file_not_saved", error.to_string()))
    })
    .await
}

/// Does what reads or writes files off the threads that answer the window.
///
/// # Errors
/// What the work says; `internal` when it came to nothing.
pub(crate) async fn in_background<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, CommandError> + Send + 'static,
) -> Result<T, CommandError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => Err(CommandError::new("internal", error.to_string())),
    }
}

fn read_now(path: &Path) -> Result<EvidenceFile, CommandError> {
    let unreadable = |error: io::Error| CommandError::new("evidence_unreadable", error.to_string());
    // Before opening: a named pipe would wait for ever.
    if !std::fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(CommandError::new("evidence_unreadable", "this is no file"));
    }
    let most = u64::try_from(EVIDENCE_BYTES_MAX).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    let opened = File::open(path).map_err(unreadable)?;
    opened.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > EVIDENCE_BYTES_MAX {
        return Err(CommandError::new("evidence_too_large", "the file is too large to be kept")
            .with("max", EVIDENCE_BYTES_MAX.to_string()));
    }
    if bytes.is_empty() {
        return Err(CommandError::new("evidence_unreadable", "the file is empty"));
    }
    Ok(EvidenceFile { name: plain_name(path), bytes })
}

/// The last part of a path without what could mislead the eye or a dialog: control and direction characters, separators.
pub(crate) fn plain_name(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let plain: String = name
        .chars()
        .filter(|c| {
            !c.is_control()
                && !matches!(c, '/' | '\\' | ':' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        })
        .take(NAME_CHARS_MAX)
        .collect();
    if plain.trim().is_empty() { "evidence".to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::{plain_name, read_now};
    use std::path::Path;

    #[test]
    fn names_are_plain() {
        for (path, name) in [
            ("/tmp/statement.pdf", "statement.pdf"),
            ("a\u{202e}fdp.exe", "afdp.exe"),
            ("C:\\bank\\x.txt", "Cbankx.txt"),
            ("\n", "evidence"),
            ("/", "evidence"),
        ] {
            assert_eq!(plain_name(Path::new(path)), name, "{path:?}");
        }
        assert_eq!(plain_name(Path::new(&"x".repeat(200))).len(), 120);
    }

    #[test]
    fn only_files_of_a_reasonable_size_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let code = |path: &Path| read_now(path).unwrap_err().code;
        assert_eq!(code(folder.path()), "evidence_unreadable");
        assert_eq!(code(&folder.path().join("gone.pdf")), "evidence_unreadable");
        let file = folder.path().join("a.pdf");
        std::fs::write(&file, b"").unwrap();
        assert_eq!(code(&file), "evidence_unreadable");
        std::fs::write(&file, vec![7; desk::EVIDENCE_BYTES_MAX + 1]).unwrap();
        assert_eq!(code(&file), "evidence_too_large");
        std::fs::write(&file, b"paid").unwrap();
        let read = read_now(&file).unwrap();
        assert_eq!((read.name.as_str(), read.bytes.as_slice()), ("a.pdf", b"paid".as_slice()));
    }
}
