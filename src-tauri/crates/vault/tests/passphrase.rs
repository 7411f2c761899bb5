//! The passphrase vault through its public face: every operation, every refusal, what lies on the disk.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use vault::{
    ExposeSecret, KeychainUse, SecretName, SecretString, Vault, VaultError, VaultKind, VaultOptions,
    VaultStatus,
};

const PASSPHRASE: &str = "correct horse";

async fn open(folder: &Path) -> Vault {
    let options = VaultOptions { keychain: KeychainUse::Never, ..VaultOptions::default() };
    Vault::open(folder, options).await.unwrap()
}

fn name(text: &str) -> SecretName {
    SecretName::new(text).unwrap()
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

async fn get(vault: &Vault, text: &str) -> Result<String, VaultError> {
    vault.get(name(text)).await.map(|secret| secret.expose_secret().to_owned())
}

async fn status(vault: &Vault) -> VaultStatus {
    vault.state().await.unwrap().status
}

#[tokio::test]
async fn a_vault_from_its_first_passphrase_to_its_last_secret() {
    let folder = tempfile::tempdir().unwrap();
    let vault = open(folder.path()).await;
    let state = vault.state().await.unwrap();
    assert_eq!((state.kind, state.status), (VaultKind::Passphrase, VaultStatus::NotSetUp));
    assert!(!state.keychain_missing && state.backoff_until_ms.is_none());
    assert!(matches!(vault.put(name("a"), secret("s")).await, Err(VaultError::NotSetUp)));
    assert!(matches!(get(&vault, "a").await, Err(VaultError::NotSetUp)));
    assert!(matches!(vault.unlock(secret(PASSPHRASE)).await, Err(VaultError::NotSetUp)));

    assert!(matches!(vault.set_up(secret("7 chars")).await, Err(VaultError::TooShortPassphrase)));
    assert_eq!(status(&vault).await, VaultStatus::NotSetUp, "a refused passphrase leaves no file");
    vault.set_up(secret(PASSPHRASE)).await.unwrap();
    assert_eq!(status(&vault).await, VaultStatus::Ready);
    assert!(matches!(vault.set_up(secret(PASSPHRASE)).await, Err(VaultError::AlreadySetUp)));

    vault.put(name("account/1/key/A"), secret("one")).await.unwrap();
    vault.put(name("account/1/key/A"), secret("uno, ñ")).await.unwrap();
    vault.put(name("account/2/key/B"), secret("two")).await.unwrap();
    assert_eq!(get(&vault, "account/1/key/A").await.unwrap(), "uno, ñ", "the newer one counts");
    assert!(matches!(get(&vault, "account/9").await, Err(VaultError::NoSuchSecret)));
    vault.forget(name("account/2/key/B")).await.unwrap();
    vault.forget(name("account/2/key/B")).await.unwrap();
    assert!(matches!(get(&vault, "account/2/key/B").await, Err(VaultError::NoSuchSecret)));

    vault.lock().await.unwrap();
    assert_eq!(status(&vault).await, VaultStatus::Locked);
    assert!(matches!(get(&vault, "account/1/key/A").await, Err(VaultError::Locked)));
    assert!(matches!(vault.put(name("x"), secret("y")).await, Err(VaultError::Locked)));
    assert!(matches!(vault.forget(name("account/1/key/A")).await, Err(VaultError::Locked)));
    vault.unlock(secret(PASSPHRASE)).await.unwrap();
    assert_eq!(get(&vault, "account/1/key/A").await.unwrap(), "uno, ñ");

    let after_restart = open(folder.path()).await;
    assert_eq!(status(&after_restart).await, VaultStatus::Locked);
    after_restart.unlock(secret(PASSPHRASE)).await.unwrap();
    assert_eq!(get(&after_restart, "account/1/key/A").await.unwrap(), "uno, ñ");
    assert!(matches!(get(&after_restart, "account/2/key/B").await, Err(VaultError::NoSuchSecret)));
}

#[tokio::test]
async fn the_passphrase_can_be_changed_locked_or_not() {
    let folder = tempfile::tempdir().unwrap();
    let vault = open(folder.path()).await;
    vault.set_up(secret(PASSPHRASE)).await.unwrap();
    vault.put(name("a"), secret("kept")).await.unwrap();
    let before = std::fs::read(folder.path().join("vault.cfv")).unwrap();

    let too_short = vault.change_passphrase(secret(PASSPHRASE), secret("short")).await;
    assert!(matches!(too_short, Err(VaultError::TooShortPassphrase)));
    let wrong = vault.change_passphrase(secret("not the old one"), secret("battery staple")).await;
    assert!(matches!(wrong, Err(VaultError::WrongPassphrase)));
    assert_eq!(std::fs::read(folder.path().join("vault.cfv")).unwrap(), before, "refusals write nothing");

    vault.lock().await.unwrap();
    vault.change_passphrase(secret(PASSPHRASE), secret("battery staple")).await.unwrap();
    assert_eq!(get(&vault, "a").await.unwrap(), "kept");
    let after = std::fs::read(folder.path().join("vault.cfv")).unwrap();
    assert_ne!(after[20..36], before[20..36], "the salt is new");

    let vault = open(folder.path()).await;
    assert!(matches!(vault.unlock(secret(PASSPHRASE)).await, Err(VaultError::WrongPassphrase)));
    vault.unlock(secret("battery staple")).await.unwrap();
    assert_eq!(get(&vault, "a").await.unwrap(), "kept");
}

#[tokio::test]
async fn an_open_vault_still_checks_the_passphrase_and_stays_open() {
    let folder = tempfile::tempdir().unwrap();
    let vault = open(folder.path()).await;
    vault.set_up(secret(PASSPHRASE)).await.unwrap();
    assert!(matches!(vault.unlock(secret("somebody else")).await, Err(VaultError::WrongPassphrase)));
    assert_eq!(status(&vault).await, VaultStatus::Ready);
    vault.unlock(secret(PASSPHRASE)).await.unwrap();
}

#[tokio::test]
async fn after_five_wrong_passphrases_even_the_right_one_waits() {
    let folder = tempfile::tempdir().unwrap();
    let vault = open(folder.path()).await;
    vault.set_up(secret(PASSPHRASE)).await.unwrap();
    vault.lock().await.unwrap();
    for attempt in 1..=5 {
        assert_eq!(vault.state().await.unwrap().backoff_until_ms, None, "before attempt {attempt}");
        assert!(matches!(vault.unlock(secret("wrong wrong")).await, Err(VaultError::WrongPassphrase)));
    }
    assert!(vault.state().await.unwrap().backoff_until_ms.is_some());
    let refused = vault.unlock(secret(PASSPHRASE)).await;
    assert!(matches!(refused, Err(VaultError::BackOff { seconds: 1 })), "{refused:?}");
    let refused = vault.change_passphrase(secret(PASSPHRASE), secret("battery staple")).await;
    assert!(matches!(refused, Err(VaultError::BackOff { .. })), "{refused:?}");
    tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
    vault.unlock(secret(PASSPHRASE)).await.unwrap();
    assert_eq!(vault.state().await.unwrap().backoff_until_ms, None);
}

#[tokio::test]
async fn a_damaged_file_is_told_apart_from_a_wrong_passphrase_and_is_nobodys_mistake() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.cfv");
    let vault = open(folder.path()).await;
    vault.set_up(secret(PASSPHRASE)).await.unwrap();
    vault.put(name("a"), secret("kept")).await.unwrap();
    vault.lock().await.unwrap();
    let whole = std::fs::read(&path).unwrap();

    // Magic, cost, salt, nonce, ciphertext, checksum; then an empty and an endless file.
    for at in [0, 9, 25, 40, 70, whole.len() - 1] {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        std::fs::write(&path, flipped).unwrap();
        assert!(matches!(vault.unlock(secret(PASSPHRASE)).await, Err(VaultError::Damaged)), "byte {at}");
    }
    for bytes in [Vec::new(), vec![0; 2_000_000]] {
        std::fs::write(&path, bytes).unwrap();
        assert!(matches!(vault.unlock(secret(PASSPHRASE)).await, Err(VaultError::Damaged)));
    }
    assert_eq!(vault.state().await.unwrap().backoff_until_ms, None, "damage was not counted");
    std::fs::write(&path, whole).unwrap();
    vault.unlock(secret(PASSPHRASE)).await.unwrap();
    assert_eq!(get(&vault, "a").await.unwrap(), "kept");
}

