//! The tracker by a clock that goes on when it is told to: crowds, budgets, sleep, offline, clocks that are set, a locked
//! vault, damaged rows.

mod giving_up;

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::time::Duration;

use gateways::EncodeError;
use ledger::{AccountRow, EvidenceVerdict, Ledger, NewEvidence, NewWatch, OrderId, OutcomeStatus};
use orders::{Flag, Product, ReportedStatus, Source, Status};
use rstest::rstest;
use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use crate::DeskError;
use crate::desk::lock;
use crate::rig::{Asked, Manner, Rig, SECRET};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The most questions of such a kind to one key within any such stretch of time.
fn most_within(asked: &[Asked], key_id: &str, within_ms: i64, wanted: impl Fn(&Asked) -> bool) -> usize {
    let of_key = asked.iter().filter(|asked| asked.key_id == key_id && wanted(asked));
    let mut times: Vec<i64> = of_key.map(|asked| asked.at_ms).collect();
    times.sort_unstable();
    let mut most = 0;
    let mut first = 0;
    for (last, at) in times.iter().enumerate() {
        while times[first] <= at - within_ms {
            first += 1;
        }
        most = most.max(last + 1 - first);
    }
    most
}

fn numbers(asked: &[Asked]) -> Vec<&str> {
    asked.iter().filter_map(|asked| asked.number.as_deref()).collect()
}

/// Sixty a minute, ten in ten seconds. Measuring a clock takes the place of one question; where it takes more than one
/// ping, after a jump, those come on top.
fn assert_within_budget(asked: &[Asked], key_id: &str) {
    assert_within(asked, key_id, [(MINUTE, 60), (MINUTE / 6, 10)]);
}

fn assert_within(asked: &[Asked], key_id: &str, budgets: [(i64, usize); 2]) {
    for (within_ms, budget) in budgets {
        let questions = most_within(asked, key_id, within_ms, |asked| asked.path != "/ping");
        assert!(questions <= budget, "{questions} in {within_ms} ms");
        let with_pings = most_within(asked, key_id, within_ms, |_| true);
        assert!(with_pings <= budget + 4, "{with_pings} in {within_ms} ms");
    }
}

async fn plan(ledger: &Ledger, orders: &[OrderId], at_ms: i64) {
    for part in orders.chunks(1_000) {
        let plans: Vec<NewWatch<'_>> = part
            .iter()
            .map(|id| NewWatch { order_id: *id, next_at_ms: at_ms, attempts: 20, reason: "open_payout" })
            .collect();
        ledger.schedule_all(&plans).await.unwrap();
    }
}

async fn crowd(rig: &Rig, account: &AccountRow, count: usize) -> Vec<OrderId> {
    let mut orders = Vec::with_capacity(count);
    for n in 0..count {
        orders.push(rig.pending(account.id, Product::Payout, &format!("{}X{n}A", account.key_id)).await.id);
    }
    plan(&rig.desk.ledger, &orders, rig.time.wall_ms()).await;
    orders
}

