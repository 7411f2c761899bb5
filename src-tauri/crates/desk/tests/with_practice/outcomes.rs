//! Every line of the practice gateway's table of outcomes: the right status at once, the right one in the end, and
//! never a second sending.

use ledger::OrderRow;
use orders::{Flag, Status};
use rstest::rstest;

use crate::stage::{Stage, confirmation, eventually, payout_draft};

/// What a payout must be right after its one attempt, and what it must come to.
struct Expected {
    ending: u8,
    after_answer: &'static [Status],
    in_the_end: Status,
}

const fn expect(ending: u8, after_answer: &'static [Status], in_the_end: Status) -> Expected {
    Expected { ending, after_answer, in_the_end }
}

const ACCEPTED: &[Status] = &[Status::Pending, Status::Processing, Status::Succeeded, Status::Failed];
const UNKNOWN: &[Status] = &[Status::Unknown];
/// While the desk waits for an answer that does not come, a callback may tell already.
const OVERTAKEN: &[Status] = &[Status::Unknown, Status::Succeeded];
const REFUSED: &[Status] = &[Status::Refused];

const TABLE: [Expected; 25] = [
    expect(1, REFUSED, Status::Refused),
    expect(2, ACCEPTED, Status::Failed),
    expect(3, ACCEPTED, Status::Succeeded),
    expect(4, OVERTAKEN, Status::Succeeded),
    expect(5, UNKNOWN, Status::Succeeded),
    expect(6, UNKNOWN, Status::Succeeded),
    expect(7, ACCEPTED, Status::Returned),
    expect(8, ACCEPTED, Status::Returned),
    expect(9, ACCEPTED, Status::Succeeded),
    expect(10, ACCEPTED, Status::Succeeded),
    expect(11, ACCEPTED, Status::Processing),
    expect(12, ACCEPTED, Status::Succeeded),
    expect(13, ACCEPTED, Status::Pending),
    expect(14, UNKNOWN, Status::Unknown),
    expect(15, UNKNOWN, Status::Unknown),
    expect(16, UNKNOWN, Status::Unknown),
    expect(17, ACCEPTED, Status::Succeeded),
    expect(18, REFUSED, Status::Refused),
    expect(19, REFUSED, Status::Refused),
    expect(20, ACCEPTED, Status::Succeeded),
    expect(21, ACCEPTED, Status::Failed),
    expect(22, ACCEPTED, Status::Succeeded),
    expect(23, UNKNOWN, Status::Unknown),
    expect(24, UNKNOWN, Status::Succeeded),
    expect(25, &[Status::Unknown, Status::Pending, Status::Processing, Status::Succeeded], Status::Succeeded),
];

/// The status that the answer, or its lack, brought: the step out of `sending`.
async fn after_answer(stage: &Stage, order: &OrderRow) -> Option<Status> {
    let events = stage.desk.ledger().events(order.id).await.unwrap();
    events.iter().find(|event| event.from_status == Some(Status::Sending)).map(|event| event.to_status)
}

#[rstest]
#[case::cashfast("cashfast-mx")]
#[case::cashy_mexico("cashy-mx")]
#[case::cashy_tanzania("cashy-tz")]
#[tokio::test]
async fn every_outcome_has_its_status_and_nothing_is_sent_twice(#[case] market: &str) {
    assert_eq!(TABLE.len(), practice::OUTCOMES.len(), "a line of the table has no expectation");
    let stage = Stage::new(market).await;
    let mut orders = Vec::new();
    for expected in &TABLE {
        let draft = payout_draft(market, &format!("{}", 1_200 + u32::from(expected.ending)));
        let order = stage.desk.prepare_payout(stage.id(), &draft, confirmation(&draft)).await.unwrap();
        orders.push((expected, order));
    }
    for (expected, order) in &orders {
        let ending = expected.ending;
        let first = eventually(async || after_answer(&stage, order).await).await;
        let first = first.unwrap_or_else(|| panic!("{market} {ending}: never answered"));
        // A callback may be quicker than a slow answer; a clear outcome of the answer itself may not differ.
        assert!(expected.after_answer.contains(&first), "{market} {ending}: {first:?}");
        let end = if (market, ending) == ("cashy-tz", 13) { Status::Processing } else { expected.in_the_end };
        stage
            .until(order.id, &format!("{market} {ending}: {end:?}"), |order| {
                order.status == end || (ending == 13 && order.status == Status::Processing)
            })
            .await;
    }
    // Whatever is still asked about: it moves nothing any more, and above all nothing is sent again.
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    for (expected, order) in &orders {
        assert_eq!(stage.practice.orders_seen(&order.number), 1, "{market} {}", expected.ending);
        let now = stage.order(order.id).await;
        assert!(
            now.status == expected.in_the_end || matches!(expected.ending, 11 | 13),
            "{market} {}: {:?}",
            expected.ending,
            now.status
        );
        let detail = stage.desk.ledger().detail(order.id).await.unwrap().unwrap();
        assert!(!detail.history_damaged && !detail.order.damaged);
        let reversed = detail.flags.iter().any(|row| row.flag == Flag::Reversed);
        let turns = matches!(expected.ending, 7 | 8 | 22);
        assert_eq!(reversed, turns, "{market} {}: a turned-round payout alerts", expected.ending);
        // 10: an older word overtaken by the end is only late, even when it was never heard before (Z14).
        let outside = detail.flags.iter().any(|row| row.flag == Flag::StepOutsideTable);
        assert!(!outside, "{market} {}: {:?}", expected.ending, detail.events);
    }
}

/// 25: the answer names another amount, or (a `CashFast` payout) another order: never taken for ours.
#[rstest]
#[case::cashfast("cashfast-mx", Status::Unknown)]
#[case::cashy_mexico("cashy-mx", Status::Pending)]
#[tokio::test]
async fn an_answer_about_another_order_or_amount_is_told(#[case] market: &str, #[case] first: Status) {
    let stage = Stage::new(market).await;
    let payout = stage.payout("1225").await;
    let answered = eventually(async || after_answer(&stage, &payout).await).await;
    let answered = answered.expect("an answer comes");
    let accepted = matches!(answered, Status::Pending | Status::Processing | Status::Succeeded);
    assert!(answered == first || (first == Status::Pending && accepted), "{answered:?}");
    let settled = stage.until_status(payout.id, Status::Succeeded).await;
    assert_eq!(settled.amount, payout.amount, "what was asked for never changes");
    let detail = stage.desk.ledger().detail(payout.id).await.unwrap().unwrap();
    let differs = detail.flags.iter().any(|row| row.flag == Flag::AmountDiffers);
    if first == Status::Unknown {
        let note = detail.events.iter().find(|event| event.to_status == Status::Unknown);
        let note = note.and_then(|event| event.note.clone()).unwrap();
        assert!(note.contains("other_order"), "{note}");
    } else {
        assert!(differs, "{:?}", detail.flags);
    }
    assert_eq!(stage.practice.orders_seen(&payout.number), 1);

    let collect = stage.collect("1225").await;
    let flags = stage.desk.ledger().flags(collect.id).await.unwrap();
    assert!(flags.iter().any(|row| row.flag == Flag::AmountDiffers), "{market}: {flags:?}");
    assert_eq!(stage.order(collect.id).await.amount, collect.amount);
}
