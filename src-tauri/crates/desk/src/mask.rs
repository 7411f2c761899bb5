//! What is kept of a request: everything but the signature (DESIGN promises 4 and 6).

use gateways::WireRequest;

/// What stands in the place of a secret.
pub const MASK: &str = "•••";

/// Headers whose values could help to forge a request. The key's name (`access_key`, `MerchantId`) stays.
const SECRET_HEADERS: [&str; 4] = ["sign", "authorization", "cookie", "set-cookie"];

/// The headers of a request as they may be stored and shown.
#[must_use]
pub fn mask_request(request: &WireRequest) -> Vec<(String, String)> {
    mask_headers(request.headers.iter().map(|(name, value)| (*name, value.as_str())))
}

/// Any headers as they may be stored and shown.
pub(crate) fn mask_headers<'a>(
    headers: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Vec<(String, String)> {
    headers
        .into_iter()
        .map(|(name, value)| {
            let secret = SECRET_HEADERS.iter().any(|known| name.eq_ignore_ascii_case(known));
            (name.to_owned(), if secret { MASK.to_owned() } else { value.to_owned() })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use gateways::{Method, WireRequest};

    use super::{MASK, mask_request};

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
}
