//! The question “is it really you?” before a ceiling is raised or passed (S16). Who sits at an unlocked window can do
//! everything else; this takes the guard passphrase, which Rust checks and the window never sees again.

use ledger::AccountRow;
use money::Amount;
use secrecy::SecretString;

use crate::{AccountChange, Desk, DeskError};

impl Desk {
    /// Checks the guard passphrase; without one, says that it is `needed`.
    ///
    /// # Errors
    /// `needed`; [`DeskError::Vault`] for a wrong one, for the pause after several, and when none was chosen yet.
    pub(crate) async fn confirm_guard(
        &self,
        passphrase: Option<&SecretString>,
        needed: DeskError,
    ) -> Result<(), DeskError> {
        let Some(passphrase) = passphrase else { return Err(needed) };
        Ok(self.keyring.check_guard(passphrase.clone()).await?)
    }
}

/// Whether a change raises one of an account's ceilings, or takes it away. Lowering and setting one is free.
pub(crate) fn raises_a_ceiling(account: &AccountRow, change: &AccountChange) -> bool {
    raises(account.max_payout, change.max_payout) || raises(account.max_day, change.max_day)
}

fn raises(from: Option<Amount>, to: Option<Amount>) -> bool {
    match (from, to) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(from), Some(to)) => to > from,
    }
}

#[cfg(test)]
mod tests {
    use super::raises;
    use money::Amount;
    use rstest::rstest;

    #[rstest]
    #[case::none_stays_none(None, None, false)]
    #[case::first_one(None, Some("1"), false)]
    #[case::removed(Some("1"), None, true)]
    #[case::raised_by_the_least(Some("1"), Some("1.0001"), true)]
    #[case::kept(Some("1"), Some("1.0000"), false)]
    #[case::lowered(Some("1"), Some("0.9999"), false)]
    fn only_more_or_none_raises(#[case] from: Option<&str>, #[case] to: Option<&str>, #[case] raised: bool) {
        let amount = |text: &str| text.parse::<Amount>().unwrap();
        assert_eq!(raises(from.map(amount), to.map(amount)), raised);
    }
}
