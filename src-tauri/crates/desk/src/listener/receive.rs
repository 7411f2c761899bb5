//! One callback: verified, stored, acknowledged, applied.

use std::sync::Arc;

use gateways::catalogue::Market;
use gateways::{
    Delivery, DeliveryKey, Family, Observation, Rendering, Suspicion, Verdict, WireAnswer, acknowledge,
    read_delivery,
};
use ledger::{AccountId, AccountKey, AccountRow, DELIVERY_STORED, NewDelivery, StoredDelivery};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use vault::VaultError;

use super::apply::Effect;
use crate::desk::market;
use crate::events::DeskEvent;
use crate::line::{headers_json, read_habits};
use crate::mask::mask_credentials;
use crate::{Desk, DeskError};

/// So many callbacks may wait for a verdict while the vault is locked. More are not acknowledged, so that the gateway calls
/// again: what was acknowledged is never dropped.
const UNDECIDED_MAX: u64 = 2_000;

/// A verdict as it is kept beside the callback.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "verdict")]
enum KeptVerdict<'a> {
    Verified {
        key_id: &'a str,
        rendering: Rendering,
        understood: bool,
    },
    Unverified {
        suspicion: &'a Suspicion,
    },
    /// Not every key could be read, so nobody knows yet.
    Undecided,
}

/// A callback that was read.
pub(super) struct Read {
    pub(super) verdict: Verdict,
    /// The name of the key that signed it.
    key_id: Option<String>,
    /// It could not be verified, and a key that could not be read might have done it.
    pub(super) undecided: bool,
}

/// An account's keys with their secrets.
struct Keys {
    readable: Vec<(AccountKey, Arc<SecretString>)>,
    /// Whether there are others, in a vault that is locked or does not answer.
    others: bool,
}

/// How a callback comes to be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arrival {
    /// It has just come.
    Fresh {
        /// A genuine one with the same nonce came before.
        seen_before: bool,
    },
    /// It has waited; whether it had its effect before a crash is to be looked up.
    Waited {
        /// A genuine one with the same nonce has had its effect.
        seen_before: bool,
    },
}

