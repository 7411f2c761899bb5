//! R4, in short: `make disasters` does the same a thousand times.

use std::path::PathBuf;

use faults::program::books::Difference;
use faults::program::kills::{Plan, Programs, carry_out};

fn programs() -> Programs {
    Programs {
        clerk: PathBuf::from(env!("CARGO_BIN_EXE_clerk")),
        gateway: PathBuf::from(env!("CARGO_BIN_EXE_gateway")),
    }
}

#[test]
fn r04_a_hundred_kills_inside_runs_of_200_payouts() {
    let seed = rand::random();
    println!("seed {seed}");
    let plan = Plan { kills: 100, payouts: 200, hands: 4, pause_ms: 60, seed, pays_unknown_again: false };
    let report = carry_out(&programs(), &plan).unwrap();
    println!("{report:#?}");
    assert_eq!(report.differences, []);
    assert_eq!(report.unsound, Vec::<String>::new());
    assert_eq!(report.kills, 100);
    assert!(report.acknowledged > report.orders, "the clerk told what it did");
    assert!(report.unknown_once > 0, "some were killed in the midst of sending");
}

/// The negative control: a harness that overlooks this would overlook everything.
#[test]
fn r04_a_clerk_who_pays_unknown_ones_again_is_caught() {
    let plan = Plan { kills: 12, payouts: 64, hands: 4, pause_ms: 60, seed: 7, pays_unknown_again: true };
    let report = carry_out(&programs(), &plan).unwrap();
    assert!(
        report.differences.iter().any(|found| matches!(found, Difference::PaidTwice(_))),
        "{:?}",
        report.differences
    );
}
