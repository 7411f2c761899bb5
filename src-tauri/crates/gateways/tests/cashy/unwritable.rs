//! What cannot be written as a request.

use gateways::{BankList, EncodeError, Habits, Key, NewOrder, Operation, encode};
use orders::Product;
use secrecy::SecretString;

use crate::requests::{field_of, mexican_payout};
use crate::support::{NOTIFY, NUMBER, create, draft, mexico, stamp, tanzania, write};

#[test]
fn what_cashy_does_not_offer() {
    for (market, operation) in [
        (mexico(), Operation::Ping { bare: false }),
        (mexico(), Operation::Banks(BankList::Named("STP"))),
        (mexico(), Operation::Banks(BankList::Collect)),
        (tanzania(), Operation::Banks(BankList::All)),
    ] {
        assert_eq!(write(market, &operation), Err(EncodeError::NotOffered), "{operation:?}");
    }
    let desk = draft(mexico(), Product::CashierDesk, None, "100", &[]);
    assert_eq!(create(mexico(), &desk), Err(EncodeError::NoSuchProduct));
}

#[test]
fn what_cannot_be_written_is_an_error_at_its_field() {
    let order = mexican_payout();
    let mut foreign = order.clone();
    foreign.currency = money::Currency::THB;
    assert_eq!(field_of(create(mexico(), &foreign)), "currency");
    let mut centavos = order.clone();
    centavos.amount = crate::support::amount("1500.50");
    assert_eq!(field_of(create(mexico(), &centavos)), "amount");
    let mut worded = order.clone();
    worded.fields.insert("bankId".to_owned(), "BBVA".to_owned());
    assert_eq!(field_of(create(mexico(), &worded)), "bankId");
    let mut channelled = order.clone();
    channelled.channel = Some("69".to_owned());
    assert_eq!(field_of(create(mexico(), &channelled)), "channel");

    let with = |number, notify_url| {
        write(mexico(), &Operation::Create(NewOrder { number, notify_url, draft: &order }))
    };
    assert_eq!(field_of(with(NUMBER, None)), "notifyUrl");
    assert_eq!(field_of(with("", Some(NOTIFY))), "mchOrderNo");
    assert_eq!(field_of(with(&"A".repeat(33), Some(NOTIFY))), "mchOrderNo");
}

#[test]
fn credentials_that_no_header_carries_are_refused_without_naming_them() {
    let secret = SecretString::from("sesame");
    let habits = Habits::default();
    for id in ["", "10 02", "10\r\nX-Evil: 1", "1002001é"] {
        let key = Key { id, secret: &secret, habits: &habits };
        let error = encode(mexico(), &Operation::Balance, &key, &stamp()).unwrap_err();
        assert_eq!(error, EncodeError::Credentials);
        assert!(!format!("{error} {error:?} {key:?}").contains("sesame"));
    }
}
