//! Whose word an order's end is. Callbacks may have left it open: they overtake one another, and only a question tells which
//! of two final words is the last (DESIGN §5: contradictory finals are settled by query). Or it is a person's alone. Or the
//! gateway, asked, does not agree that it has ended.

use crate::connection::failed;
use crate::{Ledger, LedgerError, OrderId};

impl Ledger {
    /// Whether a callback has turned a final status round, or has told another final status that was left behind, and no
    /// question since has brought a status: nobody knows then which of them holds.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn is_contradicted(&self, id: OrderId) -> Result<bool, LedgerError> {
        sqlx::query_scalar(CONTRADICTED).bind(id.0).fetch_one(&self.readers).await.map_err(failed)
    }

    /// Whether a person has said, by evidence, how an order ended, and the gateway has neither confirmed that since nor moved
    /// the order.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn is_by_word_alone(&self, id: OrderId) -> Result<bool, LedgerError> {
        sqlx::query_scalar(BY_WORD_ALONE).bind(id.0).fetch_one(&self.readers).await.map_err(failed)
    }

    /// Whether the gateway, asked about an order that has ended here, has said that it is still on its way, and has not agreed
    /// to where it stands since.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn is_open_there(&self, id: OrderId) -> Result<bool, LedgerError> {
        sqlx::query_scalar(OPEN_THERE).bind(id.0).fetch_one(&self.readers).await.map_err(failed)
    }
}

/// What was told and left behind is known by the gateway's own word for it.
const CONTRADICTED: &str = "SELECT EXISTS (SELECT 1 FROM order_events e WHERE e.order_id = ?1 AND e.source = 'delivery'
     AND (e.judgement = 'moves' AND e.from_status IN ('succeeded', 'failed', 'returned')
          OR e.judgement = 'late' AND EXISTS (SELECT 1 FROM order_events f WHERE f.order_id = ?1 AND f.judgement = 'moves'
              AND f.gateway_status = e.gateway_status AND f.to_status IN ('succeeded', 'failed', 'returned')
              AND f.to_status <> e.to_status))
     AND NOT EXISTS (SELECT 1 FROM order_events q WHERE q.order_id = ?1 AND q.id > e.id
         AND q.source IN ('query', 'person') AND q.judgement IN ('moves', 'confirms')))";

/// A final word that a question brings moves the order or confirms it: what does neither is an open one. A callback's may only
/// have been slow.
const OPEN_THERE: &str =
    "SELECT EXISTS (SELECT 1 FROM orders o CROSS JOIN order_events e ON e.order_id = o.id WHERE o.id = ?1
     AND o.status IN ('succeeded', 'failed', 'returned') AND e.source = 'query' AND e.judgement IN ('late', 'outside')
     AND NOT EXISTS (SELECT 1 FROM order_events q WHERE q.order_id = ?1 AND q.id > e.id
         AND q.source IN ('answer', 'query', 'delivery') AND q.judgement IN ('moves', 'confirms')))";

pub(crate) const BY_WORD_ALONE: &str =
    "SELECT EXISTS (SELECT 1 FROM order_events e WHERE e.order_id = ?1 AND e.source = 'person'
     AND e.judgement = 'moves' AND e.to_status IN ('succeeded', 'failed')
     AND NOT EXISTS (SELECT 1 FROM order_events q WHERE q.order_id = ?1 AND q.id > e.id
         AND q.source IN ('answer', 'query', 'delivery') AND q.judgement IN ('moves', 'confirms')))";

#[cfg(test)]
mod tests {
    use super::{BY_WORD_ALONE, CONTRADICTED, OPEN_THERE};
    use crate::sql::Sql;
    use crate::tests::{Fixture, NOON, told};
    use crate::{EvidenceVerdict, NewEvidence};
    use orders::ReportedStatus::{Failed, Processing, Succeeded};
    use orders::{ReportedStatus, Source};

    #[tokio::test]
    async fn each_question_has_its_index() {
        let fixture = Fixture::new().await;
        for statement in [CONTRADICTED, BY_WORD_ALONE, OPEN_THERE] {
            let plan = fixture.plan_of(Sql::new(statement)).await;
            assert!(
                plan.iter().all(|line| !line.starts_with("SCAN") || *line == "SCAN CONSTANT ROW"),
                "{plan:?}"
            );
            assert!(plan.iter().any(|line| line.contains("order_events_order")), "{plan:?}");
        }
    }

    #[tokio::test]
    async fn final_words_of_callbacks_are_open_until_a_question_tells() {
        let fixture = Fixture::new().await;
        let id = fixture.accepted("N1A").await.id;
        let tell = async |source: Source, reported: ReportedStatus| {
            let mut report = told(source, reported);
            report.gateway_status = Some(format!("{reported:?}"));
            fixture.ledger.apply(id, &report, NOON).await.unwrap();
            fixture.ledger.is_contradicted(id).await.unwrap()
        };
        assert!(!tell(Source::Query, Succeeded).await);
        assert!(!tell(Source::Delivery, Succeeded).await, "it says the same");
        assert!(!tell(Source::Delivery, Processing).await, "an open word was only slow");
        assert!(tell(Source::Delivery, Failed).await, "a return, if it is the last word");
        assert!(tell(Source::Delivery, Succeeded).await, "or was it this one?");
        assert!(!tell(Source::Query, Succeeded).await, "asked, the gateway has said so");
        assert!(tell(Source::Delivery, Failed).await, "once more, late");
        assert!(!tell(Source::Query, Succeeded).await);
    }

    #[tokio::test]
    async fn a_persons_word_stands_alone_until_the_gateway_says_what_became_of_it() {
        let fixture = Fixture::new().await;
        let ledger = &fixture.ledger;
        let id = fixture.unknown("N1A").await.id;
        assert!(!ledger.is_by_word_alone(id).await.unwrap());
        let said = NewEvidence {
            verdict: EvidenceVerdict::Succeeded,
            reference: "SPEI 7A".to_owned(),
            note: "seen in the bank's statement".to_owned(),
            file: None,
        };
        ledger.settle_with_evidence(id, &said, NOON).await.unwrap();
        assert!(ledger.is_by_word_alone(id).await.unwrap());
        assert!(!ledger.is_open_there(id).await.unwrap(), "the gateway has not spoken of it");
        for (reported, alone) in [(Processing, true), (Succeeded, false)] {
            ledger.apply(id, &told(Source::Query, reported), NOON).await.unwrap();
            assert_eq!(ledger.is_by_word_alone(id).await.unwrap(), alone, "{reported:?}");
            assert_eq!(ledger.is_open_there(id).await.unwrap(), alone, "{reported:?}");
        }
    }

    #[tokio::test]
    async fn an_ended_order_is_open_there_until_the_gateway_agrees() {
        let fixture = Fixture::new().await;
        let id = fixture.accepted("N1A").await.id;
        let tell = async |source: Source, reported: ReportedStatus| {
            fixture.ledger.apply(id, &told(source, reported), NOON).await.unwrap();
            fixture.ledger.is_open_there(id).await.unwrap()
        };
        assert!(!tell(Source::Query, Processing).await, "it is open here too");
        assert!(!tell(Source::Query, Failed).await);
        assert!(!tell(Source::Delivery, Processing).await, "a callback was only slow");
        assert!(tell(Source::Query, Processing).await, "asked, the gateway says so");
        assert!(!tell(Source::Query, Failed).await, "they agree again");
        assert!(tell(Source::Query, Processing).await);
        assert!(!tell(Source::Delivery, Failed).await, "a callback agrees as well");
    }
}
