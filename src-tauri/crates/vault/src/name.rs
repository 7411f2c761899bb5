//! The name under which a secret is kept.

use std::fmt;

use crate::VaultError;

/// The most bytes of a name; the keychains' own limits are wider.
const NAME_BYTES_MAX: usize = 300;

/// A secret's name: `account/3/key/ABC`. Not secret itself, and unique within one data folder only: in the
/// keychain it stands under that folder's own id.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SecretName(String);

impl SecretName {
    /// A name from its text.
    ///
    /// # Errors
    /// [`VaultError::BadName`] for a text that is empty, longer than 300 bytes or holds control characters.
    pub fn new(name: impl Into<String>) -> Result<Self, VaultError> {
        let name = name.into();
        if name.is_empty() || name.len() > NAME_BYTES_MAX || name.chars().any(char::is_control) {
            return Err(VaultError::BadName);
        }
        Ok(Self(name))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SecretName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
