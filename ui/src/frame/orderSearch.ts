import type { OrderSort } from '../ipc';

/** What the address of the order list carries: one text that says all that is asked for, and nothing hidden. */
export type OrderSearch = {
  /** Words and filters, as the search field has them. */
  text?: string;
  sort?: OrderSort;
  /** The day that the list was moved to, `2026-11-22`. */
  day?: string;
  /** The name of the saved view that was opened. */
  view?: string;
};

/** Where the search field is found by what wants to write into it. */
export const SEARCH_FIELD = 'order-search';

/** The search of what needs a person, as the grammar spells it. */
export const NEEDS_PERSON = 'is:needs_person';

const sorts: readonly OrderSort[] = ['newest', 'oldest', 'largest', 'smallest', 'status'];

/** Reads the address leniently: what is not understood is left out. */
export function readOrderSearch(search: Record<string, unknown>): OrderSearch {
  const text = (name: 'text' | 'view' | 'day') => {
    const value = search[name];
    return typeof value === 'string' && value !== ''
      ? { [name]: value }
      : typeof value === 'number'
        ? { [name]: String(value) }
        : {};
  };
  const sort = sorts.find((known) => known === search['sort']);
  return {
    ...text('text'),
    ...text('view'),
    ...(/^\d{4}-\d{2}-\d{2}$/.test(String(search['day'])) ? text('day') : {}),
    ...(sort === undefined ? {} : { sort }),
  };
}

/**
 * What the address of an order form carries: an order to make the same again, an account to start with, the given-up
 * payout that a new one takes the place of.
 */
export type FormSearch = { like?: string; account?: string; replaces?: string };

export function readFormSearch(search: Record<string, unknown>): FormSearch {
  return {
    ...(typeof search['like'] === 'string' ? { like: search['like'] } : {}),
    ...(typeof search['account'] === 'string' ? { account: search['account'] } : {}),
    ...(typeof search['replaces'] === 'string' ? { replaces: search['replaces'] } : {}),
  };
}
