//! Cashy's wire language from outside: requests, answers and callbacks of the documents, row by row of the
//! chapter on ambiguities (`docs/gateways/cashy.md`, part Z).
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests fail by panicking, also in their helpers"
)]

mod answers;
mod deliveries;
mod misreadings;
mod properties;
mod queries;
mod requests;
mod support;
mod unwritable;

use std::path::Path;

/// Each fixture is named in one of the tests here, so that a new one cannot lie about unread.
#[test]
fn every_fixture_is_read() {
    let sources = [
        include_str!("answers.rs"),
        include_str!("deliveries.rs"),
        include_str!("queries.rs"),
        include_str!("requests.rs"),
    ]
    .concat();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cashy");
    let mut count = 0;
    for folder in ["mxn", "tzs", "thb", "public"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let name = format!("{folder}/{}", entry.unwrap().file_name().to_str().unwrap());
            // The catalogue's own tests hold it against the markets.
            if name != "public/country_catalogue.json" {
                assert!(sources.contains(&format!("\"{name}\"")), "{name} is read by no test");
                count += 1;
            }
        }
    }
    assert_eq!(count, 45, "a fixture is missing");
}
