//! Builds an order out of a row, by a mapping that was looked through once.

use std::collections::HashMap;

use gateways::catalogue::Role;
use jiff::tz::Offset;
use ledger::{Party, PastOrder, PastStep, PayInstructions, ToldTime};
use money::Amount;
use orders::{Direction, Product, Status};

use super::date_cells::MixedDates;
use super::dates::{self, DateCells, Instant, TimeError};
use super::labels::Labels;
use super::plain::{self, plain};
use super::sums::{self, SumError};
use super::{AccountFacts, Doubt, DoubtKind, MappingProblem, PAST_STATUSES, RowProblem};
use crate::harmless::bare_inside;
use crate::mapping::{Mapping, ProductRule};
use crate::sheet::CellKind;
use crate::{Field, Row, Sheet, words};

/// Clocks differ; an order that is minutes ahead of ours was made now.
const CLOCK_SLACK_MS: i64 = 5 * 60_000;
/// A time beside that of creation is believed when it lies between a day before that and a day from now, as the ledger
/// believes what gateways report: clocks and zones are off by hours, not by years.
const BELIEVED_MS: i64 = 86_400_000;
/// 1 January 2000: no gateway of ours is older.
const EARLIEST_MS: i64 = 946_684_800_000;
/// The longest numbers and texts that are kept, in characters.
const NUMBER_LIMIT: usize = 64;
const GATEWAY_NUMBER_LIMIT: usize = 128;
const TEXT_LIMIT: usize = 1024;
const LINK_LIMIT: usize = 4096;

