//! Which prepared orders nobody will send by itself any more.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use crate::{Ledger, OrderId};

/// Prepared orders that wait for a person: those of earlier runs of the program, whose grace ended with it, and those of
/// this run that were kept from leaving. In memory only: the next run counts all of them among the earlier ones.
#[derive(Debug)]
pub(crate) struct LeftToPerson {
    newest_before: OrderId,
    of_this_run: Mutex<BTreeSet<i64>>,
}

impl LeftToPerson {
    /// None of this run's yet; `newest_before` is the newest order of the runs before.
    pub(crate) fn before(newest_before: OrderId) -> Self {
        Self { newest_before, of_this_run: Mutex::default() }
    }

    /// As it stands now.
    pub(crate) fn now(&self) -> LeftNow {
        let of_this_run = self.of_this_run.lock().unwrap_or_else(PoisonError::into_inner).clone();
        LeftNow { newest_before: self.newest_before, of_this_run }
    }
}

/// [`LeftToPerson`] as it stood in a moment.
#[derive(Debug)]
pub(crate) struct LeftNow {
    pub(crate) newest_before: OrderId,
    pub(crate) of_this_run: BTreeSet<i64>,
}

impl Ledger {
    /// A prepared order will not be sent by itself: from now on it is among those that a person has to look at.
    pub fn leave_to_person(&self, id: OrderId) {
        self.left_to_person.of_this_run.lock().unwrap_or_else(PoisonError::into_inner).insert(id.0);
    }
}
