//! The words that people and consoles write: titles, statuses, kinds of order, months, currencies. All of it is in `data/`.

use std::collections::HashMap;
use std::sync::LazyLock;

use gateways::Family;
use money::Currency;
use orders::{Direction, Product, Status};

use crate::mapping::Field;

const TITLES: &str = include_str!("../data/headers.txt");
const STATUSES: &str = include_str!("../data/statuses.txt");
const PRODUCTS: &str = include_str!("../data/products.txt");
const MONTHS: &str = include_str!("../data/months.txt");
const CURRENCIES: &str = include_str!("../data/currencies.txt");

/// What is compared: letters and digits alone, folded. `Order No.` and `orderNo` are the same.
pub(crate) fn compact(text: &str) -> String {
    ledger::fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Lines `head: word | word`, without comments.
fn lines(data: &'static str) -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    data.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        // Some heads and words hold a colon (`zone +08:00`): the one before the words has a space behind it.
        let (head, words) = line.split_once(": ")?;
        Some((head.trim(), words.split(" | ").map(str::trim).filter(|word| !word.is_empty()).collect()))
    })
}

/// A field that a title may mean, and whether the title says so clearly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) field: Field,
    pub(crate) clear: bool,
}

static TITLE_WORDS: LazyLock<HashMap<String, Vec<Meaning>>> = LazyLock::new(|| {
    let mut found: HashMap<String, Vec<Meaning>> = HashMap::new();
    for (head, words) in lines(TITLES) {
        let clear = !head.ends_with('~');
        let Some(field) = Field::from_word(head.trim_end_matches('~')) else { continue };
        for word in words {
            found.entry(compact(word)).or_default().push(Meaning { field, clear });
        }
    }
    found
});

/// What a column of this title may be. What stands in brackets (`Amount (MXN)`) is passed over.
pub(crate) fn fields_of_title(title: &str) -> &'static [Meaning] {
    let whole = TITLE_WORDS.get(&compact(title));
    let found = whole.or_else(|| {
        let (main, _) = title.split_once(['(', '（', '[', '【'])?;
        TITLE_WORDS.get(&compact(main))
    });
    found.map_or(&[], Vec::as_slice)
}

/// A reading of a status word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StatusWord {
    pub(crate) status: Status,
    /// Whether it is taken without asking.
    pub(crate) sure: bool,
}

/// Which gateways, which orders.
type Scope = (Option<Family>, Option<Direction>);

static STATUS_WORDS: LazyLock<HashMap<String, Vec<(Scope, StatusWord)>>> = LazyLock::new(|| {
    let mut found: HashMap<String, Vec<(Scope, StatusWord)>> = HashMap::new();
    for (head, words) in lines(STATUSES) {
        let mut parts = head.split(' ');
        let scope = (family(parts.next()), direction(parts.next()));
        let Some(status) = parts.next().and_then(Status::from_word) else { continue };
        let sure = parts.next() == Some("sure");
        for word in words {
            found.entry(compact(word)).or_default().push((scope, StatusWord { status, sure }));
        }
    }
    found
});

fn family(word: Option<&str>) -> Option<Family> {
    match word {
        Some("cashy") => Some(Family::Cashy),
        Some("cashfast") => Some(Family::CashFast),
        Some(_) | None => None,
    }
}

fn direction(word: Option<&str>) -> Option<Direction> {
    match word {
        Some("collect") => Some(Direction::Collect),
        Some("payout") => Some(Direction::Payout),
        Some(_) | None => None,
    }
}

/// What a status word says at this family of gateways, for an order of this direction.
pub(crate) fn status(word: &str, at: Family, of: Direction) -> Option<StatusWord> {
    let readings = STATUS_WORDS.get(&compact(word))?;
    let fits = |asked: &Scope| asked.0.is_none_or(|family| family == at) && asked.1.is_none_or(|it| it == of);
    // The gateway's own word first, then words for this direction.
    let closeness = |scope: &Scope| (scope.0.is_some(), scope.1.is_some());
    readings
        .iter()
        .filter(|(scope, _)| fits(scope))
        .max_by_key(|(scope, _)| closeness(scope))
        .map(|(_, it)| *it)
}

