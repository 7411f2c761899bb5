//! The merchant's own server: takes callbacks, keeps them, answers with the statuses it is told to.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use practice::Market;
use serde_json::Value;

use crate::sign;
use crate::site::until;

/// One callback as it came.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    /// When it came, noted before it was answered.
    pub(crate) came: Instant,
}

impl Call {
    /// When the gateway wrote it: CashFast's timestamp, Cashy's nonce. Callbacks may overtake one another on their way.
    fn written(&self) -> String {
        let body = self.json();
        body["nonceStr"].as_str().map_or_else(|| self.header("timestamp").to_owned(), str::to_owned)
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Signed as the contracts say, over the source spelling.
    pub(crate) fn is_signed(&self, market: Market) -> bool {
        let secret = market.secret();
        if market == Market::CashFastMx {
            let stamp = ["access_key", "timestamp", "nonce"].map(|name| self.header(name));
            stamp[0] == market.key_id() && self.header("sign") == sign::cashfast(&self.body, stamp, secret)
        } else {
            self.header("merchantid") == market.key_id()
                && self.header("sign") == sign::cashy(&self.body, secret)
        }
    }
}

#[derive(Default)]
struct Book {
    calls: Mutex<Vec<Call>>,
    answers: Mutex<VecDeque<u16>>,
}

pub(crate) struct Shop {
    pub(crate) url: String,
    book: Arc<Book>,
}

impl Shop {
    /// Answers with these statuses in turn, then with 200 for ever.
    pub(crate) async fn open(answers: &[u16]) -> Self {
        let book = Arc::new(Book { answers: Mutex::new(answers.to_vec().into()), ..Book::default() });
        let router = Router::new().fallback(take).with_state(Arc::clone(&book));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/callback?shop=1&x=y", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, book }
    }

    /// All callbacks so far, in the order they were written.
    pub(crate) fn calls(&self) -> Vec<Call> {
        let mut calls = self.book.calls.lock().unwrap().clone();
        calls.sort_by_key(Call::written);
        calls
    }

    /// The first `count` callbacks, as soon as they are there.
    pub(crate) async fn first(&self, count: usize) -> Vec<Call> {
        until(&format!("{count} callbacks"), || self.calls().len() >= count).await;
        self.calls().into_iter().take(count).collect()
    }
}

async fn take(
    State(book): State<Arc<Book>>,
    uri: axum::http::Uri,
    headers: HeaderMap,
    body: String,
) -> Response {
    book.calls.lock().unwrap().push(Call { path: uri.to_string(), headers, body, came: Instant::now() });
    let status = book.answers.lock().unwrap().pop_front().unwrap_or(200);
    let mut response = StatusCode::from_u16(status).unwrap().into_response();
    if status == 302 || status == 307 {
        response.headers_mut().insert("location", HeaderValue::from_static("/followed"));
    }
    response
}
