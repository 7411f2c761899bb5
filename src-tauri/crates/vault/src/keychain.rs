//! The operating system's keychain: the Secret Service on Linux, Keychain on macOS, Credential Manager on
//! Windows, all through `keyring`.
//!
//! A keychain may show a dialog of its own (to unlock it) and wait for a person, and a broken D-Bus may
//! never answer. So every call runs on a thread of its own, and we stop waiting after a while: a runtime's
//! blocking thread would keep the program from ending for as long as the dialog stands there.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use keyring::{Entry, Error};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{OnceCell, oneshot};
use zeroize::{Zeroize, Zeroizing};

use crate::{SECRET_BYTES_MAX, SecretName, VaultError, disk, seal};

/// The file with this folder's id.
const ID_FILE_NAME: &str = "vault.id";

/// Hexadecimal digits of an id: 16 random bytes.
const ID_CHARS: usize = 32;

/// How long a person may take over the keychain's own dialog.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(120);

/// The entries of one data folder in the keychain.
#[derive(Clone)]
pub(crate) struct Keychain {
    /// The keychain's word for a program; with the folder's id, so that folders never share an entry.
    service: Arc<str>,
}

impl Keychain {
    /// Whether this folder has kept secrets in a keychain before.
    pub(crate) fn was_used(folder: &Path) -> std::io::Result<bool> {
        folder.join(ID_FILE_NAME).try_exists()
    }

    /// The folder's entries; makes its id at the first time.
    pub(crate) fn new(folder: &Path) -> Result<Self, VaultError> {
        let id = read_or_make_id(&folder.join(ID_FILE_NAME))?;
        Ok(Self { service: format!("Counterfoil {id}").into() })
    }

    /// Whether there is a keychain that answers in time and could keep something. Asks by reading, so
    /// nothing is left behind and no dialog appears.
    ///
    /// Asked once per process, for `keyring` remembers its own first failure too; a second folder is told
    /// the same at once.
    pub(crate) async fn answers(limit: Duration) -> bool {
        static ANSWERS: OnceCell<bool> = OnceCell::const_new();
        *ANSWERS
            .get_or_init(|| async {
                let probe = on_own_thread(limit, read_nothing).await;
                if let Err(error) = &probe {
                    tracing::info!(%error, "there is no keychain to use");
                }
                probe.is_ok()
            })
            .await
    }

    pub(crate) async fn put(&self, name: &SecretName, secret: SecretString) -> Result<(), VaultError> {
        if secret.expose_secret().len() > SECRET_BYTES_MAX {
            return Err(VaultError::SecretTooLong);
        }
        self.with_entry(name, move |entry| entry.set_secret(secret.expose_secret().as_bytes())).await
    }

    pub(crate) async fn get(&self, name: &SecretName) -> Result<SecretString, VaultError> {
        let bytes = self.with_entry(name, |entry| entry.get_secret().map(Zeroizing::new)).await?;
        let text = std::str::from_utf8(&bytes).map_err(|_| VaultError::Damaged)?;
        Ok(SecretString::from(text))
    }

    pub(crate) async fn forget(&self, name: &SecretName) -> Result<(), VaultError> {
        match self.with_entry(name, |entry| entry.delete_credential()).await {
            Err(VaultError::NoSuchSecret) => Ok(()),
            other => other,
        }
    }

    async fn with_entry<T: Send + 'static>(
        &self,
        name: &SecretName,
        work: impl FnOnce(&Entry) -> keyring::Result<T> + Send + 'static,
    ) -> Result<T, VaultError> {
        let (service, name) = (Arc::clone(&self.service), name.clone());
        on_own_thread(ANSWER_TIME_MAX, move || work(&Entry::new(&service, name.as_str())?)).await
    }
}

/// Asks for an entry that nobody makes.
fn read_nothing() -> keyring::Result<()> {
    has_default_collection()?;
    match Entry::new("Counterfoil", "probe")?.get_secret() {
        Ok(mut unexpected) => {
            unexpected.zeroize();
            Ok(())
        }
        Err(Error::NoEntry) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Whether the Secret Service has a keyring to put new entries into. D-Bus starts the daemon on demand, also
/// where nobody ever logged in to it (containers, remote sessions): it then finds nothing when asked for an
/// entry, as it should, and fails at the first writing. `keyring` offers no way to tell, so we ask ourselves.
#[cfg(target_os = "linux")]
fn has_default_collection() -> keyring::Result<()> {
    use secret_service::EncryptionType;
    use secret_service::blocking::SecretService;

    // Nothing secret crosses this connection.
    SecretService::connect(EncryptionType::Plain)
        .and_then(|service| service.get_default_collection().map(|_| ()))
        .map_err(|error| Error::NoStorageAccess(Box::new(error)))
}

/// macOS and Windows always have theirs.
#[cfg(not(target_os = "linux"))]
fn has_default_collection() -> keyring::Result<()> {
    Ok(())
}

/// Runs a call of the keychain on a thread of its own and waits for it, but not for ever.
async fn on_own_thread<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> keyring::Result<T> + Send + 'static,
) -> Result<T, VaultError> {
    let (sender, receiver) = oneshot::channel();
    std::thread::Builder::new().name("keychain".to_owned()).spawn(move || {
        // Nobody may be waiting any more; then what was read is dropped, and wiped, here.
        sender.send(work()).ok();
    })?;
    match tokio::time::timeout(limit, receiver).await {
        Ok(Ok(answer)) => answer.map_err(explain),
        Ok(Err(_)) => Err(VaultError::Keychain("it failed unexpectedly".to_owned())),
        Err(_) => Err(VaultError::Keychain(format!("no answer within {} s", limit.as_secs()))),
    }
}

/// The keychain's error in our words. Some of its errors carry the bytes that they are about: those are wiped.
fn explain(error: Error) -> VaultError {
    let text = match error {
        Error::NoEntry => return VaultError::NoSuchSecret,
        Error::TooLong(..) => return VaultError::SecretTooLong,
        Error::PlatformFailure(source) => source.to_string(),
        Error::NoStorageAccess(source) => format!("it is locked or may not be used ({source})"),
        Error::BadEncoding(mut bytes) | Error::BadDataFormat(mut bytes, _) => {
            bytes.zeroize();
            return VaultError::Damaged;
        }
        Error::Ambiguous(_) => "several entries have this name".to_owned(),
        Error::NoDefaultStore => "there is none".to_owned(),
        Error::BadStoreFormat(reason) | Error::Invalid(_, reason) | Error::NotSupportedByStore(reason) => {
            reason
        }
        _ => "it failed".to_owned(),
    };
    VaultError::Keychain(text)
}

fn read_or_make_id(path: &Path) -> Result<String, VaultError> {
    let Some(bytes) = disk::read(path, ID_CHARS)? else { return make_id(path) };
    match String::from_utf8(bytes) {
        Ok(id) if id.len() == ID_CHARS && id.bytes().all(|byte| byte.is_ascii_hexdigit()) => Ok(id),
        Ok(_) | Err(_) => Err(VaultError::Damaged),
    }
}

fn make_id(path: &Path) -> Result<String, VaultError> {
    let mut random = [0_u8; ID_CHARS / 2];
    seal::fill_randomly(&mut random)?;
    let id: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    disk::write(path, id.as_bytes())?;
    Ok(id)
}
