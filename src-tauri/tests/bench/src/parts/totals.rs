//! P8: the days' totals against counting the orders again, in the same run and to the same result.

use std::time::Instant;

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use ledger::{Ledger, MoneyKind};

use crate::Trouble;
use crate::data::{Kept, UNTIL_MS};
use crate::outcome::{Bar, Outcome};
use crate::raw::{Raw, Value};
use crate::samples::{Samples, ratio, ratio_text, time};

const DAYS: i64 = 30;
/// Stretches of thirty days that are asked for, each a week before the last.
const STRETCHES: i64 = 40;
const ROUNDS: usize = 5;
/// Counting again takes long.
const RECOUNTS: usize = 12;
const MS: u64 = 1_000_000;
const DAY_MS: i64 = 24 * 3_600_000;

/// A payment counts on the day it came to be true. It was ordered on that day or some before, which the index by time
/// narrows; another column could not be counted by.
const RECOUNT: &str = "SELECT count(*), coalesce(sum(n), 0), coalesce(sum(amount), 0) FROM (
     SELECT count(*) AS n, sum(coalesce(actual_amount, amount)) AS amount
     FROM orders INDEXED BY orders_created
     WHERE created_at_ms >= ?1 AND created_at_ms < ?2 AND day BETWEEN ?3 AND ?4
       AND status IN ('succeeded', 'returned')
     GROUP BY day, account_id, product, currency)";

struct Stretch {
    from: String,
    to: String,
    from_ms: i64,
    to_ms: i64,
}

pub(crate) async fn measure(kept: &Kept, outcome: &mut Outcome) -> Result<(), Trouble> {
    let ledger = Ledger::open(&kept.ledger_folder(), UNTIL_MS).await?;
    let mut raw = Raw::open(&kept.ledger_file())?;
    let (mut ours, mut recounts, mut differ) = (Samples::default(), Samples::default(), 0);
    let stretches = (0..STRETCHES).map(stretch).collect::<Result<Vec<_>, _>>()?;
    for (n, stretch) in stretches.iter().cycle().take(stretches.len() * ROUNDS).enumerate() {
        let started = Instant::now();
        let totals = ledger.totals(None, &stretch.from, &stretch.to).await?;
        ours.add(started.elapsed());
        if n >= RECOUNTS {
            continue;
        }
        let values = [
            Value::Whole(stretch.from_ms),
            Value::Whole(stretch.to_ms),
            Value::Text(stretch.from.clone()),
            Value::Text(stretch.to.clone()),
        ];
        let started = Instant::now();
        let counted = raw.texts(RECOUNT, &values)?;
        recounts.add(started.elapsed());
        let paid = totals.iter().filter(|total| total.kind == MoneyKind::Succeeded);
        let (lines, payments, sum) = paid.fold((0_u64, 0_i64, 0_i64), |(lines, n, sum), total| {
            (lines + 1, n + total.n, sum + total.amount.ten_thousandths())
        });
        if counted != [[lines.to_string(), payments.to_string(), sum.to_string()]] {
            differ += 1;
        }
    }
    ledger.close().await;
    let times = ratio(recounts.p50(), ours.p50());
    let [p50, p99, _] = ours.told();
    let bar = Bar::new("P8", "totals of 30 days, p50 / p99", "p99 ≤ 5 ms and ≥ 20 × faster than a recount");
    let bar = bar.measured(format!("{p50} / {p99}"), ours.p99() <= 5 * MS && times >= 2_000);
    outcome.bars.push(bar.beside(format!("recount {}", time(recounts.p50())), ratio_text(times)));
    let bar = Bar::new("P8", "the totals equal the recount (lines, payments, sums)", "always");
    outcome.bars.push(
        bar.measured(format!("{} of {} stretches", recounts.len() - differ, recounts.len()), differ == 0),
    );
    Ok(())
}

/// The thirty days that end so many weeks before the end.
fn stretch(weeks: i64) -> Result<Stretch, Trouble> {
    let end = Timestamp::from_millisecond(UNTIL_MS - weeks * 7 * DAY_MS)?.to_zoned(TimeZone::UTC).date();
    let begin = end.checked_sub(Span::new().try_days(DAYS - 1)?)?;
    let at = |date: jiff::civil::Date| -> Result<i64, Trouble> {
        Ok(date.to_zoned(TimeZone::UTC)?.timestamp().as_millisecond())
    };
    Ok(Stretch {
        from: begin.to_string(),
        to: end.to_string(),
        // Payments come to be true up to some days after they were ordered; markets' days begin at other times.
        from_ms: at(begin)? - 5 * DAY_MS,
        to_ms: at(end)? + 3 * DAY_MS,
    })
}

#[cfg(test)]
mod tests {
    use super::{measure, stretch};
    use crate::data::ready;
    use crate::outcome::{Outcome, Verdict};
    use std::path::Path;

    #[test]
    fn stretches_are_thirty_days() {
        let last = stretch(0).unwrap();
        assert_eq!((last.from.as_str(), last.to.as_str()), ("2026-10-24", "2026-11-22"));
        assert_eq!(stretch(1).unwrap().to, "2026-11-15");
    }

    #[tokio::test]
    async fn the_recount_is_the_same_as_the_totals() {
        let _alone = crate::ALONE.lock().await;
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
        let home = tempfile::tempdir().unwrap();
        let kept = ready(&root, home.path(), 400).await.unwrap();
        let mut outcome = Outcome::default();
        measure(&kept, &mut outcome).await.unwrap();
        assert_eq!(outcome.bars[1].verdict, Verdict::Met, "{:?}", outcome.bars[1]);
    }
}
