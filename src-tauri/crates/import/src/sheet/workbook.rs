//! Excel workbooks. What Excel stored is read; formulas are never run.
//!
//! Excel keeps fifteen digits of a number. What it shows of longer ones is `1.23E+17`, and that is what such a cell becomes
//! here: the digits are gone, and nobody guesses them.

use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, Style, Xlsx, XlsxError};

use super::error::{Limit, SheetError};
use super::grid::{CELL_LIMIT, CellKind, Grid};
use super::{Format, ReadOptions, u64_of};

/// What a workbook may unpack to, all parts together (bar S14), and its parts by what the reader keeps of them in memory.
const UNPACKED_LIMIT: u64 = 200 << 20;
const TEXTS_LIMIT: u64 = 128 << 20;
const STYLES_LIMIT: u64 = 8 << 20;
/// Digits that Excel keeps of a number.
const EXCEL_DIGITS: usize = 15;

pub(super) fn read(bytes: &[u8], options: &ReadOptions) -> Result<(Format, Grid), SheetError> {
    check_unpacked(bytes)?;
    // The reader of a stranger's file may have a flaw; it is not allowed to take the program with it.
    catch_unwind(AssertUnwindSafe(|| read_pages(bytes, options)))
        .unwrap_or_else(|_| Err(SheetError::BrokenWorkbook { reason: "it breaks the reader".to_owned() }))
}

/// Unpacks everything once, keeping nothing: what a part says of its own size is not to be believed.
fn check_unpacked(bytes: &[u8]) -> Result<(), SheetError> {
    let broken = |error: &dyn std::fmt::Display| SheetError::BrokenWorkbook { reason: error.to_string() };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    if archive.index_for_name("xl/workbook.xml").is_none() {
        return Err(SheetError::NotATable);
    }
    let mut total = 0_u64;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|error| broken(&error))?;
        let most = part_limit(&part.name().map_err(|error| broken(&error))?).min(UNPACKED_LIMIT - total);
        let found = std::io::copy(&mut (&mut part).take(most + 1), &mut std::io::sink())
            .map_err(|error| broken(&error))?;
        if found > most {
            return Err(SheetError::TooLarge { limit: Limit::UnpackedBytes, most });
        }
        total += found;
    }
    Ok(())
}

fn part_limit(name: &str) -> u64 {
    let name = name.to_ascii_lowercase();
    if name.starts_with("xl/worksheets/") {
        UNPACKED_LIMIT
    } else if name.contains("styles") {
        STYLES_LIMIT
    } else {
        TEXTS_LIMIT
    }
}

fn broken(error: &XlsxError) -> SheetError {
    if matches!(error, XlsxError::Password) {
        SheetError::OldExcel
    } else {
        SheetError::BrokenWorkbook { reason: error.to_string() }
    }
}

fn read_pages(bytes: &[u8], options: &ReadOptions) -> Result<(Format, Grid), SheetError> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let tables = workbook.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let pages: Vec<String> = tables.map(|sheet| sheet.name.clone()).collect();
    if let Some(wanted) = &options.page {
        if !pages.contains(wanted) {
            return Err(SheetError::NoSuchPage { page: wanted.clone() });
        }
        let grid = read_page(&mut workbook, wanted)?;
        return Ok((Format::Workbook { page: wanted.clone(), pages }, grid));
    }
    // The first sheet may be a cover: the one with the most rows is meant.
    let mut best: Option<(String, Grid)> = None;
    for page in &pages {
        let grid = read_page(&mut workbook, page)?;
        if best.as_ref().is_none_or(|(_, other)| grid.row_count() > other.row_count()) {
            best = Some((page.clone(), grid));
        }
    }
    let (page, grid) = best.ok_or(SheetError::Empty)?;
    Ok((Format::Workbook { page, pages }, grid))
}

/// The row under way: cells come one by one, empty ones not at all.
#[derive(Default)]
struct RowUnderWay {
    index: u32,
    cells: Vec<(String, CellKind)>,
}

impl RowUnderWay {
    fn finish(&mut self, grid: &mut Grid) -> Result<(), SheetError> {
        let cells = std::mem::take(&mut self.cells);
        grid.push(self.index.saturating_add(1), cells.iter().map(|(text, kind)| (text.as_str(), *kind)))
    }
}

fn read_page(workbook: &mut Xlsx<Cursor<&[u8]>>, page: &str) -> Result<Grid, SheetError> {
    let mut reader = workbook.worksheet_cells_reader(page).map_err(|error| broken(&error))?;
    let styles = reader.styles().to_vec();
    let mut grid = Grid::default();
    let mut row = RowUnderWay::default();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|error| broken(&error))? {
        let (index, column) = cell.get_position();
        if index != row.index {
            row.finish(&mut grid)?;
            row.index = index;
        }
        let (text, kind) = shown(cell.get_value(), styles.get(style));
        if text.is_empty() {
            continue;
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= super::grid::COLUMNS_LIMIT {
            return Err(SheetError::TooLarge {
                limit: Limit::Columns,
                most: u64_of(super::grid::COLUMNS_LIMIT),
            });
        }
        if row.cells.len() <= column {
            row.cells.resize(column + 1, (String::new(), CellKind::Text));
        }
        if let Some(place) = row.cells.get_mut(column) {
            *place = (text, kind);
        }
    }
    row.finish(&mut grid)?;
    Ok(grid)
}

