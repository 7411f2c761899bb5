//! Which known word a mistyped one was probably meant to be.

use std::cmp::Reverse;

/// Longer texts are no slips of the finger.
const LONGEST: usize = 24;

/// The nearest of `candidates`: the only one that begins so, or the one with the fewest slips.
///
/// A slip is a letter too many, missing, wrong, or swapped with its neighbour. Two are allowed, one in words of up to four letters.
pub(crate) fn nearest<'a>(given: &str, candidates: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let letters: Vec<char> = given.chars().take(LONGEST + 1).collect();
    if letters.len() < 2 || letters.len() > LONGEST {
        return None;
    }
    let mut beginning = candidates.clone().filter(|candidate| candidate.starts_with(given));
    if let (Some(only), None) = (beginning.next(), beginning.next()) {
        return Some(only);
    }
    by_slips(&letters, candidates)
}

/// The candidate with the fewest slips, without regard to how it begins. Two letters are near to everything, so they are near to nothing.
pub(crate) fn misspelt<'a>(given: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let letters: Vec<char> = given.chars().take(LONGEST + 1).collect();
    if !(3..=LONGEST).contains(&letters.len()) { None } else { by_slips(&letters, candidates) }
}

fn by_slips<'a>(letters: &[char], candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = if letters.len() <= 4 { 1 } else { 2 };
    candidates
        .map(|candidate| (candidate, candidate.chars().collect::<Vec<_>>()))
        .map(|(candidate, meant)| (slips(letters, &meant), Reverse(common(letters, &meant)), candidate))
        .filter(|(count, _, _)| *count <= allowed)
        .min_by_key(|(count, begin, _)| (*count, *begin))
        .map(|(_, _, candidate)| candidate)
}

/// How many letters they begin with alike: people seldom slip on the first.
fn common(given: &[char], meant: &[char]) -> usize {
    given.iter().zip(meant).take_while(|(x, y)| x == y).count()
}

/// Optimal string alignment: Levenshtein's distance with swapped neighbours counted once.
fn slips(given: &[char], meant: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=meant.len()).collect();
    let at = |row: &[usize], n: usize| row.get(n).copied().unwrap_or(usize::MAX / 2);
    for (i, x) in given.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in meant.iter().enumerate() {
            let mut best =
                (at(&last, j + 1) + 1).min(at(&row, j) + 1).min(at(&last, j) + usize::from(x != y));
            let swapped = i > 0 && j > 0 && given.get(i - 1) == Some(y) && meant.get(j - 1) == Some(x);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    at(&last, meant.len())
}

#[cfg(test)]
mod tests {
    use super::{nearest, slips};
    use rstest::rstest;

    #[rstest]
    #[case("status", "status", 0)]
    #[case("statsu", "status", 1)]
    #[case("stauts", "status", 1)]
    #[case("stat", "status", 2)]
    #[case("", "abc", 3)]
    #[case("https", "has", 3)]
    fn counted(#[case] given: &str, #[case] meant: &str, #[case] expected: usize) {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(slips(&letters(given), &letters(meant)), expected);
    }

    #[test]
    fn a_beginning_counts_when_it_is_the_only_one() {
        let words = ["succeeded", "processing", "prepared", "failed"];
        assert_eq!(nearest("succ", words.into_iter()), Some("succeeded"));
        assert_eq!(nearest("pr", words.into_iter()), None);
        assert_eq!(nearest("faild", words.into_iter()), Some("failed"));
        assert_eq!(nearest("acount", ["amount", "account"].into_iter()), Some("account"));
        assert_eq!(nearest("x", words.into_iter()), None);
        assert_eq!(nearest(&"f".repeat(100), words.into_iter()), None);
    }
}
