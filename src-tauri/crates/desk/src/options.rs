//! How a desk is set up.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use url::Url;
use vault::Vault;

use crate::clock::Clock;
use crate::http::{Carrier, TimeLimits};
use crate::stamp::Chance;

/// Settings of a desk. Practice and live each have a desk, a ledger and a folder of their own.
#[derive(Debug, Clone)]
pub struct DeskOptions {
    /// Where the ledger lives.
    pub folder: PathBuf,
    /// Real money, or practice.
    pub live: bool,
    /// The secrets.
    pub vault: Arc<Vault>,
    /// Where the built-in practice gateway listens; accounts with a base URL `practice:<market>` are there.
    pub practice_origin: Option<Url>,
    /// The secrets of the built-in practice gateway by key name; accounts there need no vault.
    pub built_in_secrets: HashMap<String, SecretString>,
    /// How long a payout waits, cancellable, before its first byte leaves (UX §4: ten seconds).
    pub grace: Duration,
    /// How long requests may take.
    pub time_limits: TimeLimits,
    /// What the tracker's waits are divided by: 1 in life, more in tests.
    pub haste: u32,
    /// The most questions a minute that the tracker asks one account's gateway.
    pub questions_per_minute: u32,
    /// Where the ledger's backups are kept; `None`: none are made, and the ledger gets no upkeep (practice).
    pub backups: Option<PathBuf>,
    /// The clock.
    pub clock: Clock,
    /// Where random numbers come from.
    pub chance: Chance,
    /// What carries requests; `None`: the network.
    pub carrier: Option<Arc<dyn Carrier>>,
}

impl DeskOptions {
    /// A desk with the settings of daily life.
    #[must_use]
    pub fn new(folder: PathBuf, live: bool, vault: Arc<Vault>, practice_origin: Option<Url>) -> Self {
        Self {
            folder,
            live,
            vault,
            practice_origin,
            built_in_secrets: HashMap::new(),
            grace: Duration::from_secs(10),
            time_limits: TimeLimits::default(),
            haste: 1,
            questions_per_minute: 60,
            backups: None,
            clock: Clock::system(),
            chance: Chance::system(),
            carrier: None,
        }
    }
}
