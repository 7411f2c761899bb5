//! Where the main window is asked to go from outside it: by a link, or from an order's own window. It is told that there is
//! something, and fetches it once it is ready; so a link that starts the program goes the same way as one that finds it open.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use ledger::OrderId;

use crate::order_link::LinkedNumber;

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Asked {
    /// The order of a link.
    Link(LinkedNumber),
    /// Something that calls itself a link and is none of ours.
    NoLink,
    /// This order, wanted from its own window.
    Order(OrderId),
}

impl Asked {
    /// What a link asks for.
    pub(crate) fn by_link(link: &str) -> Self {
        LinkedNumber::read(link).map_or(Self::NoLink, Self::Link)
    }
}

/// What was asked for last, until the main window has fetched it.
#[derive(Debug, Default)]
pub(crate) struct Places(Mutex<Option<Asked>>);

impl Places {
    pub(crate) fn put(&self, asked: Asked) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(asked);
    }

    pub(crate) fn take(&self) -> Option<Asked> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Which orders are shown in full: in the main window, and in windows of their own.
#[derive(Debug, Default)]
pub(crate) struct Shown(Mutex<ShownNow>);

#[derive(Debug, Default)]
struct ShownNow {
    main: Vec<OrderId>,
    own: BTreeSet<OrderId>,
}

impl ShownNow {
    fn all(&self) -> Vec<OrderId> {
        self.main.iter().chain(&self.own).copied().collect()
    }
}

impl Shown {
    /// The main window shows these; returns all that are shown.
    pub(crate) fn in_main(&self, ids: Vec<OrderId>) -> Vec<OrderId> {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        now.main = ids;
        now.all()
    }

    /// An order has a window of its own now, or none any more; returns all that are shown.
    pub(crate) fn in_own(&self, id: OrderId, open: bool) -> Vec<OrderId> {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if open {
            now.own.insert(id);
        } else {
            now.own.remove(&id);
        }
        now.all()
    }
}

#[cfg(test)]
mod tests {
    use ledger::OrderId;

    use super::{Asked, Places, Shown};

    #[test]
    fn a_place_is_taken_once_and_the_last_one_counts() {
        let places = Places::default();
        places.put(Asked::by_link("counterfoil://order/A1"));
        places.put(Asked::by_link("counterfoil://pay/A1"));
        assert_eq!(places.take(), Some(Asked::NoLink));
        assert_eq!(places.take(), None);
    }

    #[test]
    fn a_window_of_an_orders_own_takes_nothing_from_the_main_one() {
        let shown = Shown::default();
        assert_eq!(shown.in_main(vec![OrderId(1)]), [OrderId(1)]);
        assert_eq!(shown.in_own(OrderId(7), true), [OrderId(1), OrderId(7)]);
        assert_eq!(shown.in_main(Vec::new()), [OrderId(7)]);
        assert_eq!(shown.in_own(OrderId(7), false), []);
    }
}
