//! Pictures of the real window for the guide: `make pictures`.

use std::time::Duration;

use super::{practise, review_payout, send};
use crate::console::Console;

#[tokio::test]
#[ignore = "makes the guide's pictures: `make pictures`"]
async fn pictures() {
    let home = tempfile::tempdir().expect("a folder");
    let console = Console::start(home.path()).await;
    console.picture("welcome").await;
    practise(&console).await;
    tokio::time::sleep(Duration::from_secs(15)).await;
    console.press("gh").await;
    console.see("Latest orders").await;
    console.picture("overview").await;
    console.press("gc").await;
    console.see("Ask a payer").await;
    console.tab_to("Account").await;
    console.choose("Practice Thailand Cashy").await;
    let values = [
        ("amount", "177.75"),
        ("channel", "412"),
        ("realName", "Malee Srisuk"),
        ("phone", "0982212345"),
        ("email", "malee@example.com"),
        ("remark", "Shop"),
    ];
    console.fill_form(&values.into_iter().collect(), "Create the order").await;
    console.see("Waiting").await;
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
    send(&console, "9719").await;
    console.see("Unknown").await;
    console.picture("unknown").await;
    console.press("go").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    console.press("jj").await;
    console.press(thirtyfour::Key::Enter.value().to_string()).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    console.picture("orders").await;
    console.close().await;
}
