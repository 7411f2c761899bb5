//! Asking a gateway what time it has: before the first signature, after our clock has jumped, when a signature is
//! refused, and every ten minutes while something is watched (R12).
//!
//! Only `CashFast` signs a time and tells it by a ping. Cashy's requests carry none; its `Date` headers are learnt from and
//! shown, and no question is put for them.

use std::time::Duration;

use gateways::{Family, Operation, PingReading, RefusalKind, decode_ping};
use ledger::AccountId;

use super::DIFFERENCE_APPLIED_MS;
use crate::events::DeskEvent;
use crate::http::Attempt;
use crate::line::{Heard, Line};
use crate::{Desk, DeskError};

/// How often the time is asked for in a row: once where the clock is right, twice for a large difference, and once more
/// when one of the two answers was a stranger's.
const PINGS_MAX: u32 = 4;
/// Longer than this nobody waits for the time before a request that was asked for.
const PATIENCE: Duration = Duration::from_secs(3);

/// What a ping told.
pub(crate) struct Ping {
    /// The gateway's version.
    pub(crate) version: String,
    /// Its clock less ours, in milliseconds; `None` when it tells no time.
    pub(crate) ahead_ms: Option<i64>,
}

impl Desk {
    /// Before a request is signed: asks for the time if nothing is known of the gateway's clock. A gateway that does not
    /// answer costs three seconds once a minute, and the request goes out with our own time.
    pub(crate) async fn know_the_time(&self, line: &Line) {
        let Some(account) = line.account_id.filter(|_| signs_a_time(line)) else { return };
        if self.clock_difference(account).is_some() {
            return;
        }
        let measure = async {
            let measuring = self.differences.measuring(account);
            let _one_at_a_time = measuring.lock().await;
            if self.differences.asks_now(account, self.now_ms()) {
                self.ask_for_the_time(line, account).await;
            }
        };
        tokio::select! {
            () = measure => {}
            () = self.clock.sleep(PATIENCE) => {}
        }
    }

    /// Asks for the time until the answers agree.
    pub(crate) async fn measure_clock(&self, line: &Line) {
        let Some(account) = line.account_id.filter(|_| signs_a_time(line)) else { return };
        let measuring = self.differences.measuring(account);
        let _one_at_a_time = measuring.lock().await;
        self.ask_for_the_time(line, account).await;
    }

    async fn ask_for_the_time(&self, line: &Line, account: AccountId) {
        let before = self.clock_difference(account);
        for _ in 0..PINGS_MAX {
            match self.ping(line).await {
                Ok(Some(_)) if self.differences.is_in_doubt(account, self.now_ms()) => {}
                Ok(_) | Err(_) => break,
            }
        }
        let now = self.clock_difference(account);
        let ahead = |known: Option<super::ClockDifference>| known.map_or(0, |known| known.ahead_ms);
        if ahead(before).abs_diff(ahead(now)) > DIFFERENCE_APPLIED_MS.unsigned_abs() {
            tracing::warn!(
                account = account.0,
                ahead_ms = ahead(now),
                "the gateway's clock differs from ours"
            );
            self.emit(DeskEvent::ClockChanged { account_id: account });
        }
    }

    /// After a refusal of a signature: perhaps our clock is wrong. True when it was, by what is known now, so that a
    /// question may be put once more; a creation never is.
    pub(crate) async fn suspect_clock(&self, line: &Line, refused: &RefusalKind) -> bool {
        let Some(account) = line.account_id else { return false };
        // Which of the two a wrong time brings is nowhere documented (A21).
        let by_time = match refused {
            RefusalKind::BadSignature => true,
            RefusalKind::BadField(field) => field.as_deref() == Some("timestamp"),
            RefusalKind::AddressNotAllowed | RefusalKind::UnknownMerchant | RefusalKind::BadRequest => false,
        };
        if !by_time || !signs_a_time(line) {
            return false;
        }
        let before = self.differences.time_for(account, self.now_ms()).saturating_sub(self.now_ms());
        self.measure_clock(line).await;
        let after = self.differences.time_for(account, self.now_ms()).saturating_sub(self.now_ms());
        before.abs_diff(after) > DIFFERENCE_APPLIED_MS.unsigned_abs()
    }

    /// A ping proves that somebody is there and tells the time. Its failure proves nothing (cashfast.md §6.1).
    pub(crate) async fn ping(&self, line: &Line) -> Result<Option<Ping>, DeskError> {
        match line.market.family {
            Family::Cashy => return Ok(None),
            Family::CashFast => {}
        }
        for bare in [false, true] {
            let heard = self.ask_at_once(line, &Operation::Ping { bare }, None).await?;
            self.keep_of_account(line, &heard).await?;
            let Attempt::Answered(answer) = &heard.attempt else { return Ok(None) };
            if let PingReading::Alive { version, unix_ms } = decode_ping(line.market, &answer.wire) {
                let (received, took) = (heard.received_at_ms, heard.record.took_ms);
                if let (Some(account), Some(theirs)) = (line.account_id, unix_ms) {
                    self.differences.learn_from_ping(account, theirs, received, took);
                }
                let middle = received.saturating_sub(took / 2);
                let ahead_ms = unix_ms.map(|theirs| theirs.saturating_sub(middle));
                return Ok(Some(Ping { version, ahead_ms }));
            }
        }
        Ok(None)
    }

    /// A trial of a form leaves nothing behind; a question over an account's line is kept like every exchange.
    pub(crate) async fn keep_of_account(&self, line: &Line, heard: &Heard) -> Result<(), DeskError> {
        if line.account_id.is_some() { self.keep(heard).await } else { Ok(()) }
    }
}

/// Whether requests over this line carry a time that is signed.
fn signs_a_time(line: &Line) -> bool {
    line.market.family == Family::CashFast
}
