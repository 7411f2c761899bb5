import { useCounted } from './list/OrderCount';
import { useListedOrders } from './list/useListedOrders';

/** Where an order stands in the list, and the ways to the ones beside it. */
export type Neighbours = {
  /** Its place, from 1; nothing when the list does not have it. */
  at: number | undefined;
  count: number;
  /** Whether there are more than have been counted so far. */
  more: boolean;
  previous: (() => void) | undefined;
  next: (() => void) | undefined;
};

/** The neighbours of the open order; behind the last listed one the next page is fetched first. */
export function useNeighbours(
  openId: string | undefined,
  open: (id: string, replace: boolean) => void,
): Neighbours {
  const { rows, hasNextPage, hasPreviousPage, isFetchingNextPage, fetchNextPage } = useListedOrders();
  const counted = useCounted();
  const at = openId === undefined ? -1 : rows.findIndex(({ id }) => id === openId);
  const go = (id: string | undefined) => (id === undefined ? undefined : () => open(id, true));
  const beyond = async () => {
    if (isFetchingNextPage) return;
    const { data } = await fetchNextPage();
    const id = data?.pages.flatMap((page) => page.orders)[at + 1]?.id;
    if (id !== undefined) open(id, true);
  };
  const isLast = at >= 0 && at === rows.length - 1;
  return {
    // In a list that was moved to a day nobody knows how many stand before.
    at: at < 0 || hasPreviousPage ? undefined : at + 1,
    count: counted?.count ?? rows.length,
    more: counted?.more ?? hasNextPage,
    previous: at < 0 ? undefined : go(rows[at - 1]?.id),
    next: at < 0 ? undefined : isLast && hasNextPage ? () => void beyond() : go(rows[at + 1]?.id),
  };
}
