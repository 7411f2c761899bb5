//! Writing a request's body: compact JSON, once; these bytes are hashed and sent.

use money::Amount;
use orders::Product;

use crate::json::quote;
use crate::{EncodeError, catalogue::WireType};

/// The longest number of an order that the tables allow: string(32).
pub(super) const NUMBER_LENGTH_MAX: usize = 32;

/// The members of a body, each value already as JSON.
#[derive(Debug, Default)]
pub(super) struct Body(Vec<(String, String)>);

impl Body {
    /// Adds a text.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.0.push((name.to_owned(), quote(text)));
    }

    /// Adds an amount with exactly the product's decimals: a JSON number, or a text where the account's gateway
    /// turned out to want one (Z6). Written from decimal text; no float is involved.
    pub(super) fn amount(&mut self, amount: Amount, decimals: u32, as_text: bool) -> Result<(), EncodeError> {
        if !amount.is_positive() {
            return Err(field("amount", "it is not more than nothing"));
        }
        let exact = amount
            .with_decimals(decimals)
            .ok_or_else(|| field("amount", "it has more decimals than the gateway takes"))?;
        self.0.push(("amount".to_owned(), if as_text { quote(&exact) } else { exact }));
        Ok(())
    }

    /// Adds a field of the catalogue in its wire type (Z8).
    pub(super) fn typed(&mut self, name: &str, text: &str, wire: WireType) -> Result<(), EncodeError> {
        let json = match wire {
            WireType::Text => quote(text),
            WireType::Integer => integer(text).ok_or_else(|| field(name, "it is not a whole number"))?,
            WireType::Boolean => match text {
                "true" | "false" => text.to_owned(),
                _ => return Err(field(name, "it is neither true nor false")),
            },
        };
        self.0.push((name.to_owned(), json));
        Ok(())
    }

    /// Puts the members into the order of the product's table. The gateway does not mind; a person who
    /// compares a stored request with the document does.
    pub(super) fn in_table_order(mut self, product: Product) -> Self {
        let table = table(product);
        self.0.sort_by_key(|(name, _)| table.iter().position(|listed| listed == name).unwrap_or(table.len()));
        self
    }

    /// The bytes to sign and send.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        let members: Vec<String> =
            self.0.iter().map(|(name, value)| format!("{}:{value}", quote(name))).collect();
        format!("{{{}}}", members.join(",")).into_bytes()
    }
}

/// A whole number in its plain spelling, such as a bank's id.
fn integer(text: &str) -> Option<String> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse::<i64>().ok()).flatten().map(|number| number.to_string())
}

/// A refusal to write a field.
pub(super) fn field(name: &str, why: &'static str) -> EncodeError {
    EncodeError::Field { field: name.to_owned(), why }
}

/// The order of members in the documents' tables; members of other countries follow in the catalogue's order.
fn table(product: Product) -> &'static [&'static str] {
    match product {
        Product::Payout => &[
            "accountName",
            "accountNo",
            "accountType",
            "currency",
            "amount",
            "bankId",
            "mchOrderNo",
            "notifyUrl",
            "nonceStr",
            "remark",
            "idType",
            "idCard",
            "phone",
            "email",
        ],
        Product::Collect => &[
            "currency",
            "payType",
            "amount",
            "reusableStatus",
            "mchOrderNo",
            "expireTime",
            "notifyUrl",
            "nonceStr",
            "remark",
            "realName",
            "phone",
            "email",
            "idType",
            "idCard",
        ],
        Product::CashierDesk => &[
            "mobileMoneyPhone",
            "currency",
            "amount",
            "reusableStatus",
            "mchOrderNo",
            "expireTime",
            "notifyUrl",
            "nonceStr",
            "realName",
            "phone",
            "email",
            "idType",
            "idCard",
            "returnUrl",
            "remark",
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::{Body, field};
    use crate::catalogue::WireType;
    use money::Amount;

    fn written(body: Body) -> String {
        String::from_utf8(body.into_bytes()).unwrap()
    }

    #[test]
    fn z06_amounts_have_exactly_the_decimals_of_the_product() {
        for (amount, decimals, as_text, expected) in [
            ("1500", 2, false, r#"{"amount":1500.00}"#),
            ("1500.5", 2, false, r#"{"amount":1500.50}"#),
            ("60000.0", 0, false, r#"{"amount":60000}"#),
            ("60000", 0, true, r#"{"amount":"60000"}"#),
            ("0.1", 2, true, r#"{"amount":"0.10"}"#),
        ] {
            let mut body = Body::default();
            body.amount(Amount::parse(amount).unwrap(), decimals, as_text).unwrap();
            assert_eq!(written(body), expected);
        }
        for (amount, decimals) in [("40.2", 0), ("15.001", 2), ("0", 2), ("-5", 2)] {
            assert!(Body::default().amount(Amount::parse(amount).unwrap(), decimals, false).is_err());
        }
    }

    #[test]
    fn z08_integers_are_integers_and_nothing_else_passes_for_one() {
        let mut body = Body::default();
        body.typed("accountType", "3", WireType::Integer).unwrap();
        body.typed("reusableStatus", "false", WireType::Boolean).unwrap();
        body.typed("accountName", "José \"Pepe\" a/b", WireType::Text).unwrap();
        assert_eq!(
            written(body),
            r#"{"accountType":3,"reusableStatus":false,"accountName":"José \"Pepe\" a/b"}"#
        );
        for text in ["", "3.0", "-1", "+3", "drei", "3 ", "99999999999999999999", "１"] {
            assert_eq!(
                Body::default().typed("bankId", text, WireType::Integer),
                Err(field("bankId", "it is not a whole number")),
                "{text}"
            );
        }
        assert!(Body::default().typed("reusableStatus", "yes", WireType::Boolean).is_err());
    }
}
