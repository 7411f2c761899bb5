//! Status numbers and what they mean (cashfast.md §7, A4, A17).

use orders::{Direction, ReportedStatus};

use super::{name, sign};
use crate::json::{Json, Object};

/// What a number means for an order of this direction; `None` for numbers that no document lists.
pub(super) fn meaning(direction: Direction, number: u32) -> Option<ReportedStatus> {
    match (direction, number) {
        (Direction::Collect | Direction::Payout, 1) => Some(ReportedStatus::Pending),
        (Direction::Collect, 2) | (Direction::Payout, 8) => Some(ReportedStatus::Succeeded),
        (Direction::Payout, 2) => Some(ReportedStatus::Processing),
        // 4: the bank did not take it. 16: it failed. Which one is kept in the gateway's status (A17).
        (Direction::Payout, 4 | 16) => Some(ReportedStatus::Failed),
        (Direction::Collect | Direction::Payout, _) => None,
    }
}

/// The status as a row tells it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Told {
    /// Verbatim: the number when there is one, else whatever stands there.
    pub(super) verbatim: String,
    /// The number, unless there is none, or two that contradict each other.
    pub(super) number: Option<u32>,
}

/// Reads `orderStatus` and `orderStatusCode`, which swap roles between queries and callbacks: whichever is
/// an integer is the number (A4).
pub(super) fn told(row: &Object) -> Told {
    let both = [row.get(name::STATUS), row.get(name::STATUS_CODE)];
    let mut numbers: Vec<u32> = both.iter().copied().flatten().filter_map(integer).collect();
    numbers.dedup();
    let words = || both.iter().copied().flatten().filter_map(Json::scalar).collect::<Vec<_>>().join(" / ");
    match numbers.as_slice() {
        [number] => Told { verbatim: number.to_string(), number: Some(*number) },
        _ => Told { verbatim: words(), number: None },
    }
}

fn integer(value: &Json) -> Option<u32> {
    let text = match value {
        Json::Number(source) => sign::trim_fraction(source),
        Json::Text(text) => text.trim(),
        Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_) => return None,
    };
    // Digits alone: parse() would take a plus sign too.
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::{meaning, told};
    use crate::json::Json;
    use orders::{Direction, ReportedStatus};
    use rstest::rstest;

    #[rstest]
    #[case::collect_waits(Direction::Collect, 1, Some(ReportedStatus::Pending))]
    #[case::collect_paid(Direction::Collect, 2, Some(ReportedStatus::Succeeded))]
    #[case::collects_do_not_fail(Direction::Collect, 4, None)]
    #[case::eight_is_for_payouts(Direction::Collect, 8, None)]
    #[case::payout_accepted(Direction::Payout, 1, Some(ReportedStatus::Pending))]
    #[case::payout_at_the_bank(Direction::Payout, 2, Some(ReportedStatus::Processing))]
    #[case::not_taken_by_the_bank(Direction::Payout, 4, Some(ReportedStatus::Failed))]
    #[case::payout_paid(Direction::Payout, 8, Some(ReportedStatus::Succeeded))]
    #[case::payout_failed(Direction::Payout, 16, Some(ReportedStatus::Failed))]
    #[case::never_failed_by_guess(Direction::Payout, 32, None)]
    #[case::zero(Direction::Payout, 0, None)]
    fn every_number(
        #[case] direction: Direction,
        #[case] number: u32,
        #[case] expected: Option<ReportedStatus>,
    ) {
        assert_eq!(meaning(direction, number), expected);
    }

    #[rstest]
    #[case::query(r#"{"orderStatus":1,"orderStatusCode":"Accepted"}"#, "1", Some(1))]
    #[case::callback(r#"{"orderStatus":"Payment success","orderStatusCode":2}"#, "2", Some(2))]
    #[case::number_as_text(r#"{"orderStatus":"Failed","orderStatusCode":"16"}"#, "16", Some(16))]
    #[case::both_agree(r#"{"orderStatus":"2","orderStatusCode":2}"#, "2", Some(2))]
    #[case::one_alone(r#"{"orderStatus":8,"orderStatusCode":null}"#, "8", Some(8))]
    #[case::with_a_fraction(r#"{"orderStatusCode":8.0}"#, "8", Some(8))]
    #[case::contradiction(r#"{"orderStatus":1,"orderStatusCode":"2"}"#, "1 / 2", None)]
    #[case::neither(r#"{"orderStatus":"Accepted","orderStatusCode":"Done"}"#, "Accepted / Done", None)]
    #[case::nothing("{}", "", None)]
    #[case::beyond_all_numbers(r#"{"orderStatus":99999999999999999999}"#, "99999999999999999999", None)]
    #[case::negative(r#"{"orderStatus":-2}"#, "-2", None)]
    #[case::not_digits(r#"{"orderStatus":"+2"}"#, "+2", None)]
    fn a04_whichever_is_an_integer(#[case] row: &str, #[case] verbatim: &str, #[case] number: Option<u32>) {
        let row = Json::parse(row.as_bytes()).unwrap();
        let told = told(row.as_object().unwrap());
        assert_eq!((told.verbatim.as_str(), told.number), (verbatim, number));
    }
}
