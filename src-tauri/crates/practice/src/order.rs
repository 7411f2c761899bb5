//! One order as the gateway keeps it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{Market, Outcome};

/// What was ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum OrderKind {
    /// CashFast: money from a payer.
    Collect,
    /// Cashy `/api/payIn`: money from a payer by one method.
    PayIn,
    /// Cashy `/api/payDesk`: money from a payer who chooses the method on a page.
    PayDesk,
    /// Both: money to somebody.
    PayOut,
}

/// Where an order stands. The gateways' own words are in `cashfast::words` and `cashy::words`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum OrderStatus {
    /// Accepted; a collect order waits for its payer.
    Accepted,
    /// Cashy payouts: being routed.
    Waiting,
    /// At the bank or operator.
    Processing,
    /// Paid.
    Succeeded,
    /// A payout the bank did not take: CashFast 4, Cashy CANCEL.
    Rejected,
    /// Ended without money moving, or money that came back.
    Failed,
}

/// What an order means for the balance.
#[derive(PartialEq, Eq, Clone, Copy)]
pub(crate) enum Claim {
    Held,
    Moved,
    Released,
}

impl OrderStatus {
    pub(crate) fn claim(self) -> Claim {
        match self {
            Self::Accepted | Self::Waiting | Self::Processing => Claim::Held,
            Self::Succeeded => Claim::Moved,
            Self::Rejected | Self::Failed => Claim::Released,
        }
    }
}

/// A further payment of a Cashy payIn order (PATCH).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Supplement {
    pub(crate) gateway_number: String,
    /// 1 for the first.
    pub(crate) serial: u32,
    pub(crate) amount: Decimal,
    pub(crate) fee: Decimal,
    pub(crate) paid_ms: i64,
}

/// One order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) serial: u64,
    pub(crate) market: Market,
    pub(crate) kind: OrderKind,
    pub(crate) outcome: Outcome,
    /// The merchant's number.
    pub(crate) number: String,
    /// The gateway's number.
    pub(crate) gateway_number: String,
    /// The number in the address of the cashier page. Not the gateway number at CashFast.
    pub(crate) cashier_number: String,
    pub(crate) amount: Decimal,
    /// What a payer paid.
    pub(crate) paid: Option<Decimal>,
    pub(crate) fee: Decimal,
    pub(crate) status: OrderStatus,
    pub(crate) reason: Option<String>,
    pub(crate) created_ms: i64,
    pub(crate) done_ms: Option<i64>,
    /// Nobody can pay after this.
    pub(crate) expires_ms: Option<i64>,
    /// The payer may pay another amount (CashFast `dynamicAmountNotify`; always at Cashy).
    pub(crate) any_amount: bool,
    /// Nobody can pay this, whatever its status.
    pub(crate) unpayable: bool,
    /// The other members of the request, as text.
    pub(crate) fields: BTreeMap<String, String>,
    pub(crate) supplements: Vec<Supplement>,
}

/// What a creation request asked for, checked.
pub(crate) struct Wanted {
    pub(crate) market: Market,
    pub(crate) kind: OrderKind,
    pub(crate) number: String,
    pub(crate) amount: Decimal,
    pub(crate) expires_ms: Option<i64>,
    pub(crate) any_amount: bool,
    pub(crate) fields: BTreeMap<String, String>,
}

impl Order {
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map(String::as_str).unwrap_or_default()
    }

    /// What a payout takes from the balance.
    pub(crate) fn total(&self) -> Decimal {
        self.amount + self.fee
    }

    pub(crate) fn notify_url(&self) -> Option<&str> {
        Some(self.field("notifyUrl")).filter(|url| !url.is_empty())
    }

    /// Who or what is paid through: CashFast's channel, Cashy's payType.
    pub(crate) fn channel(&self) -> &str {
        match self.kind {
            OrderKind::Collect => self.field("channelType"),
            OrderKind::PayIn => self.field("payType"),
            OrderKind::PayDesk => "payDesk",
            OrderKind::PayOut => self.field("accountType"),
        }
    }

    pub(crate) fn is_collect(&self) -> bool {
        self.kind != OrderKind::PayOut
    }

    /// The path of the cashier page.
    pub(crate) fn cashier_path(&self) -> String {
        format!("/{}/cashier/{}", self.market.name(), self.cashier_number)
    }
}
