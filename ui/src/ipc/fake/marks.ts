import type { OrderQuery, OrderSummaryView, SavedViewView } from '../bindings';
import type { Backend } from '../door';
import { fakeCompletion, fakeEdited } from './grammar';

type Marks = Pick<
  Backend,
  | 'countOrders'
  | 'completeSearch'
  | 'editSearch'
  | 'labels'
  | 'setLabel'
  | 'setStar'
  | 'savedViews'
  | 'setSavedViews'
>;

type Given = {
  /** The orders that a query is about. */
  found: (query: OrderQuery) => readonly OrderSummaryView[];
  /** Changes an order's line. */
  change: (id: string, changes: Partial<OrderSummaryView>) => void;
  /** Tells of orders that were marked. */
  marked: (ids: string[]) => void;
  order: (id: string) => OrderSummaryView;
  /** The accounts' names. */
  accounts: () => readonly string[];
  /** The channels' codes. */
  channels: () => readonly string[];
};

/** Labels, stars, kept lists, counts and completion, in memory. */
export function fakeMarks({
  found,
  change,
  marked,
  order,
  accounts,
  channels,
}: Given): Marks & { labelsOf: (id: string) => string[] } {
  const labelled = new Map<string, Set<string>>();
  let views: SavedViewView[] = [];
  const labelsOf = (id: string) => [...labelled].filter(([, ids]) => ids.has(id)).map(([name]) => name);
  return {
    labelsOf,
    countOrders: async (query) => ({ n: found(query).length, exact: true }),
    completeSearch: async (text, cursor) =>
      fakeCompletion(text, cursor, { account: accounts(), channel: channels(), label: [...labelled.keys()] }),
    editSearch: async (text, edits) => fakeEdited(text, edits),
    labels: async () => [...labelled].map(([name, ids]) => ({ name, n: ids.size })),
    setLabel: async (ids, name, wanted) => {
      const of = labelled.get(name) ?? new Set();
      const changed = ids.filter((id) => of.has(id) !== wanted);
      labelled.set(name, of);
      for (const id of changed) {
        if (wanted) of.add(id);
        else of.delete(id);
        change(id, { labels: labelsOf(id) });
      }
      marked(changed);
      return changed;
    },
    setStar: async (ids, wanted) => {
      const changed = ids.filter((id) => order(id).starred !== wanted);
      for (const id of changed) change(id, { starred: wanted });
      marked(changed);
      return changed;
    },
    savedViews: async () => views,
    setSavedViews: async (kept) => {
      views = kept;
      return views;
    },
  };
}
