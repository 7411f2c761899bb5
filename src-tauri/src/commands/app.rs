//! The program as a whole: its state, its mode, its vault.

use desk::Desk;
use tauri::State;

use super::readable;
use crate::console::Console;
use crate::error::CommandError;
use crate::events::{AppStateChanged, WindowEvent};
use crate::views::{
    AppView, GatewayStateView, HealthView, MarketView, Mode, NoticeView, PracticeOutcomeView, SecretText,
    StatusLineView, VaultView, time_text,
};

/// The state that every screen depends on.
#[tauri::command]
#[specta::specta]
pub async fn app_state(console: State<'_, Console>) -> Result<AppView, CommandError> {
    view(&console).await
}

/// Shows the practice merchant; makes it first if it does not exist.
#[tauri::command]
#[specta::specta]
pub async fn start_practice(console: State<'_, Console>) -> Result<AppView, CommandError> {
    console.practice_side().await?.settle_in().await?;
    console.switch(Mode::Practice).await?;
    view(&console).await
}

/// Shows the other ledger.
#[tauri::command]
#[specta::specta]
pub async fn set_mode(console: State<'_, Console>, mode: Mode) -> Result<AppView, CommandError> {
    if mode == Mode::Practice && !console.practice_exists() {
        console.practice_side().await?.settle_in().await?;
    }
    console.switch(mode).await?;
    view(&console).await
}

/// Chooses the passphrase of a vault that has none yet.
#[tauri::command]
#[specta::specta]
pub async fn set_up_vault(
    console: State<'_, Console>,
    passphrase: SecretText,
) -> Result<AppView, CommandError> {
    console.vault().set_up(passphrase.0).await?;
    console.vault_opened();
    vault_changed(&console).await
}

/// Opens the vault.
#[tauri::command]
#[specta::specta]
pub async fn unlock_vault(
    console: State<'_, Console>,
    passphrase: SecretText,
) -> Result<AppView, CommandError> {
    console.vault().unlock(passphrase.0).await?;
    console.vault_opened();
    vault_changed(&console).await
}

/// What the bottom line shows.
#[tauri::command]
#[specta::specta]
pub async fn status_line(console: State<'_, Console>) -> Result<StatusLineView, CommandError> {
    let desk = console.desk();
    let accounts = desk.ledger().accounts(false).await?;
    let gateways = accounts
        .iter()
        .map(|account| {
            let heard = desk.reachability(account.id);
            let in_vain = desk.asked_in_vain(account.id);
            GatewayStateView {
                account_id: account.id.to_string(),
                account_name: account.name.clone(),
                reachable: heard.map(|heard| heard.reachable),
                last_answer_at: heard.and_then(|heard| heard.last_answer_ms).map(time_text),
                clock_skew_ms: desk
                    .clock_difference(account.id)
                    .and_then(|difference| i32::try_from(difference.ahead_ms).ok()),
                in_vain_since: in_vain.as_ref().map(|row| time_text(row.since_ms)),
                in_vain_code: in_vain.map(|row| row.code),
            }
        })
        .collect();
    Ok(StatusLineView {
        gateways,
        offline_since: desk.offline_since_ms().map(time_text),
        watched: u32::try_from(desk.ledger().watch_count().await?).unwrap_or(u32::MAX),
        // Nobody asks while the ledger is damaged.
        next_question_at: match desk.ledger().damage() {
            None => desk.ledger().next_due_at().await?.map(time_text),
            Some(_) => None,
        },
        listener: super::callbacks::listener_view(desk).await?,
    })
}

/// Every market of the catalogue.
#[tauri::command]
#[specta::specta]
pub async fn list_markets() -> Result<Vec<MarketView>, CommandError> {
    Ok(gateways::catalogue::markets().iter().map(MarketView::from).collect())
}

pub(crate) async fn vault_changed(console: &Console) -> Result<AppView, CommandError> {
    console.outside().tell(WindowEvent::AppState(AppStateChanged { mode: console.mode() }));
    view(console).await
}

async fn view(console: &Console) -> Result<AppView, CommandError> {
    let vault = console.vault().state().await?;
    let guard = console.vault().guard_state().await?;
    let desk = console.desk();
    let mode = console.mode();
    let practice_outcomes = match mode {
        Mode::Live => Vec::new(),
        Mode::Practice => practice::OUTCOMES
            .iter()
            .map(|row| PracticeOutcomeView {
                ending: format!("{:02}", row.ending),
                name: row.name.to_owned(),
                what_happens: row.what_happens.to_owned(),
            })
            .collect(),
    };
    Ok(AppView {
        mode,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        data_folder: console.home().folder().display().to_string(),
        vault: VaultView::of(&vault, &guard, jiff::Timestamp::now().as_millisecond()),
        accounts: readable(super::accounts::views(desk, false).await)?.0,
        health: HealthView::of(desk, desk.ledger().restore_notice().await.unwrap_or_default()),
        practice_exists: console.practice_exists(),
        notices: notices(desk),
        practice_outcomes,
    })
}

fn notices(desk: &Desk) -> Vec<NoticeView> {
    let mut notices: Vec<NoticeView> = desk.ledger().notices().iter().map(NoticeView::from).collect();
    let interrupted = desk.ledger().found_sending();
    if interrupted > 0 {
        notices.push(NoticeView { code: "interrupted_orders".to_owned(), detail: interrupted.to_string() });
    }
    notices
}
