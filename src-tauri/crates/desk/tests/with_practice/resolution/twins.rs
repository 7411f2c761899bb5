//! Payouts alike: an unknown one stops the others, and of many one leaves.

use std::sync::Arc;
use std::time::Duration;

use desk::{Confirmation, DeskError};
use ledger::{EvidenceVerdict, OrderId, Outcome, OutcomeStatus, Report};
use orders::{Flag, ReportedStatus, Source, Status};
use rstest::rstest;

use super::{DAY, REASON, Scripted, draft, evidence, refusal, scripted};
use crate::stage::{CLABE, Stage, confirmation, form, now_ms, payout_draft, practice_options};

#[tokio::test]
async fn an_unknown_payout_stops_others_of_any_account_however_the_number_is_written() {
    let stage = Stage::with("cashfast-mx", practice_options(), |options| options.haste = 1).await;
    let first = stage.payout("1214").await;
    stage.until_status(first.id, Status::Unknown).await;
    let second = stage.desk.connect_account(form("cashy-mx", &stage.practice)).await.unwrap();
    for (account, market, field) in
        [(stage.id(), "cashfast-mx", "accountId"), (second.id, "cashy-mx", "accountNo")]
    {
        for written in ["646180000030056845", "646 180 00003005684 5", "646-180\u{a0}00003005684\u{200b}5"] {
            let mut draft = payout_draft(market, "1214");
            draft.fields.insert(field.to_owned(), written.to_owned());
            let given = Confirmation { last4: Some("6845".to_owned()), ..Confirmation::default() };
            let refused = stage.desk.prepare_payout(account, &draft, given).await;
            assert!(
                matches!(refused, Err(DeskError::UnknownTwin { order, .. }) if order == first.id),
                "{market} {written}: {refused:?}"
            );
        }
    }
}

#[tokio::test]
async fn one_that_is_being_sent_stops_others_too() {
    let stage = Stage::with("cashfast-mx", practice_options(), |options| options.haste = 1).await;
    // 15: no answer; the desk waits for a second and a half.
    let first = stage.payout("1215").await;
    stage.until_status(first.id, Status::Sending).await;
    let draft = payout_draft("cashfast-mx", "1215");
    let refused = stage.desk.prepare_payout(stage.id(), &draft, confirmation(&draft)).await;
    assert!(matches!(refused, Err(DeskError::UnknownTwin { order, .. }) if order == first.id), "{refused:?}");
}

/// Both were prepared with a reason; the first one's outcome is unknown, so the second one must not leave by itself.
#[tokio::test]
async fn the_end_of_the_grace_is_stopped_by_an_unknown_twin() {
    let stage = Stage::with("cashfast-mx", practice_options(), |options| {
        options.haste = 1;
        options.grace = Duration::from_millis(600);
    })
    .await;
    let first = stage.payout("1214").await;
    let draft = payout_draft("cashfast-mx", "1214");
    let given = Confirmation { duplicate_reason: Some("two of them".to_owned()), ..confirmation(&draft) };
    let second = stage.desk.prepare_payout(stage.id(), &draft, given).await.unwrap();
    stage.desk.send_payout(first.id).await.unwrap();
    assert_eq!(stage.order(first.id).await.status, Status::Unknown);
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    assert_eq!(stage.order(second.id).await.status, Status::Prepared);
    let refused = stage.desk.send_payout(second.id).await;
    assert!(matches!(refused, Err(DeskError::UnknownTwin { order, .. }) if order == first.id), "{refused:?}");
    assert_eq!(stage.practice.orders_seen(&second.number), 0);
}

/// Twenty alike, each with a reason, all sent in one moment to a gateway that answers nonsense: one leaves.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_alike_that_are_sent_together_one_leaves() {
    let stage = Stage::with("cashfast-mx", practice_options(), |options| {
        options.haste = 1;
        options.grace = Duration::from_secs(60);
    })
    .await;
    let draft = payout_draft("cashfast-mx", "1214");
    let given = Confirmation { duplicate_reason: Some("twenty of them".to_owned()), ..confirmation(&draft) };
    let mut ids = Vec::new();
    for _ in 0..20 {
        ids.push(stage.desk.prepare_payout(stage.id(), &draft, given.clone()).await.unwrap().id);
    }
    let sends: Vec<_> = ids
        .iter()
        .map(|id| {
            let (desk, id) = (Arc::clone(&stage.desk), *id);
            tokio::spawn(async move { desk.send_payout(id).await.is_ok() })
        })
        .collect();
    let mut sent = 0;
    for send in sends {
        sent += usize::from(send.await.unwrap());
    }
    assert_eq!(sent, 1);
}