/// A crowd of overdue orders at one account and a single one at another, for twenty minutes.
async fn a_crowd_of(count: usize) {
    let rig = Rig::new().await;
    let first = rig.account("AK1", "cashfast-mx").await;
    let second = rig.account("AK2", "cashfast-mx").await;
    let started = std::time::Instant::now();
    let orders = crowd(&rig, &first, count).await;
    eprintln!("{count} orders in {:?}", started.elapsed());
    let planned_at = rig.time.wall_ms();
    let alone = rig.pending(second.id, Product::Payout, "ALONEA").await.id;
    let due_at = planned_at + 10 * MINUTE;
    plan(&rig.desk.ledger, &[alone], due_at).await;

    let started = std::time::Instant::now();
    rig.desk.start_tracker().await.unwrap();
    rig.pass(Duration::from_secs(1_200)).await;
    eprintln!("twenty minutes of the tracker in {:?}", started.elapsed());

    let asked = rig.gateway.asked();
    assert_within_budget(&asked, "AK1");
    let of_crowd = asked.iter().filter(|asked| asked.key_id == "AK1").count();
    assert!(of_crowd >= 1_190, "the budget is used: {of_crowd}");
    assert!(rig.gateway.most_at_once("AK1") <= 3, "two, and a ping of the clock's");
    let other = asked.iter().find(|asked| asked.number.as_deref() == Some("ALONEA")).unwrap();
    assert!((0..2_000).contains(&(other.at_ms - due_at)), "a crowd elsewhere delays nobody: {other:?}");

    // No busy loop, nothing written for orders that only wait, nothing kept in memory for them.
    let rounds = rig.desk.tracker.rounds.load(Ordering::Relaxed);
    assert!(rounds <= asked.len() * 6, "{rounds} rounds for {} questions", asked.len());
    let watches = rig.desk.ledger.due(i64::MAX, u32::MAX).await.unwrap();
    let untouched = watches.iter().filter(|watch| watch.next_at_ms == planned_at).count();
    let mut asked_about: Vec<&str> = numbers(&asked);
    asked_about.sort_unstable();
    asked_about.dedup();
    assert_eq!(untouched, orders.len() + 1 - asked_about.len(), "each other row is as it was planned");
    assert!(lock(&rig.desk.tracker.under_way).len() <= 3);
    assert_eq!(lock(&rig.desk.tracker.lanes).len(), 2);
}

#[tokio::test]
async fn a_crowd_neither_exceeds_the_budget_nor_starves_another_account() {
    a_crowd_of(1_500).await;
}

/// Takes minutes: making the orders, not asking about them.
#[tokio::test]
#[ignore = "minutes: run by hand, the figures are in the report"]
async fn a_hundred_thousand_overdue_orders() {
    a_crowd_of(100_000).await;
}

#[tokio::test]
async fn what_is_on_screen_goes_first_then_what_is_unknown_then_payouts_collects_and_the_ended() {
    let rig = Rig::new().await;
    let account = rig.account("AK1", "cashfast-mx").await.id;
    let accepted = OutcomeStatus::Accepted(ReportedStatus::Pending);
    let mut ids = HashMap::new();
    for (number, product, status) in [
        ("ENDEDA", Product::Payout, OutcomeStatus::Refused),
        ("SCREENA", Product::Payout, OutcomeStatus::Refused),
        ("COLLECTA", Product::Collect, accepted),
        ("PAYOUTA", Product::Payout, accepted),
        ("UNKNOWNA", Product::Payout, OutcomeStatus::Unknown),
    ] {
        ids.insert(number, rig.sent(account, product, number, status).await.id);
    }
    // The less important, the longer overdue.
    for (late, number) in ["UNKNOWNA", "PAYOUTA", "COLLECTA", "SCREENA", "ENDEDA"].into_iter().enumerate() {
        let at = rig.time.wall_ms() - i64::try_from(late).unwrap() * 1_000;
        plan(&rig.desk.ledger, &[ids[number]], at).await;
    }
    rig.desk.look_at(&[ids["SCREENA"]]);
    rig.desk.start_tracker().await.unwrap();
    rig.pass(Duration::from_secs(5)).await;
    let asked = rig.gateway.asked();
    // Two are under way at a time; of those two nobody can tell which arrives first.
    let mut order = numbers(&asked)[..5].to_vec();
    order[..2].sort_unstable();
    order[2..4].sort_unstable();
    assert_eq!(order, ["SCREENA", "UNKNOWNA", "COLLECTA", "PAYOUTA", "ENDEDA"]);
}

