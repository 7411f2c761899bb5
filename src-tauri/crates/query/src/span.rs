//! Where something stands in the text.

use serde::{Deserialize, Serialize};

/// A stretch of the text in bytes of UTF-8, on character boundaries, the end not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

impl Span {
    /// What stands there; nothing when the span is not one of this text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// The same stretch counted in UTF-16 units, as the window's own strings count.
    #[must_use]
    pub fn in_utf16(self, text: &str) -> Self {
        let units = |end: usize| text.get(..end).unwrap_or_default().encode_utf16().count();
        Self { start: units(self.start), end: units(self.end) }
    }
}

/// The byte at which the UTF-16 unit `units` begins: where the window's cursor stands in UTF-8.
///
/// Beyond the end it is the end; in the middle of a character it is the character's begin.
#[must_use]
pub fn byte_of_utf16(text: &str, units: usize) -> usize {
    let mut passed = 0;
    for (at, c) in text.char_indices() {
        passed += c.len_utf16();
        if passed > units {
            return at;
        }
    }
    text.len()
}
