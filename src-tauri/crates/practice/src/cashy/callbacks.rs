//! Cashy's callbacks, in the one-line form of the curl samples: members in alphabetical order, `60000.00`, `5150.0000`.
//! The signature covers these very bytes (contract A2, A7).

use crate::SupplementSpelling;
use crate::callbacks::Manner;
use crate::json::{Node, Object, fixed};
use crate::order::{Claim, Order, OrderKind, OrderStatus, Supplement};
use crate::practice::Practice;
use crate::signing::cashy::sign;

use super::words::{links, pay_code, status};

/// Headers and body of a callback that claims `claimed`, about the order or about one supplement of it.
pub(crate) fn write(
    practice: &Practice,
    order: &Order,
    claimed: OrderStatus,
    manner: Manner,
    supplement: Option<&Supplement>,
    at_ms: i64,
) -> (Vec<(String, String)>, String) {
    let amount = match (supplement, order.paid) {
        (Some(payment), _) => payment.amount,
        (None, Some(paid)) => paid,
        (None, None) => order.amount,
    };
    let fee = match (supplement, order.kind) {
        (Some(payment), _) => payment.fee,
        (None, OrderKind::PayOut) => order.fee,
        (None, _) => order.market.collect_fee(amount),
    };
    // The other spelling: text, with another number of decimals.
    let figure = |usual: String, other: String| match manner {
        Manner::Genuine | Manner::Forged => Node::Number(usual),
        Manner::OtherSpelling => Node::Text(other),
    };
    let done_ms = supplement.map_or(order.done_ms.unwrap_or(at_ms), |payment| payment.paid_ms);
    let completed = (claimed.claim() != Claim::Held).then(|| order.market.wall_clock(done_ms));
    let names = Names::of(practice, order, supplement);
    let body = Object::new()
        .with("amount", figure(fixed(amount, 2), fixed(amount, 4)))
        .text_or_null("completionTime", completed)
        .with("fee", figure(fixed(fee, 4), fixed(fee, 2)))
        .text("mchOrderNo", names.mch_order_no)
        .text("merchantId", order.market.key_id())
        .text("nonceStr", at_ms.to_string())
        .text("orderNo", names.order_no)
        .text("orderStatus", status(order.kind, claimed));
    let body = match order.kind {
        OrderKind::PayOut => {
            let reason = order.reason.clone().filter(|_| claimed.claim() == Claim::Released);
            let body = body.text("payType", order.channel());
            if reason.is_some() { body.text_or_null("resultDesc", reason) } else { body }
        }
        OrderKind::PayDesk => body.text_or_null("payUrl", links(practice, order).pay_url),
        OrderKind::PayIn | OrderKind::Collect => {
            let body = body
                .text("orderType", if supplement.is_some() { "PATCH" } else { "API" })
                .text("patchMchOrderNo", names.patch_mch_order_no)
                .text("patchOrderNo", &order.gateway_number)
                .text("payCode", pay_code(order))
                .text("payType", order.channel());
            // Absent in the PATCH sample.
            if supplement.is_some() {
                body
            } else {
                body.text_or_null("payUrl", links(practice, order).pay_url)
            }
        }
    };
    let body = body.to_json();
    let headers = [
        ("Content-Type", "application/json".to_owned()),
        ("MerchantId", order.market.key_id().to_owned()),
        ("Sign", sign(body.as_bytes(), manner.secret(order.market))),
    ];
    (headers.map(|(name, value)| (name.to_owned(), value)).into(), body)
}

/// Which numbers stand where. The contract's prose and its sample disagree about supplements (Z11).
struct Names {
    order_no: String,
    mch_order_no: String,
    patch_mch_order_no: String,
}

impl Names {
    fn of(practice: &Practice, order: &Order, supplement: Option<&Supplement>) -> Self {
        let own = order.number.clone();
        match (supplement, practice.options.supplement_spelling) {
            (None, _) => Self {
                order_no: order.gateway_number.clone(),
                mch_order_no: own.clone(),
                patch_mch_order_no: own,
            },
            (Some(payment), SupplementSpelling::AsProse) => Self {
                order_no: payment.gateway_number.clone(),
                mch_order_no: format!("{own}{:05}", payment.serial),
                patch_mch_order_no: own,
            },
            (Some(payment), SupplementSpelling::AsSample) => Self {
                order_no: payment.gateway_number.clone(),
                patch_mch_order_no: format!("{own}{:04}", payment.serial),
                mch_order_no: own,
            },
        }
    }
}
