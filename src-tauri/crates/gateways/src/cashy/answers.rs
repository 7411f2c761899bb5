//! Opening an answer's envelope (A3), whatever the HTTP status says (Z24).

use super::refusal::{self, Meaning};
use crate::json::{Json, Object};
use crate::{Evidence, Refusal, WireAnswer};

/// An answer taken out of its envelope.
pub(super) enum Opened {
    /// `code` 200.
    Success {
        /// The message, verbatim.
        message: String,
        /// The data, when there is any.
        data: Option<Json>,
    },
    /// A documented refusal.
    Refused(Refusal),
    /// Neither.
    Unclear(Evidence),
}

/// Opens an envelope. `code` decides; a message from the list of errors beside code 200, or an order beside a
/// refusal, is a contradiction that proves nothing.
pub(super) fn open(answer: &WireAnswer) -> Opened {
    let Some(json) = Json::parse(&answer.body) else {
        return Opened::Unclear(Evidence::NotJson);
    };
    let Some((object, code)) = json.as_object().and_then(|object| Some((object, object.text("code")?)))
    else {
        return Opened::Unclear(Evidence::NotAnEnvelope);
    };
    let message = object.text("msg").unwrap_or_default();
    let data = object.get("data").filter(|data| **data != Json::Null);
    if object.integer("code") == Some(200) {
        let denied = object.get("success") == Some(&Json::Bool(false));
        return match refusal::meaning(&message) {
            Meaning::Unlisted if !denied => Opened::Success { message, data: data.cloned() },
            Meaning::Unlisted | Meaning::Refusal(_) | Meaning::GatewayError => {
                Opened::Unclear(Evidence::Contradiction)
            }
        };
    }
    match refusal::failure(code, message) {
        Ok(_) if data.and_then(Json::as_object).is_some_and(has_order) => {
            Opened::Unclear(Evidence::Contradiction)
        }
        Ok(refusal) => Opened::Refused(refusal),
        Err(evidence) => Opened::Unclear(evidence),
    }
}

fn has_order(data: &Object) -> bool {
    data.text("orderNo").is_some()
}

#[cfg(test)]
mod tests {
    use super::{Opened, open};
    use crate::{Evidence, WireAnswer};

    fn evidence(body: &str) -> Option<Evidence> {
        let answer = WireAnswer { status: 200, content_type: None, body: body.as_bytes().to_vec() };
        match open(&answer) {
            Opened::Unclear(evidence) => Some(evidence),
            Opened::Success { .. } | Opened::Refused(_) => None,
        }
    }

    #[test]
    fn what_is_no_envelope_proves_nothing() {
        for body in ["", "<html>", r#"{"code":200"#, r#"{"code":200,"code":500}"#] {
            assert_eq!(evidence(body), Some(Evidence::NotJson), "{body}");
        }
        for body in ["[]", "200", r#"{"msg":"SUCCESS"}"#, r#"{"code":null}"#, r#"{"code":""}"#] {
            assert_eq!(evidence(body), Some(Evidence::NotAnEnvelope), "{body}");
        }
    }

    #[test]
    fn contradictions_prove_nothing() {
        for body in [
            r#"{"code":200,"msg":"Sign_verify_error"}"#,
            r#"{"code":200,"msg":"System_error","data":{}}"#,
            r#"{"code":200,"success":false,"data":{}}"#,
            r#"{"code":500,"msg":"Params_amount_error","data":{"orderNo":"PAYOUT1"}}"#,
        ] {
            assert_eq!(evidence(body), Some(Evidence::Contradiction), "{body}");
        }
    }
}
