//! Where the program keeps its data.

use std::io;
use std::path::{Path, PathBuf};

/// Names another data folder; used by tests, portable installations, and people with two merchants.
const HOME_VARIABLE: &str = "COUNTERFOIL_HOME";

/// The folder that the environment names instead of the platform's own.
pub(crate) fn named() -> Option<PathBuf> {
    let named = std::env::var_os(HOME_VARIABLE).filter(|named| !named.is_empty())?;
    std::path::absolute(PathBuf::from(named)).ok()
}

/// The data folder: two ledgers, the vault, the logs.
#[derive(Debug, Clone)]
pub struct Home(PathBuf);

impl Home {
    /// The folder named by `COUNTERFOIL_HOME`, else the platform's own, made if need be and readable by its
    /// owner only (S18).
    ///
    /// # Errors
    /// When no folder can be named or made.
    pub fn find(platform_folder: impl FnOnce() -> Option<PathBuf>) -> io::Result<Self> {
        let folder = match std::env::var_os(HOME_VARIABLE) {
            Some(named) if !named.is_empty() => std::path::absolute(PathBuf::from(named))?,
            Some(_) | None => platform_folder().ok_or_else(|| {
                io::Error::new(io::ErrorKind::NotFound, "there is no folder for application data")
            })?,
        };
        Self::at(folder)
    }

    /// A folder that the caller names, made if need be.
    ///
    /// # Errors
    /// When it cannot be made, or not be made private.
    pub fn at(folder: PathBuf) -> io::Result<Self> {
        make_private(&folder)?;
        Ok(Self(folder))
    }

    /// The folder itself.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// The ledger of real money.
    #[must_use]
    pub fn live(&self) -> PathBuf {
        self.0.join("live")
    }

    /// The ledger of the practice merchant, and its gateways' state.
    #[must_use]
    pub fn practice(&self) -> PathBuf {
        self.0.join("practice")
    }

    /// The backups of the live ledger. Beside it, so that what happens to its folder does not happen to them.
    #[must_use]
    pub fn backups(&self) -> PathBuf {
        self.0.join("backups")
    }

    /// The vault of both.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn vault(&self) -> io::Result<PathBuf> {
        self.made("vault")
    }

    /// The program's log.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn logs(&self) -> io::Result<PathBuf> {
        self.made("logs")
    }

    /// What the web view keeps for itself (caches, window storage).
    #[must_use]
    pub fn web(&self) -> PathBuf {
        self.0.join("web")
    }

    fn made(&self, name: &str) -> io::Result<PathBuf> {
        let folder = self.0.join(name);
        make_private(&folder)?;
        Ok(folder)
    }
}

/// Makes a folder that only its owner can enter; takes others' rights away from one that exists.
fn make_private(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}
