//! An order's life held against a reference model that is written another way (R14): the table of DESIGN §5 as text, and
//! ten thousand random walks.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests: the model's own table")]

use std::collections::{BTreeMap, BTreeSet};

use orders::{Judgement, ReportedStatus, Source, Status, judge};

const WALKS: usize = 10_000;
const STEPS: usize = 60;

/// The table as the design has it, with what its words "any" and "by query, callback or a person" come to.
const TABLE: &str = "
    prepared   -> sending cancelled
    sending    -> pending processing succeeded refused unknown not_sent failed
    not_sent   -> sending cancelled
    unknown    -> refused pending processing succeeded failed returned expired abandoned
    refused    -> pending processing succeeded failed returned
    pending    -> processing succeeded failed expired
    processing -> succeeded failed
    succeeded  -> returned
    failed     -> succeeded
    returned   -> succeeded
    expired    -> pending succeeded failed
    abandoned  -> unknown pending processing succeeded failed returned
    cancelled  ->
";

/// What is not in the design's row of its own: `sending` → `failed` (an answer may say FAIL at once), `expired` → `failed`
/// (a CANCEL after the offer ended), `not_sent` → `cancelled` (a person withdraws what never left).
fn table() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let rows = TABLE.lines().filter(|line| line.contains("->"));
    rows.map(|row| {
        let (from, to) = row.split_once("->").unwrap();
        (from.trim(), to.split_whitespace().collect())
    })
    .collect()
}

#[test]
fn r14_every_pair_of_statuses_is_as_the_table_says() {
    let table = table();
    assert_eq!(table.len(), Status::ALL.len());
    for from in Status::ALL {
        for to in Status::ALL {
            let expected = table[from.as_str()].contains(to.as_str());
            assert_eq!(from.may_become(to), expected, "{} -> {}", from.as_str(), to.as_str());
        }
    }
}

/// The model: words, and the history as a list of them. Rules as DESIGN §5 and the contracts word them.
struct Model {
    table: BTreeMap<&'static str, BTreeSet<&'static str>>,
    history: Vec<&'static str>,
}

impl Model {
    fn new() -> Self {
        Self { table: table(), history: vec!["prepared"] }
    }

    fn now(&self) -> &'static str {
        self.history[self.history.len() - 1]
    }

    fn was(&self, word: &str) -> bool {
        self.history.contains(&word)
    }

    /// A gateway says `word`. What it comes to: `moves`, `confirms`, `late`, `outside`, and the word that it stands for.
    fn report(&self, word: &'static str, by: Source) -> (&'static str, &'static str) {
        let now = self.now();
        // Failing after success is a return.
        let word = match (now, word) {
            ("succeeded" | "returned", "failed") => "returned",
            (_, word) => word,
        };
        if word == now {
            return ("confirms", word);
        }
        let waiting = word == "pending" || word == "processing";
        // Who asks now is answered now: nothing is late but what leads back to waiting.
        let fresh = by == Source::Query || by == Source::Person;
        let left_behind = self.was(word) || (word == "returned" && self.was("failed"));
        let beyond_waiting = matches!(now, "processing" | "succeeded" | "failed" | "returned");
        let late = match (waiting, fresh) {
            (true, _) if now == "expired" => true,
            (true, false) => left_behind || (by == Source::Delivery && beyond_waiting),
            (true, true) => left_behind,
            (false, false) => left_behind,
            (false, true) => false,
        };
        if late {
            ("late", word)
        } else if self.table[now].contains(word) {
            ("moves", word)
        } else {
            ("outside", word)
        }
    }
}

const REPORTS: [(ReportedStatus, &str); 4] = [
    (ReportedStatus::Pending, "pending"),
    (ReportedStatus::Processing, "processing"),
    (ReportedStatus::Succeeded, "succeeded"),
    (ReportedStatus::Failed, "failed"),
];

/// Steps of our own and of persons: what the program may do by itself at any status.
const OWN: [Status; 8] = [
    Status::Sending,
    Status::NotSent,
    Status::Unknown,
    Status::Refused,
    Status::Expired,
    Status::Abandoned,
    Status::Cancelled,
    Status::Pending,
];

