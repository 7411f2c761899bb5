import type { OrderSearch } from '../../../frame/orderSearch';
import type { Beginning, OrderQuery, OrderSort } from '../../../ipc';
import { dayBegins, dayEnds } from './days';

/** Orders a page, once one scrolls on from the first. */
export const PAGE = 100;

/** What the address and the top bar's account ask the ledger for. */
export function queryOf(search: OrderSearch, accountId: string | null): Omit<OrderQuery, 'after' | 'at'> {
  return {
    text: search.text ?? null,
    accountId,
    sort: search.sort ?? 'newest',
    limit: PAGE,
  };
}

/** Whether a list in this order goes by time, so that it can be moved to a day. */
export const isByTime = (sort: OrderSort | undefined): boolean =>
  sort === undefined || sort === 'newest' || sort === 'oldest';

/** Where the list begins that was moved to a day: with the day's last order, or its first when the oldest come first. */
export function beginningOf({ day, sort }: OrderSearch): Beginning | undefined {
  if (day === undefined || !isByTime(sort)) return undefined;
  const first = dayBegins(day);
  const after = dayEnds(day);
  if (first === undefined || after === undefined) return undefined;
  return sort === 'oldest' ? { on: justBefore(first), back: first } : { on: after, back: justBefore(after) };
}

/** One millisecond, the ledger's smallest step, before a moment. */
const justBefore = (moment: string): string => new Date(Date.parse(moment) - 1).toISOString();

/** Whether anything narrows the list; its order and where it begins do not. */
export function isNarrowed({ text }: OrderSearch, accountId: string | null): boolean {
  return accountId !== null || text !== undefined;
}

/** Takes out what is `undefined`: the address carries only what is chosen. */
export function without<T extends object>(changes: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

const AMOUNT = /^\d{1,14}(?:\.\d{1,4})?$/;

/** An amount as typed for a filter, as decimal text; nothing when it is none. */
export function amountTyped(typed: string): string | undefined {
  const text = typed.trim().replace(/^0+(?=\d)/, '');
  return AMOUNT.test(text) ? text : undefined;
}
