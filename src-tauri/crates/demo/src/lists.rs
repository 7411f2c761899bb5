//! The lists in `data/`: one entry a line, comments begin with `#`.

use std::sync::LazyLock;

/// The entries of a list.
fn entries(text: &'static str) -> Vec<&'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

macro_rules! lists {
    ($($name:ident = $file:literal),+ $(,)?) => {
        $(pub(crate) static $name: LazyLock<Vec<&'static str>> =
            LazyLock::new(|| entries(include_str!(concat!("../data/", $file))));)+
    };
}

lists! {
    MX_GIVEN = "mx-given.txt",
    MX_SURNAMES = "mx-surnames.txt",
    MX_REMARKS = "mx-remarks.txt",
    TZ_GIVEN = "tz-given.txt",
    TZ_SURNAMES = "tz-surnames.txt",
    TZ_REMARKS = "tz-remarks.txt",
    TH_GIVEN = "th-given.txt",
    TH_SURNAMES = "th-surnames.txt",
    TH_REMARKS = "th-remarks.txt",
    ZH_GIVEN = "zh-given.txt",
    ZH_SURNAMES = "zh-surnames.txt",
    EMAIL_HOSTS = "email-hosts.txt",
    CASHFAST_FAILURES = "cashfast-failures.txt",
    CASHFAST_REFUSALS = "cashfast-refusals.txt",
    CASHY_FAILURES = "cashy-failures.txt",
    CASHY_REFUSALS = "cashy-refusals.txt",
}

/// A Mexican bank: how a CLABE begins, Cashy's id, and how common it is.
pub(crate) struct MexicanBank {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) cashy_id: &'static str,
    pub(crate) weight: u64,
}

pub(crate) static MX_BANKS: LazyLock<Vec<MexicanBank>> = LazyLock::new(|| {
    let read = |line: &'static str| {
        let mut parts = line.split(' ');
        let code = parts.next()?;
        let name = reference::banks::by_code(code)?.short_name;
        Some(MexicanBank { code, name, cashy_id: parts.next()?, weight: parts.next()?.parse().ok()? })
    };
    entries(include_str!("../data/mx-banks.txt")).into_iter().filter_map(read).collect()
});

/// A Thai bank: Cashy's id and code, the digits of its account numbers, and how common it is.
pub(crate) struct ThaiBank {
    pub(crate) cashy_id: &'static str,
    pub(crate) code: &'static str,
    pub(crate) digits: usize,
    pub(crate) weight: u64,
}

pub(crate) static TH_BANKS: LazyLock<Vec<ThaiBank>> = LazyLock::new(|| {
    let read = |line: &'static str| {
        let mut parts = line.split(' ');
        Some(ThaiBank {
            cashy_id: parts.next()?,
            code: parts.next()?,
            digits: parts.next()?.parse().ok()?,
            weight: parts.next()?.parse().ok()?,
        })
    };
    entries(include_str!("../data/th-banks.txt")).into_iter().filter_map(read).collect()
});

#[cfg(test)]
mod tests {
    use super::{MX_BANKS, MX_GIVEN, TH_BANKS, ZH_SURNAMES, entries};

    #[test]
    fn every_line_is_read() {
        assert_eq!(MX_BANKS.len(), entries(include_str!("../data/mx-banks.txt")).len());
        assert_eq!(TH_BANKS.len(), entries(include_str!("../data/th-banks.txt")).len());
        assert!(MX_GIVEN.len() > 80 && ZH_SURNAMES.contains(&"欧阳"));
    }
}
