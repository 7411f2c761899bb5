//! Accounts: connecting, trying out, and what each mistake is told as.

use std::time::Duration;

use desk::{AccountForm, BaseUrlProblem, ConnectionVerdict, DeskError, NoConnection, Trial};
use gateways::catalogue::NotifyUrlProblem;
use rstest::rstest;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::stage::{MARKETS, Stage, collect_draft, form, practice_options};

async fn verdict(stage: &Stage, form: &AccountForm) -> ConnectionVerdict {
    stage.desk.test_connection(Trial::Form(form)).await.unwrap().verdict
}

/// A server that answers everything alike.
async fn answering(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

#[rstest]
#[tokio::test]
async fn a_right_form_works_before_and_after_connecting(#[values(0, 1, 2, 3)] market: usize) {
    let stage = Stage::new(MARKETS[market]).await;
    let form = form(MARKETS[market], &stage.practice);
    let ConnectionVerdict::Works { balances } = verdict(&stage, &form).await else { panic!() };
    assert!(balances[0].available.is_positive());
    let report = stage.desk.test_connection(Trial::Account(stage.id())).await.unwrap();
    assert!(report.reachable);
    assert!(matches!(report.verdict, ConnectionVerdict::Works { .. }));
    assert_eq!(report.gateway_version.is_some(), market == 0, "only CashFast has a ping");
    assert!(report.clock_ahead_ms.is_none_or(|ahead| ahead.abs() < 5_000));
}

#[tokio::test]
async fn each_mistake_is_told_apart() {
    let stage = Stage::new("cashfast-mx").await;
    let right = || form("cashfast-mx", &stage.practice);

    let wrong_secret = AccountForm { secret: "something else".into(), ..right() };
    assert_eq!(
        verdict(&stage, &wrong_secret).await,
        ConnectionVerdict::BadSignature { maybe_not_active_yet: false }
    );
    let fresh = AccountForm { key_edited_now: true, ..wrong_secret };
    assert_eq!(verdict(&stage, &fresh).await, ConnectionVerdict::BadSignature { maybe_not_active_yet: true });

    let nobody = AccountForm { base_url: "http://127.0.0.1:9".to_owned(), ..right() };
    assert_eq!(verdict(&stage, &nobody).await, ConnectionVerdict::Unreachable(NoConnection::Refused));

    let page = answering(ResponseTemplate::new(404).set_body_raw("<html>Not here</html>", "text/html")).await;
    let elsewhere = AccountForm { base_url: page.uri(), ..right() };
    assert_eq!(
        verdict(&stage, &elsewhere).await,
        ConnectionVerdict::WrongAddress { status: 404, html: true }
    );

    let away =
        answering(ResponseTemplate::new(307).insert_header("location", "https://evil.example/x")).await;
    let redirected = AccountForm { base_url: away.uri(), ..right() };
    assert_eq!(
        verdict(&stage, &redirected).await,
        ConnectionVerdict::Redirected { to_host: "evil.example".to_owned() }
    );

    let slow = answering(ResponseTemplate::new(200).set_delay(Duration::from_secs(10))).await;
    let silent = AccountForm { base_url: slow.uri(), ..right() };
    assert_eq!(verdict(&stage, &silent).await, ConnectionVerdict::Silent);

    let envelope = |code: &str| serde_json::json!({ "code": code, "success": false, "msg": "x", "msgEn": "IP not permitted" });
    let listed = answering(ResponseTemplate::new(200).set_body_json(envelope("301"))).await;
    let not_allowed = AccountForm { base_url: listed.uri(), ..right() };
    assert_eq!(
        verdict(&stage, &not_allowed).await,
        ConnectionVerdict::AddressNotAllowed { maybe_not_active_yet: false }
    );
    let broken = answering(ResponseTemplate::new(500).set_body_json(envelope("500"))).await;
    let trouble = AccountForm { base_url: broken.uri(), ..right() };
    assert!(matches!(verdict(&stage, &trouble).await, ConnectionVerdict::GatewayError { .. }));
}

#[tokio::test]
async fn cashy_tells_an_unknown_merchant() {
    let stage = Stage::new("cashy-mx").await;
    let wrong = AccountForm { key_id: "1".to_owned(), ..form("cashy-mx", &stage.practice) };
    assert_eq!(verdict(&stage, &wrong).await, ConnectionVerdict::UnknownMerchant);
}

#[rstest]
#[case::no_name(|form: &mut AccountForm| form.name = "  ".to_owned(), "account_field")]
#[case::no_key(|form: &mut AccountForm| form.key_id = String::new(), "account_field")]
#[case::key_with_a_line_break(|form: &mut AccountForm| form.key_id = "a\nb".to_owned(), "account_field")]
#[case::no_secret(|form: &mut AccountForm| form.secret = "".into(), "account_field")]
#[case::secret_with_a_space(|form: &mut AccountForm| form.secret = "secret ".into(), "account_field")]
#[case::no_market(|form: &mut AccountForm| form.market_id = "cashfast-xx".to_owned(), "no_such_market")]
#[case::plain_http(|form: &mut AccountForm| form.base_url = "http://gateway.example".to_owned(), "base_url_insecure")]
#[case::file(|form: &mut AccountForm| form.base_url = "file:///etc/passwd".to_owned(), "base_url")]
#[case::notify(|form: &mut AccountForm| form.notify_url = Some("ftp://x".to_owned()), "notify_url")]
#[tokio::test]
async fn a_wrong_form_connects_nothing(#[case] spoil: fn(&mut AccountForm), #[case] code: &str) {
    let stage = Stage::new("cashfast-mx").await;
    let mut wrong = form("cashfast-mx", &stage.practice);
    spoil(&mut wrong);
    assert_eq!(stage.desk.connect_account(wrong).await.unwrap_err().code(), code);
    assert_eq!(stage.desk.ledger().accounts(true).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_locked_vault_connects_and_sends_nothing() {
    let stage = Stage::new("cashfast-mx").await;
    let base_url = format!("http://{}/cashfast-mx", stage.practice.address());
    let own = || AccountForm { base_url: base_url.clone(), ..form("cashfast-mx", &stage.practice) };
    let connected = stage.desk.connect_account(own()).await.unwrap();
    stage.vault.lock().await.unwrap();
    let refused = stage.desk.connect_account(own()).await;
    assert_eq!(refused.unwrap_err().code(), "vault_locked");
    assert_eq!(stage.desk.ledger().accounts(true).await.unwrap().len(), 2);
    // S4: what was unlocked once goes on being followed.
    stage.desk.refresh_balance(connected.id).await.unwrap();
    let stage = stage.reopen().await;
    stage.desk.start().await.unwrap();
    assert_eq!(stage.desk.refresh_balance(connected.id).await.unwrap_err().code(), "vault_locked");
    let refused = stage.desk.create_collect(connected.id, &collect_draft("cashfast-mx", "1200")).await;
    assert_eq!(refused.unwrap_err().code(), "vault_locked");
    assert!(stage.desk.ledger().recent(10).await.unwrap().is_empty(), "no dead stub remains");
    // The built-in practice gateway's secrets protect nothing and need no vault.
    stage.desk.refresh_balance(stage.id()).await.unwrap();
}

#[tokio::test]
async fn live_rules_are_stricter() {
    let stage = Stage::with("cashy-mx", practice_options(), |_| {}).await;
    let folder = tempfile::tempdir().unwrap();
    let vault = std::sync::Arc::clone(&stage.vault);
    let live = desk::Desk::open(desk::DeskOptions::new(folder.path().join("live"), true, vault, None))
        .await
        .unwrap();
    let credentials = form("cashy-mx", &stage.practice);
    let refused = live.connect_account(credentials).await.unwrap_err();
    assert!(matches!(refused, DeskError::BaseUrl(BaseUrlProblem::NoPractice)), "{refused:?}");

    let base_url = format!("http://{}/cashy-mx", stage.practice.address());
    let over_loopback = || AccountForm { base_url: base_url.clone(), ..form("cashy-mx", &stage.practice) };
    let refused = live.connect_account(over_loopback()).await.unwrap_err();
    assert!(matches!(refused, DeskError::NotifyUrl(NotifyUrlProblem::Required)), "{refused:?}");
    let local = AccountForm {
        base_url: "https://gateway.example".to_owned(),
        notify_url: Some("http://127.0.0.1:5/".to_owned()),
        ..over_loopback()
    };
    let refused = live.connect_account(local).await.unwrap_err();
    assert!(matches!(refused, DeskError::NotifyUrl(NotifyUrlProblem::NotPublic)), "{refused:?}");
    let right = AccountForm { notify_url: Some("https://shop.example/cb".to_owned()), ..over_loopback() };
    let account = live.connect_account(right).await.unwrap();
    assert!(account.live);
    assert!(live.refresh_balance(account.id).await.unwrap()[0].available.is_positive());
}

#[tokio::test]
async fn another_merchant_id_is_another_account() {
    let stage = Stage::new("cashy-mx").await;
    let refused = stage.desk.rotate_key(stage.id(), "9000053", "x".into()).await;
    assert!(matches!(refused, Err(DeskError::AccountField { field: "key_id", .. })));
}
