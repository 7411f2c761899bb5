//! The folder is for its owner alone: 0700, its files 0600 (S18).

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// Something about the ledger's folder that the owner should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Others could have read this folder or file; that was put right.
    ModeRepaired {
        /// What was open to others.
        path: PathBuf,
        /// Its former mode bits, such as `0o644`.
        was: u32,
    },
}

/// Makes the folder if need be, with every parent, for its owner alone.
pub(crate) fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Opens a file for writing, making it for its owner alone if need be; what it holds is left as it is.
pub(crate) fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes the names in a folder survive a power cut.
pub(crate) fn sync(folder: &Path) -> io::Result<()> {
    // Other systems cannot open a folder, and keep names with their files.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Takes away what others may do to the folder and to the ledger's files in it.
#[cfg(unix)]
pub(crate) fn repair(folder: &Path, files: &[PathBuf]) -> io::Result<Vec<Notice>> {
    use std::os::unix::fs::PermissionsExt;

    let mut notices = Vec::new();
    let wanted = std::iter::once((folder, 0o700)).chain(files.iter().map(|file| (file.as_path(), 0o600)));
    for (path, mode) in wanted {
        let was = match fs::metadata(path) {
            Ok(found) => found.permissions().mode() & 0o777,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        if was != mode {
            fs::set_permissions(path, fs::Permissions::from_mode(mode))?;
            notices.push(Notice::ModeRepaired { path: path.to_owned(), was });
        }
    }
    Ok(notices)
}

/// Other systems keep a user's folders apart by themselves.
#[cfg(not(unix))]
pub(crate) fn repair(_folder: &Path, _files: &[PathBuf]) -> io::Result<Vec<Notice>> {
    Ok(Vec::new())
}
