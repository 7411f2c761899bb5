//! Callbacks that come twice, too late, out of order or not at all: what counts is what a question finds.

use desk::AccountChange;
use ledger::{DeliveryRow, OrderId, OrderRow};
use md5::{Digest, Md5};
use orders::{Flag, Judgement, Source, Status};
use practice::Market;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::callbacks::post;
use crate::stage::{Stage, eventually, now_ms, payout_draft, plain_change, practice_options};

/// A stage whose tracker is in no hurry: a question within seconds was set off by a callback.
async fn patient(market: &str) -> Stage {
    Stage::with(market, practice_options(), |options| options.haste = 1).await
}

/// A callback of Cashy about a payout, and how it is signed.
pub(crate) struct Callback<'a> {
    pub(crate) market: Market,
    pub(crate) order: &'a OrderRow,
    pub(crate) state: &'a str,
    pub(crate) nonce: &'a str,
    /// Bytes that change the body and not what it says.
    pub(crate) space: &'a str,
}

impl Callback<'_> {
    /// Delivers it and returns what was kept of it.
    pub(crate) async fn arrive(&self, stage: &Stage) -> DeliveryRow {
        let body = format!(
            r#"{{"amount":1200.00,"completionTime":null,"fee":0.0000,"mchOrderNo":"{}","merchantId":"{}","nonceStr":"{}","orderNo":"{}","orderStatus":"{}"}}{}"#,
            self.order.number,
            self.market.key_id(),
            self.nonce,
            self.order.gateway_number.as_deref().unwrap(),
            self.state,
            self.space,
        );
        let mut md5 = Md5::new();
        md5.update(body.as_bytes());
        md5.update(self.market.secret().as_bytes());
        let sign = format!("{:032X}", u128::from_be_bytes(md5.finalize().into()));
        let headers = [("MerchantId", self.market.key_id()), ("Sign", sign.as_str())]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let url = stage.desk.callback_url(stage.id()).await.unwrap().unwrap();
        assert_eq!(post(&url, &headers, body.as_bytes()).await, 200);
        let kept = stage.desk.ledger().deliveries(50, None).await.unwrap();
        let kept = kept.into_iter().find(|row| row.body == body.as_bytes()).unwrap();
        assert!(kept.verified && kept.order_id == Some(self.order.id), "{kept:?}");
        kept
    }
}

/// How often an order was asked about.
async fn questions(stage: &Stage, id: OrderId) -> u64 {
    let exchanges = stage.desk.ledger().exchanges_of_order(id, 100).await.unwrap();
    exchanges.iter().filter(|exchange| exchange.operation == "query").map(|query| query.repeats + 1).sum()
}

/// Waits until an order was asked about more than `before` times.
async fn asked_again(stage: &Stage, id: OrderId, before: u64) {
    let asked = eventually(async || (questions(stage, id).await > before).then_some(())).await;
    assert!(asked.is_some(), "the callback has the order asked about");
}

/// How many lines of the history callbacks have brought.
async fn told_by_callback(stage: &Stage, id: OrderId) -> usize {
    let events = stage.desk.ledger().events(id).await.unwrap();
    events.iter().filter(|event| event.source == Source::Delivery).count()
}

#[tokio::test]
async fn z04_the_same_number_nonce_and_state_count_once_and_money_is_confirmed_by_a_question() {
    let stage = patient("cashy-th").await;
    let order = stage.payout("1200").await;
    let paid = stage.until_status(order.id, Status::Succeeded).await;
    // The payout's own rhythm would not ask for another five minutes.
    asked_again(&stage, order.id, 0).await;

    let first = Callback { market: Market::CashyTh, order: &paid, state: "SUCCESS", nonce: "n-1", space: "" };
    assert_eq!(first.arrive(&stage).await.effect, "confirmed");
    let heard = told_by_callback(&stage, order.id).await;
    for space in [" ", "\n"] {
        let again = Callback { space, ..first }.arrive(&stage).await;
        assert_eq!(again.effect, "repeated", "other bytes, the same callback");
    }
    assert_eq!(told_by_callback(&stage, order.id).await, heard);

    // The nonce may be the order's own: with another state it is another callback.
    let before = questions(&stage, order.id).await;
    let failed = Callback { state: "FAIL", ..first };
    assert_eq!(failed.arrive(&stage).await.effect, "applied");
    assert_eq!(Callback { space: " ", ..failed }.arrive(&stage).await.effect, "repeated");
    // The gateway, asked, knows better.
    asked_again(&stage, order.id, before).await;
    stage.until_status(order.id, Status::Succeeded).await;
    assert_eq!(stage.practice.orders_seen(&order.number), 1);
}

