//! Excel workbooks: what Excel shows, what it has eaten, and what is no workbook at all.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::{Cursor, Write};

use gateways::catalogue::market;
use import::{
    AccountFacts, CellKind, DateCells, Format, Limit, ProblemKind, Question, ReadOptions, Sheet, SheetError,
    guess, orders, preview, settle,
};
use ledger::AccountId;
use rust_xlsxwriter::{ExcelDateTime, Format as Dress, Formula, Workbook};

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let cover = book.add_worksheet();
    cover.set_name("Cover").unwrap();
    cover.write(0, 0, "Payout report").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("Payouts").unwrap();
    let time = Dress::new().set_num_format("dd/mm/yyyy hh:mm:ss");
    let padded = Dress::new().set_num_format("00000000");
    let money = Dress::new().set_num_format("#,##0.00");
    let titles =
        ["Merchant order no", "Platform order no", "Created at", "Amount", "Fee", "Status", "CLABE", "Bank"];
    for (column, title) in titles.iter().enumerate() {
        sheet.write(2, u16::try_from(column).unwrap(), *title).unwrap();
    }
    let at = |text: &str| ExcelDateTime::parse_from_str(text).unwrap();
    // Row 4: as it should be; the fee is a formula with its result.
    sheet.write_with_format(3, 0, 123, &padded).unwrap();
    sheet.write(3, 1, "PAYOUT8551739282639106001").unwrap();
    sheet.write_with_format(3, 2, at("2026-04-03T12:30:05"), &time).unwrap();
    sheet.write_with_format(3, 3, 1234.56, &money).unwrap();
    sheet.write(3, 4, Formula::new("=0.1+0.2").set_result("0.30000000000000004")).unwrap();
    sheet.write(3, 5, "SUCCESS").unwrap();
    sheet.write(3, 6, "646180000030056845").unwrap();
    // Row 5: the number and the CLABE were typed as numbers.
    sheet.write(4, 0, 646_180_000_030_056_845_f64).unwrap();
    sheet.write(4, 1, "PAYOUT8551739282639106002").unwrap();
    sheet.write_with_format(4, 2, at("2026-04-04"), &time).unwrap();
    sheet.write(4, 3, 500).unwrap();
    sheet.write(4, 5, "SUCCESS").unwrap();
    // Row 6: the CLABE only; the amount needs no choice, being a number.
    sheet.write(5, 0, "M-000003").unwrap();
    sheet.write(5, 1, "PAYOUT8551739282639106003").unwrap();
    sheet.write_with_format(5, 2, at("2026-04-05T23:59:59"), &time).unwrap();
    sheet.write(5, 3, 1.234).unwrap();
    sheet.write(5, 5, "FAIL").unwrap();
    sheet.write(5, 6, 646_180_000_030_056_845_f64).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn what_excel_shows_is_read_and_what_it_ate_is_told() {
    let market = market("cashy-mx").unwrap();
    let sheet = Sheet::read("report.xlsx", &workbook()).unwrap();
    let Format::Workbook { page, pages } = sheet.format() else { unreachable!() };
    assert_eq!(
        (page.as_str(), pages.as_slice()),
        ("Payouts", &["Cover".to_owned(), "Payouts".to_owned()][..])
    );
    let row = sheet.row(0).unwrap();
    let cells: Vec<&str> = row.cells().collect();
    assert_eq!(
        cells,
        [
            "00000123",
            "PAYOUT8551739282639106001",
            "2026-04-03 12:30:05",
            "1234.56",
            "0.3",
            "SUCCESS",
            "646180000030056845"
        ]
    );
    assert_eq!((row.kind(2), row.kind(3), row.kind(6)), (CellKind::Time, CellKind::Number, CellKind::Text));
    assert_eq!(sheet.row(1).unwrap().cell(0), "6.46180000030056E+17");

    let guess = guess(&sheet, market);
    assert_eq!(guess.questions, Vec::<Question>::new());
    let facts = AccountFacts { account_id: AccountId(1), market, now_ms: 1_795_305_600_000 };
    let told = preview(&sheet, &guess.mapping, &facts).unwrap();
    assert_eq!((told.good, told.bad), (2, 1));
    assert_eq!((told.problems[0].kind, told.problems[0].examples[0].0), (ProblemKind::DigitsEaten, 5));
    assert_eq!(told.doubts[0].lines, [6]);
    let rows: Vec<_> = orders(&sheet, &guess.mapping, &facts).unwrap().collect();
    let first = rows[0].as_ref().unwrap();
    assert_eq!((first.number.as_str(), first.fee.unwrap().to_string()), ("00000123", "0.3".to_owned()));
    assert_eq!(first.origin, "report.xlsx, Payouts, row 4");
    let last = rows[2].as_ref().unwrap();
    assert_eq!((last.amount.to_string(), last.party.account_no.as_deref()), ("1.234".to_owned(), None));
}

