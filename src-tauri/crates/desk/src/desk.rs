//! The desk itself: opening, starting and stopping, and what its use cases share.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use gateways::catalogue::{self, Market};
use ledger::{AccountId, AccountRow, Backups, Ledger, LedgerError, OrderId, OrderRow};
use orders::{Flag, Status};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use url::Url;

use crate::accounts::PRACTICE_SCHEME;
use crate::asked_in_vain::InVain;
use crate::clock::differences::ClockDifferences;
use crate::clock::{Clock, ClockDifference};
use crate::events::DeskEvent;
use crate::http::{Carrier, Network};
use crate::keyring::Keyring;
use crate::listener::{Listener, Waiting};
use crate::prepare_payout::GraceTimers;
use crate::reachability::Reachabilities;
use crate::stamp::Chance;
use crate::tracker::Tracker;
use crate::upkeep::{Upkeep, open_ledger};
use crate::{DeskError, DeskOptions};

/// So many events may wait for a slow listener; an older one is lost, which harms nothing.
const EVENTS_WAITING_MAX: usize = 1024;

/// The merchant's desk: every use case is a method of it. One per ledger.
#[derive(Debug)]
pub struct Desk {
    pub(crate) live: bool,
    pub(crate) practice_origin: Option<Url>,
    pub(crate) grace: Duration,
    pub(crate) total_limit: Duration,
    pub(crate) haste: u32,
    pub(crate) clock: Clock,
    pub(crate) ledger: Ledger,
    pub(crate) keyring: Keyring,
    pub(crate) carrier: Arc<dyn Carrier>,
    pub(crate) chance: Chance,
    pub(crate) differences: ClockDifferences,
    pub(crate) reachabilities: Reachabilities,
    pub(crate) in_vain: InVain,
    pub(crate) tracker: Tracker,
    pub(crate) listener: Listener,
    pub(crate) grace_timers: GraceTimers,
    pub(crate) upkeep: Upkeep,
    /// One payout is checked and written at a time, so that two alike cannot both pass the check for twins.
    pub(crate) preparing: tokio::sync::Mutex<()>,
    /// Habits are read, changed and written by one at a time.
    pub(crate) learning: tokio::sync::Mutex<()>,
    pub(crate) tasks: TaskTracker,
    pub(crate) closing: CancellationToken,
    events: broadcast::Sender<DeskEvent>,
    /// Address parts of the listener by account, so that a callback costs no look-up.
    pub(crate) callback_tokens: Mutex<HashMap<AccountId, String>>,
}

impl Desk {
    /// Opens the ledger and gets ready. Nothing is sent and nothing listens before [`Desk::start`].
    ///
    /// A damaged ledger is opened for reading only ([`Ledger::damage`] tells so); whatever would write is refused with
    /// [`LedgerError::Sealed`].
    ///
    /// # Errors
    /// [`DeskError::Open`] when the ledger cannot be opened, [`DeskError::Transport`] when TLS cannot be set up.
    pub async fn open(options: DeskOptions) -> Result<Arc<Self>, DeskError> {
        let backups = options.backups.map(Backups::new);
        let ledger = open_ledger(&options.folder, backups.as_ref(), options.clock.now_ms()).await?;
        let upkeep = Upkeep::new(backups);
        let carrier = match options.carrier {
            Some(carrier) => carrier,
            None => Arc::new(Network::new(options.time_limits)?),
        };
        let keyring = Keyring::new(options.vault, options.live);
        let accounts = match ledger.accounts(true).await {
            Ok(accounts) => accounts,
            // Opened all the same: the check decides what the damage means.
            Err(LedgerError::Damaged(_)) => {
                upkeep.hurry();
                Vec::new()
            }
            Err(error) => return Err(error.into()),
        };
        for account in accounts {
            if let Some(secret) = options.built_in_secrets.get(&account.key_id)
                && account.base_url.starts_with(PRACTICE_SCHEME)
            {
                keyring.hold(account.key_slot, secret.clone());
            }
        }
        let (events, _) = broadcast::channel(EVENTS_WAITING_MAX);
        Ok(Arc::new(Self {
            live: options.live,
            practice_origin: options.practice_origin,
            grace: options.grace,
            total_limit: options.time_limits.total,
            haste: options.haste.max(1),
            clock: options.clock.clone(),
            ledger,
            keyring,
            carrier,
            chance: options.chance,
            differences: ClockDifferences::new(options.clock),
            reachabilities: Reachabilities::default(),
            in_vain: InVain::default(),
            tracker: Tracker::new(options.questions_per_minute, options.haste),
            listener: Listener::default(),
            grace_timers: GraceTimers::default(),
            upkeep,
            preparing: tokio::sync::Mutex::default(),
            learning: tokio::sync::Mutex::default(),
            tasks: TaskTracker::new(),
            closing: CancellationToken::new(),
            events,
            callback_tokens: Mutex::default(),
        }))
    }

