//! Rows that became no orders, as a file that a person can mend and read again.

use csv::WriterBuilder;

use crate::reading::told;
use crate::{Sheet, harmless};

/// The titles of the two columns that stand behind the file's own.
pub const REFUSED_TITLES: [&str; 2] = ["Line in the first file", "Why it was left out"];

/// Excel takes a CSV for UTF-8 by this mark only.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// A CSV of some rows of a sheet, each with its place (counted from 0) and the reason, below the sheet's titles.
///
/// A spreadsheet runs nothing of it: a text that looks like a formula gets an apostrophe (bar S14), which reading takes off.
#[must_use]
pub fn refused_rows(sheet: &Sheet, rows: &[(usize, String)]) -> Vec<u8> {
    let mut writer = WriterBuilder::new().flexible(true).from_writer(MARK.to_vec());
    let titles = sheet.titles().iter().map(|title| harmless(title).into_owned());
    let mut records = vec![titles.chain(REFUSED_TITLES.map(str::to_owned)).collect::<Vec<_>>()];
    let width = sheet.titles().len();
    for (index, why) in rows {
        let Some(row) = sheet.row(*index) else { continue };
        let cells = (0..width.max(row.len())).map(|column| harmless(&told(row.cell(column))).into_owned());
        records.push(cells.chain([row.line().to_string(), harmless(why).into_owned()]).collect());
    }
    for record in &records {
        // Memory takes whatever is written to it.
        let _written = writer.write_record(record);
    }
    writer.into_inner().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::refused_rows;
    use crate::Sheet;

    #[test]
    fn nothing_runs_and_everything_comes_back() {
        let text = "number,name,amount\n=\"0012\",=HYPERLINK(1),-5\n7,@x;'=1,\"a\"\"b\"\n8,plain,1\n";
        let sheet = Sheet::read("a.csv", text.as_bytes()).unwrap();
        let written = refused_rows(&sheet, &[(0, "-5 is less".to_owned()), (1, "why".to_owned())]);
        let shown = String::from_utf8(written.clone()).unwrap();
        assert_eq!(
            shown,
            "\u{feff}number,name,amount,Line in the first file,Why it was left out\n\
             0012,'=HYPERLINK(1),'-5,2,'-5 is less\n7,'@x;'=1,\"a\"\"b\",3,why\n"
        );
        let again = Sheet::read("b.csv", &written).unwrap();
        let cells: Vec<String> = (0..3)
            .map(|column| crate::reading::told(again.row(0).unwrap().cell(column)).into_owned())
            .collect();
        assert_eq!(cells, ["0012", "=HYPERLINK(1)", "-5"]);
        assert_eq!(
            crate::reading::told(again.row(1).unwrap().cell(1)),
            "@x;=1",
            "as an export of ours has it"
        );
    }
}