#[tokio::test]
async fn what_waits_longest_has_its_turn_beside_an_endless_crowd() {
    let rig = Rig::new().await;
    let account = rig.account("AK1", "cashfast-mx").await;
    crowd(&rig, &account, 100).await;
    let ended = rig.sent(account.id, Product::Payout, "ENDEDA", OutcomeStatus::Refused).await.id;
    plan(&rig.desk.ledger, &[ended], rig.time.wall_ms() - HOUR).await;
    rig.desk.start_tracker().await.unwrap();
    rig.pass(Duration::from_secs(30)).await;
    let asked = rig.gateway.asked();
    let place = numbers(&asked).iter().position(|number| *number == "ENDEDA");
    assert!(place.is_some_and(|place| place < 10), "{place:?}");
}

#[tokio::test]
async fn after_a_sleep_what_is_overdue_is_worked_off_by_the_budget() {
    let rig = Rig::new().await;
    let account = rig.account("AK1", "cashfast-mx").await;
    let orders = crowd(&rig, &account, 150).await;
    plan(&rig.desk.ledger, &orders, rig.time.wall_ms() + HOUR).await;
    rig.desk.start_tracker().await.unwrap();
    rig.pass(Duration::from_secs(60)).await;
    rig.gateway.asked();
    rig.time.sleep_through_ms(8 * HOUR);
    let rounds = rig.desk.tracker.rounds.load(Ordering::Relaxed);
    rig.pass(Duration::from_secs(240)).await;
    let asked = rig.gateway.asked();
    assert_within_budget(&asked, "AK1");
    for id in orders {
        let number = rig.order(id).await.number;
        assert!(numbers(&asked).contains(&number.as_str()), "{number} was asked about");
    }
    let rounds = rig.desk.tracker.rounds.load(Ordering::Relaxed) - rounds;
    assert!(rounds <= asked.len() * 6, "{rounds} rounds for {} questions", asked.len());
}

#[tokio::test]
async fn offline_one_question_feels_the_way_and_at_return_nothing_storms() {
    let rig = Rig::new().await;
    let mut orders = Vec::new();
    for key_id in ["AK1", "AK2"] {
        let account = rig.account(key_id, "cashfast-mx").await;
        orders.extend(crowd(&rig, &account, 30).await);
    }
    rig.gateway.behaves(Manner::Unreachable);
    rig.desk.start_tracker().await.unwrap();
    rig.pass(Duration::from_secs(1_800)).await;
    let asked = rig.gateway.asked();
    // Two at once before anybody knows, then 2, 4, 8, 16, 32, 60, 60 … seconds apart, each with its ping at the most.
    assert!(asked.len() <= 2 * 40 + 8, "{}", asked.len());
    let late = asked.iter().filter(|asked| asked.at_ms > rig.time.steady_ms() - 10 * MINUTE);
    let late: Vec<&Asked> = late.filter(|asked| asked.path != "/ping").collect();
    assert!((8..=12).contains(&late.len()), "once a minute: {}", late.len());
    let keys = |key: &str| late.iter().filter(|asked| asked.key_id == key).count();
    assert!(keys("AK1") > 0 && keys("AK2") > 0, "they take turns");
    let state = rig.desk.tracker_state().await.unwrap();
    assert!(state.offline_since_ms.is_some());

    rig.gateway.behaves(Manner::Answers);
    rig.pass(Duration::from_secs(300)).await;
    let asked = rig.gateway.asked();
    assert_eq!(rig.desk.tracker_state().await.unwrap().offline_since_ms, None);
    for key_id in ["AK1", "AK2"] {
        // The question that found the way counts from when it began to feel for it, seconds before it left.
        assert_within(&asked, key_id, [(MINUTE, 61), (MINUTE / 6, 11)]);
    }
    for id in orders {
        let number = rig.order(id).await.number;
        assert!(numbers(&asked).contains(&number.as_str()), "{number} was asked about");
    }
}

