//! The vault beside a real keychain, a missing one and one that never answers (bar S3).
//!
//! What kind of keychain there is belongs to a process's environment, and `keyring` decides once per
//! process. So each test here starts this same test program again, in an environment made for it, and runs
//! one of the ignored tests below there. Those are never run directly: they could meet the user's own keychain.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Instant;

use vault::{
    ExposeSecret, KeychainUse, SecretName, SecretString, Vault, VaultError, VaultKind, VaultOptions,
    VaultStatus,
};

/// Names the folder that a test started here may use; its absence stops those tests.
const FOLDER_VARIABLE: &str = "VAULT_TEST_FOLDER";

// ---- the environments

#[test]
fn a_real_secret_service_keeps_the_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let output = under_secret_service(folder.path(), "inside_with_secret_service", UNLOCK);
    assert_passed(&output);
}

/// A desktop that starts the daemon on demand, but where nobody has logged in to it (a bare container):
/// it answers, yet could keep nothing.
#[test]
fn a_secret_service_without_a_keyring_is_no_keychain() {
    let folder = tempfile::tempdir().unwrap();
    let output = under_secret_service(folder.path(), "inside_without_keychain", START);
    assert_passed(&output);
}

#[test]
fn without_dbus_there_is_a_passphrase_vault() {
    let folder = tempfile::tempdir().unwrap();
    let output = inside(&this_program(), folder.path(), "inside_without_keychain")
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .output()
        .unwrap();
    assert_passed(&output);
}

#[test]
fn a_dbus_that_never_answers_does_not_hold_up_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("dead-bus");
    // It accepts connections (the kernel does, up to its backlog) and says nothing.
    let _listener = UnixListener::bind(&socket).unwrap();
    let output = inside(&this_program(), folder.path(), "inside_without_keychain")
        .env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", socket.display()))
        .output()
        .unwrap();
    assert_passed(&output);
}

/// With its keyring created and unlocked, as a login does.
const UNLOCK: &str = "printf 'pw\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null";

/// Running, with no keyring at all.
const START: &str = "gnome-keyring-daemon --start --components=secrets >/dev/null";

fn this_program() -> Command {
    Command::new(std::env::current_exe().unwrap())
}

/// Runs one ignored test of this program with a home, a runtime folder and a data folder of its own.
fn inside(command: &Command, folder: &Path, test: &str) -> Command {
    let mut inside = Command::new(command.get_program());
    inside.args(command.get_args()).args(["--exact", test, "--ignored", "--nocapture"]);
    for name in ["home", "runtime", "data"] {
        std::fs::create_dir(folder.join(name)).unwrap();
    }
    inside
        .env("HOME", folder.join("home"))
        .env("XDG_DATA_HOME", folder.join("home"))
        .env("XDG_RUNTIME_DIR", folder.join("runtime"))
        .env(FOLDER_VARIABLE, folder.join("data"))
        .env_remove("GNOME_KEYRING_CONTROL")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY");
    inside
}

