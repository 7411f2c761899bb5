//! What a column can be.

use serde::{Deserialize, Serialize};

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $word:literal),+ $(,)?) => {
        /// What a column can be: a field of an order of the past.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Field {
            $($(#[$doc])* $name),+
        }

        impl Field {
            /// Every field, in the order in which a screen offers them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word it is stored under.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }
        }
    };
}

fields! {
    /// The merchant's number. Required.
    Number = "number",
    /// When the order was made. Required.
    CreatedAt = "created_at",
    /// How much was asked for. Required.
    Amount = "amount",
    /// Where the order stands. Required.
    Status = "status",
    /// What kind of order.
    Product = "product",
    /// The gateway's number.
    GatewayNumber = "gateway_number",
    /// The number of the bank or channel behind the gateway.
    ChannelNumber = "channel_number",
    /// The market's channel.
    Channel = "channel",
    /// What was really paid.
    ActualAmount = "actual_amount",
    /// The gateway's fee.
    Fee = "fee",
    /// The currency of the sums.
    Currency = "currency",
    /// Who paid or was paid.
    Name = "name",
    /// Their account number.
    AccountNo = "account_no",
    /// What kind of account that is.
    AccountKind = "account_kind",
    /// Their bank.
    Bank = "bank",
    /// Their phone.
    Phone = "phone",
    /// Their e-mail address.
    Email = "email",
    /// The remark or purpose.
    Remark = "remark",
    /// The number of an identity document.
    DocumentNumber = "document_number",
    /// Why it was refused or failed.
    Reason = "reason",
    /// When the gateway says that it was completed.
    CompletedAt = "completed_at",
    /// When the money came back.
    ReturnedAt = "returned_at",
    /// The payer's page or link.
    PayUrl = "pay_url",
    /// The payer's code.
    PayCode = "pay_code",
    /// A reference that the payer had to give.
    Reference = "reference",
    /// The concept line that the payer had to give.
    Concept = "concept",
}

impl Field {
    /// The fields without which no row becomes an order. (What kind of order it is may come from elsewhere.)
    pub const REQUIRED: [Self; 4] = [Self::Number, Self::CreatedAt, Self::Amount, Self::Status];

    /// The field stored under `word`, if there is one.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.as_str() == word)
    }

    /// Whether it is a sum of money.
    #[must_use]
    pub const fn is_sum(self) -> bool {
        matches!(self, Self::Amount | Self::ActualAmount | Self::Fee)
    }

    /// Whether it is a time.
    #[must_use]
    pub const fn is_time(self) -> bool {
        matches!(self, Self::CreatedAt | Self::CompletedAt | Self::ReturnedAt)
    }
}

#[cfg(test)]
mod tests {
    use super::Field;

    #[test]
    fn words_are_the_serialised_names() {
        for field in Field::ALL {
            assert_eq!(serde_json::to_value(field).unwrap(), field.as_str());
            assert_eq!(Field::from_word(field.as_str()), Some(*field));
        }
    }
}
