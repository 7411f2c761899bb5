import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
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

/** The first page is as long as a screen and somewhat more: the shorter an answer, the sooner it stands there. */
const FIRST_PAGE = 60;

const turned: Partial<Record<OrderSort, OrderSort>> = { newest: 'oldest', oldest: 'newest' };

/**
 * Orders page by page; `query.after` is filled in by the pages. With a beginning the first page is there, and pages
 * before it can be fetched as well as pages behind it.
 */
export const useOrders = (query: Omit<OrderQuery, 'after' | 'at'>, beginning?: Beginning) =>
  useInfiniteQuery({
    queryKey: keys.orderList({ ...query, after: null, ...(beginning && { at: beginning.on }) }),
    queryFn: ({ pageParam, queryKey, client }) =>
      pageParam.way === 'on'
        ? shell.listOrders({
            ...query,
            ...(pageParam.after === null && { limit: FIRST_PAGE }),
            after: pageParam.after,
            ...(beginning && { at: beginning.on }),
          })
        : pageBefore(query, pageParam.after, beginning, above(client.getQueryData(queryKey), pageParam)),
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

/** The orders of the page that stands above one that goes back, as they were listed last; none above the topmost. */
function above(listed: InfiniteData<OrderPage, Place> | undefined, place: Place): ReadonlySet<string> {
  // The cache may have made other objects of equal places.
  const wanted = JSON.stringify(place);
  const isAbove = (other: Place) => other.way === 'back' && JSON.stringify(other.behind) === wanted;
  const at = listed?.pageParams.findIndex(isAbove) ?? -1;
  const page = at < 0 ? undefined : listed?.pages[at];
  return new Set([...(page?.orders ?? []), ...(page?.damaged ?? [])].map(({ id }) => id));
}

/**
 * A page that goes back, turned round to stand in the list. Asked for anew below another page it reaches up to that one,
 * however many orders have come between since: none of them is lost, and none pushed out. What it then has in common
 * with the page above it is the list's to leave out.
 */
async function pageBefore(
  query: Omit<OrderQuery, 'after' | 'at'>,
  after: string | null,
  beginning: Beginning | undefined,
  upTo: ReadonlySet<string>,
): Promise<OrderPage> {
  const ask = (from: string | null) =>
    shell.listOrders({
      ...query,
      sort: turned[query.sort ?? 'newest'] ?? 'newest',
      after: from,
      at: beginning?.back ?? null,
    });
  let page = await ask(after);
  const isReached = ({ orders, damaged }: OrderPage) =>
    upTo.size === 0 || [...orders, ...damaged].some(({ id }) => upTo.has(id));
  while (page.next !== null && !isReached(page)) {
    const further = await ask(page.next);
    page = {
      ...further,
      orders: [...page.orders, ...further.orders],
      damaged: [...page.damaged, ...further.damaged],
    };
  }
  return { ...page, orders: page.orders.toReversed(), damaged: page.damaged.toReversed() };
}
