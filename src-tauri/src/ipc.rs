//! The list of everything that the windows may call and hear. Their types are generated from it.
//!
//! Which window may call which command is said in `src-tauri/permissions`; a command that is not there is refused.

use tauri::Runtime;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

use crate::commands::{
    accounts, app, callbacks, ceilings, data, export, import, links, marks, money, orders, send, settle,
    windows,
};
use crate::error::CommandError;
use crate::events;

/// Every command and event, with their types.
#[must_use]
pub fn ipc<R: Runtime>() -> Builder<R> {
    Builder::<R>::new()
        .error_handling(ErrorHandlingMode::Throw)
        .disable_serde_phases()
        .typ::<CommandError>()
        .commands(collect_commands![
            app::app_state,
            app::start_practice,
            app::set_mode,
            app::set_up_vault,
            app::unlock_vault,
            app::status_line,
            app::list_markets,
            accounts::list_accounts,
            accounts::connect_account,
            accounts::test_connection,
            accounts::edit_account,
            accounts::rotate_key,
            accounts::retire_account,
            ceilings::paid_today,
            ceilings::set_guard,
            ceilings::change_guard,
            money::overview,
            orders::list_orders,
            orders::count_orders,
            orders::complete_search,
            orders::edit_search,
            orders::order_detail,
            orders::ask_gateway,
            orders::on_screen,
            orders::mark_flag_seen,
            orders::add_note,
            export::export_orders,
            export::stop_export,
            windows::open_order_window,
            windows::close_order_window,
            windows::show_in_main,
            windows::take_place,
            marks::labels,
            marks::set_label,
            marks::set_star,
            marks::saved_views,
            marks::set_saved_views,
            send::check_draft,
            send::create_collect,
            send::prepare_payout,
            send::cancel_payout,
            send::send_payout,
            send::abandon_order,
            settle::settle_order,
            settle::reopen_order,
            settle::choose_evidence_file,
            settle::save_evidence_file,
            money::balances,
            money::refresh_balance,
            money::banks,
            money::refresh_banks,
            callbacks::list_deliveries,
            callbacks::listener_state,
            callbacks::set_listener,
            data::data_state,
            data::check_ledger,
            data::back_up,
            data::restore_backup,
            data::restore_dealt_with,
            import::import_choose,
            import::import_read,
            import::import_preview,
            import::import_run,
            import::import_stop,
            import::import_save_refused,
            links::link_handler,
            links::set_link_handler,
            links::open_link,
            links::copy_text,
        ])
        .events(collect_events![
            events::OrderChanged,
            events::OrdersMarked,
            events::BalanceChanged,
            events::BanksChanged,
            events::DeliveryReceived,
            events::AccountsChanged,
            events::ListenerChanged,
            events::AppStateChanged,
            events::StatusLineChanged,
            events::DataChanged,
            events::PlaceAsked,
        ])
}
