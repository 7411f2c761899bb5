//! Whatever the bytes: no panic; whatever the table: it comes back.
#![expect(clippy::unwrap_used, reason = "tests")]

use gateways::catalogue::market;
use import::{AccountFacts, Encoding, Header, ReadOptions, Sheet, guess, orders, preview};
use ledger::AccountId;
use proptest::prelude::{ProptestConfig, any, prop, proptest};
use proptest::strategy::Strategy;

/// All that the window would do with a file.
fn walk(bytes: &[u8]) {
    let Ok(sheet) = Sheet::read("any.csv", bytes) else { return };
    for id in ["cashfast-mx", "cashy-tz"] {
        let market = market(id).unwrap();
        let guess = guess(&sheet, market);
        let facts = AccountFacts { account_id: AccountId(1), market, now_ms: 1_795_305_600_000 };
        let Ok(preview) = preview(&sheet, &guess.mapping, &facts) else { continue };
        let rows: Vec<bool> =
            orders(&sheet, &guess.mapping, &facts).unwrap().map(|row| row.is_ok()).collect();
        assert_eq!(rows.len(), sheet.row_count());
        let good = rows.iter().filter(|good| **good).count();
        assert_eq!(
            (preview.good, preview.bad),
            (u64::try_from(good).unwrap(), u64::try_from(rows.len() - good).unwrap())
        );
    }
}

/// Cells of the kinds that meet in exports, for files that nearly make sense.
fn cell() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "order number",
        "amount",
        "status",
        "created at",
        "fee",
        "type",
        "A-1",
        "A-2",
        "1,234",
        "1.234,56",
        "12.5",
        "03/04/2026",
        "2026-04-03 10:00",
        "25/12/2026",
        "SUCCESS",
        "已退款",
        "payout",
        "1.23E+17",
        "",
        "-",
        "\"",
        "x;y",
        "646180000030056845",
        "=\"001\"",
        "MXN",
        "null",
        "a\nb",
        "๒๕๖๙",
    ])
    .prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        walk(&bytes);
    }

    #[test]
    fn no_near_export_panics(rows in prop::collection::vec(prop::collection::vec(cell(), 1..8), 1..12), mark in 0_usize..3) {
        let mark = [",", ";", "\t"][mark];
        let text = rows.iter().map(|row| row.join(mark)).collect::<Vec<_>>().join("\n");
        walk(text.as_bytes());
        let titled = format!("order number{mark}created at{mark}amount{mark}status{mark}type\n{text}");
        walk(titled.as_bytes());
    }

    #[test]
    fn every_table_comes_back(
        rows in prop::collection::vec(prop::collection::vec("[^\\x00\u{feff}]{0,12}", 1..6), 1..8),
        mark in prop::sample::select(vec![',', ';', '\t', '|']),
    ) {
        let mut writer = csv::WriterBuilder::new().flexible(true).delimiter(u8::try_from(mark).unwrap()).from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let options = ReadOptions {
            encoding: Some(Encoding::Utf8),
            delimiter: Some(mark),
            header: Some(Header::Missing),
            page: None,
        };
        let written: Vec<Vec<String>> =
            rows.into_iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).collect();
        match Sheet::read_with("table.csv", &bytes, &options) {
            Ok(sheet) => {
                let read: Vec<Vec<String>> = sheet.rows().map(|row| row.cells().map(str::to_owned).collect()).collect();
                assert_eq!(read, written);
            }
            // Markup and other formats are told by how they begin, and rows of spaces are nothing.
            Err(_) => assert!(written.is_empty() || bytes.starts_with(b"<") || bytes.starts_with(b"%") || bytes.starts_with(b"PK")),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_damaged_workbook_panics(flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = small_workbook();
        for (place, byte) in flips {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        walk(&bytes);
    }
}

fn small_workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, title) in (0_u16..).zip(["order number", "created at", "amount", "status"]) {
        sheet.write(0, column, title).unwrap();
    }
    for row in 1..20 {
        sheet.write(row, 0, format!("A-{row:06}")).unwrap();
        sheet.write(row, 1, "2026-04-03 10:00").unwrap();
        sheet.write(row, 2, row * 10).unwrap();
        sheet.write(row, 3, "SUCCESS").unwrap();
    }
    book.save_to_buffer().unwrap()
}
