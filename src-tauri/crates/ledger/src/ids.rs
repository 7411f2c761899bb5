//! What rows are called: a number of its own kind for each noun, so that an order cannot be taken for an account.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// An account of this ledger.
    AccountId
);
id!(
    /// One of an account's keys. Never used again for another key: the vault may name the secret by it.
    KeySlot
);
id!(
    /// An order of this ledger. Later orders have larger numbers.
    OrderId
);
id!(
    /// A line of an order's history.
    EventId
);
id!(
    /// A further payment to a collect order.
    SupplementId
);
id!(
    /// A request with its answer.
    ExchangeId
);
id!(
    /// A piece of evidence.
    EvidenceId
);
id!(
    /// A callback as received.
    DeliveryId
);