#[test]
fn r14_ten_thousand_walks_agree_with_the_model() {
    let mut state = 1_u64;
    // splitmix64: always the same walks.
    let mut pick = |count: usize| {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from(mixed >> 33).unwrap() % count
    };
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut longest = 0;
    for walk in 0..WALKS {
        let mut model = Model::new();
        let (mut now, mut left) = (Status::Prepared, Vec::new());
        for step in 0..STEPS {
            let before = now;
            if pick(4) == 0 {
                let to = OWN[pick(OWN.len())];
                let allowed = model.table[now.as_str()].contains(to.as_str());
                assert_eq!(now.may_become(to), allowed, "walk {walk}, step {step}");
                if allowed {
                    left.push(now);
                    now = to;
                }
            } else {
                let (reported, word) = REPORTS[pick(4)];
                let source = [Source::Answer, Source::Query, Source::Delivery, Source::Person][pick(4)];
                let behind: Vec<Status> = left.iter().copied().filter(|status| *status != now).collect();
                let judged = judge(now, &behind, reported, source);
                let (verdict, word) = model.report(word, source);
                let expected = match verdict {
                    "moves" => Judgement::Moves(Status::from_word(word).unwrap()),
                    "confirms" => Judgement::Confirms,
                    "late" => Judgement::Late,
                    _ => Judgement::Outside,
                };
                assert_eq!(
                    judged, expected,
                    "walk {walk}, step {step}: {now:?} {left:?} hears {word} by {source:?}"
                );
                *seen.entry(verdict).or_default() += 1;
                if let Judgement::Moves(to) = judged {
                    assert!(now.may_become(to));
                    left.push(now);
                    now = to;
                    // Said again, by whomever, it moves nothing.
                    let behind: Vec<Status> = left.iter().copied().filter(|status| *status != now).collect();
                    assert_eq!(judge(now, &behind, reported, source), Judgement::Confirms);
                }
                let was_final = matches!(before, Status::Succeeded | Status::Failed | Status::Returned);
                let is_open = matches!(now, Status::Pending | Status::Processing | Status::Unknown);
                assert!(!(was_final && is_open), "a final order never goes back to waiting");
            }
            if now != before {
                model.history.push(now.as_str());
            }
            assert_eq!(model.now(), now.as_str());
        }
        longest = longest.max(left.len());
        let submissions = model.history.iter().filter(|word| **word == "sending").count();
        let proofs = model.history.iter().filter(|word| **word == "not_sent").count();
        assert!(submissions <= proofs + 1, "sent once, unless it was proven never to have left");
    }
    for verdict in ["moves", "confirms", "late", "outside"] {
        assert!(seen.get(verdict).is_some_and(|n| *n > 1_000), "the walks meet every verdict: {seen:?}");
    }
    assert!(longest >= 10, "and go far: {longest}");
}

/// Callbacks in every order, some of them twice: after one question all of them end alike.
#[test]
fn r14_the_order_of_callbacks_does_not_matter_after_a_question() {
    let told = [
        ReportedStatus::Pending,
        ReportedStatus::Processing,
        ReportedStatus::Succeeded,
        ReportedStatus::Failed,
        ReportedStatus::Succeeded,
    ];
    for truth in [ReportedStatus::Succeeded, ReportedStatus::Failed] {
        for order in permutations(&[0, 1, 2, 3, 4]) {
            let (mut now, mut left) = (Status::Pending, vec![Status::Prepared, Status::Sending]);
            let mut hear = |reported, source| {
                let behind: Vec<Status> = left.iter().copied().filter(|status| *status != now).collect();
                if let Judgement::Moves(to) = judge(now, &behind, reported, source) {
                    left.push(now);
                    now = to;
                }
                (now, left.contains(&Status::Succeeded))
            };
            for index in &order {
                hear(told[*index], Source::Delivery);
                hear(told[*index], Source::Delivery);
            }
            let (end, was_paid) = hear(truth, Source::Query);
            let expected = match truth {
                ReportedStatus::Failed if was_paid => Status::Returned,
                ReportedStatus::Failed => Status::Failed,
                ReportedStatus::Pending | ReportedStatus::Processing | ReportedStatus::Succeeded => {
                    Status::Succeeded
                }
            };
            assert_eq!(end, expected, "{order:?}");
            // Money is where the question says: returned and failed are both "not there".
            assert_eq!(end == Status::Succeeded, truth == ReportedStatus::Succeeded);
        }
    }
}

fn permutations(items: &[usize]) -> Vec<Vec<usize>> {
    let Some((first, rest)) = items.split_first() else { return vec![Vec::new()] };
    let mut all = Vec::new();
    for shorter in permutations(rest) {
        for place in 0..=shorter.len() {
            let mut longer = shorter.clone();
            longer.insert(place, *first);
            all.push(longer);
        }
    }
    all
}
