//! Every way in which a request can go wrong, against real sockets.

use std::net::SocketAddr;
use std::time::Duration;

use gateways::{Method, WireRequest};
use rstest::rstest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use super::{
    Attempt, BODY_BYTES_MAX, Carrier, Errand, Lost, Network, NoConnection, TimeLimits, TlsTrouble, address,
};

const BODY: &[u8] = br#"{"amount":"40.20"}"#;

fn request() -> WireRequest {
    WireRequest {
        method: Method::Post,
        path: "/api/payOut",
        headers: vec![
            ("MerchantId", "1002001".to_owned()),
            ("access_key", "pFqV75X3".to_owned()),
            ("Content-Type", "application/json".to_owned()),
        ],
        body: BODY.to_vec(),
    }
}

fn hurried() -> Network {
    Network::new(TimeLimits { connect: Duration::from_millis(300), total: Duration::from_millis(700) })
        .unwrap()
}

/// What a server does with each connection after it has read the request.
#[derive(Debug, Clone, Copy)]
enum Then {
    Say(&'static str),
    CloseWithoutReading,
    Close,
    Silence,
    Drip,
    Flood,
    BreakOff,
}

/// A server that counts connections and keeps what it was sent.
async fn server(then: Then) -> (Url, tokio::sync::mpsc::UnboundedReceiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (seen, received) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            tokio::spawn(serve(socket, then, seen.clone()));
        }
    });
    (origin(address), received)
}

fn origin(address: SocketAddr) -> Url {
    Url::parse(&format!("http://{address}")).unwrap()
}

async fn serve(mut socket: TcpStream, then: Then, seen: tokio::sync::mpsc::UnboundedSender<Vec<u8>>) {
    if matches!(then, Then::CloseWithoutReading) {
        seen.send(Vec::new()).unwrap();
        return;
    }
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    while !bytes.ends_with(BODY) {
        let length = socket.read(&mut part).await.unwrap_or(0);
        if length == 0 {
            break;
        }
        bytes.extend_from_slice(&part[..length]);
    }
    let _ = seen.send(bytes);
    match then {
        Then::Say(text) => {
            let _ = socket.write_all(text.as_bytes()).await;
        }
        Then::CloseWithoutReading | Then::Close => {}
        Then::Silence => tokio::time::sleep(Duration::from_secs(5)).await,
        Then::Drip => {
            let _ = socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n").await;
            while socket.write_all(b" ").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        Then::Flood => {
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", 6 * 1024 * 1024);
            let _ = socket.write_all(head.as_bytes()).await;
            let _ = socket.write_all(&vec![b'x'; 6 * 1024 * 1024]).await;
        }
        Then::BreakOff => {
            let _ = socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"code\":").await;
        }
    }
}

#[rstest]
#[case::closed_at_once_after_accept(Then::CloseWithoutReading, Lost::Closed)]
#[case::closed_after_reading(Then::Close, Lost::Closed)]
#[case::silence(Then::Silence, Lost::Silent)]
#[case::slow_drip(Then::Drip, Lost::Silent)]
#[case::six_megabytes(Then::Flood, Lost::TooLarge { status: 200 })]
#[case::broken_off_answer(Then::BreakOff, Lost::Closed)]
#[case::not_http(Then::Say("SSH-2.0-OpenSSH_9.2\r\n\r\n"), Lost::NotHttp)]
#[tokio::test]
async fn after_the_connection_nothing_is_proven(#[case] then: Then, #[case] lost: Lost) {
    let (url, mut seen) = server(then).await;
    let exchange = hurried().carry(&url, &request(), Errand::Creation).await;
    let Attempt::Lost(found) = exchange.attempt else { panic!("{exchange:?}") };
    assert_eq!(found, lost);
    tokio::time::sleep(Duration::from_millis(100)).await;
    seen.close();
    let mut connections = 0;
    while seen.recv().await.is_some() {
        connections += 1;
    }
    assert_eq!(connections, 1, "one attempt, never a second");
}

#[tokio::test]
async fn the_bytes_arrive_as_they_were_signed() {
    let (url, mut seen) = server(Then::Say("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")).await;
    let exchange = hurried().carry(&url, &request(), Errand::Creation).await;
    let Attempt::Answered(answer) = exchange.attempt else { panic!("{exchange:?}") };
    assert_eq!((answer.wire.status, answer.wire.body.as_slice()), (200, b"{}".as_slice()));
    let bytes = String::from_utf8(seen.recv().await.unwrap()).unwrap();
    let (head, body) = bytes.split_once("\r\n\r\n").unwrap();
    assert_eq!(body.as_bytes(), BODY);
    let head = head.to_lowercase();
    assert!(head.starts_with("post /api/payout http/1.1"), "{head}");
    assert!(head.contains("access_key: pfqv75x3"), "{head}");
    assert!(!head.contains("accept-encoding") && !head.contains("cookie"), "{head}");
}

#[tokio::test]
async fn creations_never_share_a_connection_and_questions_may() {
    let server = wiremock::MockServer::start().await;
    wiremock::Mock::given(wiremock::matchers::any())
        .respond_with(wiremock::ResponseTemplate::new(200).set_body_string("{}"))
        .mount(&server)
        .await;
    let url = Url::parse(&server.uri()).unwrap();
    let network = hurried();
    for _ in 0..3 {
        assert!(matches!(
            network.carry(&url, &request(), Errand::Creation).await.attempt,
            Attempt::Answered(_)
        ));
        assert!(matches!(
            network.carry(&url, &request(), Errand::Question).await.attempt,
            Attempt::Answered(_)
        ));
    }
    assert_eq!(server.received_requests().await.unwrap().len(), 6);
}

