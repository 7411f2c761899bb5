//! Asking the gateway about one order: the only thing that settles an unknown one by itself.

use gateways::{
    EncodeError, Family, Operation, OrderQueryForm, OrderRef, QueryReading, RefusalKind, decode_query,
};
use ledger::{Applied, FindingKind, OrderId, OrderRow, Report};
use orders::{Flag, Source, Status};

use crate::line::{Heard, Line};
use crate::observe::{remark, report, with_exchange};
use crate::{Desk, DeskError};

/// What asking about an order brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryAnswer {
    /// What the gateway said.
    pub finding: Finding,
    /// What that did to the order.
    pub applied: Applied,
}

/// What a gateway says when it is asked about an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// It knows the order.
    Found,
    /// It says that it knows no such order. Never a proof by itself (A12, Z21).
    NotFound {
        /// How it said so.
        message: String,
    },
    /// It knows the order, but while its answer was on its way something newer was heard: the answer moves nothing
    /// (Z14), and the order is asked about once more.
    Overtaken,
    /// It has several orders of that number (A13): for a person.
    Several(usize),
}

impl Finding {
    /// How it is counted.
    const fn kind(&self) -> FindingKind {
        match self {
            Self::Found | Self::Overtaken => FindingKind::Found,
            Self::NotFound { .. } => FindingKind::NotFound,
            Self::Several(_) => FindingKind::Several,
        }
    }
}

impl Desk {
    /// Asks the gateway about an order, now, and applies the answer.
    ///
    /// # Errors
    /// [`DeskError::WrongStatus`] for an order that never left; [`DeskError::NoConnection`], [`DeskError::NoAnswer`],
    /// [`DeskError::Refused`], [`DeskError::Unreadable`], [`DeskError::Redirected`] when nothing was learnt (the order
    /// stands as it stood); [`DeskError::Encode`] when it cannot be asked about (A12); [`DeskError::Vault`].
    pub async fn ask_gateway(&self, id: OrderId) -> Result<QueryAnswer, DeskError> {
        let answer = self.query_order(id).await?;
        match answer.finding {
            Finding::Overtaken => self.ask_soon(&answer.applied.order).await?,
            Finding::Found | Finding::NotFound { .. } | Finding::Several(_) => {
                self.plan_watch(&answer.applied.order, false).await?;
            }
        }
        Ok(answer)
    }

    /// One question and its effect, without a new plan.
    pub(crate) async fn query_order(&self, id: OrderId) -> Result<QueryAnswer, DeskError> {
        let order = self.existing_order(id).await?;
        if matches!(order.status, Status::Prepared | Status::NotSent | Status::Cancelled) {
            return Err(DeskError::WrongStatus(order.status));
        }
        let account = order.account_id;
        let answer = self.put_question(order).await;
        self.note_use(account, &answer);
        if let Err(error) = &answer
            && let Some(finding) = finding_of(error)
            && let Err(uncounted) = self.ledger.count_question(id, finding, self.now_ms()).await
        {
            tracing::error!(order = id.0, error = %uncounted, "a question could not be counted");
        }
        answer
    }

    async fn put_question(&self, order: OrderRow) -> Result<QueryAnswer, DeskError> {
        let id = order.id;
        let account = self.existing_account(order.account_id).await?;
        let mut line = self.line(&account).await?;
        let (reading, heard) = self.ask_about(&mut line, &order).await?;
        let (finding, report) = match reading {
            QueryReading::Found(seen) => {
                let told = report(line.market, &order, &seen, Source::Query);
                (Finding::Found, Report { as_of: Some(order.status), ..told })
            }
            QueryReading::NotFound { message } => {
                let note = format!("not found: {message}");
                (Finding::NotFound { message }, remark(Source::Query, note, Vec::new()))
            }
            QueryReading::Several(number) => {
                let note = format!("{number} orders of this number");
                (Finding::Several(number), remark(Source::Query, note, vec![Flag::SeveralFound]))
            }
            QueryReading::Refused(refusal) => {
                self.keep(&heard).await?;
                return Err(DeskError::Refused(refusal));
            }
            QueryReading::Unreadable(evidence) => {
                self.keep(&heard).await?;
                return Err(DeskError::Unreadable(evidence));
            }
        };
        let report = with_exchange(Report { finding: Some(finding.kind()), ..report }, heard.record);
        let applied = self.ledger.apply(id, &report, self.now_ms()).await?;
        self.announce(&applied).await;
        let finding = if applied.overtaken { Finding::Overtaken } else { finding };
        Ok(QueryAnswer { finding, applied })
    }

