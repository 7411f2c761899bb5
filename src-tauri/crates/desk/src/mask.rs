//! What is kept of a request: everything but the signature (DESIGN promises 4 and 6).

use gateways::WireRequest;

/// What stands in the place of a secret.
pub const MASK: &str = "•••";

/// Headers whose values could help to forge a request. The key's name (`access_key`, `MerchantId`) stays.
const SECRET_HEADERS: [&str; 4] = ["sign", "authorization", "cookie", "set-cookie"];

/// Shorter secrets are not looked for in answers: they would be found where they do not stand.
const SOUGHT_LENGTH_MIN: usize = 8;

/// An answer's body without the `secrets` of its request, should the gateway repeat them: no document says what the
/// debug mode's answers carry (cashfast.md, A20). All else stays to the byte.
pub(crate) fn mask_answer(body: &[u8], secrets: &[&str]) -> Vec<u8> {
    let sought = secrets.iter().filter(|secret| secret.len() >= SOUGHT_LENGTH_MIN);
    let spellings = sought.flat_map(|secret| spelt_in_json(secret));
    spellings.fold(body.to_vec(), |body, secret| without(&body, secret.as_bytes()))
}

/// A secret as JSON may spell it: as it is, with slashes escaped, with everything odd as `\u....`, in either case.
fn spelt_in_json(secret: &str) -> [String; 4] {
    let escaped = |upper: bool| -> String {
        let spell = |c: char| match (c.is_ascii_alphanumeric(), upper) {
            (true, _) => c.to_string(),
            (false, true) => format!("\\u{:04X}", u32::from(c)),
            (false, false) => format!("\\u{:04x}", u32::from(c)),
        };
        secret.chars().map(spell).collect()
    };
    [secret.to_owned(), secret.replace('/', "\\/"), escaped(false), escaped(true)]
}

fn without(body: &[u8], secret: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((first, others)) = rest.split_first() {
        if let Some(after) = rest.strip_prefix(secret) {
            kept.extend_from_slice(MASK.as_bytes());
            rest = after;
        } else {
            kept.push(*first);
            rest = others;
        }
    }
    kept
}

/// The headers of a request as they may be stored and shown.
#[must_use]
pub fn mask_request(request: &WireRequest) -> Vec<(String, String)> {
    mask_headers(request.headers.iter().map(|(name, value)| (*name, value.as_str())))
}

/// Any headers as they may be stored and shown.
pub(crate) fn mask_headers<'a>(
    headers: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Vec<(String, String)> {
    mask_named(headers, &SECRET_HEADERS)
}

/// The headers of a callback as they may be stored: its signature stays, since it is held against the body again later; what
/// a proxy on the way has added to prove itself goes.
pub(crate) fn mask_credentials(headers: &[(String, String)]) -> Vec<(String, String)> {
    let headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    mask_named(headers, &["authorization", "proxy-authorization", "cookie"])
}

fn mask_named<'a>(
    headers: impl IntoIterator<Item = (&'a str, &'a str)>,
    secret: &[&str],
) -> Vec<(String, String)> {
    headers
        .into_iter()
        .map(|(name, value)| {
            let masked = secret.iter().any(|known| name.eq_ignore_ascii_case(known));
            (name.to_owned(), if masked { MASK.to_owned() } else { value.to_owned() })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use gateways::{Method, WireRequest};

    use super::{MASK, mask_answer, mask_request};

    #[test]
    fn the_signature_goes_and_the_key_id_stays() {
        let request = WireRequest {
            method: Method::Post,
            path: "/api/payOut",
            headers: vec![("MerchantId", "1002001".to_owned()), ("Sign", "A6FC73F7".to_owned())],
            body: Vec::new(),
        };
        let masked = mask_request(&request);
        assert_eq!(masked[0], ("MerchantId".to_owned(), "1002001".to_owned()));
        assert_eq!(masked[1], ("Sign".to_owned(), MASK.to_owned()));
    }

    #[test]
    fn a20_only_the_secrets_go_from_an_answer() {
        let body =
            b"{ \"key\" : \"top-secret\",\xFF\n\"again\":\"top-secrettop-secret\", \"msg\":\"top-sec\" }";
        let masked = mask_answer(body, &["top-secret", "msg", ""]);
        let expected = "{ \"key\" : \"•••\",\u{1}\n\"again\":\"••••••\", \"msg\":\"top-sec\" }";
        let expected: Vec<u8> = expected.bytes().map(|byte| if byte == 1 { 0xFF } else { byte }).collect();
        assert_eq!(masked, expected);
        assert_eq!(mask_answer(b"", &["top-secret"]), b"");
    }

    #[test]
    fn a20_a_secret_goes_however_json_spells_it() {
        for spelt in ["ab/cd+ef=", r"ab\/cd+ef=", r"ab\u002fcd\u002bef\u003d", r"ab\u002Fcd\u002Bef\u003D"] {
            let masked = mask_answer(format!(r#"{{"key":"{spelt}"}}"#).as_bytes(), &["ab/cd+ef="]);
            assert_eq!(String::from_utf8(masked).unwrap(), r#"{"key":"•••"}"#, "{spelt}");
        }
    }

    #[test]
    fn a_callback_keeps_its_signature_and_no_credentials() {
        let headers = [("Sign", "A6"), ("Authorization", "Bearer x"), ("Cookie", "y"), ("Accept", "*/*")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let masked = super::mask_credentials(&headers);
        let values: Vec<&str> = masked.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(values, ["A6", MASK, MASK, "*/*"]);
    }
}