#[tokio::test]
async fn one_that_never_left_counts_among_the_duplicates() {
    let stage = Stage::new("cashfast-mx").await;
    stage.practice.shutdown().await;
    let first = stage.payout("1200").await;
    let first = stage.until_status(first.id, Status::NotSent).await;
    let report = stage.desk.check_draft(stage.account.id, &draft()).await.unwrap();
    assert_eq!(report.same_within_day.iter().map(|order| order.id).collect::<Vec<_>>(), [first.id]);
    assert!(report.needs.reason, "it can be sent by a click");
    let refused = stage.desk.prepare_payout(stage.account.id, &draft(), confirmation(&draft())).await;
    assert!(
        matches!(refused, Err(DeskError::ReasonNeeded { order, .. }) if order == first.id),
        "{refused:?}"
    );
}

/// The network doubled the request: ours failed, but the other one of its number may have paid.
#[tokio::test]
async fn one_that_failed_counts_among_the_duplicates_when_the_gateway_has_its_number_twice() {
    let stage = Stage::new("cashfast-mx").await;
    let draft = payout_draft("cashfast-mx", "1202");
    let failed = stage.payout("1202").await;
    stage.until_status(failed.id, Status::Failed).await;
    let report = async || stage.desk.check_draft(stage.id(), &draft).await.unwrap();
    assert!(!report().await.needs.reason, "it failed, and nothing else is known");
    stage.desk.ledger().raise_flag(failed.id, Flag::SeveralFound, failed.created_at_ms).await.unwrap();
    stage.desk.ledger().mark_seen(failed.id, failed.created_at_ms).await.unwrap();
    let doubled = report().await;
    assert_eq!(doubled.same_within_day.iter().map(|order| order.id).collect::<Vec<_>>(), [failed.id]);
    assert!(doubled.needs.reason);
}

/// The same, when the gateway speaks of both only after the next one was prepared without a reason.
#[tokio::test]
async fn one_that_failed_stops_what_waits_when_its_number_turns_out_to_be_there_twice() {
    let stage = Stage::with("cashfast-mx", practice_options(), |options| {
        options.haste = 1;
        options.grace = Duration::from_secs(60);
    })
    .await;
    let failed = stage.payout("1202").await;
    stage.desk.send_payout(failed.id).await.unwrap();
    stage.until_status(failed.id, Status::Failed).await;
    let draft = payout_draft("cashfast-mx", "1202");
    let waits = stage.desk.prepare_payout(stage.id(), &draft, confirmation(&draft)).await.unwrap();
    stage.desk.ledger().raise_flag(failed.id, Flag::SeveralFound, failed.created_at_ms).await.unwrap();
    let refused = stage.desk.send_payout(waits.id).await;
    assert!(
        matches!(refused, Err(DeskError::ReasonNeeded { order, .. }) if order == failed.id),
        "{refused:?}"
    );
    assert_eq!(stage.practice.orders_seen(&waits.number), 0);
}

/// The network doubled the request. Ours failed and its number is known; the gateway lists both, and the other one has paid.
#[tokio::test]
async fn a_double_that_the_gateway_lists_beside_ours_stands_as_a_flag_and_takes_a_reason() {
    let (stage, gateway) = scripted().await;
    let first = stage.unknown().await;
    gateway.now_says(|says| says.order = Some(4));
    stage.desk.ask_gateway(first.id).await.unwrap();
    let failed = stage.order(first.id).await;
    assert_eq!((failed.status, failed.gateway_number.as_deref()), (Status::Failed, Some("G1")));
    assert!(!report(&stage).await.needs.reason, "it failed, and nothing else is known");

    gateway.now_says(|says| says.double = Some(8));
    stage.desk.ask_gateway(first.id).await.unwrap();
    assert!(stage.has_flag(first.id, Flag::SeveralFound).await);
    assert_eq!(stage.order(first.id).await.status, Status::Failed, "what became of ours is known");
    let refused = stage.confirm(confirmation(&draft())).await;
    assert!(
        matches!(refused, Err(DeskError::ReasonNeeded { order, .. }) if order == first.id),
        "{refused:?}"
    );
    let given = Confirmation { duplicate_reason: Some("two of them".to_owned()), ..confirmation(&draft()) };
    stage.confirm(given).await.unwrap();
}

