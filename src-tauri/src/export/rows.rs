//! Orders as lines of a file.

use std::collections::HashMap;

use ledger::{Ledger, OrderId, OrderSummary};

use super::cells::{Cell, write_line};
use crate::error::CommandError;
use crate::views::{Accounts, ExportColumn, ExportRequest, OrderSummaryView};

/// Between two labels of one cell; no label has one in it.
const BETWEEN_LABELS: &str = ", ";

/// How orders are written, for one export.
pub(super) struct Lines<'a> {
    request: &'a ExportRequest,
    accounts: &'a Accounts,
}

/// What stands beside a page's orders.
struct Marks {
    starred: Vec<OrderId>,
    labels: HashMap<OrderId, Vec<String>>,
}

impl<'a> Lines<'a> {
    pub(super) const fn new(request: &'a ExportRequest, accounts: &'a Accounts) -> Self {
        Self { request, accounts }
    }

    /// The line of headings.
    pub(super) fn head(&self, into: &mut String) {
        write_line(into, self.request.columns.iter().map(|column| Cell::Text(column.heading.clone())));
    }

    /// The lines of a page.
    pub(super) async fn of_page(
        &self,
        ledger: &Ledger,
        orders: &[OrderSummary],
    ) -> Result<String, CommandError> {
        let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
        let marks =
            Marks { starred: ledger.starred(&ids).await?, labels: ledger.labels_of_orders(&ids).await? };
        let mut text = String::new();
        for order in orders {
            let view = OrderSummaryView::of(order, self.accounts);
            let cells =
                self.request.columns.iter().map(|column| self.cell(column.column, order, &view, &marks));
            write_line(&mut text, cells);
        }
        Ok(text)
    }

    fn cell(
        &self,
        column: ExportColumn,
        order: &OrderSummary,
        view: &OrderSummaryView,
        marks: &Marks,
    ) -> Cell {
        let text = |text: Option<&str>| Cell::Text(text.unwrap_or_default().to_owned());
        let number = |number: Option<&str>| Cell::Number(number.unwrap_or_default().to_owned());
        match column {
            ExportColumn::Number => text(Some(&view.number)),
            ExportColumn::Gateway => text(view.gateway_number.as_deref()),
            ExportColumn::Status => {
                let word = self.request.statuses.iter().find(|word| word.status == view.status);
                text(word.map(|word| word.word.as_str()))
            }
            ExportColumn::Amount => number(Some(&view.amount)),
            ExportColumn::Currency => text(Some(&view.currency)),
            ExportColumn::Actual => number(view.actual_amount.as_deref()),
            ExportColumn::Fee => number(view.fee.as_deref()),
            ExportColumn::Product => {
                let word = self.request.products.iter().find(|word| word.product == view.product);
                text(word.map(|word| word.word.as_str()))
            }
            ExportColumn::Name => text(view.name.as_deref()),
            ExportColumn::Payee if self.request.full_account_numbers => text(order.account_no.as_deref()),
            ExportColumn::Payee => text(view.account_masked.as_deref()),
            ExportColumn::Channel => text(view.channel.as_deref()),
            ExportColumn::Account => text(Some(&view.account_name)),
            ExportColumn::Created => text(Some(&view.created_at)),
            ExportColumn::Updated => text(Some(&view.updated_at)),
            ExportColumn::Star => {
                text(marks.starred.contains(&order.id).then_some(self.request.starred.as_str()))
            }
            ExportColumn::Labels => {
                let labels = marks.labels.get(&order.id).map(|labels| labels.join(BETWEEN_LABELS));
                text(labels.as_deref())
            }
        }
    }
}