    /// Tells of a step, if there was one or something else that a person should see. Of an unknown order every answer is
    /// worth seeing: somebody may be waiting for the count.
    pub(crate) async fn announce(&self, applied: &Applied) {
        if applied.before != applied.after || applied.changed() || applied.after == Status::Unknown {
            self.emit_order(&applied.order, Some(applied.before), &applied.new_flags);
        }
        for id in &applied.paid_twice_with {
            match self.existing_order(*id).await {
                Ok(other) => self.emit_order(&other, Some(other.status), &[Flag::PaidTwice]),
                Err(error) => tracing::error!(order = id.0, code = error.code(), "paid twice, and not told"),
            }
        }
    }

    /// Asks in the form that this account's gateway accepts; learns it if need be (A12).
    async fn ask_about(&self, line: &mut Line, order: &OrderRow) -> Result<(QueryReading, Heard), DeskError> {
        let (reading, heard) = match self.ask_in_form(line, order).await {
            // Neither form was accepted once; gateways change, and asking is harmless.
            Err(DeskError::Encode(EncodeError::CannotAsk)) => {
                line.habits.order_query_form = OrderQueryForm::OursOnly;
                self.ask_in_form(line, order).await?
            }
            other => other?,
        };
        let (reading, heard) = match &reading {
            // Our clock was wrong, and is known to be so now.
            QueryReading::Refused(refusal) if self.suspect_clock(line, &refusal.kind).await => {
                self.keep(&heard).await?;
                self.ask_in_form(line, order).await?
            }
            QueryReading::Refused(_)
            | QueryReading::Found(_)
            | QueryReading::NotFound { .. }
            | QueryReading::Several(_)
            | QueryReading::Unreadable(_) => (reading, heard),
        };
        let depends_on_form = line.market.family == Family::CashFast && order.gateway_number.is_none();
        if !depends_on_form || !refused_for_a_field(&reading) {
            return Ok((reading, heard));
        }
        self.keep(&heard).await?;
        line.habits.order_query_form = other_form(line.habits.order_query_form);
        let (second, heard) = self.ask_in_form(line, order).await?;
        let learnt = if refused_for_a_field(&second) {
            OrderQueryForm::CannotAsk
        } else if matches!(second, QueryReading::Unreadable(_) | QueryReading::Refused(_)) {
            // Nothing was learnt about the form.
            return Ok((second, heard));
        } else {
            line.habits.order_query_form
        };
        if let Some(account) = line.account_id {
            self.learn(account, |habits| habits.order_query_form = learnt).await?;
        }
        if learnt == OrderQueryForm::CannotAsk {
            self.keep(&heard).await?;
            return Err(DeskError::Encode(EncodeError::CannotAsk));
        }
        Ok((second, heard))
    }

    async fn ask_in_form(&self, line: &Line, order: &OrderRow) -> Result<(QueryReading, Heard), DeskError> {
        let asked = OrderRef {
            product: order.product,
            number: &order.number,
            gateway_number: order.gateway_number.as_deref(),
        };
        let heard = self.ask(line, &Operation::Query(asked.clone()), Some(order.id)).await?;
        let reading = match heard.answer() {
            Ok(answer) => decode_query(line.market, &asked, &answer.wire),
            Err(error) => {
                self.keep(&heard).await?;
                return Err(error);
            }
        };
        Ok((reading, heard))
    }
}

/// How a question that taught nothing is counted; `None` when none was put.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "whatever else goes wrong does so before a question is put"
)]
const fn finding_of(error: &DeskError) -> Option<FindingKind> {
    match error {
        DeskError::Refused(_) => Some(FindingKind::Refused),
        DeskError::Unreadable(_) | DeskError::Redirected { .. } => Some(FindingKind::Unreadable),
        DeskError::NoAnswer(_) => Some(FindingKind::NoAnswer),
        DeskError::NoConnection(_) => Some(FindingKind::NoConnection),
        DeskError::Encode(EncodeError::CannotAsk) => Some(FindingKind::CannotAsk),
        _ => None,
    }
}

fn refused_for_a_field(reading: &QueryReading) -> bool {
    match reading {
        QueryReading::Refused(refusal) => match refusal.kind {
            RefusalKind::BadField(_) | RefusalKind::BadRequest => true,
            RefusalKind::AddressNotAllowed | RefusalKind::BadSignature | RefusalKind::UnknownMerchant => {
                false
            }
        },
        QueryReading::Found(_)
        | QueryReading::NotFound { .. }
        | QueryReading::Several(_)
        | QueryReading::Unreadable(_) => false,
    }
}

const fn other_form(form: OrderQueryForm) -> OrderQueryForm {
    match form {
        OrderQueryForm::OursOnly | OrderQueryForm::CannotAsk => OrderQueryForm::EmptyGatewayNumber,
        OrderQueryForm::EmptyGatewayNumber => OrderQueryForm::OursOnly,
    }
}