/// A payout like the draft that was written down so long ago.
async fn old_stub(stage: &Stage, account_no: &str, created_at_ms: i64) -> ledger::OrderRow {
    let tidied = stage.desk.check_draft(stage.id(), &payout_draft(&stage.account.market_id, "1200")).await;
    let draft = tidied.unwrap().tidied;
    let stub = ledger::NewStub {
        account_id: stage.id(),
        product: draft.product,
        number: format!("OLD{created_at_ms}A"),
        channel: draft.channel.clone(),
        amount: draft.amount,
        currency: draft.currency,
        zone: "-06:00".to_owned(),
        party: ledger::Party { account_no: Some(account_no.to_owned()), ..ledger::Party::default() },
        draft_json: serde_json::to_string(&draft).unwrap(),
        duplicate_reason: None,
    };
    stage.desk.ledger().write_stub(&stub, created_at_ms).await.unwrap()
}

/// The same, sent at once.
async fn old_payout(stage: &Stage, account_no: &str, sent_at_ms: i64, outcome: OutcomeStatus) -> OrderId {
    let id = old_stub(stage, account_no, sent_at_ms).await.id;
    let ledger = stage.desk.ledger();
    let request = ledger::CreationRequest { path: "/x".to_owned(), body: b"{}".to_vec() };
    ledger.begin_sending(id, &request, Source::Program, None, sent_at_ms).await.unwrap();
    ledger.record_outcome(id, &Outcome::new(outcome), sent_at_ms).await.unwrap();
    id
}

async fn report(stage: &Stage) -> desk::DraftReport {
    stage.desk.check_draft(stage.id(), &payout_draft(&stage.account.market_id, "1200")).await.unwrap()
}

fn ids(orders: &[ledger::OrderSummary]) -> Vec<OrderId> {
    orders.iter().map(|order| order.id).collect()
}

/// What may still pay stands between a clerk and a second payment however old it is: on its way, or sent by a click.
#[tokio::test]
async fn one_that_may_still_pay_needs_a_reason_at_any_age() {
    let stage = Stage::with("cashfast-mx", practice_options(), |options| options.haste = 1).await;
    let now = now_ms();
    let stub = old_stub(&stage, CLABE, now - 40 * DAY).await.id;
    let sent =
        old_payout(&stage, CLABE, now - 30 * DAY, OutcomeStatus::Accepted(ReportedStatus::Processing)).await;
    let found = report(&stage).await;
    assert_eq!((ids(&found.same_within_day), found.needs.reason), (vec![sent, stub], true));
}

/// One that was sent long ago and is known since today to have paid is news; one that has paid long ago is none.
#[tokio::test]
async fn one_that_is_known_to_have_paid_since_today_needs_a_reason() {
    let hour = DAY / 24;
    for (settled, expected) in [(9 * DAY, (0, 0)), (3 * DAY, (0, 1)), (hour, (1, 0))] {
        let stage = Stage::with("cashfast-mx", practice_options(), |options| options.haste = 1).await;
        let now = now_ms();
        let id = old_payout(&stage, CLABE, now - 9 * DAY, OutcomeStatus::Unknown).await;
        assert_eq!(report(&stage).await.unknown_twin.map(|twin| twin.id), Some(id));
        let told = Report { reported: Some(ReportedStatus::Succeeded), ..Report::new(Source::Query) };
        stage.desk.ledger().apply(id, &told, now - settled).await.unwrap();
        let found = report(&stage).await;
        assert!(found.unknown_twin.is_none());
        assert_eq!((found.same_within_day.len(), found.same_within_week.len()), expected, "{settled}");
        assert_eq!(found.needs.reason, expected.0 == 1);
    }
}

