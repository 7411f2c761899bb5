//! A person without a mouse: what has the focus, and what they press there.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::Value;
use thirtyfour::Key;

use crate::console::{Console, PATIENCE, patiently};

/// The most controls between the top of a page and its last button.
const TABS_MAX: usize = 120;
/// How long Tab goes round and round for what a page may still be loading.
const LOADS_WITHIN: Duration = Duration::from_secs(60);

const WHAT_HAS_FOCUS: &str = r"
    const e = document.activeElement;
    const label = e.getAttribute('aria-label') ?? e.labels?.[0]?.textContent ?? e.textContent ?? '';
    return {
        kind: e.getAttribute('role') ?? (e.tagName === 'INPUT' ? e.type : e.tagName.toLowerCase()),
        popup: e.getAttribute('aria-haspopup') ?? '',
        // A list's visible field has no name of its own; ids begin alike.
        name: e.getAttribute('name') ?? e.id.replace(/^draft-/, ''),
        label: label.replace(/\s+/g, ' ').trim(),
        value: e.value ?? '',
    };";

/// The entry of the open list that Enter would choose.
const MARKED_ENTRY: &str = r"
    const list = document.getElementById(document.activeElement.getAttribute('aria-controls'));
    return list?.querySelector('[data-combobox-selected]')?.textContent ?? '';";

const MARKED_WITHIN: Duration = Duration::from_millis(80);

const CLOSED_WITH_A_VALUE: &str = r"
    const e = document.activeElement;
    return e.getAttribute('aria-expanded') !== 'true' && e.value !== '' ? true : null;";

/// What has the focus.
#[derive(Debug)]
pub(crate) struct Focus {
    pub(crate) kind: String,
    popup: String,
    pub(crate) name: String,
    pub(crate) label: String,
    value: String,
}

impl Console {
    /// What has the focus now.
    pub(crate) async fn focus(&self) -> Focus {
        let found = self.script(WHAT_HAS_FOCUS).await;
        let text = |name: &str| found.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        Focus {
            kind: text("kind"),
            popup: text("popup"),
            name: text("name"),
            label: text("label"),
            value: text("value"),
        }
    }

    /// Waits until the focus is on something whose label begins so.
    pub(crate) async fn await_focus(&self, label: &str) {
        let there = async || self.focus().await.label.starts_with(label).then_some(());
        let there = patiently(PATIENCE, there).await;
        assert!(there.is_some(), "the focus never comes to “{label}”; it is on {:?}", self.focus().await);
    }

    /// Presses Tab until the focus is on something whose label begins so.
    pub(crate) async fn tab_to(&self, label: &str) {
        self.tab_until(|focus| focus.label.starts_with(label), &format!("“{label}”")).await;
    }

    /// Presses Tab until the focus fits; `wanted` says what for.
    pub(crate) async fn tab_until(&self, fits: impl Fn(&Focus) -> bool, wanted: &str) {
        let started = Instant::now();
        let mut passed = Vec::new();
        while passed.len() < TABS_MAX || started.elapsed() < LOADS_WITHIN {
            self.press(Key::Tab.value().to_string()).await;
            let focus = self.focus().await;
            if fits(&focus) {
                return;
            }
            passed.push(focus.label);
        }
        panic!("Tab never reaches {wanted}; it passed {passed:?}");
    }

    /// The entry of the open list that Enter would choose, once it stays the same: the list marks it a moment after a key,
    /// and narrows itself while one types.
    async fn marked_entry(&self) -> String {
        let settled = async || {
            let before = self.script(MARKED_ENTRY).await;
            tokio::time::sleep(MARKED_WITHIN).await;
            let now = self.script(MARKED_ENTRY).await;
            (before == now).then(|| now.as_str().unwrap_or_default().to_owned())
        };
        patiently(PATIENCE, settled).await.unwrap_or_default()
    }

    /// Waits until Enter would choose the entry that contains this.
    pub(crate) async fn await_marked(&self, entry: &str) {
        let marked = async || self.marked_entry().await.contains(entry).then_some(());
        assert!(patiently(PATIENCE, marked).await.is_some(), "“{entry}” is never marked");
    }

    /// Opens the list that has the focus and chooses the entry that begins so; types it where the list is searched.
    pub(crate) async fn choose(&self, entry: &str) {
        let searched =
            self.script("return document.activeElement.readOnly === false").await == Value::Bool(true);
        if searched {
            self.press(entry).await;
        }
        for _ in 0..TABS_MAX {
            self.press(Key::Down.value().to_string()).await;
            if self.marked_entry().await.contains(entry) {
                self.press(Key::Enter.value().to_string()).await;
                self.wait_for_script(CLOSED_WITH_A_VALUE).await;
                return;
            }
        }
        panic!("there is no entry “{entry}” to choose");
    }

    /// Walks a form with Tab and fills what it passes by the gateway's field names, then presses Enter on the button.
    pub(crate) async fn fill_form(&self, values: &BTreeMap<&str, &str>, button: &str) {
        let is_the_button =
            |focus: &Focus| ["button", "submit"].contains(&&*focus.kind) && focus.label.starts_with(button);
        self.fill_until(values, is_the_button, &format!("the button “{button}”")).await;
        self.press(Key::Enter.value().to_string()).await;
    }

    /// The same, but ends in the last field, which is named: for a form whose button may not be pressed.
    pub(crate) async fn fill_fields(&self, values: &BTreeMap<&str, &str>, last: &str) {
        self.fill_until(values, |focus| focus.name == last, &format!("the field “{last}”")).await;
    }

    async fn fill_until(&self, values: &BTreeMap<&str, &str>, ends: impl Fn(&Focus) -> bool, end: &str) {
        let mut passed = Vec::new();
        for _ in 0..TABS_MAX {
            self.press(Key::Tab.value().to_string()).await;
            let focus = self.focus().await;
            let is_button = ["button", "submit"].contains(&&*focus.kind);
            if let Some(value) = values.get(focus.name.as_str()).filter(|_| !is_button) {
                self.fill_focused(&focus, value).await;
            }
            if ends(&focus) {
                return;
            }
            passed.push(format!("{} {} “{}”", focus.kind, focus.name, focus.label));
        }
        panic!("Tab never reaches {end}; it passed {passed:#?}");
    }

    async fn fill_focused(&self, focus: &Focus, value: &str) {
        if focus.kind == "radio" {
            self.press(" ").await;
            for _ in 0..12 {
                if self.focus().await.value == value {
                    return;
                }
                self.press(Key::Right.value().to_string()).await;
            }
            panic!("“{value}” is no choice of {}", focus.name);
        }
        if focus.popup == "listbox" {
            return self.choose(value).await;
        }
        if focus.value.is_empty() {
            self.press(value).await;
        }
    }
}