/// One account's gateway is gone for good: at return the others do not wait for it to feel the way.
#[tokio::test]
async fn whoever_is_dead_does_not_feel_the_way_for_all_the_others() {
    for (dead, offline_s) in (1..=3).flat_map(|dead| [300, 900, 1_800].map(|time| (dead, time))) {
        let dead = format!("AK{dead}");
        let rig = Rig::new().await;
        for key_id in ["AK1", "AK2", "AK3"] {
            let account = rig.account(key_id, "cashfast-mx").await;
            crowd(&rig, &account, 10).await;
        }
        rig.gateway.behaves(Manner::Unreachable);
        rig.desk.start_tracker().await.unwrap();
        rig.pass(Duration::from_secs(offline_s)).await;
        rig.gateway.asked();
        rig.gateway.behaves(Manner::Answers);
        rig.gateway.behaves_to(&dead, Manner::Unreachable);
        rig.pass(Duration::from_secs(300)).await;
        let asked = rig.gateway.asked();
        for key in ["AK1", "AK2", "AK3"].iter().filter(|key| **key != dead) {
            let questions =
                asked.iter().filter(|asked| asked.key_id == *key && asked.path != "/ping").count();
            assert!(questions >= 10, "{key}: {questions}, while {dead} is dead, after {offline_s} s");
        }
    }
}

/// A payout that failed, and a desk that watches it.
async fn failed_payout() -> (Rig, OrderId) {
    let rig = Rig::new().await;
    let account = rig.account("AK1", "cashfast-mx").await;
    let order = rig.pending(account.id, Product::Payout, "FAILSA").await;
    rig.gateway.says_of_orders(4);
    rig.desk.start_tracker().await.unwrap();
    rig.pass(Duration::from_secs(300)).await;
    assert_eq!(rig.order(order.id).await.status, Status::Failed);
    (rig, order.id)
}

/// Gateways turn failures into successes (cashy.md, S1 and S3), and no callback need come. What repeats itself sets off questions, which do not
/// use up those of the week.
#[tokio::test]
async fn a_failure_that_is_spoken_of_again_and_again_is_still_watched() {
    let (rig, id) = failed_payout().await;
    for _ in 0..12 {
        rig.desk.ask_soon(&rig.order(id).await).await.unwrap();
        rig.pass(Duration::from_secs(3_600)).await;
    }
    let watch = rig.desk.ledger.watch(id).await.unwrap().unwrap();
    assert!(watch.reason == "ended_payout" && watch.attempts <= 3, "{watch:?}");
    rig.gateway.says_of_orders(8);
    rig.pass(Duration::from_secs(28 * 3_600)).await;
    assert_eq!(rig.order(id).await.status, Status::Succeeded);
    let flags = rig.desk.ledger.flags(id).await.unwrap();
    assert!(flags.iter().any(|row| row.flag == Flag::Reversed), "{flags:?}");
}

/// The last question of a watch is put again until it teaches something, but not for ever.
#[rstest]
#[case::a_young_order(0, true)]
#[case::an_old_one(61, false)]
#[tokio::test]
async fn a_watch_does_not_end_with_a_question_that_was_refused(#[case] days_old: i64, #[case] goes_on: bool) {
    let (rig, id) = failed_payout().await;
    rig.gateway.refuses("AK1");
    rig.time.set_wall_by(days_old * DAY);
    // Its six questions are asked but for one.
    let (last, now) = (5, rig.time.wall_ms());
    rig.desk.ledger.schedule(id, now, last, "ended_payout").await.unwrap();
    rig.pass(Duration::from_secs(600)).await;
    let watch = rig.desk.ledger.watch(id).await.unwrap();
    let waits = watch.map(|watch| (watch.attempts, watch.next_at_ms > now + DAY / 2));
    assert_eq!(waits, goes_on.then_some((last, true)));
}