/// A console's export in the order day, month, year, after an American Excel has opened and saved it: days up to the twelfth
/// are date cells with day and month exchanged, the others are the texts that they were.
fn through_an_american_excel(rows: &[(&str, &str)]) -> Sheet {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let dress = Dress::new().set_num_format("m/d/yyyy h:mm");
    for (column, title) in (0..).zip(["order number", "created at", "completed at", "amount", "status"]) {
        sheet.write(0, column, title).unwrap();
    }
    for (row, (created, completed)) in (1..).zip(rows) {
        sheet.write(row, 0, format!("A-{row:06}")).unwrap();
        for (column, text) in [(1, created), (2, completed)] {
            if text.contains('T') {
                let time = ExcelDateTime::parse_from_str(text).unwrap();
                sheet.write_with_format(row, column, time, &dress).unwrap();
            } else {
                sheet.write(row, column, *text).unwrap();
            }
        }
        sheet.write(row, 3, 5).unwrap();
        sheet.write(row, 4, "SUCCESS").unwrap();
    }
    Sheet::read("payouts.xlsx", &book.save_to_buffer().unwrap()).unwrap()
}

#[test]
fn date_cells_among_dates_as_text_wait_for_a_person() {
    let market = market("cashy-mx").unwrap();
    let facts = AccountFacts { account_id: AccountId(1), market, now_ms: 1_795_305_600_000 };
    // The third of April, the thirteenth of April, the fourth of April.
    let sheet = through_an_american_excel(&[
        ("2026-03-04T10:00:00", "2026-03-04T11:00:00"),
        ("13/04/2026 10:00", "2026-05-04T11:00:00"),
        ("2026-04-04T10:00:00", ""),
    ]);
    let mut guess = guess(&sheet, market);
    let asked = Question::DateCells {
        cells: vec!["2026-03-04 10:00:00".to_owned()],
        texts: vec!["13/04/2026 10:00".to_owned()],
        as_shown: "2026-03-04".to_owned(),
        exchanged: "2026-04-03".to_owned(),
    };
    assert_eq!(guess.questions, std::slice::from_ref(&asked));
    let told = preview(&sheet, &guess.mapping, &facts).unwrap();
    let open: Vec<u32> = told.problems[0].examples.iter().map(|(line, _)| *line).collect();
    assert_eq!((told.good, told.problems[0].kind, open), (1, ProblemKind::DateOpen, vec![2, 3]));

    let mut days = |decided| {
        guess.mapping.dates.cells = Some(decided);
        let (mapping, questions) = settle(&sheet, market, &guess.mapping);
        assert_eq!((&mapping, questions.as_slice()), (&guess.mapping, std::slice::from_ref(&asked)));
        let day = |ms| jiff::Timestamp::from_millisecond(ms).unwrap().strftime("%F").to_string();
        orders(&sheet, &mapping, &facts)
            .unwrap()
            .map(|order| order.unwrap())
            .map(|order| (day(order.created_at_ms), order.completed.and_then(|told| told.unix_ms).map(day)))
            .collect::<Vec<_>>()
    };
    let day = |created: &str, completed: Option<&str>| (created.to_owned(), completed.map(str::to_owned));
    assert_eq!(
        days(DateCells::Exchanged),
        [
            day("2026-04-03", Some("2026-04-03")),
            // The column beside has no texts, but went through the same Excel.
            day("2026-04-13", None),
            day("2026-04-04", None)
        ]
    );
    assert_eq!(
        days(DateCells::AsShown),
        [
            day("2026-03-04", Some("2026-03-04")),
            day("2026-04-13", Some("2026-05-04")),
            day("2026-04-04", None)
        ]
    );
}

