//! Who pays and is paid. A person is made anew from seed and index each time, and is always the same.

use reference::{ascii, clabe};

use crate::lists::{
    EMAIL_HOSTS, MX_BANKS, MX_GIVEN, MX_SURNAMES, TH_BANKS, TH_GIVEN, TH_SURNAMES, TZ_GIVEN, TZ_SURNAMES,
    ZH_GIVEN, ZH_SURNAMES,
};
use crate::market::DemoMarket;
use crate::random::Random;

/// Somebody with an account.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) account_no: String,
    /// The market's value for the kind of account.
    pub(crate) account_kind: &'static str,
    /// The bank as it is sent to the gateway; none for wallets.
    pub(crate) bank: Option<String>,
    /// The wallet's operator, in Tanzania.
    pub(crate) operator: Option<&'static str>,
    pub(crate) phone: String,
    pub(crate) email: String,
    pub(crate) document_number: String,
}

/// How Tanzanian operators are told: the market's value, the name, prefixes as `reference::phone` knows them.
const OPERATORS: [(&str, &str, [&str; 3], u64); 4] = [
    ("3", "Vodacom", ["74", "75", "76"], 40),
    ("1", "Tigo", ["71", "65", "67"], 28),
    ("0", "Airtel", ["78", "68", "69"], 22),
    ("2", "Halotel", ["62", "61", "63"], 10),
];
/// City codes of CLABEs: Mexico City, Guadalajara, Monterrey, Puebla, Tijuana, Mérida, León, Querétaro.
const CITIES: [&str; 8] = ["180", "320", "580", "650", "027", "910", "225", "680"];

impl Person {
    /// The market's person with this index.
    pub(crate) fn of(market: DemoMarket, seed: u64, index: u64) -> Self {
        let country = match market {
            DemoMarket::CashFastMx | DemoMarket::CashyMx => 1,
            DemoMarket::CashyTz => 2,
            DemoMarket::CashyTh => 3,
        };
        let mut random = Random::new(seed, country << 48 | index);
        let name = name(market, &mut random);
        let email = email(&name, &mut random);
        match market {
            DemoMarket::CashFastMx | DemoMarket::CashyMx => mexican(market, name, email, &mut random),
            DemoMarket::CashyTz => tanzanian(name, email, &mut random),
            DemoMarket::CashyTh => thai(name, email, &mut random),
        }
    }
}

