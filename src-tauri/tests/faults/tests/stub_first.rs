//! R3, in short: `make disasters` records a thousand payouts.

use std::path::PathBuf;

use faults::program::kills::Programs;
use faults::program::stub_first::{Plan, carry_out};

fn programs() -> Programs {
    Programs {
        clerk: PathBuf::from(env!("CARGO_BIN_EXE_clerk")),
        gateway: PathBuf::from(env!("CARGO_BIN_EXE_gateway")),
    }
}

#[test]
fn r03_every_stub_is_on_the_disk_before_the_first_byte_leaves() {
    for market in ["cashy-mx", "cashfast-mx"] {
        let plan = Plan { payouts: 32, hands: 4, market, hides_sync: false };
        let report = carry_out(&programs(), &plan).unwrap();
        println!("{market}: {report:#?}");
        assert_eq!(report.violations, Vec::<String>::new());
        assert_eq!((report.creations, report.images), (32, 32));
        assert!(report.syncs >= 2 * 32, "stub, sending and outcome are committed each on its own");
    }
}

/// The negative control: the same run, as if the program had never synced.
#[test]
fn r03_without_its_syncs_the_run_is_refused() {
    let plan = Plan { payouts: 8, hands: 2, market: "cashy-mx", hides_sync: true };
    let report = carry_out(&programs(), &plan).unwrap();
    assert_eq!(report.violations.len(), 8, "{:?}", report.violations);
}
