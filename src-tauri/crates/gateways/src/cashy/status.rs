//! The gateway's words for where an order stands (A5).

use orders::{Direction, ReportedStatus};

/// What a status word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// A documented word.
    Means(ReportedStatus),
    /// A documented word whose meaning depends on the kind of order, which is not known here.
    DependsOnKind,
    /// A word that no document lists for this kind of order: the last known status stands.
    Undocumented,
}

/// Reads a status word for a kind of order; `None` where a callback does not tell the kind.
pub(super) fn read(word: &str, direction: Option<Direction>) -> Word {
    use ReportedStatus::{Failed, Pending, Processing, Succeeded};
    match (word.trim().to_ascii_uppercase().as_str(), direction) {
        ("SUCCESS", _) => Word::Means(Succeeded),
        ("FAIL", _) => Word::Means(Failed),
        ("PAYING", Some(Direction::Collect)) => Word::Means(Pending),
        ("PAYING", None) => Word::DependsOnKind,
        ("PROCESSING" | "WAITING" | "PAYING", Some(Direction::Payout)) | ("PROCESSING" | "WAITING", None) => {
            Word::Means(Processing)
        }
        ("CANCEL", Some(Direction::Payout) | None) => Word::Means(Failed),
        _ => Word::Undocumented,
    }
}

#[cfg(test)]
mod tests {
    use super::{Word, read};
    use orders::Direction::{Collect, Payout};
    use orders::ReportedStatus::{Failed, Pending, Processing, Succeeded};

    #[test]
    fn a05_every_documented_word() {
        for (word, payout, collect) in [
            ("PROCESSING", Word::Means(Processing), Word::Undocumented),
            ("WAITING", Word::Means(Processing), Word::Undocumented),
            ("PAYING", Word::Means(Processing), Word::Means(Pending)),
            ("SUCCESS", Word::Means(Succeeded), Word::Means(Succeeded)),
            ("FAIL", Word::Means(Failed), Word::Means(Failed)),
            ("CANCEL", Word::Means(Failed), Word::Undocumented),
            ("REFUND", Word::Undocumented, Word::Undocumented),
            ("", Word::Undocumented, Word::Undocumented),
        ] {
            assert_eq!(read(word, Some(Payout)), payout, "{word}");
            assert_eq!(read(word, Some(Collect)), collect, "{word}");
        }
        assert_eq!(read("PAYING", None), Word::DependsOnKind);
        assert_eq!(read(" success ", None), Word::Means(Succeeded));
    }
}
