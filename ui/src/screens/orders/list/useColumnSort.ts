import { useCallback } from 'react';
import type { OrderSort } from '../../../ipc';
import { useOrderPlace } from '../useOrderPlace';
import type { OrderColumn } from './columns';
import { sortedBy } from './SortSelect';

/** The orders of the list that a column's header goes through, one press after the other. */
const sortsOf: Readonly<Record<string, readonly OrderSort[]>> = {
  created: ['newest', 'oldest'],
  amount: ['largest', 'smallest'],
  // A second press goes back to what the list begins with.
  status: ['status', 'newest'],
};

const ascending: readonly OrderSort[] = ['oldest', 'smallest', 'status'];

/** Gives columns what a press on their headers does, and how the list stands by them now. */
export function useColumnSort() {
  const { search, filter } = useOrderPlace();
  const now = search.sort ?? 'newest';
  return useCallback(
    (columns: readonly OrderColumn[]): OrderColumn[] =>
      columns.map((column) => {
        const sorts = sortsOf[column.id];
        if (sorts === undefined) return column;
        const at = sorts.indexOf(now);
        const isOwn = at >= 0 && !(column.id === 'status' && now === 'newest');
        const next = isOwn ? sorts[(at + 1) % sorts.length] : sorts[0];
        return {
          ...column,
          sort: {
            now: isOwn ? (ascending.includes(now) ? 'ascending' : 'descending') : undefined,
            press: () => void filter(sortedBy(next)),
          },
        };
      }),
    [now, filter],
  );
}