/// A wallet was kept as it was typed until wallets were tidied; it is the same wallet.
#[tokio::test]
async fn a_wallet_in_an_older_spelling_is_the_same_payee() {
    for kept in ["721323213", "0721323213", "255721323213"] {
        let stage = Stage::with("cashy-tz", practice_options(), |options| options.haste = 1).await;
        let id = old_payout(&stage, kept, now_ms(), OutcomeStatus::Unknown).await;
        for typed in ["721323213", "0721 323 213", "255721323213", "+255 721-323-213"] {
            let mut draft = payout_draft("cashy-tz", "1200");
            draft.fields.insert("accountNo".to_owned(), typed.to_owned());
            let found = stage.desk.check_draft(stage.id(), &draft).await.unwrap();
            assert_eq!(found.unknown_twin.map(|twin| twin.id), Some(id), "{kept} {typed}");
            let refused = stage.desk.prepare_payout(stage.id(), &draft, confirmation(&draft)).await;
            assert!(matches!(refused, Err(DeskError::UnknownTwin { .. })), "{kept} {typed}: {refused:?}");
        }
    }
}

/// Where accounts are free text, what is sent is what was typed; what is looked for is the payee.
#[rstest]
#[case::wallet_with_its_country("cashy-eg", "1", &["01012345678", "+20 10 1234 5678", "+20-10-1234-5678", "201012345678"])]
#[case::wallet_without("cashy-eg", "1", &["+20 10 1234 5678", "01012345678", "+201012345678", "010 1234 5678"])]
#[case::telephone("cashy-br", "4", &["+55 11 98765-4321", "+5511987654321", "11987654321", "(11) 98765-4321"])]
#[case::telephone_in_one("cashy-br", "4", &["+5511987654321", "+55 (11) 98765 4321"])]
#[case::mailbox("cashy-br", "3", &["Ana.Souza@Example.com", "ana.souza@example.com", "ANA.SOUZA@example.com"])]
#[tokio::test]
async fn a_payee_in_free_text_is_the_same_however_it_is_typed(
    #[case] market: &str,
    #[case] kind: &str,
    #[case] spellings: &[&str],
) {
    let gateway = Scripted::start().await;
    let stage = gateway.stage_abroad(market).await;
    let typed = |text: &str| {
        let mut draft = payout_draft(market, "1200");
        draft.fields.insert("accountNo".to_owned(), text.to_owned());
        draft.fields.insert("accountType".to_owned(), kind.to_owned());
        draft
    };
    let pay = async |text: &str| {
        let draft = typed(text);
        let tidied = stage.desk.check_draft(stage.id(), &draft).await.unwrap().tidied;
        stage.desk.prepare_payout(stage.id(), &draft, confirmation(&tidied)).await
    };
    let (first, others) = spellings.split_first().unwrap();
    let paid = pay(first).await.unwrap();
    let paid = stage.until_status(paid.id, Status::Unknown).await;
    let request = gateway.server.received_requests().await.unwrap().into_iter().find(|request| {
        String::from_utf8_lossy(&request.body).contains(&format!("\"accountNo\":\"{first}\""))
    });
    assert!(request.is_some(), "sent as it was typed");
    for other in others {
        let refused = pay(other).await;
        assert!(
            matches!(refused, Err(DeskError::UnknownTwin { order, .. }) if order == paid.id),
            "{other}: {refused:?}"
        );
    }
    // Given up, it is replaced in any spelling.
    stage.not_found_for_a_day(paid.id).await;
    stage.desk.abandon_order(paid.id, REASON).await.unwrap();
    let draft = typed(others.last().unwrap());
    let tidied = stage.desk.check_draft(stage.id(), &draft).await.unwrap().tidied;
    let given = Confirmation { replaces: Some(paid.id), ..confirmation(&tidied) };
    stage.desk.prepare_payout(stage.id(), &draft, given).await.unwrap();
}

