//! The laboratory catches deliberate mistakes: each is made in a copy of the program, and must be found.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod copy;
mod list;

use std::process::Command;

use copy::{SWITCH, laboratory};

/// So many schedules at the most, and so many seconds, until a mistake must have been found.
const SCHEDULES: &str = "3000";

/// What the laboratory says, and whether it is content.
fn laboratory_says(mistake: &str, schedules: &str) -> (bool, String) {
    let done = Command::new(laboratory())
        .args(["--schedules", schedules, "--stop-at", "1"])
        .env(SWITCH, mistake)
        .output()
        .unwrap();
    (done.status.success(), String::from_utf8_lossy(&done.stdout).into_owned())
}

/// Without a mistake the copy is the program, and nothing is found.
#[test]
fn without_a_mistake_nothing_is_found() {
    let (content, said) = laboratory_says("none", "150");
    assert!(content, "{said}");
}

/// The mistake is found, as one of these kinds of violation.
fn caught(mistake: &str, kinds: &[&str]) {
    assert!(list::MISTAKES.iter().any(|known| known.name == mistake), "{mistake} is not in the list");
    let (content, said) = laboratory_says(mistake, SCHEDULES);
    assert!(!content, "{mistake} was not found:\n{said}");
    let first = said.lines().find(|line| line.starts_with("seed ")).unwrap_or_default();
    assert!(kinds.iter().any(|kind| first.contains(kind)), "{mistake} was found as something else:\n{said}");
}

#[test]
fn resend_on_timeout() {
    caught("resend on timeout", &["sent twice"]);
}

#[test]
fn stub_after_send() {
    caught("stub after send", &["sent twice", "lost", "stands wrong"]);
}

#[test]
fn sending_read_as_not_sent_at_start_up() {
    caught("sending read as not sent at start-up", &["sent twice", "stands wrong"]);
}

#[test]
fn late_message_wins() {
    caught("late message wins", &["late believed"]);
}

#[test]
fn final_regresses() {
    caught("final regresses", &["impossible step"]);
}

#[test]
fn new_number_on_resolution() {
    caught("new number on resolution", &["nobody asked for", "beside unknown"]);
}

#[test]
fn acknowledged_before_stored() {
    caught("acknowledged before stored", &["callback lost"]);
}

#[test]
fn unverified_callback_applied() {
    caught("unverified callback applied", &["false history", "stands wrong", "never made"]);
}

#[test]
fn status_taken_from_another_orders_answer() {
    caught(
        "status taken from another order's answer",
        &["stands wrong", "never made", "false history", "impossible"],
    );
}

#[test]
fn not_found_means_failed() {
    caught("not found means failed", &["never made", "stands wrong", "false history"]);
}

#[test]
fn stop_asking_after_a_refusal() {
    caught("stop asking after a refusal", &["stands wrong"]);
}

#[test]
fn a_twin_of_an_unknown_payout_is_sent() {
    caught("a twin of an unknown payout is sent", &["beside unknown"]);
}

#[test]
fn normal_instead_of_full() {
    caught("NORMAL instead of FULL", &["forgotten", "lost", "callback lost", "sent twice"]);
}

#[test]
fn offset_never_removed() {
    caught("offset never removed", &["bad signatures", "stands wrong"]);
}

#[test]
fn totals_not_corrected_on_return() {
    caught("totals not corrected on return", &["totals"]);
}

#[test]
fn no_reason_is_asked_for() {
    caught("no reason is asked for", &["beside another"]);
}

#[test]
fn a_stub_is_not_held_against_what_left_since() {
    caught("a stub waits and is not held against what left since", &["beside another"]);
}

#[test]
fn what_was_given_up_is_forgotten() {
    caught("what was given up is forgotten", &["beside another"]);
}

#[test]
fn a_debt_is_settled_by_a_persons_word() {
    caught("a debt is settled by a person's word", &["beside another"]);
}

#[test]
fn giving_up_needs_no_time() {
    caught("giving up needs no time", &["given up too early"]);
}

#[test]
fn nobody_is_told_of_what_turns_up() {
    caught("nobody is told of what turns up", &["turned up unnoticed"]);
}

#[test]
fn nobody_is_told_of_what_is_paid_twice() {
    caught("nobody is told of what is paid twice", &["paid twice unnoticed"]);
}

#[test]
fn a_twin_at_another_account_is_not_seen() {
    caught("a twin at another account is not seen", &["beside another"]);
}

#[test]
fn the_days_ceiling_is_not_held() {
    caught("the day's ceiling is not held", &["above ceiling"]);
}
