//! The support clerk's job, from the customer's first words to the file for the bookkeeper, by keyboard alone.

use std::time::Duration;

use thirtyfour::Key;

use super::{give_label, practise_to_the_end};
use crate::console::Console;
use crate::dialog::type_path;

/// The number of the order that is open.
async fn open_number(console: &Console) -> String {
    let script = "return document.querySelector('section[aria-label=Order]')?.innerText.match(/Order number\\s+(\\S+)/)?.[1] ?? null";
    console.wait_for_script(script).await.as_str().unwrap_or_default().to_owned()
}

/// Waits until another order is open than `number`.
async fn other_than(console: &Console, number: &str) -> String {
    let script = format!(
        "const found = document.querySelector('section[aria-label=Order]')?.innerText.match(/Order number\\s+(\\S+)/)?.[1];
         return found === undefined || found === {number:?} ? null : found"
    );
    console.wait_for_script(&script).await.as_str().unwrap_or_default().to_owned()
}

/// What is in the field that has the focus.
async fn in_field(console: &Console) -> String {
    console.script("return document.activeElement.value ?? ''").await.as_str().unwrap_or_default().to_owned()
}

async fn enter(console: &Console) {
    console.press(Key::Enter.value().to_string()).await;
}

async fn escape(console: &Console) {
    console.press(Key::Escape.value().to_string()).await;
}

/// Searches, and waits until so many are found.
async fn search(console: &Console, text: &str, found: &str) {
    console.press("/").await;
    console.press(text).await;
    enter(console).await;
    console.see_found(text, found).await;
}

/// Stands on the first row: `j` leads into the list from anywhere else, Home to its beginning.
async fn to_first_row(console: &Console) {
    if console.focus().await.kind != "grid" {
        console.press("j").await;
    }
    console.press(Key::Home.value().to_string()).await;
}

/// Goes with Left and Right to the answer's language.
async fn speak(console: &Console, language: &str, from: &str) {
    console.tab_to(from).await;
    for _ in 0..5 {
        if console.focus().await.label == language {
            return;
        }
        console.press(Key::Left.value().to_string()).await;
    }
    panic!("{language} is no language of the answer");
}

#[tokio::test]
async fn the_support_clerks_whole_job_is_done_by_keyboard() {
    let folder = tempfile::tempdir().expect("a folder");
    let console = Console::start(folder.path()).await;
    practise_to_the_end(&console).await;

    // Half a name on the telephone: the order is found, opened, and held against the one beside it.
    search(&console, "omchai jai", "1 order").await;
    search(&console, "account:\"Practice Thailand Cashy\"", "5 orders").await;
    to_first_row(&console).await;
    enter(&console).await;
    console.find("button", "Star").await;
    let first = open_number(&console).await;
    // The row is marked as the open one a moment after the detail is there.
    console.wait_for_script("return document.querySelector('[role=\"grid\"] [data-open]') && true").await;
    console.press("j").await;
    let second = other_than(&console, &first).await;
    console.press("k").await;
    assert_eq!(other_than(&console, &second).await, first);

    // Marks and a note.
    console.press("s").await;
    console.find("button", "Star").await;
    console.see("1 order has a star now").await;
    console.press("l").await;
    give_label(&console, "Called").await;
    console.find("button", "Take the label Called away").await;
    console.press("n").await;
    console.press("She calls again tomorrow").await;
    console.press_ctrl(Key::Enter).await;
    console.wait_for_script("return document.activeElement.value === '' || null").await;
    console.see("She calls again tomorrow").await;

    // The number and the answer, read back by pasting them where nothing is kept.
    escape(&console).await;
    console.press("c").await;
    console.see("order number copied").await;
    console.press("n").await;
    console.press_ctrl('v').await;
    console.wait_for_script("return document.activeElement.value !== '' || null").await;
    assert_eq!(in_field(&console).await, first);
    console.press_ctrl('a').await;
    console.press(Key::Backspace.value().to_string()).await;
    escape(&console).await;
    speak(&console, "Español", "ไทย").await;
    console.see("Número de orden").await;
    let barriers = console.barriers("support").await;
    assert_eq!(barriers, [""; 0]);
    console.picture("support-detail").await;
    console.press("a").await;
    console.see("Answer for the customer copied").await;
    console.press("n").await;
    console.press_ctrl('v').await;
    console.wait_for_script("return document.activeElement.value !== '' || null").await;
    let answer = in_field(&console).await;
    assert!(answer.contains(&format!("Número de orden: {first}")) && answer.contains("PRÁCTICA"), "{answer}");
    console.press_ctrl('a').await;
    console.press(Key::Backspace.value().to_string()).await;
    escape(&console).await;
    escape(&console).await;
    console
        .wait_for_script("return document.querySelector('section[aria-label=Order]') === null || null")
        .await;

    // A filter as it is typed; three of its rows asked about, labelled and written to a file.
    search(&console, "status:waiting direction:collect", "4 orders").await;
    to_first_row(&console).await;
    console.press(" ").await;
    for _ in 0..2 {
        console.press("j").await;
        console.press(" ").await;
    }
    console.see("3 orders selected").await;
    let place = "return document.querySelector('[role=\"grid\"] [data-active]')?.getAttribute('aria-rowindex') ?? null";
    let before = console.wait_for_script(place).await;
    console.tab_to("Ask the gateway").await;
    enter(&console).await;
    console.see("3 answers came").await;
    console.tab_to("Add a label").await;
    enter(&console).await;
    give_label(&console, "Reminded").await;
    console.see("3 orders have the label Reminded now").await;
    console.press("e").await;
    console.find("dialog", "Orders as a file").await;
    console.see("The 3 selected orders").await;
    console.tab_to("Choose a place").await;
    enter(&console).await;
    console.see("Choose a place in the window that has opened").await;
    let file = folder.path().join("reminded.csv");
    type_path("Save", &file).await;
    console.see("3 orders written to reminded.csv").await;
    let written = std::fs::read_to_string(&file).expect("the file can be read");
    assert_eq!(written.lines().count(), 4, "{written}");
    // A system's dialog takes the focus from the page for a moment.
    tokio::time::sleep(Duration::from_millis(500)).await;
    console.click("button", "Close").await;
    console.no_dialog().await;

    // Back in the list everything stands where it was.
    console.see("3 orders selected").await;
    assert_eq!(console.wait_for_script(place).await, before);
    search(&console, "label:reminded", "3 orders").await;
    console.picture("support-list").await;
    console.close().await;
}