#[test]
fn date_cells_alone_or_among_unmistakable_texts_are_not_asked_about() {
    let market = market("cashy-mx").unwrap();
    for other in ["2026-04-25T10:00:00", "2026-04-25 10:00:00", "25 Apr 2026"] {
        let sheet = through_an_american_excel(&[("2026-03-04T10:00:00", ""), (other, "")]);
        assert_eq!(guess(&sheet, market).questions, [], "{other}");
    }
}

#[test]
fn another_page_can_be_chosen() {
    let options = |page: &str| ReadOptions { page: Some(page.to_owned()), ..ReadOptions::default() };
    let sheet = Sheet::read_with("report.xlsx", &workbook(), &options("Cover")).unwrap();
    assert_eq!(sheet.titles(), ["Payout report"]);
    let outcome = Sheet::read_with("report.xlsx", &workbook(), &options("Nowhere"));
    assert_eq!(outcome.unwrap_err(), SheetError::NoSuchPage { page: "Nowhere".to_owned() });
}

#[test]
fn other_files_are_told_apart() {
    let read = |bytes: &[u8]| Sheet::read("x.xlsx", bytes).unwrap_err();
    assert_eq!(read(b""), SheetError::Empty);
    assert_eq!(read(b" \r\n"), SheetError::Empty);
    assert_eq!(read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"), SheetError::OldExcel);
    assert_eq!(read(b"\xef\xbb\xbf <HTML><table><tr>"), SheetError::WebPage);
    assert_eq!(read(b"%PDF-1.7 ..."), SheetError::Pdf);
    assert_eq!(
        read(&[b'a'; 4].iter().chain(&[0_u8; 64]).copied().collect::<Vec<u8>>()),
        SheetError::NotATable
    );
    assert!(matches!(read(b"PK\x03\x04broken"), SheetError::BrokenWorkbook { .. }));
    assert_eq!(read(&zip(&[("word/document.xml", b"<x/>")])), SheetError::NotATable);
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn what_unpacks_beyond_measure_is_refused() {
    let bomb = vec![b' '; 9 << 20];
    let bytes = zip(&[("xl/workbook.xml", b"<workbook/>"), ("xl/styles.xml", &bomb)]);
    assert!(bytes.len() < 100_000, "it is small as a file");
    let outcome = Sheet::read("bomb.xlsx", &bytes).unwrap_err();
    assert_eq!(outcome, SheetError::TooLarge { limit: Limit::UnpackedBytes, most: 8 << 20 });
}

#[test]
fn more_than_fifty_thousand_rows_are_refused() {
    let file = |rows: usize| {
        let mut text = "A report\n\nnumber,amount,date,status\n".to_owned();
        (0..rows).for_each(|n| text.push_str(&format!("N{n},1,2026-01-01,ok\n")));
        Sheet::read("large.csv", text.as_bytes())
    };
    assert_eq!(file(50_000).unwrap().row_count(), 50_000);
    for rows in [50_001, 60_000] {
        assert_eq!(file(rows).unwrap_err(), SheetError::TooLarge { limit: Limit::Rows, most: 50_000 });
    }
    let outcome = Sheet::read("large.csv", &vec![b'x'; (20 << 20) + 1]).unwrap_err();
    assert_eq!(outcome, SheetError::TooLarge { limit: Limit::FileBytes, most: 20 << 20 });
}
