//! Chance with a seed: `SplitMix64` (Steele, Lea, Flood 2014), the same on every machine and in every version.

/// A generator of 64 random bits at a time.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    /// A generator of its own for each of these: the seed, and what it is for.
    pub(crate) fn new(seed: u64, purpose: u64) -> Self {
        let mut random = Self(seed ^ purpose.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        random.bits();
        random
    }

    pub(crate) const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 for an end of 0. The bias of the remainder is far below what a demonstration shows.
    pub(crate) const fn below(&mut self, end: u64) -> u64 {
        if end == 0 { 0 } else { self.bits() % end }
    }

    /// A number from `from` to `to`, both included.
    pub(crate) const fn between(&mut self, from: u64, to: u64) -> u64 {
        from + self.below(to.saturating_sub(from).saturating_add(1))
    }

    /// True so many times in a thousand.
    pub(crate) const fn permille(&mut self, share: u64) -> bool {
        self.below(1000) < share
    }

    /// One of them.
    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let count = u64::try_from(of.len()).ok()?;
        usize::try_from(self.below(count)).ok().and_then(|index| of.get(index))
    }

    /// One of them, by weight.
    pub(crate) fn weighted<'a, T>(&mut self, of: &'a [T], weight: impl Fn(&T) -> u64) -> Option<&'a T> {
        let mut left = self.below(of.iter().map(&weight).sum());
        of.iter().find(|item| {
            let weight = weight(item);
            let found = left < weight;
            left = left.saturating_sub(weight);
            found
        })
    }

    /// So many digits, the first of them no zero.
    pub(crate) fn digits(&mut self, count: usize) -> String {
        let mut digits = String::with_capacity(count);
        let mut bits = self.bits();
        for place in 0..count {
            if place % 16 == 15 {
                bits = self.bits();
            }
            let digit = if place == 0 { 1 + bits % 9 } else { bits % 10 };
            bits /= 10;
            digits.extend(u32::try_from(digit).ok().and_then(|digit| char::from_digit(digit, 10)));
        }
        digits
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn the_published_sequence() {
        // The first outputs for the seed 1234567 as in the reference implementation (Vigna, splitmix64.c).
        let mut random = Random(1_234_567);
        assert_eq!([random.bits(), random.bits()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn weights_and_digits() {
        let mut random = Random::new(1, 2);
        let ones =
            (0..1000).filter(|_| *random.weighted(&[1_u64, 9], |weight| *weight).unwrap() == 1).count();
        assert!((50..150).contains(&ones), "{ones}");
        let digits = random.digits(40);
        assert!(
            digits.len() == 40
                && !digits.starts_with('0')
                && digits.bytes().all(|byte| byte.is_ascii_digit())
        );
        assert_eq!(random.pick::<u8>(&[]), None);
    }
}
