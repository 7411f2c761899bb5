//! Unknown outcomes: counted questions, giving up, evidence, second thoughts, and payments made in place of others.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use desk::{AccountForm, Confirmation, DeskError, DeskEvent, Grounds, NOT_FOUNDS_NEEDED, Settling};
use ledger::{EvidenceFile, EvidenceVerdict, FindingKind, NewEvidence, OrderId, OrderRow};
use orders::{Draft, Flag, Source, Status};
use rstest::rstest;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::stage::{Stage, confirmation, eventually, form, payout_draft, practice_options};

const DAY: i64 = 86_400_000;
const REASON: &str = "Marta at the gateway's support, 14:05: no such number";

/// A `CashFast` gateway that says what it is told to say.
struct Scripted {
    server: MockServer,
    says: Arc<Mutex<Says>>,
}

/// What it answers to creations and to questions.
#[derive(Clone)]
struct Says {
    creation: Value,
    /// An order's status word; `None`: it knows no such order.
    order: Option<u8>,
    /// Refuses every question for its form (A12).
    unaskable: bool,
}

impl Scripted {
    /// Neither yes nor no to creations; knows no order.
    async fn start() -> Self {
        let says = Says { creation: json!("gone fishing"), order: None, unaskable: false };
        let says = Arc::new(Mutex::new(says));
        // Not from the pool: a server of its own stops listening when it is dropped.
        let server = MockServer::builder().start().await;
        let script = Arc::clone(&says);
        let answer = move |request: &Request| {
            let says = script.lock().unwrap().clone();
            let ok = |data: Value| json!({ "code": 200, "success": true, "msg": "ok", "msgEn": "ok", "data": data });
            let body = match request.url.path() {
                "/api/v3/mex/createTransferOrder" => says.creation,
                "/api/v3/mex/query/transferOrder" if says.unaskable => refusal("orderId error"),
                "/api/v3/mex/query/transferOrder" => {
                    let asked: Value = serde_json::from_slice(&request.body).unwrap();
                    let number = asked.get("externalOrderId").cloned();
                    let row = |status: u8| json!({ "externalOrderId": number, "orderStatus": status });
                    ok(says.order.map_or(json!([]), |status| json!([row(status)])))
                }
                _ => ok(json!([])),
            };
            ResponseTemplate::new(200).set_body_json(body)
        };
        Mock::given(any()).respond_with(answer).mount(&server).await;
        Self { server, says }
    }

    fn now_says(&self, change: impl FnOnce(&mut Says)) {
        change(&mut self.says.lock().unwrap());
    }
}

fn refusal(message: &str) -> Value {
    json!({ "code": 300, "success": false, "msg": message, "msgEn": message, "data": null })
}

/// A stage whose account is at a scripted gateway. The tracker asks for the first time after five seconds: the
/// questions of a test are its own.
async fn scripted() -> (Stage, Scripted) {
    let gateway = Scripted::start().await;
    let mut stage = Stage::with("cashfast-mx", practice_options(), |options| options.haste = 1).await;
    let own = AccountForm { base_url: gateway.server.uri(), ..form("cashfast-mx", &stage.practice) };
    stage.account = stage.desk.connect_account(own).await.unwrap();
    (stage, gateway)
}

impl Stage {
    async fn unknown(&self) -> OrderRow {
        let order = self.payout("1200").await;
        self.until_status(order.id, Status::Unknown).await
    }

    /// As if the gateway had been asked often enough in the last day and a minute.
    async fn not_found_for_a_day(&self, id: OrderId) {
        let order = self.order(id).await;
        let now = order.updated_at_ms;
        for at in std::iter::once(now - DAY - 60_000).chain(std::iter::repeat_n(now, 5)) {
            self.desk.ledger().count_question(id, FindingKind::NotFound, at).await.unwrap();
        }
    }

    async fn abandoned(&self) -> OrderRow {
        let order = self.unknown().await;
        self.not_found_for_a_day(order.id).await;
        self.desk.abandon_order(order.id, REASON).await.unwrap()
    }

    async fn settling(&self, id: OrderId) -> Settling {
        let detail = self.desk.ledger().detail(id).await.unwrap().unwrap();
        self.desk.settling(&detail).await.unwrap().unwrap()
    }

    async fn confirm(&self, given: Confirmation) -> Result<OrderRow, DeskError> {
        self.desk.prepare_payout(self.id(), &draft(), given).await
    }

