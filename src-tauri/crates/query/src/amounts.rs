//! Amounts and their ranges, as people type them.

use std::fmt;

use money::{Amount, AmountError};
use serde::{Deserialize, Serialize};

use crate::MistakeKind;
use crate::digits::plain;

/// A range of amounts, in whatever currency. Its `Display` is the canonical spelling: `40..60`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "range", rename_all = "snake_case")]
pub enum AmountRange {
    /// Just this: `40`.
    Exactly {
        /// How much.
        amount: Amount,
    },
    /// Both ends included: `40..60`.
    Between {
        /// The least.
        from: Amount,
        /// The most.
        to: Amount,
    },
    /// `40..`, `>=40`.
    AtLeast {
        /// The least.
        amount: Amount,
    },
    /// `..60`, `<=60`.
    AtMost {
        /// The most.
        amount: Amount,
    },
    /// `>40`.
    Over {
        /// Less than the least.
        amount: Amount,
    },
    /// `<60`.
    Under {
        /// More than the most.
        amount: Amount,
    },
}

/// The smallest difference between two amounts.
const STEP: Amount = Amount::from_ten_thousandths(1);

/// Numbers with more digits than this are no amounts, however they are written.
const MOST_DIGITS: usize = 28;

impl AmountRange {
    /// The least and the most that is in the range, both included; none where it has no such end.
    #[must_use]
    pub fn bounds(self) -> (Option<Amount>, Option<Amount>) {
        match self {
            Self::Exactly { amount } => (Some(amount), Some(amount)),
            Self::Between { from, to } => (Some(from), Some(to)),
            Self::AtLeast { amount } => (Some(amount), None),
            Self::AtMost { amount } => (None, Some(amount)),
            // At the very end of what an amount can be there is nothing beyond.
            Self::Over { amount } => (Some(amount.checked_add(STEP).unwrap_or(amount)), None),
            Self::Under { amount } => (None, Some(amount.checked_sub(STEP).unwrap_or(amount))),
        }
    }

    /// Reads what stands after `amount:`.
    pub(crate) fn read(text: &str) -> Result<Self, MistakeKind> {
        let text = plain(text).replace('…', "..").replace("...", "..").replace('≥', ">=").replace('≤', "<=");
        let wrong = || MistakeKind::NotAnAmount { given: text.clone() };
        if let Some(rest) = text.strip_prefix(">=") {
            return Ok(Self::AtLeast { amount: amount(rest)? });
        }
        if let Some(rest) = text.strip_prefix("<=") {
            return Ok(Self::AtMost { amount: amount(rest)? });
        }
        if let Some(rest) = text.strip_prefix('>') {
            return Ok(Self::Over { amount: amount(rest)? });
        }
        if let Some(rest) = text.strip_prefix('<') {
            return Ok(Self::Under { amount: amount(rest)? });
        }
        match text.split_once("..").or_else(|| dashed(&text)) {
            None => Ok(Self::Exactly { amount: amount(text.strip_prefix('=').unwrap_or(&text))? }),
            Some(("", "")) => Err(wrong()),
            Some((from, "")) => Ok(Self::AtLeast { amount: amount(from)? }),
            Some(("", to)) => Ok(Self::AtMost { amount: amount(to)? }),
            Some((from, to)) => {
                let (from, to) = (amount(from)?, amount(to)?);
                if from > to {
                    return Err(MistakeKind::RangeTurned { from: spelled(from), to: spelled(to) });
                }
                Ok(Self::Between { from, to })
            }
        }
    }
}

/// `40-60`: a range too, when a dash stands between two numbers.
fn dashed(text: &str) -> Option<(&str, &str)> {
    let (from, to) = text.split_once(['-', '–', '—'])?;
    let is_number = |part: &str| part.trim().starts_with(|c: char| c.is_ascii_digit());
    (is_number(from) && is_number(to)).then_some((from, to))
}

