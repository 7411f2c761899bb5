//! Chance from a seed. Of our own, so that a seed that is kept as a named case still means the same
//! after a library's update.

/// Numbers by chance, always the same ones for the same seed (SplitMix64, <https://prng.di.unimi.it/splitmix64.c>).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice that fall as `seed` says.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Any number.
    pub const fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`; 0 when that is 0.
    pub const fn below(&mut self, limit: u64) -> u64 {
        match self.number().checked_rem(limit) {
            Some(rest) => rest,
            None => 0,
        }
    }

    /// A place in a list of `length`; 0 when that is empty.
    pub fn place(&mut self, length: usize) -> usize {
        let limit = u64::try_from(length).unwrap_or(u64::MAX);
        usize::try_from(self.below(limit)).unwrap_or_default()
    }

    /// Heads or tails.
    pub const fn coin(&mut self) -> bool {
        self.number() & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_same_seed_falls_the_same_way() {
        let throw = |seed| {
            let mut dice = Dice::new(seed);
            (0..50).map(|_| dice.below(6)).collect::<Vec<_>>()
        };
        assert_eq!(throw(7), throw(7));
        assert_ne!(throw(7), throw(8));
        assert!((0..6).all(|face| throw(7).contains(&face)));
        assert_eq!(Dice::new(1).below(0), 0);
    }

    /// The reference implementation's first numbers for the seed 1234567.
    #[test]
    fn it_is_splitmix() {
        let mut dice = Dice::new(1_234_567);
        assert_eq!([dice.number(), dice.number()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }
}
