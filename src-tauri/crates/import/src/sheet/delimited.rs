//! Text files: CSV with any of the usual delimiters.

use csv::{Reader, ReaderBuilder, StringRecord};

use super::error::SheetError;
use super::grid::{CELL_LIMIT, CellKind, Grid};
use super::{Format, ReadOptions, encoding};

const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];
/// How much of a file is looked at to find its delimiter.
const SAMPLE_BYTES: usize = 1 << 16;
const SAMPLE_ROWS: usize = 200;

pub(super) fn read(bytes: &[u8], options: &ReadOptions) -> Result<(Format, Grid), SheetError> {
    let encoding = options.encoding.unwrap_or_else(|| encoding::find(bytes));
    let (text, unreadable) = encoding::decode(bytes, encoding);
    if is_binary(&text) {
        return Err(SheetError::NotATable);
    }
    let (delimiter, body, lines_before) = match options.delimiter {
        Some(chosen) => (chosen, &*text, 0),
        None => find_delimiter(&text),
    };
    let mut grid = Grid::default();
    let mut reader = reader(body, delimiter);
    let mut record = StringRecord::new();
    // The text is UTF-8 and rows may be ragged, so no row is an error.
    while let Ok(true) = reader.read_record(&mut record) {
        let line = record.position().map_or(0, |position| first_line(body, position));
        let line = u32::try_from(line.saturating_add(lines_before)).unwrap_or(u32::MAX);
        if record.iter().any(|cell| cell.len() > CELL_LIMIT && cell.chars().count() > CELL_LIMIT) {
            return Err(SheetError::UnclosedQuote { line });
        }
        grid.push(line, record.iter().map(|cell| (cell, CellKind::Text)))?;
    }
    Ok((Format::Delimited { delimiter, encoding, unreadable }, grid))
}

/// The line in which a row's first character stands: the reader takes empty lines for the beginning of the next row.
fn first_line(body: &str, position: &csv::Position) -> u64 {
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let before_it = body.as_bytes().get(start..).unwrap_or_default();
    let empty = before_it
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n'))
        .filter(|byte| **byte == b'\n')
        .count();
    position.line().saturating_add(super::u64_of(empty))
}

/// Pictures and programs hold zeros; no list of orders does.
fn is_binary(text: &str) -> bool {
    let zeros = text.bytes().take(SAMPLE_BYTES).filter(|byte| *byte == 0).count();
    zeros > 8
}

fn reader(text: &str, delimiter: char) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .from_reader(text.as_bytes())
}

/// The delimiter, the text to read, and how many lines come before it. Excel's own first line `sep=;` is obeyed.
fn find_delimiter(text: &str) -> (char, &str, u64) {
    if let Some((first, rest)) = text.split_once('\n')
        && let Some(told) = first.trim_end_matches('\r').strip_prefix("sep=")
        && let Some(delimiter) = told.chars().next().filter(|told| DELIMITERS.contains(told))
    {
        return (delimiter, rest, 1);
    }
    let sample = sample(text);
    let best = DELIMITERS.into_iter().rev().max_by_key(|delimiter| evenness(sample, *delimiter));
    (best.unwrap_or(','), text, 0)
}

fn sample(text: &str) -> &str {
    let mut end = SAMPLE_BYTES.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let cut = text.get(..end).unwrap_or(text);
    if end == text.len() { cut } else { cut.rsplit_once('\n').map_or(cut, |(whole, _)| whole) }
}

/// How well a delimiter explains the sample: most rows should have one same number of cells, and the more the better.
fn evenness(sample: &str, delimiter: char) -> usize {
    let mut reader = reader(sample, delimiter);
    let widths: Vec<usize> =
        reader.records().take(SAMPLE_ROWS).map_while(Result::ok).map(|record| record.len()).collect();
    let rows_of = |width: usize| widths.iter().filter(|other| **other == width).count();
    let usual =
        widths.iter().copied().filter(|width| *width > 1).max_by_key(|width| (rows_of(*width), *width));
    let Some(usual) = usual else { return 0 };
    let share = rows_of(usual).saturating_mul(1000) / widths.len().max(1);
    // A comma in every sum makes even rows too, but fewer cells; beyond some columns more say nothing more.
    share.saturating_mul(share).saturating_mul(usual.min(50))
}

#[cfg(test)]
mod tests {
    use super::{find_delimiter, read};
    use crate::{ReadOptions, SheetError};
    use rstest::rstest;

    #[rstest]
    #[case::comma("a,b,c\n1,2,3\n", ',')]
    #[case::semicolon_with_decimal_commas("a;b\n1,5;x\n2,5;y\n3,5;z\n", ';')]
    #[case::tab("a\tb\n1,5\t2;3\n", '\t')]
    #[case::pipe("a|b|c\n1|2|3\n", '|')]
    #[case::quoted_commas("a;b\n\"x,y,z\";1\n\"x,y,z\";2\n", ';')]
    #[case::told("sep=|\na,b|c\n", '|')]
    #[case::one_column("number\n1\n2\n", ',')]
    #[case::nothing("", ',')]
    fn finds_the_delimiter(#[case] text: &str, #[case] expected: char) {
        assert_eq!(find_delimiter(text).0, expected);
    }

    #[test]
    fn rows_know_their_lines() {
        let text = "sep=;\na;b\n\n1;\"two\nlines\"\n;\n2;x\n";
        let (_, grid) = read(text.as_bytes(), &ReadOptions::default()).unwrap();
        let lines: Vec<u32> = (0..3).map(|index| grid.row(index).unwrap().line()).collect();
        assert_eq!(lines, [2, 4, 7]);
        assert_eq!(grid.row(1).unwrap().cell(1), "two\nlines");
        assert_eq!(grid.row_count(), 3);
    }

    #[test]
    fn an_open_quote_is_told() {
        let text = format!("a,b\n1,\"open\n{}", "2,x\n".repeat(20_000));
        let outcome = read(text.as_bytes(), &ReadOptions::default());
        assert_eq!(outcome.unwrap_err(), SheetError::UnclosedQuote { line: 2 });
    }
}
