//! Where an account's gateway is, and which addresses are accepted (S10).
//!
//! A base URL never changes for an account: a wrong address must not fake a "not found" (DESIGN §6).

use url::{Host, Url};

/// Longer addresses than this are nobody's base URL.
const LENGTH_MAX: usize = 512;

/// What stands before the market in the base URL of an account at the built-in practice gateway,
/// whose port differs from start to start.
pub const PRACTICE_SCHEME: &str = "practice:";

/// Why an address is not accepted as a base URL.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BaseUrlProblem {
    /// It is not an address, or too long.
    #[error("this is not a web address")]
    NotAnAddress,
    /// It is neither https nor http.
    #[error("the address must begin with https://")]
    NotHttp,
    /// It carries a user name, a password, a query or a fragment.
    #[error("the address must not carry a user name, a question mark or a #")]
    Extras,
    /// It is http to another computer, and nobody has typed the host to confirm that.
    #[error("http to {host} would send everything readable by anyone on the way; type the host to confirm")]
    InsecureUnconfirmed {
        /// The host that has to be typed.
        host: String,
    },
    /// A practice address in the live ledger, or without a practice gateway.
    #[error("there is no practice gateway here")]
    NoPractice,
}

/// Checks an address and writes it in its one normal form, without a slash at its end.
///
/// `typed_confirmation` is the host as a person typed it, needed for http to anything but this computer.
///
/// # Errors
/// [`BaseUrlProblem`] with the first reason found.
pub(crate) fn normalise(
    text: &str,
    practice: bool,
    typed_confirmation: Option<&str>,
) -> Result<String, BaseUrlProblem> {
    let text = text.trim();
    if let Some(market) = text.strip_prefix(PRACTICE_SCHEME) {
        let plain = market.chars().all(|c| c.is_ascii_lowercase() || c == '-') && !market.is_empty();
        return if practice && plain { Ok(text.to_owned()) } else { Err(BaseUrlProblem::NoPractice) };
    }
    if text.len() > LENGTH_MAX || text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
        return Err(BaseUrlProblem::NotAnAddress);
    }
    let url = Url::parse(text).map_err(|_| BaseUrlProblem::NotAnAddress)?;
    if !matches!(url.scheme(), "http" | "https") || !text.contains("://") {
        return Err(BaseUrlProblem::NotHttp);
    }
    let extras = !url.username().is_empty() || url.password().is_some() || text.contains(['?', '#', '@']);
    if extras {
        return Err(BaseUrlProblem::Extras);
    }
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or(BaseUrlProblem::NotAnAddress)?;
    let confirmed = typed_confirmation.is_some_and(|typed| typed.trim().eq_ignore_ascii_case(host));
    if url.scheme() == "http" && !is_this_computer(&url) && !confirmed {
        return Err(BaseUrlProblem::InsecureUnconfirmed { host: host.to_owned() });
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// Whether an address stays on this computer.
#[must_use]
pub fn is_this_computer(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

/// Whether an account's address deserves the lasting banner: plain http to another computer.
#[must_use]
pub fn is_insecure(base_url: &str) -> bool {
    Url::parse(base_url).is_ok_and(|url| url.scheme() == "http" && !is_this_computer(&url))
}

/// The address to send to: a practice account's follows the practice gateway wherever it listens today.
///
/// # Errors
/// [`BaseUrlProblem::NoPractice`] for a practice account while no practice gateway runs.
pub(crate) fn resolve(base_url: &str, practice_origin: Option<&Url>) -> Result<Url, BaseUrlProblem> {
    match base_url.strip_prefix(PRACTICE_SCHEME) {
        Some(market) => {
            let origin = practice_origin.ok_or(BaseUrlProblem::NoPractice)?;
            let address = format!("{}/{market}", origin.as_str().trim_end_matches('/'));
            Url::parse(&address).map_err(|_| BaseUrlProblem::NotAnAddress)
        }
        None => Url::parse(base_url).map_err(|_| BaseUrlProblem::NotAnAddress),
    }
}

#[cfg(test)]
mod tests {
    use super::{BaseUrlProblem, is_insecure, normalise, resolve};
    use rstest::rstest;
    use url::Url;

    #[rstest]
    #[case::plain("https://api.example.com", "https://api.example.com")]
    #[case::slash_at_the_end("https://api.example.com/v3/", "https://api.example.com/v3")]
    #[case::case_and_default_port("HTTPS://API.Example.com:443", "https://api.example.com")]
    #[case::loopback("http://127.0.0.1:9000", "http://127.0.0.1:9000")]
    #[case::localhost("http://localhost:9000/cashy-tz", "http://localhost:9000/cashy-tz")]
    #[case::loopback_six("http://[::1]:9000", "http://[::1]:9000")]
    #[case::surrounding_space("  https://api.example.com\n", "https://api.example.com")]
    fn s10_accepts_and_normalises(#[case] text: &str, #[case] stored: &str) {
        assert_eq!(normalise(text, false, None), Ok(stored.to_owned()));
    }

    #[rstest]
    #[case::user("https://good.example@evil.example", BaseUrlProblem::Extras)]
    #[case::password("https://a:b@example.com", BaseUrlProblem::Extras)]
    #[case::empty_user("https://@example.com", BaseUrlProblem::Extras)]
    #[case::query("https://example.com/?a=b", BaseUrlProblem::Extras)]
    #[case::fragment("https://example.com/#x", BaseUrlProblem::Extras)]
    #[case::file("file:///etc/passwd", BaseUrlProblem::NotHttp)]
    #[case::ftp("ftp://example.com", BaseUrlProblem::NotHttp)]
    #[case::no_slashes("https:example.com", BaseUrlProblem::NotHttp)]
    #[case::no_scheme("api.example.com", BaseUrlProblem::NotAnAddress)]
    #[case::backslash("https:\\\\example.com", BaseUrlProblem::NotAnAddress)]
    #[case::inner_space("https://exa mple.com", BaseUrlProblem::NotAnAddress)]
    #[case::practice_in_live("practice:cashy-tz", BaseUrlProblem::NoPractice)]
    #[case::empty("", BaseUrlProblem::NotAnAddress)]
    fn s10_refuses(#[case] text: &str, #[case] problem: BaseUrlProblem) {
        assert_eq!(normalise(text, false, None), Err(problem));
    }

    #[test]
    fn s10_http_elsewhere_wants_the_host_typed() {
        let address = "http://gateway.example:8080/";
        let refused = normalise(address, false, None);
        assert_eq!(refused, Err(BaseUrlProblem::InsecureUnconfirmed { host: "gateway.example".to_owned() }));
        assert_eq!(normalise(address, false, Some("yes")), refused);
        assert_eq!(
            normalise(address, false, Some("Gateway.Example")),
            Ok("http://gateway.example:8080".to_owned())
        );
        assert!(is_insecure("http://gateway.example:8080"));
        assert!(!is_insecure("http://127.0.0.1:1"));
        assert!(!is_insecure("https://gateway.example"));
    }

    #[test]
    fn practice_accounts_follow_the_practice_gateway() {
        let origin = Url::parse("http://127.0.0.1:4040/").unwrap();
        assert_eq!(normalise("practice:cashy-tz", true, None), Ok("practice:cashy-tz".to_owned()));
        assert_eq!(
            resolve("practice:cashy-tz", Some(&origin)).unwrap().as_str(),
            "http://127.0.0.1:4040/cashy-tz"
        );
        assert_eq!(resolve("practice:cashy-tz", None), Err(BaseUrlProblem::NoPractice));
        assert_eq!(normalise("practice:../x", true, None), Err(BaseUrlProblem::NoPractice));
    }
}
