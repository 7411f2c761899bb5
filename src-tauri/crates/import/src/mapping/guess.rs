//! A first mapping: by titles, checked against the values; by values alone where a title says nothing.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use gateways::catalogue::Market;
use orders::{Direction, Status};
use serde::Serialize;

use super::profile::Profile;
use super::{DateRule, Field, Mapping, settle};
use crate::reading::{DateOrder, offset};
use crate::{Sheet, words};

/// A proposed mapping, with the reasons and with what a person has to decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Guess {
    /// The mapping.
    pub mapping: Mapping,
    /// Why each column was taken for what it is.
    pub columns: Vec<ColumnGuess>,
    /// Where the zone of times that tell none comes from.
    pub zone_source: ZoneSource,
    /// What a person has to decide or confirm.
    pub questions: Vec<Question>,
}

/// Why a column was taken for a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ColumnGuess {
    /// The column, counted from 0.
    pub column: usize,
    /// The field.
    pub field: Field,
    /// Why.
    pub why: Why,
}

/// Why a column was taken for a field, the surest reason first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Its title says so.
    Title,
    /// Its title may mean that, and no other column says it clearly.
    VagueTitle,
    /// Its values look like it.
    Values,
}

/// Where the zone of times that tell none comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneSource {
    /// The title of the column of dates names it.
    Title,
    /// Nothing does: it is the market's, and a person should know whether the console's is another.
    Market,
}

/// What a person has to decide or confirm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Question {
    /// No column is taken for a field that every order needs.
    FieldMissing {
        /// Which.
        field: Field,
    },
    /// Days like 03/04/2026, and no row that decides.
    DateOrder {
        /// What can come first.
        choices: Vec<DateOrder>,
        /// Such days, out of the file.
        examples: Vec<String>,
        /// Whether some rows say one thing and others another: then no choice reads all of them.
        contradictory: bool,
    },
    /// Date cells among dates as text: day and month of the cells may be exchanged. It stays a question when it is answered,
    /// because nothing in the file shows a wrong answer.
    DateCells {
        /// Such cells, as the spreadsheet shows them.
        cells: Vec<String>,
        /// The texts beside them.
        texts: Vec<String>,
        /// The day of the first such cell, `2026-04-03`.
        as_shown: String,
        /// The same with day and month exchanged.
        exchanged: String,
    },
    /// Sums like 1,234, and no row that decides.
    DecimalMark {
        /// Such sums, out of the file.
        examples: Vec<String>,
        /// Whether some rows say one thing and others another.
        contradictory: bool,
    },
    /// Nothing says what kind of orders these are.
    Product,
    /// A word in the column of kinds is not known.
    ProductWord {
        /// As it stands.
        word: String,
        /// How many rows have it.
        rows: u64,
    },
    /// A status word is not known, or known from elsewhere only.
    Status {
        /// As it stands.
        word: String,
        /// For orders of this direction.
        direction: Direction,
        /// What is proposed.
        proposed: Option<Status>,
        /// How many rows have it.
        rows: u64,
    },
}

/// Proposes a mapping.
#[must_use]
pub fn guess(sheet: &Sheet, market: &Market) -> Guess {
    let profiles: Vec<Profile> =
        (0..sheet.titles().len()).map(|column| Profile::of(sheet, column, market)).collect();
    let mut chosen = Chosen::default();
    chosen.by_title(sheet, &profiles);
    chosen.by_values(&profiles);
    chosen.number_of_last_resort(&profiles);
    let (zone, zone_source) = zone(sheet, market, &chosen);
    let mapping = Mapping {
        columns: chosen.fields.iter().map(|(field, (column, _))| (*field, *column)).collect(),
        dates: DateRule { order: None, zone, cells: None },
        decimals: None,
        product: None,
        statuses: Vec::new(),
    };
    let (mapping, questions) = settle(sheet, market, &mapping);
    let mut columns: Vec<ColumnGuess> = chosen
        .fields
        .iter()
        .map(|(field, (column, why))| ColumnGuess { column: *column, field: *field, why: *why })
        .collect();
    columns.sort_by_key(|guess| guess.column);
    Guess { mapping, columns, zone_source, questions }
}

/// Whether a column's values look like a field's.
type Look = fn(&Profile) -> bool;

#[derive(Default)]
struct Chosen {
    fields: BTreeMap<Field, (usize, Why)>,
}

impl Chosen {
    fn is_free(&self, field: Field, column: usize) -> bool {
        !self.fields.contains_key(&field) && !self.fields.values().any(|(taken, _)| *taken == column)
    }

    fn take(&mut self, field: Field, column: usize, why: Why) {
        if self.is_free(field, column) {
            self.fields.insert(field, (column, why));
        }
    }

