//! A process that is spoken to in lines.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::Trouble;

/// The longest that a line may be waited for: the machine may be busy with other things.
const PATIENCE: Duration = Duration::from_secs(60);

/// A process of ours. Dropped, it is killed.
#[derive(Debug)]
pub struct Process {
    child: Child,
    input: Option<ChildStdin>,
}

/// What a process says on its standard output, line by line, each with the time at which it was heard.
#[derive(Debug)]
pub struct Lines(Receiver<(Instant, String)>);

impl Process {
    /// Starts a program. Its standard error is ours.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(command: &mut Command) -> Result<(Self, Lines), Trouble> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{} does not start: {error}", command.get_program().display()))?;
        let output = child.stdout.take().ok_or("no standard output")?;
        let input = child.stdin.take();
        let (to, lines) = channel();
        // A thread of its own, so that a full pipe never holds the process back; it ends with the pipe.
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if to.send((Instant::now(), line)).is_err() {
                    return;
                }
            }
        });
        Ok((Self { child, input }, Lines(lines)))
    }

    /// Its number.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Says a line to it.
    ///
    /// # Errors
    /// When it is gone.
    pub fn say(&mut self, line: &str) -> Result<(), Trouble> {
        let input = self.input.as_mut().ok_or("its input is closed")?;
        writeln!(input, "{line}")?;
        Ok(input.flush()?)
    }

    /// Kills it (`SIGKILL`) and waits until it is gone.
    ///
    /// # Errors
    /// When it cannot be waited for.
    pub fn kill(&mut self) -> Result<(), Trouble> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Closes its input and waits until it ends by itself.
    ///
    /// # Errors
    /// When it does not end, or not well.
    pub fn end(mut self) -> Result<(), Trouble> {
        self.input = None;
        let status = self.wait(PATIENCE)?.ok_or("the process does not end")?;
        if status.success() { Ok(()) } else { Err(format!("the process ended with {status}").into()) }
    }

    /// Waits so long for its end; `None` when it still runs.
    ///
    /// # Errors
    /// When it cannot be waited for.
    pub fn wait(&mut self, limit: Duration) -> Result<Option<ExitStatus>, Trouble> {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(Some(status));
            }
            if started.elapsed() > limit {
                return Ok(None);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _killed = self.child.kill();
        let _reaped = self.child.wait();
    }
}

impl Lines {
    /// The next line.
    ///
    /// # Errors
    /// When none comes, or the process is gone.
    pub fn next(&self) -> Result<String, Trouble> {
        match self.next_before(Instant::now() + PATIENCE)? {
            Some((_, line)) => Ok(line),
            None => Err("the process says nothing".into()),
        }
    }

    /// The next line that is said before this time, with the moment at which it was heard; `None` when the time is over.
    ///
    /// # Errors
    /// When the process is gone.
    pub fn next_before(&self, deadline: Instant) -> Result<Option<(Instant, String)>, Trouble> {
        match self.0.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(line) => Ok(Some(line)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err("the process has ended".into()),
        }
    }

    /// What a process that is gone had still said.
    pub fn rest(self) -> impl Iterator<Item = String> {
        self.0.into_iter().map(|(_, line)| line)
    }
}