    async fn count(&self, id: OrderId, kind: FindingKind) -> u64 {
        let counts = self.desk.ledger().questions(id).await.unwrap();
        counts.iter().find(|count| count.finding == kind).map_or(0, |count| count.n)
    }

    async fn has_flag(&self, id: OrderId, flag: Flag) -> bool {
        self.desk.ledger().flags(id).await.unwrap().iter().any(|row| row.flag == flag)
    }

    async fn last_note(&self, id: OrderId) -> (Source, String) {
        let event = self.desk.ledger().events(id).await.unwrap().pop().unwrap();
        (event.source, event.note.unwrap())
    }
}

fn draft() -> Draft {
    payout_draft("cashfast-mx", "1200")
}

fn in_place_of(id: OrderId) -> Confirmation {
    Confirmation { replaces: Some(id), ..confirmation(&draft()) }
}

fn evidence(verdict: EvidenceVerdict) -> NewEvidence {
    NewEvidence {
        verdict,
        reference: " SPEI 7A ".to_owned(),
        note: "seen in the bank's statement ".to_owned(),
        file: Some(EvidenceFile { name: "statement.pdf".to_owned(), bytes: b"%PDF paid".to_vec() }),
    }
}

#[tokio::test]
async fn every_question_is_counted_by_what_it_brought() {
    let (stage, gateway) = scripted().await;
    let id = stage.unknown().await.id;
    let ask = || async { stage.desk.ask_gateway(id).await };
    for _ in 0..3 {
        ask().await.unwrap();
    }
    gateway.now_says(|says| says.unaskable = true);
    assert!(matches!(ask().await, Err(DeskError::Encode(gateways::EncodeError::CannotAsk))));
    gateway.server.reset().await;
    let answer = ResponseTemplate::new(502).set_body_string("<html>");
    Mock::given(any()).respond_with(answer).mount(&gateway.server).await;
    assert!(matches!(ask().await, Err(DeskError::Unreadable(_))));
    gateway.server.reset().await;
    let answer = ResponseTemplate::new(200).set_body_string("{}").set_delay(Duration::from_secs(5));
    Mock::given(any()).respond_with(answer).mount(&gateway.server).await;
    assert!(matches!(ask().await, Err(DeskError::NoAnswer(_))));
    drop(gateway);
    assert!(matches!(ask().await, Err(DeskError::NoConnection(_))));

    // The tracker may have asked once as well by now.
    let counted = [
        (FindingKind::NotFound, 3),
        (FindingKind::CannotAsk, 1),
        (FindingKind::Unreadable, 1),
        (FindingKind::NoAnswer, 1),
        (FindingKind::NoConnection, 1),
    ];
    for (kind, n) in counted {
        let have = stage.count(id, kind).await;
        assert!((n..=n + 1).contains(&have), "{kind:?}: {have}");
    }
    assert_eq!(stage.order(id).await.status, Status::Unknown);
}

