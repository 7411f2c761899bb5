//! The gateway's messages (A4): which are a clear no, which prove nothing (Z24).

use crate::reading::may_exist;
use crate::{Evidence, Refusal, RefusalKind};

/// What a message says of the request it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// On the list of refusals: nothing was made.
    Refusal(RefusalKind),
    /// The gateway's own trouble, `System_*` or `Payin_Order_Error`: the order may exist.
    GatewayError,
    /// Not on the list.
    Unlisted,
}

/// Reads a message. The list of the documents breaks off, so it is matched by its patterns; a text of those
/// patterns that speaks of a time-out or of an order that is there already is no refusal (Z23).
pub(super) fn meaning(message: &str) -> Meaning {
    let message = message.trim();
    if message.starts_with("System_") || message == "Payin_Order_Error" {
        return Meaning::GatewayError;
    }
    match refusal(message) {
        Some(kind) if !may_exist(message) => Meaning::Refusal(kind),
        Some(_) | None => Meaning::Unlisted,
    }
}

fn refusal(message: &str) -> Option<RefusalKind> {
    if message == "Sign_verify_error" {
        Some(RefusalKind::BadSignature)
    } else if message == "Request_ip_notWhiteList" {
        Some(RefusalKind::AddressNotAllowed)
    } else if message.starts_with("MerchantId_") {
        Some(RefusalKind::UnknownMerchant)
    } else if message.starts_with("Request") || message == "Params_jsonFormat_error" {
        Some(RefusalKind::BadRequest)
    } else {
        message.strip_prefix("Params_").map(|rest| RefusalKind::BadField(field_of(rest)))
    }
}

/// The field in what follows `Params_`: `<name>_Required` or `<name>_error`, whatever stands behind it.
fn field_of(rest: &str) -> Option<String> {
    let (name, complaint) = rest.rsplit_once('_')?;
    let complaint = complaint.split(|character: char| !character.is_ascii_alphabetic()).next()?;
    let listed = complaint.eq_ignore_ascii_case("Required") || complaint.eq_ignore_ascii_case("error");
    (listed && !name.is_empty()).then(|| name.to_owned())
}

/// Whether a message clearly says that there is no such order. What the gateway answers for an unknown
/// order is not documented, and it proves nothing by itself (Z21). It has to speak of an order: a page, a merchant or an
/// interface that is not found says nothing about any, and would count as ground for giving one up.
pub(super) fn says_not_found(message: &str) -> bool {
    let lower = message.to_ascii_lowercase();
    let about_the_caller = matches!(
        meaning(message),
        Meaning::Refusal(
            RefusalKind::AddressNotAllowed
                | RefusalKind::BadSignature
                | RefusalKind::UnknownMerchant
                | RefusalKind::BadRequest
        ) | Meaning::GatewayError
    );
    let denies = lower.contains("not") && (lower.contains("exist") || lower.contains("found"));
    !about_the_caller && denies && lower.contains("order")
}

/// What an answer with a code other than 200 means.
pub(super) fn failure(code: String, message: String) -> Result<Refusal, Evidence> {
    match meaning(&message) {
        Meaning::Refusal(kind) => Ok(Refusal { kind, code, message, message_other: None }),
        Meaning::GatewayError => Err(Evidence::GatewayError { code, message }),
        Meaning::Unlisted => Err(Evidence::Unlisted { code, message }),
    }
}

#[cfg(test)]
mod tests {
    use super::{Meaning, meaning, says_not_found};
    use crate::RefusalKind::{AddressNotAllowed, BadField, BadRequest, BadSignature, UnknownMerchant};

    #[test]
    fn a04_z24_every_listed_message() {
        for (message, kind) in [
            ("MerchantId_is_null", UnknownMerchant),
            ("MerchantId_not_Number", UnknownMerchant),
            ("MerchantId_is_error", UnknownMerchant),
            ("Sign_verify_error", BadSignature),
            ("RequestMethod_not_post", BadRequest),
            ("RequestContentType_not_json", BadRequest),
            ("RequestBody_is_null", BadRequest),
            ("Request_ip_notWhiteList", AddressNotAllowed),
            ("Params_jsonFormat_error", BadRequest),
            ("Params_accountNo_Required", BadField(Some("accountNo".to_owned()))),
            ("Params_amount_error", BadField(Some("amount".to_owned()))),
            ("Params_bank_id_error", BadField(Some("bank_id".to_owned()))),
            ("Params_accountNo", BadField(None)),
            ("Params_accountNo_error: 18 digits", BadField(Some("accountNo".to_owned()))),
            (" Params_phone_required ", BadField(Some("phone".to_owned()))),
        ] {
            assert_eq!(meaning(message), Meaning::Refusal(kind), "{message}");
        }
        for message in ["System_error", "System_busy", "System_Maintenance", "Payin_Order_Error"] {
            assert_eq!(meaning(message), Meaning::GatewayError, "{message}");
        }
        for message in ["", "SUCCESS", "sign error", "Balance_not_enough", "params_amount_error", "系统异常"]
        {
            assert_eq!(meaning(message), Meaning::Unlisted, "{message}");
        }
    }

    #[test]
    fn z23_a_message_that_may_mean_an_existing_order_is_no_refusal() {
        for message in [
            "Params_mchOrderNo_repeat",
            "Params_mchOrderNo_Duplicate_error",
            "Params_mchOrderNo_exist",
            "Params_orderAlreadyExists_error",
            "Request_timeout",
            "Request_Time_out",
        ] {
            assert_eq!(meaning(message), Meaning::Unlisted, "{message}");
        }
        assert_eq!(meaning("MerchantId_not_exist"), Meaning::Refusal(UnknownMerchant));
    }

    #[test]
    fn z21_only_a_clear_message_says_not_found() {
        for message in ["Order_not_exist", "order NOT FOUND", "Params_mchOrderNo_not_exist"] {
            assert!(says_not_found(message), "{message}");
        }
        for message in
            ["System_error", "MerchantId_not_exist", "Order_exist", "not allowed", "Request_not_found"]
        {
            assert!(!says_not_found(message), "{message}");
        }
    }
}
