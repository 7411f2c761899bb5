//! Trying a connection out, and telling plainly what is wrong with it (UX §2).

use std::sync::Arc;

use gateways::{
    BalanceLine, BalanceReading, Evidence, Habits, Operation, Refusal, RefusalKind, decode_balance,
};
use ledger::AccountId;

use super::base_url::resolve;
use super::connect::AccountForm;
use crate::http::{Attempt, Lost, NoConnection};
use crate::line::{Heard, Line};
use crate::{Desk, DeskError};

/// What is to be tried out.
#[derive(Debug, Clone, Copy)]
pub enum Trial<'a> {
    /// A connected account.
    Account(AccountId),
    /// A filled-in form, before anything is kept.
    Form(&'a AccountForm),
}

/// What trying a connection out brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionReport {
    /// Whether anything answered at that address.
    pub reachable: bool,
    /// What it means.
    pub verdict: ConnectionVerdict,
    /// The gateway's clock less ours in milliseconds, where the answer told it (A21).
    pub clock_ahead_ms: Option<i64>,
    /// The version that the gateway's ping told (`CashFast`).
    pub gateway_version: Option<String>,
    /// How long the deciding question took, in milliseconds.
    pub took_ms: i64,
}

/// What a connection's trial means; each has its own sentence in the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConnectionVerdict {
    /// It works.
    Works {
        /// What the gateway says the account has.
        balances: Vec<BalanceLine>,
    },
    /// Something answers there, but no gateway: an HTML page, a 404.
    WrongAddress {
        /// The HTTP status.
        status: u16,
        /// Whether it is a page for people.
        html: bool,
    },
    /// No connection was made.
    Unreachable(NoConnection),
    /// A connection was made, and no complete answer came in time.
    Silent,
    /// A connection was made, and the answer broke off or was no HTTP.
    Broken(Lost),
    /// The gateway refuses this computer's address: the allowlist (301).
    AddressNotAllowed {
        /// The key was made or edited less than 90 seconds ago.
        maybe_not_active_yet: bool,
    },
    /// The gateway says that the signature is wrong (307): secret, clock, or a key that is not active yet.
    BadSignature {
        /// The key was made or edited less than 90 seconds ago.
        maybe_not_active_yet: bool,
    },
    /// The gateway does not know the merchant.
    UnknownMerchant,
    /// The gateway refused for another reason.
    Refused(Refusal),
    /// The gateway reports an error of its own.
    GatewayError {
        /// Its code, verbatim.
        code: String,
        /// Its message, verbatim.
        message: String,
    },
    /// The address sends us elsewhere; that is never followed.
    Redirected {
        /// Where to.
        to_host: String,
    },
}

/// Whether a key may still be too young to work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Age {
    Fresh,
    Settled,
}

impl Desk {
    /// Tries a connection out: a ping where there is one, then the balance, which decides. Nothing is created.
    ///
    /// # Errors
    /// [`DeskError`] for a form that is wrong in itself, an unknown account, or a secret that cannot be read. What the
    /// network and the gateway do is no error but the verdict.
    pub async fn test_connection(&self, trial: Trial<'_>) -> Result<ConnectionReport, DeskError> {
        let (line, age) = self.line_to_try(trial).await?;
        let ping = self.ping(&line).await?;
        let heard = self.ask(&line, &Operation::Balance, None).await?;
        self.keep_of_account(&line, &heard).await?;
        let date = date_difference(&heard);
        let clock_ahead_ms = ping.as_ref().and_then(|ping| ping.ahead_ms).or(date);
        Ok(ConnectionReport {
            reachable: ping.is_some() || matches!(heard.attempt, Attempt::Answered(_)),
            verdict: verdict(&line, &heard, age),
            clock_ahead_ms,
            gateway_version: ping.map(|ping| ping.version),
            took_ms: heard.record.took_ms,
        })
    }

    async fn line_to_try(&self, trial: Trial<'_>) -> Result<(Line, Age), DeskError> {
        match trial {
            Trial::Account(id) => {
                let account = self.existing_account(id).await?;
                let active_at = self.key_active_at_ms(&account).await?;
                let age = if active_at.is_some() { Age::Fresh } else { Age::Settled };
                Ok((self.line(&account).await?, age))
            }
            Trial::Form(form) => {
                let checked = self.check_form(form)?;
                let line = Line {
                    account_id: None,
                    market: checked.market,
                    base_url: resolve(&checked.base_url, self.practice_origin.as_ref())?,
                    key_id: checked.key_id,
                    secret: Arc::new(form.secret.clone()),
                    habits: Habits::default(),
                };
                Ok((line, if form.key_edited_now { Age::Fresh } else { Age::Settled }))
            }
        }
    }
}

fn date_difference(heard: &Heard) -> Option<i64> {
    let Attempt::Answered(answer) = &heard.attempt else { return None };
    let told = jiff::fmt::rfc2822::parse(answer.header("date")?).ok()?;
    let theirs = told.timestamp().as_millisecond().saturating_add(500);
    let middle = heard.record.started_at_ms.saturating_add(heard.record.took_ms / 2);
    Some(theirs.saturating_sub(middle))
}

fn verdict(line: &Line, heard: &Heard, age: Age) -> ConnectionVerdict {
    let answer = match heard.answer() {
        Ok(answer) => answer,
        Err(DeskError::Redirected { to_host }) => return ConnectionVerdict::Redirected { to_host },
        Err(_) => return without_answer(&heard.attempt),
    };
    let maybe_not_active_yet = age == Age::Fresh;
    match decode_balance(line.market, &answer.wire) {
        BalanceReading::Balances(balances) => ConnectionVerdict::Works { balances },
        BalanceReading::Refused(refusal) => match refusal.kind {
            RefusalKind::AddressNotAllowed => ConnectionVerdict::AddressNotAllowed { maybe_not_active_yet },
            RefusalKind::BadSignature => ConnectionVerdict::BadSignature { maybe_not_active_yet },
            RefusalKind::UnknownMerchant => ConnectionVerdict::UnknownMerchant,
            RefusalKind::BadField(_) | RefusalKind::BadRequest => ConnectionVerdict::Refused(refusal),
        },
        BalanceReading::Unreadable(evidence) => match evidence {
            Evidence::GatewayError { code, message } | Evidence::Unlisted { code, message } => {
                ConnectionVerdict::GatewayError { code, message }
            }
            Evidence::Contradiction | Evidence::OtherOrder { .. } => ConnectionVerdict::GatewayError {
                code: answer.wire.status.to_string(),
                message: String::new(),
            },
            Evidence::NotJson | Evidence::NotAnEnvelope => ConnectionVerdict::WrongAddress {
                status: answer.wire.status,
                html: answer.wire.content_type.as_deref().is_some_and(|kind| kind.contains("html")),
            },
        },
    }
}

fn without_answer(attempt: &Attempt) -> ConnectionVerdict {
    match attempt {
        Attempt::NoConnection(why) => ConnectionVerdict::Unreachable(why.clone()),
        Attempt::Lost(Lost::Silent) => ConnectionVerdict::Silent,
        Attempt::Lost(why) => ConnectionVerdict::Broken(why.clone()),
        Attempt::Answered(_) => ConnectionVerdict::Broken(Lost::NotHttp),
    }
}