static PRODUCT_WORDS: LazyLock<Vec<(Option<Family>, Product, &'static str)>> = LazyLock::new(|| {
    let mut found = Vec::new();
    for (head, words) in lines(PRODUCTS) {
        let (scope, name) =
            head.split_once(' ').map_or((None, head), |(scope, name)| (family(Some(scope)), name));
        let Some(product) = Product::from_word(name) else { continue };
        found.extend(words.into_iter().map(|word| (scope, product, word)));
    }
    found
});

/// What kind of order a word means at this family of gateways.
pub(crate) fn product(word: &str, at: Family) -> Option<Product> {
    let wanted = compact(word);
    let fits = |scope: &Option<Family>| scope.is_none_or(|family| family == at);
    let found = PRODUCT_WORDS
        .iter()
        .filter(|(scope, _, known)| fits(scope) && !known.starts_with('^') && compact(known) == wanted)
        .max_by_key(|(scope, ..)| scope.is_some());
    found.map(|(_, product, _)| *product)
}

/// What kind of order a gateway's number belongs to, by how the gateways begin theirs.
pub(crate) fn product_of_gateway_number(number: &str) -> Option<Product> {
    let begins = |word: &str| word.strip_prefix('^').is_some_and(|start| number.starts_with(start));
    PRODUCT_WORDS.iter().find(|(_, _, word)| begins(word)).map(|(_, product, _)| *product)
}

/// What a file's name says of the kind of its orders: `payouts-2026-11.csv`, `代付订单.xlsx`.
pub(crate) fn product_of_file_name(name: &str) -> Option<Product> {
    let name = compact(name);
    let telling = PRODUCT_WORDS.iter().filter(|(scope, _, word)| scope.is_none() && !word.starts_with('^'));
    let mut found = telling.filter(|(_, _, word)| {
        let word = compact(word);
        let is_long = if word.is_ascii() { word.len() >= 6 } else { word.chars().count() >= 2 };
        is_long && name.contains(&word)
    });
    let first = found.next().map(|(_, product, _)| *product)?;
    found.all(|(_, product, _)| *product == first).then_some(first)
}

/// What a word in a date means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateWord {
    Month(i8),
    Noise,
    Morning,
    Afternoon,
}

static DATE_WORDS: LazyLock<HashMap<String, DateWord>> = LazyLock::new(|| {
    let mut found = HashMap::new();
    for (head, words) in lines(MONTHS) {
        let meaning = match head {
            "noise" => DateWord::Noise,
            "am" => DateWord::Morning,
            "pm" => DateWord::Afternoon,
            month => match month.parse() {
                Ok(month) => DateWord::Month(month),
                Err(_) => continue,
            },
        };
        found.extend(words.into_iter().map(|word| (compact(word), meaning)));
    }
    found
});

/// What a word between a date's numbers means.
pub(crate) fn date_word(word: &str) -> Option<DateWord> {
    DATE_WORDS.get(&compact(word)).copied()
}

/// The offset that a column's title names by words: `北京时间`, `UTC`.
pub(crate) fn zone_in_title(title: &str) -> Option<&'static str> {
    let title = compact(title);
    lines(MONTHS).find_map(|(head, words)| {
        let zone = head.strip_prefix("zone ")?;
        let named = |word: &&str| {
            let word = compact(word);
            if word.len() > 3 { title.contains(&word) } else { title.ends_with(&word) }
        };
        words.iter().any(named).then_some(zone)
    })
}

/// How a currency is written, longest first, so that `MX$` is not taken for `$`.
static CURRENCY_WORDS: LazyLock<Vec<(String, Vec<String>)>> = LazyLock::new(|| {
    let spellings = |words: Vec<&str>| {
        let mut words: Vec<String> = words.into_iter().map(str::to_lowercase).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words
    };
    lines(CURRENCIES).map(|(code, words)| (code.to_owned(), spellings(words))).collect()
});

