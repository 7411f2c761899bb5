//! R13: many launches at once, one owner; the others raise its window and end; nothing is left that blocks a later start.
//!
//! `COUNTERFOIL_LAUNCHES=100` makes the full form of it (`make disasters`).

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Launches at once, unless the environment says otherwise.
const LAUNCHES: usize = 12;
/// The longest that anything may take here: the machine is busy with all these launches.
const PATIENCE: Duration = Duration::from_secs(300);
/// Beyond this a start that cannot do anything is one that waits for ever: its message stands for a quarter of a minute.
const MESSAGE_PATIENCE: Duration = Duration::from_secs(120);
/// The exit code of a start that could neither open a window nor raise one.
const TAKEN: i32 = 3;

/// A launched program. Dropped, it is killed.
struct Launch {
    child: Child,
    began: Instant,
}

impl Launch {
    fn of(command: &mut Command) -> Self {
        let began = Instant::now();
        let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program starts");
        Self { child, began }
    }

    /// Its end, if it has come: how, and after what time.
    fn ended(&mut self) -> Option<(ExitStatus, Duration)> {
        let status = self.child.try_wait().expect("a child can be asked");
        status.map(|status| (status, self.began.elapsed()))
    }

    fn said(&mut self) -> String {
        let mut said = String::new();
        if let Some(mut stream) = self.child.stderr.take() {
            let _read = std::io::Read::read_to_string(&mut stream, &mut said);
        }
        said
    }
}

impl Drop for Launch {
    fn drop(&mut self) {
        let _killed = self.child.kill();
        let _reaped = self.child.wait();
    }
}

fn program(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_counterfoil"));
    command.env("COUNTERFOIL_HOME", home).env("COUNTERFOIL_KEYCHAIN", "never").env("NO_AT_BRIDGE", "1");
    command
}

/// The same, where no session bus can be reached.
fn without_bus(home: &Path) -> Command {
    let mut command = program(home);
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent").env_remove("XDG_RUNTIME_DIR");
    command
}

/// How often the program's log says this.
fn logged(home: &Path, what: &str) -> usize {
    let files = std::fs::read_dir(home.join("logs")).map(|files| files.flatten().map(|file| file.path()));
    let files: Vec<PathBuf> = files.map(Iterator::collect).unwrap_or_default();
    let texts = files.iter().filter_map(|file| std::fs::read_to_string(file).ok());
    texts.map(|text| text.matches(what).count()).sum()
}

fn wait_for_log(home: &Path, what: &str, times: usize) {
    let began = Instant::now();
    while logged(home, what) < times {
        assert!(began.elapsed() < PATIENCE, "the log never says “{what}” {times} times");
        std::thread::sleep(Duration::from_millis(10));
    }
}

const OPENING: &str = "the window is opening";
const RAISED: &str = "a second start raises the window";

/// Starts the program and waits for its window.
fn owner(home: &Path) -> Launch {
    let before = logged(home, OPENING);
    let owner = Launch::of(&mut program(home));
    wait_for_log(home, OPENING, before + 1);
    owner
}

/// How a launch ended.
struct End {
    code: Option<i32>,
    took: Duration,
    said: String,
}

/// Waits until no more than so many of them run, and takes the others out.
fn ends(launches: &mut Vec<Launch>, left: usize) -> Vec<End> {
    let began = Instant::now();
    let mut ends = Vec::new();
    while launches.len() > left {
        assert!(began.elapsed() < PATIENCE, "{} programs still run", launches.len());
        launches.retain_mut(|launch| {
            let Some((status, took)) = launch.ended() else { return true };
            ends.push(End { code: status.code(), took, said: launch.said() });
            false
        });
        std::thread::sleep(Duration::from_millis(2));
    }
    ends
}

fn times(ends: &[End]) -> String {
    let mut times: Vec<Duration> = ends.iter().map(|end| end.took).collect();
    times.sort();
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    format!("p50 {middle:?}, max {:?}", times.last().copied().unwrap_or_default())
}

#[test]
fn r13_many_launches_at_once_have_one_owner_and_a_killed_one_blocks_nobody() {
    let asked = std::env::var("COUNTERFOIL_LAUNCHES").ok().and_then(|text| text.parse().ok());
    let count: usize = asked.unwrap_or(LAUNCHES);
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path();

    let launch = |count: usize| (0..count).map(|_| Launch::of(&mut program(home))).collect::<Vec<Launch>>();
    let at_peace = |ends: &[End]| {
        for end in ends {
            assert_eq!(end.code, Some(0), "after {:?}: {}", end.took, end.said);
        }
    };

    let mut launches = launch(count);
    let others = ends(&mut launches, 1);
    at_peace(&others);
    wait_for_log(home, OPENING, 1);
    println!("{count} launches at once, the others' ends: {}", times(&others));

    let raising = ends(&mut launch(count - 1), 0);
    at_peace(&raising);
    wait_for_log(home, RAISED, count - 1);
    println!("{} more at once beside an open window: {}", raising.len(), times(&raising));
    let mut alone = Vec::new();
    for _ in 0..5 {
        alone.extend(ends(&mut launch(1), 0));
    }
    at_peace(&alone);
    wait_for_log(home, RAISED, count - 1 + alone.len());
    println!("one more alone, five times: {}", times(&alone));
    assert_eq!(logged(home, OPENING), 1, "one owner, ever");
    let mut first = launches.remove(0);
    assert!(first.ended().is_none(), "the owner goes on");

    drop(first);
    let began = Instant::now();
    let mut next = owner(home);
    println!("after a kill -9 the next one is open in {:?}", began.elapsed());
    assert!(next.ended().is_none());
}

#[test]
fn r13_without_a_session_bus_a_second_start_says_so_and_ends_by_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let _owner = owner(folder.path());

    let mut without_screen = without_bus(folder.path());
    without_screen.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    let unseen = ends(&mut vec![Launch::of(&mut without_screen)], 0);
    println!("without a screen: {}", times(&unseen));

    // One of these shows a message, which nobody here can answer; the other does not put a second one beside it.
    let mut pair: Vec<Launch> = (0..2).map(|_| Launch::of(&mut without_bus(folder.path()))).collect();
    let seen = ends(&mut pair, 0);
    println!("with a screen, two at once: {:?}", seen.iter().map(|end| end.took).collect::<Vec<_>>());
    for end in unseen.iter().chain(&seen) {
        assert_eq!(end.code, Some(TAKEN), "{}", end.said);
        assert!(end.said.contains("already open"), "it says why: {}", end.said);
        assert!(end.took < MESSAGE_PATIENCE, "a message may not wait for ever: {:?}", end.took);
    }
}