    fn by_title(&mut self, sheet: &Sheet, profiles: &[Profile]) {
        let mut candidates: Vec<(Why, Reverse<bool>, usize, Field)> = Vec::new();
        for (column, (title, profile)) in sheet.titles().iter().zip(profiles).enumerate() {
            for meaning in words::fields_of_title(title).iter().filter(|it| agrees(it.field, profile)) {
                let why = if meaning.clear { Why::Title } else { Why::VagueTitle };
                // A gateway's “order number” is its own, whatever a merchant may mean by that.
                if !meaning.clear && meaning.field == Field::Number && profile.are_gateway_numbers() {
                    continue;
                }
                // Of two columns with one meaning the one whose values say so too.
                let supported = (meaning.field == Field::Status && profile.are_statuses())
                    || (meaning.field == Field::GatewayNumber && profile.are_gateway_numbers());
                candidates.push((why, Reverse(supported), column, meaning.field));
            }
        }
        candidates.sort();
        for (why, _, column, field) in candidates {
            self.take(field, column, why);
        }
    }

    fn by_values(&mut self, profiles: &[Profile]) {
        let looks: [(Field, Look); 9] = [
            (Field::GatewayNumber, Profile::are_gateway_numbers),
            (Field::AccountNo, Profile::are_clabes),
            (Field::Email, Profile::are_emails),
            (Field::Status, Profile::are_statuses),
            (Field::Currency, Profile::are_currencies),
            (Field::CreatedAt, |profile| profile.are_times(95)),
            (Field::CompletedAt, |profile| profile.are_times(95)),
            (Field::Number, Profile::are_names_of_rows),
            (Field::Amount, |profile| profile.are_sums(95)),
        ];
        for (field, looks_so) in looks {
            // A second column of times may be anything where the first was found by its title.
            let titled = matches!(self.fields.get(&Field::CreatedAt), Some((_, Why::Title)));
            if field == Field::CompletedAt && titled {
                continue;
            }
            let free = |column: &usize| self.is_free(field, *column);
            let mut alike = profiles.iter().enumerate().filter(|(_, profile)| looks_so(profile));
            if let Some(column) = alike.by_ref().map(|(column, _)| column).find(free) {
                self.take(field, column, Why::Values);
            }
        }
    }

    /// A file with one number for each order calls it “order number”, whoever made it.
    fn number_of_last_resort(&mut self, profiles: &[Profile]) {
        if self.fields.contains_key(&Field::Number) {
            return;
        }
        if let Some((column, why @ (Why::VagueTitle | Why::Values))) =
            self.fields.get(&Field::GatewayNumber).copied()
        {
            self.fields.insert(Field::Number, (column, why));
            let is_gateways = profiles.get(column).is_some_and(Profile::are_gateway_numbers);
            // The gateway's numbers stay known as such: by them an order is found that is in the ledger already.
            if why == Why::VagueTitle && !is_gateways {
                self.fields.remove(&Field::GatewayNumber);
            }
        }
    }
}

/// Whether the values allow what the title says.
fn agrees(field: Field, profile: &Profile) -> bool {
    if profile.is_empty() {
        // An empty column is as good as none, and another may have the values.
        return !Field::REQUIRED.contains(&field);
    }
    match field {
        time if time.is_time() => profile.are_times(50),
        sum if sum.is_sum() => profile.are_sums(50),
        _ => true,
    }
}

/// The zone that the title of the column of dates names: `Created (UTC+8)`; else the market's.
fn zone(sheet: &Sheet, market: &Market, chosen: &Chosen) -> (String, ZoneSource) {
    let column = chosen.fields.get(&Field::CreatedAt).map(|(column, _)| *column);
    let title = column.and_then(|column| sheet.titles().get(column));
    let named = title
        .and_then(|title| numeric_zone(title).or_else(|| words::zone_in_title(title).map(str::to_owned)));
    match named {
        Some(zone) => (zone, ZoneSource::Title),
        None => (market.zone.clone(), ZoneSource::Market),
    }
}

/// `UTC+8`, `GMT-06:00`, `(+07:00)`.
fn numeric_zone(title: &str) -> Option<String> {
    let at = title.rfind(['+', '-', '−'])?;
    let (before, after) = title.split_at_checked(at)?;
    let before = before.trim_end().to_ascii_lowercase();
    if !(before.ends_with("utc") || before.ends_with("gmt") || before.ends_with('(')) {
        return None;
    }
    let sign = if after.starts_with('+') { '+' } else { '-' };
    let figures: String = after.chars().skip(1).take_while(|c| c.is_ascii_digit() || *c == ':').collect();
    let (hours, minutes) = match figures.split_once(':') {
        Some((hours, minutes)) => (hours, minutes),
        None if figures.len() == 4 => figures.split_at_checked(2)?,
        None => (figures.as_str(), "00"),
    };
    let zone = format!("{sign}{hours:0>2}:{minutes:0>2}");
    offset(&zone).map(|_| zone)
}

#[cfg(test)]
mod tests {
    use super::numeric_zone;

    #[test]
    fn zones_in_titles() {
        assert_eq!(numeric_zone("Created (UTC+8)").as_deref(), Some("+08:00"));
        assert_eq!(numeric_zone("Fecha GMT-06:00").as_deref(), Some("-06:00"));
        assert_eq!(numeric_zone("Time (+0700)").as_deref(), Some("+07:00"));
        for none in ["Created", "date-time", "order-8", "UTC+99"] {
            assert_eq!(numeric_zone(none), None, "{none}");
        }
    }
}