/// Every question is refused: all orders stand still, and that is told until one is answered.
#[tokio::test]
async fn questions_that_are_all_refused_are_told() {
    let rig = Rig::new().await;
    let refused = rig.account("AK1", "cashfast-mx").await;
    let heard = rig.account("AK2", "cashfast-mx").await;
    rig.pending(refused.id, Product::Payout, "ONEA").await;
    rig.pending(heard.id, Product::Payout, "TWOA").await;
    rig.gateway.refuses("AK1");
    let began = rig.time.wall_ms();
    rig.desk.start_tracker().await.unwrap();
    rig.pass(Duration::from_secs(3_600)).await;
    let told = rig.desk.asked_in_vain(refused.id).unwrap();
    assert!(told.questions >= 3 && told.code == "gateway_refused", "{told:?}");
    assert!((began..began + 5 * MINUTE).contains(&told.since_ms), "since the first: {told:?}");
    assert_eq!(rig.desk.asked_in_vain(heard.id), None);
    let found = rig.desk.reachability(refused.id).unwrap();
    assert!(found.reachable, "it answers, that is the trap");

    rig.gateway.refuses_nobody();
    rig.pass(Duration::from_secs(2 * 3_600)).await;
    assert_eq!(rig.desk.asked_in_vain(refused.id), None);
}

#[tokio::test]
async fn one_gateway_that_is_away_is_not_offline_and_delays_nobody_else() {
    let rig = Rig::new().await;
    let away = rig.account("AK1", "cashfast-mx").await;
    let there = rig.account("AK2", "cashfast-mx").await;
    crowd(&rig, &away, 20).await;
    crowd(&rig, &there, 20).await;
    rig.gateway.behaves_to("AK1", Manner::Closed);
    rig.desk.start_tracker().await.unwrap();
    rig.pass(Duration::from_secs(60)).await;
    let asked = rig.gateway.asked();
    let of = |key: &str| asked.iter().filter(|asked| asked.key_id == key && asked.path != "/ping").count();
    assert!(of("AK1") <= 8, "left in peace: {}", of("AK1"));
    assert!(of("AK2") >= 20);
    assert_eq!(rig.desk.tracker_state().await.unwrap().offline_since_ms, None);
}

#[tokio::test]
async fn a_clock_set_back_or_forward_by_a_day_neither_stops_the_plan_nor_storms() {
    let rig = Rig::new().await;
    let account = rig.account("AK1", "cashfast-mx").await;
    let orders = crowd(&rig, &account, 40).await;
    plan(&rig.desk.ledger, &orders, rig.time.wall_ms() + HOUR / 2).await;
    rig.desk.start_tracker().await.unwrap();
    rig.pass(Duration::from_secs(60)).await;
    for jump_ms in [-DAY, DAY, DAY, -DAY] {
        rig.gateway.asked();
        rig.time.set_wall_by(jump_ms);
        rig.pass(Duration::from_secs(2 * 3_600)).await;
        let asked = rig.gateway.asked();
        assert_within_budget(&asked, "AK1");
        let mut times: HashMap<&str, usize> = HashMap::new();
        numbers(&asked).into_iter().for_each(|number| *times.entry(number).or_default() += 1);
        assert_eq!(times.len(), 40, "after {jump_ms}: every order is asked about");
        assert!(times.values().all(|n| (1..=4).contains(n)), "after {jump_ms}: at its own pace: {times:?}");
    }
}

#[tokio::test]
async fn a_clock_set_back_while_the_program_was_off_does_not_stop_the_plan() {
    let rig = Rig::new().await;
    let account = rig.account("AK1", "cashfast-mx").await;
    let orders = crowd(&rig, &account, 5).await;
    plan(&rig.desk.ledger, &orders, rig.time.wall_ms() + HOUR).await;
    let rig = rig.reopened().await;
    rig.time.set_wall_by(-DAY);
    rig.desk.start_tracker().await.unwrap();
    rig.pass(Duration::from_secs(80 * 60)).await;
    assert_eq!(numbers(&rig.gateway.asked()).len(), 5);
    let watch = rig.desk.ledger.watch(orders[0]).await.unwrap().unwrap();
    assert_eq!(watch.attempts, 21, "and its rhythm goes on, over restarts and all");
}

