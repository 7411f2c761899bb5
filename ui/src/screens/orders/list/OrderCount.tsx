import { useIntl } from 'react-intl';
import { useOrderCount } from '../../../ipc';
import { useScope } from '../../../session/scope';
import { useOrderPlace } from '../useOrderPlace';
import { queryOf } from './search';
import { useListedOrders } from './useListedOrders';

/**
 * How many orders the list has. Listed to its end they are simply counted; else the ledger counts in the background,
 * and until it has (or when it has not come to the end in time) there are at least so many: "60+".
 */
export function useCounted(): { count: number; more: boolean } | undefined {
  const { search } = useOrderPlace();
  const { accountId } = useScope();
  const { data, rows, hasNextPage, hasPreviousPage, isPlaceholderData } = useListedOrders();
  // Rows that stand in for those of another search say nothing of how many there will be.
  const hasMore = isPlaceholderData ? data?.pages.at(-1)?.next !== null : hasNextPage || hasPreviousPage;
  const { sort: _sort, limit: _limit, ...query } = queryOf(search, accountId);
  // The list goes first: what it is still asking for is not counted yet.
  const unfinished = data !== undefined && !isPlaceholderData && hasMore;
  const counted = useOrderCount(unfinished ? query : undefined).data;
  if (data === undefined) return undefined;
  if (!unfinished || counted === undefined) return { count: rows.length, more: hasMore };
  return { count: Math.max(counted.n, rows.length), more: !counted.exact };
}

/** How many orders are in the list, in words. */
export function OrderCount() {
  const intl = useIntl();
  const counted = useCounted();
  // Before anything is known its line is there all the same: nothing below it jumps.
  return counted === undefined
    ? '\u00a0'
    : intl.formatMessage(
        { id: counted.more ? 'orders.count.more' : 'orders.count' },
        { count: counted.count },
      );
}
