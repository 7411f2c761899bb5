//! Checksums over rows that speak of money: SQLite's own checks notice few flipped bits (SPEED_AND_SAFETY §1.10).

use sha2::{Digest, Sha256};

/// How many bytes of the SHA-256 are kept: 16 make a chance match of damage impossible in practice.
const KEPT: usize = 16;

/// Collects a row's fields, each with its length, so that no two rows give the same bytes.
pub(crate) struct Checksum(Sha256);

impl Checksum {
    /// `kind` names the table, so that a row of one cannot pass for a row of another.
    pub(crate) fn new(kind: &str) -> Self {
        let mut checksum = Self(Sha256::new());
        checksum.text(Some(kind));
        checksum
    }

    pub(crate) fn bytes(&mut self, value: Option<&[u8]>) {
        match value {
            Some(bytes) => {
                self.0.update([1]);
                // A length beyond 2^64 does not exist; saturating keeps this free of failure.
                self.0.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
                self.0.update(bytes);
            }
            None => self.0.update([0]),
        }
    }

    pub(crate) fn text(&mut self, value: Option<&str>) {
        self.bytes(value.map(str::as_bytes));
    }

    pub(crate) fn int(&mut self, value: Option<i64>) {
        self.bytes(value.map(i64::to_be_bytes).as_ref().map(<[u8; 8]>::as_slice));
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.0.finalize().into_iter().take(KEPT).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Checksum;

    fn of(fields: &[Option<&str>]) -> Vec<u8> {
        let mut checksum = Checksum::new("test");
        for field in fields {
            checksum.text(*field);
        }
        checksum.finish()
    }

    #[test]
    fn fields_cannot_flow_into_one_another() {
        assert_ne!(of(&[Some("ab"), Some("c")]), of(&[Some("a"), Some("bc")]));
        assert_ne!(of(&[Some(""), None]), of(&[None, Some("")]));
        assert_eq!(of(&[Some("ab"), None]), of(&[Some("ab"), None]));
    }
}
