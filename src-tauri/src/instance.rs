//! One program to a data folder (R13).
//!
//! Who starts takes the kernel's lock on a file of the folder before anything else is set up: a second start must not
//! first bring up GTK and WebKit only to find that it is not needed. The kernel frees the lock when its process ends,
//! however it ends. Beside the lock, the file says how far its owner is; that decides what a second start does:
//!
//! - it is starting: nothing is to be raised yet, its window is about to open; the second one ends;
//! - its window is open: the second one has it raised over the session bus, and ends;
//! - it is closing, which may take until a creation under way has its answer: the second one waits, then starts.
//!
//! Absent on purpose: trust in what the file says about who owns it. Only the lock counts, and below it the ledger's own.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::time::{Duration, Instant};

use crate::home::Home;

const FILE: &str = "counterfoil.lock";
/// How often a second start looks for a window to raise. An open one answers in milliseconds; but a hundred starts at
/// once are more than a session bus takes on in one moment.
const RAISING_TRIES_MAX: u32 = 16;
/// How long a second start waits for the first one's farewell: a little longer than that may take.
const FAREWELL_WAIT_MAX: Duration = Duration::from_secs(45);
/// How long a second start with a link waits for the first one's window.
const STARTING_WAIT_MAX: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(100);

/// How far the owner of a data folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    Starting,
    Open,
    Closing,
}

impl Phase {
    /// Words of one length, so that each wholly replaces the one before.
    const fn word(self) -> &'static [u8; 8] {
        match self {
            Self::Starting => b"starting",
            Self::Open => b"open    ",
            Self::Closing => b"closing ",
        }
    }
}

/// The right to a data folder, until it is dropped or the process ends.
#[derive(Debug)]
pub(crate) struct Claim(Option<File>);

/// Why a start ends without a window of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The window that is there was raised.
    Raised,
    /// A window is about to open.
    Starting,
    /// Another one owns the folder and cannot be reached: there is no session bus between the two.
    Unreachable,
    /// The one before does not come to an end.
    StillClosing,
}

/// Takes the folder, or has its owner's window raised.
///
/// With `errand`, the owner has to be told something: while it is starting, this one waits for its window.
///
/// # Errors
/// [`Refusal`] when the folder is another one's.
pub(crate) fn admit(home: &Home, errand: bool, raise: impl Fn() -> bool) -> Result<Claim, Refusal> {
    let began = Instant::now();
    let mut raised_in_vain = 0;
    loop {
        if let Some(claim) = Claim::take(home) {
            claim.tell(Phase::Starting);
            return Ok(claim);
        }
        if !cfg!(target_os = "linux") {
            // The single-instance plugin needs no bus there; it finds the other one as soon as it is set up.
            return Ok(Claim(None));
        }
        match phase_of_owner(home) {
            Phase::Starting if !errand || began.elapsed() > STARTING_WAIT_MAX => {
                return Err(Refusal::Starting);
            }
            Phase::Open if raise() => return Err(Refusal::Raised),
            Phase::Open if raised_in_vain >= RAISING_TRIES_MAX => return Err(Refusal::Unreachable),
            Phase::Closing if began.elapsed() > FAREWELL_WAIT_MAX => return Err(Refusal::StillClosing),
            // What the file says may be left from an owner before this one; it is read again.
            Phase::Open => raised_in_vain += 1,
            Phase::Closing | Phase::Starting => {}
        }
        std::thread::sleep(PAUSE);
    }
}

impl Claim {
    /// The lock, at once or not at all. Where files cannot be locked everybody gets a claim; the ledger's own lock
    /// has the last word there.
    fn take(home: &Home) -> Option<Self> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let Ok(file) = options.open(home.folder().join(FILE)) else { return Some(Self(None)) };
        match file.try_lock() {
            Ok(()) => Some(Self(Some(file))),
            Err(TryLockError::WouldBlock) => None,
            Err(TryLockError::Error(_)) => Some(Self(None)),
        }
    }

    /// Tells second starts how far this one is.
    pub(crate) fn tell(&self, phase: Phase) {
        let Some(mut file) = self.0.as_ref() else { return };
        let told = file.seek(SeekFrom::Start(0)).and_then(|_| file.write_all(phase.word()));
        if let Err(error) = told {
            tracing::warn!(%error, "second starts are not told how far this one is");
        }
    }
}

/// What the file says; a new or unreadable one says that its owner has only just begun.
fn phase_of_owner(home: &Home) -> Phase {
    let mut word = [0; 8];
    let read = File::open(home.folder().join(FILE)).and_then(|mut file| file.read_exact(&mut word));
    let known = [Phase::Open, Phase::Closing].into_iter().find(|phase| read.is_ok() && phase.word() == &word);
    known.unwrap_or(Phase::Starting)
}

#[cfg(all(test, target_os = "linux"))]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::cell::Cell;

    use super::{FILE, Phase, Refusal, admit};
    use crate::home::Home;

    fn home() -> (tempfile::TempDir, Home) {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path().to_owned()).unwrap();
        (folder, home)
    }

    #[test]
    fn r13_one_owner_at_a_time_and_the_lock_ends_with_it() {
        let (_folder, home) = home();
        let first = admit(&home, false, || false).unwrap();
        assert_eq!(admit(&home, false, || false).unwrap_err(), Refusal::Starting);
        drop(first);
        admit(&home, false, || false).unwrap();
    }

    #[test]
    fn an_open_window_is_raised_and_one_that_cannot_be_reached_is_told() {
        let (_folder, home) = home();
        let first = admit(&home, false, || false).unwrap();
        first.tell(Phase::Open);
        let tries = Cell::new(0);
        let raise_at_third = || {
            tries.set(tries.get() + 1);
            tries.get() == 3
        };
        assert_eq!(admit(&home, false, raise_at_third).unwrap_err(), Refusal::Raised);
        assert_eq!(admit(&home, false, || false).unwrap_err(), Refusal::Unreachable);
    }

    #[test]
    fn a_second_start_waits_for_the_first_ones_farewell() {
        let (_folder, home) = home();
        let first = admit(&home, false, || false).unwrap();
        first.tell(Phase::Closing);
        std::thread::scope(|scope| {
            let second = scope.spawn(|| admit(&home, false, || unreachable!("nothing is raised")));
            std::thread::sleep(std::time::Duration::from_millis(200));
            assert!(!second.is_finished());
            drop(first);
            second.join().unwrap().unwrap();
        });
    }

    #[test]
    fn what_a_killed_owner_left_behind_says_nothing() {
        let (folder, home) = home();
        for left in ["open    ", "closing ", "", "rubbish that is longer than a word"] {
            std::fs::write(folder.path().join(FILE), left).unwrap();
            let claim = admit(&home, false, || false).unwrap();
            assert_eq!(admit(&home, false, || false).unwrap_err(), Refusal::Starting, "{left}");
            drop(claim);
        }
    }

    #[test]
    fn a_second_start_with_a_link_waits_for_the_window_that_is_to_follow_it() {
        let (_folder, home) = home();
        let first = admit(&home, false, || false).unwrap();
        std::thread::scope(|scope| {
            let second = scope.spawn(|| admit(&home, true, || true));
            std::thread::sleep(std::time::Duration::from_millis(200));
            assert!(!second.is_finished());
            first.tell(Phase::Open);
            assert_eq!(second.join().unwrap().unwrap_err(), Refusal::Raised);
        });
    }
}