#[tokio::test]
async fn an_open_order_that_nobody_watches_is_found_within_a_minute() {
    let rig = Rig::new().await;
    let account = rig.account("AK1", "cashfast-mx").await;
    rig.desk.start_tracker().await.unwrap();
    rig.pass(Duration::from_secs(5)).await;
    let order = rig.pending(account.id, Product::Payout, "LOSTA").await;
    rig.desk.ledger.unschedule(order.id).await.unwrap();
    rig.pass(Duration::from_secs(100)).await;
    assert!(rig.desk.ledger.watch(order.id).await.unwrap().is_some());
    assert!(numbers(&rig.gateway.asked()).contains(&"LOSTA"));
}

async fn raw(rig: &Rig) -> SqliteConnection {
    let file = rig.folder.path().join("practice").join("ledger.db");
    SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(file)).await.unwrap()
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_set_aside_and_does_not_stand_before_the_others() {
    let rig = Rig::new().await;
    let account = rig.account("AK1", "cashfast-mx").await;
    let orders = crowd(&rig, &account, 3).await;
    let mut raw = raw(&rig).await;
    sqlx::query("PRAGMA ignore_check_constraints = ON").execute(&mut raw).await.unwrap();
    sqlx::query("UPDATE orders SET status = 'rotten' WHERE id = ?")
        .bind(orders[0].0)
        .execute(&mut raw)
        .await
        .unwrap();
    // Readable, but not as it was written: its answer cannot be applied.
    sqlx::query("UPDATE orders SET remark = 'changed' WHERE id = ?")
        .bind(orders[1].0)
        .execute(&mut raw)
        .await
        .unwrap();
    raw.close().await.unwrap();
    rig.desk.start_tracker().await.unwrap();
    rig.pass(Duration::from_secs(600)).await;
    let asked = rig.gateway.asked();
    let count = |number: &str| numbers(&asked).iter().filter(|asked| **asked == number).count();
    assert_eq!((count("AK1X0A"), count("AK1X1A")), (0, 1));
    assert!(count("AK1X2A") >= 1);
    let watch = rig.desk.ledger.watch(orders[0]).await.unwrap().unwrap();
    assert_eq!(watch.reason, "damaged");
    assert!(watch.next_at_ms > rig.time.wall_ms() + HOUR / 2);
    assert!(rig.desk.tracker.rounds.load(Ordering::Relaxed) < 200);
}

#[tokio::test]
async fn while_the_vault_is_locked_nothing_is_asked_or_written_and_then_all_is_asked() {
    let mut rig = Rig::new().await;
    rig.uses_vault = true;
    let account = rig.account("AK1", "cashfast-mx").await;
    let orders = crowd(&rig, &account, 20).await;
    let planned_at = rig.time.wall_ms();
    // Not held in memory any more: the vault has to be asked, and is not even set up.
    rig.desk.keyring.forget(account.id, account.key_slot).await;
    rig.desk.start_tracker().await.unwrap();
    rig.pass(Duration::from_secs(600)).await;
    assert!(rig.gateway.asked().is_empty());
    assert!(rig.desk.tracker.rounds.load(Ordering::Relaxed) < 150);
    for id in &orders {
        assert_eq!(rig.desk.ledger.watch(*id).await.unwrap().unwrap().next_at_ms, planned_at);
    }
    rig.desk.keyring.hold(account.key_slot, SECRET.into());
    rig.desk.vault_opened();
    rig.pass(Duration::from_secs(60)).await;
    assert_eq!(numbers(&rig.gateway.asked()).len(), 20);
}

