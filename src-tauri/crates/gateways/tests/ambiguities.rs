//! Where the contracts contradict themselves or are silent, each has a chapter of numbered rows, and each row has a
//! test that carries its number: `a03_…` for row A3 of `docs/gateways/cashfast.md`, `z14_…` for row Z14 of
//! `cashy.md`. This counts them, over the whole workspace: many rows are about what the desk does, not the wire.
#![expect(clippy::unwrap_used, reason = "a file that cannot be read is a failed test")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A row: the letter of its chapter in lower case, and its number.
type Row = (char, u8);

/// The rows of the chapters as the contract files print them.
fn rows(contracts: &Path) -> BTreeSet<Row> {
    let both = ["cashfast.md", "cashy.md"].map(|file| std::fs::read_to_string(contracts.join(file)).unwrap());
    both.iter()
        .flat_map(|text| text.lines())
        .filter_map(|line| line.strip_prefix("| **")?.split_once("** |"))
        .filter_map(|(number, _)| row(&number.to_lowercase()))
        .collect()
}

fn row(word: &str) -> Option<Row> {
    let digits = word.strip_prefix(['a', 'z'])?;
    let is_number = matches!(digits.len(), 1 | 2) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = if is_number { digits.parse().ok()? } else { return None };
    Some((word.chars().next()?, number))
}

/// The rows that a name like `a06_a07_amounts_are_compared_by_value` carries.
fn carried(name: &str) -> impl Iterator<Item = Row> + '_ {
    name.split('_').filter_map(row)
}

/// The names of the test functions in a source file.
fn tests(source: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut marked = false;
    for line in source.lines().map(str::trim_start) {
        marked |= ["#[test]", "#[tokio::test", "#[rstest]"].iter().any(|mark| line.starts_with(mark));
        let plain = line.trim_start_matches("pub(crate) ").trim_start_matches("async ");
        if let Some(name) = plain.strip_prefix("fn ").and_then(|rest| rest.split(['(', '<']).next()) {
            if marked {
                names.push(name);
            }
            marked = false;
        }
    }
    names
}

/// All Rust sources below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn every_row_has_a_test_that_carries_its_number() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let expected = rows(&own.join("../../../docs/gateways"));
    let count = |letter| expected.iter().filter(|(chapter, _)| *chapter == letter).count();
    assert_eq!(
        (count('a'), count('z')),
        (21, 26),
        "the chapters have other rows than they had: {expected:?}"
    );

    let workspace = own.join("../..");
    let mut shown = BTreeSet::new();
    for file in sources(&workspace) {
        let place = file.strip_prefix(&workspace).unwrap().to_string_lossy().into_owned();
        let source = std::fs::read_to_string(&file).unwrap();
        let numbers = tests(&source).into_iter().flat_map(carried);
        // Among Cashy's own files, A2 is the second section of cashy.md, part A, and no ambiguity.
        shown.extend(numbers.filter(|(letter, _)| match letter {
            'a' => !place.contains("cashy"),
            _ => !place.contains("cashfast"),
        }));
    }
    let name = |(letter, number): &Row| format!("{}{number}", letter.to_ascii_uppercase());
    let missing: Vec<String> = expected.difference(&shown).map(name).collect();
    assert!(missing.is_empty(), "no test carries {}", missing.join(", "));
    let strange: Vec<String> = shown.difference(&expected).map(name).collect();
    assert!(strange.is_empty(), "tests carry numbers of no row: {}", strange.join(", "));
}

#[test]
fn only_names_of_tests_count() {
    let source = "
        /// See a01_in_a_comment.
        fn a02_no_test() {}
        #[rstest]
        #[case::a03_a_case(1)]
        #[tokio::test]
        async fn a04_z5_two_rows(#[case] a06_number: u8) {}
        fn a07_after_a_test() {}
        #[test]
        fn lots_a123_az8_z() {}
    ";
    let found: Vec<Row> = tests(source).into_iter().flat_map(carried).collect();
    assert_eq!(found, [('a', 4), ('z', 5)]);
}
