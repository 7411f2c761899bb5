//! The address that callbacks go to: a setting of the account, checked by its market's rules.

use std::net::{Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use super::Market;

/// Why a callback address cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum NotifyUrlProblem {
    /// This market wants one with every order.
    Required,
    /// Not an http or https address.
    NotAnUrl,
    /// It is longer than the gateway takes.
    TooLong {
        /// The most characters.
        max: u32,
        /// How many it has.
        have: u32,
    },
    /// It names a machine that the gateway cannot reach: this one, or one in a private network.
    NotPublic,
}

/// Checks a callback address: http or https, not too long, and public if it is a bare IP address (M-in, M-out).
///
/// The practice gateway runs beside the program, so `practice` takes any address. An empty text is right
/// where the market does not ask for one. A name is not looked up: nothing here does I/O.
///
/// # Errors
/// [`NotifyUrlProblem`], the first that is found.
pub fn check_notify_url(market: &Market, url: &str, practice: bool) -> Result<(), NotifyUrlProblem> {
    let text = url.trim();
    if text.is_empty() {
        return if market.notify_url_required { Err(NotifyUrlProblem::Required) } else { Ok(()) };
    }
    let has_odd_characters = text.contains(|c: char| c.is_whitespace() || c.is_control());
    let address = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let (false, Some(host)) = (has_odd_characters, address.as_ref().and_then(Url::host)) else {
        return Err(NotifyUrlProblem::NotAnUrl);
    };
    let have = super::content::count(text.chars().count());
    if let Some(max) = market.notify_url_max_length.filter(|max| have > *max) {
        return Err(NotifyUrlProblem::TooLong { max, have });
    }
    if practice || is_public(&host) { Ok(()) } else { Err(NotifyUrlProblem::NotPublic) }
}

fn is_public(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => !is_this_machine(name),
        Host::Ipv4(address) => is_public_v4(*address),
        Host::Ipv6(address) => is_public_v6(*address),
    }
}

/// `localhost` and names below it always mean the machine that asks (RFC 6761).
fn is_this_machine(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name == "localhost" || name.ends_with(".localhost")
}

/// IANA's special-purpose registry. The documentation ranges pass: they reach nobody, so they harm nobody.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    let is_shared = first == 100 && (64..128).contains(&second);
    let is_benchmark = first == 198 && (second == 18 || second == 19);
    !(first == 0
        || first >= 224
        || is_shared
        || is_benchmark
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inner) = address.to_ipv4_mapped() {
        return is_public_v4(inner);
    }
    !(address.is_loopback()
        || address.is_unspecified()
        || address.is_multicast()
        || address.is_unique_local()
        || address.is_unicast_link_local())
}
