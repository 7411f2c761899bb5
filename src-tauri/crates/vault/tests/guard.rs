//! The guard passphrase through its public face (S16): chosen once, checked slowly, never set aside. Beside a real
//! keychain it is tested in `keychain.rs`.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use vault::{KeychainUse, SecretString, Vault, VaultError, VaultOptions, VaultStatus};

async fn open(folder: &Path) -> Vault {
    let options = VaultOptions { keychain: KeychainUse::Never, ..VaultOptions::default() };
    Vault::open(folder, options).await.unwrap()
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

/// A folder as a computer with a keychain left it: a guard of its own, and no passphrase file.
async fn folder_with_guard_file(passphrase: &str) -> tempfile::TempDir {
    let elsewhere = tempfile::tempdir().unwrap();
    open(elsewhere.path()).await.set_up(secret(passphrase)).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    // An empty sealed file is what a guard is.
    std::fs::rename(elsewhere.path().join("vault.cfv"), folder.path().join("guard.cfv")).unwrap();
    folder
}

#[tokio::test]
async fn a_passphrase_vaults_own_passphrase_is_the_guard() {
    let folder = tempfile::tempdir().unwrap();
    let vault = open(folder.path()).await;
    assert!(!vault.guard_state().await.unwrap().is_set);
    assert!(matches!(vault.check_guard(secret("correct horse")).await, Err(VaultError::NoGuard)));
    let change = vault.change_guard(secret("correct horse"), secret("battery staple")).await;
    assert!(matches!(change, Err(VaultError::NoGuard)), "{change:?}");
    assert!(matches!(vault.set_guard(secret("7 chars")).await, Err(VaultError::TooShortPassphrase)));

    vault.set_guard(secret("correct horse")).await.unwrap();
    assert_eq!(vault.state().await.unwrap().status, VaultStatus::Ready, "it set the vault up");
    assert!(vault.guard_state().await.unwrap().is_set);
    assert!(!folder.path().join("guard.cfv").exists(), "one passphrase, one file");
    assert!(matches!(vault.set_guard(secret("battery staple")).await, Err(VaultError::AlreadySetUp)));
    vault.check_guard(secret("correct horse")).await.unwrap();

    vault.lock().await.unwrap();
    vault.check_guard(secret("correct horse")).await.unwrap();
    assert_eq!(vault.state().await.unwrap().status, VaultStatus::Locked, "checking opens nothing");

    let wrong = vault.change_guard(secret("battery staple"), secret("battery staple")).await;
    assert!(matches!(wrong, Err(VaultError::WrongPassphrase)));
    vault.change_guard(secret("correct horse"), secret("battery staple")).await.unwrap();
    let vault = open(folder.path()).await;
    assert!(matches!(vault.check_guard(secret("correct horse")).await, Err(VaultError::WrongPassphrase)));
    vault.check_guard(secret("battery staple")).await.unwrap();
    vault.unlock(secret("battery staple")).await.unwrap();
}

/// A keychain that does not answer (or is told not to) must not make the guard new.
#[tokio::test]
async fn a_guard_that_was_chosen_rules_without_the_keychain_too() {
    let folder = folder_with_guard_file("correct horse").await;
    let vault = open(folder.path()).await;
    assert_eq!(vault.state().await.unwrap().status, VaultStatus::NotSetUp);
    assert!(vault.guard_state().await.unwrap().is_set);
    assert!(matches!(vault.set_guard(secret("battery staple")).await, Err(VaultError::AlreadySetUp)));
    vault.set_up(secret("battery staple")).await.unwrap();
    assert!(matches!(vault.check_guard(secret("battery staple")).await, Err(VaultError::WrongPassphrase)));
    vault.check_guard(secret("correct horse")).await.unwrap();
    let wrong = vault.change_guard(secret("battery staple"), secret("another horse")).await;
    assert!(matches!(wrong, Err(VaultError::WrongPassphrase)));
    vault.change_guard(secret("correct horse"), secret("another horse")).await.unwrap();
    vault.check_guard(secret("another horse")).await.unwrap();
    vault.unlock(secret("battery staple")).await.unwrap();
}

#[tokio::test]
async fn after_five_wrong_ones_even_the_right_one_waits() {
    let folder = folder_with_guard_file("correct horse").await;
    let vault = open(folder.path()).await;
    // All at once: guesses queue up behind one another, and are counted one by one.
    let guesses: Vec<_> = (0..8)
        .map(|_| {
            let vault = vault.clone();
            tokio::spawn(async move { vault.check_guard(secret("wrong wrong")).await })
        })
        .collect();
    let mut looked_at = 0;
    for guess in guesses {
        match guess.await.unwrap() {
            Err(VaultError::WrongPassphrase) => looked_at += 1,
            Err(VaultError::BackOff { .. }) => {}
            other => unreachable!("{other:?}"),
        }
    }
    assert_eq!(looked_at, 5);
    assert!(vault.guard_state().await.unwrap().backoff_until_ms.is_some());
    let right = vault.check_guard(secret("correct horse")).await;
    assert!(matches!(right, Err(VaultError::BackOff { seconds: 1 })), "{right:?}");
    let change = vault.change_guard(secret("correct horse"), secret("battery staple")).await;
    assert!(matches!(change, Err(VaultError::BackOff { .. })), "{change:?}");
    tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
    vault.check_guard(secret("correct horse")).await.unwrap();
    assert_eq!(vault.guard_state().await.unwrap().backoff_until_ms, None);
}

/// Every byte, and every length: a damaged guard lets nobody pass, and cannot be chosen anew by the window.
/// (Flips under a right checksum: `seal_tests.rs`, every bit.)
#[tokio::test]
async fn a_damaged_guard_opens_to_nobody() {
    let folder = folder_with_guard_file("correct horse").await;
    let path = folder.path().join("guard.cfv");
    let vault = open(folder.path()).await;
    let whole = std::fs::read(&path).unwrap();
    let flipped = (0..whole.len()).map(|at| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        bytes
    });
    let cut = (0..whole.len()).map(|length| whole[..length].to_vec());
    for bytes in flipped.chain(cut) {
        std::fs::write(&path, &bytes).unwrap();
        let refused = vault.check_guard(secret("correct horse")).await;
        assert!(matches!(refused, Err(VaultError::Damaged)), "{refused:?}");
        assert!(matches!(vault.set_guard(secret("battery staple")).await, Err(VaultError::AlreadySetUp)));
    }
    std::fs::write(&path, &whole).unwrap();
    vault.check_guard(secret("correct horse")).await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn the_guard_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;

    let folder = folder_with_guard_file("correct horse").await;
    let path = folder.path().join("guard.cfv");
    let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let vault = open(folder.path()).await;
    assert_eq!(mode(), 0o600);
    vault.change_guard(secret("correct horse"), secret("battery staple")).await.unwrap();
    assert_eq!(mode(), 0o600);
}
