// What a saved view keeps beside its text: the order of the rows and the columns. Pure.
import type { OrderSearch } from '../../../frame/orderSearch';
import type { OrderSort, SavedViewView } from '../../../ipc';
import { type ColumnSetting, isUntouched, readSetting } from '../list/arrangement';

const sorts: readonly OrderSort[] = ['newest', 'oldest', 'largest', 'smallest', 'status'];

export type Look = { sort?: OrderSort; columns?: ColumnSetting };

/** Reads what was kept, leniently: what is not understood is as if it had never been set. */
export function readLook(stored: string): Look {
  const parts = parsed(stored);
  const sort = sorts.find((known) => known === parts['sort'] && known !== 'newest');
  const columns = readSetting(JSON.stringify(parts['columns'] ?? {}));
  return { ...(sort === undefined ? {} : { sort }), ...(isUntouched(columns) ? {} : { columns }) };
}

/** What is kept of the present list. */
export const lookOf = ({ sort }: OrderSearch, columns: ColumnSetting): string =>
  JSON.stringify({
    ...(sort === undefined || sort === 'newest' ? {} : { sort }),
    ...(isUntouched(columns) ? {} : { columns }),
  } satisfies Look);

/** Where a view leads. Nothing of the list before it stays. */
export function placeOf({ name, query, look }: SavedViewView): OrderSearch {
  const { sort } = readLook(look);
  return { view: name, ...(query === '' ? {} : { text: query }), ...(sort === undefined ? {} : { sort }) };
}

/** The list with one view at another place. */
export function movedTo<T>(all: readonly T[], from: number, to: number): T[] {
  const rest = all.filter((_, at) => at !== from);
  const one = all[from];
  return one === undefined ? rest : [...rest.slice(0, to), one, ...rest.slice(to)];
}

function parsed(stored: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(stored);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