    /// Starts the tracker, the listener if it is on (it always is in practice), and the ledger's upkeep. A damaged
    /// ledger gets its upkeep only.
    ///
    /// # Errors
    /// [`DeskError::Ledger`]. A listener that cannot listen is no error here: its state says so.
    pub async fn start(self: &Arc<Self>) -> Result<(), DeskError> {
        if self.ledger.damage().is_none() {
            // What has waited is applied before anything new comes in.
            self.past_damage(self.settle_stored_deliveries(Waiting::AtStart).await)?;
            self.past_damage(self.start_listener_if_wanted().await)?;
            self.start_tracker().await?;
            self.start_searching();
        }
        self.start_upkeep();
        Ok(())
    }

    /// Begins nothing new and waits for what runs: a creation under way gets the time that it may take.
    /// Payouts within their grace stay prepared.
    pub async fn stop(&self) {
        self.closing.cancel();
        self.grace_timers.cancel_all();
        self.stop_listening().await;
        self.tasks.close();
        let patience = self.total_limit + Duration::from_secs(5);
        if tokio::time::timeout(patience, self.tasks.wait()).await.is_err() {
            tracing::warn!("stopped while something was still under way; it will be found at the next start");
        }
    }

    /// The vault can be read (again): callbacks that came while it was locked get their verdict and have their effect,
    /// and what could not be asked is asked.
    pub fn vault_opened(self: &Arc<Self>) {
        self.resume_tracker();
        let desk = Arc::clone(self);
        self.tasks.spawn(async move {
            if let Err(error) = desk.settle_stored_deliveries(Waiting::AtUnlocking).await {
                tracing::error!(code = error.code(), "callbacks still wait for their verdict");
            }
        });
    }

    /// Closes the ledger after [`Desk::stop`], so that another may take its place. Nothing can be read afterwards.
    pub async fn close(&self) {
        self.ledger.close().await;
    }

    /// What happens from now on.
    #[must_use]
    pub fn events(&self) -> broadcast::Receiver<DeskEvent> {
        self.events.subscribe()
    }

    /// The ledger, for reading lists and details. Whatever moves an order goes through the desk.
    #[must_use]
    pub const fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Whether this desk moves real money.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        self.live
    }

    /// What is known of the clock of an account's gateway.
    #[must_use]
    pub fn clock_difference(&self, account: AccountId) -> Option<ClockDifference> {
        self.differences.known(account, self.now_ms())
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    pub(crate) fn emit(&self, event: DeskEvent) {
        // Nobody may be listening; that is no trouble.
        let _heard_by = self.events.send(event);
    }

    pub(crate) fn emit_order(&self, order: &OrderRow, from: Option<Status>, new_flags: &[Flag]) {
        let flagged = new_flags.iter().any(|flag| flag.needs_person());
        self.emit(DeskEvent::OrderChanged {
            order_id: order.id,
            number: order.number.clone(),
            from,
            to: order.status,
            needs_person: flagged || needs_person(order.status),
        });
    }

    pub(crate) async fn existing_account(&self, id: AccountId) -> Result<AccountRow, DeskError> {
        self.ledger.account(id).await?.ok_or(DeskError::NoSuchAccount)
    }

    /// The account, for something that is to be sent or asked in its name, or changed: one that is not as it was written
    /// is refused (R8).
    pub(crate) async fn sound_account(&self, id: AccountId) -> Result<AccountRow, DeskError> {
        let account = self.existing_account(id).await?;
        account.check_sound()?;
        Ok(account)
    }

    pub(crate) async fn existing_order(&self, id: OrderId) -> Result<OrderRow, DeskError> {
        self.ledger.order(id).await?.ok_or(DeskError::NoSuchOrder)
    }

    pub(crate) fn check_open(&self) -> Result<(), DeskError> {
        if self.closing.is_cancelled() {
            Err(DeskError::Closing)
        } else {
            Ok(self.ledger.check_writable()?)
        }
    }
}

/// The market of an account or form.
///
/// # Errors
/// [`DeskError::NoSuchMarket`].
pub(crate) fn market(id: &str) -> Result<&'static Market, DeskError> {
    catalogue::market(id).ok_or_else(|| DeskError::NoSuchMarket(id.to_owned()))
}

/// Locks a mutex that guards plain data: a panic elsewhere has not broken it.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

const fn needs_person(status: Status) -> bool {
    match status {
        Status::Unknown | Status::Returned | Status::NotSent => true,
        Status::Prepared
        | Status::Sending
        | Status::Refused
        | Status::Pending
        | Status::Processing
        | Status::Succeeded
        | Status::Failed
        | Status::Expired
        | Status::Abandoned
        | Status::Cancelled => false,
    }
}
