//! Questions: the odd forms of the contracts, clocks, and gateways that are away.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use desk::{AccountForm, Clock, ConnectionVerdict, DeskError, DeskEvent, Finding, MASK, Trial};
use gateways::{BankQueryForm, Habits, OrderQueryForm};
use orders::Status;
use practice::PracticeOptions;

use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::stage::{Stage, collect_draft, eventually, form, practice_options};

async fn habits(stage: &Stage) -> Habits {
    let account = stage.desk.ledger().account(stage.id()).await.unwrap().unwrap();
    serde_json::from_str(&account.habits_json).unwrap()
}

#[tokio::test]
async fn a01_the_bank_question_finds_its_form_and_remembers_it() {
    let options = PracticeOptions { empty_values_signed: false, ..practice_options() };
    let stage = Stage::with("cashfast-mx", options, |_| {}).await;
    let banks = stage.desk.refresh_banks(stage.id()).await.unwrap().unwrap();
    assert!(banks.banks.len() >= 15);
    assert_eq!(habits(&stage).await.bank_query_form, BankQueryForm::DropEmpty);
    let path = "/cashfast-mx/api/v3/mex/query/bank";
    assert_eq!(stage.practice.requests().get(path), Some(&2), "once, and once more the other way");
    stage.desk.refresh_banks(stage.id()).await.unwrap();
    assert_eq!(stage.practice.requests().get(path), Some(&3), "remembered");
}

#[tokio::test]
async fn a12_an_order_without_the_gateways_number_is_asked_about_in_the_form_that_is_taken() {
    let options = PracticeOptions { query_needs_both_numbers: true, ..practice_options() };
    let stage = Stage::with("cashfast-mx", options, |options| options.haste = 1).await;
    // 05: accepted, but the answer is an error: only our number is known.
    let order = stage.payout("1205").await;
    stage.until_status(order.id, Status::Unknown).await;
    let answer = stage.desk.ask_gateway(order.id).await;
    match answer {
        Ok(answer) => {
            assert_eq!(answer.finding, Finding::Found);
            assert_eq!(habits(&stage).await.order_query_form, OrderQueryForm::EmptyGatewayNumber);
        }
        // A gateway that takes neither form: the order cannot be asked about, which is not "not found".
        Err(DeskError::Encode(gateways::EncodeError::CannotAsk)) => {
            assert_eq!(habits(&stage).await.order_query_form, OrderQueryForm::CannotAsk);
            assert_eq!(stage.order(order.id).await.status, Status::Unknown);
        }
        Err(other) => panic!("{other:?}"),
    }
    assert_eq!(stage.practice.orders_seen(&order.number), 1);
}

#[tokio::test]
async fn z21_not_found_is_no_proof() {
    let stage = Stage::with("cashy-tz", practice_options(), |options| options.haste = 1).await;
    let order = stage.payout("1215").await;
    stage.until_status(order.id, Status::Unknown).await;
    let answer = stage.desk.ask_gateway(order.id).await;
    match answer {
        Ok(answer) => {
            assert!(matches!(answer.finding, Finding::NotFound { .. }), "{answer:?}");
            assert_eq!(answer.applied.after, Status::Unknown);
        }
        Err(DeskError::Unreadable(_)) => {}
        Err(other) => panic!("{other:?}"),
    }
    assert_eq!(stage.order(order.id).await.status, Status::Unknown);
    assert!(stage.desk.ledger().watch(order.id).await.unwrap().is_some(), "asked about on and on");
}

#[tokio::test]
async fn a21_a_wrong_clock_is_measured_told_corrected_and_forgotten_when_it_is_set() {
    let behind = Arc::new(AtomicI64::new(-600_000));
    let clock = {
        let (behind, system) = (Arc::clone(&behind), Clock::system());
        Clock::from_fn(move || system.now_ms() + behind.load(Ordering::SeqCst))
    };
    let stage = Stage::with("cashfast-mx", practice_options(), |options| options.clock = clock).await;
    let first = stage.desk.test_connection(Trial::Account(stage.id())).await.unwrap();
    assert!(
        matches!(first.verdict, ConnectionVerdict::BadSignature { .. } | ConnectionVerdict::Works { .. }),
        "{first:?}"
    );
    let ahead = first.clock_ahead_ms.unwrap();
    assert!((590_000..610_000).contains(&ahead), "{ahead}");
    let second = stage.desk.test_connection(Trial::Account(stage.id())).await.unwrap();
    assert!(matches!(second.verdict, ConnectionVerdict::Works { .. }), "{second:?}");
    let known = stage.desk.clock_difference(stage.id()).unwrap();
    assert!((590_000..610_000).contains(&known.ahead_ms));

    behind.store(0, Ordering::SeqCst);
    assert_eq!(
        stage.desk.clock_difference(stage.id()),
        None,
        "the clock was set: the old difference is void"
    );
    let third = stage.desk.test_connection(Trial::Account(stage.id())).await.unwrap();
    assert!(matches!(third.verdict, ConnectionVerdict::Works { .. }), "{third:?}");
}

