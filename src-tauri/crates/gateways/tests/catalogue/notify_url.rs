//! The callback address.

use gateways::catalogue::{NotifyUrlProblem, check_notify_url};
use rstest::rstest;

use crate::drafts::get;

#[rstest]
#[case::https_name("https://merchant.com/mxn/payout")]
#[case::http_with_port("http://merchant.com:8080/a?b=c")]
#[case::public_v4("http://8.8.8.8/cb")]
#[case::public_v6("http://[2606:4700:4700::1111]/cb")]
#[case::documentation_range("http://203.0.113.7/cb")]
fn public_addresses_are_taken(#[case] url: &str) {
    for id in ["cashfast-mx", "cashy-mx", "cashy-tz", "cashy-th"] {
        assert_eq!(check_notify_url(get(id), url, false), Ok(()), "{id}");
        assert_eq!(check_notify_url(get(id), url, true), Ok(()), "{id}");
    }
}

#[rstest]
#[case::loopback("http://127.0.0.1:7777/cb")]
#[case::loopback_as_a_number("http://2130706433/cb")]
#[case::loopback_by_name("http://localhost:7777/cb")]
#[case::loopback_by_name_with_dot("http://LOCALHOST./cb")]
#[case::below_localhost("http://a.localhost/cb")]
#[case::loopback_v6("http://[::1]/cb")]
#[case::mapped("http://[::ffff:192.168.1.1]/cb")]
#[case::private_10("http://10.0.0.1/cb")]
#[case::private_172("http://172.31.255.255/cb")]
#[case::private_192("http://192.168.1.135:30001/")]
#[case::link_local("http://169.254.169.254/cb")]
#[case::shared("http://100.64.0.1/cb")]
#[case::unspecified("http://0.0.0.0/cb")]
#[case::multicast("http://224.0.0.1/cb")]
#[case::broadcast("http://255.255.255.255/cb")]
#[case::benchmark("http://198.18.0.1/cb")]
#[case::unique_local("http://[fd00::1]/cb")]
#[case::link_local_v6("http://[fe80::1]/cb")]
fn addresses_that_no_gateway_reaches_are_for_practice_only(#[case] url: &str) {
    assert_eq!(check_notify_url(get("cashy-mx"), url, false), Err(NotifyUrlProblem::NotPublic));
    assert_eq!(check_notify_url(get("cashy-mx"), url, true), Ok(()));
}

#[rstest]
#[case::edge_of_172("http://172.32.0.1/cb")]
#[case::edge_of_shared("http://100.128.0.1/cb")]
#[case::edge_of_192("http://192.167.255.255/cb")]
fn the_neighbours_of_private_ranges_are_public(#[case] url: &str) {
    assert_eq!(check_notify_url(get("cashy-th"), url, false), Ok(()));
}

#[rstest]
#[case::no_scheme("merchant.com/cb")]
#[case::ftp("ftp://merchant.com/cb")]
#[case::no_host("https:///")]
#[case::space("https://merchant.com/a b")]
#[case::line_break("https://merchant.com/\ncb")]
#[case::word("none")]
fn what_is_no_web_address_is_refused_in_practice_too(#[case] url: &str) {
    for practice in [false, true] {
        assert_eq!(check_notify_url(get("cashy-tz"), url, practice), Err(NotifyUrlProblem::NotAnUrl));
    }
}

#[test]
fn cashy_always_wants_one_and_cashfast_does_not() {
    assert_eq!(check_notify_url(get("cashy-mx"), "  ", true), Err(NotifyUrlProblem::Required));
    assert_eq!(check_notify_url(get("cashfast-mx"), "", false), Ok(()));
}

#[test]
fn cashy_takes_250_characters() {
    let of_length = |length: usize| format!("https://merchant.com/{}", "a".repeat(length - 21));
    assert_eq!(check_notify_url(get("cashy-mx"), &of_length(250), false), Ok(()));
    let long = NotifyUrlProblem::TooLong { max: 250, have: 251 };
    assert_eq!(check_notify_url(get("cashy-mx"), &of_length(251), false), Err(long));
    assert_eq!(check_notify_url(get("cashfast-mx"), &of_length(251), false), Ok(()));
}