#[tokio::test]
async fn a_collect_that_nobody_pays_is_marked_after_three_days_and_a_late_payment_is_found() {
    let rig = Rig::new().await;
    let account = rig.account("AK1", "cashfast-mx").await;
    let order = rig.pending(account.id, Product::Collect, "N1A").await;
    rig.desk.start_tracker().await.unwrap();
    rig.pass(Duration::from_secs(2 * 3_600)).await;
    let asked = numbers(&rig.gateway.asked()).len();
    assert!((15..40).contains(&asked), "densely at first, then every ten minutes: {asked}");
    rig.time.sleep_through_ms(3 * DAY - 3 * HOUR);
    rig.pass(Duration::from_secs(1_800)).await;
    assert_eq!(rig.order(order.id).await.status, Status::Pending);
    rig.pass(Duration::from_secs(3 * 3_600)).await;
    let asked = numbers(&rig.gateway.asked()).len();
    assert!((3..8).contains(&asked), "by its age: {asked}");
    assert_eq!(rig.order(order.id).await.status, Status::Expired);
    rig.gateway.says_of_orders(2);
    rig.pass(Duration::from_secs(8 * 3_600)).await;
    assert_eq!(rig.order(order.id).await.status, Status::Succeeded);
}

/// A failure that came late has turned a paid payout round: while nobody knows which word is the last, it is asked about like
/// an unknown one, and then as what it is.
#[tokio::test]
async fn an_end_that_callbacks_left_open_is_asked_about_until_an_answer_tells() {
    let rig = Rig::new().await;
    let account = rig.account("AK1", "cashfast-mx").await;
    let order = rig.pending(account.id, Product::Payout, "N1A").await;
    let tell = async |source, reported, word: &str| {
        let mut report = ledger::Report::new(source);
        report.reported = Some(reported);
        report.gateway_status = Some(word.to_owned());
        rig.desk.ledger.apply(order.id, &report, rig.time.wall_ms()).await.unwrap().order
    };
    let paid = tell(Source::Query, ReportedStatus::Succeeded, "PAID").await;
    rig.desk.plan_watch(&paid, false).await.unwrap();
    let returned = tell(Source::Delivery, ReportedStatus::Failed, "FAIL").await;
    assert_eq!(returned.status, Status::Returned);
    rig.desk.plan_watch(&returned, false).await.unwrap();
    // No word that anybody knows: such answers tell nothing.
    rig.gateway.says_of_orders(99);
    rig.desk.start_tracker().await.unwrap();
    rig.pass(Duration::from_secs(300)).await;
    let densely = numbers(&rig.gateway.asked()).len();
    assert!((4..=6).contains(&densely), "like one that is unknown: {densely}");
    rig.gateway.says_of_orders(8);
    rig.pass(Duration::from_secs(600)).await;
    assert_eq!(rig.order(order.id).await.status, Status::Succeeded);
    let asked = numbers(&rig.gateway.asked()).len();
    rig.pass(Duration::from_secs(12 * 3_600)).await;
    let later = numbers(&rig.gateway.asked()).len() - asked;
    assert!(later <= 2, "it has ended: {later}");
}

fn evidence(verdict: EvidenceVerdict) -> NewEvidence {
    let note = "seen in the bank's statement".to_owned();
    NewEvidence { verdict, reference: "SPEI 7A".to_owned(), note, file: None }
}

/// The payer's word that it was paid, or that it was not, is no more than a word: the gateway may still learn of it.
#[tokio::test]
async fn a_collect_order_that_a_person_settled_is_asked_about_as_long_as_an_expired_one() {
    let rig = Rig::new().await;
    let account = rig.account("AK1", "cashfast-mx").await;
    let order = rig.sent(account.id, Product::Collect, "N1A", OutcomeStatus::Unknown).await;
    let failed = evidence(EvidenceVerdict::Failed);
    let settled = rig.desk.ledger.settle_with_evidence(order.id, &failed, rig.time.wall_ms()).await.unwrap();
    rig.desk.plan_watch(&settled.order, false).await.unwrap();
    rig.gateway.says_of_orders(99);
    rig.desk.start_tracker().await.unwrap();
    rig.pass(Duration::from_secs(3 * 86_400)).await;
    let asked = numbers(&rig.gateway.asked()).len();
    assert!((3..=5).contains(&asked), "after an hour, six more, and each day: {asked}");
    rig.gateway.says_of_orders(2);
    rig.pass(Duration::from_secs(2 * 86_400)).await;
    assert_eq!(rig.order(order.id).await.status, Status::Succeeded);
}

