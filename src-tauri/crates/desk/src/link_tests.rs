//! A table of hostile links, and the honest ones that must pass.

use super::{LINK_BYTES_MAX, LinkRefusal, safe_link};
use proptest::prelude::proptest;

const HOSTILE: &[(&str, &str)] = &[
    ("script", "javascript:alert(1)"),
    ("script, other case", "JaVaScRiPt:alert(1)"),
    ("script dressed as web", "javascript://example.com/%0aalert(1)"),
    ("data", "data:text/html,<script>alert(1)</script>"),
    ("data in base 64", "data:text/html;base64,PHNjcmlwdD4="),
    ("vbscript", "vbscript:msgbox(1)"),
    ("file", "file:///etc/passwd"),
    ("file with host", "file://server/share/x.exe"),
    ("network share", "smb://server/share"),
    ("nfs", "nfs://server/export"),
    ("ftp", "ftp://example.com/x"),
    ("sftp", "sftp://example.com/x"),
    ("ssh", "ssh://-oProxyCommand=calc/x"),
    ("telnet", "telnet://example.com"),
    ("mail", "mailto:a@example.com"),
    ("telephone", "tel:+123"),
    ("settings", "ms-settings:privacy"),
    ("office", "ms-word:ofe|u|https://evil.example/x.docx"),
    ("search", "search-ms:query=x&crumb=location:\\\\evil\\x"),
    ("blob", "blob:https://example.com/1"),
    ("about", "about:blank"),
    ("view source", "view-source:https://example.com"),
    ("intent", "intent://example.com#Intent;scheme=http;end"),
    ("jar", "jar:https://example.com/x!/y"),
    ("web socket", "wss://example.com/"),
    ("UNC", "\\\\server\\share"),
    ("UNC in slashes", "//server/share"),
    ("no scheme", "example.com/pay"),
    ("relative", "/etc/passwd"),
    ("empty", ""),
    ("option", "--gpu-launcher=calc"),
    ("option before an address", "-https://example.com"),
    ("one slash", "https:/example.com"),
    ("no slash", "https:example.com"),
    ("backslashes", "https:\\\\example.com"),
    ("backslash before an at", "https://evil.example\\@good.example"),
    ("user name", "https://good.example@evil.example/"),
    ("user and password", "https://good.example:443@evil.example/"),
    ("empty user", "https://@evil.example/"),
    ("encoded at in user", "https://good.example%40x@evil.example/"),
    ("no host", "https://"),
    ("only a port", "https://:443/"),
    ("only a path", "https:///etc/passwd"),
    ("port left empty", "https://example.com:/"),
    ("port too large", "https://example.com:99999/"),
    ("encoded host", "https://ex%61mple.com/"),
    ("encoded slash in host", "https://good.example%2fevil.example/"),
    ("NUL", "https://example.com/\0"),
    ("line break", "https://example.com/\nSet-Cookie: x"),
    ("carriage return", "https://example.com/\r"),
    ("tab inside the scheme", "java\tscript:alert(1)"),
    ("tab inside the host", "https://exam\tple.com"),
    ("leading space", " https://example.com"),
    ("trailing space", "https://example.com "),
    ("space inside", "https://example.com/a b"),
    ("no-break space", "https://example.com/\u{a0}"),
    ("escape sequence", "https://example.com/\u{1b}[31m"),
    ("right-to-left override", "https://example.com/\u{202e}gpj.exe"),
    ("right-to-left mark", "https://example.com/\u{200f}"),
    ("isolate", "https://example.com/\u{2067}x"),
    ("zero-width space in host", "https://exam\u{200b}ple.com"),
    ("soft hyphen in host", "https://exam\u{ad}ple.com"),
    ("byte order mark", "\u{feff}https://example.com"),
    ("tag characters", "https://example.com/\u{e0061}"),
    ("Cyrillic a in Latin", "https://p\u{430}ypal.com"),
    ("Cyrillic a as punycode", "https://xn--pypal-4ve.com/"),
    ("all Cyrillic under com", "https://\u{430}\u{440}\u{440}\u{4cf}\u{435}.com"),
    ("the same as punycode", "https://xn--80ak6aa92e.com/"),
    ("Greek omicron in Latin", "https://g\u{3bf}\u{3bf}gle.com"),
    ("full-width letters", "https://\u{ff45}xample.com"),
    ("look-alike dot", "https://example\u{3002}com"),
    ("look-alike slash", "https://good.example\u{2215}.evil.example"),
    ("broken punycode", "https://xn--a-ecp.ru\u{200d}/"),
    ("empty label", "https://example..com/"),
    ("label begins with a hyphen", "https://-x.example.com/"),
    ("decimal address", "http://2130706433/"),
    ("hexadecimal address", "http://0x7f000001/"),
    ("octal address", "http://0177.0.0.1/"),
    ("short address", "http://127.1/"),
    ("broken IPv6", "http://[::1/"),
    ("markup", "https://example.com/\"><script>"),
    ("back quote", "https://example.com/`id`"),
    ("braces", "https://example.com/${IFS}"),
    ("pipe", "https://example.com/|calc"),
];

#[test]
fn s07_no_hostile_link_passes() {
    assert!(HOSTILE.len() >= 60);
    for (name, text) in HOSTILE {
        assert!(safe_link(text).is_err(), "{name}: {text:?} became {:?}", safe_link(text));
    }
}

#[test]
fn s07_length_is_bounded() {
    let long = format!("https://example.com/{}", "a".repeat(10_240));
    assert_eq!(safe_link(&long), Err(LinkRefusal::TooLong));
    let grows = format!("https://example.com/{}", "é".repeat(LINK_BYTES_MAX / 3));
    assert_eq!(safe_link(&grows), Err(LinkRefusal::TooLong), "percent-encoding makes it longer");
}

#[test]
fn honest_links_pass_re_serialised() {
    for (text, opened) in [
        (
            "https://pay.example.com/c/1?amount=50&currency=MXN",
            "https://pay.example.com/c/1?amount=50&currency=MXN",
        ),
        ("HTTPS://Pay.Example.COM", "https://pay.example.com/"),
        ("http://127.0.0.1:40123/cashier/X", "http://127.0.0.1:40123/cashier/X"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        ("https://pay.example.com/ñ", "https://pay.example.com/%C3%B1"),
        ("https://ไทย.example/", "https://xn--o3cw4h.example/"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://xn--bcher-kva.example:8443/a#b", "https://xn--bcher-kva.example:8443/a#b"),
    ] {
        assert_eq!(safe_link(text).map(String::from), Ok(opened.to_owned()), "{text}");
    }
}

proptest! {
    #[test]
    fn whatever_passes_is_plain_web(text in r"(https?|ftp|java)?:?/{0,3}[ -~а-яα-ω]{0,60}") {
        if let Ok(url) = safe_link(&text) {
            assert!(matches!(url.scheme(), "http" | "https"));
            assert!(url.username().is_empty() && url.password().is_none());
            assert!(url.as_str().is_ascii());
            assert_eq!(safe_link(url.as_str()).map(String::from), Ok(url.to_string()), "stable");
        }
    }
}
