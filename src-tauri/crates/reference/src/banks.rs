//! Mexican banks and other SPEI participants by the first three digits of a CLABE.
//!
//! A snapshot (`data/mx_bank_codes.csv`; its first line names the sources): a code that is not here is a
//! warning, never an error, and the gateway's own bank query outranks it.

use std::sync::LazyLock;

use crate::ascii;

/// What our sources say about a bank code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BankStatus {
    /// In the central bank's list of September 2026.
    Current,
    /// Was in older lists; its CLABEs may be dead.
    Past,
    /// A bank's second SPEI participant, named by gateways only; no CLABE begins with it.
    Secondary,
    /// Exists in a test environment only.
    Test,
}

/// A Mexican bank or other SPEI participant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MexicanBank {
    /// Three digits, as a CLABE begins.
    pub code: &'static str,
    /// The central bank's short name.
    pub short_name: &'static str,
    /// The five-digit SPEI key, when known.
    pub spei_key: Option<&'static str>,
    /// The names that the CashFast document gives to it (§5.8); often none or one, sometimes two.
    pub document_names: Vec<&'static str>,
    /// How far the entry can be relied upon.
    pub status: BankStatus,
    /// A remark in English (former names); empty when there is none.
    pub note: &'static str,
}

const TABLE: &str = include_str!("../data/mx_bank_codes.csv");

static BANKS: LazyLock<Vec<MexicanBank>> = LazyLock::new(|| TABLE.lines().filter_map(read_row).collect());

/// Every known bank, ordered by code.
#[must_use]
pub fn mexico() -> &'static [MexicanBank] {
    &BANKS
}

/// The bank with these three digits.
#[must_use]
pub fn by_code(code: &str) -> Option<&'static MexicanBank> {
    let at = BANKS.binary_search_by(|bank| bank.code.cmp(code)).ok()?;
    BANKS.get(at)
}

/// The bank with this name, the central bank's or the CashFast document's; letter case, accents and outer
/// spaces do not matter. Where a name is a current and a past bank's, the current one is meant.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static MexicanBank> {
    let wanted = fold(name)?;
    let named = |bank: &&MexicanBank| {
        std::iter::once(&bank.short_name)
            .chain(&bank.document_names)
            .any(|name| name.eq_ignore_ascii_case(&wanted))
    };
    let found = || BANKS.iter().filter(named);
    found().find(|bank| bank.status == BankStatus::Current).or_else(|| found().next())
}

fn fold(name: &str) -> Option<String> {
    let plain = ascii::transliterate(name)?;
    let trimmed = plain.trim();
    if trimmed.is_empty() { None } else { Some(trimmed.to_owned()) }
}

/// One line of the table; `None` for the comment, the heading and anything malformed (a test counts the rows).
fn read_row(line: &'static str) -> Option<MexicanBank> {
    if line.starts_with('#') {
        return None;
    }
    // The note is the last field and may itself hold commas.
    let mut fields = line.splitn(6, ',');
    let code =
        fields.next().filter(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some(MexicanBank {
        code,
        short_name: fields.next()?,
        spei_key: fields.next().filter(|key| !key.is_empty()),
        document_names: fields.next()?.split('|').filter(|name| !name.is_empty()).collect(),
        status: match fields.next()? {
            "current" => BankStatus::Current,
            "past" => BankStatus::Past,
            "secondary" => BankStatus::Secondary,
            "test" => BankStatus::Test,
            _ => return None,
        },
        note: fields.next()?,
    })
}