/// The spellings of a currency, in lower case, longest first; its code at least.
pub(crate) fn currency_spellings(currency: Currency) -> Vec<String> {
    let known = CURRENCY_WORDS.iter().find(|(code, _)| code == currency.code());
    known.map_or_else(|| vec![currency.code().to_lowercase()], |(_, words)| words.clone())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_line_of_the_data_is_used() {
        for (head, _) in lines(TITLES) {
            assert!(Field::from_word(head.trim_end_matches('~')).is_some(), "{head}");
        }
        for (head, _) in lines(STATUSES) {
            let parts: Vec<&str> = head.split(' ').collect();
            assert!(
                matches!(parts[..], [_, _, status, "sure" | "ask"] if Status::from_word(status).is_some()),
                "{head}"
            );
        }
        assert_eq!(lines(MONTHS).filter(|(head, _)| head.parse::<i8>().is_ok()).count(), 12);
        for data in [TITLES, STATUSES, PRODUCTS, MONTHS, CURRENCIES] {
            let meant = data.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).count();
            assert_eq!(lines(data).count(), meant);
        }
    }

    #[test]
    fn no_title_clearly_means_two_things() {
        for (title, meanings) in TITLE_WORDS.iter() {
            let clear: BTreeSet<Field> = meanings.iter().filter(|it| it.clear).map(|it| it.field).collect();
            assert!(clear.len() <= 1, "{title}: {clear:?}");
        }
    }

    #[test]
    fn no_status_word_contradicts_itself() {
        for (word, readings) in STATUS_WORDS.iter() {
            for (index, (scope, reading)) in readings.iter().enumerate() {
                let again =
                    readings.iter().skip(index + 1).find(|(other, it)| other == scope && it != reading);
                assert_eq!(again, None, "{word}");
            }
        }
    }

    #[test]
    fn gateways_own_words_come_first() {
        let read = |word, at, of| status(word, at, of).map(|it| it.status);
        assert_eq!(read("PAYING", Family::Cashy, Direction::Payout), Some(Status::Processing));
        assert_eq!(read("PAYING", Family::Cashy, Direction::Collect), Some(Status::Pending));
        assert_eq!(read("2", Family::CashFast, Direction::Collect), Some(Status::Succeeded));
        assert_eq!(read("2", Family::CashFast, Direction::Payout), Some(Status::Processing));
        assert_eq!(read("2", Family::Cashy, Direction::Payout), None);
        assert_eq!(read("Éxito", Family::CashFast, Direction::Payout), Some(Status::Succeeded));
        assert_eq!(read("已退款", Family::Cashy, Direction::Payout), Some(Status::Returned));
        assert_eq!(read("สำเร็จ", Family::Cashy, Direction::Collect), Some(Status::Succeeded));
        assert_eq!(read("ไม่สำเร็จ", Family::Cashy, Direction::Collect), Some(Status::Failed));
        assert!(!status("Cancelado", Family::Cashy, Direction::Payout).unwrap().sure);
        assert_eq!(read("frobnicated", Family::Cashy, Direction::Payout), None);
    }

    #[test]
    fn kinds_of_order() {
        assert_eq!(product("Retiro", Family::Cashy), Some(Product::Payout));
        assert_eq!(product("2", Family::CashFast), Some(Product::Payout));
        assert_eq!(product("2", Family::Cashy), None);
        assert_eq!(product_of_gateway_number("PAYDESK2761"), Some(Product::CashierDesk));
        assert_eq!(product_of_gateway_number("8551"), None);
        assert_eq!(product_of_file_name("Payouts 2026-11.csv"), Some(Product::Payout));
        assert_eq!(product_of_file_name("代付订单.xlsx"), Some(Product::Payout));
        assert_eq!(product_of_file_name("history.csv"), None);
        assert_eq!(product_of_file_name("deposits and withdrawals.csv"), None);
    }

    #[test]
    fn zones_in_titles() {
        assert_eq!(zone_in_title("创建时间（北京时间）"), Some("+08:00"));
        assert_eq!(zone_in_title("Created (UTC)"), Some("+00:00"));
        assert_eq!(zone_in_title("Created"), None);
    }
}