/// The twin is found under its older spelling, so it has to be replaceable under it: or the payee could never be paid.
#[tokio::test]
async fn a_wallet_in_an_older_spelling_that_was_given_up_is_replaced_by_the_national_number() {
    for kept in ["0721323213", "255721323213"] {
        let stage = Stage::with("cashy-tz", practice_options(), |options| options.haste = 1).await;
        let old = old_payout(&stage, kept, now_ms(), OutcomeStatus::Unknown).await;
        stage.desk.ledger().abandon(old, REASON, now_ms()).await.unwrap();
        assert_eq!(report(&stage).await.abandoned_twin.map(|twin| twin.id), Some(old), "{kept}");
        let draft = payout_draft("cashy-tz", "1200");
        let given = Confirmation { replaces: Some(old), ..confirmation(&draft) };
        let new = stage.desk.prepare_payout(stage.id(), &draft, given).await.unwrap();
        let links = stage.desk.ledger().replacements(new.id).await.unwrap();
        assert_eq!(links.replaces.map(|order| order.id), Some(old), "{kept}");
        assert!(report(&stage).await.abandoned_twin.is_none());
    }
}

/// Refused, so a second one was prepared without a reason; then the first one turns out to have been taken.
#[tokio::test]
async fn a_refused_one_that_comes_alive_stops_what_waits() {
    let gateway = Scripted::start().await;
    gateway.now_says(|says| says.creation = refusal("bankName error"));
    let stage = gateway.waiting_stage().await;
    let first = stage.payout("1200").await;
    stage.desk.send_payout(first.id).await.unwrap();
    stage.until_status(first.id, Status::Refused).await;
    let second = stage.confirm(confirmation(&draft())).await.unwrap();
    gateway.now_says(|says| says.order = Some(1));
    stage.desk.ask_gateway(first.id).await.unwrap();
    assert_eq!(stage.order(first.id).await.status, Status::Pending);
    let refused = stage.desk.send_payout(second.id).await;
    assert!(
        matches!(refused, Err(DeskError::ReasonNeeded { order, .. }) if order == first.id),
        "{refused:?}"
    );
    assert_eq!(gateway.creations().await, 1);
}

/// The second one's outcome became unknown and it was given up: whoever sends the first one now pays in its place, and
/// has to say so.
#[tokio::test]
async fn what_waited_beside_one_that_was_given_up_is_not_sent() {
    let gateway = Scripted::start().await;
    let stage = gateway.waiting_stage().await;
    let waiting = stage.payout("1200").await;
    let given = Confirmation { duplicate_reason: Some("two of them".to_owned()), ..confirmation(&draft()) };
    let second = stage.confirm(given).await.unwrap();
    stage.desk.send_payout(second.id).await.unwrap();
    stage.not_found_for_a_day(second.id).await;
    stage.desk.abandon_order(second.id, REASON).await.unwrap();
    let refused = stage.desk.send_payout(waiting.id).await;
    assert!(
        matches!(refused, Err(DeskError::ReplacesNeeded { order, .. }) if order == second.id),
        "{refused:?}"
    );
    assert_eq!(gateway.creations().await, 1);
}

/// That it failed is a clerk's word: whoever pays the same again says why, until the gateway agrees.
#[tokio::test]
async fn one_that_failed_by_a_persons_word_needs_a_reason_until_the_gateway_agrees() {
    let gateway = Scripted::start().await;
    let stage = gateway.stage(|options| options.haste = 1).await;
    let now = now_ms();
    let first = old_payout(&stage, CLABE, now - 3 * DAY, OutcomeStatus::Unknown).await;
    let told = |reported, ago| {
        let told = Report { reported: Some(reported), ..Report::new(Source::Query) };
        let ledger = stage.desk.ledger();
        async move { ledger.apply(first, &told, now - ago).await.unwrap() }
    };
    let failed = evidence(EvidenceVerdict::Failed);
    stage.desk.ledger().settle_with_evidence(first, &failed, now - DAY / 2).await.unwrap();
    let found = report(&stage).await;
    assert_eq!((ids(&found.same_within_day), found.needs.reason), (vec![first], true));
    let refused = stage.confirm(confirmation(&draft())).await;
    assert!(matches!(refused, Err(DeskError::ReasonNeeded { order, .. }) if order == first), "{refused:?}");
    told(ReportedStatus::Failed, DAY / 3).await;
    assert!(!report(&stage).await.needs.reason, "both agree that it failed");
    told(ReportedStatus::Processing, DAY / 4).await;
    assert!(report(&stage).await.needs.reason, "the gateway has thought better of it");
    assert_eq!(stage.order(first).await.status, Status::Failed);
}