fn under_secret_service(folder: &Path, test: &str, start_daemon: &str) -> Output {
    let mut session = Command::new("dbus-run-session");
    let script = format!("{start_daemon} || exit 97; exec \"$0\" \"$@\"");
    session.args(["--", "sh", "-c", &script]).arg(std::env::current_exe().unwrap());
    let output = inside(&session, folder, test)
        .output()
        .expect("dbus-run-session must be installed for this test (Debian: apt install dbus gnome-keyring)");
    assert_ne!(
        output.status.code(),
        Some(97),
        "gnome-keyring-daemon must be installed for this test (Debian: apt install dbus gnome-keyring): {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

fn assert_passed(output: &Output) {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}\n{err}");
    assert!(out.contains("1 passed"), "the test inside must have run: {out}\n{err}");
}

// ---- what happens inside them

fn data_folder() -> PathBuf {
    let folder = std::env::var_os(FOLDER_VARIABLE);
    PathBuf::from(
        folder.expect("this test is started by the others of this file, in an environment made for it"),
    )
}

fn name(text: &str) -> SecretName {
    SecretName::new(text).unwrap()
}

async fn get(vault: &Vault, text: &str) -> Result<String, VaultError> {
    vault.get(name(text)).await.map(|secret| secret.expose_secret().to_owned())
}

#[tokio::test]
#[ignore = "started by a_real_secret_service_keeps_the_secrets"]
async fn inside_with_secret_service() {
    let data = data_folder();
    let (one, other) = (data.join("one"), data.join("other"));
    for folder in [&one, &other] {
        std::fs::create_dir(folder).unwrap();
    }
    let first = Vault::open(&one, VaultOptions::default()).await.unwrap();
    let second = Vault::open(&other, VaultOptions::default()).await.unwrap();
    let state = first.state().await.unwrap();
    assert_eq!((state.kind, state.status), (VaultKind::Keychain, VaultStatus::Ready));

    first.put(name("account/1/key/A"), SecretString::from("old")).await.unwrap();
    first.put(name("account/1/key/A"), SecretString::from("canary-b1f7 ñ")).await.unwrap();
    assert_eq!(get(&first, "account/1/key/A").await.unwrap(), "canary-b1f7 ñ");
    assert!(matches!(get(&first, "account/2").await, Err(VaultError::NoSuchSecret)));
    assert!(
        matches!(get(&second, "account/1/key/A").await, Err(VaultError::NoSuchSecret)),
        "folders share nothing"
    );
    second.put(name("account/1/key/A"), SecretString::from("second")).await.unwrap();
    second.forget(name("account/1/key/A")).await.unwrap();
    second.forget(name("account/1/key/A")).await.unwrap();
    assert!(matches!(get(&second, "account/1/key/A").await, Err(VaultError::NoSuchSecret)));

    let long = "x".repeat(vault::SECRET_BYTES_MAX);
    first.put(name("long"), SecretString::from(long.as_str())).await.unwrap();
    assert_eq!(get(&first, "long").await.unwrap(), long);
    let too_long = first.put(name("long"), SecretString::from(format!("{long}x"))).await;
    assert!(matches!(too_long, Err(VaultError::SecretTooLong)));

    let passphrase = || SecretString::from("correct horse");
    assert!(matches!(first.set_up(passphrase()).await, Err(VaultError::KeychainInUse)));
    assert!(matches!(first.unlock(passphrase()).await, Err(VaultError::KeychainInUse)));
    first.lock().await.unwrap();

    guard_beside_a_keychain(&data.join("guarded")).await;

    let again = Vault::open(&one, VaultOptions::default()).await.unwrap();
    assert_eq!(get(&again, "account/1/key/A").await.unwrap(), "canary-b1f7 ñ", "found again after a restart");
    let files: Vec<_> = std::fs::read_dir(&one).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(files, ["vault.id"]);
    assert!(!format!("{again:?}").contains("canary"));

    // A passphrase file that is there already wins over the keychain.
    let file_only = VaultOptions { keychain: KeychainUse::Never, ..VaultOptions::default() };
    Vault::open(&other, file_only).await.unwrap().set_up(passphrase()).await.unwrap();
    let state = Vault::open(&other, VaultOptions::default()).await.unwrap().state().await.unwrap();
    assert_eq!((state.kind, state.status), (VaultKind::Passphrase, VaultStatus::Locked));
    assert!(!state.keychain_missing);

    // An id that somebody has written over is told, not replaced: the secrets stand under the old one.
    std::fs::write(one.join("vault.id"), "not an id").unwrap();
    assert!(matches!(Vault::open(&one, VaultOptions::default()).await, Err(VaultError::Damaged)));
}

/// Chosen at the first need, kept beside the keychain, and not forgotten when the keychain is gone.
async fn guard_beside_a_keychain(folder: &Path) {
    let (right, new) = (|| SecretString::from("correct horse"), || SecretString::from("battery staple"));
    std::fs::create_dir(folder).unwrap();
    let vault = Vault::open(folder, VaultOptions::default()).await.unwrap();
    assert!(!vault.guard_state().await.unwrap().is_set);
    assert!(matches!(vault.check_guard(right()).await, Err(VaultError::NoGuard)));
    vault.set_guard(right()).await.unwrap();
    assert!(matches!(vault.set_guard(new()).await, Err(VaultError::AlreadySetUp)));
    assert!(matches!(vault.check_guard(new()).await, Err(VaultError::WrongPassphrase)));
    vault.check_guard(right()).await.unwrap();
    let mode = std::fs::metadata(folder.join("guard.cfv")).unwrap().permissions();
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&mode) & 0o777, 0o600);
    assert!(!folder.join("vault.cfv").exists(), "the secrets stay in the keychain");

    let without = VaultOptions { keychain: KeychainUse::Never, ..VaultOptions::default() };
    let vault = Vault::open(folder, without).await.unwrap();
    assert!(matches!(vault.set_guard(new()).await, Err(VaultError::AlreadySetUp)));
    vault.set_up(new()).await.unwrap();
    assert!(matches!(vault.check_guard(new()).await, Err(VaultError::WrongPassphrase)));
    vault.check_guard(right()).await.unwrap();
}

#[tokio::test]
#[ignore = "started by the tests above that have no usable keychain"]
async fn inside_without_keychain() {
    let folder = data_folder();
    let begun = Instant::now();
    let vault = Vault::open(&folder, VaultOptions::default()).await.unwrap();
    // The probe gives up after 2 s; the rest is room for a busy machine.
    assert!(begun.elapsed().as_secs() < 6, "took {} ms", begun.elapsed().as_millis());
    let state = vault.state().await.unwrap();
    assert_eq!((state.kind, state.status), (VaultKind::Passphrase, VaultStatus::NotSetUp));
    assert!(!state.keychain_missing);
    assert!(!folder.join("vault.id").exists(), "no keychain was used");

    vault.set_up(SecretString::from("correct horse")).await.unwrap();
    vault.put(name("a"), SecretString::from("kept")).await.unwrap();
    assert_eq!(get(&vault, "a").await.unwrap(), "kept");

    // A folder whose secrets are in a keychain that is gone now: said so, until it is set up anew.
    let moved = folder.join("moved");
    std::fs::create_dir(&moved).unwrap();
    std::fs::write(moved.join("vault.id"), "0123456789abcdef0123456789abcdef").unwrap();
    let vault = Vault::open(&moved, VaultOptions::default()).await.unwrap();
    assert!(vault.state().await.unwrap().keychain_missing);
    vault.set_up(SecretString::from("correct horse")).await.unwrap();
    assert!(!vault.state().await.unwrap().keychain_missing);
}
