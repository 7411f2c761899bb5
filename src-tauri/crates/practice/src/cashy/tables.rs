//! The members of Cashy's creations, market by market, as the contract's tables have them (Parts B, C, D). Where a sample
//! contradicts its table the table wins (Z7).

use rust_decimal::Decimal;

use crate::Market;
use crate::order::OrderKind;

/// Whether a member must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    Required,
    Optional,
    /// Required unless `payType` is 414 (Thailand: TrueMoney's own page asks the payer).
    UnlessPayPage,
}

/// What a member may hold.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// Text of at most so many letters.
    Text(usize),
    /// Printable ASCII of at most so many letters ("English or unaccented Spanish", Z18).
    Ascii(usize),
    /// The market's currency.
    Currency,
    /// Within the market's limits, with its decimals.
    Amount,
    /// One of these whole numbers, as number or text (Z8).
    OneOf(&'static [i64]),
    /// The number of a bank of the market, as number or text.
    Bank,
    /// An account number; what that means depends on the market and the account type.
    Account,
    /// A whole number of seconds above zero.
    Seconds,
    /// `true` or `false`; in most markets only `false` for now.
    Reusable,
    /// An http or https address; a bare IP must be public or loopback.
    Address,
    /// A phone number: digits, perhaps with a plus sign before them.
    Phone,
    /// An e-mail address of at most so many letters.
    Email(usize),
    /// Text of at most so many letters, or a whole number (S2's sample sends `idType` as a number).
    TextOrNumber(usize),
}