/// Reads one amount; thousands may be set apart where that leaves one way to read it.
fn amount(text: &str) -> Result<Amount, MistakeKind> {
    let text = text.trim();
    let given = || text.to_owned();
    let wrong = || MistakeKind::NotAnAmount { given: given() };
    let (sign, number) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let clean = number.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',' || c.is_whitespace());
    if !clean || !number.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return Err(wrong());
    }
    let exact = |number: &str| exact(&format!("{sign}{number}"), text);
    let number = ungrouped(number, char::is_whitespace).ok_or_else(wrong)?;
    match (number.matches(',').count(), number.matches('.').count()) {
        (0, 0) => exact(&number),
        (0, 1) => {
            let whole = ungrouped(&number, |c| c == '.');
            match whole.filter(|_| !number.starts_with('0')) {
                Some(whole) => {
                    let readings = vec![exact(&number)?, exact(&whole)?];
                    Err(MistakeKind::AmbiguousAmount { given: given(), readings })
                }
                None => exact(&number),
            }
        }
        (1, 0) => match ungrouped(&number, |c| c == ',').filter(|_| !number.starts_with('0')) {
            Some(whole) => exact(&whole),
            None => {
                let meant = exact(&number.replace(',', "."))?;
                Err(MistakeKind::DecimalComma { given: given(), meant })
            }
        },
        (_, 0) => exact(&ungrouped(&number, |c| c == ',').ok_or_else(wrong)?),
        (0, _) => exact(&ungrouped(&number, |c| c == '.').ok_or_else(wrong)?),
        (_, _) => {
            // The sign that stands last begins the decimals; the other one sets the thousands apart.
            let (whole, decimals) = number.rsplit_once([',', '.']).ok_or_else(wrong)?;
            let point = number.chars().rev().find(|c| matches!(c, ',' | '.'));
            if whole.chars().any(|c| Some(c) == point) {
                return Err(wrong());
            }
            let whole = ungrouped(whole, |c| matches!(c, ',' | '.')).ok_or_else(wrong)?;
            exact(&format!("{whole}.{decimals}"))
        }
    }
}

/// The number without its thousands' separators, when they stand where they belong: `1 000` and `12,345,678`.
fn ungrouped(number: &str, separates: impl Fn(char) -> bool) -> Option<String> {
    let (whole, decimals) = if separates('.') { (number, "") } else { split_at_point(number) };
    let mut groups = whole.split(&separates);
    let first = groups.next()?;
    let mut joined = first.to_owned();
    for group in groups {
        if group.len() != 3 || !group.chars().all(|c| c.is_ascii_digit()) || !(1..=3).contains(&first.len()) {
            return None;
        }
        joined.push_str(group);
    }
    (!decimals.contains(separates)).then(|| joined + decimals)
}

/// What stands before the point, and the rest with it.
fn split_at_point(number: &str) -> (&str, &str) {
    number.find('.').and_then(|at| number.split_at_checked(at)).unwrap_or((number, ""))
}

fn exact(number: &str, given: &str) -> Result<Amount, MistakeKind> {
    let given = given.to_owned();
    Amount::parse(number).map_err(|error| match error {
        // So many digits are more than a decimal number is read with.
        AmountError::NotANumber(_) if number.len() > MOST_DIGITS => MistakeKind::AmountTooLarge { given },
        AmountError::NotANumber(_) => MistakeKind::NotAnAmount { given },
        AmountError::TooManyDecimals(_) => MistakeKind::AmountTooFine { given },
        AmountError::OutOfRange(_) => MistakeKind::AmountTooLarge { given },
    })
}

/// The shortest spelling that can be read in one way only: three decimals would look like thousands.
fn spelled(amount: Amount) -> String {
    let fine = if amount.decimals() == 3 { amount.with_decimals(4) } else { None };
    fine.unwrap_or_else(|| amount.to_string())
}