#[tokio::test]
async fn an_order_is_given_up_only_after_enough_questions_over_enough_time() {
    let (stage, _gateway) = scripted().await;
    let id = stage.unknown().await.id;
    for short in [" ", "not there", &"x".repeat(2_001)] {
        assert!(matches!(stage.desk.abandon_order(id, short).await, Err(DeskError::Unexplained)));
    }
    let early = |refused| match refused {
        Err(DeskError::AbandonTooEarly { grounds: Grounds { not_found, .. }, until_ms }) => {
            (not_found, until_ms)
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(early(stage.desk.abandon_order(id, REASON).await), (0, None));
    for _ in 0..NOT_FOUNDS_NEEDED {
        stage.desk.ask_gateway(id).await.unwrap();
    }
    let (asked, until) = early(stage.desk.abandon_order(id, REASON).await);
    let first = stage.desk.ledger().questions(id).await.unwrap()[0].first_at_ms;
    assert_eq!((asked >= NOT_FOUNDS_NEEDED, until), (true, Some(first + DAY)), "only time is missing");
    let settling = stage.settling(id).await;
    assert_eq!((settling.can_abandon, settling.abandon_waits_until_ms), (false, until));
    assert!(settling.can_settle && !settling.can_reopen);

    stage.desk.ledger().count_question(id, FindingKind::NotFound, first + DAY).await.unwrap();
    assert!(stage.settling(id).await.can_abandon);
    let abandoned = stage.desk.abandon_order(id, &format!("  {REASON} ")).await.unwrap();
    assert_eq!(abandoned.status, Status::Abandoned);
    assert_eq!(stage.last_note(id).await, (Source::Person, REASON.to_owned()));
    assert_eq!(stage.desk.ledger().watch(id).await.unwrap().unwrap().reason, "abandoned");
    let again = stage.desk.abandon_order(id, REASON).await;
    assert!(matches!(again, Err(DeskError::WrongStatus(Status::Abandoned))), "{again:?}");
}

/// The whole way by itself, a thousand days in a few minutes: the tracker asks, a person gives up, the tracker goes on.
#[tokio::test]
async fn z21_the_tracker_gathers_the_grounds_and_asks_on_daily() {
    let stage = Stage::with("cashfast-mx", practice_options(), |options| options.haste = 50_000).await;
    // 14: an HTML page instead of an answer, and no order.
    let order = stage.payout("1214").await;
    stage.until_status(order.id, Status::Unknown).await;
    let early = stage.desk.abandon_order(order.id, REASON).await;
    assert!(matches!(early, Err(DeskError::AbandonTooEarly { .. })), "{early:?}");
    let abandoned = eventually(async || stage.desk.abandon_order(order.id, REASON).await.ok()).await.unwrap();
    assert_eq!(abandoned.status, Status::Abandoned);
    let before = stage.count(order.id, FindingKind::NotFound).await;
    assert!(before >= NOT_FOUNDS_NEEDED);
    let more = eventually(async || {
        let now = stage.count(order.id, FindingKind::NotFound).await;
        (now > before).then_some(now)
    });
    assert!(more.await.is_some(), "asked about daily");
    assert_eq!(stage.order(order.id).await.status, Status::Abandoned);
    assert_eq!(stage.practice.orders_seen(&order.number), 1);
}

#[tokio::test]
async fn what_was_found_once_cannot_be_given_up() {
    let (stage, gateway) = scripted().await;
    let order = stage.unknown().await;
    // The gateway has it, under a word that nobody documented.
    gateway.now_says(|says| says.order = Some(3));
    stage.desk.ask_gateway(order.id).await.unwrap();
    assert_eq!(stage.order(order.id).await.status, Status::Unknown);
    stage.not_found_for_a_day(order.id).await;
    assert!(!stage.settling(order.id).await.can_abandon);
    let refused = stage.desk.abandon_order(order.id, REASON).await;
    assert!(matches!(refused, Err(DeskError::AbandonContradicted)), "{refused:?}");
    stage.desk.settle_order(order.id, evidence(EvidenceVerdict::Failed)).await.unwrap();
}

#[tokio::test]
async fn a12_what_cannot_be_asked_about_is_settled_with_evidence_only() {
    let (stage, gateway) = scripted().await;
    let id = stage.unknown().await.id;
    stage.not_found_for_a_day(id).await;
    gateway.now_says(|says| says.unaskable = true);
    stage.desk.ask_gateway(id).await.unwrap_err();
    let settling = stage.settling(id).await;
    assert!(!settling.can_abandon && settling.can_settle);
    let refused = stage.desk.abandon_order(id, REASON).await;
    assert!(matches!(refused, Err(DeskError::AbandonCannotAsk)), "{refused:?}");
    let settled = stage.desk.settle_order(id, evidence(EvidenceVerdict::Failed)).await.unwrap();
    assert_eq!(settled.status, Status::Failed);
}

#[rstest]
#[case::paid(EvidenceVerdict::Succeeded, Status::Succeeded)]
#[case::not_paid(EvidenceVerdict::Failed, Status::Failed)]
#[tokio::test]
async fn evidence_settles_and_the_order_is_watched_on(#[case] verdict: EvidenceVerdict, #[case] end: Status) {
    let (stage, _gateway) = scripted().await;
    let id = stage.unknown().await.id;
    for wrong in [
        NewEvidence { reference: "7A".to_owned(), ..evidence(verdict) },
        NewEvidence { note: "it is so".to_owned(), ..evidence(verdict) },
    ] {
        let refused = stage.desk.settle_order(id, wrong).await;
        assert!(matches!(refused, Err(DeskError::EvidenceField(_))), "{refused:?}");
    }
    let settled = stage.desk.settle_order(id, evidence(verdict)).await.unwrap();
    assert_eq!((settled.status, settled.provisional), (end, false));
    let note = "evidence: SPEI 7A: seen in the bank's statement".to_owned();
    assert_eq!(stage.last_note(id).await, (Source::Person, note));
    assert_eq!(stage.desk.ledger().watch(id).await.unwrap().unwrap().reason, "ended_payout");
    let settling = stage.settling(id).await;
    assert_eq!(settling.evidence.len(), 1);
    assert!(!settling.can_settle && !settling.can_abandon && !settling.can_reopen);
    // The gateway goes on knowing nothing: that is no contradiction.
    stage.desk.ask_gateway(id).await.unwrap();
    assert_eq!(stage.order(id).await.status, end);
    let again = stage.desk.settle_order(id, evidence(verdict)).await;
    assert!(matches!(again, Err(DeskError::WrongStatus(_))), "{again:?}");
}

#[rstest]
#[case::paid_after_all(EvidenceVerdict::Failed, 8, Status::Succeeded)]
#[case::failed_after_all(EvidenceVerdict::Succeeded, 4, Status::Returned)]
#[tokio::test]
async fn the_gateway_may_turn_a_persons_word_round(
    #[case] verdict: EvidenceVerdict,
    #[case] word: u8,
    #[case] end: Status,
) {
    let (stage, gateway) = scripted().await;
    let id = stage.unknown().await.id;
    stage.desk.settle_order(id, evidence(verdict)).await.unwrap();
    gateway.now_says(|says| says.order = Some(word));
    let answer = stage.desk.ask_gateway(id).await.unwrap();
    assert_eq!(answer.applied.after, end);
    assert!(stage.has_flag(id, Flag::Reversed).await);
    assert!(stage.desk.ledger().check_integrity().await.unwrap().is_sound(), "the day's money is corrected");
}

/// The gateway says "on its way" of a payout that a person had settled as failed: nothing moves yet, a person is told,
/// and the asking does not end before both agree.
#[tokio::test]
async fn an_open_word_against_a_persons_word_is_asked_about_until_it_is_final() {
    let gateway = Scripted::start().await;
    let mut stage = Stage::with("cashfast-mx", practice_options(), |options| options.haste = 20_000).await;
    let own = AccountForm { base_url: gateway.server.uri(), ..form("cashfast-mx", &stage.practice) };
    stage.account = stage.desk.connect_account(own).await.unwrap();
    let id = stage.unknown().await.id;
    stage.desk.settle_order(id, evidence(EvidenceVerdict::Failed)).await.unwrap();
    gateway.now_says(|says| says.order = Some(2));
    let flagged = eventually(async || stage.has_flag(id, Flag::StepOutsideTable).await.then_some(()));
    assert!(flagged.await.is_some());
    // By its own plan it would be asked about three times, the last one after 4.3 seconds.
    let often = eventually(async || (stage.count(id, FindingKind::Found).await > 8).then_some(()));
    assert!(often.await.is_some());
    assert_eq!(stage.order(id).await.status, Status::Failed);
    gateway.now_says(|says| says.order = Some(8));
    stage.until_status(id, Status::Succeeded).await;
    assert!(stage.has_flag(id, Flag::Reversed).await);
}

#[tokio::test]
async fn a_person_may_take_it_back() {
    let (stage, _gateway) = scripted().await;
    let id = stage.abandoned().await.id;
    assert!(stage.settling(id).await.can_reopen);
    assert!(matches!(stage.desk.reopen_order(id, "hm").await, Err(DeskError::Unexplained)));
    let reopened = stage.desk.reopen_order(id, "the payee says that it came").await.unwrap();
    assert_eq!(reopened.status, Status::Unknown);
    let watch = stage.desk.ledger().watch(id).await.unwrap().unwrap();
    assert_eq!((watch.reason.as_str(), watch.attempts), ("unknown", 0), "from the beginning");
    assert_eq!(stage.count(id, FindingKind::NotFound).await, 0);
    let again = stage.desk.reopen_order(id, "the payee says that it came").await;
    assert!(matches!(again, Err(DeskError::WrongStatus(Status::Unknown))), "{again:?}");
    let early = stage.desk.abandon_order(id, REASON).await;
    assert!(matches!(early, Err(DeskError::AbandonTooEarly { .. })), "{early:?}");
}

#[tokio::test]
async fn a_new_payment_says_what_it_replaces() {
    let (stage, _gateway) = scripted().await;
    let old = stage.abandoned().await;
    let report = stage.desk.check_draft(stage.id(), &draft()).await.unwrap();
    assert_eq!(report.abandoned_twin.map(|twin| twin.id), Some(old.id));
    assert!(report.unknown_twin.is_none());
    for given in [confirmation(&draft()), in_place_of(OrderId(old.id.0 + 7))] {
        let refused = stage.confirm(given).await;
        assert!(
            matches!(&refused, Err(DeskError::ReplacesNeeded { order, number }) if *order == old.id && *number == old.number),
            "{refused:?}"
        );
    }
    let new = stage.confirm(in_place_of(old.id)).await.unwrap();
    assert_ne!(new.number, old.number);
    let first = stage.desk.ledger().events(new.id).await.unwrap().remove(0);
    assert_eq!(first.note, Some(format!("replaces: {}", old.number)));
    assert_eq!(stage.last_note(old.id).await, (Source::Person, format!("replaced by: {}", new.number)));
    let links = (stage.settling(old.id).await.replacements, stage.settling(new.id).await.replacements);
    assert_eq!(links.0.replaced_by.map(|order| order.id), Some(new.id));
    assert_eq!(links.1.replaces.map(|order| order.id), Some(old.id));

    // It is unknown in its turn: nothing more is paid, whatever is said.
    stage.until_status(new.id, Status::Unknown).await;
    let refused = stage.confirm(in_place_of(old.id)).await;
    assert!(matches!(refused, Err(DeskError::UnknownTwin { order, .. }) if order == new.id), "{refused:?}");
}

#[tokio::test]
async fn an_order_has_one_replacement_that_may_pay() {
    let (stage, gateway) = scripted().await;
    let old = stage.abandoned().await;
    gateway.now_says(|says| says.creation = refusal("bankName error"));
    let refused_by_gateway = stage.confirm(in_place_of(old.id)).await.unwrap();
    stage.until_status(refused_by_gateway.id, Status::Refused).await;
    // That one is dead: another may be made.
    gateway.now_says(|says| says.creation = json!("gone fishing"));
    let second = stage.confirm(in_place_of(old.id)).await.unwrap();
    stage.until_status(second.id, Status::Unknown).await;
    gateway.now_says(|says| says.order = Some(1));
    stage.desk.ask_gateway(second.id).await.unwrap();
    assert_eq!(stage.order(second.id).await.status, Status::Pending);
    let again = Confirmation { duplicate_reason: Some("again".to_owned()), ..in_place_of(old.id) };
    let third = stage.confirm(again).await;
    assert!(matches!(&third, Err(DeskError::ReplacedExists { order, .. }) if *order == old.id), "{third:?}");
}

#[tokio::test]
async fn a_link_to_what_is_not_abandoned_is_refused() {
    let stage = Stage::new("cashfast-mx").await;
    let paid = stage.payout("1300").await;
    stage.until_status(paid.id, Status::Succeeded).await;
    let refused = stage.confirm(in_place_of(paid.id)).await;
    assert!(
        matches!(&refused, Err(DeskError::ReplacedExists { order, .. }) if *order == paid.id),
        "{refused:?}"
    );
    let nobody = stage.confirm(in_place_of(OrderId(999))).await;
    assert!(matches!(nobody, Err(DeskError::NoSuchOrder)), "{nobody:?}");
}

#[tokio::test]
async fn proof_stops_a_replacement_that_waits() {
    let gateway = Scripted::start().await;
    let mut stage = Stage::with("cashfast-mx", practice_options(), |options| {
        options.haste = 1;
        options.grace = Duration::from_secs(60);
    })
    .await;
    let own = AccountForm { base_url: gateway.server.uri(), ..form("cashfast-mx", &stage.practice) };
    stage.account = stage.desk.connect_account(own).await.unwrap();
    let old = stage.payout("1200").await;
    stage.desk.send_payout(old.id).await.unwrap();
    stage.not_found_for_a_day(old.id).await;
    stage.desk.abandon_order(old.id, REASON).await.unwrap();
    let new = stage.confirm(in_place_of(old.id)).await.unwrap();
    gateway.now_says(|says| says.order = Some(1));
    stage.desk.ask_gateway(old.id).await.unwrap();
    assert!(stage.has_flag(old.id, Flag::AbandonedButExists).await);
    assert!(!stage.has_flag(old.id, Flag::PaidTwice).await, "the new one has not left");
    let refused = stage.desk.send_payout(new.id).await;
    assert!(
        matches!(&refused, Err(DeskError::ReplacedExists { order, .. }) if *order == old.id),
        "{refused:?}"
    );
    assert_eq!(stage.order(new.id).await.status, Status::Prepared);
    let creations = gateway.server.received_requests().await.unwrap();
    let creations = creations.iter().filter(|request| request.url.path().ends_with("createTransferOrder"));
    assert_eq!(creations.count(), 1, "the replacement never left");
}

#[tokio::test]
async fn proof_after_a_replacement_has_left_alerts_on_both() {
    let (stage, gateway) = scripted().await;
    let old = stage.abandoned().await;
    let new = stage.confirm(in_place_of(old.id)).await.unwrap();
    stage.until_status(new.id, Status::Unknown).await;
    let mut events = stage.desk.events();
    gateway.now_says(|says| says.order = Some(8));
    let answer = stage.desk.ask_gateway(old.id).await.unwrap();
    assert_eq!(answer.applied.after, Status::Succeeded);
    for id in [old.id, new.id] {
        assert!(stage.has_flag(id, Flag::PaidTwice).await);
        let listed = stage.desk.ledger().recent(10).await.unwrap();
        let listed = listed.iter().find(|order| order.id == id).unwrap();
        assert!(listed.unseen_flags.contains(&Flag::PaidTwice), "it needs a person");
    }
    let mut told = Vec::new();
    while let Ok(event) = events.try_recv() {
        if let DeskEvent::OrderChanged { order_id, needs_person: true, .. } = event {
            told.push(order_id);
        }
    }
    assert!(told.contains(&old.id) && told.contains(&new.id), "{told:?}");
}

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

/// An old stub that was sent an hour ago is an hour old, not a week.
#[tokio::test]
async fn duplicates_are_as_old_as_their_sending() {
    let stage = Stage::with("cashfast-mx", practice_options(), |options| {
        options.grace = Duration::from_secs(60);
        options.haste = 1;
    })
    .await;
    let order = stage.payout("1200").await;
    stage.desk.cancel_payout(order.id).await.unwrap();
    let row = stage.order(order.id).await;
    let stub = ledger::NewStub {
        account_id: row.account_id,
        product: row.product,
        number: "OLDSTUBA".to_owned(),
        channel: row.channel.clone(),
        amount: row.amount,
        currency: row.currency,
        zone: row.zone.clone(),
        party: row.party.clone(),
        draft_json: row.draft_json.clone(),
        duplicate_reason: None,
    };
    let old = stage.desk.ledger().write_stub(&stub, row.created_at_ms - 5 * DAY).await.unwrap();
    let report = || async { stage.desk.check_draft(stage.id(), &draft()).await.unwrap() };
    let ids = |orders: &[ledger::OrderSummary]| orders.iter().map(|order| order.id).collect::<Vec<_>>();
    let before = report().await;
    assert_eq!((ids(&before.same_within_day), ids(&before.same_within_week)), (vec![], vec![old.id]));
    assert!(!before.needs.reason);
    stage.desk.send_payout(old.id).await.unwrap();
    let after = report().await;
    assert_eq!((ids(&after.same_within_day), ids(&after.same_within_week)), (vec![old.id], vec![]));
    assert!(after.needs.reason);
}

/// R2: refused, and it exists all the same.
#[tokio::test]
async fn r2_a_refused_order_that_exists_is_found_by_the_tracker() {
    let gateway = Scripted::start().await;
    gateway.now_says(|says| says.creation = refusal("bankName error"));
    let mut stage = Stage::with("cashfast-mx", practice_options(), |options| options.haste = 100).await;
    let own = AccountForm { base_url: gateway.server.uri(), ..form("cashfast-mx", &stage.practice) };
    stage.account = stage.desk.connect_account(own).await.unwrap();
    let order = stage.payout("1200").await;
    stage.until_status(order.id, Status::Refused).await;
    assert!(stage.settling(order.id).await.asked.is_empty());
    gateway.now_says(|says| says.order = Some(8));
    stage.until_status(order.id, Status::Succeeded).await;
    assert!(stage.has_flag(order.id, Flag::RefusedButExists).await);
}
