//! The desk against the practice gateways, over real HTTP: every market, every outcome, and the disasters.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests: a stage that cannot be set up is a failed test"
)]

mod accounts;
mod callbacks;
mod ceilings;
mod collects;
mod crash;
mod drafts;
mod locked_vault;
mod look_up;
mod outcomes;
mod payouts;
mod questions;
mod resolution;
mod slow_gateway;
mod stage;
mod stale_callbacks;
mod upkeep;
