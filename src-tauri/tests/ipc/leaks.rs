//! Looks for secrets in bytes, in every form that a program may by accident write one down in.

#![expect(clippy::indexing_slicing, clippy::string_slice, clippy::unwrap_used, reason = "tests")]

use std::collections::HashMap;
use std::fmt::Write;
use std::path::Path;

/// Shorter pieces than this are found by chance.
const PIECE_BYTES_MIN: usize = 8;

/// A searcher for the pieces of some secrets.
#[derive(Default)]
pub(crate) struct Leaks {
    /// Pieces by their first two bytes, with the name of secret and form.
    pieces: HashMap<[u8; 2], Vec<(Vec<u8>, String)>>,
}

impl Leaks {
    /// Adds a secret. Each of its forms is looked for in two halves, so that one that is cut in a log or split by
    /// a database's pages is found too.
    pub(crate) fn add(&mut self, name: &str, secret: &str) {
        for (form, text) in forms(secret) {
            assert!(text.len() >= 2 * PIECE_BYTES_MIN, "{name} is too short to be looked for");
            let (first, second) = text.split_at(text.len() / 2);
            for half in [first, second] {
                let key = [half[0], half[1]];
                self.pieces.entry(key).or_default().push((half.to_vec(), format!("{name} ({form})")));
            }
        }
    }

    /// The names of what is found, each once.
    pub(crate) fn in_bytes(&self, bytes: &[u8]) -> Vec<String> {
        let mut known = vec![false; 1 << 16];
        for key in self.pieces.keys() {
            known[usize::from(u16::from_be_bytes(*key))] = true;
        }
        let mut found = Vec::new();
        for (at, pair) in bytes.windows(2).enumerate() {
            let key = [pair[0], pair[1]];
            if !known[usize::from(u16::from_be_bytes(key))] {
                continue;
            }
            for (piece, name) in &self.pieces[&key] {
                if bytes[at..].starts_with(piece) && !found.contains(name) {
                    found.push(name.clone());
                }
            }
        }
        found
    }

    /// What is found in the files under a folder: the file and the names.
    pub(crate) fn under(&self, folder: &Path) -> Vec<(String, Vec<String>)> {
        let mut leaks = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let path = entry.path();
            if entry.file_type().unwrap().is_dir() {
                leaks.extend(self.under(&path));
            } else if let Ok(bytes) = std::fs::read(&path) {
                // A journal may go between listing and reading; then it holds nothing any more.
                let found = self.in_bytes(&[path.as_os_str().as_encoded_bytes(), b"\n", &bytes].concat());
                if !found.is_empty() {
                    leaks.push((path.display().to_string(), found));
                }
            }
        }
        leaks
    }
}

/// A secret as it is, and as programs write bytes.
pub(crate) fn forms(secret: &str) -> Vec<(&'static str, Vec<u8>)> {
    let bytes = secret.as_bytes();
    let json = serde_json::to_string(secret).unwrap();
    let utf_16: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let listed = bytes.iter().map(u8::to_string).collect::<Vec<_>>();
    let mut forms = vec![
        ("plain", bytes.to_vec()),
        ("escaped as JSON", json.trim_matches('"').as_bytes().to_vec()),
        ("escaped twice", escape_again(&json)),
        ("reversed", bytes.iter().rev().copied().collect()),
        ("hex", hex(bytes).into_bytes()),
        ("HEX", hex(bytes).to_uppercase().into_bytes()),
        ("UTF-16", utf_16),
        ("a list of bytes", listed.join(",").into_bytes()),
        ("a list of bytes, spaced", listed.join(", ").into_bytes()),
        ("URL-encoded", percent(secret, "%20", false).into_bytes()),
        ("URL-encoded in lower case", percent(secret, "%20", true).into_bytes()),
        ("form-encoded", percent(secret, "+", false).into_bytes()),
    ];
    // Within a longer text a secret stands at one of three places in base64's groups of three bytes.
    for (name, before) in [("base64", 0), ("base64 after one byte", 1), ("base64 after two bytes", 2)] {
        let text = base64(&[&vec![0; before], bytes].concat());
        let known_from = if before == 0 { 0 } else { before + 1 };
        let known_to = (before + bytes.len()) / 3 * 4;
        let known = text[known_from..known_to].to_owned();
        forms.push((name, known.replace('+', "-").replace('/', "_").into_bytes()));
        forms.push((name, known.into_bytes()));
    }
    forms
}

fn escape_again(json: &str) -> Vec<u8> {
    let twice = serde_json::to_string(json.trim_matches('"')).unwrap();
    twice.trim_matches('"').as_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn percent(secret: &str, space: &str, lower: bool) -> String {
    let mut text = String::new();
    for byte in secret.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(byte))
            }
            b' ' => text.push_str(space),
            _ if lower => write!(text, "%{byte:02x}").unwrap(),
            _ => write!(text, "%{byte:02X}").unwrap(),
        }
    }
    text
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let mut bits = 0_u32;
        for at in 0..3 {
            bits = bits << 8 | u32::from(group.get(at).copied().unwrap_or(0));
        }
        for at in 0..=group.len() {
            let shift = 18 - 6 * at;
            text.push(char::from(ALPHABET[usize::try_from(bits >> shift & 63).unwrap()]));
        }
        for _ in group.len()..3 {
            text.push('=');
        }
    }
    text
}

#[test]
fn every_form_of_a_decoy_is_found_wherever_it_stands() {
    assert_eq!(base64(b"pleasure."), "cGxlYXN1cmUu");
    assert_eq!(base64(b"easure"), "ZWFzdXJl");
    assert_eq!(base64(b"sure."), "c3VyZS4=");
    let decoy = "k\"7+/= decoy \\ of a secret \u{e9} 0123456789";
    let mut leaks = Leaks::default();
    leaks.add("decoy", decoy);
    for (form, text) in forms(decoy) {
        let around = [b"before ".as_slice(), &text, b" after"].concat();
        let found = leaks.in_bytes(&around);
        assert!(found.iter().any(|name| name.contains(form)), "{form}: {found:?}");
    }
    for before in ["", "a", "ab", "abc"] {
        let text = base64(format!("{before}{decoy} and more").as_bytes());
        assert!(!leaks.in_bytes(text.as_bytes()).is_empty(), "after {before:?}");
    }
    let cut = &decoy.as_bytes()[..decoy.len() - 3];
    assert!(!leaks.in_bytes(cut).is_empty(), "a cut secret");
    assert!(leaks.in_bytes(b"nothing of the kind, k\"7+/= and 0123456789 alone").is_empty());

    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("inner")).unwrap();
    std::fs::write(folder.path().join("inner/clean"), "nothing").unwrap();
    assert!(leaks.under(folder.path()).is_empty());
    std::fs::write(folder.path().join("inner/dirty"), format!("a{decoy}b")).unwrap();
    assert_eq!(leaks.under(folder.path()).len(), 1);
}
