//! S10: certificates that must not be trusted, each told as what it is, and none ever a "may have been sent".

use std::sync::Arc;
use std::time::Duration;

use gateways::{Method, WireRequest};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::pki_types::PrivatePkcs8KeyDer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use url::Url;

use super::{Attempt, Carrier, Errand, Network, NoConnection, TimeLimits, TlsTrouble};

/// A certificate authority that the client under test trusts.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    fn network(&self) -> Network {
        let root = reqwest::Certificate::from_der(self.0.der()).unwrap();
        let limits = TimeLimits { connect: Duration::from_secs(2), total: Duration::from_secs(5) };
        Network::with_roots(limits, &[root]).unwrap()
    }
}

/// A TLS server for `name`, signed by the authority or, without one, by itself; it answers `{}`.
async fn serve(authority: Option<&Authority>, name: &str, last_year: i32) -> Url {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(last_year, 1, 1);
    let key = KeyPair::generate().unwrap();
    let certificate = match authority {
        Some(authority) => params.signed_by(&key, &authority.0).unwrap(),
        None => params.self_signed(&key).unwrap(),
    };
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
        )
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("https://localhost:{}", listener.local_addr().unwrap().port())).unwrap();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(socket).await else { continue };
            let _ = stream.read(&mut [0; 2048]).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await;
            let _ = stream.shutdown().await;
        }
    });
    url
}

async fn attempt(network: &Network, url: &Url) -> Attempt {
    let request =
        WireRequest { method: Method::Post, path: "/api/payOut", headers: Vec::new(), body: b"{}".to_vec() };
    network.carry(url, &request, Errand::Creation).await.attempt
}

async fn trouble(network: &Network, url: &Url) -> TlsTrouble {
    let attempt = attempt(network, url).await;
    let Attempt::NoConnection(NoConnection::Tls { trouble, .. }) = attempt else { panic!("{attempt:?}") };
    trouble
}

#[tokio::test]
async fn s10_only_a_valid_certificate_of_that_host_is_spoken_to() {
    let authority = Authority::new();
    let network = authority.network();
    let right = serve(Some(&authority), "localhost", 2100).await;
    assert!(matches!(attempt(&network, &right).await, Attempt::Answered(_)));
    let expired = serve(Some(&authority), "localhost", 2021).await;
    assert_eq!(trouble(&network, &expired).await, TlsTrouble::Expired);
    let other = serve(Some(&authority), "gateway.example", 2100).await;
    assert_eq!(trouble(&network, &other).await, TlsTrouble::WrongHost);
    let self_signed = serve(None, "localhost", 2100).await;
    assert_eq!(trouble(&network, &self_signed).await, TlsTrouble::Untrusted);
    let daily = Network::new(TimeLimits::default()).unwrap();
    assert_eq!(trouble(&daily, &right).await, TlsTrouble::Untrusted, "nobody here trusts a test's authority");
}

#[tokio::test]
async fn s10_an_old_server_is_refused_as_too_old() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("https://localhost:{}", listener.local_addr().unwrap().port())).unwrap();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let _ = socket.read(&mut [0; 4096]).await;
            // What a TLS 1.0 server answers to a client that offers 1.2 and 1.3 only: the alert protocol_version.
            let _ = socket.write_all(&[21, 3, 1, 0, 2, 2, 70]).await;
            let _ = socket.shutdown().await;
        }
    });
    let network = Network::new(TimeLimits::default()).unwrap();
    assert_eq!(trouble(&network, &url).await, TlsTrouble::TooOld);
}

#[tokio::test]
async fn s10_a_connection_that_ends_while_tls_is_agreed_on_has_a_word_of_its_own() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let url = Url::parse(&format!("https://localhost:{}", address.port())).unwrap();
    tokio::spawn(async move {
        for polite in [true, false].into_iter().cycle() {
            let Ok((mut socket, _)) = listener.accept().await else { return };
            if polite {
                // Closed in good order; without reading what came, the system sends a reset instead.
                let _ = socket.read(&mut [0; 4096]).await;
            }
        }
    });
    let network = Network::new(TimeLimits::default()).unwrap();
    for _ in 0..4 {
        assert_eq!(trouble(&network, &url).await, TlsTrouble::Closed);
    }
}
