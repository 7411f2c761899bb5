import { useIntl } from 'react-intl';
import type { FoundView, FoundIn as Place } from '../../../ipc';
import type { OrderColumn } from './columns';
import classes from './FoundIn.module.css';

/** The column that shows a place as a whole. Account numbers are masked in the list: no column shows them. */
const columnOf: Partial<Record<Place, string>> = {
  number: 'number',
  gateway_number: 'gateway',
  name: 'name',
};

/** Where a match stands that no column shows: "in note: …llamo el señor ibanez". */
export function FoundIn({ found }: { found: FoundView }) {
  const intl = useIntl();
  const field = intl.formatMessage({ id: `search.found.${found.field}` });
  // What is masked in the list is not laid open by searching: only what was typed is repeated.
  const masked = found.field === 'account_no';
  return (
    <span className={classes['found']}>
      {intl.formatMessage({ id: 'search.found' }, { field })}{' '}
      <bdi>
        {masked ? '' : found.before}
        <mark>{found.hit}</mark>
        {masked ? '' : found.after}
      </bdi>
    </span>
  );
}

/** The columns, the order number's saying where a match stands that none of them shows. */
export function withFound(columns: readonly OrderColumn[]): OrderColumn[] {
  const shown = new Set(columns.map(({ id }) => id));
  return columns.map((column) =>
    column.id !== 'number'
      ? column
      : {
          ...column,
          cell: (order) =>
            order.found === null || shown.has(columnOf[order.found.field] ?? '') ? (
              column.cell(order)
            ) : (
              <span className={classes['cell']}>
                {column.cell(order)}
                <FoundIn found={order.found} />
              </span>
            ),
        },
  );
}
