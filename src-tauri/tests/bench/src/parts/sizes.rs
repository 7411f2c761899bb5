//! P10: what an order takes on disk, by part, as SQLite counts its pages.

use std::collections::BTreeMap;

use crate::data::ready;
use crate::outcome::{Bar, Chart, Line, Measure, Outcome, Table};
use crate::raw::Raw;
use crate::samples::{bytes, count, ratio};
use crate::{Place, Trouble};

/// Which part a table or index belongs to; the first whose beginning fits.
const PARTS: [(&str, &str); 14] = [
    ("find_index", "search: index of trigrams"),
    ("find_trigram", "search: how common trigrams are"),
    ("find_raw", "raw answers as they are searched"),
    ("find", "search: folded texts"),
    ("orders", "orders"),
    ("order_papers", "drafts and requests"),
    ("order_events", "history"),
    ("postings", "money's postings"),
    ("daily", "days' totals"),
    ("exchanges", "raw exchanges"),
    ("deliveries", "raw callbacks"),
    ("watches", "the tracker's plan"),
    ("sqlite_autoindex_find", "search: folded texts"),
    ("sqlite_autoindex_orders", "orders"),
];

pub(crate) async fn measure(place: &Place) -> Result<Outcome, Trouble> {
    let kept = ready(&place.root, &place.home, place.orders).await?;
    let mut raw = Raw::open(&kept.ledger_file())?;
    println!("Counting pages");
    let sizes = raw.texts("SELECT name, pgsize FROM dbstat WHERE aggregate = TRUE", &[])?;
    let mut by_part: BTreeMap<&str, u64> = BTreeMap::new();
    let mut table = Table::new("What takes the room", &["table or index", "size", "bytes an order"]);
    let mut every: Vec<(u64, String)> = Vec::new();
    for row in sizes {
        let [name, size] = row.as_slice() else { continue };
        let size: u64 = size.parse()?;
        *by_part.entry(part_of(name)).or_default() += size;
        every.push((size, name.clone()));
    }
    every.sort_by(|a, b| b.cmp(a));
    for (size, name) in every.iter().filter(|(size, _)| *size >= kept.orders) {
        table.rows.push(vec![name.clone(), bytes(*size), (size / kept.orders.max(1)).to_string()]);
    }
    let total: u64 = by_part.values().sum();
    let search: u64 =
        by_part.iter().filter(|(part, _)| part.starts_with("search")).map(|(_, size)| size).sum();
    let bodies: u64 = by_part.iter().filter(|(part, _)| part.starts_with("raw")).map(|(_, size)| size).sum();
    let each = |size: u64| size / kept.orders.max(1);
    let counted = total.saturating_sub(bodies);
    let mut outcome = Outcome { orders: kept.orders, ..Outcome::default() };
    let bar = Bar::new("P10", "bytes an order with all indexes, raw answers counted apart", "≤ 600 B");
    let bar = bar.measured(format!("{} B", each(counted)), each(counted) <= 600);
    outcome
        .bars
        .push(bar.beside(format!("raw answers {} B more, {} B in all", each(bodies), each(total)), "–"));
    let share = ratio(search, counted);
    let bar = Bar::new("P10", "the search's share of that (its index covers raw answers too)", "≤ 33 %");
    outcome.bars.push(bar.measured(format!("{share} %"), share <= 33));
    let lines = by_part.iter().filter(|(_, size)| each(**size) > 0);
    let mut lines: Vec<Line> =
        lines.map(|(part, size)| Line::new(*part, each(*size), None, part.starts_with("raw"))).collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.value));
    let title = format!("Bytes of an order by part, of {}", count(kept.orders));
    outcome.charts.push(Chart {
        name: "sizes".to_owned(),
        title,
        measure: Measure::Bytes,
        lines,
        limit: None,
    });
    outcome.tables.push(table);
    Ok(outcome)
}

fn part_of(name: &str) -> &'static str {
    PARTS.iter().find(|(head, _)| name.starts_with(head)).map_or("everything else", |(_, part)| part)
}

#[cfg(test)]
mod tests {
    use super::{measure, part_of};
    use crate::Place;
    use std::path::Path;

    #[test]
    fn tables_and_indexes_belong_to_a_part() {
        assert_eq!(part_of("find_index_data"), "search: index of trigrams");
        assert_eq!(part_of("find_raw"), "raw answers as they are searched");
        assert_eq!(part_of("find"), "search: folded texts");
        assert_eq!(part_of("orders_status_created"), "orders");
        assert_eq!(part_of("sqlite_schema"), "everything else");
    }

    #[tokio::test]
    async fn sizes_are_counted() {
        let _alone = crate::ALONE.lock().await;
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
        let home = tempfile::tempdir().unwrap();
        let place = Place { root, home: home.path().to_owned(), orders: 300, soak_s: 0 };
        let outcome = measure(&place).await.unwrap();
        assert!(outcome.charts[0].lines.iter().any(|line| line.label == "orders" && line.value > 300));
        assert_eq!(outcome.bars.len(), 2);
    }
}