/// What Excel would show, as far as that is the cell's content and not its dress.
fn shown(value: &DataRef<'_>, style: Option<&Style>) -> (String, CellKind) {
    match value {
        DataRef::String(text) => (bounded(text), CellKind::Text),
        DataRef::SharedString(text) => (bounded(text), CellKind::Text),
        DataRef::Int(number) => (with_zeros(number.to_string(), style), CellKind::Number),
        DataRef::Float(float) => (with_zeros(number(&float.to_string()), style), CellKind::Number),
        DataRef::Bool(truth) => ((if *truth { "TRUE" } else { "FALSE" }).to_owned(), CellKind::Text),
        DataRef::DateTime(time) => (moment(*time), CellKind::Time),
        DataRef::DateTimeIso(text) => (text.replace('T', " "), CellKind::Time),
        DataRef::DurationIso(text) => (text.clone(), CellKind::Text),
        DataRef::Error(error) => (error.to_string(), CellKind::Error),
        DataRef::Empty => (String::new(), CellKind::Text),
    }
}

/// No cell holds more than Excel allows: a crafted workbook may name one long text a million times.
fn bounded(text: &str) -> String {
    if text.len() <= CELL_LIMIT { text.to_owned() } else { text.chars().take(CELL_LIMIT).collect() }
}

/// A number from its shortest exact spelling: all of it up to fifteen digits; as Excel shows it beyond.
fn number(shortest: &str) -> String {
    let (sign, unsigned) = match shortest.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", shortest),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    if !unsigned.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return shortest.to_owned();
    }
    if whole.len() > EXCEL_DIGITS {
        return format!("{sign}{}", scientific(whole));
    }
    let leading = if whole == "0" { fraction.len() - fraction.trim_start_matches('0').len() } else { 0 };
    let digits_of_whole = if whole == "0" { 0 } else { whole.len() };
    let places = EXCEL_DIGITS + leading - digits_of_whole;
    if fraction.len() <= places {
        return shortest.to_owned();
    }
    // A computed sum (0.1 + 0.2) carries digits that Excel neither shows nor compares.
    format!("{sign}{}", rounded(whole, fraction, places))
}

/// `123456789012345678` as Excel shows it: one digit, its decimals, the power of ten.
fn scientific(whole: &str) -> String {
    let mut digits = whole.chars();
    let first: String = digits.by_ref().take(1).collect();
    let rest: String = digits.take(EXCEL_DIGITS - 1).collect();
    let rest = rest.trim_end_matches('0');
    let point = if rest.is_empty() { "" } else { "." };
    format!("{first}{point}{rest}E+{:02}", whole.len() - 1)
}

/// Half up in the last place that is kept, on decimal text.
fn rounded(whole: &str, fraction: &str, places: usize) -> String {
    let kept: String = fraction.chars().take(places).collect();
    let mut carry = fraction.chars().nth(places).is_some_and(|digit| digit >= '5');
    let mut digits: Vec<u8> = format!("{whole}{kept}").into_bytes();
    for digit in digits.iter_mut().rev() {
        match (carry, *digit) {
            (false, _) => break,
            (true, b'9') => *digit = b'0',
            (true, _) => {
                *digit += 1;
                carry = false;
            }
        }
    }
    let text: String = digits.into_iter().map(char::from).collect();
    let text = if carry { format!("1{text}") } else { text };
    let (whole, fraction) = text.split_at_checked(text.len() - kept.len()).unwrap_or((&text, ""));
    match fraction.trim_end_matches('0') {
        "" => whole.to_owned(),
        fraction => format!("{whole}.{fraction}"),
    }
}

/// Leading zeros that a number's format adds (`00000000`): an order number's zeros are shown that way.
fn with_zeros(text: String, style: Option<&Style>) -> String {
    let code = style.and_then(|style| style.number_format.as_ref()).map(|format| format.format_code.as_str());
    let width = code.filter(|code| code.bytes().all(|byte| byte == b'0')).map_or(0, str::len);
    let is_whole = text.bytes().all(|byte| byte.is_ascii_digit());
    if is_whole && width > text.len() && width <= 64 { format!("{text:0>width$}") } else { text }
}

fn moment(time: ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    // Excel's clock is a fraction of a day: the last milliseconds of a second are its rounding.
    let fraction = if milli == 0 { String::new() } else { format!(".{milli:03}") };
    if year < 1901 {
        return format!("{hour:02}:{minute:02}:{second:02}{fraction}");
    }
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::number;
    use rstest::rstest;

    #[rstest]
    #[case::sum("1234.56", "1234.56")]
    #[case::whole("60000", "60000")]
    #[case::fifteen_digits("123456789012345", "123456789012345")]
    #[case::sixteen_digits("1234567890123456", "1.23456789012345E+15")]
    #[case::a_clabe("646180000030056800", "6.46180000030056E+17")]
    #[case::computed("0.30000000000000004", "0.3")]
    #[case::computed_sum("1234.5600000000001", "1234.56")]
    #[case::carries("9.9999999999999996", "10")]
    #[case::small("0.0001", "0.0001")]
    #[case::negative("-40.2", "-40.2")]
    #[case::fifteen_after_zeros("0.000123456789012345", "0.000123456789012345")]
    fn as_excel_shows_it(#[case] shortest: &str, #[case] shown: &str) {
        assert_eq!(number(shortest), shown);
    }
}