#[tokio::test]
async fn two_folders_share_nothing() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (first, second) = (open(one.path()).await, open(other.path()).await);
    first.set_up(secret(PASSPHRASE)).await.unwrap();
    second.set_up(secret("battery staple")).await.unwrap();
    first.put(name("a"), secret("first")).await.unwrap();
    assert!(matches!(get(&second, "a").await, Err(VaultError::NoSuchSecret)));
    second.put(name("a"), secret("second")).await.unwrap();
    assert_eq!(get(&first, "a").await.unwrap(), "first");
    assert!(matches!(second.unlock(secret(PASSPHRASE)).await, Err(VaultError::WrongPassphrase)));
}

#[tokio::test]
async fn nothing_lies_in_the_folder_but_the_sealed_file() {
    let folder = tempfile::tempdir().unwrap();
    let vault = open(folder.path()).await;
    vault.set_up(secret(PASSPHRASE)).await.unwrap();
    vault.put(name("account/1/key/A"), secret("canary-b1f7")).await.unwrap();
    let files: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(files, ["vault.cfv"]);
    let bytes = std::fs::read(folder.path().join("vault.cfv")).unwrap();
    for text in ["canary-b1f7", "7f1b-yranac", "account/1", PASSPHRASE] {
        assert!(!bytes.windows(text.len()).any(|window| window == text.as_bytes()), "{text}");
    }
}

