//! When this computer is offline one question feels the way for all accounts; when it is back, all go on within their
//! budgets.

/// The first pause between two such questions, and the longest: a network that comes back is to be noticed soon.
const PAUSE_MS: i64 = 2_000;
const PAUSE_MS_MAX: i64 = 60_000;

/// Feeling the way. Times are those of the steady clock, in milliseconds.
#[derive(Debug, Default)]
pub(super) struct Road {
    probes: u32,
    next_probe_ms: Option<i64>,
    probing: bool,
}

impl Road {
    /// When the next question may feel the way; `None` while one is under way.
    pub(super) fn next_probe_ms(&self, steady_ms: i64) -> Option<i64> {
        if self.probing { None } else { Some(self.next_probe_ms.unwrap_or(steady_ms)) }
    }

    /// One question begins to feel the way.
    pub(super) fn probe(&mut self) {
        self.probing = true;
    }

    /// It has ended, and the next one waits longer.
    pub(super) fn probed(&mut self, haste: u32, steady_ms: i64) {
        let pause =
            PAUSE_MS.saturating_mul(1 << self.probes.min(10)).min(PAUSE_MS_MAX) / i64::from(haste.max(1));
        self.probes = self.probes.saturating_add(1);
        self.next_probe_ms = Some(steady_ms.saturating_add(pause));
        self.probing = false;
    }

    /// The way is open, or nobody knows any more: the next one begins with short pauses again.
    pub(super) fn reset(&mut self) {
        *self = Self { probing: self.probing, ..Self::default() };
    }
}

#[cfg(test)]
mod tests {
    use super::{PAUSE_MS, PAUSE_MS_MAX, Road};

    #[test]
    fn one_at_a_time_and_ever_more_seldom() {
        let mut road = Road::default();
        let (mut now, mut pauses) = (0, Vec::new());
        for _ in 0..10 {
            assert_eq!(road.next_probe_ms(now), Some(now));
            road.probe();
            assert_eq!(road.next_probe_ms(now), None);
            road.probed(1, now);
            let next = road.next_probe_ms(now).unwrap();
            pauses.push(next - now);
            now = next;
        }
        assert_eq!(
            (pauses[0], pauses[1], pauses.last().copied()),
            (PAUSE_MS, 2 * PAUSE_MS, Some(PAUSE_MS_MAX))
        );
        road.reset();
        assert_eq!(road.next_probe_ms(now), Some(now));
    }
}
