//! The practice side: gateways inside the program, a ledger of its own, and a merchant with some history.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use desk::{Desk, DeskOptions};
use practice::{PracticeCredentials, PracticeOptions, PracticeServer};
use vault::Vault;

use crate::error::CommandError;
use crate::practice_merchant;

/// Where the gateways keep their state.
const STATE_FILE: &str = "gateways.json";

/// The gateways and the desk that works with them.
pub struct PracticeSide {
    server: PracticeServer,
    credentials: Vec<PracticeCredentials>,
    desk: Arc<Desk>,
    /// The merchant is made by one at a time: a double click must not make it twice.
    settling_in: tokio::sync::Mutex<()>,
}

/// Whether the gateways have ever kept anything in this folder.
pub(crate) fn exists(folder: &Path) -> bool {
    folder.join(STATE_FILE).exists()
}

impl PracticeSide {
    /// Starts the gateways on loopback and opens the practice ledger.
    ///
    /// # Errors
    /// When no port is free or the ledger cannot be opened.
    pub(crate) async fn open(folder: PathBuf, vault: Arc<Vault>) -> Result<Self, CommandError> {
        std::fs::create_dir_all(&folder)
            .map_err(|error| CommandError::new("data_folder", error.to_string()))?;
        let options =
            PracticeOptions { state_file: Some(folder.join(STATE_FILE)), ..PracticeOptions::default() };
        let server = PracticeServer::start(options)
            .await
            .map_err(|error| CommandError::new("practice_gateways", error.to_string()))?;
        let origin = format!("http://{}/", server.address())
            .parse()
            .map_err(|_| CommandError::new("practice_gateways", "the gateways have no address"))?;
        let mut options = DeskOptions::new(folder, false, vault, Some(origin));
        let credentials = server.credentials();
        options.built_in_secrets =
            credentials.iter().map(|known| (known.key_id.to_owned(), known.secret.into())).collect();
        let desk = Desk::open(options).await?;
        Ok(Self { server, credentials, desk, settling_in: tokio::sync::Mutex::default() })
    }

    /// The practice desk.
    pub(crate) fn desk(&self) -> &Arc<Desk> {
        &self.desk
    }

    /// Makes the practice merchant, unless it is there: an account in every practice market, with some history.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub(crate) async fn settle_in(&self) -> Result<(), CommandError> {
        let _one_at_a_time = self.settling_in.lock().await;
        practice_merchant::settle_in(&self.desk, &self.credentials).await
    }

    /// Stops desk and gateways; their state is on disk afterwards.
    pub(crate) async fn close(&self) {
        self.desk.stop().await;
        self.desk.close().await;
        self.server.shutdown().await;
    }
}
