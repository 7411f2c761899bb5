import type { IntlShape } from 'react-intl';
import type { ExportColumn, ExportRequest, OrderQuery, ProductKind } from '../../../ipc';
import { statuses } from '../../../words';

const products: readonly ProductKind[] = ['collect', 'cashier_desk', 'payout'];

/** Every column a file has, from left to right. The program looks nothing up in the list's own arrangement. */
const columns: readonly ExportColumn[] = [
  'created',
  'status',
  'amount',
  'currency',
  'actual',
  'fee',
  'product',
  'name',
  'payee',
  'number',
  'gateway',
  'channel',
  'account',
  'updated',
  'star',
  'labels',
];

/** What the shell needs to write these orders in the person's language. */
export function exportRequest(
  intl: IntlShape,
  query: OrderQuery,
  ids: readonly string[] | null,
  fullAccountNumbers: boolean,
): ExportRequest {
  return {
    ids: ids === null ? null : [...ids],
    query,
    columns: columns.map((column) => ({ column, heading: headingOf(intl, column) })),
    statuses: statuses.map((status) => ({
      status,
      word: intl.formatMessage({ id: `words.status.${status}` }),
    })),
    products: products.map((product) => ({
      product,
      word: intl.formatMessage({ id: `words.product.${product}` }),
    })),
    starred: intl.formatMessage({ id: 'export.yes' }),
    fullAccountNumbers,
  };
}

function headingOf(intl: IntlShape, column: ExportColumn): string {
  const heading = intl.formatMessage({ id: `orders.column.${column}` });
  return column === 'created' || column === 'updated'
    ? intl.formatMessage({ id: 'orders.column.utc' }, { column: heading })
    : heading;
}
