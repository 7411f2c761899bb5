//! Numbers that gateways, banks and operators give, spelt as in the documents' samples.

use jiff::tz::Offset;
use orders::{Direction, Product};

use crate::market::DemoMarket;
use crate::random::Random;

/// The market's wall clock.
pub(crate) fn local(market: DemoMarket, at_ms: i64) -> jiff::civil::DateTime {
    let offset =
        i32::try_from(market.offset_minutes() * 60).ok().and_then(|it| Offset::from_seconds(it).ok());
    let at = jiff::Timestamp::from_millisecond(at_ms).unwrap_or_default();
    offset.unwrap_or(Offset::UTC).to_datetime(at)
}

/// The gateway's number; unique, because the order's index is in it.
pub(crate) fn of_gateway(
    market: DemoMarket,
    product: Product,
    at_ms: i64,
    index: u64,
    random: &mut Random,
) -> String {
    match (market, product) {
        (DemoMarket::CashFastMx, product) => {
            let kind = if product.direction() == Direction::Payout { "OCURRDRAW" } else { "OCURRPAID" };
            let second = local(market, at_ms).strftime("%Y%m%d%H%M%S").to_string();
            format!("{kind}{second}{at_ms}BMS{:03}OO{:014}", random.below(8), 20_000_000_000 + index)
        }
        (_, product) => {
            let kind = match product {
                Product::Payout => "PAYOUT",
                Product::Collect => "PAYIN",
                Product::CashierDesk => "PAYDESK",
            };
            // A snowflake: milliseconds since the gateway's own epoch, and a sequence.
            let since_epoch = u64::try_from(at_ms - 1_420_070_400_000).unwrap_or_default();
            format!(
                "{kind}{}",
                8_000_000_000_000_000_000 + (since_epoch % 400_000_000_000) * 2_000_000 + index % 2_000_000
            )
        }
    }
}

/// The number of the bank or operator: a SPEI tracking key, a wallet's receipt, a Thai bank's reference.
pub(crate) fn of_channel(market: DemoMarket, at_ms: i64, random: &mut Random) -> String {
    let at = local(market, at_ms);
    match market {
        DemoMarket::CashFastMx => format!("{}{}", at.strftime("%Y%m%d%H%M%S"), random.digits(12)),
        DemoMarket::CashyMx => format!("BNET0100{}{}", at.strftime("%Y%m%d"), random.digits(8)),
        DemoMarket::CashyTz => receipt(random),
        DemoMarket::CashyTh => format!("{}{}", at.strftime("%Y%m%d%H%M%S"), random.digits(6)),
    }
}

fn receipt(random: &mut Random) -> String {
    const SIGNS: &[u8; 34] = b"ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";
    (0..10).filter_map(|_| random.pick(SIGNS).copied()).map(char::from).collect()
}
