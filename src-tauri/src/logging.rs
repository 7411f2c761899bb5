//! The program's log: what happened and how long it took, never what was in it.
//!
//! The rule that keeps secrets out is in the types (nothing that holds one implements `Debug` or `Display`); bodies, account
//! numbers and names are the ledger's and are not logged at all.

use std::path::Path;

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;

/// Days of log that are kept.
const DAYS_KEPT: usize = 14;

/// Begins to log into a folder; `COUNTERFOIL_LOG` may ask for more or less of it (`warn`, `desk=debug`).
pub(crate) fn begin(folder: &Path) {
    let appender = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("counterfoil")
        .filename_suffix("log")
        .max_log_files(DAYS_KEPT)
        .build(folder);
    let Ok(appender) = appender else { return };
    let filter = EnvFilter::try_from_env("COUNTERFOIL_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let subscriber =
        tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(appender).finish();
    // A second start in one process (tests) keeps the first subscriber.
    let _already_set = tracing::subscriber::set_global_default(subscriber);
}
