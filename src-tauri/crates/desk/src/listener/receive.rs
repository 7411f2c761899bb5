//! One callback: verified, stored, acknowledged, applied.

use std::sync::Arc;

use gateways::catalogue::Market;
use gateways::{
    Delivery, DeliveryKey, Family, Observation, Rendering, Suspicion, Verdict, WireAnswer, acknowledge,
    read_delivery,
};
use ledger::{AccountId, AccountKey, AccountRow, DeliveryRow, NewDelivery, StoredDelivery};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::apply::Effect;
use crate::desk::market;
use crate::events::DeskEvent;
use crate::line::{headers_json, read_habits};
use crate::{Desk, DeskError};

/// Stored, and nothing done about it yet. Found at start-up: a crash came in between, it is applied then.
const STORED: &str = "stored";
/// So many of the newest callbacks are looked at for that.
const UNSETTLED_LOOK: u32 = 500;

/// A verdict as it is kept beside the callback.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "verdict")]
enum KeptVerdict<'a> {
    Verified { key_id: &'a str, rendering: Rendering, understood: bool },
    Unverified { suspicion: &'a Suspicion },
}

/// A callback that was read.
struct Read {
    verdict: Verdict,
    /// The name of the key that signed it.
    key_id: Option<String>,
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
            headers_json: headers_json(headers),
            body: body.to_vec(),
            nonce,
            verdict_json: kept_verdict(&read),
            verified: matches!(read.verdict, Verdict::Verified { .. }),
            effect: STORED.to_owned(),
        };
        let stored = self.ledger.store_delivery(&new).await.map_err(|error| at(error.into()))?;
        // It is on disk: from here on nothing can be lost, and the gateway is told so whatever happens next.
        if let Err(error) = self.settle(&account, market, stored, &read, seen_before).await {
            tracing::error!(
                delivery = stored.id.0,
                code = error.code(),
                "a stored callback was not applied yet"
            );
        }
        Ok(market.family)
    }

    /// Applies a stored callback, once, and notes what it did.
    async fn settle(
        &self,
        account: &AccountRow,
        market: &'static Market,
        stored: StoredDelivery,
        read: &Read,
        seen_before: bool,
    ) -> Result<(), DeskError> {
        // The very same one again: it had its effect, unless that was cut off by a crash.
        let known = self.ledger.delivery(stored.id).await?;
        let settled = known.as_ref().filter(|known| known.effect != STORED);
        if let Some(settled) = settled {
            self.emit(DeskEvent::DeliveryReceived { delivery_id: stored.id, order_id: settled.order_id });
            return Ok(());
        }
        let effect = match &read.verdict {
            Verdict::Verified { observation: None, .. } => Effect::without_order("not_understood"),
            Verdict::Verified { observation: Some(seen), .. } if seen_before => {
                self.repeated(account, seen).await?
            }
            Verdict::Verified { observation: Some(seen), rendering, .. } => {
                self.learn_rendering(account, *rendering).await?;
                self.apply_delivery(account, market, seen, stored.id).await?
            }
            Verdict::Unverified { claim, .. } => self.unverified(account, claim.as_deref()).await?,
        };
        self.ledger.settle_delivery(stored.id, effect.order_id, effect.word).await?;
        self.emit(DeskEvent::DeliveryReceived { delivery_id: stored.id, order_id: effect.order_id });
        Ok(())
    }

    /// At start-up: callbacks that were stored and acknowledged, but not applied before a crash.
    pub(crate) async fn settle_stored_deliveries(&self) -> Result<(), DeskError> {
        for row in self.ledger.deliveries(UNSETTLED_LOOK, None).await? {
            if row.effect == STORED
                && let Err(error) = self.settle_stored(&row).await
            {
                tracing::error!(
                    delivery = row.id.0,
                    code = error.code(),
                    "a stored callback was not applied"
                );
            }
        }
        Ok(())
    }

    async fn settle_stored(&self, row: &DeliveryRow) -> Result<(), DeskError> {
        let Some(account_id) = row.account_id else { return Ok(()) };
        let account = self.existing_account(account_id).await?;
        let market = market(&account.market_id)?;
        let headers: Vec<(String, String)> = serde_json::from_str(&row.headers_json).unwrap_or_default();
        let read = self.read_callback(&account, market, &headers, &row.body).await?;
        let stored = StoredDelivery { id: row.id, repeats: row.repeats };
        self.settle(&account, market, stored, &read, false).await
    }

    /// Verifies a callback with every key of the account, former ones too (cashfast.md §8.1).
    async fn read_callback(
        &self,
        account: &AccountRow,
        market: &'static Market,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Result<Read, DeskError> {
        let keys = self.delivery_keys(account).await?;
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
        Ok(Read { verdict, key_id })
    }

    /// The keys that can be read. A locked vault leaves some out: the callback is then stored as unverified, and
    /// the order is asked about as soon as the vault is open.
    async fn delivery_keys(
        &self,
        account: &AccountRow,
    ) -> Result<Vec<(AccountKey, Arc<SecretString>)>, DeskError> {
        let mut keys = Vec::new();
        for key in self.ledger.account_keys(account.id).await? {
            match self.keyring.get(account.id, key.slot).await {
                Ok(secret) => keys.push((key, secret)),
                Err(error) => {
                    tracing::warn!(slot = key.slot.0, %error, "a key cannot be read for a callback")
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

fn kept_verdict(read: &Read) -> String {
    let kept = match &read.verdict {
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
fn nonce(family: Family, headers: &[(String, String)], body: &[u8], verdict: &Verdict) -> Option<String> {
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
