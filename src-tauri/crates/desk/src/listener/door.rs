//! The listener's door: sockets, limits, addresses. What comes through is a callback's headers and exact body.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use gateways::WireAnswer;
use ledger::AccountId;
use subtle::ConstantTimeEq;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Sleep;
use tokio_util::sync::CancellationToken;

use crate::Desk;

/// What stands before the account in a callback address.
pub(super) const PATH: &str = "/callbacks/";

const BODY_BYTES_MAX: usize = 64 * 1024;
const HEADER_BYTES_MAX: usize = 16 * 1024;
/// So many callbacks are worked on at once; more are told to come again.
const AT_ONCE_MAX: usize = 32;
/// How long a callback's body may take to arrive.
const BODY_TIME_MAX: Duration = Duration::from_secs(5);
/// So many connections are open at once; more wait in the system's queue.
const CONNECTIONS_MAX: usize = 64;
/// No connection lives longer, so that a thousand slow ones cannot keep the door shut.
const CONNECTION_TIME_MAX: Duration = Duration::from_secs(8);

#[derive(Clone)]
struct Door {
    desk: Arc<Desk>,
    at_once: Arc<Semaphore>,
}

/// Listens until it is told to stop.
pub(super) async fn serve(desk: Arc<Desk>, bound: TcpListener, stop: CancellationToken) {
    let door = Door { desk, at_once: Arc::new(Semaphore::new(AT_ONCE_MAX)) };
    let router = Router::new().route("/callbacks/{address}", any(knock)).with_state(door);
    let sockets = Sockets { bound, connections: Arc::new(Semaphore::new(CONNECTIONS_MAX)) };
    let served = axum::serve(sockets, router);
    // Dropped, not drained: whoever was not answered calls again.
    if let Some(Err(error)) = stop.run_until_cancelled(served.into_future()).await {
        tracing::error!(%error, "the listener ended");
    }
}

async fn knock(
    State(door): State<Door>,
    Path(address): Path<String>,
    method: axum::http::Method,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let Ok(_place) = door.at_once.try_acquire() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let Some(account) = door.desk.account_at(&address).await else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // The contracts name POST (Cashy) or nothing (CashFast): whatever carries a body may be a callback.
    if method == axum::http::Method::GET || method == axum::http::Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let header_bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if header_bytes > HEADER_BYTES_MAX {
        return StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE.into_response();
    }
    let body = match tokio::time::timeout(BODY_TIME_MAX, to_bytes(body, BODY_BYTES_MAX)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        Err(_) => return StatusCode::REQUEST_TIMEOUT.into_response(),
    };
    let headers = headers
        .iter()
        .map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect();
    door.desk.count_hit();
    // On a task of its own: a caller that hangs up must not stop a callback between storing and applying.
    let desk = Arc::clone(&door.desk);
    let work = desk.tasks.clone().spawn(async move { desk.receive(account, headers, body.to_vec()).await });
    match work.await {
        Ok(answer) => respond(answer),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

impl Desk {
    /// The account that a callback address belongs to; `None` tells nothing about what was wrong with it.
    async fn account_at(&self, address: &str) -> Option<AccountId> {
        let (id, given) = address.split_once('-')?;
        let account = AccountId(id.parse().ok().filter(|_| id.bytes().all(|byte| byte.is_ascii_digit()))?);
        // An account that does not exist must not get a token made for it.
        self.ledger.account(account).await.ok().flatten()?;
        let token = self.callback_token(account).await.ok()?;
        bool::from(token.as_bytes().ct_eq(given.as_bytes())).then_some(account)
    }
}

fn respond(answer: WireAnswer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = answer.content_type.unwrap_or_else(|| "application/json".to_owned());
    (status, [(header::CONTENT_TYPE, kind)], answer.body).into_response()
}

/// A listener that bounds how many connections are open, and how long each lives.
struct Sockets {
    bound: TcpListener,
    connections: Arc<Semaphore>,
}

impl axum::serve::Listener for Sockets {
    type Io = Socket;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Socket, SocketAddr) {
        loop {
            let permit = Arc::clone(&self.connections).acquire_owned().await;
            match (permit, self.bound.accept().await) {
                (Ok(permit), Ok((stream, address))) => {
                    let end = Box::pin(tokio::time::sleep(CONNECTION_TIME_MAX));
                    return (Socket { stream, end, _permit: permit }, address);
                }
                // Out of file descriptors and the like: it passes.
                (_, _) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.bound.local_addr()
    }
}

/// A connection that ends after [`CONNECTION_TIME_MAX`].
struct Socket {
    stream: TcpStream,
    end: Pin<Box<Sleep>>,
    _permit: OwnedSemaphorePermit,
}

impl Socket {
    fn check_time(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        match self.end.as_mut().poll(context) {
            Poll::Ready(()) => Err(io::ErrorKind::TimedOut.into()),
            Poll::Pending => Ok(()),
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check_time(context)?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check_time(context)?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