impl fmt::Display for AmountRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Exactly { amount } => f.write_str(&spelled(amount)),
            Self::Between { from, to } => write!(f, "{}..{}", spelled(from), spelled(to)),
            Self::AtLeast { amount } => write!(f, "{}..", spelled(amount)),
            Self::AtMost { amount } => write!(f, "..{}", spelled(amount)),
            Self::Over { amount } => write!(f, ">{}", spelled(amount)),
            Self::Under { amount } => write!(f, "<{}", spelled(amount)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::AmountRange;
    use crate::MistakeKind;
    use money::Amount;
    use rstest::rstest;

    #[rstest]
    #[case("40", "40")]
    #[case("=40", "40")]
    #[case("40.20", "40.2")]
    #[case(".5", "0.5")]
    #[case("40..60", "40..60")]
    #[case("40...60", "40..60")]
    #[case("40…60", "40..60")]
    #[case("40-60", "40..60")]
    #[case("40–60", "40..60")]
    #[case("1,000-2,000.5", "1000..2000.5")]
    #[case("-5..5", "-5..5")]
    #[case("40..", "40..")]
    #[case("..60", "..60")]
    #[case(">40", ">40")]
    #[case(">=40", "40..")]
    #[case("≥40", "40..")]
    #[case("<60", "<60")]
    #[case("<=60", "..60")]
    #[case("1,000", "1000")]
    #[case("12,345,678", "12345678")]
    #[case("1,000.50", "1000.5")]
    #[case("1.000,50", "1000.5")]
    #[case("1.000.000", "1000000")]
    #[case("1.000.000,5", "1000000.5")]
    #[case("1 000", "1000")]
    #[case("1 000 000.25", "1000000.25")]
    #[case("1.2340", "1.2340")]
    #[case("0.123", "0.1230")]
    #[case("1000.125", "1000.1250")]
    #[case("４０．．６０", "40..60")]
    #[case("๔๐", "40")]
    #[case("40..40", "40..40")]
    fn ranges(#[case] text: &str, #[case] canonical: &str) {
        let range = AmountRange::read(text).unwrap();
        assert_eq!(range.to_string(), canonical);
        assert_eq!(AmountRange::read(canonical), Ok(range));
    }

    #[rstest]
    #[case("")]
    #[case("..")]
    #[case(">")]
    #[case("much")]
    #[case("1e5")]
    #[case("+5")]
    #[case("$40")]
    #[case("--5")]
    #[case("40..x")]
    #[case("40..50..60")]
    #[case(">40..60")]
    #[case("1,00,000")]
    #[case("1.00.000")]
    #[case("1,000.50.2")]
    #[case("1,000,50.2,5")]
    #[case("10 00")]
    #[case("1 000 00")]
    #[case(",5")]
    #[case("4-")]
    fn no_amounts(#[case] text: &str) {
        assert!(matches!(AmountRange::read(text), Err(MistakeKind::NotAnAmount { .. })), "{text}");
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_asked_back() {
        let amount = |text| Amount::parse(text).unwrap();
        assert_eq!(
            AmountRange::read("1.000"),
            Err(MistakeKind::AmbiguousAmount {
                given: "1.000".to_owned(),
                readings: vec![amount("1"), amount("1000")]
            })
        );
        for (given, meant) in
            [("40,5", "40.5"), ("40,50", "40.5"), ("0,500", "0.5"), ("1234,567", "1234.567")]
        {
            let expected = MistakeKind::DecimalComma { given: given.to_owned(), meant: amount(meant) };
            assert_eq!(AmountRange::read(given), Err(expected));
        }
    }

    #[test]
    fn other_mistakes() {
        assert!(matches!(AmountRange::read("0.00001"), Err(MistakeKind::AmountTooFine { .. })));
        assert!(matches!(AmountRange::read(&"9".repeat(30)), Err(MistakeKind::AmountTooLarge { .. })));
        assert_eq!(
            AmountRange::read("60..40"),
            Err(MistakeKind::RangeTurned { from: "60".to_owned(), to: "40".to_owned() })
        );
    }

    #[test]
    fn bounds_are_the_last_amounts_inside() {
        let read = |text| AmountRange::read(text).unwrap().bounds();
        let stored = |units: i64| Some(Amount::from_ten_thousandths(units));
        assert_eq!(read("40..60"), (stored(400_000), stored(600_000)));
        assert_eq!(read(">40"), (stored(400_001), None));
        assert_eq!(read("<60"), (None, stored(599_999)));
        assert_eq!(read("40"), (stored(400_000), stored(400_000)));
    }
}
