//! Why an order was refused, never left, or is unknown: the code and field behind the gateway's words.

use ledger::{EventRow, OrderDetail};
use orders::{Source, Status};
use serde_json::Value;

/// What the history says of the creation's answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Explanation {
    /// A text id of the window: `bad_signature`, `not_json`, `silent`, `refused_connection` …
    pub(crate) code: Option<String>,
    /// The field that a refusal names, or the host that a redirect names.
    pub(crate) field: Option<String>,
}

impl Explanation {
    /// Of the last step that left the order refused, unsent or unknown, if it still stands so.
    pub(crate) fn of(found: &OrderDetail) -> Self {
        match found.order.status {
            Status::NotSent => Self { code: found.order.reason.clone(), field: None },
            Status::Refused | Status::Unknown => found
                .events
                .iter()
                .rev()
                .find(|event| event.to_status == found.order.status && is_creation(event))
                .and_then(|event| event.note.as_deref())
                .map(Self::read)
                .unwrap_or_default(),
            Status::Prepared
            | Status::Sending
            | Status::Pending
            | Status::Processing
            | Status::Succeeded
            | Status::Failed
            | Status::Returned
            | Status::Expired
            | Status::Abandoned
            | Status::Cancelled => Self::default(),
        }
    }

    /// Reads a note as the desk writes it: a refusal or evidence as JSON, a redirect, or a code of the network's.
    pub(crate) fn read(note: &str) -> Self {
        if let Some(host) = note.strip_prefix("redirect to ") {
            return Self { code: Some("redirected".to_owned()), field: Some(host.to_owned()) };
        }
        let Ok(value) = serde_json::from_str::<Value>(note) else {
            return Self { code: Some(note.to_owned()), field: None };
        };
        // A refusal's kind is an object of its own, an evidence's a word.
        let kind = value.get("kind");
        let code = kind.and_then(|kind| kind.get("kind").or(Some(kind))).and_then(Value::as_str);
        let field =
            kind.and_then(|kind| kind.get("field")).or_else(|| value.get("number")).and_then(Value::as_str);
        Self { code: code.map(str::to_owned), field: field.map(str::to_owned) }
    }
}

fn is_creation(event: &EventRow) -> bool {
    matches!(event.source, Source::Answer | Source::Program)
}

#[cfg(test)]
mod tests {
    use super::Explanation;
    use gateways::{Evidence, Refusal, RefusalKind};

    fn read(note: &str) -> (Option<String>, Option<String>) {
        let read = Explanation::read(note);
        (read.code, read.field)
    }

    #[test]
    fn reads_what_the_desk_writes() {
        let refusal = Refusal {
            kind: RefusalKind::BadField(Some("accountId".to_owned())),
            code: "300".to_owned(),
            message: "accountId error".to_owned(),
            message_other: None,
        };
        let note = serde_json::to_string(&refusal).unwrap();
        assert_eq!(read(&note), (Some("bad_field".to_owned()), Some("accountId".to_owned())));
        let plain = Refusal { kind: RefusalKind::BadSignature, ..refusal };
        assert_eq!(read(&serde_json::to_string(&plain).unwrap()), (Some("bad_signature".to_owned()), None));
        let note = serde_json::to_string(&Evidence::NotJson).unwrap();
        assert_eq!(read(&note), (Some("not_json".to_owned()), None));
        let note = serde_json::to_string(&Evidence::OtherOrder { number: "X".to_owned() }).unwrap();
        assert_eq!(read(&note), (Some("other_order".to_owned()), Some("X".to_owned())));
        assert_eq!(read("silent"), (Some("silent".to_owned()), None));
        assert_eq!(
            read("redirect to evil.example"),
            (Some("redirected".to_owned()), Some("evil.example".to_owned()))
        );
    }
}