/// A mapping, looked through once for all rows.
#[derive(Debug)]
pub(crate) struct Builder<'a> {
    sheet: &'a Sheet,
    mapping: &'a Mapping,
    facts: AccountFacts<'a>,
    product: &'a ProductRule,
    zone: Offset,
    mixed: MixedDates,
    statuses: HashMap<(&'a str, Direction), Status>,
    products: HashMap<&'a str, Product>,
    currency: Vec<String>,
    channels: Labels,
    account_kinds: Labels,
    /// The column behind the last one that is used.
    columns_used: usize,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(
        sheet: &'a Sheet,
        mapping: &'a Mapping,
        facts: &AccountFacts<'a>,
    ) -> Result<Self, MappingProblem> {
        if let Some(field) = Field::REQUIRED.into_iter().find(|field| !mapping.columns.contains_key(field)) {
            return Err(MappingProblem::FieldMissing { field });
        }
        let width = sheet.titles().len();
        if let Some(column) = mapping.columns.values().find(|column| **column >= width) {
            return Err(MappingProblem::NoSuchColumn { column: *column });
        }
        let product = mapping.product.as_ref().ok_or(MappingProblem::ProductOpen)?;
        let mut products = HashMap::new();
        let needed = match product {
            ProductRule::Fixed { .. } => None,
            ProductRule::GatewayNumber => Some(Field::GatewayNumber),
            ProductRule::Column { words } => {
                products.extend(words.iter().filter_map(|rule| Some((rule.word.as_str(), rule.product?))));
                Some(Field::Product)
            }
        };
        if let Some(field) = needed.filter(|field| !mapping.columns.contains_key(field)) {
            return Err(MappingProblem::FieldMissing { field });
        }
        let zone = dates::offset(&mapping.dates.zone)
            .ok_or_else(|| MappingProblem::BadZone { zone: mapping.dates.zone.clone() })?;
        let mut statuses = HashMap::new();
        for rule in &mapping.statuses {
            let Some(status) = rule.status else { continue };
            if !PAST_STATUSES.contains(&status) {
                return Err(MappingProblem::ImpossibleStatus { status });
            }
            statuses.insert((rule.word.as_str(), rule.direction), status);
        }
        Ok(Self {
            sheet,
            mapping,
            facts: *facts,
            product,
            zone,
            mixed: MixedDates::of(sheet, mapping),
            statuses,
            products,
            currency: words::currency_spellings(facts.market.currency),
            channels: Labels::of(facts.market, |rules| &rules.channels),
            account_kinds: Labels::of(facts.market, |rules| {
                rules.role(Role::AccountKind).map_or(&[], |field| &field.choices)
            }),
            columns_used: mapping.columns.values().max().map_or(0, |last| last + 1),
        })
    }

    /// A field's text, if there is any.
    pub(crate) fn text(&self, row: &Row<'a>, field: Field) -> Option<&'a str> {
        let column = *self.mapping.columns.get(&field)?;
        Some(plain(row.cell(column))).filter(|text| !text.is_empty())
    }

    /// The order, without its record, and what is doubtful about it.
    pub(crate) fn order(&self, row: &Row<'a>) -> Result<(PastOrder, Vec<Doubt>), RowProblem> {
        self.check_width(row)?;
        let mut doubts = Doubts(Vec::new());
        let number = self.number(row, &mut doubts)?;
        let product = self.product(row)?;
        self.check_currency(row)?;
        let amount = self.sum(row, Field::Amount)?.ok_or(RowProblem::AmountMissing)?;
        let created = self.created(row)?;
        let completed = self.other_time(row, Field::CompletedAt, created, &mut doubts)?;
        let returned = self.other_time(row, Field::ReturnedAt, created, &mut doubts)?;
        let order = PastOrder {
            account_id: self.facts.account_id,
            product,
            number,
            gateway_number: self.identifier(row, Field::GatewayNumber, GATEWAY_NUMBER_LIMIT, &mut doubts)?,
            channel_number: self.identifier(row, Field::ChannelNumber, GATEWAY_NUMBER_LIMIT, &mut doubts)?,
            channel: self.channel(row, product)?,
            amount,
            currency: self.facts.market.currency,
            fee: self.sum(row, Field::Fee)?,
            actual_amount: self.sum(row, Field::ActualAmount)?,
            party: self.party(row, product, &mut doubts)?,
            pay: self.pay(row, &mut doubts)?,
            reason: self.bounded(row, Field::Reason, TEXT_LIMIT)?,
            created_at_ms: created.unix_ms,
            steps: self.steps(row, product, created, completed.as_ref(), returned.as_ref())?,
            completed,
            zone: self.facts.market.zone.clone(),
            record: String::new(),
            origin: self.sheet.origin(row.line()),
        };
        Ok((order, doubts.0))
    }

    /// The row as it stands in the file: titles and texts, as JSON, because two columns may have one title's words.
    pub(crate) fn record(&self, row: &Row<'a>) -> String {
        let mut record = serde_json::Map::new();
        for (column, cell) in row.cells().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let title = self.sheet.titles().get(column).cloned();
            let mut title = title.unwrap_or_else(|| crate::column_letter(column));
            if record.contains_key(&title) {
                title = format!("{title} ({})", crate::column_letter(column));
            }
            record.insert(title, cell.into());
        }
        serde_json::Value::Object(record).to_string()
    }

    fn check_width(&self, row: &Row<'a>) -> Result<(), RowProblem> {
        let expected = self.sheet.titles().len();
        let is_text_file = matches!(self.sheet.format(), crate::Format::Delimited { .. });
        let beyond = (expected..row.len()).any(|column| !plain(row.cell(column)).is_empty());
        // Missing cells at the end, none of them used, shift nothing.
        if is_text_file && (beyond || row.len() < self.columns_used) {
            return Err(RowProblem::Ragged { cells: row.len(), expected });
        }
        Ok(())
    }

    fn number(&self, row: &Row<'a>, doubts: &mut Doubts) -> Result<String, RowProblem> {
        let text = self.text(row, Field::Number).ok_or(RowProblem::NumberMissing)?;
        if plain::looks_eaten(text) {
            return Err(RowProblem::DigitsEaten { field: Field::Number, text: text.to_owned() });
        }
        if plain::ends_in_zeros(text) {
            doubts.note(Field::Number, DoubtKind::EndsInZeros);
        }
        check_length(Field::Number, text, NUMBER_LIMIT)?;
        Ok(bare_inside(text).into_owned())
    }

    /// A number that the order can do without.
    fn identifier(
        &self,
        row: &Row<'a>,
        field: Field,
        limit: usize,
        doubts: &mut Doubts,
    ) -> Result<Option<String>, RowProblem> {
        let Some(text) = self.text(row, field) else { return Ok(None) };
        if plain::looks_eaten(text) {
            doubts.note(field, DoubtKind::DigitsEaten);
            return Ok(None);
        }
        if plain::ends_in_zeros(text) {
            doubts.note(field, DoubtKind::EndsInZeros);
        }
        check_length(field, text, limit)?;
        Ok(Some(bare_inside(text).into_owned()))
    }

    fn bounded(&self, row: &Row<'a>, field: Field, limit: usize) -> Result<Option<String>, RowProblem> {
        let Some(text) = self.text(row, field) else { return Ok(None) };
        check_length(field, text, limit)?;
        Ok(Some(bare_inside(text).into_owned()))
    }

    fn product(&self, row: &Row<'a>) -> Result<Product, RowProblem> {
        let (word, product) = match self.product {
            ProductRule::Fixed { product } => return Ok(*product),
            ProductRule::Column { .. } => {
                let word = self.text(row, Field::Product).unwrap_or_default();
                (word, self.products.get(word).copied())
            }
            ProductRule::GatewayNumber => {
                let number = self.text(row, Field::GatewayNumber).unwrap_or_default();
                (number, words::product_of_gateway_number(number))
            }
        };
        product.ok_or_else(|| RowProblem::ProductUnknown { word: word.to_owned() })
    }

    fn check_currency(&self, row: &Row<'a>) -> Result<(), RowProblem> {
        match self.text(row, Field::Currency) {
            Some(text) if !self.currency.contains(&text.to_lowercase()) => {
                Err(RowProblem::OtherCurrency { text: text.to_owned() })
            }
            Some(_) | None => Ok(()),
        }
    }

    fn sum(&self, row: &Row<'a>, field: Field) -> Result<Option<Amount>, RowProblem> {
        let Some(text) = self.text(row, field) else { return Ok(None) };
        let is_number =
            self.mapping.columns.get(&field).is_some_and(|column| row.kind(*column) == CellKind::Number);
        let mark = if is_number { Some(super::DecimalMark::Point) } else { self.mapping.decimals };
        let told = || text.to_owned();
        let sum =
            sums::read(text, &self.currency).and_then(|sum| sum.with(mark)).map_err(|error| match error {
                SumError::NotANumber => RowProblem::NotANumber { field, text: told() },
                SumError::Open => RowProblem::SumOpen { field, text: told() },
                SumError::Eaten => RowProblem::DigitsEaten { field, text: told() },
                SumError::TooPrecise => RowProblem::TooPrecise { field, text: told() },
                SumError::TooLarge => RowProblem::SumTooLarge { field, text: told() },
            })?;
        if sum < Amount::ZERO || (field == Field::Amount && !sum.is_positive()) {
            return Err(RowProblem::NotPositive { field, text: told() });
        }
        Ok(Some(sum))
    }

    fn created(&self, row: &Row<'a>) -> Result<Instant, RowProblem> {
        let text = self.text(row, Field::CreatedAt).ok_or(RowProblem::DateMissing)?;
        let created = self.time(row, Field::CreatedAt, text).map_err(|error| match error {
            TimeError::Unreadable => RowProblem::DateUnreadable { text: text.to_owned() },
            TimeError::Open => RowProblem::DateOpen { field: Field::CreatedAt, text: text.to_owned() },
        })?;
        let latest = self.facts.now_ms.saturating_add(CLOCK_SLACK_MS);
        if (EARLIEST_MS..=latest).contains(&created.unix_ms) {
            Ok(created)
        } else {
            Err(RowProblem::DateImplausible { text: text.to_owned() })
        }
    }

    fn time(&self, row: &Row<'a>, field: Field, text: &str) -> Result<Instant, TimeError> {
        let shown = dates::read(text).ok_or(TimeError::Unreadable)?;
        let is_mixed = self.mapping.columns.get(&field).is_some_and(|column| self.mixed.has(row, *column));
        let time = match (shown.exchanged().filter(|_| is_mixed), self.mapping.dates.cells) {
            (None, _) | (Some(_), Some(DateCells::AsShown)) => shown,
            (Some(exchanged), Some(DateCells::Exchanged)) => exchanged,
            (Some(_), None) => return Err(TimeError::Open),
        };
        time.at(self.mapping.dates.order, self.zone)
    }

    fn other_time(
        &self,
        row: &Row<'a>,
        field: Field,
        created: Instant,
        doubts: &mut Doubts,
    ) -> Result<Option<ToldTime>, RowProblem> {
        let Some(text) = self.text(row, field) else { return Ok(None) };
        check_length(field, text, TEXT_LIMIT)?;
        let earliest = created.unix_ms.saturating_sub(BELIEVED_MS);
        let latest = self.facts.now_ms.saturating_add(BELIEVED_MS);
        let (zone, unix_ms) = match self.time(row, field, text) {
            // The money would be counted on a day on which nothing was paid.
            Ok(instant) if !(earliest..=latest).contains(&instant.unix_ms) => {
                doubts.note(field, DoubtKind::TimeImplausible);
                (None, None)
            }
            Ok(instant) => {
                let zone = (!instant.tells_zone).then(|| self.mapping.dates.zone.clone());
                (zone, Some(instant.unix_ms))
            }
            Err(TimeError::Open) => return Err(RowProblem::DateOpen { field, text: text.to_owned() }),
            Err(TimeError::Unreadable) => {
                doubts.note(field, DoubtKind::TimeUnreadable);
                (None, None)
            }
        };
        Ok(Some(ToldTime { text: text.to_owned(), zone, unix_ms }))
    }

    /// What the row tells of its order's life: where it stands, since when. An order that came back had arrived before.
    fn steps(
        &self,
        row: &Row<'a>,
        product: Product,
        created: Instant,
        completed: Option<&ToldTime>,
        returned: Option<&ToldTime>,
    ) -> Result<Vec<PastStep>, RowProblem> {
        let word = self.text(row, Field::Status).ok_or(RowProblem::StatusMissing)?;
        let status = self.statuses.get(&(word, product.direction()));
        let status = *status.ok_or_else(|| RowProblem::StatusUnknown { word: word.to_owned() })?;
        // A time before the creation is another clock's; history goes forward.
        let told =
            |time: Option<&ToldTime>| time.and_then(|time| time.unix_ms).filter(|at| *at >= created.unix_ms);
        let arrived = told(completed).unwrap_or(created.unix_ms);
        let step = |at_ms, status, word: Option<&str>| PastStep {
            at_ms,
            status,
            gateway_status: word.map(str::to_owned),
        };
        Ok(match status {
            Status::Returned => {
                let back = told(returned).filter(|at| *at >= arrived).unwrap_or(arrived);
                vec![step(arrived, Status::Succeeded, None), step(back, Status::Returned, Some(word))]
            }
            Status::Unknown | Status::Pending => vec![step(created.unix_ms, status, Some(word))],
            settled @ (Status::Refused
            | Status::Processing
            | Status::Succeeded
            | Status::Failed
            | Status::Expired
            // The others are no statuses of the past: the mapping was checked for them.
            | Status::Prepared
            | Status::Sending
            | Status::NotSent
            | Status::Abandoned
            | Status::Cancelled) => vec![step(arrived, settled, Some(word))],
        })
    }

    /// The market's own value, where the file has its label.
    fn channel(&self, row: &Row<'a>, product: Product) -> Result<Option<String>, RowProblem> {
        let Some(text) = self.bounded(row, Field::Channel, TEXT_LIMIT)? else { return Ok(None) };
        Ok(Some(self.channels.value(product, text)))
    }

    fn party(&self, row: &Row<'a>, product: Product, doubts: &mut Doubts) -> Result<Party, RowProblem> {
        let market = self.facts.market;
        let account_no = self
            .identifier(row, Field::AccountNo, TEXT_LIMIT, doubts)?
            .map(|text| market.tidy_account(product, &text));
        let is_clabe_market = market.country == "MX";
        if let Some(digits) = account_no.as_deref().filter(|_| is_clabe_market)
            && reference::clabe::read(digits).is_ok_and(|clabe| !clabe.check_digit_ok)
        {
            doubts.note(Field::AccountNo, DoubtKind::CheckDigit);
        }
        let account_kind = self.bounded(row, Field::AccountKind, TEXT_LIMIT)?;
        Ok(Party {
            name: self.bounded(row, Field::Name, TEXT_LIMIT)?,
            account_no,
            account_kind: account_kind.map(|text| self.account_kinds.value(product, text)),
            bank: self.bounded(row, Field::Bank, TEXT_LIMIT)?,
            phone: self
                .identifier(row, Field::Phone, TEXT_LIMIT, doubts)?
                .map(|text| market.tidy_phone(product, &text)),
            email: self.bounded(row, Field::Email, TEXT_LIMIT)?,
            remark: self.bounded(row, Field::Remark, TEXT_LIMIT)?,
            document_number: self.identifier(row, Field::DocumentNumber, TEXT_LIMIT, doubts)?,
        })
    }

    fn pay(&self, row: &Row<'a>, doubts: &mut Doubts) -> Result<PayInstructions, RowProblem> {
        Ok(PayInstructions {
            pay_url: self.bounded(row, Field::PayUrl, LINK_LIMIT)?,
            pay_code: self.identifier(row, Field::PayCode, LINK_LIMIT, doubts)?,
            reference: self.identifier(row, Field::Reference, TEXT_LIMIT, doubts)?,
            concept: self.identifier(row, Field::Concept, TEXT_LIMIT, doubts)?,
            bank_name: None,
            expires_at_ms: None,
        })
    }
}

/// What is doubtful, once for each field and kind.
struct Doubts(Vec<Doubt>);

impl Doubts {
    fn note(&mut self, field: Field, kind: DoubtKind) {
        self.0.push(Doubt { field, kind });
    }
}

fn check_length(field: Field, text: &str, limit: usize) -> Result<(), RowProblem> {
    // Bytes first: most texts are far below, and counting characters is not free.
    if text.len() <= limit {
        return Ok(());
    }
    let characters = text.chars().count();
    if characters > limit { Err(RowProblem::TextTooLong { field, characters, limit }) } else { Ok(()) }
}