/// A crash between writing and renaming leaves a file beside; the next writing is not disturbed by it.
#[tokio::test]
async fn what_a_crash_left_beside_the_file_is_cleared_away() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("vault.new"), b"half a file").unwrap();
    let vault = open(folder.path()).await;
    assert_eq!(status(&vault).await, VaultStatus::NotSetUp);
    vault.set_up(secret(PASSPHRASE)).await.unwrap();
    assert!(!folder.path().join("vault.new").exists());
}

/// A secret that could not be written is not remembered either: after a restart it would be gone.
#[cfg(unix)]
#[tokio::test]
async fn a_secret_that_did_not_reach_the_disk_is_not_kept_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let vault = open(folder.path()).await;
    vault.set_up(secret(PASSPHRASE)).await.unwrap();
    vault.put(name("a"), secret("old")).await.unwrap();
    // A folder in the way of the file beside: works for root too, whom modes do not stop.
    std::fs::create_dir(folder.path().join("vault.new")).unwrap();
    assert!(matches!(vault.put(name("a"), secret("new")).await, Err(VaultError::Io(_))));
    assert!(matches!(vault.forget(name("a")).await, Err(VaultError::Io(_))));
    assert_eq!(get(&vault, "a").await.unwrap(), "old");
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_its_owners_alone_and_is_made_so_again() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.cfv");
    let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    let vault = open(folder.path()).await;
    vault.set_up(secret(PASSPHRASE)).await.unwrap();
    assert_eq!(mode(), 0o600);
    vault.put(name("a"), secret("s")).await.unwrap();
    assert_eq!(mode(), 0o600);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    open(folder.path()).await;
    assert_eq!(mode(), 0o600);
}

#[tokio::test]
async fn names_and_secrets_have_bounds() {
    let folder = tempfile::tempdir().unwrap();
    let vault = open(folder.path()).await;
    vault.set_up(secret(PASSPHRASE)).await.unwrap();
    vault.put(name("a"), secret(&"x".repeat(vault::SECRET_BYTES_MAX))).await.unwrap();
    let too_long = vault.put(name("a"), secret(&"x".repeat(vault::SECRET_BYTES_MAX + 1))).await;
    assert!(matches!(too_long, Err(VaultError::SecretTooLong)));
    for bad in [String::new(), "a\nb".to_owned(), "x".repeat(301)] {
        assert!(matches!(SecretName::new(bad), Err(VaultError::BadName)));
    }
}

#[tokio::test]
async fn debug_shows_neither_secret_nor_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let vault = open(folder.path()).await;
    vault.set_up(secret(PASSPHRASE)).await.unwrap();
    vault.put(name("a"), secret("canary-b1f7")).await.unwrap();
    let kept = vault.get(name("a")).await.unwrap();
    let shown = format!("{vault:?} {kept:?} {:?}", secret(PASSPHRASE));
    assert!(!shown.contains("canary") && !shown.contains(PASSPHRASE), "{shown}");
}

/// Several tasks at once: each change is kept, none overtakes another.
#[tokio::test(flavor = "multi_thread")]
async fn changes_at_the_same_time_are_all_kept() {
    let folder = tempfile::tempdir().unwrap();
    let vault = open(folder.path()).await;
    vault.set_up(secret(PASSPHRASE)).await.unwrap();
    let tasks: Vec<_> = (0..20)
        .map(|number| {
            let vault = vault.clone();
            tokio::spawn(async move {
                vault.put(name(&format!("key/{number}")), secret(&number.to_string())).await
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let vault = open(folder.path()).await;
    vault.unlock(secret(PASSPHRASE)).await.unwrap();
    for number in 0..20 {
        assert_eq!(get(&vault, &format!("key/{number}")).await.unwrap(), number.to_string());
    }
}