/// Turned round and back again, a gateway may say the very same words as at first: they are news all the same.
#[tokio::test]
async fn the_very_same_callback_after_a_reversal_has_the_order_asked_about() {
    let stage = patient("cashy-mx").await;
    let order = stage.payout("1200").await;
    let paid = stage.until_status(order.id, Status::Succeeded).await;
    let success = Callback { market: Market::CashyMx, order: &paid, state: "SUCCESS", nonce: "n", space: "" };
    success.arrive(&stage).await;
    Callback { state: "FAIL", ..success }.arrive(&stage).await;
    stage.until_status(order.id, Status::Succeeded).await;
    let soon = now_ms() + 5_000;
    let planned = eventually(async || {
        let watch = stage.desk.ledger().watch(order.id).await.unwrap()?;
        (watch.next_at_ms > soon).then_some(())
    });
    assert!(planned.await.is_some(), "nothing is asked soon by itself");
    let before = questions(&stage, order.id).await;
    let again = success.arrive(&stage).await;
    assert_eq!(again.repeats, 1, "word for word");
    asked_again(&stage, order.id, before).await;
}

#[tokio::test]
async fn z14_a_late_callback_loses_and_a_question_decides() {
    let stage = patient("cashy-mx").await;
    let order = stage.payout("1200").await;
    let paid = stage.until_status(order.id, Status::Succeeded).await;
    let callback = Callback { market: Market::CashyMx, order: &paid, state: "FAIL", nonce: "n-1", space: "" };
    assert_eq!(callback.arrive(&stage).await.effect, "applied", "verified, so it counts at once");
    // The question that it sets off finds the payout paid, and wins over the callback.
    stage.until_status(order.id, Status::Succeeded).await;
    let history = stage.desk.ledger().events(order.id).await.unwrap();
    let moves: Vec<(Source, Status)> = history
        .iter()
        .filter(|event| matches!(event.judgement, Some(Judgement::Moves(_))))
        .map(|event| (event.source, event.to_status))
        .collect();
    let end = [(Source::Delivery, Status::Returned), (Source::Query, Status::Succeeded)];
    assert!(moves.ends_with(&end), "{moves:?}");

    // Both have been left behind: told once more, under a new nonce, they move nothing.
    for (state, nonce) in [("FAIL", "n-2"), ("PROCESSING", "n-3")] {
        let before = questions(&stage, order.id).await;
        let late = Callback { state, nonce, ..callback }.arrive(&stage).await;
        assert_eq!(late.effect, "late", "{state}");
        assert_eq!(stage.order(order.id).await.status, Status::Succeeded, "{state}");
        asked_again(&stage, order.id, before).await;
        assert_eq!(stage.order(order.id).await.status, Status::Succeeded, "{state}");
    }
    let flags = stage.desk.ledger().flags(order.id).await.unwrap();
    assert!(flags.iter().all(|row| row.flag != Flag::StepOutsideTable), "slowness is no fault: {flags:?}");
}

