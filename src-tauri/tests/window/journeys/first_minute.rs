//! From an empty program to practice orders in every market.

use crate::console::Console;

#[tokio::test]
async fn practice_is_one_click_away() {
    let home = tempfile::tempdir().expect("a folder");
    let console = Console::start(home.path()).await;
    console.picture("welcome").await;
    console.click("button", "Try practice merchant").await;
    console.see("PRACTICE").await;
    console.see("Practice Mexico CashFast").await;
    tokio::time::sleep(std::time::Duration::from_secs(14)).await;
    console.picture("overview").await;
    for (keys, name) in [("go", "orders"), ("gc", "collect"), ("gp", "payout"), ("gb", "balances"), ("gk", "banks"), ("gs", "settings")] {
        console.press(keys).await;
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        console.picture(name).await;
    }
    println!("{}", console.text().await);
    println!("{:?}", console.axe().await);
    console.close().await;
}
