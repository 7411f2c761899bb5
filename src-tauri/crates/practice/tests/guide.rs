//! The guide's table of outcomes is the program's: the same rows, word for word, in the same order.

use practice::OUTCOMES;

const GUIDE: &str = include_str!("../../../../docs/guide/practice.md");

#[test]
fn the_guide_lists_exactly_the_outcomes() {
    let numbered = |line: &&str| {
        let ending = line.strip_prefix("| ").and_then(|rest| rest.get(..2));
        ending.is_some_and(|ending| ending.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let listed: Vec<&str> = GUIDE.lines().filter(numbered).collect();
    let expected: Vec<String> = OUTCOMES
        .iter()
        .map(|row| format!("| {:02} | {} | {} |", row.ending, row.name, row.what_happens))
        .collect();
    assert_eq!(listed, expected, "docs/guide/practice.md");
}