#[tokio::test]
async fn a_gateway_that_is_away_is_left_in_peace_and_found_again() {
    let stage = Stage::new("cashfast-mx").await;
    let order = stage.collect("1200").await;
    let mut events = stage.desk.events();
    let port = stage.practice.address().port();
    let state = stage.folder.path().join("practice.json");
    stage.practice.shutdown().await;
    let away =
        eventually(async || stage.desk.reachability(stage.id()).filter(|known| !known.reachable)).await;
    assert!(away.unwrap().last_answer_ms.is_some());
    let again = practice::PracticeServer::start(PracticeOptions {
        port: Some(port),
        state_file: Some(state),
        ..practice_options()
    })
    .await
    .unwrap();
    let back = eventually(async || stage.desk.reachability(stage.id()).filter(|known| known.reachable)).await;
    assert!(back.is_some());
    assert_eq!(stage.order(order.id).await.status, Status::Pending, "a gateway that forgot proves nothing");
    let mut told = Vec::new();
    while let Ok(event) = events.try_recv() {
        if let DeskEvent::GatewayReachability { reachable, .. } = event {
            told.push(reachable);
        }
    }
    assert_eq!(told, [false, true]);
    again.shutdown().await;
}

#[tokio::test]
async fn an_order_that_never_left_is_not_asked_about() {
    let stage = Stage::with_grace("cashfast-mx", Duration::from_secs(10)).await;
    let order = stage.payout("1200").await;
    let asked = stage.desk.ask_gateway(order.id).await;
    assert!(matches!(asked, Err(DeskError::WrongStatus(Status::Prepared))));
}

#[tokio::test]
async fn signatures_and_secrets_are_not_kept() {
    let stage = Stage::new("cashy-mx").await;
    let order = stage.collect("1200").await;
    let exchanges = stage.desk.ledger().exchanges_of_order(order.id, 10).await.unwrap();
    let creation = exchanges.iter().find(|exchange| exchange.operation == "create").unwrap();
    assert!(creation.request_headers_json.contains("•••"), "{}", creation.request_headers_json);
    assert!(creation.request_headers_json.contains("9000052"), "the key's name stays");
    stage.desk.stop().await;
    let secret = practice::Market::CashyMx.secret();
    for entry in std::fs::read_dir(stage.folder.path().join("practice")).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
    }
}

/// A gateway in its debug mode: members that no document lists, odd spacing, and what a careless one might repeat.
fn debugging(secret: &str, sign: &str) -> String {
    format!(
        "{{ \"code\":\"300\" ,\t\"success\":false,\"msg\":\"\u{53c2}\u{6570}\",\"msgEn\":\"wrong, key {secret}\",\n \
         \"data\":null,\"debug\":{{\"param\":\"orderAmount\",\"sign\":\"{sign}\",\"key\":\"{secret}\",\
         \"trace\":[1.500,{{\"at\":\"<b>x</b>\"}}]}}}}\r\n"
    )
}

#[tokio::test]
async fn a20_the_whole_answer_of_the_debug_mode_is_kept_without_secrets() {
    const SECRET: &str = "debug-mode-victim-8f14e45f";
    let stage = Stage::new("cashfast-mx").await;
    let gateway = MockServer::start().await;
    let answer = |request: &Request| {
        let sign = request.headers.get("sign").unwrap().to_str().unwrap();
        ResponseTemplate::new(200).set_body_raw(debugging(SECRET, sign), "application/json")
    };
    Mock::given(any()).respond_with(answer).mount(&gateway).await;
    let own = AccountForm {
        base_url: gateway.uri(),
        secret: SECRET.into(),
        ..form("cashfast-mx", &stage.practice)
    };
    let account = stage.desk.connect_account(own).await.unwrap();
    let order = stage.desk.create_collect(account.id, &collect_draft("cashfast-mx", "1200")).await.unwrap();
    assert_eq!(order.status, Status::Refused, "what nobody documented does not hide the code");
    let exchanges = stage.desk.ledger().exchanges_of_order(order.id, 10).await.unwrap();
    let creation = exchanges.iter().find(|exchange| exchange.operation == "create").unwrap();
    let kept = String::from_utf8(creation.response_body.clone().unwrap()).unwrap();
    assert_eq!(kept, debugging(MASK, MASK), "to the byte");
    let detail = stage.desk.ledger().detail(order.id).await.unwrap().unwrap();
    assert!(detail.order.reason.as_deref().is_some_and(|reason| reason.contains("wrong, key")), "{detail:?}");
    assert!(!format!("{detail:?}").contains(SECRET));
}
