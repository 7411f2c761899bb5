//! Every command once with good and once with bad input. The list is the generated one, so that a new command
//! without a call here fails.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

mod accounts;
mod around;
mod orders;

use std::collections::BTreeSet;

use serde_json::Value;

use self::accounts::{accounts, the_program};
use self::around::{callbacks_and_links, data, history, practice};
use self::orders::{giving_up, money, orders, sending};
use crate::gateway::Gateway;
use crate::rig::Rig;

/// Commands without arguments: there is no bad input.
const TAKE_NOTHING: [&str; 15] = [
    "app_state",
    "start_practice",
    "status_line",
    "list_markets",
    "overview",
    "balances",
    "listener_state",
    "data_state",
    "check_ledger",
    "back_up",
    "labels",
    "saved_views",
    "stop_export",
    "take_place",
    "link_handler",
];

/// The names of all commands, from the window's bindings.
pub(crate) fn commands() -> BTreeSet<String> {
    let bindings = include_str!("../../../../ui/src/ipc/bindings.ts");
    bindings
        .lines()
        .filter(|line| line.contains("__TAURI_INVOKE<"))
        .map(|line| {
            let (_, after) = line.split_once(">(\"").unwrap();
            after.split_once('"').unwrap().0.to_owned()
        })
        .collect()
}

/// The code of a refusal; Tauri's own words where the arguments could not even be read.
fn code(refused: &Value) -> &str {
    refused["code"].as_str().unwrap_or("unreadable arguments")
}

/// Calls that must be refused, with the code expected.
fn refuse_all(rig: &Rig, table: &[(&str, Value, &str)]) {
    for (command, arguments, expected) in table {
        let refused = rig.refuse(command, arguments.clone());
        assert_eq!(code(&refused), *expected, "{command} {arguments}: {refused}");
    }
}

#[test]
fn every_command_answers_and_refuses() {
    let gateway = Gateway::start();
    let rig = Rig::new();
    the_program(&rig, &gateway);
    let account = accounts(&rig, &gateway);
    money(&rig, &account);
    let order = sending(&rig, &account);
    orders(&rig, &account, &order);
    giving_up(&rig, &gateway);
    callbacks_and_links(&rig, &gateway);
    history(&rig, &gateway);
    data(&rig);
    practice(&rig);

    let all = commands();
    assert!(all.len() >= 34, "the bindings are read: {all:?}");
    assert_eq!(*rig.crossed.answered.lock().unwrap(), all, "each command answers good input");
    let refusing: BTreeSet<String> =
        all.into_iter().filter(|name| !TAKE_NOTHING.contains(&name.as_str())).collect();
    assert_eq!(*rig.crossed.refused.lock().unwrap(), refusing, "each command refuses bad input");
}
