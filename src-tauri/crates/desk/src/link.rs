//! Which links may be opened in the person's browser (S7).
//!
//! A gateway's text is a stranger's text. What is opened is never that text but the parsed and re-serialised address,
//! so that what was checked and what is opened are the same thing.

use idna::domain_to_unicode;
use url::{Host, Url};

/// Longer links than this are not opened.
pub const LINK_BYTES_MAX: usize = 2048;

/// Why a link is not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkRefusal {
    /// It is longer than [`LINK_BYTES_MAX`].
    #[error("the link is too long")]
    TooLong,
    /// It contains control characters, spaces, invisible or direction-changing characters, or backslashes.
    #[error("the link contains hidden or misleading characters")]
    HiddenCharacters,
    /// It is not a plain `http://` or `https://` address.
    #[error("the link is not a web address")]
    NotWeb,
    /// It carries a user name or a password, mostly to make it look like another host's.
    #[error("the link carries a user name")]
    UserInfo,
    /// Its host is missing, or written so that it looks like something else.
    #[error("the link's host is written in a misleading way")]
    OddHost,
    /// Its host mixes alphabets that look alike.
    #[error("the link's host mixes alphabets")]
    MixedScripts,
}

/// The address behind a gateway's text, if it may be opened.
///
/// # Errors
/// [`LinkRefusal`] with the first reason found.
pub fn safe_link(text: &str) -> Result<Url, LinkRefusal> {
    if text.len() > LINK_BYTES_MAX {
        return Err(LinkRefusal::TooLong);
    }
    if text.chars().any(is_misleading) {
        return Err(LinkRefusal::HiddenCharacters);
    }
    let authority = authority(text).ok_or(LinkRefusal::NotWeb)?;
    let url = Url::parse(text).map_err(|_| LinkRefusal::OddHost)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(LinkRefusal::NotWeb);
    }
    if authority.contains('@') || !url.username().is_empty() || url.password().is_some() {
        return Err(LinkRefusal::UserInfo);
    }
    check_host(&url, authority)?;
    if url.as_str().len() > LINK_BYTES_MAX {
        return Err(LinkRefusal::TooLong);
    }
    Ok(url)
}

/// What stands between `://` and the path, when the text begins with `http://` or `https://` and a host follows at once.
fn authority(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    rest.split(['/', '?', '#']).next().filter(|authority| !authority.is_empty())
}

fn check_host(url: &Url, authority: &str) -> Result<(), LinkRefusal> {
    // Percent signs in a host are decoded by parsers: nobody writes an honest host that way.
    if authority.contains('%') || authority.ends_with(':') {
        return Err(LinkRefusal::OddHost);
    }
    match url.host().ok_or(LinkRefusal::OddHost)? {
        // `2130706433`, `0x7f.1` and `0177.0.0.1` all become 127.0.0.1: only the plain spelling is honest.
        Host::Ipv4(address) => {
            let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
            if host == address.to_string() { Ok(()) } else { Err(LinkRefusal::OddHost) }
        }
        Host::Ipv6(_) => Ok(()),
        Host::Domain(domain) => check_domain(domain),
    }
}

fn check_domain(domain: &str) -> Result<(), LinkRefusal> {
    let (readable, verdict) = domain_to_unicode(domain);
    let labels_fit = domain.split('.').all(|label| label.len() <= 63 && !label.starts_with('-'));
    let ends_in_dot = domain.ends_with('.') || domain.contains("..");
    if verdict.is_err() || domain.len() > 253 || !labels_fit || ends_in_dot {
        return Err(LinkRefusal::OddHost);
    }
    if readable.chars().any(is_misleading) {
        return Err(LinkRefusal::HiddenCharacters);
    }
    for label in readable.split('.') {
        let mut scripts = label.chars().filter_map(script);
        if let Some(first) = scripts.next()
            && scripts.any(|next| next != first)
        {
            return Err(LinkRefusal::MixedScripts);
        }
    }
    // A whole label in letters that look Latin (“аррӏе.com”) misleads although it is of one alphabet.
    let lookalike = readable.chars().filter_map(script).any(Script::looks_latin);
    let latin = readable.chars().any(|c| c.is_ascii_alphabetic());
    if lookalike && latin { Err(LinkRefusal::MixedScripts) } else { Ok(()) }
}

/// Characters that hide something or turn the reading direction, and those that parsers silently change.
fn is_misleading(c: char) -> bool {
    c.is_control()
        || c.is_whitespace()
        || matches!(c, '\\' | '"' | '<' | '>' | '`' | '^' | '|' | '{' | '}')
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
        // Full-width letters and look-alike dots and slashes become ASCII in a host.
        || matches!(c, '\u{ff01}'..='\u{ff5e}' | '\u{2024}' | '\u{3002}' | '\u{ff61}' | '\u{2044}' | '\u{2215}' | '\u{29f8}')
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Cherokee,
    EastAsian,
    /// Any other, told apart by its block of 256 code points.
    Other(u32),
}

impl Script {
    const fn looks_latin(self) -> bool {
        match self {
            Self::Greek | Self::Cyrillic | Self::Armenian | Self::Cherokee => true,
            Self::Latin | Self::EastAsian | Self::Other(_) => false,
        }
    }
}

/// The script of a letter; `None` for digits, hyphens and marks, which belong to every script.
fn script(c: char) -> Option<Script> {
    if !c.is_alphabetic() {
        return None;
    }
    Some(match u32::from(c) {
        0x41..=0x24f | 0x1e00..=0x1eff => Script::Latin,
        0x370..=0x3ff | 0x1f00..=0x1fff => Script::Greek,
        0x400..=0x52f | 0x1c80..=0x1c8f | 0x2de0..=0x2dff | 0xa640..=0xa69f => Script::Cyrillic,
        0x530..=0x58f => Script::Armenian,
        0x13a0..=0x13ff | 0xab70..=0xabbf => Script::Cherokee,
        0x2e80..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0x20000..=0x3ffff => Script::EastAsian,
        code => Script::Other(code >> 8),
    })
}

#[cfg(test)]
#[path = "link_tests.rs"]
mod tests;
