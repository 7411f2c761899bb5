//! The shipped markets, read once from `catalogue/*.toml`.

use std::sync::LazyLock;

use super::Market;

/// The files, in the order in which markets are offered: the confirmed ones first.
const FILES: [&str; 16] = [
    include_str!("../../catalogue/cashfast-mx.toml"),
    include_str!("../../catalogue/cashy-mx.toml"),
    include_str!("../../catalogue/cashy-tz.toml"),
    include_str!("../../catalogue/cashy-th.toml"),
    include_str!("../../catalogue/cashy-br.toml"),
    include_str!("../../catalogue/cashy-cl.toml"),
    include_str!("../../catalogue/cashy-co.toml"),
    include_str!("../../catalogue/cashy-ec.toml"),
    include_str!("../../catalogue/cashy-eg.toml"),
    include_str!("../../catalogue/cashy-id.toml"),
    include_str!("../../catalogue/cashy-in.toml"),
    include_str!("../../catalogue/cashy-pe.toml"),
    include_str!("../../catalogue/cashy-ph.toml"),
    include_str!("../../catalogue/cashy-pk.toml"),
    include_str!("../../catalogue/cashy-tr.toml"),
    include_str!("../../catalogue/cashy-vn.toml"),
];

// The files are part of the program, so a broken one cannot appear at run time: a test reads every one.
static MARKETS: LazyLock<Vec<Market>> =
    LazyLock::new(|| FILES.iter().filter_map(|text| toml::from_str(text).ok()).collect());

/// Every market, the confirmed ones first.
#[must_use]
pub fn markets() -> &'static [Market] {
    &MARKETS
}

/// The market with this id (`cashy-tz`).
#[must_use]
pub fn market(id: &str) -> Option<&'static Market> {
    markets().iter().find(|market| market.id == id)
}

#[cfg(test)]
mod tests {
    use super::{FILES, markets};
    use crate::catalogue::Market;

    #[test]
    fn every_file_is_read() {
        for text in FILES {
            if let Err(error) = toml::from_str::<Market>(text) {
                panic!("{}\n{error}", text.lines().next().unwrap_or_default());
            }
        }
        assert_eq!(markets().len(), FILES.len());
    }
}
