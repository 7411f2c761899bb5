//! From an empty program to practice orders in every market.

use crate::console::Console;

#[tokio::test]
async fn practice_is_one_click_away() {
    let home = tempfile::tempdir().expect("a folder");
    let t = std::time::Instant::now();
    let console = Console::start(home.path()).await;
    println!("started {:?}", t.elapsed());
    console.click("button", "Try practice merchant").await;
    console.see("PRACTICE").await;
    println!("practice {:?}", t.elapsed());
    tokio::time::sleep(std::time::Duration::from_secs(10)).await;
    println!("closing {:?}", t.elapsed());
    console.close().await;
    println!("closed {:?}", t.elapsed());
    for e in std::fs::read_dir(home.path().join("logs")).unwrap() { println!("{}", std::fs::read_to_string(e.unwrap().path()).unwrap()); }
}
