import { useInfiniteQuery } from '@tanstack/react-query';
import type { OrderPage, OrderQuery, OrderSort } from './bindings';
import { shell } from './commands';
import { keys } from './keys';

/** A page of the list: one that goes on, or one that goes back from where the list was moved to. */
type Place =
  | { way: 'on'; after: string | null }
  /** `behind` is the page that stands behind it: asked for anew, the pages come in the order in which they stand. */
  | { way: 'back'; after: string | null; behind: Place };

/**
 * Where a list by time begins that was moved to a day. The list itself begins behind one moment, what goes back from
 * there behind another, so that an order of the very moment between them is in one of the two.
 */
export type Beginning = { on: string; back: string };

const turned: Partial<Record<OrderSort, OrderSort>> = { newest: 'oldest', oldest: 'newest' };

/**
 * Orders page by page; `query.after` is filled in by the pages. With a beginning the first page is there, and pages
 * before it can be fetched as well as pages behind it.
 */
export const useOrders = (query: Omit<OrderQuery, 'after' | 'at'>, beginning?: Beginning) =>
  useInfiniteQuery({
    queryKey: keys.orderList({ ...query, after: null, ...(beginning && { at: beginning.on }) }),
    queryFn: ({ pageParam, direction }) =>
      pageParam.way === 'on'
        ? shell.listOrders({ ...query, after: pageParam.after, ...(beginning && { at: beginning.on }) })
        : pageBefore(query, pageParam.after, beginning, direction === 'backward'),
    initialPageParam: { way: 'on', after: null } as Place,
    getNextPageParam: (page, _pages, place): Place | null =>
      place.way === 'back' ? place.behind : page.next === null ? null : { way: 'on', after: page.next },
    getPreviousPageParam: (page, _pages, place): Place | null => {
      if (beginning === undefined) return null;
      if (place.way === 'on') return { way: 'back', after: null, behind: place };
      return page.next === null ? null : { way: 'back', after: page.next, behind: place };
    },
    // Rows of another place would pull the list to where they stood.
    placeholderData: (before, query) =>
      query !== undefined && (query.queryKey[2] as OrderQuery).at === beginning?.on ? before : undefined,
  });

/**
 * A page that goes back, turned round to stand in the list. Asked for anew it reaches further than at first: orders that
 * have come into its stretch since must not push others out of it. What it then has in common with the page before it is
 * the list's to leave out.
 */
async function pageBefore(
  query: Omit<OrderQuery, 'after' | 'at'>,
  after: string | null,
  beginning: Beginning | undefined,
  first: boolean,
): Promise<OrderPage> {
  const page = await shell.listOrders({
    ...query,
    sort: turned[query.sort ?? 'newest'] ?? 'newest',
    limit: (query.limit ?? 100) * (first ? 1 : 2),
    after,
    at: beginning?.back ?? null,
  });
  return { ...page, orders: page.orders.toReversed(), damaged: page.damaged.toReversed() };
}