/// A failure that comes late turns a paid payout round. Until a question tells, it may have been paid all the same: another
/// one needs a reason.
#[tokio::test]
async fn an_end_that_callbacks_left_open_counts_among_the_duplicates() {
    let stage = patient("cashy-mx").await;
    let order = stage.payout("1200").await;
    let paid = stage.until_status(order.id, Status::Succeeded).await;
    let tell = async |source| {
        let mut report = ledger::Report::new(source);
        report.reported = Some(orders::ReportedStatus::Failed);
        report.gateway_status = Some("FAIL".to_owned());
        let ledger = stage.desk.ledger();
        assert_eq!(
            ledger.apply(order.id, &report, paid.updated_at_ms).await.unwrap().after,
            Status::Returned
        );
        let draft = payout_draft("cashy-mx", "1200");
        let report = stage.desk.check_draft(stage.id(), &draft).await.unwrap();
        (report.needs.reason, report.same_within_day.iter().any(|row| row.id == order.id))
    };
    assert_eq!(tell(Source::Delivery).await, (true, true));
    assert_eq!(tell(Source::Query).await, (false, false), "it came back, and may be paid again");
}

#[tokio::test]
async fn a16_an_old_callback_played_again_turns_nothing_back() {
    let stage = patient("cashfast-mx").await;
    let order = stage.payout("1207").await;
    stage.until_status(order.id, Status::Returned).await;
    let url = stage.desk.callback_url(stage.id()).await.unwrap().unwrap();
    // What a callback did is noted a moment after it was done.
    let both = eventually(async || {
        let told = stage.desk.ledger().deliveries_of_order(order.id).await.unwrap();
        (told.len() == 2).then_some(told)
    });
    let told = both.await.expect("paid, and sent back");
    let heard = told_by_callback(&stage, order.id).await;
    for old in &told {
        let headers: Vec<(String, String)> = serde_json::from_str(&old.headers_json).unwrap();
        assert_eq!(post(&url, &headers, &old.body).await, 200);
        assert_eq!(stage.order(order.id).await.status, Status::Returned);
    }
    assert_eq!(told_by_callback(&stage, order.id).await, heard);
    let kept = stage.desk.ledger().deliveries_of_order(order.id).await.unwrap();
    assert_eq!(kept.iter().map(|row| row.repeats).collect::<Vec<_>>(), [1, 1]);
}

#[tokio::test]
async fn a14_an_order_whose_two_callbacks_are_lost_is_found_by_asking() {
    let stage = Stage::new("cashfast-mx").await;
    let broken = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(500)).mount(&broken).await;
    let change =
        AccountChange { notify_url: Some(broken.uri()), ..plain_change("a shop whose server is broken") };
    stage.desk.edit_account(stage.id(), change, None).await.unwrap();
    let order = stage.collect("1200").await;
    stage.practice.pay_collect(&order.number, None).unwrap();
    let calls = async || broken.received_requests().await.unwrap().len();
    let both = eventually(async || (calls().await == 2).then_some(())).await;
    both.expect("called, and once more after three minutes");
    stage.until_status(order.id, Status::Succeeded).await;
    let history = stage.desk.ledger().events(order.id).await.unwrap();
    let step = history.iter().find(|event| event.to_status == Status::Succeeded).unwrap();
    assert_eq!(step.source, Source::Query);
    // Three minutes last 180 ms here.
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    assert_eq!(calls().await, 2, "two in total");
    assert_eq!(stage.practice.callbacks_waiting(), 0);
}

/// The network doubled a request, and the gateway made two orders of one number: what becomes of the other one is not
/// this one's status.
#[tokio::test]
async fn a_callback_of_the_other_of_two_orders_with_one_number_moves_nothing() {
    let stage = patient("cashy-th").await;
    let order = stage.payout("1200").await;
    let paid = stage.until_status(order.id, Status::Succeeded).await;
    let other = OrderRow { gateway_number: Some("P-ANOTHER".to_owned()), ..paid };
    let before = questions(&stage, order.id).await;
    let callback =
        Callback { market: Market::CashyTh, order: &other, state: "FAIL", nonce: "n-1", space: "" };
    callback.arrive(&stage).await;
    let now = stage.order(order.id).await;
    assert_eq!((now.status, now.gateway_number == other.gateway_number), (Status::Succeeded, false));
    let flags = stage.desk.ledger().flags(order.id).await.unwrap();
    assert!(flags.iter().any(|row| row.flag == Flag::NumberDiffers && row.seen_at_ms.is_none()));
    asked_again(&stage, order.id, before).await;
}
