//! Values out of a fixed list: statuses, directions, products, flags, marks, and what an order can have.

use orders::{Direction, Flag, Product, Status};
use serde::{Deserialize, Serialize};

use crate::digits::plain;
use crate::near::nearest;

/// A value of `status:`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum StatusWord {
    /// One status.
    One(Status),
    /// Several at once.
    Group(StatusGroup),
}

/// Statuses that are looked for together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusGroup {
    /// Every status that is not final ([`Status::is_final`]).
    Open,
    /// Every final status.
    Final,
}

impl StatusWord {
    /// The statuses that it stands for.
    #[must_use]
    pub fn statuses(self) -> Vec<Status> {
        let with_end =
            |end: bool| Status::ALL.into_iter().filter(|status| status.is_final() == end).collect();
        match self {
            Self::One(status) => vec![status],
            Self::Group(StatusGroup::Open) => with_end(false),
            Self::Group(StatusGroup::Final) => with_end(true),
        }
    }
}

/// A value of `is:`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Something about it waits for a person.
    NeedsPerson,
    /// A person starred it.
    Starred,
    /// It carries a flag of any kind, seen or not.
    Flagged,
    /// Its success may still be turned round.
    Provisional,
}

/// A value of `has:`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attachment {
    /// A note that a person wrote.
    Note,
    /// A label.
    Label,
    /// A callback about it.
    Callback,
    /// Evidence with which a person settled it.
    Evidence,
}

/// A type whose values are words out of a fixed list.
pub trait FixedWord: Copy + PartialEq + 'static {
    /// Every value in the order in which they are offered.
    fn every() -> Vec<Self>;
    /// How it is written.
    fn word(self) -> &'static str;
    /// Other words that are read as well: what is stored, what the window shows, what comes naturally.
    fn others(self) -> &'static [&'static str] {
        &[]
    }

    /// The value that was typed; case, width, and the difference between a space, dash and underscore do not matter.
    fn read(text: &str) -> Option<Self> {
        let word = spelled(text);
        Self::every()
            .into_iter()
            .find(|value| value.word() == word || value.others().contains(&word.as_str()))
    }

    /// The word that was probably meant.
    fn meant(text: &str) -> Option<String> {
        let every = Self::every();
        nearest(&spelled(text), every.iter().map(|value| value.word())).map(str::to_owned)
    }
}

fn spelled(text: &str) -> String {
    plain(text).to_lowercase().replace([' ', '-'], "_")
}

impl FixedWord for StatusWord {
    fn every() -> Vec<Self> {
        let groups = [Self::Group(StatusGroup::Open), Self::Group(StatusGroup::Final)];
        groups.into_iter().chain(Status::ALL.into_iter().map(Self::One)).collect()
    }

    /// The words that people see in the window, which for two statuses are not those that are stored.
    fn word(self) -> &'static str {
        match self {
            Self::Group(StatusGroup::Open) => "open",
            Self::Group(StatusGroup::Final) => "final",
            Self::One(Status::Pending) => "waiting",
            Self::One(Status::Abandoned) => "given_up",
            Self::One(status) => status.as_str(),
        }
    }

    fn others(self) -> &'static [&'static str] {
        match self {
            Self::One(Status::Pending) => &["pending"],
            Self::One(Status::Abandoned) => &["abandoned"],
            Self::One(Status::Cancelled) => &["canceled"],
            Self::One(_) | Self::Group(_) => &[],
        }
    }
}

impl FixedWord for Direction {
    fn every() -> Vec<Self> {
        vec![Self::Collect, Self::Payout]
    }

    fn word(self) -> &'static str {
        self.as_str()
    }

    fn others(self) -> &'static [&'static str] {
        match self {
            Self::Collect => &["in"],
            Self::Payout => &["out"],
        }
    }
}

impl FixedWord for Product {
    fn every() -> Vec<Self> {
        vec![Self::Collect, Self::CashierDesk, Self::Payout]
    }

    fn word(self) -> &'static str {
        match self {
            Self::CashierDesk => "cashier_page",
            Self::Collect | Self::Payout => self.as_str(),
        }
    }

    fn others(self) -> &'static [&'static str] {
        match self {
            Self::CashierDesk => &["cashier_desk", "cashier"],
            Self::Collect => &["collect_order"],
            Self::Payout => &[],
        }
    }
}

impl FixedWord for Flag {
    fn every() -> Vec<Self> {
        Self::ALL.to_vec()
    }

    fn word(self) -> &'static str {
        self.as_str()
    }
}

impl FixedWord for Mark {
    fn every() -> Vec<Self> {
        vec![Self::NeedsPerson, Self::Starred, Self::Flagged, Self::Provisional]
    }

    fn word(self) -> &'static str {
        match self {
            Self::NeedsPerson => "needs_person",
            Self::Starred => "starred",
            Self::Flagged => "flagged",
            Self::Provisional => "provisional",
        }
    }

    fn others(self) -> &'static [&'static str] {
        match self {
            Self::NeedsPerson => &["needs_a_person"],
            Self::Starred | Self::Flagged | Self::Provisional => &[],
        }
    }
}

impl FixedWord for Attachment {
    fn every() -> Vec<Self> {
        vec![Self::Note, Self::Label, Self::Callback, Self::Evidence]
    }

    fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Label => "label",
            Self::Callback => "callback",
            Self::Evidence => "evidence",
        }
    }

    fn others(self) -> &'static [&'static str] {
        match self {
            Self::Note => &["notes"],
            Self::Label => &["labels"],
            Self::Callback => &["callbacks"],
            Self::Evidence => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Attachment, FixedWord, Mark, StatusWord};
    use orders::{Direction, Flag, Product, Status};
    use std::collections::BTreeSet;
    use std::fmt::Debug;

    fn every_word_is_its_own<T: FixedWord + Debug>() {
        let mut seen = BTreeSet::new();
        for value in T::every() {
            assert_eq!(T::read(value.word()), Some(value));
            for word in [value.word()].iter().chain(value.others()) {
                assert!(seen.insert(*word), "{word} twice");
            }
        }
    }

    #[test]
    fn no_word_stands_for_two_values() {
        every_word_is_its_own::<StatusWord>();
        every_word_is_its_own::<Direction>();
        every_word_is_its_own::<Product>();
        every_word_is_its_own::<Flag>();
        every_word_is_its_own::<Mark>();
        every_word_is_its_own::<Attachment>();
    }

    #[test]
    fn stored_words_and_shown_words_are_both_read() {
        for status in Status::ALL {
            assert_eq!(StatusWord::read(status.as_str()), Some(StatusWord::One(status)));
        }
        assert_eq!(StatusWord::read("Not sent"), Some(StatusWord::One(Status::NotSent)));
        assert_eq!(StatusWord::read("ＧＩＶＥＮ-up"), Some(StatusWord::One(Status::Abandoned)));
        assert_eq!(StatusWord::meant("returnd").as_deref(), Some("returned"));
    }

    #[test]
    fn open_and_final_share_out_every_status() {
        let both: BTreeSet<Status> =
            StatusWord::every().into_iter().take(2).flat_map(StatusWord::statuses).collect();
        assert_eq!(both.len(), Status::ALL.len());
    }
}