#[tokio::test]
async fn a_redirect_is_told_and_never_followed() {
    let elsewhere = wiremock::MockServer::start().await;
    let text = format!(
        "HTTP/1.1 307 Temporary Redirect\r\nlocation: {}/x\r\ncontent-length: 0\r\n\r\n",
        elsewhere.uri()
    );
    let (url, _seen) = server(Then::Say(text.leak())).await;
    let exchange = hurried().carry(&url, &request(), Errand::Creation).await;
    let Attempt::Answered(answer) = exchange.attempt else { panic!("{exchange:?}") };
    assert_eq!(answer.redirects_to().as_deref(), Some("127.0.0.1"));
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn html_is_an_answer_like_any_other() {
    let (url, _seen) = server(Then::Say(
        "HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\ncontent-length: 13\r\n\r\n<html></html>",
    ))
    .await;
    let exchange = hurried().carry(&url, &request(), Errand::Creation).await;
    let Attempt::Answered(answer) = exchange.attempt else { panic!("{exchange:?}") };
    assert_eq!(answer.wire.content_type.as_deref(), Some("text/html"));
    assert_eq!(answer.redirects_to(), None);
}

#[tokio::test]
async fn s9_a_compressed_bomb_stays_packed() {
    let (url, _seen) =
        server(Then::Say("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\n\u{1f}abc"))
            .await;
    let exchange = hurried().carry(&url, &request(), Errand::Creation).await;
    let Attempt::Answered(answer) = exchange.attempt else { panic!("{exchange:?}") };
    assert_eq!(answer.wire.body.len(), 4);
}

#[tokio::test]
async fn a_refused_port_proves_that_nothing_left() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = origin(listener.local_addr().unwrap());
    drop(listener);
    let exchange = hurried().carry(&url, &request(), Errand::Creation).await;
    assert!(matches!(exchange.attempt, Attempt::NoConnection(NoConnection::Refused)), "{exchange:?}");
}

#[tokio::test]
async fn an_unknown_name_proves_that_nothing_left() {
    let url = Url::parse("http://no-such-host.invalid").unwrap();
    let network = Network::new(TimeLimits::default()).unwrap();
    let exchange = network.carry(&url, &request(), Errand::Creation).await;
    assert!(
        matches!(exchange.attempt, Attempt::NoConnection(NoConnection::Dns | NoConnection::ConnectTimeout)),
        "{exchange:?}"
    );
}

#[tokio::test]
async fn a_full_backlog_is_a_connect_timeout() {
    // A listener that never accepts, its backlog filled: further connections get no answer at all.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut held = Vec::new();
    for _ in 0..8 {
        let attempt = tokio::time::timeout(Duration::from_millis(50), TcpStream::connect(address)).await;
        held.push(attempt);
    }
    let exchange = hurried().carry(&origin(address), &request(), Errand::Creation).await;
    assert!(matches!(exchange.attempt, Attempt::NoConnection(NoConnection::ConnectTimeout)), "{exchange:?}");
}

#[tokio::test]
async fn tls_against_a_plain_port_proves_that_nothing_left() {
    let (url, _seen) = server_speaking_first("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await;
    let exchange = hurried().carry(&url, &request(), Errand::Creation).await;
    assert!(
        matches!(
            exchange.attempt,
            Attempt::NoConnection(NoConnection::Tls { trouble: TlsTrouble::NotTls, .. })
        ),
        "{exchange:?}"
    );
}

#[tokio::test]
async fn tls_cut_or_silent_in_the_handshake_proves_that_nothing_left() {
    let (url, _seen) = server_speaking_first("").await;
    let exchange = hurried().carry(&url, &request(), Errand::Creation).await;
    assert!(
        matches!(
            exchange.attempt,
            Attempt::NoConnection(NoConnection::Tls { .. } | NoConnection::Unreachable { .. })
        ),
        "{exchange:?}"
    );
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = format!("https://{}", listener.local_addr().unwrap());
    let exchange = hurried().carry(&Url::parse(&silent).unwrap(), &request(), Errand::Creation).await;
    assert!(matches!(exchange.attempt, Attempt::NoConnection(NoConnection::ConnectTimeout)), "{exchange:?}");
}

/// Answers the first bytes of a connection, whatever they are, and closes.
async fn server_speaking_first(text: &'static str) -> (Url, tokio::task::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("https://{}", listener.local_addr().unwrap())).unwrap();
    let task = tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let _ = socket.read(&mut [0; 2048]).await;
            let _ = socket.write_all(text.as_bytes()).await;
            let _ = socket.shutdown().await;
        }
    });
    (url, task)
}

#[test]
fn an_answer_larger_than_the_limit_is_lost_not_cut() {
    assert_eq!(BODY_BYTES_MAX, 5_242_880);
}

#[test]
fn paths_are_put_below_the_base_url() {
    for (base, whole) in [
        ("http://127.0.0.1:1", "http://127.0.0.1:1/ping"),
        ("http://127.0.0.1:1/cashfast-mx", "http://127.0.0.1:1/cashfast-mx/ping"),
        ("https://a.example/v3/", "https://a.example/v3/ping"),
    ] {
        assert_eq!(address(&Url::parse(base).unwrap(), "/ping"), whole);
    }
}
