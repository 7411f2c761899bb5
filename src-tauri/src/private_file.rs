//! A file for its owner alone (S18), written whole or not at all: beside its place under another name, onto the disk, and
//! only then renamed. What stood there before stays until then.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file that is being written. Dropped before [`Self::finish`], it leaves nothing behind.
#[derive(Debug)]
pub(crate) struct PrivateFile {
    file: File,
    /// Where the bytes are until the end.
    beside: PathBuf,
    place: PathBuf,
    finished: bool,
}

impl PrivateFile {
    /// Begins a file that is to stand at `place`.
    ///
    /// # Errors
    /// When the folder is not there or takes no files, or when a folder is in the place.
    pub(crate) fn begin(place: PathBuf) -> io::Result<Self> {
        let Some(name) = place.file_name() else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "this is no place for a file"));
        };
        if place.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "a folder is in the place"));
        }
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        // Not longer than file systems take, whatever the name is.
        let short = if hidden.len() > 200 { "counterfoil".into() } else { hidden };
        let beside =
            place.with_file_name(short).with_added_extension(format!("{}.part", uuid::Uuid::new_v4()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&beside)?;
        Ok(Self { file, beside, place, finished: false })
    }

    /// Adds to it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)
    }

    /// Puts it in its place, durably.
    ///
    /// # Errors
    /// When it cannot be written out or renamed.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.file.sync_all()?;
        std::fs::rename(&self.beside, &self.place)?;
        self.finished = true;
        sync_folder(&self.place)
    }
}

impl Drop for PrivateFile {
    fn drop(&mut self) {
        if !self.finished
            && let Err(error) = std::fs::remove_file(&self.beside)
        {
            tracing::warn!(%error, "an unfinished file stays behind");
        }
    }
}

/// Writes a whole file.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn write_whole(place: PathBuf, bytes: &[u8]) -> io::Result<()> {
    let mut file = PrivateFile::begin(place)?;
    file.write(bytes)?;
    file.finish()
}

/// A rename is on the disk once its folder is.
fn sync_folder(place: &Path) -> io::Result<()> {
    if cfg!(unix)
        && let Some(folder) = place.parent().filter(|folder| !folder.as_os_str().is_empty())
    {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{PrivateFile, write_whole};

    fn names(folder: &std::path::Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn what_was_there_stays_until_the_new_one_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.csv");
        std::fs::write(&place, "old").unwrap();
        let mut file = PrivateFile::begin(place.clone()).unwrap();
        file.write(b"half").unwrap();
        assert_eq!(std::fs::read(&place).unwrap(), b"old");
        drop(file);
        assert_eq!(
            (std::fs::read(&place).unwrap(), names(folder.path())),
            (b"old".to_vec(), vec!["a.csv".to_owned()])
        );
        write_whole(place.clone(), b"new").unwrap();
        assert_eq!(
            (std::fs::read(&place).unwrap(), names(folder.path())),
            (b"new".to_vec(), vec!["a.csv".to_owned()])
        );
    }

    #[cfg(unix)]
    #[test]
    fn s18_only_its_owner_can_read_it_even_if_others_could_read_the_one_before() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.csv");
        std::fs::write(&place, "old").unwrap();
        std::fs::set_permissions(&place, std::fs::Permissions::from_mode(0o644)).unwrap();
        write_whole(place.clone(), b"new").unwrap();
        assert_eq!(std::fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_place_that_is_none_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("a")).unwrap();
        assert!(PrivateFile::begin(folder.path().join("a")).is_err());
        assert!(PrivateFile::begin(folder.path().join("gone/a.csv")).is_err());
        assert!(PrivateFile::begin("/".into()).is_err());
        assert_eq!(names(folder.path()), ["a"]);
    }

    #[test]
    fn the_longest_name_that_a_file_system_takes_can_be_written() {
        let folder = tempfile::tempdir().unwrap();
        write_whole(folder.path().join("x".repeat(255)), b"new").unwrap();
        assert_eq!(names(folder.path()), ["x".repeat(255)]);
    }
}