/// A clerk who reads that it failed does it again, or something worse.
#[tokio::test]
async fn what_is_settled_is_told_as_done_though_its_plan_cannot_be_written() {
    let rig = Rig::new().await;
    let account = rig.account("AK1", "cashfast-mx").await;
    let order = rig.sent(account.id, Product::Payout, "N1A", OutcomeStatus::Unknown).await;
    rig.desk.plan_watch(&order, false).await.unwrap();
    let mut raw = raw(&rig).await;
    let refuse = "CREATE TRIGGER full BEFORE INSERT ON watches BEGIN SELECT RAISE(ABORT, 'no room'); END";
    sqlx::query(refuse).execute(&mut raw).await.unwrap();
    let settled = rig.desk.settle_order(order.id, evidence(EvidenceVerdict::Failed)).await.unwrap();
    assert_eq!(settled.status, Status::Failed);
    let plan = rig.desk.ledger.watch(order.id).await.unwrap().unwrap();
    assert_eq!(plan.reason, "unknown", "it keeps the plan that it had");
}

/// A12: neither form of the question is taken. It is tried again, but not densely, and no more often than the plan says.
#[tokio::test]
async fn what_cannot_be_asked_about_is_tried_seldom() {
    let rig = Rig::new().await;
    let account = rig.account("AK1", "cashfast-mx").await;
    let order = rig.sent(account.id, Product::Payout, "N1A", OutcomeStatus::Unknown).await;
    let tried = async |attempts: u32, plan: &str| {
        let now = rig.time.wall_ms();
        rig.desk.ledger.schedule(order.id, now, attempts, plan).await.unwrap();
        let watch = rig.desk.ledger.watch(order.id).await.unwrap().unwrap();
        let cannot = Err(DeskError::Encode(EncodeError::CannotAsk));
        rig.desk.plan_after(&order, &watch, cannot).await.unwrap();
        let next = rig.desk.ledger.watch(order.id).await.unwrap().unwrap();
        assert_eq!((next.attempts, next.reason.as_str()), (attempts + 1, plan));
        (next.next_at_ms - now) / MINUTE
    };
    assert_eq!(tried(0, "unknown").await, 60, "not after fifteen seconds");
    let failed = evidence(EvidenceVerdict::Failed);
    rig.desk.ledger.settle_with_evidence(order.id, &failed, rig.time.wall_ms()).await.unwrap();
    assert!(tried(1, "by_word").await > 21 * 60, "once a day, by its plan");
}

#[tokio::test]
async fn an_unknown_order_is_asked_about_in_its_rhythm() {
    let rig = Rig::new().await;
    let account = rig.account("AK1", "cashfast-mx").await;
    let order = rig.sent(account.id, Product::Payout, "N1A", OutcomeStatus::Unknown).await;
    rig.desk.plan_watch(&order, false).await.unwrap();
    // Only this program's word: what the gateway says of it is no status.
    rig.gateway.says_of_orders(99);
    let began = rig.time.steady_ms();
    rig.desk.start_tracker().await.unwrap();
    rig.pass(Duration::from_secs(4 * 3_600)).await;
    let asked = rig.gateway.asked();
    let times: Vec<i64> = asked.iter().filter(|asked| asked.number.is_some()).map(|a| a.at_ms).collect();
    let waits: Vec<i64> = std::iter::once(began)
        .chain(times.iter().copied())
        .zip(&times)
        .map(|(a, b)| (b - a) / 1_000)
        .collect();
    let expected = [5, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 3_600];
    assert!(waits.len() >= expected.len(), "{waits:?}");
    for (wait, expected) in waits.iter().zip(expected) {
        assert!((expected * 9 / 10 - 1..=expected * 11 / 10 + 2).contains(wait), "{waits:?}");
    }
    let history = rig.desk.ledger.events(order.id).await.unwrap();
    assert!(history.iter().any(|event| event.source == Source::Query));
}
