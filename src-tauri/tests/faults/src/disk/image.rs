//! The files that a power cut could have left.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::dice::Dice;
use super::file::{FileState, Pending, apply};
use super::volume::Volume;

/// The smallest piece that a disk writes whole.
const SECTOR: u64 = 512;

/// What of the writes that were not synced yet a power cut leaves, each file for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Survivors {
    /// Nothing.
    Dropped,
    /// Everything: also what is left when only the process is killed.
    Kept,
    /// Any of them, at random, in whole: later ones may survive where earlier ones do not.
    Half,
    /// Any of their 512-byte sectors, at random.
    Torn,
}

impl Survivors {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Dropped, Self::Kept, Self::Half, Self::Torn];
}

impl Volume {
    /// Writes what this moment's power cut could have left into the folder `into`.
    pub(super) fn image(&self, into: &Path, how: Survivors, seed: u64) -> io::Result<()> {
        fs::create_dir_all(into)?;
        let mut dice = Dice::new(seed);
        self.each_file(|name, file| match survives(file, how, &mut dice) {
            Some(content) => private(&into.join(name))?.write_all(&content),
            None => Ok(()),
        })
    }
}

/// For its owner alone, as the ledger's files are, so that opening the image has nothing to repair.
fn private(path: &Path) -> io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn survives(file: &FileState, how: Survivors, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut content = file.durable.clone();
    for pending in &file.pending {
        match how {
            Survivors::Dropped => {}
            Survivors::Kept => apply(&mut content, pending),
            Survivors::Half if dice.coin() => apply(&mut content, pending),
            Survivors::Half => {}
            Survivors::Torn => torn(&mut content, pending, dice),
        }
    }
    content
}

fn torn(content: &mut Option<Vec<u8>>, pending: &Pending, dice: &mut Dice) {
    match pending {
        Pending::Write { offset, bytes } => {
            for piece in sectors(*offset, bytes).filter(|_| dice.coin()) {
                apply(content, &piece);
            }
        }
        // A file's making, length and name are one entry each of the file system's own journal: whole or not at all.
        Pending::Create | Pending::Truncate(_) | Pending::Delete => {
            if dice.coin() {
                apply(content, pending);
            }
        }
    }
}

/// A write, cut where the disk's sectors begin.
fn sectors(offset: u64, bytes: &[u8]) -> impl Iterator<Item = Pending> {
    let mut at = offset;
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let room = usize::try_from(SECTOR - at % SECTOR).ok()?;
        let (piece, later) = rest.split_at_checked(room).unwrap_or((rest, &[]));
        if piece.is_empty() {
            return None;
        }
        let pending = Pending::Write { offset: at, bytes: piece.to_owned() };
        at += u64::try_from(piece.len()).ok()?;
        rest = later;
        Some(pending)
    })
}

#[cfg(test)]
mod tests {
    use super::{Dice, FileState, Pending, Survivors, sectors, survives};

    fn write(offset: u64, bytes: &[u8]) -> Pending {
        Pending::Write { offset, bytes: bytes.to_owned() }
    }

    fn file(durable: Option<&[u8]>, pending: Vec<Pending>) -> FileState {
        FileState { durable: durable.map(<[u8]>::to_owned), pending, ..FileState::default() }
    }

    #[test]
    fn a_write_is_cut_where_sectors_begin() {
        let pieces: Vec<_> = sectors(510, &[1; 1_030]).collect();
        let expected =
            [write(510, &[1; 2]), write(512, &[1; 512]), write(1_024, &[1; 512]), write(1_536, &[1; 4])];
        assert_eq!(pieces, expected);
        assert_eq!(sectors(0, &[]).count(), 0);
    }

    #[test]
    fn nothing_or_everything_of_what_was_not_synced_survives() {
        let pending = vec![write(2, b"xy"), Pending::Truncate(3), write(4, b"z")];
        let file = file(Some(b"abcd"), pending);
        let mut dice = Dice::new(1);
        assert_eq!(survives(&file, Survivors::Dropped, &mut dice).unwrap(), b"abcd");
        assert_eq!(survives(&file, Survivors::Kept, &mut dice).unwrap(), b"abx\0z");
    }

    #[test]
    fn a_new_file_is_there_and_a_deleted_one_gone_only_when_that_survives() {
        let new = file(None, vec![Pending::Create, write(0, b"a")]);
        let gone = file(Some(b"a"), vec![Pending::Delete]);
        let mut dice = Dice::new(1);
        assert_eq!(survives(&new, Survivors::Dropped, &mut dice), None);
        assert_eq!(survives(&new, Survivors::Kept, &mut dice).unwrap(), b"a");
        assert_eq!(survives(&gone, Survivors::Dropped, &mut dice).unwrap(), b"a");
        assert_eq!(survives(&gone, Survivors::Kept, &mut dice), None);
    }

    /// Every combination of two writes, and of one write's sectors, comes up, and nothing else does.
    #[test]
    fn halves_and_torn_writes_differ_in_grain() {
        let seen = |how, pending: Vec<Pending>| {
            let file = file(Some(&[0; 1_024]), pending);
            let mut found = std::collections::BTreeSet::new();
            for seed in 0..200 {
                let content = survives(&file, how, &mut Dice::new(seed)).unwrap();
                found.insert((content[0], content[511], content[512], content[1_023]));
            }
            found.into_iter().collect::<Vec<_>>()
        };
        let sectors = [(0, 0, 0, 0), (0, 0, 1, 1), (1, 1, 0, 0), (1, 1, 1, 1)];
        assert_eq!(seen(Survivors::Half, vec![write(0, &[1; 1_024])]), [sectors[0], sectors[3]]);
        assert_eq!(seen(Survivors::Half, vec![write(0, &[1; 512]), write(512, &[1; 512])]), sectors);
        assert_eq!(seen(Survivors::Torn, vec![write(0, &[1; 1_024])]), sectors);
    }
}
