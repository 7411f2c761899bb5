//! The search's own work, in the background: orders of an older ledger are put into it by and by, and it learns which
//! fragments are rare.

use std::sync::Arc;
use std::time::Duration;

use crate::{Desk, DeskError};

/// Between two steps of filling: whoever wants to write goes first.
const BREATH: Duration = Duration::from_millis(5);
/// How often it is looked whether fragments have to be counted again.
const ROUND: Duration = Duration::from_secs(600);

impl Desk {
    pub(crate) fn start_searching(self: &Arc<Self>) {
        let desk = Arc::clone(self);
        self.tasks.spawn(async move {
            loop {
                if let Err(error) = desk.look_after_search().await {
                    tracing::error!(code = error.code(), %error, "the search could not be looked after");
                }
                if desk.closing.run_until_cancelled(desk.clock.sleep(ROUND)).await.is_none() {
                    return;
                }
            }
        });
    }

    async fn look_after_search(&self) -> Result<(), DeskError> {
        while !self.closing.is_cancelled() && self.ledger.fill_search().await? {
            self.clock.sleep(BREATH).await;
        }
        if !self.closing.is_cancelled() && self.ledger.count_trigrams().await? {
            tracing::info!("the search has counted its fragments");
        }
        Ok(())
    }
}