impl Desk {
    /// Takes a callback in and returns what to answer: the acknowledgement once it is on disk, else an error, so
    /// that the gateway calls again (A15, Z22).
    pub async fn receive(
        self: Arc<Self>,
        account_id: AccountId,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> WireAnswer {
        let (family, stored) = match self.take_in(account_id, &headers, &body).await {
            Ok(family) => (family, true),
            Err((family, error)) => {
                tracing::error!(
                    account = account_id.0,
                    code = error.code(),
                    "a callback could not be stored"
                );
                (family, false)
            }
        };
        acknowledge(family, stored)
    }

    async fn take_in(
        &self,
        account_id: AccountId,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Result<Family, (Family, DeskError)> {
        let account = self.existing_account(account_id).await.map_err(|error| (Family::CashFast, error))?;
        let market = market(&account.market_id).map_err(|error| (Family::CashFast, error))?;
        let at = |error: DeskError| (market.family, error);
        let read = self.read_callback(&account, market, headers, body).await.map_err(at)?;
        if read.undecided
            && self.ledger.undecided_deliveries().await.map_err(|error| at(error.into()))? >= UNDECIDED_MAX
        {
            return Err(at(DeskError::Vault(VaultError::Locked)));
        }
        let nonce = nonce(market.family, headers, body, &read.verdict);
        let seen_before = match (&nonce, &read.verdict) {
            (Some(nonce), Verdict::Verified { .. }) => {
                self.ledger.nonce_seen(account_id, nonce).await.map_err(|error| at(error.into()))?
            }
            (_, _) => false,
        };
        let new = NewDelivery {
            account_id: Some(account_id),
            order_id: None,
            received_at_ms: self.now_ms(),
            headers_json: headers_json(&mask_credentials(headers)),
            body: body.to_vec(),
            nonce,
            verdict_json: kept_verdict(&read),
            verified: matches!(read.verdict, Verdict::Verified { .. }),
            effect: DELIVERY_STORED.to_owned(),
        };
        let stored = self.ledger.store_delivery(&new).await.map_err(|error| at(error.into()))?;
        // It is on disk: from here on nothing can be lost, and the gateway is told so whatever happens next.
        let arrival = Arrival::Fresh { seen_before };
        if let Err(error) = self.settle(&account, market, stored, &read, arrival).await {
            tracing::error!(
                delivery = stored.id.0,
                code = error.code(),
                "a stored callback was not applied yet"
            );
        }
        Ok(market.family)
    }

    /// Applies a stored callback, once, and notes what it did. One that is undecided goes on waiting.
    pub(super) async fn settle(
        &self,
        account: &AccountRow,
        market: &'static Market,
        stored: StoredDelivery,
        read: &Read,
        arrival: Arrival,
    ) -> Result<(), DeskError> {
        // The very same one again: it had its effect, unless that was cut off by a crash.
        let known = self.ledger.delivery(stored.id).await?;
        let settled = known.as_ref().filter(|known| known.effect != DELIVERY_STORED);
        if let Some(settled) = settled {
            self.emit(DeskEvent::DeliveryReceived { delivery_id: stored.id, order_id: settled.order_id });
            if let Verdict::Verified { observation: Some(seen), .. } = &read.verdict {
                // Word for word, it may be news: an order that was turned round can be turned back.
                self.repeated(account, seen).await?;
            }
            return Ok(());
        }
        let (Arrival::Fresh { seen_before } | Arrival::Waited { seen_before }) = arrival;
        let effect = match &read.verdict {
            Verdict::Verified { observation: None, .. } => Effect::without_order("not_understood"),
            Verdict::Verified { observation: Some(seen), .. } if seen_before => {
                self.repeated(account, seen).await?
            }
            Verdict::Verified { observation: Some(seen), rendering, .. } => {
                self.learn_rendering(account, *rendering).await?;
                let before = match arrival {
                    Arrival::Fresh { .. } => None,
                    Arrival::Waited { .. } => self.applied_before(account, seen, stored.id).await?,
                };
                match before {
                    Some(effect) => {
                        // The question that it sets off may have been cut off with its settling.
                        self.ask_about_claim(account, seen, effect.word).await?
                    }
                    None => self.apply_delivery(account, market, seen, stored.id).await?,
                }
            }
            Verdict::Unverified { claim, .. } if read.undecided => {
                self.undecided(account, claim.as_deref()).await?
            }
            Verdict::Unverified { claim, .. } => self.unverified(account, claim.as_deref()).await?,
        };
        self.ledger.settle_delivery(stored.id, effect.order_id, effect.word).await?;
        self.emit(DeskEvent::DeliveryReceived { delivery_id: stored.id, order_id: effect.order_id });
        Ok(())
    }

    /// Verifies a callback with every key of the account, former ones too (cashfast.md §8.1).
    pub(super) async fn read_callback(
        &self,
        account: &AccountRow,
        market: &'static Market,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Result<Read, DeskError> {
        let Keys { readable: keys, others } = self.delivery_keys(account).await?;
        let rendering_first = read_habits(account).delivery_rendering;
        let given: Vec<DeliveryKey<'_>> = keys
            .iter()
            .map(|(key, secret)| DeliveryKey { id: &key.key_id, secret, rendering_first })
            .collect();
        let verdict = read_delivery(market, &Delivery { headers, body }, &given);
        let key_id = match &verdict {
            Verdict::Verified { key_index, .. } => keys.get(*key_index).map(|(key, _)| key.key_id.clone()),
            Verdict::Unverified { .. } => None,
        };
        let undecided = others && matches!(verdict, Verdict::Unverified { .. });
        Ok(Read { verdict, key_id, undecided })
    }

    /// The keys that can be read, and whether a locked vault holds others.
    async fn delivery_keys(&self, account: &AccountRow) -> Result<Keys, DeskError> {
        let mut keys = Keys { readable: Vec::new(), others: false };
        for key in self.ledger.account_keys(account.id).await? {
            match self.keyring.get(account.id, key.slot).await {
                Ok(secret) => keys.readable.push((key, secret)),
                // Nobody has that secret any more: no callback can wait for it.
                Err(VaultError::NoSuchSecret) => {
                    tracing::warn!(slot = key.slot.0, "a key's secret is not in the vault");
                }
                Err(error) => {
                    tracing::warn!(slot = key.slot.0, %error, "a key cannot be read for a callback");
                    keys.others = true;
                }
            }
        }
        Ok(keys)
    }

    async fn learn_rendering(&self, account: &AccountRow, rendering: Rendering) -> Result<(), DeskError> {
        if rendering != Rendering::RawBody && read_habits(account).delivery_rendering != Some(rendering) {
            self.learn(account.id, |habits| habits.delivery_rendering = Some(rendering)).await?;
        }
        Ok(())
    }
}

/// A verdict as it is written down.
pub(super) fn kept_verdict(read: &Read) -> String {
    let kept = match &read.verdict {
        Verdict::Unverified { .. } if read.undecided => KeptVerdict::Undecided,
        Verdict::Verified { rendering, observation, .. } => KeptVerdict::Verified {
            key_id: read.key_id.as_deref().unwrap_or_default(),
            rendering: *rendering,
            understood: observation.is_some(),
        },
        Verdict::Unverified { suspicion, .. } => KeptVerdict::Unverified { suspicion },
    };
    serde_json::to_string(&kept).unwrap_or_default()
}

/// The part of a Cashy body that no observation carries.
#[derive(Deserialize)]
struct CashyNonce {
    #[serde(rename = "nonceStr")]
    nonce_str: Option<String>,
}

/// What makes a callback the same as an earlier one: key and nonce at `CashFast` (A16); number, state and nonce at
/// Cashy, whose nonce may be the order's own and return with every state (Z4).
pub(super) fn nonce(
    family: Family,
    headers: &[(String, String)],
    body: &[u8],
    verdict: &Verdict,
) -> Option<String> {
    let header = |wanted: &str| {
        headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.as_str())
    };
    match family {
        Family::CashFast => Some(format!("{} {}", header("access_key")?, header("nonce")?)),
        Family::Cashy => {
            let seen: &Observation = match verdict {
                Verdict::Verified { observation, .. } => observation.as_deref()?,
                Verdict::Unverified { claim, .. } => claim.as_deref()?,
            };
            let CashyNonce { nonce_str } = serde_json::from_slice(body).ok()?;
            let number = seen.gateway_number.as_deref().or(seen.number.as_deref())?;
            Some(format!("{number} {} {}", seen.gateway_status, nonce_str?))
        }
    }
}