pub(super) type Row = (&'static str, Need, Form);

use Form::{
    Account, Address, Amount, Ascii, Bank, Currency, Email, OneOf, Phone, Reusable, Seconds, Text,
    TextOrNumber,
};
use Need::{Optional, Required, UnlessPayPage};

const MX_PAYOUT: &[Row] = &[
    ("accountName", Required, Text(40)),
    ("accountNo", Required, Account),
    ("accountType", Required, OneOf(&[3, 40])),
    ("currency", Required, Currency),
    ("amount", Required, Amount),
    ("bankId", Required, Bank),
    ("mchOrderNo", Required, Text(32)),
    ("notifyUrl", Required, Address),
    ("nonceStr", Required, Text(32)),
    ("remark", Required, Ascii(32)),
    ("idType", Optional, Text(32)),
    ("idCard", Optional, Text(32)),
    ("phone", Optional, Phone),
    ("email", Optional, Email(64)),
];

/// From the public pages; not in the documents. `phone` and `email` are required in one edition and not in the other.
const MX_PAYIN: &[Row] = &[
    ("currency", Required, Currency),
    ("payType", Required, OneOf(&[69])),
    ("amount", Required, Amount),
    ("reusableStatus", Required, Reusable),
    ("mchOrderNo", Required, Text(32)),
    ("expireTime", Required, Seconds),
    ("notifyUrl", Required, Address),
    ("nonceStr", Required, Text(32)),
    ("remark", Required, Ascii(32)),
    ("realName", Required, Text(64)),
    ("phone", Optional, Phone),
    ("email", Optional, Email(64)),
    ("goodsSubject", Optional, Text(255)),
    ("goodsBody", Optional, Text(255)),
];

const TZ_PAYDESK: &[Row] = &[
    ("mobileMoneyPhone", Required, Phone),
    ("currency", Required, Currency),
    ("amount", Required, Amount),
    ("reusableStatus", Required, Reusable),
    ("mchOrderNo", Required, Text(32)),
    ("expireTime", Required, Seconds),
    ("notifyUrl", Required, Address),
    ("nonceStr", Required, Text(32)),
    ("realName", Required, Text(64)),
    ("phone", Required, Phone),
    ("email", Required, Email(64)),
    ("idType", Optional, TextOrNumber(32)),
    ("idCard", Optional, Text(32)),
    ("returnUrl", Optional, Address),
    ("remark", Required, Ascii(32)),
];

/// "Like payDesk plus payType" (T-in).
const TZ_PAYIN: &[Row] = &[
    ("mobileMoneyPhone", Required, Phone),
    ("currency", Required, Currency),
    ("payType", Required, OneOf(&[810, 811, 812, 813, 821, 888])),
    ("amount", Required, Amount),
    ("reusableStatus", Required, Reusable),
    ("mchOrderNo", Required, Text(32)),
    ("expireTime", Required, Seconds),
    ("notifyUrl", Required, Address),
    ("nonceStr", Required, Text(32)),
    ("realName", Required, Text(64)),
    ("phone", Required, Phone),
    ("email", Required, Email(64)),
    ("idType", Optional, TextOrNumber(32)),
    ("idCard", Optional, Text(32)),
    ("returnUrl", Optional, Address),
    ("remark", Required, Ascii(32)),
];

/// No `bankId`: Tanzania has no banks here, and the sample's is a mistake (Z7).
const TZ_PAYOUT: &[Row] = &[
    ("accountName", Required, Text(64)),
    ("accountNo", Required, Account),
    ("accountType", Required, OneOf(&[0, 1, 2, 3])),
    ("currency", Required, Currency),
    ("amount", Required, Amount),
    ("mchOrderNo", Required, Text(32)),
    ("notifyUrl", Required, Address),
    ("nonceStr", Required, Text(32)),
    ("remark", Required, Ascii(32)),
    ("idType", Optional, Text(32)),
    ("idCard", Optional, Text(32)),
    ("phone", Optional, Phone),
    ("email", Optional, Email(64)),
];

const TH_PAYIN: &[Row] = &[
    ("currency", Required, Currency),
    ("payType", Required, OneOf(&[411, 412, 413, 414])),
    ("amount", Required, Amount),
    ("reusableStatus", Required, Reusable),
    ("mchOrderNo", Required, Text(32)),
    ("expireTime", Required, Seconds),
    ("notifyUrl", Required, Address),
    ("nonceStr", Required, Text(32)),
    ("remark", Required, Ascii(32)),
    ("realName", UnlessPayPage, Text(64)),
    ("phone", UnlessPayPage, Phone),
    ("email", Required, Email(64)),
    ("idType", Optional, Text(32)),
    ("idCard", Optional, Text(32)),
];

/// From the public pages; not in the documents.
const TH_PAYOUT: &[Row] = &[
    ("accountName", Required, Text(32)),
    ("accountNo", Required, Account),
    ("accountType", Required, OneOf(&[3])),
    ("currency", Required, Currency),
    ("amount", Required, Amount),
    ("bankId", Required, Bank),
    ("mchOrderNo", Required, Text(32)),
    ("notifyUrl", Required, Address),
    ("nonceStr", Required, Text(32)),
    ("idCard", Required, Text(32)),
    ("remark", Required, Ascii(32)),
    ("idType", Optional, Text(32)),
    ("phone", Optional, Phone),
    ("email", Optional, Email(64)),
];

/// The table of a creation. Empty for what the market does not have.
pub(super) fn rows(market: Market, kind: OrderKind) -> &'static [Row] {
    match (market, kind) {
        (Market::CashyMx, OrderKind::PayOut) => MX_PAYOUT,
        (Market::CashyMx, OrderKind::PayIn) => MX_PAYIN,
        (Market::CashyTz, OrderKind::PayOut) => TZ_PAYOUT,
        (Market::CashyTz, OrderKind::PayIn) => TZ_PAYIN,
        (Market::CashyTz, OrderKind::PayDesk) => TZ_PAYDESK,
        (Market::CashyTh, OrderKind::PayOut) => TH_PAYOUT,
        (Market::CashyTh, OrderKind::PayIn) => TH_PAYIN,
        (Market::CashFastMx, _)
        | (_, OrderKind::Collect)
        | (Market::CashyMx | Market::CashyTh, OrderKind::PayDesk) => &[],
    }
}

/// Smallest and largest amount, both allowed (Z17), and how many decimals.
pub(super) struct Limits {
    pub(super) least: Decimal,
    pub(super) most: Decimal,
    pub(super) decimals: usize,
}

/// The limits of a creation. Tanzania's payout maximum is our reading of a printing error (Z5).
pub(super) fn limits(market: Market, kind: OrderKind) -> Limits {
    let (least, most, decimals) = match (market, kind) {
        (Market::CashFastMx | Market::CashyMx, _) => (40, 15_000, 0),
        (Market::CashyTz, OrderKind::PayOut) => (500, 3_000_000, 0),
        (Market::CashyTz, _) => (500, 5_000_000, 0),
        (Market::CashyTh, _) => (15, 500_000, 2),
    };
    Limits { least: Decimal::from(least), most: Decimal::from(most), decimals }
}
