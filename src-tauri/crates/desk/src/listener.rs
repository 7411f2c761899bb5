//! The callback listener: off by default, on this computer only, one unguessable address per account (S11).
//!
//! Each callback is verified, stored durably, then acknowledged, then applied. What cannot be verified changes nothing;
//! it is stored, and the order that it speaks of is asked about. Answers never tell why.

mod apply;
mod door;
mod receive;
mod waiting;

pub(crate) use waiting::Waiting;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use ledger::{AccountId, AccountRow};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::desk::{lock, market};
use crate::events::DeskEvent;
use crate::stamp::unguessable;
use crate::{Desk, DeskError};

const ON_SETTING: &str = "listener/on";
const PORT_SETTING: &str = "listener/port";

/// The listener as it runs, or not.
#[derive(Debug, Default)]
pub(crate) struct Listener {
    running: Mutex<Option<Running>>,
    /// Switching is done by one at a time.
    switching: tokio::sync::Mutex<()>,
    failure: Mutex<Option<String>>,
    hits: AtomicU64,
    last_hit_ms: AtomicI64,
    /// Stored callbacks are settled by one at a time.
    settling: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct Running {
    address: SocketAddr,
    stop: CancellationToken,
}

/// The listener's state for the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListenerState {
    /// Where it listens; `None` when it is off.
    pub address: Option<SocketAddr>,
    /// Why it could not listen, when it should.
    pub failure: Option<String>,
    /// How many callbacks came to an account's own address since the program's start.
    pub hits: u64,
    /// When the last one came, Unix milliseconds.
    pub last_hit_ms: Option<i64>,
}

impl Desk {
    /// Whether the listener listens, and where.
    #[must_use]
    pub fn listener_state(&self) -> ListenerState {
        let last = self.listener.last_hit_ms.load(Ordering::Relaxed);
        ListenerState {
            address: lock(&self.listener.running).as_ref().map(|running| running.address),
            failure: lock(&self.listener.failure).clone(),
            hits: self.listener.hits.load(Ordering::Relaxed),
            last_hit_ms: Some(last).filter(|last| *last > 0),
        }
    }

    /// Switches the listener on or off, and remembers it. `port` `None`: the one it had, else any free one.
    ///
    /// # Errors
    /// [`DeskError::Listener`] when it cannot listen there (it is then off); [`DeskError::Ledger`].
    pub async fn set_listener(
        self: &Arc<Self>,
        on: bool,
        port: Option<u16>,
    ) -> Result<ListenerState, DeskError> {
        self.check_open()?;
        {
            let _one_at_a_time = self.listener.switching.lock().await;
            self.ledger.set_setting(ON_SETTING, if on { "1" } else { "0" }).await?;
            self.stop_listening().await;
            if on {
                self.listen(port).await?;
            }
        }
        self.emit(DeskEvent::ListenerChanged);
        Ok(self.listener_state())
    }

    /// The address that an account's gateway has to call; `None` while the listener is off.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub async fn callback_url(&self, account: AccountId) -> Result<Option<String>, DeskError> {
        let Some(address) = self.listener_state().address else { return Ok(None) };
        let token = self.callback_token(account).await?;
        Ok(Some(format!("http://{address}{}{account}-{token}", door::PATH)))
    }

    /// The callback address that goes with an order: the account's own; in practice, failing that, the listener's.
    pub(crate) async fn notify_url(&self, account: &AccountRow) -> Result<Option<String>, DeskError> {
        if let Some(own) = account.notify_url.as_deref().map(str::trim).filter(|own| !own.is_empty()) {
            return Ok(Some(own.to_owned()));
        }
        let listeners = if self.live { None } else { self.callback_url(account.id).await? };
        if listeners.is_none() && market(&account.market_id)?.notify_url_required {
            return Err(DeskError::NotifyUrl(gateways::catalogue::NotifyUrlProblem::Required));
        }
        Ok(listeners)
    }

    /// Starts the listener if it is on: in practice unless it was switched off, live only if it was switched on.
    pub(crate) async fn start_listener_if_wanted(self: &Arc<Self>) -> Result<(), DeskError> {
        let wanted = match self.ledger.setting(ON_SETTING).await?.as_deref() {
            Some(set) => set == "1",
            None => !self.live,
        };
        let _one_at_a_time = self.listener.switching.lock().await;
        if wanted && let Err(error) = self.listen(None).await {
            // The program is of use without it: orders are followed by asking.
            tracing::warn!(code = error.code(), "the listener does not listen");
        }
        Ok(())
    }

    pub(crate) async fn stop_listening(&self) {
        let running = lock(&self.listener.running).take();
        if let Some(running) = running {
            running.stop.cancel();
            // The port is free again once the task has dropped its socket.
            tokio::task::yield_now().await;
        }
    }

    async fn listen(self: &Arc<Self>, port: Option<u16>) -> Result<(), DeskError> {
        let bound = match self.bind(port).await {
            Ok(bound) => bound,
            Err(error) => {
                *lock(&self.listener.failure) = Some(error.to_string());
                return Err(DeskError::Listener(error));
            }
        };
        let address = bound.local_addr().map_err(DeskError::Listener)?;
        *lock(&self.listener.failure) = None;
        self.ledger.set_setting(PORT_SETTING, &address.port().to_string()).await?;
        let stop = self.closing.child_token();
        *lock(&self.listener.running) = Some(Running { address, stop: stop.clone() });
        self.tasks.spawn(door::serve(Arc::clone(self), bound, stop));
        Ok(())
    }

    /// A port that a person named must be that one. Else the one of the last time, because orders out there still
    /// carry it in their callback address; else any free one.
    async fn bind(&self, port: Option<u16>) -> Result<TcpListener, std::io::Error> {
        let on = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        if let Some(port) = port {
            return on(port).await;
        }
        let last = self.ledger.setting(PORT_SETTING).await.ok().flatten();
        if let Some(last) = last.and_then(|text| text.parse::<u16>().ok())
            && let Ok(bound) = on(last).await
        {
            return Ok(bound);
        }
        on(0).await
    }

    /// The unguessable part of an account's callback address; made once, kept for good.
    async fn callback_token(&self, account: AccountId) -> Result<String, DeskError> {
        if let Some(token) = lock(&self.callback_tokens).get(&account) {
            return Ok(token.clone());
        }
        let _one_at_a_time = self.learning.lock().await;
        let setting = format!("account/{account}/callback_token");
        let token = match self.ledger.setting(&setting).await? {
            Some(token) => token,
            None => {
                let token = unguessable();
                self.ledger.set_setting(&setting, &token).await?;
                token
            }
        };
        lock(&self.callback_tokens).insert(account, token.clone());
        Ok(token)
    }

    fn count_hit(&self) {
        self.listener.hits.fetch_add(1, Ordering::Relaxed);
        self.listener.last_hit_ms.store(self.now_ms(), Ordering::Relaxed);
    }
}
