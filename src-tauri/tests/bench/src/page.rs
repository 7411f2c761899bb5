//! The page: what is between the two marks is written anew, everything else is a person's and stays.

use std::fmt::Write as _;
use std::path::Path;

use crate::outcome::{Bar, Outcome, Table};
use crate::samples::count;
use crate::{Trouble, svg};

const BEGIN: &str = "<!-- measured: written by make bench -->";
const END: &str = "<!-- end of what make bench writes -->";

/// Writes the page and its pictures.
pub(crate) fn write(
    docs: &Path,
    machine: &[(String, String)],
    parts: &[(&str, Option<Outcome>)],
) -> Result<(), Trouble> {
    let page = docs.join("performance.md");
    let before = std::fs::read_to_string(&page).unwrap_or_default();
    let images = docs.join("images");
    std::fs::create_dir_all(&images)?;
    for chart in parts.iter().filter_map(|(_, part)| part.as_ref()).flat_map(|part| &part.charts) {
        std::fs::write(images.join(format!("bench-{}.svg", chart.name)), svg::draw(chart))?;
    }
    std::fs::write(page, with(&before, &measured(machine, parts)))?;
    Ok(())
}

/// The page with new figures in their place; at its end if it has no such place.
fn with(page: &str, figures: &str) -> String {
    let block = format!("{BEGIN}\n{figures}\n{END}");
    match page.split_once(BEGIN).and_then(|(head, rest)| Some((head, rest.split_once(END)?.1))) {
        Some((head, tail)) => format!("{head}{block}{tail}"),
        None if page.is_empty() => format!("# Performance\n\n{block}\n"),
        None => format!("{}\n\n{block}\n", page.trim_end()),
    }
}

fn measured(machine: &[(String, String)], parts: &[(&str, Option<Outcome>)]) -> String {
    let mut text = String::from("\n| | |\n|---|---|\n");
    for (name, what) in machine {
        line(&mut text, &[name.clone(), what.clone()]);
    }
    text.push_str("\n## The bars\n\n");
    let mut bars: Vec<&Bar> =
        parts.iter().filter_map(|(_, part)| part.as_ref()).flat_map(|part| &part.bars).collect();
    bars.sort_by_key(|bar| bar.number.trim_start_matches('P').parse::<u32>().unwrap_or(u32::MAX));
    text.push_str("| | what | bar | measured | beside it | ratio | |\n|---|---|---|---|---|---|---|\n");
    for bar in bars {
        let verdict = bar.verdict.word().to_owned();
        let cells = [&bar.number, &bar.what, &bar.limit, &bar.measured, &bar.rival, &bar.ratio, &verdict];
        line(&mut text, &cells.map(String::clone));
    }
    for (name, part) in parts {
        text.push_str(&told(name, part.as_ref()));
    }
    text
}

fn told(name: &str, part: Option<&Outcome>) -> String {
    let Some(part) = part else { return format!("\n## {name}\n\nNot measured.\n") };
    let mut text = format!("\n## {name}\n");
    let orders = if part.orders == 0 { String::new() } else { format!(", {} orders", count(part.orders)) };
    // Strings only: writing to them cannot fail.
    let _written =
        writeln!(text, "\nMeasured {} at {}{orders}; took {} s.", part.at, part.commit, part.took_s);
    if let Some(trouble) = &part.trouble {
        let _written = writeln!(text, "\n**Not whole:** {}", cell(trouble));
    }
    for (name, what) in &part.facts {
        let _written = writeln!(text, "\n{name}: {what}");
    }
    for chart in &part.charts {
        let _written = writeln!(text, "\n![{}](images/bench-{}.svg)", cell(&chart.title), chart.name);
    }
    for table in &part.tables {
        text.push_str(&of_table(table));
    }
    text
}

fn of_table(table: &Table) -> String {
    let mut text = format!("\n### {}\n\n", table.title);
    line(&mut text, &table.head);
    line(&mut text, &vec!["---".to_owned(); table.head.len()]);
    for row in &table.rows {
        line(&mut text, row);
    }
    text
}

fn line(text: &mut String, cells: &[String]) {
    let cells: Vec<String> = cells.iter().map(|it| cell(it)).collect();
    let _written = writeln!(text, "| {} |", cells.join(" | "));
}

/// One cell: a table's row is one line, and its bars are signs.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{BEGIN, END, measured, with, write};
    use crate::outcome::{Bar, Chart, Line, Measure, Outcome, Table};

    fn outcome() -> Outcome {
        let mut table = Table::new("In detail", &["what", "p50"]);
        table.rows.push(vec!["a|b\nc".to_owned(), "1 ms".to_owned()]);
        let chart = Chart {
            name: "one".to_owned(),
            title: "One".to_owned(),
            measure: Measure::Count,
            lines: vec![Line::new("a", 1, None, false)],
            limit: None,
        };
        Outcome {
            orders: 1_000,
            bars: vec![
                Bar::new("P10", "size", "≤ 600 B").measured("527 B", true),
                Bar::new("P4", "exact", "≤ 1 ms").measured("2 ms", false).beside("6 µs", "300 ×"),
            ],
            tables: vec![table],
            charts: vec![chart],
            ..Outcome::default()
        }
    }

    #[test]
    fn what_a_person_wrote_stays() {
        let page = with("# Mine\n\nbefore\n", "one");
        assert!(page.starts_with("# Mine\n\nbefore\n\n"));
        let page = format!("{page}\nafter\n");
        let again = with(&page, "two");
        assert!(again.starts_with("# Mine\n\nbefore") && again.ends_with("\nafter\n"), "{again}");
        assert!(again.contains("two") && !again.contains("one"));
        assert_eq!((again.matches(BEGIN).count(), again.matches(END).count()), (1, 1));
        assert_eq!(with(&again, "two"), again);
    }

    #[test]
    fn bars_come_by_number_and_cells_stay_cells() {
        let text = measured(
            &[("memory".to_owned(), "1".to_owned())],
            &[("reading", Some(outcome())), ("windows", None)],
        );
        let (exact, size) = (text.find("| P4 |").unwrap(), text.find("| P10 |").unwrap());
        assert!(exact < size && text.contains("| **missed** |") && text.contains("| met |"));
        assert!(text.contains(r"| a\|b c | 1 ms |") && text.contains("1,000 orders"));
        assert!(text.contains("## windows\n\nNot measured."));
    }

    #[test]
    fn page_and_pictures_are_written() {
        let docs = tempfile::tempdir().unwrap();
        write(docs.path(), &[], &[("reading", Some(outcome()))]).unwrap();
        let page = std::fs::read_to_string(docs.path().join("performance.md")).unwrap();
        assert!(page.contains("](images/bench-one.svg)"));
        assert!(docs.path().join("images/bench-one.svg").exists());
    }
}
