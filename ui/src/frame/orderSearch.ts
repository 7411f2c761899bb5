import type { DirectionKind, OrderSort, StatusKind } from '../ipc';
import { statuses } from '../words';

/** What the address of the order list carries: what is searched and filtered, nothing hidden. */
export type OrderSearch = {
  text?: string;
  direction?: DirectionKind;
  statuses?: StatusKind[];
  needsPerson?: boolean;
  /** RFC 3339. */
  from?: string;
  to?: string;
  min?: string;
  max?: string;
  sort?: OrderSort;
};

/** Reads the address leniently: what is not understood is left out. */
export function readOrderSearch(search: Record<string, unknown>): OrderSearch {
  const text = (name: string) => {
    const value = search[name];
    return typeof value === 'string' && value !== ''
      ? { [name]: value }
      : typeof value === 'number'
        ? { [name]: String(value) }
        : {};
  };
  const oneOf = <T extends string>(name: string, values: readonly T[]) => {
    const value = values.find((known) => known === search[name]);
    return value === undefined ? {} : { [name]: value };
  };
  const wanted: unknown[] = Array.isArray(search['statuses']) ? search['statuses'] : [];
  const chosen = statuses.filter((status) => wanted.includes(status));
  return {
    ...text('text'),
    ...text('from'),
    ...text('to'),
    ...text('min'),
    ...text('max'),
    ...oneOf('direction', ['collect', 'payout']),
    ...oneOf('sort', ['newest', 'oldest', 'largest', 'smallest', 'status']),
    ...(chosen.length > 0 ? { statuses: chosen } : {}),
    ...(search['needsPerson'] === true ? { needsPerson: true } : {}),
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
