//! What crosses to the window: views out, requests in. The domain's types never cross by themselves.
//!
//! Money and 64-bit numbers cross as decimal text and times as RFC 3339 text in UTC, because JavaScript numbers
//! are floats. No view has a place for a secret; requests that carry one have no `Serialize`.

mod accounts;
mod app;
mod data;
mod deliveries;
mod drafts;
mod explanation;
mod export;
mod import;
mod import_results;
mod markets;
mod money_views;
mod of_accounts;
mod of_app;
mod of_data;
mod of_deliveries;
mod of_drafts;
mod of_import;
mod of_markets;
mod of_money;
mod of_orders;
mod of_settling;
mod orders_views;
mod places;
mod search;
mod settling;

pub use self::import::*;
pub use accounts::*;
pub use app::*;
pub use data::*;
pub use deliveries::*;
pub use drafts::*;
pub use export::*;
pub use import_results::*;
pub use markets::*;
pub use money_views::*;
pub use orders_views::*;
pub use places::*;
pub use search::*;
pub use settling::*;

pub(crate) use explanation::Explanation;
pub(crate) use of_drafts::typed_amount;
pub(crate) use of_money::banks_view;
pub(crate) use of_orders::{Accounts, can_cancel, fields_in_order, grouped_account, headers, summary_of};
pub(crate) use of_settling::minutes;

/// Makes an enum of this module that mirrors one of the domain's, variant by variant, so that a new
/// variant below does not compile until the window knows it.
macro_rules! mirror {
    ($(#[$attribute:meta])* $name:ident of $domain:path { $($variant:ident: $doc:literal),+ $(,)? }) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, specta::Type)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $(#[doc = $doc] $variant),+
        }

        impl From<$domain> for $name {
            fn from(value: $domain) -> Self {
                use $domain as Domain;
                match value {
                    $(Domain::$variant => Self::$variant),+
                }
            }
        }

        impl From<$name> for $domain {
            fn from(value: $name) -> Self {
                use $domain as Domain;
                match value {
                    $($name::$variant => Domain::$variant),+
                }
            }
        }
    };
}
pub(crate) use mirror;

/// Unix milliseconds as RFC 3339 text in UTC, with milliseconds.
pub(crate) fn time_text(unix_ms: i64) -> String {
    jiff::Timestamp::from_millisecond(unix_ms).map(|time| format!("{time:.3}")).unwrap_or_default()
}