fn join(parts: &[Option<&&'static str>], between: &str) -> String {
    parts.iter().filter_map(|part| part.copied()).collect::<Vec<_>>().join(between)
}

fn name(market: DemoMarket, random: &mut Random) -> String {
    if random.permille(25) {
        return join(&[random.pick(&ZH_SURNAMES), random.pick(&ZH_GIVEN)], "");
    }
    match market {
        DemoMarket::CashFastMx | DemoMarket::CashyMx => {
            let surnames = [random.pick(&MX_SURNAMES), random.pick(&MX_SURNAMES)];
            let second = if random.permille(250) { random.pick(&MX_GIVEN) } else { None };
            let full = join(&[random.pick(&MX_GIVEN), second, surnames[0], surnames[1]], " ");
            // Banks and older systems shout without accents.
            if random.permille(150) {
                ascii::transliterate(&full).unwrap_or(full).to_uppercase()
            } else {
                full
            }
        }
        DemoMarket::CashyTz => {
            let middle = if random.permille(400) { random.pick(&TZ_GIVEN) } else { None };
            join(&[random.pick(&TZ_GIVEN), middle, random.pick(&TZ_SURNAMES)], " ")
        }
        DemoMarket::CashyTh => join(&[random.pick(&TH_GIVEN), random.pick(&TH_SURNAMES)], " "),
    }
}

fn email(name: &str, random: &mut Random) -> String {
    let plain = ascii::transliterate(name).unwrap_or_default().to_lowercase();
    let letters = |word: &str| word.chars().filter(char::is_ascii_alphabetic).collect::<String>();
    let words: Vec<String> = plain.split(' ').map(letters).filter(|word| word.len() > 1).collect();
    let local = match (words.first(), words.last()) {
        (Some(first), Some(last)) if words.len() > 1 => format!("{first}.{last}{}", random.below(1000)),
        _ => format!("user{}", random.between(10_000, 9_999_999)),
    };
    format!("{local}@{}", random.pick(&EMAIL_HOSTS).copied().unwrap_or("example.com"))
}

fn mexican(market: DemoMarket, name: String, email: String, random: &mut Random) -> Person {
    let bank = random.weighted(&MX_BANKS, |bank| bank.weight);
    let has_card = random.permille(120);
    let account_no =
        if has_card { card(random) } else { clabe(bank.map_or("646", |bank| bank.code), random) };
    let (account_kind, bank) = match market {
        DemoMarket::CashFastMx => (if has_card { "BANK_CARD" } else { "CLABE" }, bank.map(|bank| bank.name)),
        DemoMarket::CashyMx | DemoMarket::CashyTz | DemoMarket::CashyTh => {
            (if has_card { "3" } else { "40" }, bank.map(|bank| bank.cashy_id))
        }
    };
    let area = *random.pick(&["55", "33", "81", "22", "66", "99"]).unwrap_or(&"55");
    Person {
        name,
        account_no,
        account_kind,
        bank: bank.map(str::to_owned),
        operator: None,
        phone: format!("{area}{}", random.digits(8)),
        email,
        document_number: random.digits(18),
    }
}

/// A CLABE with the right check digit.
pub(crate) fn clabe(bank: &str, random: &mut Random) -> String {
    let city = random.pick(&CITIES).copied().unwrap_or("180");
    let body = format!("{bank}{city}{:011}", random.below(100_000_000_000));
    let check = clabe::check_digit(&body).unwrap_or_default();
    format!("{body}{check}")
}

/// A card number with the right check digit: of the two ending digits that are tried, one in ten passes.
fn card(random: &mut Random) -> String {
    let body =
        format!("{}{}", random.pick(&["415231", "557910", "426808"]).unwrap_or(&"415231"), random.digits(9));
    let numbers = (0..10).map(|check| format!("{body}{check}"));
    numbers.into_iter().find(|number| reference::card::luhn(number)).unwrap_or(body)
}

fn tanzanian(name: String, email: String, random: &mut Random) -> Person {
    let found = random.weighted(&OPERATORS, |(.., weight)| *weight);
    let (account_kind, operator, prefixes, _) = *found.unwrap_or(&OPERATORS[0]);
    let prefix = random.pick(&prefixes).copied().unwrap_or("74");
    let national = format!("{prefix}{}", random.digits(7));
    Person {
        name,
        phone: format!("255{national}"),
        account_no: national,
        account_kind,
        bank: None,
        operator: Some(operator),
        email,
        document_number: format!("19{}", random.digits(18)),
    }
}

fn thai(name: String, email: String, random: &mut Random) -> Person {
    let bank = random.weighted(&TH_BANKS, |bank| bank.weight);
    let begins = random.pick(&["06", "08", "09"]).copied().unwrap_or("08");
    Person {
        name,
        account_no: random.digits(bank.map_or(10, |bank| bank.digits)),
        account_kind: "3",
        bank: bank.map(|bank| bank.cashy_id.to_owned()),
        operator: None,
        phone: format!("{begins}{}", random.digits(8)),
        email,
        document_number: random.digits(13),
    }
}

/// The name of the bank behind a payer's code, as gateways show it.
pub(crate) fn bank_of_code(market: DemoMarket, random: &mut Random) -> Option<String> {
    match market {
        DemoMarket::CashFastMx | DemoMarket::CashyMx => {
            random.weighted(&MX_BANKS, |bank| bank.weight).map(|bank| bank.name.to_owned())
        }
        DemoMarket::CashyTh => {
            random.weighted(&TH_BANKS, |bank| bank.weight).map(|bank| bank.code.to_owned())
        }
        DemoMarket::CashyTz => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Person;
    use crate::market::DemoMarket;
    use reference::{card, clabe, phone};

    #[test]
    fn people_are_the_same_each_time_and_their_accounts_are_right() {
        for market in DemoMarket::ALL {
            for index in 0..300 {
                let person = Person::of(market, 42, index);
                assert_eq!(format!("{person:?}"), format!("{:?}", Person::of(market, 42, index)));
                assert!(person.email.contains('@') && !person.name.is_empty());
                match market {
                    DemoMarket::CashyTz => {
                        let read = phone::tanzania(&person.account_no).unwrap();
                        assert_eq!(read.operator.map(|it| it.name()), person.operator);
                    }
                    DemoMarket::CashyTh => assert!(phone::thailand(&person.phone).is_ok(), "{person:?}"),
                    DemoMarket::CashFastMx | DemoMarket::CashyMx if person.account_no.len() == 16 => {
                        assert!(card::luhn(&person.account_no));
                    }
                    DemoMarket::CashFastMx | DemoMarket::CashyMx => {
                        let read = clabe::read(&person.account_no).unwrap();
                        assert!(read.check_digit_ok && read.bank.is_some());
                    }
                }
            }
        }
    }

    #[test]
    fn short_chinese_names_exist() {
        let names = (0..2000).map(|index| Person::of(DemoMarket::CashyTh, 1, index).name);
        let short: Vec<String> = names.filter(|name| name.chars().count() == 2).collect();
        assert!(!short.is_empty());
    }
}
