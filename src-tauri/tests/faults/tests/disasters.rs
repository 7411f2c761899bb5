//! Disasters below the real ledger, in short form (R5 to R8). The long form is the program `disasters`.
#![expect(clippy::unwrap_used, reason = "tests")]

use faults::disasters::{
    BitRot, Control, MONEY_TABLES, bit_rot, damaged_logs, full_disk, power_cuts, power_cuts_at_birth,
};
use ledger::{Ledger, OpenError};

/// R5: nothing that was acknowledged is lost, wherever the power is cut.
#[tokio::test]
async fn a_power_cut_loses_nothing() {
    let found = power_cuts(1, 80, 6, Control::None).await.unwrap();
    assert!(found.broken.none(), "{:#?}", found.broken);
    assert_eq!(found.lost, 0);
    assert!(found.images >= 300, "only {} images", found.images);
    // Both sides of a commit were struck, or the cuts tell little.
    assert!(found.at_last >= 50 && found.one_more >= 20, "{found:?}");
    assert!(found.cut_twice >= 50, "{found:?}");
}

/// R5, the control: the same test finds lost steps where the log is synced as `synchronous=NORMAL` would.
#[tokio::test]
async fn the_power_cuts_find_what_normal_would_lose() {
    let found = power_cuts(2, 20, 5, Control::Normal).await.unwrap();
    assert!(found.broken.none(), "NORMAL loses, and corrupts nothing: {:#?}", found.broken);
    assert!(found.lost >= found.images / 5, "{found:?}");
}

/// R5, the control: and where syncs do nothing at all.
#[tokio::test]
async fn the_power_cuts_find_a_lying_disk() {
    let found = power_cuts(3, 20, 5, Control::LyingDisk).await.unwrap();
    assert!(found.lost + found.broken.count >= found.images / 5, "{found:?}");
}

/// R11 for the first migration: a power cut at any operation of a new ledger's making leaves one that opens.
#[tokio::test]
async fn a_power_cut_while_a_ledger_is_made_locks_nobody_out() {
    let found = power_cuts_at_birth(3).await.unwrap();
    assert!(found.broken.none(), "{:#?}", found.broken);
    assert!(found.images >= 50, "{found:?}");
}

/// R6: a damaged log gives a state that was committed.
#[tokio::test]
async fn a_damaged_log_gives_a_committed_state() {
    let found = damaged_logs(4, 200).await.unwrap();
    assert!(found.broken.none(), "{:#?}", found.broken);
    assert_eq!((found.logs, found.whole + found.earlier), (200, 200));
    assert!(found.cut.min(found.torn).min(found.flipped) >= 40, "{found:?}");
    assert!(found.earlier >= 100 && found.states >= 20, "the damage did little: {found:?}");
}

/// R7: a full disk is told, nothing is half written, reading goes on, and so does writing when there is room.
#[tokio::test]
async fn a_full_disk_stops_writing_and_nothing_else() {
    let found = full_disk(5, 40, 800_000).await.unwrap();
    assert!(found.broken.none(), "{:#?}", found.broken);
    assert_eq!(found.sizes, 40);
    assert!(found.stubs_refused >= 100 && found.sendings_refused >= 20, "{found:?}");
    assert!(found.done >= 200 && found.read >= 200, "{found:?}");
    assert!(found.not_opened >= 3 && found.opened_full >= 10, "{found:?}");
}

/// R8: a flipped bit in a row that speaks of money is always noticed.
#[tokio::test]
async fn a_flipped_bit_in_money_is_noticed() {
    let found: BitRot = bit_rot(6, 200, &MONEY_TABLES).await.unwrap();
    assert!(found.missed.none(), "{:#?}", found.missed);
    let sum = found.sum(&MONEY_TABLES);
    assert_eq!((sum.noticed, sum.missed), (200, 0));
    assert!(found.tables.values().all(|table| table.noticed >= 10), "{found:#?}");
    assert!(sum.beside <= 20, "{found:#?}");
    // The library's own check alone would have missed most.
    assert!(found.sqlite_alone < 150, "{found:?}");
}

/// Set for a process that looks at a folder which it cannot write: the folder.
const UNWRITABLE: &str = "COUNTERFOIL_UNWRITABLE_FOLDER";
/// Nobody, as systems number it by custom.
const NOBODY: u32 = 65_534;

/// R7: a folder that cannot be written is told as such, and nothing in it is touched.
///
/// The administrator may write everywhere, so it is looked at by a process that runs as nobody.
#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_told() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;

    if let Some(folder) = std::env::var_os(UNWRITABLE) {
        return look_at_unwritable(std::path::Path::new(&folder));
    }
    let outer = tempfile::tempdir().unwrap();
    let mode = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(outer.path(), 0o755);
    let folder = outer.path().join("ledger");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { Ledger::open(&folder, 0).await.unwrap().close().await });
    for entry in std::fs::read_dir(&folder).unwrap() {
        mode(&entry.unwrap().path(), 0o444);
    }
    mode(&folder, 0o555);
    let program = outer.path().join("look");
    std::fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    mode(&program, 0o755);

    let mut command = std::process::Command::new(program);
    command.args(["--exact", "a_folder_that_cannot_be_written_is_told"]).env(UNWRITABLE, &folder);
    if std::fs::metadata(outer.path()).unwrap().uid() == 0 {
        command.uid(NOBODY).gid(NOBODY);
    }
    let looked = command.current_dir("/").output().unwrap();
    mode(&folder, 0o755);
    let said = String::from_utf8_lossy(&looked.stdout);
    assert!(looked.status.success() && said.contains("1 passed"), "{said}");
}

#[cfg(unix)]
fn look_at_unwritable(folder: &std::path::Path) {
    let names = || {
        let mut names: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = (names(), std::fs::read(folder.join("ledger.db")).unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for path in [folder.to_owned(), folder.join("below")] {
        let refused = runtime.block_on(Ledger::open(&path, 0)).unwrap_err();
        assert!(matches!(refused, OpenError::Folder { .. }), "{refused:?}");
        let told = refused.to_string();
        assert!(told.contains("Permission denied") && told.contains("ledger"), "{told}");
    }
    assert_eq!((names(), std::fs::read(folder.join("ledger.db")).unwrap()), before);
}
