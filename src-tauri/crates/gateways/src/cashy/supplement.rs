//! Supplementary payments: a payer paid another amount, or twice (A7, Z11).

use crate::Supplement;
use crate::json::Object;

/// The most digits of a serial that the gateway appends to a number (the prose has five, the sample four).
const SERIAL_DIGITS_MAX: usize = 5;

/// The link to the original order, when this is a supplement: `orderType` PATCH, or a platform number
/// that differs from the one it supplements.
pub(super) fn read(data: &Object) -> Option<Supplement> {
    let own = data.text("orderNo");
    let original = data.text("patchOrderNo").filter(|original| Some(original) != own.as_ref());
    let is_patch = data.text("orderType").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("PATCH"));
    let differs = own.is_some() && original.is_some();
    (is_patch || differs).then(|| Supplement {
        original_gateway_number: original,
        original_number_candidates: candidates(data),
    })
}

/// Our numbers that the original may have: as written, then without one to five digits at the end,
/// because prose and sample disagree about where the serial goes and how long it is.
fn candidates(data: &Object) -> Vec<String> {
    let written: Vec<String> =
        ["mchOrderNo", "patchMchOrderNo"].iter().filter_map(|name| data.text(name)).collect();
    let mut candidates = Vec::new();
    for number in
        written.iter().map(String::as_str).chain(written.iter().flat_map(|text| without_serial(text)))
    {
        if !candidates.iter().any(|known| known == number) {
            candidates.push(number.to_owned());
        }
    }
    candidates
}

fn without_serial(number: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(number), |rest| rest.strip_suffix(|last: char| last.is_ascii_digit()))
        .skip(1)
        .take(SERIAL_DIGITS_MAX)
        .filter(|rest| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::json::Json;

    fn candidates(text: &str) -> Option<(Option<String>, Vec<String>)> {
        let json = Json::parse(text.as_bytes()).unwrap();
        read(json.as_object().unwrap())
            .map(|found| (found.original_gateway_number, found.original_number_candidates))
    }

    #[test]
    fn z11_as_the_prose_has_it() {
        let text = r#"{"orderNo":"PAYIN2","patchOrderNo":"PAYIN1","orderType":"PATCH",
            "mchOrderNo":"MCH2023A00001","patchMchOrderNo":"MCH2023A"}"#;
        let (original, numbers) = candidates(text).unwrap();
        assert_eq!(original.as_deref(), Some("PAYIN1"));
        assert_eq!(
            numbers,
            ["MCH2023A00001", "MCH2023A", "MCH2023A0000", "MCH2023A000", "MCH2023A00", "MCH2023A0"]
        );
    }

    #[test]
    fn z11_recognised_by_either_sign() {
        let by_type = candidates(r#"{"orderNo":"P2","orderType":"patch","mchOrderNo":"A1"}"#).unwrap();
        assert_eq!(by_type, (None, vec!["A1".to_owned(), "A".to_owned()]));
        let by_number = candidates(r#"{"orderNo":"P2","patchOrderNo":"P1","mchOrderNo":"A"}"#).unwrap();
        assert_eq!(by_number, (Some("P1".to_owned()), vec!["A".to_owned()]));
        for text in [
            r#"{"orderNo":"P1","patchOrderNo":"P1","orderType":"API","mchOrderNo":"A"}"#,
            r#"{"orderNo":"P1","mchOrderNo":"A"}"#,
            r#"{"orderNo":"P1","patchOrderNo":"","orderType":"DESK"}"#,
        ] {
            assert_eq!(candidates(text), None, "{text}");
        }
    }

    #[test]
    fn z12_a_number_that_ends_in_a_letter_is_never_shortened() {
        let text = r#"{"orderNo":"P2","orderType":"PATCH","mchOrderNo":"01JDA3B","patchMchOrderNo":"123"}"#;
        assert_eq!(candidates(text).unwrap().1, ["01JDA3B", "123", "12", "1"]);
    }
}
