//! How many orders a file will have. Counted beside the writing, which never waits for it.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use desk::Desk;
use tokio::task::JoinHandle;

use super::{Which, count};

/// Longer than that nobody counts: it would only take from the writing.
const PATIENCE: Duration = Duration::from_secs(20);

/// The number, once it is known. Dropped, the counting ends.
#[derive(Debug)]
pub(crate) struct Total {
    known: Arc<OnceLock<u32>>,
    counting: Option<JoinHandle<()>>,
}

impl Total {
    /// Begins to count, where there is something to count.
    pub(crate) fn begin(desk: &Arc<Desk>, which: &Which) -> Self {
        let known = Arc::new(OnceLock::new());
        let counting = match which {
            Which::These(ids) => {
                let _first = known.set(count(ids.len()));
                None
            }
            Which::All(found) => {
                let (desk, found, known) = (Arc::clone(desk), found.clone(), Arc::clone(&known));
                Some(tokio::spawn(async move {
                    // Without a number the progress says how many are written, as it does until there is one.
                    if let Ok(counted) = desk.count(&found, PATIENCE).await
                        && counted.exact
                    {
                        let _first = known.set(u32::try_from(counted.n).unwrap_or(u32::MAX));
                    }
                }))
            }
        };
        Self { known, counting }
    }

    pub(crate) fn known(&self) -> Option<u32> {
        self.known.get().copied()
    }
}

impl Drop for Total {
    fn drop(&mut self) {
        if let Some(counting) = &self.counting {
            counting.abort();
        }
    }
}
