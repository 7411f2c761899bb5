import type { OrderSearch } from '../../../frame/orderSearch';
import type { OrderQuery } from '../../../ipc';

/** Orders a page; further ones follow while one scrolls. */
export const PAGE = 100;

/** What the address and the top bar's account ask the ledger for. */
export function queryOf(search: OrderSearch, accountId: string | null): Omit<OrderQuery, 'after'> {
  return {
    text: search.text ?? null,
    accountId,
    direction: search.direction ?? null,
    statuses: search.statuses ?? [],
    needsPerson: search.needsPerson ?? false,
    from: search.from ?? null,
    to: search.to ?? null,
    min: search.min ?? null,
    max: search.max ?? null,
    sort: search.sort ?? 'newest',
    limit: PAGE,
  };
}

/** Whether anything narrows the list; the order of the list does not. */
export function isNarrowed({ sort: _sort, ...narrowing }: OrderSearch, accountId: string | null): boolean {
  return accountId !== null || Object.keys(narrowing).length > 0;
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
