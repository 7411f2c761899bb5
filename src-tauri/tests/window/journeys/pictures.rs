//! Pictures of the real window for the guide: `make pictures`.

use std::time::Duration;

use super::{choose_account, practise_to_the_end, review_payout, send, type_last_four};
use crate::console::Console;

#[tokio::test]
#[ignore = "makes the guide's pictures: `make pictures`"]
async fn pictures() {
    let home = tempfile::tempdir().expect("a folder");
    let console = Console::start(home.path()).await;
    console.picture("welcome").await;
    practise_to_the_end(&console).await;
    console.go("gh", "#/").await;
    console.see("Latest orders").await;
    console.picture("overview").await;
    console.go("gc", "#/collect").await;
    choose_account(&console, "Practice Thailand Cashy").await;
    console.find("button", "Create the order").await;
    let values = [
        ("amount", "177.75"),
        ("channel", "412"),
        ("realName", "Malee Srisuk"),
        ("phone", "0982212345"),
        ("email", "malee@example.com"),
        ("remark", "Shop"),
    ];
    console.fill_form(&values.into_iter().collect(), "Create the order").await;
    console.see_status(&["pending"]).await;
    console.picture("collect").await;
    let fields = [
        ("amount", "1305"),
        ("accountName", "Ana Lopez"),
        ("accountType", "40"),
        ("accountNo", "032180000118359719"),
        ("bankId", "STP"),
        ("remark", "Invoice 7"),
    ];
    review_payout(&console, "Practice Mexico Cashy", &fields).await;
    console.picture("payout-review").await;
    type_last_four(&console, "9719").await;
    send(&console).await;
    console.see_status(&["unknown"]).await;
    console.picture("unknown").await;
    console.go("go", "#/orders").await;
    console.find("grid", "Orders").await;
    console.press("jj").await;
    console.press(thirtyfour::Key::Enter.value().to_string()).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    console.picture("orders").await;
    console.close().await;
}
