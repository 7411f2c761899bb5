//! What a process wrote, synced and sent, as a recorder of its system calls tells it (`recorder.c`, loaded with `LD_PRELOAD`).

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Trouble;

const SOURCE: &str = include_str!("recorder.c");
/// The longest name or piece of data: anything above is a record out of step.
const BYTES_MAX: u64 = 64 * 1024 * 1024;

/// The recorder, compiled.
#[derive(Debug)]
pub struct Recorder(PathBuf);

impl Recorder {
    /// Compiles the recorder into a folder with the C compiler that Rust's linker needs as well.
    ///
    /// # Errors
    /// When there is none, or it refuses.
    pub fn compile(folder: &Path) -> Result<Self, Trouble> {
        let (source, library) = (folder.join("recorder.c"), folder.join("recorder.so"));
        std::fs::write(&source, SOURCE)?;
        let made = Command::new("cc")
            .args(["-O1", "-shared", "-fPIC", "-o"])
            .args([&library, &source])
            .arg("-lpthread")
            .status()?;
        if made.success() { Ok(Self(library)) } else { Err("the recorder does not compile".into()) }
    }

    /// Has a program recorded into a file. `hides_sync`: as if it never synced, for the negative control.
    pub fn attach(&self, program: &mut Command, record: &Path, hides_sync: bool) {
        program.env("LD_PRELOAD", &self.0).env("RECORDER_FILE", record);
        if hides_sync {
            program.env("RECORDER_HIDES_SYNC", "1");
        }
    }
}

/// One thing that the process did. Files go by their path, sockets by a name that no other socket has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Bytes were written to a file.
    Write {
        /// Which.
        file: PathBuf,
        /// From which byte on.
        offset: u64,
        /// What.
        data: Vec<u8>,
    },
    /// A file was given another length.
    Truncate {
        /// Which.
        file: PathBuf,
        /// How long it is now.
        length: u64,
    },
    /// A sync began.
    SyncBegin(PathBuf),
    /// A sync has ended well: what was written before it began is on the disk.
    SyncEnd(PathBuf),
    /// A file was deleted.
    Delete(PathBuf),
    /// A connection is about to be made.
    Connect(String),
    /// Bytes are about to be handed to the network.
    Send {
        /// Over which socket.
        socket: String,
        /// What.
        data: Vec<u8>,
    },
}

/// Reads a record from its beginning.
///
/// # Errors
/// When it cannot be read or is not one.
pub fn read(record: &Path) -> Result<Vec<Deed>, Trouble> {
    let mut from = BufReader::new(File::open(record)?);
    let mut deeds = Vec::new();
    while let Some(deed) = next(&mut from)? {
        deeds.push(deed);
    }
    Ok(deeds)
}

/// The head of a record in C: kind, length of the name, offset, length of the data.
const HEAD: usize = 24;

fn next(from: &mut impl Read) -> Result<Option<Deed>, Trouble> {
    let mut head = Vec::new();
    from.take(HEAD.try_into()?).read_to_end(&mut head)?;
    if head.is_empty() {
        return Ok(None);
    }
    let kind = number(&head, 0, 4)?;
    let name = String::from_utf8(bytes(from, number(&head, 4, 4)?)?)?;
    let offset = number(&head, 8, 8)?;
    let data = bytes(from, number(&head, 16, 8)?)?;
    let file = || PathBuf::from(&name);
    Ok(Some(match kind {
        1 => Deed::Write { file: file(), offset, data },
        2 => Deed::Truncate { file: file(), length: offset },
        3 => Deed::SyncBegin(file()),
        4 => Deed::SyncEnd(file()),
        5 => Deed::Connect(name),
        6 => Deed::Send { socket: name, data },
        7 => Deed::Delete(file()),
        other => return Err(format!("a record of unknown kind {other}").into()),
    }))
}

fn number(head: &[u8], at: usize, length: usize) -> Result<u64, Trouble> {
    let part = head.get(at..at + length).ok_or("a record that breaks off")?;
    let mut whole = [0; 8];
    for (to, byte) in whole.iter_mut().zip(part) {
        *to = *byte;
    }
    Ok(u64::from_le_bytes(whole))
}

fn bytes(from: &mut impl Read, length: u64) -> Result<Vec<u8>, Trouble> {
    if length > BYTES_MAX {
        return Err("a record out of step".into());
    }
    let mut read = Vec::new();
    from.take(length).read_to_end(&mut read)?;
    if u64::try_from(read.len())? == length { Ok(read) } else { Err("a record that breaks off".into()) }
}

/// One HTTP request of the process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// How many deeds came before its connection was begun.
    pub connected_after: usize,
    /// How many deeds came before its first byte was handed to the network.
    pub sent_after: usize,
    /// The path.
    pub path: String,
    /// The body.
    pub body: Vec<u8>,
}

/// Every POST of the process over a connection of its own, oldest first: creations never share one (DESIGN §5).
/// Sockets that the process did not connect itself are left out.
#[must_use]
pub fn posts(deeds: &[Deed]) -> Vec<Request> {
    let mut connections: Vec<(usize, Option<usize>, Vec<u8>)> = Vec::new();
    let mut open: HashMap<&str, usize> = HashMap::new();
    for (place, deed) in deeds.iter().enumerate() {
        match deed {
            Deed::Connect(socket) => {
                open.insert(socket, connections.len());
                connections.push((place, None, Vec::new()));
            }
            Deed::Send { socket, data } => {
                let connection = open.get(socket.as_str()).and_then(|index| connections.get_mut(*index));
                if let Some((_, sent, bytes)) = connection {
                    sent.get_or_insert(place);
                    bytes.extend_from_slice(data);
                }
            }
            Deed::Write { .. }
            | Deed::Truncate { .. }
            | Deed::SyncBegin(_)
            | Deed::SyncEnd(_)
            | Deed::Delete(_) => {}
        }
    }
    connections.into_iter().filter_map(|(connected, sent, bytes)| post(connected, sent?, &bytes)).collect()
}

fn post(connected_after: usize, sent_after: usize, bytes: &[u8]) -> Option<Request> {
    const END_OF_HEAD: &[u8] = b"\r\n\r\n";
    let end = bytes.windows(END_OF_HEAD.len()).position(|part| part == END_OF_HEAD)?;
    let head = String::from_utf8_lossy(bytes.get(..end)?);
    let path = head.strip_prefix("POST ")?.split(' ').next()?.to_owned();
    Some(Request { connected_after, sent_after, path, body: bytes.get(end + END_OF_HEAD.len()..)?.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::{Deed, post, posts};

    #[test]
    fn a_request_in_pieces_is_put_together_and_knows_when_it_began() {
        let send = |data: &[u8]| Deed::Send { socket: "socket:[1]".into(), data: data.to_vec() };
        let deeds = [
            send(b"HTTP/1.1 200 OK\r\n\r\nan answer over a socket that somebody else connected"),
            Deed::Connect("socket:[1]".into()),
            Deed::SyncBegin("f".into()),
            send(b"POST /a HTTP/1.1\r\nhost: b\r\n\r\n{"),
            send(b"}"),
        ];
        let found = posts(&deeds);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].connected_after, found[0].sent_after), (1, 3));
        assert_eq!((found[0].path.as_str(), found[0].body.as_slice()), ("/a", b"{}".as_slice()));
        assert_eq!(post(0, 0, b"GET / HTTP/1.1\r\n\r\n"), None);
    }
}