/// It failed long ago, and for the gateway it is on its way again, or still.
#[tokio::test]
async fn one_that_the_gateway_calls_open_needs_a_reason_at_any_age() {
    let gateway = Scripted::start().await;
    let stage = gateway.stage(|options| options.haste = 1).await;
    let now = now_ms();
    let first = old_payout(&stage, CLABE, now - 40 * DAY, OutcomeStatus::Unknown).await;
    for (reported, ago, wanted) in
        [(ReportedStatus::Failed, 39, false), (ReportedStatus::Processing, 38, true)]
    {
        let told = Report { reported: Some(reported), ..Report::new(Source::Query) };
        stage.desk.ledger().apply(first, &told, now - ago * DAY).await.unwrap();
        assert_eq!(report(&stage).await.needs.reason, wanted, "{reported:?}");
    }
    assert_eq!(stage.order(first).await.status, Status::Failed);
}

/// Callbacks told two ends of it, or the gateway has its number twice, and nothing was heard since: silence makes neither
/// sure, however long it lasts, before a payout like it is prepared and before one that waits is sent.
#[rstest]
#[case::two_ends_were_told(Source::Delivery, None, true)]
#[case::its_number_is_there_twice(Source::Query, Some(Flag::SeveralFound), false)]
#[case::another_number_was_told(Source::Query, Some(Flag::NumberDiffers), false)]
#[tokio::test]
async fn one_that_the_gateway_left_in_doubt_needs_a_reason_at_any_age(
    #[case] source: Source,
    #[case] flag: Option<Flag>,
    #[case] also_once_it_was_looked_at: bool,
) {
    let gateway = Scripted::start().await;
    let stage = gateway.waiting_stage().await;
    let now = now_ms();
    let first = old_payout(&stage, CLABE, now - 40 * DAY, OutcomeStatus::Unknown).await;
    let tell = async |source, reported, flags, ago| {
        let told = Report { reported: Some(reported), flags, ..Report::new(source) };
        stage.desk.ledger().apply(first, &told, now - ago * DAY).await.unwrap();
    };
    tell(Source::Query, ReportedStatus::Succeeded, Vec::new(), 39).await;
    assert!(!report(&stage).await.needs.reason, "paid, long ago");
    let second = stage.confirm(confirmation(&draft())).await.unwrap();
    tell(source, ReportedStatus::Failed, flag.into_iter().collect(), 38).await;
    assert_eq!(stage.order(first).await.status, Status::Returned);
    let found = report(&stage).await;
    assert!(ids(&found.same_within_day).contains(&first) && found.needs.reason, "{found:?}");
    let refused = stage.desk.send_payout(second.id).await;
    assert!(matches!(refused, Err(DeskError::ReasonNeeded { order, .. }) if order == first), "{refused:?}");
    assert_eq!(gateway.creations().await, 0);
    // A flag never goes: once a person has met it, a payout of each month must not ask for a reason for ever.
    stage.desk.ledger().mark_seen(first, now).await.unwrap();
    stage.desk.cancel_payout(second.id).await.unwrap();
    assert_eq!(report(&stage).await.needs.reason, also_once_it_was_looked_at);
}

/// Prepared while the gateway agreed; it takes it back before the grace ends.
#[tokio::test]
async fn one_that_failed_and_is_on_its_way_again_stops_what_waits() {
    let gateway = Scripted::start().await;
    let stage = gateway.waiting_stage().await;
    let first = stage.payout("1200").await;
    stage.desk.send_payout(first.id).await.unwrap();
    stage.until_status(first.id, Status::Unknown).await;
    gateway.now_says(|says| says.order = Some(4));
    stage.desk.ask_gateway(first.id).await.unwrap();
    stage.until_status(first.id, Status::Failed).await;
    let second = stage.confirm(confirmation(&draft())).await.unwrap();
    gateway.now_says(|says| says.order = Some(2));
    stage.desk.ask_gateway(first.id).await.unwrap();
    let refused = stage.desk.send_payout(second.id).await;
    assert!(
        matches!(refused, Err(DeskError::ReasonNeeded { order, .. }) if order == first.id),
        "{refused:?}"
    );
    assert_eq!(gateway.creations().await, 1);
}
