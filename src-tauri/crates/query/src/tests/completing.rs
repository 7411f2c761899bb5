//! What is offered at the cursor, written `|` here.

use crate::{Completion, Known, Suggested, complete, parse};
use rstest::rstest;

fn known() -> Known {
    let list = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
    Known {
        accounts: list(&["North shop", "South"]),
        channels: list(&["SPEI"]),
        currencies: list(&["MXN", "THB"]),
        banks: list(&["STP", "BBVA México"]),
        labels: list(&["vip", "late, again"]),
    }
}

fn at_bar(text: &str) -> (Completion, String) {
    let cursor = text.find('|').unwrap();
    let text = text.replacen('|', "", 1);
    let completion = complete(&text, cursor, &known());
    let replaced = completion.span.of(&text).to_owned();
    (completion, replaced)
}

fn texts(completion: &Completion) -> Vec<&str> {
    completion.suggestions.iter().map(|suggestion| suggestion.text.as_str()).collect()
}

#[rstest]
#[case("sta|", "sta", &["status:"])]
#[case("x STA|rs y", "STArs", &["status:"])]
#[case("sin|", "sin", &["from:"])]
#[case("-sta|", "sta", &["status:"])]
#[case("-am|", "am", &[])]
#[case("garcia|", "garcia", &[])]
#[case("st|atus:unknown", "status", &["status"])]
#[case("status:ret|", "ret", &["returned"])]
#[case("status:ed|", "ed", &["prepared", "refused", "succeeded", "failed", "returned", "expired", "cancelled"])]
#[case("status:unknown,ret|", "ret", &["returned"])]
#[case("status:unknown,unk|", "unk", &[])]
#[case("status:re|x,unknown", "rex", &["refused", "returned", "prepared", "expired"])]
#[case("direction:|", "", &["collect", "payout"])]
#[case("direction:collect,|", "", &["payout"])]
#[case("-direction:| x", "", &["collect", "payout"])]
#[case("is:|starred", "starred", &["needs_person", "starred", "flagged", "provisional"])]
#[case("account:|", "", &["\"North shop\"", "South"])]
#[case("account:\"nor|", "\"nor", &["\"North shop\""])]
#[case("label:l|", "l", &["\"late, again\""])]
#[case("bank:méx|", "méx", &["\"BBVA México\""])]
#[case("currency:m|", "m", &["MXN"])]
#[case("channel:|", "", &["SPEI"])]
#[case("from:y|", "y", &["yesterday", "today", "-1y"])]
#[case("amount:4|", "4", &[])]
#[case("name:a|", "a", &[])]
#[case("\"sta|", "\"sta", &[])]
fn offered(#[case] text: &str, #[case] replaced: &str, #[case] expected: &[&str]) {
    let (completion, span) = at_bar(text);
    assert_eq!((span.as_str(), texts(&completion).as_slice()), (replaced, expected));
}

#[test]
fn at_the_begin_of_a_part_every_filter_is_offered() {
    for text in ["|", "x |", "x | y"] {
        let (completion, span) = at_bar(text);
        assert_eq!((span.as_str(), completion.suggestions.len()), ("", 22), "{text}");
    }
    let negated = at_bar("x -|").0;
    assert_eq!(negated.suggestions.len(), 18);
    assert!(!texts(&negated).contains(&"amount:"));
}

#[rstest]
#[case("is:")]
#[case("-status:")]
#[case("x from:")]
#[case("direction:")]
#[case("flag:")]
#[case("label:")]
#[case("account:north,")]
#[case("sta")]
fn what_is_taken_is_right(#[case] begun: &str) {
    let completion = complete(begun, begun.len(), &known());
    assert!(!completion.suggestions.is_empty());
    for suggestion in completion.suggestions {
        let value = if suggestion.text.ends_with(':') { "unknown" } else { "" };
        let before = begun.get(..completion.span.start).unwrap();
        let taken = format!("{before}{}{value}", suggestion.text);
        assert_eq!(parse(&taken).mistakes, [], "{taken}");
    }
}

#[test]
fn says_what_a_suggestion_is() {
    let (completion, _) = at_bar("account:nor|");
    let filter = crate::FilterName::Account;
    let what = &completion.suggestions.first().unwrap().what;
    assert_eq!(*what, Suggested::Value { filter, value: "North shop".to_owned() });
}

#[test]
fn a_cursor_between_bytes_or_beyond_the_end_harms_nothing() {
    for cursor in 0..12 {
        let completion = complete("王 status:", cursor, &known());
        assert!("王 status:".get(completion.span.start..completion.span.end).is_some());
    }
    assert_eq!(complete("sta", 99, &known()).suggestions.len(), 1);
}
