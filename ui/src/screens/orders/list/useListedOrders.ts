import { useMemo } from 'react';
import { useOrders } from '../../../ipc';
import { useScope } from '../../../session/scope';
import { useOrderPlace } from '../useOrderPlace';
import { queryOf } from './search';

/** The orders that the filters let through, as far as their pages have come. */
export function useListedOrders() {
  const { search } = useOrderPlace();
  const { accountId } = useScope();
  const query = queryOf(search, accountId);
  const orders = useOrders(query);
  const { data } = orders;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.orders) ?? [], [data]);
  const unreadable = useMemo(() => data?.pages.flatMap((page) => page.damaged) ?? [], [data]);
  return { ...orders, rows, unreadable, asked: JSON.stringify(query) };
}
