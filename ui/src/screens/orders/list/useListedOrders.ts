import { useMemo } from 'react';
import { useOrders } from '../../../ipc';
import { useScope } from '../../../session/scope';
import { useOrderPlace } from '../useOrderPlace';
import { beginningOf, queryOf } from './search';

/** The orders that are searched for, as far as their pages have come. */
export function useListedOrders() {
  const { search } = useOrderPlace();
  const { accountId } = useScope();
  const query = queryOf(search, accountId);
  const beginning = beginningOf(search);
  const orders = useOrders(query, beginning);
  const { data } = orders;
  const rows = useMemo(() => once(data?.pages.flatMap((page) => page.orders) ?? []), [data]);
  const unreadable = useMemo(() => once(data?.pages.flatMap((page) => page.damaged) ?? []), [data]);
  return {
    ...orders,
    rows,
    unreadable,
    /** What was asked for, where the list begins included. */
    asked: JSON.stringify([query, beginning]),
    /** What was asked for, wherever the list begins. */
    sought: JSON.stringify(query),
  };
}

/** Pages that were asked for one after the other can have an order in common that moved meanwhile. */
function once<T extends { id: string }>(all: T[]): T[] {
  const seen = new Set<string>();
  return all.filter(({ id }) => !seen.has(id) && seen.add(id));
}
