import type { OrderQuery, OrderSummaryView, SavedViewView } from '../bindings';
import type { Backend } from '../door';

type Marks = Pick<
  Backend,
  'countOrders' | 'completeSearch' | 'labels' | 'setLabel' | 'setStar' | 'savedViews' | 'setSavedViews'
>;

type Given = {
  /** The orders that a query is about. */
  found: (query: OrderQuery) => readonly OrderSummaryView[];
  /** Changes an order's line. */
  change: (id: string, changes: Partial<OrderSummaryView>) => void;
  order: (id: string) => OrderSummaryView;
};

const filterNames = ['amount:', 'status:', 'from:', 'to:', 'bank:', 'label:', 'is:', 'has:'];

/** Labels, stars, kept lists, counts and completion, in memory. */
export function fakeMarks({ found, change, order }: Given): Marks & { labelsOf: (id: string) => string[] } {
  const labelled = new Map<string, Set<string>>();
  let views: SavedViewView[] = [];
  const labelsOf = (id: string) => [...labelled].filter(([, ids]) => ids.has(id)).map(([name]) => name);
  return {
    labelsOf,
    countOrders: async (query) => ({ n: found(query).length, exact: true }),
    completeSearch: async (text, cursor) => {
      const begun = /\S*$/.exec(text.slice(0, cursor))?.[0] ?? '';
      const suggestions = filterNames
        .filter((name) => name.startsWith(begun.toLowerCase()))
        .map((name) => ({ text: name, isFilter: true }));
      return { from: cursor - begun.length, to: cursor, suggestions };
    },
    labels: async () => [...labelled].map(([name, ids]) => ({ name, n: ids.size })),
    setLabel: async (ids, name, wanted) => {
      const of = labelled.get(name) ?? new Set();
      const changed = ids.filter((id) => of.has(id) !== wanted);
      for (const id of changed) {
        if (wanted) of.add(id);
        else of.delete(id);
      }
      labelled.set(name, of);
      return changed;
    },
    setStar: async (ids, wanted) => {
      const changed = ids.filter((id) => order(id).starred !== wanted);
      for (const id of changed) change(id, { starred: wanted });
      return changed;
    },
    savedViews: async () => views,
    setSavedViews: async (kept) => {
      views = kept;
      return views;
    },
  };
}
