//! Accounts and connection tests as views.

use desk::{
    ConnectionReport as Tested, ConnectionVerdict as Verdict, NoConnection, PRACTICE_SCHEME, TlsTrouble,
};
use gateways::catalogue::market;
use gateways::{BalanceLine, Habits};
use ledger::{AccountRow, PaidToday};

use super::{AccountView, BalanceView, ConnectionReport, ConnectionVerdict, PaidTodayView, time_text};
use crate::commands::accounts::limit_views;

impl AccountView {
    /// An account of a ledger.
    pub(crate) fn of(account: &AccountRow) -> Self {
        let market = market(&account.market_id);
        let habits: Habits = serde_json::from_str(&account.habits_json).unwrap_or_default();
        Self {
            id: account.id.to_string(),
            name: account.name.clone(),
            market_id: account.market_id.clone(),
            country: market.map(|market| market.country.clone()).unwrap_or_default(),
            currency: market.map(|market| market.currency.to_string()).unwrap_or_default(),
            live: account.live,
            built_in: account.base_url.starts_with(PRACTICE_SCHEME),
            base_url: account.base_url.clone(),
            insecure: account.base_url.starts_with("http:"),
            key_id: account.key_id.clone(),
            notify_url: account.notify_url.clone(),
            key_edited_at: Some(time_text(account.key_edited_at_ms)),
            payout_ceiling: account.max_payout.map(|amount| amount.to_string()),
            day_ceiling: account.max_day.map(|amount| amount.to_string()),
            limits: limit_views(&account.limits_json),
            sign_in_lower_case: habits.sign_in_lower_case,
            amount_as_text: habits.amount_as_text,
            created_at: time_text(account.created_at_ms),
            retired_at: account.retired_at_ms.map(time_text),
        }
    }
}

impl From<&PaidToday> for PaidTodayView {
    fn from(paid: &PaidToday) -> Self {
        Self { day: paid.day.clone(), sent: paid.sent.to_string(), waiting: paid.waiting.to_string() }
    }
}

/// Seconds that a key made or edited just now may need (cashfast.md §2).
const KEY_WAIT_S: u32 = 90;

impl ConnectionReport {
    /// What a test found.
    pub(crate) fn of(tested: &Tested) -> Self {
        let wait = |maybe: bool| maybe.then_some(KEY_WAIT_S);
        let (verdict, detail, wait_s) = match &tested.verdict {
            Verdict::Works { .. } => (ConnectionVerdict::Works, None, None),
            Verdict::WrongAddress { status, .. } => {
                (ConnectionVerdict::NotThisGateway, Some(format!("HTTP {status}")), None)
            }
            Verdict::Unreachable(why) => {
                let verdict = match why {
                    NoConnection::Dns => ConnectionVerdict::HostNotFound,
                    NoConnection::Refused => ConnectionVerdict::ConnectionRefused,
                    NoConnection::ConnectTimeout => ConnectionVerdict::ConnectTimeout,
                    NoConnection::Tls { trouble: TlsTrouble::Closed, .. } => ConnectionVerdict::TlsClosed,
                    NoConnection::Tls { .. } => ConnectionVerdict::TlsFailed,
                    NoConnection::Unreachable { .. } | NoConnection::Unsendable { .. } => {
                        ConnectionVerdict::ConnectionRefused
                    }
                };
                (verdict, Some(why.code().to_owned()), None)
            }
            Verdict::Silent => (ConnectionVerdict::Silent, None, None),
            Verdict::Broken(why) => (ConnectionVerdict::Interrupted, Some(why.code().to_owned()), None),
            Verdict::AddressNotAllowed { maybe_not_active_yet } => {
                (ConnectionVerdict::AddressNotAllowed, None, wait(*maybe_not_active_yet))
            }
            Verdict::BadSignature { maybe_not_active_yet } => {
                (ConnectionVerdict::BadSignature, None, wait(*maybe_not_active_yet))
            }
            Verdict::UnknownMerchant => (ConnectionVerdict::UnknownMerchant, None, None),
            Verdict::Refused(refusal) => {
                (ConnectionVerdict::Refused, Some(format!("{} {}", refusal.code, refusal.message)), None)
            }
            Verdict::GatewayError { code, message } => {
                (ConnectionVerdict::GatewayTrouble, Some(format!("{code} {message}")), None)
            }
            Verdict::Redirected { to_host } => (ConnectionVerdict::Redirected, Some(to_host.clone()), None),
        };
        let balances = if let Verdict::Works { balances } = &tested.verdict {
            balances.iter().map(balance_line).collect()
        } else {
            Vec::new()
        };
        Self {
            verdict,
            detail,
            balances,
            clock_skew_ms: tested.clock_ahead_ms.and_then(|ahead| i32::try_from(ahead).ok()),
            wait_s,
            took_ms: u32::try_from(tested.took_ms).unwrap_or_default(),
        }
    }
}

/// A balance of an account that may not exist yet.
fn balance_line(line: &BalanceLine) -> BalanceView {
    BalanceView {
        account_id: String::new(),
        account_name: String::new(),
        currency: line.currency.to_string(),
        available: line.available.to_string(),
        frozen: line.frozen.map(|amount| amount.to_string()),
        waiting: line.waiting.map(|amount| amount.to_string()),
        claimed: "0".to_owned(),
        state: line.state.clone(),
        read_at: time_text(jiff::Timestamp::now().as_millisecond()),
    }
}

#[cfg(test)]
mod tests {
    use super::{ConnectionReport, ConnectionVerdict, NoConnection, Tested, TlsTrouble, Verdict};

    fn told(why: NoConnection) -> (ConnectionVerdict, Option<String>) {
        let report = ConnectionReport::of(&Tested {
            reachable: false,
            verdict: Verdict::Unreachable(why),
            clock_ahead_ms: None,
            gateway_version: None,
            took_ms: 3,
        });
        (report.verdict, report.detail)
    }

    #[test]
    fn each_way_of_not_getting_through_has_its_own_word() {
        let tls = |trouble| NoConnection::Tls { trouble, detail: "eof".to_owned() };
        let word = |word: &str| Some(word.to_owned());
        assert_eq!(told(NoConnection::Dns), (ConnectionVerdict::HostNotFound, word("dns")));
        assert_eq!(told(NoConnection::Refused), (ConnectionVerdict::ConnectionRefused, word("refused")));
        assert_eq!(
            told(NoConnection::ConnectTimeout),
            (ConnectionVerdict::ConnectTimeout, word("connect_timeout"))
        );
        assert_eq!(told(tls(TlsTrouble::Closed)), (ConnectionVerdict::TlsClosed, word("tls_closed")));
        assert_eq!(told(tls(TlsTrouble::Expired)), (ConnectionVerdict::TlsFailed, word("tls_expired")));
    }
}
