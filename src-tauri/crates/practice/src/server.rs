//! The sockets: an HTTP server on loopback, a task that lets things happen and sends callbacks, a task that keeps the state.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request as HttpRequest, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use jiff::Timestamp;
use rust_decimal::Decimal;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::callbacks::Delivery;
use crate::practice::Practice;
use crate::wire::{Pace, Reply, Request};
use crate::{Balance, Market, PayError, PaymentSeen, PracticeCredentials, PracticeOptions, store};

/// Largest request body: far above any documented request.
const BODY_MAX: usize = 64 * 1024;
/// Callbacks on their way at a time.
const CALLBACKS_AT_ONCE: usize = 32;
/// How long a merchant may take to answer a callback. Not documented; long enough for anybody.
const CALLBACK_TIMEOUT: Duration = Duration::from_secs(10);
/// Changes are gathered this long before the state is written.
const SAVE_AFTER: Duration = Duration::from_millis(150);
/// How long a shutdown waits for answers on their way.
const SHUTDOWN_MAX: Duration = Duration::from_secs(3);

/// Why a practice server did not start.
#[derive(Debug, thiserror::Error)]
pub enum PracticeError {
    /// No loopback port could be had.
    #[error("no port on this computer could be opened")]
    Port(#[source] std::io::Error),
    /// The state file exists but cannot be read or set aside.
    #[error("the practice state file cannot be read")]
    State(#[source] std::io::Error),
    /// The HTTP client for callbacks could not be set up.
    #[error("callbacks cannot be set up")]
    Callbacks(#[source] reqwest::Error),
    /// The speed must be above zero, the callback factor not below.
    #[error("speed must be above zero, and the callback time factor not below zero")]
    Speed,
}

/// A running practice server. Dropping it stops it; [`PracticeServer::shutdown`] also waits and keeps the state.
pub struct PracticeServer {
    hall: Arc<Hall>,
    address: SocketAddr,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

/// What the tasks share.
struct Hall {
    practice: Mutex<Practice>,
    /// Something changed: look again at what is due, and at what is to be written.
    due: Notify,
    changed: Notify,
    stop: CancellationToken,
    slow: Duration,
    silence: Duration,
}

impl Hall {
    fn lock(&self) -> MutexGuard<'_, Practice> {
        // A panic while answering one request must not end the whole practice.
        self.practice.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works on the gateways at the present time, and wakes the tasks if that changed anything.
    fn with<T>(&self, work: impl FnOnce(&mut Practice, i64) -> T) -> T {
        let mut practice = self.lock();
        let before = practice.version();
        let result = work(&mut practice, Timestamp::now().as_millisecond());
        let changed = practice.version() != before;
        drop(practice);
        if changed {
            self.due.notify_one();
            self.changed.notify_one();
        }
        result
    }
}

impl PracticeServer {
    /// Starts both gateways on `127.0.0.1`.
    ///
    /// # Errors
    /// [`PracticeError`]; nothing keeps running then.
    pub async fn start(options: PracticeOptions) -> Result<Self, PracticeError> {
        if options.speed <= Decimal::ZERO || options.callback_time_factor < Decimal::ZERO {
            return Err(PracticeError::Speed);
        }
        let kept = match &options.state_file {
            Some(file) => store::load(file).map_err(PracticeError::State)?,
            None => None,
        };
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(CALLBACK_TIMEOUT)
            .build()
            .map_err(PracticeError::Callbacks)?;
        let listener = listen(options.port).await.map_err(PracticeError::Port)?;
        let address = listener.local_addr().map_err(PracticeError::Port)?;
        let (slow, silence) =
            (Duration::from_millis(options.slow_ms), Duration::from_millis(options.silence_ms));
        let state_file = options.state_file.clone();
        let mut practice = Practice::new(options, format!("http://{address}"));
        if let Some(snapshot) = kept {
            practice.restore(snapshot);
        }
        let hall = Arc::new(Hall {
            practice: Mutex::new(practice),
            due: Notify::new(),
            changed: Notify::new(),
            stop: CancellationToken::new(),
            slow,
            silence,
        });
        let mut tasks = vec![
            tokio::spawn(serve(Arc::clone(&hall), listener)),
            tokio::spawn(let_things_happen(Arc::clone(&hall), client)),
        ];
        if let Some(file) = state_file {
            tasks.push(tokio::spawn(keep(Arc::clone(&hall), file)));
        }
        Ok(Self { hall, address, tasks: Mutex::new(tasks) })
    }

    /// Where the server listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Base URL, key and secret of each market.
    #[must_use]
    pub fn credentials(&self) -> Vec<PracticeCredentials> {
        let of = |market: Market| PracticeCredentials {
            market: market.name(),
            base_url: format!("http://{}/{}", self.address, market.name()),
            key_id: market.key_id(),
            secret: market.secret(),
        };
        Market::ALL.into_iter().map(of).collect()
    }

    /// Someone pays the collect order with this order number or gateway number: `amount`, or what was asked. At a Cashy
    /// payIn another amount, or a second payment, makes a supplement.
    ///
    /// # Errors
    /// [`PayError`], the order unchanged.
    pub fn pay_collect(&self, number: &str, amount: Option<Decimal>) -> Result<(), PayError> {
        self.hall.with(|practice, now_ms| practice.pay_collect(number, amount, now_ms))
    }

    /// The payer gives up on the collect order with this order number or gateway number.
    ///
    /// # Errors
    /// [`PayError`], the order unchanged.
    pub fn fail_collect(&self, number: &str) -> Result<(), PayError> {
        self.hall.with(|practice, now_ms| practice.fail_collect(number, now_ms))
    }

    /// How many creations with this order number arrived since the start, whatever became of them.
    #[must_use]
    pub fn orders_seen(&self, number: &str) -> usize {
        self.hall.lock().orders_seen(number)
    }

    /// Every order the gateways hold, oldest first.
    #[must_use]
    pub fn payments(&self) -> Vec<PaymentSeen> {
        self.hall.with(|practice, now_ms| {
            practice.advance(now_ms);
            practice.payments()
        })
    }

    /// How many requests came to each path (for example `/cashy-mx/api/payOut`) since the start.
    #[must_use]
    pub fn requests(&self) -> BTreeMap<String, usize> {
        self.hall.lock().requests()
    }

    /// The balance of a market.
    #[must_use]
    pub fn balance(&self, market: Market) -> Balance {
        self.hall.with(|practice, now_ms| {
            practice.advance(now_ms);
            practice.balance(market)
        })
    }

    /// How many callbacks wait for their next attempt.
    #[must_use]
    pub fn callbacks_waiting(&self) -> usize {
        self.hall.lock().callbacks_waiting()
    }

    /// Stops: no new requests, silent and slow answers are cut short, the state is written. A second call does nothing.
    pub async fn shutdown(&self) {
        self.hall.stop.cancel();
        let tasks = std::mem::take(&mut *self.tasks.lock().unwrap_or_else(PoisonError::into_inner));
        let aborts: Vec<_> = tasks.iter().map(JoinHandle::abort_handle).collect();
        let ended = tokio::time::timeout(SHUTDOWN_MAX, futures_util::future::join_all(tasks)).await;
        if ended.is_err() {
            aborts.iter().for_each(tokio::task::AbortHandle::abort);
        }
    }
}

impl Drop for PracticeServer {
    fn drop(&mut self) {
        self.hall.stop.cancel();
    }
}

async fn listen(port: Option<u16>) -> std::io::Result<TcpListener> {
    if let Some(port) = port {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
            Ok(listener) => return Ok(listener),
            Err(problem) => tracing::warn!(port, %problem, "port is taken; using another"),
        }
    }
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await
}

async fn serve(hall: Arc<Hall>, listener: TcpListener) {
    let stop = hall.stop.clone();
    let router = Router::new().fallback(handle).with_state(hall);
    let served =
        axum::serve(listener, router).with_graceful_shutdown(async move { stop.cancelled().await }).await;
    if let Err(problem) = served {
        tracing::warn!(%problem, "practice server ended");
    }
}

async fn handle(State(hall): State<Arc<Hall>>, request: HttpRequest) -> Response {
    if !is_local(&request) {
        return respond(Reply::new(
            421,
            "text/plain; charset=utf-8",
            "This server answers to loopback names only.\n",
        ));
    }
    let Some(request) = read(request).await else {
        return respond(Reply::new(413, "text/plain; charset=utf-8", "The request is too large.\n"));
    };
    let reply = hall.with(|practice, now_ms| practice.answer(&request, now_ms));
    let wait = match reply.pace {
        Pace::AtOnce => return respond(reply),
        Pace::Slow => hall.slow,
        Pace::Silent => hall.silence,
    };
    tokio::select! {
        () = tokio::time::sleep(wait) => {}
        () = hall.stop.cancelled() => {}
    }
    if reply.pace == Pace::Silent { hang_up() } else { respond(reply) }
}

/// Whether the client called this server by a loopback name. A web page whose name was pointed here afterwards
/// (DNS rebinding) could otherwise read the practice merchant's orders.
fn is_local(request: &HttpRequest) -> bool {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}

async fn read(request: HttpRequest) -> Option<Request> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_MAX).await.ok()?;
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    Some(Request {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
        headers: parts.headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect(),
        body: body.to_vec(),
    })
}

fn respond(reply: Reply) -> Response {
    let mut response = Response::new(Body::from(reply.body));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in reply.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
    response
}

/// A body that fails at once: the connection closes before even the head is written, so the client gets not one byte.
/// A test holds the HTTP library to that.
fn hang_up() -> Response {
    let cut =
        futures_util::stream::once(async { Err::<Bytes, _>(std::io::Error::other("hung up on purpose")) });
    Response::new(Body::from_stream(cut))
}

/// Carries out what is due and sends callbacks, until the stop. One unreachable merchant takes one of the places for ten
/// seconds; it never holds up the server.
async fn let_things_happen(hall: Arc<Hall>, client: reqwest::Client) {
    let mut on_their_way = tokio::task::JoinSet::new();
    loop {
        while on_their_way.try_join_next().is_some() {}
        let room = CALLBACKS_AT_ONCE.saturating_sub(on_their_way.len());
        let (deliveries, next_due_ms) = hall.with(|practice, now_ms| {
            practice.advance(now_ms);
            let deliveries = practice.take_deliveries(now_ms, room);
            (deliveries, practice.next_due_ms().map(|due_ms| due_ms - now_ms))
        });
        for delivery in deliveries {
            on_their_way.spawn(deliver(Arc::clone(&hall), client.clone(), delivery));
        }
        let wait_ms = u64::try_from(next_due_ms.unwrap_or(i64::MAX).max(1)).unwrap_or(1);
        // With every place taken, only a finished callback makes a difference.
        let full = on_their_way.len() >= CALLBACKS_AT_ONCE;
        tokio::select! {
            () = hall.stop.cancelled() => break,
            () = hall.due.notified(), if !full => {}
            () = tokio::time::sleep(Duration::from_millis(wait_ms)), if !full && next_due_ms.is_some() => {}
            _ = on_their_way.join_next(), if !on_their_way.is_empty() => {}
        }
    }
    while on_their_way.join_next().await.is_some() {}
}

async fn deliver(hall: Arc<Hall>, client: reqwest::Client, delivery: Delivery) {
    let mut request = client.post(&delivery.url).body(delivery.body.clone());
    for (name, value) in &delivery.headers {
        request = request.header(name, value);
    }
    tokio::select! {
        answer = request.send() => {
            let status = answer.ok().map(|answer| answer.status().as_u16());
            hall.with(|practice, now_ms| practice.delivered(&delivery, status, now_ms));
        }
        // It is still in the book, and will be tried after the next start.
        () = hall.stop.cancelled() => {}
    }
}

/// Writes the state behind the changes, and once more at the stop.
async fn keep(hall: Arc<Hall>, file: PathBuf) {
    let mut pause = SAVE_AFTER;
    loop {
        tokio::select! {
            () = hall.changed.notified() => {}
            () = hall.stop.cancelled() => break,
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = hall.stop.cancelled() => break,
        }
        let began = Instant::now();
        write(&hall, &file).await;
        // A book of many thousand orders takes a while to write: never spend more than a fifth of the time on it.
        pause = SAVE_AFTER.max(began.elapsed() * 4);
    }
    write(&hall, &file).await;
}

async fn write(hall: &Arc<Hall>, file: &std::path::Path) {
    let (hall, file) = (Arc::clone(hall), file.to_owned());
    let written = tokio::task::spawn_blocking(move || {
        let snapshot = hall.lock().book.snapshot();
        let state = serde_json::to_vec(&snapshot)?;
        store::save(&file, &state)
    });
    match written.await {
        Ok(Ok(())) => {}
        Ok(Err(problem)) => tracing::warn!(%problem, "practice state could not be written"),
        Err(problem) => tracing::warn!(%problem, "practice state could not be written"),
    }
}
